"""SVI smiles made for tests: equity and VIX shapes of any tenor, all with a density that stays above zero."""

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from alvh_desktop.pricing.smile import Svi

SKEWED = Svi(a=0.0009, b=0.028, rho=-0.55, m=0.02, s=0.055, years=30.0 / 365.0)
"""Thirty days of a calm SPX: 17 % at the forward, puts above it."""


@st.composite
def sound_svis(draw: st.DrawFn, least_years: float = 1e-4) -> Svi:
    """Middle and width in standard deviations, so that a minute bends like a year; the volatility stays positive."""
    vol, years = draw(st.floats(0.05, 1.5)), draw(st.floats(least_years, 2.0))
    sd = vol * np.sqrt(years)
    assume(sd < 1.0)
    m, s = draw(st.floats(-1.5, 1.5)), draw(st.floats(0.4, 4.0))
    rho, b = draw(st.floats(-0.95, 0.95)), draw(st.floats(0.01, 0.8))
    a = 1.0 - b * (np.hypot(m, s) - rho * m)
    assume(a + b * s * np.sqrt(1.0 - rho * rho) > 0.1)
    assume(b * sd * (1.0 + abs(rho)) < 1.9)
    svi = Svi(a * sd * sd, b * sd, rho, m * sd, s * sd, years)
    assume(not svi.has_negative_density())
    return svi
