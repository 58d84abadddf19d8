"""The command as a shell starts it: what it loads, and what its exit code and streams are."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.command_line import CHAINS, INPUTS, ONE_DAY_SETTLES, SAMPLE_STANDS, TYPED, told
from support.forked_commands import Forks

# Tells at the end which modules were loaded, also by imports that a function made or an error cut short.
SITE = """
import atexit, os, sys
@atexit.register
def told():
    with open(os.environ["LOADED_MODULES"], "w", encoding="utf-8") as file:
        file.write("\\n".join(sys.modules))
"""
LINES = {
    "new": ["new", "Mine.alvh"],
    "sample": ["sample", "Other.alvh"],
    "trade": ["trade", "-1 SPXW 23NOV26 6650P @1.25", "--portfolio", "Sample.alvh"],
    "close": ["close", "34", "2", "@9.00", "--portfolio", "Sample.alvh"],
    "roll": ["roll", "11", "to", "VIX 17MAR27 19C", "@1.10", "--portfolio", "Sample.alvh"],
    "rolls": ["rolls", "14", "--portfolio", "Sample.alvh"],
    "split": ["split", "34", "2", "--portfolio", "Sample.alvh"],
    "accounts": ["accounts", "--portfolio", "Sample.alvh"],
    "fee": ["fee", "House", "any", "open", "0.65", "--portfolio", "Sample.alvh"],
    "settle": ["settle", "37", "6850", "--portfolio", "Sample.alvh", "--at", ONE_DAY_SETTLES],
    "undo": ["undo", "--portfolio", "Sample.alvh"],
    "redo": ["redo", "--portfolio", "Sample.alvh"],
    "import": ["import", str(CHAINS / "quote_table_spx.csv"), "--portfolio", "Sample.alvh"],
    "inputs": ["inputs", "--portfolio", "Sample.alvh"],
    "rules": ["rules", "--portfolio", "Sample.alvh"],
    "inputs of a file": ["inputs", "--from", str(INPUTS), "--portfolio", "Sample.alvh"],
    "input": ["input", "pm.spx_down", "-7", "--portfolio", "Sample.alvh"],
    "mark": ["mark", "VIX", "17.1", "--portfolio", "Sample.alvh"],
    "event": ["event", "CPI", "2026-12-10", "--strike", "--portfolio", "Sample.alvh"],
    "calendar": ["calendar", "--portfolio", "Sample.alvh"],
    "import of typed rows": ["import", str(TYPED), "--portfolio", "Sample.alvh"],
    "report": ["report", "--portfolio", "Sample.alvh", "--json"],
    "alerts": ["alerts", "--portfolio", "Sample.alvh", "--at", SAMPLE_STANDS],
    "payoff": ["payoff", "--portfolio", "Sample.alvh"],
    "statistics": ["statistics", "--by", "vix", "--portfolio", "Sample.alvh"],
    "tax": ["tax", "--portfolio", "Sample.alvh"],
    "reconcile": ["reconcile", "--position", "VX_2027-01-20=1", "--assert", "--portfolio", "Sample.alvh"],
    "check": ["check", "--portfolio", "Sample.alvh"],
    "backup": ["backup", "Copy.alvh", "--portfolio", "Sample.alvh"],
    "export": ["export", "Sample.alvh"],
    "journal export": ["journal", "export", "-o", "Journal", "--portfolio", "Sample.alvh"],
    "journal report": ["journal", "report", "--month", "2026-11", "-o", "R.html", "--portfolio", "Sample.alvh"],
    "help": ["--help"],
    "a refusal": ["report", "--portfolio", "None.alvh"],
}

FROM_THE_SHELL = ("report", "a refusal")
HEAVY = {"PySide6", "shiboken6", "pyqtgraph", "pandas", "matplotlib"}


def shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "alvh_desktop", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_neither_qt_nor_pandas_is_loaded(forks: Forks, sample: Path, written_sample: Path) -> None:
    """Each command ends in a process that has loaded what commands load, and neither of them."""
    assert not forks.run("--version").loaded & HEAVY
    for name, line in LINES.items():
        for file in ("Sample.alvh", "Sample.market"):
            shutil.copy(written_sample / file, file)
        if line[0] == "redo":
            assert told("undo", "--portfolio", sample)["label"]
        ended = forks.run(*line)
        expected = 2 if "None.alvh" in line else int(name == "alerts")  # something of the sample is at act
        assert (ended.code, "alvh_desktop" in ended.loaded) == (expected, True), (name, ended.err)
        assert not ended.loaded & HEAVY, name


@pytest.mark.parametrize("name", FROM_THE_SHELL)
def test_from_the_shell_neither_qt_nor_pandas_is_loaded(sample: Path, here: Path, name: str) -> None:
    (here / "site").mkdir()
    (here / "site" / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(here / "site"), os.environ.get("PYTHONPATH")]))
    ended = shell(*LINES[name], PYTHONPATH=path, LOADED_MODULES=str(here / "loaded"))
    assert ended.returncode == (2 if name == "a refusal" else 0), ended.stderr
    loaded = {name.partition(".")[0] for name in (here / "loaded").read_text(encoding="utf-8").split()}
    assert "alvh_desktop" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_names_outside_the_encoding_of_the_terminal_are_still_told(sample: Path, encoding: str) -> None:
    name = "Zürich 書.alvh"
    sample.rename(name)
    for extra in ([], ["--json"]) if encoding == "ascii" else ([],):
        ended = subprocess.run(
            [sys.executable, "-m", "alvh_desktop", "check", "--portfolio", name, *extra],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, b"")
        shown = ended.stdout.decode(encoding)
        assert "rich" in shown
        assert ("書" in shown) == (encoding == "utf-8" and not extra)


def test_the_window_without_a_display_is_refused_in_one_sentence(sample: Path) -> None:
    nowhere = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    ended = shell("--portfolio", str(sample), **nowhere)
    if sys.platform.startswith("linux"):
        assert (ended.returncode, ended.stdout) == (3, "")
        assert ended.stderr == (
            "There is no display to open a window on. Use the commands (as in 'report --portfolio FILE'), "
            "or start under 'xvfb-run'.\n"
        )
    refused = shell("--portfolio", "None.alvh", **nowhere)
    expected = "portfolio: there is no file None.alvh; make one with 'new'\n"
    assert (refused.returncode, refused.stderr) == (2, expected)
