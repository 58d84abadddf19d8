"""The payoff chart as data: curves, ranges, marks and words; the chart draws them and decides nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.viewmodels.figures import level_text, rough_profit_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.pricing.payoff import Payoff

CAPTION = "SPX legs; the VIX hedge's answer to an SPX move is not drawn yet"
_HEADROOM = 0.10
_STRIKES_TOGETHER = 0.022
"""Strikes nearer to each other than this share of the chart wear one label."""


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A labelled place on the price axis (SPX points); `side` 0 puts the label right of it, 1 left of it."""

    at: float
    label: str
    side: float = 0.0


@dataclass(frozen=True)
class PayoffView:
    """Curves of shape (n,) in $ over `spots` (SPX points), the ranges both axes keep, and all words around them.

    `gains` and `losses` are the settlement curve cut off at zero, for the ground between curve and zero line.
    """

    title: str
    caption: str
    left_out: str
    summary: str
    spots: NDArray[np.float64]
    today: NDArray[np.float64]
    settlement: NDArray[np.float64]
    gains: NDArray[np.float64]
    losses: NDArray[np.float64]
    spot: ChartMark
    strikes: tuple[ChartMark, ...]
    strike_lines: tuple[float, ...]
    break_evens: tuple[ChartMark, ...]
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def nearest(self, spot: float) -> float:
        """The level that the crosshair stands on: within the chart."""
        return min(max(spot, self.x_range[0]), self.x_range[1])

    def step(self, spot: float, steps: int) -> float:
        """The level so many points of the curve to the right (+) or left (-): what the arrow keys do."""
        place = bisect_right(self.spots, spot + 1e-9) - 1 + steps
        return float(self.spots[min(max(place, 0), len(self.spots) - 1)])

    def readout(self, spot: float) -> str:
        """P/L of both curves at a level."""
        move = spot / self.spot.at - 1.0
        today, settled = _between(self.spots, self.today, spot), _between(self.spots, self.settlement, spot)
        return (
            f"SPX {spot:,.0f} ({move:+.1%})   today {rough_profit_text(today)}   "
            f"at settlement {rough_profit_text(settled)}"
        )

    def table(self) -> str:
        """Both curves as tab-separated columns of plain numbers."""
        rows = zip(self.spots, self.today, self.settlement, strict=True)
        lines = ("\t".join(f"{number:.2f}" for number in row) for row in rows)
        return "\n".join(("SPX\tToday $\tAt settlement $", *lines))


def payoff_view(picture: Picture) -> PayoffView | Problem:
    """The chart of this picture, or why there is none."""
    if isinstance(picture.payoff, Problem):
        return picture.payoff
    payoff = picture.payoff
    left_out = "; ".join(f"{problem.where} {problem.message}" for problem in payoff.problems)
    x_range = float(payoff.spots[0]), float(payoff.spots[-1])
    return PayoffView(
        title=f"P/L in $ today and at settlement {new_york_text(payoff.settles_at)}",
        caption=CAPTION,
        left_out=left_out,
        summary=_summary(payoff, left_out),
        spots=payoff.spots,
        today=payoff.today_usd,
        settlement=payoff.settlement_usd,
        gains=payoff.settlement_usd.clip(min=0.0),
        losses=payoff.settlement_usd.clip(max=0.0),
        spot=ChartMark(payoff.spot.value, level_text(payoff.spot.value)),
        strikes=_labelled(payoff.strikes, (x_range[1] - x_range[0]) * _STRIKES_TOGETHER),
        strike_lines=payoff.strikes,
        break_evens=tuple(_break_even(payoff, zero) for zero in payoff.break_evens),
        x_range=x_range,
        y_range=_room_around(payoff),
    )


def _room_around(payoff: Payoff) -> tuple[float, float]:
    curves = payoff.today_usd, payoff.settlement_usd
    low = min(0.0, *(float(curve.min()) for curve in curves))
    high = max(0.0, *(float(curve.max()) for curve in curves))
    room = (high - low) * _HEADROOM or 1.0
    return low - room, high + room


def _break_even(payoff: Payoff, zero: float) -> ChartMark:
    """The label stands on the losing side, where the curve leaves the ground above the zero line free."""
    is_rising = _between(payoff.spots, payoff.settlement_usd, zero + 1.0) > 0.0
    return ChartMark(zero, f"{zero:,.0f}", 1.0 if is_rising else 0.0)


def _labelled(strikes: Sequence[float], together: float) -> tuple[ChartMark, ...]:
    groups: list[list[float]] = []
    for strike in strikes:
        if groups and strike - groups[-1][-1] <= together:
            groups[-1].append(strike)
        else:
            groups.append([strike])
    return tuple(ChartMark(sum(group) / len(group), _group_text(group)) for group in groups)


def _group_text(strikes: Sequence[float]) -> str:
    if len(strikes) > 2:
        return f"{strikes[0]:g}\N{EN DASH}{strikes[-1]:g}"
    return "/".join(f"{strike:g}" for strike in strikes)


def _between(spots: NDArray[np.float64], curve: NDArray[np.float64], spot: float) -> float:
    """The curve at a level between two of its points, on the line that is drawn between them."""
    right = min(max(bisect_right(spots, spot), 1), len(spots) - 1)
    share = (spot - float(spots[right - 1])) / float(spots[right] - spots[right - 1])
    return float(curve[right - 1]) + share * float(curve[right] - curve[right - 1])


def _summary(payoff: Payoff, left_out: str) -> str:
    """What the chart shows, for those who do not see it."""
    best, worst = int(payoff.settlement_usd.argmax()), int(payoff.settlement_usd.argmin())
    now = _between(payoff.spots, payoff.today_usd, payoff.spot.value)
    zeros = " and ".join(f"{zero:,.0f}" for zero in payoff.break_evens) or "no level shown"
    told = (
        f"At SPX {level_text(payoff.spot.value)} the SPX legs stand at {rough_profit_text(now)} $ today. "
        f"At the settlement of {new_york_text(payoff.settles_at)} they are even at {zeros}; "
        f"the best shown is {rough_profit_text(float(payoff.settlement_usd[best]))} $ at {payoff.spots[best]:,.0f}, "
        f"the worst {rough_profit_text(float(payoff.settlement_usd[worst]))} $ at {payoff.spots[worst]:,.0f}."
    )
    return f"{told} Left out: {left_out}." if left_out else told
