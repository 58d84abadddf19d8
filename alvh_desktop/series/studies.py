"""The table of the method's regime values: what each is called, what it is made of and how."""

from collections.abc import Callable, Iterator
from typing import Any

from alvh_desktop.series.averages import moving_deviation, moving_mean
from alvh_desktop.series.macd import closes_in_a_row, macd
from alvh_desktop.series.past import Floats
from alvh_desktop.series.percentile import ONE_YEAR, moving_percentile, percentile_rank
from alvh_desktop.series.realised_volatility import realised_volatility
from alvh_desktop.series.relative_strength import wilder_rsi
from alvh_desktop.series.sources import (
    BREADTH,
    NEUTRALITY,
    RATIO,
    ROLL_YIELD,
    SLOPE,
    SPREAD,
    SPX,
    SPX_MEAN,
    SPX_VOLATILITY,
    VIX,
    VVIX,
    VX30,
    VX60,
)
from alvh_desktop.series.study import YES_OR_NO, Study

SETTLED_ROWS = 100
"""After as many rows it no longer shows what a recursive mean began with."""

BREADTH_ROWS = 20
HIGH_ROLL_YIELD = 80.0
_A_YEAR = "% a year"


def _as_it_is(values: Floats) -> Floats:
    return values


def _mean_20(values: Floats) -> Floats:
    return moving_mean(values, BREADTH_ROWS)


def _mean_of_year(values: Floats) -> Floats:
    return moving_mean(values, ONE_YEAR)


def _deviation_of_year(values: Floats) -> Floats:
    return moving_deviation(values, ONE_YEAR)


def _high_roll_yield(values: Floats) -> Floats:
    return moving_percentile(values, HIGH_ROLL_YIELD)


def _momentum(key: str, name: str, source: str) -> Iterator[Study]:
    rows = SETTLED_ROWS
    yield Study(f"{key}.rsi", f"RSI(14) of {name}", "0 to 100", source, rows, wilder_rsi)
    yield Study(f"{key}.macd", f"MACD(12, 26, 9) of {name}", "points", source, rows, lambda x: macd(x).line)
    yield Study(f"{key}.macd_signal", f"MACD signal of {name}", "points", source, rows, lambda x: macd(x).signal)
    yield Study(
        f"{key}.macd_histogram", f"MACD histogram of {name}", "points", source, rows, lambda x: macd(x).histogram
    )


def _is(id: str, title: str, source: str, rows: int, holds: Callable[[Floats], Any]) -> Study:
    return Study(id, title, YES_OR_NO, source, rows, holds)


STUDIES: tuple[Study, ...] = (
    _is("regime.is_neutral_to_bullish", "Regime neutral to bullish", NEUTRALITY, 1, lambda least: least >= 0.0),
    SPX_MEAN,
    _is("spx.is_over_mean", "SPX at or over its 100-day mean", SPX, 100, lambda x: x >= moving_mean(x, 100)),
    SPX_VOLATILITY,
    Study("spx.realised_5", "5-day realised volatility of SPX", _A_YEAR, SPX, 6, lambda x: realised_volatility(x, 5)),
    Study("premium.spread", "VIX less 20-day realised volatility", "points", SPREAD, 1, _as_it_is),
    Study("premium.mean", "252-day mean of that spread", "points", SPREAD, ONE_YEAR, _mean_of_year),
    Study("premium.deviation", "252-day standard deviation of it", "points", SPREAD, ONE_YEAR, _deviation_of_year),
    _is(
        "premium.is_rich",
        "Spread above its mean plus one deviation",
        SPREAD,
        ONE_YEAR,
        lambda x: x > _mean_of_year(x) + _deviation_of_year(x),
    ),
    Study("vx.price_30", "30-day VX price", "points", VX30, 1, _as_it_is),
    Study("vx.price_60", "60-day VX price", "points", VX60, 1, _as_it_is),
    Study("vx.slope", "Slope of the VX curve, 60 over 30 days", "%", SLOPE, 1, _as_it_is),
    _is("vx.is_inverted", "VX curve inverted", SLOPE, 1, lambda slope: slope < 0.0),
    Study("vx.roll_yield", "Front VX over VIX a day left", "points a trading day", ROLL_YIELD, 1, _as_it_is),
    Study(
        "vx.roll_yield_80",
        "252-day 80th percentile of that roll yield",
        "points a trading day",
        ROLL_YIELD,
        ONE_YEAR,
        _high_roll_yield,
    ),
    _is(
        "vx.is_roll_yield_high",
        "Roll yield above its 80th percentile",
        ROLL_YIELD,
        ONE_YEAR,
        lambda x: x > _high_roll_yield(x),
    ),
    Study("vix.over_vix3m", "Volatility ratio VIX/VIX3M", "ratio", RATIO, 1, _as_it_is),
    Study("vix.percentile", "VIX among its last 252 closes", "percentile", VIX, ONE_YEAR, percentile_rank),
    *_momentum("spx", "SPX", SPX),
    *_momentum("vix", "VIX", VIX),
    *_momentum("vvix", "VVIX", VVIX),
    *_momentum("vx", "the 30-day VX price", VX30),
    Study(
        "vx.macd_run",
        "Days in a row that this histogram is above 0 (+) or below (-)",
        "days",
        VX30,
        SETTLED_ROWS,
        lambda x: closes_in_a_row(macd(x).histogram),
    ),
    Study("breadth.line", "Advance-decline line", "shares", BREADTH, 1, _as_it_is),
    Study("breadth.mean_20", "20-day mean of that line", "shares", BREADTH, BREADTH_ROWS, _mean_20),
    _is(
        "breadth.is_constructive",
        "Advance-decline line above its 20-day mean",
        BREADTH,
        BREADTH_ROWS,
        lambda x: x > _mean_20(x),
    ),
)
"""In the order in which they are shown; ids are kept for good, since reports and rules name them."""
