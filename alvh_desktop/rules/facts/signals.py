"""Signals of the method: dated events of the market, each told once an episode.

What a signal hangs on changes from day to day, so its subject carries the day on which its episode began: the same
cross is told once, the next one anew. While something is missing the episode that was read last stays the subject.
"""

from collections.abc import Iterator
from datetime import date

from alvh_desktop.domain.calendar import business_days_between, written_date
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.check import regime_fact
from alvh_desktop.rules.facts.conditions import Condition, seen_of, together
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.fired import fired_on
from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.facts.momentum import (
    NEAR_DAYS,
    Momentum,
    crossed_together,
    is_near,
    is_of_this_year,
    momenta_of,
)
from alvh_desktop.rules.facts.prints import is_range_bound, went
from alvh_desktop.rules.reading import MARKET, YES_OR_NO, Reading, Subject
from alvh_desktop.rules.scene import Scene
from alvh_desktop.series.macd import Cross

_DATED = "market "
_EXCESS = ("premium.spread", "premium.mean", "premium.deviation")


def _read_premium_excess(scene: Scene) -> Iterator[Reading]:
    """In points: VIX less 20-day realised volatility, less its 252-day mean and one standard deviation."""
    found = [regime_fact(scene.regime, study_id) for study_id in _EXCESS]
    seen = tuple(s for name in _EXCESS if name in scene.regime for s in seen_of(scene.regime[name]))
    values, doubts = [], []
    for fact in found:
        if isinstance(fact, Problem):
            yield Reading(MARKET, None, f"not known: {fact.message}.", seen=seen)
            return
        values.append(fact.value)
        doubts += [fact.doubt] if fact.doubt else []
    spread, mean, deviation = values
    excess = spread - (mean + deviation)
    place = "over" if excess > 0 else "under"
    yield Reading(
        MARKET,
        excess,
        f"VIX less 20-day realised volatility {spread:.1f} - (252-day mean {mean:.1f} + one deviation "
        f"{deviation:.1f}) = {excess:+.1f} points.",
        said=f"VIX less realised volatility is {spread:.1f} points, {abs(excess):.1f} {place} its rich mark.",
        doubt=doubts[0] if doubts else None,
        seen=seen,
    )


def _read_calendar_entry(scene: Scene) -> Iterator[Reading]:
    vx = momenta_of(scene)["vx"]
    begun = next((cross.day for cross in reversed(vx.crosses) if not cross.is_up), None)
    conditions = (_is_easing(vx), is_range_bound(scene, "cpi.yoy"), is_range_bound(scene, "ppi.yoy"))
    said = "A VIX calendar may be opened: the VX curve's MACD eases, CPI and PPI are range-bound."
    yield together(_episode(scene, "calendar_entry", begun), conditions, said, is_told_once=True)


def _read_shift_forward(scene: Scene) -> Iterator[Reading]:
    found = momenta_of(scene)
    spx, vx = found["spx"], found["vx"]
    hangs_on = (spx.crosses, vx.crosses, scene.day)
    begun = kept(scene, "crossed together", hangs_on, lambda: crossed_together(*hangs_on))
    said = (
        f"MACD of SPX and of the VX curve have crossed within {NEAR_DAYS} trading days: move the next roll forward."
    )
    conditions = (_has_crossed(scene, spx), _has_crossed(scene, vx))
    yield together(_episode(scene, "shift_forward", begun), conditions, said, is_told_once=True)


def _read_add_vvix(scene: Scene) -> Iterator[Reading]:
    vvix = momenta_of(scene)["vvix"]
    begun = next((cross.day for cross in reversed(vvix.crosses) if cross.is_up), None)
    conditions = (_has_crossed(scene, vvix, up=True), went(scene, "rate_differential", up=False))
    said = "MACD of VVIX crossed up while the rate differential flattens: consider a layer."
    yield together(_episode(scene, "add_vvix", begun), conditions, said, is_told_once=True)


def _read_add_financials(scene: Scene) -> Iterator[Reading]:
    said = "The quick ratio of financials is down over 30 days: consider a layer."
    yield together(MARKET, (went(scene, "quick_ratio.financials", up=False),), said)


