"""From a typed line to an edit: parsed, priced with the mids of its moment, ready for the desk."""

from datetime import datetime

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.ports import QuoteStore
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.orders import parse_order, price_legs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Role


def order_edit(
    desk: Desk, quotes: QuoteStore, line: str, now: datetime, role: Role | None = None
) -> EnterOrder | Problem:
    """The edit behind an order line. The entry line of the window and the `trade` command both come here."""
    order = parse_order(line, desk.book.products, now.astimezone(NEW_YORK).date())
    if isinstance(order, Problem):
        return order
    moment = order.moment or now
    mids = quotes.mids([leg.contract for leg in order.legs], moment) if moment <= now else {}
    legs = price_legs(order, mids)
    if isinstance(legs, Problem):
        return legs
    return EnterOrder(order, legs, now, desk.next_id, role)
