"""One full answer of each command, as JSON and as text, kept in answers/.

Numbers are compared with a tolerance: another processor rounds the last digits differently. After a change that is
meant, `ALVH_REWRITE_ANSWERS=1` writes the files anew; read the difference before you keep it.
"""

import json
import math
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.command_line import CHAINS, HISTORIES, INPUTS, ONE_DAY_SETTLES, POSITIONS, SAMPLE_STANDS, TYPED, ask

ANSWERS = Path(__file__).parent / "answers"
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_RELATIVE = 1e-9

CONDOR = '"-2 SPXW 4JAN27 6400/6450P 7050/7100C @12.10 fee 0.65/ct"'
FOREIGN = '"-1 SPXW 8MAR24 5000/5100P 5150/5200C @20.00 fee 5.20 total"'
NOTE = '"Sold rich premium before #fomc" --about "campaign 23" --mood calm --conviction 4'
TUESDAY = "2026-11-24T18:00-05:00"
SCRIPT = [
    ("new", f'new Mine.alvh --name "My book" --profile Promoter --at {SAMPLE_STANDS}'),
    ("import", f"import {CHAINS}/quote_table_spx.csv --portfolio Mine.alvh"),
    ("import_history", f"import {HISTORIES}/VIX_History.csv --portfolio Mine.alvh"),
    ("import_table", f"import {HISTORIES}/vx_ranks.csv --portfolio Mine.alvh"),
    ("trade_package", f"trade {FOREIGN} --portfolio Mine.alvh --at 2024-03-06T16:15-05:00"),
    ("report_missing", "report --portfolio Mine.alvh --at 2024-03-06T16:15-05:00"),
    ("alerts_missing", "alerts --portfolio Mine.alvh --at 2024-03-07T16:10-05:00"),
    ("fund", 'fund UVXY --name "Ultra VIX futures" --beta 1.5 --portfolio Mine.alvh --at 2024-03-07T16:10-05:00'),
    ("fund_changed", "fund uvxy --beta 1.45 --portfolio Mine.alvh --at 2024-03-07T16:11-05:00"),
    ("sample", "sample Sample.alvh"),
    ("report", "report --portfolio Sample.alvh"),
    ("regime", "regime --portfolio Sample.alvh"),
    ("alerts", "alerts --portfolio Sample.alvh"),
    ("alert", "alert hedge.add_vvix market --acknowledge --portfolio Sample.alvh"),
    ("alerts_log", "alerts --log --portfolio Sample.alvh"),
    ("payoff", "payoff --portfolio Sample.alvh"),
    ("trade", f"trade {CONDOR} --portfolio Sample.alvh"),
    ("settle", f"settle 37 6857.25 --portfolio Sample.alvh --at {ONE_DAY_SETTLES}"),
    ("undo", f"undo --portfolio Sample.alvh --at {ONE_DAY_SETTLES}"),
    ("redo", f"redo --portfolio Sample.alvh --at {ONE_DAY_SETTLES}"),
    ("report_settled", f"report --portfolio Sample.alvh --at {ONE_DAY_SETTLES}"),
    ("report_as_of", f"report --portfolio Sample.alvh --as-of {SAMPLE_STANDS}"),
    ("report_as_of_quotes", "report --portfolio Sample.alvh --as-of 2026-11-20T12:00-05:00"),
    ("days_missed", f"days --portfolio Sample.alvh --at {TUESDAY}"),
    ("days_filled", f"days --fill-gaps --portfolio Sample.alvh --at {TUESDAY}"),
    ("days", f"days --campaign 23 --portfolio Sample.alvh --at {TUESDAY}"),
    ("inputs", "inputs --portfolio Sample.alvh"),
    ("input", "input response.a 0.09 --source 'own fit' --portfolio Sample.alvh"),
    ("input_changed", "input response.a 0.085 --on 2026-11-20 --portfolio Sample.alvh"),
    ("input_default", "input response.a default --portfolio Sample.alvh"),
    ("inputs_file", f"inputs --from {INPUTS} --portfolio Sample.alvh"),
    ("inputs_typed", f"inputs --portfolio Sample.alvh --at {ONE_DAY_SETTLES}"),
    ("input_undone", "undo --portfolio Sample.alvh"),
    ("mark", f"mark VIX 16DEC26 17 C 2.10 --source broker --portfolio Sample.alvh --at {SAMPLE_STANDS}"),
    ("mark_changed", f"mark VIX 16DEC26 17 C 2.15 --portfolio Sample.alvh --at {SAMPLE_STANDS}"),
    ("mark_removed", f"mark VIX 16DEC26 17 C --remove --portfolio Sample.alvh --at {SAMPLE_STANDS}"),
    ("event", 'event own 2026-11-25 --time 16:00 --title "Review of the ladder" --portfolio Sample.alvh'),
    ("event_struck", "event FOMC 2026-12-09 --strike --portfolio Sample.alvh"),
    ("import_typed", f"import {TYPED} --portfolio Sample.alvh --at {SAMPLE_STANDS}"),
    ("calendar", "calendar --from 2026-11-20 --to 2026-12-18 --portfolio Sample.alvh"),
    ("close", "close 34 2 @9.00 fee 0.65/ct --portfolio Sample.alvh"),
    ("close_leg", "close 34 --leg 6650P=1.00 --portfolio Sample.alvh"),
    ("roll", "roll 24 --puts 6350/6400 @2.10 credit fee 0.65/ct --portfolio Sample.alvh"),
    ("rolls", "rolls 14 --portfolio Sample.alvh"),
    ("split", "split 24 4 --portfolio Sample.alvh"),
    ("move_legs", "move-legs 37 39 --to new --portfolio Sample.alvh"),
    ("move_trade", "move-trade 20 --sleeve second_engine --portfolio Sample.alvh"),
    ("campaign", "campaign 23 --ladder 10 --portfolio Sample.alvh"),
    ("fee", "fee House any open 0.65 --from 2026-01-01 --portfolio Sample.alvh"),
    ("fees", "fees --portfolio Sample.alvh"),
    ("account", "account Trial --paper --broker House --portfolio Sample.alvh"),
    ("cash", "cash Trial 50000 --note start --portfolio Sample.alvh"),
    ("accounts", "accounts --portfolio Sample.alvh"),
    ("trade_pasted", 'trade "SELL TO OPEN 3 SPXW270104P06300000 @14.10" in Trial --portfolio Sample.alvh'),
    ("report_paper", "report --account Trial --portfolio Sample.alvh"),
    ("report_sleeve", "report --sleeve alvh --portfolio Sample.alvh"),
    ("settle_expiry", f"settle SPXW 23NOV26 6857.25 --portfolio Sample.alvh --at {ONE_DAY_SETTLES}"),
    ("statistics", f"statistics --by sleeve --portfolio Sample.alvh --at {ONE_DAY_SETTLES}"),
    ("tax", f"tax --portfolio Sample.alvh --at {ONE_DAY_SETTLES}"),
    ("reconcile", f"reconcile {POSITIONS} --assert --portfolio Sample.alvh --at {SAMPLE_STANDS}"),
    (
        "reconcile_typed",
        f"reconcile --position 'VIX 16DEC26 17C=5' --cash 100 --portfolio Sample.alvh --at {SAMPLE_STANDS}",
    ),
    ("note", f"note add {NOTE} --portfolio Sample.alvh"),
    ("note_template", 'note add --template "Roll decision" --about "trade 24" --portfolio Sample.alvh'),
    ("journal", "journal --portfolio Sample.alvh"),
    ("adherence", "adherence --portfolio Sample.alvh"),
    ("journal_entry", "journal --at-entry 'log 1' --portfolio Sample.alvh"),
    ("check", "check --portfolio Sample.alvh"),
    ("backup", "backup Copy.alvh --portfolio Sample.alvh"),
    ("export", "export Sample.alvh -o Whole.csv"),
    ("new_from", "new Again.alvh --from Whole.csv"),
    ("check_again", "check --portfolio Again.alvh"),
]
COMMANDS = {
    "new", "sample", "trade", "settle", "undo", "redo", "import", "inputs", "input", "report", "regime", "alerts",
    "alert", "payoff", "days", "check", "backup", "mark", "event", "calendar", "close", "roll", "rolls", "split",
    "move-legs", "move-trade", "campaign", "fee", "fees", "account", "cash", "accounts", "fund", "reconcile",
    "export", "statistics", "tax", "note", "journal", "adherence",
}  # fmt: skip


