"""The flat rate of a day: the middle of the target range, continuously compounded, with its source."""

import math
from datetime import date

import pytest

from alvh_desktop.pricing.rates import rate_on


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        # the ranges of 0.25-0.50, 4.50-4.75 and 5.25-5.50 per cent
        (date(2016, 6, 1), 0.375),
        (date(2023, 2, 7), 4.625),
        (date(2023, 8, 1), 5.375),
        (date(2001, 12, 11), 1.75),
        (date(2002, 11, 5), 1.75),
        (date(2002, 11, 6), 1.25),
    ],
)
def test_the_middle_of_the_range_in_force(day: date, percent: float) -> None:
    rate = rate_on(day)
    assert rate.per_year == pytest.approx(math.log1p(percent / 100))
    assert f"({percent:g} %)" in rate.source


def test_before_the_table_its_first_value_stands_and_is_named() -> None:
    assert rate_on(date(1995, 1, 3)) == rate_on(date(2001, 12, 11))
    assert "of 2001-12-11" in rate_on(date(1995, 1, 3)).source


def test_after_the_table_its_last_value_stands() -> None:
    assert rate_on(date(2040, 1, 3)) == rate_on(date(2039, 1, 3))


def test_rates_are_fractions_of_a_year() -> None:
    for year in range(2001, 2030):
        assert 0 <= rate_on(date(year, 6, 1)).per_year < 0.06
