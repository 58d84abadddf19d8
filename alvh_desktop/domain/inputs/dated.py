"""Which typed value counts on a day: the newest one dated on or before it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from alvh_desktop.domain.calendar import NEW_YORK, business_days_between
from alvh_desktop.domain.inputs.kinds import InputFamily, InputKind, input_families, input_kinds, kind_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input
from alvh_desktop.domain.sessions import is_cash_session, is_option_session

TREND_SPAN = timedelta(days=30)
SPX_IMPLIED_INPUT = "spx.implied"


@dataclass(frozen=True, slots=True)
class InputLine:
    """A kind with what counts on a day: `typed` is the row in force, None where the default counts.

    `next_typed` is the nearest row dated later, which does not count yet. `trend` is the change of the typed value in
    30 days, in the kind's unit; None where it is not known. `age_days` counts the trading days since the typed row's
    own day; None where the default counts.
    """

    kind: InputKind
    typed: Input | None
    next_typed: Input | None
    is_stale: bool
    trend: Decimal | None = None
    age_days: int | None = None

    @property
    def value(self) -> Decimal | None:
        """What counts, in the kind's unit; None where nothing was typed and nothing can be guessed."""
        return self.kind.default if self.typed is None else self.typed.value

    @property
    def is_missing(self) -> bool:
        """Whether rules of the method hang on a value that nobody typed and nothing can stand in for."""
        return self.value is None and bool(self.kind.needed_by)


def input_on(inputs: Mapping[int, Input], name: str, day: date) -> Input | None:
    """The row in force on a day (New York): the newest dated on or before it; of one date the largest id."""
    rows = (row for row in inputs.values() if row.name == name and row.on <= day)
    return max(rows, key=_age, default=None)


def value_on(inputs: Mapping[int, Input], name: str, day: date) -> Decimal | None:
    """The value that counts on a day, in the kind's unit: the row in force, else the kind's default.

    None where nothing was typed and the kind has no default. Raises KeyError for a name that is no kind.
    """
    row = input_on(inputs, name, day)
    if row is not None:
        return row.value
    kind = kind_of(name)
    if isinstance(kind, Problem):
        raise KeyError(kind.message)
    return kind.default


def family_on(inputs: Mapping[int, Input], family: str, day: date) -> Mapping[int, Input]:
    """The rows in force of a family by their number, ascending: for "rate" {30: row, 90: row}.

    Raises KeyError for a family that is none.
    """
    declared = input_families()[family]
    found: dict[int, Input] = {}
    for row in inputs.values():
        number = declared.number_of(row.name)
        if number is not None and row.on <= day and (number not in found or _age(found[number]) < _age(row)):
            found[number] = row
    return {number: found[number] for number in sorted(found)}


def trend_on(inputs: Mapping[int, Input], name: str, day: date) -> Decimal | None:
    """The value in force on a day less the one in force 30 days before, in the kind's unit.

    None where one of them was not typed or was stale on its day: an old value that nobody renewed is no calm.
    """
    return _trend(kind_of(name), [row for row in inputs.values() if row.name == name], day)


def _trend(kind: InputKind | Problem, rows: list[Input], day: date) -> Decimal | None:
    if isinstance(kind, Problem):
        return None
    now, then = (_fresh(kind, rows, on) for on in (day, day - TREND_SPAN))
    return None if now is None or then is None else now.value - then.value


def _fresh(kind: InputKind, rows: Iterable[Input], day: date) -> Input | None:
    row = max((row for row in rows if row.on <= day), key=_age, default=None)
    return None if is_stale(kind, row, day) else row


def is_stale(kind: InputKind, row: Input | None, day: date) -> bool:
    """Whether a typed value is older on that day than its kind allows, counted in trading days."""
    if row is None or kind.stale_after_days is None:
        return False
    return business_days_between(row.on, day) > kind.stale_after_days


def input_lines(inputs: Mapping[int, Input], day: date) -> tuple[InputLine, ...]:
    """Every kind, then each member of a family that was ever typed, with what counts on a day."""
    return tuple(_line(kind, rows, day) for kind, rows in _with_rows(_known_kinds(inputs), inputs))


def asked_kinds(inputs: Mapping[int, Input], now: datetime) -> tuple[InputKind, ...]:
    """What is missing or stale at a moment: what a person is asked to type. No line is made for it: the window
    counts them after every edit.

    SPX as its futures imply it is asked for only while its options trade and it is not calculated itself.
    """
    is_index_asleep = is_option_session(now) and not is_cash_session(now)
    day = now.astimezone(NEW_YORK).date()
    asked = (kind for kind in _known_kinds(inputs) if is_index_asleep or kind.name != SPX_IMPLIED_INPUT)
    return tuple(kind for kind, rows in _with_rows(asked, inputs) if _is_asked(kind, rows, day))


def unknown_inputs(inputs: Mapping[int, Input]) -> tuple[Problem, ...]:
    """Each typed name that this version does not know, so that none is passed over in silence."""
    names = dict.fromkeys(row.name for row in inputs.values())
    return tuple(
        Problem(name, "this version knows no input of that name; it is kept and not used")
        for name in names
        if isinstance(kind_of(name), Problem)
    )


def _known_kinds(inputs: Mapping[int, Input]) -> tuple[InputKind, ...]:
    """Every kind, then each member of a family that was ever typed."""
    names = {row.name for row in inputs.values()}
    members = (family.member(number) for family in input_families().values() for number in _typed(family, names))
    return (*input_kinds().values(), *members)


def _with_rows(kinds: Iterable[InputKind], inputs: Mapping[int, Input]) -> Iterator[tuple[InputKind, list[Input]]]:
    rows: dict[str, list[Input]] = {}
    for row in inputs.values():
        rows.setdefault(row.name, []).append(row)
    return ((kind, rows.get(kind.name, [])) for kind in kinds)


def _is_asked(kind: InputKind, rows: Iterable[Input], day: date) -> bool:
    """Whether its line is missing or stale."""
    row = max((row for row in rows if row.on <= day), key=_age, default=None)
    return is_stale(kind, row, day) if row is not None else kind.default is None and bool(kind.needed_by)


def _typed(family: InputFamily, names: Iterable[str]) -> list[int]:
    """The members of a family among some names, ascending."""
    numbers = (family.number_of(name) for name in names)
    return sorted(number for number in numbers if number is not None)


def _line(kind: InputKind, rows: list[Input], day: date) -> InputLine:
    typed = max((row for row in rows if row.on <= day), key=_age, default=None)
    later = min((row for row in rows if row.on > day), key=_age, default=None)
    age = None if typed is None else business_days_between(typed.on, day)
    return InputLine(kind, typed, later, is_stale(kind, typed, day), _trend(kind, rows, day), age)


def _age(row: Input) -> tuple[date, int]:
    return row.on, row.id
