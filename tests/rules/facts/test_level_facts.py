"""Plain figures for rules of one's own, and that each fact of the book and the hedge is the one its rules name."""

import tomllib
from datetime import timedelta

import pytest
from support.fact_scenes import aged, book_of, reading, readings, scene_of, seen
from support.founded_books import CLOCK

from alvh_desktop.domain.resources import resource
from alvh_desktop.rules.facts.table import FACTS

CONDOR = "-12 SPXW 18DEC26 6300/6350P 7150/7200C @6"
CALLS = ("+20 VIX 16DEC26 20C @1.10", "short")
OF_THE_BOOK_AND_THE_HEDGE = (
    "break_even_shift", "vix_vega_share", "gross_leverage", "capital_at_risk", "one_settlement", "beta_regression",
    "beta_instantaneous", "structure_gap", "short_layer_delta", "tenor_short", "tenor_medium", "tenor_long",
    "irr_over_floor", "contribution", "liquidity_cover",
)  # fmt: skip


@pytest.mark.parametrize("fact_id", OF_THE_BOOK_AND_THE_HEDGE)
def test_its_unit_is_that_of_every_rule_that_names_it(fact_id: str) -> None:
    rows = tomllib.loads(resource("rules", "rulebook.toml").read_text(encoding="utf-8"))["rule"]
    named = [row for row in rows if row["fact"] == fact_id]
    assert named
    assert {row["unit"] for row in named} == {FACTS[fact_id].unit}


def test_levels_are_read_of_the_market() -> None:
    scene = scene_of(book_of())
    assert (reading("spx_level", scene).value, reading("vix_level", scene).value) == (6690.0, 17.0)
    assert reading("vix_level", aged(scene, CLOCK + timedelta(minutes=25))).doubt == "on data 25 min old"
    missing = scene_of(book_of(), seen({}, spx=None, vix=None))
    assert (reading("spx_level", missing).value, reading("vix_level", missing).value) == (None, None)


def test_the_hedge_by_its_measure_and_the_programme() -> None:
    scene = scene_of(book_of(CONDOR, CALLS))
    worth = sum(float(v.market_value or 0) for key, v in scene.values.items() if scene.book.legs[key].root == "VIX")
    assert reading("hedge_market_value", scene).value == pytest.approx(worth)
    assert reading("programme_notional", scene).value == 60_000
    (call,) = (held for held in scene.book.holdings.values() if held.leg.root == "VIX")
    by_hand = 20 * 100 * (scene.values[call.leg.id].delta or 0) * 18.05
    assert reading("hedge_allocation_percent", scene).value == pytest.approx(100 * by_hand / 60_000)
    by_value = scene_of(book_of(CONDOR, CALLS, typed={"hedge.measure": "1"}))
    assert reading("hedge_allocation_percent", by_value).value == pytest.approx(100 * worth / 60_000)


def test_what_is_not_there_is_not_read_and_what_is_not_known_is() -> None:
    flat = scene_of(book_of())
    for fact_id in ("hedge_market_value", "hedge_allocation_percent", "programme_notional"):
        assert not readings(fact_id, flat)
    blind = scene_of(book_of(CONDOR, CALLS), seen({}))
    for fact_id in ("hedge_market_value", "hedge_allocation_percent"):
        found = reading(fact_id, blind)
        assert (found.value, found.not_judged) == (None, None)
        assert found.sentence.startswith("not known: ")
