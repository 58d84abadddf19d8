"""The SubTotal lines of an activity statement, against the fills that were read."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from alvh_desktop.brokers.ibkr.activity_sections import SectionLine
from alvh_desktop.brokers.ibkr.amounts import UnreadError, amount
from alvh_desktop.brokers.ibkr.told import Told

_COLUMNS = (("Quantity",), ("Proceeds", "Notional Value"), ("Comm/Fee", "Comm in USD"))
_NAMES = ("a quantity", "proceeds", "commissions")
_ROUNDING = Decimal("0.02")
_Sums = list[Decimal | None]


class Subtotals:
    """Adds up what Data and SubTotal lines of the trades state by category, currency and symbol."""

    def __init__(self) -> None:
        self._stated: dict[tuple[str, ...], _Sums] = {}
        self._lines: dict[int, tuple[tuple[str, ...], _Sums]] = {}

    def add_stated(self, line: SectionLine) -> None:
        key, sums = _key(line), _sums(line)
        known = self._stated.get(key)
        self._stated[key] = sums if known is None else [_plus(a, b) for a, b in zip(known, sums, strict=True)]

    def add_line(self, line: SectionLine) -> None:
        self._lines[line.line] = _key(line), _sums(line)

    def notes(self, kept: Iterable[Told]) -> list[str]:
        """A sentence for each symbol whose lines do not make its SubTotal; a sum with a gap says nothing."""
        made: dict[tuple[str, ...], _Sums] = defaultdict(lambda: [Decimal(0)] * len(_COLUMNS))
        for one in kept:
            key, sums = self._lines.get(one.row.line, ((), []))
            if key:
                made[key] = [_plus(a, b) for a, b in zip(made[key], sums, strict=True)]
        notes = []
        for key, sums in made.items():
            for name, said, found in zip(_NAMES, self._stated.get(key, ()), sums, strict=False):
                if said is not None and found is not None and abs(said - found) > _ROUNDING:
                    notes.append(f"the SubTotal of {key[-1]} says {name} of {said:f}, and its lines make {found:f}")
        return notes


def _key(line: SectionLine) -> tuple[str, ...]:
    return line.cell("Asset Category"), line.cell("Currency"), line.cell("Symbol")


def _sums(line: SectionLine) -> _Sums:
    return [_stated(line.cell(*names)) for names in _COLUMNS]


def _stated(text: str) -> Decimal | None:
    try:
        return amount(text, "")
    except UnreadError:
        return None


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
