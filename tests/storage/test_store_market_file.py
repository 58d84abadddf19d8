"""The market file: what was known at a moment and never later; whole imports; anything unusable says it may go."""

import os
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import rmtree

import pytest
from support.founded_books import CLOCK, moment
from support.stored_books import make_history, meddle, run_child

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.quotes import Level, Quote, QuoteFile
from alvh_desktop.pricing.market import Market
from alvh_desktop.storage import market_file as module
from alvh_desktop.storage.market_file import MarketFile

PUT = Contract("SPXW", date(2026, 12, 18), Decimal(6350), "P")
OTHER_PUT = replace(PUT, strike=Decimal("6355.5"))
CALL = Contract("VIX", date(2026, 12, 16), Decimal(17), "C")
FUTURE = Contract("VX", date(2026, 12, 16))
EARLIER, LATER = CLOCK - timedelta(minutes=10), CLOCK + timedelta(minutes=10)
DELETABLE = "Move it away or delete it: a market file holds only quotes, which can be imported again."


def quote(
    contract: Contract = PUT, at: datetime = CLOCK, bid: str | None = "3.10", ask: str | None = "3.30"
) -> Quote:
    sides = (None if price is None else Decimal(price) for price in (bid, ask))
    return Quote(contract, at, "test.csv", *sides)


def level(value: str, at: datetime = CLOCK, index: str = "SPX") -> Level:
    return Level(index, at, "test.csv", Decimal(value))


def quote_file(*told: Quote | Level) -> QuoteFile:
    quotes = tuple(each for each in told if isinstance(each, Quote))
    return QuoteFile("test", quotes, tuple(each for each in told if isinstance(each, Level)), len(told))


@pytest.fixture
def market(tmp_path: Path) -> MarketFile:
    return MarketFile(tmp_path / "book.market")


def record(market: MarketFile, *told: Quote | Level) -> int:
    return market.record(quote_file(*told), CLOCK, repr(told))


# What was known


def test_no_file_is_an_empty_market_and_none_is_made(market: MarketFile) -> None:
    empty = market.market([PUT], CLOCK)
    assert (empty.at, empty.quotes, empty.levels) == (CLOCK, {}, {})
    assert market.mids([PUT], CLOCK) == {}
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
    assert market.market([PUT], EARLIER - instant) == Market(EARLIER - instant, seen[EARLIER].rate)


def test_the_same_instant_in_another_zone_is_the_same_instant(market: MarketFile) -> None:
    record(market, quote(at=CLOCK.astimezone(NEW_YORK)))
    assert record(market, quote(at=CLOCK)) == 0
    assert market.market([PUT], CLOCK.astimezone(NEW_YORK)).quotes[PUT].moment == CLOCK


def test_a_market_holds_the_whole_expiry_its_future_and_the_next_spxw_expiry(market: MarketFile) -> None:
    today, next_one, far = (date(2026, 11, day) for day in (20, 23, 24))
    near = [replace(PUT, expiry=expiry) for expiry in (today, next_one, far)]
    vix = [CALL, replace(CALL, strike=Decimal(40)), FUTURE, replace(CALL, expiry=date(2027, 1, 20))]
    record(market, *map(quote, (PUT, OTHER_PUT, *near, *vix)))
    assert set(market.market([PUT], CLOCK).quotes) == {PUT, OTHER_PUT, near[1]}
    assert set(market.market([CALL], CLOCK).quotes) == {*vix[:3], near[1]}
    assert set(market.market([], CLOCK).quotes) == {near[1]}


def test_expiries_are_those_quoted_up_to_a_moment(market: MarketFile) -> None:
    record(market, quote(), quote(OTHER_PUT), quote(replace(PUT, expiry=date(2026, 11, 23)), LATER), quote(CALL))
    assert market.expiries("SPXW", CLOCK) == (PUT.expiry,)
    assert market.expiries("SPXW", LATER) == (date(2026, 11, 23), PUT.expiry)
    assert market.expiries("SPX", LATER) == ()


MIDS = [
    ("fresh", quote(), CLOCK, Decimal("3.20")),
    ("20 minutes old", quote(), CLOCK + timedelta(minutes=20), Decimal("3.20")),
    ("a second older", quote(), CLOCK + timedelta(minutes=20, seconds=1), None),
    ("over a weekend", quote(at=moment("2026-11-20 16:55")), moment("2026-11-22 20:25"), Decimal("3.20")),
    ("before it was known", quote(at=LATER), CLOCK, None),
    ("no bid", quote(bid=None), CLOCK, None),
    ("bid of zero", quote(bid="0", ask="0.05"), CLOCK, Decimal("0.025")),
    ("nothing asked", quote(bid="0", ask="0"), CLOCK, None),
    ("crossed", quote(bid="3.40"), CLOCK, None),
]


