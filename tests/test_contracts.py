"""The import contracts of pyproject.toml hold, and each of them breaks when it is broken on purpose."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]

# contract, module that breaks it, what is written there
BREACHES = [
    ("Imports point down the folder list", "domain/upward.py", "import alvh_desktop.desk"),
    ("Imports point down the folder list", "desk/upward.py", "def f():\n    import alvh_desktop.storage"),
    ("Imports point down the folder list", "viewmodels/upward.py", "import alvh_desktop.market"),
    ("Imports point down the folder list", "brokers/upward.py", "import alvh_desktop.storage"),
    ("Qt only where the screen is", "desk/qt.py", "from PySide6.QtCore import QObject"),
    ("Imports point down the folder list", "reports/upward.py", "import alvh_desktop.desk"),
    ("Qt only where the screen is", "reports/qt.py", "import PySide6"),
    ("Qt only where the screen is", "viewmodels/qt.py", "import pyqtgraph"),
    ("SQLite only in storage", "widgets/sqlite.py", "import sqlite3"),
    ("SQLite only in storage", "market/sqlite.py", "def f():\n    from sqlite_utils import Database"),
    ("Pandas only in reports", "storage/frames.py", "def f():\n    import pandas as pd"),
    ("The screen does no numerics", "widgets/numerics.py", "from scipy import special"),
    ("Pricing knows numpy and scipy only", "pricing/folders.py", "import platformdirs"),
    ("Domain knows the standard library only", "domain/numerics.py", "import numpy as np"),
]

# what belongs to no layer
STRAYS = ["helpers/__init__.py", "stray.py"]

# rule of ruff, module that breaks it, what is written there
BANS = [
    ("TID251", "alvh_desktop/viewmodels/intruder.py", "from PySide6 import QtWidgets"),
    ("TID251", "alvh_desktop/viewmodels/intruder.py", "from PySide6.QtGui import QColor"),
    ("TID251", "alvh_desktop/pricing/intruder.py", "from scipy.stats import norm"),
    ("TID251", "alvh_desktop/rules/intruder.py", "def f():\n    import scipy.stats"),
    ("TID253", "alvh_desktop/cli/intruder.py", "from alvh_desktop import app"),
    ("TID253", "alvh_desktop/cli/intruder.py", "from alvh_desktop.app import open_window"),
    ("TID253", "alvh_desktop/cli/intruder.py", "from alvh_desktop.app.run import run_window"),
    ("TID253", "alvh_desktop/series/intruder.py", "import pandas as pd"),
    ("TID253", "alvh_desktop/reports/intruder.py", "import pandas as pd"),
]

ALLOWED = [
    ("alvh_desktop/app/window.py", "from PySide6.QtWidgets import QApplication"),
    ("alvh_desktop/widgets/window.py", "from PySide6 import QtGui, QtWidgets"),
    ("alvh_desktop/cli/window.py", "def f():\n    from alvh_desktop import app"),
    ("alvh_desktop/series/dated.py", "def f():\n    import pandas as pd"),
]


def lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    command = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as main; main()"
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def ban(path: str, source: str) -> str:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--select=TID", "--output-format=concise"]
    ended = subprocess.run(
        [*command, f"--stdin-filename={path}", "-"],
        cwd=CHECKOUT,
        input=source + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout


@pytest.fixture
def package_copy(tmp_path: Path) -> Path:
    shutil.copytree(
        CHECKOUT / "alvh_desktop", tmp_path / "alvh_desktop", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    ended = lint_imports(CHECKOUT)
    assert ended.returncode == 0, ended.stdout
    assert " 0 broken" in ended.stdout


def test_each_breach_breaks_its_contract_by_name(package_copy: Path) -> None:
    """Written in one copy; under the name of each contract stands the module that breaks it."""
    for _, module, source in BREACHES:
        write_into(package_copy, module, source)
    ended = lint_imports(package_copy)
    assert ended.returncode == 1
    for contract, module, source in BREACHES:
        assert re.search(rf"^{contract} BROKEN", ended.stdout, re.MULTILINE), ended.stdout
        written = "alvh_desktop." + module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        imported = source.removeprefix("def f():").split()[1]
        known = imported if imported.startswith("alvh_desktop") else imported.partition(".")[0]
        assert f"{written} -> {known} " in told_of(contract, ended.stdout), ended.stdout


def told_of(contract: str, report: str) -> str:
    """What stands under the name of one broken contract."""
    section = re.search(rf"^{contract}\n-+\n(.*?)(?=^[^\n]+\n-+\n|\Z)", report, re.MULTILINE | re.DOTALL)
    assert section, report
    return section[1]


@pytest.mark.parametrize("module", STRAYS)
def test_what_belongs_to_no_layer_breaks_their_contract(package_copy: Path, module: str) -> None:
    write_into(package_copy, module, "")
    ended = lint_imports(package_copy)
    assert ended.returncode == 1
    assert re.search(r"^Imports point down the folder list BROKEN", ended.stdout, re.MULTILINE), ended.stdout


def write_into(checkout: Path, module: str, source: str) -> None:
    intruder = checkout / "alvh_desktop" / module
    assert not intruder.exists()
    intruder.parent.mkdir(exist_ok=True)
    intruder.write_text(source + "\n")


def test_every_contract_is_among_the_breaches() -> None:
    names = {line.split('"')[1] for line in contracts_text().splitlines() if line.startswith("name = ")}
    assert names == {contract for contract, _, _ in BREACHES}


def contracts_text() -> str:
    return (CHECKOUT / "pyproject.toml").read_text("utf-8").partition("[tool.importlinter]")[2]


def test_every_folder_is_a_package_since_import_linter_sees_no_other() -> None:
    folders = {module.parent for module in (CHECKOUT / "alvh_desktop").rglob("*.py")}
    assert len(folders) > 1
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize(("rule", "path", "source"), BANS)
def test_an_import_that_only_ruff_can_see_is_refused(rule: str, path: str, source: str) -> None:
    assert f" {rule} " in ban(path, source)


@pytest.mark.parametrize(("path", "source"), ALLOWED)
def test_the_same_import_is_allowed_where_it_belongs(path: str, source: str) -> None:
    assert "All checks passed" in ban(path, source)


def test_the_command_line_loads_neither_qt_nor_what_is_slow_to_load() -> None:
    source = "import sys, alvh_desktop.__main__, alvh_desktop.cli; print(*sys.modules, sep='\\n')"
    ended = subprocess.run([sys.executable, "-c", source], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    loaded = set(ended.stdout.split())
    assert "alvh_desktop.cli" in loaded
    assert not loaded & {"PySide6", "pyqtgraph", "pandas", "scipy.stats"}
