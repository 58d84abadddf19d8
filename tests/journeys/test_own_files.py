"""Files under the window: quotes come in, copies go out and come back, a second program only reads."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.shown_windows import clipped_parts, nameless_parts
from support.windows import Trader

from alvh_desktop.cli.shelf import FileShelf
from alvh_desktop.domain.problems import Problem
from alvh_desktop.widgets.dialogs.imports import ImportsDialog, open_imports

CHAINS = Path(__file__).parents[1] / "data" / "chains"
CALLS = "+4 VIX 15JUN16 15C @1.35 fee 0.79/ct at 2016-06-01T15:45-04:00"
PUT = "+1 SPXW 04JAN27 6000P @10.00 at 2026-11-20T15:45-05:00"
Sit = Callable[..., Trader]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "Mine.alvh"
    portfolio = FileShelf().create(path, "Mine", "Main", "Steward")
    assert not isinstance(portfolio, Problem)
    portfolio.close()
    return path


def let_fall(trader: Trader, *files: Path) -> ImportsDialog:
    """Drops files on the window as the desktop does, and waits until they are read."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(300, 300), copy, mime, left, none)
    QApplication.sendEvent(trader.window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(trader.window, QDropEvent(QPointF(300, 300), copy, mime, left, none))
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_reading, timeout=30_000)
    dialog = open_imports(trader.window)
    assert dialog is not None
    return dialog


def test_files_dropped_on_the_window_are_shown_and_kept_when_that_is_said(sits_down: Sit, own: Path) -> None:
    trader = sits_down(path=own)
    market = own.with_suffix(".market")
    dialog = let_fall(trader, CHAINS / "datashop_vix.csv", CHAINS / "quote_table_spx.csv")
    assert [row.cells[1:3] for row in dialog.file_words.rows] == [
        ("Ready", "Cboe DataShop"),
        ("Ready", "Cboe quote table"),
    ]
    assert not market.exists(), "nothing is kept before it is said"
    trader.clicks(dialog.keep)
    trader.qtbot.waitUntil(lambda: any("2 files imported: 23 new" in notice for notice in trader.notices))
    assert [row.cells[1] for row in dialog.file_words.rows] == ["Imported", "Imported"]
    trader.looks()
    assert trader.program.session.picture is not None
    assert trader.program.session.picture.inputs.market.levels["SPX"].value == Decimal("5101.25")
    dialog.close()
    again = let_fall(trader, CHAINS / "quote_table_spx.csv")
    assert "All of it is known already" in again.about.text()
    trader.clicks(again.keep)
    trader.qtbot.waitUntil(lambda: any("0 new of 14 quotes" in notice for notice in trader.notices))


@pytest.mark.realdata
def test_whole_chains_are_dropped_on_a_clean_portfolio(sits_down: Sit, own: Path, shared_data: Path) -> None:
    trader = sits_down(path=own)
    chains = shared_data / "chains"
    names = (
        "spx_2023-02-07_1734ET.csv",
        "spx_2022-03-23_1011ET_intraday_es-locale.csv",
        "vix_datashop_2016-06-01.csv",
    )
    dialog = let_fall(trader, *(chains / name for name in names))
    assert [row.cells[1] for row in dialog.file_words.rows] == ["Ready"] * 3
    assert [row.cells[3] for row in dialog.file_words.rows] == ["9,481", "9,501", "724"]
    expected = sum(line.new.quotes for line in trader.program.imports.lines if line.new)
    trader.clicks(dialog.keep)
    trader.qtbot.waitUntil(lambda: trader.notices != (), timeout=30_000)
    assert f"3 files imported: {expected:,} new of {expected:,}" in trader.notices[-1]
    again = let_fall(trader, chains / names[0])
    assert trader.program.imports.lines[0].new == (0, 0, 0)
    assert "All of it is known already" in again.about.text()


def test_a_file_that_is_no_quote_file_is_refused_beside_it_and_the_others_go_on(
    sits_down: Sit, own: Path, tmp_path: Path
) -> None:
    trader = sits_down(path=own)
    stranger, undated, folder = tmp_path / "shopping.csv", tmp_path / "undated.csv", tmp_path / "cut"
    stranger.write_text("eggs,milk\n")
    lines = (CHAINS / "quote_table_spx.csv").read_text().splitlines()
    undated.write_text("\n".join(lines[3:]))
    folder.mkdir()
    (folder / "cut.csv").write_text("\n".join(lines)[:-30])
    dialog = let_fall(trader, stranger, undated, folder, CHAINS / "datashop_vix.csv")
    assert [row.cells[1] for row in dialog.file_words.rows] == ["Refused", "Asks", "Refused", "Ready"]
    assert dialog.file_words.rows[0].cells[2].startswith("This is not a market file I know: I know")
    assert "in the middle of line 12" in dialog.file_words.rows[2].cells[2]
    dialog.files.selectRow(1)
    trader.types("2024-03-06T16:15", into=dialog.said["moment"].line)
    trader.presses(Qt.Key.Key_Return, on=dialog.said["moment"].line)
    trader.qtbot.waitUntil(lambda: dialog.file_words.rows[1].cells[1] == "Ready")
    trader.clicks(dialog.keep)
    trader.qtbot.waitUntil(lambda: any("2 files imported" in notice for notice in trader.notices))
    assert trader.banners == ()


