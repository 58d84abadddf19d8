"""What the market said: quotes of contracts, levels of indices and closes of days, each with its time and source."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

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
    """The level of an index ("SPX", "VIX") in points at an aware UTC moment.

    `high` and `low` are those of its session up to then, where the source tells them.
    """

    index: str
    moment: datetime
    source: str
    value: Decimal
    high: Decimal | None = None
    low: Decimal | None = None


PUBLISHERS_OWN = "Cboe index history"
"""The source of closes whose word counts over all others': whoever makes the index says what it closed at."""

ENDS_OF_DAYS = frozenset((PUBLISHERS_OWN, "FRED"))
"""Sources whose files have a day once it is over; others print the day that still runs as if it had closed."""


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
class Asked:
    """What a person had to be asked because a file does not say it; None is "not asked".

    `moment` (aware) is when its quotes were made; of a settlement sheet only its day in New York counts. `series`
    names the index of a file of daily prices ("VIX"), or the contract of a file of one future ("VX_2026-01-14").
    `zone` (IANA name), `dates` and `decimals` are of a broker's statement, see `domain.statements.StatementReading`.
    """

    moment: datetime | None = None
    series: str | None = None
    zone: str | None = None
    dates: Literal["month first", "day first"] | None = None
    decimals: Literal["point", "comma"] | None = None

    def __post_init__(self) -> None:
        if self.moment is not None and self.moment.tzinfo is None:
            raise ValueError("a moment without a time zone")


NOTHING_ASKED = Asked()

Ask = Literal["moment", "series", "zone", "dates", "decimals"]
"""What a file can leave open: when its quotes were made, or which index or contract it is of; of a statement the
time zone of its moments, whether the month or the day comes first in its dates, and what parts its decimals."""


class Kept(NamedTuple):
    """How many quotes, closes and levels of a delivery were new, or corrected what was known."""

    quotes: int
    closes: int
    levels: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one file, or one look at a feed, gave: what can be used, and the lines that cannot with their reasons.

    `rows_read` counts the rows of the file that hold data, used or refused. `notes` say what was taken for granted
    because of the file's name or its last day, and not because it stands in the file; `asks` are what a person may
    say otherwise.
    """

    format: str
    quotes: tuple[Quote, ...]
    levels: tuple[Level, ...]
    rows_read: int
    refused: tuple["RefusedLine", ...] = ()
    closes: tuple[Close, ...] = ()
    notes: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """One line of a file that was not used: its number counted from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Question(Problem):
    """What a file leaves open and a person can say: `asks` names it, the message is why the file does not say it.

    `choices` are answers that would do, where some are known. Until it is answered a Question is a Problem like any
    other.
    """

    asks: Ask = "moment"
    choices: tuple[str, ...] = ()
