"""The market that a picture sees: what files and feeds gave, and what the user typed into the book."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.freshness import is_left_behind, is_stale
from alvh_desktop.domain.inputs import SPX_IMPLIED_INPUT, TYPED_BY_HAND, input_on
from alvh_desktop.domain.quotes import Level, Quote
from alvh_desktop.domain.records import TypedMark
from alvh_desktop.domain.typed_marks import SPX_IMPLIED
from alvh_desktop.pricing.market import Market, mid_of


def with_typed_marks(market: Market, book: Book) -> Market:
    """The market of a store with what the book's user typed up to its moment.

    The newest price of a contract wins, of one moment the typed one; a typed price never stands before a newer
    quote. The market itself is answered where nothing typed counts.
    """
    typed = {
        contract: _quote(contract, row)
        for contract, row in _newest(book, market.at).items()
        if isinstance(contract, Contract) and not _is_newer(market.quotes.get(contract), row.moment)
    }
    levels = dict(market.levels)
    for level in _typed_levels(book, market.at):
        if not _is_newer(levels.get(level.index), level.moment):
            levels[level.index] = level
    if typed == market.typed and levels == market.levels:
        return market
    return replace(market, levels=levels, typed=typed)


def mids_of(market: Market, contracts: Iterable[Contract], limit: timedelta) -> Mapping[Contract, Decimal]:
    """Mid prices in points by which an order is booked; a contract without a usable and fresh one is left out.

    While its contract trades, day or night, a price may be no older than `limit` by the clock.
    """
    found: dict[Contract, Decimal] = {}
    for contract in contracts:
        quote = market.newest.get(contract)
        mid = mid_of(quote) if quote else None
        if quote is None or mid is None or is_stale(quote.moment, market.at, limit):
            continue
        if not is_left_behind(quote.moment, market.at, limit):
            found[contract] = mid
    return found


def _newest(book: Book, at: datetime) -> Mapping[Contract | str, TypedMark]:
    """The newest price typed for each contract and index up to a moment."""
    found: dict[Contract | str, TypedMark] = {}
    for row in book.typed_marks.values():
        subject = row.contract or row.root
        if row.moment <= at and (subject not in found or found[subject].moment <= row.moment):
            found[subject] = row
    return found


def _typed_levels(book: Book, at: datetime) -> Iterator[Level]:
    """An input of a day has no hour: it counts as of the first moment of its day, and is no younger than that."""
    day = at.astimezone(NEW_YORK).date()
    implied = input_on(book.inputs, SPX_IMPLIED_INPUT, day)
    if implied is not None:
        began = datetime.combine(implied.on, time(), NEW_YORK).astimezone(UTC)
        yield Level(SPX_IMPLIED, began, f"input of {implied.on}, {implied.source}", implied.value)
    for subject, row in _newest(book, at).items():
        if isinstance(subject, str):
            yield Level(subject, row.moment, _source(row), row.price)


def _quote(contract: Contract, row: TypedMark) -> Quote:
    return Quote(contract, row.moment, _source(row), row.price, row.price, is_typed=True)


def _source(row: TypedMark) -> str:
    return "typed" if row.source == TYPED_BY_HAND else f"typed, {row.source}"


def _is_newer(known: Quote | Level | None, moment: datetime) -> bool:
    return known is not None and known.moment > moment
