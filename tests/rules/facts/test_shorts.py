"""condor.short_near: distance of the shorts in expected moves, and their deltas."""

import math
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.condor_scenes import alert_of, desk_with, reading, readings, scene_of
from support.founded_books import CLOCK, done, moment
from support.made_markets import Quotes, chain, market, quoted, years_to

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.move_legs import MoveLegs
from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.scene import Scene, Span
from alvh_desktop.rules.state import State
from alvh_desktop.rules.what_if import now_if

DECEMBER = date(2026, 12, 18)
CONDOR = "-1 SPXW 18DEC26 6300/6350P 7150/7200C @8 at 2026-11-18T10:00"
STRIKES = range(6000, 7425, 25)
MOVE = 6690.0 * 0.16 * math.sqrt(years_to("SPXW", DECEMBER))
"""One expected move of a flat smile of 16 %."""


def flat(root: str = "SPXW", expiry: date = DECEMBER, vol: float = 0.16, scale: int = 1) -> Quotes:
    return chain(root, expiry, 6690.0 / scale, [strike / scale for strike in STRIKES], vol, half_spread="0.02")


def near(spx: str, *lines: str, quotes: Quotes | None = None, **more: object) -> Scene:
    seen = market(flat() if quotes is None else quotes, spx=spx)
    return scene_of(desk_with(*(lines or (CONDOR,))), seen, **more)


def test_the_distance_is_that_of_the_nearer_short_in_expected_moves() -> None:
    found = reading("short_distance_em", near("6690"))
    # 6690 - 6350 = 340 points below, 7150 - 6690 = 460 above
    assert found.value == pytest.approx(340 / MOVE, rel=2e-3)
    assert found.sentence.startswith("Short put 6350: (6,690.00 - 6,350.00) / 296.")
    assert found.subject.key == "trade 92"
    assert found.doubt is None


@pytest.mark.parametrize(
    ("spx", "expected"),
    [("6350", 0.0), ("6340", -10.0), ("7150", 0.0), ("7160", -10.0), ("6750", 400.0), ("6751", 399.0)],
)
def test_both_sides_count_and_beyond_the_short_is_below_zero(spx: str, expected: float) -> None:
    # the chain of 6690 has no forward that is believed for a level ten per cent away; these are nearer
    move = float(spx) * 0.16 * math.sqrt(years_to("SPXW", DECEMBER))
    assert reading("short_distance_em", near(spx)).value == pytest.approx(expected / move, rel=3e-3, abs=1e-9)


@pytest.mark.parametrize(("moves", "level"), [(0.82, "quiet"), (0.80, "quiet"), (0.79, "watch"), (-0.2, "watch")])
def test_it_watches_below_the_threshold_of_the_profile(moves: float, level: str) -> None:
    """S - 6350 = moves * S * a, hence S = 6350 / (1 - moves * a); Steward watches below 0.80."""
    a = 0.16 * math.sqrt(years_to("SPXW", DECEMBER))
    spot = 6350 / (1 - moves * a)
    alert = alert_of(near(f"{spot + 1.0:.2f}"), "condor.short_near")
    assert alert.value == pytest.approx(moves, abs=0.005)
    assert alert.level == level


def test_the_larger_delta_watches_alone() -> None:
    """A put of 30 days at 6500 with 16 %, 1.05 moves of 5 %: its delta alone is over 0.30."""
    quotes = chain("SPXW", DECEMBER, 6500.0, STRIKES, lambda k: 0.05 if abs(k - 6500) < 60 else 0.30)
    scene = scene_of(desk_with(CONDOR), market(quotes, spx="6500"))
    far, delta = reading("short_distance_em", scene), reading("short_delta", scene)
    assert far.value is not None
    assert far.value > 0.70
    # d1 = ln(6500/6350)/(0.3 sqrt t) + 0.15 sqrt t with t = 0.0768
    root = math.sqrt(years_to("SPXW", DECEMBER))
    d1 = math.log(6500 / 6350) / (0.30 * root) + 0.15 * root
    assert delta.value == pytest.approx(0.5 * math.erfc(d1 / math.sqrt(2)), abs=2e-3)
    assert delta.value > 0.30
    assert alert_of(scene, "condor.short_near").level == "watch"


