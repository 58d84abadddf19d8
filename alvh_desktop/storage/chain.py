"""The chain of edit lines: each hash covers the line's own bytes and the hash before it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from alvh_desktop.desk.ports import Entry, Line
from alvh_desktop.domain.book import Row
from alvh_desktop.domain.records import Record
from alvh_desktop.storage.rows import Plain, PlainRow, from_row, moment_of, moment_text, to_row
from alvh_desktop.storage.schema import MIGRATIONS, version_of

COLUMNS = ("number", "schema", "kind", "moment", "label", "undoes", "top_id", "rows", "hash")
BEFORE_FIRST = "0" * 64

UNREADABLE = (ValueError, KeyError, TypeError, RecursionError)
"""What reading a damaged line or row raises."""

RowReader = Callable[[int, str, PlainRow], PlainRow | None]
"""Brings a plain row written under an older schema to today's; None when its table is gone."""

PlainLineRow = tuple[str, int | str, PlainRow | None, PlainRow | None]


def line_columns(
    number: int, entry: Entry, hash_before: str, schema: int = version_of(MIGRATIONS)
) -> dict[str, Plain]:
    """A new line as the columns of `edits`, its hash last. Old lines keep the schema they were written under."""
    rows = [_row_text(row) for row in entry.rows]
    columns: dict[str, Plain] = {
        "number": number,
        "schema": schema,
        "kind": entry.kind,
        "moment": moment_text(entry.moment),
        "label": entry.label,
        "undoes": entry.undoes,
        "top_id": entry.top_id,
        "rows": json.dumps(rows, separators=(",", ":"), sort_keys=True, ensure_ascii=False),
    }
    return {**columns, "hash": hash_of(columns, hash_before)}


def hash_of(columns: Mapping[str, Any], hash_before: str, names: Sequence[str] = COLUMNS) -> str:
    """SHA-256 over the hash before and every stored column but the hash itself, in a fixed order."""
    told = [columns[name] for name in names if name != "hash"]
    # A damaged cell may hold a blob, which JSON does not know: as text it cannot give the hash of what stood there.
    body = json.dumps([hash_before, *told], separators=(",", ":"), ensure_ascii=True, default=repr)
    return hashlib.sha256(body.encode("ascii")).hexdigest()


def broken_link(columns: Mapping[str, Any], number_before: int, hash_before: str) -> str | None:
    """What is wrong with a stored line that should follow on another; None when it holds."""
    number = number_before + 1
    try:
        if columns["number"] != number:
            return f"edits line {number} is missing"
        if hash_of(columns, hash_before) != columns["hash"]:
            return f"edits line {number} ({columns['label']}) was changed: its hash does not match"
    except UNREADABLE as error:
        return f"edits line {number} cannot be read ({error})"
    return None


def plain_rows_of(columns: Mapping[str, Any], reader: RowReader) -> Iterator[PlainLineRow]:
    """The rows of a stored line, each side brought to today's schema; rows of tables long gone are left out.

    Raises one of UNREADABLE when the line is damaged.
    """
    for table, key, *sides in json.loads(columns["rows"]):
        if len(sides) != 2 or not isinstance(table, str) or not all(isinstance(side, dict | None) for side in sides):
            raise ValueError("a row is not a table, a key and what stood there before and after")
        before, after = (None if side is None else reader(columns["schema"], table, side) for side in sides)
        if before is not None or after is not None:
            yield table, key, before, after


def line_of(columns: Mapping[str, Any], reader: RowReader) -> Line:
    """The line behind the columns. Raises one of UNREADABLE when it cannot be read."""
    entry = Entry(
        kind=columns["kind"],
        moment=moment_of(columns["moment"]),
        label=columns["label"],
        undoes=columns["undoes"],
        rows=tuple(
            Row(table, key, _record(table, before), _record(table, after))
            for table, key, before, after in plain_rows_of(columns, reader)
        ),
        top_id=columns["top_id"],
    )
    return Line(columns["number"], entry)


def _record(table: str, plain: PlainRow | None) -> Record | None:
    return None if plain is None else from_row(table, plain)


def _row_text(row: Row) -> list[Any]:
    before = None if row.before is None else to_row(row.before)
    after = None if row.after is None else to_row(row.after)
    return [row.table, row.id, before, after]
