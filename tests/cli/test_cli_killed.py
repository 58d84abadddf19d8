"""Commands killed at any moment: nothing that was acknowledged is lost, and nothing stands half in the file."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from support.command_line import ONE_DAY_SETTLES, ask, told
from support.forked_commands import Forks

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork are POSIX")
ROUNDS = int(os.environ.get("ALVH_KILL_ROUNDS", "60"))
SHELL_ROUNDS = int(os.environ.get("ALVH_SHELL_KILL_ROUNDS", "6"))
ORDERS = (
    "+4 VIX 20JAN27 20C @1.85 fee 0.79/ct",
    "-4 VIX 20JAN27 20C @1.90 fee 0.79/ct",
    "-1 SPXW 4JAN27 6300/6350P 7125/7175C @9.10 fee 0.65/ct",
    "+2 SPXW 4JAN27 6300/6350P 7125/7175C @11.25 fee 5.20 total",
    "-1 VX 20JAN27 @18.40 fee 2.40/ct",
)
Line = tuple[int, str, str, str]
Run = Callable[[list[str], float | None], int]


def stored_lines(path: Path) -> list[Line]:
    """Number, kind, label and hash of every edit line, read past the program."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT number, kind, label, hash FROM edits ORDER BY number").fetchall()


def from_the_shell(arguments: list[str], seconds: float | None) -> int:
    """A command with a Python of its own."""
    command = [sys.executable, "-m", "alvh_desktop", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        if seconds is not None:
            time.sleep(seconds)
            process.kill()
        return process.wait()


def any_command(dice: random.Random) -> list[str]:
    kind = dice.choice(["trade", "trade", "settle", "undo", "undo", "redo"])
    if kind == "trade":
        return ["trade", dice.choice(ORDERS)]
    if kind == "settle":
        return ["settle", str(dice.choice([31, 33, 35, 37])), "6851.25", "--at", ONE_DAY_SETTLES]
    return [kind]


def kill_at_random(run: Run, sample: Path, rounds: int, longest: float, seed: int) -> Counter[str]:
    """Commands one after another, two of three killed; what happened, counted.

    After half of the kills nobody looks, so that the next command is the one that finds what was left behind.
    """
    dice, happened = random.Random(seed), Counter[str]()
    lines, acknowledged, killed = stored_lines(sample), 0, 0
    for _ in range(rounds):
        command = any_command(dice)
        seconds = dice.uniform(0.3, 1.0) * longest if dice.random() < 2 / 3 else None
        status = run([*command, "--portfolio", str(sample)], seconds)
        happened["hot journal"] += Path(f"{sample}-journal").exists()
        acknowledged += status == 0
        killed += status == -signal.SIGKILL
        assert status in (0, 2, -signal.SIGKILL)
        happened[{0: "done", 2: "refused"}.get(status, "killed")] += 1
        if status < 0 and dice.random() < 0.5:
            continue
        assert told("check", "--portfolio", sample)["findings"] == []
        after = stored_lines(sample)
        assert after[: len(lines)] == lines, "an acknowledged line is lost"
        assert acknowledged <= len(after) - len(lines) <= acknowledged + killed
        happened["killed, line stands"] += len(after) - len(lines) - acknowledged
        lines, acknowledged, killed = after, 0, 0
    return happened


def test_killed_inside_their_work(sample: Path, forks: Forks) -> None:
    def run(arguments: list[str], seconds: float | None) -> int:
        return forks.run(*arguments, seconds=seconds).code

    lasted = []
    for order in ORDERS[:2]:
        begun = time.monotonic()
        assert run(["trade", order, "--portfolio", str(sample)], None) == 0
        lasted.append(time.monotonic() - begun)
    longest = min(lasted)
    happened = kill_at_random(run, sample, ROUNDS, longest, seed=ROUNDS)
    print(dict(happened), f"longest {longest * 1000:.0f} ms")  # noqa: T201 - read when run by hand with -s
    assert happened["killed"] >= ROUNDS / 10
    assert happened["done"] >= ROUNDS / 10
    _still_works(sample)


def test_killed_from_the_shell(sample: Path) -> None:
    begun = time.monotonic()
    assert from_the_shell(["undo", "--portfolio", str(sample)], None) == 0
    longest = (time.monotonic() - begun) * 1.1
    happened = kill_at_random(from_the_shell, sample, SHELL_ROUNDS, longest, seed=SHELL_ROUNDS)
    assert sum(happened.values()) >= SHELL_ROUNDS
    _still_works(sample)


def test_killed_while_a_portfolio_is_made(here: Path, forks: Forks) -> None:
    """A portfolio is there whole or not at all, and can be made afterwards."""
    dice = random.Random(4)
    for round_ in range(12):
        name = f"Made{round_}.alvh"
        forks.run("new", name, seconds=dice.uniform(0, 0.03))
        if not Path(name).exists():
            assert forks.run("new", name).code == 0
        assert told("check", "--portfolio", name)["findings"] == []


def test_killed_while_a_backup_or_an_import_is_made(sample: Path, forks: Forks) -> None:
    dice = random.Random(5)
    chain = Path(__file__).parents[1] / "data" / "chains" / "quote_table_spx.csv"
    before = told("report", "--portfolio", sample)
    for round_ in range(12):
        copy = f"Copy{round_}.alvh"
        forks.run("backup", copy, "--portfolio", sample, seconds=dice.uniform(0, 0.03))
        assert not Path(copy).exists() or told("check", "--portfolio", copy)["lines"] == 7
        forks.run("import", chain, "--portfolio", sample, seconds=dice.uniform(0, 0.05))
        assert told("report", "--portfolio", sample) == before
        quotes = told("import", chain, "--portfolio", sample)["quotes_new"]
        assert quotes in (0, 14)


def _still_works(sample: Path) -> None:
    assert ask("trade", ORDERS[0], "--portfolio", sample).code == 0
    assert ask("undo", "--portfolio", sample).code == 0
    assert ask("report", "--portfolio", sample).code == 0
