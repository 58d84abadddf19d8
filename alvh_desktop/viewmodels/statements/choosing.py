"""What a person changes in the preview of a statement: from choices to choices, by the rows that are chosen.

`stood` are the keys that the account knew before: what became of those is changed in the book, and not here. Only a
row that was left out before can still be taken in.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from alvh_desktop.desk.statements.preview import Choices, SeenRow
from alvh_desktop.domain.statements import Effect, RowKind

V = TypeVar("V")
Said = Literal["open", "close", "expired"]
"""What a person says that a row does."""


def is_in(choices: Choices, row: SeenRow, stood: Collection[str]) -> bool:
    """Whether a row comes in, as far as the person wants it to; `row` may be of a preview before these choices."""
    if row.key in stood:
        return row.key in choices.taken or row.finding != "left out"
    return row.key not in choices.left_out


def can_leave_out(row: SeenRow, stood: Collection[str], choices: Choices) -> bool:
    """Whether it can be left out, or taken in again."""
    if row.finding == "corrected":
        return False
    return row.key not in stood or row.finding == "left out" or row.key in choices.taken


def can_change(row: SeenRow, stood: Collection[str]) -> bool:
    """Whether a person may say otherwise what it does, and with which rows it was one order."""
    return row.key not in stood and row.finding != "corrected"


def left_out_or_in(choices: Choices, rows: Iterable[SeenRow], stood: Collection[str]) -> Choices:
    """All of these rows left out; where none of them is in, all taken in."""
    rows = [row for row in rows if can_leave_out(row, stood, choices)]
    leaving = {row.key for row in rows if is_in(choices, row, stood)}
    if leaving:
        left_out = choices.left_out | (leaving - set(stood))
        return replace(choices, left_out=left_out, taken=choices.taken - leaving)
    coming = {row.key for row in rows}
    return replace(choices, left_out=choices.left_out - coming, taken=choices.taken | (coming & set(stood)))


def in_one_order(choices: Choices, rows: Sequence[SeenRow], stood: Collection[str]) -> Choices:
    """These fills as one order."""
    number = _next_group(choices)
    return replace(choices, groups={**choices.groups, **dict.fromkeys(_fills(rows, stood), number)})


def apart(choices: Choices, rows: Sequence[SeenRow], stood: Collection[str]) -> Choices:
    """Each of these fills as an order of its own."""
    numbered = enumerate(_fills(rows, stood), _next_group(choices))
    return replace(choices, groups={**choices.groups, **{key: number for number, key in numbered}})


def can_group(rows: Sequence[SeenRow], stood: Collection[str], least: int) -> bool:
    return len(_fills(rows, stood)) >= least


def said_to(choices: Choices, rows: Iterable[SeenRow], said: Said, stood: Collection[str]) -> Choices:
    """These rows as a person says: fills that open or close, or contracts that expired.

    Opening and closing are of fills; what the statement itself calls the end of a life stays one.
    """
    effects: dict[str, Effect] = dict(choices.effects)
    kinds: dict[str, RowKind] = dict(choices.kinds)
    for row in rows:
        if not can_say(row, said, stood, choices):
            continue
        if said == "expired":
            kinds[row.key] = "expired"
        else:
            kinds.pop(row.key, None)
            effects[row.key] = said
    return replace(choices, effects=effects, kinds=kinds)


def can_say(row: SeenRow, said: Said, stood: Collection[str], choices: Choices) -> bool:
    """Whether a person may say that this row does this."""
    return can_change(row, stood) and (said == "expired" or row.row.kind == "fill" or row.key in choices.kinds)


def as_stated(choices: Choices, rows: Iterable[SeenRow]) -> Choices:
    """All that a person said of these rows is taken back."""
    keys = {row.key for row in rows}
    return Choices(
        choices.left_out - keys, choices.taken - keys, _without(choices.groups, keys),
        _without(choices.effects, keys), _without(choices.kinds, keys),
    )  # fmt: skip


def is_changed(choices: Choices, row: SeenRow) -> bool:
    """Whether a person said anything of it."""
    key = row.key
    parts: tuple[Collection[str], ...] = (
        choices.left_out, choices.taken, choices.groups, choices.effects, choices.kinds,
    )  # fmt: skip
    return any(key in part for part in parts)


def _fills(rows: Sequence[SeenRow], stood: Collection[str]) -> list[str]:
    return [row.key for row in rows if row.row.kind == "fill" and can_change(row, stood)]


def _next_group(choices: Choices) -> int:
    return max(choices.groups.values(), default=0) + 1


def _without(said: Mapping[str, V], keys: Collection[str]) -> dict[str, V]:
    return {key: value for key, value in said.items() if key not in keys}
