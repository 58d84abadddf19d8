"""The attributes of a Flex element by ibflex: which an element has, its vocabulary, and which texts mean nothing.

Numbers and dates are read by this package: ibflex takes "1,5" for 15, NaN and Arabic digits for numbers, 01/02/2024
always for January, and drops the offset of a time.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache

from ibflex import Types, parser

from alvh_desktop.brokers.ibkr.amounts import NOTHING, UnreadError, amount
from alvh_desktop.brokers.ibkr.flex_elements import FlexElement
from alvh_desktop.brokers.ibkr.moments import read_day, read_moment
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.statements import DateOrder

_LONGEST = 1000  # characters; the longest of real statements are descriptions of some 200


@cache
def known_attributes(tag: str) -> frozenset[str]:
    """The attributes that ibflex knows of an element, none of an element that it does not know."""
    return frozenset(getattr(getattr(Types, tag, None), "__annotations__", ()))


@lru_cache(maxsize=4096)
def _word(tag: str, name: str, text: str) -> str:
    if name not in known_attributes(tag):
        return ""
    try:
        converted = parser.parse_element_attr(getattr(Types, tag), name, text)[1]
    except parser.FlexParserError:
        raise UnreadError(f"{name} is {shortened(text)!r}, which is not known") from None
    return str(converted.value) if isinstance(converted, Enum) else ""


@dataclass(slots=True)
class Values:
    """Reads the attributes of one element; an attribute may have one of several names. Raises UnreadError.

    An attribute that is not there, or says nothing, is None, or an empty text.
    """

    element: FlexElement
    zone: str
    dates: DateOrder
    _moment: tuple[datetime, bool] | None = None

    def text(self, *names: str) -> str:
        attributes = self.element.attributes
        for name in names:
            said = attributes.get(name)
            if said and said not in NOTHING:
                if len(said) > _LONGEST:
                    raise UnreadError(f"{name} has {len(said):,} characters")
                return said.strip()
        return ""

    def word(self, name: str) -> str:
        """A word of ibflex's vocabulary, such as BookTrade."""
        said = self.element.attributes.get(name)
        return _word(self.element.tag, name, said) if said else ""

    def number(self, *names: str) -> Decimal | None:
        attributes = self.element.attributes
        for name in names:
            if said := attributes.get(name):
                return amount(said, name)
        return None

    def day(self, name: str) -> date | None:
        said = self.text(name)
        value = read_day(said, self.dates) if said else None
        if isinstance(value, str):
            raise UnreadError(f"{name} {value}")
        return value

    def moment(self) -> tuple[datetime, bool]:
        """When it happened, and whether the time of day is stated."""
        if self._moment is None:
            said = self.text("dateTime") or " ".join((self.text("tradeDate", "date"), self.text("tradeTime"))).strip()
            read = read_moment(said, self.zone, self.dates) if said else "it has no date"
            if isinstance(read, str):
                raise UnreadError(read)
            self._moment = read
        return self._moment
