"""P/L over SPX: today through the book's own P/L, at settlement to the cent at every kink and beyond the wings."""

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import PRODUCTS, done, enter, founded_desk, moment
from support.hedged_books import (
    CONDOR,
    DECEMBER,
    HEDGE,
    JANUARY,
    QUOTES,
    SPOT,
    STRIKES,
    curves,
    desk_with,
    here,
    painted,
    seen,
    skewed,
)
from support.made_markets import RATES, chain, market
from support.made_scenarios import PRESETS

from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.scenario import closed_campaigns_usd
from alvh_desktop.domain.break_even import break_evens, settlement_profit
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.smile import chain_smile

# To the cent


@pytest.mark.parametrize("quantity", [1, 10, 37])
@pytest.mark.parametrize("fee", ["", "fee 0.65/ct", "fee 17.03 total"])
def test_beyond_both_wings_a_condor_loses_width_less_credit_and_fees(quantity: int, fee: str) -> None:
    payoff = curves(desk_with(f"-{quantity} {CONDOR} @3.20 {fee}"))
    fees = {"": 0.0, "fee 0.65/ct": 0.65 * 4 * quantity, "fee 17.03 total": 17.03}[fee]
    loss, settled = -(50 - 3.20) * 100 * quantity - fees, payoff.net_usd[1]
    for side in (payoff.spots <= 6300, payoff.spots >= 7200):
        assert side.sum() > 10
        assert settled[side] == pytest.approx(loss, abs=0.005)
    between = (payoff.spots >= 6350) & (payoff.spots <= 7150)
    assert settled[between] == pytest.approx(3.20 * 100 * quantity - fees, abs=0.005)
    assert payoff.net_extremes.worst_usd == pytest.approx(loss, abs=0.005)
    assert payoff.net_extremes.best_usd == pytest.approx(320 * quantity - fees, abs=0.005)


def test_it_loses_that_whatever_its_marks_and_without_any() -> None:
    """At its settlement a leg is exact: no quote, a crossed one and a mad one change nothing there."""
    desk = desk_with(f"-10 {CONDOR} @3.20")
    settled = curves(desk).net_usd[1]
    silent = {contract: quote for contract, quote in QUOTES.items() if contract.expiry != DECEMBER}
    mad = {**QUOTES, **chain("SPXW", DECEMBER, 6715.0, (6300, 6350, 7150, 7200), 2.9)}
    for quotes in (silent, mad):
        payoff = curves(desk, seen(quotes))
        assert payoff.settles_at == moment("2026-12-18 16:00")
        assert payoff.net_usd[1] == pytest.approx(settled, abs=0.005)
        assert (payoff.net_extremes.worst_usd, payoff.net_extremes.best_usd) == pytest.approx(
            (-46800, 3200), abs=0.005
        )
        assert payoff.break_evens == pytest.approx((6346.8, 7153.2), abs=1e-6)


def test_unequal_wings_lose_each_its_own_width() -> None:
    payoff = curves(desk_with("-2 SPXW 18DEC26 6325/6350P 7150/7250C @4.10 fee 0.65/ct"))
    below, above = -(25 - 4.10) * 200 - 5.20, -(100 - 4.10) * 200 - 5.20
    assert payoff.net_usd[1][payoff.spots <= 6325] == pytest.approx(below, abs=0.005)
    assert payoff.net_usd[1][payoff.spots >= 7250] == pytest.approx(above, abs=0.005)
    put, _, call = payoff.troughs
    assert (put.usd, call.usd) == pytest.approx((below, above), abs=0.005)
    assert payoff.net_extremes.worst_usd == pytest.approx(above, abs=0.005)


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
    answer = curves(desk)
    exact = [float(settlement_profit(holdings, cash, Decimal(repr(float(spot))))) for spot in answer.spots[::23]]
    assert answer.net_usd[1][::23] == pytest.approx(exact, abs=0.005)
    assert answer.break_evens == pytest.approx([float(z) for z in break_evens(holdings, cash)], abs=1e-6)


