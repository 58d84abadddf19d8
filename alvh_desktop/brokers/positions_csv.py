"""Our own list of positions: a CSV file that says what an account holds, for `reconcile`.

    symbol,quantity
    SPXW261218P06300000,-10
    VX_2026-12-16,2
    cash,25000.00
    at,2026-11-20T16:15-05:00
    complete,yes

A symbol is any name that an order may use. `cash` is in $. `at` is the moment of the list; without an offset it is
New York time. `complete` says that the account holds nothing else, and must be the last line: a list that was cut off
is then never taken for a complete one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import TextFile, decode_text_file, read_number, shortened, split_cells
from alvh_desktop.domain.orders import parse_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.snapshots import Snapshot, read_quantity, stated_contract

HEADER = ("symbol", "quantity")
LARGEST_BYTES = 10_000_000
_FAULTS_TOLD = 6


@dataclass
class _Reading:
    """What was read so far; `lines` are those on which each name was told."""

    products: Mapping[str, Product]
    near: date
    quantities: dict[Contract, int] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    cash: Decimal | None = None
    moment: datetime | None = None
    complete_on: int = 0
    lines: dict[object, int] = field(default_factory=dict)

    def take(self, number: int, name: str, value: str) -> str | None:
        """Read one line; the reason where it cannot be used."""
        what = name.casefold()
        read = {"cash": self._take_cash, "at": self._take_moment, "complete": self._take_complete}.get(what)
        if read is None:
            return self._take_position(number, name, value)
        return self._is_told_twice(what, number) or read(number, value)

    def _take_position(self, number: int, name: str, value: str) -> str | None:
        contract = stated_contract(name, self.products, self.near)
        if isinstance(contract, Problem):
            return contract.message
        quantity = read_quantity(value)
        if isinstance(quantity, str):
            return quantity
        if contract is None:
            self.others.append(shortened(name))
            return None
        self.quantities[contract] = quantity
        return self._is_told_twice(contract, number)

    def _take_cash(self, _number: int, value: str) -> str | None:
        amount = read_number(value)
        if isinstance(amount, str):
            return amount
        self.cash = amount
        return None

    def _take_moment(self, _number: int, value: str) -> str | None:
        moment = parse_moment(value, "at")
        if isinstance(moment, Problem):
            return moment.message
        self.moment = moment
        return None

    def _take_complete(self, number: int, value: str) -> str | None:
        if value.casefold() not in ("yes", "no"):
            return f"complete is yes or no, not {shortened(value)!r}"
        self.complete_on = number if value.casefold() == "yes" else 0
        return None

    def _is_told_twice(self, what: object, number: int) -> str | None:
        first = self.lines.setdefault(what, number)
        return f"line {first} tells of the same already: say it once" if first != number else None


def read_positions(content: bytes, name: str, products: Mapping[str, Product], near: date) -> Snapshot | Problem:
    """The list in a file, or one Problem naming every line that cannot be used: a list counts as a whole.

    `near` decides the decade of a one-digit year. Lines about roots that the portfolio does not have are `others`.
    """
    if len(content) > LARGEST_BYTES:
        return Problem(name, f"{len(content):,} bytes are too many for a list of positions")
    file = decode_text_file(content, name)
    return file if isinstance(file, Problem) else _read(file, _Reading(products, near))


def _read(file: TextFile, reading: _Reading) -> Snapshot | Problem:
    told = [(number, split_cells(line)) for number, line in enumerate(file.lines, start=1) if line.strip(" ,\t")]
    header = told[0][1] or []
    if tuple(cell.casefold() for cell in header) != HEADER:
        return Problem(file.name, f"line {told[0][0]} must be {','.join(HEADER)}: it is no list of positions")
    faults = [f"line {number}: {fault}" for number, cells in told[1:] if (fault := _fault(reading, number, cells))]
    if reading.complete_on not in (0, told[-1][0]):
        faults.append(f"line {reading.complete_on}: complete,yes must be the last line")
    if faults:
        more = f"; and {len(faults) - _FAULTS_TOLD} more" if len(faults) > _FAULTS_TOLD else ""
        return Problem(file.name, f"{'; '.join(faults[:_FAULTS_TOLD])}{more}; nothing was compared")
    return Snapshot(
        file.name,
        reading.quantities,
        reading.cash,
        reading.complete_on > 0,
        reading.moment,
        tuple(reading.others),
    )


def _fault(reading: _Reading, number: int, cells: list[str] | None) -> str | None:
    if cells is None:
        return "a quotation mark is left open"
    if len(cells) != len(HEADER):
        return f"it has {len(cells)} cells, the first line has {len(HEADER)}"
    return reading.take(number, *cells)
