"""The ways in which a trade can be closed: always there, whatever is quoted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.desk.templates.held import HeldSpread, closing_legs, held_spread, lots_of, open_quantities
from alvh_desktop.desk.templates.proposal import Proposal, points_of
from alvh_desktop.desk.templates.rolling import closing
from alvh_desktop.domain.calendar import last_trading_moment
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.rules.short_sides import TestedSide
from alvh_desktop.viewmodels.rolls.way import NAMES, Way, doubted, strikes_text

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Inputs, Picture
    from alvh_desktop.domain.book import Book


def closing_ways(book: Book, trade_id: int, picture: Picture) -> tuple[Way, ...]:
    """All of the trade, then one side of it, the tested one first. Nothing where nothing is open."""
    whole, held = closing(book, trade_id), open_quantities(book, trade_id)
    if isinstance(whole, Problem) or isinstance(held, Problem):
        return ()
    ways = [_closed(picture, book, "close all", "Close all", whole, ())]
    rights = [right for right in NAMES if any(contract.right == right for contract in held)]
    if len(rights) < 2:
        return tuple(ways)
    tests = {right: _test_of(picture, book, trade_id, right) for right in rights}
    for right in sorted(rights, key=lambda each: -tests[each][0]):
        side = {contract: quantity for contract, quantity in held.items() if contract.right == right}
        lots = lots_of(side)
        legs = closing_legs({contract: quantity // lots for contract, quantity in side.items()})
        name = f"Close {NAMES[right]} side"
        ways.append(_closed(picture, book, name.lower(), name, replace(whole, legs=legs, lots=lots), tests[right][1]))
    return tuple(ways)


def _closed(picture: Picture, book: Book, key: str, name: str, draft: Draft, notes: tuple[str, ...]) -> Way:
    contracts = [leg.contract for leg in draft.legs]
    stopped = _stopped(picture.inputs, book, contracts)
    if stopped is not None:
        return Way(key, name, "", strikes_text(contracts), stopped)
    marks = {contract: _mark(picture.inputs, contract) for contract in contracts}
    points = points_of(((leg.contract, leg.ratio) for leg in draft.legs), marks)
    multiplier = book.product_of(contracts[0]).multiplier
    proposal = Proposal(draft, (), Decimal(0), points, multiplier)
    unpriced = tuple(
        f"{spoken(one)} has no mark: type the price it closes at" for one in contracts if marks[one] is None
    )
    uneven = _uneven(draft)
    notes = (*notes, *uneven, *unpriced)
    return doubted(picture.inputs, Way(key, name, "", strikes_text(contracts), proposal, notes))


def _stopped(inputs: Inputs, book: Book, contracts: list[Contract]) -> Problem | None:
    for contract in (one for one in contracts if one.has_expiry):
        last = last_trading_moment(book.product_of(contract), contract.expiry)
        if inputs.now >= last:
            told = f"{spoken(contract)} stopped trading at {new_york_text(last)}"
            return Problem("trade", f"{told}: it can only be settled")
    return None


def _mark(inputs: Inputs, contract: Contract) -> Decimal | None:
    mark = inputs.market.mark(contract)
    return None if isinstance(mark, Problem) else mark.price


def _uneven(draft: Draft) -> tuple[str, ...]:
    if all(abs(leg.ratio) == 1 for leg in draft.legs) or len(draft.legs) < 2:
        return ()
    told = " + ".join(f"{abs(leg.ratio)} {spoken(leg.contract)}" for leg in draft.legs)
    return (f"the legs are uneven: one lot is {told}",)


def _test_of(picture: Picture, book: Book, trade_id: int, right: Right) -> tuple[float, tuple[str, ...]]:
    """How far SPX has gone from the short of a side to its wing (0 where it has not), and what to say of it."""
    spread = held_spread(book, trade_id, right)
    if isinstance(spread, Problem):
        return 0.0, (spread.message,)
    product = book.product_of(spread.sold)
    if product.underlying != "SPX":
        return 0.0, ()
    if isinstance(picture.spot, Problem):
        return 0.0, (f"whether it is tested is not known: {picture.spot.message}",)
    progress = _side_of(spread).progress(picture.spot.value / float(product.index_divisor))
    if progress <= 0:
        return 0.0, ()
    stale = ", which is stale" if picture.inputs.is_spot_stale(picture.spot) else ""
    return progress, (f"tested: SPX {picture.spot.value:,.2f}{stale} is {progress:.0%} of the way to the wing",)


def _side_of(spread: HeldSpread) -> TestedSide:
    return TestedSide("", float(spread.sold.strike or 0), float(spread.bought.strike or 0))
