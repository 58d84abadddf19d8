"""Legs at the market: figures at the mark's own volatility, with units, scaled by the position."""

import math
from dataclasses import fields, replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import QuantLib as ql  # noqa: N813 - its own examples call it so
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, enter, founded_desk, moment
from support.made_markets import RATES, chain, future, market, quoted, years_to
from support.valued_legs import MONTHLY, STRIKES, VIX_DATE, held, option, skewed, value_of

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.records import Fill
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.valuation import LegValue, value_legs

SPXW_MARKET = market(chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed), spx="6690", vix="16")


# Laws


@given(st.sampled_from(STRIKES), st.sampled_from("CP"), st.integers(-50, 50).filter(bool))
def test_the_model_gives_the_mark_back(strike: int, right: str, quantity: int) -> None:
    value = value_of(option("SPXW", strike, right), SPXW_MARKET, quantity)
    assert value.model_value == pytest.approx(float(value.mark.price), abs=1e-9)
    assert value.iv_source == "own mark"
    assert value.problems == ()


@given(st.sampled_from(STRIKES), st.sampled_from("CP"), st.integers(-50, 50).filter(bool))
def test_position_figures_are_those_of_one_contract_times_size(strike: int, right: str, quantity: int) -> None:
    contract = option("SPXW", strike, right)
    one, many = value_of(contract, SPXW_MARKET), value_of(contract, SPXW_MARKET, quantity)
    for name in ("vega_usd_per_point", "theta_usd_per_day", "rho_usd_per_percent"):
        assert getattr(many, name) == pytest.approx(quantity * getattr(one, name))
    for name in ("iv", "model_value", "delta", "gamma", "mark", "forward", "years"):
        assert getattr(many, name) == getattr(one, name)
    assert many.market_value == quantity * one.market_value


@given(st.sampled_from(STRIKES), st.integers(-9, 9).filter(bool), st.decimals("0", "90", places=8))
def test_booked_money_meets_the_mark_exactly(strike: int, quantity: int, price: Decimal) -> None:
    value = value_of(option("SPXW", strike, "P"), SPXW_MARKET, quantity, str(price))
    assert value.market_value == quantity * value.mark.price * 100
    assert value.unrealised == quantity * (value.mark.price - price) * 100


@given(st.sampled_from(STRIKES))
def test_a_call_and_a_put_of_one_strike_lie_a_delta_of_one_apart(strike: int) -> None:
    call, put = (value_of(option("SPXW", strike, right), SPXW_MARKET) for right in "CP")
    # their volatilities differ by what half a cent of rounding is in volatility
    assert call.delta - put.delta == pytest.approx(1.0, abs=0.003)


@given(st.permutations(range(9)))
def test_the_order_and_company_of_legs_do_not_matter(order: list[int]) -> None:
    holdings = [replace(h, leg=replace(h.leg, id=n)) for n, h in enumerate(_nine())]
    together = value_legs([holdings[place] for place in order], SPXW_MARKET)
    for h in holdings:
        fresh = Market(CLOCK, RATES, SPXW_MARKET.quotes, SPXW_MARKET.levels)
        assert together[h.leg.id] == value_legs([h], fresh)[h.leg.id]


