"""What a broker's statement says, row by row, before anything of it is matched or booked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import RefusedLine

RowKind = Literal["fill", "expired", "settled", "exercised", "assigned"]
"""A fill, or how the life of a contract ended: worthless, by cash, or by either side's exercise."""

Effect = Literal["", "open", "close"]
DateOrder = Literal["", "month first", "day first"]
DecimalMark = Literal["", "point", "comma"]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line of a statement about one contract that the portfolio knows.

    `quantity` is what it adds to the position, also at the end of its life: a long that expires has a minus.
    `price` is in points of the contract, never below 0; at the end of its life what one contract was settled for,
    None where the statement says no amount. `fee` is in $ and charged +, commissions and fees together. `usd` is what
    the statement says moved in all, received +, after fees; None where it says nothing. `moment` is aware UTC; where
    the statement names a day only, `has_time` is False and the moment is the end of that session.

    Rows of one order share `order_id`; `execution_id` is the broker's own name of this very row, and `replaces` the
    one that it corrects. All three are empty where the broker gives none. `account` is as the statement names it.
    """

    line: int
    kind: RowKind
    contract: Contract
    quantity: int
    price: Decimal | None
    fee: Decimal
    usd: Decimal | None
    moment: datetime
    text: str
    has_time: bool = True
    effect: Effect = ""
    order_id: str = ""
    execution_id: str = ""
    replaces: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A line about something else: a share, an option of another root, interest. It is told, and not booked.

    `what` is a plural noun such as "options of AAPL", "transfers", "interest payments"; `usd` is what moved,
    received +, None where the line says none.
    """

    line: int
    what: str
    usd: Decimal | None
    moment: datetime | None
    text: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that was read whole. `broker` is as fee schedules name it, `title` says which layout it is.

    `zone` is the statement's own time zone by its IANA name, or the words for it where each row has its offset.
    `rows` and `others` are in the order of the file; `notes` say what was taken for granted.
    """

    name: str
    broker: str
    title: str
    zone: str
    rows: tuple[StatementRow, ...]
    others: tuple[OtherRow, ...] = ()
    refused: tuple[RefusedLine, ...] = ()
    notes: tuple[str, ...] = ()


class CancelledError(Exception):
    """The person no longer wants what is going on; nothing of it was kept."""


def go_on(done: int, total: int) -> None:
    """The Progress of whoever does not watch."""


def nothing_held(contract: Contract, moment: datetime) -> int:
    """What a portfolio holds that knows no contract."""
    return 0


Progress = Callable[[int, int], None]
"""Told now and then how many lines of how many were read; raises CancelledError to stop."""


@dataclass(frozen=True, slots=True)
class StatementReading:
    """What a statement is read with: the portfolio's products by root, and what a person was asked.

    `zone` (IANA name), `dates` and `decimals` are answers to a Question; empty means not asked: the file says it, or
    the format's usual one counts. `held` is what the account held of a contract just before a moment, + long: some
    statements do not say which side expired, and its opening may stand in an older file.
    """

    products: Mapping[str, Product]
    zone: str = ""
    dates: DateOrder = ""
    decimals: DecimalMark = ""
    progress: Progress = field(default=go_on, compare=False)
    held: Callable[[Contract, datetime], int] = field(default=nothing_held, compare=False)
