"""The slider goes back through a recorded past in the whole window, and comes back to now."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.filed_pasts import FiledPast, copied_past, filed_past
from support.recorded_pasts import trading_days
from support.window_parts import MadeShelf, desk_with, portfolio_of

from alvh_desktop.app import Program, assemble
from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.viewmodels.charts import PageName
from alvh_desktop.viewmodels.payoff import PayoffView
from alvh_desktop.widgets.lens.controls import LensControls

DAYS = tuple(trading_days(4))
LEFT, RIGHT, R = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_R


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    folder = tmp_path_factory.mktemp("past")
    with filed_past(folder, len(DAYS), gaps=(DAYS[2],), unquoted=(DAYS[2],)) as past:
        return folder, past.now - timedelta(minutes=30)


@pytest.fixture
def past(made: tuple[Path, datetime], tmp_path: Path) -> Iterator[FiledPast]:
    with copied_past(made[0], tmp_path, made[1]) as past:
        yield past


class Window:
    """The whole window on the past, the slider on now."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program, self.qtbot = program, qtbot
        self.shown: list[tuple[str, object]] = []
        program.window.contents.charts.shown.connect(lambda page, view: self.shown.append((page, view)))
        self.stand(self.view_now)

    @property
    def controls(self) -> LensControls:
        return self.program.window.charts.controls

    @property
    def view_now(self) -> int:
        assert self.controls._view is not None
        return self.controls._view.now

    @property
    def day(self) -> date:
        """The day the slider stands on."""
        assert self.controls._view is not None
        return self.controls._view.stops[self.controls.date.value()].at.astimezone(NEW_YORK).date()

    @property
    def payoff(self) -> PayoffView:
        page, view = self.shown[-1]
        assert page == "payoff"
        assert isinstance(view, PayoffView)
        return view

    @property
    def told(self) -> str:
        return " ".join(sentence for sentence, _ in self.program.window.charts._said)

    def stand(self, place: int) -> None:
        self.controls.date.setValue(place)
        self.rest()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.controls.date, key)
        self.rest()

    def rest(self) -> None:
        for _ in range(3):
            QApplication.processEvents()
            self.program.travel.wait()
            self.qtbot.wait(5)


@pytest.fixture
def window(past: FiledPast, qtbot: QtBot) -> Iterator[Window]:
    program = assemble(MadeShelf(), Preferences(is_first_run=False), lambda _: None)
    qtbot.addWidget(program.window)
    program.window.resize(1400, 900)
    program.window.show()
    program.session.hold(replace(past.portfolio, close=lambda: None))
    program.session.paint_now()
    yield Window(program, qtbot)
    program.close()
    program.window.close()


def test_left_from_now_is_yesterday_and_right_is_now_again(window: Window) -> None:
    assert window.payoff.now_label == "now"
    now = window.payoff.spot
    window.press(LEFT)
    assert window.day == DAYS[2]
    assert "no marks of that day are kept" in window.told
    assert window.program.window.charts.panels["payoff"].is_empty
    window.press(LEFT)
    assert window.day == DAYS[1]
    assert "P/L equals what was recorded that day" in window.told
    assert window.payoff.now_label == "then"
    assert window.payoff.spot != now
    window.press(LEFT, LEFT, LEFT)
    assert window.day == DAYS[0], "the first fill's day is the last stop"
    window.press(RIGHT, RIGHT, RIGHT)
    assert (window.controls.date.value(), window.told) == (window.view_now, "")
    assert (window.payoff.now_label, window.payoff.spot) == ("now", now)


def test_no_strike_of_a_past_day_can_be_dragged(window: Window) -> None:
    drag = window.program.window.contents.drag
    portfolio = window.program.session.portfolio
    assert portfolio is not None
    drag.choose(next(trade.id for trade in portfolio.desk.book.trades.values() if trade.sleeve == "core"))
    window.rest()
    assert window.payoff.handles.strikes
    assert window.program.window.payoff.dragged_strikes
    window.press(LEFT, LEFT)
    assert window.payoff.now_label == "then"
    assert not window.payoff.handles.strikes
    assert not window.program.window.payoff.dragged_strikes
    assert window.payoff.ticket is None
    window.press(R)
    assert window.payoff.handles.strikes


def test_r_comes_back_and_a_date_ahead_after_a_day_behind_is_drawn(window: Window) -> None:
    window.press(LEFT, LEFT)
    window.press(R)
    assert (window.told, window.payoff.now_label, window.payoff.date) == ("", "now", None)
    assert window.controls.date.value() == window.controls._view.settlement  # type: ignore[union-attr]
    ahead = window.view_now + 3
    window.stand(ahead)
    assert window.payoff.date is not None
    window.stand(1)
    assert (window.day, window.payoff.now_label, window.payoff.date) == (DAYS[1], "then", None)
    window.program.session.repaint()
    window.rest()
    assert window.day == DAYS[1], "the date ahead that was left does not draw the slider away"
    window.stand(ahead)
    assert (window.told, window.payoff.now_label) == ("", "now")
    assert window.payoff.date is not None


@pytest.mark.parametrize("page", ["greeks", "map"])
def test_the_other_pages_show_that_day_too(window: Window, page: PageName) -> None:
    window.press(LEFT, LEFT)
    window.shown.clear()
    window.program.window.charts.turn_to(page)
    window.qtbot.waitUntil(lambda: any(name == page for name, _ in window.shown), timeout=10_000)
    assert not window.program.window.charts.panels[page].is_empty
    window.program.window.charts.turn_to("payoff")
    window.rest()
    assert window.payoff.now_label == "then"


def test_the_history_is_left_alone_and_its_days_are_gone_to(window: Window) -> None:
    panel = window.program.window.charts
    panel.turn_to("history")
    window.rest()
    panel._go_back(DAYS[1])
    window.rest()
    assert panel.page == "payoff"
    assert (window.day, window.payoff.now_label) == (DAYS[1], "then")
    panel._go_back(DAYS[3])
    window.rest()
    assert (window.told, window.payoff.now_label) == ("", "now"), "today is not over: it is now"
    window.press(LEFT)
    assert window.program.travel.at is None, "left of the settlement is a date ahead"


def test_what_is_selected_today_and_was_not_held_then_breaks_nothing(window: Window) -> None:
    window.program.session.look(Lens(trade_id=10_000, chosen=frozenset({("campaign", 10_000)})))
    window.stand(1)
    assert window.day == DAYS[1]
    page, _ = window.shown[-1]
    assert page == "payoff"
    window.press(R)
    assert window.payoff.now_label == "now"


def test_another_portfolio_is_shown_as_it_is_now(window: Window) -> None:
    window.stand(0)
    assert window.told
    window.program.session.hold(portfolio_of(desk_with("-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20")))
    window.program.session.paint_now()
    window.rest()
    assert window.told == ""
    assert window.program.travel.at is None
    assert window.payoff.now_label == "now"
    assert window.controls.date.value() >= window.view_now


def test_the_day_is_over_at_five_and_the_program_closes_while_it_looks_back(window: Window) -> None:
    window.controls.date.setValue(0)
    assert window.program.travel.at == over_at(DAYS[0])
