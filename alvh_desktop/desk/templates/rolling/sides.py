"""Proposals that move the put or the call side of a condor in its expiry."""

from dataclasses import replace
from decimal import Decimal

from alvh_desktop.desk.templates.chain import Chain, Chains, chain_of
from alvh_desktop.desk.templates.held import (
    HeldSpread,
    asked_lots,
    held_spread,
    open_quantities,
)
from alvh_desktop.desk.templates.opening import long_of
from alvh_desktop.desk.templates.proposal import ZERO, Proposal, opened
from alvh_desktop.desk.templates.rolling.closing import rolled, values_of
from alvh_desktop.desk.templates.strikes import next_strike
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken, strike_text


def side_moved(
    chains: Chains,
    book: Book,
    trade_id: int,
    right: Right,
    steps: int,
    with_wing: bool = True,
    lots: int | None = None,
) -> Proposal | Problem:
    """The short of a side moved so many listed strikes up (+) or down (-) in its expiry, with its wing or alone."""
    held = _held_side(chains, book, trade_id, right)
    if isinstance(held, Problem):
        return held
    spread, chain = held
    strike = next_strike(chain.strikes(right), spread.sold.strike or ZERO, steps)
    return side_moved_to(chains, book, trade_id, right, strike, with_wing, lots)


def side_moved_to(
    chains: Chains,
    book: Book,
    trade_id: int,
    right: Right,
    strike: Decimal,
    with_wing: bool = True,
    lots: int | None = None,
) -> Proposal | Problem:
    """The same to a listed strike."""
    held = _held_side(chains, book, trade_id, right)
    if isinstance(held, Problem):
        return held
    spread, chain = held
    count = asked_lots(lots, spread.lots, trade_id)
    if isinstance(count, Problem):
        return count
    sold = replace(spread.sold, strike=strike)
    if sold == spread.sold:
        return Problem("strike", f"the short of trade {trade_id} stands at {spoken(sold)} already")
    across = _is_across(book, trade_id, spread, strike)
    if across is not None:
        return across
    bought = spread.bought.strike or ZERO
    notes: tuple[str, ...] = ()
    if with_wing:
        wing = long_of(chain, right, strike, spread.width)
        if isinstance(wing, Problem):
            return wing
        bought, notes = wing
    if not (strike < bought if right == "C" else bought < strike):
        return Problem("strike", f"{spoken(sold)} is not inside its wing at {strike_text(bought)}")
    is_wing_kept = bought == spread.bought.strike
    left = {spread.sold: -1} if is_wing_kept else {spread.bought: 1, spread.sold: -1}
    legs = ((sold, -1),) if is_wing_kept else ((chain.contract(right, bought), 1), (sold, -1))
    way = opened([chain], legs, Draft(lots=count), notes)
    return rolled(chains, book, trade_id, left, values_of(chains, book, trade_id), way)


def _held_side(chains: Chains, book: Book, trade_id: int, right: Right) -> tuple[HeldSpread, Chain] | Problem:
    spread = held_spread(book, trade_id, right)
    if isinstance(spread, Problem):
        return spread
    chain = chain_of(chains, spread.sold.root, spread.sold.expiry)
    return chain if isinstance(chain, Problem) else (spread, chain)


def _is_across(book: Book, trade_id: int, spread: HeldSpread, strike: Decimal) -> Problem | None:
    """A short put above the short call of its trade, or the other way round."""
    other: Right = "P" if spread.sold.right == "C" else "C"
    quantities = open_quantities(book, trade_id)
    if isinstance(quantities, Problem):
        return quantities
    for contract, quantity in quantities.items():
        if contract.right != other or quantity > 0 or contract.expiry != spread.sold.expiry:
            continue
        short = contract.strike or ZERO
        if strike > short if other == "C" else strike < short:
            name = "call" if other == "C" else "put"
            side = "above" if other == "C" else "below"
            return Problem("strike", f"{strike_text(strike)} is {side} the short {name} at {strike_text(short)}")
    return None
