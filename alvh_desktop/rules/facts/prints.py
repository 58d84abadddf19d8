"""Typed values of the market as signals need them: their way in 30 days, and the last prints of a release."""

from datetime import timedelta
from itertools import pairwise

from alvh_desktop.domain.inputs import InputKind, input_on, is_stale, kind_of, trend_on
from alvh_desktop.domain.records import Input
from alvh_desktop.rules.facts.conditions import Condition, begin_of
from alvh_desktop.rules.reading import Seen
from alvh_desktop.rules.scene import Scene

BOUND_POINTS = 0.3
"""Less than so many points of year-on-year change between three prints are range-bound."""

_HAIR = 1e-9
_A_RELEASE = timedelta(days=65)  # releases are monthly; one was left out in 2025


def went(scene: Scene, name: str, *, up: bool) -> Condition:
    """Whether a typed value has risen, or fallen, over 30 days."""
    inputs, kind = scene.book.inputs, _kind(name)
    row, change = input_on(inputs, name, scene.day), trend_on(inputs, name, scene.day)
    if row is None:
        return Condition(None, f"{kind.title} is not typed: type {name} of now and of 30 days ago")
    seen = _seen(kind, row)
    if change is None:
        if is_stale(kind, row, scene.day):
            return Condition(None, f"{kind.title} of {row.on} is too old: type {name} of now", seen=seen)
        return Condition(None, f"{kind.title} of 30 days ago is not known: type {name} of that day", seen=seen)
    holds = change > 0 if up else change < 0
    told = f"{kind.title} went {float(change):+g} in 30 days to {float(row.value):g}"
    return Condition(holds, told, seen=(*seen, Seen(f"{kind.title}, change in 30 days", float(change))))


def is_range_bound(scene: Scene, name: str) -> Condition:
    """Whether the last three prints lie less than 0.3 points apart."""
    kind, rows = _kind(name), _prints(scene, name, 3)
    if isinstance(rows, str):
        return Condition(None, rows)
    values = [float(row.value) for row in rows]
    apart = max(values) - min(values)
    listed = ", ".join(f"{value:g}" for value in values)
    return Condition(
        apart < BOUND_POINTS - _HAIR,
        f"{kind.title} printed {listed} %, {apart:.2g} points apart (range-bound: under {BOUND_POINTS:g})",
        _doubt(scene, kind, rows[-1]),
        tuple(seen for row in rows for seen in _seen(kind, row)),
    )


def is_rising(scene: Scene, name: str) -> Condition:
    """Whether the newest print is above the one before it."""
    kind, rows = _kind(name), _prints(scene, name, 2)
    if isinstance(rows, str):
        return Condition(None, rows)
    before, newest = rows
    return Condition(
        newest.value > before.value,
        f"{kind.title} went from {float(before.value):g} to {float(newest.value):g} %",
        _doubt(scene, kind, newest),
        tuple(seen for row in rows for seen in _seen(kind, row)),
    )


def _prints(scene: Scene, name: str, count: int) -> list[Input] | str:
    """The last so many, one a day, the oldest first; else what is to be typed."""
    by_day = {
        row.on: row
        for row in sorted(scene.book.inputs.values(), key=lambda row: row.id)
        if row.name == name and row.on <= scene.day
    }
    found = [by_day[on] for on in sorted(by_day)[-count:]]
    title = _kind(name).title
    if len(found) < count:
        return f"{title} has {len(found)} of {count} prints: type {name} with the days of its last {count} releases"
    late = next((b.on for a, b in pairwise(found) if b.on - a.on > _A_RELEASE), None)
    if late is not None:
        return f"{title} lacks a print before {late}: type {name} with the day of each release"
    return found


def _kind(name: str) -> InputKind:
    kind = kind_of(name)
    assert isinstance(kind, InputKind), f"{name} is declared"
    return kind


def _doubt(scene: Scene, kind: InputKind, row: Input) -> str | None:
    return f"{kind.title} on data of {row.on}" if is_stale(kind, row, scene.day) else None


def _seen(kind: InputKind, row: Input) -> tuple[Seen, ...]:
    return (Seen(f"{kind.title}, {kind.unit}", float(row.value), begin_of(row.on), row.source),)
