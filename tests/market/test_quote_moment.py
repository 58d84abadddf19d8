"""When quotes were made, against the moment at which the file was taken."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, is_early_close
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.market.quote_moment import DELAY, quote_moment

FIRST, LAST = datetime.fromisoformat("1991-01-01"), datetime.fromisoformat("2040-06-01")
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


def new_york(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("taken", "made", "why"),
    [
        ("2022-03-23 10:11", "2022-03-23 09:56", "in the session: 15 minutes before"),
        ("2024-03-06 09:45", "2024-03-06 09:30", "the first quotes of the session"),
        ("2024-03-06 09:44", "2024-03-05 16:15", "what is shown was made before the opening"),
        ("2024-03-06 16:20", "2024-03-06 16:05", "closed, but the page still lags"),
        ("2024-03-06 16:30", "2024-03-06 16:15", "the close"),
        ("2023-02-07 17:34", "2023-02-07 16:15", "after the close"),
        ("2024-03-06 23:59", "2024-03-06 16:15", "the evening after"),
        ("2024-03-07 00:05", "2024-03-06 16:15", "the night after"),
        ("2022-02-05 20:09", "2022-02-04 16:15", "Saturday"),
        ("2024-03-10 12:00", "2024-03-08 16:15", "Sunday, the night summer time began"),
        ("2024-03-11 08:00", "2024-03-08 16:15", "Monday before the opening"),
        ("2024-03-29 12:00", "2024-03-28 16:15", "Good Friday"),
        ("2023-11-24 13:10", "2023-11-24 12:55", "an early close, in the session"),
        ("2023-11-24 15:00", "2023-11-24 13:15", "an early close, after it"),
        ("2023-11-26 15:00", "2023-11-24 13:15", "the Sunday after an early close"),
    ],
)
def test_table_of_moments(taken: str, made: str, why: str) -> None:
    assert quote_moment(new_york(taken)) == new_york(made), why


@given(moments)
def test_quotes_are_never_younger_than_the_delay_and_always_made_in_a_session(taken: datetime) -> None:
    made = quote_moment(taken)
    local = made.astimezone(NEW_YORK)
    assert made <= taken - DELAY
    assert is_business_day(local.date())
    assert time(9, 30) <= local.time() <= (time(13, 15) if is_early_close(local.date()) else time(16, 15))


@given(moments, st.timedeltas(timedelta(0), timedelta(days=8)))
def test_a_file_taken_later_never_has_older_quotes(taken: datetime, after: timedelta) -> None:
    assert quote_moment(taken) <= quote_moment(taken + after)


@given(moments)
def test_the_zone_of_the_clock_makes_no_difference(taken: datetime) -> None:
    assert quote_moment(taken) == quote_moment(taken.astimezone(NEW_YORK))


def test_outside_the_calendar_nothing_is_guessed() -> None:
    with pytest.raises(KnownError):
        quote_moment(datetime(2090, 1, 5, 20, tzinfo=UTC))
