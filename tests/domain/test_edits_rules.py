"""Editing the rulebook: what a row may say, own rules, many rows in one step, and undone like any edit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import done, founded_desk

from alvh_desktop.domain.book import Book, Row, rows_between
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.rules import AddRule, ChangeRule, RemoveRule, SetRules
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import TABLES, Input, Portfolio, Rule
from alvh_desktop.domain.rule_rows import rule_problem

NEAR = Rule(
    id="condor.short_near",
    fact="short_distance_em",
    kind="alert",
    comparison="below",
    inclusive="",
    watch=Decimal("0.80"),
    warn=None,
    act=None,
    rearm=Decimal("0.10"),
    low=Decimal(0),
    high=Decimal(3),
    hold_seconds=1,
    stale_after_minutes=20,
    unit="expected moves",
    title="Short strike near",
    meaning="Distance of SPX to the nearest short strike.",
    advice="Prepare the roll.",
    source="ours",
    is_on=True,
)
OWN = replace(NEAR, id="own.vix_high", comparison="above", low=Decimal(5), high=Decimal(90), watch=Decimal(25))
GATE = replace(OWN, id="hedge.no_add", kind="gate", title="No adding")
BOOK = Book(portfolio={1: Portfolio(1, "Test", "Steward")}, rules={NEAR.id: NEAR, GATE.id: GATE})


def applied(edit: ChangeRule | AddRule | RemoveRule | SetRules, book: Book = BOOK) -> Change:
    change = edit.apply(book)
    assert isinstance(change, Change), change
    assert frozenset(change.rows) == rows_between(book, change.book, TABLES)
    assert change.book.after([row.turned() for row in reversed(change.rows)]) == book
    return change


def refused(edit: ChangeRule | AddRule | RemoveRule | SetRules, book: Book = BOOK) -> tuple[str, str]:
    problem = edit.apply(book)
    assert isinstance(problem, Problem), problem
    return problem.where, problem.message


def test_a_row_takes_the_place_of_the_one_before_and_undo_brings_it_back() -> None:
    change = applied(ChangeRule(replace(NEAR, watch=Decimal("0.9"))))
    assert change.book.rules[NEAR.id].watch == Decimal("0.9")
    assert change.label == "Change rule Short strike near"
    assert applied(ChangeRule(replace(NEAR, is_on=False))).label == "Switch off rule Short strike near"


def test_one_undo_step_at_the_desk() -> None:
    desk = founded_desk()
    rule = desk.book.rules["condor.short_near"]
    done(desk, ChangeRule(replace(rule, watch=Decimal("0.9"))))
    assert desk.undo_label == "Change rule Short strike near"
    desk.undo()
    assert desk.book.rules["condor.short_near"] == rule


def test_a_book_older_than_a_rule_gets_its_row_by_the_first_edit() -> None:
    old = BOOK.after([Row("rules", NEAR.id, NEAR, None)])
    changed = replace(NEAR, watch=Decimal("0.9"))
    assert refused(ChangeRule(changed), old) == ("rule", "there is no rule condor.short_near")
    change = applied(ChangeRule(changed, shipped=NEAR), old)
    assert change.rows == (Row("rules", NEAR.id, None, changed),)
    assert refused(ChangeRule(NEAR, shipped=NEAR), old)[1] == "Short strike near stands so already"


@pytest.mark.parametrize(
    ("values", "where", "message"),
    [
        # below: worse is lower, so watch 0.8 > warn > act; the range is 0 to 3 expected moves
        ({"watch": Decimal("3.01")}, "watch", "3.01 lies outside the range of Short strike near, 0 to 3"),
        ({"watch": Decimal("-0.01")}, "watch", "-0.01 lies outside the range"),
        ({"warn": Decimal("0.80")}, "warn", "warn 0.8 must lie under watch 0.8"),
        ({"act": Decimal("0.81")}, "act", "act 0.81 must lie under watch 0.8"),
        ({"warn": Decimal("0.4"), "act": Decimal("0.5")}, "act", "act 0.5 must lie under warn 0.4"),
        ({"watch": Decimal("NaN")}, "watch", "NaN is no threshold"),
        ({"watch": Decimal("Infinity")}, "watch", "Infinity is no threshold"),
        ({"watch": Decimal("0.123456789")}, "watch", "up to 8 decimal places"),
        ({"watch": None}, "watch", "needs one threshold at least"),
        ({"rearm": Decimal("-0.1")}, "rearm", "0 or more"),
        ({"rearm": Decimal("NaN")}, "rearm", "0 or more"),
        ({"rearm": Decimal("3.1")}, "rearm", "it would never fall again"),
        ({"hold_seconds": -1}, "hold_seconds", "0 to 86,400 seconds"),
        ({"stale_after_minutes": 0}, "stale_after_minutes", "1 to 10,080 minutes"),
        ({"inclusive": "act shout"}, "inclusive", "'shout' is no severity"),
        ({"advice": " "}, "advice", "is empty"),
        ({"advice": "x" * 401}, "advice", "401 characters: 400 at most"),
        ({"source": "a\nb"}, "source", "cannot be printed"),
        ({"unit": "points"}, "unit", "stays as it is"),
        ({"fact": "short_delta"}, "fact", "stays as it is"),
        ({"comparison": "above"}, "comparison", "stays as it is"),
        ({"title": "Mine"}, "title", "stays as it is"),
    ],
)
def test_a_row_that_cannot_stand_is_refused_at_its_field(values: dict[str, object], where: str, message: str) -> None:
    found = refused(ChangeRule(replace(NEAR, **values)))  # type: ignore[arg-type]
    assert found[0] == where
    assert message in found[1]


def test_worse_upward_means_that_thresholds_rise() -> None:
    assert rule_problem(replace(OWN, warn=Decimal(30), act=Decimal(40))) is None
    assert rule_problem(replace(OWN, warn=Decimal(25))) is not None
    assert rule_problem(replace(OWN, watch=None, warn=None, act=Decimal(40))) is None


def test_a_gate_keeps_the_severities_that_the_ticket_looks_at() -> None:
    assert applied(ChangeRule(replace(GATE, watch=Decimal(30)))).book.rules[GATE.id].watch == 30
    assert refused(ChangeRule(replace(GATE, warn=Decimal(40)))) == (
        "warn", "No adding is judged in the ticket by these thresholds alone: watch"
    )  # fmt: skip
    assert refused(ChangeRule(replace(GATE, watch=None)))[0] == "watch"


def test_a_rule_of_ones_own_comes_changes_and_goes() -> None:
    book = applied(AddRule(OWN)).book
    assert refused(AddRule(OWN), book)[1] == "there is a rule own.vix_high already: give it another name"
    changed = replace(OWN, comparison="below", title="VIX low", meaning="Mine.")
    book = applied(ChangeRule(changed), book).book
    change = applied(RemoveRule(OWN.id), book)
    assert change.label == "Remove rule VIX low"
    assert OWN.id not in change.book.rules
    assert refused(RemoveRule(OWN.id))[1] == "there is no rule own.vix_high"
    assert refused(RemoveRule(NEAR.id)) == (
        "rule", "condor.short_near belongs to the method: switch it off to silence it"
    )  # fmt: skip
    assert refused(AddRule(NEAR))[0] == "name"
    for bad in ("own.", "own.Vix", "own.a b", "own." + "x" * 60, "own.ä"):
        assert refused(AddRule(replace(OWN, id=bad)))[0] == "name"


def test_many_rows_are_one_step_and_none_stands_where_one_is_wrong() -> None:
    rules = (replace(NEAR, watch=Decimal("0.6")), OWN, GATE)
    row = Input(7, "credit_band.low", date(2026, 11, 20), Decimal(20), "profile Promoter")
    change = applied(SetRules(rules, "Take profile Promoter", (row,), "Promoter"))
    assert [(each.table, each.id) for each in change.rows] == [
        ("rules", NEAR.id), ("rules", OWN.id), ("inputs", 7), ("portfolio", 1)
    ]  # fmt: skip
    assert (change.label, change.book.portfolio[1].profile) == ("Take profile Promoter", "Promoter")
    bad = replace(NEAR, watch=Decimal(9))
    assert refused(SetRules((OWN, bad), "Import"))[0] == NEAR.id
    assert refused(SetRules((OWN, OWN), "Import")) == (OWN.id, "the rule is given twice: say it once")
    assert refused(SetRules((NEAR, GATE), "Import"))[1] == "every rule stands so already"


decimals = st.one_of(st.none(), st.decimals(-1, 4, places=2), st.just(Decimal("NaN")))


@given(decimals, decimals, decimals, st.decimals(-1, 4, places=2), st.sampled_from(["above", "below"]))
def test_whatever_is_accepted_gets_worse_in_one_direction(
    watch: Decimal | None, warn: Decimal | None, act: Decimal | None, rearm: Decimal, comparison: str
) -> None:
    rule = replace(NEAR, watch=watch, warn=warn, act=act, rearm=rearm, comparison=comparison)  # type: ignore[arg-type]
    if rule_problem(rule) is None:
        used = [value for value in (watch, warn, act) if value is not None]
        assert used
        assert used == sorted(set(used), reverse=comparison == "below")
        assert all(0 <= value <= 3 for value in used)
        assert 0 <= rearm <= 3
