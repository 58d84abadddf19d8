"""Gross leverage, capital at risk and each settlement by itself, by hand."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from support.fact_scenes import (
    IN_PAPER,
    NO_EQUITY,
    QUOTES,
    aged,
    book_of,
    reading,
    readings,
    scene_of,
    seen,
    with_paper,
)
from support.founded_books import CLOCK, moment

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.break_even import settlement_profit
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Cash
from alvh_desktop.rules.leverage import settlement_losses

DECEMBER = "-12 SPXW 18DEC26 6300/6350P 7150/7200C @6"
JANUARY = "-4 SPXW 15JAN27 6300/6350P 7150/7200C @5"
CALLS = "+20 VIX 16DEC26 20C @1.10"


def test_leverage_is_condors_and_every_vix_leg_whichever_way() -> None:
    scene = scene_of(book_of(DECEMBER, CALLS, "-2 VX 16DEC26 @18.4"), equity="50000")
    (call,) = (held for held in scene.book.holdings.values() if held.leg.strike == 20)
    delta = scene.values[call.leg.id].delta
    assert delta is not None
    # 12 x 100 x 50 = 60,000; 20 x 100 x delta x 18.05; 2 x 1000 x 18.05, sold
    by_hand = (60_000 + 2_000 * delta * 18.05 + 36_100) / 50_000
    found = reading("gross_leverage", scene)
    assert found.value == pytest.approx(by_hand)
    assert found.doubt is None
    assert found.subject.key == "book"


def test_capital_at_risk_and_its_sentence() -> None:
    found = reading("capital_at_risk", scene_of(book_of(DECEMBER), equity="75000"))
    assert found.value == pytest.approx(80.0)
    assert found.sentence == "Condor notional $60,000 / equity $75,000 = 80.0 %."
    assert [(each.name, each.value) for each in found.seen] == [("condor notional, $", 60_000), ("equity, $", 75_000)]


def test_each_settlement_is_read_and_not_the_worst_alone() -> None:
    found = readings("one_settlement", scene_of(book_of(DECEMBER, JANUARY), equity="100000"))
    # (50 - 6) x 100 x 12 = 52,800 and (50 - 5) x 100 x 4 = 18,000
    assert {key: each.value for key, each in found.items()} == {
        "SPXW 2026-12-18": pytest.approx(52.8),
        "SPXW 2027-01-15": pytest.approx(18.0),
    }
    assert all(each.subject.campaign_id for each in found.values())


def test_the_loss_at_a_settlement_is_the_lowest_of_every_place_that_can_be_it() -> None:
    # a condor with a wider put side, a call spread at other strikes and puts that are only bought, settling together
    condor, spread = "-3 SPXW 18DEC26 6250/6350P 7150/7200C @9", "-2 SPXW 18DEC26 7100/7300C @4.35"
    book = book_of(condor, spread, "+5 SPXW 18DEC26 6200P @2")
    held = [each for each in book.holdings.values() if each.position.quantity]
    cash = -sum((each.position.open_cost for each in held), Decimal(0))
    lowest = min(settlement_profit(held, cash, Decimal(place)) for place in range(0, 12_000, 50))
    (found,) = settlement_losses(book, CLOCK).values()
    assert not isinstance(found, Problem)
    assert found.usd == -lowest > 0


@pytest.mark.parametrize("fact_id", ["gross_leverage", "capital_at_risk", "one_settlement"])
def test_without_equity_it_is_not_known_and_still_read(fact_id: str) -> None:
    found = reading(fact_id, scene_of(book_of(DECEMBER), equity=NO_EQUITY))
    assert found.value is None
    assert found.not_judged is None
    assert found.at_most == "act"
    assert found.sentence == "not known: equity is not known: type it"


def test_a_missing_wing_leaves_notional_unknown() -> None:
    scene = scene_of(book_of("-1 SPXW 18DEC26 6300P @1"))
    for fact_id in ("gross_leverage", "capital_at_risk"):
        found = reading(fact_id, scene)
        assert found.value is None
        assert "a leg is missing" in found.sentence


def test_a_loss_without_end_asks_for_action() -> None:
    found = reading("one_settlement", scene_of(book_of("-1 SPXW 18DEC26 7150C @1")))
    assert found.value is None
    assert found.asks_for_action


def test_a_vix_leg_without_a_quote_leaves_leverage_unknown_and_the_others_known() -> None:
    quotes = {contract: quote for contract, quote in QUOTES.items() if contract.root not in ("VIX", "VX", "VXM")}
    scene = scene_of(book_of(DECEMBER, CALLS), seen(quotes))
    assert reading("gross_leverage", scene).value is None
    assert "VIX 16DEC26 20 C" in reading("gross_leverage", scene).sentence
    assert reading("capital_at_risk", scene).value == pytest.approx(12.0)


def test_old_quotes_of_vix_are_said_and_the_value_stays() -> None:
    fresh = scene_of(book_of(DECEMBER, CALLS))
    # Friday 15:30, 16:05 still trades
    old = aged(fresh, CLOCK + timedelta(minutes=25))
    assert reading("gross_leverage", old).doubt == "on data 25 min old"
    assert reading("gross_leverage", old).value is not None
    assert reading("capital_at_risk", old).doubt is None


def test_where_cash_is_kept_equity_is_as_old_as_its_marks() -> None:
    book = book_of(DECEMBER)
    cash = Cash(5000, 2, CLOCK, Decimal(100_000), "")
    kept = book.after([Row("cash", 5000, None, cash)])
    old = CLOCK + timedelta(minutes=25)
    assert reading("capital_at_risk", aged(scene_of(kept), old)).doubt == "on data 25 min old"
    assert reading("capital_at_risk", aged(scene_of(kept), CLOCK)).doubt is None


def test_nothing_is_read_of_an_empty_book_of_paper_and_of_what_has_settled() -> None:
    for fact_id in ("gross_leverage", "capital_at_risk", "one_settlement"):
        assert not readings(fact_id, scene_of(book_of()))
        assert not readings(fact_id, scene_of(with_paper(book_of(DECEMBER + IN_PAPER))))
        late = replace(seen(), at=moment("2026-12-18 16:01"))
        assert not readings(fact_id, scene_of(book_of(DECEMBER), late))


def test_a_figure_kept_of_one_book_is_not_that_of_another() -> None:
    kept: dict = {}
    one = reading("capital_at_risk", scene_of(book_of(DECEMBER), kept=kept))
    other = reading("capital_at_risk", scene_of(book_of(JANUARY), kept=kept))
    assert (one.value, other.value) == (pytest.approx(12.0), pytest.approx(4.0))


def test_notional_ends_with_its_settlement_though_nothing_was_booked() -> None:
    kept: dict = {}
    book = book_of(DECEMBER, JANUARY)
    before = replace(seen(), at=moment("2026-12-18 15:59"))
    after = replace(seen(), at=moment("2026-12-18 16:01"))
    found = [reading("capital_at_risk", scene_of(book, at, kept=kept)).value for at in (before, after)]
    assert found == [pytest.approx(16.0), pytest.approx(4.0)]
    assert list(readings("one_settlement", scene_of(book, after, kept=kept))) == ["SPXW 2027-01-15"]
