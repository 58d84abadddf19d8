"""A report as a row of blocks that every writer can write: headings, figures, tables, drawings, notes.

A cell is a value with its unit, not yet a text: a table for people has 1,234.50, one for programs 1234.5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.desk.exported import Images
from alvh_desktop.desk.journal.written.cells import Value
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.money import CENT
from alvh_desktop.domain.records import Note

NOT_KNOWN = "not known"
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Usd:
    """$ with a sign: gained or received +. None is not known."""

    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Amount:
    """$ that have no sign, as fees and credits of a condor have none; a debit is negative."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Percent:
    """A fraction, shown in %."""

    share: float


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    digits: int


Cell = str | int | date | datetime | Usd | Amount | Percent | Number | None
"""None where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; a warning says what is partial or not known."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A named value, and what has to be known beside it: of how many, how sure, what it leaves out."""

    name: str
    value: Cell
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    title: str
    rows: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Drawing:
    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class Written:
    """A note with what it is about in words."""

    note: Note
    about: str


Block = Heading | Words | Figures | Table | Drawing | Written


@dataclass(frozen=True, slots=True)
class Document:
    title: str
    blocks: Sequence[Block]
    images: Images
    foot: str


def shown(cell: Cell) -> str:
    """For people: moments in New York time, $ to the cent."""
    match cell:
        case None:
            return NOTHING
        case Usd(amount=amount):
            return NOT_KNOWN if amount is None else format(amount.quantize(CENT) + 0, "+,.2f")
        case Amount(amount=amount):
            return format(amount.quantize(CENT) + 0, ",.2f")
        case Percent(share=share):
            return f"{100 * share:.1f} %"
        case Number(value=value, digits=digits):
            return f"{value:,.{digits}f}"
        case datetime():
            return f"{cell.astimezone(NEW_YORK):%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
    return str(cell)


def plain(cell: Cell) -> Value:
    """For programs: shares as fractions, moments in UTC, amounts exact; what is not known says so."""
    match cell:
        case Usd(amount=None):
            return NOT_KNOWN
        case Usd(amount=amount) | Amount(amount=amount):
            return amount
        case Percent(share=share):
            return share
        case Number(value=value):
            return value
    return cell


def is_figure(cell: Cell) -> bool:
    """Whether it stands to the right."""
    return isinstance(cell, Usd | Amount | Percent | Number) or (isinstance(cell, int) and not isinstance(cell, bool))
