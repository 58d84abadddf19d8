"""Figures of legs and trades for rules of a user's own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.condor_scenes import desk_with, reading, readings, scene_of
from support.founded_books import CLOCK
from support.made_markets import chain, future, market, quoted

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.pricing.market import Market

VIX_DECEMBER = date(2026, 12, 16)
CALL = Contract("VIX", VIX_DECEMBER, Decimal(20), "C")


def seen(age: timedelta = timedelta()) -> Market:
    at = CLOCK - age
    vix = chain("VIX", VIX_DECEMBER, 18.05, range(12, 40), 0.9, half_spread="0.02", at=at)
    return market({**vix, **future(VIX_DECEMBER, "18.05", at=at)}, spx="6690", vix="17")


def test_a_leg_and_its_trade() -> None:
    scene = scene_of(desk_with("+4 VIX 16DEC26 20C @1.10"), seen())
    (delta,) = readings("leg_forward_delta", scene).values()
    value = scene.values[delta.subject.leg_ids[0]]
    assert delta.value == value.delta
    assert 0.3 < (delta.value or 0) < 0.5
    assert delta.subject.key == f"leg {value.leg_id}"
    # 26 days from 2026-11-20 to 2026-12-16
    assert reading("days_to_expiry", scene).value == 26
    mark = scene.values[value.leg_id].mark
    assert mark is not None
    assert reading("trade_unrealised", scene).value == pytest.approx(float(4 * 100 * (mark.price - Decimal("1.10"))))
    assert reading("quote_age_minutes", scene).value == 0


def test_old_quotes_have_an_age_and_doubt_what_rests_on_them() -> None:
    scene = scene_of(desk_with("+4 VIX 16DEC26 20C @1.10"), seen(timedelta(minutes=35)))
    assert reading("quote_age_minutes", scene).value == 35
    for fact_id in ("leg_forward_delta", "trade_unrealised"):
        assert reading(fact_id, scene).doubt == "on data 35 min old"


def test_without_a_quote_nothing_is_known_of_the_price() -> None:
    scene = scene_of(desk_with("+4 VIX 16DEC26 20C @1.10"), market())
    for fact_id in ("leg_forward_delta", "quote_age_minutes", "trade_unrealised"):
        found = reading(fact_id, scene)
        assert found.value is None
        assert found.sentence.startswith("not known: VIX 16DEC26 20 C: no quote")
    assert reading("days_to_expiry", scene).value == 26


def test_one_leg_without_a_mark_makes_the_sum_not_known() -> None:
    scene = scene_of(desk_with("+4 VIX 16DEC26 20/25C @1.10"), market(quoted(CALL, "1.0", "1.2")))
    assert reading("trade_unrealised", scene).value is None


def test_an_empty_book_has_none() -> None:
    scene = scene_of(desk_with(), seen())
    for fact_id in ("leg_forward_delta", "quote_age_minutes", "trade_unrealised", "days_to_expiry"):
        assert readings(fact_id, scene) == {}
