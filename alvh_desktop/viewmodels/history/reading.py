"""The history behind the screen: read and put together off its thread, while somebody watches, when it may be new."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.history.choices import HistoryChoices, campaigns_of, offered
from alvh_desktop.viewmodels.history.view import HistoryView, history_view
from alvh_desktop.viewmodels.history.words import NO_HISTORY, empty_history

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.history import History
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.ports import PastReader
    from alvh_desktop.desk.recorded import DayLine
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.domain.book import Book
    from alvh_desktop.rules.transition import Transition


@dataclass(frozen=True)
class Kept:
    """What was read of one portfolio, and the history that was made of it last, with what it follows from."""

    lines: tuple[DayLine, ...] = ()
    transitions: tuple[Transition, ...] = ()
    grounds: tuple[object, ...] = ()
    history: History | None = None


@dataclass(frozen=True)
class _Asked:
    """One piece of work, whole: nothing of it changes while it is done."""

    open_past: Callable[[], PastReader]
    book: Book
    seen: frozenset[int]
    now: datetime
    choices: HistoryChoices
    are_alerts_kept: bool


class HistoryReading(QObject):
    """`found` carries a HistoryView. Nothing is read while nobody watches; the latest choice wins.

    A day is recorded at most once a minute, so that what was read within the minute of a picture stands until
    something is booked. Of a portfolio that was read before only what may be new is read again.
    """

    found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._is_watched = False
        self._picture: Picture | None = None
        self._portfolio: OpenPortfolio | None = None
        self._kept = Kept()
        self._running: object | None = None
        """Stands for the work that is under way; what was begun for another portfolio is not wanted any more."""
        self._shown: tuple[object, ...] = ()
        self.choices = HistoryChoices()

    def watch(self, is_watched: bool) -> None:
        """Somebody sees the page now, or nobody does any more."""
        self._is_watched = is_watched
        self._refresh()

    def show(self, picture: Picture | None, portfolio: OpenPortfolio | None) -> None:
        """The picture at hand and the portfolio it is of; None where nothing is open."""
        if portfolio is not self._portfolio:
            self.forget()
            if not isinstance(self.choices.whose, str):
                self.choices = replace(self.choices, whose="all")
        self._picture, self._portfolio = picture, portfolio
        self._refresh()

    def choose(self, **fields: object) -> None:
        """Look at something else, by the names of the choices."""
        self.choices = replace(self.choices, **fields)  # type: ignore[arg-type]
        self._refresh()

    def forget(self) -> None:
        """Days may have been filled in or brought back: all is read anew, when it is looked at."""
        self._kept, self._running, self._shown = Kept(), None, ()

    def wait(self) -> None:
        """Until what is under way is done; it is told in the next turn of the event loop."""
        self._background.finish()

    def finish(self) -> None:
        """Wait for what is under way: before the portfolio is closed, and before the program ends."""
        self._running, self._is_watched = None, False
        self.wait()

    def _refresh(self) -> None:
        if not self._is_watched or self._running is not None:
            return
        picture, portfolio = self._picture, self._portfolio
        if picture is None or portfolio is None or portfolio.open_past is None:
            self._show_nothing(None if picture is None else picture.inputs.book)
            return
        grounds = _grounds(picture, self.choices)
        if _are_same(grounds, self._shown):
            return
        inputs, token, kept, choices = picture.inputs, object(), self._kept, self.choices
        seen = frozenset(picture.seen.campaigns)
        asked = _Asked(
            portfolio.open_past, inputs.book, seen, inputs.now, choices, portfolio.alert_log is not None
        )  # fmt: skip
        self._running, self._shown = token, grounds
        self._background.run(lambda: _answer(asked, kept), lambda answer: self._take(token, choices, answer))

    def _take(self, token: object, asked: HistoryChoices, answer: tuple[Kept, HistoryView]) -> None:
        if token is not self._running:
            self._refresh()
            return
        self._running = None
        self._kept, view = answer
        if asked == self.choices:
            self.choices = view.choices
            self._shown = (self.choices, *self._shown[1:])
            self.found.emit(view)
        self._refresh()

    def _show_nothing(self, book: Book | None) -> None:
        if not _are_same((None, book), self._shown):
            self._shown = None, book
            self.found.emit(HistoryView(self.choices, (), (), None, empty=empty_history(book)))


def _grounds(picture: Picture, choices: HistoryChoices) -> tuple[object, ...]:
    """What a page follows from: lines are kept at most once a minute."""
    inputs = picture.inputs
    return choices, f"{inputs.now:%Y-%m-%d %H:%M}", frozenset(picture.seen.campaigns), inputs.book


def _are_same(grounds: tuple[object, ...], before: tuple[object, ...]) -> bool:
    """A book is the same only where it is the very one: comparing two walks through all of their rows."""
    return len(before) == len(grounds) and grounds[:-1] == before[:-1] and grounds[-1] is before[-1]


def _answer(asked: _Asked, kept: Kept) -> tuple[Kept, HistoryView]:
    """On the worker. A file that cannot be read is said in the page."""
    from alvh_desktop.desk.history import history_of

    book, choices = asked.book, asked.choices
    may_be_chosen = offered(book, asked.seen)
    if choices.whose not in {whose for whose, _ in may_be_chosen}:
        choices = replace(choices, whose="all")
    minute = f"{asked.now:%Y-%m-%d %H:%M}"
    grounds = (minute, asked.seen, choices.whose, book)
    try:
        if not kept.grounds or kept.grounds[0] != minute or kept.grounds[-1] is not book:
            kept = _read(asked.open_past, kept)
    except KnownError as error:
        empty = EmptyState(f"{NO_HISTORY}. {error}", "open")
        return Kept(), HistoryView(choices, (), may_be_chosen, None, empty=empty)
    history = kept.history
    if history is None or not _are_same(grounds, kept.grounds):
        ids = campaigns_of(book, asked.seen, choices.whose)
        history = history_of(book, kept.lines, kept.transitions, ids, asked.now)
    view = history_view(history, choices, may_be_chosen, book, asked.are_alerts_kept)
    return replace(kept, grounds=grounds, history=history), view


def _read(open_past: Callable[[], PastReader], kept: Kept) -> Kept:
    """What may be new since: the newest day that is known on, and what alerts said since they raised their voice."""
    last = kept.lines[-1].day if kept.lines else None
    since = max((each.moment for each in kept.transitions), default=None)
    with closing(open_past()) as past:
        newer, told = past.days(first=last), past.transitions(since)
    lines = [line for line in kept.lines if last is None or line.day < last]
    before = [each for each in kept.transitions if since is None or each.moment < since]
    return Kept((*lines, *newer), (*before, *(each for each in told if each.is_louder)))
