"""Whether the hedge and the cash set aside could pay the slippage of the condors when the Fed decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from alvh_desktop.domain.calendar import business_days_between
from alvh_desktop.domain.events import DatedEvent, events_between, unknown_events
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.market import mid_of
from alvh_desktop.rules.check import setting, typed_fact
from alvh_desktop.rules.facts.age import SeenAt, doubt_of, marks_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.facts.standing import core_legs, hedge_legs
from alvh_desktop.rules.reading import Reading, Seen, Subject
from alvh_desktop.rules.scene import Scene

AHEAD_DAYS = 5
"""Trading days before an FOMC decision from which on the cover is judged, the day itself included."""

_CALENDAR_DAYS = 12  # in which five trading days surely lie


@dataclass(frozen=True, slots=True)
class Slippage:
    """$ of half the spread of every open condor leg, `times` as wide as now; `seen` when each was quoted."""

    usd: Decimal
    half_spreads: Decimal
    times: Decimal
    legs: int
    seen: tuple[SeenAt, ...]


def read_liquidity_cover(scene: Scene) -> Iterator[Reading]:
    """(market value of the hedge + cash set aside for it) / slippage of the condors, for each FOMC day at hand."""
    if not core_legs(scene):
        return
    events = kept(scene, "FOMC", (scene.day, scene.book.events), lambda: _decisions(scene))
    if isinstance(events, Problem):
        yield Reading(Subject("FOMC", "FOMC"), None, f"not known: {events.message}; type the next one as an event")
        return
    for event in events:
        yield _of_event(scene, event)


def slippage_of(scene: Scene) -> Slippage | Problem:
    """Sum over open condor legs of half-spread * slippage.event_multiple * size; a typed price has no spread."""
    times, total, seen = setting(scene.book, "slippage.event_multiple", scene.day), Decimal(0), list[SeenAt]()
    legs = core_legs(scene)
    for held in legs:
        quote = scene.market.quotes.get(held.leg.contract)
        if quote is None or mid_of(quote) is None or quote.is_typed or quote.bid is None or quote.ask is None:
            name = spoken(held.leg.contract)
            return Problem(name, f"the spread of {name} is not known: no bid and ask of it are quoted")
        total += (quote.ask - quote.bid) / 2 * abs(held.position.quantity) * held.product.multiplier
        seen.append((quote.moment, quote.source))
    return Slippage(total * times, total, times, len(legs), tuple(seen))


def hedge_value(scene: Scene) -> Decimal | Problem:
    """$ that the open legs of alvh and second engine are marked at."""
    total = Decimal(0)
    for held in hedge_legs(scene):
        value = scene.values.get(held.leg.id)
        if value is None or value.market_value is None:
            name = spoken(held.leg.contract)
            why = value.problems[0].message if value is not None and value.problems else "it has no mark"
            return Problem(name, f"market value of {name} is not known: {why}")
        total += value.market_value
    return total


def _of_event(scene: Scene, event: DatedEvent) -> Reading:
    days = business_days_between(scene.day, event.on)
    subject = Subject(f"FOMC {event.on.isoformat()}", f"FOMC of {event.on.isoformat()}")
    worth, cash, slippage = hedge_value(scene), typed_fact(scene.book, "hedge.cash", scene.day), slippage_of(scene)
    for known in (worth, slippage, cash):
        if isinstance(known, Problem):
            alone = "" if known is not cash else "; type 0 where there is none"
            return Reading(subject, None, f"not known: {known.message}{alone}", is_told_once=True)
    assert not isinstance(worth, Problem), "asked above"
    assert not isinstance(cash, Problem), "asked above"
    assert not isinstance(slippage, Problem), "asked above"
    if slippage.usd <= 0:
        told = "not known: the condors are quoted without any spread"
        return Reading(subject, None, told, is_told_once=True)
    cover = (float(worth) + cash.value) / float(slippage.usd)
    doubts = [doubt_of(scene, (*slippage.seen, *marks_of(scene, hedge_legs(scene)))), cash.doubt]
    return Reading(
        subject,
        cover,
        f"FOMC in {days} trading day{'' if days == 1 else 's'}: (hedge ${worth:,.0f} + cash ${cash.value:,.0f}) / "
        f"slippage ${slippage.usd:,.0f} = {cover:.2f} x; slippage is half the spread of {slippage.legs} condor legs, "
        f"${slippage.half_spreads:,.0f}, x {slippage.times:f}.",
        said=f"FOMC in {days} trading day{'' if days == 1 else 's'}: hedge and cash cover slippage {cover:.1f} x.",
        doubt="; ".join(each for each in doubts if each) or None,
        is_told_once=True,
        seen=(
            Seen("hedge, $", float(worth)),
            Seen("cash, $", cash.value),
            Seen("slippage, $", float(slippage.usd), _oldest(slippage)),
        ),
    )


def _decisions(scene: Scene) -> tuple[DatedEvent, ...] | Problem:
    """FOMC days from today to five trading days ahead; a Problem where the list does not reach so far."""
    last = scene.day + timedelta(days=_CALENDAR_DAYS)
    found = [e for e in events_between(scene.book.events.values(), scene.day, last) if e.kind == "FOMC"]
    near = tuple(e for e in found if _is_near(scene.day, e.on))
    unknown = next((each for each in unknown_events(scene.day, last) if each.where == "FOMC"), None)
    return unknown if unknown is not None and not near else near


def _is_near(today: date, on: date) -> bool:
    return business_days_between(today, on) <= AHEAD_DAYS


def _oldest(slippage: Slippage) -> datetime:
    return min(moment for moment, _ in slippage.seen)


LIQUIDITY_FACTS = (
    Fact(
        "liquidity_cover", "Cover of slippage", "x of slippage", "market",
        "(market value of the hedge + cash set aside for it) / half-spreads of the condor legs x "
        "slippage.event_multiple",
        "no condor is open, or no FOMC day lies within 5 trading days", read_liquidity_cover, 0.0, 100.0,
    ),
)  # fmt: skip
