"""Scenes for facts: a book in memory on a made market, with equity, inputs and remembered days as one wants them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from support.founded_books import CLOCK, IRA, MemoryLedger, enter, founded_desk, founding_entry
from support.made_markets import Quotes, chain, future, market

from alvh_desktop.desk.ports import Entry
from alvh_desktop.desk.scenario import world_of
from alvh_desktop.desk.scope import real_book
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input, Leg, Role
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.spot import spx_spot
from alvh_desktop.pricing.valuation import value_legs
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.scene import DayStood, Scene, SeenVolatility
from alvh_desktop.series.past import Past

NO_EQUITY = Problem("equity", "equity is not known: type it")
IN_PAPER = f" in {IRA}"
PAPER_ID = 90
TODAY = CLOCK.date()
Line = str | tuple[str, Role | None]

DECEMBER, JANUARY = date(2026, 12, 18), date(2027, 1, 15)
VIX_DECEMBER, VIX_MARCH, VIX_JUNE = date(2026, 12, 16), date(2027, 3, 17), date(2027, 6, 16)
STRIKES = (6200, 6300, 6350, 6500, 6600, 6650, 6700, 6750, 6800, 7000, 7150, 7200, 7250)


def skewed(strike: float) -> float:
    return 0.16 - 0.00006 * (strike - 6700)


QUOTES: Quotes = {
    **chain("SPXW", DECEMBER, 6715.0, STRIKES, skewed),
    **chain("SPXW", JANUARY, 6733.0, STRIKES, skewed),
    **chain("VIX", VIX_DECEMBER, 18.05, range(12, 60, 2), 0.9, half_spread="0.02"),
    **chain("VIX", VIX_MARCH, 19.0, range(12, 60, 2), 0.7, half_spread="0.02"),
    **chain("VIX", VIX_JUNE, 20.0, range(12, 60, 2), 0.6, half_spread="0.02"),
    **future(VIX_DECEMBER, "18.05"),
    **future(VIX_MARCH, "19.00"),
    **future(VIX_JUNE, "20.00"),
}


@dataclass(frozen=True)
class RememberedDays:
    """Fits Remembered: these days and no volatilities."""

    of: tuple[DayStood, ...] = field(default=())

    def volatility(self, leg: Leg, moment: datetime) -> SeenVolatility | None:
        return None

    def days(self) -> Sequence[DayStood]:
        return self.of


def book_of(*lines: Line, typed: Mapping[str, str] | None = None, now: datetime = CLOCK) -> Book:
    desk = founded_desk(MemoryLedger(_founded()), now)
    for line in lines:
        order, role = (line, None) if isinstance(line, str) else line
        enter(desk, order, role=role)
    return with_inputs(desk.book, typed or {})


@cache
def _founded() -> Entry:
    return founding_entry()


def with_inputs(book: Book, typed: Mapping[str, str], on: date = TODAY) -> Book:
    """The book with these values typed on a day, ids from five thousand on."""
    first = max([4999, *book.inputs]) + 1
    rows = (Input(first + n, name, on, Decimal(value), "typed") for n, (name, value) in enumerate(typed.items()))
    return book.after(Row("inputs", row.id, None, row) for row in rows)


def with_paper(book: Book) -> Book:
    """The book whose second account is one of paper."""
    account = book.accounts[PAPER_ID]
    return book.after([Row("accounts", PAPER_ID, account, replace(account, kind="paper"))])


def seen(
    quotes: Mapping | None = None,
    spx: str | None = "6690",
    vix: str | None = "17",
    at: datetime = CLOCK,
    levels_at: datetime | None = None,
) -> Market:
    if quotes is None:
        return _usual(spx, vix, at, levels_at)
    return market(quotes, at=at, spx=spx, vix=vix, levels_at=levels_at)


@cache
def _usual(spx: str | None, vix: str | None, at: datetime, levels_at: datetime | None) -> Market:
    """One for all tests: its smiles are fitted once."""
    return market(QUOTES, at=at, spx=spx, vix=vix, levels_at=levels_at)


def scene_of(
    book: Book,
    at_market: Market | None = None,
    equity: str | Problem = "500000",
    days: Sequence[DayStood] = (),
    past: Past | None = None,
    kept: dict | None = None,
) -> Scene:
    found, book = at_market or seen(), real_book(book)
    values, spot = value_legs(book.holdings.values(), found), spx_spot(found, book.products)

    def see_world() -> World | Problem:
        return spot if isinstance(spot, Problem) else world_of(book, found, spot, values, Lens())

    return Scene(
        book,
        found,
        values,
        spot,
        equity=equity if isinstance(equity, Problem) else Decimal(equity),
        see_world=see_world,
        see_past=lambda: past or Past(),
        remembered=RememberedDays(tuple(days)),
        kept={} if kept is None else kept,
    )


def readings(fact_id: str, scene: Scene) -> dict[str, Reading]:
    """What a fact reads, by the key of its subject."""
    found = tuple(FACTS[fact_id].read(scene))
    by_key = {reading.subject.key: reading for reading in found}
    assert len(by_key) == len(found), "a subject is read once"
    return by_key


def reading(fact_id: str, scene: Scene) -> Reading:
    """The only one."""
    (found,) = readings(fact_id, scene).values()
    return found


def aged(scene: Scene, to: datetime) -> Scene:
    """The same quotes, looked at later."""
    equity = scene.equity if isinstance(scene.equity, Problem) else str(scene.equity)
    return scene_of(scene.book, replace(scene.market, at=to), equity)


def day_stood(day: date, equity: str | None, condors: str | None = "0", hedge: str | None = "0") -> DayStood:
    def told(value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    return DayStood(day, told(equity), told(condors), told(hedge))
