"""How forwards and volatilities answer x = ln(S'/S) and y = ln(V'/V): by cell, then by row."""

from dataclasses import dataclass

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.response.futures import future_after
from alvh_desktop.pricing.response.vols import vvix_log_change
from alvh_desktop.pricing.scenario.terms import Rows, Terms


@dataclass(frozen=True, slots=True)
class Answer:
    """What the options of each cell answer, shape (cells, n), or (1, n) where all cells answer alike.

    `move` is the change of the logarithm of the forward, `growth` its exponential, `vol` the factor on volatility.
    """

    move: Floats
    growth: Floats
    vol: Floats


@dataclass(frozen=True, slots=True)
class State:
    """What rows are priced at, each of shape (rows, n): ln(F'/K), F'/K and total volatility."""

    log_moneyness: Floats
    moneyness: Floats
    vol: Floats


def spx_answer(terms: Terms, x: Floats, y: Floats) -> Answer:
    """Expiries of SPX at x (n,) and y (dates, n): the forward moves with SPX, volatility with VIX by its tenor."""
    vol = np.exp(terms.vol_slopes[:, :, None] * y).reshape(-1, x.size)
    return Answer(x[None, :], np.exp(x)[None, :], vol)


def vix_answer(terms: Terms, y: Floats) -> Answer:
    """Expiries of VIX at y (dates, n): each future answers damped by its time, each volatility as VVIX does."""
    world, dates = terms.world, terms.dates
    trading_days = dates.trading_days[:, None]
    vol = np.exp(vvix_log_change(world.response, y, world.vvix, trading_days))
    if world.response.futures == "spot":
        forward = terms.future_now[:, :, None]
        timing = terms.days[:, :, None], dates.elapsed_days[:, None], np.nan if world.vix is None else world.vix
        growth = future_after(world.response, forward, *timing, y, trading_days) / forward
        move = np.log(growth)
    else:
        slope, constant = terms.future_slopes
        move = slope[:, :, None] * y + constant[:, :, None]
        growth = np.exp(move)
    cells = move.shape[0] * move.shape[1]
    every_vol = np.broadcast_to(vol, move.shape).reshape(cells, -1)
    return Answer(move.reshape(cells, -1), growth.reshape(cells, -1), every_vol)


def state_of(rows: Rows, answer: Answer) -> State:
    """Each row's moneyness and volatility.

    The volatility of a leg's own mark moves with its cell and, as the smile sticks to moneyness, by the ratio of the
    smile at the new moneyness to that at today's.
    """
    move, growth = answer.move, answer.growth
    if len(move) > 1:
        move, growth = move.take(rows.cell, axis=0), growth.take(rows.cell, axis=0)
    log_moneyness = move + rows.log_moneyness[:, None]
    moneyness = growth * np.exp(rows.log_moneyness)[:, None]
    vol = answer.vol.take(rows.cell, axis=0)
    vol *= rows.total_vol[:, None]
    if rows.smile_b.any():
        vol *= np.sqrt(_smile_ratio(rows, log_moneyness))
    return State(log_moneyness, moneyness, vol)


def _smile_ratio(rows: Rows, log_moneyness: Floats) -> Floats:
    """SVI variance at the moneyness of each place over that of today."""
    off = -rows.smile_m[:, None] - log_moneyness
    ratio = off * off
    ratio += (rows.smile_s * rows.smile_s)[:, None]
    np.sqrt(ratio, out=ratio)
    off *= rows.smile_rho[:, None]
    ratio += off
    ratio *= (rows.smile_b / rows.smile_now)[:, None]
    ratio += (rows.smile_a / rows.smile_now)[:, None]
    return ratio
