"""Signals that ask for a layer: before an event, and beside a condor past half its life."""

from collections.abc import Iterator
from datetime import UTC, datetime

from alvh_desktop.domain.calendar import (
    NEW_YORK,
    business_days_between,
    next_business_day,
    written_date,
)
from alvh_desktop.domain.events import DatedEvent, events_between, unknown_events
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import EventKind
from alvh_desktop.domain.sessions import session_close
from alvh_desktop.rules.check import setting
from alvh_desktop.rules.facts.conditions import Condition, together
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.facts.prints import is_rising, went
from alvh_desktop.rules.facts.programme import programme_now
from alvh_desktop.rules.hedge_units import role_counts
from alvh_desktop.rules.no_add import PE_INPUTS
from alvh_desktop.rules.reading import MARKET, YES_OR_NO, Reading, Seen, Subject
from alvh_desktop.rules.scene import Scene

EVENT_DAYS = 2
"""Trading days ahead within which an event is near."""

_WATCHED: tuple[EventKind, ...] = ("FOMC", "CPI", "PPI")
_TRENDS = {"CPI": ("cpi.yoy",), "PPI": ("ppi.yoy",), "FOMC": ("cpi.yoy", "ppi.yoy")}
_LEAST_DAYS_LEFT = 2


def _read_event_layer(scene: Scene) -> Iterator[Reading]:
    """One reading an event; one of the market where the calendar does not know the days ahead."""
    unknown, near = kept(scene, "events near", (scene.book.events, scene.day), lambda: _events_near(scene))
    if unknown:
        told = "; ".join(unknown)
        yield Reading(MARKET, None, f"not known: {told}: type the days ahead as events of your own calendar.")
    if not near:
        return
    short = _is_short_layer_below(scene)
    for event in near:
        subject = Subject(f"{event.kind} {event.on.isoformat()}", f"{event.kind} of {written_date(event.on)}")
        conditions = (_is_ahead(scene, event), _is_any_rising(scene, event.kind), short)
        said = f"{event.title} on {written_date(event.on)}, and the short layer is below its count."
        yield together(subject, conditions, said, is_told_once=True)


def _events_near(scene: Scene) -> tuple[tuple[str, ...], tuple[DatedEvent, ...]]:
    """What the calendar does not know of the days ahead, and the events that it has in them."""
    last = scene.day
    for _ in range(EVENT_DAYS):
        last = next_business_day(last)
    unknown = (problem.message for problem in unknown_events(scene.day, last) if problem.where in _WATCHED)
    events = events_between(scene.book.events.values(), scene.day, last)
    return tuple(unknown), tuple(event for event in events if event.kind in _WATCHED)


def _is_ahead(scene: Scene, event: DatedEvent) -> Condition:
    moment = _moment_of(event)
    days = business_days_between(scene.day, event.on)
    if scene.now >= moment:
        return Condition(False, f"{event.title} of {event.on} is over")
    when = "today" if days == 0 else f"in {days} trading day{'' if days == 1 else 's'}"
    seen = Seen(f"{event.kind}, trading days ahead", float(days), moment, event.source)
    return Condition(True, f"{event.title} is due {when}", seen=(seen,))


def _moment_of(event: DatedEvent) -> datetime:
    """When it is over: at its hour, else with the session of its day."""
    if event.at is None:
        return session_close(event.on)
    return datetime.combine(event.on, event.at, NEW_YORK).astimezone(UTC)


def _is_any_rising(scene: Scene, kind: EventKind) -> Condition:
    """Whether the year-on-year trend behind an event rises; behind a decision of the FOMC stand both of them."""
    found = [is_rising(scene, name) for name in _TRENDS[kind]]
    rising = next((each for each in found if each.holds), None)
    if rising is not None:
        return rising
    unknown = [each for each in found if each.holds is None]
    told = "; ".join(each.told for each in unknown or found)
    doubts = [each.doubt for each in found if each.doubt]
    seen = tuple(seen for each in found for seen in each.seen)
    return Condition(None if unknown else False, told, doubts[0] if doubts else None, seen)


def _is_short_layer_below(scene: Scene) -> Condition:
    programme = programme_now(scene)
    if isinstance(programme, Problem):
        return Condition(None, f"the count of the short layer: {programme.message}")
    counts = role_counts(scene.book, programme.value, scene.now)
    short = next(count for count in counts if count.role == "short")
    seen = (
        Seen("short layer, contracts held", float(short.held), scene.now, "fills"),
        Seen("short layer, contracts of the template", float(short.target), scene.now, "programme notional"),
    )
    return Condition(short.held < short.target, f"the short layer holds {short.held} of {short.target}", seen=seen)


def _read_second_layer(scene: Scene) -> Iterator[Reading]:
    ages = _oldest_condor(scene)
    if ages is None:
        return
    name = PE_INPUTS[int(setting(scene.book, "hedge.pe", scene.day))]
    conditions = (went(scene, name, up=False), went(scene, "reer", up=True), ages)
    yield together(MARKET, conditions, "P/E is down, the dollar up, and a condor past half its life: second layer.")


def _oldest_condor(scene: Scene) -> Condition | None:
    """The condor that has lived the largest share of its life, of those for which a layer can still be added; None
    where no condor is open. With 0 or 1 trading days left the method rolls or closes instead."""
    found: list[tuple[float, str]] = []
    is_any = False
    for trade_id, held in scene.open_by_trade.items():
        sold = [each for each in held if each.position.quantity < 0 and each.leg.right is not None]
        if scene.book.trades[trade_id].sleeve != "core" or not sold:
            continue
        is_any = True
        ends = min(scene.values[each.leg.id].settles_at for each in sold)
        if business_days_between(scene.day, ends.astimezone(NEW_YORK).date()) < _LEAST_DAYS_LEFT:
            continue
        begun = min(each.fills[0].moment for each in sold)
        share = (scene.now - begun) / (ends - begun) if ends > begun else 1.0
        found.append((share, f"trade {trade_id} has lived {100 * share:.0f} % of its life"))
    if not is_any:
        return None
    if not found:
        return Condition(False, f"every condor has under {_LEAST_DAYS_LEFT} trading days left: roll or close it")
    share, told = max(found)
    return Condition(share > 0.5, told, seen=(Seen("share of a condor's life", share, scene.now, "fills"),))


EVENT_LAYER = Fact(
    "event_layer",
    "Event near, short layer below its count",
    YES_OR_NO,
    "market",
    "FOMC, CPI or PPI within 2 trading days, the newest year-on-year print above the one before, short layer below "
    "its count",
    "no FOMC, CPI or PPI within 2 trading days",
    _read_event_layer,
    0,
    1,
)
SECOND_LAYER = Fact(
    "second_layer",
    "P/E down, dollar up, condor past half its life",
    YES_OR_NO,
    "market",
    "P/E less that of 30 days ago below 0, real effective dollar above, a condor with 2 or more trading days left "
    "past half its life",
    "no condor is open",
    _read_second_layer,
    0,
    1,
)
