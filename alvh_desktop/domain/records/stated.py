"""What brokers said: their statements, the rows of them that concern the book, and positions found to be right."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.statements import Effect, RowKind

RowState = Literal["booked", "waiting", "left out", "corrected"]
"""What became of a row: it is in the book, it closes what no statement has opened yet, a person left it out, or the
broker said otherwise later."""


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A statement that was imported into an account; `content_hash` is the SHA-256 of its bytes."""

    id: int
    account_id: int
    name: str
    broker: str
    title: str
    content_hash: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A row of a statement as `domain.statements.StatementRow` has it; by its `key` other files know it again."""

    id: int
    file_id: int
    key: str
    line: int
    kind: RowKind
    root: str
    expiry: date
    strike: Decimal | None
    right: Right | None
    quantity: int
    price: Decimal | None
    fee: Decimal
    usd: Decimal | None
    moment: datetime
    has_time: bool
    effect: Effect
    order_id: str
    execution_id: str
    text: str
    state: RowState

    @property
    def contract(self) -> Contract:
        return Contract(self.root, self.expiry, self.strike, self.right)


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an account held at a moment, found equal to the book then and checked ever after.

    `symbol` is a contract by its one name and `quantity` its contracts, or "cash" and $, or "others" and 0: what a
    complete list does not name.
    """

    id: int
    account_id: int
    moment: datetime
    symbol: str
    quantity: Decimal
    source: str
