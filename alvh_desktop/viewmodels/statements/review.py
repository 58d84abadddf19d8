"""A statement on its way into the book: looked at behind the screen after each change, booked as one edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from alvh_desktop.desk.importing import SeenStatement
from alvh_desktop.desk.statements.preview import NOTHING_CHOSEN, Choices, StatementPreview, preview_of
from alvh_desktop.desk.statements.stored import standing_rows
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account
from alvh_desktop.domain.statements import CancelledError, Progress, Statement
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.session import Session

BOOK_CHANGED = "The book has changed since, so nothing was booked. Here are the rows for the book of now: look again."
FOLLOWED = "The book has changed: the rows were looked at again."
STOPPED = "Stopped: the rows are not looked at for what you said last."


@dataclass(frozen=True, slots=True)
class Previewed:
    """A preview with what it was made for; `stood` are the keys of rows that the account knew before.

    What is counted is counted on the worker: a statement may hold 200,000 rows.
    """

    preview: StatementPreview
    book: Book
    choices: Choices
    stood: frozenset[str]
    counts: Mapping[str, int]
    counts_text: str


class StatementReview:
    """One statement against one account. `changed` is called on the screen's thread whenever it shows other things.

    `shown` is the newest preview there is, None before the first and where `problem` says why there is none. `told`
    says what happened, `span` from which day to which its rows are. `done` is how many of how many orders are
    matched, (0, 0) while nothing is.
    """

    def __init__(self, session: Session, pool: Background, seen: SeenStatement, changed: Callable[[], None]) -> None:
        self.seen, self.choices, self.span = seen, NOTHING_CHOSEN, _span_of(seen.statement)
        self.account_id: int | None = None
        self.shown: Previewed | None = None
        self.problem: Problem | None = None
        self.told = ""
        self.is_told_problem = False
        self.done = 0, 0
        self._session, self._pool, self._changed = session, pool, changed
        self._looking: object | None = None
        """Stands for the look under way; an answer to another one is not wanted any more."""
        if self._book is not None:
            self.account_id = likely_account(self._book, seen.statement)
        self._look()

    @property
    def is_looking(self) -> bool:
        return self._looking is not None

    @property
    def is_current(self) -> bool:
        """Whether what is shown is what the book of now and all that was said would give."""
        shown = self.shown
        return shown is not None and shown.choices is self.choices and shown.book is self._book

    @property
    def accounts(self) -> Mapping[int, Account]:
        return self._book.accounts if self._book is not None else {}

    @property
    def why_not(self) -> str:
        """What stands in the way of booking; empty where nothing does."""
        portfolio = self._session.portfolio
        if portfolio is None:
            return "No portfolio is open."
        if portfolio.read_only_because is not None:
            return f"Nothing can be booked: {portfolio.read_only_because}"
        return ""

    @property
    def can_book(self) -> bool:
        shown = self.shown
        is_ready = shown is not None and shown.preview.edit is not None and shown.choices is self.choices
        return is_ready and not self.is_looking and not self.why_not

    def take_account(self, account_id: int) -> None:
        if account_id != self.account_id:
            self.account_id, self.shown = account_id, None
            self._tell("")
            self._look()

    def choose(self, choices: Choices) -> None:
        """What a person says of the rows now; the rows are looked at anew."""
        self.choices = choices
        self._tell("")
        self._look()

    def look_again(self) -> None:
        self._tell("")
        self._look()

    def follow(self) -> None:
        """The book may be another one: where it is, the rows are looked at for it."""
        if self.shown is not None and self.shown.book is not self._book and not self.is_looking:
            self._tell(FOLLOWED)
            self._look()

    def stop(self) -> None:
        """Wait for no answer any more; what is shown stays."""
        if self.is_looking:
            self._looking, self.done = None, (0, 0)
            self._tell(STOPPED)
            self._changed()

    def book(self) -> None:
        """Book the very rows that are shown, or nothing: for another book than theirs they are looked at again."""
        shown = self.shown
        if not self.can_book or shown is None or shown.preview.edit is None:
            return
        edit, is_same = shown.preview.edit, shown.book is self._book
        answer = self._session.do(lambda _: edit)
        if not isinstance(answer, Problem):
            self._tell(f"Booked as one edit, which Undo takes back: {answer.label}.")
        elif is_same:
            self._tell(sentence_of(answer), is_problem=True)
        else:
            self._tell(BOOK_CHANGED, is_problem=True)
        self._look()

    @property
    def _book(self) -> Book | None:
        portfolio = self._session.portfolio
        return portfolio.desk.book if portfolio is not None else None

    def _tell(self, text: str, is_problem: bool = False) -> None:
        self.told, self.is_told_problem = text, is_problem

    def _look(self) -> None:
        self._looking, self.done = None, (0, 0)
        portfolio = self._session.portfolio
        if portfolio is not None and self.account_id is not None:
            self._looking = token = object()
            desk = portfolio.desk
            ask = _Asked(desk.book, self.account_id, self.seen, self.choices, desk.clock(), desk.next_id)
            self._pool.run(partial(_look, ask, partial(self._go_on, token)), partial(self._take, token))
        self._changed()

    def _go_on(self, token: object, done: int, total: int) -> None:
        """Asked on the worker."""
        if token is not self._looking:
            raise CancelledError
        self._pool.deliver(partial(self._show_progress, token, done, total))

    def _show_progress(self, token: object, done: int, total: int) -> None:
        if token is self._looking:
            self.done = done, total
            self._changed()

    def _take(self, token: object, answer: Previewed | Problem | None) -> None:
        if token is not self._looking or answer is None:
            return
        self._looking, self.done = None, (0, 0)
        self.shown = None if isinstance(answer, Problem) else answer
        self.problem = answer if isinstance(answer, Problem) else None
        self._changed()


def likely_account(book: Book, statement: Statement) -> int | None:
    """The account that a statement is of: named there, else the one that had statements of this broker, else the
    one with its fees, else the only one. None where several would do: a person must say it."""
    named = {row.account.strip().casefold() for row in statement.rows}
    files = book.statement_files.values()
    accounts = book.accounts.values()
    ways = (
        {account.id for account in accounts if account.name.casefold() in named},
        {file.account_id for file in files if file.broker == statement.broker and file.account_id in book.accounts},
        {account.id for account in accounts if account.broker and account.broker == statement.broker},
        set(book.accounts),
    )
    found = next((ids for ids in ways if ids), set())
    return found.pop() if len(found) == 1 else None


def _span_of(statement: Statement) -> str:
    """The first and the last day of its rows, New York."""
    moments = [row.moment for row in statement.rows]
    moments += [row.moment for row in statement.others if row.moment is not None]
    if not moments:
        return "no dated row"
    first, last = (moment.astimezone(NEW_YORK).date() for moment in (min(moments), max(moments)))
    return f"{first}" if first == last else f"{first} \N{EN DASH} {last}"


@dataclass(frozen=True, slots=True)
class _Asked:
    book: Book
    account_id: int
    seen: SeenStatement
    choices: Choices
    now: datetime
    first_id: int


def _look(ask: _Asked, progress: Progress) -> Previewed | Problem | None:
    """On the worker; None where nobody waits for it any more."""
    try:
        progress(0, 0)
        preview = preview_of(
            ask.book, ask.account_id, ask.seen.statement, ask.seen.content_hash, ask.now, ask.first_id, ask.choices,
            progress,
        )  # fmt: skip
    except CancelledError:
        return None
    if isinstance(preview, Problem):
        return preview
    stood = frozenset(standing_rows(ask.book, ask.account_id))
    counts = Counter(str(row.finding) for row in preview.rows)
    return Previewed(preview, ask.book, ask.choices, stood, counts, preview.counts_text)
