"""When a mark is stale: by its source, and only in time in which a newer one could exist."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import moment

from alvh_desktop.domain.freshness import AgeLimits, is_left_behind, is_stale, live_limit
from alvh_desktop.domain.sessions import is_cash_session, is_option_session

LIMIT = timedelta(minutes=20)
moments = st.integers(0, 330 * 24 * 60).map(lambda minutes: moment("2026-01-05 00:00") + timedelta(minutes=minutes))


def test_a_live_feed_has_its_delay_two_intervals_and_two_minutes() -> None:
    assert live_limit(timedelta(minutes=15), timedelta(seconds=60)) == timedelta(minutes=19)
    assert live_limit(timedelta(0), timedelta(seconds=15)) == timedelta(minutes=2, seconds=30)
    assert live_limit(timedelta(minutes=15), timedelta(hours=1)) == timedelta(minutes=137)


def test_the_source_decides_which_limit_holds() -> None:
    limits = AgeLimits(LIMIT, {"Cboe delayed quotes": timedelta(minutes=19)})
    assert limits.of("Cboe delayed quotes") == timedelta(minutes=19)
    # a mark says what was taken of the quote
    assert limits.of("mid, Cboe delayed quotes") == timedelta(minutes=19)
    assert limits.of("mid, Cboe quote table") == limits.of("typed") == limits.of("typed, broker") == LIMIT


@pytest.mark.parametrize(
    ("made", "now", "is_old", "is_behind"),
    [
        # the acceptance: Friday's close on a Saturday, and on Monday at 09:45
        ("2026-11-20 16:14", "2026-11-21 12:00", False, False),
        ("2026-11-20 16:14", "2026-11-23 09:45", True, False),
        ("2026-11-20 16:14", "2026-11-23 09:31", True, False),
        # an afternoon's quote is no close
        ("2026-11-20 15:45", "2026-11-21 12:00", True, False),
        ("2026-11-20 15:45", "2026-11-20 16:05", False, False),
        ("2026-11-20 15:45", "2026-11-20 16:06", True, True),
        # the close is not old in the evening, but no price of what trades then
        ("2026-11-20 16:14", "2026-11-22 20:15", False, True),
        ("2026-11-22 20:20", "2026-11-22 20:40", False, False),
        ("2026-11-22 20:20", "2026-11-22 20:41", True, True),
        # the pause between the night and the open
        ("2026-11-20 16:14", "2026-11-23 09:27", False, False),
        ("2026-11-20 15:10", "2026-11-20 15:30", False, False),
        ("2026-11-20 15:09", "2026-11-20 15:30", True, False),
    ],
)
def test_old_and_left_behind(made: str, now: str, is_old: bool, is_behind: bool) -> None:
    assert is_stale(moment(made), moment(now), LIMIT) == is_old
    assert is_left_behind(moment(made), moment(now), LIMIT) == is_behind


@given(moments, moments)
def test_only_what_trades_outside_the_hours_of_the_index_is_left_behind(one: datetime, other: datetime) -> None:
    made, now = min(one, other), max(one, other)
    if is_left_behind(made, now, LIMIT):
        assert is_option_session(now)
        assert not is_cash_session(now)
    if is_option_session(now) and now - made > timedelta(days=5):
        assert is_stale(made, now, LIMIT) or is_left_behind(made, now, LIMIT)
