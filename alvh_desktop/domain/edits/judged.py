"""An edit with what the entry checks said of it: the verdicts are kept with the trades, in one step."""

from dataclasses import dataclass

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, Edit, added, change_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """`verdicts` have ids past all that the edit gives its own rows; their trades stand after it."""

    edit: Edit
    verdicts: tuple[Verdict, ...]

    def apply(self, book: Book) -> Change | Problem:
        change = self.edit.apply(book)
        if isinstance(change, Problem):
            return change
        return change_of(
            book, (*change.rows, *(added("verdicts", verdict) for verdict in self.verdicts)), change.label
        )
