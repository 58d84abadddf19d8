"""Proposals that roll a hedge layer to its tenor."""

from collections.abc import Mapping, Sequence

from alvh_desktop.desk.templates.chain import Chain, Chains
from alvh_desktop.desk.templates.hedging import VIX_ROOTS, Tenor, chain_at, tenor_notes
from alvh_desktop.desk.templates.held import (
    asked_lots,
    lots_of,
    open_quantities,
)
from alvh_desktop.desk.templates.opening import long_of
from alvh_desktop.desk.templates.proposal import ZERO, Proposal, at_delta, opened
from alvh_desktop.desk.templates.rolling.closing import rolled, values_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Layer
from alvh_desktop.domain.symbols import expiry_text

SHORT_LEAST_DAYS, SHORT_MOST_DAYS = 30, 45
"""Calendar days out between which a layer of role short is rolled."""


def layer_roll(
    chains: Chains,
    book: Book,
    trade_id: int,
    lots: int | None = None,
    layer: Layer | None = None,
    tenor: Tenor | None = None,
    roots: Sequence[str] = VIX_ROOTS,
) -> Proposal | Problem:
    """The long VIX calls of a layer to the listed expiry nearest its entry tenor, at its target delta.

    A call spread keeps its width. `layer` None is that of the trade; `tenor` None is the layer's own, for role
    short within 30 to 45 days.
    """
    own = layer or book.layers.get(book.trades[trade_id].layer_id or 0) if trade_id in book.trades else None
    held = _held_calls(book, trade_id)
    if isinstance(held, Problem):
        return held
    if own is None:
        return Problem("layer", f"trade {trade_id} stands in no layer: name the one it is rolled in")
    count = asked_lots(lots, lots_of(held), trade_id)
    if isinstance(count, Problem):
        return count
    aim = tenor or _tenor_of(own)
    chain = chain_at(chains, aim, roots)
    if isinstance(chain, Problem):
        return chain
    draft, notes = Draft(lots=count, role=own.role, sleeve="alvh"), tenor_notes(chain, aim)
    way = _calls_like(chain, tuple(held), float(own.target_delta), draft, notes)
    ratios = {contract: 1 if quantity > 0 else -1 for contract, quantity in held.items()}
    return rolled(chains, book, trade_id, ratios, values_of(chains, book, trade_id), way, _sooner(held, chain))


def _held_calls(book: Book, trade_id: int) -> Mapping[Contract, int] | Problem:
    """One long VIX call, alone or with as many sold above it."""
    quantities = open_quantities(book, trade_id)
    if isinstance(quantities, Problem):
        return quantities
    contracts = list(quantities)
    is_of_vix_calls = all(one.right == "C" and book.product_of(one).underlying == "VIX" for one in contracts)
    is_single = len(contracts) == 1 and quantities[contracts[0]] > 0
    is_spread = (
        len(contracts) == 2
        and contracts[0].expiry == contracts[1].expiry
        and quantities[contracts[0]] == -quantities[contracts[1]] > 0
    )
    if is_of_vix_calls and (is_single or is_spread):
        return quantities
    return Problem("trade", f"trade {trade_id} is no long VIX call or even call spread: roll its legs one by one")


def _tenor_of(layer: Layer) -> Tenor:
    if layer.role != "short":
        return Tenor(layer.entry_tenor_days)
    return Tenor(layer.entry_tenor_days, SHORT_LEAST_DAYS, SHORT_MOST_DAYS)


def _calls_like(
    chain: Chain, held: Sequence[Contract], delta: float, draft: Draft, notes: tuple[str, ...]
) -> Proposal | Problem:
    """The call at a delta, and above it what keeps the width of a spread."""
    call = at_delta(chain, "C", delta)
    if isinstance(call, Problem):
        return call
    bought = call[0].contract
    if len(held) == 1:
        return opened([chain], ((bought, 1),), draft, (*notes, *call[1]))
    width = (held[1].strike or ZERO) - (held[0].strike or ZERO)
    sold = long_of(chain, "C", bought.strike or ZERO, width)
    if isinstance(sold, Problem):
        return sold
    legs = (bought, 1), (chain.contract("C", sold[0]), -1)
    return opened([chain], legs, draft, (*notes, *call[1], *sold[1]))


def _sooner(held: Mapping[Contract, int], chain: Chain) -> tuple[str, ...]:
    expiry = next(iter(held)).expiry
    return (f"{chain.name} is sooner than the {expiry_text(expiry)} held",) if chain.expiry < expiry else ()
