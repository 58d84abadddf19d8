"""The book of an account laid beside what its broker says: differences by contract, and what may explain them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Literal

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.account_at import AccountAt, Move, account_at, moves_of
from alvh_desktop.domain.assertions import CASH, OTHERS, broken_assertions, is_same_cash
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.assertions import AssertHoldings
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Assertion
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.snapshots import Snapshot
from alvh_desktop.domain.symbols import symbol

ZERO = Decimal(0)

Agreement = Literal["same", "different", "not known"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A contract, or with None the cash in $: what the book says and what the broker says.

    `book` is None where the book does not know its cash. `moves` are what happened to it since the last match that
    still holds, at `since`; since ever where there was none. Both are given where the two do not agree. `note` says
    what may explain it.
    """

    contract: Contract | None
    book: Decimal | None
    broker: Decimal
    agreement: Agreement
    since: datetime | None = None
    moves: tuple[Move, ...] = ()
    note: str = ""

    @property
    def difference(self) -> Decimal | None:
        """What the book lacks (+) or has too much (-) against the broker."""
        return None if self.book is None else self.broker - self.book


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`unnamed` are contracts of the book that a list which is not complete says nothing about."""

    account: Account
    moment: datetime
    snapshot: Snapshot
    lines: tuple[Compared, ...]
    unnamed: tuple[Contract, ...]

    def count(self, agreement: Agreement) -> int:
        return sum(line.agreement == agreement for line in self.lines)

    @property
    def is_all_same(self) -> bool:
        return all(line.agreement == "same" for line in self.lines)


def reconcile(
    book: Book, account_id: int, snapshot: Snapshot, moment: datetime, now: datetime
) -> Reconciliation | Problem:
    """Lay a snapshot beside the book of an account at an aware moment that is not after `now`."""
    account = book.accounts.get(account_id)
    if account is None:
        return Problem("account", f"there is no account {account_id}")
    if snapshot.is_empty:
        return Problem("positions", f"{snapshot.source} says nothing about a position or the cash")
    if moment > now:
        return Problem("at", f"{new_york_text(moment)} lies in the future; it is {new_york_text(now)}")
    then = account_at(book, account_id, moment)
    not_named = [contract for contract in then.quantities if contract not in snapshot.quantities]
    stated = {**snapshot.quantities, **(dict.fromkeys(not_named, 0) if snapshot.is_complete else {})}
    matches = _Matches(book, account_id, moment)
    lines = [_contract_line(matches, contract, then, quantity) for contract, quantity in stated.items()]
    if snapshot.cash is not None:
        lines.append(_cash_line(matches, account, then, snapshot.cash))
    unnamed = () if snapshot.is_complete else tuple(not_named)
    return Reconciliation(account, moment, snapshot, tuple(lines), unnamed)


def match_edit(desk: Desk, found: Reconciliation) -> AssertHoldings | None:
    """The edit that remembers what agrees; None where nothing does, or all of it is remembered already.

    That nothing else was held is remembered only of a complete list whose positions all agree.
    """
    agreed = [(_name_of(line), line.broker) for line in found.lines if line.agreement == "same"]
    if found.snapshot.is_complete and all(line.agreement == "same" for line in found.lines if line.contract):
        agreed.append((OTHERS, ZERO))
    stood = {
        (said.symbol, said.quantity)
        for said in desk.book.assertions.values()
        if (said.account_id, said.moment) == (found.account.id, found.moment)
    }
    ids = count(desk.next_id)
    rows = tuple(
        Assertion(next(ids), found.account.id, found.moment, name, stated, found.snapshot.source)
        for name, stated in agreed
        if (name, stated) not in stood
    )
    return AssertHoldings(rows, desk.clock()) if rows else None


def _name_of(line: Compared) -> str:
    return CASH if line.contract is None else symbol(line.contract)


class _Matches:
    """The matches of an account up to a moment that still hold, to say since when something may have gone wrong."""

    def __init__(self, book: Book, account_id: int, moment: datetime) -> None:
        self.book, self.account_id, self.moment = book, account_id, moment
        self._told: dict[datetime, set[str]] = {}
        for said in book.assertions.values():
            if said.account_id == account_id and said.moment <= moment:
                self._told.setdefault(said.moment, set()).add(said.symbol)
        broken = broken_assertions(book) if self._told else ()
        self._broken = {
            (each.assertion.moment, each.symbol) for each in broken if each.assertion.account_id == account_id
        }

    def last_of(self, name: str) -> datetime | None:
        return max((moment for moment in self._moments_of(name) if (moment, name) not in self._broken), default=None)

    def moves_since_last(self, contract: Contract | None) -> tuple[datetime | None, tuple[Move, ...]]:
        since = self.last_of(CASH if contract is None else symbol(contract))
        return since, moves_of(self.book, self.account_id, contract, since, self.moment)

    def _moments_of(self, name: str) -> Iterator[datetime]:
        for moment, told in self._told.items():
            if name in told or (OTHERS in told and name != CASH):
                yield moment


def _contract_line(matches: _Matches, contract: Contract, then: AccountAt, quantity: int) -> Compared:
    held, stated = Decimal(then.quantities.get(contract, 0)), Decimal(quantity)
    if held == stated:
        return Compared(contract, held, stated, "same")
    since, moves = matches.moves_since_last(contract)
    return Compared(contract, held, stated, "different", since, moves, _why_different(matches, contract, then))


def _why_different(matches: _Matches, contract: Contract, then: AccountAt) -> str:
    is_held = contract in then.quantities and contract.has_expiry
    if is_held and settlement_moment(matches.book.product_of(contract), contract.expiry) <= matches.moment:
        return "it has expired, and the book has not settled it yet"
    return ""


def _cash_line(matches: _Matches, account: Account, then: AccountAt, stated: Decimal) -> Compared:
    if then.cash is None:
        brought = money_text(stated - then.moved)
        moved = f"fills and settlements moved {money_text(then.moved)} $"
        note = f"no cash was brought into {account.name} by then; {moved}, so {brought} $ would have to be brought in"
        return Compared(None, None, stated, "not known", note=note)
    if is_same_cash(then.cash, stated):
        return Compared(None, then.cash, stated, "same")
    since, moves = matches.moves_since_last(None)
    futures = "a broker pays futures their gains every day, and the book when they are closed"
    return Compared(None, then.cash, stated, "different", since, moves, futures if then.holds_futures else "")
