"""A proposal: a draft with real contracts, what it costs at mids, and what a person must be told about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from alvh_desktop.desk.templates.chain import Chain
from alvh_desktop.desk.templates.listed import Listed
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.money import plain
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text, spoken, strike_text

ZERO = Decimal(0)

NEAR_IN_DELTA = 0.03
NEAR_IN_MOVES = 0.10
"""Distances from what was asked below which nothing is said: the method's own re-arm distances."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft to look at. `notes` say where it is not what was asked, and which price is missing.

    `opening_points` and `closing_points` are what the legs of each kind cost at mids for one lot, paid (+) or
    received (-): 0 without such legs, None where a price is not known. `multiplier` is $ a point.
    """

    draft: Draft
    notes: tuple[str, ...] = ()
    opening_points: Decimal | None = ZERO
    closing_points: Decimal | None = ZERO
    multiplier: Decimal = Decimal(100)

    @property
    def net_points(self) -> Decimal | None:
        """Of one lot, paid (+) or received (-); None where a price is not known."""
        if self.opening_points is None or self.closing_points is None:
            return None
        return self.opening_points + self.closing_points

    def usd(self, points: Decimal | None) -> Decimal | None:
        """$ for all lots of an amount in points of one lot."""
        return None if points is None else points * self.multiplier * self.draft.lots


def opened(
    chains: Sequence[Chain], legs: Sequence[tuple[Contract, int]], draft: Draft, notes: Iterable[str] = ()
) -> Proposal | Problem:
    """The draft with these (contract, ratio) to open, priced at the mids of the chains they are listed in."""
    if draft.lots < 1:
        return Problem("lots", f"{draft.lots} lots cannot be traded: say 1 or more")
    listed = listed_in(chains, [contract for contract, _ in legs])
    if isinstance(listed, Problem):
        return listed
    return Proposal(
        replace(draft, legs=tuple(DraftLeg(contract, ratio) for contract, ratio in legs)),
        (*notes, *_doubts(listed, dict(legs))),
        points_of(legs, {contract: one.mid for contract, one in listed.items()}),
        multiplier=chains[0].product.multiplier,
    )


def listed_in(chains: Sequence[Chain], contracts: Iterable[Contract]) -> Mapping[Contract, Listed] | Problem:
    """What the chains say of each contract; a Problem names the first that none of them lists."""
    found: dict[Contract, Listed] = {}
    for contract in contracts:
        listed = next((one for chain in chains if (one := chain.listed(contract)) is not None), None)
        if listed is None:
            return _not_listed(chains, contract)
        found[contract] = listed
    return found


def _not_listed(chains: Sequence[Chain], contract: Contract) -> Problem:
    name = spoken(contract)
    chain = next((one for one in chains if (one.product.root, one.expiry) == (contract.root, contract.expiry)), None)
    if chain is None or contract.strike is None or contract.right is None:
        return Problem("legs", f"{name} is not quoted: import a chain that has it")
    nearest = chain.nearest(contract.right, float(contract.strike))
    told = "" if nearest is None else f"; the nearest listed strike is {strike_text(nearest.contract.strike or ZERO)}"
    return Problem("strike", f"{name} is not listed in the chain of {chain.name}{told}")


def points_of(legs: Iterable[tuple[Contract, int]], prices: Mapping[Contract, Decimal | None]) -> Decimal | None:
    """The sum of ratio x price in points, paid (+) or received (-); None where a price is missing."""
    total = ZERO
    for contract, ratio in legs:
        price = prices.get(contract)
        if price is None:
            return None
        total += ratio * price
    return plain(total)


def _doubts(listed: Mapping[Contract, Listed], ratios: Mapping[Contract, int]) -> Iterable[str]:
    for contract, one in listed.items():
        if one.mid is None:
            yield f"{spoken(contract)} has no usable bid and ask: type its price"
        elif ratios[contract] < 0 and not one.quote.bid:
            yield f"nobody bids for {spoken(contract)}, which would be sold: its mid is half of what is asked"


# What templates and rolls choose alike


def at_delta(chain: Chain, right: Right, delta: float) -> tuple[Listed, tuple[str, ...]] | Problem:
    """The listed strike nearest a delta, and what to say where it is not near."""
    if not 0.0 < abs(delta) < 1.0:
        return Problem("delta", f"{delta:g} is no delta: say one between 0 and 1, such as 0.16")
    found = chain.nearest_delta(right, delta)
    if found is None or found.delta is None:
        return unknown_delta(chain)
    return found, far_in_delta(found, delta)


def far_in_delta(found: Listed, delta: float) -> tuple[str, ...]:
    if found.delta is None or abs(abs(found.delta) - abs(delta)) <= NEAR_IN_DELTA:
        return ()
    return (f"{spoken(found.contract)} has delta {found.delta:.2f}: none is listed nearer to {abs(delta):.2f}",)


def unknown_delta(chain: Chain) -> Problem:
    """Why no delta of a chain is known, and what to import."""
    import_it = f"import a whole chain of {chain.name}"
    if chain.product.forward_root is not None:
        import_it += f", or a quote of the {chain.product.forward_root} future {expiry_text(chain.expiry)}"
    if isinstance(chain.forward, Problem):
        return Problem("delta", f"{chain.forward.message}: {import_it}")
    return Problem(
        "delta", f"no delta of {chain.name} is known, since none of its quotes holds a volatility: {import_it}"
    )
