"""Templates that open a trade on a chain: condors, verticals and calendars.

Strikes are listed ones. A wing that is not listed as wide as asked is the nearest listed, and the proposal says so.
"""

from collections.abc import Callable
from decimal import Decimal

from alvh_desktop.desk.templates.chain import Chain
from alvh_desktop.desk.templates.condor_strikes import CondorStrikes
from alvh_desktop.desk.templates.credits import condors_with_credit
from alvh_desktop.desk.templates.proposal import NEAR_IN_MOVES, ZERO, Proposal, at_delta, opened
from alvh_desktop.desk.templates.strikes import nearest_strike, nearest_wing
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.money import money_text, round_to_units
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken, strike_text

_RIGHTS: tuple[Right, Right] = ("P", "C")


# Iron condors


def condor_by_strikes(chain: Chain, strikes: CondorStrikes, lots: int = 1) -> Proposal | Problem:
    """A sold condor of these very strikes, each of which must be listed."""
    return _condor(chain, strikes, Draft(lots=lots, sleeve=chain.sleeve), ())


def condor_by_delta(chain: Chain, delta: float, wing: Decimal, lots: int = 1) -> Proposal | Problem:
    """Shorts at the listed strikes whose forward deltas are nearest -delta and +delta, wings in points."""
    return condor_at_deltas(chain, delta, delta, wing, wing, Draft(lots=lots, sleeve=chain.sleeve))


def condor_by_expected_move(chain: Chain, moves: float, wing: Decimal, lots: int = 1) -> Proposal | Problem:
    """Shorts at the listed strikes nearest so many expected moves below and above where the index stands."""
    if not 0.0 < moves < 100.0:
        return Problem("moves", f"{moves:g} expected moves are no distance: say a number such as 1.2")
    move = chain.expected_move
    if isinstance(move, Problem):
        return move
    if isinstance(chain.level, Problem):
        return chain.level
    strikes, notes = [], []
    for right, level in zip(_RIGHTS, (chain.level - moves * move, chain.level + moves * move), strict=True):
        short = chain.nearest(right, level)
        if short is None or short.contract.strike is None:
            return _no_side(chain, right)
        strikes.append(short.contract.strike)
        reached = abs(float(short.contract.strike) - chain.level) / move
        if abs(reached - moves) > NEAR_IN_MOVES:
            told = f"{spoken(short.contract)} stands at {reached:.2f} expected moves"
            notes.append(f"{told}: none is listed nearer to {moves:.2f}")
    draft = Draft(lots=lots, sleeve=chain.sleeve)
    return condor_with_wings(chain, strikes[0], strikes[1], wing, wing, draft, tuple(notes))


def condor_by_credit(chain: Chain, credit: Decimal, wing: Decimal, lots: int = 1) -> Proposal | Problem:
    """Shorts of like delta whose credit at mids comes nearest `credit` points at this wing.

    Where few strikes are listed, credit and wing are missed by the least share together; the proposal says both.
    """
    if not credit > 0:
        return Problem("credit", f"{credit:f} is no credit: say how many points are to be received, such as 3.20")
    return _condor_of_credit(chain, wing, lots, lambda _: credit)


def condor_by_credit_share(chain: Chain, share: Decimal, wing: Decimal, lots: int = 1) -> Proposal | Problem:
    """The same for a share of the wing: 0.20 is a credit of a fifth of it."""
    if not 0 < share < 1:
        return Problem("credit", f"{share:f} is no share of the wing: say one between 0 and 1, such as 0.20")
    return _condor_of_credit(chain, wing, lots, lambda width: share * width)


def condor_at_deltas(
    chain: Chain, put_delta: float, call_delta: float, put_wing: Decimal, call_wing: Decimal, draft: Draft
) -> Proposal | Problem:
    """Of a short put and a short call at deltas of their own (signs do not matter), with wings of their own."""
    put, call = at_delta(chain, "P", put_delta), at_delta(chain, "C", call_delta)
    if isinstance(put, Problem):
        return put
    if isinstance(call, Problem):
        return call
    shorts = put[0].contract.strike or ZERO, call[0].contract.strike or ZERO
    return condor_with_wings(chain, *shorts, put_wing, call_wing, draft, (*put[1], *call[1]))


def condor_with_wings(
    chain: Chain,
    short_put: Decimal,
    short_call: Decimal,
    put_wing: Decimal,
    call_wing: Decimal,
    draft: Draft,
    notes: tuple[str, ...] = (),
) -> Proposal | Problem:
    """Of these shorts with the listed wings nearest to those asked."""
    put, call = long_of(chain, "P", short_put, put_wing), long_of(chain, "C", short_call, call_wing)
    if isinstance(put, Problem):
        return put
    if isinstance(call, Problem):
        return call
    strikes = CondorStrikes(put[0], short_put, short_call, call[0])
    return _condor(chain, strikes, draft, (*notes, *put[1], *call[1]))


