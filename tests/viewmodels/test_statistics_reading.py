"""Statistics behind the screen: off its thread, nothing unless watched, read again only where they may be new."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot
from support.generated_year import PAPER
from support.whole_year import YearFile, whole_year
from support.window_parts import CONDOR, MARKET, MadeQuotes, desk_with, portfolio_of

from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.series.past import Past
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.statistics.behind_rows import BehindView
from alvh_desktop.viewmodels.statistics.pages import TablePage
from alvh_desktop.viewmodels.statistics.reading import StatisticsReading
from alvh_desktop.viewmodels.statistics.view import StatisticsView


class Watcher:
    """Somebody before the dock: what came to the screen."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.year = qtbot, whole_year()
        self.file, self.quotes = YearFile(self.year), MadeQuotes(made_past=self.year.past)
        self.portfolio = replace(portfolio_of(desk_with(), self.quotes), open_past=self.file.open)
        self.picture = self.year.picture()
        self.reading = StatisticsReading()
        self.seen: list[StatisticsView] = []
        self.behind: list[BehindView] = []
        self.refused: list[Problem | None] = []
        self.reading.found.connect(self.seen.append)
        self.reading.behind.connect(self.behind.append)
        self.reading.refused.connect(self.refused.append)

    def shows(self, picture: Picture | None = None) -> None:
        self.reading.show(picture or self.picture, self.portfolio)

    def sees(self, count: int = 1) -> StatisticsView:
        self.qtbot.waitUntil(lambda: len(self.seen) >= count)
        return self.seen[-1]

    def rests(self) -> int:
        """How many views have come when all is done."""
        self.qtbot.waitUntil(lambda: self.reading._running is None)
        self.reading.wait()
        self.qtbot.wait(20)
        return len(self.seen)


@pytest.fixture
def watcher(qtbot: QtBot) -> Iterator[Watcher]:
    made = Watcher(qtbot)
    yield made
    made.reading.finish()


def test_nothing_is_read_while_nobody_watches(watcher: Watcher) -> None:
    watcher.shows()
    assert (watcher.rests(), watcher.file.threads) == (0, [])
    watcher.reading.watch(True)
    assert watcher.sees().strip[0].text == "240"
    assert threading.get_ident() not in watcher.file.threads
    watcher.reading.watch(False)
    watcher.shows(watcher.year.picture(now=watcher.year.now + timedelta(minutes=5)))
    assert watcher.rests() == 1


def test_another_choice_reads_nothing_again_and_the_latest_wins(watcher: Watcher) -> None:
    watcher.shows()
    watcher.reading.watch(True)
    watcher.sees()
    for view in ("equity", "calendar", "hedge"):
        watcher.reading.choose(view=view)
    watcher.reading.choose(tag="tenth")
    assert watcher.rests() >= 2
    assert (watcher.seen[-1].choices.view, watcher.seen[-1].choices.tag) == ("hedge", "tenth")
    assert len(watcher.file.threads) == 1
    watcher.reading.clear_filters()
    watcher.rests()
    assert watcher.seen[-1].choices.tag is None


def test_a_minute_later_only_what_may_be_new_is_read(watcher: Watcher) -> None:
    watcher.shows()
    watcher.reading.watch(True)
    before = watcher.sees()
    watcher.shows(watcher.year.picture(now=watcher.year.now + timedelta(minutes=1)))
    after = watcher.sees(2)
    assert watcher.file.asked_first == [None, watcher.year.lines[-1].day]
    assert before.strip == after.strip


def test_another_account_is_another_sum(watcher: Watcher) -> None:
    watcher.shows()
    watcher.reading.watch(True)
    watcher.sees()
    watcher.shows(watcher.year.picture(PAPER))
    assert watcher.sees(2).strip[0].caption == "Closed on paper"


