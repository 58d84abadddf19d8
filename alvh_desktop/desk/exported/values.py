"""How the values of a record stand in JSON: amounts as text, whole numbers and true or false as themselves."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from alvh_desktop.desk.exported.layout import (
    amount_from,
    amount_text,
    day_from,
    moment_from,
    moment_text,
    time_from,
    whole_of,
    words_of,
)
from alvh_desktop.domain.plain_rows import Coder, Coding


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{str(value)[:40]!r} is no whole number")
    return whole_of(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{str(value)[:40]!r} is neither true nor false")
    return value


def _itself(value: Any) -> Any:
    return value


_SIMPLE: Mapping[Any, Coder] = {
    int: (int, _whole),
    bool: (bool, _flag),
    str: (words_of, words_of),
    Decimal: (amount_text, amount_from),
    datetime: (moment_text, moment_from),
    date: (date.isoformat, day_from),
    time: (time.isoformat, time_from),
}

AS_VALUES = Coding(_SIMPLE, pack=_itself, unpack=_itself)
