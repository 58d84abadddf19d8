"""Touch probabilities, expected move and the odds of a condor."""

import math
from datetime import date
from statistics import NormalDist

import numpy as np
import pytest
import QuantLib
from hypothesis import assume, given
from hypothesis import strategies as st
from support.founded_books import PRODUCTS, moment
from support.made_smiles import SKEWED

from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.probability import (
    CondorOdds,
    condor_odds,
    expected_move,
    expected_move_at,
    probability_of_touch,
    terminal_below,
)
from alvh_desktop.pricing.smile import Svi
from alvh_desktop.pricing.smile.svi import butterfly

N = NormalDist().cdf
STRIKES = (4600.0, 4700.0, 5200.0, 5300.0)
VOLS, RATIOS = st.floats(0.05, 2.0), st.floats(0.8, 1.25)


def quantlib_touch(spot: float, forward: float, strike: float, vol: float, days: int) -> float:
    """One unit at expiry if touched, undiscounted; the rate drifts the spot to the forward."""
    today, clock = QuantLib.Date(2, 1, 2026), QuantLib.Actual365Fixed()
    QuantLib.Settings.instance().evaluationDate = today
    rate = math.log(forward / spot) * 365.0 / days

    def curve(per_year: float) -> QuantLib.YieldTermStructureHandle:
        return QuantLib.YieldTermStructureHandle(QuantLib.FlatForward(today, per_year, clock))

    surface = QuantLib.BlackVolTermStructureHandle(
        QuantLib.BlackConstantVol(today, QuantLib.NullCalendar(), vol, clock)
    )
    quote = QuantLib.QuoteHandle(QuantLib.SimpleQuote(spot))
    process = QuantLib.BlackScholesMertonProcess(quote, curve(0.0), curve(rate), surface)
    payoff = QuantLib.CashOrNothingPayoff(QuantLib.Option.Put if strike < spot else QuantLib.Option.Call, strike, 1.0)
    option = QuantLib.VanillaOption(payoff, QuantLib.AmericanExercise(today, today + days, True))
    option.setPricingEngine(QuantLib.AnalyticDigitalAmericanEngine(process))
    return float(option.NPV() * forward / spot)


@given(RATIOS, st.floats(0.97, 1.03), st.floats(0.08, 1.0), st.integers(1, 400))
def test_touch_is_quantlibs(ratio: float, carry: float, vol: float, days: int) -> None:
    assume(abs(ratio - 1.0) > 1e-6)
    ours = float(probability_of_touch(5000.0, 5000.0 * carry, 5000.0 * ratio, vol, days / 365.0))
    assert ours == pytest.approx(quantlib_touch(5000.0, 5000.0 * carry, 5000.0 * ratio, vol, days), abs=1e-9)


@given(RATIOS, VOLS, st.floats(1e-5, 2.0))
def test_without_drift_a_touch_is_twice_a_close_beyond(ratio: float, vol: float, years: float) -> None:
    deviation = vol * math.sqrt(years)
    level = 5000.0 * math.exp(0.5 * deviation**2)  # the forward that leaves ln S without drift
    ours = float(probability_of_touch(5000.0, level, 5000.0 * ratio, vol, years))
    assert ours == pytest.approx(2.0 * N(-abs(math.log(ratio)) / deviation), abs=1e-9)


@pytest.mark.parametrize(("strike", "forward"), [(4700.0, 5010.0), (5300.0, 5010.0), (5300.0, 4900.0)])
def test_touch_is_what_simulated_paths_do(strike: float, forward: float) -> None:
    """20,000 paths of 20 steps, each step crossed with the probability of a Brownian bridge."""
    vol, years, spot, paths, steps = 0.22, 30.0 / 365.0, 5000.0, 20_000, 20
    dt = years / steps
    drift = math.log(forward / spot) / years - 0.5 * vol * vol
    shocks = np.random.default_rng(20261121).standard_normal((paths, steps))
    walked = np.cumsum(drift * dt + vol * math.sqrt(dt) * shocks, axis=1)
    logs = np.hstack([np.zeros((paths, 1)), walked]) - math.log(strike / spot)
    product = logs[:, :-1] * logs[:, 1:]
    missed = np.where(product > 0.0, -np.expm1(-2.0 * product / (vol * vol * dt)), 0.0)
    touched = 1.0 - missed.prod(axis=1)
    ours = float(probability_of_touch(spot, forward, strike, vol, years))
    assert abs(touched.mean() - ours) < 4.0 * touched.std() / math.sqrt(paths)