def test_the_line_of_the_issue() -> None:
    """The words of the issue: 42 points away of a wing of 50 is a progress of -0.84."""
    now = moment("2026-11-20 15:45")
    expiry = date(2026, 11, 23)
    quotes = chain("SPXW", expiry, 6392.0, range(6200, 6600, 10), 0.10, at=now - timedelta(minutes=15))
    desk = desk_with("-1 SPXW 23NOV26 6300/6350P 6450/6500C @9 at 2026-11-18T10:00", now=now)
    seen = market(quotes, at=now, spx="6392", levels_at=now - timedelta(minutes=15))
    scene = scene_of(desk, seen)
    found = reading("short_distance_em", scene)
    value = next(v for v in scene.values.values() if scene.book.legs[v.leg_id].strike == 6350)
    assert value.delta is not None
    touch = f"{200 * abs(value.delta):.0f}"
    assert found.said == (
        f"short put 6350: 42 points away, {found.value:.1f} expected moves, put delta {value.delta:+.2f}, "
        f"touch about {touch} %; wing progress -0.84, untouched; quote 15 min old"
    )


def test_past_the_short_nothing_is_left_to_be_touched() -> None:
    said = reading("short_distance_em", near("6340")).said
    assert said.startswith("short put 6350: 10 points past it, 0.0 expected moves, put delta ")
    assert "touch about" not in said
    assert "wing progress 0.20, past the short" in said


def test_xsp_is_measured_at_a_tenth() -> None:
    line = "-1 XSP 18DEC26 630/635P 715/720C @0.8 at 2026-11-18T10:00"
    found = reading("short_distance_em", near("6690", line, quotes=flat("XSP", scale=10)))
    assert found.value == pytest.approx(340 / MOVE, rel=5e-3)
    assert found.said.startswith("short put 635: 34 points away, ")


def test_of_two_scales_in_one_trade_the_nearer_short_is_told_once() -> None:
    desk = desk_with(CONDOR, "-1 XSP 18DEC26 635/640P 715/720C @0.8")
    condor, other = desk.book.trades
    done(desk, MoveLegs(tuple(h.leg.id for h in desk.book.holdings_by_trade[other]), condor, desk.next_id))
    scene = scene_of(desk, market({**flat(), **flat("XSP", scale=10)}, spx="6690"))
    for fact_id in ("short_distance_em", "short_delta"):
        assert list(readings(fact_id, scene)) == ["trade 92"]
    assert reading("short_distance_em", scene).said.startswith("short put 640: 29 points away")


def test_a_missing_wing_hides_no_short() -> None:
    found = reading("short_distance_em", near("6340", "-1 SPXW 18DEC26 6350P @20"))
    assert found.value is not None
    assert found.value < 0
    assert "no wing" in found.said


def test_without_a_smile_the_mean_of_the_shorts_stands_in() -> None:
    """Every out-of-the-money quote is too wide to be trusted; the shorts' own marks still hold a volatility."""
    expiry = DECEMBER
    wide = chain("SPXW", expiry, 6690.0, (6300, 6350, 7150, 7200), 0.16, half_spread="0.05")
    pair = chain("SPXW", expiry, 6690.0, (6690,), 0.16, half_spread="0.05")
    quotes = {**wide, **pair}
    for strike in (6350, 7150):
        for right in ("P", "C"):
            contract = Contract("SPXW", expiry, Decimal(strike), right)
            mid = (quotes[contract].bid + quotes[contract].ask) / 2
            quotes.update(quoted(contract, "0.05", f"{2 * mid - Decimal('0.05')}"))
    for strike in (6300, 7200, 6690):
        for right in ("P", "C"):
            contract = Contract("SPXW", expiry, Decimal(strike), right)
            if (right == "C") == (strike >= 6690) and strike != 6690:
                quotes.pop(contract)
    found = reading("short_distance_em", near("6690", quotes=quotes))
    assert found.value is not None
    assert found.value == pytest.approx(340 / MOVE, rel=0.02)


# Missing and stale


def unread(found: Reading, why: str) -> None:
    assert found.value is None
    assert found.sentence.startswith("not known")
    assert why in found.sentence
    assert (found.not_judged, found.at_most) == (None, "act")


def test_without_a_level_or_a_chain_it_is_not_known() -> None:
    no_level = scene_of(desk_with(CONDOR), market())
    unread(reading("short_distance_em", no_level), "no SPX level is known")
    unread(reading("short_delta", no_level), "delta of SPXW")
    unread(reading("short_distance_em", scene_of(desk_with(CONDOR), market(spx="6690"))), "no forward")


def test_missing_input_keeps_what_rang() -> None:
    scene = near("6340")
    rang = alert_of(scene, "condor.short_near")
    assert rang.level == "watch"
    lost = scene_of(desk_with(CONDOR), market())
    kept = alert_of(lost, "condor.short_near", {rang.key: rang.state})
    assert kept.level == "watch"
    assert kept.unknown is not None


