"""What the market said: quotes of contracts and levels of indices, each with its moment and source."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract


@dataclass(frozen=True, slots=True)
class Quote:
    """Bid and ask of a contract in points at an aware UTC moment; None is "the source gave none".

    A bid of zero is a quote (nobody pays anything); `last` is kept for futures, whose files give a settle only.
    `open_interest` is contracts at the exchange's last count, usually of the evening before; of options only.
    """

    contract: Contract
    moment: datetime
    source: str
    bid: Decimal | None = None
    ask: Decimal | None = None
    last: Decimal | None = None
    open_interest: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The level of an index ("SPX", "VIX") in points at an aware UTC moment."""

    index: str
    moment: datetime
    source: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class QuoteFile:
    """What one imported file gave: accepted quotes and levels, and the lines it refused with reasons."""

    format: str
    quotes: tuple[Quote, ...]
    levels: tuple[Level, ...]
    rows_read: int
    refused: tuple["RefusedLine", ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One line of a file that was not used: its number counted from 1, and why."""

    line: int
    reason: str