MIXED = (
    *LINES,
    f"+4 {CONDOR} @1.00 fee 0.65/ct",
    "+3 SPXW 18DEC26/15JAN27 6500P @20",
    "-2 SPX 18DEC26 6300/6350P @3",
    "-5 XSP 18DEC26 630/635P 715/720C @0.31 fee 0.05/ct",
    *HEDGE,
    "-1 VIX 16DEC26/20JAN27 30C @0.5",
    "+3 VXM 16DEC26 @18.1",
)


@given(st.lists(st.sampled_from(MIXED), min_size=1, max_size=8), st.sampled_from(PRESETS))
def test_today_the_curve_runs_through_the_profit_of_the_book(lines: list[str], preset: str) -> None:
    """Less what marks hold beyond the model (each gap is told), and less campaigns that hold nothing any more."""
    desk = desk_with(*lines)
    picture = painted(desk, lens=Lens(preset=preset))
    payoff = picture.payoff
    assert isinstance(payoff, Payoff), payoff
    assert payoff.problems == ()
    told = float(picture.total.profit) - closed_campaigns_usd(desk.book) - sum(payoff.gaps_usd.values())
    assert here(payoff, payoff.net_usd[0]) == pytest.approx(told, abs=0.005)


def test_so_it_does_with_a_thousand_contracts_and_a_mark_without_a_volatility() -> None:
    stale = {**QUOTES, **chain("SPXW", DECEMBER, 6715.0, (6200,), 0.2)}
    deep = next(c for c in stale if c.root == "SPXW" and c.expiry == DECEMBER and c.strike == 7250 and c.right == "P")
    stale[deep] = replace(stale[deep], bid=Decimal("500.00"), ask=Decimal("501.00"))
    desk = desk_with(f"-1000 {CONDOR} @3.20 fee 0.65/ct", "+7 SPXW 18DEC26 7250P @540", *HEDGE)
    picture = painted(desk, seen(stale))
    payoff = picture.payoff
    assert isinstance(payoff, Payoff)
    (gap,) = payoff.gaps_usd.values()
    assert gap < -1000
    assert here(payoff, payoff.net_usd[0]) == pytest.approx(float(picture.total.profit) - gap, abs=0.005)


def test_ten_xsp_condors_are_one_spx_condor() -> None:
    large = curves(desk_with(f"-1 {CONDOR} @3.20"))
    small = curves(desk_with("-10 XSP 18DEC26 630/635P 715/720C @0.32"))
    assert small.strikes == large.strikes == (6300.0, 6350.0, 7150.0, 7200.0)
    assert small.net_usd[1] == pytest.approx(large.net_usd[1], abs=0.005)
    assert small.break_evens == pytest.approx((6346.8, 7153.2))
    # the quotes of a tenth are a tenth as fine
    assert small.net_usd[0] == pytest.approx(large.net_usd[0], abs=40)


def test_strikes_and_spot_are_points_of_the_curve() -> None:
    payoff = curves(desk_with(f"-1 {CONDOR} @3.20"))
    for value in (6300.0, 6350.0, 7150.0, 7200.0, SPOT):
        assert value in payoff.spots
    assert np.all(np.diff(payoff.spots) > 0)
    assert payoff.condors_usd.shape == payoff.hedge_usd.shape == payoff.vix.shape == (2, payoff.spots.size)


def test_a_later_leg_keeps_its_time_value_at_the_nearest_settlement() -> None:
    payoff = curves(desk_with("+1 SPXW 18DEC26/15JAN27 6700P @20"))
    assert payoff.settles_at == moment("2026-12-18 16:00")
    settled = payoff.net_usd[1]
    # the far put is worth most over its short twin where spot is at the strike
    assert abs(payoff.spots[np.argmax(settled)] - 6700) < 15
    assert settled.max() > 0
    assert np.all(settled >= -2000 - 1100)


