"""Matches with the broker that no longer hold: worked out once for each book, told in the status line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.domain.assertions import broken_assertions, broken_text

if TYPE_CHECKING:
    from alvh_desktop.domain.assertions import BrokenAssertion
    from alvh_desktop.domain.book import Book

_LINES_TOLD = 8


@dataclass(frozen=True, slots=True)
class BrokenWords:
    """What the button says and its hint, a sentence a line; both are empty where every match holds."""

    count: str = ""
    hint: str = ""


class BrokenMatches:
    """Remembers what it found in a book, until it is asked about another one."""

    def __init__(self) -> None:
        self._book: Book | None = None
        self._found: tuple[BrokenAssertion, ...] = ()
        self._words = BrokenWords()

    def words_of(self, book: Book | None) -> BrokenWords:
        self._look_at(book)
        return self._words

    def found_in(self, book: Book | None) -> tuple[BrokenAssertion, ...]:
        self._look_at(book)
        return self._found

    def _look_at(self, book: Book | None) -> None:
        if book is self._book:
            return
        self._book = book
        self._found = broken_assertions(book) if book is not None and book.assertions else ()
        self._words = broken_words(self._found, book) if book is not None and self._found else BrokenWords()


def broken_words(found: tuple[BrokenAssertion, ...], book: Book) -> BrokenWords:
    """Counted by matches, as a person remembered them: an account at a moment."""
    count = len({(each.assertion.account_id, each.assertion.moment) for each in found})
    lines = [broken_text(each, book) for each in found[:_LINES_TOLD]]
    if len(found) > _LINES_TOLD:
        lines.append(f"and {len(found) - _LINES_TOLD} more")
    counted = "1 match no longer holds" if count == 1 else f"{count} matches no longer hold"
    return BrokenWords(counted if count else "", "\n".join(lines))
