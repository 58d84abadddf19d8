"""Frozen values within values as JSON and back exactly, led by the types of their fields.

A moment is UTC text, a decimal its own digits, a mapping a list of pairs, for the order in it may count.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from alvh_desktop.storage.rows import moment_of, moment_text

Decode = Callable[[Any], Any]

_AS_THEY_ARE = frozenset((str, int, float, bool, type(None)))


def json_of(value: Any) -> str:
    """Compact JSON, every field named."""
    return json.dumps(_plain(value), separators=(",", ":"), ensure_ascii=False)


def value_of(kind: Any, text: str | bytes) -> Any:
    """The value of this type; a field that is missing has its default, for it is younger than the text.

    Raises ValueError, TypeError or KeyError where the text does not fit the type.
    """
    return _decoder(kind)(json.loads(text))


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    names = _names(kind)
    if names:
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


@cache
def _decoder(kind: Any) -> Decode:
    """What reads a value of this type from what JSON gave."""
    origin, arms = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(arms)
    if origin is Literal:
        return lambda plain: _checked(plain, plain in arms, kind)
    if origin is tuple:
        item = _decoder(arms[0])
        return lambda plain: tuple(item(each) for each in _list(plain))
    if origin is not None and issubclass(origin, Mapping):
        key, item = _decoder(arms[0]), _decoder(arms[1])
        return lambda plain: {key(one): item(other) for one, other in _list(plain)}
    return _record(kind) if is_dataclass(kind) else _SIMPLE[kind]


def _one_of(arms: tuple[Any, ...]) -> Decode:
    """None where that is one of them; a text where one of them is a text; else the other."""
    may_be_none = type(None) in arms
    decoders = {arm: _decoder(arm) for arm in arms if arm is not type(None)}
    others = [decode for arm, decode in decoders.items() if arm is not str or len(decoders) == 1]
    of_text = decoders.get(str)

    def decode(plain: Any) -> Any:
        if plain is None and may_be_none:
            return None
        return of_text(plain) if of_text is not None and isinstance(plain, str) else others[0](plain)

    return decode


def _record(kind: Any) -> Decode:
    decoders = {name: _decoder(hint) for name, hint in get_type_hints(kind).items() if name in _names(kind)}

    def decode(plain: Any) -> Any:
        if not isinstance(plain, dict) or not plain.keys() <= decoders.keys():
            raise ValueError(f"{str(plain)[:40]!r} is no {kind.__name__}")
        try:
            return kind(**{name: decoders[name](item) for name, item in plain.items()})
        except TypeError as error:
            raise ValueError(f"{kind.__name__}: {error}") from error

    return decode


def _exactly(kind: type) -> Decode:
    return lambda plain: _checked(plain, type(plain) is kind, kind)


def _number(plain: Any) -> Any:
    return _checked(plain, type(plain) in (int, float), float)


def _decimal(plain: Any) -> Decimal:
    try:
        return Decimal(_checked(plain, isinstance(plain, str), Decimal))
    except InvalidOperation as error:
        raise ValueError(f"{plain!r} is no decimal") from error


_SIMPLE: Mapping[Any, Decode] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    float: _number,
    Decimal: _decimal,
    datetime: lambda plain: moment_of(_checked(plain, isinstance(plain, str), datetime)),
    date: lambda plain: date.fromisoformat(_checked(plain, isinstance(plain, str), date)),
}


def _list(plain: Any) -> list[Any]:
    found: list[Any] = _checked(plain, isinstance(plain, list), list)
    return found


def _checked(plain: Any, is_right: bool, kind: Any) -> Any:
    if not is_right:
        raise ValueError(f"{str(plain)[:40]!r} is no {getattr(kind, '__name__', kind)}")
    return plain
