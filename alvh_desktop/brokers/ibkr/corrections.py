"""Fills that the broker took back or corrected: what stays of them in one file, and which row corrects which.

IBKR takes a fill back by a line of its own with the quantity reversed and the number of the first line, and books a
corrected fill under the same trade number; its execution id ends .02 where the first one ended .01.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from alvh_desktop.brokers.ibkr.told import Told
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import OtherRow, StatementRow

_REVISION = re.compile(r"(.+\.)([0-9]{2})", re.ASCII)
_Found = dict[object, list[Told]]


@dataclass(slots=True)
class _Lines:
    """The lines that stand, found by the broker's numbers or by what they look like."""

    standing: dict[int, Told]
    by_trade: _Found = field(default_factory=lambda: defaultdict(list))
    by_transaction: _Found = field(default_factory=lambda: defaultdict(list))
    by_look: _Found = field(default_factory=lambda: defaultdict(list))

    def add(self, told: Told) -> None:
        for numbers, found in ((told.trade, self.by_trade), (told.transaction, self.by_transaction)):
            if numbers:
                found[numbers].append(told)
        if told.original_trade:
            self.by_trade[told.original_trade].append(told)
        self.by_look[(*told.about, told.day, told.quantity)].append(told)

    def cancelled_by(self, cancel: Told) -> Told | None:
        """The first standing line with the reversed quantity that the cancelling one names, or looks like."""
        if cancel.quantity is None:
            return None
        if cancel.original_trade or cancel.original_transaction:
            named = self.by_trade[cancel.original_trade] + self.by_transaction[cancel.original_transaction]
        else:
            named = self.by_look[(*cancel.about, cancel.day, -cancel.quantity)]
        fitting = (one for one in named if one.about == cancel.about and one.price == cancel.price)
        return next((one for one in fitting if self._stands(one) and one.quantity == -(cancel.quantity)), None)

    def booked_again(self, cancel: Told, original: Told | None) -> Told | None:
        """The corrected fill: it has the trade number of the cancelled one, or names it as the one it corrects."""
        number = cancel.original_trade or (original.trade if original is not None else "")
        others = (one for one in self.by_trade[number] if number and one is not original and self._stands(one))
        if original is not None:
            return next(others, None)
        return next((one for one in others if one.original_trade == number or _revision(one) > 1), None)

    def _stands(self, one: Told) -> bool:
        return id(one) in self.standing


def settle_corrections(told: Sequence[Told]) -> tuple[list[Told], list[str]]:
    """The lines that count, corrections naming what they replace, and notes on those that cancel each other.

    A fill that was cancelled and not booked again goes with its cancellation; the cancelling of a fill that the file
    does not hold is refused, for it must be done in the book.
    """
    cancels = [one for one in told if one.is_cancel]
    lines = _Lines({id(one): one for one in told if not one.is_cancel})
    for one in lines.standing.values() if cancels else ():
        lines.add(one)
    notes: list[str] = []
    refused: list[Told] = []
    for cancel in cancels:
        original = lines.cancelled_by(cancel)
        again = lines.booked_again(cancel, original)
        if original is not None and (again is None or again.execution == original.execution):
            del lines.standing[id(original)]
            ends = "neither is a fill" if again is None else "the fill booked again counts"
            notes.append(f"line {original.row.line} was cancelled by line {cancel.row.line}: {ends}")
        elif original is None and again is None:
            refused.append(replace(cancel, row=_not_here(cancel)))
    return _with_replaced([*lines.standing.values(), *refused]), notes


def _not_here(cancel: Told) -> RefusedLine | OtherRow:
    if isinstance(cancel.row, OtherRow):
        return cancel.row
    which = f"trade {cancel.original_trade}" if cancel.original_trade else "a fill"
    told = f"it cancels {which}, which is not in this file: void that fill in the book"
    return RefusedLine(cancel.row.line, told)


def _revision(one: Told) -> int:
    found = _REVISION.fullmatch(one.execution)
    return int(found[2]) if found else 0


def _with_replaced(told: Sequence[Told]) -> list[Told]:
    """The lines, those that correct another with its execution id."""
    correcting = {id(one) for one in told if one.original_trade or _is_revised(one.execution)}
    if not correcting:
        return list(told)
    revisions: dict[str, set[str]] = defaultdict(set)
    by_trade: dict[str, str] = {}
    for one in told:
        if one.execution and one.trade:
            by_trade.setdefault(one.trade, one.execution)
        if found := _REVISION.fullmatch(one.execution):
            revisions[found[1]].add(found[2])
    return [_with_replaced_id(one, revisions, by_trade) if id(one) in correcting else one for one in told]


def _is_revised(execution: str) -> bool:
    """Whether an id may end .02 or later; nearly all end .01."""
    return execution[-3:-2] == "." and not execution.endswith(("01", "00"))


def _with_replaced_id(one: Told, revisions: dict[str, set[str]], by_trade: dict[str, str]) -> Told:
    if not isinstance(one.row, StatementRow):
        return one
    replaced = ""
    found = _REVISION.fullmatch(one.execution)
    if found and int(found[2]) > 1:
        earlier = max((number for number in revisions[found[1]] if number < found[2]), default="")
        replaced = found[1] + (earlier or f"{int(found[2]) - 1:02}")
    elif one.original_trade:
        replaced = by_trade.get(one.original_trade, one.original_trade)
    return one if not replaced or replaced == one.execution else replace(one, row=replace(one.row, replaces=replaced))
