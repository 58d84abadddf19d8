"""The SVI curve against QuantLib's, difference quotients and the density it stands for."""

import numpy as np
import pytest
import QuantLib
from hypothesis import given
from hypothesis import strategies as st
from support.made_smiles import sound_svis

from alvh_desktop.pricing.smile import Svi


@given(sound_svis(), st.floats(-4.0, 4.0))
def test_volatility_is_quantlibs(svi: Svi, deviations: float) -> None:
    k = deviations * float(np.sqrt(svi.variance(0.0)))
    section = QuantLib.SviSmileSection(svi.years, 5000.0, [svi.a, svi.b, svi.s, svi.rho, svi.m])
    assert float(svi.vol(k)) == pytest.approx(section.volatility(5000.0 * np.exp(k)), rel=1e-9)


@given(sound_svis(), st.floats(-4.0, 4.0))
def test_slope_is_the_difference_quotient(svi: Svi, deviations: float) -> None:
    sd = float(np.sqrt(svi.variance(0.0)))
    k, step = deviations * sd, 1e-4 * sd
    quotient = (float(svi.vol(k + step)) - float(svi.vol(k - step))) / (2.0 * step)
    assert float(svi.slope(k)) == pytest.approx(quotient, rel=1e-5, abs=1e-7 * float(svi.vol(k)) / sd)


@given(sound_svis(), st.floats(-3.0, 3.0))
def test_butterfly_is_the_factor_on_the_normal_density(svi: Svi, deviations: float) -> None:
    """QuantLib's second difference of option prices, over phi(d2) / (K * sd)."""
    k = deviations * float(np.sqrt(svi.variance(0.0)))
    strike, sd = 100.0 * np.exp(k), float(np.sqrt(svi.variance(k)))
    section = QuantLib.SviSmileSection(svi.years, 100.0, [svi.a, svi.b, svi.s, svi.rho, svi.m])
    step = 2e-3 * sd * strike
    calls = [section.optionPrice(strike + shift, QuantLib.Option.Call) for shift in (-step, 0.0, step)]
    normal = np.exp(-0.5 * (-k / sd - 0.5 * sd) ** 2) / np.sqrt(2.0 * np.pi) / (strike * sd)
    factor = (calls[0] - 2.0 * calls[1] + calls[2]) / step**2 / normal
    assert float(svi.butterfly(k)) == pytest.approx(factor, abs=2e-3)


@given(st.floats(0.01, 3.0), st.floats(1e-5, 3.0))
def test_a_flat_smile_is_flat(vol: float, years: float) -> None:
    svi, k = Svi.flat(vol, years), np.linspace(-2.0, 2.0, 9)
    assert svi.vol(k) == pytest.approx(np.full(9, vol), rel=1e-14)
    assert not svi.slope(k).any()
    assert (svi.butterfly(k) == 1.0).all()
    assert not svi.has_negative_density()


def test_a_sharp_bend_between_two_slopes_has_no_density() -> None:
    """Wide of the bend the call wing climbs at Lee's bound: a butterfly there is sold at a price below nothing."""
    assert Svi(a=0.001, b=1.9, rho=0.0, m=0.1, s=0.01, years=0.25).has_negative_density()


def test_shape_follows_the_question() -> None:
    svi = Svi(0.01, 0.1, -0.4, 0.0, 0.1, 0.5)
    assert svi.vol(0.0).shape == ()
    assert svi.slope(np.zeros((2, 3))).shape == svi.butterfly(np.zeros((2, 3))).shape == (2, 3)
