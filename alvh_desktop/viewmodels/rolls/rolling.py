"""The ways in which a trade can be rolled, from the chains that are quoted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from alvh_desktop.desk.templates.held import Quantities, open_quantities
from alvh_desktop.desk.templates.rolling import condor_rolls, layer_roll, side_moved
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.viewmodels.rolls.way import NAMES, Way, doubted, strikes_text

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Inputs
    from alvh_desktop.desk.templates.chain import Chains
    from alvh_desktop.domain.book import Book


def has_rolls(book: Book, trade_id: int) -> bool:
    """Whether there is anything of the trade that a roll could be proposed for."""
    held = open_quantities(book, trade_id)
    return not isinstance(held, Problem) and (_sold_sides(held) != [] or _is_hedge(book, held))


def rolling_ways(chains: Chains, book: Book, trade_id: int, inputs: Inputs) -> tuple[tuple[Way, ...], Problem | None]:
    """All rolls of what the trade holds, and why there are none of a kind. May be called on a worker."""
    held = open_quantities(book, trade_id)
    if isinstance(held, Problem):
        return (), held
    if _is_hedge(book, held):
        return _layer_ways(chains, book, trade_id, held, inputs)
    ways, problem = _condor_ways(chains, book, trade_id, held, inputs)
    return (*ways, *_side_ways(chains, book, trade_id, held, inputs)), problem


def _condor_ways(
    chains: Chains, book: Book, trade_id: int, held: Quantities, inputs: Inputs
) -> tuple[tuple[Way, ...], Problem | None]:
    """A vertical alone has no whole condor to roll: nothing is wrong with that."""
    if book.trades[trade_id].structure != "condor" and len(_sold_sides(held)) < 2:
        return (), None
    rolls = condor_rolls(chains, book, trade_id)
    if isinstance(rolls, Problem):
        return (), rolls
    own = next(iter(held)).root
    ways = []
    for roll in rolls:
        root = "" if roll.root == own else f"{roll.root} "
        into = f"{root}{expiry_text(roll.expiry)}, +{roll.days_later} d"
        for name, proposal in (("same delta", roll.same_delta), ("same strikes", roll.same_strikes)):
            strikes = "" if isinstance(proposal, Problem) else _opening_text(proposal.draft)
            key = f"{roll.root} {roll.expiry} {name}"
            ways.append(_rolled(inputs, chains, Way(key, f"Roll, {name}", into, strikes, proposal)))
    return tuple(ways), None


def _side_ways(chains: Chains, book: Book, trade_id: int, held: Quantities, inputs: Inputs) -> Iterator[Way]:
    rights = _sold_sides(held)
    for with_wing in (True, False):
        for right in rights:
            for steps, direction in ((1, "up"), (-1, "down")):
                name = (
                    f"{NAMES[right]} side {direction}"
                    if with_wing
                    else f"short {NAMES[right]} {direction}, wing kept"
                )
                proposal = side_moved(chains, book, trade_id, right, steps, with_wing)
                strikes = "" if isinstance(proposal, Problem) else strikes_text(_left(held, proposal.draft, right))
                yield _rolled(inputs, chains, Way(name, name[:1].upper() + name[1:], "", strikes, proposal))


def _layer_ways(
    chains: Chains, book: Book, trade_id: int, held: Quantities, inputs: Inputs
) -> tuple[tuple[Way, ...], Problem | None]:
    proposal = layer_roll(chains, book, trade_id)
    if isinstance(proposal, Problem):
        return (), proposal
    opened = [leg.contract for leg in proposal.draft.legs if not leg.closes]
    days = (opened[0].expiry - chains.day).days
    root = "" if opened[0].root == next(iter(held)).root else f"{opened[0].root} "
    into = f"{root}{expiry_text(opened[0].expiry)}, {days} d out"
    way = Way("layer", "Roll to its tenor", into, strikes_text(opened), proposal)
    return (_rolled(inputs, chains, way),), None


def _rolled(inputs: Inputs, chains: Chains, way: Way) -> Way:
    if isinstance(way.proposal, Problem):
        return way
    return doubted(replace(inputs, market=chains.market), replace(way, notes=way.proposal.notes))


def _is_hedge(book: Book, held: Quantities) -> bool:
    """VIX calls of which some are bought."""
    return all(contract.right == "C" and book.product_of(contract).underlying == "VIX" for contract in held) and any(
        quantity > 0 for quantity in held.values()
    )


def _sold_sides(held: Quantities) -> list[Right]:
    return [right for right in NAMES if any(one.right == right and quantity < 0 for one, quantity in held.items())]


def _opening_text(draft: Draft) -> str:
    return strikes_text([leg.contract for leg in draft.legs if not leg.closes])


def _left(held: Quantities, draft: Draft, right: Right) -> list[Contract]:
    """A side once the draft is filled: what it keeps and what it opens."""
    closed = {leg.contract for leg in draft.legs if leg.closes}
    kept = [contract for contract in held if contract.right == right and contract not in closed]
    return [*kept, *(leg.contract for leg in draft.legs if not leg.closes)]
