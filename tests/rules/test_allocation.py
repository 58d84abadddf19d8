"""Hedge allocation by both measures, leverage, the worst of one settlement: by hand, and unknown where they are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, MemoryLedger, enter, founded_desk, moment
from support.hedged_books import VIX_DECEMBER, VIX_JANUARY
from support.made_markets import chain, future, market
from support.ticketed_books import IN_PAPER, PAPER_ID, desk_of, seen, with_inputs, with_paper

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.market import Mark
from alvh_desktop.pricing.valuation import LegValue, value_legs
from alvh_desktop.rules.allocation import delta_notional, hedge_allocation
from alvh_desktop.rules.leverage import capital_at_risk, gross_delta_notional, gross_leverage, settlement_losses
from alvh_desktop.rules.notional import condor_notional

UNIT = "-12 SPXW 18DEC26 6300/6350P 7150/7200C @6"
LATER = datetime(2027, 6, 1, tzinfo=UTC)
LONG = "16JUN27"


def told(book: Book, deltas: Mapping[str, tuple[float, float, str]]) -> dict[int, LegValue]:
    """Values made up by contract: delta, future and mark."""
    values = {}
    for held in book.holdings.values():
        if held.product.underlying == "VIX" and held.position.quantity:
            delta, on, mark = deltas[f"{held.leg.root} {held.leg.expiry:%b}"]
            price = Decimal(mark)
            values[held.leg.id] = LegValue(
                held.leg.id,
                LATER,
                0.1,
                mark=Mark(price, "made", CLOCK),
                forward=Forward(on, 1.0, 0.1, "made", CLOCK),
                delta=delta,
                market_value=held.market_value(price),
            )
    return values


def leverage_of(book: Book, values: Mapping[int, LegValue], equity: Decimal | Problem) -> float | Problem:
    notional = condor_notional(book, CLOCK)
    return gross_leverage(notional, gross_delta_notional(book, values, CLOCK), equity)


def ladder(*more: str) -> Book:
    """The classic 4/4/2 over one unit of condors."""
    desk = desk_of(UNIT)
    for line, role in (
        ("+4 VIX 16DEC26 18C @2", "short"),
        ("+4 VIX 17MAR27 20C @3", "medium"),
        (f"+2 VIX {LONG} 21C @3.50", "long"),
    ):
        enter(desk, line, role=role)
    for line in more:
        enter(desk, line)
    return desk.book


@pytest.mark.parametrize(
    ("futures", "percent"),
    [
        # spot VIX 13, 18, 35 with the curve that goes with it: rising, rising, falling
        ((15.4, 17.3, 18.2), 14),
        ((19.6, 20.8, 21.4), 17),
        ((31.5, 28.2, 26.6), 24),
    ],
)
def test_a_unit_of_4_4_2_at_half_delta_is_14_17_and_24_percent(
    futures: tuple[float, float, float], percent: int
) -> None:
    short, medium, long = futures
    book = ladder()
    values = told(book, {"VIX Dec": (0.5, short, "2"), "VIX Mar": (0.5, medium, "3"), "VIX Jun": (0.5, long, "3.5")})
    found = hedge_allocation(book, values, CLOCK)
    by_hand = 100 * 0.5 * (4 * short + 4 * medium + 2 * long)
    assert found.delta_notional == pytest.approx(by_hand)
    assert found.percent == pytest.approx(100 * by_hand / 60_000)
    assert found.percent == pytest.approx(percent, abs=0.5)
    # 4 x 2 + 4 x 3 + 2 x 3.50 points of $100
    assert found.market_value == 2700
    assert found.percent_by("market value") == pytest.approx(4.5)
    assert found.sentence == (
        f"Hedge by delta notional ${by_hand:,.0f} / programme notional $60,000 = {by_hand / 600:.1f} %. "
        "Hedge by market value $2,700 / programme notional $60,000 = 4.5 %."
    )


def test_the_user_chooses_the_measure() -> None:
    book = with_inputs(ladder(), {"hedge.measure": "1"})
    values = told(book, {f"VIX {month}": (0.5, 18.0, "3") for month in ("Dec", "Mar", "Jun")})
    found = hedge_allocation(book, values, CLOCK)
    assert found.measure == "market value"
    assert found.percent == found.percent_by("market value") == pytest.approx(100 * 3000 / 60_000)


def test_delta_notional_is_signed_and_a_future_counts_whole() -> None:
    book = ladder("-1 VX 16DEC26 @18", "-2 VIX 16DEC26 30C @0.50")
    values = told(
        book,
        {
            "VIX Dec": (0.5, 18.0, "2"),
            "VIX Mar": (0.5, 20.0, "3"),
            "VIX Jun": (0.5, 21.0, "3"),
            "VX Dec": (1.0, 18.0, "18"),
        },
    )
    signed = 100 * 0.5 * ((4 - 2) * 18 + 4 * 20 + 2 * 21) - 1000 * 18
    assert hedge_allocation(book, values, CLOCK).delta_notional == pytest.approx(signed)
    gross = 100 * 0.5 * ((4 + 2) * 18 + 4 * 20 + 2 * 21) + 1000 * 18
    leverage = leverage_of(book, values, Decimal(50_000))
    assert leverage == pytest.approx((60_000 + gross) / 50_000)
    assert capital_at_risk(condor_notional(book, CLOCK), Decimal(50_000)) == pytest.approx(120)


def test_it_is_the_market_s_own_delta_and_future() -> None:
    desk = desk_of(UNIT, "+4 VIX 16DEC26 20C @1.10")
    values = value_legs(desk.book.holdings.values(), seen())
    (leg,) = (value for value in values.values() if value.forward is not None and value.forward.value < 100)
    assert leg.forward is not None
    assert leg.forward.value == pytest.approx(18.05)
    assert leg.delta is not None
    found = hedge_allocation(desk.book, values, CLOCK)
    assert found.delta_notional == pytest.approx(4 * 100 * leg.delta * 18.05)


# Not known


def test_without_a_quote_it_is_not_known_and_says_which() -> None:
    book = ladder()
    values = value_legs(book.holdings.values(), market(chain("VIX", VIX_DECEMBER, 18.0, [16, 18, 20], 0.9)))
    found = hedge_allocation(book, values, CLOCK)
    for figure in (
        found.percent,
        found.percent_by("market value"),
        leverage_of(book, values, Decimal(10**6)),
    ):
        assert isinstance(figure, Problem)
        assert "VIX 17MAR27 20 C is not known" in figure.message


def test_without_a_programme_or_equity_it_is_not_known() -> None:
    desk = desk_of("+4 VIX 16DEC26 20C @1.10")
    values = value_legs(desk.book.holdings.values(), seen())
    percent = hedge_allocation(desk.book, values, CLOCK).percent
    assert isinstance(percent, Problem)
    assert "no condor was open in the last 5 trading days" in percent.message
    told_of = hedge_allocation(desk.book, values, CLOCK).sentence
    assert told_of.startswith("Hedge by delta notional is not known: the hedge is measured against nothing")
    missing = Problem("equity", "equity is not known")
    assert leverage_of(desk.book, values, missing) is missing
    assert capital_at_risk(condor_notional(desk.book, CLOCK), missing) is missing


def test_a_condor_without_its_wing_leaves_all_of_them_unknown() -> None:
    desk = desk_of(UNIT, "+4 VIX 16DEC26 20C @1.10", "-12 SPXW 18DEC26 6300P @1")
    values = value_legs(desk.book.holdings.values(), seen())
    for figure in (
        hedge_allocation(desk.book, values, CLOCK).percent,
        leverage_of(desk.book, values, Decimal(10**6)),
        capital_at_risk(condor_notional(desk.book, CLOCK), Decimal(10**6)),
    ):
        assert isinstance(figure, Problem)
        assert "a leg is missing" in figure.message


def test_no_hedge_at_all_is_known_to_be_none() -> None:
    found = hedge_allocation(desk_of(UNIT).book, {}, CLOCK)
    assert found.percent == found.percent_by("market value") == 0


def test_what_is_settled_and_not_booked_hedges_no_more() -> None:
    book, at = desk_of(UNIT, "+4 VIX 16DEC26 20C @1.10").book, moment("2026-12-16 09:30")
    found = hedge_allocation(book, value_legs(book.holdings.values(), market(at=at)), at)
    assert (found.delta_notional, found.market_value) == (0, 0)


@given(st.integers(1, 9), st.integers(1, 9))
def test_paper_is_never_counted_with_real_money(real: int, paper: int) -> None:
    desk = founded_desk()
    quotes = {**chain("VIX", VIX_JANUARY, 19.0, [18, 20, 22], 0.8), **future(VIX_JANUARY, "19")}
    enter(desk, f"+{real} VIX 20JAN27 20C @2")
    alone = desk.book
    enter(desk, f"+{paper} VIX 20JAN27 20C @2{IN_PAPER}")
    both = with_paper(desk.book)
    values = value_legs(both.holdings.values(), market(quotes))
    found = [
        hedge_allocation(book, values, CLOCK, account)
        for book, account in ((alone, None), (both, None), (both, PAPER_ID))
    ]
    assert found[0].delta_notional == found[1].delta_notional
    assert found[2].delta_notional == pytest.approx(found[0].delta_notional * paper / real)
    assert found[2].market_value == found[0].market_value / real * paper


def test_a_fund_counts_by_its_beta_to_the_30_day_price() -> None:
    (held,) = desk_of("+4 VIX 16DEC26 20C @1.10").book.holdings.values()
    fund = replace(held, product=replace(held.product, kind="fund", multiplier=Decimal(1), vix_beta=Decimal("1.5")))
    value = LegValue(held.leg.id, LATER, 1.0, mark=Mark(Decimal(40), "typed", CLOCK))
    assert delta_notional(fund, {held.leg.id: value}) == pytest.approx(4 * 40 * 1.5)
    unknown = delta_notional(replace(fund, product=replace(fund.product, vix_beta=None)), {held.leg.id: value})
    assert isinstance(unknown, Problem)


# The worst of one settlement


@pytest.mark.parametrize(
    ("lines", "usd"),
    [
        # (50 - 6) x 100 x 12
        ((UNIT,), 52_800),
        # two condors of one settlement lose together where the same side does
        ((UNIT, "-1 SPXW 18DEC26 6200/6300P 7150/7250C @10"), 52_800 + 9_000),
        # two settlements: the larger of them
        ((UNIT, "-10 SPXW 15JAN27 6300/6350P 7150/7200C @5"), 52_800),
        (("-2 SPXW 18DEC26 6300/6350P @1",), 9_800),
        (("+2 SPXW 18DEC26 6300/6350P @20",), 4_000),
    ],
)
def test_the_worst_of_one_settlement(lines: tuple[str, ...], usd: int) -> None:
    losses = [
        each for each in settlement_losses(desk_of(*lines).book, CLOCK).values() if not isinstance(each, Problem)
    ]
    found = max(losses, key=lambda loss: loss.usd)
    assert found.usd == usd
    assert (found.root, found.expiry.month) == ("SPXW", 12)


def test_a_sold_call_alone_has_no_end_and_an_empty_book_no_settlement() -> None:
    december, january = settlement_losses(desk_of(UNIT, "-1 SPXW 15JAN27 7150C @1").book, CLOCK).values()
    assert not isinstance(december, Problem)
    assert isinstance(january, Problem)
    assert "SPXW 15JAN27 has no end" in january.message
    assert not settlement_losses(Desk(MemoryLedger(), lambda: CLOCK).book, CLOCK)
