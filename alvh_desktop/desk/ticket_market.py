"""The market a ticket is made on: that of the picture, with the chains that are asked for beside what is held."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.ports import QuoteStore
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK, last_trading_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.market import ChainKey, Market

_ANY_STRIKE = Decimal(1)


class TicketMarket:
    """Each chain is read once a market of the picture: with the picture's next market it is read anew."""

    def __init__(self, quotes: QuoteStore) -> None:
        self._quotes = quotes
        self._base: Market | None = None
        self._read: dict[ChainKey, dict[Contract, Quote]] = {}
        self._joined: Market | None = None
        self._listed: frozenset[ChainKey] | None = None

    def with_chains(self, base: Market, book: Book, keys: Iterable[ChainKey]) -> Market:
        """`base` with these roots and expiries. Raises KnownError when the store cannot be read."""
        self._begin(base)
        missing = [key for key in keys if key not in self._read and not _has_chain(base, key)]
        if missing:
            self._fetch(base, missing)
            self._joined = None
        if not self._read:
            return base
        if self._joined is None:
            quotes = {contract: quote for chain in self._read.values() for contract, quote in chain.items()}
            joined = replace(base, quotes={**quotes, **base.quotes}, typed={})
            self._joined = with_typed_marks(joined, book)
        return self._joined

    def expiries(self, base: Market, product: Product) -> tuple[date, ...]:
        """Those of a root that are quoted and still trade, ascending. Raises KnownError as `with_chains` does."""
        self._begin(base)
        if product.kind == "future":
            listed = {each.expiry for each in base.newest if each.root == product.root}
        else:
            if self._listed is None:
                self._listed = frozenset(self._quotes.quoted_chains(base.at))
            listed = {expiry for root, expiry in self._listed | base.chains.keys() if root == product.root}
        return tuple(sorted(day for day in listed if _trades(product, day, base.at)))

    def _begin(self, base: Market) -> None:
        if base is not self._base:
            self._base, self._joined, self._listed = base, None, None
            self._read.clear()

    def _fetch(self, base: Market, keys: list[ChainKey]) -> None:
        asked = [Contract(root, expiry, _ANY_STRIKE, "C") for root, expiry in keys]
        given = self._quotes.market(asked, base.at, base.rates)
        for key in keys:
            self._read[key] = {c: quote for c, quote in given.quotes.items() if (c.root, c.expiry) == key}


def _has_chain(base: Market, key: ChainKey) -> bool:
    """Whether a chain was given whole: what was typed alone is a few prices of it."""
    return any((contract.root, contract.expiry) == key for contract in base.quotes if contract.is_option)


def _trades(product: Product, expiry: date, now: datetime) -> bool:
    if expiry < now.astimezone(NEW_YORK).date():
        return False
    return now < last_trading_moment(product, expiry)