def test_a_copy_is_restored_after_a_day_that_went_wrong(sits_down: Sit, own: Path, qtbot: QtBot) -> None:
    trader = sits_down(path=own)
    trader.enters(PUT)
    trader.program.files.back_up()
    trader.program.background.finish()
    trader.enters(PUT.replace("+1", "+9"))
    assert len(trader.rows("trade")) == 2
    trader.answers.chosen_backup = lambda choices: choices[0]
    trader.takes("Restore a backup")
    assert len(trader.rows("trade")) == 1
    assert any(notice.startswith("Restored the copy of") for notice in trader.notices)
    assert len(trader.program.files.backups()) >= 2, "what stood there was backed up first"


def test_a_copy_opens_as_a_portfolio_of_its_own(sits_down: Sit, own: Path, qtbot: QtBot) -> None:
    trader = sits_down(path=own)
    trader.enters(PUT)
    trader.answers.target = own.with_name("Copy.alvh")
    trader.takes("Save a copy")
    qtbot.waitUntil(lambda: any(notice.startswith("Copy saved") for notice in trader.notices))
    trader.answers.to_open = own.with_name("Copy.alvh")
    trader.takes("Open…")
    assert len(trader.rows("trade")) == 1
    assert trader.program.files.path == own.with_name("Copy.alvh")


def test_a_second_window_on_the_file_only_reads_and_says_why(sits_down: Sit, own: Path) -> None:
    first = sits_down(path=own)
    second = sits_down(path=own)
    assert second.banners[0] == "Read-only: nothing you enter can be kept."
    second.enters(PUT)
    assert second.rows("trade") == []
    assert "read-only" in second.banners[-2]
    assert second.window.entry.line.text() == PUT, "what was typed is not lost"
    first.enters(PUT)
    assert len(first.rows("trade")) == 1


def test_a_file_that_is_not_there_leaves_the_portfolio_that_is(sits_down: Sit, own: Path, tmp_path: Path) -> None:
    trader = sits_down(path=own)
    trader.answers.to_open = tmp_path / "Nowhere.alvh"
    trader.takes("Open…")
    assert trader.program.files.path == own
    assert "Nowhere.alvh" in trader.banners[0]


def test_a_file_that_was_replaced_behind_our_back_takes_nothing_more(sits_down: Sit, own: Path) -> None:
    trader = sits_down(path=own)
    before = own.read_bytes()
    trader.enters(PUT)
    trader.looks()
    own.with_name("older").write_bytes(before)
    own.with_name("older").replace(own)
    trader.enters(PUT)
    assert trader.banners != ()
    assert trader.window.entry.line.text() == PUT
    assert len(trader.rows("trade")) == 1


def test_a_table_of_ones_own_that_is_dropped_is_one_step_of_undo(sits_down: Sit, own: Path, tmp_path: Path) -> None:
    trader = sits_down(path=own)
    table, wrong = tmp_path / "mine.csv", tmp_path / "wrong.csv"
    table.write_text(
        "what,name,date,time,value,source,note\n"
        "mark,SPX,2024-03-06,15:45,6500.25,broker,\n"
        "input,equity,2024-03-06,,250000,broker,\n"
        "event,own,2026-12-01,,,,Call the broker\n"
    )
    wrong.write_text("what,name,date,time,value\nmark,SPX,2024-03-06,,6500\nmark,SPX,yesterday,15:45,6500\n")
    assert trader.program.session.portfolio is not None
    given = len(trader.program.session.portfolio.desk.book.inputs)  # those of its profile
    dialog = let_fall(trader, CHAINS / "datashop_vix.csv", wrong, table)
    assert [row.cells[1] for row in dialog.file_words.rows] == ["Ready", "Refused", "Ready"]
    dialog.files.selectRow(1)
    trader.looks()
    assert [row.cells[0] for row in dialog.tabs.refused_words.rows] == ["2", "3"]
    assert dialog.tabs.currentWidget() is dialog.tabs.refused
    dialog.files.selectRow(2)
    trader.looks()
    assert dialog.tabs.currentWidget() is dialog.tabs.typed
    assert dialog.tabs.tabText(dialog.tabs.currentIndex()) == "Rows of your own (3)"
    assert [row.cells[:2] for row in dialog.tabs.typed_words.rows] == [
        ("mark", "SPX"),
        ("input", "equity"),
        ("event", "own"),
    ]
    assert clipped_parts(dialog) == nameless_parts(dialog) == []
    dialog.files.selectRow(0)
    trader.looks()
    assert dialog.tabs.currentWidget() is dialog.tabs.parts
    trader.clicks(dialog.keep)
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_keeping)
    portfolio = trader.program.session.portfolio
    assert portfolio is not None
    book = portfolio.desk.book
    assert (len(book.typed_marks), len(book.inputs) - given, len(book.events)) == (1, 1, 1)
    trader.takes("Undo")
    book = portfolio.desk.book
    assert (len(book.typed_marks), len(book.inputs) - given, len(book.events)) == (0, 0, 0)


def test_a_window_that_only_reads_says_why_a_table_cannot_be_entered(sits_down: Sit, own: Path) -> None:
    sits_down(path=own)
    second = sits_down(path=own)
    dialog = let_fall(second, CHAINS.parent / "inputs.csv")
    assert dialog.file_words.rows[0].cells[1] == "Refused"
    assert dialog.about.text().startswith("Nothing can be entered: ")
    assert not dialog.keep.isEnabled()
