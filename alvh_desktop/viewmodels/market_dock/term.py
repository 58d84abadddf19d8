"""The page of the VX curve: futures over days left or dates, spot, the constant maturities, and an earlier day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.market_dock.axes import Axis, NamedAxis, NumberAxis, room_around
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Ink, Rule, Shape
from alvh_desktop.viewmodels.market_dock.words import (
    close_age_text,
    day_text,
    is_old,
    moment_and_age,
    short_day_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from alvh_desktop.desk.term_structure import FuturePrice, IndexLevel, TermStructure
    from alvh_desktop.domain.products import Product
    from alvh_desktop.pricing.market import Market
    from alvh_desktop.series.past import Floats, Past

DaysBefore = tuple[int, ...]
_BEFORE = {
    1: "the day before",
    7: "a week earlier",
    30: "a month earlier",
    91: "3 months earlier",
    365: "a year earlier",
}
EARLIER: Mapping[DaysBefore, str] = {
    (): "No earlier day",
    (1, 30): "The day before and a month earlier",
    **{(days,): f"{words[0].upper()}{words[1:]}" for days, words in _BEFORE.items()},
}
"""Calendar days before the curve's own day that it can be compared with."""
_EARLIER_SHAPES: tuple[tuple[Shape, Ink], ...] = (("dashes", "later"), ("dashes", "dim"))
NO_CURVE = "The VX futures are drawn here over their time to settlement"
_INDEX_INKS: Mapping[str, Ink] = {"VIX": "spot", "VIX3M": "hedge"}


@dataclass(frozen=True)
class TermView:
    """`told` are sentences, each with whether it asks for attention."""

    chart: Chart
    told: tuple[tuple[str, bool], ...]
    hint: str


def term_view(
    market: Market, past: Past, products: Mapping[str, Product], days_before: DaysBefore, by_date: bool
) -> TermView | EmptyState:
    """The newest prices where there are some, else the newest settles; beside them the settles of earlier days."""
    from alvh_desktop.desk.term_structure import term_structure_now, term_structure_on

    curve = term_structure_now(market, products)
    if isinstance(curve, Problem):
        curve = term_structure_on(past, market.at.astimezone(NEW_YORK).date())
    if isinstance(curve, Problem):
        return EmptyState(f"{NO_CURVE}: {curve.message}.", "import", "Import VX futures\N{HORIZONTAL ELLIPSIS}")
    asked = {days: term_structure_on(past, curve.day - timedelta(days=days)) for days in days_before}
    known = {days: found for days, found in asked.items() if not isinstance(found, Problem)}
    earlier = tuple({found.day: found for found in known.values()}.values())
    told = (
        _slope_told(curve),
        _source_told(curve, market.at),
        *_index_told(curve, market.at),
        *(_earlier_told(curve, known.get(days), days) for days in days_before),
    )
    hint = "\n".join(f"{problem.where}: {problem.message}" for problem in curve.left_out)
    left_out = ((f"{len(curve.left_out)} futures with older prices are left out.", True),) if curve.left_out else ()
    summary = " ".join(sentence for sentence, _ in told)
    return TermView(_chart(curve, earlier, by_date, summary), (*told, *left_out), hint)


def _slope_told(curve: TermStructure) -> tuple[str, bool]:
    near, far, slope = curve.near, curve.far, curve.slope_percent
    if slope is None or near.price is None or far.price is None:
        why = near.unknown or far.unknown
        return f"Slope not known: {why}.", True
    prices = f"60-day VX {far.price:.2f}, 30-day {near.price:.2f}"
    if slope < 0.0:
        return f"Backwardation, the curve is inverted: {prices}, slope \N{MINUS SIGN}{-slope:.1f}%.", False
    return f"{'Contango' if slope > 0.0 else 'Flat'}: {prices}, slope {slope:+.1f}%.", False


def _source_told(curve: TermStructure, now: datetime) -> tuple[str, bool]:
    moments = [point.moment for point in curve.futures if point.moment is not None]
    if not moments:
        age = close_age_text(curve.day, now)
        return f"Settles of {day_text(curve.day)}{f', {age}' if age else ''}.", bool(age)
    oldest, sources = min(moments), dict.fromkeys(point.source for point in curve.futures)
    return f"Prices of {moment_and_age(oldest, now)} ({'; '.join(sources)}).", is_old(oldest, now)


def _index_told(curve: TermStructure, now: datetime) -> tuple[tuple[str, bool], ...]:
    from alvh_desktop.desk.term_structure import INDICES

    missing = [name for name in INDICES if name not in curve.indices]
    other = [f"{name} is of {day_text(level.day)}" for name, level in curve.indices.items() if level.day != curve.day]
    told = (
        [f"{' and '.join(missing)} of that day {'is' if len(missing) == 1 else 'are'} not known."] if missing else []
    )
    told += [f"{'; '.join(other)}."] if other else []
    return tuple((sentence, True) for sentence in told)


