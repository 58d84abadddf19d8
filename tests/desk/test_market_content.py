"""The market of a moment as bytes: what was recorded reads back equal, and marks what was held alike."""

import zlib
from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, moment
from support.made_markets import chain, market, quoted
from support.window_parts import CONDOR, DECEMBER, MARKET, MEDIUM_CALLS, QUOTES, SHORT_CALLS, UNQUOTED, desk_with

from alvh_desktop.desk.market_content import content_of, recorded_market
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level, Quote
from alvh_desktop.domain.records import Input
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.rates import RateCurve, RatePoint
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue

FUTURE = "+1 VX 17MAR27 @18.35"
BARE = "-1 SPXW 18DEC26 6475P @4"  # between quoted strikes: valued on the smile
ALL = (CONDOR, SHORT_CALLS, MEDIUM_CALLS, FUTURE, BARE, UNQUOTED)


def kept(book: Book, seen: Market) -> Market:
    content = content_of(seen, book.held_contracts, book.products)
    return recorded_market(content, seen.at, book.products)


def pictures(book: Book, seen: Market) -> tuple[Picture, Picture]:
    return paint(Inputs(book, seen)), paint(Inputs(book, kept(book, seen)))


def plain(value: LegValue) -> LegValue:
    """Without the quotes that the forward's chain did not believe: they are told when it is worked out."""
    return replace(value, forward=value.forward and replace(value.forward, rejected=()))


def typed(right: str, strike: int, price: str) -> dict[Contract, Quote]:
    """A price typed half a minute after the chain was seen."""
    contract = Contract("SPXW", DECEMBER, Decimal(strike), "C" if right == "C" else "P")
    at = CLOCK - timedelta(seconds=30)
    return {contract: Quote(contract, at, "typed", Decimal(price), Decimal(price), is_typed=True)}


MARKETS = {
    "whole": MARKET,
    "a typed price": replace(MARKET, typed=typed("P", 6475, "17.35")),
    "a typed pair": replace(MARKET, typed=typed("C", 6700, "95.20") | typed("P", 6700, "80.10")),
    "no levels": market(QUOTES),
    "no futures": market({c: q for c, q in QUOTES.items() if c.is_option}, spx="6700", vix="17.10"),
    "no chains": market({c: q for c, q in QUOTES.items() if not c.is_option}, spx="6700", vix="17.10"),
    "nothing": market(),
    "a wild pair": market(
        QUOTES, quoted(Contract("SPXW", DECEMBER, Decimal(6700), "C"), "190", "190.10"), spx="6700.00", vix="17.10"
    ),
    "old quotes": replace(MARKET, at=CLOCK + timedelta(minutes=31)),
    "a chain gone on": market(
        QUOTES,
        chain("SPXW", DECEMBER, 6716.0, range(6500, 7000, 50), 0.17, at=CLOCK + timedelta(minutes=1)),
        at=CLOCK + timedelta(minutes=2),
        spx="6700.00",
        vix="17.10",
    ),
}


@pytest.mark.parametrize("name", list(MARKETS))
@pytest.mark.parametrize("stickiness", ["1", "0.4"])
def test_the_recorded_market_marks_and_values_what_is_held_as_the_whole_one_did(name: str, stickiness: str) -> None:
    desk = desk_with(*ALL)
    desk.do(EnterInputs((Input(desk.next_id, "skew_stickiness", CLOCK.date(), Decimal(stickiness), "test"),)))
    before, after = pictures(desk.book, MARKETS[name])
    assert {key: plain(value) for key, value in after.values.items()} == {
        key: plain(value) for key, value in before.values.items()
    }
    assert (after.total, after.sleeves, after.alerts) == (before.total, after.sleeves, before.alerts)
    assert after.problems == before.problems
    assert [line.amounts for line in after.sleeves] == [line.amounts for line in before.sleeves]


def test_curves_and_odds_are_those_of_the_whole_market() -> None:
    before, after = pictures(desk_with(CONDOR, SHORT_CALLS, FUTURE).book, MARKET)
    assert isinstance(before.payoff, Payoff)
    assert isinstance(after.payoff, Payoff)
    assert before.payoff.position == after.payoff.position
    assert after.risk.odds == before.risk.odds
    assert not any(isinstance(odds, Problem) for odds in after.risk.odds.values())
    assert after.risk.net == before.risk.net


