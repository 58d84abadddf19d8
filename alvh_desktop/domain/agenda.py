"""What the days ahead hold: settlements, last trading moments, closed and short days, and events, in time order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from alvh_desktop.domain.calendar import (
    NEW_YORK,
    expires_on,
    is_business_day,
    is_covered,
    is_early_close,
    last_trading_moment,
    next_business_day,
    settlement_moment,
)
from alvh_desktop.domain.calendar.business_days import load_closures
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.events import DatedEvent, events_between, unknown_events
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Event
from alvh_desktop.domain.symbols import expiry_text

What = Literal["settlement", "last trading", "holiday", "early close", "event"]
_ORDER: tuple[What, ...] = ("holiday", "early close", "event", "last trading", "settlement")
_BY_RULE = "by rule"
_CLOSURES = "exchange holidays, by table"


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One line of the calendar of a New York day. `moment` is UTC, None for a whole day.

    `roots` are the products that settle or stop trading, with their `expiry`; `is_held` says that a contract of them
    is held. `event` is the event behind a line that tells of one.
    """

    on: date
    moment: datetime | None
    what: What
    title: str
    source: str
    roots: tuple[str, ...] = ()
    expiry: date | None = None
    is_held: bool = False
    event: DatedEvent | None = None


def agenda(
    first: date,
    last: date,
    products: Mapping[str, Product],
    book_events: Iterable[Event] = (),
    held: Iterable[Contract] = (),
) -> tuple[AgendaItem, ...]:
    """Everything from `first` to `last`, both included and inside the trading calendar.

    Of one moment closed days come first, settlements last. Products that settle at one moment on one value share a
    line.
    """
    expiries = {(contract.root, contract.expiry) for contract in held}
    days = [day for day in _days(first, last) if is_covered(day)]
    items = [item for day in days for item in (*_closures(day), *_trading(day, products, expiries))]
    items += [_of_event(event) for event in events_between(book_events, first, last)]
    return tuple(sorted(items, key=_place))


def unknown_days(first: date, last: date) -> tuple[Problem, ...]:
    """What is not known of some days of a span, and so is missing from their agenda."""
    table = load_closures()
    # a VIX settlement asks for the Friday 30 days later
    begins, ends = table.first + timedelta(days=7), table.last - timedelta(days=36)
    told = unknown_events(first, last)
    if begins <= first and last <= ends:
        return told
    return (Problem("calendar", f"settlements and holidays are known from {begins} to {ends}"), *told)


def _place(item: AgendaItem) -> tuple[date, datetime, int, tuple[str, ...], str]:
    moment = item.moment or datetime.combine(item.on, time(), NEW_YORK).astimezone(UTC)
    return item.on, moment, _ORDER.index(item.what), item.roots, item.title


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def _closures(day: date) -> Iterator[AgendaItem]:
    if day.weekday() < 5 and not is_business_day(day):
        yield AgendaItem(day, None, "holiday", "The exchange is closed", _CLOSURES)
    elif is_early_close(day):
        title = "Early close: index 13:00, its options 13:15"
        yield AgendaItem(day, None, "early close", title, _CLOSURES)


def _trading(day: date, products: Mapping[str, Product], held: set[tuple[str, date]]) -> Iterator[AgendaItem]:
    """What settles on a day, and what trades last on it: an option that settles on a morning, the day before."""
    if not is_business_day(day):
        return
    yield from _grouped(day, day, "settlement", [p for p in products.values() if expires_on(p, day)], held)
    # the table ends with a year, whose next business day it does not know
    following = next_business_day(day) if is_covered(day + timedelta(days=10)) else day
    for expiry in dict.fromkeys((day, following)):
        stopping = [
            product
            for product in products.values()
            if expires_on(product, expiry)
            and product.trades_last_on_expiry == (expiry == day)
            and last_trading_moment(product, expiry) != settlement_moment(product, expiry)
        ]
        yield from _grouped(day, expiry, "last trading", stopping, held)


def _grouped(
    day: date, expiry: date, what: What, products: list[Product], held: set[tuple[str, date]]
) -> Iterator[AgendaItem]:
    moment_of = settlement_moment if what == "settlement" else last_trading_moment
    groups: dict[tuple[datetime, str], list[Product]] = {}
    for product in products:
        groups.setdefault((moment_of(product, expiry), product.official_value), []).append(product)
    for (moment, value), members in groups.items():
        roots = tuple(product.root for product in members)
        is_held = any((root, expiry) in held for root in roots)
        title = _title(members, expiry, what == "settlement", value)
        yield AgendaItem(day, moment, what, title, _BY_RULE, roots, expiry, is_held)


def _title(members: list[Product], expiry: date, is_settlement: bool, value: str) -> str:
    """SPXW and XSP 23NOV26 trade last and settle on SPX close."""
    *others, last = (product.root for product in members)
    names = f"{', '.join(others)} and {last}" if others else last
    trades, settles = ("trade", "settle") if others else ("trades", "settles")
    if not is_settlement:
        told = f"{trades} last"
    elif last_trading_moment(members[0], expiry) == settlement_moment(members[0], expiry):
        told = f"{trades} last and {settles} on {value}"
    else:
        told = f"{settles} on {value}"
    return f"{names} {expiry_text(expiry)} {told}"


def _of_event(event: DatedEvent) -> AgendaItem:
    moment = None if event.at is None else datetime.combine(event.on, event.at, NEW_YORK).astimezone(UTC)
    return AgendaItem(event.on, moment, "event", event.title, event.source, event=event)
