"""What a trade may be rolled into now, from the chains that are kept: a condor, or a layer of the hedge."""

from datetime import date, datetime

from alvh_desktop.desk.entering import inputs_at
from alvh_desktop.desk.ports import QuoteStore
from alvh_desktop.desk.templates.chain import chains_of
from alvh_desktop.desk.templates.hedging import VIX_ROOTS
from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.desk.templates.rolling import LEAST_DAYS, MOST_DAYS, CondorRoll, condor_rolls, layer_roll
from alvh_desktop.desk.ticket_market import TicketMarket
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.market import ChainKey

Rolls = tuple[CondorRoll, ...] | Proposal


def roll_proposals(
    book: Book, quotes: QuoteStore, trade_id: int, now: datetime, lots: int | None = None
) -> Rolls | Problem:
    """A condor into each expiry 7 to 14 days after its own, a layer's calls to its tenor. Nothing is booked.

    Raises KnownError when the store cannot be read.
    """
    if trade_id not in book.trades:
        return Problem("trade", f"there is no trade {trade_id}")
    expiries = [held.leg.expiry for held in book.holdings_by_trade[trade_id] if held.position.quantity]
    if not expiries:
        return Problem("trade", f"trade {trade_id} holds nothing that is open")
    is_hedge = _is_of_vix(book, trade_id)
    base = inputs_at(book, quotes, (), now).market
    keys = [key for key in quotes.quoted_chains(now) if _may_hold(book, key, is_hedge, max(expiries))]
    chains = chains_of(book, TicketMarket(quotes).with_chains(base, book, keys))
    if is_hedge:
        return layer_roll(chains, book, trade_id, lots)
    return condor_rolls(chains, book, trade_id, lots)


def _is_of_vix(book: Book, trade_id: int) -> bool:
    return any(held.product.underlying == "VIX" for held in book.holdings_by_trade[trade_id])


def _may_hold(book: Book, key: ChainKey, is_hedge: bool, expiry: date) -> bool:
    """Whether a roll may go into that root and expiry."""
    root, day = key
    if is_hedge:
        return root in VIX_ROOTS
    product = book.products.get(root)
    is_spx = product is not None and product.underlying == "SPX"
    return is_spx and LEAST_DAYS <= (day - expiry).days <= MOST_DAYS
