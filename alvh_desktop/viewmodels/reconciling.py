"""An account laid beside what its broker says, on the screen: compared when asked, followed as the book changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.desk.reconciling import Compared, Reconciliation, match_edit, reconcile
from alvh_desktop.domain.account_at import account_at
from alvh_desktop.domain.assertions import BrokenAssertion
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.assertions import RemoveAssertion
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.broken_matches import BrokenMatches
from alvh_desktop.viewmodels.match_rows import broken_row, compared_row, unnamed_row
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.stated_positions import Stated, moment_of, snapshot_of
from alvh_desktop.viewmodels.text_table import TextRow

if TYPE_CHECKING:
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.snapshots import Snapshot

_NOTHING_OPEN = Problem("account", "no portfolio is open")


class Reconciling(QObject):
    """`changed` says that what was found, or what no longer holds, is another; `begun_anew` that the portfolio is.

    `loaded` is the list of a file. What was compared is compared again, for the same moment, whenever the book is
    another one, so that no line tells of a book that is gone.
    """

    changed = Signal()
    begun_anew = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.loaded: Snapshot | None = None
        self.found: Reconciliation | None = None
        self._book: Book | None = None
        self._broken = BrokenMatches()
        session.held.connect(self._begin_anew)
        session.painted.connect(self.refresh)
        self.refresh()

    @property
    def accounts(self) -> tuple[tuple[int, str], ...]:
        """Id and name, as the portfolio has them."""
        return tuple((each.id, each.name) for each in self._book.accounts.values()) if self._book else ()

    @property
    def why_read_only(self) -> str | None:
        portfolio = self._session.portfolio
        return portfolio.read_only_because if portfolio else "no portfolio is open"

    @property
    def broken(self) -> tuple[BrokenAssertion, ...]:
        return self._broken.found_in(self._book)

    @property
    def broken_rows(self) -> list[TextRow]:
        return [broken_row(each, self._book) for each in self.broken] if self._book else []

    @property
    def rows(self) -> list[TextRow]:
        """Those of `found.lines`, then what the book holds and a list that is not complete does not name."""
        if self.found is None or self._book is None:
            return []
        rows = [compared_row(line) for line in self.found.lines]
        if self.found.unnamed:
            held = account_at(self._book, self.found.account.id, self.found.moment).quantities
            rows += [unnamed_row(contract, held[contract]) for contract in self.found.unnamed]
        return rows

    @property
    def can_remember(self) -> bool:
        """Whether something agrees that is not remembered yet, and edits are kept."""
        portfolio = self._session.portfolio
        if portfolio is None or self.found is None or portfolio.read_only_because is not None:
            return False
        return match_edit(portfolio.desk, self.found) is not None

    def line_at(self, place: int) -> Compared | None:
        """What a row compares; None for a contract that was not named."""
        lines = self.found.lines if self.found else ()
        return lines[place] if 0 <= place < len(lines) else None

    def load(self, path: Path) -> Problem | None:
        """Take the list of a file in place of the one before; a file that cannot be used leaves that as it was."""
        portfolio = self._session.portfolio
        if portfolio is None or portfolio.read_positions is None:
            return Problem("file", "no list can be read here")
        try:
            read = portfolio.read_positions(path)
        except KnownError as error:
            return Problem("file", str(error))
        if isinstance(read, Problem):
            return Problem("file", f"{read.where}: {read.message}" if read.where else read.message)
        self.loaded = read
        self.forget_found()
        return None

    def unload(self) -> None:
        self.loaded = None
        self.forget_found()

    def forget_found(self) -> None:
        """Something else was typed: what was found is no answer to it."""
        if self.found is not None:
            self.found = None
            self.changed.emit()

    def compare(self, stated: Stated) -> Problem | None:
        """Lay what is stated beside the book of now. A Problem names its field: account, at, position, cash."""
        portfolio = self._session.portfolio
        if portfolio is None:
            return _NOTHING_OPEN
        found = self._compared(portfolio, stated)
        self.found = None if isinstance(found, Problem) else found
        self.changed.emit()
        return found if isinstance(found, Problem) else None

    def remember(self) -> Change | Problem:
        """Keep what agrees, as one step."""
        found = self.found
        if found is None:
            return Problem("match", "nothing is compared yet")

        def edit_of(portfolio: OpenPortfolio) -> Edit | Problem:
            edit = match_edit(portfolio.desk, found)
            return edit or Problem("match", "nothing new agrees to be remembered")

        return self._done(edit_of, "Remembered: ")

    def forget(self, broken: BrokenAssertion) -> Change | Problem:
        """Take an assertion that was wrong away, as one step."""
        return self._done(lambda _: RemoveAssertion(broken.assertion.id), "")

    def refresh(self) -> None:
        """Follow the book: nothing is worked out while it is the same."""
        portfolio = self._session.portfolio
        book = portfolio.desk.book if portfolio else None
        if book is self._book:
            return
        self._book = book
        if portfolio is not None and self.found is not None:
            now = portfolio.desk.clock()
            again = reconcile(portfolio.desk.book, self.found.account.id, self.found.snapshot, self.found.moment, now)
            self.found = None if isinstance(again, Problem) else again
        self.changed.emit()

    def _compared(self, portfolio: OpenPortfolio, stated: Stated) -> Reconciliation | Problem:
        book, now = portfolio.desk.book, portfolio.desk.clock()
        snapshot = snapshot_of(stated, self.loaded, book.products, now.astimezone(NEW_YORK).date())
        if isinstance(snapshot, Problem):
            return snapshot
        moment = moment_of(stated, self.loaded, now)
        if isinstance(moment, Problem):
            return moment
        return reconcile(book, stated.account_id, snapshot, moment, now)

    def _done(self, edit_of: Callable[[OpenPortfolio], Edit | Problem], verb: str) -> Change | Problem:
        answer = self._session.do(edit_of, verb)
        self.refresh()
        return answer

    def _begin_anew(self) -> None:
        self.loaded, self.found = None, None
        self.begun_anew.emit()
        self.refresh()
