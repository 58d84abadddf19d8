"""Statistics behind the screen: read and worked out off its thread, while somebody watches, when they may be new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.statistics.career import KeptRead, Source, career_of
from alvh_desktop.viewmodels.statistics.choices import StatisticsChoices, typed_days

if TYPE_CHECKING:
    from alvh_desktop.desk.campaigns import CampaignBook
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.viewmodels.empty_states import EmptyState
    from alvh_desktop.viewmodels.statistics.behind_rows import BehindView
    from alvh_desktop.viewmodels.statistics.career import Career
    from alvh_desktop.viewmodels.statistics.pages import TablePage
    from alvh_desktop.viewmodels.statistics.view import StatisticsView

Grounds = tuple[object, ...]


@dataclass
class _Kept:
    """What belongs to one portfolio; the worker alone changes it while it works."""

    read: KeptRead = field(default_factory=KeptRead)
    grounds: Grounds = ()
    career: Career | None = None
    rules: TablePage | EmptyState | None = None
    """The page of rules, made when it is looked at."""


@dataclass(frozen=True)
class _Asked:
    """One piece of work, whole: nothing of it changes while it is done."""

    source: Source
    grounds: Grounds
    choices: StatisticsChoices
    is_simulated: bool


class StatisticsReading(QObject):
    """`found` carries a StatisticsView, `behind` the BehindView of what was pointed at, `refused` the Problem of days
    that were typed, None where they are right.

    Nothing is read while nobody watches; the latest choice wins. What was read within the minute of a picture stands
    until something is booked, for days are recorded at most once a minute; another choice reads nothing again.
    """

    found = Signal(object)
    behind = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._is_watched = False
        self._picture: Picture | None = None
        self._portfolio: OpenPortfolio | None = None
        self._kept = _Kept()
        self._market = self._wanted_market = 0
        """Counts what came to the market file, and how much of it is to be seen in what is shown."""
        self._running: object | None = None
        """Stands for the work that is under way; what was begun for another portfolio is not wanted any more."""
        self._shown: Grounds = ()
        self._view: StatisticsView | None = None
        self._career: Career | None = None
        """What the view that is shown was made of."""
        self._made: Callable[[], CampaignBook | None] = lambda: None
        self.choices = StatisticsChoices()

    def serve(self, made: Callable[[], CampaignBook | None]) -> None:
        """Who may have worked out campaigns already: they are not worked out from the beginning then."""
        self._made = made

    def watch(self, is_watched: bool) -> None:
        """Somebody sees the dock now, or nobody does any more."""
        self._is_watched = is_watched
        self._refresh()

    def show(self, picture: Picture | None, portfolio: OpenPortfolio | None) -> None:
        """The picture at hand and the portfolio it is of; None where nothing is open."""
        if portfolio is not self._portfolio:
            self._kept, self._running, self._shown, self._view, self._career = _Kept(), None, (), None, None
            self.choices = self.choices.unfiltered()
        self._picture, self._portfolio = picture, portfolio
        self._refresh()

    def choose(self, **fields: object) -> None:
        """Look at something else, by the names of the choices."""
        if "span" in fields:
            fields = {**fields, "first": None, "last": None}
        self._take_choices(replace(self.choices, **fields))  # type: ignore[arg-type]

    def type_days(self, first: str, last: str) -> None:
        """Closing days as a person wrote them."""
        chosen = typed_days(self.choices, first, last)
        if isinstance(chosen, Problem):
            self.refused.emit(chosen)
        elif (first, last) != self._days_shown:
            self._take_choices(chosen)
        else:
            self.refused.emit(None)

    def clear_filters(self) -> None:
        """Every campaign and day again."""
        self._take_choices(self.choices.unfiltered())

    def look_behind(self, place: int) -> None:
        """The campaigns behind a place of the page that is shown."""
        view, career = self._view, self._career
        if view is None or career is None:
            return
        self._background.run(lambda: _behind(view, career, place), self._tell_behind)

    def look_again(self) -> None:
        """The market file has more: where VIX of the past was missing it may be known now."""
        self._market += 1
        if self._career is not None and self._career.lacks_vix:
            self._wanted_market = self._market
            self._refresh()

    def wait(self) -> None:
        """Until what is under way is done; it is told in the next turn of the event loop."""
        self._background.finish()

    def finish(self) -> None:
        """Wait for what is under way: before the portfolio is closed, and before the program ends."""
        self._running, self._is_watched = None, False
        self.wait()

    @property
    def _days_shown(self) -> tuple[str, str]:
        return ("", "") if self._view is None else self._view.days

    def _take_choices(self, choices: StatisticsChoices) -> None:
        self.choices = choices
        self.refused.emit(None)
        self._refresh()

    def _refresh(self) -> None:
        if not self._is_watched or self._running is not None:
            return
        picture, portfolio = self._picture, self._portfolio
        if picture is None or portfolio is None:
            return
        grounds = self._grounds(picture)
        if _are_same((self.choices, *grounds), self._shown):
            return
        inputs = picture.inputs
        source = Source(
            inputs.book, picture.values, inputs.now, frozenset(picture.seen.accounts), portfolio.open_past,
            portfolio.quotes, self._market, self._made(),
        )  # fmt: skip
        asked = _Asked(source, grounds, self.choices, inputs.book.simulated_at is not None)
        token, kept = object(), self._kept
        self._running, self._shown = token, (self.choices, *grounds)
        self._background.run(lambda: _answer(asked, kept), lambda answer: self._take(token, asked, answer))

    def _take(self, token: object, asked: _Asked, answer: tuple[Career | None, StatisticsView]) -> None:
        if token is self._running:
            self._running = None
            if asked.choices == self.choices:
                self._career, self._view = answer
                self.found.emit(self._view)
        self._refresh()

    def _grounds(self, picture: Picture) -> Grounds:
        """What is read follows from these: lines are kept at most once a minute."""
        inputs = picture.inputs
        return f"{inputs.now:%Y-%m-%d %H:%M}", self._wanted_market, frozenset(picture.seen.accounts), inputs.book

    def _tell_behind(self, found: tuple[StatisticsView, BehindView]) -> None:
        if found[0] is self._view:
            self.behind.emit(found[1])


def _are_same(grounds: Grounds, before: Grounds) -> bool:
    """A book is the same only where it is the very one: comparing two walks through all of their rows."""
    return len(before) == len(grounds) and grounds[:-1] == before[:-1] and grounds[-1] is before[-1]


def _answer(asked: _Asked, kept: _Kept) -> tuple[Career | None, StatisticsView]:
    """On the worker. Days that no calendar has are said in the place of the page."""
    from alvh_desktop.viewmodels.empty_states import EmptyState
    from alvh_desktop.viewmodels.statistics.view import StatisticsView, statistics_view

    try:
        career = kept.career
        if career is None or not _are_same(asked.grounds, kept.grounds):
            career = kept.career = career_of(asked.source, kept.read)
            kept.grounds, kept.rules = asked.grounds, None
        rules = None
        if asked.choices.view == "rules":
            rules = kept.rules = kept.rules or _rules(asked.source, career)
        return career, statistics_view(career, asked.choices, asked.is_simulated, rules)
    except KnownError as error:
        return None, StatisticsView(asked.choices, EmptyState(str(error), None))


def _rules(source: Source, career: Career) -> TablePage | EmptyState:
    from alvh_desktop.viewmodels.empty_states import EmptyState
    from alvh_desktop.viewmodels.statistics.rules_page import NO_RULES, followed_in, rules_page

    try:
        return rules_page(*followed_in(source), career)
    except KnownError as error:
        return EmptyState(f"{NO_RULES}. {error}", None)


def _behind(view: StatisticsView, career: Career, place: int) -> tuple[StatisticsView, BehindView]:
    """On the worker."""
    from alvh_desktop.viewmodels.empty_states import EmptyState
    from alvh_desktop.viewmodels.statistics.behind_rows import BehindView, behind_view

    if isinstance(view.page, EmptyState):
        return view, BehindView("", ())
    try:
        return view, behind_view(view.page.behind(place), career)
    except KnownError as error:
        return view, BehindView(str(error), ())
