"""How the hedge stands against the band of the sizing worksheet, and against its hard cap."""

from collections.abc import Iterator

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.facts.age import doubt_of, marks_of, models_of
from alvh_desktop.rules.facts.conditions import begin_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.standing import hedge_legs
from alvh_desktop.rules.facts.structure import is_the_template
from alvh_desktop.rules.reading import BOOK, Reading, Seen
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.sizing.growth import last_fill, percent_at_last_fill
from alvh_desktop.rules.sizing.standing import Standing
from alvh_desktop.rules.sizing.worksheet import Worksheet, worksheet_now

GROWN = "Grown, not bought: harvest or leave."
_AGAINST_NOTHING = (
    "not evaluated: no condor was open in the last 5 trading days, the hedge is measured against nothing"
)
_HAIR = 1e-9


def _read_gap(scene: Scene) -> Iterator[Reading]:
    """Points of Np outside the band; of what is not known every possibility is looked at, and where they agree that
    it stands outside, or inside, that is said."""
    standing, sheet = worksheet_now(scene)
    held = _held(scene, standing)
    if not isinstance(held, float):
        yield from held
        return
    gaps = [band.outside(held) for band in sheet.possible]
    missing = "; ".join(sheet.left_open)
    if not gaps or (min(gaps) <= _HAIR < max(gaps)):
        why = sheet.base_step.missing if not gaps else missing
        shown = "" if sheet.band is None else f" Without it the band is {sheet.band.text}."
        yield Reading(BOOK, None, f"not known: {why}.{shown} {standing.allocation.sentence}", seen=_seen(held, sheet))
        return
    gap = min(gaps)
    assert sheet.band is not None, "there is a base"
    side = _side(held, sheet)
    grown = _growth(scene, standing, held, sheet) if side == "above" else ""
    partly = f" Partial, but it stands there in any case: {missing}." if missing else ""
    is_open = len(sheet.possible) > 1
    least = "at least " if is_open else ""
    bought = _bought_as_template(scene, standing, sheet) if gap > _HAIR and side == "above" else None
    place = "inside the band" if gap <= _HAIR else f"{least}{gap:.1f} points {side} the band"
    ends = "" if is_open else f" of {sheet.band.low:.1f} to {sheet.band.high:.1f} %"
    yield Reading(
        BOOK,
        gap,
        f"{standing.allocation.sentence} Worksheet {sheet.band.text} by base {sheet.base}: {place}.{partly}"
        f"{' ' + grown if grown else ''}",
        said=f"Hedge {held:.1f} % of the notional, {place}{ends}.{' ' + grown if grown else ''}",
        doubt="; ".join([*_old_market(scene, standing), *sheet.doubts]) or None,
        not_judged=bought,
        seen=_seen(held, sheet),
    )


def _read_over_cap(scene: Scene) -> Iterator[Reading]:
    """Points above the hard cap, below 0 under it; while the regime is not known, by the cap that both agree on."""
    standing, sheet = worksheet_now(scene)
    held = _held(scene, standing)
    if not isinstance(held, float):
        yield from held
        return
    over = [held - cap for cap in sheet.hard_caps]
    caps = [cap for cap in sheet.caps if cap.id in ("hard", "other") and cap.in_force]
    missing = next((cap.missing for cap in caps if cap.missing), None)
    if not over or (min(over) <= 0 < max(over)):
        yield Reading(BOOK, None, f"not known: {missing}. The hedge is {held:.1f} %.", seen=_seen(held, sheet))
        return
    excess = min(over, key=abs)
    place = f"{abs(excess):.1f} points {'above' if excess > 0 else 'under'}"
    partly = f" That holds in any regime; which one it is: {missing}." if missing else ""
    grown = _growth(scene, standing, held, sheet) if excess > 0 else ""
    yield Reading(
        BOOK,
        excess,
        f"Hedge {held:.1f} % of the notional - hard cap {held - excess:g} % = {excess:+.1f} points.{partly}"
        f"{' ' + grown if grown else ''}",
        said=f"Hedge {held:.1f} % of the notional, {place} its hard cap of {held - excess:g} %."
        f"{' ' + grown if grown else ''}",
        doubt="; ".join([*_old_market(scene, standing), *(cap.doubt for cap in caps if cap.doubt)]) or None,
        seen=_seen(held, sheet),
    )


