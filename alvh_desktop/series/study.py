"""A study turns a daily series into a line of values, and the line into one figure for a day.

A study looks back on a number of rows of its own series: "20 days" are the 20 newest that are there. Trading days
without a row in between are counted: a figure tells them, and where they are more than a fifth of the rows nothing is
known, since 20 days would no longer mean 20 days.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from alvh_desktop.domain.calendar import written_date
from alvh_desktop.series.past import DailySeries, Days, Floats, daily, on_common_days
from alvh_desktop.series.trading_days import Counts, gaps_within, trading_days_between

YES_OR_NO = "yes/no"
_MOST_GAPS = 0.2  # trading days without a row, as a share of the rows looked back on
_FRESH_DAYS = 1  # until its session has closed, a day's newest close is that of the trading day before


@dataclass(frozen=True, eq=False)
class Source:
    """A series that studies are made of. `counted` names its rows in a sentence ("closes of VIX").

    `missing` says why the newest value is not known, though older ones may be; `gaps` which trading days it lacks.
    """

    counted: str
    series: DailySeries
    missing: str | None = None
    gaps: str | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """One number of the method: what it is called, what it is made of and how.

    `source` names its series; `rows` is how many of them, the last included, a value rests on; `values` answers one
    value a row from the rows' values, NaN where it has none. With the unit "yes/no" a value is 1 or 0.
    """

    id: str
    title: str
    unit: str
    source: str
    rows: int
    values: Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Line:
    """A study over its whole series, for a plot: `values` (n,) stands under `days` (n,), NaN where nothing is known.

    `gaps` (n,) counts the trading days without a row among those that the value looks back on.
    """

    study: Study
    days: Days
    values: Floats
    gaps: Counts


@dataclass(frozen=True, slots=True)
class Figure:
    """One number for a day, or why it is not known.

    `value` is a bool where the unit is "yes/no"; `day` is the newest that the value rests on. Either both are known
    or `missing` gives the reason. `stale` says that newer closes should be there, `gaps` that some in
    between are not.
    """

    id: str
    title: str
    unit: str
    value: float | bool | None
    day: date | None
    missing: str | None = None
    stale: str | None = None
    gaps: str | None = None


def together(counted: str, values: Callable[..., Floats], *parts: Source) -> Source:
    """A source of values that are worked out from the parts' values, on the days that all parts have."""
    common = on_common_days(*(part.series for part in parts))
    missing = next((part.missing for part in parts if part.missing is not None), None)
    if missing is None and not len(common[0]):
        missing = f"the {' and the '.join(part.counted for part in parts)} have no day in common"
    gaps = next((part.gaps for part in parts if part.gaps is not None), None)
    return Source(counted, daily(common[0].days, values(*(series.values for series in common))), missing, gaps)


def line_of(study: Study, series: DailySeries) -> Line:
    """Nothing in it changes when later days are added to the series."""
    gaps = gaps_within(series.days, study.rows)
    is_known = (np.arange(len(series)) >= study.rows - 1) & (gaps <= _MOST_GAPS * study.rows)
    return Line(study, series.days, np.where(is_known, study.values(series.values), np.nan), gaps)


def source_of(line: Line, source: Source) -> Source:
    """What is known of a line, to make other studies of; `source` is what the line was made of."""
    gaps = _gap_text(line, source) if len(source.series) and line.gaps[-1] else source.gaps
    return Source(source.counted, daily(line.days, line.values), _shortage(line, source), gaps)


def figure_of(line: Line, source: Source, day: date) -> Figure:
    """The newest value of a line that ends on or before `day`."""
    study = line.study
    missing = _shortage(line, source)
    if missing is not None:
        return Figure(study.id, study.title, study.unit, None, None, missing)
    value, newest = float(line.values[-1]), line.days[-1].item()
    return Figure(
        study.id,
        study.title,
        study.unit,
        value != 0.0 if study.unit == YES_OR_NO else value,
        newest,
        stale=_staleness(source, newest, day),
        gaps=_gap_text(line, source) if line.gaps[-1] else source.gaps,
    )


def _shortage(line: Line, source: Source) -> str | None:
    """Why the newest value is not known."""
    rows, there = line.study.rows, line.days.size
    if source.missing is not None:
        return source.missing
    if there < rows:
        return f"it needs {rows} {source.counted}, and there {'is' if there == 1 else 'are'} {there}"
    if np.isnan(line.values[-1]):
        return f"{_gap_text(line, source)}: import them"
    return None


def _gap_text(line: Line, source: Source) -> str:
    gaps, span = line.gaps[-1], line.study.rows + line.gaps[-1]
    return f"{gaps} of the last {span} trading days {'is' if gaps == 1 else 'are'} missing in the {source.counted}"


def _staleness(source: Source, newest: date, day: date) -> str | None:
    behind = int(trading_days_between(newest, day))
    if behind <= _FRESH_DAYS:
        return None
    return f"the {source.counted} end on {written_date(newest)}, {behind} trading days before {written_date(day)}"
