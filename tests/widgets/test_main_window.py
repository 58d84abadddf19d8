"""The main window: nothing clipped, everything named, layout and theme kept, empty panels that help."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QDockWidget, QToolButton
from pytestqt.qtbot import QtBot
from support.shown_windows import accessible_name, clipped_parts, nameless_parts
from support.window_parts import CONDOR, UNQUOTED, MadeShelf, desk_with, portfolio_of, simulated_desk
from support.windows import Trader

from alvh_desktop.domain.preferences import Preferences, Theme
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.widgets.docks import STATE_VERSION
from alvh_desktop.widgets.main_window import PANELS

SIZES = [(1280, 800), (2560, 1440)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_clipped(trader: Trader, size: tuple[int, int], theme: Theme) -> None:
    trader.program.settings.change(theme=theme)
    trader.window.resize(*size)
    trader.types(CONDOR)
    trader.looks()
    trader.window.reset_layout()
    trader.looks()
    assert clipped_parts(trader.window) == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_clipped_in_an_empty_window(newcomer: Trader, size: tuple[int, int]) -> None:
    newcomer.window.resize(*size)
    newcomer.looks()
    assert clipped_parts(newcomer.window) == []
    newcomer.program.session.hold(None)
    newcomer.looks()
    assert clipped_parts(newcomer.window) == []


def test_every_control_has_a_name_for_a_screen_reader(trader: Trader, newcomer: Trader) -> None:
    trader.window.show_fault(KnownError("The disk is full.", "Free some space."))
    for each in (trader, newcomer):
        each.looks()
        assert nameless_parts(each.window) == []
    assert accessible_name(trader.window.entry.line) == "Order line"


def test_the_payoff_is_told_in_words(trader: Trader) -> None:
    chart = trader.window.payoff.focusProxy()
    assert chart is not None
    assert "at the settlement of 2026-12-18 16:00 New York" in chart.accessibleDescription()
    assert "At settlement the net is even at" in chart.accessibleDescription()


def test_tab_reaches_every_control_once(trader: Trader) -> None:
    trader.types("-")
    reached = []
    for _ in range(20):
        here = QApplication.focusWidget()
        assert here is not None
        if here in reached:
            break
        reached.append(here)
        trader.presses(Qt.Key.Key_Tab)
    window = trader.window
    chart = window.payoff.focusProxy()
    for control in (
        window.entry.line,
        window.entry.book,
        window.tree.search,
        window.tree.view,
        chart,
        window.alerts.view,
    ):
        assert control in reached


def test_light_and_dark_are_different_pictures(trader: Trader) -> None:
    seen = {}
    for theme in ("light", "dark"):
        trader.program.settings.change(theme=theme)
        trader.looks()
        image = trader.window.grab().toImage()
        seen[theme] = QColor(image.pixel(2, 40)).lightness(), _lightness(image)
    assert seen["light"][0] > 200 > 60 > seen["dark"][0]
    assert seen["light"][1] - seen["dark"][1] > 120, "the chart and every panel follow"


def _lightness(image: QImage) -> float:
    """The mean over the picture, 0 to 255."""
    places = [(x, y) for x in range(20, 1260, 40) for y in range(20, 780, 40)]
    return sum(QColor(image.pixel(x, y)).lightness() for x, y in places) / len(places)


def button_named(trader: Trader, beginning: str) -> QToolButton:
    buttons = [button for button in trader.window.findChildren(QToolButton) if button.isVisible()]
    found = [button for button in buttons if button.accessibleName().startswith(beginning)]
    assert len(found) == 1, f"{len(found)} buttons {beginning!r}"
    return found[0]


def test_the_layout_is_kept_and_given_back(qtbot: QtBot) -> None:
    first = Trader(qtbot, MadeShelf())
    first.window.area.docks["alerts"].hide()
    first.window.tree.view.header().setSectionHidden(3, True)
    first.looks()
    first.leaves()
    kept = first.kept[-1]
    second = Trader(qtbot, MadeShelf(), kept)
    second.window.restore_layout(kept.window_state)
    second.looks()
    assert second.window.area.docks["alerts"].isHidden()
    assert second.window.tree.view.header().isSectionHidden(3)
    second.takes("Reset layout")
    assert not second.window.area.docks["alerts"].isHidden()
    assert not second.window.tree.view.header().isSectionHidden(3)
    second.leaves()


@pytest.mark.parametrize("kept", [b"", b"\0", b"garbage of another program", bytes(range(256)) * 8])
def test_a_layout_that_cannot_be_read_gives_the_first_one(trader: Trader, kept: bytes) -> None:
    trader.window.restore_layout(kept)
    trader.looks()
    docks = trader.window.area.docks
    put_away = {"calendar", "fills", "sizing", "ticket", "statistics"}
    assert {name for name, dock in docks.items() if not dock.isVisible()} == put_away
    assert trader.window.panels["payoff"].isEnabled()
    assert not trader.window.panels["market"].isEnabled(), "it stands behind the payoff, and no key goes into it"


def test_a_layout_of_another_version_is_not_taken(trader: Trader) -> None:
    assert not trader.window.area.restore(trader.window.area.saveState(STATE_VERSION + 1))


def test_the_key_of_a_panel_behind_a_tab_brings_it_forward_and_then_puts_it_away(trader: Trader) -> None:
    dock = trader.window.area.docks["market"]
    action = dock.toggleViewAction()
    assert dock.visibleRegion().isEmpty(), "it stands behind the payoff"
    action.trigger()
    trader.looks()
    assert not dock.visibleRegion().isEmpty()
    assert dock.isAncestorOf(QApplication.focusWidget() or dock)
    action.trigger()
    trader.looks()
    assert dock.isHidden()


def test_every_dock_has_a_name_a_menu_entry_and_a_key(trader: Trader) -> None:
    docks = trader.window.findChildren(QDockWidget)
    assert len({dock.objectName() for dock in docks}) == len(docks) == len(PANELS)
    for dock in docks:
        action = dock.toggleViewAction()
        assert action in trader.program.menus.actions
        assert not action.shortcut().isEmpty()
        while not dock.isHidden():
            action.trigger()
            trader.looks()
        action.trigger()
        trader.looks()
        assert dock.isVisible()
        assert dock.isAncestorOf(QApplication.focusWidget() or dock), "the key goes on in the panel it shows"


def test_a_locked_layout_cannot_be_moved_by_hand(trader: Trader) -> None:
    none = QDockWidget.DockWidgetFeature.NoDockWidgetFeatures
    trader.takes("Lock the layout")
    assert {dock.features() for dock in trader.window.area.docks.values()} == {none}
    assert trader.kept[-1].is_layout_locked
    trader.takes("Lock the layout")
    assert none not in {dock.features() for dock in trader.window.area.docks.values()}


def test_an_empty_panel_fills_by_its_one_button(newcomer: Trader) -> None:
    panels = {**newcomer.window.panels, **newcomer.window.charts.panels}
    for name in ("positions", "payoff", "alerts"):
        panel = panels[name]
        assert panel.is_empty
        assert panel.sentence.text().endswith(".")
    newcomer.window.tree.search.setFocus()
    newcomer.clicks(newcomer.window.panels["positions"].button)
    assert newcomer.window.entry.line.hasFocus()
    newcomer.enters(CONDOR)
    assert not any(panels[name].is_empty for name in ("positions", "payoff", "alerts"))


def test_without_a_portfolio_the_button_opens_one(newcomer: Trader) -> None:
    newcomer.program.session.hold(None)
    newcomer.looks()
    assert newcomer.window.windowTitle() == "ALVH Desktop"
    newcomer.answers.to_open = Path("/nowhere/Mine.alvh")
    newcomer.clicks(newcomer.window.panels["payoff"].button)
    assert newcomer.program.files.path == Path("/nowhere/Mine.alvh")
    assert "Test book" in newcomer.window.windowTitle()


def test_a_fault_stays_until_it_is_closed_and_comes_once(trader: Trader) -> None:
    error = KnownError("The disk is full.", "Free some space.")
    trader.window.show_fault(error)
    trader.window.show_fault(error)
    trader.looks()
    assert trader.banners == ("The disk is full.", "Free some space.")
    trader.clicks(button_named(trader, "Close: The disk is full."))
    assert trader.banners == ()
    assert not trader.window.banners.isVisible()


def test_read_only_is_said_with_its_reason(qtbot: QtBot) -> None:
    reason = "Another program holds it."
    shelf = MadeShelf(sample=lambda: portfolio_of(desk_with(), read_only_because=reason))
    trader = Trader(qtbot, shelf)
    assert trader.banners == ("Read-only: nothing you enter can be kept.", reason)
    trader.program.files.open(Path("/nowhere/Mine.alvh"))
    trader.looks()
    assert trader.banners == ()
    trader.leaves()


def test_the_first_look_tells_three_things_once(qtbot: QtBot) -> None:
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(simulated_desk())), Preferences())
    assert len(trader.banners) == 3
    assert trader.window.market.simulated.isVisible()
    trader.clicks(button_named(trader, "Close: This is a sample"))
    assert trader.banners == ()
    assert not trader.kept[-1].is_first_run
    trader.program.files.open_sample()
    trader.looks()
    assert trader.banners == ()
    trader.leaves()


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[None]:
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


def test_copying_takes_what_the_focused_panel_holds(trader: Trader, clipboard: None) -> None:
    trader.chooses("core")
    trader.window.tree.view.setFocus()
    trader.presses(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Core\t")
    shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    trader.presses(Qt.Key.Key_C, shift)
    assert QGuiApplication.clipboard().text().startswith("Position\tQty")
    trader.window.payoff.setFocus()
    trader.presses(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("SPX\tVIX (model)\tNow condors $\t")
    trader.window.alerts.choose_first()
    trader.window.alerts.view.setFocus()
    trader.presses(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    alert = trader.window.alerts.alert
    assert alert is not None
    assert alert.rule.title in QGuiApplication.clipboard().text()


def test_the_status_bar_sums_what_is_chosen(trader: Trader) -> None:
    trader.window.tree.view.selectAll()
    trader.looks()
    assert trader.window.status_line.selection.text().startswith("2 selected: P/L ")


def test_partial_sums_wear_their_badge_in_the_tree(trader: Trader) -> None:
    trader.enters(UNQUOTED)
    (core, _) = trader.rows("sleeve")
    assert core.badge == "partial"
    assert clipped_parts(trader.window) == []
