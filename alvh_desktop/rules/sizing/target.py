"""What the worksheet's per cent mean: $, contracts of each role beside what is held, and what carrying them costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Role
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.allocation import Measure, delta_notional
from alvh_desktop.rules.hedge_units import ROLES, counts_per_unit, held_counts, target_counts
from alvh_desktop.rules.notional import accounts_counted
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.sizing.standing import Standing

DAYS_A_YEAR = 365.0


@dataclass(frozen=True, slots=True)
class LayerCall:
    """One call of a role as it is counted: $ by the measure of the hedge, and $ of decay a calendar day (a loss is
    negative; None where the model does not say). `told` says which call it is."""

    usd: float
    decay_usd: float | None
    told: str


Calls = Mapping[Role, LayerCall | Problem]


@dataclass(frozen=True, slots=True)
class RoleTarget:
    """Whole `contracts` of a role, from `exact`, beside what is `held`; each counts as `call` says."""

    role: Role
    contracts: int
    exact: float
    held: int
    call: LayerCall

    @property
    def missing(self) -> int:
        """Contracts to buy; below 0 those that are too many."""
        return self.contracts - self.held


@dataclass(frozen=True, slots=True)
class Target:
    """The hedge that is aimed at: `percent` of Np, `usd` by the measure that counts, of which `other_usd` is held in
    what is no call of a layer and counts as it stands.

    `rounded_percent` is what whole contracts come to. `carry_usd` is their decay a year by the model, a loss
    negative, everything else unchanged; `carry_percent` the same over equity.
    """

    percent: float
    usd: float
    other_usd: float
    measure: Measure
    roles: tuple[RoleTarget, ...] | Problem
    rounded_percent: float | Problem
    carry_usd: float | Problem
    carry_percent: float | Problem


def target_of(scene: Scene, standing: Standing, percent: float, calls: Calls) -> Target | Problem:
    """Of a per cent of the programme; `calls` are how a call of each role counts (`held_calls`, and for roles that
    hold nothing what would be bought)."""
    programme, held_usd = standing.programme_usd, standing.held_usd
    if isinstance(programme, Problem):
        return programme
    if isinstance(held_usd, Problem):
        return held_usd
    measure = standing.allocation.measure
    usd = percent * programme / 100.0
    held = held_counts(scene.book, scene.now)
    per_unit = counts_per_unit(scene.book)
    counted: dict[Role, LayerCall] = {}
    for role in ROLES:
        call = calls[role]
        if isinstance(call, LayerCall):
            counted[role] = call
        elif per_unit[role] or held[role]:
            return Target(percent, usd, 0.0, measure, call, call, call, call)
    other = held_usd - sum(held[role] * call.usd for role, call in counted.items())
    unit_usd = sum(per_unit[role] * call.usd for role, call in counted.items())
    if unit_usd <= 0:
        why = Problem("layers", "a unit of the layers is worth nothing: give the layers a count, and calls a delta")
        return Target(percent, usd, other, measure, why, why, why, why)
    units = Fraction(max(usd - other, 0.0) / unit_usd)
    counts = target_counts(units, per_unit)
    roles = tuple(
        RoleTarget(role, counts[role], float(units * per_unit[role]), held[role], call)
        for role, call in counted.items()
    )
    rounded = 100.0 * (other + sum(each.contracts * each.call.usd for each in roles)) / programme
    carry = _carry(roles)
    return Target(percent, usd, other, measure, roles, rounded, carry, _of_equity(carry, standing.equity))


def held_calls(scene: Scene, measure: Measure) -> Mapping[Role, LayerCall | Problem]:
    """The mean call of each role that holds any, as it stands; roles that hold none are not in it."""
    found: dict[Role, LayerCall | Problem] = {}
    by_role: dict[Role, list[Holding]] = {}
    for role, held in _layer_calls(scene.book, scene):
        by_role.setdefault(role, []).append(held)
    for role, calls in by_role.items():
        found[role] = _mean_call(scene, calls, measure)
    return found


def call_counted(held: Holding, values: Mapping[int, LegValue], measure: Measure) -> float | Problem:
    """$ of one contract of a holding by a measure."""
    count = held.position.quantity
    if measure == "delta notional":
        found = delta_notional(held, values)
        return found if isinstance(found, Problem) else found / count
    value = values.get(held.leg.id)
    if value is None or value.market_value is None:
        why = value.problems[0].message if value is not None and value.problems else "nothing is known of its price"
        return Problem(held.leg.root, why)
    return float(value.market_value) / count


def _mean_call(scene: Scene, calls: list[Holding], measure: Measure) -> LayerCall | Problem:
    count = sum(held.position.quantity for held in calls)
    total, decays = 0.0, list[float | None]()
    for held in calls:
        each = call_counted(held, scene.values, measure)
        if isinstance(each, Problem):
            return each
        total += each * held.position.quantity
        decays.append(scene.values[held.leg.id].theta_usd_per_day)
    known = [decay for decay in decays if decay is not None]
    decay = sum(known) / count if len(known) == len(decays) else None
    return LayerCall(total / count, decay, f"as the {count} held stand{'s' if count == 1 else ''}")


def _layer_calls(book: Book, scene: Scene) -> Iterator[tuple[Role, Holding]]:
    """The calls that `held_counts` counts, one by one."""
    counted = accounts_counted(book)
    for trade in book.trades.values():
        layer = book.layers.get(trade.layer_id) if trade.layer_id is not None else None
        if layer is None or trade.sleeve != "alvh" or trade.account_id not in counted:
            continue
        for held in book.holdings_by_trade[trade.id]:
            is_call = held.leg.right == "C" and held.product.underlying == "VIX" and held.position.quantity > 0
            if is_call and settlement_moment(held.product, held.leg.expiry) > scene.now:
                yield layer.role, held


def _carry(roles: tuple[RoleTarget, ...]) -> float | Problem:
    total = 0.0
    for each in roles:
        if not each.contracts:
            continue
        if each.call.decay_usd is None:
            return Problem("decay", f"the model has no decay of a {each.role} call {each.call.told}")
        total += each.contracts * each.call.decay_usd
    return DAYS_A_YEAR * total


def _of_equity(carry: float | Problem, equity: Decimal | Problem) -> float | Problem:
    if isinstance(carry, Problem):
        return carry
    return equity if isinstance(equity, Problem) else 100.0 * carry / float(equity)
