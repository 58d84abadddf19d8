"""The sizing worksheet of a picture as tables and words, the choice of its base, and what a ticket would buy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.cell_table import CellTable
from alvh_desktop.viewmodels.sizing_rows import (
    ROLE_COLUMNS,
    STEP_COLUMNS,
    SizingWords,
    role_rows,
    step_rows,
    words_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.sizing import SeeChains
    from alvh_desktop.desk.templates.chain import Chains
    from alvh_desktop.domain.edits import Change

Enter = Callable[[str, str], "Change | Problem"]
"""Types a value of an input, as the window and the command line do."""
BASE_INPUT = "sizing.base"
_AGAIN = timedelta(minutes=1)


class SizingSheet(QObject):
    """`steps` has a row a step and cap, `roles` a row a layer; `words` are None while nothing is shown. `changed`
    tells that any of them may differ, `refused` why a choice could not be taken."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps = CellTable(STEP_COLUMNS, self)
        self.roles = CellTable(ROLE_COLUMNS, self)
        self.words: SizingWords | None = None
        self._picture: Picture | None = None
        self._enter: Enter | None = None
        self._see_chains: SeeChains | None = None
        self._seen: tuple[datetime, Chains | Problem] | None = None

    def serve(self, enter: Enter | None, see_chains: SeeChains | None) -> None:
        """How the choice of the base is entered, and where calls that could be bought are looked up."""
        self._enter, self._see_chains, self._picture, self._seen = enter, see_chains, None, None

    def show(self, picture: Picture | None) -> None:
        from alvh_desktop.desk.sizing import sizing_of

        if picture is self._picture and picture is not None:
            return
        self._picture = picture
        if picture is None:
            self.steps.show_rows(())
            self.roles.show_rows(())
            self.words = None
        else:
            sizing = sizing_of(picture, self._chains if self._see_chains is not None else None)
            self.steps.show_rows(step_rows(sizing))
            self.roles.show_rows(role_rows(sizing))
            self.words = words_of(sizing)
        self.changed.emit()

    def choose_base(self, number: int) -> None:
        """1, 2 or 3: typed as the input `sizing.base` from today on."""
        if self._enter is None or (self.words is not None and self.words.chosen == number - 1):
            return
        answer = self._enter(BASE_INPUT, str(number))
        if isinstance(answer, Problem):
            self.refused.emit(answer.message)
            self.changed.emit()

    def sentence_of(self, key: int | None) -> str:
        """The formula of a step or cap with its numbers."""
        place = None if key is None else self.steps.place_of(key)
        return "" if place is None else self.steps.rows[place].cells[0].hint

    def _chains(self) -> Chains | Problem:
        """Read again once a minute: a tick changes little of what a call would count for."""
        assert self._see_chains is not None, "asked where it is known"
        assert self._picture is not None, "asked of a picture"
        now = self._picture.inputs.now
        if self._seen is None or not timedelta(0) <= now - self._seen[0] < _AGAIN:
            try:
                self._seen = now, self._see_chains()
            except KnownError as error:
                self._seen = now, Problem("market", str(error))
        return self._seen[1]