def _nine() -> list[Holding]:
    return [held(option("SPXW", strike, "CP"[strike % 4 // 2]), 1 + place) for place, strike in enumerate(STRIKES)]


@pytest.mark.parametrize("vix", [None, "9.11", "82.69"])
def test_spot_vix_moves_no_value(vix: str | None) -> None:
    desk = founded_desk()
    for line in ("+4 VIX 16DEC26 20C @1", "-2 VX 16DEC26 @18", "-1 SPXW 18DEC26 6300/6350P 7150/7200C @3.2"):
        enter(desk, line)
    quotes = (
        chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed),
        chain("VIX", VIX_DATE, 18.0, range(12, 40), 0.9, half_spread="0.02"),
        future(VIX_DATE, "18.05"),
    )
    holdings = list(desk.book.holdings.values())
    plain = value_legs(holdings, market(*quotes, spx="6690", vix="16"))
    assert value_legs(holdings, market(*quotes, spx="6690", vix=vix)) == plain
    assert all(value.problems == () for value in plain.values())


def test_spx_and_spxw_of_one_strike_and_date_differ() -> None:
    seen = market(
        chain("SPX", MONTHLY, 6712.0, STRIKES, skewed), chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed), spx="6690"
    )
    am, pm = (value_of(option(root, 6700, "C"), seen) for root in ("SPX", "SPXW"))
    assert am.settles_at == moment("2026-12-18 09:30")
    assert pm.settles_at == moment("2026-12-18 16:00")
    assert am.years < pm.years
    assert am.forward.value < pm.forward.value
    assert am.iv == pytest.approx(pm.iv, abs=2e-4)


# By hand and by another library


def test_an_at_the_money_call_by_hand() -> None:
    """F = K = 6700 and 16 %: N(d1) and the rest from d1 = s/2, written out."""
    seen = market(chain("SPXW", MONTHLY, 6700.0, (6650, 6675, 6700, 6725, 6750), 0.16, tick=Decimal("1e-8")))
    value = value_of(option("SPXW", 6700, "C"), seen, quantity=-10)
    t = (28 + 0.5 / 24) / 365
    df, s = math.exp(-0.04 * t), 0.16 * math.sqrt(t)
    cdf = 0.5 * (1 + math.erf(s / 2 / math.sqrt(2)))
    pdf = math.exp(-((s / 2) ** 2) / 2) / math.sqrt(2 * math.pi)
    price = df * 6700 * (2 * cdf - 1)
    assert value.years == pytest.approx(t, abs=1e-12)
    assert value.iv == pytest.approx(0.16, abs=1e-9)
    assert value.model_value == pytest.approx(price, abs=1e-6)
    assert value.delta == pytest.approx(cdf, abs=1e-9)
    assert value.gamma == pytest.approx(df * pdf / (6700 * s), rel=1e-6)
    assert value.vega_usd_per_point == pytest.approx(-1000 * df * 6700 * pdf * math.sqrt(t) / 100, rel=1e-6)
    decay = (0.04 * price - df * 6700 * pdf * 0.16 / (2 * math.sqrt(t))) / 365
    assert value.theta_usd_per_day == pytest.approx(-1000 * decay, rel=1e-6)
    assert value.rho_usd_per_percent == pytest.approx(1000 * t * price / 100, rel=1e-6)


@pytest.mark.parametrize(("strike", "right", "quantity"), [(6350, "P", -10), (7150, "C", 10), (6725, "C", -3)])
def test_quantlib_agrees_with_units_and_position(strike: int, right: str, quantity: int) -> None:
    value = value_of(option("SPXW", strike, right), SPXW_MARKET, quantity)
    payoff = ql.PlainVanillaPayoff(ql.Option.Call if right == "C" else ql.Option.Put, float(strike))
    peer = ql.BlackCalculator(payoff, value.forward.value, value.iv * math.sqrt(value.years), value.forward.discount)
    size = quantity * 100
    assert value.model_value == pytest.approx(peer.value(), abs=1e-8)
    assert value.delta == pytest.approx(peer.deltaForward() / value.forward.discount, abs=1e-10)
    assert value.gamma == pytest.approx(peer.gammaForward(), rel=1e-8)
    assert value.vega_usd_per_point == pytest.approx(size * peer.vega(value.years) / 100, rel=1e-9)
    # its theta and rho belong to a spot that earns the rate; ours hold the forward, so only the discount ages
    rate = -math.log(value.forward.discount) / value.years
    decay = rate * peer.value() - 0.5 * value.iv * peer.vega(value.years) / value.years
    assert value.theta_usd_per_day == pytest.approx(size * decay / 365, rel=1e-9)
    assert value.rho_usd_per_percent == pytest.approx(-size * value.years * peer.value() / 100, rel=1e-9)


@pytest.mark.parametrize(
    ("contract", "quotes", "quantity"),
    [
        (option("SPXW", 6350, "P"), chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed), -10),
        (option("VIX", 25, "C", VIX_DATE), chain("VIX", VIX_DATE, 18.0, range(12, 40), 0.9), 4),
        (option("XSP", 670, "P"), chain("XSP", MONTHLY, 671.5, range(650, 690, 5), 0.15), -7),
    ],
)
def test_dollar_figures_are_what_the_position_gains(contract: Contract, quotes: dict, quantity: int) -> None:
    value = value_of(contract, market(quotes), quantity)
    size, f = quantity * 100, value.forward

    def worth(vol: float = value.iv, years: float = f.years, discount: float = f.discount) -> float:
        right = contract.right == "C"
        return size * float(black76.price(f.value, float(contract.strike), discount, years, vol, right))

    day, rate = 1 / 365, -math.log(f.discount) / f.years
    assert value.vega_usd_per_point == pytest.approx(
        (worth(vol=value.iv + 0.005) - worth(vol=value.iv - 0.005)), rel=2e-3
    )
    later = worth(years=f.years - day / 2, discount=math.exp(-rate * (f.years - day / 2)))
    sooner = worth(years=f.years + day / 2, discount=math.exp(-rate * (f.years + day / 2)))
    assert value.theta_usd_per_day == pytest.approx(later - sooner, rel=5e-3)
    up, down = (worth(discount=math.exp(-(rate + step) * f.years)) for step in (0.005, -0.005))
    assert value.rho_usd_per_percent == pytest.approx(up - down, rel=1e-4)


# What is not known


def test_a_leg_without_a_quote_takes_the_smile_of_its_expiry() -> None:
    quotes = chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed)
    put = option("SPXW", 6325, "P")
    value = value_of(put, market(quotes))
    assert (value.mark, value.market_value, value.unrealised) == (None, None, None)
    assert value.iv == pytest.approx(skewed(6325), abs=0.002)
    assert (value.iv_source, value.iv_moment) == ("smile of the expiry", CLOCK)
    assert value.model_value is not None
    (problem,) = value.problems
    assert problem.message == "no quote of SPXW 18DEC26 6325 P up to 2026-11-20 15:30 New York"


