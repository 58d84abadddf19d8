"""condor.expiry: trading days, minutes, and what waits for its settlement."""

from datetime import date, timedelta

import pytest
from support.condor_scenes import alert_of, alerts_of, desk_with, reading, readings, scene_of
from support.founded_books import done, enter, moment
from support.made_markets import chain, market

from alvh_desktop.domain.edits.move_legs import MoveLegs
from alvh_desktop.rules.scene import Scene, Span
from alvh_desktop.rules.state import State

DECEMBER = date(2026, 12, 18)
LONG = "-1 SPXW 18DEC26 6300/6350P 7150/7200C @8 at 2026-11-18T10:00"
AM = "-1 SPX 18DEC26 6300/6350P 7150/7200C @8 at 2026-11-18T10:00"
STRIKES = range(6000, 7425, 25)


def at(
    now: str, line: str = LONG, spx: str | None = "6700", root: str = "SPXW", age: int = 0, **more: object
) -> Scene:
    clock = moment(now)
    seen_at = clock - timedelta(minutes=age)
    quotes = chain(root, DECEMBER, float(spx or 6700), STRIKES, 0.16, at=seen_at)
    if spx is None:
        quotes = {}
    return scene_of(desk_with(line, now=clock), market(quotes, at=clock, spx=spx, levels_at=seen_at), **more)


@pytest.mark.parametrize(
    ("now", "days", "level"),
    [
        ("2026-12-16 15:00", 2, "quiet"),
        ("2026-12-17 00:01", 1, "watch"),
        ("2026-12-17 15:00", 1, "watch"),
        ("2026-12-18 08:00", 0, "watch"),
        ("2026-12-18 12:00", 0, "watch"),
    ],
)
def test_a_long_condor_is_told_the_day_before(now: str, days: int, level: str) -> None:
    scene = at(now)
    found = reading("trading_days_left", scene)
    assert (found.value, found.subject.key, found.at_most) == (days, "trade 92", "act")
    assert alert_of(scene, "condor.expiry").level == level


@pytest.mark.parametrize(
    ("now", "level"),
    [
        ("2026-12-17 15:00", "quiet"),
        ("2026-12-18 09:29", "quiet"),
        ("2026-12-18 09:30", "watch"),
    ],
)
def test_one_of_a_few_days_is_told_from_the_open_of_the_last(now: str, level: str) -> None:
    """Opened on Monday 2026-12-14 with four trading days to go."""
    scene = at(now, "-1 SPXW 18DEC26 6300/6350P 7150/7200C @8 at 2026-12-14T10:00")
    assert alert_of(scene, "condor.expiry").level == level


def test_five_trading_days_are_long() -> None:
    scene = at("2026-12-17 15:00", "-1 SPXW 18DEC26 6300/6350P 7150/7200C @8 at 2026-12-11T10:00")
    assert alert_of(scene, "condor.expiry").level == "watch"


@pytest.mark.parametrize(
    ("now", "days", "level"),
    [
        ("2026-12-15 15:00", 2, "quiet"),
        ("2026-12-16 15:00", 1, "watch"),
        # the last trade is on Thursday at 16:15
        ("2026-12-17 15:00", 0, "watch"),
        ("2026-12-17 16:05", 0, "act"),
        # it trades no more and settles at the open
        ("2026-12-17 16:16", 0, "watch"),
        ("2026-12-18 09:00", 0, "watch"),
    ],
)
def test_an_am_series_trades_last_on_the_day_before(now: str, days: int, level: str) -> None:
    scene = at(now, AM, root="SPX")
    assert reading("trading_days_left", scene).value == days
    assert alert_of(scene, "condor.expiry").level == level


def test_an_am_series_past_its_last_trade_is_not_judged_by_minutes() -> None:
    found = reading("minutes_left", at("2026-12-17 16:20", AM, root="SPX"))
    assert found.value == -5
    assert found.not_judged is not None
    assert "stopped trading at 2026-12-17 16:15 New York" in found.not_judged


