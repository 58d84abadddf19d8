"""The two commands as a person starts them, in a checkout whose environment is ready."""

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from environment import RUNTIME_LOCK, TEST_LOCK

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in for Python is a shell script")


@pytest.fixture
def ready(checkout: Path, make_venv: Callable[..., Path], stamp: Callable[..., None]) -> Path:
    make_venv()
    stamp(RUNTIME_LOCK, TEST_LOCK)
    return checkout


def start(script: Path, *arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(script), *arguments]
    env = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_run_passes_on_arguments_folder_and_exit_code_and_prints_nothing(ready: Path, tmp_path: Path) -> None:
    ended = start(ready / "packaging" / "run.py", "trade", "-10 SPXW @3.20", "--json", cwd=tmp_path)
    assert ended.stdout == f"{tmp_path}|-P|-m|alvh_desktop|trade|-10 SPXW @3.20|--json|"
    assert ended.stderr == ""
    assert ended.returncode == 7


def test_test_passes_on_arguments_and_exit_code_from_the_checkout(ready: Path, tmp_path: Path) -> None:
    ended = start(ready / "packaging" / "test.py", "-k", "two words", cwd=tmp_path)
    assert ended.stdout == f"{ready}|-P|-m|pytest|-k|two words|"
    assert ended.returncode == 7


def test_the_whole_suite_runs_in_parts_that_leave_nothing_out(ready: Path, tmp_path: Path) -> None:
    folders = ("cli", "widgets", "viewmodels", "journeys", "packaging", "new_folder", "support", "__pycache__")
    for name in folders:
        (ready / "tests" / name).mkdir(parents=True)
    for name in ("test_soak.py", "conftest.py"):
        (ready / "tests" / name).touch()
    ended = start(ready / "packaging" / "test.py", cwd=tmp_path)
    if (os.cpu_count() or 1) < 2:
        assert ended.stdout == f"{ready}|-P|-m|pytest|"
        return
    parts = (("widgets",), ("cli",), ("journeys",), ("viewmodels",), ("packaging",), ("new_folder", "test_soak.py"))
    said = dict(part.split(":\n", 1) for part in ended.stdout.split("The tests of ")[1:])
    assert set(said) == {", ".join(part) for part in parts}
    for part in parts:
        given = [f"cache_dir=.pytest_cache/{part[0]}", *(f"{ready}/tests/{name}" for name in part)]
        assert said[", ".join(part)].strip() == "|".join((str(ready), "-P", "-m", "pytest", "-o", *given)) + "|"
    assert ended.returncode == 7


def test_an_interrupted_environment_is_not_started(ready: Path, stamp: Callable[..., None]) -> None:
    stamp()
    ended = start(ready / "packaging" / "run.py", "report", cwd=ready, PIP_NO_INDEX="1")
    assert ended.stdout == ""
    assert ended.returncode == 3
    assert ended.stderr.splitlines()[-1].startswith("The packages could not be installed")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux is asked for a display")
def test_without_a_display_one_sentence_says_how_to_go_on(ready: Path) -> None:
    ended = start(ready / "packaging" / "run.py", cwd=ready)
    assert ended.returncode == 3
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "no display" in ended.stderr
    assert "xvfb-run" in ended.stderr


@pytest.mark.parametrize("version", [(3, 10, 12), (3, 15, 0)])
@pytest.mark.parametrize("script", ["run.py", "test.py"])
def test_another_python_is_refused_in_one_sentence(ready: Path, script: str, version: tuple[int, ...]) -> None:
    source = f"import runpy, sys; sys.version_info = {version}; sys.path.insert(0, 'packaging'); "
    source += f"runpy.run_path('packaging/{script}', run_name='__main__')"
    ended = subprocess.run([sys.executable, "-c", source], cwd=ready, capture_output=True, text=True, check=False)
    assert ended.returncode == 3
    assert ended.stderr.count("\n") == 1
    assert "3.11 to 3.14" in ended.stderr
    assert ended.stdout == ""


def test_packaging_is_no_package(ready: Path) -> None:
    assert not (Path(__file__).parents[2] / "packaging" / "__init__.py").exists()
    assert runpy.run_path(str(ready / "packaging" / "environment.py"))["CHECKOUT"] == ready