def _held(scene: Scene, standing: Standing) -> float | tuple[Reading, ...]:
    """The hedge in per cent; where it is not to be judged, the reading that says so, if there is any hedge."""
    allocation = standing.allocation
    programme, percent = allocation.programme, allocation.percent
    if not isinstance(programme, Problem) and programme.value <= 0:
        is_any = hedge_legs(scene)
        return (Reading(BOOK, None, f"{_AGAINST_NOTHING}.", not_judged=_AGAINST_NOTHING),) if is_any else ()
    if isinstance(percent, Problem):
        return (Reading(BOOK, None, f"not known: {percent.message}."),)
    return percent


def _bought_as_template(scene: Scene, standing: Standing, sheet: Worksheet) -> str | None:
    """Why a hedge over its band is left alone: the whole 4/4/2 costs what it costs (17 % of the notional at VIX 18,
    24 % at 35), and who trims it has layers that are incomplete. What has grown there is told, and so is what may
    have grown; the hard cap holds for all.
    """
    if sheet.band is None or not is_the_template(scene):
        return None
    last = last_fill(scene)
    is_of_today = last is not None and last.astimezone(NEW_YORK).date() == scene.day
    then = percent_at_last_fill(scene, standing)
    if is_of_today or (then is not None and then > sheet.band.high + _HAIR):
        return "the hedge is the whole template, and was bought at this share: the hard cap judges it"
    return None


def _old_market(scene: Scene, standing: Standing) -> tuple[str, ...]:
    """How old the prices of the hedge are, where they are older than they may be."""
    by_delta = standing.allocation.measure == "delta notional"
    legs = hedge_legs(scene)
    doubt = doubt_of(scene, models_of(scene, legs) if by_delta else marks_of(scene, legs))
    return () if doubt is None else (doubt,)


def _side(held: float, sheet: Worksheet) -> str:
    """On which side of every band that may be it stands; "outside" where they differ."""
    sides = {"above" if held > band.high else "below" for band in sheet.possible}
    return sides.pop() if len(sides) == 1 else "outside"


def _growth(scene: Scene, standing: Standing, held: float, sheet: Worksheet) -> str:
    """What to say of a hedge over its band that has grown there since it was bought."""
    assert sheet.band is not None or sheet.hard_caps, "something stands that it is over"
    high = sheet.band.high if sheet.band is not None else min(sheet.hard_caps)
    then = percent_at_last_fill(scene, standing)
    return GROWN if then is not None and then <= high + _HAIR < held else ""


def _seen(held: float, sheet: Worksheet) -> tuple[Seen, ...]:
    found = [Seen("hedge, % of the notional", held), Seen("base of the worksheet", float(sheet.base))]
    if sheet.band is not None:
        found += [Seen("band, low", sheet.band.low), Seen("band, high", sheet.band.high)]
    inputs = [each for step in sheet.counted for each in step.inputs]
    inputs += [each for cap in sheet.caps for each in cap.inputs]
    found += [Seen(each.title, each.text, None if each.day is None else begin_of(each.day)) for each in inputs]
    return tuple(dict.fromkeys(found))


ALLOCATION_GAP = Fact(
    "allocation_gap",
    "Hedge outside the worksheet's band",
    "points outside",
    "book",
    "distance of the hedge allocation from the band of the sizing worksheet, in % points of the programme's notional",
    "neither condors nor a hedge stand open",
    _read_gap,
    0,
    100,
)
ALLOCATION_OVER_CAP = Fact(
    "allocation_over_cap",
    "Hedge over its hard cap",
    "points above",
    "book",
    "hedge allocation less the hard cap of the regime, in % points of the programme's notional",
    "neither condors nor a hedge stand open",
    _read_over_cap,
    -100,
    100,
)