@pytest.mark.parametrize(
    ("now", "spx", "level"),
    [
        # half of the least move, 15 minutes of 16 %: 6362 x 0.16 x sqrt(15 / 525600) / 2 = 2.7 points
        ("2026-12-18 14:59", "6340", "watch"),
        ("2026-12-18 15:00", "6340", "warn"),
        ("2026-12-18 15:00", "6700", "watch"),
        ("2026-12-18 15:44", "6700", "watch"),
        ("2026-12-18 15:45", "6700", "act"),
        ("2026-12-18 15:59", "6700", "act"),
        ("2026-12-18 15:44", "6352", "warn"),
        ("2026-12-18 15:44", "6356", "watch"),
        ("2026-12-18 15:00", "7149", "warn"),
    ],
)
def test_the_last_hour(now: str, spx: str, level: str) -> None:
    scene = at(now, spx=spx)
    assert alert_of(scene, "condor.expiry").level == level


def test_minutes_are_by_the_clock() -> None:
    found = reading("minutes_left", at("2026-12-18 15:15", spx="6340"))
    assert found.value == 45
    assert found.said == "SPXW 18DEC26: 45 min to the last trade"
    assert "6350 P is -10.00 SPX points away" in found.sentence


def test_a_half_day_ends_at_one() -> None:
    """The Friday after Thanksgiving 2026-11-27 trades until 13:00."""
    clock = moment("2026-11-27 12:50")
    desk = desk_with("-1 SPXW 27NOV26 6300/6350P 7150/7200C @8 at 2026-11-10T10:00", now=clock)
    scene = scene_of(desk, market(at=clock, spx="6700"))
    assert reading("minutes_left", scene).value == 10
    assert alert_of(scene, "condor.expiry").level == "act"


def test_a_short_that_was_touched_since_the_last_look_counts() -> None:
    assert alert_of(at("2026-12-18 15:10", span=Span(6349.0, 6702.0)), "condor.expiry").level == "warn"


@pytest.mark.parametrize(("spx", "age"), [(None, 0), ("6700", 35)])
def test_nobody_knows_that_no_short_is_near(spx: str | None, age: int) -> None:
    scene = at("2026-12-18 15:10", spx=spx, age=age)
    assert reading("minutes_left", scene).at_most == "act"
    assert alert_of(scene, "condor.expiry").level == "warn"


def test_a_missing_level_does_not_lower_a_warning() -> None:
    before = {("condor.expiry", "trade 92"): State("warn", moment("2026-12-18 15:01"))}
    assert alert_of(at("2026-12-18 15:10", spx=None), "condor.expiry", before).level == "warn"


def test_of_several_settlements_the_nearest_counts() -> None:
    clock = moment("2026-12-17 15:00")
    desk = desk_with(LONG, "-1 SPXW 15JAN27 6300/6350P 7150/7200C @9", now=clock)
    one, other = desk.book.trades
    done(desk, MoveLegs(tuple(h.leg.id for h in desk.book.holdings_by_trade[other]), one, desk.next_id))
    scene = scene_of(desk, market(at=clock, spx="6700"))
    assert reading("trading_days_left", scene).value == 1


# Past the settlement


def test_what_is_past_its_settlement_warns_until_it_is_booked() -> None:
    scene = at("2026-12-18 16:07")
    found = reading("minutes_unsettled", scene)
    assert (found.value, found.subject.key) == (7, "trade 92")
    assert found.said == "SPXW 18DEC26: settled 7 min ago on SPX close, not booked"
    assert readings("trading_days_left", scene) == readings("minutes_left", scene) == {}
    assert alert_of(scene, "condor.expiry").level == "warn"
    assert readings("minutes_unsettled", at("2026-12-18 15:59")) == {}
    assert alert_of(at("2026-12-18 16:00"), "condor.expiry").level == "warn"


def test_an_unbooked_settlement_of_the_hedge_is_one_too() -> None:
    clock = moment("2026-12-16 09:31")
    lines = ("+4 VIX 16DEC26 20C @1.10", "+1 VX 16DEC26 @18")
    desk = desk_with(*(f"{line} at 2026-12-01T10:00" for line in lines), now=clock)
    scene = scene_of(desk, market(at=clock))
    assert [found.subject.key for found in readings("minutes_unsettled", scene).values()] == ["trade 92", "trade 95"]
    assert [alert.level for alert in alerts_of(scene, "condor.expiry")] == ["warn", "warn"]
    assert readings("trading_days_left", scene) == {}


def test_a_hedge_that_lives_is_none_of_this() -> None:
    desk = desk_with(LONG)
    enter(desk, "+4 VIX 16DEC26 20C @1.10", role="short")
    assert list(readings("trading_days_left", scene_of(desk, market(spx="6690")))) == ["trade 92"]
