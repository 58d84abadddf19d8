"""Booking what was seen of a statement: the very rows of the preview, or nothing."""

from dataclasses import dataclass

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, change_of
from alvh_desktop.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class BookStatement:
    """`rows` were worked out for the book `seen`; for any other they are refused, so that nothing is booked that
    nobody looked at."""

    rows: tuple[Row, ...]
    label: str
    seen: Book

    def apply(self, book: Book) -> Change | Problem:
        if book is not self.seen:
            return Problem("statement", "the book is another one than when the statement was looked at: look again")
        if not self.rows:
            return Problem("statement", "nothing of this statement is new")
        return change_of(book, self.rows, self.label)
