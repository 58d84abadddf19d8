"""The page of one series and, under it, one indicator: over a span that ends with its newest day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.market_dock.axes import DayAxis, day_at, number_text, room_around
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Rule, plain_column
from alvh_desktop.viewmodels.market_dock.indicators import Indicator, IndicatorName, indicator_of
from alvh_desktop.viewmodels.market_dock.words import close_age_text, day_text

if TYPE_CHECKING:
    from alvh_desktop.series.past import DailySeries, Days, Floats, Past
    from alvh_desktop.series.study import Figure, Line

SpanName = Literal["3m", "1y", "5y", "all"]
SPANS: Mapping[SpanName, tuple[str, int | None]] = {
    "3m": ("3 m", 92),
    "1y": ("1 y", 366),
    "5y": ("5 y", 1827),
    "all": ("All", None),
}
"""What a button says, and how many calendar days it shows; None shows every one."""
NO_SERIES = "SPX, VIX and every other daily series are drawn here with their indicators"

_FIRST = ("SPX", "VIX", "VIX3M", "VVIX")
_MADE = {"VX30": "VX, 30 days", "VX60": "VX, 60 days"}
_FEW_DAYS = 7
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class SeriesView:
    """`indicator` is None where none was asked for or nothing of it is known; `told` then says why."""

    chart: Chart
    indicator: Chart | None
    told: tuple[tuple[str, bool], ...]

    def readout(self, at: float) -> str:
        """The series and its indicator on the day nearest to a place of the x axis."""
        place = self.chart.place_of(at)
        told = [self.chart.readout(place)]
        if self.indicator is not None:
            day, other = float(self.chart.stops[place]), self.indicator.place_of(at)
            told.append(
                self.indicator.readout(other)
                if float(self.indicator.stops[other]) == day
                else f"{self.indicator.name} not known"
            )
        return "   ".join(told)


def series_choices(past: Past, made: Mapping[str, DailySeries]) -> tuple[tuple[str, str], ...]:
    """Names and labels: the indices of the method first, VX prices of constant maturity, then all others."""
    known = [name for name in _FIRST if len(past.closes_of(name))]
    known += [name for name in _MADE if len(made[name])]
    known += sorted(name for name, series in past.closes.items() if name not in _FIRST and len(series))
    return tuple((name, _MADE.get(name, name)) for name in known)


def series_view(
    past: Past,
    made: Mapping[str, DailySeries],
    lines: Mapping[str, Line],
    figures: Mapping[str, Figure],
    name: str,
    indicator: IndicatorName,
    span: SpanName,
    now: datetime,
) -> SeriesView | EmptyState:
    """`made` holds the series that are worked out of the past, by name; VX30 and VX60 are among them."""
    from alvh_desktop.series.sources import usable_closes

    shown = made[name] if name in made else past.closes_of(name)
    if not len(shown):
        return EmptyState(f"{NO_SERIES}: none is known.", "import", "Import the VIX history\N{HORIZONTAL ELLIPSIS}")
    today: date = now.astimezone(NEW_YORK).date()
    label = _MADE.get(name, name)
    used = made[name] if name in made else usable_closes(past, name)
    found = indicator_of(indicator, label, used, lines, figures, today)
    x_range = _x_range(shown, span)
    told = [_source_told(label, shown, now)]
    below = None
    if found is not None:
        below = _indicator_chart(found, x_range)
        if below is None:
            told.append((f"{found.title} not known: {found.doubt or 'it has no value in this span'}.", True))
        elif found.doubt is not None:
            told.append((f"{found.title}: {found.doubt}.", True))
    return SeriesView(_series_chart(label, shown, x_range, told[0][0]), below, tuple(told))


def _x_range(series: DailySeries, span: SpanName) -> tuple[float, float]:
    days = SPANS[span][1]
    numbers = _numbers(series.days)
    first = float(numbers[0]) if days is None else max(float(numbers[-1]) - days, float(numbers[0]))
    return room_around(first, float(numbers[-1]), 0.01)


def _source_told(label: str, series: DailySeries, now: datetime) -> tuple[str, bool]:
    first, last = series.days[0].item(), series.days[-1].item()
    age = close_age_text(last, now)
    told = f"{label}: {len(series):,} days from {day_text(first)} to {day_text(last)}"
    return f"{told}{f', {age}' if age else ''}.", bool(age)


def _series_chart(label: str, series: DailySeries, x_range: tuple[float, float], said: str) -> Chart:
    x, y = _within(series, x_range)
    digits = 2 if abs(float(y[-1])) < 1e5 else 0

    def told(place: int) -> str:
        day = day_at(x[place])
        words = f"{_WEEKDAYS[day.weekday()]} {day_text(day)}  {label} {number_text(float(y[place]), digits)}"
        if place and y[place - 1] > 0.0:
            change = 100.0 * (float(y[place]) / float(y[place - 1]) - 1.0)
            words += f" ({change:+.2f}%)".replace("-", "\N{MINUS SIGN}")
        return words

    lowest, highest = int(y.argmin()), int(y.argmax())
    summary = (
        f"{said} In view: last {number_text(float(y[-1]), digits)}, lowest {number_text(float(y[lowest]), digits)} on"
        f" {day_text(day_at(x[lowest]))}, highest {number_text(float(y[highest]), digits)} on"
        f" {day_text(day_at(x[highest]))}."
    )
    return Chart(
        name=label,
        drawn=(Drawn("line", "spot", *_parted(x, y), label),),
        rules=(),
        x_range=x_range,
        y_range=room_around(float(y.min()), float(y.max())),
        x_axis=DayAxis(),
        stops=x,
        told=told,
        summary=summary,
        columns={"Day": tuple(day_at(at).isoformat() for at in x), label: plain_column(y)},
    )


def _indicator_chart(indicator: Indicator, x_range: tuple[float, float]) -> Chart | None:
    """None where nothing of it is known within the range."""
    import numpy as np

    numbers = _numbers(indicator.days)
    inside = (numbers >= x_range[0]) & (numbers <= x_range[1])
    x, first = numbers[inside], int(np.searchsorted(numbers, x_range[0]))
    curves = [(curve, curve.values[inside]) for curve in indicator.curves]
    known = np.concatenate([values[np.isfinite(values)] for _, values in curves]) if x.size else np.empty(0)
    if not known.size:
        return None
    drawn = []
    for curve, values in curves:
        if curve.shape == "stems":
            drawn.append(Drawn("stems", curve.ink, x, values, curve.name, base=np.zeros(x.size)))
        elif curve.shape != "none":
            drawn.append(Drawn(curve.shape, curve.ink, *_parted(x, values), curve.name))
    levels = [level for level in indicator.levels if known.min() <= level <= known.max() or level == 0.0]
    ends = [float(known.min()), float(known.max()), *levels]
    return Chart(
        name=indicator.title,
        drawn=tuple(drawn),
        rules=tuple(Rule(level, "dim", is_dashed=level != 0.0) for level in indicator.levels),
        x_range=x_range,
        y_range=room_around(min(ends), max(ends)),
        x_axis=DayAxis(),
        stops=x,
        told=lambda place: indicator.told(first + place),
        summary=f"{indicator.title}. {indicator.told(first + x.size - 1)}.",
        columns={
            "Day": tuple(day_at(at).isoformat() for at in x),
            **{curve.name: plain_column(values) for curve, values in curves if curve.name},
        },
    )


def _within(series: DailySeries, x_range: tuple[float, float]) -> tuple[Floats, Floats]:
    numbers = _numbers(series.days)
    inside = (numbers >= x_range[0]) & (numbers <= x_range[1])
    return numbers[inside], series.values[inside]


def _parted(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """With a place without a value where days are missing: a line over them would say that they are known."""
    import numpy as np

    steps = np.diff(x)
    if not steps.size:
        return x, y
    after = np.flatnonzero(steps > max(_FEW_DAYS, 3.0 * float(np.median(steps)))) + 1
    return np.insert(x, after, x[after] - 0.5), np.insert(y, after, np.nan)


def _numbers(days: Days) -> Floats:
    import numpy as np

    return days.astype("datetime64[D]").astype(np.int64).astype(np.float64)
