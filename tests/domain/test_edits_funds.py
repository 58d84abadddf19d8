"""Funds: entered, ordered, named, marked and closed by their root, and never expiring."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, done, founded_desk, refusal
from support.fund_books import SVXY, UVXY, desk_with_funds, fund_product, mark, trade
from support.typed_books import entering_marks

from alvh_desktop.domain.agenda import agenda
from alvh_desktop.domain.as_of import as_of
from alvh_desktop.domain.break_even import break_evens
from alvh_desktop.domain.calendar import (
    expires_on,
    is_possible_expiry,
    last_trading_moment,
    nearest_expiries,
    settlement_moment,
)
from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.edits.funds import EnterFund
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.orders import Order, Total, describe, parse_order, print_order
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import LARGEST_BETA, parse_product
from alvh_desktop.domain.records import Fill, Leg
from alvh_desktop.domain.symbols import expiry_text, parse_symbol, spoken, symbol
from alvh_desktop.domain.typed_file import TypedRows, parse_typed_file
from alvh_desktop.domain.typed_marks import parse_price, parse_subject

FUND = fund_product()
SHARE = Contract("UVXY", NEVER)
FUTURE = Leg(1, 1, "VX", date(2026, 12, 16), None, None)
CALL = Leg(1, 1, "VIX", date(2027, 1, 20), Decimal(25), "C")
TODAY = date(2026, 11, 20)

tickers = st.from_regex(r"[A-Z]{2,5}", fullmatch=True).filter(lambda root: root not in {*PRODUCTS, "AT", "FEE", "IN"})
prices = st.decimals("0.01", "900", places=2) | st.decimals("0.01", "900", places=8)
fees = st.decimals("0", "30", places=2)
sizes = st.integers(-500, 500).filter(bool)


# Laws


@given(tickers)
def test_a_fund_is_named_by_its_root_and_read_back(root: str) -> None:
    contract = Contract(root, NEVER)
    assert symbol(contract) == spoken(contract) == root
    for name in (root, root.lower()):
        assert parse_symbol(name, TODAY) == contract


@given(tickers, sizes, prices, fees, st.booleans())
def test_its_orders_are_read_back(root: str, quantity: int, price: Decimal, fee: Decimal, is_total: bool) -> None:
    known = {**PRODUCTS, root: replace(FUND, root=root)}
    unit = " total" if is_total else "/ct"
    order = parse_order(f"{quantity:+d} {root} @{price:f} fee {fee:f}{unit}", known, TODAY)
    assert isinstance(order, Order), order
    assert (order.quantity, order.structure, order.net) == (quantity, "fund", price if quantity > 0 else -price)
    assert [leg.contract for leg in order.legs] == [Contract(root, NEVER)]
    assert parse_order(print_order(order), known, TODAY) == order


@given(
    st.lists(st.tuples(st.sampled_from([0, 1, 2]), sizes, prices, fees), max_size=10),
    st.decimals("0", "900", places=4),
    st.decimals("0.5", "100", places=2),
)
def test_profit_is_money_moved_and_market_value_with_funds_among_others(
    rows: Sequence[tuple[int, int, Decimal, Decimal]], marked_at: Decimal, multiplier: Decimal
) -> None:
    """realised + unrealised = cash_flow + market_value, of a fund, a call and a future together and one by one."""
    products = {**PRODUCTS, "UVXY": replace(FUND, multiplier=multiplier)}
    legs = (Leg(1, 1, "UVXY", NEVER, None, None), CALL, FUTURE)
    total = Decimal(0)
    for place, leg in enumerate(legs):
        fills = tuple(
            Fill(10 + number, 1, quantity, price, fee, CLOCK + timedelta(minutes=number), "own")
            for number, (which, quantity, price, fee) in enumerate(rows)
            if which == place
        )
        held = Holding(leg, products[leg.root], fills)
        position = held.position
        made = position.realised + held.unrealised(marked_at)
        assert made == position.cash_flow + held.market_value(marked_at)
        total += made
        if leg.root == "UVXY":
            paid = sum((fill.quantity * fill.price * multiplier + fill.fee for fill in fills), Decimal(0))
            assert made == position.quantity * marked_at * multiplier - paid


@given(st.dates(date(1991, 1, 1), date(2039, 12, 1)))
def test_it_expires_on_no_day(day: date) -> None:
    assert not expires_on(FUND, day)
    assert is_possible_expiry(FUND, day) == Problem("expiry", "UVXY is a fund: it has no expiry")


# The calendar


def test_its_moments_lie_past_every_other_and_ask_no_calendar() -> None:
    for product in (FUND, replace(FUND, trades_last_on_expiry=False), PRODUCTS["VX"]):
        for moment in (settlement_moment(product, NEVER), last_trading_moment(product, NEVER)):
            assert moment.tzinfo is UTC
            assert datetime(8999, 12, 31, tzinfo=UTC) < moment < datetime(9000, 1, 3, tzinfo=UTC)
    assert is_possible_expiry(FUND, NEVER) is None
    assert nearest_expiries(FUND, TODAY, 2) == ()
    wrong = is_possible_expiry(PRODUCTS["SPXW"], NEVER)
    assert wrong == Problem("expiry", "SPXW needs an expiry: only a fund has none")


def test_no_screen_says_when_it_expires() -> None:
    assert expiry_text(NEVER) == ""
    desk = desk_with_funds("+100 UVXY @12.50")
    told = agenda(TODAY, date(2026, 12, 18), desk.book.products, (), desk.book.held_contracts)
    assert not any("UVXY" in item.roots for item in told)


# Entering it


def test_it_is_a_row_of_the_product_table_that_a_file_could_hold_as_well() -> None:
    row = {"root": "UVXY", "name": "Ultra VIX futures", "kind": "fund", "underlying": "VIX", "multiplier": 1}
    row |= {"settlement": "PM", "official_value": "none", "listing": "never", "settles_at": "16:00"}
    row |= {"settles_at_half_day": "13:00", "trades_last_on_expiry": True, "last_trade_at": "16:00"}
    row |= {"last_trade_at_half_day": "13:00", "vix_beta": "1.5"}
    row |= {"ticks": [{"effective": "1990-01-01", "below": "0", "small": "0.01", "large": "0.01"}]}
    assert parse_product(row) == FUND
    for changed, words in (
        ({"listing": "daily"}, "a fund, and nothing else, has the listing never"),
        ({"kind": "option"}, "a fund, and nothing else, has the listing never"),
        ({"kind": "option", "listing": "daily"}, "only a fund has a vix_beta"),
        ({"forward_root": "VX"}, "no forward"),
        ({"vix_beta": 11}, "vix_beta is 11, where a number from -10 to 10"),
        ({"vix_beta": 1.5}, "vix_beta is 1.5"),
        ({"vix_beta": True}, "vix_beta is True"),
    ):
        answer = parse_product(row | changed)
        assert isinstance(answer, Problem), changed
        assert words in answer.message
    assert parse_product(row | {"vix_beta": "-0.5"}) == replace(FUND, vix_beta=Decimal("-0.5"))


def test_what_is_not_said_has_a_plain_meaning_and_stays_later() -> None:
    desk = founded_desk()
    assert done(desk, EnterFund("VXX")).label == "New fund VXX, no beta yet"
    fund = desk.book.products["VXX"]
    assert (fund.name, fund.multiplier, fund.vix_beta, fund.kind) == ("VXX", 1, None, "fund")
    done(desk, EnterFund("VXX", vix_beta=Decimal(1)))
    assert done(desk, EnterFund("VXX", name=" iPath ", multiplier=Decimal(10))).label == (
        "Fund VXX, beta 1.00, multiplier 10.00"
    )
    assert desk.book.products["VXX"] == replace(fund, name="iPath", multiplier=Decimal(10), vix_beta=Decimal(1))
    assert refusal(desk, EnterFund("VXX", vix_beta=Decimal("1.00"))).startswith("fund: VXX stands there already")
    desk.undo()
    desk.undo()
    assert desk.book.products["VXX"] == fund
    assert desk.undo_label == "New fund VXX, no beta yet"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (EnterFund("SPX"), "root: SPX is S&P 500 options"),
        (EnterFund("VX"), "and no fund"),
        (EnterFund("VIX9D"), "root: 'VIX9D' cannot name a fund"),
        (EnterFund("SKEW"), "cannot name a fund"),
        (EnterFund("VXZ6"), "cannot name a fund"),
        (EnterFund("FEE"), "cannot name a fund"),
        (EnterFund("uvxy"), "cannot name a fund"),
        (EnterFund(""), "cannot name a fund"),
        (EnterFund("TOOLONG"), "cannot name a fund"),
        (EnterFund("UVXY", name="  "), "name: give it a name"),
        (EnterFund("UVXY", name="a\nb"), "name: give it a name"),
        (EnterFund("UVXY", multiplier=Decimal(0)), "multiplier: 0 is no multiplier"),
        (EnterFund("UVXY", multiplier=Decimal(-1)), "multiplier: -1 is no multiplier"),
        (EnterFund("UVXY", multiplier=Decimal("Infinity")), "multiplier: Infinity"),
        (EnterFund("UVXY", vix_beta=Decimal(150)), "beta: 150 is no beta: say one from -10 to 10, such as 1.5"),
        (EnterFund("UVXY", vix_beta=Decimal("NaN")), "beta: NaN is no beta"),
        (EnterFund("UVXY", vix_beta=Decimal("0.123456789")), "beta: 0.123456789"),
    ],
)
def test_what_cannot_be_a_fund_is_refused_at_its_field(edit: EnterFund, words: str) -> None:
    assert words in refusal(founded_desk(), edit)
    assert LARGEST_BETA == 10


def test_a_multiplier_stays_once_it_has_counted() -> None:
    desk = desk_with_funds("+100 UVXY @12.50", "-100 UVXY @13.00")
    assert not desk.book.held_contracts
    assert "stays 1.00: trades are booked with it" in refusal(desk, EnterFund("UVXY", multiplier=Decimal(2)))
    done(desk, EnterFund("UVXY", vix_beta=Decimal(1)))
    assert desk.book.products["UVXY"].vix_beta == 1
    (held,) = desk.book.holdings.values()
    assert held.product.vix_beta == 1
    assert held.position.realised == Decimal(50)


# Trading it


def test_a_purchase_by_hand() -> None:
    """100 at 12.50 cost 1,250 and 1 of fee; 40 sold at 14 for 0.40 bring 560: 60 gained before fees."""
    desk = desk_with_funds("+100 UVXY @12.50 fee 1.00 total")
    assert desk.undo_label == "Buy 100 UVXY fund"
    (held,) = desk.book.holdings.values()
    assert (held.position.open_cost, held.position.cash_flow) == (Decimal(1250), Decimal(-1251))
    trade(desk, "-40 UVXY @14 fee 0.01/ct")
    assert desk.undo_label == "Sell 40 UVXY fund (closing)"
    (held,) = desk.book.holdings.values()
    assert held.position.quantity == 60
    assert held.position.realised == Decimal(60) - Decimal("1.40")
    assert held.position.cash_flow == Decimal(-1251) + Decimal("559.60")
    assert held.unrealised(Decimal(13)) == Decimal(30)
    assert held.market_value(Decimal(13)) == Decimal(780)
    assert break_evens([held], held.position.cash_flow) == (Decimal("11.52333333"),)


def test_it_opens_in_the_hedge_without_a_layer_and_may_be_sold_short() -> None:
    desk = desk_with_funds("-40 SVXY @40", others=("+4 VIX 16DEC26 20C @1.10",))
    calls, fund = desk.book.trades.values()
    assert (fund.sleeve, fund.layer_id, fund.structure) == ("alvh", None, "fund")
    assert fund.campaign_id == calls.campaign_id
    assert [campaign.name for campaign in desk.book.campaigns.values()] == ["Hedge ladder"]
    held = desk.book.holdings[max(desk.book.holdings)]
    assert (held.position.quantity, held.position.cash_flow) == (-40, Decimal(1600))
    assert held.unrealised(Decimal(45)) == Decimal(-200)
    alone = desk_with_funds("+1 UVXY @12.50")
    assert [campaign.name for campaign in alone.book.campaigns.values()] == ["Hedge ladder"]


def test_two_orders_of_it_are_two_trades_and_the_oldest_with_room_is_closed_first() -> None:
    desk = desk_with_funds("+10 UVXY @12", "+30 UVXY @13", "-20 UVXY @14")
    assert [held.position.quantity for held in desk.book.holdings.values()] == [10, 10]
    trade(desk, "-25 UVXY @14")
    assert [held.position.quantity for held in desk.book.holdings.values()] == [0, 0, -5]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("+100 UVXY 18DEC26 @12.5", "line: '18DEC26' is not understood after the fund UVXY"),
        ("+100 UVXY 12.5", "line: '12.5' is not understood after the fund UVXY: a price is written @12.5"),
        ("+100 UVXY", "net: say the price: @ and the points for one structure, as in @3.20"),
        ("+100 UVXY @-12", "net: UVXY cannot trade at -12.00: write the price without a sign, @12.00"),
        ("+100 UVIX @12", "root: 'UVIX' is not a root of this portfolio: did you mean"),
    ],
)
def test_an_order_that_is_none_is_refused(line: str, problem: str) -> None:
    answer = parse_order(line, {**PRODUCTS, "UVXY": FUND}, TODAY)
    assert isinstance(answer, Problem)
    assert str(answer).startswith(problem)


def test_its_order_reads_as_people_write_it() -> None:
    order = parse_order("+100 uvxy@12.50 fee 1.00 total", {**PRODUCTS, "UVXY": FUND}, TODAY)
    assert isinstance(order, Order)
    assert order.fee == Total(Decimal("1.00"))
    assert (print_order(order), describe(order)) == ("+100 UVXY @12.50 fee 1.00 total", "Buy 100 UVXY fund")


def test_it_never_settles() -> None:
    desk = desk_with_funds("+100 UVXY @12.50")
    (leg_id,) = desk.book.holdings
    for now in (CLOCK, CLOCK + timedelta(days=4000)):
        settling = SettleLeg(desk.next_id, leg_id, Decimal(12), now)
        assert refusal(desk, settling) == "leg: UVXY is a fund and never settles: close it with an order"


def test_it_stands_in_the_book_of_a_past_moment() -> None:
    desk = desk_with_funds("+100 UVXY @12.50")
    assert as_of(desk.book, CLOCK).held_contracts == {SHARE}
    assert as_of(desk.book, CLOCK - timedelta(minutes=1)).held_contracts == set()


# Marking it


def test_a_mark_of_it_is_typed_by_its_root() -> None:
    desk = desk_with_funds(funds=(UVXY, SVXY))
    assert parse_subject("uvxy", TODAY) == SHARE
    mark(desk, UVXY="13.10")
    assert desk.undo_label == "Mark UVXY 13.10"
    (row,) = desk.book.typed_marks.values()
    assert (row.contract, row.expiry, row.price) == (SHARE, NEVER, Decimal("13.10"))
    assert parse_price("UVXY", "0", CLOCK, TODAY) == Problem("price", "UVXY cannot stand at 0")
    for subject, price, words in (
        ("UVIX", "5", "'UVIX' is neither a contract such as SPXW 18DEC26 6300 P, nor a fund of this portfolio"),
        ("UVIX", "5", "(it has SVXY, UVXY)"),
        ("UVXY 18DEC26", "5", "UVXY is a fund: it has no expiry and no strike"),
        ("UVXY 18DEC26 10 C", "5", "UVXY is a fund: it has no expiry and no strike"),
    ):
        assert words in refusal(desk, entering_marks(desk, (subject, price)))


def test_a_file_marks_it_by_its_root() -> None:
    text = "what,name,date,time,value,source\nmark,UVXY,2026-11-20,15:25,13.10,broker\n"
    rows = parse_typed_file(text, "mine.csv")
    assert isinstance(rows, TypedRows), rows
    assert [(each.subject, each.price) for each in rows.marks] == [(SHARE, Decimal("13.10"))]