@given(RATIOS, RATIOS, st.floats(0.0, 5.0), st.floats(0.0, 3.0))
def test_touch_is_a_probability_and_not_below_a_close_beyond(
    ratio: float, carry: float, vol: float, years: float
) -> None:
    touch = float(probability_of_touch(100.0, 100.0 * carry, 100.0 * ratio, vol, years))
    assert 0.0 <= touch <= 1.0
    if vol * math.sqrt(years) > 1e-6:
        below = float(terminal_below(Svi.flat(vol, years), 100.0 * carry, 100.0 * ratio))
        assert touch >= (below if ratio < 1.0 else 1.0 - below) - 1e-12


def test_touch_without_time_or_volatility() -> None:
    levels = np.array([95.0, 100.0, 105.0, 115.0])
    assert probability_of_touch(100.0, 110.0, levels, 0.2, 0.0) == pytest.approx([0.0, 1.0, 0.0, 0.0])
    assert probability_of_touch(100.0, 110.0, levels, 0.0, 0.5) == pytest.approx([0.0, 1.0, 1.0, 0.0])


def test_expected_move() -> None:
    assert expected_move(5000.0, 0.20, 0.25) == pytest.approx(500.0)
    least = 5000.0 * 0.20 * math.sqrt(900.0 / (365.0 * 86400.0))
    assert expected_move(5000.0, 0.20, 0.0) == pytest.approx(least, rel=1e-14)


def test_expected_move_of_a_series_ends_with_its_trading() -> None:
    """SPX of Friday 18 December 2026 trades last on Thursday 16:15 and settles at the Friday open."""
    spx, spxw, expiry = PRODUCTS["SPX"], PRODUCTS["SPXW"], date(2026, 12, 18)
    before, waiting = moment("2026-12-17 16:14"), moment("2026-12-17 16:15")
    move = expected_move_at(before, spx, expiry, 6000.0, 0.2)
    assert move == pytest.approx(6000.0 * 0.2 * math.sqrt((17 * 60 + 16) / (365 * 1440)))
    unknown = expected_move_at(waiting, spx, expiry, 6000.0, 0.2)
    assert isinstance(unknown, Problem)
    assert unknown.message == "not known: settles at the open"
    assert isinstance(expected_move_at(waiting, spxw, expiry, 6000.0, 0.2), float)
    for product, settled in ((spx, "2026-12-18 09:30"), (spxw, "2026-12-18 16:00")):
        gone = expected_move_at(moment(settled), product, expiry, 6000.0, 0.2)
        assert isinstance(gone, Problem)
        assert "settled" in gone.message


def test_condor_at_one_volatility_is_the_normal_distribution() -> None:
    vol, years, forward = 0.18, 30.0 / 365.0, 5000.0
    odds = condor_odds(Svi.flat(vol, years), forward, 4990.0, STRIKES, (4680.0, 5220.0))
    assert isinstance(odds, CondorOdds)
    deviation = vol * math.sqrt(years)

    def below(strike: float) -> float:
        return N((math.log(strike / forward) + 0.5 * deviation**2) / deviation)

    assert odds.profit == pytest.approx(below(5220.0) - below(4680.0), abs=1e-12)
    ends = (odds.below_long_put, odds.below_short_put, 1 - odds.above_short_call, 1 - odds.above_long_call)
    assert ends == pytest.approx([below(strike) for strike in STRIKES], abs=1e-12)
    assert odds.touch_put == pytest.approx(float(probability_of_touch(4990.0, forward, 4700.0, vol, years)))
    assert odds.expected_move == pytest.approx(4990.0 * deviation)


@given(st.floats(4500.0, 5400.0), st.floats(0.98, 1.02))
def test_odds_are_ordered(spot: float, carry: float) -> None:
    odds = condor_odds(SKEWED, spot * carry, spot, STRIKES, (4690.0, 5210.0))
    assert isinstance(odds, CondorOdds)
    assert 0.0 <= odds.below_long_put <= odds.below_short_put <= odds.touch_put <= 1.0
    assert 0.0 <= odds.above_long_call <= odds.above_short_call <= odds.touch_call <= 1.0
    between_shorts = 1.0 - odds.below_short_put - odds.above_short_call
    between_longs = 1.0 - odds.below_long_put - odds.above_long_call
    assert between_shorts - 1e-12 <= odds.profit <= between_longs + 1e-12
    if spot <= 4700.0:
        assert odds.touch_put == 1.0
    if spot >= 5200.0:
        assert odds.touch_call == 1.0


