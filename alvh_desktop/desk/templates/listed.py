"""The listed options of one expiry, each with its mid, volatility and delta, worked out in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.implied_vol import implied_vol
from alvh_desktop.pricing.market import mid_of
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.smile import Smile, stuck_delta
from alvh_desktop.pricing.smile.stickiness import STICKY_STRIKE


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed option. `mid` in points, None where bid and ask make none that can be believed.

    `iv` a year as a fraction: of its own mid, else of the smile of its expiry. `delta` is the forward delta that a
    held leg would show, a put's below 0. Both are None where no forward or no volatility is known.
    """

    contract: Contract
    quote: Quote
    mid: Decimal | None
    iv: float | None = None
    delta: float | None = None


def valued(
    quotes: Sequence[Quote], forward: Forward | Problem, smile: Smile | None, stickiness: float
) -> list[Listed]:
    """Each at the volatility of its own mid, else of the smile, all in one pass: what `value_legs` says of one."""
    mids = [mid_of(quote) for quote in quotes]
    if isinstance(forward, Problem) or smile is None:
        return [Listed(quote.contract, quote, mid) for quote, mid in zip(quotes, mids, strict=True)]
    strikes = np.array([float(quote.contract.strike or 0) for quote in quotes])
    is_call = np.array([quote.contract.right == "C" for quote in quotes], dtype=np.bool_)
    prices = np.array([np.nan if mid is None else float(mid) for mid in mids])
    # a price above what any volatility could give is none
    prices[prices > forward.discount * np.where(is_call, forward.value, strikes)] = np.nan
    before = forward.of_chain.moment if forward.of_chain else None
    is_of_one_time = np.array([before is None or quote.moment > before for quote in quotes], dtype=np.bool_)
    terms = forward.value, strikes, forward.discount, forward.years
    own = implied_vol(np.where(is_of_one_time, prices, np.nan), *terms, is_call)
    vols = np.where(np.isfinite(own), own, _on_smile(smile, strikes))
    deltas = _deltas(black76.greeks(*terms, vols, is_call), forward, smile, strikes, stickiness)
    return [
        Listed(quote.contract, quote, None if np.isnan(price) else mid, _known(vol), _known(delta))
        for quote, mid, price, vol, delta in zip(
            quotes, mids, prices.tolist(), vols.tolist(), deltas.tolist(), strict=True
        )
    ]


def _on_smile(smile: Smile, strikes: Floats) -> Floats:
    return np.array([np.nan if (vol := smile.vol_at(strike)) is None else vol for strike in strikes.tolist()])


def _deltas(greeks: black76.Greeks, forward: Forward, smile: Smile, strikes: Floats, stickiness: float) -> Floats:
    if stickiness == STICKY_STRIKE or smile.fit is None:
        return greeks.forward_delta
    skew = smile.fit.svi.slope(np.log(strikes / smile.forward.value))
    # the printed delta is undiscounted: so is the vega it is put right with
    vega = greeks.vega_per_vol_point / forward.discount
    return stuck_delta(greeks.forward_delta, vega, skew, forward.value, stickiness)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
