"""What a leg is worth after a move, number by number: the formulas of the joint response typed a second time.

One leg, one SPX level, one moment at a time, with `math` alone; only Black-76 itself comes from the package, where
tests/pricing/test_black76.py holds it against QuantLib and published values.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from alvh_desktop.pricing import black76
from alvh_desktop.pricing.scenario.legs import ScenarioLeg
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.trading_clock import share_left, trading_days_between

_NAMES = ("price", "delta", "gamma", "vega", "theta", "vanna", "volga", "charm")


@dataclass(frozen=True, slots=True)
class Terms:
    """What Black-76 is given; `variance_years` run with the clock, `years` with the calendar."""

    forward: float
    discount: float
    years: float
    variance_years: float
    vol: float


def days_between(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 86400.0


def trading_days(world: World, at: datetime) -> float:
    return max(trading_days_between(world.now, at), 1.0)


def vix_move(world: World, at: datetime, spot: float) -> float:
    """y = ln(V'/V)."""
    v, r, h = world.vix, world.response, trading_days(world, at)
    if v is None:
        return 0.0
    if world.vix_after is not None:
        return math.log(world.vix_after / v)
    u = math.log(spot / world.spot) * 100.0 * math.sqrt(252.0) / v
    z = u / math.sqrt(h)
    q = -u * h**-r.eta * (r.a + r.b * max(-z, 0.0))
    up, down = max(math.log(r.cap / v), 0.05), max(math.log(v / r.floor), 0.05)
    y = r.scale * (up * (1.0 - math.exp(-q / up)) if q > 0.0 else -down * (1.0 - math.exp(q / down)))
    if r.quantile is not None:
        assert r.quantile == 0.95
        sd = h**0.469 * math.sqrt(0.0364**2 + (0.0338 * min(abs(z), 3.0) * h**-0.088) ** 2)
        y += 1.55 * min(abs(z), 1.0) * sd
    return min(max(y, -down), up)


def future_level(world: World, leg: ScenarioLeg, at: datetime, spot: float) -> float:
    """F' of the VX future that settles with the leg; V' from then on."""
    v, r, h = world.vix, world.response, trading_days(world, at)
    f = leg.expiry.forward
    assert v is not None
    y = vix_move(world, at, spot)
    total, elapsed = days_between(world.now, leg.settles_at), days_between(world.now, at)
    left = total - elapsed
    if left <= 0.0:
        return v * math.exp(y)
    assert f is not None
    if world.curve is not None and r.futures_over_time == "roll":
        nodes, levels = [0.0, *world.curve.days.tolist()], [v, *world.curve.prices.tolist()]
        f = f * float(np.interp(left, nodes, levels)) / float(np.interp(total, nodes, levels))
    glide = min(max(1.0 - left / min(total, 5.0), 0.0), 1.0)
    if r.futures == "spot":
        moved = max(f + v * math.exp(y) - v, 0.01)
    else:
        power = -r.p * math.exp(-(h - 1.0) / r.decay)
        beta = min((1.0 + total / r.tau) ** power * (v / f) ** r.k, 1.0) if r.futures == "damped" else 1.0
        moved = f * math.exp(beta * y)
    return math.exp((1.0 - glide) * math.log(moved) + glide * math.log(v * math.exp(y)))


def option_terms(world: World, leg: ScenarioLeg, at: datetime, spot: float) -> Terms:
    expiry, r, h = leg.expiry, world.response, trading_days(world, at)
    assert expiry.forward is not None
    assert leg.vol is not None
    total, left = days_between(world.now, leg.settles_at), days_between(at, leg.settles_at)
    share = left / total
    variance_share = share if world.clock is None else share_left(world.clock, world.now, at, leg.settles_at)
    y = vix_move(world, at, spot)
    if leg.is_of_spx:
        index = world.spot / expiry.divisor
        forward = index * (expiry.forward / index) ** share * spot / world.spot
        tenor = ((30.0 + r.c) / (max(total, 1.0) + r.c)) ** (r.pi * math.exp(-(h - 1.0) / r.decay))
        vol = shifted_vol(world, leg) * math.exp(tenor * y)
        if expiry.smile is not None:
            vol *= math.sqrt(
                svi(leg, math.log(leg.strike / forward)) / svi(leg, math.log(leg.strike / expiry.forward))
            )
    else:
        forward = future_level(world, leg, at, spot)
        vvix = world.vvix * math.exp(r.g * math.exp(-(h - 1.0) / r.decay) * y)
        vol = shifted_vol(world, leg) * min(vvix, max(r.vvix_cap, world.vvix)) / world.vvix
    if leg.is_of_spx and world.crush is not None and world.now < world.crush.at < leg.settles_at:
        today = shifted_vol(world, leg) ** 2 * expiry.years
        event = min(world.crush.move**2, 0.9 * today)
        left = (today - event) * variance_share + (event if at < world.crush.at else 0.0)
        vol *= math.sqrt(left / (today * variance_share))
    years = expiry.years * share
    return Terms(forward, expiry.discount**share, years, expiry.years * variance_share, vol)


def shifted_vol(world: World, leg: ScenarioLeg) -> float:
    """The leg's own volatility and the points that its tenor is moved by."""
    assert leg.vol is not None
    new_york = ZoneInfo("America/New_York")
    days = (leg.settles_at.astimezone(new_york).date() - world.now.astimezone(new_york).date()).days
    shifts = world.vol_shifts
    if leg.is_of_spx:
        points = shifts.short if days <= 30 else shifts.medium if days <= 90 else shifts.long
    else:
        points = shifts.vix
    return leg.vol if points == 0.0 else max(leg.vol + points / 100.0, min(leg.vol, 0.01))


def svi(leg: ScenarioLeg, k: float) -> float:
    """Total variance of the leg's expiry at k = ln(K/F)."""
    smile = leg.expiry.smile
    assert smile is not None
    off = k - smile.m
    return smile.a + smile.b * (smile.rho * off + math.sqrt(off * off + smile.s * smile.s))


def leg_curve(world: World, leg: ScenarioLeg, at: datetime, spots: np.ndarray) -> np.ndarray | None:
    """$ of one contract at each SPX level; None where it has no value."""
    if not leg.is_of_spx and world.vix is None:
        return None
    if at >= leg.settles_at:
        return np.array([_settled(world, leg, at, float(spot)) for spot in spots])
    if leg.expiry.forward is None or (leg.contract.is_option and leg.vol is None):
        return None
    if not leg.contract.is_option:
        return leg.usd_per_point * np.array([future_level(world, leg, at, float(spot)) for spot in spots])
    terms = [option_terms(world, leg, at, float(spot)) for spot in spots]
    forward, df, _, years, vol = _columns(terms)
    return leg.usd_per_point * black76.price(forward, leg.strike, df, years, vol, leg.is_call)


def greek_curves(world: World, leg: ScenarioLeg, at: datetime, spots: np.ndarray) -> np.ndarray | None:
    """The eight figures of one contract of a living option on SPX, shape (8, spots), by black76.greeks; of one on VIX
    price and theta alone.

    Per point of SPX, per volatility point of the leg, per calendar day.
    """
    if at >= leg.settles_at or leg.expiry.forward is None or leg.vol is None:
        return None
    if not leg.is_of_spx and world.vix is None:
        return None
    forward, df, years, variance_years, vol = _columns([option_terms(world, leg, at, float(s)) for s in spots])
    by_vol = black76.greeks(forward, leg.strike, df, variance_years, vol, leg.is_call)
    by_time = black76.greeks(forward, leg.strike, df, years, vol * np.sqrt(variance_years / years), leg.is_call)
    if not leg.is_of_spx:
        nothing = np.zeros(spots.size)
        return leg.usd_per_point * np.array([by_vol.price, *[nothing] * 3, by_time.theta_per_day, *[nothing] * 3])
    per_spot = forward / spots
    return leg.usd_per_point * np.array(
        [
            by_vol.price,
            by_vol.delta * per_spot,
            by_vol.gamma * per_spot**2,
            by_vol.vega_per_vol_point,
            by_time.theta_per_day,
            by_vol.vanna_per_vol_point * per_spot,
            by_vol.volga_per_vol_point,
            by_time.charm_per_day * per_spot,
        ]
    )


def book_curve(
    world: World, legs: list[ScenarioLeg], sizes: np.ndarray, at: datetime, spots: np.ndarray
) -> np.ndarray:
    """$ of a book at one moment over SPX; legs without a value are left out."""
    total = np.zeros(spots.size)
    for leg, size in zip(legs, sizes.tolist(), strict=True):
        curve = leg_curve(world, leg, at, spots)
        total += 0.0 if curve is None else size * curve
    return total


def _settled(world: World, leg: ScenarioLeg, at: datetime, spot: float) -> float:
    if leg.is_of_spx:
        level = spot / leg.expiry.divisor
    else:
        assert world.vix is not None
        level = world.vix * math.exp(vix_move(world, at, spot))
    if not leg.contract.is_option:
        return leg.usd_per_point * level
    paid = max(level - leg.strike, 0.0) if leg.is_call else max(leg.strike - level, 0.0)
    return leg.usd_per_point * paid


def _columns(terms: list[Terms]) -> tuple[np.ndarray, ...]:
    rows = [(t.forward, t.discount, t.years, t.variance_years, t.vol) for t in terms]
    return tuple(np.array(rows).T)
