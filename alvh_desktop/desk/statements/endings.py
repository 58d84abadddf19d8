"""What the end of a contract's life paid, as far as a statement says it."""

from collections.abc import Iterable
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.statements import StatementRow

ZERO = Decimal(0)


def paid_each(rows: Iterable[StatementRow], book: Book) -> Decimal | None:
    """Points that one contract was settled for, by the rows of its end; None where one of them does not say it.

    Only of an option that expired no amount means nothing: what was exercised, assigned or settled was worth
    something, and a future always is.
    """
    paid = [_paid(row, book) for row in rows]
    known = [each for each in paid if each is not None]
    return max(known, default=ZERO) if len(known) == len(paid) else None


def _paid(row: StatementRow, book: Book) -> Decimal | None:
    if row.price is not None:
        return row.price
    if not row.contract.is_option:
        return None  # the money of a future is its variation, no price
    if row.kind == "expired":
        return ZERO
    if row.usd is None:
        return None
    multiplier = book.product_of(row.contract).multiplier
    return round_to_units(abs(row.usd + row.fee) / (abs(row.quantity) * multiplier))


def official_value(contract: Contract, paid: Decimal) -> Decimal | None:
    """The official value that pays so much; None where it paid nothing and may have been anywhere on that side."""
    if contract.strike is None:
        return paid
    if not paid:
        return None
    return contract.strike + paid if contract.right == "C" else contract.strike - paid
