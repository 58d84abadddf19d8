"""Funds on VX futures: how a share answers, the 30-day VX price behind it, and its figures at a market."""

import math
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, moment
from support.fund_books import desk_with_funds, fund_product, mark, marked
from support.hedged_books import seen
from support.made_markets import future, market
from support.made_scenarios import NOW, PRESETS, SPX, VIX, after, curve_at, world_at

from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.edits.funds import EnterFund
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.funds import share_growth, thirty_day_vx
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.response.presets import Response, responses
from alvh_desktop.pricing.scenario.columns import columns_of
from alvh_desktop.pricing.scenario.direct import leg_values
from alvh_desktop.pricing.scenario.legs import Expiry, ScenarioLeg
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates, World
from alvh_desktop.pricing.trading_clock import Clock
from alvh_desktop.pricing.valuation import LegValue, value_legs

betas = st.floats(-3.0, 3.0)
spots = st.floats(0.4 * SPX, 1.4 * SPX)
days = st.floats(0.0, 400.0)
presets = st.sampled_from(PRESETS)
MARK = 12.5


def leg(beta: float, at: float | None = MARK) -> ScenarioLeg:
    product = fund_product(EnterFund("UVXY", vix_beta=Decimal(repr(round(beta, 6)))))
    return ScenarioLeg(Contract("UVXY", NEVER), product, Expiry(settlement_moment(product, NEVER), False), mark=at)


def share(world: World, beta: float, spot: float, elapsed: float = 0.0) -> float:
    """$ of one share at one SPX level and date."""
    terms = Terms(world, Dates(NOW, (after(elapsed),)), columns_of([leg(beta)]))
    return float(leg_values(terms, np.array([spot]))[0, 0, 0])


# Laws of a share in a scenario


@given(betas, presets, days)
def test_where_spx_stands_still_no_time_moves_a_share(beta: float, preset: str, elapsed: float) -> None:
    assert share(world_at(preset), beta, SPX, elapsed) == pytest.approx(MARK, abs=1e-12)


@given(spots, presets, days)
def test_without_beta_it_never_moves(spot: float, preset: str, elapsed: float) -> None:
    assert share(world_at(preset), 0.0, spot, elapsed) == MARK


@given(betas, spots, presets, days, st.floats(9.0, 80.0))
def test_it_is_worth_nothing_at_the_least(beta: float, spot: float, preset: str, elapsed: float, vix: float) -> None:
    world = world_at(preset, vix=vix)
    assert share(world, beta, spot, elapsed) >= 0.0


# the VIX of the spike does not fall all the way
@given(
    st.floats(0.01, 3.0),
    presets.filter(lambda name: name != "spike"),
    st.floats(0.4, 1.4),
    st.floats(0.4, 1.4),
)
def test_it_falls_as_spx_rises_and_with_an_inverse_beta_it_rises(
    beta: float, preset: str, one: float, other: float
) -> None:
    low, high = sorted((one * SPX, other * SPX))
    world = world_at(preset)
    assert share(world, beta, low) >= share(world, beta, high) - 1e-9
    assert share(world, -beta, low) <= share(world, -beta, high) + 1e-9


def test_a_beta_of_one_is_the_30_day_price_itself_told_a_second_time() -> None:
    """Typed by hand from the joint response: ln F' = ln F + (1 + 30/17)^-0.61 * (V/F)^0.75 * y, of one day."""
    world, spot = world_at(), 0.93 * SPX
    r = Response()
    thirty = VIX * (1.0 + 0.15 * (1.0 - math.exp(-26.0 / 60.0)))
    later = VIX * (1.0 + 0.15 * (1.0 - math.exp(-60.0 / 60.0)))
    thirty += (later - thirty) * 4.0 / 34.0  # 30 days lie between the futures of 26 and 60
    u = math.log(0.93) * 100.0 * math.sqrt(252.0) / VIX
    q = -u * (r.a + r.b * -u)
    room = math.log(r.cap / VIX)
    y = room * (1.0 - math.exp(-q / room))
    beta = (1.0 + 30.0 / r.tau) ** -r.p * (VIX / thirty) ** r.k
    growth = math.exp(beta * y)
    assert world.thirty_day_vx == pytest.approx(thirty, rel=1e-12)
    assert share(world, 1.0, spot) == pytest.approx(MARK * growth, rel=1e-12)
    assert share(world, 1.5, spot) == pytest.approx(MARK * (1.0 + 1.5 * (growth - 1.0)), rel=1e-12)
    assert share(world, -0.5, spot) == pytest.approx(MARK * (1.0 - 0.5 * (growth - 1.0)), rel=1e-12)


def test_an_inverse_fund_is_lost_in_a_crash_as_one_was() -> None:
    """On 5 February 2018 the 30-day VX price almost doubled, and a fund of beta -1 was closed at next to nothing."""
    world = world_at(vix_after=80.0)
    assert share(world, -1.0, SPX) == 0.0
    assert share(world, -0.5, SPX) > 0.0


def test_the_preset_of_spot_vix_moves_it_by_points() -> None:
    world = world_at("spot", vix_after=VIX + 5)
    assert world.thirty_day_vx is not None
    assert share(world, 1.0, SPX) == pytest.approx(MARK * (1.0 + 5.0 / world.thirty_day_vx), rel=1e-12)


@pytest.mark.parametrize(
    "world",
    [
        world_at(vix=None),
        world_at(curve=None),
        world_at(curve=type(curve_at())(VIX, np.array([29.0]), np.array([18.0]))),
        world_at(curve=type(curve_at())(VIX, np.array([]), np.array([]))),
    ],
    ids=["no VIX", "no curve", "a curve too short", "no futures"],
)
def test_without_a_30_day_price_it_has_no_value(world: World) -> None:
    assert math.isnan(share(world, 1.5, SPX))


