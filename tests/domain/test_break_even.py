"""Break-evens against a plain scan of every settlement value, then the ones a trader knows by heart."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, enter, founded_desk

from alvh_desktop.domain.break_even import break_evens, settlement_profit
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.records import Fill, Leg

EXPIRY = date(2026, 12, 18)
STEP = Decimal("0.25")

rows = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from("CP"), st.integers(-3, 3).filter(bool), st.integers(0, 24)),
    min_size=1,
    max_size=6,
)


def held(strike: Decimal | None, right: str | None, quantity: int, price: Decimal, root: str = "SPXW") -> Holding:
    leg = Leg(1, 1, root, EXPIRY, strike, right)  # type: ignore[arg-type]  # drawn from "CP"
    return Holding(leg, PRODUCTS[root], (Fill(1, 1, quantity, price, Decimal(0), CLOCK, "own"),))


def holdings_of(drawn: list[tuple[int, str, int, int]]) -> tuple[list[Holding], Decimal]:
    """Legs on whole strikes with prices in quarters, so that zeros of small books lie on rational places."""
    holdings = [held(Decimal(k), right, quantity, price * STEP) for k, right, quantity, price in drawn]
    return holdings, sum((h.position.cash_flow for h in holdings), Decimal(0))


@given(rows)
def test_every_break_even_is_a_zero_and_ascends(drawn: list[tuple[int, str, int, int]]) -> None:
    holdings, cash = holdings_of(drawn)
    zeros = break_evens(holdings, cash)
    assert list(zeros) == sorted(set(zeros))
    for zero in zeros:
        # a break-even is rounded to 1e-8 of a point, and at most 18 contracts change by $100 a point
        assert abs(settlement_profit(holdings, cash, zero)) <= Decimal("1e-8") * 18 * 100
        assert zero >= 0


@given(rows)
def test_a_scan_finds_no_change_of_sign_that_break_evens_miss(drawn: list[tuple[int, str, int, int]]) -> None:
    holdings, cash = holdings_of(drawn)
    zeros = break_evens(holdings, cash)
    places = [STEP * n for n in range(4 * 120)]
    profits = [settlement_profit(holdings, cash, place) for place in places]
    for low, high, before, after in zip(places, places[1:], profits, profits[1:], strict=False):
        if before * after < 0:
            assert any(low < zero < high for zero in zeros), f"sign changes between {low} and {high}"


@given(rows)
def test_an_exact_zero_where_the_line_bends_is_found(drawn: list[tuple[int, str, int, int]]) -> None:
    holdings, cash = holdings_of(drawn)
    strike = Decimal(drawn[0][0])
    cash -= settlement_profit(holdings, cash, strike)
    around = [settlement_profit(holdings, cash, strike + side) for side in (Decimal(-1), Decimal(1))]
    if any(around):
        assert strike in break_evens(holdings, cash)


@given(rows, st.integers(2, 7))
def test_a_book_of_n_times_the_size_breaks_even_where_one_does(
    drawn: list[tuple[int, str, int, int]], times: int
) -> None:
    holdings, cash = holdings_of(drawn)
    larger, _ = holdings_of([(k, right, quantity * times, price) for k, right, quantity, price in drawn])
    assert break_evens(larger, cash * times) == break_evens(holdings, cash)


@pytest.mark.parametrize(
    ("line", "zeros"),
    [
        # short strike less credit, short strike plus credit
        ("-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20", ("6346.80", "7153.20")),
        # the fee of 10 x 4 x 0.65 = 26.00 is 0.026 of a point
        ("-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct", ("6346.826", "7153.174")),
        ("-1 SPXW 18DEC26 6300/6350P @4", ("6346",)),
        ("+1 SPXW 18DEC26 6300/6350P @4", ("6346",)),
        ("+1 SPXW 18DEC26 7150/7200C @4", ("7154",)),
        ("-3 SPXW 18DEC26 6300P @12.5", ("6287.5",)),
        ("-2 SPXW 18DEC26 6300/6350P 6350/6400C @45", ("6305", "6395")),
        # unequal wings: 25 below, 100 above
        ("-1 SPXW 18DEC26 6325/6350P 7150/7250C @30", ("7180",)),
        ("-5 XSP 18DEC26 630/635P 715/720C @0.32", ("634.68", "715.32")),
        ("-2 VX 16DEC26 @19.80", ("19.8",)),
        ("+4 VIX 16DEC26 20C @2.10 fee 1.00/ct", ("22.11",)),
        # more credit than the wings are wide never loses, and no premium at all never starts to gain
        ("-1 SPXW 18DEC26 6300/6350P 7150/7200C @51", ()),
    ],
)
def test_break_evens_of_the_usual_structures(line: str, zeros: tuple[str, ...]) -> None:
    desk = founded_desk()
    enter(desk, line)
    holdings = list(desk.book.holdings.values())
    cash = sum((h.position.cash_flow for h in holdings), Decimal(0))
    assert break_evens(holdings, cash) == tuple(Decimal(zero) for zero in zeros)


def test_a_campaign_that_was_half_closed_counts_the_money_of_both_halves() -> None:
    desk = founded_desk()
    enter(desk, "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20")
    enter(desk, "+4 SPXW 18DEC26 6300/6350P 7150/7200C @1.00")
    holdings = list(desk.book.holdings.values())
    cash = sum((h.position.cash_flow for h in holdings), Decimal(0))
    # (10 x 3.20 - 4 x 1.00) / 6 = 4.66666667 a condor
    assert break_evens(holdings, cash) == (Decimal("6345.33333333"), Decimal("7154.66666667"))


def test_legs_that_settle_apart_have_no_common_break_even() -> None:
    desk = founded_desk()
    enter(desk, "+1 SPXW 18DEC26/15JAN27 6350P @20")
    enter(desk, "-1 SPX 18DEC26 6300P @20")
    holdings = list(desk.book.holdings.values())
    assert break_evens(holdings, Decimal(0)) == ()
    assert break_evens(holdings[::2], Decimal(0)) == ()


def test_nothing_open_has_none() -> None:
    assert break_evens([], Decimal(-100)) == ()
