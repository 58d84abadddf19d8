"""Chains to propose from: deltas as a held leg shows them, steps along what is listed, and what is missing."""

import math
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import QuantLib as ql  # noqa: N813 - its own examples call it so
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, enter, founded_desk, moment
from support.made_markets import Quotes, chain, market, quoted
from support.template_chains import (
    DECEMBER,
    FORWARD,
    LATER,
    SPOT,
    SPXW_QUOTES,
    STRIKES,
    VIX_DECEMBER,
    VIX_QUOTES,
    chains,
    seen,
    skewed,
    the_chain,
    told,
)
from support.valued_legs import held, option

from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.templates.chain import Chain, Chains, chain_of, chains_of, expiries_of, nearest_expiry
from alvh_desktop.desk.templates.strikes import nearest_strike, nearest_wing, next_strike
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.valuation import value_legs

ladders = st.lists(st.integers(10, 400), min_size=1, max_size=30, unique=True).map(
    lambda found: tuple(Decimal(one) * 5 for one in sorted(found))
)
levels = st.integers(0, 2100).map(Decimal)


# Laws


@given(ladders, levels, st.integers(-40, 40))
def test_a_step_lands_on_a_listed_strike_so_many_places_on(strikes: tuple[Decimal, ...], at: Decimal, n: int) -> None:
    found = next_strike(strikes, at, n)
    if n == 0:
        assert found == at
        return
    beyond = [one for one in strikes if (one > at if n > 0 else one < at)]
    wanted = beyond if n > 0 else beyond[::-1]
    assert found == (wanted[min(abs(n), len(wanted)) - 1] if wanted else (strikes[-1] if n > 0 else strikes[0]))


@given(ladders, levels, st.booleans())
def test_no_listed_strike_is_nearer(strikes: tuple[Decimal, ...], level: Decimal, is_up: bool) -> None:
    found = nearest_strike(strikes, level, is_up)
    assert found in strikes
    assert min(abs(one - level) for one in strikes) == abs(found - level)
    assert nearest_strike(strikes, float(level), is_up) == found


@given(ladders, st.integers(0, 29), st.integers(1, 400).map(Decimal), st.booleans())
def test_a_wing_is_listed_beyond_its_short_and_none_is_nearer_in_width(
    strikes: tuple[Decimal, ...], place: int, width: Decimal, is_above: bool
) -> None:
    short = strikes[place % len(strikes)]
    beyond = [one for one in strikes if (one > short if is_above else one < short)]
    found = nearest_wing(strikes, short, width, is_above)
    if not beyond:
        assert found is None
        return
    assert found in beyond
    best = min(beyond, key=lambda one: (abs(abs(one - short) - width), abs(one - short)))
    assert found == best


@given(
    st.lists(st.integers(0, 400), unique=True, max_size=12),
    st.integers(0, 400),
    st.integers(0, 100),
    st.integers(0, 400),
)
def test_the_nearest_expiry_is_within_its_bounds_and_none_is_nearer(
    days: list[int], wanted: int, least: int, most: int
) -> None:
    expiries = [DECEMBER + timedelta(days=n) for n in days]
    found = nearest_expiry(expiries, DECEMBER, wanted, least, most)
    inside = [n for n in days if least <= n <= most]
    assert (found is None) == (not inside)
    if found is not None:
        assert (found - DECEMBER).days == min(inside, key=lambda n: (abs(n - wanted), n))


@given(st.floats(0.05, 0.6), st.floats(6100.0, 7300.0), st.sampled_from([1.0, 0.0, 1.6]))
def test_a_delta_is_what_the_leg_would_show_once_it_is_held(vol: float, forward: float, stickiness: float) -> None:
    quotes = chain("SPXW", DECEMBER, forward, range(5900, 7500, 100), lambda k: vol - 0.00002 * (k - 6700))
    quotes |= quoted(option("SPXW", 6100, "P"), None, None) | quoted(option("SPXW", 7300, "C"), "9000", "9001")
    of = Chains(market(quotes, spx="6690"), PRODUCTS, stickiness)
    found = the_chain(of)
    holdings = [held(one) for one in quotes]
    holdings = [replace(one, leg=replace(one.leg, id=n)) for n, one in enumerate(holdings)]
    values = value_legs(holdings, of.market, stickiness)
    for holding in holdings:
        listed, value = found.listed(holding.leg.contract), values[holding.leg.id]
        assert listed is not None
        assert listed.mid == (value.mark.price if value.mark else None)
        assert listed.delta == pytest.approx(value.delta, abs=1e-12)
        assert listed.iv == pytest.approx(value.iv, rel=1e-12)


