"""condor.short_tested on whole books and markets: the text's example, stale and frozen levels, missing wings."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from support.condor_scenes import alerts_of, desk_with, scene_of
from support.founded_books import CLOCK, PRODUCTS, done, moment
from support.made_markets import chain, market

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.edits.campaigns import MoveToSleeve
from alvh_desktop.domain.edits.close import CloseTrade
from alvh_desktop.domain.edits.move_legs import MoveLegs
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.records import Fill, Leg
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.valuation import value_legs
from alvh_desktop.rules.alerts import Alert, attention_of
from alvh_desktop.rules.reading import LEVELS
from alvh_desktop.rules.scene import Span
from alvh_desktop.rules.short_sides import sides_of
from alvh_desktop.rules.state import State

CONDOR = "-1 SPXW 18DEC26 5650/5700P 6300/6350C @10 at 2026-11-18T10:00"
EXPIRY = date(2026, 12, 18)


def judged(desk: Desk, seen: Market, before: dict | None = None, **more: object) -> list[Alert]:
    return alerts_of(scene_of(desk, seen, **more), "condor.short_tested", before)


def the_alert(desk: Desk, seen: Market, before: dict | None = None, **more: object) -> Alert:
    (alert,) = judged(desk, seen, before, **more)
    return alert


@pytest.mark.parametrize(
    ("spx", "level", "progress"),
    [
        ("6000", "quiet", -6.0),
        ("5700", "quiet", 0.0),
        ("5699.99", "watch", 0.0002),
        ("5675", "watch", 0.5),
        ("5674.99", "warn", 0.5002),
        ("5660.01", "warn", 0.7998),
        ("5660", "act", 0.8),
        ("5600", "act", 2.0),
        ("6300", "quiet", 0.0),
        ("6300.01", "watch", 0.0002),
        ("6325", "watch", 0.5),
        ("6325.01", "warn", 0.5002),
        ("6339.99", "warn", 0.7998),
        ("6340", "act", 0.8),
        ("6351", "act", 1.02),
    ],
)
def test_the_example_of_the_text(spx: str, level: str, progress: float) -> None:
    alert = the_alert(desk_with(CONDOR), market(spx=spx))
    assert (alert.level, alert.unknown, alert.possible) == (level, None, False)
    assert alert.value == pytest.approx(progress, abs=1e-9)
    assert f"= {progress:.2f}" in alert.sentence


@pytest.mark.parametrize("spx", ["5650", "5660", "5675", "5700", "6000", "6300", "6325", "6340", "6350"])
def test_a_tenth_of_the_index_is_judged_alike(spx: str) -> None:
    large = the_alert(desk_with(CONDOR), market(spx=spx))
    small = the_alert(desk_with("-1 XSP 18DEC26 565/570P 630/635C @1"), market(spx=spx))
    assert small.level == large.level
    assert small.value == pytest.approx(large.value, abs=1e-9)


def test_unequal_wings_are_measured_each_by_its_own_width() -> None:
    desk = desk_with("-1 SPXW 18DEC26 5675/5700P 6300/6400C @10")
    assert the_alert(desk, market(spx="5680")).level == "act"
    assert the_alert(desk, market(spx="6320")).level == "watch"
    assert the_alert(desk, market(spx="6380")).level == "act"


@pytest.mark.parametrize("line", ["-1 SPXW 18DEC26 5650/5700P @5", "-1 SPX 18DEC26 5650/5700P @5"])
def test_a_credit_spread_is_tested_too(line: str) -> None:
    assert the_alert(desk_with(line), market(spx="5660")).level == "act"


def test_each_trade_has_an_alert_of_its_own() -> None:
    desk = desk_with(CONDOR, "-1 SPXW 18DEC26 5600/5650P 6350/6400C @6")
    alerts = judged(desk, market(spx="5660"))
    assert [(a.level, a.subject.key) for a in alerts] == [("act", "trade 92"), ("quiet", "trade 102")]


def test_a_level_that_trembles_rings_once() -> None:
    desk, before, levels = desk_with(CONDOR), {}, []
    for spx in ("5660", "5662", "5659", "5662.5", "5663"):
        alert = the_alert(desk, market(spx=spx), before)
        before = {alert.key: alert.state}
        levels.append(alert.level)
    assert levels == ["act", "act", "act", "act", "warn"]


# Missing legs


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ([CONDOR, "-1 SPXW 18DEC26 5650P @1"], "the short puts have fewer long puts than contracts"),
        ([CONDOR, "-1 SPXW 18DEC26 6350C @1"], "the short calls have fewer long calls than contracts"),
        (["-1 SPXW 18DEC26 5700P @9"], "the short puts have fewer long puts than contracts"),
        (
            ["-3 SPXW 18DEC26 5650/5700P 6300/6350C @10", "-1 SPXW 18DEC26 5650P @1"],
            "the short puts have fewer long puts than contracts",
        ),
        # the far short outlives the near long that covered it
        (["-1 SPXW 18DEC26/15JAN27 5700P @9"], "the short puts have fewer long puts than contracts"),
    ],
)
def test_a_short_without_its_wing_acts_and_is_not_known(lines: list[str], missing: str) -> None:
    alert = the_alert(desk_with(*lines), market(spx="6000"))
    assert alert.level == "act"
    assert alert.unknown == alert.sentence == f"not known, a leg is missing: {missing}"
    assert alert.value is None


def test_a_missing_wing_is_told_since_when() -> None:
    desk, before = desk_with("-1 SPXW 18DEC26 5700P @9"), {}
    for minutes in range(3):
        seen = market(at=CLOCK + timedelta(minutes=minutes), spx="6000")
        alert = the_alert(desk, seen, before)
        before = {alert.key: alert.state}
        assert alert.state.since == CLOCK


def leg(strike: int, quantity: int, expiry: date) -> Holding:
    fill = Fill(1, 1, quantity, Decimal(5), Decimal(0), CLOCK, "own")
    return Holding(Leg(1, 1, "SPXW", expiry, Decimal(strike), "P"), PRODUCTS["SPXW"], (fill,))


@pytest.mark.parametrize(
    ("long", "is_subject"),
    [
        (leg(5650, 1, EXPIRY), True),
        # a diagonal is covered, by no wing of its own date
        (leg(5650, 1, date(2027, 1, 15)), False),
        (leg(5750, 1, EXPIRY), False),
        # covered by a date that ends before it: a leg is missing
        (leg(5650, 1, date(2026, 12, 11)), True),
        (leg(5650, 2, EXPIRY), True),
    ],
)
def test_which_longs_are_wings(long: Holding, is_subject: bool) -> None:
    held = [leg(5700, -1, EXPIRY), long]
    held = [replace(each, leg=replace(each.leg, id=place)) for place, each in enumerate(held, 1)]
    sides, missing, _ = sides_of(held, value_legs(held, market(spx="6000")))
    assert bool(sides or missing) == is_subject


def test_it_falls_once_the_wing_is_bought_back() -> None:
    desk = desk_with(CONDOR, "-1 SPXW 18DEC26 5650P @1")
    missing = the_alert(desk, market(spx="6000"))
    desk.undo()
    again = the_alert(desk, market(spx="6000"), {missing.key: missing.state})
    assert (again.level, again.unknown) == ("quiet", None)


def test_a_closed_side_is_no_missing_leg() -> None:
    desk = desk_with(CONDOR, "+1 SPXW 18DEC26 5650/5700P @1")
    assert the_alert(desk, market(spx="5600")).level == "quiet"
    assert the_alert(desk, market(spx="6340")).level == "act"


def test_a_bought_back_short_leaves_its_wing_without_an_alert() -> None:
    desk = desk_with("-1 SPXW 18DEC26 5650/5700P @5", "+1 SPXW 18DEC26 5700P @2")
    (silent,) = judged(desk, market(spx="5660"))
    assert silent.silent_because == "no condor or credit spread is open"


@pytest.mark.parametrize(
    "line",
    [
        "+1 SPXW 18DEC26 5650/5700P @5",
        "+1 SPXW 18DEC26 6300/6350C @5",
        "+1 SPXW 18DEC26/15JAN27 5700P @9",
        "+1 SPXW 18DEC26 5700P @9",
        "+1 SPXW 18DEC26 5650/5700P 6300/6350C @10",
        "-2 VX 16DEC26 @19.8",
        "-4 VIX 16DEC26 25C @1.1",
    ],
)
def test_what_has_no_short_before_a_wing_is_silent_and_says_why(line: str) -> None:
    (alert,) = judged(desk_with(line), market(spx="5660"))
    assert (alert.level, alert.unknown) == ("quiet", None)
    assert alert.silent_because == "no condor or credit spread is open"
    assert alert.sentence == "Cannot fire: no condor or credit spread is open."


def test_neighbouring_condors_that_share_strikes_are_whole() -> None:
    desk = desk_with(CONDOR, "-1 SPXW 18DEC26 5700/5750P 6250/6300C @14")
    alerts = judged(desk, market(spx="6000"))
    assert [(a.level, a.unknown) for a in alerts] == [("quiet", None), ("quiet", None)]


# Stale, frozen and missing levels


def test_a_stale_level_may_ring_and_is_never_fine() -> None:
    desk = desk_with(CONDOR)
    old = CLOCK - timedelta(minutes=21)
    stale = the_alert(desk, market(spx="6000", levels_at=old))
    assert (stale.level, stale.unknown) == ("quiet", "on data 21 min old")
    assert the_alert(desk, market(spx="5660", levels_at=old)).level == "act"
    fresh = the_alert(desk, market(spx="6000", levels_at=CLOCK - timedelta(minutes=20)))
    assert (fresh.level, fresh.unknown) == ("quiet", None)


@pytest.mark.parametrize(
    ("at", "doubt"),
    [("2026-11-21 12:00", None), ("2026-11-23 09:45", "on data 2 days old")],
)
def test_fridays_close_is_not_stale_on_a_saturday_and_is_on_monday(at: str, doubt: str | None) -> None:
    now = moment(at)
    alert = the_alert(desk_with(CONDOR, now=now), market(at=now, spx="6000", levels_at=moment("2026-11-20 16:00")))
    assert (alert.level, alert.unknown) == ("quiet", doubt)


def test_the_last_quotes_of_the_day_are_no_price_of_the_evening() -> None:
    """The chain of 16:14 is younger than the close of the index; that makes nothing fine at nine in the evening."""
    closing, now = moment("2026-11-20 16:14"), moment("2026-11-22 21:00")
    desk = desk_with(CONDOR, now=now)
    for index, level in ((6000.0, "quiet"), (5640.0, "act")):
        quotes = chain("SPXW", date(2026, 11, 23), index, range(int(index) - 100, int(index) + 101, 5), at=closing)
        alert = the_alert(desk, market(quotes, at=now, spx="6000", levels_at=moment("2026-11-20 16:00")))
        assert (alert.level, alert.unknown) == (level, "on data 2 days old")


def test_a_stale_level_does_not_lower_what_rang() -> None:
    desk = desk_with(CONDOR)
    alert = the_alert(desk, market(spx="5660"))
    before = {alert.key: alert.state}
    stale = the_alert(desk, market(spx="6000", levels_at=CLOCK - timedelta(hours=1)), before)
    assert (stale.level, stale.unknown) == ("act", "on data 1 h old")


def test_without_a_level_nothing_is_known_and_nothing_falls() -> None:
    desk = desk_with(CONDOR)
    unknown = the_alert(desk, market())
    assert (unknown.level, unknown.could_act) == ("quiet", True)
    assert unknown.unknown == "not known: no SPX level is known: import a chain or type one"
    kept = the_alert(desk, market(), {unknown.key: State("act", CLOCK)})
    assert (kept.level, kept.could_act) == ("act", False)


@pytest.mark.parametrize("at", ["2026-11-20 16:01", "2026-11-20 16:45", "2026-11-22 20:15", "2026-11-23 09:00"])
def test_a_frozen_index_is_not_known_while_its_options_trade(at: str) -> None:
    now = moment(at)
    alert = the_alert(desk_with(CONDOR, now=now), market(at=now, spx="6000", levels_at=moment("2026-11-20 16:00")))
    assert (alert.level, alert.value) == ("quiet", None)
    assert alert.unknown == "not known: SPX is not known: the cash index closed at 16:00 and its options trade on"
    assert alert.could_act


def test_a_later_spxw_chain_speaks_for_the_frozen_index() -> None:
    now = moment("2026-11-22 20:30")
    overnight = chain("SPXW", date(2026, 11, 23), 5662.0, range(5600, 5700, 5), at=now)
    seen = market(overnight, at=now, spx="6000", levels_at=moment("2026-11-20 16:00"))
    alert = the_alert(desk_with(CONDOR, now=now), seen)
    assert (alert.level, alert.unknown) == ("warn", None)
    assert "SPXW 2026-11-23 forward, parity at 7 strikes" in alert.sentence


def test_an_earlier_chain_does_not() -> None:
    now, close = moment("2026-11-20 16:30"), moment("2026-11-20 16:00")
    seen = chain("SPXW", date(2026, 11, 23), 5662.0, range(5600, 5700, 5), at=close - timedelta(minutes=1))
    alert = the_alert(desk_with(CONDOR, now=now), market(seen, at=now, spx="6000", levels_at=close))
    assert alert.value is None


def test_the_nearest_chain_that_is_later_is_taken() -> None:
    now, friday = moment("2026-11-22 20:30"), moment("2026-11-20 16:00")
    old = chain("SPXW", date(2026, 11, 23), 6000.0, range(5900, 6100, 5), at=friday - timedelta(hours=1))
    new = chain("SPXW", date(2026, 11, 24), 5640.0, range(5600, 5700, 5), at=now)
    seen = market(old, new, at=now, spx="6000", levels_at=friday)
    assert the_alert(desk_with(CONDOR, now=now), seen).level == "act"


def test_a_weekend_does_not_make_friday_afternoon_fine() -> None:
    """The close could have been seen after it."""
    now = moment("2026-11-21 12:00")
    alert = the_alert(desk_with(CONDOR, now=now), market(at=now, spx="6000", levels_at=moment("2026-11-20 15:50")))
    assert alert.unknown == "on data 20 h old"


def test_past_its_settlement_nothing_is_known_until_it_is_booked() -> None:
    now = moment("2026-12-18 16:00")
    alert = the_alert(desk_with(CONDOR, now=now), market(at=now, spx="6000"))
    assert alert.unknown == "past its settlement (2026-12-18 16:00 New York) and not settled yet"
    assert alert.could_act


@pytest.mark.parametrize("vix", [None, "12", "80"])
def test_spot_vix_never_matters(vix: str | None) -> None:
    alert = the_alert(desk_with(CONDOR), market(spx="5661", vix=vix))
    assert alert == the_alert(desk_with(CONDOR), market(spx="5661"))


# What the data's age could hide


def quoted_market(spx: str, age: timedelta, at: datetime = CLOCK) -> Market:
    strikes = (5650, 5700, 5900, 5950, 6000, 6050, 6100, 6300, 6350)
    quotes = chain("SPXW", EXPIRY, float(Decimal(spx)) + 10, strikes, vol=0.20, at=at)
    return market(quotes, at=at, spx=spx, levels_at=at - age)


def test_one_sigma_over_the_quotes_age_raises_one_step() -> None:
    desk = desk_with(CONDOR)
    # one sigma of 20 % over 15 minutes is about 6 points
    assert the_alert(desk, quoted_market("5704", timedelta())).level == "quiet"
    raised = the_alert(desk, quoted_market("5704", timedelta(minutes=15)))
    assert (raised.level, raised.possible, raised.state.level, raised.unknown) == ("watch", True, "quiet", None)
    assert raised.value == pytest.approx(-0.08)
    assert "One sigma of SPX over that age would make it 0.0" in raised.sentence
    assert not the_alert(desk, quoted_market("5710", timedelta(minutes=15))).possible


def test_a_possible_step_is_not_remembered() -> None:
    """Else each look would climb on the last, and a watch would become an act on one quote."""
    desk, before = desk_with(CONDOR), {}
    for _ in range(4):
        alert = the_alert(desk, quoted_market("5677", timedelta(minutes=15)), before)
        before = {alert.key: alert.state}
        assert (alert.level, alert.possible) == ("warn", True)
    fresh = the_alert(desk, quoted_market("5677", timedelta()), before)
    assert (fresh.level, fresh.possible) == ("watch", False)


def test_a_held_level_is_raised_only_past_the_next_one() -> None:
    desk = desk_with(CONDOR)
    warned = the_alert(desk, quoted_market("5674", timedelta()))
    before = {warned.key: warned.state}
    kept = the_alert(desk, quoted_market("5677", timedelta(minutes=15)), before)
    assert (kept.level, kept.possible) == ("warn", False)


def test_act_is_the_last_step() -> None:
    alert = the_alert(desk_with(CONDOR), quoted_market("5655", timedelta(minutes=15)))
    assert (alert.level, alert.possible) == ("act", False)


def test_the_most_pressing_stands_first() -> None:
    desk = desk_with(CONDOR, "-1 SPXW 18DEC26 5600/5650P 6350/6400C @6")
    alerts = attention_of(scene_of(desk, market(spx="5660")), {}).alerts
    assert (alerts[0].rule.id, alerts[0].level) == ("condor.short_tested", "act")
    levels = [LEVELS.index(alert.level) for alert in alerts]
    assert levels == sorted(levels, reverse=True)


@pytest.mark.parametrize("sleeve", ["alvh", "second_engine"])
def test_a_condor_is_watched_in_whatever_sleeve_it_was_put(sleeve: str) -> None:
    desk = desk_with(CONDOR)
    seen = market(chain("SPXW", EXPIRY, 6345.0, (5650, 5700, 6300, 6350), 0.16), spx="6345.00")
    before = the_alert(desk, seen)
    assert before.level == "act"
    done(desk, MoveToSleeve(next(iter(desk.book.trades)), sleeve, desk.next_id))  # type: ignore[arg-type]
    after = the_alert(desk, seen)
    assert (after.key, after.level, after.sentence) == (before.key, "act", before.sentence)


def merged_with(line: str) -> Desk:
    """The condor with the legs of another trade moved into it."""
    desk = desk_with(CONDOR, line)
    condor_id, other_id = desk.book.trades
    legs = tuple(held.leg.id for held in desk.book.holdings_by_trade[other_id])
    done(desk, MoveLegs(legs, condor_id, desk.next_id))
    return desk


def test_vix_calls_moved_into_a_condor_are_no_wing_of_it() -> None:
    desk = merged_with("+4 VIX 16DEC26 20C @1.10")
    (wing,) = [h for h in desk.book.holdings.values() if (h.leg.strike, h.leg.right) == (Decimal(6350), "C")]
    sold = PricedLeg(wing.leg.contract, -1, Decimal(1), "own", Decimal(0))
    done(desk, CloseTrade(wing.leg.trade_id, (sold,), desk.clock(), desk.next_id))
    alert = the_alert(desk, market({}, spx="6000.00"))
    assert alert.level == "act"
    assert "the short calls have fewer long calls" in alert.sentence


def test_xsp_legs_in_a_condor_of_spx_are_tested_at_their_own_scale() -> None:
    desk = merged_with("-1 XSP 18DEC26 565/570P 630/635C @1")
    alerts = judged(desk, market({}, spx="6345.00"))
    assert [alert.value for alert in alerts] == [pytest.approx(0.9), pytest.approx(0.9)]
    assert [alert.subject.key for alert in alerts] == ["trade 92", "trade 92, XSP"]


# Several spreads of one trade, sessions that end before others, and what happened between two looks


def test_each_short_has_the_nearest_wing_for_its_own() -> None:
    """5700/5650 with 5600/5550 moved in: at 5665 the first is 35 of its 50 points in, not 35 of 150."""
    desk = merged_with("-1 SPXW 18DEC26 5550/5600P @2")
    alert = the_alert(desk, market(spx="5665"))
    assert (alert.value, alert.level) == (pytest.approx(0.7), "warn")
    assert alert.subject.leg_ids == (held_id(desk, 5700),)


def test_two_dates_in_one_trade_are_whole_where_each_has_its_wing() -> None:
    """The December wing settles before the January short: it covers its own short and no other."""
    desk = merged_with("-1 SPXW 15JAN27 5650/5700P @6")
    alert = the_alert(desk, market(spx="6000"))
    assert (alert.level, alert.unknown) == ("quiet", None)


def test_a_wing_that_settles_in_the_morning_covers_no_short_of_the_evening() -> None:
    desk = desk_with("-1 SPXW 18DEC26 5700P @9", "+1 SPX 18DEC26 5650P @5")
    short, long = desk.book.trades
    legs = tuple(held.leg.id for held in desk.book.holdings_by_trade[long])
    done(desk, MoveLegs(legs, short, desk.next_id))
    assert the_alert(desk, market(spx="6000")).level == "act"


def held_id(desk: Desk, strike: int) -> int:
    (found,) = [h.leg.id for h in desk.book.holdings.values() if h.leg.strike == strike]
    return found


@pytest.mark.parametrize(
    ("span", "level", "touched"),
    [
        # (5700 - 5655) / 50 = 0.9 was passed between two looks that saw 5705
        (Span(5655.0, 5705.0), "act", 0.9),
        (Span(5690.0, 5705.0), "watch", 0.2),
        # (6339 - 6300) / 50 = 0.78
        (Span(5701.0, 6339.0), "warn", 0.78),
        (Span(5701.0, 5710.0), "quiet", -0.02),
        (Span(5705.0, 5705.0), "quiet", None),
    ],
)
def test_what_was_touched_between_two_looks_counts(span: Span, level: str, touched: float | None) -> None:
    alert = the_alert(desk_with(CONDOR), market(spx="5705"), span=span)
    assert alert.value == pytest.approx(-0.1)
    assert alert.level == level
    assert alert.reading is not None
    assert alert.reading.touched == (None if touched is None else pytest.approx(touched))


def test_the_short_line_says_whether_it_was_touched() -> None:
    alert = the_alert(desk_with(CONDOR), market(spx="5742"))
    assert alert.said == "short put 5700 wing progress -0.84, untouched; quote 0 min old"
    touched = the_alert(desk_with(CONDOR), market(spx="5742"), span=Span(5700.0, 5742.0))
    assert touched.said == "short put 5700 wing progress -0.84, touched; quote 0 min old"
