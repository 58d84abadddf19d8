"""Lenses kept by name: saved as the charts are looked at now, and looked through again on any day."""

from __future__ import annotations

from dataclasses import replace

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.lenses import RemoveLens, SaveLens
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.lens_text import lens_of, lens_on, text_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.session import Session

SavedName = tuple[int, str]
"""The id of a saved lens and its name."""


def saved_names(book: Book | None) -> tuple[SavedName, ...]:
    """In the order of the alphabet."""
    rows = () if book is None else book.lenses.values()
    return tuple(sorted(((row.id, row.name) for row in rows), key=lambda saved: saved[1].casefold()))


class SavedLenses:
    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def names(self) -> tuple[SavedName, ...]:
        return saved_names(self._book)

    def save(self, name: str) -> Change | Problem:
        """The lens of now under this name, in place of one of that name."""
        picture = self._session.picture
        if picture is None:
            return Problem("name", "no portfolio is open: there is no lens to save")
        text = text_of(picture.inputs.lens, picture.inputs.now)
        return self._session.do(lambda portfolio: SaveLens(portfolio.desk.next_id, name.strip(), text), "")

    def remove(self, lens_id: int) -> Change | Problem:
        return self._session.do(lambda _: RemoveLens(lens_id), "")

    def recall(self, lens_id: int) -> tuple[Lens, str] | Problem:
        """A saved lens as it is on the book of now, and what had to be left out of it. It says nothing of the account
        and the sleeve that are looked at: they stay those of now."""
        portfolio = self._session.portfolio
        row = None if portfolio is None else portfolio.desk.book.lenses.get(lens_id)
        if portfolio is None or row is None:
            return Problem("lens", f"there is no saved lens {lens_id}")
        found = lens_of(row.text, portfolio.desk.clock())
        if isinstance(found, Problem):
            return Problem(row.name, f"this saved lens cannot be read: {found}")
        return lens_on(replace(found, account_id=None, sleeve=None), portfolio.desk.book)

    @property
    def _book(self) -> Book | None:
        portfolio = self._session.portfolio
        return None if portfolio is None else portfolio.desk.book