def test_a_contract_that_was_not_held_has_no_mark() -> None:
    book = desk_with(SHORT_CALLS).book
    back = kept(book, MARKET)
    assert isinstance(back.mark(Contract("SPXW", DECEMBER, Decimal(6300), "P")), Problem)
    assert {contract for contract in back.quotes if contract.is_option} == book.held_contracts
    assert {c for c in back.quotes if not c.is_option} == {c for c in MARKET.quotes if not c.is_option}


amounts = st.none() | st.decimals(Decimal(0), Decimal(9999), places=8)
moments = st.datetimes(timezones=st.just(UTC), min_value=CLOCK.replace(tzinfo=None) - timedelta(days=400),
                       max_value=CLOCK.replace(tzinfo=None))  # fmt: skip
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
contracts = st.sampled_from(sorted(desk_with(*ALL).book.held_contracts, key=str))


@settings(max_examples=60)
@given(
    st.lists(st.builds(Quote, contracts, moments, texts, amounts, amounts, amounts, st.none() | st.integers(0))),
    st.lists(st.builds(Level, st.sampled_from(["SPX", "VIX"]), moments, texts, st.decimals(1, 99, places=8))),
    st.lists(
        st.tuples(st.integers(1, 999), st.floats(-0.05, 0.2), texts),
        min_size=1,
        max_size=3,
        unique_by=lambda point: point[0],
    ),
)
def test_what_was_recorded_reads_back_equal(
    quotes: list[Quote], levels: list[Level], points: list[tuple[int, float, str]]
) -> None:
    curve = RateCurve(tuple(RatePoint(*point) for point in sorted(points)), "drawn")
    seen = Market(CLOCK, curve, {q.contract: q for q in quotes}, {v.index: v for v in levels})
    every = [contract for contract in seen.quotes if contract.is_option]
    content = content_of(seen, every, PRODUCTS)
    back = recorded_market(content, CLOCK, PRODUCTS)
    assert back == seen
    assert content_of(back, every, PRODUCTS) == content


def test_the_same_market_gives_the_same_bytes_in_whatever_order_it_is_told() -> None:
    book = desk_with(*ALL).book
    turned = Market(
        MARKET.at, MARKET.rates, dict(reversed(MARKET.quotes.items())), dict(reversed(MARKET.levels.items()))
    )
    held = sorted(book.held_contracts, key=str)
    assert content_of(turned, reversed(held), book.products) == content_of(MARKET, held, book.products)


def test_the_moment_is_not_in_the_content() -> None:
    """Of marks alone, so that two moments of one market share it; a forward by parity moves with the time left."""
    book = desk_with(FUTURE).book
    later = replace(MARKET, at=moment("2026-11-20 15:45"))
    held = book.held_contracts
    assert content_of(later, held, book.products) == content_of(MARKET, held, book.products)


def test_spx_is_known_as_it_was_where_a_chain_says_it_of_which_nothing_is_held() -> None:
    book = desk_with(FUTURE, SHORT_CALLS).book
    evening = replace(MARKET, at=moment("2026-11-20 16:30"))
    before, after = pictures(book, evening)
    assert isinstance(before.spot, Spot)
    assert before.spot.expiry == DECEMBER
    assert after.spot == before.spot
    assert isinstance(before.payoff, Payoff)
    assert isinstance(after.payoff, Payoff)
    assert after.payoff.position == before.payoff.position
    assert (after.payoff.net_usd == before.payoff.net_usd).all()


@pytest.mark.parametrize("content", [b"", b"{}", b"nonsense", b'{"quotes":[{}],"levels":[],"rates":{"points":[]}}'])
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        recorded_market(content, CLOCK, PRODUCTS)


def test_the_market_of_a_dozen_legs_is_small() -> None:
    book = desk_with(*ALL, "-5 SPXW 28DEC26 6350/6400P 7100/7150C @4").book
    content = content_of(MARKET, book.held_contracts, book.products)
    assert len(book.held_contracts) == 13
    assert len(zlib.compress(content, 9)) < 2_000


def test_the_ends_of_a_session_are_kept_with_a_moment_and_missing_in_those_of_before() -> None:
    spx = MARKET.levels["SPX"]
    whole = replace(spx, high=spx.value + 20, low=spx.value - Decimal("10.25"))
    content = content_of(replace(MARKET, levels={"SPX": whole}), (), PRODUCTS)
    assert recorded_market(content, MARKET.at, PRODUCTS).levels == {"SPX": whole}
    assert b'"high"' not in content_of(MARKET, (), PRODUCTS)
