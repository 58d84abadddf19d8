"""What the worksheet is made of: bands of the hedge, steps that lead to them, and caps that win over steps."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import business_days_between
from alvh_desktop.domain.inputs import InputKind, input_on, is_stale, kind_of, value_on
from alvh_desktop.rules.check import Regime

Base = Literal[1, 2, 3]
BASES: tuple[Base, ...] = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Band:
    """The hedge in % of the programme's notional: from `low` to `high`, aimed at `target`."""

    low: float
    target: float
    high: float

    def outside(self, percent: float) -> float:
        """Points that a hedge of so many per cent stands outside; 0 inside, ends included."""
        return max(self.low - percent, percent - self.high, 0.0)

    def with_more(self, more: "Band") -> "Band":
        return Band(self.low + more.low, self.target + more.target, self.high + more.high)

    def under(self, cap: float, *, is_soft: bool = False) -> "Band":
        """The same under a cap: the target is moved down to it, and the lower end as far; a soft one leaves the upper
        end where it is."""
        moved = max(self.target - cap, 0.0)
        high = self.high if is_soft else max(min(self.high, cap), 0.0)
        target = min(max(self.target - moved, 0.0), high)
        return Band(max(min(self.low - moved, target), 0.0), target, high)

    @property
    def text(self) -> str:
        return f"{self.target:.1f} % ({self.low:.1f} to {self.high:.1f} %)"


@dataclass(frozen=True, slots=True)
class StepInput:
    """A value that a step rests on, as a person reads it. `day` is what it is of, `age_days` trading days before
    the sheet's day; both None where it is missing or has no day. `name` is the input to type, "" of a series."""

    title: str
    text: str
    day: date | None = None
    age_days: int | None = None
    is_stale: bool = False
    name: str = ""

    @property
    def is_missing(self) -> bool:
        return self.text == MISSING

    @property
    def age(self) -> str:
        if self.age_days is None:
            return ""
        told = "today" if self.age_days <= 0 else f"{self.age_days} trading day{'' if self.age_days == 1 else 's'}"
        return f"{told}, stale" if self.is_stale else told


MISSING = "not known"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the worksheet. Of a base `band` is what it gives; of an addition `adds` the points it adds where
    `holds`, which is None where that is not known.

    `missing` says why the step could not be taken, `doubt` on what old data it rests. `is_chosen` marks the base that
    counts; every addition counts.
    """

    number: int
    title: str
    sentence: str
    inputs: tuple[StepInput, ...] = ()
    band: Band | None = None
    adds: Band | None = None
    holds: bool | None = None
    is_chosen: bool = True
    missing: str | None = None
    doubt: str | None = None

    @property
    def effect(self) -> str:
        """In a few words for a table."""
        if self.missing is not None:
            return MISSING
        if self.band is not None:
            return self.band.text
        if self.holds and self.adds is not None:
            return f"+{self.adds.target:g} points"
        return "nothing added"


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit of the hedge in % of the programme's notional; `percent` None where it is not known or not in force.

    `is_binding`: it lowers what the steps lead to. `in_force` False is a cap of another regime. `forbids` is what a
    cap without a per cent forbids.
    """

    id: str
    title: str
    sentence: str
    percent: float | None = None
    inputs: tuple[StepInput, ...] = ()
    is_soft: bool = False
    is_binding: bool = False
    in_force: bool = True
    forbids: str = ""
    missing: str | None = None
    doubt: str | None = None

    @property
    def effect(self) -> str:
        if self.missing is not None:
            return MISSING
        told = self.forbids if self.percent is None else f"at most {self.percent:.1f} %"
        if not self.in_force or not told:
            return "not in force"
        return f"{told}{': it wins' if self.is_binding else ''}"


def regime_input(regime: Regime, study_id: str, title: str, day: date, unit: str = "") -> StepInput:
    figure = regime.get(study_id)
    if figure is None or figure.value is None:
        return StepInput(title, MISSING)
    shown = ("yes" if figure.value else "no") if isinstance(figure.value, bool) else f"{figure.value:.4g}{unit}"
    age = None if figure.day is None else business_days_between(figure.day, day)
    return StepInput(title, shown, figure.day, age, figure.stale is not None)


def typed_input(book: Book, name: str, day: date) -> StepInput:
    kind, row, value = kind_of(name), input_on(book.inputs, name, day), value_on(book.inputs, name, day)
    assert isinstance(kind, InputKind), f"{name} is declared"
    if value is None:
        return StepInput(kind.title, MISSING, name=name)
    if row is None:
        return StepInput(kind.title, f"{float(value):g}", name=name)
    age = business_days_between(row.on, day)
    return StepInput(kind.title, f"{float(value):g}", row.on, age, is_stale(kind, row, day), name)
