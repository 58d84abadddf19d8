"""The market file: what was known at a moment and never later, and whole imports or none."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, moment
from support.stored_books import run_child
from support.stored_markets import (
    CALL,
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

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.quotes import Close, Delivery, Level, Quote
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.rates import curve_of, flat_curve
from alvh_desktop.storage import market_file as module
from alvh_desktop.storage.market_file import MarketFile
from alvh_desktop.storage.market_tables import newest_futures


def test_no_file_is_an_empty_market_and_none_is_made(market: MarketFile) -> None:
    empty = market.market([PUT], CLOCK)
    assert (empty.at, empty.quotes, empty.levels) == (CLOCK, {}, {})
    assert market.expiries("SPXW", CLOCK) == ()
    assert not market.path.exists()


def test_what_was_recorded_comes_back_as_it_was(market: MarketFile) -> None:
    future = Quote(FUTURE, CLOCK, "futures.csv", None, None, Decimal("18.35"))
    one_sided = quote(OTHER_PUT, bid="0", ask=None)
    assert record(market, quote(), one_sided, future, level("6850.40"), level("16.21", index="VIX")) == 3
    found = market.market([PUT, CALL], CLOCK)
    assert found.quotes == {PUT: quote(), OTHER_PUT: one_sided, FUTURE: future}
    assert found.levels == {"SPX": level("6850.40"), "VIX": level("16.21", index="VIX")}
    assert found.at == CLOCK


def test_the_newest_quote_counts_and_never_a_later_one(market: MarketFile) -> None:
    for at, bid in ((CLOCK, "2"), (LATER, "3"), (EARLIER, "1")):
        record(market, quote(at=at, bid=bid), level(bid, at))
    seen = {at: market.market([PUT], at) for at in (EARLIER, CLOCK, LATER)}
    assert [found.quotes[PUT].bid for found in seen.values()] == [1, 2, 3]
    assert [found.levels["SPX"].value for found in seen.values()] == [1, 2, 3]
    instant = timedelta(microseconds=1)
    assert market.market([PUT], CLOCK - instant).quotes[PUT].bid == 1
    assert market.market([PUT], EARLIER - instant) == Market(EARLIER - instant, seen[EARLIER].rates)


def test_the_same_instant_in_another_zone_is_the_same_instant(market: MarketFile) -> None:
    record(market, quote(at=CLOCK.astimezone(NEW_YORK)))
    assert record(market, quote(at=CLOCK)) == 0
    assert market.market([PUT], CLOCK.astimezone(NEW_YORK)).quotes[PUT].moment == CLOCK


def test_a_market_holds_the_whole_expiry_its_future_and_the_next_spxw_expiry(market: MarketFile) -> None:
    today, next_one, far = (date(2026, 11, day) for day in (20, 23, 24))
    near = [replace(PUT, expiry=expiry) for expiry in (today, next_one, far)]
    vix = [CALL, replace(CALL, strike=Decimal(40)), FUTURE, replace(CALL, expiry=date(2027, 1, 20))]
    record(market, *map(quote, (PUT, OTHER_PUT, *near, *vix)))
    assert set(market.market([PUT], CLOCK).quotes) == {PUT, OTHER_PUT, near[1], FUTURE}
    assert set(market.market([CALL], CLOCK).quotes) == {*vix[:3], near[1]}
    assert set(market.market([], CLOCK).quotes) == {near[1], FUTURE}


def test_a_market_holds_every_future_that_has_not_expired_at_its_newest(market: MarketFile) -> None:
    """The whole VX curve, large and mini, whatever is held; only what a day before has settled is left out."""
    today, before = CLOCK.date(), CLOCK.date() - timedelta(days=1)
    contracts = [
        Contract(root, expiry) for root in ("VX", "VXM") for expiry in (today, FUTURE.expiry, date(2027, 7, 21))
    ]
    for at, price in ((EARLIER, "17"), (CLOCK, "18"), (LATER, "19")):
        record(market, *(replace(quote(contract, at), last=Decimal(price)) for contract in contracts))
    record(market, quote(Contract("VX", before)), quote(Contract("VIX", before, Decimal(20), "C")))
    found = market.market([], CLOCK).quotes
    assert {contract: (q.moment, q.last) for contract, q in found.items()} == dict.fromkeys(contracts, (CLOCK, 18))
    assert market.market([], EARLIER - timedelta(microseconds=1)).quotes == {}
    assert Contract("VX", before) in market.market([Contract("VX", before)], CLOCK).quotes


def test_the_day_of_a_future_is_the_day_in_new_york(market: MarketFile) -> None:
    settling = Contract("VX", date(2026, 11, 18))
    record(market, quote(settling, moment("2026-11-18 08:00")))
    assert settling in market.market([], moment("2026-11-18 23:59")).quotes
    assert settling not in market.market([], moment("2026-11-19 00:00")).quotes


def test_years_of_quotes_behind_a_future_are_not_read(market: MarketFile) -> None:
    """The search goes from expiry to expiry by the index: the steps do not grow with the moments kept."""

    def steps() -> int:
        counted = 0

        def count() -> None:
            nonlocal counted
            counted += 1

        with market._reading() as connection:
            assert connection is not None
            connection.set_progress_handler(count, 1)
            assert len(list(newest_futures(connection, LATER))) == 2
            connection.set_progress_handler(None, 0)
        return counted

    futures = (FUTURE, Contract("VXM", date(2027, 1, 20)))
    record(market, *map(quote, futures))
    few = steps()
    for minute in range(300):
        record(market, *(quote(future, CLOCK - timedelta(minutes=minute + 1)) for future in futures))
    assert steps() < 2 * few


def test_a_market_discounts_with_the_rates_it_is_given_else_with_the_flat_ones_of_its_day(market: MarketFile) -> None:
    typed = curve_of(CLOCK.date(), {30: (Decimal("3.90"), "test")})
    record(market, quote())
    assert market.market([PUT], CLOCK, typed).rates == typed
    assert market.market([PUT], CLOCK).rates == flat_curve(CLOCK.date())
    assert market.market([], moment("2022-03-16 23:30")).rates == flat_curve(date(2022, 3, 16))
    market.discard()
    assert market.market([PUT], CLOCK, typed).rates == typed


def test_expiries_are_those_quoted_up_to_a_moment(market: MarketFile) -> None:
    record(market, quote(), quote(OTHER_PUT), quote(replace(PUT, expiry=date(2026, 11, 23)), LATER), quote(CALL))
    assert market.expiries("SPXW", CLOCK) == (PUT.expiry,)
    assert market.expiries("SPXW", LATER) == (date(2026, 11, 23), PUT.expiry)
    assert market.expiries("SPX", LATER) == ()


def test_chains_quoted_up_to_a_moment_have_the_newest_of_it(market: MarketFile) -> None:
    record(market, quote(PUT, EARLIER), quote(PUT), quote(OTHER_PUT, LATER), quote(CALL, EARLIER), quote(FUTURE))
    spxw, vix = (PUT.root, PUT.expiry), (CALL.root, CALL.expiry)
    assert market.quoted_chains(EARLIER - timedelta(seconds=1)) == {}
    assert market.quoted_chains(EARLIER) == {spxw: EARLIER, vix: EARLIER}
    assert market.quoted_chains(CLOCK) == {spxw: CLOCK, vix: EARLIER}
    assert market.quoted_chains(LATER) == {spxw: LATER, vix: EARLIER}, "a future is no chain"


# Importing


def test_an_import_counts_what_is_new(market: MarketFile) -> None:
    assert record(market, quote(), quote(OTHER_PUT), level("6850")) == 2
    assert record(market, quote(), quote(OTHER_PUT), level("6850")) == 0
    assert record(market, quote(OTHER_PUT), quote(OTHER_PUT, LATER)) == 1


def test_another_word_on_the_same_moment_is_left_out(market: MarketFile) -> None:
    record(market, quote(), level("6850"))
    assert record(market, quote(bid="1.00"), level("1"), quote(CALL)) == 1
    found = market.market([PUT], CLOCK)
    assert (found.quotes[PUT], found.levels["SPX"]) == (quote(), level("6850"))


def test_an_import_that_fails_keeps_nothing(market: MarketFile) -> None:
    record(market, quote())
    with pytest.raises(ValueError, match="does not fit 8 decimal places"):
        record(market, quote(CALL), quote(OTHER_PUT, bid="0.000000001"))
    assert set(market.market([PUT, CALL], CLOCK).quotes) == {PUT}
    assert record(market, quote(CALL)) == 1


def test_every_import_is_remembered_once(market: MarketFile) -> None:
    for _ in range(2):
        market.record(quote_file(quote()), CLOCK, "the hash")
    with closing(sqlite3.connect(market.path)) as connection:
        (row,) = connection.execute("SELECT * FROM imports").fetchall()
    assert row == ("the hash", "2026-11-20T20:30:00.000000Z", "test", 1)


def test_readers_see_the_last_whole_import_while_one_is_under_way(market: MarketFile) -> None:
    record(market, quote())
    with market._writing() as writing:
        writing.execute("DELETE FROM quotes")
        assert set(market.market([PUT], CLOCK).quotes) == {PUT}
    assert market.market([PUT], CLOCK).quotes == {}


def test_a_second_import_at_the_same_time_waits_and_is_then_refused(
    market: MarketFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BUSY_MS", 50)
    with market._writing(), pytest.raises(KnownError) as refused:
        record(market, quote())
    assert str(refused.value) == (
        f"Another program holds {market.path}: nothing was saved. Close it there and do it again."
    )


def test_a_kill_inside_an_import_keeps_it_whole_or_not_at_all(market: MarketFile) -> None:
    record(market, quote())
    with run_child("storing_child.py", "die_inside_an_import", market.path) as child:
        assert child.wait() == -9
    assert market.path.with_name("book.market-wal").exists()
    assert set(market.market([PUT], CLOCK).quotes) == {PUT}
    assert record(market, quote(OTHER_PUT)) == 1


def test_a_market_is_discarded_with_its_log(market: MarketFile) -> None:
    record(market, quote())
    for ending in ("-wal", "-shm", "-journal"):
        market.path.with_name(f"book.market{ending}").write_bytes(b"left behind")
    market.discard()
    assert list(market.path.parent.iterdir()) == []
    market.discard()
    record(market, quote(OTHER_PUT))
    assert set(market.market([PUT], CLOCK).quotes) == {OTHER_PUT}


def closed(day: int, value: str, source: str = "a.csv") -> Close:
    return Close("VIX", date(2026, 11, day), Decimal(value), source)


some_closes = st.lists(
    st.builds(closed, st.integers(1, 4), st.sampled_from(["17", "18"]), st.sampled_from(["a.csv", "b.csv"])),
    unique_by=lambda close: close.day,
)
some_quotes = st.lists(st.builds(quote, st.sampled_from([PUT, CALL]), st.sampled_from([EARLIER, CLOCK])), unique=True)


some_levels = st.lists(st.builds(level, st.sampled_from(["17", "18"]), st.sampled_from([EARLIER, CLOCK])))


@given(st.lists(st.tuples(some_quotes, some_closes, some_levels), max_size=4))
def test_what_would_be_new_is_what_recording_finds_new(
    told: list[tuple[list[Quote], list[Close], list[Level]]],
) -> None:
    with TemporaryDirectory() as folder:
        market = MarketFile(Path(folder) / "Mine.market")
        for quotes, closes, levels in told:
            delivery = Delivery("test", tuple(quotes), tuple(levels), 0, closes=tuple(closes))
            expected = market.count_new(delivery)
            assert market.count_new(delivery) == expected, "counting keeps nothing"
            assert market.record(delivery, CLOCK, "hash") == expected


def test_counting_what_is_new_makes_no_file_and_reads_one_of_the_first_version(market: MarketFile) -> None:
    delivery = Delivery("test", (quote(), quote(at=LATER)), (), 2, closes=(closed(19, "17"),))
    assert market.count_new(delivery) == (2, 1, 0)
    assert not market.path.exists()
    make_old_market(market.path)
    assert market.count_new(delivery) == (1, 1, 0), "the file of the first version holds the earlier quote"
