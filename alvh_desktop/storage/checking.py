"""`check`: is the file whole, is the chain unbroken, and do the tables follow from the lines?"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alvh_desktop.storage.alert_rows import alert_row_findings
from alvh_desktop.storage.chain import BEFORE_FIRST, UNREADABLE, RowReader, broken_link, plain_rows_of
from alvh_desktop.storage.copying import copy_pages
from alvh_desktop.storage.faults import CANNOT_READ, RESTORE, DamagedFileError, faults_of
from alvh_desktop.storage.log_lines import log_findings
from alvh_desktop.storage.log_tables import ALERT_TABLES
from alvh_desktop.storage.note_pad import note_pad_findings
from alvh_desktop.storage.opening import open_to_read, stored_version
from alvh_desktop.storage.recordings import recording_findings
from alvh_desktop.storage.rows import key_column
from alvh_desktop.storage.schema import EDITS, MIGRATIONS, NOTE_PAD, RECORDINGS, Migration, row_reader
from alvh_desktop.storage.structure import Structure, strange_parts, structure_after, structure_of
from alvh_desktop.storage.tables import named, stored_rows

_ANSWERS = 10
"""So many of SQLite's own words on damaged pages are told; the rows and lines they hit are told in full."""

Tables = dict[str, dict[Any, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was verified and every finding, the damaged row named first. No findings means that all holds.

    `beside` are those of the findings that tell of the log of alerts, of images and of drafts alone: they are told
    like the others, and keep no book from being opened, migrated or backed up.
    """

    lines: int
    rows: int
    findings: tuple[str, ...]
    beside: tuple[str, ...] = ()


def check(path: Path, now: datetime, migrations: Sequence[Migration] = MIGRATIONS) -> CheckReport:
    """Verify a portfolio file. Raises KnownError only for what is no readable portfolio at all.

    A copy is verified, taken in a moment: the file itself stays free for whoever writes to it.
    """
    try:
        with closing(open_to_read(path, now, migrations)) as connection, closing(sqlite3.connect("")) as copy:
            with faults_of(path):
                copy_pages(connection, copy)
            return report_on(copy, migrations)
    except DamagedFileError as error:
        return CheckReport(0, 0, (error.what,))


def refuse_findings(report: CheckReport, path: Path, remedy: str = RESTORE) -> None:
    """Raises DamagedFileError naming the first finding that the book itself suffers from, for callers about to
    trust the whole file."""
    found = grave_findings(report)
    if found:
        raise DamagedFileError(f"{path} is damaged: {found[0]}.", remedy)


def grave_findings(report: CheckReport) -> tuple[str, ...]:
    """Those for which the book itself is not to be trusted."""
    return tuple(finding for finding in report.findings if finding not in report.beside)


def report_on(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> CheckReport:
    """Verify what a connection sees, under the schema number that stands in it."""
    text_factory, connection.text_factory = connection.text_factory, _any_text
    try:
        version = stored_version(connection)
        return _verified(connection, tuple(step for step in migrations if step.version <= version))
    finally:
        connection.text_factory = text_factory


def _verified(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> CheckReport:
    expected = structure_after(tuple(migrations))
    tables = {name for kind, name in expected if kind == "table"}
    rebuilt: Tables = {name: {} for name in tables - {EDITS, *RECORDINGS, *NOTE_PAD, *ALERT_TABLES}}
    findings: list[str] = []
    lines = 0
    for answer in _chain(connection, rebuilt, migrations):
        lines += 1
        findings += answer
    is_whole = not findings
    rows = 0
    for table, told in rebuilt.items():
        count, differences = _compared(connection, table, told, is_whole)
        rows += count
        findings += differences
    findings += recording_findings(connection) if tables.issuperset(RECORDINGS) else []
    findings += _strange(connection, expected) + _integrity(connection)
    beside: list[str] = []
    if tables.issuperset(ALERT_TABLES):
        beside = [*log_findings(connection), *alert_row_findings(connection)]
    beside += note_pad_findings(connection) if tables.issuperset(NOTE_PAD) else []
    return CheckReport(lines, rows, _told([*findings, *beside]), _told(beside))


def _told(findings: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_printable, dict.fromkeys(findings)))


def _chain(connection: sqlite3.Connection, rebuilt: Tables, migrations: Sequence[Migration]) -> Iterator[list[str]]:
    """The findings of each line, most often none; the lines' rows are laid into `rebuilt`."""
    reader = row_reader(migrations)
    number_before, hash_before, is_complete = 0, str(BEFORE_FIRST), True
    for number, columns in _lines(connection):
        findings: list[str] = []
        if isinstance(columns, str):
            findings.append(columns)
            hash_before, is_complete = "", False
        else:
            # Behind a line that cannot be read nothing is known about the hash that this one was made with.
            broken = broken_link(columns, number_before, hash_before) if hash_before else None
            findings += [broken] if broken else []
            is_complete = is_complete and number == number_before + 1
            laid = _laid(columns, reader, rebuilt)
            findings += laid if is_complete else []
            hash_before = columns.get("hash", "")
        number_before = number
        yield findings


def _lines(connection: sqlite3.Connection) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Every line by number, or why it cannot be read; reading goes on behind a damaged page."""
    query = f"SELECT * FROM {EDITS} WHERE number > ? ORDER BY number"  # noqa: S608 - our name
    last, number = _last_number(connection), 0
    while True:
        try:
            for columns in named(connection.execute(query, (number,))):
                number = max(number, columns["number"])
                yield columns["number"], columns
        except CANNOT_READ as error:
            number += 1
            yield number, f"edits line {number} cannot be read ({error})"
            if number < last:
                continue
        return


def _last_number(connection: sqlite3.Connection) -> int:
    try:
        (number,) = connection.execute(f"SELECT max(number) FROM {EDITS}").fetchone()  # noqa: S608 - our name
    except CANNOT_READ:
        return 0
    return number or 0


def _laid(columns: Mapping[str, Any], reader: RowReader, rebuilt: Tables) -> list[str]:
    """Lay a line's rows into the tables; what it says stood there before must stand there."""
    line, findings = f"edits line {columns.get('number')}", []
    try:
        for table, key, before, after in plain_rows_of(columns, reader):
            if table not in rebuilt:
                continue
            if rebuilt[table].get(key) != before:
                findings.append(f"{line} changes {table} row {key}, which did not stand like that")
            if after is None:
                rebuilt[table].pop(key, None)
            else:
                rebuilt[table][key] = after
    except UNREADABLE as error:
        findings.append(f"{line} cannot be read ({error})")
    return findings


def _compared(
    connection: sqlite3.Connection, table: str, told: Mapping[Any, Mapping[str, Any]], is_whole: bool
) -> tuple[int, list[str]]:
    """How many rows a table has, and where it differs from what the lines told.

    Where the lines are not whole, a row that stands in none of them is no finding of its own.
    """
    key = key_column(table)
    findings, seen = [], set()
    try:
        for row in stored_rows(connection, table):
            seen.add(row[key])
            if row[key] in told:
                findings += _differences(table, row[key], told[row[key]], row)
            elif is_whole:
                findings.append(f"{table} row {row[key]} stands in no edit line")
        findings += [f"{table} row {key_value} is missing" for key_value in told if key_value not in seen]
    except (*CANNOT_READ, KeyError) as error:
        findings.append(f"{table} {_unreadable_row(connection, table, told)} ({error})")
    return len(seen), findings


def _differences(table: str, key: Any, told: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
    return [
        f"{table} row {key}: {name} is {value!r}, the edit lines say {told.get(name)!r}"
        for name, value in row.items()
        if value != told.get(name) or type(value) is not type(told.get(name))
    ]


def _unreadable_row(connection: sqlite3.Connection, table: str, told: Mapping[Any, Any]) -> str:
    """The first row of a damaged table that cannot be read alone."""
    query = f"SELECT * FROM {table} WHERE {key_column(table)} = ?"  # noqa: S608 - our names
    for key_value in told:
        try:
            found = connection.execute(query, (key_value,)).fetchone()
        except CANNOT_READ:
            return f"row {key_value} cannot be read"
        if found is None:
            return f"row {key_value} is missing"
    return "cannot be read"


def _strange(connection: sqlite3.Connection, expected: Structure) -> list[str]:
    try:
        return list(strange_parts(structure_of(connection), expected))
    except CANNOT_READ as error:
        return [f"the tables cannot be told ({error})"]


def _integrity(connection: sqlite3.Connection) -> list[str]:
    try:
        rows = connection.execute("PRAGMA integrity_check(10)").fetchall()
        answers = [line for (answer,) in rows for line in str(answer).splitlines() if not line.startswith("***")]
    except CANNOT_READ as error:
        answers = [str(error)]
    return [f"the file is damaged: {answer}" for answer in answers[:_ANSWERS] if answer != "ok"]


def _any_text(content: bytes) -> str:
    """Text as it stands; bytes that are no text become marks that no stored text can hold, and so are noticed."""
    return content.decode("utf-8", "surrogateescape")


def _printable(finding: str) -> str:
    return finding.encode("utf-8", "backslashreplace").decode("utf-8")