def test_each_command_has_an_answer() -> None:
    assert {shlex.split(line)[0] for _, line in SCRIPT} == COMMANDS
    assert {name for name, _ in SCRIPT} >= {command.replace("-", "_") for command in COMMANDS}
    kept = {path.name for path in ANSWERS.iterdir()}
    assert kept == {name + suffix for name, _ in SCRIPT for suffix in (".json", ".txt")}


@pytest.mark.parametrize("suffix", [".json", ".txt"])
def test_answers_are_the_kept_ones(suffix: str) -> None:
    extra = ["--json"] if suffix == ".json" else []
    differences = []
    for name, line in SCRIPT:
        said = ask(*shlex.split(line), *extra)
        text = f"exit {said.code}\n{said.out}" if suffix == ".txt" else said.out
        path = ANSWERS / (name + suffix)
        if os.environ.get("ALVH_REWRITE_ANSWERS"):
            path.write_text(text, encoding="utf-8")
        kept = path.read_text(encoding="utf-8")
        told = _differences(json.loads(kept), said.json) if suffix == ".json" else _text_differences(kept, text)
        differences += [f"{path.name}{difference}" for difference in told]
    assert not differences


def _differences(kept: Any, told: Any, place: str = "") -> Iterator[str]:
    if isinstance(kept, dict) and isinstance(told, dict):
        if list(kept) != list(told):
            yield f"{place}: the keys were {list(kept)}, they are {list(told)}"
            return
        for key in kept:
            yield from _differences(kept[key], told[key], f"{place}.{key}")
    elif isinstance(kept, list) and isinstance(told, list) and len(kept) == len(told):
        if kept and all(isinstance(part, float) for part in kept):
            scale = max(abs(part) for part in kept)
            if not all(abs(a - b) <= _RELATIVE * scale for a, b in zip(kept, told, strict=True)):
                yield f"{place}: the curve moved"
            return
        for index, (before, after) in enumerate(zip(kept, told, strict=True)):
            yield from _differences(before, after, f"{place}[{index}]")
    elif isinstance(kept, float) and isinstance(told, float):
        if not math.isclose(kept, told, rel_tol=_RELATIVE, abs_tol=1e-12):
            yield f"{place}: it was {kept!r}, it is {told!r}"
    elif type(kept) is not type(told) or kept != told:
        yield f"{place}: it was {kept!r}, it is {told!r}"


