"""The section Financial Instrument Information: the exact symbols behind the names that the trades show."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from alvh_desktop.brokers.ibkr.activity_sections import SectionLine
from alvh_desktop.brokers.ibkr.amounts import NOTHING, UnreadError, amount
from alvh_desktop.brokers.ibkr.contracts import Named, Sort, exact_option
from alvh_desktop.brokers.ibkr.moments import read_day
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.statements import DateOrder

INSTRUMENTS = "Financial Instrument Information"

_SORTS: Mapping[str, Sort] = {"Equity and Index Options": "option", "Futures": "future", "Stocks": "share"}
_RIGHTS: Mapping[str, Right] = {"C": "C", "CALL": "C", "P": "P", "PUT": "P"}
_ZEROS = re.compile(r"(?<=[0-9])\.0+(?![0-9])")


def sort_of(category: str) -> Sort:
    """What an asset category of an activity statement holds."""
    return _SORTS.get(category, "other")


@dataclass(slots=True)
class Instruments:
    """Instruments by category and by each of their names; two may be described alike, as SPX and SPXW are."""

    found: dict[tuple[str, str], dict[str, SectionLine]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, line: SectionLine) -> None:
        symbols = line.cell("Symbol").split(",")
        number = line.cell("Conid") or symbols[0]
        for name in (*symbols, line.cell("Description")):
            self.found[line.cell("Asset Category"), _plain(name)][number] = line

    def named(self, category: str, symbol: str, trading_class: str, day: date, dates: DateOrder) -> Named:
        """What the statement says of a traded symbol, in all its sections. Raises UnreadError."""
        sort = sort_of(category)
        called = self.found.get((category, _plain(symbol)), {})
        if sort not in ("option", "future") or len(called) != 1:
            return Named(sort, symbol, day, trading_class=trading_class, category=category)
        line = next(iter(called.values()))
        return Named(
            sort=sort,
            symbol=_exact(line, symbol),
            day=day,
            description=line.cell("Description"),
            trading_class=trading_class,
            underlying=line.cell("Underlying"),
            expiry=_day(line.cell("Expiry"), dates),
            strike=amount(line.cell("Strike"), "its strike") if sort == "option" else None,
            right=_RIGHTS.get(line.cell("Type").upper()) if sort == "option" else None,
            multiplier=amount(line.cell("Multiplier"), "its multiplier"),
        )


def _exact(line: SectionLine, shown: str) -> str:
    """The OSI symbol among the names of an instrument, else the name that the trade has."""
    names = [name.strip() for name in (*line.cell("Symbol").split(","), line.cell("Description"))]
    return next((name for name in names if exact_option(name) is not None), shown)


def _day(text: str, dates: DateOrder) -> date | None:
    if text in NOTHING:
        return None
    day = read_day(text, dates)
    if isinstance(day, str):
        raise UnreadError(f"its expiry {day}")
    return day


def _plain(name: str) -> str:
    return _ZEROS.sub("", " ".join(name.split()))
