"""The course of an alert's value as a small chart: a line over time, and the thresholds across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.records import Severity
from alvh_desktop.viewmodels.attention.words import figure_text, moment_text, number_text, threshold_values

if TYPE_CHECKING:
    from alvh_desktop.domain.records import Rule

Points = Sequence[tuple[datetime, float]]
_ROOM = 0.08
"""Of the span of values, above and below."""
_FAR = 4.0
"""A threshold farther off than so many spans of the values is named and not drawn: the line would be flat."""


@dataclass(frozen=True, slots=True)
class ThresholdMark:
    """`height` 0 is the foot of the chart, 1 its head."""

    height: float
    severity: Severity
    label: str


@dataclass(frozen=True, slots=True)
class HistoryView:
    """`points` (along, up) from 0 to 1 each; a value holds until the next one was seen. `far` names the thresholds
    that lie beyond the chart; `told` says it all in a sentence. `seen` are the values themselves, in `unit`."""

    points: tuple[tuple[float, float], ...]
    marks: tuple[ThresholdMark, ...]
    first: str
    last: str
    far: str
    told: str
    seen: Points
    unit: str

    def table(self) -> str:
        """Every value with its moment in UTC, as tab-separated columns under their titles."""
        titles = f"Moment (UTC)\tValue{f' ({self.unit})' if self.unit else ''}"
        lines = (f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}\t{value:.6f}" for moment, value in self.seen)
        return "\n".join((titles, *lines))


def history_view(rule: Rule, seen: Points) -> HistoryView | None:
    """None where fewer than two moments are remembered."""
    if len(seen) < 2:
        return None
    values = [value for _, value in seen]
    low, high = min(values), max(values)
    near, far = _near_thresholds(rule, low, high)
    low, high = min([low, *(at for _, at in near)]), max([high, *(at for _, at in near)])
    room = (high - low or abs(high) or 1.0) * _ROOM
    low, high = low - room, high + room
    begin, end = seen[0][0], seen[-1][0]
    span = (end - begin).total_seconds() or 1.0

    def place(moment: datetime, value: float) -> tuple[float, float]:
        return (moment - begin).total_seconds() / span, (value - low) / (high - low)

    points = [place(*seen[0])]
    for (_, held), (moment, value) in pairwise(seen):
        points += [place(moment, held), place(moment, value)]
    marks = tuple(ThresholdMark((at - low) / (high - low), severity, f"{severity} {at:g}") for severity, at in near)
    told_far = ", ".join(f"{severity} at {at:g}" for severity, at in far)
    return HistoryView(
        tuple(points),
        marks,
        _short_moment(begin, end),
        _short_moment(end, begin),
        f"Not drawn, far off: {told_far}" if told_far else "",
        _told(rule, seen, values),
        tuple(seen),
        rule.unit,
    )


def _near_thresholds(
    rule: Rule, low: float, high: float
) -> tuple[list[tuple[Severity, float]], list[tuple[Severity, float]]]:
    """Those that fit on one chart with the values, and the others; the nearest is always drawn."""
    every = threshold_values(rule)
    distances = {severity: max(low - at, at - high, 0.0) for severity, at in every}
    reach = max((high - low) * _FAR, min(distances.values(), default=0.0))
    near = [(severity, at) for severity, at in every if distances[severity] <= reach]
    return near, [each for each in every if each not in near]


def _short_moment(moment: datetime, other: datetime) -> str:
    """The time of day alone where both are of one day."""
    local, beside = moment.astimezone(NEW_YORK), other.astimezone(NEW_YORK)
    return f"{local:%H:%M}" if local.date() == beside.date() else f"{local:%d %b %H:%M}"


def _told(rule: Rule, seen: Points, values: Sequence[float]) -> str:
    (begin, first), (end, last) = seen[0], seen[-1]
    return (
        f"{figure_text(rule, first)} at {moment_text(begin)}, {figure_text(rule, last)} at {moment_text(end)}; "
        f"between {number_text(rule, min(values))} and {number_text(rule, max(values))}."
    )
