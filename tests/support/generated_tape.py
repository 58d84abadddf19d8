"""An invented year of SPX and VIX, day by day from a seed, and plain prices of options on it: no product code."""

import math
import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.calendar import is_business_day, next_business_day

_DAILY_DRIFT, _DAILY_SPREAD = 0.0004, 0.007
_SHOCKS = (-0.036, -0.031, -0.042, -0.029, 0.026, 0.024, -0.033)
TICK = Decimal("0.05")


@dataclass(frozen=True)
class TapeDay:
    """SPX at 11:00 and at the close, VIX at the close; in index points, on cents."""

    day: date
    morning: Decimal
    close: Decimal
    vix: Decimal


def tape_of(year: int, seed: int) -> tuple[TapeDay, ...]:
    """Every trading day of a year, with a few days on which the index leaps out of any condor."""
    chance = random.Random(seed)
    days = trading_days(year)
    shocks = dict(zip(sorted(chance.sample(range(5, len(days)), len(_SHOCKS))), _SHOCKS, strict=True))
    tape, level, vix = [], 5900.0, 16.0
    for place, day in enumerate(days):
        moved = shocks.get(place, chance.gauss(_DAILY_DRIFT, _DAILY_SPREAD))
        morning = level * math.exp(moved * chance.uniform(0.2, 0.8))
        level *= math.exp(moved)
        vix = min(45.0, max(11.5, 0.93 * vix + 0.07 * 16.0 - 170.0 * moved + chance.gauss(0.0, 0.3)))
        tape.append(TapeDay(day, _cents(morning), _cents(level), _cents(vix)))
    return tuple(tape)


def trading_days(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    day = first if is_business_day(first) else next_business_day(first)
    days = []
    while day.year == year:
        days.append(day)
        day = next_business_day(day)
    return tuple(days)


def spx_option(spot: Decimal, strike: Decimal, right: str, days_left: float) -> Decimal:
    """Points on the tick: what it pays now and a time value that falls with distance, never below a tick."""
    distance = float(strike - spot) * (1 if right == "C" else -1)
    worth = max(0.0, -distance) + 40.0 * math.sqrt(min(1.0, days_left)) * math.exp(-abs(distance) / 25.0)
    return _on_tick(worth)


def vix_call(vix: Decimal, strike: Decimal, days_left: int) -> Decimal:
    """Points on the tick; the forward lies between VIX and 18, the nearer to 18 the longer it has to go."""
    forward = 18.0 + (float(vix) - 18.0) * math.exp(-days_left / 120.0)
    distance = float(strike) - forward
    return _on_tick(max(0.0, -distance) + 1.3 * math.sqrt(days_left / 30.0) * math.exp(-abs(distance) / 7.0))


def _on_tick(points: float) -> Decimal:
    return max(TICK, TICK * round(points / float(TICK)))


def _cents(points: float) -> Decimal:
    return Decimal(round(100 * points)) / 100
