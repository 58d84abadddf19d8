"""A match with the broker holds until its past changes, and says then which contract and by how much."""

from datetime import datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, done, enter, founded_desk, refusal
from support.reconciled_books import JANUARY, MAIN_ID, accounts, at, bring, entered, own_snapshot, steps

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.reconciling import Reconciliation, match_edit, reconcile
from alvh_desktop.domain.assertions import CASH, OTHERS, broken_assertions, broken_text
from alvh_desktop.domain.book import Row
from alvh_desktop.domain.edits.assertions import AssertHoldings, RemoveAssertion
from alvh_desktop.domain.records import Assertion, Fill
from alvh_desktop.domain.symbols import symbol

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"


def matched(desk: Desk, account_id: int, moment: datetime) -> bool:
    """Remember all that the account held then; False where it held nothing new."""
    found = reconcile(desk.book, account_id, own_snapshot(desk, account_id, moment), moment, desk.clock())
    assert isinstance(found, Reconciliation), found
    assert found.is_all_same
    edit = match_edit(desk, found)
    if edit:
        done(desk, edit)
    return edit is not None


def said(desk: Desk, name: str, amount: str, moment: datetime = CLOCK, place: int = 0) -> Assertion:
    return Assertion(desk.next_id + place, MAIN_ID, moment, name, Decimal(amount), "broker")


@settings(max_examples=25)
@given(steps, st.booleans(), accounts, st.sets(st.integers(0, 1000), min_size=1, max_size=3))
def test_a_match_holds_while_its_past_stands(
    drawn: list[tuple[str | int, int, int]], is_settled: bool, account_id: int, hours: set[int]
) -> None:
    desk = entered(drawn, is_settled)
    for hour in hours:
        assert matched(desk, account_id, at(hour))
        assert not matched(desk, account_id, at(hour))  # the same is remembered already
    assert broken_assertions(desk.book) == ()
    enter(desk, "-1 SPX 15JAN27 6000P @5", JANUARY)  # later than every match
    assert broken_assertions(desk.book) == ()


@settings(max_examples=25)
@given(steps, accounts, st.data())
def test_a_fill_taken_out_breaks_exactly_what_it_moved(
    drawn: list[tuple[str | int, int, int]], account_id: int, data: st.DataObject
) -> None:
    desk = entered(drawn)
    bring(desk, account_id, "100")
    matched(desk, account_id, JANUARY)
    own = {leg.id for leg in desk.book.legs.values() if desk.book.trades[leg.trade_id].account_id == account_id}
    fills = [fill for fill in desk.book.fills.values() if fill.leg_id in own]
    if not fills:
        return
    gone: Fill = data.draw(st.sampled_from(fills))
    book = desk.book.after([Row("fills", gone.id, gone, None)])
    contract = book.legs[gone.leg_id].contract
    broken = {each.symbol: each.difference for each in broken_assertions(book)}
    assert broken.pop(symbol(contract)) == gone.quantity
    assert set(broken) <= {CASH}
    assert (CASH in broken) == (contract.is_option or gone.fee != 0 or _realises(desk, gone))


def _realises(desk: Desk, gone: Fill) -> bool:
    return len(desk.book.holdings[gone.leg_id].fills) > 1


def test_a_fill_entered_late_is_told_with_what_it_changed_and_undo_mends_it() -> None:
    desk = founded_desk()
    bring(desk, MAIN_ID, "25000")
    enter(desk, CONDOR)
    matched(desk, MAIN_ID, CLOCK)
    enter(desk, "+4 VIX 16DEC26 17C @2.02", at(-3))
    told = broken_assertions(desk.book)
    assert [(each.symbol, each.stated, each.book, each.difference) for each in told] == [
        (CASH, Decimal(28174), Decimal(27366), Decimal(808)),
        ("VIX261216C00017000", 0, 4, -4),
    ]
    assert broken_text(told[0], desk.book) == (
        "Main at 2026-11-20 15:30 New York: cash was 28174.00 $ (broker.csv), and the book says 27366.00 $ of then "
        "now: a difference of +808.00 $"
    )
    assert broken_text(told[1], desk.book) == (
        "Main at 2026-11-20 15:30 New York: VIX 16DEC26 17 C was 0 (broker.csv), and the book says 4 of then now: "
        "a difference of -4"
    )
    desk.undo()
    assert broken_assertions(desk.book) == ()


def test_only_what_agrees_and_has_been_is_taken() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    put = "SPXW261218P06300000"
    assert "was 9 (broker), and the book says 10" in refusal(desk, AssertHoldings((said(desk, put, "9"),), CLOCK))
    late = AssertHoldings((said(desk, put, "10", at(1)),), CLOCK)
    assert refusal(desk, late) == "at: 2026-11-20 16:30 New York lies in the future; it is 2026-11-20 15:30 New York"
    assert "nothing agrees" in refusal(desk, AssertHoldings((), CLOCK))
    twice = (said(desk, put, "10"), said(desk, put, "10", place=1))
    assert refusal(desk, AssertHoldings(twice, CLOCK)) == "match: one contract is named twice"
    apart = (said(desk, put, "10"), said(desk, put, "10", at(-1), 1))
    assert refusal(desk, AssertHoldings(apart, CLOCK)) == "match: a match is of one account at one moment"
    # others beside a put alone: three more contracts are held
    alone = AssertHoldings((said(desk, put, "10"), said(desk, OTHERS, "0", place=1)), CLOCK)
    assert "was 0 (broker)" in refusal(desk, alone)
    assert "the book knows no cash" in refusal(desk, AssertHoldings((said(desk, CASH, "0"),), CLOCK))
    taken = AssertHoldings((said(desk, put, "10"),), CLOCK)
    done(desk, taken)
    assert refusal(desk, taken) == "match: the same is remembered already"


def test_cash_holds_to_the_cent() -> None:
    desk = founded_desk()
    bring(desk, MAIN_ID, "100.004")
    done(desk, AssertHoldings((said(desk, CASH, "100"),), CLOCK))
    assert "book says 100.004 $" in refusal(desk, AssertHoldings((said(desk, CASH, "100.01"),), CLOCK))


def test_what_is_said_anew_stands_in_the_same_row_and_what_is_forgotten_takes_the_others_with_it() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    matched(desk, MAIN_ID, CLOCK)
    assert [each.symbol for each in desk.book.assertions.values()][-1] == OTHERS
    first = next(iter(desk.book.assertions.values()))
    anew = Assertion(desk.next_id, MAIN_ID, CLOCK, first.symbol, first.quantity, "another list")
    done(desk, AssertHoldings((anew,), CLOCK))
    assert desk.book.assertions[first.id].source == "another list"
    assert len(desk.book.assertions) == 5
    done(desk, RemoveAssertion(first.id))
    assert len(desk.book.assertions) == 3
    assert broken_assertions(desk.book) == ()
    assert refusal(desk, RemoveAssertion(first.id)) == f"match: there is no assertion {first.id}"
    desk.undo()
    assert len(desk.book.assertions) == 5
