"""Menus, keys and the palette: one command each, named by what it would do."""

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication
from support.window_parts import CONDOR
from support.windows import Trader

from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.widgets.command_palette import CommandPalette, command_name
from alvh_desktop.widgets.dialogs.new_portfolio import NewPortfolio


def palette_of(trader: Trader) -> CommandPalette:
    trader.takes("Commands")
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, CommandPalette) and each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_undo_and_redo_name_what_they_turn(newcomer: Trader) -> None:
    assert not newcomer.command("Undo").isEnabled()
    newcomer.enters(CONDOR)
    assert newcomer.command("Undo").text().startswith("&Undo sell 10 SPXW 18DEC26")
    newcomer.takes("Undo")
    assert not newcomer.command("Undo").isEnabled()
    assert newcomer.command("Redo").text().startswith("&Redo sell 10 SPXW 18DEC26")


def test_no_two_commands_share_a_key(trader: Trader) -> None:
    keys = [key.toString() for action in trader.program.menus.actions for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+K", "F1", "Ctrl+L", "Ctrl+I"} <= set(keys)


def test_the_palette_finds_a_command_and_runs_it(trader: Trader) -> None:
    palette = palette_of(trader)
    assert palette.search.hasFocus()
    trader.types("theme dark", into=palette.search)
    assert palette.list.count() == 1
    trader.presses(Qt.Key.Key_Return)
    assert trader.program.settings.value.theme == "dark"


def test_the_palette_moves_by_the_arrows_and_leaves_by_escape(trader: Trader) -> None:
    palette = palette_of(trader)
    trader.presses(Qt.Key.Key_Down)
    assert palette.list.currentRow() == 1
    assert palette.search.hasFocus()
    before = trader.kept[:]
    trader.presses(Qt.Key.Key_Escape)
    assert trader.kept == before


def test_the_palette_offers_nothing_that_cannot_be_done(newcomer: Trader) -> None:
    names = {command_name(action) for action in palette_of(newcomer)._actions}
    assert "Edit: Undo" not in names
    assert "File: New…" in names


def test_every_command_of_the_menus_is_in_the_palette_once(trader: Trader) -> None:
    names = [command_name(action) for action in trader.program.menus.actions]
    assert len(names) == len(set(names))


def test_without_a_portfolio_what_needs_one_is_not_offered(trader: Trader) -> None:
    trader.program.session.hold(None)
    for name in ("Inputs", "Save a copy", "Restore a backup", "Undo", "Redo"):
        assert not trader.command(name).isEnabled(), name
    for name in ("New", "Open…", "Open the sample", "Import files…"):
        assert trader.command(name).isEnabled(), name


def test_recent_portfolios_are_a_menu_and_open(trader: Trader) -> None:
    trader.program.settings.put(Preferences(is_first_run=False).opened(Path("/nowhere/Q&A.alvh")))
    actions = trader.program.menus._recent.actions()
    assert [action.text() for action in actions] == ["/nowhere/Q&&A.alvh"]
    actions[0].trigger()
    assert trader.program.files.path == Path("/nowhere/Q&A.alvh")


def test_a_new_portfolio_is_asked_for_and_made(trader: Trader) -> None:
    trader.takes("New")
    before = trader.program.files.path
    assert trader.program.files.path == before, "a change of mind makes nothing"
    trader.answers.new = NewPortfolio(Path("/nowhere/New.alvh"), "New", "Main", "Steward")
    trader.takes("New")
    assert trader.program.files.path == Path("/nowhere/New.alvh")


def test_a_copy_is_proposed_beside_the_file(trader: Trader) -> None:
    trader.program.files.open(Path("/nowhere/Mine.alvh"))
    trader.takes("Save a copy")
    assert trader.answers.asked == ["Mine copy.alvh"]


def test_a_hedge_trade_moves_by_the_menu_and_says_why_not(trader: Trader) -> None:
    hedge = trader.rows("trade")[-1]
    trader.chooses(hedge.key)
    trader.takes("Move to the long layer")
    assert trader.rows("trade")[-1].cells[0].text == "Call 20, long layer"
    trader.takes("Move to the long layer")
    assert "stands there already" in trader.banners[0]


def test_a_settlement_before_its_time_is_refused_with_the_reason(trader: Trader) -> None:
    trader.chooses(trader.rows("leg")[0].key)
    trader.answers.settled = (Decimal(6800), "SPX close")
    trader.takes("Settle")
    assert trader.answers.met is not None
    assert trader.answers.met.where == "at"
    assert "settles at 2026-12-18 16:00 New York" in trader.banners[0]


def test_the_diagnostics_hold_versions_and_counts_and_no_names(trader: Trader, tmp_path: Path) -> None:
    file = tmp_path / "Secret.alvh"
    file.write_bytes(b"x" * 7)
    trader.program.files.open(file)
    trader.takes("Copy diagnostics")
    text = QGuiApplication.clipboard().text()
    assert "SQLite: 3." in text
    assert "File bytes: 7" in text
    assert "Secret" not in text
    assert "Test book" not in text


def test_help_pages_open_beside_the_work(trader: Trader) -> None:
    for name in ("Keyboard", "The words", "About"):
        trader.takes(name)
        pages = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not trader.window]
        assert pages, name
        for page in pages:
            page.close()
        trader.looks()


def test_the_keys_of_the_menus_are_the_desktops_own(trader: Trader) -> None:
    for name, key in (("Undo", QKeySequence.StandardKey.Undo), ("Copy", QKeySequence.StandardKey.Copy)):
        assert trader.command(name).shortcut() == QKeySequence(key)
