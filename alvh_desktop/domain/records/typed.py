"""What the user says of the market: days with news, prices and levels."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.contracts import Contract, Right

EventKind = Literal["FOMC", "FOMC minutes", "CPI", "PPI", "rebalance", "own"]


@dataclass(frozen=True, slots=True)
class Event:
    """A day that the user put into the calendar, or says about one that came with the program.

    `at` is New York time, None where only the day is known. A row takes the place of the shipped date of its kind
    and day; with `is_on` False it strikes that date out.
    """

    id: int
    kind: EventKind
    on: date
    at: time | None
    title: str
    source: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class TypedMark:
    """A price in points that the user typed for a contract, or the level of an index where `expiry` is None.

    `moment` is when it held; `source` says where the user has it from.
    """

    id: int
    root: str
    expiry: date | None
    strike: Decimal | None
    right: Right | None
    moment: datetime
    price: Decimal
    source: str

    @property
    def contract(self) -> Contract | None:
        """What is priced; None for an index."""
        return None if self.expiry is None else Contract(self.root, self.expiry, self.strike, self.right)
