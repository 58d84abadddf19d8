"""Settlement and last trading in New York time, across half days and changes of daylight saving."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.calendar import (
    expires_on,
    is_business_day,
    last_trading_moment,
    nearest_expiries,
    settlement_moment,
    years_between,
)
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.products import load_products

PRODUCTS = load_products()
NEW_YORK = ZoneInfo("America/New_York")
DAYS = st.dates(date(1990, 3, 1), date(2040, 10, 31))
ROOTS = st.sampled_from(sorted(PRODUCTS))
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=50 * 365)).map(
    lambda age: datetime(1990, 1, 1, tzinfo=UTC) + age
)


def on_the_clock(moment: datetime) -> str:
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(NEW_YORK):%Y-%m-%d %H:%M}"


@given(ROOTS, DAYS)
def test_nothing_trades_after_its_settlement_and_both_fall_on_sessions(root: str, day: date) -> None:
    product = PRODUCTS[root]
    expiry = nearest_expiries(product, day, 1)[0]
    settles, stops = settlement_moment(product, expiry), last_trading_moment(product, expiry)
    assert stops <= settles
    assert settles.astimezone(NEW_YORK).date() == expiry
    assert is_business_day(stops.astimezone(NEW_YORK).date())


@given(DAYS)
def test_a_vix_option_settles_at_the_moment_of_its_future(day: date) -> None:
    for root in ("VIX", "VIXW"):
        expiry = nearest_expiries(PRODUCTS[root], day, 1)[0]
        assert expires_on(PRODUCTS["VX"], expiry)
        assert settlement_moment(PRODUCTS[root], expiry) == settlement_moment(PRODUCTS["VX"], expiry)


@pytest.mark.parametrize(
    ("root", "expiry", "stops", "settles"),
    [
        ("SPX", date(2026, 12, 18), "2026-12-17 16:15", "2026-12-18 09:30"),
        ("SPX", date(2026, 6, 18), "2026-06-17 16:15", "2026-06-18 09:30"),
        ("SPXW", date(2026, 12, 18), "2026-12-18 16:00", "2026-12-18 16:00"),
        ("XSP", date(2026, 12, 18), "2026-12-18 16:00", "2026-12-18 16:00"),
        ("VIX", date(2026, 12, 16), "2026-12-15 16:15", "2026-12-16 09:30"),
        ("VIXW", date(2026, 11, 24), "2026-11-23 16:15", "2026-11-24 09:30"),
        ("VX", date(2026, 11, 24), "2026-11-24 09:00", "2026-11-24 09:30"),
        ("VXM", date(2026, 12, 16), "2026-12-16 09:00", "2026-12-16 09:30"),
        # half days: the day itself, and an AM expiry whose last trading day is one
        ("SPXW", date(2026, 11, 27), "2026-11-27 13:00", "2026-11-27 13:00"),
        ("XSP", date(2026, 12, 24), "2026-12-24 13:00", "2026-12-24 13:00"),
        ("VIXW", date(2024, 12, 24), "2024-12-23 16:15", "2024-12-24 09:30"),
        ("VX", date(2024, 12, 24), "2024-12-24 09:00", "2024-12-24 09:30"),
        ("VIXW", date(2018, 12, 26), "2018-12-24 13:15", "2018-12-26 09:30"),
        # a long weekend before: the business day before Wednesday 17 January 2024 is Tuesday, not the holiday
        ("VIX", date(2024, 1, 17), "2024-01-16 16:15", "2024-01-17 09:30"),
    ],
)
def test_moments_of_the_contract_specifications(root: str, expiry: date, stops: str, settles: str) -> None:
    product = PRODUCTS[root]
    assert expires_on(product, expiry)
    assert on_the_clock(last_trading_moment(product, expiry)) == stops
    assert on_the_clock(settlement_moment(product, expiry)) == settles


@pytest.mark.parametrize(
    ("expiry", "settles"),
    [
        (date(2026, 10, 30), datetime(2026, 10, 30, 20, tzinfo=UTC)),
        (date(2026, 11, 2), datetime(2026, 11, 2, 21, tzinfo=UTC)),
        (date(2027, 3, 12), datetime(2027, 3, 12, 21, tzinfo=UTC)),
        (date(2027, 3, 15), datetime(2027, 3, 15, 20, tzinfo=UTC)),
    ],
    ids=str,
)
def test_daylight_saving_moves_the_settlement_in_utc(expiry: date, settles: datetime) -> None:
    assert settlement_moment(PRODUCTS["SPXW"], expiry) == settles


def test_the_weekend_of_a_clock_change_has_its_own_length() -> None:
    product = PRODUCTS["SPXW"]
    autumn = [settlement_moment(product, day) for day in (date(2026, 10, 30), date(2026, 11, 2))]
    spring = [settlement_moment(product, day) for day in (date(2027, 3, 12), date(2027, 3, 15))]
    assert autumn[1] - autumn[0] == timedelta(hours=73)
    assert spring[1] - spring[0] == timedelta(hours=71)
    in_new_york = [moment.astimezone(NEW_YORK) for moment in autumn]
    assert years_between(*in_new_york) == 73 / 24 / 365


def test_spx_and_spxw_of_one_date_have_different_times_to_settlement() -> None:
    now = datetime(2023, 2, 7, 21, 15, tzinfo=UTC)
    expiry = date(2023, 2, 17)
    spx, spxw = (years_between(now, settlement_moment(PRODUCTS[root], expiry)) for root in ("SPX", "SPXW"))
    assert spxw - spx == pytest.approx(6.5 / 24 / 365, rel=1e-12)


@given(MOMENTS, MOMENTS)
def test_years_are_the_clock_over_365_days_and_never_negative(now: datetime, moment: datetime) -> None:
    years = years_between(now, moment)
    assert years == max(0.0, (moment - now) / timedelta(days=365))
    assert years_between(now.astimezone(NEW_YORK), moment.astimezone(ZoneInfo("Asia/Tokyo"))) == years


def test_a_moment_without_a_zone_is_refused() -> None:
    aware = datetime(2026, 11, 21, tzinfo=UTC)
    for pair in ((aware, aware.replace(tzinfo=None)), (aware.replace(tzinfo=None), aware)):
        with pytest.raises(ValueError, match="without a time zone"):
            years_between(*pair)


def test_no_moment_outside_the_calendar_is_guessed() -> None:
    with pytest.raises(KnownError, match="outside the trading calendar"):
        settlement_moment(PRODUCTS["SPXW"], date(2041, 1, 2))
    with pytest.raises(KnownError, match="outside the trading calendar"):
        last_trading_moment(PRODUCTS["SPX"], date(1990, 1, 1))
