"""Lenses kept by name: saved, saved over, and taken away."""

from dataclasses import dataclass
from datetime import UTC, datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, added, change_of, removed, replaced
from alvh_desktop.domain.lens_text import lens_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import SavedLens

LONGEST_LENS_NAME = 60
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SaveLens:
    """Keep the lens in `text` (`lens_text.text_of`) under a name.

    A lens of that name, in small letters or capitals, is saved over and keeps its id; `id` is a new one.
    """

    id: int
    name: str
    text: str

    def apply(self, book: Book) -> Change | Problem:
        problem = lens_name_problem(self.name) or lens_text_problem(self.text)
        if problem is not None:
            return problem
        before, label = lens_named(book, self.name), f"Save lens {self.name}"
        if before is None:
            return change_of(book, [added("lenses", SavedLens(self.id, self.name, self.text))], label)
        after = SavedLens(before.id, self.name, self.text)
        if after == before:
            return Problem("name", f"{self.name} is saved like this already")
        return change_of(book, [replaced("lenses", before, after)], label)


@dataclass(frozen=True, slots=True)
class RemoveLens:
    id: int

    def apply(self, book: Book) -> Change | Problem:
        row = book.lenses.get(self.id)
        if row is None:
            return Problem("lens", f"there is no saved lens {self.id}")
        return change_of(book, [removed("lenses", row)], f"Remove lens {row.name}")


def lens_named(book: Book, name: str) -> SavedLens | None:
    """The saved lens of that name, in small letters or capitals."""
    return next((row for row in book.lenses.values() if row.name.casefold() == name.casefold()), None)


def lens_name_problem(name: str) -> Problem | None:
    """Why no lens can be called so."""
    if not name.strip() or name != name.strip() or not name.isprintable():
        return Problem("name", "say a name of printable characters, without spaces around it")
    if len(name) > LONGEST_LENS_NAME:
        return Problem("name", f"{len(name):,} characters are too many for a name: {LONGEST_LENS_NAME} at most")
    return None


def lens_text_problem(text: str) -> Problem | None:
    """Why a text is no lens."""
    found = lens_of(text, _ANY_MOMENT)
    return found if isinstance(found, Problem) else None
