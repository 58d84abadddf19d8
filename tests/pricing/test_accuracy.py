"""The bars: real chains priced from their own mids come to the vendor's volatilities and Greeks."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy import (
    DELTA,
    GAMMA,
    IV,
    SPX_2022,
    SPX_2023,
    THETA,
    VEGA,
    WEEK,
    spx_errors,
    vix_errors,
)

pytestmark = pytest.mark.realdata


@pytest.mark.parametrize("name", [SPX_2022, SPX_2023])
def test_spx_volatilities_and_deltas_are_the_vendors(shared_data: Path, name: str) -> None:
    errors = spx_errors(shared_data, name).within(WEEK, np.inf)
    assert errors.days.size > 7500
    assert errors.middle(IV) < 0.002
    assert errors.middle(DELTA) < 0.002


def test_vix_volatilities_and_greeks_are_the_vendors(shared_data: Path) -> None:
    errors = vix_errors(shared_data)
    assert errors.days.size > 200
    assert errors.middle(IV) < 0.001
    assert errors.middle(DELTA) < 0.002
    for figure in (GAMMA, VEGA, THETA):
        assert errors.middle(figure) < 0.00005, figure
