"""Entering orders: what closes, what opens, and what the booked rows say about it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import (
    CLOCK,
    IRA,
    PRODUCTS,
    done,
    enter,
    entering,
    founded_desk,
    held,
    moment,
    order_of,
    quantities,
    refusal,
)

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import rows_between
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.domain.orders import price_legs
from alvh_desktop.domain.records import TABLES

CONDOR = "SPXW 18DEC26 6300/6350P 7150/7200C"
NEIGHBOUR = "SPXW 18DEC26 6250/6300P 7200/7250C"
LINES = (
    f"{{:+d}} {CONDOR} @3.20 fee 0.65/ct",
    "{:+d} SPXW 18DEC26 6300/6350P @1.00 fee 7.77 total",
    "{:+d} SPXW 18DEC26 6350P @2.40",
    f"{{:+d}} {NEIGHBOUR} @3.20",
    "{:+d} VIX 20JAN27 25C @2.10 fee 1/ct",
    "{:+d} VIX 20JAN27/17FEB27 25C @0.50",
    "{:+d} VX 16DEC26 @19.8",
)

lines = st.builds(str.format, st.sampled_from(LINES), st.integers(-6, 6).filter(bool))


def shapes(desk: Desk) -> list[tuple[str, list[int]]]:
    """Structure and leg quantities of every trade, oldest first."""
    book = desk.book
    return [(t.structure, [h.position.quantity for h in book.holdings_by_trade[t.id]]) for t in book.trades.values()]


# Laws


@given(st.lists(lines, max_size=5), lines)
def test_applying_twice_gives_the_same_change(before: list[str], line: str) -> None:
    desk = founded_desk()
    for earlier in before:
        enter(desk, earlier)
    edit, book = entering(line, desk.next_id), desk.book
    first, second = edit.apply(book), edit.apply(book)
    assert first == second
    assert isinstance(first, Change)
    assert frozenset(first.rows) == rows_between(book, first.book, TABLES)
    assert book == desk.book


@given(st.lists(lines, max_size=5), lines)
def test_new_rows_take_ids_in_order_from_the_first_one_on(before: list[str], line: str) -> None:
    desk = founded_desk()
    for earlier in before:
        enter(desk, earlier)
    first_id = desk.next_id
    ids = sorted(row.id for row in enter(desk, line).rows)
    assert ids == list(range(first_id, first_id + len(ids)))
    assert desk.next_id == first_id + len(ids)


@given(st.lists(lines, max_size=6), lines)
def test_an_order_moves_contracts_money_and_fees_exactly(before: list[str], line: str) -> None:
    desk = founded_desk()
    for earlier in before:
        enter(desk, earlier)
    order = order_of(line)
    legs = price_legs(order, {})
    expected, fees = quantities(desk.book), sum(f.fee for f in desk.book.fills.values())
    paid = sum(f.quantity * f.price for f in desk.book.fills.values())
    change = enter(desk, line)
    fills = [row.after for row in change.rows if row.table == "fills"]
    for leg in legs:
        booked = [f for f in fills if desk.book.legs[f.leg_id].contract == leg.contract]
        assert sum(f.quantity for f in booked) == leg.quantity
        assert sum(f.fee for f in booked) == leg.fee
        assert {f.price for f in booked} == {leg.price}
    assert sum(f.fee for f in desk.book.fills.values()) == fees + sum(leg.fee for leg in legs)
    assert sum(f.quantity * f.price for f in desk.book.fills.values()) == paid + abs(order.quantity) * order.net
    assert sum(expected.values()) + sum(leg.quantity for leg in legs) == sum(quantities(desk.book).values())


@given(st.lists(lines, max_size=6), lines)
def test_no_order_of_several_legs_takes_the_wing_from_a_short_it_leaves_open(before: list[str], line: str) -> None:
    """Unless the order, too, closes all it names: then the trader meant it."""
    desk = founded_desk()
    for earlier in before:
        enter(desk, earlier)
    order = order_of(line)
    book = desk.book
    meets = [
        any(
            h.leg.contract == leg.contract and h.position.quantity * order.quantity * leg.side < 0
            for h in book.holdings.values()
        )
        for leg in order.legs
    ]
    change = enter(desk, line)
    if not all(meets) and order.structure != "calendar":
        legs_made = [row for row in change.rows if row.table == "legs"]
        assert len(legs_made) == len(order.legs)


# What closes and what opens


def test_a_condor_opens_as_one_trade_in_a_campaign_of_its_own() -> None:
    desk = founded_desk()
    change = enter(desk, f"-10 {CONDOR} @3.20 fee 0.65/ct")
    assert change.label == "Sell 10 SPXW 18DEC26 6300/6350/7150/7200 iron condor"
    (trade,) = desk.book.trades.values()
    (campaign,) = desk.book.campaigns.values()
    assert (trade.structure, trade.sleeve, trade.layer_id, trade.opened_at) == ("condor", "core", None, CLOCK)
    assert (campaign.name, campaign.sleeve) == ("SPXW 18DEC26 condor", "core")
    assert shapes(desk) == [("condor", [10, -10, -10, 10])]


def test_the_opposite_line_closes_it() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {CONDOR} @3.20")
    change = enter(desk, f"+10 {CONDOR} @1.10")
    assert change.label.endswith("iron condor (closing)")
    assert shapes(desk) == [("condor", [0, 0, 0, 0])]
    assert sum(h.position.realised for h in desk.book.holdings.values()) == Decimal(2100)


def test_part_of_it_can_be_closed() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {CONDOR} @3.20")
    enter(desk, f"+3 {CONDOR} @1.10")
    enter(desk, "+7 SPXW 18DEC26 7150/7200C @0.30")
    assert shapes(desk) == [("condor", [7, -7, 0, 0])]


def test_what_closes_too_much_opens_the_rest() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {CONDOR} @3.20")
    change = enter(desk, f"+15 {CONDOR} @1.10 fee 0.65/ct")
    assert change.label.endswith("(closing and opening)")
    assert shapes(desk) == [("condor", [0, 0, 0, 0]), ("condor", [-5, 5, 5, -5])]
    assert {f.fee for f in desk.book.fills.values() if f.moment == CLOCK and f.fee} == {
        Decimal("6.50"),
        Decimal("3.25"),
    }


def test_a_whole_condor_closes_across_trades_and_leaves_the_vertical_alone() -> None:
    desk = founded_desk()
    enter(desk, "-5 SPXW 18DEC26 6300/6350P @1.00")
    enter(desk, f"-5 {CONDOR} @3.20")
    enter(desk, f"-5 {CONDOR} @3.10")
    enter(desk, f"+10 {CONDOR} @1.10")
    assert shapes(desk) == [("vertical", [5, -5]), ("condor", [0] * 4), ("condor", [0] * 4)]


def test_a_vertical_closes_the_vertical_before_a_side_of_a_condor() -> None:
    desk = founded_desk()
    enter(desk, f"-5 {CONDOR} @3.20")
    enter(desk, "-5 SPXW 18DEC26 6300/6350P @1.00")
    enter(desk, "+5 SPXW 18DEC26 6300/6350P @0.40")
    assert shapes(desk) == [("condor", [5, -5, -5, 5]), ("vertical", [0, 0])]


def test_the_trade_with_room_for_all_of_it_comes_first_then_the_oldest() -> None:
    desk = founded_desk()
    enter(desk, f"-3 {CONDOR} @3.20")
    enter(desk, f"-10 {CONDOR} @3.10")
    enter(desk, f"+10 {CONDOR} @1.10")
    assert shapes(desk) == [("condor", [3, -3, -3, 3]), ("condor", [0] * 4)]
    enter(desk, f"-10 {CONDOR} @3.10")
    enter(desk, f"+2 {CONDOR} @1.10")
    assert shapes(desk)[0] == ("condor", [1, -1, -1, 1])


def test_what_is_entered_late_closes_what_was_held_when_it_filled() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 17C @2.00 at 2026-11-18T10:00")
    enter(desk, "+4 VIX 16DEC26 17C @5.00 at 2026-11-10T10:00")
    enter(desk, "-4 VIX 16DEC26 17C @3.00 at 2026-11-12T10:00")
    newer, older = desk.book.holdings.values()
    assert [each.position.quantity for each in (newer, older)] == [4, 0]
    assert older.position.realised == (3 - 5) * 4 * 100
    enter(desk, "+4 VIX 16DEC26 17C @5.00 at 2026-11-17T10:00")
    enter(desk, "-4 VIX 16DEC26 17C @3.00")
    assert [each.position.quantity for each in desk.book.holdings.values()] == [4, 0, 0], "the one opened first"


def test_of_two_orders_entered_the_wrong_way_round_the_later_one_is_the_close() -> None:
    desk = founded_desk()
    enter(desk, "+1 SPXW 18DEC26 6350P @2.00 at 2026-11-19T15:00")
    enter(desk, "-1 SPXW 18DEC26 6350P @3.00 at 2026-11-19T11:00")
    (put,) = desk.book.holdings.values()
    assert (put.position.quantity, put.position.realised) == (0, 100)


def test_a_new_condor_that_shares_strikes_with_an_old_one_takes_no_wing_from_it() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {CONDOR} @3.20")
    change = enter(desk, f"-10 {NEIGHBOUR} @2.60")
    assert "closing" not in change.label
    assert shapes(desk) == [("condor", [10, -10, -10, 10])] * 2


def test_a_single_leg_closes_one_leg_of_a_condor() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {CONDOR} @3.20")
    enter(desk, "+4 SPXW 18DEC26 6350P @2.00")
    assert shapes(desk) == [("condor", [10, -6, -10, 10])]


def test_what_is_left_of_a_condor_is_called_what_it_is() -> None:
    desk = founded_desk()
    enter(desk, "-10 SPXW 18DEC26 6300/6350P @1.00")
    enter(desk, "-4 SPXW 18DEC26 7150/7200C @1.00")
    enter(desk, f"+10 {CONDOR} @1.10")
    assert shapes(desk)[-1] == ("vertical", [6, -6])


def test_three_legs_left_of_a_condor_are_a_combination() -> None:
    desk = founded_desk()
    for line in ("+10 {}6300P", "-10 {}6350P", "-9 {}7150C", "+10 {}7200C"):
        enter(desk, line.format("SPXW 18DEC26 ") + " @2.00")
    enter(desk, f"+10 {CONDOR} @1.10")
    assert shapes(desk)[-1] == ("single", [1])
    desk = founded_desk()
    for line in ("+9 {}6300P", "-9 {}6350P", "-9 {}7150C", "+10 {}7200C"):
        enter(desk, line.format("SPXW 18DEC26 ") + " @2.00")
    enter(desk, f"+10 {CONDOR} @1.10")
    assert shapes(desk)[-1] == ("combination", [-1, 1, 1])


def test_accounts_do_not_close_each_other() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {CONDOR} @3.20")
    enter(desk, f"+10 {CONDOR} @1.10 in {IRA.upper()}")
    assert shapes(desk) == [("condor", [10, -10, -10, 10]), ("condor", [-10, 10, 10, -10])]
    assert [t.account_id for t in desk.book.trades.values()] == [2, 90]


def test_an_order_without_an_account_goes_to_the_first_one() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {CONDOR} @3.20 in {IRA}")
    enter(desk, f"+10 {CONDOR} @1.10")
    assert [t.account_id for t in desk.book.trades.values()] == [90, 2]


def test_fees_of_a_split_leg_add_up_to_the_cent_typed() -> None:
    desk = founded_desk()
    enter(desk, "-3 SPXW 18DEC26 6350P @2.00")
    enter(desk, "-3 SPXW 18DEC26 6350P @2.00")
    change = enter(desk, "+7 SPXW 18DEC26 6350P @1.00 fee 1.00 total")
    assert [row.after.fee for row in change.rows if row.table == "fills"] == [
        Decimal("0.42"),
        Decimal("0.43"),
        Decimal("0.15"),
    ]


# The hedge ladder


def test_hedges_share_one_ladder_and_stand_in_their_layers() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10")
    enter(desk, "+4 VIX 17FEB27 25C @2.10")
    enter(desk, "+2 VIX 16JUN27 25C @3.10")
    roles = {layer.id: layer.role for layer in desk.book.layers.values()}
    assert [roles[t.layer_id] for t in desk.book.trades.values()] == ["short", "medium", "long"]
    assert [c.name for c in desk.book.campaigns.values()] == ["Hedge ladder"]
    assert {t.sleeve for t in desk.book.trades.values()} == {"alvh"}


def test_each_account_has_a_ladder_of_its_own() -> None:
    desk = founded_desk()
    for account in ("Main", IRA, "Main", IRA):
        enter(desk, f"+4 VIX 16DEC26 25C @1.10 in {account}")
    assert [c.account_id for c in desk.book.campaigns.values()] == [2, 90]
    campaigns = [t.campaign_id for t in desk.book.trades.values()]
    assert campaigns[0] == campaigns[2] != campaigns[1] == campaigns[3]


def test_a_ladder_of_14_49_and_112_days_is_short_medium_and_long() -> None:
    desk = founded_desk(now=moment("2016-06-01 15:45"))
    for line in ("+4 VIX 15JUN16 20C @0.5", "+4 VIX 20JUL16 20C @1.4", "+2 VIX 21SEP16 20C @2.5"):
        enter(desk, line)
    roles = {layer.id: layer.role for layer in desk.book.layers.values()}
    assert [roles[t.layer_id] for t in desk.book.trades.values()] == ["short", "medium", "long"]


def test_calls_nearer_than_those_of_their_layer_go_to_the_empty_one_before_it() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 17FEB27 25C @2.10")
    enter(desk, "+4 VIX 20JAN27 25C @1.80")
    roles = {layer.id: layer.role for layer in desk.book.layers.values()}
    assert [roles[t.layer_id] for t in desk.book.trades.values()] == ["medium", "short"]


def test_calls_of_a_date_that_a_layer_holds_join_it() -> None:
    desk = founded_desk()
    for strike in (25, 27):
        enter(desk, f"+4 VIX 20JAN27 {strike}C @1.80")
    assert len({t.layer_id for t in desk.book.trades.values()}) == 1


def test_a_role_that_is_said_decides() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10", role="long")
    roles = {layer.id: layer.role for layer in desk.book.layers.values()}
    assert [roles[t.layer_id] for t in desk.book.trades.values()] == ["long"]


@pytest.mark.parametrize("line", ["-4 VIX 16DEC26 25C @1.10", "+4 VIX 16DEC26 15P @1.10", "-2 VX 16DEC26 @19.8"])
def test_only_bought_vix_calls_stand_in_a_layer(line: str) -> None:
    desk = founded_desk()
    enter(desk, line)
    (trade,) = desk.book.trades.values()
    assert (trade.sleeve, trade.layer_id) == ("alvh", None)


def test_a_vix_call_spread_stands_in_the_layer_of_its_long_call() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25/35C @0.80")
    (trade,) = desk.book.trades.values()
    assert desk.book.layers[trade.layer_id].role == "short"


def test_a_calendar_that_closes_the_near_leg_rolls_it_in_campaign_and_layer() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10")
    (first,) = desk.book.trades.values()
    enter(desk, "+4 VIX 16DEC26/20JAN27 25C @0.90 fee 1/ct")
    rolled = desk.book.trades[max(desk.book.trades)]
    assert rolled.rolled_from == first.id
    assert (rolled.campaign_id, rolled.layer_id, rolled.structure) == (first.campaign_id, first.layer_id, "single")
    assert quantities(desk.book) == {"VIX 20JAN27 25C": 4}


def test_a_calendar_that_closes_more_than_the_near_leg_holds_is_no_roll() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10")
    enter(desk, "+6 VIX 16DEC26/20JAN27 25C @0.90")
    new = desk.book.trades[max(desk.book.trades)]
    assert (new.rolled_from, new.structure) == (None, "calendar")
    assert quantities(desk.book) == {"VIX 16DEC26 25C": -2, "VIX 20JAN27 25C": 6}


def test_a_rolled_trade_may_be_said_into_another_layer() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10")
    enter(desk, "+4 VIX 16DEC26/17FEB27 25C @0.90", role="medium")
    assert desk.book.layers[desk.book.trades[max(desk.book.trades)].layer_id].role == "medium"


def test_a_trade_taken_out_of_its_layer_frees_it() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10")
    first = max(desk.book.trades)
    enter(desk, "+4 VIXW 30DEC26 25C @1.10")
    assert desk.book.layers[desk.book.trades[max(desk.book.trades)].layer_id].role == "medium"
    desk.undo()
    done(desk, AssignLayer(first, None))
    enter(desk, "+4 VIXW 30DEC26 25C @1.10")
    assert desk.book.layers[desk.book.trades[max(desk.book.trades)].layer_id].role == "short"


# What is refused


def stopped(name: str, when: str) -> str:
    return f"at: {name} stopped trading at {when}: say when the order filled with 'at' and the time"


REFUSED = [
    (
        f"-1 {CONDOR} @3.20 at 2026-11-20T15:31",
        "at: 2026-11-20 15:31 New York lies in the future; it is 2026-11-20 15:30 New York",
    ),
    (
        "-1 SPXW 19NOV26 6350P @3.20",
        stopped("SPXW 19NOV26 6350 P", "2026-11-19 16:00 New York"),
    ),
    (
        "-1 SPXW 19NOV26 6350P @3.20 at 2026-11-19T16:01",
        stopped("SPXW 19NOV26 6350 P", "2026-11-19 16:00 New York"),
    ),
    (
        # the monthly stops the day before it settles
        "-1 SPX 20NOV26 6350P @3.20 at 2026-11-20T09:00",
        stopped("SPX 20NOV26 6350 P", "2026-11-19 16:15 New York"),
    ),
    (
        "-1 VX 18NOV26 @19.80 at 2026-11-18T09:01",
        stopped("VX 18NOV26 (X6)", "2026-11-18 09:00 New York"),
    ),
    (
        f"-1 {CONDOR} @3.20 in Elsewhere",
        "in: there is no account 'Elsewhere'; this portfolio has 'Main', 'IRA account'",
    ),
]


@pytest.mark.parametrize(("line", "sentence"), REFUSED)
def test_refusals(line: str, sentence: str) -> None:
    desk = founded_desk()
    order = order_of(line)
    legs = price_legs(order, {})
    assert refusal(desk, EnterOrder(order, legs, CLOCK, desk.next_id)) == sentence


def test_the_last_moment_of_trading_is_one_of_trading() -> None:
    desk = founded_desk()
    enter(desk, "-1 SPXW 19NOV26 6350P @3.20 at 2026-11-19T16:00")
    enter(desk, "-1 VX 18NOV26 @19.80 at 2026-11-18T09:00")
    assert held(desk.book, "VX 18NOV26").position.quantity == -1


def test_fills_of_the_past_hang_before_later_ones() -> None:
    desk = founded_desk()
    enter(desk, "-3 SPXW 18DEC26 6350P @3.00 at 2026-11-19T11:00")
    enter(desk, "-1 SPXW 18DEC26 6300P @3.00 at 2026-11-19T11:00")
    enter(desk, "+1 SPXW 18DEC26 6350P @2.00 at 2026-11-19T15:00")
    enter(desk, "+1 SPXW 18DEC26 6350P @1.00 at 2026-11-19T14:00")
    put = held(desk.book, "SPXW 18DEC26 6350P")
    assert [f.price for f in put.fills] == [3, 1, 2]
    assert put.position.quantity == -1
    assert put.leg.contract.root in PRODUCTS
