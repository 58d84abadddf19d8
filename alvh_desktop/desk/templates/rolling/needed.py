"""Which chains a trade is rolled into, so that they can be read before anything is proposed."""

from collections.abc import Callable, Iterator
from datetime import date

from alvh_desktop.desk.templates.hedging import VIX_ROOTS
from alvh_desktop.desk.templates.held import Quantities, open_quantities
from alvh_desktop.desk.templates.rolling.condors import LEAST_DAYS, MOST_DAYS, family_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.market import ChainKey

Listed = Callable[[str], tuple[date, ...]]
"""The quoted expiries of a root."""


def chains_to_roll(book: Book, trade_id: int, listed: Listed) -> frozenset[ChainKey]:
    """Those of what the trade holds and, as far as they are `listed`, those it may be rolled into: of a root and its
    family 7 to 14 days after a sold option, for VIX calls all of VIX and VIXW. Nothing where nothing is open."""
    held = open_quantities(book, trade_id)
    return frozenset() if isinstance(held, Problem) else frozenset(_keys(book, held, listed))


def _keys(book: Book, held: Quantities, listed: Listed) -> Iterator[ChainKey]:
    options = [(contract, quantity) for contract, quantity in held.items() if contract.is_option]
    for contract, quantity in options:
        yield contract.root, contract.expiry
        if quantity < 0:
            yield from _later(book, contract, listed)
    if any(contract.right == "C" and book.product_of(contract).underlying == "VIX" for contract, _ in options):
        yield from ((root, day) for root in VIX_ROOTS for day in listed(root))


def _later(book: Book, contract: Contract, listed: Listed) -> Iterator[ChainKey]:
    for root in family_of(book.products, contract.root):
        for day in listed(root):
            if LEAST_DAYS <= (day - contract.expiry).days <= MOST_DAYS:
                yield root, day
