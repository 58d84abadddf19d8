"""`feed`: off until its user has switched it on, then one line a look; against a server on loopback."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.command_line import CHAINS, ask, refusal
from support.delayed_pages import spx_page, vix_page
from support.quote_server import QuoteServer, body

from alvh_desktop.cli import feed_command
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
        server.answers["/_SPX.json"] = body(spx_page())
        server.answers["/_VIX.json"] = body(vix_page())
        monkeypatch.setattr(feed_command, "BASE_URL", server.address)
        monkeypatch.setattr(feed_command, "system_now", lambda: NOW)
        yield server


def test_without_the_terms_it_refuses_in_one_sentence_and_asks_nobody(empty: Path, server: QuoteServer) -> None:
    line = refusal("feed", "--once", "--portfolio", empty, code=REFUSED)
    assert line == (
        "feed: The address of these delayed quotes is unofficial: nobody promises that it works or stays. The quotes"
        " belong to Cboe Global Markets, and its terms of use for the delayed-quotes website hold for whoever fetches"
        " them; say that you know them with --accept-terms, which is asked once"
    )
    assert server.asked == []
    assert not market_of(empty).path.exists()
    assert load_preferences(preferences_folder())[0].feed_terms_accepted is None


def test_the_terms_are_accepted_once_and_remembered(empty: Path, server: QuoteServer) -> None:
    first = ask("feed", "--once", "--accept-terms", "--portfolio", empty)
    assert first.code == 0
    assert first.out == "2026-11-20 15:00 New York   delayed by 15 min   5 quotes, 2 levels of 7 rows\n"
    assert load_preferences(preferences_folder())[0].feed_terms_accepted == NOW
    assert ask("feed", "--once", "--portfolio", empty).code == 0
    levels = market_of(empty).market((), NOW).levels
    assert {name: str(level.value) for name, level in levels.items()} == {"SPX": "6850.41", "VIX": "16.21"}


def test_one_page_that_fails_is_told_beside_the_other(empty: Path, server: QuoteServer) -> None:
    server.answers["/_SPX.json"] = body(b"", status=403)
    found = ask("feed", "--once", "--accept-terms", "--portfolio", empty)
    assert found.code == 0
    assert "retrying in" in found.out
    assert "because SPX: the server answered 403 Forbidden   2 quotes, 1 level of 2 rows\n" in found.out


def test_when_nothing_comes_it_is_the_worlds_fault(empty: Path, server: QuoteServer) -> None:
    server.answers.clear()
    line = refusal("feed", "--once", "--accept-terms", "--symbols", "spx", "--portfolio", empty, code=ENVIRONMENT)
    assert line == (
        "No quotes came: SPX: the server answered 404 Not Found. Try again later; what was fetched before is kept."
    )


def test_what_cannot_be_kept_is_told(empty: Path, server: QuoteServer) -> None:
    market_of(empty).path.mkdir()
    line = refusal("feed", "--once", "--accept-terms", "--portfolio", empty, code=ENVIRONMENT)
    assert line.startswith("Mine.market is not a market file.")


def test_a_simulated_market_stays_simulated(sample: Path, server: QuoteServer) -> None:
    line = refusal("feed", "--once", "--accept-terms", "--portfolio", sample, code=REFUSED)
    assert line == "feed: the market of Sample.alvh is simulated; a feed would mix it with the real one"
    assert load_preferences(preferences_folder())[0].feed_terms_accepted is None
    assert server.asked == []


@pytest.mark.parametrize(
    ("options", "word"),
    [(("--every", "14"), "15"), (("--every", "3601"), "3600"), (("--symbols", "SPX,SPY"), "'SPY' is not one of")],
)
def test_options_out_of_bounds_are_refused(empty: Path, options: tuple[str, ...], word: str) -> None:
    assert word in refusal("feed", *options, "--portfolio", empty, code=REFUSED)


def test_a_folder_of_recorded_files_is_played_to_its_end(empty: Path, tmp_path: Path) -> None:
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    for number, name in enumerate(("quote_table_spx.csv", "datashop_vix.csv")):
        shutil.copy(CHAINS / name, recorded / f"{number}.csv")
    (recorded / "2.txt").write_text("no quotes\n")
    told = ask("feed", "--play", recorded, "--speed", "100000", "--portfolio", empty)
    assert told.code == 0, told.err
    last = told.out.splitlines()[-1]
    assert "the recording has been played to its end" in last
    assert "SPXW" in {root for root, _ in market_of(empty).market((), NOW).chains} or market_of(empty).expiries(
        "SPXW", NOW
    )


def test_two_feeds_at_once_are_refused(empty: Path, tmp_path: Path) -> None:
    assert "say one" in refusal("feed", "--play", tmp_path, "--once", "--portfolio", empty, code=REFUSED)


CHILD = """
import signal
import sys
from datetime import timedelta
from pathlib import Path
from alvh_desktop.cli import feed_command
from alvh_desktop.cli.running import run
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs in the background is born deaf to it
feed_command.BASE_URL = sys.argv[1]
feed_command.CboeDelayed.look.__globals__["is_option_session"] = lambda now: True
raise SystemExit(run(["feed", "--accept-terms", "--portfolio", sys.argv[2]]))
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Ctrl+C is sent by a POSIX signal")
def test_it_runs_until_ctrl_c(empty: Path, server: QuoteServer) -> None:
    stamp = f"{datetime.now(UTC) - timedelta(minutes=1):%Y-%m-%d %H:%M:%S}"
    for name, made in (("SPX", spx_page), ("VIX", vix_page)):
        server.answers[f"/_{name}.json"] = body(made(timestamp=stamp, last_trade_time=None))
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, server.address, str(empty)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    line = child.stdout.readline()
    child.send_signal(signal.SIGINT)
    try:
        rest, err = child.communicate(timeout=20)
    finally:
        child.kill()
    assert (child.returncode, rest, err) == (130, "", "Stopped.\n")
    assert "2 levels of 7 rows" in line
