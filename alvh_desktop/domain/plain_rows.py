"""Records as plain rows and back, field by field, led by the type of each field."""

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Coder = tuple[Callable[[Any], Any], Callable[[Any], Any]]
"""Makes a value plain, and the value of what is plain; the second raises ValueError or TypeError where it is none."""


class Coding:
    """One way of writing records as plain rows.

    `simple` has the Coder of each type; `pack` and `unpack` say what becomes of a tuple of records or texts,
    given as a list; `nothing` stands for None in a field that may be None.
    """

    def __init__(
        self,
        simple: Mapping[Any, Coder],
        pack: Callable[[Any], Any],
        unpack: Callable[[Any], Any],
        nothing: Any = None,
    ) -> None:
        self._simple = simple
        self._packing = pack, unpack
        self._nothing = nothing
        self._known: dict[Any, Mapping[str, Coder]] = {}

    def columns(self, kind: Any) -> Mapping[str, Coder]:
        """The fields of a record type, each with its Coder. Raises TypeError for a type that no column holds."""
        found = self._known.get(kind)
        if found is None:
            hints = get_type_hints(kind)
            found = self._known[kind] = {field.name: self._coder(hints[field.name]) for field in fields(kind)}
        return found

    def row(self, record: Any) -> dict[str, Any]:
        columns = self.columns(type(record))
        return {name: encode(getattr(record, name)) for name, (encode, _) in columns.items()}

    def record(self, kind: Any, row: Mapping[str, Any]) -> Any:
        """Raises ValueError, TypeError or KeyError when the row does not fit the record type."""
        return kind(**{name: decode(row[name]) for name, (_, decode) in self.columns(kind).items()})

    def _coder(self, hint: Any) -> Coder:
        if get_origin(hint) in (Union, types.UnionType):
            (inner,) = (arm for arm in get_args(hint) if arm is not type(None))
            return self._or_nothing(*self._coder(inner))
        if get_origin(hint) is Literal:
            return text_of, _one_of(get_args(hint))
        if hint in self._simple:
            return self._simple[hint]
        if get_origin(hint) is tuple:
            pack, unpack = self._packing
            return lambda value: pack(self._nested(hint, value)), lambda plain: self._built(hint, unpack(plain))
        raise TypeError(f"no column holds a {hint}")

    def _or_nothing(self, encode: Callable[[Any], Any], decode: Callable[[Any], Any]) -> Coder:
        nothing = self._nothing
        return (
            lambda value: nothing if value is None else encode(value),
            lambda plain: None if plain == nothing else decode(plain),
        )

    def _nested(self, hint: Any, value: Any) -> Any:
        if get_origin(hint) is tuple:
            inner = get_args(hint)[0]
            return [self._nested(inner, item) for item in value]
        return value if hint is str else self.row(value)

    def _built(self, hint: Any, plain: Any) -> Any:
        if get_origin(hint) is tuple:
            if not isinstance(plain, list):
                raise TypeError(f"{plain!r} is no list")
            inner = get_args(hint)[0]
            return tuple(self._built(inner, item) for item in plain)
        if hint is str:
            return text_of(plain)
        if not isinstance(plain, dict):
            raise TypeError(f"{plain!r} is no row")
        _refuse_unknown(plain, self.columns(hint))
        return self.record(hint, plain)


def text_of(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _one_of(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def decode(plain: Any) -> str:
        if plain not in allowed:
            raise ValueError(f"{plain!r} is none of {', '.join(allowed)}")
        return str(plain)

    return decode


def _refuse_unknown(found: Iterable[str], columns: Iterable[str]) -> None:
    unknown = sorted(set(found) - set(columns))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not one of its columns")
