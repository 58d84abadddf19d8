"""A condor whose volatility was recorded before, and where its break-evens of today stand: by one call of the
formula a leg and place."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from support.condor_scenes import desk_with, scene_of
from support.founded_books import CLOCK
from support.made_markets import RATES, chain, market, years_to

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.records import Leg
from alvh_desktop.pricing.black76 import price
from alvh_desktop.pricing.market import Market
from alvh_desktop.rules.scene import DayStood, Scene, SeenVolatility

DECEMBER = date(2026, 12, 18)
OPENED = "2026-11-06T10:00"
CONDOR = f"-1 SPXW 18DEC26 6300/6350P 7150/7200C @14 at {OPENED}"
STRIKES = range(6000, 7425, 25)
SPOT, FORWARD, VOL = 6690.0, 6715.0, 0.16
LEGS = ((6300, False, 1), (6350, False, -1), (7150, True, -1), (7200, True, 1))


class Recorded:
    """One volatility for all legs on the days that are named; it notes at which moments it was asked."""

    def __init__(self, by_day: Mapping[date, float]) -> None:
        self.by_day = by_day
        self.asked: list[datetime] = []

    def volatility(self, leg: Leg, at: datetime) -> SeenVolatility | None:
        self.asked.append(at)
        vol = self.by_day.get(at.astimezone(NEW_YORK).date())
        return None if vol is None else SeenVolatility(vol, at)

    def days(self) -> tuple[DayStood, ...]:
        return ()


FIVE_DAYS_AGO = date(2026, 11, 13)
"""Before Friday 2026-11-20: Thursday, Wednesday, Tuesday, Monday, Friday."""


def scene(before: Mapping[date, float], line: str = CONDOR, vol: float = VOL, at: datetime = CLOCK) -> Scene:
    quotes = chain("SPXW", DECEMBER, FORWARD, STRIKES, vol, at=at)
    seen = market(quotes, at=at, spx=f"{SPOT}", levels_at=at)
    return scene_of(desk_with(line, now=at), seen, remembered=Recorded(before))


def zero_of(vol: float, cash: float, way: int) -> float:
    """Points from spot to where today's P/L, one call of the formula a leg and place, first falls below zero."""
    years = years_to("SPXW", DECEMBER)
    df = Market(CLOCK, RATES).discount(years)

    def profit(level: float) -> float:
        forward = FORWARD * level / SPOT
        legs = (
            size * float(price(forward, strike, df, years, vol, is_call)) for strike, is_call, size in LEGS
        )  # fmt: skip
        return cash + 100 * sum(legs)

    if profit(SPOT) < 0:
        return 0.0
    near, far = first_change(profit, way)
    for _ in range(30):
        middle = (near + far) / 2
        near, far = (middle, far) if profit(SPOT + way * middle) >= 0 else (near, middle)
    return near


def first_change(profit: Callable[[float], float], way: int) -> tuple[float, float]:
    for points in range(10, 3000, 10):
        if profit(SPOT + way * points) < 0:
            return points - 10.0, float(points)
    raise AssertionError("no zero")
