"""A trade closed, in part or whole, and what every roll closes before it opens."""

from collections.abc import Mapping
from dataclasses import replace

from alvh_desktop.desk.templates.chain import Chains
from alvh_desktop.desk.templates.held import (
    asked_lots,
    closing_legs,
    lots_of,
    open_quantities,
)
from alvh_desktop.desk.templates.proposal import Proposal, points_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import last_trading_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.valuation import LegValue, value_legs


def closing(book: Book, trade_id: int, lots: int | None = None) -> Draft | Problem:
    """All that a trade holds, closed; with `lots` that many of its equal parts.

    A lot is the whole divided by the greatest number that divides every leg: ten condors are ten lots, and legs
    that have no part in common are one lot.
    """
    quantities = open_quantities(book, trade_id)
    if isinstance(quantities, Problem):
        return quantities
    held = lots_of(quantities)
    count = asked_lots(lots, held, trade_id)
    if isinstance(count, Problem):
        return count
    ratios = {contract: quantity // held for contract, quantity in quantities.items()}
    return replace(draft_of(book, trade_id, count), legs=closing_legs(ratios))


def rolled(
    chains: Chains,
    book: Book,
    trade_id: int,
    held: Mapping[Contract, int],
    values: Mapping[Contract, LegValue],
    way: Proposal | Problem,
    notes: tuple[str, ...] = (),
) -> Proposal | Problem:
    """An opening with the legs before it that close `held` (of one lot, bought + and sold -)."""
    if isinstance(way, Problem):
        return way
    stopped = _stopped(chains, held)
    if stopped is not None:
        return stopped
    if held == {leg.contract: leg.ratio for leg in way.draft.legs}:
        return Problem("legs", f"trade {trade_id} stands there already")
    marks = {contract: value.mark.price if value.mark else None for contract, value in values.items()}
    legs = closing_legs(held)
    unpriced = tuple(f"{spoken(one)} has no mark: type the price it closes at" for one in held if marks[one] is None)
    base = draft_of(book, trade_id, way.draft.lots)
    return replace(
        way,
        draft=replace(base, legs=(*legs, *way.draft.legs), role=way.draft.role or base.role),
        notes=(*notes, *unpriced, *way.notes),
        closing_points=points_of(((leg.contract, leg.ratio) for leg in legs), marks),
    )


def _stopped(chains: Chains, held: Mapping[Contract, int]) -> Problem | None:
    for contract in held:
        last = last_trading_moment(chains.products[contract.root], contract.expiry)
        if chains.market.at >= last:
            told = f"{spoken(contract)} stopped trading at {new_york_text(last)}"
            return Problem("trade", f"{told}: it can only be settled")
    return None


def draft_of(book: Book, trade_id: int, lots: int) -> Draft:
    """A draft on a trade, in its account and its place."""
    trade = book.trades[trade_id]
    layer = book.layers.get(trade.layer_id) if trade.layer_id is not None else None
    return Draft(
        lots=lots,
        account=book.accounts[trade.account_id].name,
        trade_id=trade_id,
        role=layer.role if layer else None,
        sleeve=trade.sleeve,
    )


def values_of(chains: Chains, book: Book, trade_id: int) -> Mapping[Contract, LegValue]:
    """What the open legs of a trade are worth, as pictures show it."""
    values = value_legs(book.holdings_by_trade[trade_id], chains.market, chains.stickiness)
    return {book.legs[leg_id].contract: value for leg_id, value in values.items()}