def local_volatility_touches(svi: Svi, strikes: np.ndarray) -> np.ndarray:
    """How many of 20,000 Dupire paths from the forward touch each strike; total variance grows evenly in time."""
    steps, sd = 200, float(np.sqrt(svi.variance(0.0)))
    dt, grid = svi.years / steps, np.linspace(-6.0, 6.0, 1201) * sd
    w, levels = svi.variance(grid), np.log(strikes / 5000.0)[:, None]
    nudge = grid[1] - grid[0]
    first, second = np.gradient(w, nudge), np.gradient(np.gradient(w, nudge), nudge)
    generator, x, missed = np.random.default_rng(11), np.zeros(20_000), np.ones((strikes.size, 20_000))
    for part in (np.arange(steps) + 0.5) / steps:
        factor = butterfly(grid, part * w, part * first, part * second)
        variance = np.interp(x, grid, w / svi.years / np.maximum(factor, 0.05)) * dt
        moved = x - 0.5 * variance + np.sqrt(variance) * generator.standard_normal(x.size)
        product = np.maximum((x - levels) * (moved - levels), 0.0)
        missed *= -np.expm1(-2.0 * product / variance)
        x = moved
    return np.asarray(1.0 - missed.mean(axis=1))


def test_touch_errs_towards_a_touch_where_volatility_follows_the_smile() -> None:
    shorts = 5000.0 * np.exp(np.array([-1.2, 1.0]) * np.sqrt(SKEWED.variance(0.0)))
    strikes = (4000.0, float(shorts[0]), float(shorts[1]), 6000.0)
    odds = condor_odds(SKEWED, 5000.0, 5000.0, strikes, (4700.0, 5210.0))
    assert isinstance(odds, CondorOdds)
    put, call = local_volatility_touches(SKEWED, shorts)
    assert call * 0.92 < odds.touch_call < call * 1.06
    assert put < odds.touch_put < 1.45 * put


def test_odds_are_ordered_where_the_density_is_not_positive() -> None:
    bent = Svi(a=0.003, b=0.2, rho=-0.9, m=0.05, s=0.005, years=0.25)
    strikes = (4600.0, 4700.0, 5025.0, 5050.0)
    assert terminal_below(bent, 5000.0, strikes[2]) > terminal_below(bent, 5000.0, strikes[3])
    odds = condor_odds(bent, 5000.0, 5000.0, strikes, (4690.0, 5030.0))
    assert isinstance(odds, CondorOdds)
    assert odds.above_short_call >= odds.above_long_call


def test_a_known_problem_of_the_move_is_kept() -> None:
    waits = Problem("expected move SPX", "not known: settles at the open")
    odds = condor_odds(SKEWED, 5000.0, 5000.0, STRIKES, (4690.0, 5210.0), move=waits)
    assert isinstance(odds, CondorOdds)
    assert odds.expected_move is waits


@pytest.mark.parametrize(
    ("forward", "spot", "strikes", "break_evens", "where"),
    [
        (math.nan, 5000.0, STRIKES, (4690.0, 5210.0), "forward"),
        (5000.0, 0.0, STRIKES, (4690.0, 5210.0), "spot"),
        (5000.0, 5000.0, (0.0, 4700.0, 5200.0, 5300.0), (4690.0, 5210.0), "long put"),
        (5000.0, 5000.0, (4700.0, 4600.0, 5200.0, 5300.0), (4690.0, 5210.0), "strikes"),
        (5000.0, 5000.0, (4600.0, math.nan, 5200.0, 5300.0), (4690.0, 5210.0), "strikes"),
        (5000.0, 5000.0, STRIKES, (5210.0, 4690.0), "break-evens"),
    ],
)
def test_what_cannot_be_a_condor_is_named(
    forward: float,
    spot: float,
    strikes: tuple[float, float, float, float],
    break_evens: tuple[float, ...],
    where: str,
) -> None:
    found = condor_odds(SKEWED, forward, spot, strikes, break_evens)
    assert isinstance(found, Problem)
    assert found.where == where
