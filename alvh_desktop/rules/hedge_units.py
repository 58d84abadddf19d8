"""How many hedge contracts belong to a programme: units of the layered hedge, by role, beside what is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import floor

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK, settlement_moment
from alvh_desktop.domain.inputs import value_on
from alvh_desktop.domain.records import Role
from alvh_desktop.rules.notional import accounts_counted

UNIT_INPUT = "hedge.unit_notional"
ROLES: tuple[Role, ...] = ("short", "medium", "long")
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class RoleCount:
    """Long VIX calls of one role: `target` whole contracts, from `exact`, beside what is `held`."""

    role: Role
    target: int
    exact: float
    held: int

    @property
    def missing(self) -> int:
        """Contracts that the target asks for beyond what is held; below 0 where more is held."""
        return self.target - self.held


def hedge_units(book: Book, programme: Decimal, now: datetime) -> Fraction:
    """Units of the layered hedge that a programme of so many $ needs, parts of one included.

    The input `hedge.unit_notional` says how many $ a unit covers.
    """
    unit = value_on(book.inputs, UNIT_INPUT, now.astimezone(NEW_YORK).date())
    if unit is None or unit <= 0:
        raise ValueError(f"{UNIT_INPUT} has no value above 0")
    return Fraction(programme) / Fraction(unit)


def role_counts(
    book: Book, programme: Decimal, now: datetime, account_id: int | None = None
) -> tuple[RoleCount, ...]:
    """Target and held contracts of each role, the shortest first."""
    units, per_unit, held = (
        hedge_units(book, programme, now),
        counts_per_unit(book),
        held_counts(book, now, account_id),
    )
    targets = target_counts(units, per_unit)
    return tuple(RoleCount(role, targets[role], float(units * per_unit[role]), held[role]) for role in ROLES)


def counts_per_unit(book: Book) -> Mapping[Role, int]:
    """Contracts of each role in one unit, as the user's layers say."""
    return {role: sum(layer.target_count for layer in book.layers.values() if layer.role == role) for role in ROLES}


def target_counts(units: Fraction, per_unit: Mapping[Role, int]) -> Mapping[Role, int]:
    """Whole contracts by role: the nearest whole number of all (halves up), shared out by largest remainder.

    Of equal remainders the shorter role has the contract.
    """
    exact = {role: max(units, Fraction(0)) * per_unit[role] for role in ROLES}
    counts = {role: floor(exact[role]) for role in ROLES}
    left = floor(sum(exact.values()) + _HALF) - sum(counts.values())
    by_remainder = sorted(ROLES, key=lambda role: (counts[role] - exact[role], ROLES.index(role)))
    return {role: counts[role] + (by_remainder.index(role) < left) for role in ROLES}


def held_counts(book: Book, now: datetime, account_id: int | None = None) -> Mapping[Role, int]:
    """Long VIX calls not settled by `now` in the alvh sleeve's layers, by role, in the accounts that count."""
    counted, counts = accounts_counted(book, account_id), dict.fromkeys(ROLES, 0)
    for trade in book.trades.values():
        layer = book.layers.get(trade.layer_id) if trade.layer_id is not None else None
        if layer is None or trade.sleeve != "alvh" or trade.account_id not in counted:
            continue
        for held in book.holdings_by_trade[trade.id]:
            is_call = held.leg.right == "C" and held.product.underlying == "VIX"
            if is_call and held.position.quantity > 0 and settlement_moment(held.product, held.leg.expiry) > now:
                counts[layer.role] += held.position.quantity
    return counts
