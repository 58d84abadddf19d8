"""The series that the method's studies are made of, from what was imported."""

from collections.abc import Mapping

import numpy as np

from alvh_desktop.series.averages import moving_mean
from alvh_desktop.series.breadth import ADVANCES, DECLINES, advance_decline_line
from alvh_desktop.series.constant_maturity import constant_maturity, curve_slope, settles_that_count, why_unknown
from alvh_desktop.series.past import DailySeries, Floats, Past
from alvh_desktop.series.realised_volatility import realised_volatility
from alvh_desktop.series.roll_yield import front_roll_yield
from alvh_desktop.series.study import Source, Study, line_of, source_of, together
from alvh_desktop.series.trading_days import are_trading_days

SPX, VIX, VIX3M, VVIX = "SPX", "VIX", "VIX3M", "VVIX"
VX30, VX60 = "VX30", "VX60"
SLOPE, RATIO, SPREAD, ROLL_YIELD, BREADTH, NEUTRALITY = "slope", "ratio", "IV-RV", "roll yield", "A/D", "neutrality"

SPX_MEAN = Study("spx.mean_100", "100-day mean of SPX", "points", SPX, 100, lambda closes: moving_mean(closes, 100))
SPX_VOLATILITY = Study(
    "spx.realised_20",
    "20-day realised volatility of SPX",
    "% a year",
    SPX,
    21,
    lambda closes: realised_volatility(closes, 20),
)


def sources_of(past: Past) -> Mapping[str, Source]:
    """Each by its name, on trading days only; what was not imported is empty and says what to import."""
    spx, vix, vix3m, vvix = (_closes_of(past, name) for name in (SPX, VIX, VIX3M, VVIX))
    vx30, vx60 = _vx_prices_of(past)
    slope = together("days with a slope of the VX curve", curve_slope, vx30, vx60)
    mean, volatility = (source_of(line_of(study, spx.series), spx) for study in (SPX_MEAN, SPX_VOLATILITY))
    return {
        SPX: spx,
        VIX: vix,
        VVIX: vvix,
        VX30: vx30,
        VX60: vx60,
        SLOPE: slope,
        RATIO: together("days with VIX and VIX3M", np.divide, vix, vix3m),
        SPREAD: together("days with VIX and realised volatility", np.subtract, vix, volatility),
        ROLL_YIELD: _roll_yield_of(past, vix),
        BREADTH: _breadth_of(past),
        NEUTRALITY: together("days with SPX, its mean and a slope", _least_margin, spx, mean, slope),
    }


def usable_closes(past: Past, name: str) -> DailySeries:
    """Closes above 0 of trading days. Since 2022 the exchange's own file has a VIX of holidays, on which only the
    evening session trades, and other publishers' files have none: so every file gives the same answer."""
    series = past.closes_of(name)
    return series.where(are_trading_days(series.days) & (series.values > 0.0))


def _closes_of(past: Past, name: str) -> Source:
    series = usable_closes(past, name)
    return Source(
        f"closes of {name}", series, None if len(series) else f"no close of {name} is known: import its history"
    )


def _vx_prices_of(past: Past) -> tuple[Source, ...]:
    """The constant maturities of 30 and 60 days."""
    settles = settles_that_count(past.futures)
    return tuple(
        Source(f"{left}-day VX prices", constant_maturity(settles, left), why_unknown(settles, left))
        for left in (30, 60)
    )


def _roll_yield_of(past: Past, vix: Source) -> Source:
    series = front_roll_yield(vix.series, past.futures)
    unpaired = "no settle of a monthly VX future is known for a day with VIX: import the CFE contract files"
    return Source("days with VIX and its front future", series, vix.missing or (None if len(series) else unpaired))


def _breadth_of(past: Past) -> Source:
    named = ((past.closes_of(name), name) for name in (ADVANCES, DECLINES))
    counts = (
        Source(name, series.where(are_trading_days(series.days)), None if len(series) else _uncounted(name))
        for series, name in named
    )
    return together("days with advances and declines", advance_decline_line, *counts)


def _uncounted(name: str) -> str:
    return f"no {name.lower()} are known: type them day by day as the input breadth.{name.lower()}"


def _least_margin(closes: Floats, means: Floats, slopes: Floats) -> Floats:
    """Not below 0 where both conditions of a neutral-to-bullish regime hold."""
    return np.minimum(closes - means, slopes)
