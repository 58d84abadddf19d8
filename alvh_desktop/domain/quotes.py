"""What the market said: quotes of contracts, levels of indices and closes of days, each with its time and source."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Quote:
    """Bid and ask of a contract in points at an aware UTC moment; None is "the source gave none".

    A bid of zero is a quote (nobody pays anything); `last` is kept for futures, whose files give a settle only.
    `open_interest` is contracts at the exchange's last count, usually of the evening before; of options only.
    `is_typed` marks a price that a person typed: it stands as bid and as ask, and says nothing of what lies between.
    """

    contract: Contract
    moment: datetime
    source: str
    bid: Decimal | None = None
    ask: Decimal | None = None
    last: Decimal | None = None
    open_interest: int | None = None
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """The level of an index ("SPX", "VIX") in points at an aware UTC moment."""

    index: str
    moment: datetime
    source: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Close:
    """What a trading day of a series ("SPX", "VIX3M", an id of FRED) ended at, in the series' own unit.

    Open, high and low where the source gives them. The unit of SPX and the VIX family is index points.
    """

    series: str
    day: date
    value: Decimal
    source: str
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one file, or one look at a feed, gave: what can be used, and the lines that cannot with their reasons.

    `rows_read` counts the rows of the file that hold data, used or refused.
    """

    format: str
    quotes: tuple[Quote, ...]
    levels: tuple[Level, ...]
    rows_read: int
    refused: tuple["RefusedLine", ...] = ()
    closes: tuple[Close, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One line of a file that was not used: its number counted from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Question(Problem):
    """What a file leaves open and a person can say: `asks` names it, the message is why the file does not say it.

    "moment" asks when the quotes were made. Until it is answered a Question is a Problem like any other.
    """

    asks: Literal["moment"] = "moment"
