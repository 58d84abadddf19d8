"""Tickets over made markets: the book before an order and after it, and paper accounts beside the real one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from support.founded_books import CLOCK, IRA, enter, founded_desk
from support.hedged_books import QUOTES
from support.made_markets import market

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.scenario import world_of
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input, Role
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.spot import spx_spot
from alvh_desktop.pricing.valuation import value_legs
from alvh_desktop.rules.check import Check
from alvh_desktop.rules.entry_checks import entry_checks
from alvh_desktop.rules.ticket import Ticket
from alvh_desktop.series.study import Figure

IN_PAPER = f" in {IRA}"
PAPER_ID = 90
TODAY = CLOCK.date()


def with_paper(book: Book) -> Book:
    """The book whose second account is one of paper."""
    account = book.accounts[PAPER_ID]
    return book.after([Row("accounts", PAPER_ID, account, replace(account, kind="paper"))])


def with_inputs(book: Book, typed: Mapping[str, str], on: date = TODAY) -> Book:
    """The book with these values typed on a day, ids from a thousand on."""
    first = max([999, *book.inputs]) + 1
    rows = (Input(first + n, name, on, Decimal(value), "typed") for n, (name, value) in enumerate(typed.items()))
    return book.after(Row("inputs", row.id, None, row) for row in rows)


def desk_of(*lines: str, now: datetime = CLOCK, role: Role | None = None) -> Desk:
    desk = founded_desk(now=now)
    for line in lines:
        enter(desk, line, role=role)
    return desk


def seen(at: datetime = CLOCK, spx: str = "6690", vix: str = "17") -> Market:
    return market(QUOTES, at=at, spx=spx, vix=vix)


def ticket_of(
    before: Book, after: Book, at_market: Market | None = None, moment: datetime = CLOCK, **more: object
) -> Ticket:
    found = at_market or seen()
    values, spot = value_legs(after.holdings.values(), found), spx_spot(found, after.products)
    more.setdefault("world", spot if isinstance(spot, Problem) else world_of(after, found, spot, values, Lens()))
    return Ticket(before, after, found, values, spot, moment, **more)  # type: ignore[arg-type]


def ticket_for(
    line: str,
    *held: str,
    typed: Mapping[str, str] | None = None,
    at_market: Market | None = None,
    role: Role | None = None,
    is_paper: bool = False,
    **more: object,
) -> Ticket:
    """What an order line opens on a book that holds these lines and has these values typed."""
    desk = desk_of(*held)
    before = desk.book
    enter(desk, line, role=role)
    books = [with_inputs(book, typed or {}) for book in (before, desk.book)]
    if is_paper:
        books = [with_paper(book) for book in books]
    return ticket_of(*books, at_market, **more)


def only_checks(ticket: Ticket) -> dict[str, Check]:
    """What is said of the one trade that a ticket opens, by title."""
    (checks,) = entry_checks(ticket).values()
    assert len({check.title for check in checks}) == len(checks)
    return {check.title: check for check in checks}


def figures(stale: str | None = None, **values: float) -> dict[str, Figure]:
    """Regime values by their id, a double underscore for the point in it."""
    named = {name.replace("__", "."): value for name, value in values.items()}
    return {name: Figure(name, name, "", value, TODAY, stale=stale) for name, value in named.items()}
