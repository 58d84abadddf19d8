"""Marks and chains: what counts as a price, and what does not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK
from support.made_markets import RATES, chain, future, market, quoted

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.market import Mark, Market, mid_of

PUT = Contract("SPXW", date(2026, 12, 18), Decimal(6300), "P")
VX = Contract("VX", date(2026, 12, 16))

prices = st.none() | st.decimals("0", "100", places=8)


@given(prices, prices)
def test_a_mid_lies_half_way_or_is_not_known(bid: Decimal | None, ask: Decimal | None) -> None:
    mid = mid_of(Quote(PUT, CLOCK, "made", bid, ask))
    if bid is None or ask is None or ask == 0 or bid > ask:
        assert mid is None
    else:
        assert mid - bid == ask - mid


@pytest.mark.parametrize(
    ("bid", "ask", "mid"),
    [
        ("1.00", "1.10", "1.05"),
        ("0", "0.05", "0.025"),
        ("1.05", "1.05", "1.05"),
        ("0.12345678", "0.12345679", "0.123456785"),
        (None, "1.10", None),
        ("1.00", None, None),
        ("0", "0", None),
        ("1.10", "1.00", None),
        (None, None, None),
    ],
)
def test_mids(bid: str | None, ask: str | None, mid: str | None) -> None:
    (quote,) = quoted(PUT, bid, ask).values()
    assert mid_of(quote) == (None if mid is None else Decimal(mid))


def test_an_option_is_never_marked_at_its_last_price() -> None:
    answer = market(quoted(PUT, None, "3.40", last="3.10")).mark(PUT)
    assert answer == Problem("SPXW 18DEC26 6300 P", "the quote of SPXW 18DEC26 6300 P has no usable bid and ask")


def test_a_future_is_marked_at_its_settlement_price_where_nothing_else_is_known() -> None:
    assert market(quoted(VX, None, None, last="19.775")).mark(VX) == Mark(Decimal("19.775"), "last, made", CLOCK)
    both = market(quoted(VX, "19.75", "19.85", last="19.5")).mark(VX)
    assert both == Mark(Decimal("19.80"), "mid, made", CLOCK)


def test_what_is_not_quoted_is_named() -> None:
    assert market().mark(VX) == Problem(
        "VX 16DEC26 (Z6)", "no quote of VX 16DEC26 (Z6) up to 2026-11-20 15:30 New York"
    )


def test_a_chain_holds_the_quotes_of_its_newest_moment_only() -> None:
    expiry = date(2026, 12, 18)
    old = chain("SPXW", expiry, 6700.0, (6600, 6700, 6800), at=CLOCK - timedelta(minutes=5))
    new = chain("SPXW", expiry, 6700.0, (6700,))
    seen = market(old, new, future(date(2026, 12, 16), "19"))
    assert {quote.contract.strike for quote in seen.chains["SPXW", expiry]} == {Decimal(6700)}
    assert list(seen.chains) == [("SPXW", expiry)]
    # the older quote still marks its own contract, with its own age
    mark = seen.mark(Contract("SPXW", expiry, Decimal(6600), "P"))
    assert isinstance(mark, Mark)
    assert mark.moment == CLOCK - timedelta(minutes=5)


def test_the_rate_discounts_continuously() -> None:
    assert Market(CLOCK, RATES).discount(0) == 1.0
    assert Market(CLOCK, RATES).discount(0.5) == pytest.approx(0.9801986733)
