"""One account at a moment: what it held of each contract, its cash, and what moved between two moments."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.as_of import holding_as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.holding import Holding, Position
from alvh_desktop.domain.records import Cash, Fill

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class AccountAt:
    """What an account held, bought +, sold -, by contract over all its trades; contracts that net to 0 are left out.

    `moved` is the cash in $ that fills and settlements brought (+) or took (-), after fees; `cash` is that and what
    was brought in, None where none was brought in by then. Of a future only what was realised is in either.
    """

    quantities: Mapping[Contract, int]
    moved: Decimal
    cash: Decimal | None
    holds_futures: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A fill, a settlement or cash that was brought in: what it added to the position and to the cash in $.

    `id` is the record's, `leg_id` that of its leg; cash has no contract and no leg.
    """

    kind: Literal["fill", "settlement", "cash"]
    id: int
    moment: datetime
    contract: Contract | None
    leg_id: int | None
    quantity: int
    price: Decimal | None
    usd: Decimal


def account_at(book: Book, account_id: int, moment: datetime) -> AccountAt:
    """What the book says today of an account at an aware moment, as `as_of` counts it."""
    quantities: Counter[Contract] = Counter()
    moved, holds_futures = ZERO, False
    for held in _holdings_of(book, account_id):
        position = _position_at(held, moment)
        quantities[held.leg.contract] += position.quantity
        moved += position.cash_flow
        holds_futures = holds_futures or (held.product.kind == "future" and position.quantity != 0)
    brought = [row.amount for row in book.cash.values() if row.account_id == account_id and row.moment <= moment]
    held_then = {contract: quantity for contract, quantity in sorted(quantities.items(), key=_in_order) if quantity}
    return AccountAt(held_then, moved, moved + sum(brought, ZERO) if brought else None, holds_futures)


def moves_of(
    book: Book, account_id: int, contract: Contract | None, since: datetime | None, until: datetime
) -> tuple[Move, ...]:
    """What moved a contract, or with None the cash, after `since` up to `until`, in the order of time."""
    found: list[Move] = []
    for held in _holdings_of(book, account_id):
        if contract in (None, held.leg.contract):
            found += _moves_in(holding_as_of(held, until))
    if contract is None:
        found += [_brought(row) for row in book.cash.values() if row.account_id == account_id and row.moment <= until]
    return tuple(sorted((move for move in found if since is None or move.moment > since), key=_by_moment))


def _holdings_of(book: Book, account_id: int) -> Iterator[Holding]:
    for trade_id, legs in book.holdings_by_trade.items():
        if book.trades[trade_id].account_id == account_id:
            yield from legs


def _position_at(held: Holding, moment: datetime) -> Position:
    """Only a leg to which something happened later is worked out anew."""
    ends = held.settlement.moment if held.settlement else moment
    is_over = ends <= moment and (not held.fills or held.fills[-1].moment <= moment)
    return held.position if is_over else holding_as_of(held, moment).position


def _moves_in(held: Holding) -> Iterator[Move]:
    before = Position()
    for event, after in held.course:
        is_fill = isinstance(event, Fill)
        quantity, usd = after.quantity - before.quantity, after.cash_flow - before.cash_flow
        price = event.price if isinstance(event, Fill) else None
        kind: Literal["fill", "settlement"] = "fill" if is_fill else "settlement"
        yield Move(kind, event.id, event.moment, held.leg.contract, held.leg.id, quantity, price, usd)
        before = after


def _brought(row: Cash) -> Move:
    return Move("cash", row.id, row.moment, None, None, 0, None, row.amount)


def _by_moment(move: Move) -> tuple[datetime, int]:
    return move.moment, move.id


def _in_order(item: tuple[Contract, int]) -> tuple[str, str, Decimal, str]:
    """A future has no strike to be compared with that of an option."""
    contract = item[0]
    return contract.root, contract.expiry.isoformat(), contract.strike or ZERO, contract.right or ""
