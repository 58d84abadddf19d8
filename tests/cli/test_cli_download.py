"""`download`: nothing without the terms, then a line a file and each imported; against a server on loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.command_line import ask, refusal, told
from support.history_server import INDEX_PATH, SETTLED, SP500_PATH, stock
from support.quote_server import QuoteServer, body, unused_port

from alvh_desktop.cli import download_command
from alvh_desktop.cli.exits import ENVIRONMENT, REFUSED
from alvh_desktop.cli.files import market_of
from alvh_desktop.storage.preferences_file import load_preferences, preferences_folder

NOW = datetime(2026, 11, 20, 20, 0, 10, tzinfo=UTC)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[QuoteServer]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with QuoteServer() as server:
        stock(server)
        monkeypatch.setattr(download_command, "CBOE_URL", server.address)
        monkeypatch.setattr(download_command, "FRED_URL", server.address)
        monkeypatch.setattr(download_command, "system_now", lambda: NOW)
        yield server


def test_without_the_terms_it_names_publishers_and_asks_nobody(empty: Path, server: QuoteServer) -> None:
    line = refusal("download", "--portfolio", empty, code=REFUSED)
    assert line.startswith("download: Cboe Global Markets: daily histories of VIX")
    for publisher in ("Federal Reserve Bank of St. Louis (FRED)", "S&P Dow Jones Indices", "Cboe Futures Exchange"):
        assert publisher in line
    assert line.endswith("Say that you know this with --accept-terms, which is asked once")
    assert " ... " not in line, "nothing of it is cut off"
    assert server.asked == []
    assert load_preferences(preferences_folder())[0].download_terms_accepted is None


def test_every_file_is_fetched_and_imported_and_told_in_a_line(empty: Path, server: QuoteServer) -> None:
    found = ask("download", "--accept-terms", "--portfolio", empty)
    assert found.code == 0
    lines = found.out.splitlines()
    assert lines[0] == "VIX           fetched: 5 closes to 2026-11-20, 5 new, 1 line refused"
    assert lines[6] == "SP500         fetched: 2 closes to 2026-11-19, 2 new"
    assert f"{SETTLED} fetched: 4 settles to 2026-11-18, 4 new, 1 line refused" in lines
    assert "VX_2026-10-21 not fetched: the server answered 404 Not Found" in lines
    assert lines[-1].startswith("VX_2027-08-18 not fetched: the exchange has no file of this contract yet")
    assert len(lines) == len(server.asked) == 7 + 15 + 9
    past = market_of(empty).past()
    assert sorted(past.closes) == ["SKEW", "SPX", "VIX", "VIX3M", "VIX6M", "VIX9D", "VVIX"]
    assert len(past.futures) == 1
    assert load_preferences(preferences_folder())[0].download_terms_accepted == NOW


def test_a_second_download_asks_gently_and_changes_nothing(empty: Path, server: QuoteServer) -> None:
    told("download", "--accept-terms", "--only", "VIX,sp500", "--portfolio", empty)
    again = told("download", "--only", "VIX", "--portfolio", empty)
    (vix,) = again["files"]
    assert (vix["name"], vix["fetched"], vix["problem"]) == ("VIX", "unchanged", None)
    assert (vix["import"]["closes_used"], vix["import"]["closes_new"]) == (5, 0)
    assert server.asked[-1][1]["If-None-Match"] == '"VIX"'
    market_of(empty).path.unlink()
    (vix,) = told("download", "--only", "VIX", "--portfolio", empty)["files"]
    assert (vix["fetched"], vix["import"]["closes_new"]) == ("unchanged", 5), (
        "what was fetched is there to be imported"
    )


def test_a_fault_stops_no_other_and_is_told(empty: Path, server: QuoteServer) -> None:
    server.answers[INDEX_PATH.format("VIX")] = body(b"", status=500)
    server.answers[INDEX_PATH.format("VVIX")] = body(b"DATE,VVIX\n11/18/2026,1.5\n")
    found = ask("download", "--accept-terms", "--only", "VIX,VVIX,SKEW", "--portfolio", empty)
    assert found.code == 0
    vix, vvix, skew = found.out.splitlines()
    assert vix == "VIX           not fetched: the server answered 500 Internal Server Error"
    assert vvix.startswith("VVIX          fetched, not imported: ")
    assert skew == "SKEW          fetched: 2 closes to 2026-11-19, 2 new"
    assert sorted(market_of(empty).past().closes) == ["SKEW"]


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_when_nothing_comes_it_is_the_worlds_fault(
    empty: Path, server: QuoteServer, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    gone = f"http://127.0.0.1:{unused_port()}"
    monkeypatch.setattr(download_command, "CBOE_URL", gone)
    del server.answers[SP500_PATH]
    line = refusal("download", "--accept-terms", *options, "--portfolio", empty, code=ENVIRONMENT)
    assert line.startswith("No history came: VIX: the server cannot be reached (")
    assert line.endswith("Try again later, or save the files yourself and import them.")
    assert server.paths == [SP500_PATH]


def test_a_market_file_that_cannot_be_written_is_told(empty: Path, server: QuoteServer) -> None:
    market_of(empty).path.mkdir()
    line = refusal("download", "--accept-terms", "--only", "VIX", "--portfolio", empty, code=ENVIRONMENT)
    assert line.startswith("No history came: VIX: Mine.market is not a market file.")


@pytest.mark.parametrize(("only", "word"), [("SPY", "'SPY' is none of VIX, VIX3M"), ("VIX,", "'' is none of")])
def test_a_name_that_is_none_is_refused_before_anybody_is_asked(
    empty: Path, server: QuoteServer, only: str, word: str
) -> None:
    assert word in refusal("download", "--accept-terms", "--only", only, "--portfolio", empty, code=REFUSED)
    assert server.asked == []
    assert load_preferences(preferences_folder())[0].download_terms_accepted is None


@pytest.mark.realdata
def test_the_publishers_own_files_are_taken_whole(empty: Path, server: QuoteServer, shared_data: Path) -> None:
    for name in ("VIX", "VVIX"):
        content = (shared_data / "history" / f"{name}_History.csv").read_bytes()
        server.answers[INDEX_PATH.format(name)] = body(content)
    found = told("download", "--accept-terms", "--only", "VIX,VVIX", "--portfolio", empty)
    used = [each["import"]["closes_used"] for each in found["files"]]
    assert used[0] > 9_000
    assert used[1] > 5_000
    assert [each["import"]["closes_new"] for each in found["files"]] == used
