"""What a person says of an account beside a list that was loaded: positions, cash, moment, completeness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.orders import parse_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.snapshots import Snapshot, joined, typed_position
from alvh_desktop.domain.symbols import spoken

TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Stated:
    """The fields as they stand. An empty `at` is the moment of the list, else now; `is_complete` counts, also where
    the list says otherwise."""

    account_id: int
    at: str = ""
    positions: str = ""
    cash: str = ""
    is_complete: bool = False


def snapshot_of(
    stated: Stated, loaded: Snapshot | None, products: Mapping[str, Product], near: date
) -> Snapshot | Problem:
    """The list and what is typed beside it. A Problem is of "position", which names its line, or "cash".

    `near` decides the decade of a one-digit year.
    """
    quantities = _positions(stated.positions, products, near)
    if isinstance(quantities, Problem):
        return quantities
    cash = _cash(stated.cash)
    if isinstance(cash, Problem):
        return cash
    typed = Snapshot(TYPED, quantities, cash)
    whole = typed if loaded is None else joined(loaded, typed)
    if isinstance(whole, Problem):
        return whole
    if whole.is_empty and not stated.is_complete:
        return Problem("position", "load a list, or type a position or the cash")
    return replace(whole, is_complete=stated.is_complete)


def moment_of(stated: Stated, loaded: Snapshot | None, now: datetime) -> datetime | Problem:
    """The moment the positions are of; a Problem of "at" where the list says another one, or it is yet to come."""
    of_list = loaded.moment if loaded is not None else None
    if not stated.at.strip():
        return of_list or now
    moment = parse_moment(stated.at.strip().replace(" ", "T", 1), "at")
    if isinstance(moment, Problem):
        return moment
    if loaded is not None and of_list is not None and moment != of_list:
        return Problem("at", f"{loaded.source} is of {new_york_text(of_list)}: say that, or nothing")
    return moment


def _positions(text: str, products: Mapping[str, Product], near: date) -> Mapping[Contract, int] | Problem:
    found: dict[Contract, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        position = typed_position(line.strip(), products, near)
        if isinstance(position, Problem):
            return Problem("position", f"line {number}: {position.message}")
        contract, quantity = position
        if contract in found:
            return Problem("position", f"line {number}: {spoken(contract)} is typed twice")
        found[contract] = quantity
    return found


def _cash(text: str) -> Decimal | Problem | None:
    return parse_decimal(text.strip(), "cash") if text.strip() else None
