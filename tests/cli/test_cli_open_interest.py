"""Open interest through every door: a zero is told for its leg and changes no figure; old markets are read on."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.command_line import CHAINS, SAMPLE_STANDS, ask, told
from support.stored_books import meddle


def asked(portfolio: Path, command: str) -> Any:
    # something of the sample is at act
    return told(command, "--portfolio", portfolio, "--at", SAMPLE_STANDS, code=int(command == "alerts"))


@pytest.fixture
def sold_put(sample: Path) -> Any:
    """A sold SPXW put of the sample, as the report has it."""
    return next(leg for leg in asked(sample, "report")["legs"] if "P" in leg["symbol"][4:] and leg["quantity"] < 0)


def take_interest_away(portfolio: Path, leg: Any) -> None:
    day, strike = leg["symbol"][-15:-9], int(leg["symbol"][-8:])
    expiry = f"20{day[:2]}-{day[2:4]}-{day[4:]}"
    with closing(sqlite3.connect(portfolio.with_suffix(".market"), isolation_level=None)) as connection:
        connection.execute("UPDATE quotes SET open_interest = 25")
        unhold = (
            "UPDATE quotes SET open_interest = 0 WHERE root = 'SPXW' AND right = 'P' AND strike = ? AND expiry = ?"
        )
        changed = connection.execute(unhold, (strike * 100_000, expiry))
        assert changed.rowcount > 0


def test_report_and_alerts_tell_a_zero_once_and_change_no_figure(sample: Path, sold_put: Any) -> None:
    commands = ("report", "alerts", "payoff")
    before = {command: asked(sample, command) for command in commands}
    plain = ask("report", "--portfolio", sample, "--at", SAMPLE_STANDS).out
    take_interest_away(sample, sold_put)
    after = {command: asked(sample, command) for command in commands}
    found = [p for p in after["report"]["problems"] if p not in before["report"]["problems"]]
    assert [p["legs"] for p in found] == [[sold_put["id"]]]
    assert found[0]["message"].startswith("its quote (simulated, 2026-11-20 15:45 New York) counts no open interest")
    assert {key: part for key, part in found[0].items() if key != "legs"} in after["alerts"]["problems"]
    for command in commands:
        before[command].pop("problems")
        assert (after[command].pop("problems") == []) == (command == "payoff")
        assert after[command] == before[command]
    lines = ask("report", "--portfolio", sample, "--at", SAMPLE_STANDS).out.splitlines()
    assert [line for line in lines if line not in plain.splitlines()] == [
        f"! {found[0]['where']}: {found[0]['message']}"
    ]


def test_a_market_of_the_first_version_is_read_on_and_brought_up_by_an_import(sample: Path) -> None:
    before = asked(sample, "report")
    of_the_first = (
        "ALTER TABLE quotes DROP COLUMN open_interest", "DROP TABLE closes", "ALTER TABLE levels DROP COLUMN high",
        "ALTER TABLE levels DROP COLUMN low", "PRAGMA user_version = 1",
    )  # fmt: skip
    meddle(sample.with_suffix(".market"), *of_the_first)
    assert asked(sample, "report") == before
    assert ask("import", CHAINS / "quote_table_spx.csv", "--portfolio", sample, "--at", SAMPLE_STANDS).code == 0
    assert asked(sample, "report") == before
    with closing(sqlite3.connect(sample.with_suffix(".market"))) as connection:
        counted = connection.execute("SELECT DISTINCT right, open_interest FROM quotes WHERE source LIKE 'Cboe%'")
        assert sorted(counted) == [("C", 40), ("P", 70)]
