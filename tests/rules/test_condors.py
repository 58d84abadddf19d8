"""Wing width: each sold option with the nearest bought one beyond it; a missing leg leaves it unknown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.ticketed_books import desk_of

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.condors import OpenLeg, condors_of, open_legs, wing_of

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20"


def legs_of(book: Book) -> list[list[OpenLeg]]:
    return [open_legs(book.holdings_by_trade[trade_id]) for trade_id in book.trades]


def wing(*lines: str) -> Decimal | Problem:
    return wing_of(desk_of(*lines).book.holdings.values())


@pytest.mark.parametrize(
    ("line", "width"),
    [
        (CONDOR, 50),
        # unequal wings: the wider one
        ("-1 SPXW 18DEC26 6300/6350P 7150/7250C @3.20", 100),
        ("-1 SPXW 18DEC26 6250/6350P 7150/7200C @3.20", 100),
        ("-3 XSP 18DEC26 630/635P 715/720C @0.32", 5),
        # one side alone
        ("-2 SPXW 18DEC26 6300/6350P @1.20", 50),
        ("-2 SPXW 18DEC26 7150/7175C @1.20", 25),
    ],
)
def test_the_wing_is_the_wider_side(line: str, width: int) -> None:
    assert wing(line) == width


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((CONDOR, "-10 SPXW 18DEC26 6300P @1"), "SPXW 18DEC26 6350 P, 10 sold, has no bought option"),
        ((CONDOR, "-4 SPXW 18DEC26 7200C @1"), "SPXW 18DEC26 7150 C, 4 sold, has no bought option"),
        (("-1 SPXW 18DEC26 6350P @3",), "SPXW 18DEC26 6350 P, 1 sold, has no bought option"),
    ],
)
def test_a_missing_wing_is_told_and_no_width_is_guessed(lines: tuple[str, ...], said: str) -> None:
    found = wing(*lines)
    assert isinstance(found, Problem)
    assert "not known, a leg is missing" in found.message
    assert said in found.message


def test_the_long_that_is_left_of_a_bought_back_short_adds_nothing() -> None:
    book = desk_of(CONDOR, "+10 SPXW 18DEC26 6350P @0.05").book
    (only,) = condors_of(legs_of(book))
    assert (only.put_width, only.call_width, only.contracts) == (None, 50, 10)


@pytest.mark.parametrize(
    "line",
    [
        "+1 SPXW 18DEC26 6300/6350P @1.20",
        "+1 SPXW 18DEC26 6350P @3",
        "+1 SPXW 18DEC26/15JAN27 6350P @3",
    ],
)
def test_debit_spreads_calendars_and_bought_options_are_no_condors(line: str) -> None:
    book = desk_of(line).book
    assert condors_of(legs_of(book)) == ()
    found = wing_of(book.holdings.values())
    assert isinstance(found, Problem)
    assert "no wing" in found.message


def test_sides_in_two_trades_of_a_campaign_are_one_condor() -> None:
    """As a roll of the put side leaves them."""
    book = desk_of("-10 SPXW 18DEC26 6300/6350P @1.20", "-10 SPXW 18DEC26 7150/7250C @1.20").book
    (only,) = condors_of(legs_of(book))
    assert only.is_whole
    assert only.notional == 10 * 100 * 100


def test_a_short_rolled_into_a_trade_of_its_own_keeps_its_wing() -> None:
    book = desk_of(CONDOR, "+10 SPXW 18DEC26 7150C @2", "-10 SPXW 18DEC26 7175C @1.50").book
    (only,) = condors_of(legs_of(book))
    assert (only.put_width, only.call_width) == (50, 25)
    assert only.notional == 10 * 100 * 50


def test_uneven_sides_are_condors_and_what_is_left_of_one_side() -> None:
    book = desk_of(CONDOR, "+4 SPXW 18DEC26 7150/7200C @0.20").book
    sizes = [(condor.contracts, condor.is_whole, condor.notional) for condor in condors_of(legs_of(book))]
    assert sizes == [(6, True, 30_000), (4, False, 20_000)]


widths, contracts = st.integers(1, 20).map(lambda n: 5 * n), st.integers(1, 9)


@given(st.lists(st.tuples(widths, widths, contracts), min_size=1, max_size=4))
def test_the_notional_of_whole_condors_is_the_sum_of_n_m_w(drawn: list[tuple[int, int, int]]) -> None:
    """Each in a trade of its own, whatever the others are."""
    lines = [f"-{n} SPXW 18DEC26 {6300 - put}/6300P 7200/{7200 + call}C @1" for put, call, n in drawn]
    trades = [legs_of(desk_of(line).book)[0] for line in lines]
    found = condors_of(trades)
    assert not isinstance(found, Problem)
    assert sum(condor.notional for condor in found) == sum(n * 100 * max(put, call) for put, call, n in drawn)
