"""Whatever is no usable market says so in a sentence, and that it may go: nothing booked depends on it."""

import os
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from support.founded_books import CLOCK
from support.stored_books import make_history, meddle, run_child
from support.stored_markets import LATER, OTHER_PUT, PUT, level, make_old_market, quote, record

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.market_file import MarketFile

DELETABLE = "Move it away or delete it: a market file holds only quotes, which can be imported again."


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
    ("newer", lambda path: meddle(path, "PRAGMA user_version=5"),
     "{file} was written by another version of ALVH Desktop (format 5, not 4)."),
    ("of no format", lambda path: meddle(path, "PRAGMA user_version=0"),
     "{file} was written by another version of ALVH Desktop (format 0, not 4)."),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "sentence"), [case[1:] for case in UNUSABLE], ids=[case[0] for case in UNUSABLE])
def test_what_is_no_market_says_that_it_may_go(
    market: MarketFile, spoil: Callable[[Path], object], sentence: str
) -> None:
    record(market, quote())
    spoil(market.path)
    for work in (
        lambda: market.market([PUT], CLOCK),
        lambda: market.expiries("SPXW", CLOCK),
        lambda: market.quoted_chains(CLOCK),
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


def test_a_new_file_that_calls_itself_old_is_damage_to_an_import(market: MarketFile) -> None:
    record(market, quote(interest=7))
    meddle(market.path, "PRAGMA user_version=1")
    with pytest.raises(KnownError) as refused:
        record(market, quote(OTHER_PUT))
    assert str(refused.value) == f"{DAMAGED.format(file=market.path)} {DELETABLE}"


def record_many(market: MarketFile) -> None:
    record(market, *(quote(replace(PUT, strike=Decimal(strike))) for strike in range(6000, 6300, 5)), level("6850"))


@pytest.mark.parametrize("is_old", [False, True], ids=["of today", "of the format before"])
def test_one_changed_byte_never_ends_in_a_traceback(market: MarketFile, is_old: bool) -> None:
    if is_old:
        make_old_market(market.path)
    else:
        record_many(market)
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
