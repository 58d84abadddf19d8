"""Trends of what is published now and then."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.made_pasts import closes

from alvh_desktop.domain.problems import Problem
from alvh_desktop.series.past import daily
from alvh_desktop.series.trend import Trend, trend_of

MONTHLY = daily(["2026-08-12", "2026-09-11", "2026-10-14", "2026-11-10"], [2.9, 3.0, 3.1, 2.8])


def test_a_monthly_value_is_compared_with_the_month_before() -> None:
    found = trend_of("cpi", MONTHLY, date(2026, 11, 20))
    assert found == Trend(date(2026, 10, 14), 3.1, date(2026, 11, 10), 2.8)
    assert found.change == pytest.approx(-0.3)
    assert found.change_percent == pytest.approx(-300.0 / 31.0)


def test_a_quarterly_value_is_compared_with_its_quarter() -> None:
    quarterly = daily(["2026-03-31", "2026-06-30", "2026-09-30"], [1.2, 1.1, 1.0])
    found = trend_of("quick ratio", quarterly, date(2026, 11, 20))
    assert isinstance(found, Trend)
    assert (found.first_day, found.last_day) == (date(2026, 6, 30), date(2026, 9, 30))


def test_a_daily_value_is_compared_over_30_days() -> None:
    found = trend_of("rate", closes(range(60)), date(2026, 11, 20))
    assert isinstance(found, Trend)
    assert found.first_day == date(2026, 10, 21)


def test_what_is_published_later_is_not_known_yet() -> None:
    found = trend_of("cpi", MONTHLY, date(2026, 11, 9))
    assert isinstance(found, Trend)
    assert found.last_day == date(2026, 10, 14)


def test_one_value_has_no_trend() -> None:
    assert trend_of("cpi", MONTHLY, date(2026, 8, 20)) == Problem(
        "cpi", "a trend needs 2 values of cpi up to 20 August 2026, 1 is known"
    )
    assert isinstance(trend_of("cpi", MONTHLY, date(2026, 8, 1)), Problem)


def test_of_a_value_that_is_not_above_0_there_is_no_percentage() -> None:
    found = trend_of("rate", daily(["2026-10-01", "2026-11-01"], [-0.5, 0.5]), date(2026, 11, 20))
    assert isinstance(found, Trend)
    assert (found.change, found.change_percent) == (1.0, None)


@given(st.lists(st.dates(date(2020, 1, 1), date(2026, 12, 31)), min_size=2, unique=True, max_size=30))
def test_no_other_value_is_nearer_to_30_days_before(days: list[date]) -> None:
    found = trend_of("x", daily(days, range(len(days))), date(2026, 12, 31))
    assert isinstance(found, Trend)
    assert found.last_day == max(days)
    distance = abs((found.last_day - found.first_day).days - 30)
    assert all(abs((found.last_day - day).days - 30) >= distance for day in days if day != found.last_day)
