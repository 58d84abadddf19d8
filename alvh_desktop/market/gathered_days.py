"""What the days of a file add up to: closes, settles of futures and final values, and the lines not used."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import read_number
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Close, Delivery, Level, Quote, RefusedLine
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.market.daily_table import DailyTable


class GatheredDays:
    """Collects what one file says of its days; what stands first holds, and what stands again is refused."""

    def __init__(self, source: str, table: DailyTable) -> None:
        self.source = source
        self.closes: list[Close] = []
        self.quotes: list[Quote] = []
        self.levels: list[Level] = []
        self.notes: list[str] = []
        self._rows_read = table.rows_read
        self._refused = list(table.refused)
        self._line_of: dict[tuple[object, object], int] = {}
        # a history repeats many prices
        self._prices: dict[str, Decimal | str] = {}

    def refuse(self, line: int, reason: str) -> None:
        """Note why a line, or a part of it, was not used."""
        self._refused.append(RefusedLine(line, reason))

    def price(self, text: str) -> Decimal | str:
        """As `read_price`."""
        price = self._prices.get(text)
        if price is None:
            price = self._prices[text] = read_price(text)
        return price

    def add_close(self, line: int, close: Close) -> None:
        if self._is_first(line, close.series, close.day, f"the day stands already in line {{}} for {close.series}"):
            self.closes.append(close)

    def add_settle(self, line: int, contract: Contract, moment: datetime, price: Decimal) -> None:
        """The daily settlement price of a future, struck at `moment` (UTC)."""
        if self._is_first(line, contract, moment, f"{spoken(contract)} of that day stands already in line {{}}"):
            self.quotes.append(Quote(contract, moment, self.source, last=price))

    def add_final(self, line: int, moment: datetime, value: Decimal) -> None:
        """The final settlement value of VX and VIX, struck at `moment` (UTC); contracts of one day share it."""
        known = next((level for level in self.levels if level.moment == moment), None)
        if known is None:
            self.levels.append(Level("VRO", moment, self.source, value))
        elif known.value != value:
            self.refuse(line, f"the final settlement value {value} differs from {known.value} in a line before")

    def finish(self, file_format: str, file_name: str) -> Delivery | Problem:
        """What the file gave, its refused lines in order, or a Problem when nothing of it can be used."""
        refused = tuple(sorted(self._refused, key=lambda each: each.line))
        if not (self.closes or self.quotes or self.levels):
            first = f"; line {refused[0].line}: {refused[0].reason}" if refused else ""
            return Problem(file_name, f"no row can be used{first}")
        found = tuple(self.quotes), tuple(self.levels), self._rows_read, refused, tuple(self.closes)
        return Delivery(file_format, *found, tuple(self.notes))

    def _is_first(self, line: int, what: object, when: object, reason: str) -> bool:
        earlier = self._line_of.setdefault((what, when), line)
        if earlier != line:
            self.refuse(line, reason.format(earlier))
        return earlier == line


def read_price(text: str) -> Decimal | str:
    """A price above zero, or why the text is none."""
    price = read_number(text)
    if isinstance(price, str):
        return price if text else "it is empty"
    return price if price > 0 else f"{text} is not above zero"


def close_of(series: str, day: date, source: str, prices: Iterable[Decimal | str | None]) -> Close | str:
    """A close of open, high, low and close, each None where the table lacks it; or why the row cannot be used.

    The close must lie within the day's range. The open need not: the publisher's own history of the VIX has opens
    outside, struck from earlier quotes than the range.
    """
    named = dict(zip(("open", "high", "low", "close"), prices, strict=True))
    for name, price in named.items():
        if isinstance(price, str):
            return f"the {name} cannot be used: {price}"
    opened, high, low, last = (price if isinstance(price, Decimal) else None for price in named.values())
    if last is None:
        return "the close is missing"
    if high is not None and low is not None and high < low:
        return f"the high {high} is below the low {low}"
    if (high is not None and last > high) or (low is not None and last < low):
        return f"the close {last} lies outside the day's range"
    return Close(series, day, last, source, opened, high, low)