@pytest.mark.parametrize(("told", "at", "mid"), [case[1:] for case in MIDS], ids=[case[0] for case in MIDS])
def test_a_mid_is_of_both_sides_and_fresh(market: MarketFile, told: Quote, at: datetime, mid: Decimal | None) -> None:
    record(market, told, quote(OTHER_PUT, at=told.moment))
    assert market.mids([PUT], at) == ({} if mid is None else {PUT: mid})


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


# What is no market


def test_a_file_that_somebody_died_making_is_used(market: MarketFile) -> None:
    market.path.touch()
    assert market.market([PUT], CLOCK).quotes == {}
    meddle(market.path, "PRAGMA journal_mode=WAL")
    assert market.path.stat().st_size > 0
    assert market.expiries("SPXW", CLOCK) == ()
    assert record(market, quote()) == 1
    assert set(market.market([PUT], CLOCK).quotes) == {PUT}


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def become_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def become_a_portfolio(path: Path) -> None:
    path.unlink()
    make_history(path)


NO_MARKET = "{file} is not a market file."
DAMAGED = "{file} is damaged or is no market file."
UNUSABLE: list[tuple[str, Callable[[Path], object], str]] = [
    ("folder", become_a_folder, NO_MARKET),
    ("pipe", become_a_pipe, NO_MARKET),
    ("another program's", lambda path: meddle(path, "PRAGMA application_id=7"), NO_MARKET),
    ("portfolio", become_a_portfolio, NO_MARKET),
    ("garbage", lambda path: path.write_bytes(b"\xff" * 9000), DAMAGED),
    ("text", lambda path: path.write_text("SPX,6850.40\n", encoding="utf-8"), DAMAGED),
    ("cut", lambda path: os.truncate(path, 4096), DAMAGED),
    ("tables gone", lambda path: meddle(path, "DROP TABLE quotes", "DROP TABLE levels"), DAMAGED),
    ("newer", lambda path: meddle(path, "PRAGMA user_version=2"),
     "{file} was written by another version of ALVH Desktop (format 2, not 1)."),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "sentence"), [case[1:] for case in UNUSABLE], ids=[case[0] for case in UNUSABLE])
def test_what_is_no_market_says_that_it_may_go(
    market: MarketFile, spoil: Callable[[Path], object], sentence: str
) -> None:
    record(market, quote())
    spoil(market.path)
    for work in (
        lambda: market.market([PUT], CLOCK),
        lambda: market.mids([PUT], CLOCK),
        lambda: market.expiries("SPXW", CLOCK),
        lambda: record(market, quote(OTHER_PUT), level("1")),
    ):
        with pytest.raises(KnownError) as refused:
            work()
        assert str(refused.value) == f"{sentence.format(file=market.path)} {DELETABLE}"


def test_a_cell_that_is_no_quote_is_damage(market: MarketFile) -> None:
    record(market, quote())
    meddle(market.path, "UPDATE quotes SET moment = '2026'")
    with pytest.raises(KnownError) as refused:
        market.market([PUT], CLOCK)
    assert str(refused.value) == f"{market.path} is damaged (Invalid isoformat string: '2026'). {DELETABLE}"


def test_one_changed_byte_never_ends_in_a_traceback(market: MarketFile) -> None:
    record(market, *(quote(replace(PUT, strike=Decimal(strike))) for strike in range(6000, 6300, 5)), level("6850"))
    content = market.path.read_bytes()
    places = random.Random(5)
    used = [place for place, byte in enumerate(content) if byte]
    refused = 0
    for _ in range(200):
        flipped = bytearray(content)
        flipped[places.choice(used)] ^= places.randrange(1, 256)
        market.discard()
        market.path.write_bytes(flipped)
        for work in (lambda: market.market([PUT], CLOCK), lambda: record(market, quote(at=LATER))):
            try:
                work()
            except KnownError:
                refused += 1
    assert refused > 10


@pytest.fixture
def everybodys_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="alvh-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    rmtree(folder)


def test_a_market_is_read_where_nothing_can_be_written(everybodys_folder: Path) -> None:
    market = MarketFile(everybodys_folder / "book.market")
    record(market, quote(), level("6850"))
    market.path.chmod(0o444)
    everybodys_folder.chmod(0o555)
    with run_child("storing_child.py", "read_a_market_as_nobody", market.path) as child:
        out, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (0, "")
    assert out.splitlines() == [
        "1 1",
        f"{market.path} cannot be written. Make the file and its folder writable, or save a copy elsewhere.",
    ]


def test_a_market_under_a_folder_that_is_none_is_a_known_error(tmp_path: Path) -> None:
    market = MarketFile(tmp_path / "nowhere" / "book.market")
    assert market.market([PUT], CLOCK).quotes == {}
    with pytest.raises(KnownError, match="cannot be opened or its folder cannot be written"):
        record(market, quote())
