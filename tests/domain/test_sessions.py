"""When options trade, when the index is calculated, and how much trading an age holds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import moment

from alvh_desktop.domain.sessions import (
    age_in_session,
    is_cash_session,
    is_option_session,
    last_session_close,
    new_york_text,
    next_option_session,
    session_close,
)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
spans = st.timedeltas(timedelta(), timedelta(days=9))


@pytest.mark.parametrize(
    ("at", "is_cash", "is_option"),
    [
        # a Friday
        ("2026-11-20 09:24:59", False, True),
        ("2026-11-20 09:25", False, False),
        ("2026-11-20 09:30", True, True),
        ("2026-11-20 16:00", True, True),
        ("2026-11-20 16:00:01", False, True),
        ("2026-11-20 16:15", False, True),
        ("2026-11-20 16:59:59", False, True),
        ("2026-11-20 17:00", False, False),
        ("2026-11-20 20:15", False, False),
        # Saturday, Sunday evening, Monday morning
        ("2026-11-21 12:00", False, False),
        ("2026-11-22 20:14:59", False, False),
        ("2026-11-22 20:15", False, True),
        ("2026-11-23 03:00", False, True),
        # Thanksgiving, and the half day after it
        ("2026-11-26 12:00", False, False),
        ("2026-11-26 20:15", False, True),
        ("2026-11-27 12:59", True, True),
        ("2026-11-27 13:00", True, True),
        ("2026-11-27 13:00:01", False, True),
        ("2026-11-27 13:15", False, False),
        ("2026-11-27 16:30", False, False),
        # the clocks change on Sunday morning
        ("2026-11-01 20:15", False, True),
        ("2026-11-02 09:29:59", False, False),
        ("2026-11-02 09:30", True, True),
    ],
)
def test_sessions(at: str, is_cash: bool, is_option: bool) -> None:
    assert is_cash_session(moment(at)) == is_cash
    assert is_option_session(moment(at)) == is_option


@given(moments)
def test_the_index_is_calculated_only_while_its_options_trade(at: datetime) -> None:
    assert not is_cash_session(at) or is_option_session(at)


def test_moments_are_shown_in_new_york_time() -> None:
    assert new_york_text(datetime(2026, 11, 20, 20, 45, tzinfo=UTC)) == "2026-11-20 15:45 New York"
    assert new_york_text(datetime(2026, 7, 20, 20, 45, tzinfo=UTC)) == "2026-07-20 16:45 New York"


def test_the_index_stands_still_from_the_close_on_which_some_days_comes_early() -> None:
    assert session_close(moment("2026-11-20 12:00").date()) == moment("2026-11-20 16:00")
    assert session_close(moment("2026-07-20 12:00").date()) == moment("2026-07-20 16:00")
    assert session_close(moment("2026-11-27 12:00").date()) == moment("2026-11-27 13:00")
    for close in (moment("2026-11-20 16:00"), moment("2026-11-27 13:00")):
        assert is_cash_session(close)
        assert not is_cash_session(close + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("made", "now", "minutes"),
    [
        # a Friday's close: on Saturday, on Sunday evening while options trade, on Monday at the open and later
        ("2026-11-20 16:15", "2026-11-21 12:00", 0),
        ("2026-11-20 16:15", "2026-11-22 21:00", 0),
        ("2026-11-20 16:15", "2026-11-23 09:29", 0),
        ("2026-11-20 16:15", "2026-11-23 09:45", 3930),
        # the index closes a quarter of an hour before its options
        ("2026-11-20 16:00", "2026-11-21 12:00", 15),
        ("2026-11-20 15:00", "2026-11-20 15:20", 20),
        ("2026-11-20 15:00", "2026-11-21 15:00", 75),
        ("2026-11-19 16:15", "2026-11-21 12:00", 1440),
        # Thanksgiving is no session, the half day after it ends at 13:15
        ("2026-11-25 16:15", "2026-11-26 12:00", 0),
        ("2026-11-27 13:15", "2026-11-27 15:00", 0),
        # a mark of the evening trading goes on ageing while that trading is on
        ("2026-11-22 21:00", "2026-11-22 21:30", 30),
        ("2026-11-20 16:30", "2026-11-21 12:00", 0),
    ],
)
def test_how_long_a_mark_has_gone_without_a_newer_one(made: str, now: str, minutes: int) -> None:
    assert age_in_session(moment(made), moment(now)) == timedelta(minutes=minutes)


@given(moments, spans)
def test_a_mark_is_never_younger_than_nothing_nor_older_than_the_clock_says(made: datetime, span: timedelta) -> None:
    assert timedelta() <= age_in_session(made, made + span) <= span


@given(moments)
def test_the_next_session_is_the_first_that_begins_later(at: datetime) -> None:
    opens, instant = next_option_session(at), timedelta(microseconds=1)
    assert opens > at
    assert is_option_session(opens)
    assert not is_option_session(opens - instant)
    halves = range(int((opens - at) / timedelta(minutes=30)))
    between = [is_option_session(at + timedelta(minutes=30) * half) for half in halves]
    # once the session of now has ended there is none until then
    assert sorted(between, reverse=True) == between


@pytest.mark.parametrize(
    ("now", "close"),
    [
        ("2026-11-20 15:59", "2026-11-19 16:00"),
        ("2026-11-20 16:00", "2026-11-20 16:00"),
        ("2026-11-22 21:00", "2026-11-20 16:00"),
        ("2026-11-26 20:30", "2026-11-25 16:00"),
        ("2026-11-27 13:00", "2026-11-27 13:00"),
        ("2026-11-30 09:00", "2026-11-27 13:00"),
    ],
)
def test_the_last_close_of_the_index(now: str, close: str) -> None:
    assert last_session_close(moment(now)) == moment(close)
