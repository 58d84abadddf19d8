"""The market at one instant: quotes, index levels and rates, each with its moment and source. Immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level, Quote
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.rates import RateCurve

ChainKey = tuple[str, date]
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a contract is worth now, in points: exact, because booked money meets it."""

    price: Decimal
    source: str
    moment: datetime


@dataclass(frozen=True)
class Market:
    """Everything known at `at`; nothing in it is later. `quotes` holds the newest quote of each contract."""

    at: datetime
    rates: RateCurve
    quotes: Mapping[Contract, Quote] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)

    @cached_property
    def chains(self) -> Mapping[ChainKey, tuple[Quote, ...]]:
        """Option quotes by (root, expiry), each chain holding only the quotes of its newest moment."""
        grouped: dict[ChainKey, list[Quote]] = {}
        for contract, quote in self.quotes.items():
            if contract.is_option:
                grouped.setdefault((contract.root, contract.expiry), []).append(quote)
        newest = {key: max(quote.moment for quote in chain) for key, chain in grouped.items()}
        return {key: tuple(q for q in chain if q.moment == newest[key]) for key, chain in grouped.items()}

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """Figures that follow from this market alone, kept by those who worked them out."""
        return {}

    def discount(self, years: float) -> float:
        return self.rates.discount(years)

    def mark(self, contract: Contract) -> Mark | Problem:
        """The mid of bid and ask; for a future without a bid and an ask its last or settlement price.

        An option bid at nothing is worth half its ask; a future is never worth nothing, so a bid of zero is none.
        """
        quote = self.quotes.get(contract)
        if quote is None:
            return Problem(spoken(contract), f"no quote of {spoken(contract)} up to {new_york_text(self.at)}")
        mid = mid_of(quote)
        if mid is not None and (contract.is_option or quote.bid):
            return Mark(mid, f"mid, {quote.source}", quote.moment)
        if not contract.is_option and quote.last is not None and quote.last.is_finite() and quote.last > 0:
            return Mark(quote.last, f"last, {quote.source}", quote.moment)
        return Problem(spoken(contract), f"the quote of {spoken(contract)} has no usable bid and ask")


def mid_of(quote: Quote) -> Decimal | None:
    """Half way between bid and ask in points; None when a side is missing or no number from 0, nothing is asked,
    or they are crossed."""
    bid, ask = quote.bid, quote.ask
    if bid is None or ask is None or not bid.is_finite() or not ask.is_finite():
        return None
    return (bid + ask) * HALF if 0 <= bid <= ask and ask > 0 else None
