"""The volatility smile of one expiry, from out-of-the-money mids; each root and expiry has its own."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.implied_vol import implied_vol
from alvh_desktop.pricing.market import mid_of


@dataclass(frozen=True)
class Smile:
    """Strikes in points, ascending, and their volatilities a year as fractions; both of shape (n,)."""

    strikes: NDArray[np.float64]
    vols: NDArray[np.float64]

    def vol_at(self, strike: float) -> float | None:
        """Linear between quoted strikes, flat beyond them; None where nothing is quoted."""
        if self.strikes.size == 0 or not math.isfinite(strike):
            return None
        return float(np.interp(strike, self.strikes, self.vols))


def smile_of(chain: Sequence[Quote], forward: Forward) -> Smile:
    """Puts below the forward, calls at and above it; quotes without a bid or without a volatility are left out."""
    points: list[tuple[float, float, bool]] = []
    for quote in chain:
        strike, mid = quote.contract.strike, mid_of(quote)
        if strike is None or mid is None or not quote.bid:
            continue
        is_call = quote.contract.right == "C"
        if is_call == (float(strike) >= forward.value):
            points.append((float(strike), float(mid), is_call))
    if not points:
        return Smile(np.empty(0), np.empty(0))
    strikes, mids, sides = (np.array(column) for column in zip(*sorted(points), strict=True))
    vols = implied_vol(mids, forward.value, strikes, forward.discount, forward.years, sides.astype(np.bool_))
    known = np.isfinite(vols)
    return Smile(strikes[known], vols[known])
