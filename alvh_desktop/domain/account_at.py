"""One account at a moment: what it held of each contract, its cash, and what moved between two moments."""

from collections.abc import Iterable, Iterator, Mapping
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
    return accounts_at(book, account_id, (moment,))[moment]


def accounts_at(book: Book, account_id: int, moments: Iterable[datetime]) -> Mapping[datetime, AccountAt]:
    """The same of several moments, found in one go through all that ever happened in the account."""
    running = _Running()
    steps = sorted(_steps_of(book, account_id), key=lambda step: step.moment)
    found, done = {}, 0
    for moment in sorted(set(moments)):
        while done < len(steps) and steps[done].moment <= moment:
            running.take(steps[done])
            done += 1
        found[moment] = running.so_far()
    return found


@dataclass(frozen=True, slots=True)
class _Step:
    """What one moment changed in a leg (None: cash that was brought in), and what the leg holds after it."""

    moment: datetime
    held: Holding | None
    quantity: int
    usd: Decimal
    after: int = 0


class _Running:
    """Sums over the steps taken so far."""

    def __init__(self) -> None:
        self.quantities: dict[Contract, int] = {}
        self.futures: set[int] = set()
        self.moved, self.brought = ZERO, ZERO
        self.is_cash_kept = False

    def take(self, step: _Step) -> None:
        if step.held is None:
            self.brought += step.usd
            self.is_cash_kept = True
            return
        leg = step.held.leg
        self.moved += step.usd
        quantity = self.quantities.pop(leg.contract, 0) + step.quantity
        if quantity:
            self.quantities[leg.contract] = quantity
        if step.held.product.kind == "future":
            (self.futures.add if step.after else self.futures.discard)(leg.id)

    def so_far(self) -> AccountAt:
        held = dict(sorted(self.quantities.items(), key=_in_order))
        cash = self.moved + self.brought if self.is_cash_kept else None
        return AccountAt(held, self.moved, cash, bool(self.futures))


def _steps_of(book: Book, account_id: int) -> Iterator[_Step]:
    for held in _holdings_of(book, account_id):
        before = Position()
        for moment, after in _positions(held):
            quantity, usd = after.quantity - before.quantity, after.cash_flow - before.cash_flow
            yield _Step(moment, held, quantity, usd, after.quantity)
            before = after
    for row in book.cash.values():
        if row.account_id == account_id:
            yield _Step(row.moment, None, 0, row.amount)


def _positions(held: Holding) -> Iterator[tuple[datetime, Position]]:
    """What a leg was after each moment at which something happened to it.

    A settlement closes what was held by then; where a fill is dated after it, its course alone does not say what
    that was.
    """
    settled = held.settlement
    if settled is None or all(fill.moment <= settled.moment for fill in held.fills):
        yield from ((event.moment, position) for event, position in held.course)
        return
    for moment in sorted({event.moment for event, _ in held.course}):
        yield moment, holding_as_of(held, moment).position


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
