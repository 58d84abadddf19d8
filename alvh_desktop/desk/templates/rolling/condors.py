"""Proposals that roll a whole condor to a later expiry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alvh_desktop.desk.templates.chain import Chain, Chains, chain_of, expiries_of
from alvh_desktop.desk.templates.held import (
    HeldCondor,
    asked_lots,
    held_condor,
)
from alvh_desktop.desk.templates.opening import condor_at_deltas, condor_by_strikes
from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.desk.templates.rolling.closing import rolled, values_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import expiry_text, spoken
from alvh_desktop.pricing.valuation import LegValue

LEAST_DAYS, MOST_DAYS = 7, 14
"""Calendar days after its present expiry between which a condor is rolled."""


@dataclass(frozen=True, slots=True)
class CondorRoll:
    """A whole condor into one later expiry, `days_later` calendar days after its own: strikes at the forward deltas
    of now with the widths of its wings, and the same strikes kept."""

    root: str
    expiry: date
    days_later: int
    same_delta: Proposal | Problem
    same_strikes: Proposal | Problem


def condor_rolls(
    chains: Chains,
    book: Book,
    trade_id: int,
    lots: int | None = None,
    at_least: int = LEAST_DAYS,
    at_most: int = MOST_DAYS,
) -> tuple[CondorRoll, ...] | Problem:
    """The roll into each listed expiry that many calendar days after the present one, ascending.

    Where the held root lists none on a day, another root of the same index and size stands in, and its proposals
    say so.
    """
    condor = held_condor(book, trade_id)
    if isinstance(condor, Problem):
        return condor
    count = asked_lots(lots, condor.lots, trade_id)
    if isinstance(count, Problem):
        return count
    root, expiry = condor.puts.sold.root, condor.puts.sold.expiry
    later = {
        day: other
        for other in reversed(family_of(chains.products, root))
        for day in expiries_of(chains, other)
        if at_least <= (day - expiry).days <= at_most
    }
    if not later:
        told = f"no {root} expiry {at_least} to {at_most} days after {expiry_text(expiry)} is quoted"
        return Problem("expiry", f"{told}: import a chain that has one")
    return tuple(_condor_roll(chains, book, trade_id, condor, count, later[day], day) for day in sorted(later))


def _condor_roll(
    chains: Chains, book: Book, trade_id: int, condor: HeldCondor, lots: int, root: str, expiry: date
) -> CondorRoll:
    chain, days = chain_of(chains, root, expiry), (expiry - condor.puts.sold.expiry).days
    if isinstance(chain, Problem):
        return CondorRoll(root, expiry, days, chain, chain)
    held = condor.ratios
    values, notes = values_of(chains, book, trade_id), _root_notes(chains.products[condor.puts.sold.root], chain)
    ways = _at_same_deltas(chain, condor, values, lots), condor_by_strikes(chain, condor.strikes, lots)
    rolls = (rolled(chains, book, trade_id, held, values, way, notes) for way in ways)
    return CondorRoll(root, expiry, days, *rolls)


def _at_same_deltas(
    chain: Chain, condor: HeldCondor, values: Mapping[Contract, LegValue], lots: int
) -> Proposal | Problem:
    put, call = _delta(values, condor.puts.sold), _delta(values, condor.calls.sold)
    if isinstance(put, Problem):
        return put
    if isinstance(call, Problem):
        return call
    return condor_at_deltas(chain, put, call, condor.puts.width, condor.calls.width, Draft(lots=lots))


def family_of(products: Mapping[str, Product], root: str) -> tuple[str, ...]:
    """The root first, then other options of its index and size."""
    held = products[root]
    alike = (
        one.root
        for one in products.values()
        if one.kind == held.kind
        and (one.underlying, one.index_divisor, one.multiplier)
        == (held.underlying, held.index_divisor, held.multiplier)
    )
    return (root, *(other for other in alike if other != root))


def _root_notes(held: Product, chain: Chain) -> tuple[str, ...]:
    new = chain.product
    if new.root == held.root:
        return ()
    settles = f"{new.root} settles {new.settlement} on the {new.official_value}"
    return (f"{settles}, the held {held.root} {held.settlement} on the {held.official_value}",)


def _delta(values: Mapping[Contract, LegValue], contract: Contract) -> float | Problem:
    value = values[contract]
    if value.delta is not None:
        return value.delta
    why = value.problems[0].message if value.problems else "no model value"
    return Problem("delta", f"delta of {spoken(contract)} is not known: {why}")
