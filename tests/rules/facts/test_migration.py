"""condor.break_even_migrating: what a rise of volatility does to today's break-evens."""

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
from support.condor_scenes import alert_of, desk_with, reading, scene_of
from support.founded_books import CLOCK, moment
from support.made_markets import chain, market
from support.migrating_condors import (
    CONDOR,
    DECEMBER,
    FIVE_DAYS_AGO,
    FORWARD,
    OPENED,
    SPOT,
    STRIKES,
    VOL,
    Recorded,
    scene,
    zero_of,
)

from alvh_desktop.rules.facts.migration import STEPS
from alvh_desktop.rules.reading import Reading


@pytest.mark.parametrize("old", [0.12, 0.14, 0.15])
def test_it_is_the_side_that_came_nearest(old: float) -> None:
    found = reading("break_even_migration", scene({FIVE_DAYS_AGO: old}))
    expected = max(100 * (1 - zero_of(VOL, 1400, way) / zero_of(old, 1400, way)) for way in (-1, 1))
    assert expected > 0
    assert found.value == pytest.approx(expected, abs=0.25)  # quotes are rounded to a cent
    assert "Volatility of its legs 16.0 %" in found.sentence


def test_a_loss_today_is_a_distance_of_nothing() -> None:
    """Sold for 3 points, with 16 % it costs more to close: at spot it is at a loss, with 8 % it was not."""
    line = f"-1 SPXW 18DEC26 6300/6350P 7150/7200C @3 at {OPENED}"
    assert zero_of(VOL, 300, -1) == 0.0 < zero_of(0.08, 300, -1)
    assert reading("break_even_migration", scene({FIVE_DAYS_AGO: 0.08}, line)).value == pytest.approx(100)
    # with both it is at a loss: nothing came nearer
    assert reading("break_even_migration", scene({FIVE_DAYS_AGO: 0.155}, line)).value == 0.0


def test_it_watches_from_fifteen_per_cent_on() -> None:
    values = {}
    for old in (0.10, 0.155):
        alert = alert_of(scene({FIVE_DAYS_AGO: old}), "condor.break_even_migrating")
        values[alert.value] = alert.level
    assert [level for value, level in sorted(values.items()) if value is not None] == ["quiet", "watch"]
    assert [value >= 15 for value in sorted(v for v in values if v is not None)] == [False, True]


@pytest.mark.parametrize("old", [0.1601, 0.20])
def test_volatility_that_is_not_up_moves_nothing(old: float) -> None:
    found = reading("break_even_migration", scene({FIVE_DAYS_AGO: old}))
    assert found.value == 0.0
    assert found.sentence.endswith("It is not up.")


@pytest.mark.parametrize(
    ("now", "is_judged"),
    # opened on 2026-11-06 10:00 for 42.25 days: a tenth is over on 11-10 15:24, nine tenths on 12-14 10:36
    [
        ("2026-11-10 15:00", False),
        ("2026-11-10 15:30", True),
        ("2026-12-14 10:30", True),
        ("2026-12-14 10:45", False),
    ],
)
def test_it_is_judged_from_a_tenth_to_nine_tenths_of_its_life(now: str, is_judged: bool) -> None:
    at = moment(now)
    days = {date(2026, 11, 6): 0.15, date(2026, 12, 7): 0.15}
    found = reading("break_even_migration", scene(days, at=at))
    assert (found.not_judged is None) == is_judged
    assert (found.value is not None) == is_judged


def test_a_young_condor_is_compared_with_its_entry() -> None:
    at = moment("2026-11-12 15:30")
    found = scene({date(2026, 11, 6): 0.14}, at=at)
    value = reading("break_even_migration", found).value
    assert value is not None
    assert value > 0
    assert isinstance(found.remembered, Recorded)
    assert set(found.remembered.asked) == {moment("2026-11-06 10:00")}


def unread(found: Reading, why: str) -> None:
    assert (found.value, found.not_judged, found.at_most) == (None, None, "act")
    assert found.sentence.startswith("not known: ")
    assert why in found.sentence


def test_what_is_missing_is_said() -> None:
    unread(reading("break_even_migration", scene({})), "is recorded")
    known = scene({FIVE_DAYS_AGO: 0.12})
    unread(reading("break_even_migration", scene_of(known.book, market(spx="6690"))), "no quote")
    rang = alert_of(scene({FIVE_DAYS_AGO: 0.10}), "condor.break_even_migrating")
    kept = alert_of(scene({}), "condor.break_even_migrating", {rang.key: rang.state})
    assert (rang.level, kept.level) == ("watch", "watch")


def test_stale_quotes_are_doubted() -> None:
    old = CLOCK - timedelta(minutes=35)
    quotes = chain("SPXW", DECEMBER, FORWARD, STRIKES, VOL, at=old)
    seen = market(quotes, spx="6690")
    stale = scene_of(desk_with(CONDOR), seen, remembered=Recorded({FIVE_DAYS_AGO: 0.12}))
    assert reading("break_even_migration", stale).doubt == "on data 35 min old"


def test_a_price_that_grows_old_over_a_weekend_is_no_rise_of_volatility() -> None:
    """Quoted at 16 % on Friday 15:30, 28 days and half an hour before its settlement; on Sunday at noon the same
    price over 26 days and 4 hours would hold 16 % * sqrt(28.02 / 26.17) = 16.56 %."""
    on_sunday = moment("2026-11-22 12:00")
    quotes = chain("SPXW", DECEMBER, FORWARD, STRIKES, VOL)
    seen = market(quotes, at=on_sunday, spx=f"{SPOT}", levels_at=CLOCK)
    found = reading(
        "break_even_migration",
        scene_of(desk_with(CONDOR, now=on_sunday), seen, remembered=Recorded({FIVE_DAYS_AGO: VOL})),
    )
    assert found.sentence.startswith("Volatility of its legs 16.0 %, 16.0 % on 2026-11-13")
    assert found.value == pytest.approx(0.0, abs=1.0)


def test_the_places_it_looks_at_go_outward() -> None:
    assert STEPS[0] == 0.0
    assert all(one < other for one, other in pairwise(STEPS))
    assert math.isclose(STEPS[-1], 6.0)
