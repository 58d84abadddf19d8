"""Records as plain rows and back: what SQLite columns and edit lines hold.

Money is a whole number of 1e-8, a moment is UTC text ending in Z, a date is ISO text, a nested value is JSON text.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from alvh_desktop.domain.money import from_units, to_units
from alvh_desktop.domain.records import TABLES, Record

Plain = int | str | None
PlainRow = Mapping[str, Plain]

_REMEMBERED = 4096
"""Prices, fees and moments come again and again in a book; reading so many different ones takes half the time."""


def key_column(table: str) -> str:
    return "root" if table == "products" else "id"


def to_row(record: Record) -> dict[str, Plain]:
    """The columns of a record."""
    record_type: Any = type(record)
    columns = _columns(record_type)
    return {name: encode(getattr(record, name)) for name, (encode, _) in columns.items()}


def from_row(table: str, row: PlainRow) -> Any:
    """The record behind a row of a table. Raises ValueError or KeyError when the row does not fit it."""
    record = TABLES[table]
    return record(**{name: decode(row[name]) for name, (_, decode) in _columns(record).items()})


def moment_text(moment: datetime) -> str:
    """Of one width, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@lru_cache(maxsize=_REMEMBERED)
def moment_of(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return moment.astimezone(UTC)


Coder = tuple[Callable[[Any], Plain], Callable[[Any], Any]]


@cache
def _columns(record: Any) -> dict[str, Coder]:
    hints = get_type_hints(record)
    return {field.name: _coder(hints[field.name]) for field in fields(record)}


def _coder(hint: Any) -> Coder:
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (arm for arm in get_args(hint) if arm is not type(None))
        encode, decode = _coder(inner)
        return (
            lambda value: None if value is None else encode(value),
            lambda plain: None if plain is None else decode(plain),
        )
    if get_origin(hint) is Literal:
        return _text, _one_of(get_args(hint))
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if get_origin(hint) is tuple:
        return (
            lambda value: json.dumps(_nested(value), sort_keys=True),
            lambda plain: _built(hint, json.loads(plain)),
        )
    raise TypeError(f"no column holds a {hint}")


def _one_of(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def decode(plain: Any) -> str:
        if plain not in allowed:
            raise ValueError(f"{plain!r} is none of {', '.join(allowed)}")
        return str(plain)

    return decode


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


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
    str: (_text, _text),
    Decimal: (to_units, amount_of),
    datetime: (moment_text, moment_of),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
}


def _nested(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_nested(item) for item in value]
    return to_row(value)


def _built(hint: Any, plain: Any) -> Any:
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(_built(inner, item) for item in plain)
    return hint(**{name: decode(plain[name]) for name, (_, decode) in _columns(hint).items()})
