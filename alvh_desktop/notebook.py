"""A book in a notebook, without window and without file: chains from files, orders as lines, all figures of a screen.

    >>> from alvh_desktop.notebook import market_of, picture_of
    >>> market = market_of("spx_quotedata.csv", levels={"VIX": "18.66"})
    >>> orders = ["-10 SPXW 17MAR23 3950/4000P 4300/4350C @14.90 fee 0.65/ct"]
    >>> picture = picture_of(market, orders)
    >>> payoff, risk = picture.payoff, picture.risk
    >>> payoff.spots, payoff.net_usd, payoff.break_evens, payoff.net_extremes
    >>> {leg: (value.iv, value.delta, value.forward.source) for leg, value in picture.values.items()}
    >>> risk.net.vix_equivalent_vega_usd, risk.odds, risk.margins[0].strategy.total_usd

Problems are values here as everywhere (`picture.payoff` may be one); what makes the question itself impossible (a
file that is no quote file, an order that cannot be read) raises ValueError with its sentence.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.edits.found import FoundPortfolio
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.orders import parse_order, price_legs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Level, Quote
from alvh_desktop.domain.records import Account, Portfolio
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.pricing.market import Market, mid_of
from alvh_desktop.pricing.rates import RateCurve, flat_curve
from alvh_desktop.rules.rulebook import load_layers, load_rules

T = TypeVar("T")
Seen = TypeVar("Seen", Quote, Level)

_PLAIN = Lens()


def market_of(
    *files: str | Path,
    at: datetime | None = None,
    levels: Mapping[str, str] | None = None,
    rates: RateCurve | None = None,
) -> Market:
    """The newest quotes of some files up to `at` (aware; None: the newest quote), with `levels` of indices as text.

    `rates` None is the flat rate of that day. Every format that the program imports is read.
    """
    read = [_accepted(read_quote_file(Path(file).read_bytes(), Path(file).name)) for file in files]
    moments = [quote.moment for file in read for quote in file.quotes]
    moments += [level.moment for file in read for level in file.levels]
    if not moments and at is None:
        raise ValueError("no file and no moment: say at what moment the market stands")
    now = at.astimezone(UTC) if at else max(moments)
    # in the order of their moments, the newest of each stays
    quotes = {quote.contract: quote for quote in _up_to(now, (quote for file in read for quote in file.quotes))}
    known = {level.index: level for level in _up_to(now, (level for file in read for level in file.levels))}
    for index, value in (levels or {}).items():
        known[index] = Level(index, now, "typed", Decimal(value))
    return Market(now, rates or flat_curve(day_of(now)), quotes, known)


def book_of(orders: Iterable[str], market: Market) -> Book:
    """A book of these order lines, filled at the market's moment and at its mids where a line says no price."""
    founded = FoundPortfolio(
        Portfolio(1, "Notebook", "Steward"),
        Account(2, "Notebook"),
        tuple(load_products().values()),
        load_rules("Steward"),
        load_layers(first_id=3),
    )
    change = _accepted(founded.apply(Book()))
    book, top_id = change.book, _top_id(change, 0)
    for line in orders:
        order = _accepted(parse_order(line, book.products, day_of(market.at)))
        quotes = {leg.contract: market.quotes.get(leg.contract) for leg in order.legs}
        mids = {contract: mid for contract, quote in quotes.items() if quote and (mid := mid_of(quote)) is not None}
        legs = _accepted(price_legs(order, mids))
        change = _accepted(EnterOrder(order, legs, market.at, top_id + 1).apply(book))
        book, top_id = change.book, _top_id(change, top_id)
    return book


def picture_of(market: Market, orders: Iterable[str] | Book, lens: Lens = _PLAIN) -> Picture:
    """Everything that follows from book and market; `orders` are lines, or a book made before."""
    book = orders if isinstance(orders, Book) else book_of(orders, market)
    return paint(Inputs(book, with_typed_marks(market, book), lens=lens))


def _up_to(now: datetime, seen: Iterable[Seen]) -> list[Seen]:
    return sorted((each for each in seen if each.moment <= now), key=lambda each: each.moment)


def _top_id(change: Change, top_id: int) -> int:
    return max([top_id, *(row.id for row in change.rows if isinstance(row.id, int))])


def _accepted(found: T | Problem) -> T:
    if isinstance(found, Problem):
        raise ValueError(str(found))
    return found
