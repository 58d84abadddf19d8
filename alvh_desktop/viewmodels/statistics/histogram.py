"""How campaigns came out: how many of them in each span of P/L, gains and losses apart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.history.plot import ScaledAxis
from alvh_desktop.viewmodels.market_dock.axes import NumberAxis, Tick, even_step, number_text, room_around
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Ink, Rule
from alvh_desktop.viewmodels.statistics.choices import BIN_UNITS, BinUnit
from alvh_desktop.viewmodels.statistics.pages import Behind, ChartPage
from alvh_desktop.viewmodels.statistics.words import campaigns_text, percent

if TYPE_CHECKING:
    from alvh_desktop.reports.results import Result

_LEAST_BINS, _MOST_BINS = 8, 48
_BAR_SHARE = 0.9
"""Of a bin's width: its neighbours are told apart."""
_LOW_BAR = 0.03
"""Of the highest one."""


@dataclass(frozen=True, slots=True)
class CountAxis:
    """Whole numbers."""

    def ticks(self, low: float, high: float, most: int) -> tuple[Tick, ...]:
        return tuple(tick for tick in NumberAxis().ticks(low, high, most) if tick.at == round(tick.at))


@dataclass(frozen=True, slots=True)
class Bin:
    """Results from `low` on, which is in it, up to `high`, which is not: in $, or in % of margin."""

    low: float
    high: float
    results: tuple[Result, ...]


def histogram_page(results: Sequence[Result], unit: BinUnit) -> ChartPage | None:
    """None where of none of them is known what is asked for."""
    values = tuple(_values(results, unit))
    if not values:
        return None
    bins = bins_of(values)
    step = bins[0].high - bins[0].low
    middles = [(each.low + each.high) / 2 for each in bins]
    label = "P/L in $" if unit == "usd" else "P/L in % of margin"
    told = f"{campaigns_text(len(values))} by their {label}, after fees, each with all its rolls"
    told = f"{told}; {_width(step, unit)} a bar."
    left_out = len(results) - len(values)
    doubts = f"The margin of {campaigns_text(left_out)} is not known: they are left out." if left_out else ""

    def behind(place: int) -> Behind:
        ordered = sorted(bins[place].results, key=lambda each: each.profit)
        return Behind(f"{_span_text(bins[place], unit)}: {campaigns_text(len(ordered))}", _ids(ordered))

    def hit(x: float, y: float, wide: float, high: float) -> int | None:
        return next((place for place, each in enumerate(bins) if each.low <= x < each.high), None)

    return ChartPage(_chart(bins, middles, step, unit, label, len(values)), _told(told, doubts), behind, hit)


def bins_of(values: Sequence[tuple[float, Result]]) -> tuple[Bin, ...]:
    """The bins in which there is something, ascending, all of one width; zero is the edge of two.

    The width follows Freedman and Diaconis (1981): twice the middle half over the cube root of how many there are.
    """
    step = _step(sorted(value for value, _ in values))
    found: dict[int, list[Result]] = {}
    for value, result in values:
        found.setdefault(math.floor(value / step), []).append(result)
    return tuple(Bin(step * place, step * (place + 1), tuple(found[place])) for place in sorted(found))


def _step(values: Sequence[float]) -> float:
    span = values[-1] - values[0]
    if span <= 0:
        return even_step(max(abs(values[0]) / _LEAST_BINS, 1e-6))
    lower, _, upper = quantiles(values, n=4)
    wanted = 2.0 * (upper - lower) / len(values) ** (1 / 3)
    return even_step(min(max(wanted, span / _MOST_BINS), span / _LEAST_BINS))


def _values(results: Sequence[Result], unit: BinUnit) -> Iterator[tuple[float, Result]]:
    for each in results:
        if unit == "usd":
            yield float(each.profit), each
        elif each.margin is not None:
            yield 100.0 * float(each.profit / each.margin), each


def _chart(
    bins: Sequence[Bin], middles: Sequence[float], step: float, unit: BinUnit, label: str, count: int
) -> Chart:
    import numpy as np

    counts = [len(each.results) for each in bins]

    def bars(is_gain: bool) -> Drawn:
        ink: Ink = "gain" if is_gain else "loss"
        kept = [place for place, each in enumerate(bins) if (each.low >= 0) == is_gain]
        x, y = np.array([middles[place] for place in kept]), np.array([float(counts[place]) for place in kept])
        name = ("Gains" if is_gain else "Losses") if kept else ""
        return Drawn("bars", ink, x, y, name, width=_BAR_SHARE * step)

    def told(place: int) -> str:
        share = percent(counts[place] / count)
        return f"{_span_text(bins[place], unit)}: {campaigns_text(counts[place])}, {share} of {count:,}"

    def specks(is_gain: bool) -> Drawn:
        """Where a bar is too low to be seen a dot stands on it: of sold premium the few large losses matter most."""
        low = [
            place
            for place, each in enumerate(bins)
            if (each.low >= 0) == is_gain and counts[place] < _LOW_BAR * max(counts)
        ]
        x, y = np.array([middles[place] for place in low]), np.array([float(counts[place]) for place in low])
        return Drawn("dots", "gain" if is_gain else "loss", x, y)

    low, high = min(0.0, bins[0].low), max(0.0, bins[-1].high)
    fullest = max(range(len(bins)), key=lambda place: counts[place])
    most = f"most of them, {counts[fullest]:,}, {_span_text(bins[fullest], unit)}"
    return Chart(
        name=f"Campaigns by {label}",
        drawn=(bars(is_gain=False), bars(is_gain=True), specks(is_gain=False), specks(is_gain=True)),
        rules=(Rule(0.0, "dim", is_upright=True), Rule(0.0, "dim")),
        x_range=room_around(low, high, 0.02),
        y_range=(0.0, 1.08 * max(counts)),
        x_axis=ScaledAxis() if unit == "usd" else NumberAxis("%"),
        y_axis=CountAxis(),
        stops=np.array(middles),
        told=told,
        summary=f"{campaigns_text(count)} by {label}; {most}.",
        start=middles[fullest],
        columns={
            f"From {BIN_UNITS[unit]}": tuple(f"{each.low:g}" for each in bins),
            f"To {BIN_UNITS[unit]}": tuple(f"{each.high:g}" for each in bins),
            "Campaigns": tuple(map(str, counts)),
        },
    )


def _span_text(each: Bin, unit: BinUnit) -> str:
    """`-500 to -250 $`."""
    step = each.high - each.low
    digits = max(0, math.ceil(-math.log10(step) - 1e-9)) + (step < 1 and unit == "margin")
    return f"{number_text(each.low, digits)} to {number_text(each.high, digits)} {'$' if unit == 'usd' else '%'}"


def _width(step: float, unit: BinUnit) -> str:
    return f"{number_text(step, 0 if step >= 1 else 2)} {'$' if unit == 'usd' else 'percent points'}"


def _told(told: str, doubts: str) -> tuple[tuple[str, bool], ...]:
    return ((told, False), (doubts, True)) if doubts else ((told, False),)


def _ids(results: Sequence[Result]) -> tuple[int, ...]:
    return tuple(each.campaign_id for each in results)
