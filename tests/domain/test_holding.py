"""A leg's position from its fills: laws of average cost, then examples worked by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.holding import Holding, Position, settlement_price
from alvh_desktop.domain.records import Fill, Leg, Settlement

PUT = Leg(1, 1, "SPXW", date(2026, 12, 18), Decimal(6300), "P")
CALL = Leg(1, 1, "VIX", date(2027, 1, 20), Decimal(25), "C")
FUTURE = Leg(1, 1, "VX", date(2026, 12, 16), None, None)
UNIT = Decimal("1e-8")
ZERO = Decimal(0)

legs = st.sampled_from([PUT, CALL, FUTURE])
quantities = st.integers(-50, 50).filter(bool)
prices = st.decimals("0", "60", places=2) | st.decimals("0", "60", places=8)
fees = st.decimals("0", "30", places=2) | st.decimals("0", "30", places=8)
marks = st.decimals("0", "80", places=3)


@st.composite
def fills_of(draw: st.DrawFn) -> tuple[Fill, ...]:
    """Up to eight fills, some at one moment, that buy, sell and cross zero."""
    rows = draw(st.lists(st.tuples(quantities, prices, fees, st.integers(0, 4)), max_size=8))
    return tuple(
        Fill(10 + place, 1, quantity, price, fee, CLOCK + timedelta(hours=hours), "own")
        for place, (quantity, price, fee, hours) in enumerate(sorted(rows, key=lambda row: row[3]))
    )


def holding(leg: Leg, fills: Sequence[Fill], settled_at: str | None = None, fee: str = "0") -> Holding:
    settlement = None
    if settled_at is not None:
        settlement = Settlement(99, 1, Decimal(settled_at), "value", Decimal(fee), CLOCK)
    return Holding(leg, PRODUCTS[leg.root], tuple(fills), settlement)


def fill(quantity: int, price: str, fee: str = "0", hours: int = 0, number: int = 10) -> Fill:
    return Fill(number, 1, quantity, Decimal(price), Decimal(fee), CLOCK + timedelta(hours=hours), "own")


def moved_by(leg: Leg, fills: Sequence[Fill]) -> Decimal:
    """Premiums and fees that changed hands: bought paid, sold received."""
    multiplier = PRODUCTS[leg.root].multiplier
    return -sum((f.quantity * f.price * multiplier + f.fee for f in fills), ZERO)


def realised_by_average_cost(leg: Leg, fills: Sequence[Fill]) -> Fraction:
    """Average cost told a second time, in fractions, without a rounding."""
    multiplier = Fraction(PRODUCTS[leg.root].multiplier)
    quantity, average, gained = 0, Fraction(0), Fraction(0)
    for f in fills:
        price = Fraction(f.price)
        gained -= Fraction(f.fee)
        step = 1 if f.quantity > 0 else -1
        for _ in range(abs(f.quantity)):
            if quantity * step >= 0:
                average = (average * abs(quantity) + price) / (abs(quantity) + 1)
            else:
                gained += (price - average) * -step * multiplier
            quantity += step
    return gained


# Laws


@given(legs, fills_of(), marks)
def test_profit_is_money_moved_and_market_value(leg: Leg, fills: tuple[Fill, ...], mark: Decimal) -> None:
    held = holding(leg, fills)
    position = held.position
    assert position.realised + held.unrealised(mark) == position.cash_flow + held.market_value(mark)


huge = st.tuples(
    st.integers(-100_000, 100_000).filter(bool),
    st.decimals("0", "99999.99999999", places=8),
    st.decimals("0", "999999999.99999999", places=8),
)


@given(legs, st.lists(huge, max_size=6), st.decimals("0", "99999.999999995", places=9))
def test_no_digit_is_lost_in_the_largest_orders_that_can_be_typed(
    leg: Leg, rows: list[tuple[int, Decimal, Decimal]], mark: Decimal
) -> None:
    fills = [Fill(n, 1, *row, CLOCK, "own") for n, row in enumerate(rows)]
    held = holding(leg, fills)
    exactly = sum(Fraction(q) * (Fraction(mark) - Fraction(p)) for q, p, _ in rows)
    exactly = exactly * Fraction(PRODUCTS[leg.root].multiplier) - sum(Fraction(fee) for _, _, fee in rows)
    assert Fraction(held.position.realised) + Fraction(held.unrealised(mark)) == exactly
    assert Fraction(held.position.cash_flow) + Fraction(held.market_value(mark)) == exactly


@given(legs, fills_of(), marks)
def test_profit_is_what_the_fills_say_whatever_was_realised(leg: Leg, fills: tuple[Fill, ...], mark: Decimal) -> None:
    held = holding(leg, fills)
    at_mark = held.position.quantity * mark * PRODUCTS[leg.root].multiplier
    assert held.position.realised + held.unrealised(mark) == moved_by(leg, fills) + at_mark


@given(fills_of())
def test_an_options_cash_flow_is_its_premiums_and_fees(fills: tuple[Fill, ...]) -> None:
    assert holding(PUT, fills).position.cash_flow == moved_by(PUT, fills)


@given(fills_of())
def test_a_futures_cash_flow_is_what_it_realised(fills: tuple[Fill, ...]) -> None:
    position = holding(FUTURE, fills).position
    assert position.cash_flow == position.realised


@given(legs, fills_of())
def test_realised_is_average_cost_to_a_unit_a_fill(leg: Leg, fills: tuple[Fill, ...]) -> None:
    gap = Fraction(holding(leg, fills).position.realised) - realised_by_average_cost(leg, fills)
    assert abs(gap) <= len(fills) * Fraction(UNIT)


@given(legs, fills_of())
def test_quantity_and_fees_are_plain_sums(leg: Leg, fills: tuple[Fill, ...]) -> None:
    position = holding(leg, fills).position
    assert position.quantity == sum(f.quantity for f in fills)
    assert position.fees == sum((f.fee for f in fills), ZERO)


@given(legs, fills_of(), st.data())
def test_splitting_a_fill_in_two_changes_nothing_but_a_unit(
    leg: Leg, fills: tuple[Fill, ...], data: st.DataObject
) -> None:
    divisible = [place for place, f in enumerate(fills) if abs(f.quantity) > 1]
    if not divisible:
        return
    place = data.draw(st.sampled_from(divisible))
    whole = fills[place]
    part = data.draw(st.integers(1, abs(whole.quantity) - 1)) * (1 if whole.quantity > 0 else -1)
    fee = data.draw(st.sampled_from([ZERO, whole.fee]))
    first = Fill(whole.id, 1, part, whole.price, fee, whole.moment, "own")
    second = Fill(whole.id, 1, whole.quantity - part, whole.price, whole.fee - fee, whole.moment, "own")
    one = holding(leg, fills).position
    two = holding(leg, (*fills[:place], first, second, *fills[place + 1 :])).position
    assert (one.quantity, one.fees) == (two.quantity, two.fees)
    assert abs(one.realised - two.realised) <= UNIT * (len(fills) + 1)
    assert abs(one.open_cost - two.open_cost) <= UNIT * (len(fills) + 1)
    assert one.realised - one.open_cost == two.realised - two.open_cost


@given(legs, st.lists(st.tuples(st.integers(1, 50), prices), min_size=1, max_size=4))
def test_order_of_fills_on_one_side_does_not_matter(leg: Leg, rows: list[tuple[int, Decimal]]) -> None:
    fills = [Fill(n, 1, quantity, price, ZERO, CLOCK, "own") for n, (quantity, price) in enumerate(rows)]
    assert len({holding(leg, order).position for order in permutations(fills)}) == 1


@given(legs, fills_of())
def test_what_closed_whole_leaves_no_cost(leg: Leg, fills: tuple[Fill, ...]) -> None:
    position = holding(leg, fills).position
    assert (position.quantity == 0) <= (position.open_cost == 0)


@given(legs, fills_of(), st.integers(0, 9000), fees)
def test_settling_is_closing_at_what_the_contract_pays(
    leg: Leg, fills: tuple[Fill, ...], value: int, fee: Decimal
) -> None:
    pays = settlement_price(leg, Decimal(value))
    settled = Holding(leg, PRODUCTS[leg.root], fills, Settlement(99, 1, Decimal(value), "value", fee, CLOCK))
    left = -sum(f.quantity for f in fills)
    closing = Fill(99, 1, left, pays, fee, CLOCK + timedelta(days=9), "own")
    assert settled.position == holding(leg, (*fills, closing)).position
    assert settled.position.quantity == 0


@given(st.integers(-100, 100).filter(bool), prices, prices, fees, fees)
def test_a_future_gains_exit_less_entry(
    quantity: int, entry: Decimal, exit_: Decimal, fee: Decimal, other: Decimal
) -> None:
    fills = [
        Fill(1, 1, quantity, entry, fee, CLOCK, "own"),
        Fill(2, 1, -quantity, exit_, other, CLOCK, "own"),
    ]
    for root, multiplier in (("VX", 1000), ("VXM", 100)):
        position = holding(Leg(1, 1, root, date(2026, 12, 16), None, None), fills).position
        gain = (exit_ - entry) * quantity * multiplier - fee - other
        assert position == Position(0, ZERO, gain, fee + other, gain)


@given(legs, fills_of())
def test_crossing_zero_is_closing_and_opening_anew(leg: Leg, fills: tuple[Fill, ...]) -> None:
    held = holding(leg, fills).position
    if held.quantity == 0:
        return
    over = Fill(90, 1, -3 * held.quantity, Decimal("4.20"), ZERO, CLOCK + timedelta(days=1), "own")
    out = Fill(90, 1, -held.quantity, Decimal("4.20"), ZERO, CLOCK + timedelta(days=1), "own")
    crossed = holding(leg, (*fills, over))
    assert crossed.position.realised == holding(leg, (*fills, out)).position.realised
    assert crossed.position.quantity == -2 * held.quantity
    assert crossed.average_price == Decimal("4.20")


@given(fills_of(), st.randoms(use_true_random=False))
def test_a_book_hangs_fills_by_moment_then_by_id(fills: tuple[Fill, ...], random: Random) -> None:
    ids = random.sample(range(10, 30), len(fills))
    fills = tuple(replace(f, id=number) for f, number in zip(fills, ids, strict=True))
    rows = [Row("products", "SPXW", None, PRODUCTS["SPXW"]), Row("legs", 1, None, PUT)]
    rows += [Row("fills", f.id, None, f) for f in fills]
    in_time = Book().after(rows).holdings[1].fills
    random.shuffle(rows)
    assert Book().after(rows).holdings[1].fills == in_time
    assert list(in_time) == sorted(fills, key=lambda f: (f.moment, f.id))


# Worked by hand


def test_a_short_put_bought_back_in_three_parts() -> None:
    fills = [
        fill(-10, "3.20", "6.50"),
        fill(+3, "1.00", "1.95", hours=1),
        fill(+3, "2.00", "1.95", hours=2),
        fill(+4, "4.00", "2.60", hours=3),
    ]
    sold, *_ = fills
    assert holding(PUT, [sold]).position == Position(
        -10, Decimal(-3200), Decimal("-6.50"), Decimal("6.50"), Decimal("3193.50")
    )
    # (3.20 - 1.00) * 3 * 100 = 660 of gain less 6.50 and 1.95 of fees
    assert holding(PUT, fills[:2]).position.realised == Decimal("651.55")
    assert holding(PUT, fills).position == Position(0, ZERO, Decimal("687.00"), Decimal("13.00"), Decimal("687.00"))


def test_thirds_are_rounded_once_and_the_rest_stays_in_the_position() -> None:
    # 1.01 and 1.00 and 1.00 average to 1.00333...
    fills = [fill(1, "1.01"), fill(1, "1.00", number=11), fill(1, "1.00", number=12), fill(-1, "2", hours=1)]
    held = holding(PUT, fills)
    assert held.position.realised == Decimal("99.66666667")
    assert held.position.open_cost == Decimal("200.66666667")
    assert held.average_price == Decimal("1.00333333")
    assert holding(PUT, [*fills, fill(-2, "2", hours=2)]).position.realised == Decimal(299)


def test_from_long_over_zero_to_short() -> None:
    held = holding(CALL, [fill(4, "2.10"), fill(-6, "3.00", "3.00", hours=1)])
    # the four gain 0.90 each, the two more are short at 3.00
    assert held.position == Position(-2, Decimal(-600), Decimal("357.00"), Decimal("3.00"), Decimal("957.00"))
    assert held.average_price == 3
    assert held.unrealised(Decimal("2.50")) == 100
    assert held.market_value(Decimal("2.50")) == -500


def test_a_future_is_worth_its_open_variation() -> None:
    held = holding(FUTURE, [fill(-2, "19.80", "4.00")])
    assert held.position == Position(-2, Decimal(-39600), Decimal("-4.00"), Decimal("4.00"), Decimal("-4.00"))
    assert held.market_value(Decimal("21.05")) == Decimal(-2500)
    assert held.unrealised(Decimal("21.05")) == Decimal(-2500)


def test_nothing_open_has_no_average_price() -> None:
    assert holding(PUT, []).average_price is None
    assert holding(PUT, [fill(1, "2"), fill(-1, "3", hours=1)]).average_price is None


@pytest.mark.parametrize(
    ("leg", "value", "pays"),
    [
        (PUT, "6250.11", "49.89"),
        (PUT, "6300", "0"),
        (PUT, "6400", "0"),
        (CALL, "27.31", "2.31"),
        (CALL, "25", "0"),
        (CALL, "12.5", "0"),
        (FUTURE, "27.31", "27.31"),
    ],
)
def test_what_a_contract_pays_at_its_official_value(leg: Leg, value: str, pays: str) -> None:
    assert settlement_price(leg, Decimal(value)) == Decimal(pays)


def test_a_settled_condor_leg_keeps_its_fee_apart() -> None:
    held = holding(PUT, [fill(-10, "3.20", "6.50")], settled_at="6289.96", fee="1.00")
    # 10.04 points of intrinsic value against 3.20 received, 10 contracts of $100
    assert held.position == Position(0, ZERO, Decimal("-6847.50"), Decimal("7.50"), Decimal("-6847.50"))


def test_a_package_price_is_known_as_one() -> None:
    package = Fill(1, 1, -1, Decimal("3.20"), ZERO, CLOCK, "package")
    assert holding(PUT, [package]).has_package_price
    assert not holding(PUT, [fill(-1, "3.20")]).has_package_price
