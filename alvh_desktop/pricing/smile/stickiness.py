"""How a volatility at a fixed strike answers a move of the forward, and what that does to delta."""

import numpy as np
from numpy.typing import ArrayLike

from alvh_desktop.pricing.black76 import VOL_POINT
from alvh_desktop.pricing.normalised_black import Floats

STICKY_STRIKE = 1.0
STICKY_MONEYNESS = 0.0


def stuck_delta(
    delta: ArrayLike,
    vega_per_vol_point: ArrayLike,
    skew: ArrayLike,
    forward: ArrayLike,
    stickiness: ArrayLike = STICKY_STRIKE,
) -> Floats:
    """Delta when the smile moves with the forward: delta + vega * (R - 1) * skew / F, of the broadcast shape.

    `stickiness` R is the skew-stickiness ratio (Bergomi, Smile dynamics IV, 2009): 1 holds sigma(K), and the answer
    is `delta`; 0 holds sigma(K/F); SPX moves like 1.2 to 2. `delta` is points per point of the forward and
    `vega_per_vol_point` points per 0.01 of volatility, both discounted (as black76.Greeks has them) or both not;
    the answer is as they are. `skew` is d sigma / d ln K at the strike, as a fraction per unit, negative for SPX
    puts; `forward` points above 0.
    """
    vega = np.asarray(vega_per_vol_point, dtype=np.float64) / VOL_POINT
    moved = (np.asarray(stickiness, dtype=np.float64) - 1.0) * np.asarray(skew, dtype=np.float64)
    return np.asarray(np.asarray(delta, dtype=np.float64) + vega * moved / np.asarray(forward, dtype=np.float64))
