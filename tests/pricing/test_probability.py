"""Probabilities of a settlement: the smile's slope in strike, its density, and the laws both must keep."""

import math
from statistics import NormalDist

import numpy as np
import pytest
import QuantLib
from hypothesis import assume, given
from hypothesis import strategies as st
from support.made_smiles import SKEWED, sound_svis

from alvh_desktop.pricing import black76
from alvh_desktop.pricing.probability import density, probability_inside, profit_intervals, terminal_below
from alvh_desktop.pricing.smile import Svi

FORWARD = 5000.0
INF = math.inf


def sd_of(svi: Svi) -> float:
    return float(np.sqrt(svi.variance(0.0)))


def over_everything(svi: Svi) -> tuple[np.ndarray, np.ndarray]:
    """Strikes over all that matters, and the weight of each in a sum over dK: even steps of asinh(k/sd)."""
    sd = sd_of(svi)
    u = np.linspace(-1.0, 1.0, 8001) * math.asinh(30.0 / sd)
    strikes = FORWARD * np.exp(sd * np.sinh(u))
    return strikes, strikes * sd * np.cosh(u) * (u[1] - u[0])


@st.composite
def thin_tailed(draw: st.DrawFn) -> Svi:
    svi = draw(sound_svis())
    assume(svi.b * (1.0 + abs(svi.rho)) < 0.3)
    return svi


@given(st.floats(0.05, 2.0), st.floats(1e-5, 2.0), st.floats(-4.0, 4.0))
def test_a_flat_smile_gives_the_normal_distribution(vol: float, years: float, d: float) -> None:
    deviation = vol * math.sqrt(years)
    strike = FORWARD * math.exp(d * deviation - 0.5 * deviation**2)
    assert float(terminal_below(Svi.flat(vol, years), FORWARD, strike)) == pytest.approx(
        NormalDist().cdf(d), abs=1e-11
    )


@given(sound_svis(), st.floats(-3.0, 3.0))
def test_below_a_strike_is_the_slope_of_the_put(svi: Svi, deviations: float) -> None:
    strike = FORWARD * math.exp(deviations * sd_of(svi))
    step = 1e-4 * sd_of(svi) * strike
    strikes = np.array([strike - step, strike + step])
    vols = svi.vol(np.log(strikes / FORWARD))
    puts = black76.price(FORWARD, strikes, 1.0, svi.years, vols, False)
    quotient = float(puts[1] - puts[0]) / (2.0 * step)
    assert float(terminal_below(svi, FORWARD, strike)) == pytest.approx(quotient, abs=1e-6)


@given(sound_svis(least_years=0.02), st.floats(-2.0, 2.0))
def test_below_a_strike_and_density_are_quantlibs(svi: Svi, deviations: float) -> None:
    sd = sd_of(svi)
    strike = FORWARD * math.exp(deviations * sd)
    section = QuantLib.SviSmileSection(svi.years, FORWARD, [svi.a, svi.b, svi.s, svi.rho, svi.m])
    gap = 2e-3 * sd * strike
    digital = section.digitalOptionPrice(strike, QuantLib.Option.Put, 1.0, gap)
    assert float(terminal_below(svi, FORWARD, strike)) == pytest.approx(digital, abs=2e-3)
    assert float(density(svi, FORWARD, strike)) * gap == pytest.approx(
        section.density(strike, 1.0, gap) * gap, abs=2e-5
    )


@given(sound_svis(), st.floats(-3.0, 3.0))
def test_density_is_the_slope_of_the_probability(svi: Svi, deviations: float) -> None:
    strike = FORWARD * math.exp(deviations * sd_of(svi))
    step = 1e-4 * sd_of(svi) * strike
    below = terminal_below(svi, FORWARD, np.array([strike - step, strike + step]))
    scale = sd_of(svi) * strike
    assert float(density(svi, FORWARD, strike)) * scale == pytest.approx(
        float(below[1] - below[0]) / (2.0 * step) * scale, abs=1e-6
    )


@given(thin_tailed())
def test_density_is_whole_and_centred_on_the_forward(svi: Svi) -> None:
    strikes, weights = over_everything(svi)
    mass = density(svi, FORWARD, strikes) * weights
    assert mass.sum() == pytest.approx(1.0, abs=1e-7)
    assert (mass * strikes).sum() / FORWARD == pytest.approx(1.0, abs=1e-6)


@given(thin_tailed(), st.floats(-2.0, 2.0))
def test_a_call_is_worth_what_its_density_pays(svi: Svi, deviations: float) -> None:
    """The kink of the payoff at K is a node's width wide, hence the tolerance."""
    strike = FORWARD * math.exp(deviations * sd_of(svi))
    strikes, weights = over_everything(svi)
    paid = float((density(svi, FORWARD, strikes) * weights * np.maximum(strikes - strike, 0.0)).sum())
    vol = float(svi.vol(math.log(strike / FORWARD)))
    call = float(black76.price(FORWARD, strike, 1.0, svi.years, vol, True))
    assert paid == pytest.approx(call, abs=2e-5 * FORWARD * sd_of(svi))


@given(sound_svis())
def test_it_never_falls_with_the_strike(svi: Svi) -> None:
    strikes = FORWARD * np.exp(svi.deviations(3.0, 241))
    below = terminal_below(svi, FORWARD, strikes)
    assert (np.diff(below) >= -1e-12).all()
    assert (below >= 0.0).all()
    assert (below <= 1.0).all()


def test_skew_moves_probability_below_the_forward_down_and_its_tail_up() -> None:
    """A falling smile: a close a little below is less likely than at one volatility, one far below likelier."""
    flat = Svi.flat(float(SKEWED.vol(0.0)), SKEWED.years)
    near, far = FORWARD * math.exp(-0.5 * sd_of(SKEWED)), FORWARD * math.exp(-3.0 * sd_of(SKEWED))
    assert terminal_below(SKEWED, FORWARD, near) < terminal_below(flat, FORWARD, near)
    assert terminal_below(SKEWED, FORWARD, far) > 3.0 * terminal_below(flat, FORWARD, far)


def test_the_ends_of_the_axis_are_certain() -> None:
    strikes = np.array([-5.0, 0.0, 1e-200, 1e200, INF])
    assert terminal_below(SKEWED, FORWARD, strikes) == pytest.approx([0.0, 0.0, 0.0, 1.0, 1.0], abs=1e-12)
    assert density(SKEWED, FORWARD, strikes) == pytest.approx(np.zeros(5), abs=1e-12)
    assert np.isnan(terminal_below(SKEWED, FORWARD, np.nan))


@given(st.lists(st.floats(4000.0, 6000.0), max_size=4, unique=True))
def test_profit_and_loss_share_everything(edges: list[float]) -> None:
    edges = sorted(edges)
    profit, loss = (probability_inside(SKEWED, FORWARD, profit_intervals(edges, below)) for below in (False, True))
    assert profit + loss == pytest.approx(1.0, abs=1e-12)


def test_profit_intervals_alternate() -> None:
    assert profit_intervals([4800.0, 5200.0], is_profit_below=False) == ((4800.0, 5200.0),)
    assert profit_intervals([4800.0, 5200.0], is_profit_below=True) == ((0.0, 4800.0), (5200.0, INF))
    assert profit_intervals([4800.0], is_profit_below=False) == ((4800.0, INF),)
    assert profit_intervals([], is_profit_below=True) == ((0.0, INF),)
    assert profit_intervals([], is_profit_below=False) == ()