def test_without_a_mark_or_a_beta_it_has_no_value() -> None:
    bare = ScenarioLeg(Contract("UVXY", NEVER), fund_product(EnterFund("UVXY")), leg(1.0).expiry, mark=MARK)
    for each in (leg(1.0, at=None), bare):
        assert not each.is_valued
        terms = Terms(world_at(), Dates(NOW, (NOW,)), columns_of([each]))
        assert np.isnan(leg_values(terms, np.array([SPX]))).all()


def test_the_trading_clock_asks_no_calendar_for_its_end() -> None:
    world = world_at(clock=Clock(0.3, 0.1))
    terms = Terms(world, Dates(NOW, (NOW, after(40.0))), columns_of([leg(1.5)]))
    assert np.all(terms.variance_left == 1.0)
    assert np.all(terms.is_alive)
    assert np.isfinite(leg_values(terms, np.array([0.8 * SPX, SPX]))).all()


@given(betas, presets, st.floats(10.0, 60.0), st.floats(-0.5, 1.5), st.floats(1.0, 60.0))
def test_growth_is_a_straight_line_in_beta_down_to_nothing(
    beta: float, preset: str, thirty: float, y: float, h: float
) -> None:
    response = responses()[preset]
    whole = float(share_growth(response, 1.0, thirty, VIX, y, h)) - 1.0
    assert float(share_growth(response, beta, thirty, VIX, y, h)) == pytest.approx(
        max(1.0 + beta * whole, 0.0), abs=1e-12
    )


# The 30-day VX price of a market


def test_it_lies_between_the_futures_around_30_days() -> None:
    found = thirty_day_vx(seen())
    assert isinstance(found, Forward)
    december, january = ((moment(f"{day} 09:30") - CLOCK) / timedelta(days=1) for day in ("2026-12-16", "2027-01-20"))
    share_of_january = (30.0 - december) / (january - december)
    assert found.value == pytest.approx(18.05 + share_of_january * (19.0 - 18.05), rel=1e-9)
    assert found.source == "between VX 16DEC26 (Z6), mid, made and VX 20JAN27 (F7), mid, made"
    assert found.moment == CLOCK


def test_before_the_first_future_the_line_begins_at_vix() -> None:
    only = market(future(date(2027, 1, 20), "19"), vix="17")
    found = thirty_day_vx(only)
    assert isinstance(found, Forward)
    ahead = (moment("2027-01-20 09:30") - CLOCK) / timedelta(days=1)
    assert found.value == pytest.approx(17.0 + 30.0 / ahead * 2.0, rel=1e-9)
    assert thirty_day_vx(market(future(date(2027, 1, 20), "19"))) == Problem(
        "30-day VX", "the 30-day VX price is not known: neither a shorter VX future nor spot VIX is known"
    )


def test_nothing_continues_the_line_past_the_last_future() -> None:
    short = market(future(date(2026, 12, 16), "18"), vix="17")
    for some in (short, market(vix="17")):
        found = thirty_day_vx(some)
        assert isinstance(found, Problem)
        assert "no VX future settles 30 days from now or later" in found.message


# Its figures


def figures(at_market: Market | None = None, **prices: str) -> tuple[LegValue, LegValue]:
    desk = desk_with_funds("+100 UVXY @12.50", "-40 SVXY @40")
    mark(desk, **prices)
    values = value_legs(desk.book.holdings.values(), marked(desk, at_market or seen()))
    one, other = values.values()
    return one, other


def test_it_is_worth_its_mark_and_moves_by_its_beta() -> None:
    thirty = thirty_day_vx(seen())
    assert isinstance(thirty, Forward)
    long, short = figures(UVXY="13.10", SVXY="39")
    assert (long.market_value, long.unrealised) == (Decimal(1310), Decimal(60))
    assert (short.market_value, short.unrealised) == (Decimal(-1560), Decimal(40))
    assert long.model_value == 13.1
    assert long.delta == pytest.approx(1.5 * 13.1 / thirty.value, rel=1e-12)
    assert short.delta == pytest.approx(-0.5 * 39.0 / thirty.value, rel=1e-12)
    for each in (long, short):
        assert each.forward == thirty
        assert each.gamma == 0.0
        nothing = (each.iv, each.vega_usd_per_point, each.theta_usd_per_day, each.rho_usd_per_percent, each.greeks)
        assert nothing == (None,) * 5
    (said,) = long.problems
    assert said.where == "UVXY"
    assert said.message.startswith("approximate: beta 1.50 to the 30-day VX")


def test_what_is_missing_is_said_first() -> None:
    unmarked, _ = figures(SVXY="39")
    assert (unmarked.mark, unmarked.model_value, unmarked.market_value) == (None, None, None)
    assert unmarked.problems[0].message == "no quote of UVXY up to 2026-11-20 15:30 New York"
    without_curve, _ = figures(market(vix="17", spx="6690"), UVXY="13.10")
    assert without_curve.unrealised == Decimal(60)
    assert (without_curve.model_value, without_curve.delta, without_curve.forward) == (None, None, None)
    assert without_curve.problems[0].where == "30-day VX"
    assert "approximate" in without_curve.problems[-1].message


def test_without_a_beta_it_keeps_its_profit_and_says_what_to_type() -> None:
    desk = desk_with_funds("+100 VXX @50", funds=(EnterFund("VXX"),))
    mark(desk, VXX="52")
    (value,) = value_legs(desk.book.holdings.values(), marked(desk, seen())).values()
    assert (value.unrealised, value.delta, value.model_value) == (Decimal(200), None, None)
    assert value.problems == (
        Problem("VXX", "its beta to the 30-day VX is not known: say it with 'fund VXX --beta 1.5'"),
    )
