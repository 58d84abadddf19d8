"""The one door: every change of the book goes through here, is kept, and is then told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alvh_desktop.desk.ports import Entry, Ledger, Line
from alvh_desktop.desk.recorded import MarketMoment
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.problems import Problem

_STEPS_REMEMBERED = 100

Listener = Callable[[Change], None]
Witness = Callable[[Book, Change, datetime], MarketMoment | None]
"""From the book before, a change and its moment to the market it is made in, where that is to be kept with it."""


class Desk:
    """Holds the book. Stores first, then remembers, then tells: a full disk changes nothing here.

    `witness` may be put in place of the one before by whoever has the market at hand.
    """

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime], witness: Witness | None = None) -> None:
        self._ledger = ledger
        self.clock = clock
        self.witness = witness
        self.book: Book = ledger.load()
        lines = ledger.recent(_STEPS_REMEMBERED)
        self._top_id = lines[-1].entry.top_id if lines else 0
        self._steps = Steps.from_lines(lines)
        self._has_older_lines = bool(lines) and lines[0].number > 1
        self._listeners: list[Listener] = []

    @property
    def next_id(self) -> int:
        """The first id an edit may give to its new rows."""
        return self._top_id + 1

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None."""
        return self._steps.done[-1].entry.label if self._steps.done else None

    @property
    def redo_label(self) -> str | None:
        return self._steps.undone[-1].entry.label if self._steps.undone else None

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def lines_since(self, moment: datetime) -> tuple[Line, ...]:
        """What was done from an aware moment on, oldest first. Raises KnownError when it cannot be read."""
        return self._ledger.lines_since(moment)

    def preview(self, edit: Edit) -> Change | Problem:
        """What an edit would do; nothing is stored."""
        return edit.apply(self.book)

    def do(self, edit: Edit) -> Change | Problem:
        """Apply, store, remember, tell. Raises KnownError when the entry could not be kept; nothing changed then."""
        change = edit.apply(self.book)
        if isinstance(change, Problem):
            return change
        return self._keep(change, "edit", None)

    def undo(self) -> Change | Problem:
        """Take back the last edit, also one made before a restart."""
        if not self._steps.done and self._has_older_lines:
            told = f"only the last {_STEPS_REMEMBERED} steps, undos among them, are remembered"
            return Problem("undo", f"nothing older can be undone: {told}")
        if not self._steps.done:
            return Problem("undo", "there is nothing to undo")
        return self._turn(self._steps.done[-1], "undo")

    def redo(self) -> Change | Problem:
        """Do again what undo took back last."""
        if not self._steps.undone:
            return Problem("redo", "there is nothing to redo")
        return self._turn(self._steps.undone[-1], "redo")

    def _turn(self, line: Line, kind: Literal["undo", "redo"]) -> Change:
        rows = tuple(row.turned() for row in reversed(line.entry.rows))
        return self._keep(Change(self.book.after(rows), rows, line.entry.label), kind, line.number)

    def _keep(self, change: Change, kind: Literal["edit", "undo", "redo"], undoes: int | None) -> Change:
        top_id, now = max(self._top_id, _largest_id(change.rows)), self.clock()
        seen = self.witness(self.book, change, now) if self.witness else None
        line = self._ledger.commit(Entry(kind, now, change.label, undoes, change.rows, top_id), seen)
        self._top_id = top_id
        self.book = change.book
        self._steps = self._steps.after(line)
        for listener in self._listeners:
            listener(change)
        return change


@dataclass(frozen=True, slots=True)
class Steps:
    """What undo and redo would turn next, read from the lines alone.

    An undo moves its edit from `done` to `undone`, a redo moves it back, a new edit forgets what was undone.
    The founding line is no step: a portfolio is not undone. Where the lines do not reach back to what an undo
    turned, nothing older can be undone.
    """

    done: tuple[Line, ...] = ()
    undone: tuple[Line, ...] = ()

    @classmethod
    def from_lines(cls, lines: tuple[Line, ...]) -> "Steps":
        steps = cls()
        for line in lines:
            steps = steps.after(line)
        return steps

    def after(self, line: Line) -> "Steps":
        if line.number == 1:
            return self
        if line.entry.kind == "undo":
            return Steps(self.done[:-1], (*self.undone, line))
        if line.entry.kind == "redo":
            return Steps((*self.done, line), self.undone[:-1])
        return Steps((*self.done, line), ())


def _largest_id(rows: tuple[Row, ...]) -> int:
    return max((row.id for row in rows if isinstance(row.id, int)), default=0)
