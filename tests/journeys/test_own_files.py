"""Files under the window: quotes come in, copies go out and come back, a second program only reads."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.windows import Trader

from alvh_desktop.cli.shelf import FileShelf
from alvh_desktop.domain.problems import Problem

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


def test_quotes_dropped_on_the_window_are_read_behind_the_screen(sits_down: Sit, own: Path, qtbot: QtBot) -> None:
    trader = sits_down(path=own)
    trader.answers.files = (CHAINS / "datashop_vix.csv",)
    trader.takes("Import quotes…")
    qtbot.waitUntil(lambda: any("quotes imported" in notice for notice in trader.notices))
    assert own.with_suffix(".market").exists()


def test_a_file_that_is_no_quote_file_is_refused_in_a_banner(
    sits_down: Sit, own: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    trader = sits_down(path=own)
    stranger = tmp_path / "shopping.csv"
    stranger.write_text("eggs,milk\n")
    trader.answers.files = (stranger,)
    trader.takes("Import quotes…")
    qtbot.waitUntil(lambda: trader.banners != ())
    assert "shopping.csv: this is not a market file I know" in trader.banners[0]
    assert trader.banners[1] == "Nothing was imported."


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
