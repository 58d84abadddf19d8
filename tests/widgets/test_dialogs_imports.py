"""Files let fall on the window or chosen: shown file by file, asked where they stand, kept by one button."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import (
    CONDOR,
    DELIVERY,
    HISTORY,
    MadeFiles,
    MadeShelf,
    desk_with,
    portfolio_of,
    simulated_desk,
)
from support.windows import Trader

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Asked, Question
from alvh_desktop.widgets.dialogs.imports import ImportsDialog, open_imports
from alvh_desktop.widgets.theme import ThemeName, apply_theme

QUESTION = Question("line 3", "The date line 'once upon a time' cannot be read.", "moment")
WHICH = Question("nameless.csv", "The file does not say which index it is of.", "series", ("SPX", "VIX", "VVIX"))
GOOD, ALSO, UNDATED, STRANGE = "good.csv", "also.csv", "undated.csv", "strange.csv"
NAMELESS, PAST = "nameless.csv", "past.csv"


@pytest.fixture
def files() -> MadeFiles:
    return MadeFiles({GOOD: DELIVERY, ALSO: DELIVERY, UNDATED: QUESTION, NAMELESS: WHICH, PAST: HISTORY})


@pytest.fixture
def trader(qtbot: QtBot, files: MadeFiles) -> Iterator[Trader]:
    desk = desk_with(CONDOR)
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk, files=files)))
    yield trader
    files.gate.set()
    trader.leaves()


def mime_of(*names: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(name) if ":" in name else QUrl.fromLocalFile(f"/nowhere/{name}") for name in names])
    return mime


def drags(mime: QMimeData, over: QWidget) -> bool:
    """Moves the files over a widget; whether it, or what it lies on, takes them."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), copy, mime, left, none)
    event.ignore()
    QApplication.sendEvent(over, event)
    return event.isAccepted()


def drops(trader: Trader, *names: str, on: QWidget | None = None) -> ImportsDialog:
    mime, target = mime_of(*names), on or trader.window
    assert drags(mime, target)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, mime, left, none))
    trader.looks()
    dialog = open_imports(trader.window)
    assert dialog is not None
    return dialog


def reads(trader: Trader) -> None:
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_reading)


def keeps(trader: Trader) -> None:
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_keeping)
    trader.looks()


def states(dialog: ImportsDialog) -> list[str]:
    return [row.cells[1] for row in dialog.file_words.rows]


def test_files_dragged_over_the_window_are_told_where_they_may_fall(trader: Trader) -> None:
    veil = trader.window.veil
    assert not veil.isVisible()
    assert drags(mime_of(GOOD), trader.window)
    assert veil.isVisible()
    assert veil.geometry() == trader.window.rect()
    assert veil.words[0] == "Drop to import"
    QApplication.sendEvent(trader.window, QDragLeaveEvent())
    assert not veil.isVisible()
    assert drags(mime_of("Mine.alvh"), trader.window)
    assert veil.words[0] == "Drop to open"
    QApplication.sendEvent(trader.window, QDragLeaveEvent())
    text = QMimeData()
    text.setText("-10 SPXW")
    assert not drags(text, trader.window), "words are no files"


def test_files_pass_by_the_order_line_and_are_not_typed_into_it(trader: Trader) -> None:
    assert drags(mime_of(GOOD), trader.window.entry.line)
    assert trader.window.veil.isVisible()
    assert trader.window.entry.line.text() == ""
    trader.window.veil.hide()


def test_a_drop_shows_what_is_in_the_files_and_keeps_nothing(trader: Trader, files: MadeFiles) -> None:
    dialog = drops(trader, GOOD, STRANGE, ALSO)
    assert not trader.window.veil.isVisible()
    assert not dialog.isModal(), "an order can be typed beside it"
    reads(trader)
    assert states(dialog) == ["Ready", "Refused", "Ready"]
    assert dialog.keep.text() == "&Import what can be used"
    assert dialog.tabs.part_words.rows[0].cells[1:3] == ("quotes", "1")
    assert dialog.tabs.tabText(1) == "Refused lines (1)"
    assert files.kept == []
    assert trader.notices == ()
    trader.clicks(dialog.keep)
    keeps(trader)
    assert files.kept == [GOOD, ALSO]
    assert trader.notices[-1].startswith("2 files imported: 2 new of 2 quotes")
    assert states(dialog) == ["Imported", "Refused", "Imported"]
    assert dialog.about.text().startswith("Imported: quote table")
    assert not dialog.keep.isEnabled()


def test_the_report_can_be_read_again_until_other_files_come(trader: Trader) -> None:
    dialog = drops(trader, GOOD)
    reads(trader)
    trader.clicks(dialog.keep)
    keeps(trader)
    trader.presses(Qt.Key.Key_Escape, on=dialog)
    assert open_imports(trader.window) is None
    trader.takes("What was imported")
    again = open_imports(trader.window)
    assert again is not None
    assert states(again) == ["Imported"]
    again.close()
    assert [row.cells[0] for row in drops(trader, ALSO).file_words.rows] == [ALSO]


