"""SQLite's error codes in the words of a person: what happened to which file, and what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alvh_desktop.domain.problems import KnownError

_NOT_SAVED = {
    "SQLITE_FULL": ("The disk is full: nothing was saved to {file}.", "Free some space and do it again."),
    "SQLITE_IOERR_WRITE": (
        "The disk refused to write {file} (full, or a size limit): nothing was saved.",
        "Free some space and do it again.",
    ),
    "SQLITE_READONLY_DBMOVED": (
        "{file} was deleted, moved or replaced while it was open: nothing was saved.",
        "Save a copy under another name, or open the file again.",
    ),
    "SQLITE_READONLY": ("{file} cannot be written.", "Make the file and its folder writable, or save a copy elsewhere."),
    "SQLITE_BUSY": ("Another program holds {file}.", "Close it there and do it again."),
    "SQLITE_LOCKED": ("Another program holds {file}.", "Close it there and do it again."),
    "SQLITE_CORRUPT": ("{file} is damaged.", "Run 'check' on it, and restore a backup."),
    "SQLITE_NOTADB": ("{file} is not a portfolio file.", "Choose a file that ends in .alvh."),
    "SQLITE_CANTOPEN": (
        "{file} cannot be opened or its folder cannot be written.",
        "See that the file is there and that its folder is writable.",
    ),
    "SQLITE_PROTOCOL": ("{file} cannot be locked on this drive.", "Move it to a local disk."),
    "SQLITE_IOERR_LOCK": ("{file} cannot be locked on this drive.", "Move it to a local disk."),
    "SQLITE_IOERR": ("The disk reported an error on {file}: nothing was saved.", "Check the disk and open the file again."),
}  # fmt: skip


def known_error(error: sqlite3.Error, path: Path) -> KnownError | None:
    """The environment's fault behind an SQLite error; None when the error is a bug of ours."""
    name = getattr(error, "sqlite_errorname", None)
    while name:
        if name in _NOT_SAVED:
            what, remedy = _NOT_SAVED[name]
            return KnownError(what.format(file=path), remedy)
        name = name.rpartition("_")[0]
    if isinstance(error, sqlite3.DatabaseError) and "malformed" in str(error):
        return KnownError(f"{path} is damaged.", "Run 'check' on it, and restore a backup.")
    return None


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """Turns SQLite's errors on this file into KnownError; a damaged text shows up as UnicodeDecodeError."""
    try:
        yield
    except sqlite3.Error as error:
        known = known_error(error, path)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:
        raise KnownError(f"{path} is damaged.", "Run 'check' on it, and restore a backup.") from error
