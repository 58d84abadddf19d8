"""The SVI fit: it finds the curve that made the quotes, keeps its constraints whatever comes, and survives noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_smiles import SKEWED, sound_svis

from alvh_desktop.pricing.smile import Svi, fit_svi

FINITE_VOLS = st.floats(0.01, 5.0)
_POINTS = st.lists(st.tuples(st.floats(-0.5, 0.5), FINITE_VOLS, st.floats(1e-6, 1e6)), min_size=1, max_size=40)


def quoted(svi: Svi, points: int = 31, low: float = -4.0, high: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    k = np.linspace(low, high, points) * np.sqrt(svi.variance(0.0))
    return k, svi.vol(k)


def keeps_its_bounds(svi: Svi) -> bool:
    lowest = svi.a + svi.b * svi.s * np.sqrt(1.0 - svi.rho * svi.rho)
    return (
        svi.b >= 0.0 and abs(svi.rho) <= 0.999 + 1e-12 and lowest > 0.0 and svi.b * (1.0 + abs(svi.rho)) <= 2.0 + 1e-9
    )


@given(sound_svis())
def test_the_curve_that_made_the_quotes_is_found(svi: Svi) -> None:
    k, vols = quoted(svi)
    found = fit_svi(k, vols, np.ones(k.size), svi.years)
    assert np.abs(found.vol(k) - vols).max() < 1e-6


@given(sound_svis(), st.floats(0.1, 10.0))
def test_weights_do_not_move_an_exact_fit(svi: Svi, steepness: float) -> None:
    k, vols = quoted(svi)
    weights = np.exp(-steepness * np.linspace(-1.0, 1.0, k.size) ** 2)
    assert np.abs(fit_svi(k, vols, weights, svi.years).vol(k) - vols).max() < 1e-5


@given(_POINTS, st.floats(1e-6, 3.0), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_whatever_comes_the_curve_is_sound_and_order_does_not_matter(points, years, random) -> None:  # type: ignore[no-untyped-def]
    k, vols, weights = (np.array(column) for column in zip(*points, strict=True))
    svi = fit_svi(k, vols, weights, years)
    assert keeps_its_bounds(svi)
    assert not svi.has_negative_density()
    order = list(range(len(points)))
    random.shuffle(order)
    assert fit_svi(k[order], vols[order], weights[order], years) == svi


@given(FINITE_VOLS, st.floats(1e-6, 3.0), st.integers(1, 60))
def test_flat_quotes_give_a_flat_curve(vol: float, years: float, points: int) -> None:
    k = np.linspace(-3.0, 2.0, points) * vol * np.sqrt(years)
    rounded = vol * (1.0 + 1e-15 * np.cos(np.arange(points)))
    svi = fit_svi(k, rounded, np.linspace(1.0, 3.0, points), years)
    assert np.abs(svi.vol(np.linspace(-4.0, 4.0, 50) * vol * np.sqrt(years)) - vol).max() < 1e-10


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_noise_is_averaged_and_not_followed(seed: int) -> None:
    """The curve through noisy quotes is nearer to the true one than the quotes are."""
    k, vols = quoted(SKEWED, points=80, low=-3.0, high=2.5)
    noise = 0.003 * np.random.default_rng(seed).standard_normal(k.size)
    found = fit_svi(k, vols + noise, np.ones(k.size), SKEWED.years)
    assert np.sqrt(np.mean((found.vol(k) - vols) ** 2)) < 0.5 * 0.003


@pytest.mark.parametrize("stale", [0.08, 0.45])
@pytest.mark.parametrize("at", [3, 20, 36])
def test_one_stale_quote_hardly_moves_the_curve(stale: float, at: int) -> None:
    k, vols = quoted(SKEWED, points=41)
    noise = 0.001 * np.random.default_rng(7).standard_normal(k.size)
    hurt = vols + noise
    hurt[at] = stale
    others = np.delete(np.arange(k.size), at)
    found = fit_svi(k, hurt, np.ones(k.size), SKEWED.years)
    assert np.abs(found.vol(k) - vols)[others].max() < 0.004


def test_a_heavier_quote_draws_the_curve() -> None:
    k, vols = quoted(SKEWED, points=9)
    bent = vols + np.where(np.arange(9) == 4, 0.01, 0.0)
    light, heavy = (fit_svi(k, bent, np.where(np.arange(9) == 4, w, 1.0), SKEWED.years) for w in (1.0, 20.0))
    assert abs(heavy.vol(k[4]) - bent[4]) < 0.2 * abs(light.vol(k[4]) - bent[4])


def test_few_strikes() -> None:
    years, ones = 0.1, np.ones(4)
    k, vols = np.array([-0.05, -0.02, 0.0, 0.03]), np.array([0.25, 0.22, 0.20, 0.19])
    assert fit_svi(k[:1], vols[:1], ones[:1], years) == Svi.flat(0.25, years)
    assert float(fit_svi(k[:2], vols[:2], ones[:2], years).vol(0.0)) == pytest.approx(0.235, abs=1e-12)
    for count in (3, 4):
        found = fit_svi(k[:count], vols[:count], ones[:count], years)
        assert found.vol(k[:count]) == pytest.approx(vols[:count], abs=0.003)


def test_quotes_that_are_no_numbers_are_passed_over() -> None:
    k, vols = quoted(SKEWED)
    bad_k, bad_vols = np.append(k, [0.0, np.nan, 0.0, 0.0]), np.append(vols, [np.nan, 0.2, 0.0, -0.1])
    assert fit_svi(bad_k, bad_vols, np.ones(k.size + 4), SKEWED.years) == fit_svi(
        k, vols, np.ones(k.size), SKEWED.years
    )


@pytest.mark.parametrize(("vols", "years"), [([], 0.1), ([np.nan], 0.1), ([0.2], 0.0), ([0.2], np.nan)])
def test_nothing_to_fit_is_refused(vols: list[float], years: float) -> None:
    with pytest.raises(ValueError, match="quoted volatility and time"):
        fit_svi(np.zeros(len(vols)), vols, np.ones(len(vols)), years)


def test_quotes_with_a_negative_density_are_flattened() -> None:
    """A curve with a butterfly below zero: the fit gives up some of it, and no more than it must."""
    made = Svi(a=0.003, b=0.1, rho=0.5, m=0.05, s=0.02, years=0.25)
    assert made.has_negative_density()
    k = np.linspace(-0.25, 0.2, 41)
    found = fit_svi(k, made.vol(k), np.ones(k.size), made.years)
    assert not found.has_negative_density()
    flat = Svi.flat(float(made.vol(k).mean()), made.years)
    misfits = [float(np.sqrt(np.mean((curve.vol(k) - made.vol(k)) ** 2))) for curve in (found, flat)]
    assert misfits[0] < 0.2 * misfits[1]
