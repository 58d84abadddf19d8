"""Trading-weighted time against hours counted one minute at a time, and the laws of every clock."""

import math
import warnings
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import exchange_calendars
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.founded_books import moment

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, is_early_close
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.pricing.trading_clock import (
    Clock,
    calendar_share_left,
    share_left,
    trading_days_between,
    weighted_hours,
)

CALENDAR = Clock(1.0, 1.0)
SESSIONS_ONLY = Clock(0.0, 0.0)
USUAL = Clock(0.2, 0.1)
MINUTE = timedelta(minutes=1)

moments = st.datetimes(datetime(2023, 1, 1), datetime(2029, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
clocks = st.builds(Clock, st.floats(0.0, 1.0), st.floats(0.0, 1.0))


def counted_hours(clock: Clock, start: datetime, end: datetime) -> float:
    """Each minute weighed by what it is in New York: it lies in one kind of time as both ends are whole minutes."""
    weights, at = [], start + MINUTE / 2
    while at < end:
        local = at.astimezone(ZoneInfo("America/New_York"))
        close = time(13) if is_early_close(local.date()) else time(16)
        if not is_business_day(local.date()):
            weights.append(clock.weekend)
        else:
            weights.append(1.0 if time(9, 30) <= local.time() < close else clock.overnight)
        at += MINUTE
    return math.fsum(weights) / 60


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-20 15:45", "2026-11-20 15:50"),
        ("2026-11-20 10:07", "2026-11-24 11:13"),
        # Thanksgiving, its half day, and the weekend
        ("2026-11-25 15:00", "2026-11-30 09:31"),
        ("2026-11-27 12:30", "2026-11-27 13:30"),
        # clocks go forward, and back
        ("2027-03-12 16:00", "2027-03-15 09:30"),
        ("2027-03-14 01:59", "2027-03-14 03:01"),
        ("2026-10-30 12:00", "2026-11-03 10:00"),
        # a holiday on a Friday
        ("2027-03-25 15:59", "2027-03-29 09:31"),
        ("2026-12-24 09:30", "2026-12-28 16:00"),
    ],
)
@pytest.mark.parametrize("clock", [CALENDAR, SESSIONS_ONLY, USUAL, Clock(0.0, 1.0)])
def test_hours_are_those_counted_minute_by_minute(clock: Clock, start: str, end: str) -> None:
    first, last = moment(start), moment(end)
    assert weighted_hours(clock, first, last) == pytest.approx(counted_hours(clock, first, last), rel=1e-12)
    assert trading_days_between(first, last) == pytest.approx(counted_hours(SESSIONS_ONLY, first, last) / 6.5)


def test_session_hours_of_three_years_are_the_exchange_s() -> None:
    with warnings.catch_warnings():
        # The package uses a corner of pandas 3.1 that is going away; its answers are not touched by that.
        warnings.filterwarnings("ignore", "Series.values returning an ndarray", DeprecationWarning)
        xnys = exchange_calendars.get_calendar("XNYS", start="2024-01-02", end="2026-11-20")
    told = float((xnys.closes - xnys.opens).sum() / timedelta(hours=1))
    first, last = moment("2024-01-01 00:00"), moment("2026-11-20 20:00")
    assert weighted_hours(SESSIONS_ONLY, first, last) == pytest.approx(told, rel=1e-14)
    assert trading_days_between(first, last) == pytest.approx(told / 6.5, rel=1e-14)


def test_a_business_day_has_twenty_four_hours() -> None:
    day = date(1990, 1, 2)
    while day < date(2040, 12, 31):
        if is_business_day(day):
            ends = (datetime.combine(that, time(), NEW_YORK).astimezone(UTC) for that in (day, day + timedelta(1)))
            start, end = ends
            assert end - start == timedelta(hours=24)
        day += timedelta(1)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-20 15:45", "2026-11-20 16:00", 0.25 / 6.5),
        ("2026-11-20 16:00", "2026-11-23 09:30", 0.0),
        ("2026-11-20 16:00", "2026-11-23 16:00", 1.0),
        ("2026-11-26 12:00", "2026-11-27 20:00", 3.5 / 6.5),
        ("2026-11-20 09:30", "2026-11-30 16:00", 5.0 + 3.5 / 6.5),
    ],
)
def test_trading_days_by_hand(start: str, end: str, days: float) -> None:
    assert trading_days_between(moment(start), moment(end)) == pytest.approx(days, abs=1e-15)
    assert trading_days_between(moment(end), moment(start)) == pytest.approx(-days, abs=1e-15)


# Laws


@given(clocks, moments, moments, moments)
def test_spans_add_up_and_turn_their_sign(clock: Clock, one: datetime, two: datetime, three: datetime) -> None:
    whole = weighted_hours(clock, one, three)
    parts = weighted_hours(clock, one, two) + weighted_hours(clock, two, three)
    assert whole == pytest.approx(parts, abs=1e-8)
    assert weighted_hours(clock, three, one) == -whole
    days = trading_days_between(one, two) + trading_days_between(two, three)
    assert trading_days_between(one, three) == pytest.approx(days, abs=1e-9)


