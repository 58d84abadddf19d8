"""Whole copies of a portfolio: made through SQLite's backup, verified, then put in place; thinned with age."""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.checking import refuse_when_damaged
from alvh_desktop.storage.faults import faults_of
from alvh_desktop.storage.opening import connect, look

_STAMP = "%Y%m%dT%H%M%SZ"
_PAGES_A_SLICE = 256
PAUSE_BETWEEN_BACKUPS = timedelta(minutes=30)
_KEEP_ALL = timedelta(days=2)
_KEEP_DAILY = timedelta(days=30)
_KEEP_WEEKLY = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in the backup folder: when it was made, how many fills it holds, the hash of its last line."""

    path: Path
    moment: datetime
    fills: int
    tail_hash: str


def back_up_to(path: Path, target: Path) -> None:
    """Copy a portfolio, open elsewhere or not, to a new file. Raises KnownError; nothing is ever overwritten."""
    look(path)
    if target.exists():
        raise KnownError(f"{target} exists already.", "Choose another name; nothing is overwritten.")
    with faults_of(path):
        connection = connect(path, "read")
    try:
        copy_to(connection, target)
    finally:
        connection.close()


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """The backup itself: into `.part`, verified, flushed, renamed. A full disk leaves no file under the name."""
    part = target.with_name(target.name + ".part")
    try:
        with faults_of(target):
            part.unlink(missing_ok=True)
            copy = sqlite3.connect(part)
            try:
                connection.backup(copy, pages=_PAGES_A_SLICE)
                (answer,) = copy.execute("PRAGMA quick_check(1)").fetchone()
            finally:
                copy.close()
        if answer != "ok":
            raise KnownError(f"The copy for {target} is damaged ({answer}).", "Run 'check' on the portfolio.")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise KnownError(
            f"{target} cannot be written: {error.strerror or error}.", "Choose another folder."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def backup_folder(data_folder: Path, portfolio: Path) -> Path:
    """Where the copies of this file lie: one folder a path, so that two portfolios of one name never mix."""
    mark = hashlib.sha256(str(portfolio.absolute()).encode()).hexdigest()[:8]
    return data_folder / "backups" / f"{portfolio.stem}-{mark}"


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The readable copies, newest first."""
    found = []
    for path in folder.glob("*.alvh"):
        try:
            found.append(_read(path))
        except (KnownError, sqlite3.Error, ValueError):
            continue
    return tuple(sorted(found, key=lambda backup: backup.moment, reverse=True))


def back_up_when_due(path: Path, folder: Path, now: datetime) -> Path | None:
    """A copy when the last one is older than 30 minutes and the book has changed since; None when not due."""
    copies = backups_in(folder)
    if copies and (now - copies[0].moment < PAUSE_BETWEEN_BACKUPS or copies[0].tail_hash == _tail_hash(path)):
        return None
    return back_up_now(path, folder, now)


def back_up_now(path: Path, folder: Path, now: datetime) -> Path:
    """A copy named by its moment, then the folder thinned. A damaged book is never copied over good ones."""
    refuse_when_damaged(path, now)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{path.stem}-{now.astimezone(UTC).strftime(_STAMP)}.alvh"
    if not target.exists():
        back_up_to(path, target)
    for old in thinned(backups_in(folder), now):
        old.path.unlink()
    return target


def thinned(backups: Sequence[Backup], now: datetime) -> tuple[Backup, ...]:
    """The copies to remove: all are kept for 2 days, then one a day, after 30 days one a week, then one a month.

    Of a day, week or month the newest stays; the newest of all always stays.
    """
    remove: list[Backup] = []
    kept: set[tuple[str, int, int]] = set()
    for place, backup in enumerate(sorted(backups, key=lambda b: b.moment, reverse=True)):
        age = now - backup.moment
        if place == 0 or age <= _KEEP_ALL:
            continue
        span = _span(backup.moment, age)
        if span in kept:
            remove.append(backup)
        kept.add(span)
    return tuple(remove)


def restore(backup: Path, path: Path, folder: Path, now: datetime) -> None:
    """Put a verified copy in the place of a closed portfolio; the present file is backed up first.

    A present file too damaged to back up is kept beside it under another name.
    """
    refuse_when_damaged(backup, now)
    stamp = now.astimezone(UTC).strftime(_STAMP)
    if path.exists():
        try:
            back_up_now(path, folder, now)
        except KnownError:
            path.rename(path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}"))
    arriving = path.with_name(f"{path.name}.restored")
    back_up_to(backup, arriving)
    arriving.replace(path)


def remove_leftovers(folder: Path) -> None:
    """Parts of copies that a dead process left behind."""
    for part in folder.glob("*.part"):
        part.unlink()


def _span(moment: datetime, age: timedelta) -> tuple[str, int, int]:
    if age <= _KEEP_DAILY:
        return ("day", moment.year, moment.timetuple().tm_yday)
    if age <= _KEEP_WEEKLY:
        year, week, _ = moment.isocalendar()
        return ("week", year, week)
    return ("month", moment.year, moment.month)


def _read(path: Path) -> Backup:
    look(path)
    connection = connect(path, "read")
    try:
        (fills,) = connection.execute("SELECT count(*) FROM fills").fetchone()
        (tail,) = connection.execute("SELECT hash FROM edits ORDER BY number DESC LIMIT 1").fetchone()
    finally:
        connection.close()
    stamp = path.stem.rpartition("-")[2]
    moment = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    return Backup(path, moment, fills, tail)


def _tail_hash(path: Path) -> str:
    with faults_of(path):
        connection = connect(path, "read")
        try:
            rows: Iterable[tuple[str]] = connection.execute(
                "SELECT hash FROM edits ORDER BY number DESC LIMIT 1"
            )
            return next(iter(rows), ("",))[0]
        finally:
            connection.close()