def test_files_dropped_on_the_dialog_come_to_the_others(trader: Trader) -> None:
    dialog = drops(trader, GOOD)
    assert drops(trader, ALSO, on=dialog) is dialog
    reads(trader)
    assert states(dialog) == ["Ready", "Ready"]
    assert [row.cells[0] for row in dialog.file_words.rows] == [GOOD, ALSO]


def test_portfolios_are_opened_and_the_other_files_are_for_the_new_one(trader: Trader) -> None:
    dialog = drops(trader, GOOD, "Other.alvh")
    assert trader.program.files.path == Path("/nowhere/Other.alvh")
    reads(trader)
    assert states(dialog) == ["Refused"], "the other portfolio's reader knows no such file"


def test_what_lies_on_a_server_is_refused_in_one_sentence(trader: Trader, files: MadeFiles) -> None:
    dialog = drops(trader, "https://cdn.cboe.com/data/SPX.csv")
    assert states(dialog) == ["Refused"]
    assert "save https://cdn.cboe.com/data/SPX.csv to a folder first" in dialog.about.text()
    assert files.asked == []


def test_stop_gives_the_screen_back_while_a_file_is_still_being_read(trader: Trader, files: MadeFiles) -> None:
    files.gate.clear()
    dialog = drops(trader, GOOD, ALSO)
    trader.qtbot.waitUntil(lambda: len(files.asked) == 1)
    assert dialog.lead.text() == "Reading good.csv, 1 of 2"
    assert dialog.bar.isVisible()
    trader.clicks(dialog.stop)
    assert states(dialog) == ["Stopped", "Stopped"]
    assert not dialog.bar.isVisible()
    files.gate.set()
    trader.program.imports._reader.finish()
    trader.looks()
    assert states(dialog) == ["Stopped", "Stopped"]
    assert files.kept == []


def test_closing_the_dialog_reads_no_further(trader: Trader, files: MadeFiles) -> None:
    files.gate.clear()
    dialog = drops(trader, GOOD, ALSO)
    trader.presses(Qt.Key.Key_Escape, on=dialog)
    assert not trader.program.imports.is_reading
    assert files.kept == []


def test_the_moment_is_asked_in_place_and_enter_in_it_imports_nothing(trader: Trader, files: MadeFiles) -> None:
    dialog = drops(trader, GOOD, UNDATED)
    reads(trader)
    dialog.files.selectRow(1)
    trader.looks()
    assert dialog.about.text().endswith("cannot be read. When were its quotes made?")
    assert dialog.said["moment"].isVisible()
    trader.types("yesterday", into=dialog.said["moment"].line)
    trader.presses(Qt.Key.Key_Return, on=dialog.said["moment"].line)
    assert dialog.said["moment"].field.problem_text.startswith("'yesterday' is not a date and time")
    assert states(dialog) == ["Ready", "Asks"]
    dialog.said["moment"].line.clear()
    trader.types("2026-11-20T15:15", into=dialog.said["moment"].line)
    trader.presses(Qt.Key.Key_Return, on=dialog.said["moment"].line)
    reads(trader)
    assert states(dialog) == ["Ready", "Ready"]
    assert not dialog.said["moment"].isVisible()
    assert "You say that they were made at 2026-11-20 15:15 New York" in dialog.about.text()
    assert files.kept == []


def test_another_moment_can_be_said_for_a_file_that_names_its_own(trader: Trader, files: MadeFiles) -> None:
    dialog = drops(trader, GOOD)
    reads(trader)
    assert not dialog.said["moment"].isVisible()
    trader.clicks(dialog.another)
    assert dialog.said["moment"].isVisible()
    assert dialog.said["moment"].line.hasFocus()
    trader.types("2026-11-20T15:15", into=dialog.said["moment"].line)
    trader.clicks(dialog.said["moment"].read)
    reads(trader)
    assert not dialog.said["moment"].isVisible()
    assert [asked.moment is None for _, asked in files.asked] == [True, False]


def test_which_index_it_is_is_asked_in_place_with_those_that_are_known(trader: Trader, files: MadeFiles) -> None:
    dialog = drops(trader, GOOD, NAMELESS)
    reads(trader)
    dialog.files.selectRow(1)
    trader.looks()
    assert dialog.about.text() == "The file does not say which index it is of. Which one is it?"
    assert (dialog.said["series"].isVisible(), dialog.said["moment"].isVisible(), dialog.another.isEnabled()) == (
        True,
        False,
        False,
    )
    choice = dialog.said["series"].choice
    assert [choice.itemText(place) for place in range(choice.count())] == ["SPX", "VIX", "VVIX"]
    assert choice.currentText() == "", "nothing is taken for said"
    trader.presses(Qt.Key.Key_Down, on=choice)
    trader.presses(Qt.Key.Key_Down, on=choice)
    trader.presses(Qt.Key.Key_Return, on=choice)
    reads(trader)
    assert files.asked[-1] == (NAMELESS, Asked(series="VIX"))
    assert states(dialog) == ["Ready", "Ready"]
    assert not dialog.said["series"].isVisible()
    assert "You say that it is VIX." in dialog.about.text()
    assert files.kept == []


