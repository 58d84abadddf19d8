"""The curve that discounts: flat at the middle of the target range, or through the rates that were typed."""

import math
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.pricing.rates import RateCurve, RatePoint, curve_of, flat_curve


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
    rate = flat_curve(day)
    assert rate.shown_per_year == pytest.approx(math.log1p(percent / 100))
    assert f"({percent:g} %)" in rate.source


def test_before_the_table_its_first_value_stands_and_is_named() -> None:
    assert flat_curve(date(1995, 1, 3)) == flat_curve(date(2001, 12, 11))
    assert "of 2001-12-11" in flat_curve(date(1995, 1, 3)).source


def test_after_the_table_its_last_value_stands() -> None:
    assert flat_curve(date(2040, 1, 3)) == flat_curve(date(2039, 1, 3))


def test_rates_are_fractions_of_a_year() -> None:
    for year in range(2001, 2030):
        assert 0 <= flat_curve(date(year, 6, 1)).shown_per_year < 0.06


# A typed curve

TODAY = date(2026, 11, 20)
TYPED = {90: (Decimal("3.95"), "2026-11-19, SOFR"), 30: (Decimal("3.9"), "2026-11-20, Treasury")}
CURVE = curve_of(TODAY, TYPED)
points = st.dictionaries(st.integers(1, 3700), st.decimals(-5, 50, places=3), min_size=1, max_size=8)
spans = st.floats(0.0, 30.0)


def typed_curve(percents: dict[int, Decimal]) -> RateCurve:
    return curve_of(TODAY, {days: (percent, "test") for days, percent in percents.items()})


def test_without_a_typed_rate_the_flat_one_of_the_day_stands() -> None:
    assert curve_of(TODAY, {}) == flat_curve(TODAY)
    assert flat_curve(TODAY).per_year(0.001) == flat_curve(TODAY).per_year(25.0) == flat_curve(TODAY).shown_per_year


def test_typed_rates_stand_in_the_order_of_their_days_with_their_sources() -> None:
    assert CURVE.points == (
        RatePoint(30, 0.039, "2026-11-20, Treasury"),
        RatePoint(90, 0.0395, "2026-11-19, SOFR"),
    )
    assert CURVE.source == "typed: 30 d 3.90 % (2026-11-20, Treasury), 90 d 3.95 % (2026-11-19, SOFR)"
    finer = curve_of(TODAY, {7: (Decimal("3.8750"), "a"), 8: (Decimal(10), "b"), 9: (Decimal("-0.5"), "c")})
    assert finer.source == "typed: 7 d 3.875 % (a), 8 d 10.00 % (b), 9 d -0.50 % (c)"


def test_between_points_it_is_linear_in_days_and_beyond_them_flat() -> None:
    found = [CURVE.per_year(days / 365) for days in (0, 29, 30, 45, 60, 90, 91, 4000)]
    assert found == pytest.approx([0.039, 0.039, 0.039, 0.039125, 0.03925, 0.0395, 0.0395, 0.0395], abs=1e-15)
    assert CURVE.shown_per_year == 0.039


def test_it_discounts_by_the_rate_to_that_day() -> None:
    assert CURVE.discount(60 / 365) == pytest.approx(math.exp(-0.03925 * 60 / 365), rel=1e-15)
    assert CURVE.discount(0.0) == 1.0


@given(points, spans)
def test_a_rate_lies_among_the_typed_ones_and_meets_each(percents: dict[int, Decimal], years: float) -> None:
    curve = typed_curve(percents)
    rates = [float(percent) / 100 for percent in percents.values()]
    assert min(rates) - 1e-12 <= curve.per_year(years) <= max(rates) + 1e-12
    for days, percent in percents.items():
        assert curve.per_year(days / 365) == pytest.approx(float(percent) / 100, abs=1e-12)


@pytest.mark.parametrize("days", [(), (30, 30), (90, 30)])
def test_a_curve_without_order_is_refused(days: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ascending days"):
        RateCurve(tuple(RatePoint(day, 0.04, "test") for day in days), "test")


def test_a_rate_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        curve_of(TODAY, {30: (Decimal("NaN"), "test")})
