"""The panel under a series: one indicator as curves with their marks, and why it is not known where it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Literal

from alvh_desktop.viewmodels.market_dock.axes import number_text
from alvh_desktop.viewmodels.market_dock.chart import Ink, Shape

if TYPE_CHECKING:
    from datetime import date

    from alvh_desktop.series.macd import Macd
    from alvh_desktop.series.past import DailySeries, Days, Floats
    from alvh_desktop.series.study import Figure, Line

IndicatorName = Literal["none", "rsi", "macd", "realised", "percentile", "premium", "slope", "ratio", "breadth"]
INDICATORS: Mapping[IndicatorName, str] = {
    "rsi": "RSI(14)",
    "macd": "MACD(12, 26, 9)",
    "realised": "20-day realised volatility",
    "percentile": "Percentile in 252 days",
    "premium": "VIX less realised volatility",
    "slope": "Slope of the VX curve",
    "ratio": "VIX/VIX3M",
    "breadth": "Advance-decline line",
    "none": "No indicator",
}
OF_MARKET: tuple[IndicatorName, ...] = ("premium", "slope", "ratio", "breadth")
"""These are made of the same series whatever is shown above them."""


@dataclass(frozen=True)
class IndicatorCurve:
    """Values (n,) under the indicator's days, NaN where nothing is known; stems stand from zero."""

    shape: Shape
    ink: Ink
    name: str
    values: Floats


@dataclass(frozen=True)
class Indicator:
    """Curves over common `days` (n,), levels that stand as lines, and the digits and unit of its figures.

    `doubt` says why its newest value is not known or old; None where all is well.
    """

    title: str
    days: Days
    curves: tuple[IndicatorCurve, ...]
    levels: tuple[float, ...] = ()
    digits: int = 1
    unit: str = ""
    doubt: str | None = None

    def told(self, place: int) -> str:
        """Every value of a day."""
        words = (
            f"{curve.name} {number_text(value, self.digits)}{self.unit}"
            for curve in self.curves
            if curve.name and not isnan(value := float(curve.values[place]))
        )
        return "  ".join(words) or f"{self.title} not known"


def indicator_of(
    name: IndicatorName,
    series_name: str,
    series: DailySeries,
    lines: Mapping[str, Line],
    figures: Mapping[str, Figure],
    day: date,
) -> Indicator | None:
    """Of the series shown, or of the market; None where none is asked for."""
    if name == "none":
        return None
    if name in OF_MARKET:
        return _of_market(name, lines, figures)
    return _of_series(name, series_name, series, day)


_SHORT: Mapping[IndicatorName, str] = {
    "rsi": "RSI",
    "realised": "realised",
    "percentile": "percentile",
    "slope": "slope",
    "ratio": "VIX/VIX3M",
}
_LEVELS: Mapping[IndicatorName, tuple[float, ...]] = {
    "rsi": (30.0, 70.0),
    "macd": (0.0,),
    "percentile": (20.0, 80.0),
    "premium": (0.0,),
    "slope": (0.0,),
    "ratio": (1.0,),
}
_DIGITS: Mapping[IndicatorName, int] = {"macd": 2, "ratio": 3, "breadth": 0}
_UNITS: Mapping[IndicatorName, str] = {"realised": "%", "slope": "%"}
_OF_STUDIES: Mapping[IndicatorName, str] = {
    "premium": "premium.spread",
    "slope": "vx.slope",
    "ratio": "vix.over_vix3m",
    "breadth": "breadth.line",
}


def _indicator(name: IndicatorName, days: Days, curves: tuple[IndicatorCurve, ...], figure: Figure) -> Indicator:
    return Indicator(
        INDICATORS[name],
        days,
        curves,
        _LEVELS.get(name, ()),
        _DIGITS.get(name, 1),
        _UNITS.get(name, ""),
        figure.missing or figure.stale,
    )


def _of_series(name: IndicatorName, series_name: str, series: DailySeries, day: date) -> Indicator:
    from alvh_desktop.series.macd import macd
    from alvh_desktop.series.percentile import ONE_YEAR, percentile_rank
    from alvh_desktop.series.realised_volatility import realised_volatility
    from alvh_desktop.series.relative_strength import wilder_rsi
    from alvh_desktop.series.studies import SETTLED_ROWS
    from alvh_desktop.series.study import Source, Study, figure_of, line_of

    made: Mapping[IndicatorName, tuple[int, Callable[[Floats], Floats]]] = {
        "rsi": (SETTLED_ROWS, wilder_rsi),
        "macd": (SETTLED_ROWS, lambda closes: macd(closes).line),
        "realised": (21, lambda closes: realised_volatility(closes, 20)),
        "percentile": (ONE_YEAR, percentile_rank),
    }
    rows, values = made[name]
    line = line_of(Study(name, INDICATORS[name], "", "", rows, values), series)
    missing = None if len(series) else f"no close of {series_name} is known: import its history"
    figure = figure_of(line, Source(f"closes of {series_name}", series, missing), day)
    if name == "macd":
        return _indicator(name, series.days, _macd_curves(macd(series.values), line), figure)
    return _indicator(name, series.days, (IndicatorCurve("line", "later", _SHORT[name], line.values),), figure)


def _macd_curves(found: Macd, known: Line) -> tuple[IndicatorCurve, ...]:
    """The histogram as stems from zero, in two colours, under line and signal; nothing where `known` has nothing."""
    import numpy as np

    line, signal, histogram = (
        np.where(np.isnan(known.values), np.nan, values) for values in (found.line, found.signal, found.histogram)
    )
    return (
        IndicatorCurve("stems", "gain", "", np.where(histogram >= 0.0, histogram, np.nan)),
        IndicatorCurve("stems", "loss", "", np.where(histogram < 0.0, histogram, np.nan)),
        IndicatorCurve("line", "settlement", "MACD", line),
        IndicatorCurve("line", "later", "signal", signal),
        IndicatorCurve("none", "dim", "histogram", histogram),
    )


def _of_market(name: IndicatorName, lines: Mapping[str, Line], figures: Mapping[str, Figure]) -> Indicator:
    line, figure = lines[_OF_STUDIES[name]], figures[_OF_STUDIES[name]]
    curves: tuple[IndicatorCurve, ...]
    if name == "premium":
        mean, deviation = lines["premium.mean"].values, lines["premium.deviation"].values
        curves = (
            IndicatorCurve("line", "later", "IV-RV", line.values),
            IndicatorCurve("line", "hedge", "mean of 252 days", mean),
            IndicatorCurve("dashes", "hedge", "mean plus one deviation", mean + deviation),
            IndicatorCurve("dashes", "hedge", "mean less one", mean - deviation),
        )
    elif name == "breadth":
        mean = lines["breadth.mean_20"].values
        curves = (
            IndicatorCurve("line", "later", "A/D", line.values),
            IndicatorCurve("dashes", "hedge", "mean of 20 days", mean),
        )
    else:
        curves = (IndicatorCurve("line", "later", _SHORT[name], line.values),)
    return _indicator(name, line.days, curves, figure)