@given(st.sampled_from(["C", "P"]), st.floats(0.01, 0.99))
def test_no_listed_delta_is_nearer(right: str, delta: float) -> None:
    found = the_chain(chains())
    nearest = found.nearest_delta(right, delta)
    assert nearest is not None
    others = [abs(abs(one.delta) - delta) for one in found.side(right).values() if one.delta is not None]
    assert abs(abs(nearest.delta) - delta) == min(others)


def test_volatilities_and_deltas_are_those_of_another_library() -> None:
    found = the_chain(chains())
    asked = 0
    for listed in (*found.puts.values(), *found.calls.values()):
        strike, kind = (
            float(listed.contract.strike),
            ql.Option.Call if listed.contract.right == "C" else ql.Option.Put,
        )
        intrinsic = max(0.0, (FORWARD - strike) * (1 if kind == ql.Option.Call else -1))
        if float(listed.mid) / found.forward.discount - intrinsic < 0.05:
            continue
        deviation = ql.blackFormulaImpliedStdDev(
            kind, strike, found.forward.value, float(listed.mid), found.forward.discount, 0.0, 0.05, 1e-12, 1000
        )
        other = ql.BlackCalculator(ql.PlainVanillaPayoff(kind, strike), found.forward.value, deviation, 1.0)
        assert listed.iv == pytest.approx(deviation / math.sqrt(found.forward.years), rel=1e-6)
        assert listed.delta == pytest.approx(other.deltaForward(), abs=1e-7)
        asked += 1
    assert asked > 100


# Examples


def test_expiries_that_trade_no_longer_are_not_offered() -> None:
    at = moment("2026-12-18 16:00")
    old = {key: replace(quote, moment=CLOCK) for key, quote in SPXW_QUOTES.items()}
    assert expiries_of(chains(), "SPXW") == (DECEMBER, *LATER)
    past = Chains(market(old, at=at, spx="6690"), PRODUCTS)
    assert expiries_of(past, "SPXW") == LATER
    assert "trades no longer" in told(chain_of(past, "SPXW", DECEMBER))


def test_an_am_series_is_not_offered_on_its_settlement_morning() -> None:
    quotes = chain("VIX", VIX_DECEMBER, 18.05, range(12, 30))
    tuesday, last = moment("2026-12-15 16:14"), moment("2026-12-15 16:15")
    assert expiries_of(Chains(market(quotes, at=tuesday), PRODUCTS), "VIX") == (VIX_DECEMBER,)
    assert expiries_of(Chains(market(quotes, at=last), PRODUCTS), "VIX") == ()


def test_futures_are_found_by_their_quotes() -> None:
    assert expiries_of(chains(), "VX")[0] == VIX_DECEMBER
    assert expiries_of(chains(), "VXM") == ()
    assert expiries_of(chains(), "ABC") == ()


def test_what_is_missing_is_said_with_what_to_import() -> None:
    of = chains()
    assert "no option root" in told(chain_of(of, "ABC", DECEMBER))
    assert "no option root" in told(chain_of(of, "VX", VIX_DECEMBER))
    assert told(chain_of(of, "XSP", DECEMBER)).endswith("no option of XSP is quoted: import a chain of XSP")
    gap = told(chain_of(of, "SPXW", DECEMBER + timedelta(days=3)))
    assert gap.startswith("expiry: no option of SPXW 21DEC26 is quoted: import a chain that has it")
    assert "the nearest quoted is 18DEC26, 24DEC26, 28DEC26" in gap


def test_a_chain_without_a_forward_still_lists_its_strikes() -> None:
    puts = {key: quote for key, quote in SPXW_QUOTES.items() if key.right == "P" and key.expiry == DECEMBER}
    found = the_chain(chains(puts))
    assert found.strikes("P") == tuple(Decimal(one) for one in STRIKES)
    assert found.strikes("C") == ()
    assert all(one.mid is not None and one.delta is None for one in found.puts.values())
    assert "no forward" in told(found.forward)
    assert "no forward" in told(found.expected_move)


