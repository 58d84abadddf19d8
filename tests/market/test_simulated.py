"""The invented market of the sample: real contracts, real ticks, no free money, and the smile it was made from."""

import itertools
import math
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.products import load_products, tick_for
from alvh_desktop.domain.quotes import Delivery, Quote
from alvh_desktop.market.simulated import SOURCE, Scene, simulate
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.implied_vol import implied_vol
from alvh_desktop.pricing.market import Market, mid_of
from alvh_desktop.pricing.rates import flat_curve

PRODUCTS = load_products()
MONDAY, JANUARY = date(2026, 11, 23), date(2027, 1, 4)
NEAR, WEEK, FAR = date(2026, 12, 16), date(2026, 12, 30), date(2027, 6, 16)
AT = datetime(2026, 11, 20, 15, 45, tzinfo=NEW_YORK)


def scene(spx: str = "6850.40", near: str = "17.40", far: str = "20.00") -> Scene:
    strikes = {MONDAY: range(6500, 7105, 5), JANUARY: range(5900, 7525, 25)}
    curve, weeks = {NEAR: Decimal(near), FAR: Decimal(far)}, {WEEK: Decimal(near)}
    return Scene(AT, Decimal(spx), Decimal("16.21"), curve, strikes, weeks)


def market_of(made: Delivery) -> Market:
    quotes = {quote.contract: quote for quote in made.quotes}
    return Market(AT, flat_curve(AT.date()), quotes, {level.index: level for level in made.levels})


MADE = simulate(scene(), PRODUCTS)
MARKET = market_of(MADE)
SCENES = st.builds(
    scene,
    st.integers(655000, 705000).map(lambda cents: str(Decimal(cents) / 100)),
    st.integers(240, 900).map(lambda ticks: str(Decimal(ticks) / 20)),
    st.integers(240, 900).map(lambda ticks: str(Decimal(ticks) / 20)),
)


def chains(made: Delivery) -> dict[tuple[str, date, str], list[Quote]]:
    """Quotes by root, expiry and right, strikes ascending."""
    found: dict[tuple[str, date, str], list[Quote]] = defaultdict(list)
    for quote in sorted(made.quotes, key=lambda each: each.contract.strike or 0):
        if quote.contract.right:
            found[quote.contract.root, quote.contract.expiry, quote.contract.right].append(quote)
    return found


def test_it_says_that_it_is_simulated_and_when() -> None:
    assert {quote.source for quote in MADE.quotes} == {level.source for level in MADE.levels} == {SOURCE}
    assert {quote.moment for quote in MADE.quotes} == {AT}
    assert [(level.index, str(level.value)) for level in MADE.levels] == [("SPX", "6850.40"), ("VIX", "16.21")]
    assert (MADE.rows_read, MADE.refused) == (len(MADE.quotes), ())


def test_it_is_made_the_same_twice() -> None:
    assert simulate(scene(), PRODUCTS) == MADE
    assert simulate(scene(spx="6851.40"), PRODUCTS) != MADE


def test_every_contract_is_quoted_once_and_exists() -> None:
    contracts = [quote.contract for quote in MADE.quotes]
    assert len(set(contracts)) == len(contracts) == 2 * (121 + 65) + 2 * (1 + 2 * 36) + 2 * 36
    assert {c.root for c in contracts if c.expiry == WEEK} == {"VIXW"}
    for contract in contracts:
        assert is_business_day(contract.expiry)
        assert contract.root in PRODUCTS


@settings(max_examples=25)
@given(SCENES)
def test_quotes_stand_on_ticks_and_are_not_crossed(made_scene: Scene) -> None:
    for quote in simulate(made_scene, PRODUCTS).quotes:
        assert quote.bid is not None
        assert quote.ask is not None
        assert 0 <= quote.bid < quote.ask
        for price in (quote.bid, quote.ask):
            tick = tick_for(PRODUCTS[quote.contract.root], price, AT.date())
            assert price % tick == 0, (quote.contract, price)


@settings(max_examples=25)
@given(SCENES)
def test_no_money_is_free(made_scene: Scene) -> None:
    """Sold at the bid and bought at the ask no vertical and no butterfly pays for itself."""
    for (_, _, right), chain in chains(simulate(made_scene, PRODUCTS)).items():
        order = chain if right == "C" else chain[::-1]  # dearest first
        for dear, cheap in itertools.pairwise(order):
            assert dear.ask is not None
            assert cheap.bid is not None
            assert dear.ask >= cheap.bid
            width = abs((dear.contract.strike or 0) - (cheap.contract.strike or 0))
            assert dear.bid is not None
            assert cheap.ask is not None
            assert dear.bid - cheap.ask <= width
        for low, middle, high in zip(chain, chain[1:], chain[2:], strict=False):
            assert low.ask is not None
            assert high.ask is not None
            assert middle.bid is not None
            assert low.ask + high.ask >= 2 * middle.bid


@settings(max_examples=25)
@given(SCENES)
def test_forwards_come_back_out_of_the_quotes(made_scene: Scene) -> None:
    """Parity finds the carried index within the ticks; a VIX option stands on its own future exactly."""
    market = market_of(simulate(made_scene, PRODUCTS))
    for expiry in made_scene.spxw:
        forward = forward_of(market, Contract("SPXW", expiry), PRODUCTS["SPXW"])
        assert isinstance(forward, Forward)
        carried = float(made_scene.spx) * math.exp((market.rates.per_year(forward.years) - 0.013) * forward.years)
        assert forward.value == pytest.approx(carried, abs=0.2)
    for expiry, price in made_scene.vx.items():
        forward = forward_of(market, Contract("VIX", expiry, Decimal(17), "C"), PRODUCTS["VIX"])
        assert isinstance(forward, Forward)
        assert forward.value == float(price)


def test_spxw_smiles_fall_and_vix_smiles_rise_with_the_strike() -> None:
    for root, expiry, strikes, rises in (
        ("SPXW", JANUARY, (6300, 6600, 6850, 7000, 7150), False),
        ("SPXW", MONDAY, (6650, 6750, 6850, 6900), False),
        ("VIX", NEAR, (15, 17, 20, 25, 30), True),
        ("VIX", FAR, (17, 20, 25, 30), True),
    ):
        vols = [vol_of(root, expiry, strike) for strike in strikes]
        assert vols == sorted(vols, reverse=not rises), (root, expiry, vols)
        assert min(vols) > (0.4 if root == "VIX" else 0.06)
        assert max(vols) < (1.6 if root == "VIX" else 0.3)


def vol_of(root: str, expiry: date, strike: int) -> float:
    """Volatility of the out-of-the-money mid."""
    forward = forward_of(MARKET, Contract(root, expiry), PRODUCTS[root])
    assert isinstance(forward, Forward)
    is_call = strike >= forward.value
    mid = mid_of(MARKET.quotes[Contract(root, expiry, Decimal(strike), "C" if is_call else "P")])
    assert mid is not None
    return float(implied_vol(float(mid), forward.value, float(strike), forward.discount, forward.years, is_call))


def test_a_dear_vix_option_is_quoted_in_nickels_and_a_cheap_one_in_pennies() -> None:
    for quote in MADE.quotes:
        if quote.contract.root == "VIX" and quote.ask is not None:
            step = Decimal("0.05") if quote.ask >= 3 else Decimal("0.01")
            assert quote.ask % step == 0
