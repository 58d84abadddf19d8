"""What SQLite and the system report about a file, in the words of a person: what happened, and what to do."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from alvh_desktop.domain.problems import KnownError


class UnusableFileError(KnownError):
    """What lies in the file is no portfolio that this program can use: another program's, empty, newer, damaged."""


class DamagedFileError(UnusableFileError):
    """It is a portfolio, but not a whole one."""


CANNOT_READ = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file raises; where a name in it is no text any more, so is SQLite's own message."""

NOT_A_PORTFOLIO = ("{file} is not a portfolio file.", "Choose a file that ends in .alvh.")
RESTORE = "Run 'check' on it, and restore a backup."
_HELD = ("Another program holds {file}: nothing was saved.", "Close it there and do it again.")
_NO_LOCKS = ("{file} cannot be locked on this drive.", "Move it to a local disk.")
_FULL = ("The disk is full: nothing was saved to {file}.", "Free some space and do it again.")
_READ_ONLY = ("{file} cannot be written.", "Make the file and its folder writable, or save a copy elsewhere.")

_BY_SQLITE_NAME = {
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR_WRITE": (
        "The disk refused to write {file} (full, or a size limit): nothing was saved.",
        "Free some space and do it again.",
    ),
    # The rows may stand already when the last step fails, so these two do not say that nothing was saved.
    "SQLITE_IOERR_DELETE": (
        "The disk failed at the end of a save: {file} may hold it or not.",
        "Check the disk and open the file again.",
    ),
    "SQLITE_IOERR_DIR_FSYNC": (
        "The disk failed at the end of a save: {file} may hold it or not.",
        "Check the disk and open the file again.",
    ),
    "SQLITE_IOERR": (
        "The disk reported an error on {file}: nothing was saved.",
        "Check the disk and open the file again.",
    ),
    "SQLITE_READONLY_DBMOVED": (
        "{file} was deleted, moved or replaced while it was open: nothing was saved.",
        "Save a copy under another name, or open the file again.",
    ),
    "SQLITE_READONLY_ROLLBACK": (
        "{file} holds the half of a save that was cut off.",
        "Open it once where its folder can be written.",
    ),
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CANTOPEN": (
        "{file} cannot be opened or its folder cannot be written: nothing was saved.",
        "See that the file is there, that its folder is writable and that not too many files are open.",
    ),
    "SQLITE_BUSY": _HELD,
    "SQLITE_LOCKED": _HELD,
    "SQLITE_PROTOCOL": _NO_LOCKS,
    "SQLITE_IOERR_LOCK": _NO_LOCKS,
}

_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
    errno.EMFILE: ("Too many files are open to use {file}.", "Close some windows or programs and do it again."),
    errno.ENFILE: ("Too many files are open to use {file}.", "Close some windows or programs and do it again."),
    errno.ENOSYS: _NO_LOCKS,
    errno.ENOLCK: _NO_LOCKS,
    errno.EOPNOTSUPP: _NO_LOCKS,
}


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """Turns what SQLite and the system report about this file into KnownError; bugs of ours pass through."""
    try:
        yield
    except sqlite3.Error as error:
        known = _sqlite_fault(error, path)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:
        raise _damaged(path, "it holds bytes that are no text") from error
    except OSError as error:
        raise _system_fault(error, path) from error


@contextmanager
def undone_on_error(undo: Callable[[], object]) -> Iterator[None]:
    """Calls `undo` where the block does not come to its end, whatever broke it off, and lets that pass through."""
    with ExitStack() as waiting:
        waiting.callback(undo)
        yield
        waiting.pop_all()


def sqlite_name(error: BaseException) -> str:
    """The name of SQLite's extended error code, empty where the error did not come from SQLite."""
    return getattr(error, "sqlite_errorname", "")


def _sqlite_fault(error: sqlite3.Error, path: Path) -> KnownError | None:
    name = sqlite_name(error)
    # SQLITE_ERROR: our statements are fixed, so a table or column that is not there was taken away by others.
    if name == "SQLITE_ERROR" or name.startswith("SQLITE_CORRUPT") or "Could not decode" in str(error):
        return _damaged(path, str(error))
    if name == "SQLITE_NOTADB":
        what, remedy = NOT_A_PORTFOLIO
        return UnusableFileError(what.format(file=path), remedy)
    while name:
        if name in _BY_SQLITE_NAME:
            what, remedy = _BY_SQLITE_NAME[name]
            return KnownError(what.format(file=path), remedy)
        name = name.rpartition("_")[0]
    return None


def _damaged(path: Path, how: str) -> DamagedFileError:
    return DamagedFileError(f"{path} is damaged ({how}).", RESTORE)


def _system_fault(error: OSError, path: Path) -> KnownError:
    what, remedy = _BY_ERRNO.get(
        error.errno or 0, (f"{{file}} cannot be used: {error.strerror or error}.", "Choose another folder.")
    )
    return KnownError(what.format(file=path), remedy)
