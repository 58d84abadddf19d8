"""condor.credit_captured and condor.loss_multiple: what closing costs against what was taken in."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.campaign_books import Scribe
from support.condor_scenes import alert_of, desk_with, reading, scene_of
from support.founded_books import CLOCK, enter, moment
from support.made_markets import Quotes, chain, future, market, quoted

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.records import Input
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.state import State

DECEMBER = date(2026, 12, 18)
CONDOR = "-2 SPXW 18DEC26 6300/6350P 7150/7200C @8 at 2026-11-18T10:00"
HEDGE = "+10 VIX 16DEC26 20C @1.10"


def quote(strike: int, right: Right, bid: str | None, ask: str | None) -> Quotes:
    return quoted(Contract("SPXW", DECEMBER, Decimal(strike), right), bid, ask)


QUOTES: Quotes = {
    **quote(6300, "P", "0.90", "1.10"),
    **quote(6350, "P", "2.00", "2.40"),
    **quote(7150, "C", "0.80", "1.00"),
    **quote(7200, "C", "0.30", "0.50"),
}
"""Mids 1.00, 2.20, 0.90, 0.40: closing costs 2.20 - 1.00 + 0.90 - 0.40 = 1.70 points at mids; half-spreads are
0.10 + 0.20 + 0.10 + 0.10 = 0.50, so 2.20 with them: $ 340 and $ 440 for two condors sold for $ 1,600."""


def seen(desk: Desk | Book, quotes: Quotes = QUOTES, **more: object) -> Scene:
    return scene_of(desk, market(quotes, spx="6690", **more))  # type: ignore[arg-type]


def typed(desk: Desk, **inputs: str) -> Book:
    rows = {
        5000 + place: Input(5000 + place, name.replace("__", "."), CLOCK.date(), Decimal(value), "typed")
        for place, (name, value) in enumerate(inputs.items())
    }
    return replace(desk.book, inputs=rows)


@pytest.mark.parametrize(
    ("close_at", "cost", "name"),
    [("0", 340, "mid"), ("1", 440, "mid plus half-spreads"), ("2", 440, "natural")],
)
def test_what_closing_costs_is_what_the_user_has_chosen(close_at: str, cost: int, name: str) -> None:
    book = typed(desk_with(CONDOR), mark__close_at=close_at)
    found = reading("credit_captured", seen(book))
    assert found.value == pytest.approx(100 * (1600 - cost) / 1600)
    assert f"cost to close ${cost} at {name}" in found.sentence
    assert reading("loss_multiple", seen(book)).value == pytest.approx(cost / 1600)


def test_by_default_half_the_spread_is_paid_and_mids_stand_beside() -> None:
    sentence = reading("credit_captured", seen(desk_with(CONDOR))).sentence
    assert sentence.startswith(
        "(Received so far $1,600 - cost to close $440 at mid plus half-spreads ($340 at mids)) "
        "/ credit taken in $1,600 = 72.5 %."
    )


def test_naturally_a_wing_without_a_bid_brings_nothing() -> None:
    """2.40 + 1.00 - 0.90 - 0 = 2.50 points. The mid of the wing is not known, so at mids nothing is."""
    quotes = {**QUOTES, **quote(7200, "C", None, "0.50")}
    book = typed(desk_with(CONDOR), mark__close_at="2")
    assert reading("loss_multiple", seen(book, quotes)).value == pytest.approx(500 / 1600)
    unknown = reading("loss_multiple", seen(desk_with(CONDOR), quotes))
    assert unknown.value is None
    assert unknown.sentence.startswith("not known: SPXW 18DEC26 7200 C")


@pytest.mark.parametrize(
    ("ask", "level"),
    [("2.59", "watch"), ("2.60", "watch"), ("2.61", "quiet")],
)
def test_seventy_per_cent_captured_is_told(ask: str, level: str) -> None:
    """70 % of 1,600 leaves 480 $: ask - 0.90 + 1.00 - 0.30 = 2.40, hence an ask of 2.60 is exactly 70 %."""
    bid = f"{Decimal(ask) - Decimal('0.2')}"
    scene = seen(desk_with(CONDOR), {**QUOTES, **quote(6350, "P", bid, ask)})
    expected = 100 * (1600 - 200 * (float(ask) - 0.2)) / 1600
    assert reading("credit_captured", scene).value == pytest.approx(expected)
    assert alert_of(scene, "condor.credit_captured").level == level


def test_it_is_told_once_a_campaign() -> None:
    scene = seen(desk_with(CONDOR))
    assert reading("credit_captured", scene).is_told_once
    first = alert_of(scene, "condor.credit_captured")
    assert (first.level, first.state.is_told) == ("watch", True)
    told = {first.key: State(is_told=True)}
    assert alert_of(scene, "condor.credit_captured", told).level == "quiet"


def test_a_target_of_ones_own_counts() -> None:
    book = typed(desk_with(CONDOR), entry_phase__target="4000")
    found = reading("credit_captured", seen(book))
    assert found.value == pytest.approx(100 * 1160 / 4000)
    assert "/ target $4,000" in found.sentence


def test_too_little_time_is_left_to_judge_it() -> None:
    """Opened on 2026-11-18 10:00; 21.9 sessions to 2026-12-18 16:00. Of the afternoon of 2026-12-11 five are left."""
    now = moment("2026-12-11 15:59")
    quotes = {contract: replace(one, moment=now) for contract, one in QUOTES.items()}
    scene = scene_of(desk_with(CONDOR, now=now), market(quotes, at=now, spx="6690"))
    found = reading("credit_captured", scene)
    assert found.value == pytest.approx(72.5)
    assert found.not_judged is not None
    assert found.not_judged.endswith("% of its session time is left, less than a quarter")
    assert alert_of(scene, "condor.credit_captured").level == "quiet"
    earlier = moment("2026-12-10 10:00")
    quotes = {contract: replace(one, moment=earlier) for contract, one in QUOTES.items()}
    scene = scene_of(desk_with(CONDOR, now=earlier), market(quotes, at=earlier, spx="6690"))
    assert alert_of(scene, "condor.credit_captured").level == "watch"


# The peel-off


def hedged(*lines: str, future_at: str = "18.05") -> Scene:
    desk = desk_with(*lines)
    enter(desk, HEDGE, role="short")
    vix = date(2026, 12, 16)
    quotes = {**QUOTES, **chain("VIX", vix, 18.05, range(12, 40), 0.9, half_spread="0.02"), **future(vix, future_at)}
    return seen(desk, quotes)


def test_thirty_per_cent_of_its_share_of_the_layers_is_set_free() -> None:
    """The condors are the whole programme: 30 % x 10,000 / 10,000 x 10 calls = 3, and 10 calls of some 0.4 x 1,805 $
    are far more than 10 % of 10,000 $."""
    found = reading("credit_captured", hedged(CONDOR))
    assert (
        "; peel off 3 short calls (30 % x $10,000 / $10,000 x 10 calls of the layers = 3 whole contracts)"
        in found.said
    )


def test_its_share_is_that_of_the_programme_and_rounded_down() -> None:
    """Two of seven condors: 30 % x 10,000 / 35,000 x 10 = 0.86 contracts, which is none."""
    other = "-5 SPXW 15JAN27 6300/6350P 7150/7200C @9"
    scene = hedged(CONDOR, other)
    said = [r.said for r in _captured(scene) if r.value is not None]
    assert len(said) == 1
    assert "no whole contract to peel off (30 % x $10,000 / $35,000 x 10 calls of the layers = 0" in said[0]


def _captured(scene: Scene):  # type: ignore[no-untyped-def]
    from alvh_desktop.rules.facts.credit import CREDIT_FACTS

    return CREDIT_FACTS[0].read(scene)


def test_the_hedge_keeps_its_band() -> None:
    """100 condors of 5,000 $: 30 % of 10 calls are 3, but 10 calls are less than 10 % of 500,000 $."""
    scene = hedged("-100 SPXW 18DEC26 6300/6350P 7150/7200C @8 at 2026-11-18T10:00")
    said = reading("credit_captured", scene).said
    assert "no whole contract to peel off" in said
    assert "= 3 whole contracts; 0 keep the hedge at 10 % or more" in said


def test_a_condor_of_a_day_sets_nothing_free() -> None:
    now = moment("2026-11-20 11:00")
    expiry = date(2026, 11, 23)
    quotes = {
        replace_expiry(c, expiry): replace(q, contract=replace_expiry(c, expiry), moment=now)
        for c, q in QUOTES.items()
    }
    desk = desk_with("-2 SPXW 23NOV26 6300/6350P 7150/7200C @8 at 2026-11-20T10:00", now=now)
    found = reading("credit_captured", scene_of(desk, market(quotes, at=now, spx="6690")))
    assert found.not_judged is None
    assert found.said.endswith("; opened with 0 or 1 days to go: nothing is peeled off")


def replace_expiry(contract: Contract, expiry: date) -> Contract:
    return Contract(contract.root, expiry, contract.strike, contract.right)


# Rolled, partly closed, for a debit


def rolled(closed_at: str) -> Book:
    """A put spread sold for 8 points, closed and sold anew for 10."""
    scribe = Scribe()
    campaign = scribe.campaign()
    first = scribe.trade(campaign, at="2026-11-18 10:00")
    scribe.fill(first, {"SPXW 18DEC26 6500 P": (1, "4"), "SPXW 18DEC26 6550 P": (-1, "12")}, at="2026-11-18 10:00")
    roll = scribe.roll(campaign, "2026-11-19 11:00")
    back = {"SPXW 18DEC26 6500 P": (-1, "20"), "SPXW 18DEC26 6550 P": (1, closed_at)}
    scribe.fill(first, back, at="2026-11-19 11:00", roll=roll)
    second = scribe.trade(campaign, first, at="2026-11-19 11:00")
    new = {"SPXW 18DEC26 6300 P": (1, "20"), "SPXW 18DEC26 6350 P": (-1, "30")}
    scribe.fill(second, new, at="2026-11-19 11:00", roll=roll)
    return scribe.book


def test_a_rolled_campaign_counts_all_that_its_roll_cost() -> None:
    """8 + (20 - 25) + 10 = 13 points taken in; closing the 6300/6350 costs 2.40 - 0.90 = 1.50."""
    found = reading("credit_captured", seen(rolled("25")))
    assert found.value == pytest.approx(100 * (1300 - 150) / 1300)
    # the loss is that of what is open, sold for 10 points
    assert reading("loss_multiple", seen(rolled("25"))).value == pytest.approx(0.15)


def test_a_campaign_that_was_rolled_for_a_debit_has_no_credit_to_keep() -> None:
    """8 + (20 - 50) + 10 = -12 points."""
    scene = seen(rolled("50"))
    found = reading("credit_captured", scene)
    assert (found.value, found.not_judged) == (None, "the campaign took in no credit ($-1,200)")
    assert reading("loss_multiple", scene).value == pytest.approx(0.15)


def test_what_was_opened_for_a_debit_has_no_multiple() -> None:
    scene = seen(desk_with("-1 SPXW 18DEC26 6300/6350P @0.01", "-1 SPXW 18DEC26 7150/7200C @0"))
    found = [r for r in _multiples(scene) if r.not_judged]
    assert [r.not_judged for r in found] == ["what is open was opened for no credit ($0)"]


def _multiples(scene: Scene):  # type: ignore[no-untyped-def]
    from alvh_desktop.rules.facts.credit import CREDIT_FACTS

    return list(CREDIT_FACTS[1].read(scene))


def test_of_a_partly_closed_condor_the_rest_is_weighed_with_its_own_credit() -> None:
    """Sold 2 for 1,600, one closed for 4 points: 1,200 received, 220 to close the other, of 1,600 taken in."""
    desk = desk_with(CONDOR, "+1 SPXW 18DEC26 6300/6350P 7150/7200C @4")
    scene = seen(desk)
    assert reading("credit_captured", scene).value == pytest.approx(100 * (1200 - 220) / 1600)
    assert reading("loss_multiple", scene).value == pytest.approx(220 / 800)


@pytest.mark.parametrize(
    ("ask", "level"), [("16.19", "quiet"), ("16.20", "watch"), ("24.19", "watch"), ("24.20", "warn")]
)
def test_twice_and_three_times_the_credit(ask: str, level: str) -> None:
    """Closing costs ask - 0.90 + 1.00 - 0.30 = ask - 0.20 points against 8: 16 and 24 are the thresholds."""
    scene = seen(desk_with(CONDOR), {**QUOTES, **quote(6350, "P", "16.00", ask)})
    assert alert_of(scene, "condor.loss_multiple").level == level


# Missing and stale


def test_a_leg_without_a_quote_makes_both_not_known() -> None:
    quotes = {contract: one for contract, one in QUOTES.items() if contract.strike != 7200}
    for fact_id in ("credit_captured", "loss_multiple"):
        found = reading(fact_id, seen(desk_with(CONDOR), quotes))
        assert (found.value, found.not_judged, found.at_most) == (None, None, "act")
        assert found.sentence.startswith("not known: SPXW 18DEC26 7200 C: no quote")


def test_old_quotes_are_doubted() -> None:
    old = CLOCK - timedelta(minutes=35)
    quotes = {contract: replace(one, moment=old) for contract, one in QUOTES.items()}
    for fact_id in ("credit_captured", "loss_multiple"):
        assert reading(fact_id, seen(desk_with(CONDOR), quotes)).doubt == "on data 35 min old"
