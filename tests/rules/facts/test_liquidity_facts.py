"""Cover of the condors' slippage before the FOMC, by hand; the decision of 9 December 2026 stands in the calendar."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from support.fact_scenes import QUOTES, aged, book_of, reading, readings, scene_of, seen
from support.founded_books import moment
from support.made_markets import Quotes

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.domain.records import Event
from alvh_desktop.pricing.market import Market

COVER = "liquidity_cover"
CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @6"
CALLS = ("+20 VIX 16DEC26 20C @1.10", "short")
CASH = {"hedge.cash": "1000"}
MONDAY = moment("2026-12-07 10:00")


def near(at_hour: str = "2026-12-07 10:00", quotes: Quotes | None = None) -> Market:
    """The same quotes as if of that moment: half-spreads 0.05 for SPXW and 0.02 for VIX."""
    at = moment(at_hour)
    return seen({key: replace(quote, moment=at) for key, quote in (quotes or QUOTES).items()}, at=at)


def test_hedge_and_cash_over_slippage_by_hand() -> None:
    scene = scene_of(book_of(CONDOR, CALLS, typed=CASH), near())
    legs, values = scene.book.legs, scene.values.items()
    worth = sum(float(value.market_value or 0) for key, value in values if legs[key].root == "VIX")
    # four legs of 10 contracts, $100 a point: 0.05 x 40 x 100 = 200, three times as wide 600
    found = reading(COVER, scene)
    assert found.value == pytest.approx((worth + 1000) / 600)
    assert found.is_told_once
    assert found.subject.key == "FOMC 2026-12-09"
    assert found.sentence.startswith("FOMC in 2 trading days: (hedge $")


def test_the_multiple_is_the_user_s() -> None:
    three, six = (
        reading(COVER, scene_of(book_of(CONDOR, CALLS, typed={**CASH, **more}), near())).value
        for more in ({}, {"slippage.event_multiple": "6"})
    )
    assert three == pytest.approx(2 * (six or 0))


@pytest.mark.parametrize(
    ("at", "is_there"),
    [
        ("2026-12-01 16:00", False),
        ("2026-12-02 10:00", True),
        ("2026-12-09 15:30", True),
        ("2026-12-10 10:00", False),
    ],
)
def test_it_is_read_from_five_trading_days_before_to_the_day_itself(at: str, is_there: bool) -> None:
    assert bool(readings(COVER, scene_of(book_of(CONDOR, CALLS, typed=CASH), near(at)))) == is_there


def test_a_row_of_the_user_moves_it() -> None:
    book = book_of(CONDOR, CALLS, typed=CASH)
    own = Event(6000, "FOMC", date(2026, 11, 24), time(14), "Unscheduled", "typed", True)
    book = book.after([Row("events", 6000, None, own)])
    assert list(readings(COVER, scene_of(book, near("2026-11-20 10:00")))) == ["FOMC 2026-11-24"]


def test_without_condors_there_is_nothing_to_slip() -> None:
    assert not readings(COVER, scene_of(book_of(CALLS, typed=CASH), near()))


def test_cash_that_nobody_typed_is_not_known() -> None:
    found = reading(COVER, scene_of(book_of(CONDOR, CALLS), near()))
    assert (found.value, found.not_judged, found.at_most) == (None, None, "act")
    assert "type the input hedge.cash; type 0 where there is none" in found.sentence


def test_no_hedge_is_worth_nothing_and_the_cash_counts() -> None:
    assert reading(COVER, scene_of(book_of(CONDOR, typed=CASH), near())).value == pytest.approx(1000 / 600)


def without_ask(key: Contract) -> Quotes:
    return {**QUOTES, key: replace(QUOTES[key], ask=None)}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (Contract("SPXW", date(2026, 12, 18), Decimal(6350), "P"), "the spread of SPXW 18DEC26 6350 P is not known"),
        (Contract("VIX", date(2026, 12, 16), Decimal(20), "C"), "market value of VIX 16DEC26 20 C is not known"),
    ],
)
def test_a_leg_without_both_sides_is_not_known(key: Contract, said: str) -> None:
    found = reading(COVER, scene_of(book_of(CONDOR, CALLS, typed=CASH), near(quotes=without_ask(key))))
    assert found.value is None
    assert said in found.sentence
    assert found.is_told_once


def test_a_typed_price_has_no_spread() -> None:
    key = Contract("SPXW", date(2026, 12, 18), Decimal(6350), "P")
    typed = {**QUOTES, key: Quote(key, MONDAY, "typed", Decimal(3), Decimal(3), is_typed=True)}
    assert reading(COVER, scene_of(book_of(CONDOR, CALLS, typed=CASH), near(quotes=typed))).value is None


def test_old_spreads_are_said() -> None:
    scene = scene_of(book_of(CONDOR, CALLS, typed=CASH), near())
    assert reading(COVER, aged(scene, MONDAY + timedelta(minutes=25))).doubt == "on data 25 min old"


def test_a_day_beyond_the_known_calendar_is_not_called_free_of_decisions() -> None:
    far = "-10 SPXW 17DEC38 6300/6350P 7150/7200C @6"
    found = reading(COVER, scene_of(book_of(far, typed=CASH), seen(at=moment("2038-12-01 10:00"))))
    assert found.value is None
    assert found.sentence.startswith("not known: FOMC dates are known from")
