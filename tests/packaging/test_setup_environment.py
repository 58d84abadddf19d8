"""What is done to the environment in the checkout: decided from its state, and healed after any interruption."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import environment
import pytest
from environment import INSTALL, REBUILD, REUSE, RUNTIME_LOCK, TEST_LOCK, SetupError, next_step, prepare

type_of_command = {"venv": "make", "--require-hashes": "lock", "--editable": "project"}


class Commands(list[str]):
    """What the set-up would have run, by kind; the one numbered `fails` is interrupted."""

    def __init__(self, make_venv: Callable[..., Path], fails: int | None = None) -> None:
        self.make_venv, self.fails, self.full = make_venv, fails, list[list[str]]()

    def __call__(self, command: Sequence[str], failure: str) -> None:
        self.full.append(list(command))
        self.append(next(kind for word, kind in type_of_command.items() if word in command))
        if len(self) - 1 == self.fails:
            raise KeyboardInterrupt
        if self[-1] == "make":
            self.make_venv()


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, make_venv: Callable[..., Path]) -> Commands:
    recorded = Commands(make_venv)
    monkeypatch.setattr(environment, "carry_out", recorded)
    return recorded


def test_no_environment_is_made(checkout: Path) -> None:
    assert next_step(checkout, RUNTIME_LOCK) == REBUILD


def test_the_tests_setup_serves_the_program_and_not_the_other_way_round(
    checkout: Path, make_venv: Callable[..., Path], stamp: Callable[..., None]
) -> None:
    make_venv()
    stamp(RUNTIME_LOCK)
    assert next_step(checkout, RUNTIME_LOCK) == REUSE
    assert next_step(checkout, TEST_LOCK) == INSTALL
    stamp(RUNTIME_LOCK, TEST_LOCK)
    assert next_step(checkout, RUNTIME_LOCK) == next_step(checkout, TEST_LOCK) == REUSE


def test_another_python_version_means_a_new_environment(
    checkout: Path, make_venv: Callable[..., Path], stamp: Callable[..., None]
) -> None:
    make_venv(python="3.10")
    stamp(RUNTIME_LOCK)
    assert next_step(checkout, RUNTIME_LOCK) == REBUILD


def test_an_environment_without_its_settings_is_made_anew(
    checkout: Path, make_venv: Callable[..., Path], stamp: Callable[..., None]
) -> None:
    venv = make_venv()
    stamp(RUNTIME_LOCK)
    (venv / "pyvenv.cfg").unlink()
    assert next_step(checkout, RUNTIME_LOCK) == REBUILD


def test_a_python_that_is_gone_means_a_new_environment(
    checkout: Path, make_venv: Callable[..., Path], stamp: Callable[..., None]
) -> None:
    python = make_venv() / "bin" / "python"
    stamp(RUNTIME_LOCK)
    python.unlink()
    python.symlink_to(checkout / "removed-python")
    assert next_step(checkout, RUNTIME_LOCK) == REBUILD


@pytest.mark.parametrize(("pip", "step"), [(True, INSTALL), (False, REBUILD)])
def test_an_environment_made_by_hand_is_used_when_it_is_whole(
    checkout: Path, make_venv: Callable[..., Path], pip: bool, step: str
) -> None:
    make_venv(pip=pip)
    assert next_step(checkout, RUNTIME_LOCK) == step


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"place": "", "installed": 3}', "null"])
def test_a_damaged_stamp_means_a_new_environment(checkout: Path, make_venv: Callable[..., Path], text: str) -> None:
    (make_venv() / "alvh-setup.json").write_text(text)
    assert next_step(checkout, RUNTIME_LOCK) == REBUILD


def test_a_checkout_that_was_moved_gets_a_new_environment(
    checkout: Path, make_venv: Callable[..., Path], stamp: Callable[..., None]
) -> None:
    make_venv()
    stamp(RUNTIME_LOCK)
    moved = checkout.rename(checkout.with_name("moved"))
    assert next_step(moved, RUNTIME_LOCK) == REBUILD


@pytest.mark.parametrize("file", ["packaging/requirements.txt", "pyproject.toml"])
def test_a_changed_lock_or_project_is_installed_on_top(
    checkout: Path, make_venv: Callable[..., Path], stamp: Callable[..., None], commands: Commands, file: str
) -> None:
    make_venv()
    stamp(RUNTIME_LOCK)
    with (checkout / file).open("a") as changed:
        changed.write("# changed\n")
    assert next_step(checkout, RUNTIME_LOCK) == INSTALL
    prepare(checkout, RUNTIME_LOCK)
    assert commands == ["lock", "project"]
    assert next_step(checkout, RUNTIME_LOCK) == REUSE


def test_a_first_setup_makes_installs_and_is_then_left_alone(checkout: Path, commands: Commands) -> None:
    prepare(checkout, TEST_LOCK)
    assert commands == ["make", "lock", "project"]
    prepare(checkout, TEST_LOCK)
    prepare(checkout, RUNTIME_LOCK)
    assert commands == ["make", "lock", "project"]


def test_nothing_is_fetched_that_has_no_hash(checkout: Path, commands: Commands) -> None:
    prepare(checkout, TEST_LOCK)
    _, locked, project = commands.full
    assert {"--require-hashes", "--only-binary", ":all:"} <= set(locked)
    assert str(checkout / "packaging" / TEST_LOCK) in locked
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(project)


@pytest.mark.parametrize("fails", [0, 1, 2])
def test_a_setup_interrupted_anywhere_is_made_from_nothing_the_next_time(
    checkout: Path, make_venv: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    monkeypatch.setattr(environment, "carry_out", Commands(make_venv, fails))
    with pytest.raises(KeyboardInterrupt):
        prepare(checkout, RUNTIME_LOCK)
    assert next_step(checkout, RUNTIME_LOCK) == REBUILD
    leftover = checkout / ".venv" / "leftover"
    leftover.touch()
    healing = Commands(make_venv)
    monkeypatch.setattr(environment, "carry_out", healing)
    prepare(checkout, RUNTIME_LOCK)
    assert healing == ["make", "lock", "project"]
    assert not leftover.exists()
    assert next_step(checkout, RUNTIME_LOCK) == REUSE


@pytest.mark.parametrize("fails", [0, 1])
def test_an_interrupted_update_is_no_finished_one(
    checkout: Path,
    make_venv: Callable[..., Path],
    stamp: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    fails: int,
) -> None:
    make_venv()
    stamp(RUNTIME_LOCK)
    monkeypatch.setattr(environment, "carry_out", Commands(make_venv, fails))
    with pytest.raises(KeyboardInterrupt):
        prepare(checkout, TEST_LOCK)
    assert next_step(checkout, RUNTIME_LOCK) == REBUILD


def test_an_environment_that_is_a_link_is_unlinked_and_its_target_kept(
    checkout: Path, commands: Commands, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere"
    target.mkdir()
    (target / "kept").touch()
    (checkout / ".venv").symlink_to(target)
    prepare(checkout, RUNTIME_LOCK)
    assert (target / "kept").exists()
    assert not (checkout / ".venv").is_symlink()


def test_a_command_that_fails_says_what_failed_and_keeps_stdout_clean(
    capfd: pytest.CaptureFixture[str],
) -> None:
    command = [sys.executable, "-c", "print('why'); raise SystemExit(1)"]
    with pytest.raises(SetupError, match=r"^The packages could not be installed "):
        environment.carry_out(command, "The packages could not be installed")
    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err == "why\n"


def test_the_second_of_two_builders_waits_for_all_that_the_first_has_started(checkout: Path) -> None:
    """A killed script may leave pip behind; what it still writes must not meet the next set-up."""
    fcntl = pytest.importorskip("fcntl", reason="Windows has no such lock")
    pid_file = checkout / "pid"
    leave_a_process = f"sleep 30 >&- 2>&- & echo $! > {pid_file}"
    with environment.sole_builder(checkout):
        environment.carry_out(["sh", "-c", leave_a_process], "")
    left_behind = int(pid_file.read_text())
    other = os.open(checkout / "packaging", os.O_RDONLY)
    try:
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.kill(left_behind, signal.SIGKILL)
        fcntl.flock(other, fcntl.LOCK_EX)
    finally:
        os.close(other)
