"""Commands in processes of their own that last milliseconds, since they are forks of one that has loaded the program.

They can be killed, be another user, or meet a full disk; what they printed, how they ended and what they had loaded
then is the answer. (See forking_child.py, which forks them.)
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHILD = Path(__file__).with_name("forking_child.py")


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    """The exit code, or minus the signal that ended it."""
    out: str
    err: str
    loaded: frozenset[str]
    """Top-level packages it had loaded; nothing where it was killed."""


class Forks:
    """Runs one command after another, each in a fork, in the folder and with the environment of the test."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(
        self, *arguments: object, seconds: float | None = None, uid: int | None = None, limit: int | None = None,
        stdout: str | None = None,
    ) -> Ended:  # fmt: skip
        """`seconds` until it is killed, the user it is, bytes a file may have, stdout "gone" where nobody reads."""
        asked = {
            "arguments": [str(each) for each in arguments], "seconds": seconds, "uid": uid, "limit": limit,
            "stdout": stdout, "folder": os.getcwd(), "environment": dict(os.environ),
        }  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        ended = json.loads(self._process.stdout.readline())
        loaded = frozenset(name.partition(".")[0] for name in ended["loaded"].split())
        return Ended(ended["code"], ended["out"], ended["err"], loaded)


@contextmanager
def forking(home: Path, loads_windows: bool = False) -> Iterator[Forks]:
    """`home` is the folder of the person whose settings the process meets while it loads the program."""
    folders = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    environment = {**os.environ, **{name: str(home) for name in folders}}
    command = [sys.executable, str(CHILD), *(["windows"] if loads_windows else [])]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    ) as process:  # fmt: skip
        try:
            forks = Forks(process)
            assert forks.run("--version").code == 0, "the first answer comes when the program is loaded"
            yield forks
        finally:
            assert process.stdin is not None
            process.stdin.close()
