"""When a delayed page was made, by the rule and by the trades it shows."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.market.quote_moment import DELAY, evident_moments, quote_moment

moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 20)).map(lambda m: m.replace(tzinfo=UTC))  # noqa: DTZ001


def new_york(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def told(taken: str, index: str | None = None, option: str | None = None) -> tuple[str, str]:
    traded = (None if text is None else new_york(text) for text in (index, option))
    found = evident_moments(new_york(taken), *traded)
    quotes, level = (f"{moment.astimezone(NEW_YORK):%d %H:%M:%S}" for moment in found)
    return quotes, level


def test_in_the_session_trades_that_fit_the_delay_change_nothing() -> None:
    assert told("2026-11-20 15:00:05", "2026-11-20 14:45:02", "2026-11-20 14:44:58") == ("20 14:45:05",) * 2
    assert told("2026-11-20 15:00:05", "2026-11-20 14:41:00", "2026-11-19 09:30:00") == ("20 14:45:05",) * 2


def test_an_index_that_stands_still_in_the_session_shows_a_page_that_hangs() -> None:
    assert told("2026-11-20 15:00", "2026-11-20 11:02:10", "2026-11-20 11:02:09") == ("20 11:02:10",) * 2
    assert told("2026-11-20 18:00", "2026-11-20 11:02:10") == ("20 11:02:10",) * 2
    assert told("2026-11-22 12:00", "2026-11-19 16:03:00") == ("19 16:03:00",) * 2


def test_the_index_may_stand_still_from_its_close_on() -> None:
    assert told("2026-11-20 16:29", "2026-11-20 16:00:00") == ("20 16:14:00",) * 2
    assert told("2026-11-20 20:00", "2026-11-20 16:00:00") == ("20 16:15:00",) * 2
    assert told("2026-11-27 13:29", "2026-11-27 13:00:00") == ("27 13:14:00",) * 2
    assert told("2026-11-23 09:35", "2026-11-20 16:00:00") == ("20 16:15:00",) * 2


def test_a_trade_in_the_night_shows_that_the_quotes_moved_and_the_index_did_not() -> None:
    assert told("2026-11-24 03:00", "2026-11-23 16:04:00", "2026-11-24 02:40:10") == ("24 02:40:10", "23 16:15:00")
    assert told("2026-11-24 05:00", "2026-11-24 04:44:40", "2026-11-24 04:59:00") == ("24 04:45:00", "24 04:44:40")
    assert told("2026-11-23 17:05", "2026-11-23 16:04:00", "2026-11-23 16:49:30") == ("23 16:49:30", "23 16:15:00")


@given(moments, st.none() | moments, st.none() | moments)
def test_nothing_is_newer_than_the_delay_allows_or_rests_on_a_trade_to_come(
    taken: datetime, index: datetime | None, option: datetime | None
) -> None:
    for moment in evident_moments(taken, index, option):
        assert moment <= taken - DELAY
        assert moment.tzinfo is UTC
    assert evident_moments(taken, None, None) == (quote_moment(taken),) * 2
    later = taken + timedelta(seconds=1)
    assert evident_moments(taken, later, later) == (quote_moment(taken),) * 2
