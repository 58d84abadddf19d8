"""The quoted smile of one root and expiry: out-of-the-money mids, and the smooth curve through them."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.implied_vol import implied_vol
from alvh_desktop.pricing.market import HALF, Market, mid_of
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.smile.fitting import fit_svi
from alvh_desktop.pricing.smile.svi import Svi

JUDGED_DEVIATIONS = 2.5

_OWN_DOUBT = 0.01  # of its volatility: a quote is never surer than that, so no strike outvotes its neighbours
_LEAST_HALF_SPREAD = 1e-9  # points; a locked quote


@dataclass(frozen=True, slots=True)
class Fit:
    """The smooth curve of one expiry and how well it lies.

    `rms_vol_error` is the root mean square of fitted minus quoted volatility (a year, fraction) over the `judged`
    quotes within 2.5 standard deviations of the forward; None when no quote stands there.
    """

    svi: Svi
    rms_vol_error: float | None
    judged: int


@dataclass(frozen=True, eq=False)
class Smile:
    """Strikes in points, ascending, their volatilities a year as fractions and half-spreads in points: shape (n,).

    `left_out` names every out-of-the-money quote that is not in it, and why.
    """

    forward: Forward
    strikes: Floats
    vols: Floats
    half_spreads: Floats
    left_out: tuple[Problem, ...] = ()

    def vol_at(self, strike: float) -> float | None:
        """Linear between quoted strikes, flat beyond them; None where nothing is quoted."""
        if self.strikes.size == 0 or not math.isfinite(strike):
            return None
        return float(np.interp(strike, self.strikes, self.vols))

    def skew_at(self, strike: float) -> float | None:
        """d sigma / d ln K of the smooth curve (fraction per unit), below 0 for SPX puts; None without a curve."""
        if self.fit is None or not (math.isfinite(strike) and strike > 0.0):
            return None
        return float(self.fit.svi.slope(math.log(strike / self.forward.value)))

    @cached_property
    def fit(self) -> Fit | None:
        """The smooth curve, found once and when it is asked for; None where nothing is quoted."""
        if self.strikes.size == 0:
            return None
        years, k = self.forward.years, np.log(self.strikes / self.forward.value)
        svi = fit_svi(k, self.vols, 1.0 / self._doubts(), years)
        near = np.abs(k) <= JUDGED_DEVIATIONS * float(svi.vol(0.0)) * math.sqrt(years)
        errors = svi.vol(k[near]) - self.vols[near]
        rms = float(np.sqrt(np.mean(errors**2))) if near.any() else None
        return Fit(svi, rms, int(near.sum()))

    def _doubts(self) -> Floats:
        """The uncertainty of each volatility: its half-spread over its vega, and one per cent of itself.

        Far wings, whose vega has vanished, say nothing; a doubt is held where its square is still a number.
        """
        of_one = black76.greeks(self.forward.value, self.strikes, 1.0, self.forward.years, self.vols, True)
        vega = np.maximum(of_one.vega_per_vol_point / black76.VOL_POINT, 1e-60)
        half = np.maximum(self.half_spreads, _LEAST_HALF_SPREAD)
        return np.asarray(np.hypot(half / vega, _OWN_DOUBT * self.vols))


def chain_smile(market: Market, contract: Contract, forward: Forward) -> Smile:
    """The smile of the chain a contract belongs to, worked out once a market and forward; empty without quotes.

    A chain older than the forward is read on the forward of its own moment: an old price on a new forward is no
    volatility.
    """
    known: dict[Any, Smile] = market.worked_out
    key = ("smile", contract.root, contract.expiry, forward)
    if key not in known:
        chain = market.chains.get((contract.root, contract.expiry), ())
        known[key] = smile_of(chain, forward.of_chain or forward)
    return known[key]


def smile_of(chain: Sequence[Quote], forward: Forward) -> Smile:
    """Puts below the forward, calls at and above it; what cannot be trusted is left out with its reason."""
    quotes = sorted(_out_of_the_money(chain, forward), key=lambda quote: quote.contract.strike or 0)
    reasons = [_distrust(quote) for quote in quotes]
    sound = [quote for quote, reason in zip(quotes, reasons, strict=True) if reason is None]
    left_out = [(quote, reason) for quote, reason in zip(quotes, reasons, strict=True) if reason is not None]
    strikes = np.array([float(quote.contract.strike or 0) for quote in sound])
    mids = np.array([float(mid_of(quote) or 0) for quote in sound])
    halves = np.array([float(((quote.ask or 0) - (quote.bid or 0)) * HALF) for quote in sound])
    is_call = np.array([quote.contract.right == "C" for quote in sound], dtype=np.bool_)
    vols = implied_vol(mids, forward.value, strikes, forward.discount, forward.years, is_call)
    known = np.isfinite(vols) & (vols > 0.0)
    left_out += [
        (quote, "its mid holds no volatility") for quote, is_in in zip(sound, known, strict=True) if not is_in
    ]
    problems = tuple(Problem(spoken(q.contract), f"left out of the smile: {reason}") for q, reason in left_out)
    return Smile(forward, strikes[known], vols[known], halves[known], problems)


def _out_of_the_money(chain: Sequence[Quote], forward: Forward) -> Iterator[Quote]:
    for quote in chain:
        strike = quote.contract.strike
        if strike is not None and (quote.contract.right == "C") == (float(strike) >= forward.value):
            yield quote


def _distrust(quote: Quote) -> str | None:
    """Why a quote says nothing of volatility."""
    if quote.bid is None or quote.ask is None:
        return "one side is missing"
    if not (quote.bid.is_finite() and quote.ask.is_finite()):
        return "a side is no number"
    if quote.is_typed and not quote.bid:
        return "typed at nothing"
    if quote.bid > quote.ask:
        return f"crossed, bid {quote.bid} is above ask {quote.ask}"
    if quote.bid <= 0:
        return "no bid"
    if quote.ask - quote.bid > (quote.bid + quote.ask) * HALF:
        return f"the spread {quote.bid} to {quote.ask} is wider than the value"
    return None