def test_a_later_leg_by_hand() -> None:
    """At the near settlement the far put has 28 days left, a forward without that carry, and its smile."""
    at_market = seen()
    picture = painted(desk_with("+1 SPXW 18DEC26/15JAN27 6700P @20"), at_market, Lens(preset="none"))
    payoff = picture.payoff
    assert isinstance(payoff, Payoff)
    far = next(value for value in picture.values.values() if value.settles_at > payoff.settles_at)
    assert far.forward is not None
    assert far.iv is not None
    fit = chain_smile(at_market, Contract("SPXW", JANUARY, Decimal(6700), "P"), far.forward).fit
    assert fit is not None
    left = (far.settles_at - payoff.settles_at).total_seconds() / (365 * 86400)
    share = left / far.forward.years
    forwards = SPOT * (far.forward.value / SPOT) ** share * payoff.spots / SPOT
    moved = fit.svi.vol(np.log(6700.0 / forwards)) / float(fit.svi.vol(math.log(6700.0 / far.forward.value)))
    worth = black76.price(forwards, 6700.0, far.forward.discount**share, left, far.iv * moved, False)
    by_hand = -2000.0 - 100 * np.maximum(6700.0 - payoff.spots, 0.0) + 100 * worth
    assert payoff.net_usd[1] == pytest.approx(by_hand, abs=0.005)


def test_money_of_a_closed_side_counts_and_of_a_closed_campaign_does_not() -> None:
    alone = curves(desk_with(f"-1 {CONDOR} @3.20"))
    desk = desk_with("-5 SPXW 18DEC26 6600P @30", "+5 SPXW 18DEC26 6600P @10", f"-1 {CONDOR} @3.20")
    assert curves(desk).net_usd == pytest.approx(alone.net_usd)
    assert closed_campaigns_usd(desk.book) == pytest.approx(10_000)
    half = curves(desk_with(f"-1 {CONDOR} @3.20", "+1 SPXW 18DEC26 6300/6350P @1.00"))
    assert half.net_usd[1][half.spots < 6300] == pytest.approx(220, abs=0.005)


def test_a_settled_leg_counts_with_what_it_paid() -> None:
    desk = founded_desk(now=moment("2026-12-18 16:00"))
    enter(desk, "+1 SPXW 18DEC26/15JAN27 6700P @20 at 2026-12-01T10:00")
    (near, *_) = desk.book.legs
    done(desk, SettleLeg(desk.next_id, near, Decimal(6650), desk.clock()))
    now = desk.clock()
    quotes = chain("SPXW", JANUARY, 6660.0, STRIKES, skewed, at=now)
    picture = paint(Inputs(desk.book, Market(now, RATES, quotes, market(at=now, spx="6650", vix="17").levels)))
    assert isinstance(picture.payoff, Payoff)
    assert here(picture.payoff, picture.payoff.net_usd[0]) == pytest.approx(float(picture.total.profit), abs=0.005)


# What has no curve


@pytest.mark.parametrize(
    ("lines", "at_market", "message"),
    [
        ([], seen(), "no position is open"),
        ([f"-1 {CONDOR} @3.20"], seen(spx=None, quotes={}), "no SPX level is known: import a chain or type one"),
    ],
)
def test_without_a_position_or_a_level_there_is_no_curve(lines: list[str], at_market: Market, message: str) -> None:
    answer = painted(desk_with(*lines), at_market).payoff
    assert isinstance(answer, Problem)
    assert answer.message == message


def test_it_is_pure() -> None:
    desk = desk_with(f"-1 {CONDOR} @3.20", *HEDGE)
    one, other = (curves(desk, seen()) for _ in range(2))
    assert np.array_equal(one.net_usd, other.net_usd)
    assert one.break_evens == other.break_evens
    assert set(PRODUCTS) >= {"SPX", "VIX"}
