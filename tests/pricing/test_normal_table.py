"""The tabled normal distribution against scipy's own, everywhere a chart asks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from alvh_desktop.pricing.scenario.normal_table import normal_cdf


def density(x: np.ndarray) -> np.ndarray:
    return np.exp(-0.5 * x * x) / np.sqrt(2.0 * np.pi)


@pytest.mark.parametrize(("low", "high"), [(-10.0, 10.0), (-1e-6, 1e-6), (-8.6, -8.4), (8.4, 8.6), (-400.0, 400.0)])
def test_it_is_the_normal_distribution(low: float, high: float) -> None:
    x = np.linspace(low, high, 100_003)
    assert np.abs(normal_cdf(x, density(x)) - special.ndtr(x)).max() < 4e-14


@given(st.lists(st.floats(-1e100, 1e100), min_size=1, max_size=5))
def test_any_number_gives_a_share_and_both_sides_make_a_whole(values: list[float]) -> None:
    x = np.array(values)
    with np.errstate(over="ignore", under="ignore"):
        phi = density(x)
    one, other = normal_cdf(x, phi), normal_cdf(-x, phi)
    assert ((one >= -1e-16) & (one <= 1.0 + 1e-15)).all()
    assert np.abs(one + other - 1.0).max() < 1e-15
