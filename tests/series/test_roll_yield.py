"""The roll yield of the front VX future."""

from datetime import date

import pytest
from support.made_pasts import futures_on, monthlies, trading_days, weeklies

from alvh_desktop.series.past import daily
from alvh_desktop.series.roll_yield import front_roll_yield, is_vx_monthly

FRIDAY = date(2026, 11, 20)
DECEMBER = date(2026, 12, 16)


def test_by_hand() -> None:
    # From Friday 20 November to Wednesday 16 December there are 17 trading days: Thanksgiving is closed.
    found = front_roll_yield(daily([FRIDAY], [16.0]), {DECEMBER: daily([FRIDAY], [19.4])})
    assert found.days.tolist() == [FRIDAY]
    assert found.values == pytest.approx([3.4 / 17])


def test_it_is_below_0_where_the_future_is_below_vix() -> None:
    assert front_roll_yield(daily([FRIDAY], [36.4]), {DECEMBER: daily([FRIDAY], [19.4])}).values == pytest.approx(
        [-1]
    )


def test_the_front_is_monthly_and_never_about_to_settle() -> None:
    days = trading_days(200)
    curve = futures_on(lambda _, left: 20.0 + left, days, weeklies(days[0], date(2027, 6, 1)))
    vix = daily(days, [20.0] * 200)
    found = front_roll_yield(vix, curve)
    # On this curve the future is over VIX by its calendar days: 7 of them hold 3 to 5 trading days.
    assert len(found) == 200
    assert found.values.min() >= 1.0
    only_monthly = {expiry: each for expiry, each in curve.items() if expiry in monthlies()}
    assert (found.values == front_roll_yield(vix, only_monthly).values).all()
    monday = daily([date(2026, 12, 14)], [20.0])  # two days before settlement: January is the front
    assert len(front_roll_yield(monday, {DECEMBER: daily(monday.days, [22.0])})) == 0


def test_days_without_vix_or_without_a_future_have_none() -> None:
    days = trading_days(3)
    found = front_roll_yield(daily(days[:2], [16.0, 16.0]), {DECEMBER: daily(days[1:], [19.0, 19.0])})
    assert found.days.tolist() == [days[1]]
    assert len(front_roll_yield(daily([], []), {})) == 0


@pytest.mark.parametrize(
    ("day", "is_monthly"),
    [(date(2026, 12, 16), True), (date(2026, 5, 19), True), (date(2026, 11, 24), False), (date(2099, 1, 21), False)],
)
def test_monthly_settlements_are_told_from_weekly_ones(day: date, is_monthly: bool) -> None:
    assert is_vx_monthly(day) is is_monthly
