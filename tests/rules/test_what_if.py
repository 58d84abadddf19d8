"""What a changed rule would say: of the present readings, and of recorded days; facts are made here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from support.founded_books import CLOCK, founding
from support.made_markets import market

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.reading import Reading, Subject
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.state import State
from alvh_desktop.rules.what_if import now_if, past_if

TODAY = date(2026, 11, 20)
A, B, C = (Subject(f"trade {number}", f"Condor {number}") for number in (1, 2, 3))


@dataclass(frozen=True, slots=True)
class Line:
    day: date
    fact: str
    subject_key: str
    low: float
    high: float


def book() -> Book:
    change = founding("Steward").apply(Book())
    assert isinstance(change, Change)
    return change.book


BOOK = book()
NEAR, DELTA = BOOK.rules["condor.short_near"], BOOK.rules["condor.short_near.delta"]
"""Watch under 0.80 expected moves, or over a delta of 0.30."""


def with_watch(rule: Rule, watch: str) -> Rule:
    return replace(rule, watch=Decimal(watch))


def scene() -> Scene:
    return Scene(BOOK, replace(market({}), at=CLOCK), {}, Problem("spot", "none"))


@pytest.fixture(autouse=True)
def made_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    def give(fact_id: str, readings: Iterable[Reading]) -> None:
        found = tuple(readings)
        fact = Fact(fact_id, fact_id, "units", "trade", "made", "no condor is open", lambda _: found)
        monkeypatch.setitem(FACTS, fact_id, fact)  # type: ignore[arg-type]

    give(
        "short_distance_em",
        [
            Reading(A, 0.85, "0.85 moves away"),
            Reading(B, 0.70, "0.70 moves away"),
            Reading(C, None, "not known: no quote"),
        ],
    )
    give("short_delta", [Reading(A, 0.16, "0.16"), Reading(B, 0.20, "0.20"), Reading(C, 0.10, "0.10")])
    give("gross_leverage", [])


def levels(rule: Rule, states: dict[tuple[str, str], State] | None = None) -> dict[str, tuple[object, object]]:
    found = now_if(scene(), states or {}, rule)
    return {each.subject.key: (each.before, each.after) for each in found.subjects}


def test_a_wider_threshold_fires_where_it_did_not() -> None:
    """0.85 is under 0.90 and over 0.80; 0.70 is under both; what is not known stays as it is, and says so."""
    found = now_if(scene(), {}, with_watch(NEAR, "0.90"))
    assert [(each.subject.key, each.before, each.after) for each in found.subjects] == [
        ("trade 1", "quiet", "watch"), ("trade 2", "watch", "watch"), ("trade 3", "quiet", "quiet")
    ]  # fmt: skip
    assert [each.is_changed for each in found.subjects] == [True, False, False]
    assert found.subjects[2].unknown == "not known: no quote"
    assert found.subjects[0].said == "0.85 moves away"


def test_a_condition_that_is_changed_speaks_for_its_rule() -> None:
    """Deltas of 0.16, 0.20, 0.10 against 0.18: the second one is over it, and watches anyway."""
    assert levels(with_watch(DELTA, "0.15")) == {
        "trade 1": ("quiet", "watch"), "trade 2": ("watch", "watch"), "trade 3": ("quiet", "quiet")
    }  # fmt: skip


def test_what_stands_now_is_where_it_begins() -> None:
    """The first fires already; 0.85 is not yet back over 0.80 + 0.10, but it is over 0.70 + 0.10."""
    held = {("condor.short_near", "trade 1"): State(level="watch")}
    assert levels(NEAR, held)["trade 1"] == ("watch", "watch")
    assert levels(with_watch(NEAR, "0.70"), held)["trade 1"] == ("watch", "quiet")


def test_a_rule_switched_off_and_one_that_reads_nothing() -> None:
    assert levels(replace(NEAR, is_on=False))["trade 2"] == ("watch", None)
    assert now_if(scene(), {}, BOOK.rules["book.leverage"]).silent_because == "no condor is open"
    gate = now_if(scene(), {}, BOOK.rules["hedge.no_add"]).silent_because
    assert gate == "it is judged in the ticket, and never fires in the list"


def test_a_rule_of_ones_own_has_no_before() -> None:
    own = replace(NEAR, id="own.near", watch=None, act=Decimal("0.75"))
    assert levels(own) == {"trade 1": (None, "quiet"), "trade 2": (None, "act"), "trade 3": (None, "quiet")}


def test_days_are_counted_by_their_worst_value_in_the_direction_of_the_rule() -> None:
    """Steward watches under 0.80. Mon: A down to 0.75, B to 0.95. Tue: A to 0.85. At 0.90 two (day, subject) fire.

    21 Sep to 20 Nov 2026 are 45 trading days; two of them have a record, and Saturday's line is no trading day.
    """
    monday, tuesday, saturday = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 14)
    lines = [
        Line(monday, "short_distance_em", "trade 1", 0.75, 2.0),
        Line(monday, "short_distance_em", "trade 2", 0.95, 2.0),
        Line(tuesday, "short_distance_em", "trade 1", 0.85, 2.0),
        Line(saturday, "gross_leverage", "book", 0.1, 9.0),
        Line(date(2026, 9, 1), "short_distance_em", "trade 1", 0.1, 0.1),
    ]
    found = past_if(BOOK, with_watch(NEAR, "0.90"), lines, TODAY)
    assert found.before is not None
    assert found.after is not None
    assert (found.before.by_level, found.before.days) == ({"watch": 1, "warn": 0, "act": 0}, 1)
    assert (found.after.by_level, found.after.days) == ({"watch": 2, "warn": 0, "act": 0}, 2)
    assert (found.first, found.known_days, found.unknown_days) == (date(2026, 9, 21), 2, 43)


def test_an_or_is_enough_alone_and_an_and_must_hold_too() -> None:
    """break_even: warn within 3 % and 0.60 moves, act within 2 % and 0.30.

    Trade 1: 1.9 % but 0.50 moves: warn. Trade 2: 1.9 %, and nothing recorded of its moves: not known.
    Trade 3: 5 % away: quiet, whatever is not recorded. Near by its delta of 0.35 alone: watch.
    """
    day = date(2026, 11, 19)
    lines = [
        Line(day, "break_even_percent", "trade 1", 1.9, 4.0),
        Line(day, "break_even_em", "trade 1", 0.5, 1.0),
        Line(day, "break_even_percent", "trade 2", 1.9, 4.0),
        Line(day, "break_even_percent", "trade 3", 5.0, 6.0),
        Line(day, "short_delta", "trade 1", 0.1, 0.35),
    ]
    rule = BOOK.rules["condor.break_even"]
    found = past_if(BOOK, rule, lines, TODAY).after
    assert found is not None
    assert (found.by_level, found.unknown) == ({"watch": 0, "warn": 1, "act": 0}, 1)
    near = past_if(BOOK, NEAR, lines, TODAY).after
    assert near is not None
    assert {level: count for level, count in near.by_level.items() if count} == {"watch": 1}