def test_typed_days_are_taken_or_refused_with_the_reason(watcher: Watcher) -> None:
    watcher.shows()
    watcher.reading.watch(True)
    watcher.sees()
    watcher.reading.type_days("2025-02-30", "")
    problem = watcher.refused[-1]
    assert isinstance(problem, Problem)
    assert "'2025-02-30' is no day" in problem.message
    watcher.reading.type_days("2025-02-01", "2025-02-28")
    assert watcher.refused[-1] is None
    view = watcher.sees(2)
    assert view.days == ("2025-02-01", "2025-02-28")
    assert isinstance(view.page, TablePage)
    assert len(view.page.rows) == 1
    watcher.reading.type_days("2025-02-01", "2025-02-28")
    assert watcher.rests() == 2, "the same days change nothing"
    watcher.reading.choose(span="all")
    assert watcher.sees(3).days == ("", "")


def test_the_campaigns_behind_a_place_come_as_rows(watcher: Watcher) -> None:
    watcher.reading.look_behind(0)
    watcher.shows()
    watcher.reading.watch(True)
    view = watcher.sees()
    assert isinstance(view.page, TablePage)
    watcher.reading.look_behind(3)
    watcher.qtbot.waitUntil(lambda: bool(watcher.behind))
    assert watcher.behind[-1].campaign_ids == view.page.behind(3).campaign_ids
    assert watcher.behind[-1].words == "Behind it: 20 campaigns, month it ended in April 2025"


def test_what_was_asked_of_a_view_that_is_gone_is_not_told(watcher: Watcher) -> None:
    watcher.shows()
    watcher.reading.watch(True)
    watcher.sees()
    watcher.reading.choose(by="vix")
    watcher.reading.look_behind(3)
    watcher.sees(2)
    watcher.rests()
    assert watcher.behind == []
    watcher.reading.look_behind(1)
    watcher.reading.show(None, None)
    watcher.rests()
    assert watcher.behind == []


def test_closes_that_come_later_tell_vix_where_it_was_missing(watcher: Watcher) -> None:
    watcher.quotes.made_past = Past()
    watcher.shows()
    watcher.reading.watch(True)
    assert [label for _, label in watcher.sees().offered.regimes] == ["Any VIX", "VIX not known"]
    watcher.quotes.made_past = watcher.year.past
    watcher.reading.look_again()
    assert len(watcher.sees(2).offered.regimes) == 4
    watcher.reading.look_again()
    assert watcher.rests() == 2, "nothing is missing any more"


def test_another_portfolio_shows_nothing_of_the_one_before(watcher: Watcher) -> None:
    watcher.shows()
    watcher.reading.choose(tag="tenth", view="calendar")
    watcher.reading.watch(True)
    desk = desk_with(CONDOR)
    watcher.reading.show(paint(Inputs(desk.book, MARKET)), portfolio_of(desk))
    watcher.rests()
    assert all(view.strip[0].text == "0" for view in watcher.seen)
    assert (watcher.seen[-1].choices.tag, watcher.seen[-1].choices.view) == (None, "calendar")


def test_a_file_that_cannot_be_read_is_said_and_tried_again(watcher: Watcher) -> None:
    watcher.file.fault = KnownError("The file is damaged.", "Restore a backup.")
    watcher.shows()
    watcher.reading.watch(True)
    assert "The file is damaged." in watcher.sees().trouble
    watcher.file.fault = None
    watcher.shows(watcher.year.picture(now=watcher.year.now + timedelta(minutes=1)))
    assert watcher.sees(2).trouble == ""


def test_days_that_no_calendar_has_are_said_and_stop_nothing(
    watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outside(*_: object) -> StatisticsView:
        raise KnownError("The calendar ends in 2040.", "")

    with monkeypatch.context() as patched:
        patched.setattr("alvh_desktop.viewmodels.statistics.view.statistics_view", outside)
        watcher.shows()
        watcher.reading.watch(True)
        page = watcher.sees().page
        assert isinstance(page, EmptyState)
        assert page.sentence == "The calendar ends in 2040."
    watcher.reading.choose(by="vix")
    assert isinstance(watcher.sees(2).page, TablePage)
