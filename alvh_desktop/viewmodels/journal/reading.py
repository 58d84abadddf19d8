"""The journal behind the screen: read and put together off its thread, while somebody watches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.journal.rows import MOST_ROWS, JournalRow, journal_rows

if TYPE_CHECKING:
    from alvh_desktop.desk.campaigns.moves import Courses
    from alvh_desktop.desk.journal.entries import EntryKind, JournalEntry
    from alvh_desktop.desk.journal.moment import MomentSeen
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.ports import Line, NoteSearch, PastReader
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.domain.book import Book
    from alvh_desktop.rules.transition import Transition
    from alvh_desktop.viewmodels.journal.page import EntryPage

GroupName = Literal["all", "notes", "trades", "alerts", "changes"]
GROUPS: Mapping[GroupName, tuple[str, frozenset[EntryKind]]] = MappingProxyType(
    {
        "all": ("All", frozenset()),
        "notes": ("Notes", frozenset({"note"})),
        "trades": (
            "Trades",
            frozenset({"opened", "added", "rolled", "changed", "partly closed", "closed", "settled", "regrouped"}),
        ),
        "alerts": ("Alerts", frozenset({"alert", "answer"})),
        "changes": (
            "Changes",
            frozenset({"rule", "input", "mark", "event", "account", "regrouped", "correction", "other"}),
        ),
    }
)
"""What is shown, by name: its words, and the kinds of entries; none is all of them."""
FIRST_GROUP: GroupName = "all"


@dataclass(frozen=True, slots=True)
class JournalView:
    """`rows` are the newest of `count` entries that were found; `told` says what is not shown or could not be read,
    `problem` what is wrong with the line that asks."""

    rows: tuple[JournalRow, ...] = ()
    count: int = 0
    words: tuple[str, ...] = ()
    told: str = ""
    problem: str = ""


@dataclass(frozen=True)
class _Kept:
    """What was read of one portfolio, and the journal that was made of it last."""

    lines: tuple[Line, ...] = ()
    transitions: tuple[Transition, ...] = ()
    book: Book | None = None
    entries: tuple[JournalEntry, ...] = ()
    courses: Courses = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """One piece of work, whole: nothing of it changes while it is done."""

    open_past: Callable[[], PastReader] | None
    search: NoteSearch
    book: Book
    line: str
    group: GroupName


class JournalReading(QObject):
    """`found` carries a JournalView, `looked` the EntryPage of the entry that is looked at: first what it says
    itself, then with the market of its moment. Nothing is read while nobody watches; the latest question wins.
    """

    found = Signal(object)
    looked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background, self._looking = Background(self), Background(self)
        self._is_watched = False
        self._portfolio: OpenPortfolio | None = None
        self._book: Book | None = None
        self._minute = ""
        self._kept = _Kept()
        self._running: object | None = None
        """Stands for the work that is under way; what was begun for another portfolio is not wanted any more."""
        self._shown: tuple[object, ...] = ()
        self._looked_at = ""
        self.line, self.group = "", FIRST_GROUP

    def watch(self, is_watched: bool) -> None:
        """Somebody sees the journal now, or nobody does any more."""
        self._is_watched = is_watched
        self._refresh()

    def show(self, picture: Picture | None, portfolio: OpenPortfolio | None) -> None:
        """The picture at hand and the portfolio it is of; None where nothing is open."""
        if portfolio is not self._portfolio:
            self._kept, self._running, self._shown = _Kept(), None, ()
        self._portfolio = portfolio
        self._book = None if picture is None else picture.inputs.book
        self._minute = "" if picture is None else f"{picture.inputs.now:%Y-%m-%d %H:%M}"
        self._refresh()

    def ask(self, line: str) -> None:
        self.line = line
        self._refresh()

    def choose_group(self, group: GroupName) -> None:
        self.group = group
        self._refresh()

    def look_at(self, entry: JournalEntry) -> None:
        """What it says, at once, and what is known of its moment as soon as that is read."""
        from alvh_desktop.viewmodels.journal.page import entry_page

        portfolio, book = self._portfolio, self._book
        if portfolio is None or book is None:
            return
        page = entry_page(entry, book)
        self._looked_at = page.key
        self.looked.emit(page)
        transitions = self._kept.transitions
        self._looking.run(
            lambda: _with_moment(page, entry, portfolio, book, transitions),
            lambda found: self.looked.emit(found) if found.key == self._looked_at else None,
        )

    def look_again(self) -> None:
        """Something was said of an alert, or alerts have spoken: the log is longer."""
        self._shown = ()
        self._refresh()

    def wait(self) -> None:
        """Until what is under way is done; it is told in the next turn of the event loop."""
        self._background.finish()
        self._looking.finish()

    def finish(self) -> None:
        """Wait for what is under way: before the portfolio is closed, and before the program ends."""
        self._running, self._is_watched = None, False
        self.wait()

    def _refresh(self) -> None:
        if not self._is_watched or self._running is not None:
            return
        portfolio, book = self._portfolio, self._book
        if portfolio is None or book is None or portfolio.search is None:
            return
        grounds = (self.line, self.group, self._minute)
        if self._shown and self._shown[:-1] == grounds and self._shown[-1] is book:
            return
        self._shown = (*grounds, book)
        asked = _Asked(portfolio.open_past, portfolio.search, book, self.line, self.group)
        token, kept = object(), self._kept
        self._running = token
        self._background.run(lambda: _answer(asked, kept), lambda answer: self._take(token, asked, answer))

    def _take(self, token: object, asked: _Asked, answer: tuple[_Kept, JournalView]) -> None:
        if token is self._running:
            self._running = None
            self._kept, view = answer
            if (asked.line, asked.group) == (self.line, self.group):
                self.found.emit(view)
        self._refresh()


def _answer(asked: _Asked, kept: _Kept) -> tuple[_Kept, JournalView]:
    """On the worker. What cannot be read of the file is said, and the book alone is told."""
    from alvh_desktop.desk.journal.asking import asked_of
    from alvh_desktop.desk.journal.finding import found

    trouble = ""
    try:
        kept = _read(asked, kept)
    except KnownError as error:
        kept, trouble = _journal(replace(kept, book=asked.book)), str(error)
    question = asked_of(asked.line)
    if isinstance(question, Problem):
        return kept, JournalView(problem=question.message, told=trouble)
    kinds = GROUPS[asked.group][1]
    entries = found(kept.entries, question, asked.book, kept.courses, asked.search, kinds)
    rows = journal_rows(entries, question.words)
    older = len(entries) - MOST_ROWS
    told = [trouble] if trouble else []
    if older > 0:
        told.append(f"The newest {MOST_ROWS:,} are shown; {older:,} older ones are found by asking more narrowly.")
    return kept, JournalView(rows, len(entries), question.words, " ".join(told))


def _with_moment(
    page: EntryPage, entry: JournalEntry, portfolio: OpenPortfolio, book: Book, transitions: tuple[Transition, ...]
) -> EntryPage:
    """On a worker. What is not known is said."""
    from alvh_desktop.desk.journal.moment import moment_seen
    from alvh_desktop.viewmodels.journal.page import with_moment

    seen: MomentSeen | Problem
    if portfolio.open_past is None:
        seen = Problem("moment", "this portfolio keeps no markets of its moments")
    else:
        try:
            with closing(portfolio.open_past()) as past:
                seen = moment_seen(entry, book, portfolio.quotes, past, transitions, portfolio.desk.clock())
        except KnownError as error:
            seen = Problem("moment", str(error))
    return with_moment(page, seen)


def _read(asked: _Asked, kept: _Kept) -> _Kept:
    """What may be new since: edit lines and the log are only ever longer."""
    from alvh_desktop.desk.journal.entries import EVER

    if asked.open_past is None:
        return _journal(replace(kept, book=asked.book))
    with closing(asked.open_past()) as past:
        since = kept.lines[-1].entry.moment if kept.lines else EVER
        told = kept.transitions[-1].moment if kept.transitions else None
        newer, transitions = past.lines_since(since), past.transitions(told)
    last = kept.lines[-1].number if kept.lines else 0
    lines = (*kept.lines, *(line for line in newer if line.number > last))
    before = [each for each in kept.transitions if told is None or each.moment < told]
    grown = (*before, *transitions)
    if asked.book is kept.book and len(lines) == len(kept.lines) and len(grown) == len(kept.transitions):
        return kept
    return _journal(replace(kept, lines=lines, transitions=grown, book=asked.book))


def _journal(kept: _Kept) -> _Kept:
    from alvh_desktop.desk.campaigns.moves import courses_of
    from alvh_desktop.desk.journal.timeline import journal_of

    assert kept.book is not None
    courses = courses_of(kept.book, kept.courses)
    entries = journal_of(kept.book, kept.lines, kept.transitions, courses)
    return replace(kept, entries=entries, courses=courses)
