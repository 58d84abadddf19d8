"""The lane under the payoff chart where the grips of strikes stand apart, and what a press there takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from alvh_desktop.viewmodels.payoff.handles import StrikeHandles

GRIP_WIDTH = 13.0
LANE_HEIGHT = 22
"""Pixels under the axis line."""
_APART = GRIP_WIDTH + 2.0
_WING_APART = GRIP_WIDTH + 10.0
"""Between the grips of one wing is always enough of its bar to take hold of."""


@dataclass(frozen=True, slots=True)
class Grip:
    """Pixels from the left end of the plot: its middle, and where its strike is on the axis."""

    key: str
    at: float
    strike_at: float


@dataclass(frozen=True, slots=True)
class Hold:
    """What a person has hold of: one strike, or the whole wing of it."""

    key: str
    is_wing: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """`grips` from left to right; `bars` join the grips of a wing, each held by the strike that is sold."""

    grips: tuple[Grip, ...] = ()
    bars: tuple[tuple[str, float, float], ...] = ()

    def at(self, x: float) -> Hold | None:
        """What stands there: the nearest grip, else a bar."""
        near = [grip for grip in self.grips if abs(grip.at - x) <= _APART / 2]
        if near:
            return Hold(min(near, key=lambda grip: abs(grip.at - x)).key)
        return next((Hold(key, is_wing=True) for key, left, right in self.bars if left <= x <= right), None)

    def label_at(self, key: str, width: float, room: float) -> float:
        """The left end of a label so wide beside this grip, on the nearer side that covers no other grip.

        `room` is the width of the plot; without a free side the label covers others at the right.
        """
        own = next(grip.at for grip in self.grips if grip.key == key)
        half = GRIP_WIDTH / 2 + 3.0
        right, left = own + half, own - half - width
        for grip in self.grips:
            if grip.at > own and grip.at - half < right + width:
                right = grip.at + half
        for grip in reversed(self.grips):
            if grip.at < own and grip.at + half > left:
                left = grip.at - half - width
        sides = [side for side in (right, left) if 0.0 <= side <= room - width]
        distances = {side: abs(side + width / 2 - own) for side in sides}
        return min(distances, key=lambda side: distances[side]) if distances else min(own + half, room - width)


def lane_of(handles: StrikeHandles, x_range: tuple[float, float], width: float) -> Lane:
    """The lane of a plot so many pixels wide, over `x_range` (SPX points)."""
    if not handles.handles or width <= 0.0:
        return Lane()
    scale = width / (x_range[1] - x_range[0])
    at = [(handle.strike - x_range[0]) * scale for handle in handles.handles]
    gaps = [_WING_APART if left.partner == right.key else _APART for left, right in pairwise(handles.handles)]
    half = GRIP_WIDTH / 2
    stand = stand_apart(at, gaps, half, width - half)
    grips = tuple(Grip(h.key, x, there) for h, x, there in zip(handles.handles, stand, at, strict=True))
    return Lane(grips, tuple(_bars(handles, {grip.key: grip.at for grip in grips})))


def _bars(handles: StrikeHandles, places: Mapping[str, float]) -> Iterator[tuple[str, float, float]]:
    for handle in handles.handles:
        if handle.sign < 0 and handle.partner is not None and handle.partner in places:
            own, other = places[handle.key], places[handle.partner]
            yield handle.key, min(own, other), max(own, other)


def stand_apart(wanted: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Places in the order of `wanted`, each pair at least its gap apart and all within `low` and `high`.

    They stand as near to where they are wanted as that allows (least squares, by pooling neighbours that meet).
    Where all gaps together are wider than the room they shrink alike.
    """
    total = sum(gaps)
    share = min(1.0, max(high - low, 0.0) / total) if total else 1.0
    shifts = [0.0, *accumulate(gap * share for gap in gaps)]
    pools: list[tuple[float, int]] = []
    for place, shift in zip(wanted, shifts, strict=True):
        pools.append((place - shift, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (right, many), (left, few) = pools.pop(), pools.pop()
            pools.append(((left * few + right * many) / (few + many), few + many))
    last = max(high - shifts[-1], low)
    stand = [min(max(place, low), last) for place, count in pools for _ in range(count)]
    return [place + shift for place, shift in zip(stand, shifts, strict=True)]
