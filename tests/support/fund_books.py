"""Portfolios with volatility funds in them, and the prices a person types for these."""

from decimal import Decimal

from support.founded_books import CLOCK, done
from support.hedged_books import desk_with
from support.typed_books import mark_row

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.edits.funds import EnterFund
from alvh_desktop.domain.edits.marks import EnterMarks
from alvh_desktop.domain.orders import Order, parse_order, price_legs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.pricing.market import Market

UVXY = EnterFund("UVXY", "Ultra VIX futures", Decimal(1), Decimal("1.5"))
SVXY = EnterFund("SVXY", "Short VIX futures", Decimal(1), Decimal("-0.5"))


def fund_product(edit: EnterFund = UVXY) -> Product:
    """The row that an edit makes in an empty book."""
    change = edit.apply(Book())
    assert isinstance(change, Change), change
    return change.book.products[edit.root]


def desk_with_funds(*lines: str, others: tuple[str, ...] = (), funds: tuple[EnterFund, ...] = (UVXY, SVXY)) -> Desk:
    """`others` are orders of what every portfolio knows, `lines` those of funds."""
    desk = desk_with(*others)
    for fund in funds:
        done(desk, fund)
    for line in lines:
        trade(desk, line)
    return desk


def order_in(desk: Desk, line: str) -> Order:
    order = parse_order(line, desk.book.products, CLOCK.astimezone(NEW_YORK).date())
    assert isinstance(order, Order), order
    return order


def trade(desk: Desk, line: str) -> Change:
    order = order_in(desk, line)
    legs = price_legs(order, {})
    assert not isinstance(legs, Problem), legs
    return done(desk, EnterOrder(order, legs, desk.clock(), desk.next_id))


def mark(desk: Desk, **prices: str) -> None:
    """Prices typed now, by root."""
    for root, price in prices.items():
        done(desk, EnterMarks((mark_row(desk.next_id, root, price),), desk.clock()))


def marked(desk: Desk, market: Market) -> Market:
    """The market with what the book's user typed."""
    return with_typed_marks(market, desk.book)
