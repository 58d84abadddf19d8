"""A founded portfolio with the project's own products, rules and layers, kept in memory or in a file."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.ports import Entry, Line
from alvh_desktop.desk.recorded import MarketMoment
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change, Edit, added
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.edits.found import FoundPortfolio
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.orders import Order, parse_order, price_legs
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.records import Account, Portfolio, Role
from alvh_desktop.rules.rulebook import load_layers, load_rules

PRODUCTS = load_products()
MAIN, IRA = "Main", "IRA account"
CLOCK = datetime(2026, 11, 20, 15, 30, tzinfo=NEW_YORK).astimezone(UTC)
"""A Friday afternoon in a regular session."""


def moment(text: str) -> datetime:
    """An aware UTC moment from New York time: "2026-11-20 15:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


def founding(profile: str = "Steward") -> FoundPortfolio:
    return FoundPortfolio(
        Portfolio(1, "Test book", profile),
        Account(2, MAIN),
        tuple(PRODUCTS.values()),
        load_rules(profile),
        load_layers(first_id=3),
    )


def founded_change() -> Change:
    """The first line of a portfolio, with a second account beside the first."""
    change = founding().apply(Book())
    assert isinstance(change, Change)
    second = added("accounts", Account(90, IRA))
    return Change(change.book.after([second]), (*change.rows, second), change.label)


def founding_entry(now: datetime = CLOCK) -> Entry:
    change = founded_change()
    top_id = max(row.id for row in change.rows if isinstance(row.id, int))
    return Entry("edit", now, change.label, None, change.rows, top_id)


class MemoryLedger:
    """Keeps lines in a list; `fault` is raised instead of keeping the next one."""

    def __init__(self, entry: Entry | None = None) -> None:
        self.lines: list[Line] = []
        self.seen: list[MarketMoment] = []
        self.fault: KnownError | None = None
        self.commit(entry or founding_entry())

    def load(self) -> Book:
        book = Book()
        for line in self.lines:
            book = book.after(line.entry.rows)
        return book

    def recent(self, count: int) -> tuple[Line, ...]:
        return tuple(self.lines[-count:])

    def lines_since(self, moment: datetime) -> tuple[Line, ...]:
        first = next((place for place, line in enumerate(self.lines) if line.entry.moment >= moment), len(self.lines))
        return tuple(self.lines[first:])

    def commit(self, entry: Entry, seen: MarketMoment | None = None) -> Line:
        if self.fault:
            raise self.fault
        self.seen += [seen] if seen else []
        self.lines.append(Line(len(self.lines) + 1, entry))
        return self.lines[-1]


def founded_desk(ledger: MemoryLedger | None = None, now: datetime = CLOCK) -> Desk:
    return Desk(ledger or MemoryLedger(), lambda: now)


def order_of(line: str, now: datetime = CLOCK) -> Order:
    order = parse_order(line, PRODUCTS, now.astimezone(NEW_YORK).date())
    assert isinstance(order, Order), order
    return order


def entering(
    line: str,
    first_id: int,
    now: datetime = CLOCK,
    mids: Mapping[Contract, Decimal] | None = None,
    role: Role | None = None,
) -> EnterOrder:
    order = order_of(line, now)
    legs = price_legs(order, mids or {})
    assert not isinstance(legs, Problem), legs
    return EnterOrder(order, legs, now, first_id, role)


def enter(
    desk: Desk, line: str, now: datetime | None = None, mids: Mapping[Contract, Decimal] | None = None,
    role: Role | None = None,
) -> Change:  # fmt: skip
    return done(desk, entering(line, desk.next_id, now or desk.clock(), mids, role))


def done(desk: Desk, edit: Edit) -> Change:
    change = desk.do(edit)
    assert isinstance(change, Change), change
    return change


def refusal(desk: Desk, edit: Edit) -> str:
    """What the desk says to an edit it must refuse; nothing may have changed."""
    before, label = desk.book, desk.undo_label
    problem = desk.do(edit)
    assert isinstance(problem, Problem), "the edit was taken"
    assert desk.book is before
    assert desk.undo_label == label
    return str(problem)


def held(book: Book, text: str) -> Holding:
    """The open holding of a contract named as in `spoken`, which must be the only one."""
    found = [h for h in book.holdings.values() if h.position.quantity and _name(h) == text]
    assert len(found) == 1, f"{len(found)} open holdings of {text}"
    return found[0]


def _name(holding: Holding) -> str:
    leg = holding.leg
    strike = "" if leg.strike is None else f" {leg.strike.normalize():f}{leg.right}"
    return f"{leg.root} {leg.expiry:%d%b%y}".upper() + strike


def quantities(book: Book) -> dict[str, int]:
    """Open quantity by contract, summed over legs; contracts that net to nothing are left out."""
    found: dict[str, int] = {}
    for holding in book.holdings.values():
        found[_name(holding)] = found.get(_name(holding), 0) + holding.position.quantity
    return {name: quantity for name, quantity in found.items() if quantity}
