"""The virtual environment in the checkout: what is to be done to it, doing it, and starting Python in it.

This file must be readable by old Pythons, so that they can be told that they are too old.
"""

import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.stderr.write(
        "ALVH Desktop needs Python 3.11 to 3.14; start this script with one of them "
        f"(this is {sys.version_info[0]}.{sys.version_info[1]}).\n"
    )
    raise SystemExit(3)

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
RUNTIME_LOCK = "requirements.txt"
TEST_LOCK = "requirements-test.txt"
# the test lock pins everything that the runtime lock pins, to the same versions
COVERED_BY = {RUNTIME_LOCK: (RUNTIME_LOCK,), TEST_LOCK: (RUNTIME_LOCK, TEST_LOCK)}

REUSE, INSTALL, REBUILD = "reuse", "install", "rebuild"


class SetupError(Exception):
    """The set-up cannot go on; the message is one line that says what to do."""


def answer(main: Callable[[list[str]], int]) -> int:
    """The exit code of a script: that of its program, or 3 and one line when the set-up could not be made."""
    try:
        return main(sys.argv[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 3
    except OSError as error:  # a full disk, a folder that may not be written
        print(f"The set-up could not be made: {error}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130


def prepare(checkout: Path, lock: str) -> None:
    """Bring `.venv` to the state that the lock file describes; costs nothing when it is there."""
    if next_step(checkout, lock) == REUSE:
        return
    with sole_builder(checkout):
        step = next_step(checkout, lock)
        if step != REUSE:
            bring_up_to_date(checkout, lock, afresh=step == REBUILD)


def next_step(checkout: Path, lock: str) -> str:
    """What `.venv` needs: nothing, an installation on top of what is there, or to be made afresh."""
    venv = checkout / ".venv"
    if not interpreter(venv).exists() or python_of(venv) != PYTHON:
        return REBUILD
    stamp = read_stamp(venv)
    if stamp is None:  # made by a person, not by these scripts
        return INSTALL if has_pip(venv) else REBUILD
    made_in, installed = stamp
    if made_in != place(checkout) or not installed:
        return REBUILD  # moved or copied here, or its installation was interrupted
    return REUSE if digest(checkout, lock) in installed else INSTALL


def bring_up_to_date(checkout: Path, lock: str, afresh: bool) -> None:
    """Install the lock and the project. The stamp says "unfinished" until all is done."""
    venv = checkout / ".venv"
    print(f"Setting up {venv} (a few minutes and 300 MB the first time)", file=sys.stderr)
    if afresh:
        remove(venv)
        venv.mkdir()
    write_stamp(checkout, installed=[])
    if afresh:
        # the Python underneath: this one may live in the environment that was just removed
        base = getattr(sys, "_base_executable", None) or sys.executable
        carry_out([base, "-m", "venv", str(venv)], "The virtual environment could not be made")
    install(venv, checkout, lock)
    write_stamp(checkout, installed=[digest(checkout, name) for name in COVERED_BY[lock]])


def install(venv: Path, checkout: Path, lock: str) -> None:
    """Install wheels of the locked hashes and no others, then the project itself, fetching nothing."""
    pip = [str(interpreter(venv)), "-P", "-m", "pip", "--disable-pip-version-check", "install"]
    failure = "The packages could not be installed"
    locked = str(checkout / "packaging" / lock)
    carry_out([*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", locked], failure)
    project = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", str(checkout)]
    carry_out([*pip, *project], failure)


def carry_out(command: Sequence[str], failure: str) -> None:
    """Run a command of the set-up; what it prints goes to stderr, since stdout belongs to the program."""
    sys.stderr.flush()
    # open handles are passed on, so that the builder's lock lasts as long as its last process
    ended = subprocess.run(command, stdout=2, stdin=subprocess.DEVNULL, close_fds=False, check=False)
    if ended.returncode != 0:
        raise SetupError(f"{failure} (the lines above say why): mend that and start the same command again.")


def start_python(venv: Path, *arguments: str) -> int:
    """Become (POSIX) or call (Windows) the environment's Python; its exit code is returned."""
    # -P: a file in the current folder must not stand in for a module of the program
    command = [str(interpreter(venv)), "-P", *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.call(command)


@contextlib.contextmanager
def sole_builder(checkout: Path) -> Iterator[None]:
    """Of two scripts started together the second waits until the first has built; Windows goes without."""
    if os.name != "posix":
        yield
        return
    import fcntl

    handle = os.open(checkout / "packaging", os.O_RDONLY)
    try:
        os.set_inheritable(handle, True)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def interpreter(venv: Path) -> Path:
    """Where the environment's Python stands, whether it exists or not."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def python_of(venv: Path) -> str:
    """The version that the environment was made for, as in "3.12"; empty when it does not say."""
    try:
        lines = (venv / "pyvenv.cfg").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    settings = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    version = settings.get("version") or settings.get("version_info") or ""
    return ".".join(version.split(".")[:2])


def has_pip(venv: Path) -> bool:
    """Whether pip is installed there; an environment whose making was interrupted lacks it."""
    packages = "Lib/site-packages" if os.name == "nt" else f"lib/python{PYTHON}/site-packages"
    return (venv / packages / "pip" / "__main__.py").exists()


def place(checkout: Path) -> str:
    """What an environment cannot be carried away from: its Python version and its folder."""
    return f"{PYTHON} in {checkout}"


def digest(checkout: Path, lock: str) -> str:
    """One hash over all that decides what is installed: the lock and the project's own description."""
    content = (checkout / "packaging" / lock).read_bytes() + (checkout / "pyproject.toml").read_bytes()
    return f"{lock} {hashlib.sha256(content).hexdigest()}"


def read_stamp(venv: Path) -> tuple[str, list[str]] | None:
    """The place and the installed locks that these scripts last wrote; None where they never did."""
    try:
        text = (venv / "alvh-setup.json").read_text("utf-8")
    except OSError:
        return None
    try:
        stamp = json.loads(text)
        return str(stamp["place"]), list(stamp["installed"])
    except (ValueError, KeyError, TypeError):
        return "", []


def write_stamp(checkout: Path, installed: Sequence[str]) -> None:
    """Record what is installed (an empty list: unfinished), whole or not at all."""
    stamp = checkout / ".venv" / "alvh-setup.json"
    fresh = stamp.with_suffix(".new")
    fresh.write_text(json.dumps({"place": place(checkout), "installed": list(installed)}), "utf-8")
    os.replace(fresh, stamp)


def remove(venv: Path) -> None:
    """Remove the environment, be it a folder, a link to one, or a stray file."""
    if venv.is_dir() and not venv.is_symlink():
        shutil.rmtree(venv)
    else:
        venv.unlink(missing_ok=True)
