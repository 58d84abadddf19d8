"""A market file of the format before: read as it is, brought up by the first import, whole or not at all."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from support.founded_books import CLOCK
from support.stored_books import run_child
from support.stored_markets import (
    EARLIER,
    FUTURE,
    LATER,
    OTHER_PUT,
    PUT,
    level,
    make_old_market,
    quote,
    quote_file,
    record,
)

from alvh_desktop.domain.quotes import Level, Quote
from alvh_desktop.storage.market_file import MarketFile

OLD_QUOTES = {PUT: quote(), FUTURE: Quote(FUTURE, CLOCK, "test.csv", last=Decimal("18.35"))}


def told(market: MarketFile, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(market.path)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def old(market: MarketFile) -> MarketFile:
    make_old_market(market.path)
    return market


def test_an_old_market_is_read_and_left_as_it_is(old: MarketFile) -> None:
    content = old.path.read_bytes()
    found = old.market([PUT], CLOCK)
    assert (found.quotes, found.levels) == (OLD_QUOTES, {"SPX": level("6850.40")})
    assert old.expiries("SPXW", CLOCK) == (PUT.expiry,)
    assert old.path.read_bytes() == content
    assert told(old, "PRAGMA user_version") == [(1,)]


def test_the_first_import_brings_an_old_market_up_and_keeps_what_it_holds(old: MarketFile) -> None:
    counted = quote(OTHER_PUT, interest=0)
    assert record(old, counted, quote(interest=12), level("6860", LATER)) == 1
    found = old.market([PUT], LATER)
    assert found.quotes == OLD_QUOTES | {OTHER_PUT: counted}
    assert found.levels == {"SPX": level("6860", LATER)}
    assert told(old, "PRAGMA user_version") == [(4,)]
    assert len(told(old, "SELECT * FROM imports")) == 2
    assert record(old, counted) == 0


def test_a_market_brought_up_has_the_columns_of_a_new_one(old: MarketFile) -> None:
    record(old, quote())
    new = MarketFile(old.path.with_name("new.market"))
    record(new, quote())
    for query in (
        "SELECT * FROM pragma_table_info('quotes')",
        "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name",
        "PRAGMA application_id",
        "PRAGMA user_version",
    ):
        assert told(old, query) == told(new, query)


def test_an_import_that_fails_leaves_an_old_market_old(old: MarketFile) -> None:
    with pytest.raises(ValueError, match="does not fit 8 decimal places"):
        record(old, quote(OTHER_PUT, bid="0.000000001", interest=1))
    assert told(old, "PRAGMA user_version") == [(1,)]
    assert "open_interest" not in [name for (name,) in told(old, "SELECT name FROM pragma_table_info('quotes')")]
    assert old.market([PUT], CLOCK).quotes == OLD_QUOTES


def test_a_kill_inside_the_first_import_leaves_an_old_market_old(old: MarketFile) -> None:
    with run_child("storing_child.py", "die_inside_an_import", old.path) as child:
        assert child.wait() == -9
    assert old.market([PUT], CLOCK).quotes == OLD_QUOTES
    assert told(old, "PRAGMA user_version") == [(1,)]
    assert record(old, quote(OTHER_PUT, interest=3)) == 1


def test_who_reads_while_an_old_market_is_brought_up_sees_the_old_one(old: MarketFile) -> None:
    with old._writing():
        assert old.market([PUT], CLOCK).quotes == OLD_QUOTES
    assert told(old, "PRAGMA user_version") == [(4,)]
    assert old.market([PUT], CLOCK).quotes == OLD_QUOTES


def test_who_began_to_read_an_old_market_reads_on_while_it_is_brought_up(old: MarketFile) -> None:
    with old._reading() as connection:
        assert connection is not None
        record(old, quote(OTHER_PUT, interest=0))
        assert connection.execute("SELECT count(*) FROM quotes").fetchone() == (2,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


@pytest.mark.parametrize("interest", [None, 0, 1, 9_999_999_999])
def test_open_interest_comes_back_as_it_was(market: MarketFile, interest: int | None) -> None:
    kept = quote(interest=interest)
    market.record(quote_file(kept), CLOCK, "hash")
    assert market.market([PUT], CLOCK).quotes == {PUT: kept}


def test_the_count_is_that_of_the_newest_quote_up_to_the_moment(market: MarketFile) -> None:
    for at, interest in ((CLOCK, 0), (LATER, None), (EARLIER, 250)):
        record(market, quote(at=at, interest=interest), quote(replace(PUT, right="C"), at, interest=7))
    seen = [market.market([PUT], at).quotes[PUT].open_interest for at in (EARLIER, CLOCK, LATER)]
    assert seen == [250, 0, None]


def with_ends(value: str, high: str | None, low: str | None, at: datetime = CLOCK) -> Level:
    ends = (None if end is None else Decimal(end) for end in (high, low))
    return replace(level(value, at), **dict(zip(("high", "low"), ends, strict=True)))


@pytest.mark.parametrize("ends", [("6872.25", "6841.1"), ("6872.25", None), (None, "6841.1"), (None, None)])
def test_the_ends_of_a_session_come_back_as_they_were(
    market: MarketFile, ends: tuple[str | None, str | None]
) -> None:
    record(market, with_ends("6850.40", *ends))
    assert market.market([], CLOCK).levels == {"SPX": with_ends("6850.40", *ends)}
    market.record_live(quote_file(with_ends("6851", *ends, at=LATER)))
    assert market.market([], LATER).levels == {"SPX": with_ends("6851", *ends, at=LATER)}


def test_a_market_of_format_3_is_read_without_ends_and_brought_up(market: MarketFile) -> None:
    record(market, quote(), level("6850.40"))
    with closing(sqlite3.connect(market.path)) as connection, connection:
        connection.execute("ALTER TABLE levels DROP COLUMN high")
        connection.execute("ALTER TABLE levels DROP COLUMN low")
        connection.execute("PRAGMA user_version=3")
    assert market.market([], CLOCK).levels == {"SPX": level("6850.40")}
    assert market.levels_between("SPX", EARLIER, CLOCK) == (level("6850.40"),)
    record(market, with_ends("6851", "6872", "6841", LATER))
    assert told(market, "PRAGMA user_version") == [(4,)]
    assert market.levels_between("SPX", EARLIER, LATER) == (
        level("6850.40"), with_ends("6851", "6872", "6841", LATER)
    )  # fmt: skip


def test_levels_between_two_moments_are_those_behind_the_first(market: MarketFile) -> None:
    assert market.levels_between("SPX", EARLIER, LATER) == ()
    told_levels = [level("1", EARLIER), level("2"), level("3", LATER), level("9", CLOCK, "VIX")]
    record(market, *told_levels)
    assert market.levels_between("SPX", EARLIER, LATER) == (level("2"), level("3", LATER))
    assert market.levels_between("SPX", CLOCK, CLOCK) == ()
