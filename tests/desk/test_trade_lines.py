"""Closes and rolls as lines say them: what closes, what opens, and which way the money goes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, quantities
from support.ticketed_books import desk_of

from alvh_desktop.desk.close_lines import said_close
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.drafting import PricedDraft, edit_of, price_draft
from alvh_desktop.desk.roll_lines import said_roll
from alvh_desktop.desk.trade_lines import Said, sign_problem
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import DraftLeg
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem

TODAY = date(2026, 11, 20)
DECEMBER = date(2026, 12, 18)
CONDOR = "SPXW 18DEC26 6300/6350P 7150/7200C"


def only_trade(desk: Desk) -> int:
    (trade_id,) = desk.book.trades
    return trade_id


def booked(desk: Desk, said: Said | Problem) -> Change:
    assert isinstance(said, Said), said
    priced = price_draft(said.draft, desk.book, {})
    assert isinstance(priced, PricedDraft), priced
    edit = edit_of(priced, desk.book, CLOCK, desk.next_id)
    assert not isinstance(edit, Problem), edit
    change = desk.do(edit)
    assert isinstance(change, Change), change
    return change


def moved(desk: Desk) -> Decimal:
    return sum((held.position.cash_flow for held in desk.book.holdings.values()), Decimal(0))


def net_of(said: Said | Problem) -> Decimal | None:
    assert isinstance(said, Said), said
    return said.draft.net


@settings(max_examples=40)
@given(held=st.integers(1, 30), data=st.data(), cents=st.integers(0, 4000))
def test_a_close_takes_its_lots_and_moves_its_net(held: int, data: st.DataObject, cents: int) -> None:
    lots = data.draw(st.integers(1, held))
    desk = desk_of(f"-{held} {CONDOR} @3.20")
    before, trade_id = moved(desk), only_trade(desk)
    booked(desk, said_close(desk.book, f"{trade_id} {lots} @{Decimal(cents) / 100}", (), TODAY))
    assert {abs(quantity) for quantity in quantities(desk.book).values()} == ({held - lots} - {0})
    assert moved(desk) - before == -cents * lots


@settings(max_examples=40)
@given(
    strikes=st.lists(st.integers(1200, 1420).map(lambda step: step * 5), min_size=2, max_size=2, unique=True),
    lots=st.integers(1, 10),
    cents=st.integers(-3000, 3000),
)
def test_rolled_puts_are_the_puts_of_the_same_condor(strikes: list[int], lots: int, cents: int) -> None:
    """Also where a strike is closed and opened the same way, or stays: six thousand to seven thousand one hundred."""
    low, high = sorted(strikes)
    if (low, high) == (6300, 6350):
        return
    desk = desk_of(f"-{lots} {CONDOR} @3.20")
    before, trade_id = moved(desk), only_trade(desk)
    net = f"{'-' if cents < 0 else '+'}{Decimal(abs(cents)) / 100}"
    booked(desk, said_roll(desk.book, f"{trade_id} @{net}", {"P": f"{low}/{high}"}, (), TODAY))
    assert quantities(desk.book) == {
        f"SPXW 18DEC26 {low}P": lots, f"SPXW 18DEC26 {high}P": -lots,
        "SPXW 18DEC26 7150C": -lots, "SPXW 18DEC26 7200C": lots,
    }  # fmt: skip
    assert moved(desk) - before == -cents * lots
    assert only_trade(desk) == trade_id


DIRECTIONS = {
    "a sold condor is bought back": (f"-10 {CONDOR} @3.20", "@1.40", "1.40"),
    "a bought condor is sold": (f"+10 {CONDOR} @3.20", "@1.40", "-1.40"),
    "calls are sold": ("+4 VIX 17MAR27 20C @2.40", "@1.75", "-1.75"),
    "sold puts are bought back": ("-4 SPXW 18DEC26 6300P @2.40", "@1.75", "1.75"),
    "a sign is what it says": (f"-10 {CONDOR} @3.20", "@-0.10", "-0.10"),
    "so is a word": (f"-10 {CONDOR} @3.20", "@0.10 credit", "-0.10"),
    "and the other": ("+4 VIX 17MAR27 20C @2.40", "@0.10 Debit", "0.10"),
}


@pytest.mark.parametrize("case", DIRECTIONS.values(), ids=DIRECTIONS)
def test_which_way_a_net_goes(case: tuple[str, str, str]) -> None:
    line, net, expected = case
    desk = desk_of(line)
    assert net_of(said_close(desk.book, f"{only_trade(desk)} {net}", (), TODAY)) == Decimal(expected)


def test_a_bought_spread_rolls_as_a_bought_one() -> None:
    desk = desk_of("+3 SPXW 18DEC26 6300/6350P @9.00")
    said = said_roll(desk.book, f"{only_trade(desk)} @4.00", {"P": "6400/6450"}, (), TODAY)
    assert isinstance(said, Said)
    opening = {leg.contract.strike: leg.ratio for leg in said.draft.legs if not leg.closes}
    assert opening == {Decimal(6400): -1, Decimal(6450): 1}


def test_a_strike_of_two_expiries_is_asked_for_and_named_by_its_day() -> None:
    desk = desk_of(f"-10 {CONDOR} @3.20")
    line = f"{only_trade(desk)} to {CONDOR.replace('18DEC26', '28DEC26')} @-0.40"
    said = said_roll(desk.book, line, {}, ("6350P=9.00",), TODAY)
    assert isinstance(said, Problem)
    assert said.message == (
        "6350P may be SPXW 18DEC26 6350 P, SPXW 28DEC26 6350 P: write the expiry before it, as in 18DEC26 6350P"
    )
    named = said_roll(desk.book, line, {}, ("28DEC26 6350P=9.00", "SPXW261218P06350000=0"), TODAY)
    assert isinstance(named, Said)
    prices = {leg.contract.expiry: leg.price for leg in named.draft.legs if leg.contract.strike == Decimal(6350)}
    assert prices == {DECEMBER: Decimal(0), date(2026, 12, 28): Decimal("9.00")}


def test_a_net_without_a_sign_is_doubted_only_where_the_marks_say_otherwise() -> None:
    def option(strike: int) -> Contract:
        return Contract("SPXW", DECEMBER, Decimal(strike), "P")

    desk = desk_of("-4 SPXW 18DEC26 6300/6350P @2.40")
    trade_id = only_trade(desk)
    mids = {option(6300): Decimal(5), option(6350): Decimal(7), option(6400): Decimal(10)}
    up = said_roll(desk.book, f"{trade_id} @1.00", {"P": "6350/6400"}, (), TODAY)
    assert isinstance(up, Said)
    # closing costs 2.00, opening brings 3.00: a lot was worth 1.00 received
    assert isinstance(sign_problem(up, mids), Problem)
    assert sign_problem(up, {**mids, option(6400): Decimal("8.50")}) is None
    assert sign_problem(up, {option(6300): Decimal(5)}) is None, "where a mark is missing nothing is known"
    said = said_roll(desk.book, f"{trade_id} @+1.00", {"P": "6350/6400"}, (), TODAY)
    assert isinstance(said, Said)
    assert sign_problem(said, mids) is None


def test_uneven_legs_roll_side_by_side_only() -> None:
    desk = desk_of(f"-4 {CONDOR} @3.20")
    trade_id = only_trade(desk)
    booked(desk, said_close(desk.book, f"{trade_id} 1", ("6350P=1.00", "6300P=0.50"), TODAY))
    said = said_roll(desk.book, f"{trade_id} to {CONDOR.replace('18DEC26', '28DEC26')} @0.40", {}, (), TODAY)
    assert isinstance(said, Problem)
    calls = said_roll(desk.book, f"{trade_id} 2 @0.40", {"C": "7100/7150"}, (), TODAY)
    assert isinstance(calls, Said)
    assert (calls.draft.lots, {leg.ratio for leg in calls.draft.legs}) == (2, {1, -1})
    assert DraftLeg(Contract("SPXW", DECEMBER, Decimal(7150), "C"), 1, None, closes=True) in calls.draft.legs