def _is_easing(vx: Momentum) -> Condition:
    """Whether the histogram is below 0 and rises toward it."""
    now, before, unknown = vx.figure.value, vx.before, _unknown(vx)
    if unknown is not None or now is None or before is None:
        return unknown or Condition(None, f"MACD histogram of {vx.name} of the day before is not known")
    return Condition(
        before < now < 0.0,
        f"MACD histogram of {vx.name} {now:+.3f} after {before:+.3f} the day before",
        _doubt(vx),
        seen_of(vx.figure),
    )


def _has_crossed(scene: Scene, momentum: Momentum, *, up: bool = False) -> Condition:
    """Whether its newest cross is of these days; `up`: and upward."""
    unknown = _unknown(momentum)
    if unknown is not None:
        return unknown
    cross = momentum.last_cross
    holds = is_near(cross, scene.day) and (not up or (cross is not None and cross.is_up))
    told = f"MACD of {momentum.name} {_cross_told(cross, scene.day)}"
    return Condition(holds, told, _doubt(momentum), seen_of(momentum.figure))


def _cross_told(cross: Cross | None, day: date) -> str:
    if cross is None:
        return "has not crossed its signal in the days that are known"
    way = "up" if cross.is_up else "down"
    crossed = f"crossed {way} on {written_date(cross.day)}"
    if not is_of_this_year(cross, day):
        return crossed
    ago = business_days_between(cross.day, day)
    return f"{crossed}, {ago} trading day{'' if ago == 1 else 's'} ago"


def _unknown(momentum: Momentum) -> Condition | None:
    figure = momentum.figure
    return None if figure.value is not None else Condition(None, f"MACD of {momentum.name}: {figure.missing}")


def _doubt(momentum: Momentum) -> str | None:
    figure = momentum.figure
    return f"MACD of {momentum.name} on data of {figure.day}" if figure.stale else None


def _episode(scene: Scene, fact_id: str, begun: date | None) -> Subject:
    """The market in the episode that began on a day; where no such day is known, in the one that was read last.

    After a restart that is the one which fired at the last look: a series that is missing ends no episode.
    """
    key = ("episode", fact_id)
    if begun is None and key in scene.kept:
        held: Subject = scene.kept[key]
        return held
    if begun is None:
        dated = (each.removeprefix(_DATED) for each in fired_on(scene, fact_id) if each.startswith(_DATED))
        begun = max(map(date.fromisoformat, dated), default=None)
    if begun is None:
        return MARKET
    subject = Subject(f"{_DATED}{begun.isoformat()}", f"Market since {written_date(begun)}")
    scene.kept[key] = subject
    return subject


PREMIUM_EXCESS = Fact(
    "premium_excess",
    "Premium over its rich mark",
    "points",
    "market",
    "VIX - 20-day realised volatility - (its 252-day mean + one standard deviation)",
    "nothing is known of VIX and SPX",
    _read_premium_excess,
    -50,
    50,
)
CALENDAR_ENTRY = Fact(
    "calendar_entry",
    "Calendar may be opened",
    YES_OR_NO,
    "market",
    "MACD histogram of the VX curve below 0 and nearer to 0 than the day before; CPI and PPI moved less than 0.3 "
    "points over three prints",
    "nothing is known of the VX curve",
    _read_calendar_entry,
    0,
    1,
)
SHIFT_FORWARD = Fact(
    "shift_forward",
    "MACD crosses of SPX and VX",
    YES_OR_NO,
    "market",
    "MACD of SPX and of the VX curve have both crossed their signal in the last 5 trading days",
    "nothing is known of SPX and the VX curve",
    _read_shift_forward,
    0,
    1,
)
ADD_VVIX = Fact(
    "add_vvix",
    "VVIX crosses up",
    YES_OR_NO,
    "market",
    "MACD of VVIX crossed up in the last 5 trading days; long less short rate down over 30 days",
    "nothing is known of VVIX",
    _read_add_vvix,
    0,
    1,
)
ADD_FINANCIALS = Fact(
    "add_financials",
    "Quick ratio of financials down",
    YES_OR_NO,
    "market",
    "quick ratio of financials now less that of 30 days ago below 0",
    "nothing is known of financials",
    _read_add_financials,
    0,
    1,
)
