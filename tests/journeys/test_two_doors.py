"""The window and the command line are two doors to one book."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.windows import Trader

from alvh_desktop.cli import run
from alvh_desktop.domain.money import money_text

CONDOR = "-10 SPXW 4JAN27 6300/6350P 7125/7175C @7.60 fee 0.65/ct"
HEDGE = "+4 VIX 16DEC26 17C @2.28 fee 0.79/ct"
Sit = Callable[..., Trader]


def report(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["report", "--portfolio", str(path), "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_an_order_entered_here_and_there_gives_the_same_report(
    sits_down: Sit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = tmp_path / "here.alvh", tmp_path / "there.alvh"
    for path in (here, there):
        assert run(["sample", str(path)]) == 0
    trader = sits_down(path=here)
    for line in (CONDOR, HEDGE):
        trader.enters(line)
        assert run(["trade", line, "--portfolio", str(there)]) == 0
    trader.leaves()
    ours, theirs = report(here, capsys), report(there, capsys)
    for each in (ours, theirs):
        each["portfolio"].pop("file")
    assert ours == theirs


def test_what_the_window_shows_is_what_the_report_says(
    sits_down: Sit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sample.alvh"
    assert run(["sample", str(path)]) == 0
    trader = sits_down(path=path)
    answer = report(path, capsys)
    legs = {f"leg {leg['id']}": leg for leg in answer["legs"]}
    shown = trader.rows("leg")
    assert {row.key for row in shown} == set(legs)
    for row in shown:
        leg = legs[row.key]
        qty, paid, mark, profit = (row.cells[place].raw for place in (1, 2, 3, 4))
        assert (int(qty), paid, mark) == (leg["quantity"], leg["price_paid"], leg["mark"])
        assert profit == money_text(Decimal(leg["realised_usd"]) + Decimal(leg["unrealised_usd"]))
        assert float(row.cells[7].raw) == pytest.approx(leg["theta_usd_per_day"] or 0.0, abs=1e-6)


def test_an_undo_from_the_shell_takes_back_what_the_window_booked(
    sits_down: Sit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sample.alvh"
    assert run(["sample", str(path)]) == 0
    before = report(path, capsys)
    trader = sits_down(path=path)
    trader.enters(CONDOR)
    trader.leaves()
    assert run(["undo", "--portfolio", str(path)]) == 0
    assert report(path, capsys) == before