def _text_differences(kept: str, told: str) -> Iterator[str]:
    """Line by line; figures may differ by one in their last digit."""
    before, after = kept.splitlines(), told.splitlines()
    if len(before) != len(after):
        yield f": {len(before)} lines were kept, {len(after)} are told"
    for number, (one, other) in enumerate(zip(before, after, strict=False), start=1):
        figures = list(zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=False))
        if _NUMBER.sub("#", one) != _NUMBER.sub("#", other) or not all(_is_near(*pair) for pair in figures):
            yield f" line {number}: it was {one!r}, it is {other!r}"


def _is_near(one: str, other: str) -> bool:
    decimals = len(one.partition(".")[2])
    if not decimals or len(other.partition(".")[2]) != decimals:
        return one == other
    step = 10.0**-decimals
    return abs(float(one.replace(",", "")) - float(other.replace(",", ""))) <= 1.01 * step


def test_the_comparison_sees_a_wrong_figure_a_wrong_type_and_a_missing_key() -> None:
    kept = {"iv": 0.2, "legs": [{"mark": "1.05", "delta": -0.5}], "curve": [1.0, -2000.0]}
    assert not list(_differences(kept, {**kept, "iv": 0.2 * (1 + 1e-11)}))
    for wrong in (
        {**kept, "iv": 0.2 * (1 + 1e-8)},
        {**kept, "iv": "0.2"},
        {**kept, "iv": None},
        {"iv": 0.2, "curve": kept["curve"]},
        {**kept, "legs": [{"mark": 1.05, "delta": -0.5}]},
        {**kept, "legs": []},
        {**kept, "curve": [1.0, -2000.001]},
    ):
        assert list(_differences(kept, wrong)), wrong
    assert not list(_text_differences("P/L -1,204.55 $", "P/L -1,204.56 $"))
    for wrong_text in ("P/L -1,204.57 $", "P/L +1,204.55 $", "P/L -1,204.55 $ (partial)", "P/L -1,204.55 $\nmore"):
        assert list(_text_differences("P/L -1,204.55 $", wrong_text)), wrong_text
