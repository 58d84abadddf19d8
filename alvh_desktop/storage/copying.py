"""Whole copies of a database, and new files that take their place whole or not at all."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from errno import EINVAL
from glob import escape
from pathlib import Path
from stat import S_IMODE

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.faults import DamagedFileError, faults_of
from alvh_desktop.storage.opening import connect, journal_of

_PAGES_A_SLICE = 256
_ROUNDS = 4
"""A copy begins anew whenever somebody saves in between: after so many rounds it is taken in one piece."""


_MOST_WAITS = 4
"""Each as long as a connection waits for a lock: a busy writer may win it many times in a row."""


class _SavedTooOftenError(Exception):
    """Others saved so often in between that a copy in slices does not come to its end."""


def copy_pages(source: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Every page of a database into another, as it stands at one moment.

    In slices, so that a writer waits for none of them longer than a moment. Raises KnownError when another
    program does not let go of the file.
    """
    try:
        source.backup(copy, pages=_PAGES_A_SLICE, progress=_watch(_ROUNDS))
    except _SavedTooOftenError:
        source.backup(copy, progress=_watch(_ROUNDS))


def copy_to(source: sqlite3.Connection, target: Path) -> None:
    """A verified copy under a new name. Raises KnownError; a full disk leaves no file, and none is overwritten."""
    with arriving(target) as part:
        copy_into(source, part, target)


def copy_into(source: sqlite3.Connection, part: Path, target: Path) -> None:
    """A copy into a file that is to become `target`. Raises DamagedFileError when it is not a sound database."""
    with closing(connect(part, "create")) as copy:
        copy_pages(source, copy)
        (answer,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise DamagedFileError(f"What was to be copied to {target} is damaged ({answer}).", "Run 'check' on it.")


@contextmanager
def arriving(target: Path, *, over: bool = False) -> Iterator[Path]:
    """A name to write a file under; when the block ends well, the file is moved to `target`.

    A failure leaves no file behind and `target` as it was. Raises KnownError when something stands there already,
    unless the new file comes `over` it; it then has the same readers and writers.
    """
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    with faults_of(target):
        try:
            _remove(part)
            if not over:
                refuse_existing(target)
            yield part
            if not over:
                refuse_existing(target)
            elif target.exists():
                part.chmod(S_IMODE(target.stat().st_mode))
            part.replace(target)
            _flush_folder(target.parent)
        finally:
            _remove(part)


def refuse_existing(target: Path) -> None:
    """Raises KnownError when a file stands there, or the journal of one that is gone: it would change a new one."""
    if os.path.lexists(target):
        raise KnownError(f"{target} exists already.", "Choose another name; nothing is overwritten.")
    if journal_of(target).exists():
        raise KnownError(
            f"{journal_of(target)} was left by a file that is gone.", "Move it away, or choose another name."
        )


def remove_parts(folder: Path, name: str | None = None) -> None:
    """Remove what a dead process did not bring to its place: of one file, or of all in a folder.

    For whoever holds the lock of what they belong to, for they may be on their way still.
    """
    pattern = "*" if name is None else escape(name)
    with faults_of(folder):
        for part in (*folder.glob(f"{pattern}.*.part"), *folder.glob(f"{pattern}.*.part-journal")):
            part.unlink(missing_ok=True)


def _watch(rounds: int) -> Callable[[int, int, int], None]:
    slices, waits = 0, 0

    def seen(status: int, remaining: int, total: int) -> None:
        nonlocal slices, waits
        slices += 1
        waits = waits + 1 if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else 0
        if waits > _MOST_WAITS:
            raise KnownError("Another program holds the file: it was not copied.", "Close it there and do it again.")
        if slices > rounds * (total // _PAGES_A_SLICE + 1):
            raise _SavedTooOftenError

    return seen


def _remove(part: Path) -> None:
    part.unlink(missing_ok=True)
    journal_of(part).unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """A new name is on the disk once its folder is. Windows flushes names by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != EINVAL:  # some network drives cannot flush a folder
            raise
    finally:
        os.close(descriptor)
