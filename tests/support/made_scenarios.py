"""Scenario legs, worlds and whole hostile books made for tests, by seed."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
from support.founded_books import PRODUCTS

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.pricing.response.presets import Response, responses
from alvh_desktop.pricing.scenario.legs import Expiry, ScenarioLeg
from alvh_desktop.pricing.scenario.world import Dates, World
from alvh_desktop.pricing.smile import Svi
from alvh_desktop.pricing.trading_clock import Clock
from alvh_desktop.pricing.vx_curve import VxCurve

NOW = datetime(2026, 11, 20, 20, 45, tzinfo=UTC)
SPX, VIX, VVIX = 6850.4, 16.5, 95.0
PRESETS = tuple(responses())
RATE = 0.037
SECONDS_A_YEAR = 365.0 * 86400.0
Book = tuple[World, tuple[datetime, ...], list[ScenarioLeg], np.ndarray, np.ndarray]


def after(days: float) -> datetime:
    """A moment so many calendar days after NOW."""
    return NOW + timedelta(days=days)


def curve_at(vix: float = VIX, contango: float = 0.15) -> VxCurve:
    days = np.array([26.0, 60.0, 90.0, 180.0])
    return VxCurve(vix, days, vix * (1.0 + contango * (1.0 - np.exp(-days / 60.0))))


def world_at(preset: str = "crash", vix: float | None = VIX, **changes: object) -> World:
    """NOW at SPX and VIX, futures in contango, time by the calendar; any field of World may be changed."""
    response: Response = responses()[preset]
    fields: dict[str, object] = {"curve": None if vix is None else curve_at(vix), **changes}
    return World(NOW, SPX, vix, VVIX, response, **fields)  # type: ignore[arg-type]


def expiry_of(root: str, settles_at: datetime, forward: float | None, smile: Svi | None = None) -> Expiry:
    years = (settles_at - NOW).total_seconds() / SECONDS_A_YEAR
    product = PRODUCTS[root]
    is_future = product.kind == "future"
    return Expiry(
        settles_at,
        product.underlying == "SPX",
        float(product.index_divisor),
        forward,
        1.0 if is_future else math.exp(-RATE * years),
        years,
        smile,
    )


def leg_of(
    root: str, expiry: Expiry, strike: float | None = None, right: str = "C", vol: float | None = 0.2
) -> ScenarioLeg:
    day = expiry.settles_at.date()
    if strike is None:
        return ScenarioLeg(Contract(root, day), PRODUCTS[root], expiry)
    contract = Contract(root, day, Decimal(repr(strike)), "C" if right == "C" else "P")
    return ScenarioLeg(contract, PRODUCTS[root], expiry, vol)


def smile_of_vol(vol: float, years: float, rng: np.random.Generator) -> Svi:
    """A skewed smile around `vol`, as wide as the market's."""
    w = vol * vol * years
    sd = math.sqrt(w)
    rho, width = float(rng.uniform(-0.8, 0.2)), float(rng.uniform(0.6, 3.0))
    return Svi(0.4 * w, float(rng.uniform(0.1, 0.4)) * sd, rho, float(rng.uniform(-0.5, 0.5)) * sd, width * sd, years)


def hostile_book(seed: int, legs: int = 12) -> Book:
    """World, moments, legs, sizes (2, legs) and spots of a book nobody should hold.

    Options of an hour to five years at 3 % to 300 %, on every product, futures, a random preset, and moments on,
    just before and just after settlements; the SPX axis spans 3 % to both sides up to 0.2 and 2.5 times spot.
    """
    rng = np.random.default_rng(seed)
    preset = PRESETS[seed % len(PRESETS)]
    has_vix = seed % 11 != 10
    vix = float(np.exp(rng.uniform(np.log(10.0), np.log(70.0)))) if has_vix else None
    has_clock = seed % 4 == 3
    world = world_at(
        preset,
        vix,
        vix_after=float(rng.uniform(9.0, 90.0)) if has_vix and seed % 9 == 8 else None,
        clock=Clock(0.3, 0.1) if has_clock else None,
        curve=curve_at(vix, float(rng.uniform(-0.3, 0.3))) if vix and seed % 5 != 4 else None,
    )
    ends = [after(float(d)) for d in np.exp(rng.uniform(np.log(1 / 24), np.log(300.0 if has_clock else 1825.0), 5))]
    expiries: list[tuple[str, Expiry, float]] = []
    for root in ("SPXW", "SPX", "XSP", "SPXW", "VIX", "VIXW", "VX", "VXM"):
        end = ends[int(rng.integers(len(ends)))]
        years = (end - NOW).total_seconds() / SECONDS_A_YEAR
        divisor = float(PRODUCTS[root].index_divisor)
        vol = float(np.exp(rng.uniform(np.log(0.03), np.log(3.0))))
        if PRODUCTS[root].underlying == "SPX":
            smile = smile_of_vol(vol, years, rng) if rng.random() < 0.5 else None
            forward = SPX / divisor * math.exp(float(rng.uniform(-0.01, 0.03)) * years)
            expiries.append((root, expiry_of(root, end, forward, smile), vol))
        else:
            expiries.append((root, expiry_of(root, end, (vix or VIX) * float(rng.uniform(0.8, 1.4))), max(vol, 0.1)))
    made = [_random_leg(*expiries[int(rng.integers(len(expiries)))], rng) for _ in range(legs)]
    sizes = rng.integers(-10, 11, (2, len(made))).astype(float)
    near = (0.0, 2e-4, 0.04, 1.0)
    candidates = [end - timedelta(days=left) for end in ends for left in (*near, -near[1])]
    later = sorted({at for at in candidates if NOW < at < after(400.0)} | {after(2.0)})
    moments = (NOW, *(later[int(i)] for i in rng.integers(0, len(later), 3)))
    low, high = ((0.97, 1.03), (0.9, 1.1), (0.7, 1.3), (0.2, 2.5))[seed // 2 % 4]
    return world, moments, made, sizes, np.union1d(SPX * np.linspace(low, high, 401), [SPX])


def _random_leg(root: str, expiry: Expiry, vol: float, rng: np.random.Generator) -> ScenarioLeg:
    if PRODUCTS[root].kind == "future":
        return leg_of(root, expiry)
    assert expiry.forward is not None
    deviation = min(vol * math.sqrt(expiry.years), 0.6)
    strike = round(expiry.forward * math.exp(float(rng.normal()) * 1.5 * deviation), 2)
    own = vol * math.exp(float(rng.uniform(-0.3, 0.3)))
    return leg_of(root, expiry, strike, "C" if rng.random() < 0.5 else "P", own)


def dates_of(world: World, moments: Sequence[datetime]) -> Dates:
    return Dates(world.now, tuple(moments))
