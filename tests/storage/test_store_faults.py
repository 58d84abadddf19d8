"""Every fault of disk and system that SQLite or Python can name has a sentence; everything else is a bug."""

import errno
import sqlite3
from pathlib import Path

import pytest

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.faults import DamagedFileError, UnusableFileError, faults_of

FILE = Path("/books/mine.alvh")


def sqlite_error(name: str, text: str = "") -> sqlite3.Error:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorname = name
    return error


SQLITE = [
    ("SQLITE_FULL", "The disk is full: nothing was saved to"),
    ("SQLITE_IOERR", "The disk reported an error on"),
    ("SQLITE_IOERR_READ", "The disk reported an error on"),
    ("SQLITE_IOERR_SHORT_READ", "The disk reported an error on"),
    ("SQLITE_IOERR_FSYNC", "The disk reported an error on"),
    ("SQLITE_IOERR_WRITE", "The disk refused to write"),
    ("SQLITE_IOERR_DIR_FSYNC", "The disk failed at the end of a save"),
    ("SQLITE_IOERR_DELETE", "The disk failed at the end of a save"),
    ("SQLITE_IOERR_DELETE_NOENT", "The disk failed at the end of a save"),
    ("SQLITE_IOERR_LOCK", "/books/mine.alvh cannot be locked on this drive"),
    ("SQLITE_PROTOCOL", "/books/mine.alvh cannot be locked on this drive"),
    ("SQLITE_READONLY", "/books/mine.alvh cannot be written"),
    ("SQLITE_READONLY_DIRECTORY", "/books/mine.alvh cannot be written"),
    ("SQLITE_READONLY_DBMOVED", "/books/mine.alvh was deleted, moved or replaced"),
    ("SQLITE_READONLY_ROLLBACK", "/books/mine.alvh holds the half of a save"),
    ("SQLITE_PERM", "/books/mine.alvh cannot be written"),
    ("SQLITE_CANTOPEN", "/books/mine.alvh cannot be opened"),
    ("SQLITE_CANTOPEN_ISDIR", "/books/mine.alvh cannot be opened"),
    ("SQLITE_BUSY", "Another program holds"),
    ("SQLITE_BUSY_SNAPSHOT", "Another program holds"),
    ("SQLITE_LOCKED", "Another program holds"),
]
SYSTEM = [
    (errno.ENOSPC, "The disk is full"),
    (errno.EDQUOT, "The disk is full"),
    (errno.EFBIG, "The disk is full"),
    (errno.EACCES, "/books/mine.alvh cannot be written"),
    (errno.EROFS, "/books/mine.alvh cannot be written"),
    (errno.EMFILE, "Too many files are open"),
    (errno.ENOLCK, "/books/mine.alvh cannot be locked on this drive"),
    (errno.ENAMETOOLONG, "/books/mine.alvh cannot be used: File name too long."),
]


def told(error: Exception) -> KnownError:
    with pytest.raises(KnownError) as known, faults_of(FILE):
        raise error
    assert known.value.__cause__ is error
    assert str(FILE) in known.value.what
    assert known.value.remedy.endswith(".")
    return known.value


@pytest.mark.parametrize(("name", "sentence"), SQLITE)
def test_what_sqlite_reports_has_a_sentence(name: str, sentence: str) -> None:
    known = told(sqlite_error(name))
    assert known.what.startswith(sentence)
    assert not isinstance(known, UnusableFileError)


@pytest.mark.parametrize(("number", "sentence"), SYSTEM)
def test_what_the_system_reports_has_a_sentence(number: int, sentence: str) -> None:
    assert told(OSError(number, "File name too long")).what.startswith(sentence)


@pytest.mark.parametrize(
    "error",
    [
        sqlite_error("SQLITE_CORRUPT", "database disk image is malformed"),
        sqlite_error("SQLITE_CORRUPT_INDEX"),
        sqlite_error("SQLITE_ERROR", "no such table: fills"),
        sqlite3.OperationalError("Could not decode to UTF-8 column 'name' with text 'x'"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    ],
)
def test_a_damaged_file_is_called_damaged(error: Exception) -> None:
    known = told(error)
    assert isinstance(known, DamagedFileError)
    assert known.what.startswith("/books/mine.alvh is damaged (")


def test_what_is_no_database_is_no_portfolio() -> None:
    known = told(sqlite_error("SQLITE_NOTADB"))
    assert isinstance(known, UnusableFileError)
    assert not isinstance(known, DamagedFileError)
    assert str(known) == "/books/mine.alvh is not a portfolio file. Choose a file that ends in .alvh."


@pytest.mark.parametrize(
    "error",
    [
        sqlite_error("SQLITE_CONSTRAINT_FOREIGNKEY"),
        sqlite_error("SQLITE_MISUSE"),
        sqlite3.ProgrammingError("Cannot operate on a closed database."),
        ValueError("1.5 does not fit"),
        KeyError("fills"),
    ],
)
def test_anything_else_is_a_bug_and_comes_through(error: Exception) -> None:
    with pytest.raises(type(error)) as raised, faults_of(FILE):
        raise error
    assert raised.value is error
