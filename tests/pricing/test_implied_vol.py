"""Implied volatility: it undoes the price to the last digits the price holds, and says when there is none."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from alvh_desktop.pricing.black76 import Greeks, greeks, price
from alvh_desktop.pricing.implied_vol import implied_vol

MINUTE = 1 / (365 * 24 * 60)
ROUNDING = float(np.finfo(np.float64).eps)
GOLDEN = Path(__file__).parents[1] / "golden" / "black76.json"

forwards = st.floats(5.0, 10_000.0)
ratios = st.floats(0.2, 5.0) | st.floats(-1e-3, 1e-3).map(np.exp) | st.just(1.0)
times = st.floats(np.log(MINUTE), np.log(3.0)).map(np.exp)
vols = st.floats(np.log(0.01), np.log(4.0)).map(np.exp)
discounts = st.floats(0.8, 1.01)


def attainable(g: Greeks, sigma: np.ndarray | float, lost: np.ndarray | float = 0.0) -> np.ndarray:
    """What the rounding of the price, and of the points `lost` with it, does to the relative volatility."""
    return ROUNDING * (1.0 + (g.price + lost) / (100 * sigma * g.vega_per_vol_point))


@given(forwards, ratios, times, vols, discounts)
def test_an_out_of_the_money_price_gives_its_volatility_back(
    forward: float, ratio: float, years: float, sigma: float, df: float
) -> None:
    strike, is_call = forward * ratio, ratio >= 1.0
    g = greeks(forward, strike, df, years, sigma, is_call)
    assume(g.price > 1e-280)
    found = implied_vol(g.price, forward, strike, df, years, is_call)
    error = abs(float(found) / sigma - 1.0)
    assert error <= 50 * attainable(g, sigma)
    assert error <= 1e-12 or attainable(g, sigma) > 2e-14


@given(forwards, ratios, times, vols, discounts)
def test_an_in_the_money_price_gives_back_what_parity_leaves(
    forward: float, ratio: float, years: float, sigma: float, df: float
) -> None:
    strike, is_call = forward * ratio, ratio < 1.0
    g = greeks(forward, strike, df, years, sigma, is_call)
    intrinsic = df * abs(forward - strike)
    assume(g.price > intrinsic * (1 + 1e-12))
    found = implied_vol(g.price, forward, strike, df, years, is_call)
    assert abs(float(found) / sigma - 1.0) <= 50 * attainable(g, sigma, lost=float(g.price))


@given(forwards, ratios, times, discounts, st.floats(-600.0, -1e-9), st.booleans())
def test_every_price_in_the_band_is_repriced(
    forward: float, ratio: float, years: float, df: float, depth: float, is_call: bool
) -> None:
    strike = forward * ratio
    intrinsic = max(forward - strike if is_call else strike - forward, 0.0)
    quote = df * (intrinsic + min(forward, strike) * float(np.exp(depth)))
    sigma = implied_vol(quote, forward, strike, df, years, is_call)
    if np.isnan(sigma):
        assert quote <= df * intrinsic * (1 + 8 * ROUNDING)
        return
    assert sigma > 0.0
    assert_allclose(price(forward, strike, df, years, sigma, is_call), quote, rtol=1e-11)


def test_a_chain_of_all_regions_settles_to_the_attainable_accuracy() -> None:
    steps = np.linspace(0.0, 1.0, 23)
    ratio = np.exp(np.concatenate([np.log(5) * steps, 1e-3 * steps, 1e-7 * steps, 1e-14 * steps]))[:, None, None]
    years = np.exp(np.linspace(np.log(MINUTE), np.log(3.0), 19))[:, None]
    sigma = np.exp(np.linspace(np.log(0.01), np.log(4.0), 21))
    for strike, is_call in ((5812.75 * ratio, True), (5812.75 / ratio, False)):
        g = greeks(5812.75, strike, 0.97, years, sigma, is_call)
        carries = g.price > 1e-280
        found = implied_vol(g.price, 5812.75, strike, 0.97, years, is_call)[carries]
        given_vol = np.broadcast_to(sigma, g.price.shape)[carries]
        bound = ROUNDING * (1.0 + g.price[carries] / (100 * given_vol * g.vega_per_vol_point[carries]))
        assert carries.mean() > 0.5
        assert (np.abs(found / given_vol - 1.0) <= 50 * bound).all()


def test_prices_of_sixty_digits_give_their_volatility() -> None:
    block = json.loads(GOLDEN.read_text())["exact"]
    rows = [dict(zip(block["columns"], row, strict=True)) for row in block["rows"]]
    q, f, k, df, t, sigma, is_call = (
        np.array([row[name] for row in rows])
        for name in ("price", "forward", "strike", "df", "years", "sigma", "is_call")
    )
    found = implied_vol(q, f, k, df, t, is_call)
    intrinsic = df * np.maximum(np.where(is_call, f - k, k - f), 0.0)
    bound = attainable(greeks(f, k, df, t, sigma, is_call), sigma, lost=np.where(intrinsic > 0.0, q, 0.0))
    assert len(rows) > 50
    assert (np.abs(found / sigma - 1.0) <= 50 * bound).all()


@pytest.mark.parametrize("sigma", [1.5, 1.2])
def test_a_vix_forty_call_at_its_volatility_in_a_panic_round_trips(sigma: float) -> None:
    quote = price(18.25, 40.0, 0.99, 77 / 365, sigma, True)
    assert_allclose(implied_vol(quote, 18.25, 40.0, 0.99, 77 / 365, True), sigma, rtol=1e-13)


# Undetermined


@pytest.mark.parametrize("df", [1.0, 0.97, 0.9123456789])
@pytest.mark.parametrize("is_call", [True, False])
def test_a_price_on_or_outside_its_bounds_is_undetermined(df: float, is_call: bool) -> None:
    strike = np.array([3.0, 12.0, 16.35, 17.1, 40.0, 81.7])
    intrinsic = df * np.maximum(16.35 - strike if is_call else strike - 16.35, 0.0)
    highest = df * (np.full(6, 16.35) if is_call else strike)
    for quote in (intrinsic, 0.999 * intrinsic, highest, 1.001 * highest, -intrinsic, np.zeros(6), np.full(6, -1.0)):
        assert_array_equal(implied_vol(quote, 16.35, strike, df, 0.1, is_call), np.nan)
    for quote in (intrinsic + 1e-9, highest - 1e-9):
        assert (implied_vol(quote, 16.35, strike, df, 0.1, is_call) > 0.0).all()


def test_without_time_or_with_a_missing_number_it_is_undetermined_and_the_others_keep_theirs() -> None:
    sound = [1.3, 17.4, 20.0, 0.999, 0.13]
    for place, wrong in [(4, 0.0), (4, -0.1), (1, 0.0), (2, -20.0), (3, 0.0), *((i, np.nan) for i in range(5))]:
        columns = [[value, value] for value in sound]
        columns[place][0] = wrong
        found = implied_vol(*columns, [True, True])
        assert np.isnan(found[0])
        assert_allclose(found[1], implied_vol(*sound, True), rtol=1e-14)


def test_lists_scalars_grids_and_nothing_at_all_keep_their_shape() -> None:
    assert implied_vol(1.3, 17.4, 20.0, 0.999, 0.13, True).shape == ()
    assert implied_vol([1.3, 0.7], 17.4, [20, 25], 0.999, 0.13, [True, True]).shape == (2,)
    assert implied_vol(np.ones((3, 1)), 17.4, np.full((1, 4), 20.0), 0.999, 0.13, True).shape == (3, 4)
    assert implied_vol([], 17.4, [], 0.999, 0.13, True).shape == (0,)


def test_a_higher_price_has_a_higher_volatility() -> None:
    quote = np.exp(np.linspace(np.log(1e-250), np.log(17.39), 5000))
    sigma = implied_vol(quote, 17.4, 20.0, 1.0, 0.13, True)
    assert (np.diff(sigma) > 0.0).all()


# A real chain


@pytest.mark.realdata
def test_the_vendors_figures_for_a_vix_chain_follow_from_its_mids(shared_data: Path) -> None:
    """Cboe DataShop prices on a spot: its implied underlying is the discounted forward, theta holds that spot.

    The rate is the bill rate of the day. 0.02 is what the vendor prints for a mid at or under intrinsic.
    """
    rate, new_york = 0.003, ZoneInfo("America/New_York")
    with (shared_data / "chains" / "vix_datashop_2016-06-01.csv").open(newline="") as lines:
        quoted = [
            row
            for row in csv.DictReader(lines)
            if float(row["bid_1545"]) > 0 and float(row["implied_volatility_1545"]) not in (0.0, 0.02)
        ]

    def column(name: str) -> np.ndarray:
        return np.array([float(row[name]) for row in quoted])

    moment = datetime(2016, 6, 1, 15, 45, tzinfo=new_york).astimezone(UTC)
    settlements = [datetime.fromisoformat(row["expiration"] + "T09:30").replace(tzinfo=new_york) for row in quoted]
    years = np.array([(s.astimezone(UTC) - moment).total_seconds() for s in settlements]) / (365 * 86400)
    spot, strike = column("implied_underlying_price_1545"), column("strike")
    is_call = np.array([row["option_type"] == "C" for row in quoted])
    forward, df = spot * np.exp(rate * years), np.exp(-rate * years)
    sigma = implied_vol((column("bid_1545") + column("ask_1545")) / 2, forward, strike, df, years, is_call)
    g = greeks(forward, strike, df, years, sigma, is_call)

    assert len(quoted) > 490
    assert np.isnan(sigma).mean() < 0.01
    assert np.nanmedian(np.abs(sigma / column("implied_volatility_1545") - 1.0)) < 0.001
    for name, ours, allowed in (
        ("delta", g.forward_delta, 0.0005),
        ("gamma", g.gamma * (forward / spot) ** 2, 0.5e-4),
        ("vega", g.vega_per_vol_point, 0.5e-4),
        ("theta", g.theta_per_day - g.delta * forward * rate / 365, 0.5e-4),
    ):
        assert np.nanmedian(np.abs(ours - column(f"{name}_1545"))) < allowed, name
