"""`check`: is the file whole, is the chain unbroken, and do the tables follow from the lines?"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import TABLES
from alvh_desktop.storage.chain import BEFORE_FIRST, hash_of, plain_rows_of
from alvh_desktop.storage.faults import faults_of
from alvh_desktop.storage.opening import connect, has_hot_journal, look
from alvh_desktop.storage.recovering import recover
from alvh_desktop.storage.rows import key_column, named
from alvh_desktop.storage.schema import MIGRATIONS, row_reader

Tables = dict[str, dict[Any, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was verified and every finding, the damaged row named first. No findings means that all holds."""

    lines: int
    rows: int
    findings: tuple[str, ...]


def check(path: Path, now: datetime) -> CheckReport:
    """Verify a portfolio file. Raises KnownError only for what is no readable portfolio at all."""
    look(path)
    if has_hot_journal(path):
        recover(path, now)
    with faults_of(path):
        connection = connect(path, "read")
    try:
        connection.execute("BEGIN")
        return _checked(connection)
    finally:
        connection.close()


def _checked(connection: sqlite3.Connection) -> CheckReport:
    findings: list[str] = []
    rebuilt: Tables = {table: {} for table in TABLES}
    lines = 0
    try:
        for finding in _chain(connection, rebuilt):
            lines += 1
            if finding:
                findings.append(finding)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        findings.append(f"the edit lines cannot be read past line {lines}: {error}")
    rows = 0
    for table in TABLES:
        count, differences = _compared(connection, table, rebuilt[table])
        rows += count
        findings += differences
    findings += _integrity(connection)
    return CheckReport(lines, rows, tuple(findings))


def _chain(connection: sqlite3.Connection, rebuilt: Tables) -> Iterator[str | None]:
    """One answer a line, None when it holds; the lines' rows are laid into `rebuilt`."""
    hash_before, number = BEFORE_FIRST, 0
    reader = row_reader(MIGRATIONS)
    for columns in named(connection.execute("SELECT * FROM edits ORDER BY number")):
        number += 1
        finding = None
        if columns["number"] != number:
            finding = f"edits line {number} is missing"
            number = columns["number"]
        elif hash_of(columns, hash_before) != columns["hash"]:
            finding = f"edits line {number} ({columns['label']}) was changed: its hash does not match"
        hash_before = columns["hash"]
        try:
            for table, key, _, after in plain_rows_of(columns, reader):
                _lay(rebuilt, table, key, after)
        except (ValueError, KeyError, TypeError) as error:
            finding = finding or f"edits line {number} cannot be read: {error}"
        yield finding


def _lay(rebuilt: Tables, table: str, key: Any, after: Mapping[str, Any] | None) -> None:
    if table not in rebuilt:
        return
    if after is None:
        rebuilt[table].pop(key, None)
    else:
        rebuilt[table][key] = after


def _compared(
    connection: sqlite3.Connection, table: str, expected: Mapping[Any, Mapping[str, Any]]
) -> tuple[int, list[str]]:
    key = key_column(table)
    findings, seen = [], set()
    try:
        for row in named(connection.execute(f"SELECT * FROM {table} ORDER BY {key}")):  # noqa: S608 - our names
            seen.add(row[key])
            findings += _difference(table, row[key], expected.get(row[key]), row)
        missing = [f"{table} row {key_value} is missing" for key_value in expected if key_value not in seen]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return len(seen), [*findings, f"{table}: {_unreadable_row(connection, table, expected)} ({error})"]
    return len(seen), findings + missing


def _difference(
    table: str, key: Any, expected: Mapping[str, Any] | None, row: Mapping[str, Any]
) -> list[str]:
    if expected is None:
        return [f"{table} row {key} stands in no edit line"]
    return [
        f"{table} row {key}: {name} is {value!r}, the edit lines say {expected.get(name)!r}"
        for name, value in row.items()
        if value != expected.get(name) or type(value) is not type(expected.get(name))
    ]


def _unreadable_row(connection: sqlite3.Connection, table: str, expected: Mapping[Any, Any]) -> str:
    """The first row of a damaged table that cannot be read alone."""
    key = key_column(table)
    for key_value in expected:
        try:
            found = connection.execute(f"SELECT * FROM {table} WHERE {key} = ?", (key_value,)).fetchone()  # noqa: S608 - our names
        except (sqlite3.Error, UnicodeDecodeError):
            return f"row {key_value} cannot be read"
        if found is None:
            return f"row {key_value} is missing"
    return "cannot be read"


def _integrity(connection: sqlite3.Connection) -> list[str]:
    try:
        answers = [str(answer) for (answer,) in connection.execute("PRAGMA integrity_check(20)")]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return [f"the file is damaged: {error}"]
    return [f"the file is damaged: {answer}" for answer in answers if answer != "ok"]


def refuse_when_damaged(path: Path, now: datetime) -> None:
    """Raises KnownError naming the first finding, for callers about to trust a whole file."""
    report = check(path, now)
    if report.findings:
        raise KnownError(f"{path} is damaged: {report.findings[0]}.", "Choose another backup.")