def test_one_delta_that_is_not_known_may_ring_and_is_never_fine() -> None:
    scene = near("6690")
    lost = next(leg.id for leg in scene.book.legs.values() if leg.strike == 7150)
    values = {**scene.values, lost: type(scene.values[lost])(lost, scene.values[lost].settles_at, 0.07)}
    found = reading("short_delta", scene_of(scene.book, scene.market, values=values))
    assert found.value is not None
    assert found.doubt is not None
    assert found.doubt.startswith("not known: delta of SPXW")


def test_stale_data_doubts_and_still_rings() -> None:
    old = CLOCK - timedelta(minutes=35)
    quotes = chain("SPXW", DECEMBER, 6690.0, STRIKES, 0.16, at=old)
    scene = scene_of(desk_with(CONDOR), market(quotes, spx="6340", levels_at=old))
    for fact_id in ("short_distance_em", "short_delta"):
        assert reading(fact_id, scene).doubt == "on data 35 min old"
    # SPX fresh, the chain 35 minutes old: the expected move is in doubt
    scene = scene_of(desk_with(CONDOR), market(quotes, spx="6690"))
    assert reading("short_distance_em", scene).doubt == "on data 35 min old"
    calm = alert_of(scene, "condor.short_near", {("condor.short_near", "trade 92"): State("watch", CLOCK)})
    assert (calm.level, calm.unknown) == ("watch", "on data 35 min old")


@pytest.mark.parametrize(("minutes", "doubt"), [(20, None), (10, None), (9, "on data 10 min old")])
def test_a_rule_holds_its_data_to_its_own_age(minutes: int, doubt: str | None) -> None:
    """The chain is 10 minutes old and the level fresh; the alert and the preview of the rule say the same."""
    scene = near("6690", quotes=chain("SPXW", DECEMBER, 6690.0, STRIKES, 0.16, at=CLOCK - timedelta(minutes=10)))
    rule = replace(scene.book.rules["condor.short_near"], stale_after_minutes=minutes)
    changed = replace(scene, book=replace(scene.book, rules={**scene.book.rules, rule.id: rule}))
    assert reading("short_distance_em", scene).doubt is None
    assert alert_of(changed, rule.id).unknown == doubt
    (previewed,) = now_if(scene, {}, rule).subjects
    assert previewed.unknown == doubt


def test_a_rule_of_its_own_age_asks_no_feed_and_keeps_the_usual_one_as_it_is() -> None:
    scene = replace(near("6690"), live_limits={"Cboe": timedelta(minutes=40)})
    old = CLOCK - timedelta(minutes=35)
    assert [held.is_stale(old, "Cboe") for held in (scene, scene.held_to(20), scene.held_to(30))] == [
        False,
        False,
        True,
    ]


def test_what_was_touched_between_two_looks_counts() -> None:
    found = reading("short_distance_em", near("6690", span=Span(6400.0, 6700.0)))
    assert found.touched == pytest.approx(50 / MOVE, rel=2e-3)
    assert alert_of(near("6690", span=Span(6400.0, 6700.0)), "condor.short_near").level == "watch"


def test_the_side_that_is_farther_now_may_have_been_touched_in_between() -> None:
    """6690 is nearer to the put; 7100 was 50 points before the call."""
    found = reading("short_distance_em", near("6690", span=Span(6685.0, 7100.0)))
    assert found.value == pytest.approx(340 / MOVE, rel=2e-3)
    assert found.touched == pytest.approx(50 / MOVE, rel=2e-3)


def test_an_am_series_that_trades_no_more_settles_at_the_open() -> None:
    """Thursday 2026-12-17 16:30: the SPX series stopped at 16:15 and settles on Friday morning."""
    now = moment("2026-12-17 16:30")
    quotes = chain("SPX", DECEMBER, 6690.0, STRIKES, 0.16, at=moment("2026-12-17 16:14"))
    overnight = chain("SPXW", DECEMBER, 6690.0, STRIKES, 0.16, at=now)
    desk = desk_with("-1 SPX 18DEC26 6300/6350P 7150/7200C @8 at 2026-11-18T10:00", now=now)
    scene = scene_of(desk, market({**quotes, **overnight}, at=now, spx="6690", levels_at=now))
    assert reading("short_distance_em", scene).sentence.endswith("settles at the open")


def test_a_fresh_condor_of_sixteen_deltas_is_quiet() -> None:
    """At 16 deltas a short stands about one deviation away: 6690 * exp(-1.0 * 0.0443)."""
    assert alert_of(near("6690"), "condor.short_near").level == "quiet"