def test_a_history_taken_by_its_name_can_be_of_another_index(trader: Trader, files: MadeFiles) -> None:
    dialog = drops(trader, PAST)
    reads(trader)
    assert "Taken as VIX because of the file's name." in dialog.about.text()
    assert dialog.another.text() == "Another inde&x"
    trader.clicks(dialog.another)
    assert dialog.said["series"].line.text() == "VIX"
    assert dialog.said["series"].line.hasFocus() or dialog.said["series"].choice.hasFocus()
    dialog.said["series"].line.clear()
    trader.types("VXX", into=dialog.said["series"].line)
    files.answers = {PAST: Problem("series", "'VXX' is no name of an index")}
    trader.presses(Qt.Key.Key_Return, on=dialog.said["series"].line)
    reads(trader)
    assert states(dialog) == ["Refused"]
    assert dialog.said["series"].isVisible(), "what was said can be said anew"
    assert dialog.said["series"].line.text() == "VXX"


def test_refused_lines_are_copied(trader: Trader) -> None:
    dialog = drops(trader, GOOD)
    reads(trader)
    trader.clicks(dialog.tabs.copy)
    assert QGuiApplication.clipboard().text() == "Line\tWhy it is refused\n7\tno strike"
    QGuiApplication.clipboard().clear()
    dialog.tabs.setCurrentIndex(1)
    dialog.tabs.refused.selectRow(0)
    trader.presses(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, on=dialog.tabs.refused)
    assert QGuiApplication.clipboard().text().endswith("7\tno strike")
    QGuiApplication.clipboard().clear()


def test_a_file_is_left_out_by_a_key(trader: Trader, files: MadeFiles) -> None:
    dialog = drops(trader, GOOD, ALSO)
    reads(trader)
    dialog.files.setFocus()
    dialog.files.selectRow(0)
    trader.presses(Qt.Key.Key_Delete, on=dialog.files)
    assert [row.cells[0] for row in dialog.file_words.rows] == [ALSO]
    trader.presses(Qt.Key.Key_Return, on=dialog.files)
    keeps(trader)
    assert files.kept == [ALSO], "Enter presses the button that is marked"


def test_without_a_portfolio_one_is_asked_for_and_the_files_wait(trader: Trader, files: MadeFiles) -> None:
    trader.program.session.hold(None)
    dialog = drops(trader, GOOD)
    assert dialog.lead.text().startswith("No portfolio is open.")
    assert dialog.open_portfolio.isVisible()
    assert not dialog.keep.isEnabled()
    trader.clicks(dialog.open_portfolio)
    assert files.asked == [], "a change of mind opens nothing"
    trader.program.files.open_sample()
    reads(trader)
    assert states(dialog) == ["Ready"]
    assert not dialog.open_portfolio.isVisible()


def test_a_simulated_market_says_that_later_quotes_do_not_count(qtbot: QtBot, files: MadeFiles) -> None:
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(simulated_desk(), files=files)))
    dialog = drops(trader, GOOD)
    reads(trader)
    assert (
        "simulated market that stands at 2026-11-20 15:30 New York: later quotes do not count" in dialog.lead.text()
    )
    trader.leaves()


def test_a_disk_that_is_full_stands_beside_the_file_and_in_a_banner(trader: Trader, files: MadeFiles) -> None:
    files.full = KnownError("The disk is full.", "Free some space.")
    dialog = drops(trader, GOOD)
    reads(trader)
    trader.clicks(dialog.keep)
    keeps(trader)
    assert states(dialog) == ["Not kept"]
    assert dialog.about.text() == "The disk is full. Free some space."
    assert trader.banners == ("The disk is full.", "Free some space.")
    assert trader.notices == ()


def test_the_command_asks_for_files_and_the_panel_button_does_too(trader: Trader) -> None:
    trader.takes("Import files")
    assert open_imports(trader.window) is None, "a change of mind shows nothing"
    trader.answers.files = (Path("/nowhere/good.csv"),)
    trader.takes("Import files")
    dialog = open_imports(trader.window)
    assert dialog is not None
    reads(trader)
    trader.answers.files = (Path("/nowhere/also.csv"),)
    trader.clicks(dialog.add_files)
    reads(trader)
    assert states(dialog) == ["Ready", "Ready"]


def test_it_fits_a_small_screen_with_every_part_named_and_nothing_clipped(trader: Trader) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dialog = drops(trader, GOOD, UNDATED, NAMELESS, STRANGE)
    reads(trader)
    themes: tuple[ThemeName, ...] = ("dark", "light")
    for theme, size in product(themes, ((1280, 800), (900, 600))):
        apply_theme(app, theme)
        trader.window.resize(*size)
        for row in range(4):
            dialog.files.selectRow(row)
            trader.looks()
            assert clipped_parts(dialog) == []
            assert nameless_parts(dialog) == []
            assert dialog.files.visualRect(dialog.files.currentIndex()).bottom() < dialog.files.viewport().height()
        assert (dialog.width() <= 900, dialog.height() <= 600) == (True, True)
