"""The market at one instant: quotes, index levels and rates, each with its moment and source. Immutable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
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


TYPED_TOGETHER = timedelta(minutes=5)
"""Typed option marks of one expiry this close in time speak of one market: a call and a put of them make a pair."""


@dataclass(frozen=True)
class Market:
    """Everything known at `at`; nothing in it is later. `quotes` holds the newest quote of each contract that files
    and feeds gave, `typed` those typed by a person that are not older."""

    at: datetime
    rates: RateCurve
    quotes: Mapping[Contract, Quote] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    typed: Mapping[Contract, Quote] = field(default_factory=dict)

    @cached_property
    def newest(self) -> Mapping[Contract, Quote]:
        """The one quote of each contract that it is marked with, given or typed."""
        return {**self.quotes, **self.typed} if self.typed else self.quotes

    @cached_property
    def chains(self) -> Mapping[ChainKey, tuple[Quote, ...]]:
        """Option quotes by (root, expiry), each chain holding only the quotes of its newest moment.

        A chain is what was given at one moment. A price typed for that very moment takes the place of the quote it
        corrects; one typed later marks its own contract and leaves the chain whole (`typed_since`). Where nothing
        was given, the chain is what was typed together.
        """
        if not self.typed:
            return self._given
        typed = _by_expiry(self.typed)
        alone = {key: _typed_together(quotes) for key, quotes in typed.items() if key not in self._given}
        return {key: _corrected(chain, typed.get(key, ())) for key, chain in self._given.items()} | alone

    @cached_property
    def typed_since(self) -> Mapping[ChainKey, tuple[Quote, ...]]:
        """Of expiries whose chain was given: the option prices typed together after its moment."""
        found = {}
        for key, quotes in _by_expiry(self.typed).items():
            later = [quote for quote in quotes if key in self._given and quote.moment > self._given[key][0].moment]
            if later:
                found[key] = _typed_together(later)
        return found

    @cached_property
    def _given(self) -> Mapping[ChainKey, tuple[Quote, ...]]:
        chains = {}
        for key, quotes in _by_expiry(self.quotes).items():
            newest = max(quote.moment for quote in quotes)
            chains[key] = tuple(quote for quote in quotes if quote.moment == newest)
        return chains

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """Figures that follow from this market alone, kept by those who worked them out."""
        return {}

    def discount(self, years: float) -> float:
        return self.rates.discount(years)

    def mark(self, contract: Contract) -> Mark | Problem:
        """The mid of bid and ask; for a future without a bid and an ask its last or settlement price.

        An option bid at nothing is worth half its ask; a future is never worth nothing, so a bid of zero is none.
        A typed price is the mark as it stands.
        """
        quote = self.newest.get(contract)
        if quote is None:
            return Problem(spoken(contract), f"no quote of {spoken(contract)} up to {new_york_text(self.at)}")
        mid = mid_of(quote)
        if mid is not None and (contract.is_option or quote.bid):
            return Mark(mid, quote.source if quote.is_typed else f"mid, {quote.source}", quote.moment)
        if not contract.is_option and quote.last is not None and quote.last.is_finite() and quote.last > 0:
            return Mark(quote.last, f"last, {quote.source}", quote.moment)
        return Problem(spoken(contract), f"the quote of {spoken(contract)} has no usable bid and ask")


def mid_of(quote: Quote) -> Decimal | None:
    """Half way between bid and ask in points; None when a side is missing or no number from 0, nothing is asked,
    or they are crossed. A typed price is its own mid, also at zero."""
    bid, ask = quote.bid, quote.ask
    if bid is None or ask is None or not bid.is_finite() or not ask.is_finite():
        return None
    return (bid + ask) * HALF if 0 <= bid <= ask and (ask > 0 or quote.is_typed) else None


def _by_expiry(quotes: Mapping[Contract, Quote]) -> Mapping[ChainKey, list[Quote]]:
    grouped: dict[ChainKey, list[Quote]] = {}
    for contract, quote in quotes.items():
        if contract.is_option:
            grouped.setdefault((contract.root, contract.expiry), []).append(quote)
    return grouped


def _corrected(chain: tuple[Quote, ...], typed: Sequence[Quote]) -> tuple[Quote, ...]:
    """The chain with what was typed for its very moment, in the order of the chain."""
    at_once = {quote.contract: quote for quote in typed if quote.moment == chain[0].moment}
    if not at_once:
        return chain
    return tuple(({quote.contract: quote for quote in chain} | at_once).values())


def _typed_together(typed: Sequence[Quote]) -> tuple[Quote, ...]:
    newest = max(quote.moment for quote in typed)
    return tuple(quote for quote in typed if newest - quote.moment <= TYPED_TOGETHER)
