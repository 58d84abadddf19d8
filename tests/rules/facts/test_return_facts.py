"""IRR of the hedge over its floor: fixed or CAPM, early, undefined, and unmarked."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from support.fact_scenes import QUOTES, aged, book_of, reading, readings, scene_of, seen, with_inputs
from support.founded_books import CLOCK, moment

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.records import Role
from alvh_desktop.rules.facts.standing import vega_and_beta_now
from alvh_desktop.rules.scene import Scene

IRR = "irr_over_floor"
OLD = ("+10 VIX 17MAR27 20C @2.00 at 2025-11-20T10:00", "medium")
"""A year ago: $2,000."""
YOUNG = ("+10 VIX 17MAR27 20C @2.00 at 2026-08-20T10:00", "medium")
CAPM = {"irr.floor_kind": "1", "risk_free": "4", "equity_premium": "5"}
Held = tuple[str, Role]


def book(*held: tuple[str, str], typed: dict[str, str] | None = None) -> Book:
    return book_of(*held, typed=typed)


def worth(scene: Scene) -> Decimal:
    return sum((value.market_value or Decimal(0) for value in scene.values.values()), Decimal(0))


def test_a_year_at_today_s_mark() -> None:
    scene = scene_of(book(OLD))
    rate = 100 * (float(worth(scene)) / 2000 - 1)  # 365 days: the multiple is the rate
    found = reading(IRR, scene)
    assert found.value == pytest.approx(rate)
    assert found.at_most == "quiet", "251 trading days of flows"
    assert f"money multiple {float(worth(scene)) / 2000:.2f}" in found.sentence
    assert "a year" in found.sentence
    assert "Not judged before 252 trading days of flows: 251 so far." in found.sentence


@pytest.mark.parametrize(("day", "at_most"), [("2025-11-20", "quiet"), ("2025-11-19", "act"), ("2025-06-18", "act")])
def test_it_is_judged_from_252_trading_days_of_flows(day: str, at_most: str) -> None:
    """From 20 November 2025 to 20 November 2026 there are 261 weekdays less ten closures."""
    found = reading(IRR, scene_of(book((f"+10 VIX 17MAR27 20C @2.00 at {day}T10:00", "medium"))))
    assert found.at_most == at_most
    assert found.value is not None


def test_the_fixed_floor_is_taken_off() -> None:
    at_zero, at_five = (reading(IRR, scene_of(book(OLD, typed=typed))) for typed in ({}, {"irr.floor": "5"}))
    assert at_zero.value is not None
    assert at_five.value == pytest.approx(at_zero.value - 5)
    assert "Fixed floor 5 %. CAPM floor not known: Risk-free rate is not known" in at_five.sentence


def test_the_capm_floor_is_risk_free_and_beta_of_the_hedge_times_the_premium() -> None:
    scene = scene_of(book(OLD, typed=CAPM))
    moves = vega_and_beta_now(scene)
    assert isinstance(moves, tuple)
    floor = 4 + 5 * moves[1].beta_usd / float(worth(scene))
    assert floor < 0, "a hedge falls as SPX rises"
    fixed = reading(IRR, scene_of(book(OLD))).value
    assert fixed is not None
    found = reading(IRR, scene)
    assert found.value == pytest.approx(fixed - floor)
    assert "risk-free 4 % + beta of the hedge -" in found.sentence


@pytest.mark.parametrize("name", ["risk_free", "equity_premium"])
def test_without_a_part_of_capm_it_is_not_known(name: str) -> None:
    found = reading(IRR, scene_of(book(OLD, typed={key: value for key, value in CAPM.items() if key != name})))
    assert (found.value, found.not_judged, found.at_most) == (None, None, "act")
    assert f"type the input {name}" in found.sentence


def test_an_old_part_of_capm_is_said() -> None:
    old = with_inputs(book(OLD), CAPM, on=CLOCK.date() - timedelta(days=60))
    assert "Risk-free rate on data of 2026-09-21" in str(reading(IRR, scene_of(old)).doubt)


def test_young_flows_have_no_rate_and_say_why() -> None:
    found = reading(IRR, scene_of(book(("+10 VIX 17MAR27 20C @2.00 at 2026-11-10T10:00", "medium"))))
    assert found.value is None
    assert found.not_judged == "10 days are too few for a rate a year: it takes 30"
    assert found.at_most == "act"


def test_an_open_leg_without_a_mark_leaves_it_unknown() -> None:
    quotes = {key: quote for key, quote in QUOTES.items() if key.root != "VIX"}
    found = reading(IRR, scene_of(book(OLD), seen(quotes)))
    assert (found.value, found.not_judged, found.at_most) == (None, None, "act")
    assert found.sentence == "not known: 1 of 1 open legs have no mark"


def test_old_marks_are_said() -> None:
    assert reading(IRR, aged(scene_of(book(YOUNG)), CLOCK + timedelta(minutes=25))).doubt == "on data 25 min old"


def test_condors_and_the_second_engine_earn_no_return_of_the_hedge() -> None:
    assert not readings(IRR, scene_of(book_of("-1 SPXW 18DEC26 6300/6350P 7150/7200C @6")))
    held = book(OLD)
    engine = {key: replace(trade, sleeve="second_engine") for key, trade in held.trades.items()}
    assert not readings(IRR, scene_of(replace(held, trades=engine)))


def test_a_mark_of_another_market_is_not_kept() -> None:
    kept: dict = {}
    scene = scene_of(book(OLD), kept=kept)
    later = replace(seen(), at=moment("2026-11-20 15:31"))
    first = reading(IRR, scene).value
    dearer = {
        key: replace(quote, bid=quote.bid + 1, ask=quote.ask + 1)
        for key, quote in QUOTES.items()
        if quote.bid is not None and quote.ask is not None and key.root == "VIX"
    }
    assert reading(IRR, scene_of(book(OLD), later, kept=kept)).value == pytest.approx(first)
    assert (reading(IRR, scene_of(book(OLD), seen(dearer), kept=kept)).value or 0) > (first or 0) + 40
