"""A roll with what was confirmed before it: kept with the roll, in one step."""

from collections.abc import Mapping
from dataclasses import dataclass

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, Edit, added, change_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Confirmation, Roll


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`ticks` says of each name that was asked for whether it was ticked.

    They hang on the roll that the edit makes; an edit that makes none is refused. Ids follow those of its
    rows.
    """

    edit: Edit
    ticks: Mapping[str, bool]

    def apply(self, book: Book) -> Change | Problem:
        change = self.edit.apply(book)
        if isinstance(change, Problem):
            return change
        rolls = [row.after for row in change.rows if row.before is None and isinstance(row.after, Roll)]
        if len(rolls) != 1:
            return Problem("confirmations", "only a roll is confirmed")
        first = max(row.id for row in change.rows if isinstance(row.id, int)) + 1
        kept = [
            added("confirmations", Confirmation(first + place, rolls[0].id, name, is_ticked))
            for place, (name, is_ticked) in enumerate(self.ticks.items())
        ]
        return change_of(book, (*change.rows, *kept), change.label)
