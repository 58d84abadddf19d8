"""The time axis of the hedge ladder: days to settlement as places from 0 to 1, on one scale for all rows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alvh_desktop.desk.ladder_lines import Ladder, LayerLine, RollState

_TICKS = (0, 5, 10, 20, 30, 45, 60, 90, 120, 180, 240, 365, 545, 730)
_NARROWEST = 30
"""Days that the axis spans at least."""


@dataclass(frozen=True, slots=True)
class Dot:
    """Contracts of one expiry: bought (`is_long`) or sold."""

    place: float
    is_long: bool
    state: RollState


@dataclass(frozen=True, slots=True)
class AxisRow:
    """What stands on the axis of one row. `window` is the roll window from the farthest day to the settlement.

    `late` is where it is late, `entry` the tenor a layer is entered at, `roll` the next roll date. `ticks` are
    place and days; they are named in the rows that are `labelled`.
    """

    ticks: tuple[tuple[float, str], ...]
    is_labelled: bool = False
    dots: tuple[Dot, ...] = ()
    entry: float | None = None
    window: float | None = None
    late: float | None = None
    roll: float | None = None


@dataclass(frozen=True, slots=True)
class DaysScale:
    """Places by the square root of the days: so the last ten days, in which layers are rolled, have room."""

    widest: float

    def place(self, days: float) -> float:
        return math.sqrt(min(max(days / self.widest, 0.0), 1.0))

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        return tuple((self.place(days), str(days)) for days in _TICKS if days <= self.widest)


def scale_of(ladder: Ladder) -> DaysScale:
    """As wide as the farthest contract, entry tenor and roll window of any row."""
    days = [float(day) for group in ladder.groups for line in group.lines for day in _days_of(line)]
    return DaysScale(max([_NARROWEST, *days]))


def _days_of(line: LayerLine) -> Iterable[int]:
    if line.layer is not None:
        yield from (line.layer.entry_tenor_days, line.layer.roll_at_days)
    yield from (each.days_left for each in line.contracts if each.days_left is not None)


def group_axis(scale: DaysScale) -> AxisRow:
    """The row that names the ticks."""
    return AxisRow(scale.ticks, is_labelled=True)


def line_axis(scale: DaysScale, line: LayerLine) -> AxisRow:
    window, layer = line.window, line.layer
    return AxisRow(
        ticks=scale.ticks,
        dots=tuple(_dots(scale, line)),
        entry=None if layer is None else scale.place(layer.entry_tenor_days),
        window=None if window is None else scale.place(window.opens_at),
        late=None if window is None or window.late_at is None else scale.place(window.late_at),
        roll=_roll_place(scale, line),
    )


def _roll_place(scale: DaysScale, line: LayerLine) -> float | None:
    expiry = next((each.contract.expiry for each in line.contracts if each.days_left == line.days_left), None)
    if expiry is None or not isinstance(line.rolls_on, date):
        return None
    return scale.place((expiry - line.rolls_on).days)


def _dots(scale: DaysScale, line: LayerLine) -> Iterable[Dot]:
    """One for each expiry and side; a future stands in its row as a call does."""
    seen = dict.fromkeys((each.days_left, each.quantity > 0, each.is_settled) for each in line.contracts)
    for days_left, is_long, is_settled in seen:
        if days_left is not None:
            yield Dot(scale.place(days_left), is_long, "settled" if is_settled else _state(line, days_left, is_long))


def _state(line: LayerLine, days_left: int, is_long: bool) -> RollState:
    """Each dot by its own days: a layer may hold a series that is due and one that is not."""
    if line.window is None or not is_long:
        return "no window"
    if line.window.is_late(days_left):
        return "late"
    return "due" if line.window.is_due(days_left) else "ahead"
