"""The VX price of a constant maturity: between its two settles, without a jump at a roll, or not known."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_pasts import LAST, futures_on, monthlies, trading_days, weeklies

from alvh_desktop.series.constant_maturity import (
    LEAST_DAYS,
    WIDEST_BRACKET,
    Settles,
    constant_maturity,
    curve_slope,
    settles_that_count,
    why_unknown,
)
from alvh_desktop.series.past import daily

DAYS = trading_days(300)
MONTHLY = monthlies()
WEEKLY = weeklies(date(2025, 6, 1), date(2027, 9, 1))


def on(day: date, **points: float) -> Settles:
    """Settles of one day: left_9=18.0 is a future at 18 points with 9 calendar days left."""
    left = {int(name.removeprefix("left_")): price for name, price in points.items()}
    return settles_that_count({day + timedelta(days=days): daily([day], [price]) for days, price in left.items()})


def test_two_settles_by_hand() -> None:
    found = constant_maturity(on(LAST, left_10=18.0, left_38=21.5), 30)
    assert found.days.tolist() == [LAST]
    assert found.values == pytest.approx([18.0 + 20.0 / 28.0 * 3.5])


def test_a_future_with_exactly_as_many_days_is_the_price() -> None:
    assert constant_maturity(on(LAST, left_2=30.0, left_30=20.0, left_65=22.0), 30).values.tolist() == [20.0]


def test_of_several_settles_the_two_nearest_count() -> None:
    found = constant_maturity(on(LAST, left_12=50.0, left_26=20.0, left_33=21.4, left_40=80.0), 30)
    assert found.values == pytest.approx([20.0 + 4.0 / 7.0 * 1.4])


def test_the_slope_is_60_over_30_days_less_1_in_percent() -> None:
    assert curve_slope(np.array([20.0, 20.0]), np.array([21.0, 18.0])) == pytest.approx([5.0, -10.0])


# Laws


@settings(max_examples=40)
@given(st.floats(10.0, 40.0), st.floats(-0.05, 0.05), st.sampled_from([30, 45, 60]))
def test_on_a_straight_curve_it_is_the_curve(level: float, tilt: float, maturity: int) -> None:
    futures = futures_on(lambda _, left: level + tilt * left, DAYS[-60:], MONTHLY)
    found = constant_maturity(settles_that_count(futures), maturity)
    assert len(found) > 40
    assert found.values == pytest.approx(level + tilt * maturity)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(LEAST_DAYS + 7, 120))
def test_it_lies_between_the_two_settles(seed: int, maturity: int) -> None:
    rng = np.random.default_rng(seed)
    futures = futures_on(lambda *_: float(rng.uniform(10.0, 60.0)), DAYS[-10:], WEEKLY)
    settles = settles_that_count(futures)
    found = constant_maturity(settles, maturity)
    assert len(found) == 10
    for day, price in zip(found.days, found.values, strict=True):
        left, prices = settles.days_left[settles.days == day], settles.prices[settles.days == day]
        shorter = prices[left <= maturity][-1]
        longer = prices[left >= maturity][0]
        assert min(shorter, longer) - 1e-9 <= price <= max(shorter, longer) + 1e-9


@pytest.mark.parametrize("maturity", [30, 60])
@pytest.mark.parametrize("expiries", [MONTHLY, WEEKLY], ids=["monthly", "weekly"])
def test_rolls_make_no_jump(maturity: int, expiries: list[date]) -> None:
    # A curve that stands still but bends: on f = c * left^2 the line between a and b days is c * (T-a) * (b-T) above
    # f(T), so the price may move by c * (b - a) a calendar day, b - a being 36 at most, and by no more.
    bend, most = 0.004, 36

    def bent(_: date, left: int) -> float:
        return 20.0 + bend * (left - 45.0) ** 2

    found = constant_maturity(settles_that_count(futures_on(bent, DAYS, expiries)), maturity)
    elapsed = np.diff(found.days).astype(int)
    assert (np.abs(np.diff(found.values)) <= bend * most * elapsed + 1e-9).all()
    front = [min((expiry - day).days for expiry in MONTHLY if (expiry - day).days >= LEAST_DAYS) for day in DAYS]
    spliced = np.array([bent(day, left) for day, left in zip(DAYS, front, strict=True)])
    assert np.abs(np.diff(spliced)).max() > 3.0 * bend * most * 4  # the front future itself does jump


@pytest.mark.parametrize("expiry", [date(2026, 9, 16), date(2026, 11, 18)])
def test_a_future_is_the_price_on_its_day_and_the_nearer_of_two_around_it(expiry: date) -> None:
    # Ends at 30 days on a Monday; on Friday it is the longer of the two settles, on Tuesday the shorter.
    monday = expiry - timedelta(days=30)
    around = [monday - timedelta(days=3), monday, monday + timedelta(days=1)]
    futures = futures_on(lambda _, left: 20.0 + 5.0 * np.sin(left / 9.0), around, MONTHLY)
    friday, exact, tuesday = constant_maturity(settles_that_count(futures), 30).values
    own = {day: float(futures[expiry].until(day).values[-1]) for day in around}
    assert exact == own[around[1]]
    assert abs(friday - own[around[0]]) < 1.5
    assert abs(tuesday - own[around[2]]) < 0.5


def test_every_pair_of_monthly_futures_is_near_enough() -> None:
    apart = [(later - earlier).days for earlier, later in pairwise(monthlies(2006, 2039))]
    assert max(apart) <= 36 < WIDEST_BRACKET


def test_later_days_and_later_futures_change_nothing() -> None:
    rng = np.random.default_rng(5)
    futures = futures_on(lambda *_: float(rng.uniform(10.0, 60.0)), DAYS[-80:], WEEKLY)
    whole = constant_maturity(settles_that_count(futures), 30)
    cut = constant_maturity(settles_that_count({e: each.until(DAYS[-30]) for e, each in futures.items()}), 30)
    assert np.array_equal(whole.until(DAYS[-30]).values, cut.values)
    assert len(cut) == 51


# What does not count


def test_with_2_days_left_or_fewer_a_future_does_not_count() -> None:
    assert len(constant_maturity(on(LAST, left_2=60.0, left_37=20.0, left_65=21.0), 30)) == 0
    assert constant_maturity(on(LAST, left_3=60.0, left_31=20.0), 30).values == pytest.approx([20.0 + 40.0 / 28.0])


def test_a_row_of_0_or_of_a_holiday_does_not_count() -> None:
    assert on(LAST, left_10=0.0, left_38=20.0).days_left.tolist() == [38]
    assert on(date(2026, 11, 26), left_10=18.0, left_38=20.0).days.size == 0


def test_the_settlement_value_on_the_last_day_does_not_count() -> None:
    expiry = MONTHLY[10]
    assert settles_that_count({expiry: daily([expiry], [25.0])}).days.size == 0


# Not known


def test_without_a_settle_it_says_what_to_import() -> None:
    settles = settles_that_count({})
    assert len(constant_maturity(settles, 30)) == 0
    assert why_unknown(settles, 30) == (
        "no settle of a VX future is known: import the CFE contract files or a table of VX1 to VX8"
    )


def test_with_monthly_futures_the_weeks_after_a_settlement_are_not_made_up() -> None:
    settles = on(LAST, left_35=20.0, left_63=22.0)
    assert len(constant_maturity(settles, 30)) == 0
    assert why_unknown(settles, 30) == (
        "on 20 November 2026 the shortest VX future that counts has 35 days left, more than 30:"
        " import the weekly VX futures"
    )
    assert why_unknown(settles, 60) is None


def test_the_long_end_is_not_continued() -> None:
    settles = on(LAST, left_10=20.0, left_38=22.0)
    assert len(constant_maturity(settles, 60)) == 0
    assert why_unknown(settles, 60) == (
        "on 20 November 2026 the longest VX future has 38 days left, fewer than 60: import longer ones"
    )


def test_a_price_is_not_drawn_across_futures_that_were_not_imported() -> None:
    settles = on(LAST, left_10=20.0, left_201=25.0)
    assert len(constant_maturity(settles, 30)) == 0
    assert why_unknown(settles, 30) == (
        "on 20 November 2026 the VX futures nearest to 30 days have 10 and 201 days left: import those between them"
    )
    assert len(constant_maturity(on(LAST, left_10=20.0, left_52=25.0), 30)) == 1


def test_only_the_newest_day_is_asked_why() -> None:
    early, late = trading_days(2)
    futures = {late + timedelta(days=d): daily([early, late], [20.0, 21.0]) for d in (29, 33)}
    assert why_unknown(settles_that_count(futures), 30) is None
    futures = {late + timedelta(days=d): daily([early, late], [20.0, 21.0]) for d in (29, 30)}
    assert len(constant_maturity(settles_that_count(futures), 31)) == 1
    assert why_unknown(settles_that_count(futures), 31) is not None


@given(st.sets(st.integers(1, 120), max_size=5), st.sampled_from([30, 60]))
def test_a_reason_is_given_exactly_where_there_is_no_price(left: set[int], maturity: int) -> None:
    settles = on(LAST, **{f"left_{days}": 20.0 for days in left})
    assert (why_unknown(settles, maturity) is None) == (len(constant_maturity(settles, maturity)) == 1)
