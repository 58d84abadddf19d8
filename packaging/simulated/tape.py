"""The invented market of a month: SPX and VIX at a few moments a day, and what is quoted then. Seeded."""

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from alvh_desktop.domain.calendar import (
    NEW_YORK,
    is_early_close,
    next_business_day,
    previous_business_day,
    vix_expiry_for,
)
from alvh_desktop.domain.quotes import Close
from alvh_desktop.market.simulated import SOURCE, Scene

FIRST_DAY = date(2026, 11, 2)
LOOKS = (time(9, 45), time(11, 0), time(14, 0), time(15, 30), time(16, 20))
"""When the trader looks, in New York; the last one is behind the close."""
SHORT_LOOKS = (time(9, 45), time(10, 30), time(11, 45), time(12, 45), time(13, 20))
"""The same on days on which the exchange closes at 13:00."""
_DAYS_BEFORE = 130
_STARTS_AT, _VIX_STARTS_AT, _VIX_RESTS_AT = 6780.0, 17.0, 17.5
_FALLS: Mapping[int, float] = {4: -0.013, 11: -0.026, 12: 0.012, 17: -0.011}
"""Days of the month, counted from 0, on which the market moves on its own: nothing is learnt from a calm month."""
_NEAREST, _STEP = 220, 5
_CENT, _NICKEL = Decimal("0.01"), Decimal("0.05")
_MONTHS_OF_VX = 8


@dataclass(frozen=True, slots=True)
class Tick:
    """SPX and VIX in points at a UTC moment; `official` is the close of the day, known at its last look."""

    moment: datetime
    spx: Decimal
    vix: Decimal
    official: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A trading day with its looks in order."""

    day: date
    ticks: tuple[Tick, ...]


def tape_of(days: int, seed: int) -> tuple[Day, ...]:
    """So many trading days from `FIRST_DAY` on."""
    chance = random.Random(f"tape {seed}")
    found: list[Day] = []
    day, spx, vix = FIRST_DAY, _STARTS_AT, _VIX_STARTS_AT
    for number in range(days):
        gone = chance.gauss(0.0003, 0.75 * vix / 100 / math.sqrt(252))
        gone = _FALLS.get(number, gone)
        ticks = list(_ticks(day, spx, gone, vix, chance))
        found.append(Day(day, tuple(ticks)))
        spx, vix = float(ticks[-1].spx), float(ticks[-1].vix)
        day = next_business_day(day)
    return tuple(found)


def closes_before(seed: int) -> tuple[Close, ...]:
    """What SPX and VIX closed at on the days before the month, the oldest first: studies look back."""
    chance = random.Random(f"before {seed}")
    day, spx, vix = previous_business_day(FIRST_DAY), _STARTS_AT, _VIX_STARTS_AT
    found: list[Close] = []
    for _ in range(_DAYS_BEFORE):
        found += closes_of(day, _rounded(spx), _rounded(vix))
        gone = chance.gauss(0.0003, 0.0065)
        spx, vix = spx / math.exp(gone), max(12.0, vix + 0.08 * (_VIX_RESTS_AT - vix) + 90 * gone)
        day = previous_business_day(day)
    return tuple(reversed(found))


def closes_of(day: date, spx: Decimal, vix: Decimal) -> tuple[Close, Close]:
    return Close("SPX", day, spx, SOURCE), Close("VIX", day, vix, SOURCE)


def scene_of(tick: Tick) -> Scene:
    """All that is quoted: SPXW of today and of the next trading day, VIX on its futures."""
    day = tick.moment.astimezone(NEW_YORK).date()
    near = _STEP * round(float(tick.spx) / _STEP)
    strikes = range(near - _NEAREST, near + _NEAREST + _STEP, _STEP)
    spxw = {day: strikes, next_business_day(day): strikes}
    return Scene(tick.moment, tick.spx, tick.vix, _curve(day, float(tick.vix)), spxw)


def vix_expiries(day: date) -> tuple[date, ...]:
    """The monthly ones that are quoted on a day, the nearest first."""
    months = (
        (day.year + (day.month - 1 + ahead) // 12, (day.month - 1 + ahead) % 12 + 1) for ahead in range(_MONTHS_OF_VX)
    )
    return tuple(expiry for month in months if (expiry := vix_expiry_for(*month)) > day)


def _ticks(day: date, opens: float, gone: float, vix: float, chance: random.Random) -> Iterator[Tick]:
    """A bridge from the last close to this one."""
    looks = SHORT_LOOKS if is_early_close(day) else LOOKS
    wandered = 0.0
    for place, look in enumerate(looks):
        share = (place + 1) / len(looks)
        is_last = place + 1 == len(looks)
        wandered = 0.0 if is_last else 0.6 * wandered + chance.gauss(0.0, 0.0016)
        moved = share * gone + wandered
        rest = 0.05 * (_VIX_RESTS_AT - vix) * share
        seen = max(11.0, vix + rest - 130.0 * moved + chance.gauss(0.0, 0.12))
        spx = _rounded(opens * math.exp(moved))
        moment = datetime.combine(day, look, NEW_YORK).astimezone(UTC)
        yield Tick(moment, spx, _rounded(seen), spx if is_last else None)


def _curve(day: date, vix: float) -> Mapping[date, Decimal]:
    """VX prices by settlement: near ones follow VIX, far ones rest."""
    found: dict[date, Decimal] = {}
    for expiry in vix_expiries(day):
        years = (expiry - day) / timedelta(days=365)
        price = 19.5 + (vix + 0.9 - 19.5) * math.exp(-3.2 * years) + 1.2 * years
        found[expiry] = (Decimal(repr(price)) / _NICKEL).to_integral_value() * _NICKEL
    return found


def _rounded(points: float) -> Decimal:
    return Decimal(repr(points)).quantize(_CENT)
