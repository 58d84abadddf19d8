"""Runs commands in forks of one process: a line of JSON in, what is asked; a line of JSON out, how it ended.

The program is loaded once, by commands on a sample of its own, so that a command lasts milliseconds, a kill falls
inside its work and not inside Python's start, and a process without rights needs to load nothing any more. Its exit
code is told, or minus the signal that ended it.
"""

import atexit
import gc
import io
import json
import os
import signal
import sys
import tempfile
import time
from contextlib import chdir, redirect_stdout
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from select import select
from typing import Any, NoReturn

from alvh_desktop.cli import run

CHAIN = Path(__file__).parents[1] / "data" / "chains" / "quote_table_spx.csv"
WARMED_BY = (
    "sample Warm.alvh", "report", "alerts", "payoff", "regime", "days", "calendar", "inputs", "rolls 14", "accounts",
    "trade +1 VIX 16DEC26 17C @2", "undo", "redo", "input response.a 0.09",
    "settle 37 6850 --at 2026-11-23T16:00-05:00",
    f"import {CHAIN}", "statistics", "tax", "backup Copy.alvh", "export Warm.alvh -o Warm.csv", "new Made.alvh",
    "check",
)  # fmt: skip
PLACELESS = ("sample", "new", "export")


def main() -> None:
    warm_up()
    if "windows" in sys.argv:
        load_windows()
    gc.freeze()  # a fork that looks through what is loaded would copy all of it
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        asked = json.loads(line)
        pipes = [os.pipe() for _ in range(3)]
        child = os.fork()
        if child == 0:
            become(asked, [write for _, write in pipes])
            leave(run(asked["arguments"]), asked["stdout"])
        for _, write in pipes:
            os.close(write)
        out, err, loaded = told([read for read, _ in pipes], child, asked["seconds"])
        _, status = os.waitpid(child, 0)
        ended = {"code": os.waitstatus_to_exitcode(status), "out": out, "err": err, "loaded": loaded}
        answers.write(json.dumps(ended) + "\n")
        answers.flush()


def warm_up() -> None:
    with tempfile.TemporaryDirectory() as folder, chdir(folder), redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        for command in WARMED_BY:
            words = command.split()
            code = run([*words, *([] if words[0] in PLACELESS else ["--portfolio", "Warm.alvh"])])
            assert code in (0, 1), command
        "".encode("utf-16"), b"".decode("utf-8-sig"), "".encode("cp1252")


def load_windows() -> None:
    """All that a window consists of, and no window: Qt begins in the fork."""
    for folder in ("viewmodels", "widgets"):
        package = import_module(f"alvh_desktop.{folder}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    import_module("alvh_desktop.app")


def become(asked: dict[str, Any], writes: list[int]) -> None:
    """What the fork may still do, where it stands and where it is heard."""
    out, err, loaded = writes
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if asked["stdout"] == "gone":
        reading, out = os.pipe()
        os.close(reading)
    os.dup2(out, 1)
    os.dup2(err, 2)
    for write in (out, err):
        os.close(write)
    atexit.register(tell_what_is_loaded, loaded)
    if asked["limit"] is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (asked["limit"], asked["limit"]))
    if asked["uid"] is not None:
        os.setgroups([])
        os.setgid(asked["uid"])
        os.setuid(asked["uid"])


def leave(code: int, stdout: str | None) -> NoReturn:
    """As every Python ends where it counts, since taking all that is loaded apart lasts longer than a command."""
    if stdout == "gone":
        sys.exit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    atexit._run_exitfuncs()
    os._exit(code)


def tell_what_is_loaded(write: int) -> None:
    with os.fdopen(write, "w", encoding="utf-8") as pipe:
        pipe.write("\n".join(sys.modules))


def told(reads: list[int], child: int, seconds: float | None) -> list[str]:
    """Everything that comes out of the pipes until the child has ended, killed after so many seconds."""
    parts: dict[int, list[bytes]] = {read: [] for read in reads}
    open_still, until = set(reads), None if seconds is None else time.monotonic() + seconds
    while open_still:
        left = None if until is None else max(0.0, until - time.monotonic())
        ready = select(list(open_still), [], [], left)[0]
        if until is not None and time.monotonic() >= until:
            os.kill(child, signal.SIGKILL)
            until = None
        for read in ready:
            part = os.read(read, 1 << 16)
            parts[read].append(part)
            if not part:
                os.close(read)
                open_still.remove(read)
    return [b"".join(parts[read]).decode("utf-8", "replace") for read in reads]


if __name__ == "__main__":
    main()