def test_a_price_below_intrinsic_holds_no_volatility_of_its_own() -> None:
    quotes = chain("SPXW", MONTHLY, 6715.0, STRIKES, skewed)
    call = option("SPXW", 6300, "C")
    quotes.update(quoted(call, "400", "402"))
    value = value_of(call, market(quotes))
    assert value.mark.price == 401
    assert (value.iv_source, value.iv) == ("smile of the expiry", pytest.approx(skewed(6300), abs=0.002))
    assert value.model_value > 410


def test_without_a_forward_a_leg_keeps_its_mark() -> None:
    call = option("VIX", 25, "C", VIX_DATE)
    value = value_of(call, market(quoted(call, "1.00", "1.10"), vix="18"), quantity=4)
    assert value.market_value == 420
    assert (value.model_value, value.delta, value.iv, value.forward) == (None, None, None, None)
    assert "neither a quote of the VX future settling 2026-12-16" in value.problems[0].message


def test_a_mark_without_volatility_and_no_smile_says_so() -> None:
    call = option("VIX", 25, "C", VIX_DATE)
    value = value_of(call, market(future(VIX_DATE, "30"), quoted(call, "1.00", "1.10")))
    assert value.model_value is None
    assert value.problems[0].message == "the price of VIX 16DEC26 25 C holds no volatility"


def test_nothing_known_names_both_quotes() -> None:
    value = value_of(option("VIX", 25, "C", VIX_DATE), market(vix="18"))
    no_forward = (
        "no forward for VIX 16DEC26: there is neither a quote of the VX future settling 2026-12-16 nor a call and a "
        "put of that expiry quoted at one strike, and no quote of a VX future settling before or after it to "
        "interpolate"
    )
    no_quote = "no quote of VIX 16DEC26 25 C up to 2026-11-20 15:30 New York"
    assert [p.message for p in value.problems] == [no_quote, no_forward]
    nothing = {f.name for f in fields(LegValue)} - {"leg_id", "settles_at", "years", "problems"}
    assert all(getattr(value, name) is None for name in nothing)


def test_a_future_moves_with_itself() -> None:
    value = value_of(Contract("VX", VIX_DATE), market(future(VIX_DATE, "18.05")), quantity=-2, price="19.80")
    assert (value.model_value, value.delta, value.gamma) == (18.05, 1.0, 0.0)
    assert (value.vega_usd_per_point, value.theta_usd_per_day, value.rho_usd_per_percent) == (0.0, 0.0, 0.0)
    assert value.market_value == value.unrealised == 3500
    assert value.problems == ()
    missing = value_of(Contract("VX", VIX_DATE), market(), quantity=-2)
    assert (missing.model_value, missing.delta, len(missing.problems)) == (None, None, 1)


def test_closed_legs_have_no_value() -> None:
    closed = replace(
        held(option("SPXW", 6350, "P")),
        fills=(
            Fill(1, 1, 1, Decimal(1), Decimal(0), CLOCK, "own"),
            Fill(2, 1, -1, Decimal(2), Decimal(0), CLOCK, "own"),
        ),
    )
    assert value_legs([closed], SPXW_MARKET) == {}


@pytest.mark.parametrize(
    ("root", "at", "is_settled"),
    [
        ("SPX", "2026-12-18 09:29:59", False),
        ("SPX", "2026-12-18 09:30:00", True),
        ("SPXW", "2026-12-18 15:59:59", False),
        ("SPXW", "2026-12-18 16:00:00", True),
    ],
)
def test_past_its_settlement_a_leg_waits_for_the_official_value(root: str, at: str, is_settled: bool) -> None:
    now = moment(at)
    quotes = chain(root, MONTHLY, 6715.0, STRIKES, skewed, at=now - timedelta(minutes=1))
    value = value_of(option(root, 6750, "C"), Market(now, RATES, quotes))
    if not is_settled:
        assert value.mark is not None
        assert value.years > 0
        return
    official = PRODUCTS[root].official_value
    assert (value.mark, value.model_value, value.years) == (None, None, 0.0)
    when = f"2026-12-18 {'09:30' if root == 'SPX' else '16:00'} New York"
    assert [p.message for p in value.problems] == [f"settled {when}, {official} is not booked yet"]


@pytest.mark.parametrize("minutes", [1, 30, 60 * 24, 60 * 24 * 30])
def test_figures_stay_finite_close_to_and_far_from_settlement(minutes: int) -> None:
    at: datetime = moment("2026-12-18 16:00") - timedelta(minutes=minutes)
    quotes = chain("SPXW", MONTHLY, 6700.0, STRIKES, 0.12, at=at)
    seen = market(quotes, at=at)
    for contract in quotes:
        value = value_of(contract, seen, -10)
        figures = [getattr(value, f.name) for f in fields(LegValue)]
        assert all(math.isfinite(figure) for figure in figures if isinstance(figure, float))
    assert years_to("SPXW", MONTHLY, at) == pytest.approx(minutes / 525600)
