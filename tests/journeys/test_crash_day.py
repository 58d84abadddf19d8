"""A day on which SPX falls through the puts, tick by tick: each alert rises, and is raised once a severity."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest
from support.founded_books import enter, founded_desk
from support.made_markets import chain, future, market

from alvh_desktop.desk.attending import Attendance
from alvh_desktop.desk.backdrop import Backdrop
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.spans import span_of
from alvh_desktop.pricing.market import Market
from alvh_desktop.rules.reading import LEVELS
from alvh_desktop.rules.rulebook import rulebook_of
from alvh_desktop.rules.transition import Transition

OPEN = datetime(2026, 11, 23, 14, 31, tzinfo=UTC)
"""9:31 in New York."""
BEFORE = datetime(2026, 11, 12, 15, 0, tzinfo=UTC)
DECEMBER, VX_NEAR, VX_FAR = date(2026, 12, 18), date(2026, 12, 16), date(2027, 3, 17)
CRASH = (6700, 6640, 6560, 6500, 6440, 6400, 6362, 6352, 6348, 6351, 6347, 6330, 6318, 6327, 6312, 6305, 6290, 6240)
"""It trembles around the short at 6350 and between 6318 and 6327, where three quarters of the way to 6300 lie."""


@cache
def seen(spx: float, minute: int, low: float | None = None) -> Market:
    """VIX and the volatility of SPX answer the fall; one tick is a minute."""
    at = OPEN + timedelta(minutes=minute)
    fall = 1 - spx / 6700
    vix, vol = 17 + 300 * fall, 0.15 + 1.5 * fall
    quotes = chain("SPXW", DECEMBER, spx * 1.002, range(6200, 7251, 50), vol, at)
    for expiry, price in ((VX_NEAR, 18 + 200 * fall), (VX_FAR, 20 + 90 * fall)):
        quotes |= future(expiry, f"{price:.2f}", at) | chain("VIX", expiry, price, range(15, 31), 0.9, at)
    found = market(quotes, at=at, spx=f"{spx:.2f}", vix=f"{vix:.2f}")
    if low is None:
        return found
    level = replace(found.levels["SPX"], low=Decimal(repr(low)), high=found.levels["SPX"].value)
    return replace(found, levels={**found.levels, "SPX": level})


def opened() -> Desk:
    desk = founded_desk(now=OPEN + timedelta(hours=8))
    enter(desk, "-10 SPXW 18DEC26 6300/6350P 7150/7200C @9.50", BEFORE)
    enter(desk, "+4 VIX 16DEC26 20C @1.20", BEFORE, role="short")
    enter(desk, "+4 VIX 17MAR27 22C @2.10", BEFORE, role="medium")
    return desk


def played(desk: Desk, markets: Sequence[Market]) -> Iterator[tuple[Picture, tuple[Transition, ...]]]:
    attendance, before = Attendance(None), None
    for tick in markets:
        span = span_of(before, tick.levels["SPX"], ())
        picture = paint(Inputs(desk.book, tick, attendance.states, backdrop=Backdrop(span=span)))
        before = tick.levels["SPX"]
        yield picture, attendance.look(picture)


def falling(path: Sequence[float]) -> list[Market]:
    return [seen(spx, minute) for minute, spx in enumerate(path)]


def test_each_alert_rises_once_a_severity_and_the_worst_stands_first() -> None:
    desk = opened()
    order = {rules.id: place for place, rules in enumerate(rulebook_of(desk.book))}
    told: list[Transition] = []
    for picture, changed in played(desk, falling(CRASH)):
        told += [each for each in changed if each.is_louder]
        firing = [alert for alert in picture.alerts if alert.state.is_firing]
        places = [(-LEVELS.index(alert.level), alert.unknown is None, order[alert.rules.id]) for alert in firing]
        assert places == sorted(places)
    counted = Counter((each.rules.id, each.subject_key, each.after.shown_level) for each in told)
    assert set(counted.values()) == {1}, [key for key, count in counted.items() if count > 1]
    for each in told:
        assert LEVELS.index(each.after.shown_level) > LEVELS.index(each.before.shown_level)
    raised = {rule_id: [each.after.shown_level for each in told if each.rules.id == rule_id] for rule_id in order}
    assert raised["condor.short_tested"] == ["watch", "warn", "act"]
    assert raised["condor.break_even"][-1] == "act"
    assert raised["condor.short_near"] == ["watch"]
    assert raised["condor.loss_multiple"][0] == "watch"


def test_a_jump_past_two_severities_is_one_entry_at_the_highest() -> None:
    told = [each for _, changed in played(opened(), falling((6700, 6700, 6306, 6306))) for each in changed]
    tested = [each for each in told if each.rules.id == "condor.short_tested"]
    assert [(each.kind, each.before.level, each.after.level) for each in tested] == [("fired", "quiet", "act")]


@pytest.mark.parametrize("path", [CRASH, CRASH[::2], CRASH[::5], (CRASH[0], CRASH[-1])])
def test_however_rarely_it_is_looked_at_nothing_is_missed(path: Sequence[float]) -> None:
    """The last tick twice: what must stand for one look has stood."""
    whole = [*falling(path), seen(path[-1], len(CRASH)), seen(path[-1], len(CRASH) + 1)]
    picture = [picture for picture, _ in played(opened(), whole)][-1]
    levels = {alert.rules.id: alert.level for alert in picture.alerts if alert.rules.id.startswith("condor")}
    assert levels["condor.short_tested"] == "act"
    assert levels["condor.break_even"] == "act"
    assert levels["condor.short_near"] == "watch"


def test_a_low_between_two_ticks_counts_as_touched() -> None:
    """Both ticks stand at 6400; in between it was at 6309: (6350 - 6309) / 50 = 0.82 of the way."""
    markets = [seen(6400, 0, low=6395.0), seen(6400, 1, low=6309.0), seen(6400, 2, low=6309.0)]
    looks = [
        (alert.level, alert.value)
        for picture, _ in played(opened(), markets)
        for alert in picture.alerts
        if alert.rules.id == "condor.short_tested"
    ]
    assert [level for level, _ in looks] == ["quiet", "act", "quiet"]
    assert [value for _, value in looks] == pytest.approx([-1.0, -1.0, -1.0])


def test_closing_the_condor_clears_what_it_raised() -> None:
    desk = opened()
    markets = falling((6700, 6306))
    before = [picture for picture, _ in played(desk, markets)][-1]
    trade = next(trade for trade in desk.book.trades.values() if trade.sleeve == "core")
    states = before.attention.states
    assert states["condor.short_tested", f"trade {trade.id}"].level == "act"
    enter(desk, "+10 SPXW 18DEC26 6300/6350P 7150/7200C @47")
    after = paint(Inputs(desk.book, seen(6306, 2), states)).attention
    cleared = {each.rules.id: each for each in after.transitions if each.kind == "cleared"}
    assert cleared["condor.short_tested"].sentence == "it is no longer held"
    assert ("condor.short_tested", f"trade {trade.id}") not in after.states
