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


@cache
def known_attributes(tag: str) -> frozenset[str]:
    """The attributes that ibflex knows of an element, none of an element that it does not know."""
    return frozenset(getattr(getattr(Types, tag, None), "__annotations__", ()))


@lru_cache(maxsize=65536)
def _converted(tag: str, name: str, text: str) -> object:
    try:
        return parser.parse_element_attr(getattr(Types, tag), name, text)[1]
    except parser.FlexParserError:
        raise UnreadError(f"{name} is {shortened(text)!r}, which is not known") from None


@dataclass(frozen=True, slots=True)
class Values:
    """Reads the attributes of one element; an attribute may have one of several names. Raises UnreadError.

    An attribute that is not there, or says nothing, is None, or an empty text.
    """

    element: FlexElement
    zone: str
    dates: DateOrder

    def text(self, *names: str) -> str:
        tag, attributes = self.element.tag, self.element.attributes
        for name in names:
            said = attributes.get(name, "")
            if said and name in known_attributes(tag):
                converted = _converted(tag, name, said) if _is_text(tag, name) else said
                said = "" if converted is None else str(converted)
            if said:
                return said.strip()
        return ""

    def word(self, name: str) -> str:
        """A word of ibflex's vocabulary, such as BookTrade."""
        said = self.element.attributes.get(name, "")
        converted = _converted(self.element.tag, name, said) if said else None
        return str(converted.value) if isinstance(converted, Enum) else ""

    def number(self, *names: str) -> Decimal | None:
        return amount(self.text(*names), _present(self.element, names))

    def day(self, *names: str) -> date | None:
        said = self.text(*names)
        value = read_day(said, self.dates) if said not in NOTHING else None
        if isinstance(value, str):
            raise UnreadError(f"{_present(self.element, names)} {value}")
        return value

    def moment(self) -> tuple[datetime, bool]:
        """When it happened, and whether the time of day is stated."""
        said = self.text("dateTime") or " ".join((self.text("tradeDate", "date"), self.text("tradeTime"))).strip()
        if not said:
            raise UnreadError("it has no date")
        read = read_moment(said, self.zone, self.dates)
        if isinstance(read, str):
            raise UnreadError(read)
        return read


@cache
def _is_text(tag: str, name: str) -> bool:
    return str(getattr(Types, tag).__annotations__[name]).startswith("str")


def _present(element: FlexElement, names: tuple[str, ...]) -> str:
    return next((name for name in names if element.attributes.get(name)), names[0])
