"""What a live feed keeps: the newest of a day, a source and a contract, however often it is looked at."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, moment
from support.stored_markets import (
    CALL,
    EARLIER,
    FUTURE,
    LATER,
    PUT,
    level,
    make_old_market,
    quote,
    quote_file,
    record,
)

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.quotes import Close, Level, Quote
from alvh_desktop.storage import market_file as module
from alvh_desktop.storage.market_file import MarketFile

EVENING = moment("2026-11-20 23:59")
NEXT_DAY = moment("2026-11-21 00:00")


def live(market: MarketFile, *told: Quote | Level) -> int:
    return market.record_live(quote_file(*told))


def rows(market: MarketFile, table: str = "quotes") -> int:
    with closing(sqlite3.connect(market.path)) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        return int(count)


def test_a_day_of_looks_leaves_one_row_a_contract_and_index(market: MarketFile) -> None:
    for minute in range(30):
        at = CLOCK + timedelta(minutes=minute)
        assert live(market, quote(at=at, bid=str(minute)), quote(CALL, at), quote(FUTURE, at), level("6850", at)) == 3
    assert (rows(market), rows(market, "levels"), rows(market, "imports")) == (3, 1, 0)
    newest = CLOCK + timedelta(minutes=29)
    found = market.market([PUT], newest)
    assert (found.quotes[PUT].moment, found.quotes[PUT].bid) == (newest, 29)
    assert found.levels["SPX"].moment == newest


def test_the_file_does_not_grow_with_the_looks(market: MarketFile) -> None:
    chain = [replace(PUT, strike=Decimal(strike)) for strike in range(5000, 7000, 5)]
    sizes = []
    for minute in range(12):
        live(market, *(quote(each, CLOCK + timedelta(minutes=minute)) for each in chain))
        with closing(sqlite3.connect(market.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        sizes.append(market.path.stat().st_size)
    assert max(sizes) < 2 * sizes[0]


def test_an_older_look_never_makes_a_mark_older(market: MarketFile) -> None:
    live(market, quote(at=LATER, bid="3"), level("3", LATER))
    assert live(market, quote(at=CLOCK, bid="2"), level("2", CLOCK)) == 0
    assert live(market, quote(at=LATER, bid="9"), level("9", LATER)) == 0
    assert (rows(market), rows(market, "levels")) == (1, 1)
    assert market.market([PUT], LATER).quotes[PUT].bid == 3
    assert market.market([PUT], LATER).levels["SPX"].value == 3


def test_each_day_in_new_york_keeps_its_own(market: MarketFile) -> None:
    for at, bid in ((CLOCK, "1"), (EVENING, "2"), (NEXT_DAY, "3"), (NEXT_DAY + timedelta(hours=1), "4")):
        live(market, quote(at=at, bid=bid), level(bid, at))
    assert (rows(market), rows(market, "levels")) == (2, 2)
    for at, bid in ((EVENING, 2), (NEXT_DAY - timedelta(microseconds=1), 2), (LATER + timedelta(days=1), 4)):
        assert market.market([PUT], at).quotes[PUT].bid == bid
        assert market.market([PUT], at).levels["SPX"].value == bid


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_a_day_on_which_the_clock_changes_is_one_day(market: MarketFile, day: str) -> None:
    first, last = moment(f"{day} 00:00"), moment(f"{day} 23:59")
    for at in (first, last, first - timedelta(minutes=1), last + timedelta(minutes=1)):
        live(market, quote(at=at))
    assert rows(market) == 3


def test_what_was_imported_and_what_other_sources_say_stays(market: MarketFile) -> None:
    record(market, quote(at=EARLIER, bid="1"), level("1", EARLIER))
    feed = replace(quote(bid="2"), source="feed"), replace(level("2"), source="feed")
    later = replace(quote(at=LATER, bid="3"), source="feed"), replace(level("3", LATER), source="feed")
    assert live(market, *feed) == 1
    assert live(market, *later) == 1
    assert rows(market) == rows(market, "levels") == 2
    assert market.market([PUT], CLOCK).quotes[PUT].bid == 1
    assert market.market([PUT], LATER).quotes[PUT].bid == 3
    assert live(market, replace(quote(at=EARLIER, bid="8"), source="another")) == 0  # that moment is spoken for


def test_a_look_with_two_words_on_one_contract_keeps_the_newer(market: MarketFile) -> None:
    for order in ((EARLIER, LATER, CLOCK), (LATER, EARLIER, CLOCK)):
        live(market, *(quote(at=at) for at in order))
        assert (rows(market), market.market([PUT], LATER).quotes[PUT].moment) == (1, LATER)
        market.discard()


def test_closes_that_a_feed_brings_are_kept_too(market: MarketFile) -> None:
    close = Close("SPX", date(2026, 11, 19), Decimal("6862.91"), "feed")
    assert market.record_live(replace(quote_file(), closes=(close,))) == 1
    assert market.past().closes["SPX"].values.tolist() == [6862.91]


def test_an_old_market_is_brought_up_by_the_first_look(market: MarketFile) -> None:
    make_old_market(market.path)
    assert live(market, quote(at=LATER, bid="9", interest=7)) == 1
    assert market.market([PUT], LATER).quotes[PUT].open_interest == 7


def test_a_look_that_cannot_be_kept_changes_nothing(market: MarketFile, monkeypatch: pytest.MonkeyPatch) -> None:
    live(market, quote(bid="1"), level("1"))

    def fail(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "insert_closes", fail)
    with pytest.raises(KnownError):
        live(market, quote(at=LATER, bid="2"), level("2", LATER))
    assert market.market([PUT], LATER).quotes[PUT].bid == 1
    assert market.market([PUT], LATER).levels["SPX"].value == 1


minutes = st.integers(0, 4 * 24 * 60)


@pytest.fixture(scope="module")
def markets(tmp_path_factory: pytest.TempPathFactory) -> MarketFile:
    return MarketFile(tmp_path_factory.mktemp("live") / "a.market")


@settings(max_examples=25)
@given(st.lists(st.tuples(minutes, st.sampled_from([PUT, CALL]), st.sampled_from("ab")), min_size=1, max_size=12))
def test_of_each_day_and_source_the_newest_is_left_whatever_the_order(
    markets: MarketFile, drawn: list[tuple[int, object, str]]
) -> None:
    """Against a dictionary; moments of the two sources never meet."""
    markets.discard()
    newest: dict[tuple[object, str, date], datetime] = {}
    for minute, contract, source in drawn:
        at = CLOCK + timedelta(minutes=minute, seconds=ord(source) % 60)
        markets.record_live(quote_file(replace(quote(contract, at), source=source)))  # type: ignore[arg-type]
        key = contract, source, at.astimezone(NEW_YORK).date()
        newest[key] = max(at, newest.get(key, at))
    assert rows(markets) == len(newest)
    end = CLOCK + timedelta(days=30)
    for contract in {key[0] for key in newest}:
        expected = max(at for key, at in newest.items() if key[0] == contract)
        assert markets.market([contract], end).quotes[contract].moment == expected  # type: ignore[list-item, index]
