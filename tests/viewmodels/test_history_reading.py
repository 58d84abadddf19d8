"""The history behind the screen: off its thread, nothing unless watched, read again only where it may be new."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK, entering
from support.recorded_pasts import MadePastFile, TradedPast, traded_past
from support.window_parts import CONDOR, MARKET, desk_with, portfolio_of

from alvh_desktop.cli.shelf import FileShelf
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.recording import day_lines
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.history.reading import HistoryReading
from alvh_desktop.viewmodels.history.view import HistoryView

DAYS = 6


@pytest.fixture(scope="module")
def past() -> TradedPast:
    return traded_past(DAYS)


class Watcher:
    """Somebody before the page: what came to the screen."""

    def __init__(self, qtbot: QtBot, past: TradedPast) -> None:
        self.qtbot = qtbot
        self.file = MadePastFile(past)
        self.portfolio = replace(portfolio_of(past.desk), open_past=self.file.open)
        self.picture = paint(Inputs(past.desk.book, replace(MARKET, at=past.now)))
        self.reading = HistoryReading()
        self.seen: list[HistoryView] = []
        self.reading.found.connect(self.seen.append)

    def shows(self, picture: Picture | None = None) -> None:
        self.reading.show(picture or self.picture, self.portfolio)

    def later(self, minutes: int) -> Picture:
        now = self.picture.inputs.now + timedelta(minutes=minutes)
        return paint(Inputs(self.picture.inputs.book, replace(MARKET, at=now)))

    def sees(self, count: int = 1) -> HistoryView:
        self.qtbot.waitUntil(lambda: len(self.seen) >= count)
        return self.seen[-1]

    def rests(self) -> int:
        """How many pages have come when all is done."""
        self.reading.wait()
        self.qtbot.wait(20)
        return len(self.seen)


@pytest.fixture
def watcher(qtbot: QtBot, past: TradedPast) -> Iterator[Watcher]:
    made = Watcher(qtbot, past)
    yield made
    made.reading.finish()


def test_nothing_is_read_while_nobody_watches(watcher: Watcher) -> None:
    watcher.shows()
    assert (watcher.rests(), watcher.file.threads) == (0, [])
    watcher.reading.watch(True)
    view = watcher.sees()
    assert view.chart is not None
    assert len(view.chart.stops) == DAYS
    assert threading.get_ident() not in watcher.file.threads
    assert not watcher.file.is_open, "what was opened is closed again"
    watcher.reading.watch(False)
    watcher.shows(watcher.later(5))
    assert watcher.rests() == 1


def test_within_a_minute_and_for_another_measure_nothing_is_read_again(watcher: Watcher) -> None:
    watcher.shows()
    watcher.reading.watch(True)
    watcher.sees()
    watcher.shows()
    watcher.shows(watcher.later(0))
    assert watcher.rests() == 1
    watcher.reading.choose(measure="theta")
    assert watcher.sees(2).choices.measure == "theta"
    watcher.reading.choose(whose="condors")
    watcher.reading.choose(span="all")
    assert watcher.rests() >= 3
    assert len(watcher.file.threads) == 1


def test_a_minute_later_only_what_may_be_new_is_read(watcher: Watcher, past: TradedPast) -> None:
    watcher.shows()
    watcher.reading.watch(True)
    before = watcher.sees()
    watcher.shows(watcher.later(1))
    after = watcher.sees(2)
    assert watcher.file.asked_first == [None, past.now.date()]
    assert before.chart is not None
    assert after.chart is not None
    assert before.chart.table() == after.chart.table()
    watcher.reading.forget()
    watcher.shows(watcher.later(2))
    watcher.sees(3)
    assert watcher.file.asked_first[-1] is None


def test_a_choice_that_is_not_there_gives_way(watcher: Watcher) -> None:
    watcher.reading.choose(measure="nonsense")
    watcher.shows()
    watcher.reading.choose(whose=987654)
    watcher.reading.watch(True)
    view = watcher.sees()
    assert view.choices.measure == "profit"
    assert view.choices.whose == watcher.reading.choices.whose == "all"
    assert view.chart is not None


def test_the_lens_says_whose_days_are_summed(watcher: Watcher) -> None:
    watcher.shows(paint(Inputs(watcher.picture.inputs.book, watcher.picture.inputs.market, lens=Lens(sleeve="alvh"))))
    watcher.reading.watch(True)
    assert [label for _, label in watcher.sees().offered] == ["All campaigns", "Hedge ladder"]


def test_another_portfolio_shows_nothing_of_the_one_before(watcher: Watcher) -> None:
    watcher.shows()
    watcher.reading.watch(True)
    desk = desk_with(CONDOR)
    other = replace(portfolio_of(desk), open_past=MadePastFile(TradedPast(desk, CLOCK)).open)
    watcher.reading.show(paint(Inputs(desk.book, MARKET)), other)
    watcher.rests()
    assert all(view.chart is None for view in watcher.seen)
    assert watcher.seen[-1].empty is not None
    watcher.reading.show(None, None)
    empty = watcher.seen[-1].empty
    assert empty is not None
    assert empty.filler == "open"


def test_a_file_that_cannot_be_read_is_said_and_tried_again(watcher: Watcher) -> None:
    watcher.file.fault = KnownError("The file is damaged.", "Restore a backup.")
    watcher.shows()
    watcher.reading.watch(True)
    empty = watcher.sees().empty
    assert empty is not None
    assert "The file is damaged." in empty.sentence
    watcher.file.fault = None
    watcher.shows(watcher.later(1))
    assert watcher.sees(2).chart is not None


def test_a_real_file_is_read_beside_its_writer(qtbot: QtBot, tmp_path: Path) -> None:
    opened = FileShelf().create(tmp_path / "Mine.alvh", "Mine", "Main", "Steward")
    assert isinstance(opened, OpenPortfolio)
    desk = opened.desk
    desk.clock = lambda: CLOCK
    edit: EnterOrder = entering(CONDOR, desk.next_id)
    assert isinstance(desk.do(edit), Change)
    picture = paint(Inputs(desk.book, MARKET))
    assert opened.recorder is not None
    opened.recorder.keep_days(day_lines(picture, CLOCK))
    reading, seen = HistoryReading(), list[HistoryView]()
    reading.found.connect(seen.append)
    reading.show(picture, opened)
    reading.watch(True)
    qtbot.waitUntil(lambda: bool(seen))
    (view,) = seen
    assert view.chart is not None
    assert len(view.chart.stops) == 1
    assert isinstance(desk.undo(), Change), "the writer goes on"
    reading.finish()
    opened.close()
