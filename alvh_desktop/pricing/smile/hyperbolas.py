"""The linear part of an SVI fit: for a given middle m and width s the best curve follows in closed form."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.smile.svi import Svi, butterfly

_STEEPEST_RHO = 0.999
_STEEPEST_WING = 2.0  # Lee, The moment formula, 2004: b * (1 + |rho|) may not exceed it
_LEAST_OF_QUOTED = 0.01  # of the smallest quoted variance: a tenth of its volatility
_LEAST_VARIANCE = 1e-6  # of that at the forward: far above what rounding could turn negative
FAR_OUT = 8.0  # times the median misfit: a quote that the others contradict
_ALLOWED_OFF = 0.05  # of its neighbours' volatility, before that
_NEIGHBOURS = 2  # on each side
_COARSE_QUOTES = 64  # enough to find the valley
_ADMISSIBLE_SD = np.linspace(-3.0, 3.0, 61)


@dataclass(frozen=True, eq=False)
class ScaledQuotes:
    """Quotes by ascending k, in standard deviations and in variances at the forward; arrays of shape (n,).

    `share` is each quote's part of the squared misfit, of sum 1; `sd` the total volatility that k was divided by.
    """

    k: Floats
    variance: Floats
    share: Floats
    sd: float

    @cached_property
    def mean_k(self) -> float:
        return float(self.k @ self.share)

    @cached_property
    def mean_variance(self) -> float:
        return float(self.variance @ self.share)

    @cached_property
    def moments(self) -> Floats:
        """Weighted k and variance less their means, (n, 2): what a curve is multiplied with."""
        off_mean = np.column_stack([self.k - self.mean_k, self.variance - self.mean_variance])
        return np.asarray(self.share[:, None] * off_mean)

    @cached_property
    def kk(self) -> float:
        return float(self.moments[:, 0] @ self.k)

    @cached_property
    def kv(self) -> float:
        return float(self.moments[:, 0] @ self.variance)

    @cached_property
    def root_share(self) -> Floats:
        return np.asarray(np.sqrt(self.share))

    @classmethod
    def of(cls, k: Floats, vols: Floats, weights: Floats, years: float) -> Self:
        """Of volatilities and weights by ascending k; one far from its neighbours' median loses its say."""
        local = _running_median(vols)
        at_forward = float(np.interp(0.0, k, local))
        sd = at_forward * float(np.sqrt(years))
        off = np.abs(vols / local - 1.0)
        doubt = off / (FAR_OUT * float(np.median(off)) + _ALLOWED_OFF)
        share = (weights * at_forward / local) ** 2 / np.maximum(doubt, 1.0) ** 4  # d vol = d variance / (2 vol)
        return cls(k / sd, (vols / at_forward) ** 2, share / share.sum(), sd)

    def thinned(self) -> Self:
        step = -(-self.k.size // _COARSE_QUOTES)
        share = self.share[::step]
        return replace(self, k=self.k[::step], variance=self.variance[::step], share=share / share.sum())


@dataclass(frozen=True, slots=True)
class Hyperbolas:
    """Best curves for several (m, s), all of shape (rows,): variance = level + tilt * x + bend * h.

    x = k - m; h = sqrt(x^2 + s^2) - s, written so that a wide curve does not cancel. `misfit` is the mean square;
    `residuals` of shape (rows, n) are weighted, so that their squares add up to it.
    """

    m: Floats
    s: Floats
    level: Floats
    tilt: Floats
    bend: Floats
    misfit: Floats
    residuals: Floats

    def svi(self, row: int, sd: float, years: float) -> Svi:
        m, s, level, tilt, bend = (float(each[row]) for each in (self.m, self.s, self.level, self.tilt, self.bend))
        rho = tilt / bend if bend > 0.0 else 0.0
        return Svi((level - bend * s) * sd * sd, bend * sd, rho, m * sd, s * sd, years)


def _running_median(values: Floats) -> Floats:
    padded = np.pad(values, _NEIGHBOURS, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEIGHBOURS + 1)
    return np.asarray(np.median(windows, axis=1))


def best_curves(quotes: ScaledQuotes, m: Floats, s: Floats, shares: Floats | None = None) -> Hyperbolas:
    """The constrained least squares of every (m, s); with `shares` (rows,) tilt and bend are cut to that share."""
    x = quotes.k - m[:, None]
    h = x * x / (np.sqrt(x * x + (s * s)[:, None]) + s[:, None])
    mean_h = h @ quotes.share
    off_mean = h - mean_h[:, None]
    hh = (off_mean * off_mean) @ quotes.share
    hx, hv = (off_mean @ quotes.moments).T
    bend, tilt = _constrained(hh, hx, quotes.kk, hv, quotes.kv, _STEEPEST_WING / quotes.sd)
    if shares is not None:
        bend, tilt = bend * shares, tilt * shares
    level = quotes.mean_variance - bend * mean_h - tilt * (quotes.mean_k - m)
    dip = s * (bend - np.sqrt(np.maximum(bend * bend - tilt * tilt, 0.0)))
    level = np.maximum(level, max(_LEAST_OF_QUOTED * float(quotes.variance.min()), _LEAST_VARIANCE) + dip)
    off = level[:, None] + tilt[:, None] * x + bend[:, None] * h - quotes.variance
    residuals = off * quotes.root_share
    return Hyperbolas(m, s, level, tilt, bend, np.einsum("ij,ij->i", residuals, residuals), residuals)


def _constrained(hh: Floats, hx: Floats, xx: float, hv: Floats, xv: float, steepest: float) -> tuple[Floats, Floats]:
    """(bend, tilt) least in bend^2 hh + 2 bend tilt hx + tilt^2 xx - 2 bend hv - 2 tilt xv within the kite

    |tilt| <= 0.999 bend, bend + |tilt| <= steepest: inside it where the free solution is, else on an edge.
    """
    determinant = hh * xx - hx * hx
    is_sound = determinant > 1e-13 * hh * xx
    safe = np.where(is_sound, determinant, 1.0)
    bend, tilt = (hv * xx - xv * hx) / safe, (xv * hh - hv * hx) / safe
    is_inside = is_sound & (np.abs(tilt) <= _STEEPEST_RHO * bend) & (bend + np.abs(tilt) <= steepest)
    if is_inside.all():
        return bend, tilt
    side = steepest / (1.0 + _STEEPEST_RHO)
    corner = np.array([side, _STEEPEST_RHO * side])
    starts = np.array([[0.0, 0.0], [0.0, 0.0], [steepest, 0.0], [steepest, 0.0]])[:, :, None]
    ends = np.array([corner, corner * (1, -1), corner, corner * (1, -1)])[:, :, None]
    b0, t0 = starts[:, 0], starts[:, 1]
    along_b, along_t = ends[:, 0] - b0, ends[:, 1] - t0
    pull = along_b * (hv - b0 * hh - t0 * hx) + along_t * (xv - b0 * hx - t0 * xx)
    weight = along_b * along_b * hh + 2.0 * along_b * along_t * hx + along_t * along_t * xx
    place = np.clip(pull / np.maximum(weight, 1e-200), 0.0, 1.0)
    edge_b, edge_t = b0 + place * along_b, t0 + place * along_t
    misfit = edge_b * (edge_b * hh - 2.0 * hv) + edge_t * (edge_t * xx - 2.0 * xv) + 2.0 * edge_b * edge_t * hx
    best, row = np.argmin(misfit, axis=0), np.arange(hh.size)
    return np.where(is_inside, bend, edge_b[best, row]), np.where(is_inside, tilt, edge_t[best, row])


def least_butterfly(curves: Hyperbolas, sd: float) -> Floats:
    """The least factor on the density within three standard deviations, of shape (rows,); see svi.butterfly."""
    x = _ADMISSIBLE_SD - curves.m[:, None]
    level, tilt, bend, s = (each[:, None] for each in (curves.level, curves.tilt, curves.bend, curves.s))
    root = np.sqrt(x * x + s * s)
    w = np.maximum(level + tilt * x + bend * (root - s), 1e-300) * sd * sd
    factor = butterfly(_ADMISSIBLE_SD * sd, w, sd * (tilt + bend * x / root), bend * s * s / root**3)
    return np.asarray(factor.min(axis=1))
