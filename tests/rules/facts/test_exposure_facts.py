"""VIX-equivalent vega and beta of now: against each leg repriced by Black-76 and the joint response's formulas."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from support.fact_scenes import NO_EQUITY, QUOTES, aged, book_of, reading, readings, scene_of, seen
from support.founded_books import CLOCK, moment

from alvh_desktop.pricing import black76
from alvh_desktop.pricing.payoff.sensitivities import sensitivities_of
from alvh_desktop.rules.facts.standing import Standing, standing_of, vega_and_beta_now
from alvh_desktop.rules.scene import Scene

CONDOR = "-10 SPXW 15JAN27 6300/6350P 7150/7200C @5"
HEDGE = "+20 VIX 17MAR27 20C @1.10", "+4 VIX 16DEC26 18C @1.10"
SHARE, NOW = "vix_vega_share", "beta_instantaneous"
V = 17.0


def future_beta(days: float, price: float) -> float:
    """Of the response: (1 + T/17)^-0.61 * (V/F)^0.75."""
    return min((1 + days / 17) ** -0.61 * (V / price) ** 0.75, 1.0)


def vix_leg_usd(scene: Scene, y: float) -> float:
    """$ of the hedge after ln(V'/V) = y, with no time passed."""
    total = 0.0
    for held in scene.book.holdings.values():
        if held.product.underlying != "VIX":
            continue
        value = scene.values[held.leg.id]
        assert value.forward is not None
        assert value.iv is not None
        future = value.forward.value * math.exp(future_beta(value.years * 365, value.forward.value) * y)
        vol = value.iv * math.exp(0.56 * y)
        price = black76.price(future, float(held.leg.strike or 0), value.forward.discount, value.years, vol, True)
        total += held.position.quantity * 100 * float(price)
    return total


def test_vega_of_the_hedge_is_that_of_the_response_by_hand() -> None:
    scene = scene_of(book_of(CONDOR, *HEDGE))
    found = vega_and_beta_now(scene)
    assert isinstance(found, tuple)
    by_hand = vix_leg_usd(scene, math.log(18 / 17)) - vix_leg_usd(scene, 0.0)
    assert found[1].vix_equivalent_vega_usd == pytest.approx(by_hand, rel=1e-6)


def test_share_is_the_whole_book_over_the_condors() -> None:
    scene = scene_of(book_of(CONDOR, *HEDGE))
    standing = standing_of(scene)
    assert isinstance(standing, Standing)
    condors, _, net = sensitivities_of(standing.position, standing.world)
    assert condors.vix_equivalent_vega_usd is not None
    assert net.vix_equivalent_vega_usd is not None
    found = reading(SHARE, scene)
    # by the code of the report, which prices the same four times
    assert found.value == pytest.approx(100 * net.vix_equivalent_vega_usd / abs(condors.vix_equivalent_vega_usd))
    assert found.value is not None
    assert found.value > -100
    assert found.not_judged is None
    assert reading(NOW, scene).value == pytest.approx((net.beta_usd or 0) / 500_000)


def test_condors_alone_have_all_of_their_own_vega_against_them() -> None:
    assert reading(SHARE, scene_of(book_of(CONDOR))).value == pytest.approx(-100.0)


def test_without_a_hedge_no_hedge_is_too_large() -> None:
    found = reading(SHARE, scene_of(book_of(CONDOR)))
    assert found.not_judged == "not evaluated: no hedge on VIX is open that could be too large"
    assert reading(SHARE, scene_of(book_of(CONDOR, "+1 VIX 16DEC26 18C @1.10"))).not_judged is None


def test_a_hedge_that_is_too_large_turns_it_over() -> None:
    found = reading(SHARE, scene_of(book_of(CONDOR, "+400 VIX 16DEC26 18C @1.10")))
    assert found.value is not None
    assert found.value > 10
    assert found.not_judged is None


def test_without_a_condor_nothing_is_read() -> None:
    assert not readings(SHARE, scene_of(book_of(*HEDGE)))
    assert not readings(NOW, scene_of(book_of()))


@pytest.mark.parametrize(("spx", "is_judged"), [("6360", True), ("6350", False), ("6340", False), ("7160", False)])
def test_it_is_judged_between_the_shorts_alone(spx: str, is_judged: bool) -> None:
    found = reading(SHARE, scene_of(book_of(CONDOR, *HEDGE), seen(spx=spx)))
    assert (found.not_judged is None) == is_judged
    if not is_judged:
        assert str(found.not_judged).startswith(
            "not evaluated: tested or expiring, the hedge is meant to outweigh it"
        )


def test_it_is_judged_while_every_condor_has_a_quarter_of_its_life() -> None:
    """From 15:30 on 20 November to 16:00 on 18 December are 28 days and half an hour: a quarter is 7 days."""
    book = book_of(CONDOR, "-1 SPXW 18DEC26 6300/6350P 7150/7200C @3", *HEDGE)
    early, late = moment("2026-12-11 15:00"), moment("2026-12-11 16:30")
    assert reading(SHARE, scene_of(book, replace(seen(), at=early))).not_judged is None
    found = reading(SHARE, scene_of(book, replace(seen(), at=late)))
    assert "25 % of its life left" in str(found.not_judged)


def test_a_stale_level_of_spx_settles_nothing() -> None:
    """On fresh data SPX below the short leaves it unjudged; on old data it may have come back."""
    fresh = scene_of(book_of("-10 SPXW 15JAN27 6600/6700P 7150/7200C @5", *HEDGE))
    assert "is at the short" in str(reading(SHARE, fresh).not_judged)
    old = reading(SHARE, aged(fresh, CLOCK + timedelta(minutes=25)))
    assert (old.not_judged, old.doubt) == (None, "on data 25 min old")


MISSING: dict[str, Callable[[], Scene]] = {
    "VIX": lambda: scene_of(book_of(CONDOR, *HEDGE), seen(vix=None)),
    "SPX": lambda: scene_of(
        book_of(CONDOR, *HEDGE), seen({k: q for k, q in QUOTES.items() if k.root != "SPXW"}, None)
    ),
    "a leg": lambda: scene_of(
        book_of(CONDOR, *HEDGE), seen({k: q for k, q in QUOTES.items() if k.root != "VIX" and k.root != "VX"})
    ),
}


@pytest.mark.parametrize("what", list(MISSING))
@pytest.mark.parametrize("fact_id", [SHARE, NOW])
def test_what_is_missing_is_said_and_nothing_is_called_fine(fact_id: str, what: str) -> None:
    found = reading(fact_id, MISSING[what]())
    assert found.value is None
    assert found.not_judged is None
    assert found.at_most == "act"
    assert found.sentence.startswith("not known: ")


def test_without_equity_there_is_no_beta() -> None:
    assert reading(NOW, scene_of(book_of(CONDOR), equity=NO_EQUITY)).value is None


@pytest.mark.parametrize("fact_id", [SHARE, NOW])
def test_old_quotes_are_said(fact_id: str) -> None:
    old = aged(scene_of(book_of(CONDOR, *HEDGE)), CLOCK + timedelta(minutes=25))
    found = reading(fact_id, old)
    assert found.doubt == "on data 25 min old"
    assert found.value is not None


def test_beta_of_the_hedge_by_hand() -> None:
    """One day, no time: u = ln(1+s) * 100 * sqrt(252) / V, q = -u * (0.078 + 0.0113 * max(-u, 0)), saturating."""
    scene = scene_of(book_of(*HEDGE), equity="100000")

    def y(s: float) -> float:
        u = math.log1p(s) * 100 * math.sqrt(252) / V
        q = -u * (0.078 + 0.0113 * max(-u, 0.0))
        room = math.log(150 / V) if q > 0 else math.log(V / 8)
        return float(np.sign(q)) * room * (1 - math.exp(-abs(q) / room))

    change = vix_leg_usd(scene, y(0.01)) - vix_leg_usd(scene, y(-0.01))
    assert reading(NOW, scene).value == pytest.approx(change / (0.02 * 100_000), rel=1e-6)


def test_a_new_market_and_a_new_leg_are_priced_anew() -> None:
    kept: dict = {}
    book = book_of(CONDOR, *HEDGE)
    values = [
        reading(SHARE, scene_of(book, kept=kept)).value,
        reading(SHARE, scene_of(book, seen(vix="25"), kept=kept)).value,
        reading(SHARE, scene_of(book_of(CONDOR, HEDGE[0]), kept=kept)).value,
    ]
    assert len(set(values)) == 3
    assert reading(SHARE, scene_of(book, kept=kept)).value == values[0]
