"""What an entry check or a gate says of a ticket, and what of it is kept with the trade."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.inputs import input_on, is_stale, kind_of, trend_on, value_on
from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Finding, Rule, Verdict
from alvh_desktop.series.study import Figure

CheckKind = Literal["entry_check", "gate", "gauge"]
Regime = Mapping[str, Figure]
"""Regime values of a day by their id, as `series.regime.regime_of` answers them."""


@dataclass(frozen=True, slots=True)
class Check:
    """One judgement over what a ticket opens.

    `finding` is None for a gauge, which tells and judges nothing. `value` is in `unit`, None where it is not known;
    `low` and `high` are the ends it is held to, None where it has no such end. `sentence` gives the formula with its
    numbers, or what is missing.
    """

    rule_id: str
    kind: CheckKind
    finding: Finding | None
    value: float | None
    unit: str
    low: float | None
    high: float | None
    title: str
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that a judgement rests on; `doubt` says of which day it is where it is older than it may be."""

    value: float
    doubt: str | None = None


def check_of(
    rule: Rule, kind: CheckKind, finding: Finding | None, sentence: str, value: float | None = None
) -> Check:
    """A check without ends, in the words of its rule."""
    return Check(rule.id, kind, finding, value, rule.unit, None, None, rule.title, sentence, rule.advice)


def within(check: Check, low: float | None, high: float | None) -> Check:
    """The same, held to these ends."""
    return replace(check, low=low, high=high)


def verdicts_of(checks: Iterable[Check], trade_id: int, moment: datetime, first_id: int) -> tuple[Verdict, ...]:
    """The rows kept with a trade at its fill, numbered from `first_id` on; a gauge judges nothing and is not kept."""
    judged = (check for check in checks if check.finding is not None)
    return tuple(
        Verdict(first_id + place, trade_id, check.rule_id, moment, check.finding or "not known", _kept(check.value),
                check.sentence)
        for place, check in enumerate(judged)
    )  # fmt: skip


def typed_fact(book: Book, name: str, day: date) -> Fact | Problem:
    """A typed input on a day, in its unit; a Problem where nothing was typed and nothing stands in for it."""
    kind, value = kind_of(name), value_on(book.inputs, name, day)
    if isinstance(kind, Problem):
        return kind
    if value is None:
        return Problem(name, f"{kind.title} is not known: type the input {name}")
    row = input_on(book.inputs, name, day)
    return Fact(float(value), f"{kind.title} on data of {row.on}" if row and is_stale(kind, row, day) else None)


def regime_fact(regime: Regime, study_id: str) -> Fact | Problem:
    """A regime value; of yes and no 1 and 0."""
    figure = regime.get(study_id)
    if figure is None:
        return Problem(study_id, f"{study_id} is not known: no histories are at hand")
    if figure.value is None:
        return Problem(study_id, f"{figure.title} is not known: {figure.missing}")
    return Fact(float(figure.value), f"{figure.title} on data of {figure.day}" if figure.stale else None)


def setting(book: Book, name: str, day: date) -> Decimal:
    """What counts of an input that has a default. Raises KeyError for any other."""
    value = value_on(book.inputs, name, day)
    if value is None:
        raise KeyError(f"{name} has no default")
    return value


def wacc_change(book: Book, day: date) -> Decimal | Problem:
    """The change of 10-year yield plus credit spread in 30 days, in % points."""
    changes = {name: trend_on(book.inputs, name, day) for name in ("yield.10y", "credit_spread")}
    known = [change for change in changes.values() if change is not None]
    if len(known) == len(changes):
        return sum(known, Decimal(0))
    names = " and ".join(name for name, change in changes.items() if change is None)
    return Problem("WACC", f"whether WACC has risen in 30 days is not known: type {names} of now and of 30 days ago")


def doubted(finding: Finding, *doubts: str | None) -> Finding:
    """What stale data may say: it may object, and it may not clear."""
    return "not known" if finding == "met" and any(doubts) else finding


def told(*sentences: str | None) -> str:
    """The sentences that there are, one after the other, each ending with a full stop."""
    given = (sentence.rstrip(". ") for sentence in sentences if sentence)
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in given)


def _kept(value: float | None) -> Decimal | None:
    return None if value is None else round_to_units(Decimal(repr(value)))
