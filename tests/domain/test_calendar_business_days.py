"""Trading days: the laws of going forth and back, the tables of four years, and days that nobody planned."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.calendar import (
    business_days_between,
    is_business_day,
    is_covered,
    is_early_close,
    next_business_day,
    previous_business_day,
    written_date,
)
from alvh_desktop.domain.problems import KnownError

FIRST, LAST = date(1990, 1, 1), date(2040, 12, 31)
DAYS = st.dates(date(1990, 1, 15), date(2040, 12, 15))

CLOSED = {
    2024: "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25",
    2025: "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
    2026: "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
    2027: "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24",
}
EARLY = {2024: "07-03 11-29 12-24", 2025: "07-03 11-28 12-24", 2026: "11-27 12-24", 2027: "11-26"}


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@given(DAYS)
def test_next_and_previous_are_the_closest_business_days(day: date) -> None:
    before, after = previous_business_day(day), next_business_day(day)
    assert before < day < after
    assert is_business_day(before)
    assert is_business_day(after)
    between = [before + timedelta(n) for n in range(1, (after - before).days)]
    assert [one for one in between if is_business_day(one)] == ([day] if is_business_day(day) else [])


@given(DAYS, DAYS, DAYS)
def test_counts_of_neighbouring_spans_add_up(a: date, b: date, c: date) -> None:
    assert business_days_between(a, b) + business_days_between(b, c) == business_days_between(a, c)


@given(DAYS)
def test_one_day_further_counts_one_exactly_when_it_is_a_business_day(day: date) -> None:
    assert business_days_between(day - timedelta(1), day) == is_business_day(day)


@given(DAYS)
def test_a_short_day_is_a_business_day(day: date) -> None:
    assert is_business_day(day) or not is_early_close(day)


@pytest.mark.parametrize("year", CLOSED)
def test_closures_and_half_days_of_the_published_years(year: int) -> None:
    closed = [day for day in days_of(year) if day.weekday() < 5 and not is_business_day(day)]
    assert " ".join(f"{day:%m-%d}" for day in closed) == CLOSED[year]
    assert " ".join(f"{day:%m-%d}" for day in days_of(year) if is_early_close(day)) == EARLY[year]


@pytest.mark.parametrize(
    "day",
    [date(2001, 9, 11), date(2001, 9, 14), date(2012, 10, 29), date(2012, 10, 30), date(2025, 1, 9)],
    ids=str,
)
def test_unplanned_closures_are_closed(day: date) -> None:
    assert not is_business_day(day)


def test_the_week_without_sessions_is_skipped() -> None:
    assert previous_business_day(date(2001, 9, 17)) == date(2001, 9, 10)
    assert next_business_day(date(2001, 9, 10)) == date(2001, 9, 17)
    assert business_days_between(date(2001, 9, 10), date(2001, 9, 17)) == 1


def test_counting_is_after_the_first_day_up_to_the_last() -> None:
    thanksgiving_week = date(2026, 11, 23), date(2026, 11, 27)
    assert business_days_between(*thanksgiving_week) == 3
    assert business_days_between(*reversed(thanksgiving_week)) == -3
    assert business_days_between(date(2026, 11, 23), date(2026, 11, 23)) == 0


@pytest.mark.parametrize("ask", [is_business_day, is_early_close, previous_business_day, next_business_day])
@pytest.mark.parametrize("day", [date(1989, 12, 29), date(2041, 1, 2)], ids=str)
def test_no_day_outside_the_table_is_guessed(ask: object, day: date) -> None:
    assert callable(ask)
    assert not is_covered(day)
    with pytest.raises(KnownError, match="outside the trading calendar, which runs from 1 January 1990 to 31"):
        ask(day)


def test_counts_refuse_days_outside_the_table() -> None:
    with pytest.raises(KnownError, match="1 January 2041"):
        business_days_between(LAST, date(2041, 1, 1))
    with pytest.raises(KnownError, match="31 December 1989"):
        business_days_between(date(1989, 12, 31), FIRST)


def test_the_edges_of_the_table_are_known() -> None:
    assert is_covered(FIRST)
    assert is_covered(LAST)
    assert is_business_day(LAST)
    with pytest.raises(KnownError, match="outside"):
        next_business_day(LAST)


def test_dates_are_written_in_english_whatever_the_locale() -> None:
    assert written_date(date(2016, 6, 8)) == "8 June 2016"
