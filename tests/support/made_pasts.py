"""Pasts made for tests: closes on consecutive trading days, and VX futures on a curve that is given."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

import numpy as np

from alvh_desktop.domain.calendar import is_business_day, previous_business_day, vix_expiry_for, vix_weekly_expiry
from alvh_desktop.series.past import DailySeries, Floats, Past, daily

LAST = date(2026, 11, 20)
"""A Friday."""

Curve = Callable[[date, int], float]
"""The settle in points of a day and the calendar days left."""


def trading_days(count: int, last: date = LAST) -> list[date]:
    """So many trading days that end with `last`, ascending."""
    days = [last] if is_business_day(last) else [previous_business_day(last)]
    while len(days) < count:
        days.append(previous_business_day(days[-1]))
    return days[:count][::-1]


def closes(values: Iterable[float], last: date = LAST) -> DailySeries:
    found = list(values)
    return daily(trading_days(len(found), last), found)


def walk(count: int, start: float = 20.0, seed: int = 1, spread: float = 0.03) -> Floats:
    """A log random walk, the same for the same seed."""
    steps = np.random.default_rng(seed).normal(0.0, spread, count)
    return np.asarray(start * np.exp(np.cumsum(steps)))


def monthlies(first: int = 2024, last: int = 2028) -> list[date]:
    return [vix_expiry_for(year, month) for year in range(first, last) for month in range(1, 13)]


def weeklies(first: date, last: date) -> list[date]:
    """Every VX expiry between two days, the monthly ones among them."""
    wednesdays = (first + timedelta(weeks=week) for week in range((last - first).days // 7))
    return sorted({vix_weekly_expiry(day) for day in wednesdays})


def futures_on(curve: Curve, days: Iterable[date], expiries: Iterable[date]) -> Mapping[date, DailySeries]:
    """Every future from 250 days before its settlement to the day of it, as the exchange's own files have them."""
    table: dict[date, dict[date, float]] = {expiry: {} for expiry in expiries}
    for day in days:
        for expiry, settles in table.items():
            left = (expiry - day).days
            if 0 <= left <= 250:
                settles[day] = curve(day, left)
    return {expiry: daily(list(settles), list(settles.values())) for expiry, settles in table.items() if settles}


def whole_past(count: int = 400, last: date = LAST, seed: int = 1) -> Past:
    """Everything the method's studies are made of, on the same days; weekly futures too."""
    days = trading_days(count, last)
    rng = np.random.default_rng(seed)
    named = {
        "SPX": walk(count, 6000.0, seed, 0.01),
        "VIX": walk(count, 18.0, seed + 1, 0.06),
        "VIX3M": walk(count, 20.0, seed + 2, 0.04),
        "VVIX": walk(count, 90.0, seed + 3, 0.05),
        "ADVANCES": rng.integers(500, 2500, count).astype(float),
        "DECLINES": rng.integers(500, 2500, count).astype(float),
    }
    level = dict(zip(days, walk(count, 18.0, seed + 4, 0.05), strict=True))
    tilt = dict(zip(days, rng.normal(0.0005, 0.001, count), strict=True))
    every = weeklies(days[0], last + timedelta(days=250))
    futures = futures_on(lambda day, left: level[day] * (1.0 + tilt[day] * left), days, every)
    return Past({name: daily(days, values) for name, values in named.items()}, futures)
