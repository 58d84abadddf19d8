"""What a person may want changed: each edit is data that turns one book into the next, or says why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Leg, Record, id_of


@dataclass(frozen=True, slots=True)
class Change:
    """The book after an edit, the rows that differ, and the edit's name in the past tense's place ("Undo ...")."""

    book: Book
    rows: tuple[Row, ...]
    label: str

    @property
    def legs(self) -> Mapping[int, Leg]:
        """Every leg after the change, and those it took away."""
        gone = (row.before for row in self.rows if row.after is None)
        return {**self.book.legs, **{leg.id: leg for leg in gone if isinstance(leg, Leg)}}


class Edit(Protocol):
    """Ids and moments stand in the edit, minted by the caller, so `apply` is pure and repeatable."""

    def apply(self, book: Book) -> Change | Problem: ...


def change_of(book: Book, rows: Iterable[Row], label: str) -> Change:
    rows = tuple(rows)
    return Change(book.after(rows), rows, label)


def added(table: str, record: Record) -> Row:
    return Row(table, id_of(record), None, record)


def replaced(table: str, before: Record, after: Record) -> Row:
    return Row(table, id_of(before), before, after)


def removed(table: str, record: Record) -> Row:
    return Row(table, id_of(record), record, None)
