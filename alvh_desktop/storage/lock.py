"""One writer a file: a lock beside the portfolio that says who holds it."""

import os
import socket
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from alvh_desktop.domain.problems import KnownError


class WriterLock:
    """Held from opening a portfolio for writing until it is closed; the system frees it when a process dies."""

    def __init__(self, portfolio: Path, now: datetime) -> None:
        """Raises KnownError when another process holds the lock or the folder cannot be written."""
        self._path = portfolio.with_name(portfolio.name + ".lock")
        self._lock = FileLock(self._path)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise KnownError(
                f"{portfolio} is open for writing in another ALVH Desktop ({self._holder()}).",
                "Close it there; 'report', 'alerts', 'payoff' and 'check' read beside it.",
            ) from None
        except OSError as error:
            raise KnownError(
                f"{portfolio} cannot be opened for writing: {error.strerror or error}.",
                "Make its folder writable, or copy the file to a local folder that is.",
            ) from error
        self._path.write_text(f"{os.getpid()} {socket.gethostname()} {now.isoformat()}\n", encoding="utf-8")

    def _holder(self) -> str:
        try:
            pid, host, start = self._path.read_text(encoding="utf-8").split()
        except (OSError, ValueError, UnicodeDecodeError):
            return "unknown process"
        return f"process {pid} on {host} since {start}"

    def release(self) -> None:
        self._lock.release()
