"""Random legs of SPX and VIX with a world around them, for benchmarks: half calls, a third on VIX, every expiry."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np

from alvh_desktop.domain.calendar import nearest_expiries, settlement_moment, years_between
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.products import load_products
from alvh_desktop.pricing.response.presets import Response
from alvh_desktop.pricing.scenario.legs import Expiry, ScenarioLeg
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.smile import Svi
from alvh_desktop.pricing.vx_curve import VxCurve

NOW = datetime(2026, 11, 20, 20, 45, tzinfo=UTC)
CURVE = VxCurve(16.5, np.array([26.0, 60.0, 90.0, 180.0]), np.array([18.0, 19.0, 19.6, 20.5]))
WORLD = World(NOW, 6850.4, 16.5, 95.0, Response(), CURVE)
_RATE, _CARRY = 0.037, 0.024


def random_legs(count: int, rng: np.random.Generator, shortest_days: float = 0.0) -> list[ScenarioLeg]:
    """`count` different contracts with a forward and a volatility; none settles within `shortest_days`."""
    expiries = [*_expiries("SPXW", 45, shortest_days), *_expiries("VIX", 12, shortest_days)]
    chosen: dict[Contract, ScenarioLeg] = {}
    while len(chosen) < count:
        root = "VIX" if rng.random() < 0.3 else "SPXW"
        contract, expiry = _any(rng, [pair for pair in expiries if pair[0].root == root])
        strike = rng.integers(12, 45) if root == "VIX" else 5 * rng.integers(1150, 1500)
        vol = rng.uniform(0.6, 1.1) if root == "VIX" else rng.uniform(0.1, 0.25)
        series = Contract(root, contract.expiry, Decimal(int(strike)), "C" if rng.random() < 0.5 else "P")
        chosen.setdefault(series, ScenarioLeg(series, load_products()[root], expiry, float(vol)))
    return list(chosen.values())


def _any(rng: np.random.Generator, pairs: list[tuple[Contract, Expiry]]) -> tuple[Contract, Expiry]:
    return pairs[rng.integers(len(pairs))]


def _expiries(root: str, count: int, shortest_days: float) -> list[tuple[Contract, Expiry]]:
    product, found = load_products()[root], []
    for day in nearest_expiries(product, NOW.date(), count):
        settles_at = settlement_moment(product, day)
        if settles_at <= NOW + timedelta(days=shortest_days):
            continue
        years = years_between(NOW, settles_at)
        is_of_spx = root != "VIX"
        forward = WORLD.spot * np.exp(_CARRY * years) if is_of_spx else float(CURVE.at(365.0 * years))
        variance = 0.15**2 * years
        deviation = variance**0.5
        smile = Svi(0.4 * variance, 0.3 * deviation, -0.5, 0.0, 2.0 * deviation, years) if is_of_spx else None
        discount = float(np.exp(-_RATE * years))
        found.append(
            (Contract(root, day), Expiry(settles_at, is_of_spx, 1.0, float(forward), discount, years, smile))
        )
    return found
