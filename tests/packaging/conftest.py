"""The scripts of packaging/ as modules, and a checkout of their own to decide about."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "packaging"
sys.path.append(str(SCRIPTS))

import environment  # noqa: E402  (it stands in the folder just named)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts, two small locks and a project; no environment yet."""
    folder = tmp_path / "checkout"
    (folder / "packaging").mkdir(parents=True)
    for script in ("environment.py", "libraries.py", "run.py", "test.py"):
        shutil.copy(SCRIPTS / script, folder / "packaging")
    (folder / "packaging" / "requirements.txt").write_text("one==1\n")
    (folder / "packaging" / "requirements-test.txt").write_text("one==1\ntwo==2\n")
    (folder / "pyproject.toml").write_text("[project]\n")
    return folder


@pytest.fixture
def make_venv(checkout: Path) -> Callable[..., Path]:
    """A stand-in for an environment: its Python prints where it was started and with what, and ends with 7."""

    def make(python: str = environment.PYTHON, pip: bool = True) -> Path:
        venv = checkout / ".venv"
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        interpreter = venv / "bin" / "python"
        interpreter.write_text('#!/bin/sh\nprintf "%s|" "$PWD" "$@"\nexit 7\n')
        interpreter.chmod(0o755)
        (venv / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {python}.9\n")
        if pip:
            package = venv / "lib" / f"python{python}" / "site-packages" / "pip"
            package.mkdir(parents=True, exist_ok=True)
            (package / "__main__.py").touch()
        return venv

    return make


@pytest.fixture
def stamp(checkout: Path) -> Callable[..., None]:
    """Write the stamp of a set-up that was finished for these locks."""

    def write(*locks: str, place: str | None = None) -> None:
        content = {
            "place": place or environment.place(checkout),
            "installed": [environment.digest(checkout, lock) for lock in locks],
        }
        (checkout / ".venv" / "alvh-setup.json").write_text(json.dumps(content))

    return write
