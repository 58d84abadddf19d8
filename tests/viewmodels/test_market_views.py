"""The market dock behind the screen: off its thread, nothing unless watched, the latest choice wins, read once."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot
from support.made_pasts import whole_past
from support.window_parts import CONDOR, MadeQuotes, desk_with, portfolio_of

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.pricing.market import ChainKey
from alvh_desktop.series.past import Past
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.market_dock.series import SeriesView
from alvh_desktop.viewmodels.market_dock.smile import SmileView
from alvh_desktop.viewmodels.market_dock.views import MarketViews, Shown
from alvh_desktop.viewmodels.session import Session

PAST = whole_past(300)


@dataclass
class WatchedQuotes(MadeQuotes):
    """Counts how often the past is read on workers, and by which; a closed gate holds them up.

    What alerts read on the screen's thread is not counted: these tests are about the dock.
    """

    readers: list[int] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    past_fault: KnownError | None = None

    def __post_init__(self) -> None:
        self.made_past = PAST
        self.gate.set()

    def past(self) -> Past:
        if threading.current_thread() is threading.main_thread():
            return super().past()
        assert self.gate.wait(10)
        self.readers.append(threading.get_ident())
        if self.past_fault is not None:
            raise self.past_fault
        return super().past()

    def quoted_chains(self, moment: datetime) -> Mapping[ChainKey, datetime]:
        return super().quoted_chains(moment)


class Watcher:
    """Somebody before the dock: what came to the screen."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.session = Session(Background())
        self.session.background.setParent(self.session)
        self.quotes = WatchedQuotes()
        self.views = MarketViews(self.session)
        self.seen: list[Shown] = []
        self.views.shown.connect(self.seen.append)
        self.session.hold(portfolio_of(desk_with(CONDOR), self.quotes))
        self.session.paint_now()

    def sees(self, count: int = 1) -> Shown:
        """Waits until so many pages have come."""
        self.qtbot.waitUntil(lambda: len(self.seen) >= count)
        return self.seen[-1]

    def rests(self) -> None:
        self.views.wait()
        self.qtbot.wait(20)


@pytest.fixture
def watcher(qtbot: QtBot) -> Iterator[Watcher]:
    made = Watcher(qtbot)
    yield made
    made.quotes.gate.set()
    made.views.finish()
    made.session.hold(None)


def test_nothing_is_worked_out_while_nobody_watches(watcher: Watcher) -> None:
    watcher.views.choose(page="series")
    watcher.rests()
    assert (watcher.seen, watcher.quotes.readers) == ([], [])
    watcher.views.watch(True)
    assert isinstance(watcher.sees().view, SeriesView)
    watcher.views.watch(False)
    watcher.views.choose(page="regime")
    watcher.rests()
    assert len(watcher.seen) == 1


def test_it_is_read_once_and_on_another_thread(watcher: Watcher) -> None:
    watcher.views.watch(True)
    for count, page in enumerate(("term", "series", "regime", "smile"), start=1):
        watcher.views.choose(page=page)
        assert watcher.sees(count).choices.page == page
    assert len(watcher.quotes.readers) == 1


def test_the_latest_choice_wins_and_no_other_comes_to_the_screen(watcher: Watcher) -> None:
    watcher.quotes.gate.clear()
    watcher.views.watch(True)
    watcher.views.choose(page="series")
    watcher.views.choose(series="SPX")
    watcher.views.choose(series="VVIX")
    watcher.quotes.gate.set()
    watcher.sees()
    watcher.rests()
    assert [shown.choices.series for shown in watcher.seen] == ["VVIX"]


def test_the_same_again_is_not_worked_out(watcher: Watcher) -> None:
    watcher.views.watch(True)
    watcher.sees()
    watcher.views.refresh()
    watcher.session.repaint()
    watcher.rests()
    assert len(watcher.seen) == 1


def test_other_quotes_are_read_and_what_was_under_way_is_dropped(watcher: Watcher) -> None:
    watcher.views.choose(page="series")
    watcher.quotes.gate.clear()
    watcher.views.watch(True)
    watcher.quotes.made_past = Past()
    watcher.session.read_market_again()
    watcher.quotes.gate.set()
    assert isinstance(watcher.sees().view, EmptyState)
    watcher.rests()
    assert len(watcher.seen) == 1
    assert len(watcher.quotes.readers) == 2


def test_another_portfolio_has_another_market(watcher: Watcher) -> None:
    watcher.views.choose(page="series")
    watcher.views.watch(True)
    watcher.sees()
    watcher.session.hold(portfolio_of(desk_with(), MadeQuotes()))
    assert isinstance(watcher.sees(2).view, EmptyState)


def test_what_cannot_be_shown_gives_way_to_what_can(watcher: Watcher) -> None:
    watcher.views.watch(True)
    watcher.views.choose(page="smile", root="XSP")
    shown = watcher.sees()
    assert isinstance(shown.view, SmileView)
    assert (shown.choices.root, shown.roots) == ("SPXW", ("SPXW", "VIX"))
    assert shown.choices.expiry in [day for day, _ in shown.expiries]
    watcher.views.choose(page="series", series="MOON")
    assert watcher.sees(2).choices.series == "SPX"


def test_a_market_file_that_cannot_be_read_is_said_and_read_again(watcher: Watcher) -> None:
    watcher.quotes.past_fault = KnownError("Mine.market is damaged.", "Move it away or delete it.")
    watcher.views.watch(True)
    view = watcher.sees().view
    assert isinstance(view, EmptyState)
    assert view.sentence == "Mine.market is damaged. Move it away or delete it."
    watcher.quotes.past_fault = None
    watcher.session.read_market_again()
    assert not isinstance(watcher.sees(2).view, EmptyState)


def test_after_the_end_nothing_comes(watcher: Watcher) -> None:
    watcher.quotes.gate.clear()
    watcher.views.watch(True)
    threading.Timer(0.05, watcher.quotes.gate.set).start()
    watcher.views.finish()
    watcher.rests()
    assert watcher.seen == []
