"""The past that indicators see: closes that were imported, and the daily counts that a person typed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from alvh_desktop.domain.records import Input
from alvh_desktop.series.breadth import ADVANCES, DECLINES
from alvh_desktop.series.past import DailySeries, Past, daily

_TYPED_AS = {ADVANCES: "breadth.advances", DECLINES: "breadth.declines"}


def with_typed_days(past: Past, inputs: Mapping[int, Input]) -> Past:
    """The past with the values of days that inputs hold; of a day that has both the typed one counts."""
    laid = {
        series: _laid_over(past.closes_of(series), _typed_days(inputs, name)) for series, name in _TYPED_AS.items()
    }
    return replace(past, closes={**past.closes, **{name: series for name, series in laid.items() if len(series)}})


def typed_days_of(inputs: Mapping[int, Input]) -> tuple[Input, ...]:
    """The inputs that stand for days of a series."""
    return tuple(row for row in inputs.values() if row.name in _TYPED_AS.values())


def _typed_days(inputs: Mapping[int, Input], name: str) -> Mapping[date, float]:
    rows = sorted((row for row in inputs.values() if row.name == name), key=lambda row: row.id)
    return {row.on: float(row.value) for row in rows}


def _laid_over(series: DailySeries, typed: Mapping[date, float]) -> DailySeries:
    if not typed:
        return series
    days = dict(zip(series.days.tolist(), series.values.tolist(), strict=True)) | dict(typed)
    return daily(list(days), list(days.values()))