def _earlier_told(curve: TermStructure, earlier: TermStructure | None, days: int) -> tuple[str, bool]:
    if earlier is None:
        return f"No settles of {_BEFORE[days]} are known.", True
    asked = curve.day - timedelta(days=days)
    is_near = (asked - earlier.day).days <= 5
    slope = earlier.slope_percent
    told = f"On {day_text(earlier.day)} the slope was {'not known' if slope is None else _signed(slope)}."
    return told if is_near else f"The nearest earlier settles are of {day_text(earlier.day)}.", not is_near


def _chart(curve: TermStructure, earlier: Sequence[TermStructure], by_date: bool, summary: str) -> Chart:
    import numpy as np

    def places(points: tuple[FuturePrice, ...], monthly: bool | None = None) -> tuple[Floats, Floats]:
        kept = [point for point in points if monthly is None or point.is_monthly == monthly]
        return (
            np.array([float(point.days_left) for point in kept]),
            np.array([point.price for point in kept]),
        )

    drawn: list[Drawn] = []
    for before, (shape, ink) in zip(earlier, _EARLIER_SHAPES, strict=False):
        drawn.append(Drawn(shape, ink, *places(before.futures), f"settles of {day_text(before.day)}"))
    drawn.append(Drawn("line", "settlement", *places(curve.futures)))
    kinds: tuple[tuple[Shape, bool, str], ...] = (("dots", True, "monthly"), ("rings", False, "weekly"))
    for sign, monthly, name in kinds:
        x, y = places(curve.futures, monthly)
        if len(x):
            drawn.append(Drawn(sign, "settlement", x, y, f"{name} VX"))
    known = [each for each in (curve.near, curve.far) if each.price is not None]
    if known:
        at, prices = [float(each.days_left) for each in known], [each.price for each in known]
        drawn.append(Drawn("dots", "later", np.array(at), np.array(prices, dtype=float), "30 and 60 days"))
    rules = tuple(_index_rule(name, level) for name, level in curve.indices.items())
    stops = np.array([float(point.days_left) for point in curve.futures])
    lows = [float(each.y.min()) for each in drawn] + [rule.at for rule in rules]
    highs = [float(each.y.max()) for each in drawn] + [rule.at for rule in rules]
    return Chart(
        name="Term structure of VX futures",
        drawn=tuple(drawn),
        rules=rules,
        x_range=(0.0, max(float(each.x.max()) for each in drawn) * 1.04),
        y_range=room_around(min(lows), max(highs)),
        x_axis=_x_axis(curve, by_date),
        stops=stops,
        told=lambda place: _told(curve.futures[place], earlier),
        summary=summary,
        start=float(stops[0]) if len(stops) else None,
        columns=_columns(curve),
    )


def _x_axis(curve: TermStructure, by_date: bool) -> Axis:
    if not by_date:
        return NumberAxis(" d")
    days = [point.contract.expiry for point in curve.futures]
    return NamedAxis([float(point.days_left) for point in curve.futures], lambda place: short_day_text(days[place]))


def _index_rule(name: str, level: IndexLevel) -> Rule:
    return Rule(level.value, _INDEX_INKS[name], is_dashed=True, name=f"{name} {level.value:.2f}")


def _told(point: FuturePrice, earlier: Sequence[TermStructure]) -> str:
    kind = "monthly" if point.is_monthly else "weekly"
    told = f"{spoken(point.contract)}  {point.price:.2f}  {point.days_left} days, {kind}"
    for day in earlier:
        for each in day.futures:
            if each.contract == point.contract:
                told += f"  {short_day_text(day.day)}: {each.price:.2f} ({_signed_points(point.price - each.price)})"
    return told


def _columns(curve: TermStructure) -> dict[str, tuple[str, ...]]:
    points = curve.futures
    return {
        "Future": tuple(spoken(point.contract) for point in points),
        "Settles": tuple(point.contract.expiry.isoformat() for point in points),
        "Days": tuple(str(point.days_left) for point in points),
        "Price": tuple(f"{point.price:.4f}" for point in points),
        "Kind": tuple("monthly" if point.is_monthly else "weekly" for point in points),
        "Source": tuple(point.source for point in points),
        "Day": (curve.day.isoformat(),) * len(points),
    }


def _signed(percent: float) -> str:
    return f"{percent:+.1f}%".replace("-", "\N{MINUS SIGN}")


def _signed_points(points: float) -> str:
    return f"{points:+.2f}".replace("-", "\N{MINUS SIGN}")
