"""The chart of one measure over days: lines that part where nothing is known, and signs for what happened."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.history.words import (
    marks_text,
    parts_text,
    plain_figure,
    standing_text,
    weekday_text,
)
from alvh_desktop.viewmodels.market_dock.axes import DayAxis, NumberAxis, Tick, day_number, room_around
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Ink, Rule, Shape
from alvh_desktop.viewmodels.market_dock.words import day_text

if TYPE_CHECKING:
    from alvh_desktop.desk.history import Figure, History, HistoryDay, Mark, Measure, Parts
    from alvh_desktop.series.past import Floats

Marks = Mapping[int, tuple["Mark", ...]]
"""By the place of the day they stand at."""
_SIGNS: tuple[tuple[str, Shape, Ink, str], ...] = (
    ("fill", "rings", "spot", "Fill"),
    ("roll", "diamonds", "later", "Roll"),
    ("settlement", "squares", "settlement", "Settled"),
)
_ALERTS: tuple[tuple[bool, Ink, str], ...] = ((False, "doubt", "Alert"), (True, "problem", "Alert, act"))
_LANE = 0.07
"""Of the height: the lane of alerts at the head."""
_FOOT = 0.03
"""Of the height: how far above the foot a sign stands that has no line to stand on."""
_LABEL_SHARE = 1 / 24
"""Of the width: labels nearer to each other than that would lie on one another."""
_LARGE, _HUGE = 1e4, 1e7


@dataclass(frozen=True, slots=True)
class ScaledAxis:
    """Even numbers; where they are large in thousands (k) or millions (M), for an axis has room for few figures."""

    def ticks(self, low: float, high: float, most: int) -> tuple[Tick, ...]:
        size = max(abs(low), abs(high))
        scale, letter = (1e6, "M") if size >= _HUGE else (1e3, "k") if size >= _LARGE else (1.0, "")
        found = NumberAxis(letter).ticks(low / scale, high / scale, most)
        return tuple(Tick(tick.at * scale, tick.label if abs(tick.at) > 1e-9 else "0") for tick in found)


def marks_at(history: History, days: Sequence[HistoryDay]) -> Marks:
    """What happened by the day it is read at: on its own, else on the trading day after it, at last on the newest."""
    from bisect import bisect_left

    found: dict[int, list[Mark]] = {}
    dates = [day.day for day in days]
    for day, marks in sorted(history.marks.items()):
        if day >= dates[0]:
            found.setdefault(min(bisect_left(dates, day), len(dates) - 1), []).extend(marks)
    return {place: tuple(marks) for place, marks in found.items()}


def chart_of(history: History, days: Sequence[HistoryDay], marks: Marks, measure: Measure, name: str) -> Chart:
    """`days` are those in view, at least one; `marks` are by their places."""
    import numpy as np

    parts = [day.figures[measure.name] for day in days]
    x = np.array([day_number(day.day) for day in days])
    net = _values([part.net for part in parts])
    lines: list[tuple[Shape, Ink, str, Floats]] = []
    is_parted = history.has_condors and history.has_hedge and measure.counted == "campaigns"
    if is_parted:
        lines.append(("line", "hedge", "Hedge", _values([part.hedge for part in parts])))
        lines.append(("line", "condors", "Condors", _values([part.condors for part in parts])))
        lines.append(("thick", "settlement", f"{measure.label}, net", net))
    else:
        lines.append(("thick", "settlement", measure.label, net))
    known = np.concatenate([values[np.isfinite(values)] for *_, values in lines])
    low, high = _range(known, measure)
    lane = high + _LANE * (high - low) if any(_has_alert(each) for each in marks.values()) else high
    drawn = [*_shades(x, days), *_lines(x, lines), *_partial(x, net, days, measure)]
    drawn += _booked_signs(x, net, marks, low + _FOOT * (high - low))
    drawn += _alert_signs(x, marks, (high + lane) / 2)
    is_share = measure.unit.startswith("%")

    def told(place: int) -> str:
        return day_told(days[place], measure, marks.get(place, ()), is_parted)

    return Chart(
        name=name,
        drawn=tuple(drawn),
        rules=(Rule(0.0, "dim"), *_labels(x, marks)),
        x_range=room_around(float(x[0]), float(x[-1]), 0.02),
        y_range=(low, lane),
        x_axis=DayAxis(),
        y_axis=NumberAxis("%") if is_share else ScaledAxis(),
        stops=x,
        told=told,
        summary=_summary(days, parts, measure, is_parted),
        columns=_columns(days, marks),
    )


def day_told(day: HistoryDay, measure: Measure, marks: Sequence[Mark], is_parted: bool) -> str:
    """What stands under the crosshair: figures, how they are known, what is missing, what happened."""
    parts = day.figures[measure.name]
    is_doubted = day.seen_at is not None and (measure.name in day.partial or parts.net is None)
    doubts = "; ".join(day.doubts) if is_doubted else ""
    said = (standing_text(day), doubts, marks_text(marks))
    figures = parts_text(measure, parts, is_parted)
    return "   ".join((weekday_text(day.day), figures, *(text for text in said if text)))


def _values(figures: Sequence[Figure | None]) -> Floats:
    import numpy as np

    return np.array([math.nan if figure is None else float(figure) for figure in figures])


def _range(known: Floats, measure: Measure) -> tuple[float, float]:
    """P/L is seen from zero; of anything else what is known."""
    if not known.size:
        return -1.0, 1.0
    ends = [float(known.min()), float(known.max()), *([0.0] if measure.stays else [])]
    return room_around(min(ends), max(ends), 0.08)


def _lines(x: Floats, lines: Sequence[tuple[Shape, Ink, str, Floats]]) -> Iterator[Drawn]:
    """A day between two that are not known is no line: it is a dot."""
    import numpy as np

    for shape, ink, name, y in lines:
        yield Drawn(shape, ink, x, y, name)
        known = np.concatenate([[False], np.isfinite(y), [False]])
        alone = known[1:-1] & ~known[:-2] & ~known[2:]
        if alone.any():
            yield Drawn("dots", ink, x[alone], y[alone])


def _shades(x: Floats, days: Sequence[HistoryDay]) -> Iterator[Drawn]:
    """Each run of days without a record, as wide as the hole in the line."""
    import numpy as np

    begins, ends = [], []
    for place, day in enumerate(days):
        if day.missing and not (place and days[place - 1].missing):
            begins.append(float(x[place - 1]) if place else float(x[place]) - 0.5)
        if day.missing and not (place + 1 < len(days) and days[place + 1].missing):
            ends.append(float(x[place + 1]) if place + 1 < len(days) else float(x[place]) + 0.5)
    if begins:
        yield Drawn("shade", "dim", np.array(begins), np.array(ends), "No record")


def _partial(x: Floats, net: Floats, days: Sequence[HistoryDay], measure: Measure) -> Iterator[Drawn]:
    import numpy as np

    places = [place for place, day in enumerate(days) if measure.name in day.partial and not math.isnan(net[place])]
    if places:
        yield Drawn("dots", "doubt", x[places], np.asarray(net)[places], "Partial")


def _booked_signs(x: Floats, net: Floats, marks: Marks, foot: float) -> Iterator[Drawn]:
    """On the line, or at the foot where that is not known."""
    import numpy as np

    for kind, shape, ink, name in _SIGNS:
        places = sorted(place for place, each in marks.items() if any(mark.kind == kind for mark in each))
        if places:
            heights = np.where(np.isnan(net[places]), foot, net[places])
            yield Drawn(shape, ink, x[places], heights, name)


def _alert_signs(x: Floats, marks: Marks, height: float) -> Iterator[Drawn]:
    import numpy as np

    for is_act, ink, name in _ALERTS:
        places = sorted(place for place, each in marks.items() if _has_alert(each) and _asks_to_act(each) == is_act)
        if places:
            yield Drawn("triangles", ink, x[places], np.full(len(places), height), name)


def _has_alert(marks: Sequence[Mark]) -> bool:
    return any(mark.kind == "alert" for mark in marks)


def _asks_to_act(marks: Sequence[Mark]) -> bool:
    return any(mark.level == "act" for mark in marks)


def _labels(x: Floats, marks: Marks) -> Iterator[Rule]:
    """Upright where something was rolled or settled, as far as their words have room beside each other."""
    room = (float(x[-1]) - float(x[0])) * _LABEL_SHARE
    free = -math.inf
    for place in sorted(marks):
        kinds, at = {mark.kind for mark in marks[place]}, float(x[place])
        label = "roll" if "roll" in kinds else "settled" if "settlement" in kinds else ""
        if label and at >= free:
            free = at + room
            yield Rule(at, "dim", is_upright=True, is_dashed=True, label=label)


def _summary(days: Sequence[HistoryDay], parts: Sequence[Parts], measure: Measure, is_parted: bool) -> str:
    known = [(day, part) for day, part in zip(days, parts, strict=True) if part.net is not None]
    span = f"{measure.label} on {len(days)} trading days from {day_text(days[0].day)} to {day_text(days[-1].day)}"
    if not known:
        return f"{span}: not known on any of them."
    day, part = known[-1]
    missing = sum(bool(each.missing) for each in days)
    told = f"{span}; last known on {day_text(day.day)}: {parts_text(measure, part, is_parted)}."
    return f"{told} {missing} have no record." if missing else told


def _columns(days: Sequence[HistoryDay], marks: Marks) -> Mapping[str, tuple[str, ...]]:
    """Every measure, whichever is drawn, and what is said of the day."""
    from alvh_desktop.desk.history import MEASURES

    found = {"Day": tuple(day.day.isoformat() for day in days)}
    for measure in MEASURES:
        column = [day.figures[measure.name] for day in days]
        found[f"{measure.label}, {measure.unit}"] = tuple(plain_figure(measure, part.net) for part in column)
        if measure.name == "profit":
            found["Condors, $"] = tuple(plain_figure(measure, part.condors) for part in column)
            found["Hedge, $"] = tuple(plain_figure(measure, part.hedge) for part in column)
    found["Known"] = tuple("; ".join(filter(None, (standing_text(day), *day.doubts))) for day in days)
    found["What happened"] = tuple(
        "; ".join(mark.label for mark in marks.get(place, ())) for place in range(len(days))
    )
    return found
