"""Frozen values within values as JSON and back exactly, led by the types of their fields.

A moment is UTC text, a decimal its own digits, a mapping a list of pairs, for the order in it may count.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from alvh_desktop.storage.rows import moment_of, moment_text


def json_of(value: Any) -> str:
    """Compact JSON, every field named."""
    return json.dumps(_plain(value), separators=(",", ":"), ensure_ascii=False)


def value_of(kind: Any, text: str | bytes) -> Any:
    """The value of this type. Raises ValueError, TypeError or KeyError where the text does not fit it."""
    return value_in(kind, json.loads(text))


def value_in(kind: Any, plain: Any) -> Any:
    """As `value_of`, of what JSON has read already. A field that is missing has its default: it is younger."""
    origin, arms = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(arms, plain)
    if origin is Literal:
        return _checked(plain, plain in arms, kind)
    if origin is tuple:
        return tuple(value_in(arms[0], item) for item in _list(plain))
    if origin is not None and issubclass(origin, Mapping):
        return {value_in(arms[0], key): value_in(arms[1], item) for key, item in _list(plain)}
    if is_dataclass(kind):
        return _record(kind, plain)
    return _simple(kind, plain)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return moment_text(value)
    return value.isoformat() if isinstance(value, date) else value


def _one_of(arms: tuple[Any, ...], plain: Any) -> Any:
    if plain is None and type(None) in arms:
        return None
    others = [arm for arm in arms if arm is not type(None)]
    if len(others) == 1:
        return value_in(others[0], plain)
    return value_in(str if isinstance(plain, str) and str in others else others[0], plain)


def _record(kind: Any, plain: Any) -> Any:
    hints = _hints(kind)
    if not isinstance(plain, dict) or not plain.keys() <= hints.keys():
        raise ValueError(f"{str(plain)[:40]!r} is no {kind.__name__}")
    try:
        return kind(**{name: value_in(hints[name], item) for name, item in plain.items()})
    except TypeError as error:
        raise ValueError(f"{kind.__name__}: {error}") from error


def _simple(kind: Any, plain: Any) -> Any:
    if kind is datetime:
        return moment_of(plain)
    if kind is date:
        return date.fromisoformat(plain)
    if kind is Decimal:
        return _decimal(plain)
    if kind is float:
        return _checked(plain, isinstance(plain, int | float) and not isinstance(plain, bool), kind)
    return _checked(plain, type(plain) is kind, kind)


def _decimal(plain: Any) -> Decimal:
    try:
        return Decimal(_checked(plain, isinstance(plain, str), Decimal))
    except InvalidOperation as error:
        raise ValueError(f"{plain!r} is no decimal") from error


def _list(plain: Any) -> list[Any]:
    found: list[Any] = _checked(plain, isinstance(plain, list), list)
    return found


def _checked(plain: Any, is_right: bool, kind: Any) -> Any:
    if not is_right:
        raise ValueError(f"{str(plain)[:40]!r} is no {getattr(kind, '__name__', kind)}")
    return plain


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
