"""The calendar in the window: opened by key, its events added, changed, struck, brought back and undone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow
from pytestqt.qtbot import QtBot
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import CONDOR, SHORT_CALLS, MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.domain.preferences import Theme
from alvh_desktop.widgets.calendar_panel import CalendarPanel
from alvh_desktop.widgets.docks import STATE_VERSION


@pytest.fixture
def trader(qtbot: QtBot) -> Iterator[Trader]:
    desk = desk_with(CONDOR, SHORT_CALLS)
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk)))
    trader.presses(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier, on=trader.window)
    yield trader
    trader.leaves()


def panel_of(trader: Trader) -> CalendarPanel:
    return trader.window.contents.calendar


def lines(trader: Trader) -> list[str]:
    return [" ".join(row.cells[:3]) for row in trader.window.contents.days.rows]


def choose(trader: Trader, kind: str) -> None:
    """The line of the first event of this kind."""
    found = enumerate(trader.window.contents.days.lines)
    panel_of(trader).table.selectRow(next(place for place, line in found if line.event and line.event.kind == kind))
    trader.looks()


def test_it_is_put_away_at_first_and_opens_by_its_key(qtbot: QtBot) -> None:
    trader = Trader(qtbot, MadeShelf())
    dock = trader.window.area.docks["calendar"]
    assert dock.isHidden()
    trader.presses(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier, on=trader.window)
    assert panel_of(trader).table.isVisible()
    assert QApplication.focusWidget() is panel_of(trader).table
    assert panel_of(trader).unknown.text().startswith("CPI dates are known from 2025-01-01 to 2026-12-10")
    assert panel_of(trader).unknown.property("tone") == "doubt"
    trader.leaves()


def test_a_layout_of_before_the_calendar_is_taken_without_it(trader: Trader) -> None:
    before = QMainWindow()
    for name in ("positions", "payoff", "alerts", "market"):
        dock = QDockWidget(before)
        dock.setObjectName(f"{name}Dock")
        before.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    kept = before.saveState(STATE_VERSION)
    area = trader.window.area
    assert not area.docks["calendar"].isHidden()
    assert area.restore(kept)
    trader.looks()
    assert "calendar" in [name for name, dock in area.docks.items() if dock.isHidden()]
    trader.takes("Calendar")
    assert panel_of(trader).table.isVisible()


def test_an_event_is_added_changed_removed_and_undone(trader: Trader) -> None:
    panel = panel_of(trader)
    trader.takes("Add an event")
    fields = panel.form.fields
    assert QApplication.focusWidget() is fields["on"]
    for name, text in (("on", "2026-11-30"), ("time", "16:00"), ("title", "Review of the ladder")):
        fields[name].setText("")
        trader.types(text, into=fields[name])
    trader.presses(Qt.Key.Key_Return)
    assert not panel.form.isVisible()
    assert "Mon 30 Nov 16:00 Review of the ladder" in lines(trader)
    assert panel.strike.text() == "&Remove", "the new line is chosen"
    trader.clicks(panel.buttons[panel.change])
    assert not panel.form.kind.isEnabled()
    fields["on"].setText("2026-12-01")
    trader.clicks(panel.form.enter)
    assert "Tue 1 Dec 16:00 Review of the ladder" in lines(trader)
    trader.clicks(panel.buttons[panel.strike])
    assert not any("Review" in line for line in lines(trader))
    trader.takes("Undo")
    assert "Tue 1 Dec 16:00 Review of the ladder" in lines(trader)


def test_a_shipped_event_is_struck_stays_in_sight_and_comes_back(trader: Trader) -> None:
    panel = panel_of(trader)
    before = lines(trader)
    choose(trader, "CPI")
    assert not panel.back.isEnabled()
    trader.clicks(panel.buttons[panel.strike])
    assert "Thu 10 Dec  Struck: Consumer prices (CPI)" in lines(trader)
    assert [panel.change.isEnabled(), panel.strike.isEnabled(), panel.back.isEnabled()] == [False, False, True]
    trader.clicks(panel.buttons[panel.back])
    assert lines(trader) == before
    trader.takes("Undo")
    assert "Thu 10 Dec  Struck: Consumer prices (CPI)" in lines(trader)


def test_what_no_person_can_change_offers_nothing(trader: Trader) -> None:
    panel, days = panel_of(trader), trader.window.contents.days
    panel.table.selectRow(next(place for place, line in enumerate(days.lines) if line.event is None))
    trader.looks()
    assert not any(panel.buttons[action].isEnabled() for action in (panel.change, panel.strike, panel.back))
    assert panel.add.isEnabled()


@pytest.mark.parametrize(("field", "text", "said"), [
    ("on", "12/16/2026", "'12/16/2026' is no day: write it like 2026-11-20."),
    ("time", "noon", "'noon' is no time: write it like 14:00, New York time, or leave it empty."),
    ("source", "b\x07", "Say where the value comes from, in printable characters."),
])  # fmt: skip
def test_a_refused_text_stays_with_its_sentence(trader: Trader, field: str, text: str, said: str) -> None:
    panel = panel_of(trader)
    choose(trader, "PPI")
    trader.clicks(panel.buttons[panel.change])
    before = lines(trader)
    panel.form.fields[field].setText(text)
    trader.clicks(panel.form.enter)
    assert panel.form.isVisible()
    assert (panel.form.problem.text(), panel.form.fields[field].text()) == (said, text)
    assert QApplication.focusWidget() is panel.form.fields[field]
    assert panel.form.fields[field].accessibleDescription() == said
    assert lines(trader) == before
    trader.presses(Qt.Key.Key_Escape)
    assert not panel.form.isVisible()
    assert QApplication.focusWidget() is panel.table


def test_the_choice_stays_with_its_event(trader: Trader) -> None:
    panel = panel_of(trader)
    choose(trader, "PPI")
    panel.every.click()
    trader.looks()
    line = trader.window.contents.days.lines[panel.table.currentIndex().row()]
    assert line.event is not None
    assert line.event.kind == "PPI"
    trader.window.entry.line.setFocus()
    assert trader.window.copy_text(False) == ""
    panel.table.setFocus()
    assert trader.window.copy_text(False) == "Tue 15 Dec\t08:30\tProducer prices (PPI)\tBLS release schedule"


def test_tab_reaches_its_parts_in_order(trader: Trader) -> None:
    panel = panel_of(trader)
    choose(trader, "CPI")
    panel.every.setFocus()
    reached = []
    for _ in range(5):
        reached.append(QApplication.focusWidget())
        trader.presses(Qt.Key.Key_Tab)
    buttons = panel.buttons
    assert reached == [panel.every, panel.table, buttons[panel.add], buttons[panel.change], buttons[panel.strike]]
    trader.clicks(buttons[panel.change])
    stops = [stop for stop in panel.form.stops if stop.isEnabled()]
    stops[0].setFocus()
    for stop in stops:
        assert QApplication.focusWidget() is stop
        trader.presses(Qt.Key.Key_Tab)


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_clipped_or_without_a_name(trader: Trader, size: tuple[int, int], theme: Theme) -> None:
    trader.program.settings.change(theme=theme)
    trader.window.resize(*size)
    trader.looks()
    panel = panel_of(trader)
    assert clipped_parts(panel) == []
    assert nameless_parts(panel) == []
    choose(trader, "CPI")
    trader.clicks(panel.buttons[panel.change])
    panel.form.fields["on"].setText("12/16/2026")
    trader.clicks(panel.form.enter)
    assert clipped_parts(panel) == []
    assert nameless_parts(panel) == []
