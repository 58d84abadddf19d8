"""P/L over SPX: today through the book's own P/L, at settlement to the cent at every kink and beyond the wings."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, done, enter, founded_desk, moment
from support.made_markets import RATE, Quotes, chain, future, market

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.break_even import break_evens, settlement_profit
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff, payoff_of
from alvh_desktop.pricing.spot import spx_spot
from alvh_desktop.pricing.valuation import value_legs

DECEMBER, JANUARY = date(2026, 12, 18), date(2027, 1, 15)
STRIKES = (6200, 6300, 6325, 6350, 6500, 6600, 6650, 6700, 6750, 6800, 7000, 7150, 7200, 7250)
CONDOR = "SPXW 18DEC26 6300/6350P 7150/7200C"


def skewed(strike: float) -> float:
    return 0.16 - 0.00006 * (strike - 6700)


QUOTES: Quotes = {
    **chain("SPXW", DECEMBER, 6715.0, STRIKES, skewed),
    **chain("SPXW", JANUARY, 6733.0, STRIKES, skewed),
    **chain("SPX", DECEMBER, 6713.0, STRIKES, skewed),
    **chain("XSP", DECEMBER, 671.5, [k / 10 for k in STRIKES], lambda k: skewed(10 * k), half_spread="0.01"),
    **future(date(2026, 12, 16), "18.05"),
}


def desk_with(*lines: str) -> Desk:
    desk = founded_desk()
    for line in lines:
        enter(desk, line)
    return desk


def seen(quotes: Mapping = QUOTES, spx: str | None = "6690") -> Market:
    return market(quotes, spx=spx)


def painted(desk: Desk, at_market: Market | None = None) -> Picture:
    return paint(Inputs(desk.book, at_market or seen()))


def curves(desk: Desk, at_market: Market | None = None) -> Payoff:
    payoff = painted(desk, at_market).payoff
    assert isinstance(payoff, Payoff), payoff
    return payoff


def at(payoff: Payoff, spots: object, values: np.ndarray) -> np.ndarray:
    """The curve at spots that are points of its own."""
    places = np.searchsorted(payoff.spots, spots)
    assert np.all(payoff.spots[places] == spots)
    return values[places]


# To the cent


@pytest.mark.parametrize("quantity", [1, 10, 37])
@pytest.mark.parametrize("fee", ["", "fee 0.65/ct", "fee 17.03 total"])
def test_beyond_both_wings_a_condor_loses_width_less_credit_and_fees(quantity: int, fee: str) -> None:
    payoff = curves(desk_with(f"-{quantity} {CONDOR} @3.20 {fee}"))
    fees = {"": 0.0, "fee 0.65/ct": 0.65 * 4 * quantity, "fee 17.03 total": 17.03}[fee]
    loss = -(50 - 3.20) * 100 * quantity - fees
    for side in (payoff.spots <= 6300, payoff.spots >= 7200):
        assert side.sum() > 10
        assert payoff.settlement_usd[side] == pytest.approx(loss, abs=0.005)
    between = (payoff.spots >= 6350) & (payoff.spots <= 7150)
    assert payoff.settlement_usd[between] == pytest.approx(3.20 * 100 * quantity - fees, abs=0.005)


def test_unequal_wings_lose_each_its_own_width() -> None:
    payoff = curves(desk_with("-2 SPXW 18DEC26 6325/6350P 7150/7250C @4.10 fee 0.65/ct"))
    assert payoff.settlement_usd[payoff.spots <= 6325] == pytest.approx(-(25 - 4.10) * 200 - 5.20, abs=0.005)
    assert payoff.settlement_usd[payoff.spots >= 7250] == pytest.approx(-(100 - 4.10) * 200 - 5.20, abs=0.005)


LINES = (
    f"-3 {CONDOR} @3.20 fee 0.65/ct",
    "+2 SPXW 18DEC26 6500/6600P @11",
    "-1 SPXW 18DEC26 6325/6350P 7150/7250C @4.10",
    "+1 SPXW 18DEC26 6700C @90.5",
)
books = st.lists(st.sampled_from(LINES), min_size=1, max_size=4)


@given(books)
def test_at_settlement_the_curve_is_the_exact_profit(lines: list[str]) -> None:
    desk = desk_with(*lines)
    holdings = list(desk.book.holdings.values())
    cash = sum((h.position.cash_flow for h in holdings), Decimal(0))
    answer = painted(desk).payoff
    if isinstance(answer, Problem):
        return
    exact = [float(settlement_profit(holdings, cash, Decimal(repr(float(spot))))) for spot in answer.spots[::23]]
    assert answer.settlement_usd[::23] == pytest.approx(exact, abs=0.005)
    inside = [float(z) for z in break_evens(holdings, cash) if answer.spots[0] < z < answer.spots[-1]]
    assert answer.break_evens == pytest.approx(inside, abs=1e-6)


@given(books)
def test_today_the_curve_runs_through_the_profit_of_the_book(lines: list[str]) -> None:
    picture = painted(desk_with(*lines))
    if isinstance(picture.payoff, Problem):
        return
    here = at(picture.payoff, [picture.spot.value], picture.payoff.today_usd)
    assert here[0] == pytest.approx(float(picture.total.profit), abs=0.005)


def test_so_it_does_with_three_roots_two_dates_and_a_closed_part() -> None:
    desk = desk_with(
        f"-10 {CONDOR} @3.20 fee 0.65/ct",
        f"+4 {CONDOR} @1.00 fee 0.65/ct",
        "+3 SPXW 18DEC26/15JAN27 6500P @20",
        "-2 SPX 18DEC26 6300/6350P @3",
        "-5 XSP 18DEC26 630/635P 715/720C @0.31 fee 0.05/ct",
    )
    picture = painted(desk)
    assert isinstance(picture.payoff, Payoff)
    here = at(picture.payoff, [6690.0], picture.payoff.today_usd)
    assert here[0] == pytest.approx(float(picture.total.profit), abs=0.005)
    assert picture.payoff.settles_at == moment("2026-12-18 09:30")
    assert picture.payoff.problems == ()


def test_ten_xsp_condors_are_one_spx_condor() -> None:
    large = curves(desk_with(f"-1 {CONDOR} @3.20"))
    small = curves(desk_with("-10 XSP 18DEC26 630/635P 715/720C @0.32"))
    assert small.strikes == large.strikes == (6300.0, 6350.0, 7150.0, 7200.0)
    assert small.settlement_usd == pytest.approx(large.settlement_usd, abs=0.005)
    assert small.break_evens == pytest.approx((6346.8, 7153.2))
    # the quotes of a tenth are a tenth as fine
    assert small.today_usd == pytest.approx(large.today_usd, abs=25)


def test_strikes_and_spot_are_points_of_the_curve() -> None:
    payoff = curves(desk_with(f"-1 {CONDOR} @3.20"))
    for value in (6300.0, 6350.0, 7150.0, 7200.0, 6690.0):
        assert value in payoff.spots
    assert np.all(np.diff(payoff.spots) > 0)
    assert payoff.spots.shape == payoff.today_usd.shape == payoff.settlement_usd.shape


def test_a_later_leg_keeps_its_time_value_at_the_nearest_settlement() -> None:
    payoff = curves(desk_with("+1 SPXW 18DEC26/15JAN27 6700P @20"))
    assert payoff.settles_at == moment("2026-12-18 16:00")
    peak = payoff.spots[np.argmax(payoff.settlement_usd)]
    # the far put is worth most over its short twin where spot is at the strike
    assert abs(peak - 6700) < 15
    assert payoff.settlement_usd.max() > 0
    assert np.all(payoff.settlement_usd >= -2000 - 1100)


def test_a_later_leg_by_hand() -> None:
    """At the near settlement the far put has 28 days left, its volatility, and a forward moved with spot."""
    picture = painted(desk_with("+1 SPXW 18DEC26/15JAN27 6700P @20"))
    payoff = picture.payoff
    assert isinstance(payoff, Payoff)
    far = next(value for value in picture.values.values() if value.settles_at > payoff.settles_at)
    left = (far.settles_at - payoff.settles_at).total_seconds() / (365 * 86400)
    rate = -np.log(far.forward.discount) / far.forward.years
    forwards = far.forward.value * payoff.spots / 6690.0
    worth = black76.price(forwards, 6700.0, np.exp(-rate * left), left, far.iv, False)
    by_hand = -2000.0 - 100 * np.maximum(6700.0 - payoff.spots, 0.0) + 100 * worth
    assert payoff.settlement_usd == pytest.approx(by_hand, abs=1e-6)


def test_money_of_a_closed_side_counts_and_of_a_closed_trade_does_not() -> None:
    alone = curves(desk_with(f"-1 {CONDOR} @3.20"))
    with_closed_trade = desk_with("-5 SPXW 18DEC26 6600P @30", "+5 SPXW 18DEC26 6600P @10", f"-1 {CONDOR} @3.20")
    assert curves(with_closed_trade).settlement_usd == pytest.approx(alone.settlement_usd)
    half = curves(desk_with(f"-1 {CONDOR} @3.20", "+1 SPXW 18DEC26 6300/6350P @1.00"))
    assert half.settlement_usd[half.spots < 6300] == pytest.approx(220, abs=0.005)


def test_a_settled_leg_counts_with_what_it_paid() -> None:
    desk = founded_desk(now=moment("2026-12-18 16:00"))
    enter(desk, "+1 SPXW 18DEC26/15JAN27 6700P @20 at 2026-12-01T10:00")
    (near, *_) = desk.book.legs
    done(desk, SettleLeg(desk.next_id, near, Decimal(6650), desk.clock()))
    now = desk.clock()
    quotes = chain("SPXW", JANUARY, 6660.0, STRIKES, skewed, at=now)
    picture = paint(Inputs(desk.book, Market(now, RATE, quotes, market(at=now, spx="6650").levels)))
    assert isinstance(picture.payoff, Payoff)
    here = at(picture.payoff, [6650.0], picture.payoff.today_usd)
    assert here[0] == pytest.approx(float(picture.total.profit), abs=0.005)


# Break-evens of flat stretches


def test_a_condor_for_nothing_breaks_even_at_its_shorts_and_not_everywhere_between() -> None:
    assert curves(desk_with(f"-1 {CONDOR} @0")).break_evens == (6350.0, 7150.0)


def test_a_spread_for_nothing_breaks_even_where_it_begins_to_pay() -> None:
    assert curves(desk_with("+1 SPXW 18DEC26 6300/6350P @0")).break_evens == (6350.0,)


def test_a_condor_that_cannot_lose_has_none() -> None:
    assert curves(desk_with(f"-1 {CONDOR} @51")).break_evens == ()


# What is left out


def test_a_leg_without_a_model_value_is_left_out_and_named() -> None:
    desk = desk_with(f"-1 {CONDOR} @3.20", "+1 SPXW 24DEC26 6500P @20")
    payoff = curves(desk)
    assert payoff.problems == (Problem("SPXW 24DEC26 6500 P", "left out of the curves: it has no model value"),)
    assert payoff.settlement_usd == pytest.approx(curves(desk_with(f"-1 {CONDOR} @3.20")).settlement_usd)


@pytest.mark.parametrize(
    ("lines", "at_market", "message"),
    [
        ([], seen(), "no SPX position is open"),
        (["-2 VX 16DEC26 @19.8", "+4 VIX 16DEC26 20C @1"], seen(), "no SPX position is open"),
        ([f"-1 {CONDOR} @3.20"], seen(spx=None, quotes={}), "no SPX level is known: import a chain or type one"),
    ],
)
def test_without_a_position_or_a_level_there_is_no_curve(lines: list[str], at_market: Market, message: str) -> None:
    answer = painted(desk_with(*lines), at_market).payoff
    assert isinstance(answer, Problem)
    assert answer.message == message


def test_where_nothing_can_be_valued_the_legs_are_named() -> None:
    answer = painted(desk_with("-1 SPXW 18DEC26 6300P @3.20"), seen(quotes={})).payoff
    assert answer == Problem("payoff", "no SPX leg can be valued: SPXW 18DEC26 6300 P")


def test_the_hedge_moves_no_spx_curve() -> None:
    alone = curves(desk_with(f"-1 {CONDOR} @3.20"))
    hedged = curves(desk_with(f"-1 {CONDOR} @3.20", "-2 VX 16DEC26 @19.8"))
    assert hedged.today_usd == pytest.approx(alone.today_usd)


def test_it_is_pure() -> None:
    desk = desk_with(f"-1 {CONDOR} @3.20")
    holdings = list(desk.book.holdings.values())
    values, spot = value_legs(holdings, seen()), spx_spot(seen(), PRODUCTS)
    one, other = (payoff_of(holdings, values, spot, CLOCK) for _ in range(2))
    assert np.array_equal(one.today_usd, other.today_usd)
    assert one.break_evens == other.break_evens
