"""The same desk behind every door: what `trade` books, and what undo does after a restart."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.command_line import SAMPLE_OPENED, SAMPLE_STANDS, ask, told

from alvh_desktop.cli.files import market_of, writing
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.entering import judged_order_edit
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Role

CONDOR = "-10 SPXW 4JAN27 6300/6350P 7125/7175C @3.40 fee 0.65/ct"
LADDER: dict[str, Role | None] = {
    "+4 VIX 16DEC26 17C @2.02 fee 0.79/ct": None,
    "+2 VIX 17MAR27 19C @3.05": "long",
    "+1 VX 20JAN27 @18.30 fee 2.40/ct": None,
}
STANDS = datetime.fromisoformat(SAMPLE_STANDS)


@pytest.mark.parametrize("lines", [{CONDOR: None}, LADDER, {CONDOR: None, "+4 SPXW 4JAN27 6300/6350P @1.10": None}])
def test_trade_books_what_the_desk_books(quoted: Path, lines: dict[str, Role | None]) -> None:
    """Two portfolios, one entered by commands, the other through the desk as the entry line does."""
    for ending in (".alvh", ".market"):
        shutil.copy(quoted.with_suffix(ending), f"Twin{ending}")
    twin = Path("Twin.alvh")
    for line, layer in lines.items():
        extra = ["--layer", layer] if layer else []
        told("trade", line, "--portfolio", quoted, "--at", SAMPLE_STANDS, *extra)
        with writing(twin, STANDS) as desk:
            _enter(desk, twin, line, layer)
    for command in ("report", "alerts", "payoff"):
        typed, entered = (
            ask(command, "--portfolio", path, "--at", SAMPLE_STANDS, "--json") for path in (quoted, twin)
        )
        assert (typed.code, typed.err) == (entered.code, entered.err)
        assert not typed.out or _without_file(typed.json) == _without_file(entered.json)


def _enter(desk: Desk, path: Path, line: str, layer: Role | None) -> None:
    edit = judged_order_edit(desk, market_of(path), line, desk.clock(), layer)
    assert not isinstance(edit, Problem)
    assert isinstance(desk.do(edit), Change)


def _without_file(report: Any) -> Any:
    return {**report, "portfolio": {**report["portfolio"], "file": None}}


def test_an_order_may_stand_in_one_word_or_in_many(quoted: Path) -> None:
    one = told("trade", CONDOR, "--portfolio", quoted, "--at", SAMPLE_STANDS)
    told("undo", "--portfolio", quoted, "--at", SAMPLE_STANDS)
    many = told("trade", *CONDOR.split(), "--portfolio", quoted, "--at", SAMPLE_STANDS)
    bare = [{key: row[key] for key in ("symbol", "quantity", "price", "fee_usd", "moment")} for row in one["rows"]]
    assert bare == [
        {key: row[key] for key in ("symbol", "quantity", "price", "fee_usd", "moment")} for row in many["rows"]
    ]
    assert (one["label"], one["cash_flow_usd"]) == (many["label"], many["cash_flow_usd"])


def test_the_examples_of_the_help_are_orders(quoted: Path) -> None:
    examples = re.findall(r'^ +"(.+)"', ask("trade", "--help").out, re.MULTILINE)
    assert len(examples) == 5
    for example in examples:
        told("trade", example, "--portfolio", quoted, "--at", SAMPLE_STANDS)


def test_leg_prices_are_the_mids_of_the_moment_of_the_order(quoted: Path) -> None:
    """The moment in the line counts, and not the moment at which it is typed."""
    late = told("trade", CONDOR, "--portfolio", quoted, "--at", SAMPLE_STANDS)
    told("undo", "--portfolio", quoted, "--at", SAMPLE_STANDS)
    early = told("trade", f"{CONDOR} at {SAMPLE_OPENED}", "--portfolio", quoted, "--at", SAMPLE_STANDS)
    assert [row["price_basis"] for row in early["rows"]] == ["mid", "remainder", "remainder", "mid"]
    assert early["rows"][0]["price"] != late["rows"][0]["price"]
    assert early["cash_flow_usd"] == late["cash_flow_usd"] == "3374.00"
    assert early["rows"][0]["moment"] == "2026-11-20T15:00:00Z"


def test_undo_and_redo_go_on_after_a_restart(sample: Path) -> None:
    """Each command is a start of its own: the last edit before it is taken back, then the one before."""
    states = [_books(sample)]
    for line in (CONDOR, "+4 VIX 16DEC26 18C @1.60", "-4 VIX 16DEC26 17C @1.90"):
        told("trade", line, "--portfolio", sample)
        states.append(_books(sample))
    for state in reversed(states[:-1]):
        told("undo", "--portfolio", sample)
        assert _books(sample) == state
    for state in states[1:]:
        told("redo", "--portfolio", sample)
        assert _books(sample) == state
    with _window(sample) as desk:
        assert desk.undo_label == "Sell 4 VIX 16DEC26 17 call (closing)"
        assert isinstance(desk.undo(), Change)
    assert _books(sample) == states[-2]
    told("redo", "--portfolio", sample)
    assert _books(sample) == states[-1]


@contextmanager
def _window(path: Path) -> Iterator[Desk]:
    """As the window has it open: other commands are refused meanwhile."""
    with writing(path, None) as desk:
        assert ask("undo", "--portfolio", path).code == 3
        yield desk


def _books(path: Path) -> Any:
    report = told("report", "--portfolio", path)
    return [report[key] for key in ("legs", "trades", "campaigns", "totals")]


def test_undo_ends_at_the_founding(sample: Path) -> None:
    for _ in range(6):
        told("undo", "--portfolio", sample)
    assert ask("undo", "--portfolio", sample).err == "undo: there is nothing to undo\n"
    assert _books(sample)[:3] == [[], [], []]
    for _ in range(6):
        told("redo", "--portfolio", sample)
    assert ask("redo", "--portfolio", sample).err == "redo: there is nothing to redo\n"


def test_a_backup_is_the_portfolio(sample: Path) -> None:
    told("backup", "Copy.alvh", "--portfolio", sample)
    shutil.copy("Sample.market", "Copy.market")
    assert _without_file(told("report", "--portfolio", "Copy.alvh")) == _without_file(
        told("report", "--portfolio", sample)
    )
    assert told("check", "--portfolio", "Copy.alvh")["lines"] == 7
    told("undo", "--portfolio", "Copy.alvh")
    assert told("check", "--portfolio", sample)["lines"] == 7


def test_an_import_is_kept_once(quoted: Path) -> None:
    chain = Path(__file__).parents[1] / "data" / "chains" / "quote_table_spx.csv"
    first = told("import", chain, "--portfolio", quoted)
    assert (first["quotes_used"], first["quotes_new"], len(first["refused"])) == (14, 14, 1)
    assert told("import", chain, "--portfolio", quoted)["quotes_new"] == 0
    assert told("check", "--portfolio", quoted)["lines"] == 1


def test_an_unreadable_date_line_can_be_answered_for(quoted: Path) -> None:
    chain = Path(__file__).parents[1] / "data" / "chains" / "quote_table_spx.csv"
    lines = chain.read_text(encoding="utf-8").splitlines(keepends=True)
    Path("undated.csv").write_text("".join(["\n", lines[1], '"Date: sometime",Bid: 1,Ask: 2\n', *lines[3:]]), "utf-8")
    assert ask("import", "undated.csv", "--portfolio", quoted).code == 2
    found = told("import", "undated.csv", "--portfolio", quoted, "--quoted-at", "2024-03-06T16:15-05:00")
    assert (found["first"], found["last"]) == ("2024-03-06T21:00:00Z", "2024-03-06T21:15:00Z")
