"""Rows of a statement gathered into orders, in the order of time, whatever order the file has them in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.statements import StatementRow
from alvh_desktop.domain.symbols import symbol

ROLL_WITHIN = timedelta(minutes=5)
"""Closing and opening orders of one side so near to each other are one roll."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A row with its key; `stated_id` names the row of an earlier statement that still waits, None of a new one.

    `group` is what a person put together by hand, 0 where nobody did.
    """

    key: str
    row: StatementRow
    stated_id: int | None = None
    group: int = 0


@dataclass(frozen=True, slots=True)
class StatedOrder:
    """Fills that were one order, or the ends of life of one contract."""

    moment: datetime
    rows: tuple[Stated, ...]
    is_end: bool

    @property
    def has_time(self) -> bool:
        return all(each.row.has_time for each in self.rows)

    def side_in(self, book: Book) -> tuple[frozenset[str], frozenset[str | None]]:
        """Underlyings and rights: what a roll keeps."""
        products = (book.product_of(each.row.contract) for each in self.rows)
        return (
            frozenset(product.underlying for product in products),
            frozenset(each.row.contract.right for each in self.rows),
        )


def orders_of(rows: Iterable[Stated]) -> tuple[StatedOrder, ...]:
    """Fills of one order id are one order; without ids those of one moment and underlying, and where a statement
    names days alone those of one day, series and effect. Of equal moments fills come before ends of life."""
    gathered: dict[object, list[Stated]] = {}
    for each in rows:
        gathered.setdefault(_group_of(each), []).append(each)
    orders = (_order(members) for members in gathered.values())
    return tuple(sorted(orders, key=_in_time))


def rolled_together(book: Book, orders: Sequence[StatedOrder]) -> tuple[StatedOrder, ...]:
    """Orders in time, a closing one and an opening one of the same side within five minutes as one.

    Only orders that say what they do are put together, and none that trade one contract to and fro.
    """
    found: list[StatedOrder] = []
    for order in orders:
        before = found[-1] if found else None
        if before is not None and _is_one_roll(book, before, order):
            found[-1] = replace(before, rows=(*before.rows, *order.rows))
        else:
            found.append(order)
    return tuple(found)


def _is_one_roll(book: Book, one: StatedOrder, other: StatedOrder) -> bool:
    if one.is_end or other.is_end or not (one.has_time and other.has_time):
        return False
    if any(each.group for each in (*one.rows, *other.rows)):
        return False
    effects = [{each.row.effect for each in order.rows} for order in (one, other)]
    if effects not in ([{"close"}, {"open"}], [{"open"}, {"close"}]):
        return False
    contracts = [{each.row.contract for each in order.rows} for order in (one, other)]
    is_near = other.moment - max(each.row.moment for each in one.rows) <= ROLL_WITHIN
    return is_near and not contracts[0] & contracts[1] and one.side_in(book) == other.side_in(book)


def _group_of(each: Stated) -> object:
    row = each.row
    if row.kind != "fill":
        return "end", row.contract
    if each.group:
        return "group", each.group
    if row.order_id:
        return "order", row.order_id
    if row.has_time:
        return "moment", row.moment, row.contract.root
    return "day", row.moment, row.contract.root, row.contract.expiry, row.effect


def _order(members: list[Stated]) -> StatedOrder:
    ordered = tuple(sorted(members, key=_in_order))
    return StatedOrder(min(each.row.moment for each in members), ordered, ordered[0].row.kind != "fill")


def _in_order(each: Stated) -> tuple[object, ...]:
    row = each.row
    return row.moment, symbol(row.contract), row.quantity, row.price or 0, each.key


def _in_time(order: StatedOrder) -> tuple[object, ...]:
    first = order.rows[0]
    day = order.moment.astimezone(NEW_YORK).date()
    closes_first = all(each.row.effect == "open" for each in order.rows)
    if not order.has_time:  # of one day the openings come first: nothing is closed before it was opened
        return day, order.moment, order.is_end, not closes_first, _in_order(first)
    return day, order.moment, order.is_end, False, _in_order(first)
