"""From a typed line to an edit: parsed, priced with the mids of its moment, ready for the desk."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.marks import mids_of, with_typed_marks
from alvh_desktop.desk.model import usual_age_limit
from alvh_desktop.desk.ports import QuoteStore
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.orders import parse_order, price_legs
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Role
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.rates import flat_curve


def order_edit(
    desk: Desk, quotes: QuoteStore, line: str, now: datetime, role: Role | None = None
) -> EnterOrder | Problem:
    """The edit behind an order line. The entry line of the window and the `trade` command both come here."""
    order = parse_order(line, desk.book.products, now.astimezone(NEW_YORK).date())
    if isinstance(order, Problem):
        return order
    moment = order.moment or now
    contracts = [leg.contract for leg in order.legs]
    legs = price_legs(order, mids_at(desk.book, quotes, contracts, moment) if moment <= now else {})
    if isinstance(legs, Problem):
        return legs
    return EnterOrder(order, legs, now, desk.next_id, role)


def mids_at(
    book: Book, quotes: QuoteStore, contracts: Collection[Contract], moment: datetime
) -> Mapping[Contract, Decimal]:
    """Mids of contracts at a moment, quoted or typed; a market that cannot be read stops no booking."""
    try:
        given = quotes.market(contracts, moment)
    except KnownError:
        given = Market(moment, flat_curve(moment.astimezone(NEW_YORK).date()))
    return mids_of(with_typed_marks(given, book), contracts, usual_age_limit(book, moment))
