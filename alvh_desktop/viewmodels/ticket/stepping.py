"""Steps along the chain: the next strike, the next expiry, and the contract of another root nearest to one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text, spoken
from alvh_desktop.viewmodels.ticket.ports import Listed

Stepped = Literal["strike", "expiry"]
_Place = TypeVar("_Place", Decimal, date)


def stepped(
    draft: Draft, row: int, column: Stepped, steps: int, listed: Listed, is_together: bool = False
) -> Draft | Problem:
    """The leg so many listed strikes or expiries on (+) or back (-); at the end of the list it stays there.

    `is_together` takes what belongs to it along: of a strike the legs of its wing, of an expiry all legs of that
    expiry. A leg that closes stands where it is held.
    """
    first = draft.legs[row]
    if first.closes:
        return Problem(
            column, f"{spoken(first.contract)} is held: of a leg that closes only lots and price can change"
        )
    rows = [
        place for place, leg in enumerate(draft.legs) if not leg.closes and _belongs(leg.contract, first.contract)
    ]
    if column == "strike":
        rows = [place for place in rows if draft.legs[place].contract.right == first.contract.right]
    legs = list(draft.legs)
    for place in rows if is_together else [row]:
        contract = _step(legs[place].contract, column, steps, listed)
        if isinstance(contract, Problem):
            return contract
        legs[place] = replace(legs[place], contract=contract)
    return replace(draft, legs=tuple(legs))


def place_after(places: Sequence[_Place], at: _Place, steps: int) -> _Place:
    """The place `steps` further in an ascending list that is not empty; `at` need not stand in it."""
    start = bisect_left(places, at) if steps < 0 else bisect_right(places, at) - 1
    return places[min(max(start + steps, 0), len(places) - 1)]


def fitting_contract(contract: Contract, root: str, listed: Listed) -> Contract | Problem:
    """The same of another root: its expiry nearest to this one, its strike where it has it, else the middle one."""
    product = listed.products.get(root)
    if product is None:
        return Problem(
            "root", f"{root!r} is not a root of this portfolio: it has {', '.join(sorted(listed.products))}"
        )
    if product.kind == "fund":
        return Contract(root, NEVER)
    expiries = listed.expiries(root) or ((contract.expiry,) if contract.has_expiry else ())
    if not expiries:
        return Problem("root", f"no expiry of {root} is quoted: import a chain, or paste the legs")
    near = contract.expiry if contract.has_expiry else expiries[0]
    expiry = min(expiries, key=lambda day: abs((day - near).days))
    if product.kind != "option":
        return Contract(root, expiry)
    return _with_strike(root, expiry, contract, listed)


def following_contract(contract: Contract, listed: Listed) -> Contract | Problem:
    """What a new leg under this one holds: the next strike, of a future the next expiry."""
    if not contract.has_expiry:
        return Problem("root", f"{spoken(contract)} is a fund and has no chain: paste the leg that stands beside it")
    column: Stepped = "strike" if contract.is_option else "expiry"
    return _step(contract, column, 1, listed)


def rooted_contract(root: str, expiry: date | None, listed: Listed) -> Contract | Problem:
    """A first leg: the middle of the chain of this expiry, without one of the first that is listed."""
    product, expiries = listed.products.get(root), listed.expiries(root)
    if product is not None and product.kind == "fund":
        return Contract(root, NEVER)
    if product is None or not expiries:
        return Problem("root", f"no expiry of {root} is quoted: import a chain, or paste the legs")
    at = expiry if expiry in expiries and expiry is not None else expiries[0]
    return Contract(root, at) if product.kind != "option" else _with_strike(root, at, Contract(root, at), listed)


def _with_strike(root: str, expiry: date, like: Contract, listed: Listed) -> Contract | Problem:
    strikes = listed.strikes(root, expiry)
    if like.strike in strikes or (not strikes and like.strike is not None):
        strike = like.strike
    elif strikes:
        strike = strikes[len(strikes) // 2]
    else:
        return Problem("strike", f"no strike of {root} {expiry_text(expiry)} is quoted: import its chain first")
    return Contract(root, expiry, strike, like.right or "P")


def _belongs(contract: Contract, other: Contract) -> bool:
    return (contract.root, contract.expiry) == (other.root, other.expiry)


def _step(contract: Contract, column: Stepped, steps: int, listed: Listed) -> Contract | Problem:
    if column == "strike":
        strikes = listed.strikes(contract.root, contract.expiry)
        if contract.strike is None:
            return Problem("strike", f"{spoken(contract)} is no option: it has no strike")
        if not strikes:
            where = f"{contract.root} {expiry_text(contract.expiry)}"
            return Problem("strike", f"no strike of {where} is quoted: type one, or import its chain")
        return replace(contract, strike=place_after(strikes, contract.strike, steps))
    if not contract.has_expiry:
        return Problem("expiry", f"{spoken(contract)} is a fund: it has no expiry")
    expiries = listed.expiries(contract.root)
    if not expiries:
        return Problem("expiry", f"no expiry of {contract.root} is quoted: type one, or import its chain")
    return replace(contract, expiry=place_after(expiries, contract.expiry, steps))
