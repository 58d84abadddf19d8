"""The rulebook: a profile's rules and inputs, and what an older book that lacks a row is judged by."""

from datetime import date
from decimal import Decimal

import pytest
from support.founded_books import founding

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.inputs import kind_of, range_problem
from alvh_desktop.domain.inputs.kinds import InputKind
from alvh_desktop.rules.rulebook import PROFILES, load_rules, profile_inputs, rule_of

DAY = date(2026, 11, 20)
CHECKS = {"condor.credit_band", "condor.entry_phase", "condor.wing_choice", "hedge.instrument", "hedge.no_add"}


def founded(profile: str = "Steward") -> Book:
    change = founding(profile).apply(Book())
    assert isinstance(change, Change)
    return change.book


def without(book: Book, rule_id: str) -> Book:
    return book.after([Row("rules", rule_id, book.rules[rule_id], None)])


@pytest.mark.parametrize(("profile", "ends"), [("Steward", (15, 20)), ("Promoter", (20, 25))])
def test_a_profile_has_a_credit_band_of_its_own(profile: str, ends: tuple[int, int]) -> None:
    found = profile_inputs(profile, DAY)
    assert [(t.name, t.value) for t in found[:2]] == [("credit_band.low", ends[0]), ("credit_band.high", ends[1])]
    for typed in found:
        kind = kind_of(typed.name)
        assert isinstance(kind, InputKind)
        assert range_problem(kind, typed.value) is None
        assert (typed.on, typed.source) == (DAY, f"profile {profile}")


@pytest.mark.parametrize(
    ("profile", "own"),
    [
        ("Steward", {}),
        (
            "Promoter",
            {"sizing.base": 3, "sizing.cap_soft": 25, "sizing.cap_hard": 25, "sizing.cap_other": 28,
             "roll.confirmations": 0},
        ),
    ],
)  # fmt: skip
def test_a_profile_has_a_base_and_caps_of_its_own(profile: str, own: dict[str, int]) -> None:
    assert {typed.name: typed.value for typed in profile_inputs(profile, DAY)[2:]} == own


@pytest.mark.parametrize("profile", PROFILES)
def test_every_check_and_gate_has_a_row(profile: str) -> None:
    rows = {rule.id: rule.kind for rule in load_rules(profile) if rule.kind in ("entry_check", "gate")}
    assert set(rows) == CHECKS
    assert {rows["hedge.instrument"], rows["hedge.no_add"]} == {"gate"}


def test_the_book_s_own_row_counts_before_the_shipped_one() -> None:
    book = founded()
    assert rule_of(book, "hedge.no_add") is book.rules["hedge.no_add"]
    assert rule_of(without(book, "hedge.no_add"), "hedge.no_add").watch == Decimal(24)
    assert rule_of(Book(), "hedge.no_add").watch == Decimal(24)
    with pytest.raises(KeyError):
        rule_of(book, "hedge.moon")
