"""Places on the payoff chart and their labels: strikes, break-evens, lowest points, and the axis of VIX above."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from alvh_desktop.viewmodels.figures import rough_profit_text

if TYPE_CHECKING:
    from alvh_desktop.pricing.normalised_black import Floats
    from alvh_desktop.pricing.payoff import Payoff
    from alvh_desktop.viewmodels.attention.levels import ThresholdLine

CurveName = Literal[
    "net",
    "condors",
    "hedge",
    "now",
    "date",
    "spot",
    "ticket",
    "condors_now",
    "hedge_now",
    "condors_date",
    "hedge_date",
    "opened",
    "rolled",
    "density",
    "moves",
    "scenario",
]

_STRIKES_TOGETHER = 0.022
"""Strikes nearer to each other than this share of the chart wear one label."""
_MOST_LINES_TOGETHER = 4
_LABELS_FACING = 0.24
"""Break-evens nearer than this share of the chart have no room for both labels between them."""
_VIX_TICKS = 7
_STEPS_OF_Y = 12
_HEADROOM = 0.04
_LOUDNESS = {"watch": 0, "warn": 1, "act": 2}


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A labelled place on the price axis (SPX points); `side` 0 puts the label right of it, 1 left of it."""

    at: float
    label: str
    side: float = 0.0


@dataclass(frozen=True, slots=True)
class TroughMark:
    """A lowest point of the net curve at settlement, SPX points and $; `alone_usd` what the condors alone make there,
    None where their curve is not drawn."""

    at: float
    usd: float
    alone_usd: float | None = None

    @property
    def label(self) -> str:
        """Place and depth."""
        return f"{rough_profit_text(self.usd).split(' ')[-1]} at {self.at:,.0f}"


def between(spots: Floats, curve: Floats, spot: float) -> float:
    """The curve at a level between two of its points, on the line that is drawn between them."""
    right = min(max(int(spots.searchsorted(spot, side="right")), 1), len(spots) - 1)
    share = (spot - float(spots[right - 1])) / float(spots[right] - spots[right - 1])
    return float(curve[right - 1]) + share * float(curve[right] - curve[right - 1])


def break_even_marks(payoff: Payoff, x_range: tuple[float, float]) -> tuple[ChartMark, ...]:
    """Those of the net that the chart holds, each labelled on its losing side, where the curve leaves the ground
    above the zero line free. Two labels that would meet over a narrow loss turn away from each other."""
    zeros = tuple(_within(payoff.break_evens, x_range))
    sides = [1.0 if between(payoff.spots, payoff.net_usd[1], zero + 1.0) > 0.0 else 0.0 for zero in zeros]
    narrow = (x_range[1] - x_range[0]) * _LABELS_FACING
    for left, right in pairwise(range(len(zeros))):
        if (sides[left], sides[right]) == (0.0, 1.0) and zeros[right] - zeros[left] < narrow:
            sides[left], sides[right] = 1.0, 0.0
    return tuple(ChartMark(zero, f"{zero:,.0f}", side) for zero, side in zip(zeros, sides, strict=True))


def unhedged_zeros(payoff: Payoff, x_range: tuple[float, float]) -> tuple[float, ...]:
    return tuple(_within(payoff.unhedged_break_evens, x_range))


def strike_marks(strikes: Sequence[float], x_range: tuple[float, float]) -> tuple[ChartMark, ...]:
    """A label a strike; near ones share one."""
    groups = _near_together(strikes, x_range)
    return tuple(ChartMark(sum(group) / len(group), _group_text(group)) for group in groups)


def strike_lines(strikes: Sequence[float], x_range: tuple[float, float]) -> tuple[float, ...]:
    """Where a line is drawn: at every strike, but of many that share a label at the two ends alone."""
    groups = _near_together(strikes, x_range)
    drawn = (group if len(group) <= _MOST_LINES_TOGETHER else (group[0], group[-1]) for group in groups)
    return tuple(strike for group in drawn for strike in group)


def threshold_marks(lines: Sequence[ThresholdLine], x_range: tuple[float, float]) -> tuple[ChartMark, ...]:
    """A label a level within the chart; of near ones the loudest alone, for there is room for one."""
    shown = {line.at: line for line in lines if x_range[0] <= line.at <= x_range[1]}
    groups = _near_together(sorted(shown), x_range)
    loudest = (max((shown[at] for at in group), key=lambda line: _LOUDNESS[line.severity]) for group in groups)
    return tuple(ChartMark(line.at, line.label) for line in loudest)


def _near_together(strikes: Sequence[float], x_range: tuple[float, float]) -> list[list[float]]:
    together = (x_range[1] - x_range[0]) * _STRIKES_TOGETHER
    groups: list[list[float]] = []
    for strike in strikes:
        if groups and strike - groups[-1][-1] <= together:
            groups[-1].append(strike)
        else:
            groups.append([strike])
    return groups


def vix_ticks(spots: Floats, vix: Floats, x_range: tuple[float, float]) -> tuple[ChartMark, ...]:
    """VIX at a few even SPX levels; none where VIX is not known."""
    if math.isnan(float(vix[0])):
        return ()
    low, high = x_range
    step = _even_step((high - low) / _VIX_TICKS)
    first = math.ceil(low / step) * step
    levels = (first + step * place for place in range(int((high - first) / step) + 1))
    return tuple(ChartMark(level, f"{between(spots, vix, level):.1f}") for level in levels)


def room_around(curves: Iterable[Floats]) -> tuple[float, float]:
    """A range in $ that holds the curves and zero. Its ends are even, so that it stands still while a date moves."""
    held = tuple(curves)
    low = min(0.0, *(float(curve.min()) for curve in held))
    high = max(0.0, *(float(curve.max()) for curve in held))
    if high == low:
        return -1.0, 1.0
    room = (high - low) * _HEADROOM
    step = _even_step((high - low) / _STEPS_OF_Y)
    return math.floor((low - room) / step) * step, math.ceil((high + room) / step) * step


def _even_step(least: float) -> float:
    """The next of 1, 2, 2.5 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * share for share in (1.0, 2.0, 2.5, 5.0, 10.0) if power * share >= least * (1.0 - 1e-9))


def _within(levels: Iterable[float], x_range: tuple[float, float]) -> Iterable[float]:
    return (level for level in levels if x_range[0] <= level <= x_range[1])


def _group_text(strikes: Sequence[float]) -> str:
    if len(strikes) > 2:
        return f"{strikes[0]:g}\N{EN DASH}{strikes[-1]:g}"
    return "/".join(f"{strike:g}" for strike in strikes)