@given(clocks, moments, st.timedeltas(timedelta(), timedelta(days=900)))
def test_time_never_runs_back_nor_faster_than_a_session(clock: Clock, start: datetime, span: timedelta) -> None:
    hours = weighted_hours(clock, start, start + span)
    assert 0.0 <= hours <= span / timedelta(hours=1) * (1 + 1e-12)
    assert 0.0 <= trading_days_between(start, start + span) * 6.5 <= hours + 1e-9


@given(moments, moments)
def test_equal_weights_are_calendar_time(start: datetime, end: datetime) -> None:
    assert weighted_hours(CALENDAR, start, end) == pytest.approx((end - start) / timedelta(hours=1), rel=1e-12)


@given(clocks, moments, st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.timedeltas(MINUTE, timedelta(days=900)))
def test_the_share_left_runs_from_one_to_nothing(
    clock: Clock, now: datetime, one: float, other: float, life: timedelta
) -> None:
    early, late = (now + share * life for share in sorted((one, other)))
    settles = now + life
    for share in (lambda at: share_left(clock, now, at, settles), lambda at: calendar_share_left(now, at, settles)):
        assert share(now) == share(now - MINUTE) == 1.0
        assert share(settles) == share(settles + MINUTE) == 0.0
        assert 1.0 >= share(early) >= share(late) >= 0.0


@given(moments, st.floats(0.0, 1.0), st.timedeltas(MINUTE, timedelta(days=900)))
def test_with_equal_weights_the_share_left_is_that_of_the_calendar(
    now: datetime, passed: float, life: timedelta
) -> None:
    at, settles = now + passed * life, now + life
    told = calendar_share_left(now, at, settles)
    assert told == pytest.approx((settles - at) / life, rel=1e-15)
    assert share_left(CALENDAR, now, at, settles) == pytest.approx(told, rel=1e-9, abs=1e-12)


@given(clocks, moments, st.floats(0.0, 1.0), st.timedeltas(timedelta(days=4), timedelta(days=900)))
def test_the_share_left_is_weighted_time_over_weighted_time(
    clock: Clock, now: datetime, passed: float, life: timedelta
) -> None:
    at, settles = now + passed * life, now + life
    whole = weighted_hours(clock, now, settles)
    assume(whole > 0.1)
    assert share_left(clock, now, at, settles) * whole == pytest.approx(weighted_hours(clock, at, settles), abs=1e-9)


def test_what_has_settled_by_now_has_nothing_left() -> None:
    now, settled = moment("2026-11-20 16:30"), moment("2026-11-20 16:00")
    for at in (settled - MINUTE, settled, now):
        assert calendar_share_left(now, at, settled) == share_left(USUAL, now, at, settled) == 0.0


def test_where_the_clock_gives_no_weight_calendar_time_decides() -> None:
    now, opening = moment("2026-11-20 16:00"), moment("2026-11-23 09:30")
    half = now + (opening - now) / 2
    assert share_left(SESSIONS_ONLY, now, half, opening) == 0.5
    assert share_left(SESSIONS_ONLY, now - MINUTE, half, opening) == 0.0


def test_a_change_of_clocks_in_one_zone_is_no_hour_lost() -> None:
    # plain subtraction of these two gives 65.5 hours
    now, settles = (
        datetime(2027, 3, day, hour, minute, tzinfo=NEW_YORK) for day, hour, minute in ((12, 16, 0), (15, 9, 30))
    )
    assert weighted_hours(CALENDAR, now, settles) == pytest.approx(64.5)
    at = datetime(2027, 3, 14, 3, 0, tzinfo=NEW_YORK)
    assert calendar_share_left(now, at, settles) == pytest.approx(30.5 / 64.5)


@given(clocks, moments, moments, st.integers(-12, 12))
def test_the_zone_of_a_moment_does_not_matter(clock: Clock, start: datetime, end: datetime, offset: int) -> None:
    elsewhere = end.astimezone(timezone(timedelta(hours=offset)))
    assert weighted_hours(clock, start, elsewhere) == weighted_hours(clock, start.astimezone(NEW_YORK), end)


# What is refused


@pytest.mark.parametrize(("overnight", "weekend"), [(-0.1, 0.0), (0.0, -1.0), (math.nan, 0.0), (0.0, math.inf)])
def test_weights_under_nothing_are_refused(overnight: float, weekend: float) -> None:
    with pytest.raises(ValueError, match="weights of 0 or more"):
        Clock(overnight, weekend)


def test_a_moment_without_a_zone_is_refused() -> None:
    aware, naive = moment("2026-11-20 15:45"), datetime(2026, 11, 20, 15, 45)  # noqa: DTZ001 - the fault itself
    for ask in (
        lambda: weighted_hours(USUAL, aware, naive),
        lambda: share_left(USUAL, naive, aware, aware),
        lambda: calendar_share_left(aware, naive, aware),
        lambda: trading_days_between(naive, aware),
    ):
        with pytest.raises(ValueError, match="without a time zone"):
            ask()


def test_beyond_the_trading_calendar_nothing_is_counted() -> None:
    with pytest.raises(KnownError, match="outside the trading calendar"):
        weighted_hours(USUAL, moment("2040-12-30 12:00"), datetime(2041, 1, 5, tzinfo=UTC))
