"""Prices typed one after the other: read with their time, refused by their field, undone, and asked for in order."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from support.founded_books import CLOCK, moment
from support.typed_books import price_of
from support.window_parts import (
    CONDOR,
    MARKET,
    QUOTES,
    SHORT_CALLS,
    UNQUOTED,
    MadeQuotes,
    desk_with,
    picture_of,
    portfolio_of,
)

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.mark_typing import MarkTyping, MarkWords, asked_contracts, read_moment
from alvh_desktop.viewmodels.session import Session

MISSING = "SPXW 24DEC26 6500 P"
OLD = replace(MARKET, quotes={c: replace(q, moment=CLOCK - timedelta(minutes=21)) for c, q in QUOTES.items()})


@pytest.fixture
def typing(qapp: object) -> MarkTyping:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk_with(CONDOR, SHORT_CALLS, UNQUOTED)))
    session.paint_now()
    return MarkTyping(session)


def typed_rows(typing: MarkTyping) -> list[tuple[str, Decimal, object]]:
    assert typing.session.portfolio is not None
    return [price_of(row) for row in typing.session.portfolio.desk.book.typed_marks.values()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        (" now ", None),
        ("9:45", moment("2026-11-20 09:45")),
        ("15:29", moment("2026-11-20 15:29")),
        ("2026-11-19 16:00", moment("2026-11-19 16:00")),
        ("2026-06-19T16:00", moment("2026-06-19 16:00")),
    ],
)
def test_the_time_is_new_york_and_today_where_no_day_is_said(text: str, expected: object) -> None:
    assert read_moment(text, CLOCK) == expected


@pytest.mark.parametrize("text", ["yesterday", "25:00", "15.45", "3 pm", "2026-02-30 10:00", "2026-03-08 02:30"])
def test_what_is_no_time_is_named(text: str) -> None:
    """The last one is an hour that New York skips."""
    answer = read_moment(text, CLOCK)
    assert isinstance(answer, Problem)
    assert answer.where == "moment"


def test_a_typed_price_counts_at_once_and_undo_takes_it_away(typing: MarkTyping) -> None:
    assert typing.next_asked() == MISSING
    assert typing.known(MISSING) == (f"No quote of {MISSING} up to 2026-11-20 15:30 New York.", True)
    assert not isinstance(typing.enter(MarkWords(MISSING.lower(), "21.50", source="broker")), Problem)
    typing.session.paint_now()
    assert typing.known(MISSING) == ("Now 21.50: typed, broker, 2026-11-20 15:30 New York, just now.", False)
    assert typing.next_asked() is None
    typing.session.undo()
    typing.session.paint_now()
    assert typing.next_asked() == MISSING


def test_the_newest_typed_price_is_taken_back(typing: MarkTyping) -> None:
    assert not typing.has_typed("vix")
    for price, at in (("17.40", "15:00"), ("17.60", "15:20")):
        assert not isinstance(typing.enter(MarkWords("VIX", price, at)), Problem)
    assert typing.has_typed("vix")
    assert not isinstance(typing.take_back("vix"), Problem)
    assert typed_rows(typing) == [("VIX", Decimal("17.40"), moment("2026-11-20 15:00"))]


@pytest.mark.parametrize(
    ("words", "where", "said"),
    [
        (MarkWords(" ", "3"), "subject", "say what the price is of"),
        (MarkWords("AAPL", "3"), "subject", "neither a contract"),
        (MarkWords(MISSING, ""), "price", "type a price in points"),
        (MarkWords(MISSING, "1,5"), "price", ""),
        (MarkWords(MISSING, "-2"), "price", "a price is a number from 0 on"),
        (MarkWords("VIX", "0"), "price", "cannot stand at 0"),
        (MarkWords(MISSING, "3", "15:31"), "moment", "still to come"),
        (MarkWords(MISSING, "3", "noon"), "moment", "is no time"),
        (MarkWords(MISSING, "3", source="bro\x07ker"), "source", "printable"),
    ],
)
def test_what_cannot_be_right_is_named_by_its_field(
    typing: MarkTyping, words: MarkWords, where: str, said: str
) -> None:
    answer = typing.enter(words)
    assert isinstance(answer, Problem)
    assert answer.where == where
    assert said in answer.message
    assert typed_rows(typing) == []


def test_every_old_mark_is_asked_for_once_and_in_the_order_of_the_positions() -> None:
    picture = picture_of(SHORT_CALLS, CONDOR, CONDOR, UNQUOTED, market=OLD)
    asked = [spoken(each) for each in asked_contracts(picture)]
    assert asked == [
        "SPXW 18DEC26 6300 P", "SPXW 18DEC26 6350 P", "SPXW 18DEC26 7150 C", "SPXW 18DEC26 7200 C",
        MISSING, "VIX 16DEC26 20 C",
    ]  # fmt: skip


def test_what_has_settled_is_not_asked_for() -> None:
    """Its official value is booked, and no mark."""
    late = replace(MARKET, at=CLOCK + timedelta(days=27))
    assert "VIX" not in {each.root for each in asked_contracts(picture_of(SHORT_CALLS, CONDOR, market=late))}


def test_an_old_price_and_an_old_level_are_called_stale(qapp: object) -> None:
    session = Session(Background())
    levels = {name: replace(level, moment=CLOCK - timedelta(minutes=40)) for name, level in MARKET.levels.items()}
    session.hold(portfolio_of(desk_with(CONDOR), MadeQuotes(replace(OLD, levels=levels))))
    session.paint_now()
    typing = MarkTyping(session)
    for subject, age in (("SPXW 18DEC26 6300 P", ""), ("VIX", "17.10"), ("SPX", "6,700.00")):
        told, is_asked = typing.known(subject)
        assert is_asked
        assert told.endswith("stale.")
        assert age in told
    assert typing.known("VVIX") == ("No level of it is known.", True)
    assert typing.known("nonsense") == ("", False), "said when it is entered"
