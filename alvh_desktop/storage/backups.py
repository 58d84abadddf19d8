"""Whole copies of a portfolio: made through SQLite's backup, verified, then put in place; thinned with age."""

import hashlib
import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.checking import check, refuse_findings, report_on
from alvh_desktop.storage.copying import arriving, copy_into, copy_to, remove_parts
from alvh_desktop.storage.faults import UnusableFileError, faults_of
from alvh_desktop.storage.lock import WriterLock
from alvh_desktop.storage.log_tables import LOG
from alvh_desktop.storage.opening import connect, has_hot_journal, journal_of, open_to_read, take_half_save_back
from alvh_desktop.storage.schema import EDITS, MIGRATIONS

PAUSE_BETWEEN_BACKUPS = timedelta(minutes=30)
_KEEP_ALL = timedelta(days=2)
_KEEP_DAILY = timedelta(days=30)
_KEEP_WEEKLY = timedelta(days=183)

_STAMP = "%Y%m%dT%H%M%SZ"
_STAMPED = re.compile(r".*-(\d{8}T\d{6}Z)(?:-(\d{1,5}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in the backup folder: when it was made, how many fills it holds, the hash of its last line, and the
    last day that is recorded in it (ISO, empty without one), and the hash of the last line of its log."""

    path: Path
    moment: datetime
    fills: int
    tail_hash: str
    last_day: str = ""
    log_hash: str = ""


def back_up_to(path: Path, target: Path) -> None:
    """Copy a portfolio, open elsewhere or not, to a new file. Raises KnownError; nothing is ever overwritten."""
    with closing(open_to_read(path, None)) as connection:
        copy_to(connection, target)


def backup_folder(data_folder: Path, portfolio: Path) -> Path:
    """Where the copies of this file lie: one folder a path, so that two portfolios of one name never mix."""
    mark = hashlib.sha256(os.fsencode(os.path.realpath(portfolio))).hexdigest()[:8]
    return data_folder / "backups" / f"{portfolio.stem}-{mark}"


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """The readable copies, newest first."""
    with faults_of(folder):
        found = [backup for path in folder.glob("*.alvh") for backup in _read(path)]
    return tuple(sorted(found, key=lambda backup: backup.moment, reverse=True))


def back_up_when_due(path: Path, folder: Path, now: datetime) -> Path | None:
    """A copy when the last one is 30 minutes old and no copy holds the book as it stands; None when not due.

    Copies from later than `now` were made under a wrong clock and do not count as the last one.
    """
    copies = backups_in(folder)
    ages = [now - copy.moment for copy in copies if copy.moment <= now]
    if ages and min(ages) < PAUSE_BETWEEN_BACKUPS:
        return None
    with faults_of(path), closing(open_to_read(path, now)) as connection:
        _, *state = _contents(connection)
    if any([copy.tail_hash, copy.last_day, copy.log_hash] == state for copy in copies):
        return None
    return back_up_now(path, folder, now)


def back_up_now(path: Path, folder: Path, now: datetime) -> Path:
    """A copy named by its moment, then the folder thinned.

    Raises DamagedFileError for a book that is not sound: it does not join the good copies.
    """
    with faults_of(folder):
        folder.mkdir(parents=True, exist_ok=True)
    target = unused_name(folder, path.stem, now)
    with closing(open_to_read(path, now)) as connection, arriving(target) as part:
        copy_into(connection, part, target)
        with closing(connect(part, "read")) as copy:
            refuse_findings(report_on(copy, MIGRATIONS), path)
    with suppress(KnownError, OSError):  # a copy too many is no reason to call this one failed
        for old in thinned(backups_in(folder), now):
            old.path.unlink()
    return target


def unused_name(folder: Path, stem: str, now: datetime) -> Path:
    """A file name that says the moment and that nothing in the folder has."""
    stamped = f"{stem}-{now.astimezone(UTC).strftime(_STAMP)}"
    candidate, number = folder / f"{stamped}.alvh", 1
    while os.path.lexists(candidate):
        number += 1
        candidate = folder / f"{stamped}-{number}.alvh"
    return candidate


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

    A present file that cannot be backed up because it is no sound portfolio is kept beside it under another name.
    Whatever interrupts this leaves the present file or the copy under the name, whole.
    """
    refuse_findings(check(backup, now), backup, "Choose another backup.")
    lock = WriterLock(path, now)
    try:
        real = Path(os.path.realpath(path))
        remove_parts(real.parent, real.name)
        with arriving(real, over=True) as part:
            with closing(open_to_read(backup, now)) as connection:
                copy_into(connection, part, real)
            _keep_present(real, folder, now)
    finally:
        lock.release()


def remove_leftovers(folder: Path) -> None:
    """Parts of copies that a dead process left behind. For whoever holds the portfolio's lock."""
    remove_parts(folder)


def _keep_present(real: Path, folder: Path, now: datetime) -> None:
    if not real.exists():
        _set_aside(real, now)
        return
    if not real.is_file():
        raise KnownError(f"{real} is not a file.", "Choose where the copy is to go.")
    try:
        if has_hot_journal(real):
            take_half_save_back(real)
        back_up_now(real, folder, now)
    except UnusableFileError:
        _set_aside(real, now)


def _set_aside(real: Path, now: datetime) -> None:
    """Keep a file, and the journal that belongs to it, under a name of their own."""
    aside = unused_name(real.parent, f"{real.stem}.set-aside", now)
    # The journal goes first: beside the copy that comes to this name SQLite would play it into that.
    if journal_of(real).exists():
        journal_of(real).replace(journal_of(aside))
    if real.exists():
        try:
            os.link(real, aside)
        except OSError:  # a drive without links: for a moment nothing stands under the name
            real.replace(aside)


def _span(moment: datetime, age: timedelta) -> tuple[str, int, int]:
    if age <= _KEEP_DAILY:
        return ("day", moment.year, moment.timetuple().tm_yday)
    if age <= _KEEP_WEEKLY:
        year, week, _ = moment.isocalendar()
        return ("week", year, week)
    return ("month", moment.year, moment.month)


def _read(path: Path) -> Iterator[Backup]:
    """The copy in a file, or nothing where its name says no moment or it cannot be read."""
    stamped = _STAMPED.fullmatch(path.stem)
    if stamped is None:
        return
    try:
        second = datetime.strptime(stamped[1], _STAMP).replace(tzinfo=UTC)
        with faults_of(path), closing(open_to_read(path, None)) as connection:
            contents = _contents(connection)
    except (KnownError, ValueError):
        return
    # The second and third copy of one second are later, and stay so when they are sorted.
    yield Backup(path, second + timedelta(microseconds=int(stamped[2] or 0)), *contents)


def _contents(connection: sqlite3.Connection) -> tuple[int, str, str, str]:
    """The number of fills, the hash of the last line, the last recorded day and the hash of the log's last line."""
    (fills,) = connection.execute("SELECT count(*) FROM fills").fetchone()
    tail = connection.execute(f"SELECT hash FROM {EDITS} ORDER BY number DESC LIMIT 1").fetchone()  # noqa: S608 - our name
    last_day = log_hash = None
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "days" in tables:
        (last_day,) = connection.execute("SELECT max(day) FROM days").fetchone()
    if LOG in tables:
        log_hash = connection.execute(f"SELECT hash FROM {LOG} ORDER BY number DESC LIMIT 1").fetchone()  # noqa: S608 - our name
    return fills, tail[0] if tail else "", last_day or "", log_hash[0] if log_hash else ""
