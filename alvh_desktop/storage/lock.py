"""One writer a file: a lock beside the portfolio that says who holds it."""

import os
import socket
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.storage.faults import faults_of

_NO_START = "-"


class HeldElsewhereError(KnownError):
    """Another process writes to this portfolio."""


class WriterLock:
    """Held from opening a portfolio for writing until it is closed; the system frees it when a process dies.

    `NAME.alvh.lock` says process, host and start. It stays behind when the lock is released: what counts is the
    system's lock on it, not the file.
    """

    def __init__(self, portfolio: Path, start: datetime | None) -> None:
        """Raises HeldElsewhereError, or KnownError when the folder is missing or cannot be written.

        `start` is what others are told; a lock that is held for a moment only needs none.
        """
        # By the real path: one portfolio under two names has one lock, as it has one journal.
        real = Path(os.path.realpath(portfolio))
        if not real.parent.is_dir():
            raise KnownError(f"There is no folder {real.parent}.", "Make it, or choose another one.")
        path = real.with_name(real.name + ".lock")
        told = f"{os.getpid()} {socket.gethostname()} {start.isoformat() if start else _NO_START}\n".encode()
        # A drive that cannot lock is refused: the stand-in that filelock offers for it survives a crash.
        self._lock = FileLock(path, fallback_to_soft=False, on_acquired=lambda descriptor: _tell(descriptor, told))
        with faults_of(portfolio):
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                raise HeldElsewhereError(
                    f"{portfolio} is open for writing in another ALVH Desktop ({_holder(path)}).",
                    "Close it there; 'report', 'alerts', 'payoff' and 'check' read beside it.",
                ) from None

    def release(self) -> None:
        self._lock.release()


def _tell(descriptor: int, told: bytes) -> None:
    """Write through the lock's own descriptor, behind a blank: Windows shuts everyone else out of the first byte."""
    os.truncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, b" " + told)


def _holder(path: Path) -> str:
    try:
        with path.open("rb", buffering=0) as file:
            file.seek(1)
            pid, host, start = file.read(1000).decode("utf-8").split()
        since = "" if start == _NO_START else f" since {new_york_text(datetime.fromisoformat(start))}"
        return f"process {pid} on {host}{since}"
    except (OSError, ValueError):
        return "unknown process"
