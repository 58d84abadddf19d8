"""File > Download histories: terms once, then each file is fetched, shown, and kept as one that was dropped."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support.history_server import INDEX_PATH, SETTLED, stock
from support.quote_server import QuoteServer, body, silent
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import MadeFiles, MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.desk.downloads import Fetcher, Histories
from alvh_desktop.desk.importing import look_at
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.market.downloads import Downloads
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.market.official_files import CFE, PUBLISHERS, official_files
from alvh_desktop.market.page_requests import Limits
from alvh_desktop.widgets.dialogs.download_terms import DownloadTerms, open_terms
from alvh_desktop.widgets.dialogs.imports import ImportsDialog, open_imports

NOW = datetime(2026, 11, 20, 20, 0, 10, tzinfo=UTC)
Sit = Callable[..., Trader]
ACCEPTED = Preferences(is_first_run=False, download_terms_accepted=NOW)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[QuoteServer]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    gc.collect()
    gc.disable()  # no window, of this test or one before, is to be collected in the server's thread
    try:
        with QuoteServer() as server:
            stock(server)
            yield server
    finally:
        gc.enable()


@pytest.fixture
def kept() -> MadeFiles:
    return MadeFiles()


def portfolio(kept: MadeFiles, path: Path = Path("/nowhere/Mine.alvh")) -> OpenPortfolio:
    """Reads real files, and remembers what was kept of them."""
    return replace(
        portfolio_of(desk_with(), files=kept, path=path),
        look_at=lambda path, asked, _: look_at(read_quote_file, path, asked),
    )


def histories_of(server: QuoteServer, folder: Path) -> Histories:
    def begin() -> Fetcher:
        return Downloads(folder, Limits(whole_seconds=8.0, step_seconds=8.0))

    def files(now: datetime) -> tuple[object, ...]:
        every = official_files(now, server.address, server.address)
        return tuple(each for each in every if each.publisher is not CFE or each.name in {SETTLED, "VX_2026-12-16"})

    return Histories(PUBLISHERS, files, begin, lambda: NOW)  # type: ignore[arg-type]


@pytest.fixture
def sit(qtbot: QtBot, server: QuoteServer, kept: MadeFiles, tmp_path: Path) -> Iterator[Sit]:
    traders: list[Trader] = []

    def sits(preferences: Preferences | None = None) -> Trader:
        shelf = MadeShelf(make=lambda path: portfolio(kept, path), sample=lambda: portfolio(kept))
        trader = Trader(qtbot, shelf, preferences)
        trader.program.imports.histories = histories_of(server, tmp_path / "cache")
        traders.append(trader)
        return trader

    yield sits
    for trader in traders:
        trader.leaves()


def shown_terms(trader: Trader) -> DownloadTerms:
    sheet = open_terms(trader.window)
    assert sheet is not None
    return sheet


def shown_imports(trader: Trader) -> ImportsDialog:
    dialog = open_imports(trader.window)
    assert dialog is not None
    return dialog


def states(trader: Trader) -> dict[str, str]:
    return {row.cells[0]: row.cells[1] for row in shown_imports(trader).file_words.rows}


def test_the_terms_are_shown_once_and_nothing_is_fetched_before(sit: Sit, server: QuoteServer) -> None:
    trader = sit()
    trader.takes("Download histories")
    sheet = shown_terms(trader)
    assert not sheet.isModal(), "an order can be typed beside it"
    assert clipped_parts(sheet) == nameless_parts(sheet) == []
    trader.takes("Download histories")
    assert shown_terms(trader) is sheet
    trader.presses(Qt.Key.Key_Escape, on=sheet)
    assert open_imports(trader.window) is None
    assert server.asked == []
    assert trader.program.settings.value.download_terms_accepted is None
    trader.takes("Download histories")
    trader.clicks(shown_terms(trader).fetch)
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_reading)
    assert trader.program.settings.value.download_terms_accepted == NOW
    assert len(server.asked) == 9
    shown_imports(trader).close()
    trader.takes("Download histories")
    assert open_terms(trader.window) is None
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_reading)
    assert all("If-None-Match" in headers for path, headers in server.asked[9:] if "2026-12-16" not in path)


def test_each_file_is_shown_and_kept_like_one_that_was_dropped(
    sit: Sit, server: QuoteServer, kept: MadeFiles
) -> None:
    server.answers[INDEX_PATH.format("VIX3M")] = body(b"", status=500)
    trader = sit(ACCEPTED)
    trader.takes("Download histories")
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_reading)
    found = states(trader)
    assert found.pop("VIX3M_History.csv") == found.pop("VX_2026-12-16.csv") == "Refused"
    assert set(found.values()) == {"Ready"}
    dialog = shown_imports(trader)
    rows = {row.cells[0]: row for row in dialog.file_words.rows}
    assert rows["VIX3M_History.csv"].cells[2] == "Not fetched: the server answered 500 Internal Server Error."
    assert "it is not listed" in rows["VX_2026-12-16.csv"].cells[2]
    assert rows["VIX_History.csv"].cells[2:4] == ("Cboe index history", "6")
    assert kept.kept == []
    trader.clicks(dialog.keep)
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_keeping)
    assert kept.kept[:2] == ["VIX_History.csv", "VIX6M_History.csv"]
    assert len(kept.kept) == 7


def test_progress_is_shown_and_stop_breaks_off_the_request(sit: Sit, server: QuoteServer) -> None:
    server.answers[INDEX_PATH.format("VIX")] = silent
    trader = sit(ACCEPTED)
    trader.takes("Download histories")
    trader.qtbot.waitUntil(lambda: len(server.asked) == 1)
    dialog = shown_imports(trader)
    assert dialog.lead.text() == "Fetching VIX_History.csv, 1 of 9"
    assert states(trader)["VIX_History.csv"] == "Fetching\N{HORIZONTAL ELLIPSIS}"
    trader.takes("Download histories")
    assert len(trader.program.imports.lines) == 9, "one download at a time"
    trader.clicks(dialog.stop)
    assert set(states(trader).values()) == {"Stopped"}
    trader.program.imports._reader.finish()
    trader.looks()
    assert set(states(trader).values()) == {"Stopped"}
    assert len(server.asked) == 1
    stock(server)
    trader.takes("Download histories")
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_reading)
    assert states(trader)["VIX_History.csv"] == "Ready", "and it can be asked for again"


def test_another_portfolio_gets_the_same_files_without_their_being_sent_again(sit: Sit, server: QuoteServer) -> None:
    trader = sit(ACCEPTED)
    trader.takes("Download histories")
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_reading)
    trader.program.files.open(Path("/nowhere/Other.alvh"))
    trader.qtbot.waitUntil(lambda: not trader.program.imports.is_reading)
    assert states(trader)["VIX_History.csv"] == "Ready"
    assert server.asked[9][1]["If-None-Match"] == '"VIX"'


def test_without_a_portfolio_nothing_is_fetched_until_one_is_open(sit: Sit, server: QuoteServer) -> None:
    trader = sit(ACCEPTED)
    trader.program.session.hold(None)
    trader.takes("Download histories")
    assert shown_imports(trader).about.text() == "It is fetched when a portfolio is open."
    assert server.asked == []