def test_a_price_typed_since_marks_its_strike_alone() -> None:
    contract, at = option("SPXW", 6300, "P"), CLOCK
    typed = Quote(contract, at, "typed", Decimal(21), Decimal(21), is_typed=True)
    before: Quotes = {key: replace(quote, moment=at - timedelta(hours=1)) for key, quote in SPXW_QUOTES.items()}
    given = market(before, spx="6690")
    corrected = Market(given.at, given.rates, given.quotes, given.levels, {contract: typed})
    plain, other = the_chain(Chains(given, PRODUCTS)), the_chain(Chains(corrected, PRODUCTS))
    assert other.puts[Decimal(6300)].mid == 21
    assert other.puts[Decimal(6300)].delta != plain.puts[Decimal(6300)].delta
    assert other.puts[Decimal(6310)] == plain.puts[Decimal(6310)]
    later = Quote(option("SPXW", 6350, "P"), at, "typed", Decimal(30), Decimal(30), is_typed=True)
    early = replace(typed, moment=at - timedelta(minutes=20))
    both = Market(given.at, given.rates, given.quotes, given.levels, {contract: early, later.contract: later})
    assert [the_chain(Chains(both, PRODUCTS)).puts[Decimal(strike)].mid for strike in (6300, 6350)] == [21, 30]


def test_old_prices_are_no_volatilities_on_a_forward_typed_since() -> None:
    """A call and a put typed an hour later move the forward by 30; the chain keeps its volatilities, as a held leg
    does."""
    before = {key: replace(quote, moment=CLOCK - timedelta(hours=1)) for key, quote in SPXW_QUOTES.items()}
    given = market(before, spx="6690")
    pair = {option("SPXW", 6720, "C"): "130", option("SPXW", 6720, "P"): "105"}
    typed = {
        key: Quote(key, CLOCK, "typed", Decimal(price), Decimal(price), is_typed=True) for key, price in pair.items()
    }
    at = Market(given.at, given.rates, given.quotes, given.levels, typed)
    plain, moved = the_chain(Chains(given, PRODUCTS)), the_chain(Chains(at, PRODUCTS))
    assert moved.forward.value == pytest.approx(6720 + 25 / moved.forward.discount)
    for strike in (6300, 6500, 7000, 7150):
        right = "P" if strike < FORWARD else "C"
        contract = option("SPXW", strike, right)
        value = value_legs([held(contract)], at)[1]
        assert moved.listed(contract).delta == pytest.approx(value.delta, abs=1e-12)
        assert moved.listed(contract).iv == pytest.approx(plain.listed(contract).iv, rel=1e-9)


def test_the_expected_move_is_that_of_the_picture() -> None:
    desk = founded_desk()
    enter(desk, "-1 SPXW 18DEC26 6300/6350P 7150/7200C @3.2")
    picture = paint(Inputs(desk.book, seen()))
    (odds,) = picture.risk.odds.values()
    found = the_chain(chains_of(desk.book, seen()))
    assert found.level == SPOT
    assert found.expected_move == pytest.approx(odds.expected_move)
    # by hand: 6690 x 15.9 % at the forward x sqrt(28 days and half an hour)
    assert found.expected_move == pytest.approx(SPOT * skewed(FORWARD) * math.sqrt((28 + 0.5 / 24) / 365), rel=0.01)


def test_options_on_vix_move_about_their_future() -> None:
    found = the_chain(chains(VIX_QUOTES), "VIX", VIX_DECEMBER)
    assert found.level == 18.05
    assert found.expected_move == pytest.approx(18.05 * 0.9 * math.sqrt(found.forward.years), rel=0.01)
    assert found.sleeve == "alvh"
    assert found.days == 26


def test_without_an_index_level_there_is_no_expected_move() -> None:
    found = the_chain(Chains(market(SPXW_QUOTES, at=CLOCK), PRODUCTS))
    # in the session SPXW of a later day stands for it, so quotes of that one expiry alone still give a level
    assert isinstance(found, Chain)
    assert found.level == pytest.approx(FORWARD * found.forward.discount)


def test_a_chain_is_worked_out_once() -> None:
    of = chains()
    assert chain_of(of, "SPXW", DECEMBER) is chain_of(of, "SPXW", DECEMBER)
