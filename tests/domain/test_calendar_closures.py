"""The shipped table of closures against the package it was written from."""

import warnings
from datetime import date, timedelta

import exchange_calendars
import pytest

from alvh_desktop.domain.calendar import is_business_day, is_early_close
from alvh_desktop.domain.calendar.business_days import load_closures


@pytest.fixture(scope="module")
def exchange() -> exchange_calendars.ExchangeCalendar:
    table = load_closures()
    with warnings.catch_warnings():
        # The package uses a corner of pandas 3.1 that is going away; its answers are not touched by that.
        warnings.filterwarnings("ignore", "Series.values returning an ndarray", DeprecationWarning)
        return exchange_calendars.get_calendar("XNYS", start=table.first, end=table.last)


def all_days() -> list[date]:
    table = load_closures()
    return [table.first + timedelta(n) for n in range((table.last - table.first).days + 1)]


def test_the_table_covers_1990_to_2040() -> None:
    assert (load_closures().first, load_closures().last) == (date(1990, 1, 1), date(2040, 12, 31))


def test_business_days_are_the_exchange_sessions(exchange: exchange_calendars.ExchangeCalendar) -> None:
    assert [day for day in all_days() if is_business_day(day)] == [one.date() for one in exchange.sessions]


def test_early_closes_are_those_of_the_exchange(exchange: exchange_calendars.ExchangeCalendar) -> None:
    short = [day for day in all_days() if is_early_close(day)]
    assert short == [one.date() for one in exchange.early_closes]


def test_every_short_session_since_1993_ends_at_13(exchange: exchange_calendars.ExchangeCalendar) -> None:
    closes = exchange.closes[exchange.early_closes].dt.tz_convert("America/New_York")
    assert {close.hour for close in closes if close.year >= 1993} == {13}
    assert {close.minute for close in closes} == {0}


def test_counting_relies_on_closures_that_ascend_and_are_weekdays() -> None:
    closed = load_closures().closed
    assert list(closed) == sorted(set(closed))
    assert all(day.weekday() < 5 for day in closed)
