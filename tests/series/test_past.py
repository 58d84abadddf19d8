"""Daily series and the past: in order, finite, cut at a day, compared on common days."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.series.past import EMPTY, DailySeries, Past, daily, on_common_days

some_days = st.sets(st.dates(date(2020, 1, 1), date(2020, 3, 31)), max_size=30)


def made(days: set[date]) -> DailySeries:
    return daily(sorted(days), [float(day.toordinal()) for day in sorted(days)])


@given(st.lists(st.tuples(st.dates(), st.floats(allow_nan=True)), unique_by=lambda row: row[0]))
def test_rows_in_any_order_become_ascending_days_with_a_finite_value(rows: list[tuple[date, float]]) -> None:
    series = daily([day for day, _ in rows], [value for _, value in rows])
    kept = sorted((day, value) for day, value in rows if np.isfinite(value))
    assert list(zip(series.days.tolist(), series.values.tolist(), strict=True)) == kept
    assert series.last_day == (kept[-1][0] if kept else None)


def test_a_day_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="ascending"):
        daily(["2026-11-20", "2026-11-20"], [1.0, 2.0])


@given(some_days, st.dates(date(2019, 12, 1), date(2020, 5, 1)))
def test_until_a_day_keeps_what_was_known_at_its_end(days: set[date], day: date) -> None:
    assert made(days).until(day).days.tolist() == sorted(each for each in days if each <= day)
    past = Past({"VIX": made(days)}, {date(2020, 4, 15): made(days)}).until(day)
    assert past.closes_of("VIX").days.tolist() == made(days).until(day).days.tolist()
    assert past.futures[date(2020, 4, 15)].last_day == made(days).until(day).last_day


@given(some_days, some_days, some_days)
def test_common_days_are_those_that_all_have_with_each_ones_own_value(
    a: set[date], b: set[date], c: set[date]
) -> None:
    found = on_common_days(made(a), made(b), made(c))
    assert all(each.days.tolist() == sorted(a & b & c) for each in found)
    assert all(each.values.tolist() == [day.toordinal() for day in sorted(a & b & c)] for each in found)


def test_a_series_that_was_never_imported_is_empty() -> None:
    assert Past().closes_of("VIX") is EMPTY
    assert (len(EMPTY), EMPTY.last_day) == (0, None)


def test_rows_may_be_left_out() -> None:
    series = daily(["2026-11-18", "2026-11-19", "2026-11-20"], [1.0, 0.0, 3.0])
    assert series.where(series.values > 0.0).values.tolist() == [1.0, 3.0]
    assert series.where(series.values >= 0.0) is series
