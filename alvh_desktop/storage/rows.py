"""Records as plain rows and back: what SQLite columns and edit lines hold.

Money is a whole number of 1e-8, a moment is UTC text ending in Z, a date is ISO text, a nested value is JSON text.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from alvh_desktop.domain.money import from_units, to_units
from alvh_desktop.domain.plain_rows import Coder, Coding, text_of
from alvh_desktop.domain.records import TABLES, Record

Plain = int | str | None
PlainRow = Mapping[str, Plain]

_REMEMBERED = 4096
"""Prices, fees and moments come again and again in a book; reading so many different ones takes half the time."""


def key_column(table: str) -> str:
    return "root" if table == "products" else "id"


def to_row(record: Record) -> dict[str, Plain]:
    """The columns of a record."""
    return _CODING.row(record)


def from_row(table: str, row: PlainRow) -> Any:
    """The record behind a row of a table. Raises ValueError or KeyError when the row does not fit it."""
    return _CODING.record(TABLES[table], row)


def moment_text(moment: datetime) -> str:
    """Of one width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@lru_cache(maxsize=_REMEMBERED)
def moment_of(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return moment.astimezone(UTC)


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return int(value)


def _flag(value: Any) -> bool:
    if value not in (0, 1):
        raise ValueError(f"{value!r} is neither 0 nor 1")
    return bool(value)


@lru_cache(maxsize=_REMEMBERED, typed=True)
def amount_of(value: Any) -> Decimal:
    """The decimal behind a stored whole number of 1e-8. Raises TypeError for anything else."""
    return from_units(_whole(value))


_SIMPLE: Mapping[Any, Coder] = {
    int: (_whole, _whole),
    bool: (int, _flag),
    str: (text_of, text_of),
    Decimal: (to_units, amount_of),
    datetime: (moment_text, moment_of),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
}

_CODING = Coding(_SIMPLE, pack=partial(json.dumps, sort_keys=True), unpack=json.loads)