def _condor(chain: Chain, strikes: CondorStrikes, draft: Draft, notes: tuple[str, ...]) -> Proposal | Problem:
    if not strikes.is_ordered:
        return Problem("strike", f"{strikes.text} is no iron condor: its strikes must ascend")
    proposal = opened([chain], strikes.legs(chain), draft, notes)
    if isinstance(proposal, Problem) or proposal.opening_points is None:
        return proposal
    credit = -proposal.opening_points
    if 0 < credit < strikes.wing:
        return proposal
    told = f"its mids make a credit of {money_text(credit)} with a wing of {strike_text(strikes.wing)}"
    return opened([chain], strikes.legs(chain), draft, (*notes, f"{told}: check the quotes"))


def long_of(chain: Chain, right: Right, short: Decimal, width: Decimal) -> tuple[Decimal, tuple[str, ...]] | Problem:
    """The listed wing of a short strike that is nearest in width, and what to say where it is another width."""
    if not width > 0:
        return _no_width(width)
    found = nearest_wing(chain.strikes(right), short, width, right == "C")
    if found is None:
        side = "above" if right == "C" else "below"
        return Problem("wing", f"no strike {side} {spoken(chain.contract(right, short))} is listed for its wing")
    if abs(found - short) == width:
        return found, ()
    name = "call" if right == "C" else "put"
    told = f"a {name} wing of {strike_text(width)} is not listed at {strike_text(short)}"
    return found, (f"{told}: the nearest is {strike_text(abs(found - short))}",)


def _no_width(width: Decimal) -> Problem:
    return Problem("wing", f"a wing of {width:f} points is none: say a width such as 25")


def _no_side(chain: Chain, right: Right) -> Problem:
    name = "call" if right == "C" else "put"
    return Problem("strike", f"no {name} of {chain.name} is quoted: import a whole chain of it")


def _condor_of_credit(
    chain: Chain, wing: Decimal, lots: int, target: Callable[[Decimal], Decimal]
) -> Proposal | Problem:
    if not wing > 0:
        return _no_width(wing)
    found = condors_with_credit(chain, wing)
    if isinstance(found, Problem):
        return found
    best = min(found, key=lambda one: (one.miss(target(one.strikes.wing), wing), one.mean_delta))
    asked, width = target(best.strikes.wing), best.strikes.wing
    reached = f"credit {money_text(best.credit)}, {best.credit / width:.1%} of the wing"
    told = f"{reached}, with shorts of delta {best.put_delta:.3f} and {best.call_delta:.3f}"
    if best.credit != asked:
        told = f"{told}: the nearest to {money_text(round_to_units(asked))} that wings near {strike_text(wing)} allow"
    shorts = best.strikes.short_put, best.strikes.short_call
    return condor_with_wings(chain, *shorts, wing, wing, Draft(lots=lots, sleeve=chain.sleeve), (told,))


# Verticals and calendars


def vertical_by_strikes(
    chain: Chain, right: Right, sold: Decimal, bought: Decimal, lots: int = 1
) -> Proposal | Problem:
    """One option sold and one bought, each strike listed."""
    if sold == bought:
        return Problem("strike", f"a vertical has two strikes, not {strike_text(sold)} twice")
    legs = ((chain.contract(right, sold), -1), (chain.contract(right, bought), 1))
    return opened([chain], legs, Draft(lots=lots, sleeve=chain.sleeve))


def vertical_by_delta(
    chain: Chain, right: Right, delta: float, wing: Decimal, is_sold: bool = True, lots: int = 1
) -> Proposal | Problem:
    """The option nearest a forward delta and one `wing` points further from the money.

    Sold, the first is short and the second its wing; bought, it is the other way round.
    """
    near = at_delta(chain, right, delta)
    if isinstance(near, Problem):
        return near
    strike = near[0].contract.strike or ZERO
    far = long_of(chain, right, strike, wing)
    if isinstance(far, Problem):
        return far
    side = -1 if is_sold else 1
    legs = ((chain.contract(right, strike), side), (chain.contract(right, far[0]), -side))
    return opened([chain], legs, Draft(lots=lots, sleeve=chain.sleeve), (*near[1], *far[1]))


def calendar(
    near: Chain, far: Chain, right: Right, strike: Decimal, lots: int = 1, is_asked: bool = True
) -> Proposal | Problem:
    """The near option sold and the far one bought at one strike, the nearest listed in both expiries.

    A note tells where that is not `strike`, unless nobody asked for that one.
    """
    if near.expiry >= far.expiry:
        return Problem("expiry", f"{near.name} does not expire before {far.name}: choose a later far leg")
    if (near.product.underlying, near.product.multiplier) != (far.product.underlying, far.product.multiplier):
        return Problem("root", f"{near.name} and {far.name} are not of one index and size")
    both = tuple(one for one in near.strikes(right) if one in far.side(right))
    if not both:
        return Problem("strike", f"{near.name} and {far.name} have no listed strike in common")
    at = nearest_strike(both, strike, right == "C")
    told = f"{strike_text(strike)} is not listed in both expiries: {strike_text(at)} is the nearest that is"
    legs = ((near.contract(right, at), -1), (far.contract(right, at), 1))
    draft = Draft(lots=lots, sleeve=near.sleeve)
    return opened([near, far], legs, draft, () if at == strike or not is_asked else (told,))
