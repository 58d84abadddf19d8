"""What a broker charges: the row of its schedule that holds for a contract, and the fees of a fill."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.records import Account, FeeAction, FeeRow, FeeSide

Charge = Callable[[FeeAction, PricedLeg], Decimal]
"""$ in all for a part of an order that opens or closes."""


def fee_row_for(
    rows: Iterable[FeeRow], broker: str, root: str, action: FeeAction, side: FeeSide, price: Decimal, on: date
) -> FeeRow | None:
    """The row in force on a New York day: own root before any, own side before any, lowest band that holds the
    premium of `price` points, and of these the newest. None where the schedule says nothing."""
    fitting = [
        row
        for row in rows
        if row.broker == broker
        and row.action == action
        and row.root in (root, "")
        and row.side in (side, "")
        and row.effective <= on
        and (row.below is None or price < row.below)
    ]
    return min(fitting, key=_precedence, default=None)


def charge_of(book: Book, account: Account, moment: datetime) -> Charge | None:
    """Fees by the schedule of an account's broker; None for an account without one. What it does not name is free."""
    if not account.broker:
        return None
    on = moment.astimezone(NEW_YORK).date()

    def charge(action: FeeAction, part: PricedLeg) -> Decimal:
        side: FeeSide = "buy" if part.quantity > 0 else "sell"
        row = fee_row_for(book.fee_rows.values(), account.broker, part.contract.root, action, side, part.price, on)
        return Decimal(0) if row is None else row.amount * abs(part.quantity)

    return charge


def settlement_fee(
    book: Book, account: Account, root: str, quantity: int, paid: Decimal, moment: datetime
) -> Decimal:
    """$ for `quantity` contracts (signed) that settle at `paid` points each; 0 where no schedule says otherwise."""
    action: FeeAction = "settle" if paid else "expire"
    side: FeeSide = "sell" if quantity > 0 else "buy"
    on = moment.astimezone(NEW_YORK).date()
    row = fee_row_for(book.fee_rows.values(), account.broker, root, action, side, paid, on)
    return Decimal(0) if row is None or not account.broker else row.amount * abs(quantity)


def brokers_of(book: Book) -> tuple[str, ...]:
    """Every broker that a schedule is kept of."""
    return tuple(sorted({row.broker for row in book.fee_rows.values()}))


def _precedence(row: FeeRow) -> tuple[bool, bool, Decimal, int, int]:
    band = Decimal("Infinity") if row.below is None else row.below
    return row.root == "", row.side == "", band, -row.effective.toordinal(), -row.id
