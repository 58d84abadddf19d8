"""The book against a broker's word: nothing differs from itself, and what was changed is what differs."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, done, enter, founded_desk, moment
from support.reconciled_books import JANUARY, MAIN_ID, accounts, at, bring, entered, own_snapshot, steps

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.reconciling import Reconciliation, match_edit, reconcile
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.snapshots import Snapshot, joined, typed_position
from alvh_desktop.domain.symbols import parse_symbol, symbol

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
PUT = "SPXW261218P06300000"


def compared(desk: Desk, snapshot: Snapshot, hour: int = 0) -> Reconciliation:
    found = reconcile(desk.book, MAIN_ID, snapshot, at(hour), desk.clock())
    assert isinstance(found, Reconciliation), found
    return found


def listed(desk: Desk, *typed: str, cash: str | None = None, is_complete: bool = False) -> Snapshot:
    told = [typed_position(text, desk.book.products, CLOCK.date()) for text in typed]
    assert not any(isinstance(each, Problem) for each in told), told
    amount = None if cash is None else Decimal(cash)
    return Snapshot("typed", dict(each for each in told if not isinstance(each, Problem)), amount, is_complete)


@settings(max_examples=25)
@given(steps, st.booleans(), accounts, st.integers(-2, 1000))
def test_a_book_against_itself_has_no_difference(
    drawn: list[tuple[str | int, int, int]], is_settled: bool, account_id: int, hour: int
) -> None:
    desk = entered(drawn, is_settled)
    found = reconcile(desk.book, account_id, own_snapshot(desk, account_id, at(hour)), at(hour), JANUARY)
    assert isinstance(found, Reconciliation)
    assert found.is_all_same
    assert not any(line.difference or line.moves or line.note for line in found.lines)


@settings(max_examples=25)
@given(steps, accounts, st.integers(-9, 9).filter(bool), st.booleans(), st.data())
def test_a_changed_quantity_is_found_by_exactly_its_contract(
    drawn: list[tuple[str | int, int, int]], account_id: int, off: int, is_left_out: bool, data: st.DataObject
) -> None:
    desk = entered(drawn)
    own = own_snapshot(desk, account_id, JANUARY)
    if not own.quantities:
        return
    contract = data.draw(st.sampled_from(sorted(own.quantities, key=symbol)))
    changed = {**own.quantities, contract: own.quantities[contract] + off}
    if is_left_out:
        off = -changed.pop(contract) + off
    found = reconcile(desk.book, account_id, replace(own, quantities=changed), JANUARY, JANUARY)
    assert isinstance(found, Reconciliation)
    (line,) = (line for line in found.lines if line.agreement != "same")
    assert (line.contract, line.difference) == (contract, off)
    # without a match before, all that was ever filled is what may explain it
    assert sum(move.quantity for move in line.moves) == line.book
    assert line.since is None


def test_only_what_moved_since_the_last_match_that_still_holds_is_told() -> None:
    desk = founded_desk(now=at(9))
    enter(desk, CONDOR, at(0))
    for hour in (1, 5):
        done(desk, match_edit(desk, compared(desk, listed(desk, f"{PUT}=10"), hour)) or pytest.fail("no match"))
    enter(desk, "-2 SPXW 18DEC26 6300P @1.00", at(6))
    (line,) = compared(desk, listed(desk, f"{PUT}=10"), 7).lines
    assert (line.difference, line.since, [move.quantity for move in line.moves]) == (2, at(5), [-2])
    # entered late, this one breaks the match of the fifth hour: it explains nothing any more
    enter(desk, "-1 SPXW 18DEC26 6300P @1.00", at(3))
    (line,) = compared(desk, listed(desk, f"{PUT}=10"), 7).lines
    assert (line.difference, line.since, [move.quantity for move in line.moves]) == (3, at(1), [-1, -2])


def test_a_list_that_is_complete_was_a_match_of_what_it_did_not_name_too() -> None:
    desk = founded_desk(now=at(9))
    enter(desk, "+4 VIX 16DEC26 17C @2.02", at(0))
    enter(desk, "-4 VIX 16DEC26 17C @2.50", at(1))
    done(desk, match_edit(desk, compared(desk, listed(desk, is_complete=True), 2)) or pytest.fail("no match"))
    enter(desk, "+1 VIX 16DEC26 17C @2.02", at(3))
    (line,) = compared(desk, listed(desk, "VIX 16DEC26 17C=2"), 4).lines
    assert (line.since, [move.quantity for move in line.moves], line.difference) == (at(2), [1], 1)


def test_what_a_list_does_not_name_differs_only_where_it_is_complete() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    found = compared(desk, listed(desk, f"{PUT}=10"))
    assert (found.is_all_same, len(found.unnamed)) == (True, 3)
    found = compared(desk, listed(desk, f"{PUT}=10", is_complete=True))
    assert (found.count("different"), found.unnamed) == (3, ())
    edit = match_edit(desk, found)
    assert edit is not None
    # that nothing else is held is not remembered, for it is not so
    assert [said.symbol for said in edit.assertions] == [PUT]


def test_cash_that_was_never_brought_in_is_not_known() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    found = compared(desk, listed(desk, cash="25000"))
    (line,) = found.lines
    assert (line.agreement, line.book, line.difference) == ("not known", None, None)
    # 25,000 less the 3,174 that the condor brought
    assert "moved 3174.00 $, so 21826.00 $ would have to be brought in" in line.note
    assert match_edit(desk, found) is None
    bring(desk, MAIN_ID, "21826")
    assert compared(desk, listed(desk, cash="25000")).is_all_same


def test_cash_differs_by_what_moved_it_and_a_future_is_named_as_a_reason() -> None:
    desk = founded_desk()
    bring(desk, MAIN_ID, "1000")
    enter(desk, "+1 VX 20JAN27 @18.35 fee 2.40/ct")
    (line,) = compared(desk, listed(desk, cash="1100")).lines
    assert line.difference == Decimal("102.40")
    assert [(move.kind, move.usd) for move in line.moves] == [("cash", 1000), ("fill", Decimal("-2.40"))]
    assert line.note.startswith("a broker pays futures their gains every day")


def test_what_has_expired_unsettled_says_so() -> None:
    desk = founded_desk(now=JANUARY)
    enter(desk, CONDOR, CLOCK)
    noon = moment("2026-12-18 12:00")
    before = reconcile(desk.book, MAIN_ID, Snapshot("list", is_complete=True), noon, JANUARY)
    after = reconcile(desk.book, MAIN_ID, Snapshot("list", is_complete=True), JANUARY, JANUARY)
    assert isinstance(before, Reconciliation)
    assert isinstance(after, Reconciliation)
    assert {line.note for line in before.lines} == {""}
    assert {line.note for line in after.lines} == {"it has expired, and the book has not settled it yet"}


def test_what_cannot_be_compared_is_refused() -> None:
    desk = founded_desk()
    told = Snapshot("list", is_complete=True)
    assert str(reconcile(desk.book, 77, told, CLOCK, CLOCK)) == "account: there is no account 77"
    assert "lies in the future" in str(reconcile(desk.book, MAIN_ID, told, at(1), CLOCK))
    assert "says nothing" in str(reconcile(desk.book, MAIN_ID, Snapshot("list"), CLOCK, CLOCK))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SPXW 18DEC26 6300P", "write it like"),
        ("AAPL=100", "no contract of this portfolio"),
        ("SPXW 19DEC26 6300P=1", "no expiry on"),
        ("SPXW 18DEC26 6300P=1.5", "no whole number"),
        ("SPXW 18DEC26 6300P=1_0", "not a number"),
        ("SPXW 18DEC26 6300P=\u0663", "not a number"),
        ("SPXW 18DEC26 6300P=NaN", "not a number"),
        ("SPXW 18DEC26 6300P=1e9", "not a number"),
        ("SPXW 18DEC26 6300P=1000001", "too many"),
        ("SPXW 18DEC26 6300P=1,5", "comma"),
        ("SPXW 18DEC26=1", "is no option"),
    ],
)
def test_positions_that_are_typed_wrong(text: str, reason: str) -> None:
    problem = typed_position(text, founded_desk().book.products, CLOCK.date())
    assert isinstance(problem, Problem)
    assert reason in str(problem)


def test_a_file_and_what_is_typed_beside_it_are_one_unless_both_say_the_same() -> None:
    desk = founded_desk()
    file = replace(listed(desk, f"{PUT}=10"), source="broker.csv", moment=at(-1))
    both = joined(file, listed(desk, "VIX 16DEC26 17C=4", cash="5"))
    assert isinstance(both, Snapshot)
    assert [*both.quantities.values()] == [10, 4]
    assert (both.source, both.cash, both.moment) == ("broker.csv", 5, at(-1))
    assert "is in broker.csv already" in str(joined(file, listed(desk, f"{PUT}=10")))
    assert str(joined(both, listed(desk, cash="5"))) == "cash: it is in broker.csv already: say it once"
    assert parse_symbol(PUT, CLOCK.date()) in both.quantities
