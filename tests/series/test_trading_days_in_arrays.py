"""Trading days in arrays agree with the calendar, and gaps are counted."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.made_pasts import closes, trading_days

from alvh_desktop.domain.calendar import business_days_between, is_business_day
from alvh_desktop.series.trading_days import are_trading_days, gaps_within, trading_days_between

covered = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(st.lists(covered))
def test_they_are_the_calendars(days: list[date]) -> None:
    found = are_trading_days(np.array(days, dtype="datetime64[D]"))
    assert found.tolist() == [is_business_day(day) for day in days]


@given(covered, covered)
def test_they_are_counted_as_the_calendar_counts(start: date, end: date) -> None:
    first, last = sorted((start, end))
    assert trading_days_between(first, last) == business_days_between(first, last)


def test_outside_the_table_every_weekday_counts() -> None:
    friday = date(2061, 11, 25)
    assert trading_days_between(friday, friday + timedelta(days=7)) == 5


def test_a_whole_series_has_no_gaps() -> None:
    assert (gaps_within(closes(range(600)).days, 100) == 0).all()


@given(st.sets(st.integers(0, 79), max_size=40), st.integers(1, 25))
def test_each_row_counts_the_days_that_are_missing_behind_it(left_out: set[int], rows: int) -> None:
    every = trading_days(80)
    kept = [place for place in range(80) if place not in left_out]
    found = gaps_within(np.array([every[place] for place in kept], dtype="datetime64[D]"), rows)
    for row, place in enumerate(kept):
        behind = kept[row - rows + 1] if row >= rows - 1 else None
        expected = 0 if behind is None else sum(behind < each < place for each in left_out)
        assert found[row] == expected


@pytest.mark.parametrize("rows", [1, 5])
def test_an_empty_series_has_none(rows: int) -> None:
    assert gaps_within(np.array([], dtype="datetime64[D]"), rows).size == 0
