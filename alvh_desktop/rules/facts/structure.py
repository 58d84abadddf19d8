"""Whether each hedge ladder has the contracts of its template: counts by role against what the programme asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Role
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.programme import programme_now, programme_of_accounts
from alvh_desktop.rules.facts.standing import core_legs, hedge_legs
from alvh_desktop.rules.hedge_units import ROLES, counts_per_unit, hedge_units, target_counts
from alvh_desktop.rules.notional import ProgrammeNotional
from alvh_desktop.rules.reading import Reading, Seen, Subject
from alvh_desktop.rules.scene import Scene

MOST_PEELED = Decimal("0.30")
"""Share of a ladder's contracts that a peel-off takes: whoever sells more has not peeled, but left a gap."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """A ladder, or the lack of one, with the accounts whose condors it covers."""

    accounts: frozenset[int]
    subject: Subject


@dataclass(frozen=True, slots=True)
class RoleStood:
    """`held` long VIX calls of a role, the day of its last fill, and how many were `sold` without a roll since it was
    bought last."""

    held: int
    filled_on: date | None
    sold: int


def read_structure_gap(scene: Scene) -> Iterator[Reading]:
    """The largest abs(held - target) over the roles of each ladder, contracts.

    A role that was filled today is passed over; so is one of which no more was sold than a peel-off takes, until
    it is filled again. An empty role is never passed over for a peel-off.
    """
    if not core_legs(scene) and not hedge_legs(scene):
        return
    ladders = tuple(_ladders(scene))
    for ladder in ladders:
        alone = len(ladders) == 1
        programme = programme_now(scene) if alone else programme_of_accounts(scene, ladder.accounts)
        yield _of_ladder(scene, ladder, programme, held_roles(scene, ladder.accounts))


def is_the_template(scene: Scene) -> bool:
    """Whether the hedge is the template and nothing else: long VIX calls in layers, each count right within one."""
    book = scene.book
    for held in hedge_legs(scene):
        trade = book.trades[held.leg.trade_id]
        is_layered = trade.sleeve == "alvh" and trade.layer_id in book.layers
        if not is_layered or held.leg.right != "C" or held.position.quantity < 0:
            return False
    gaps = [reading.value for reading in read_structure_gap(scene)]
    return bool(gaps) and all(gap is not None and gap <= 1 for gap in gaps)


def held_roles(scene: Scene, accounts: frozenset[int]) -> Mapping[Role, RoleStood]:
    """What the layers of the alvh sleeve hold in these accounts, by role."""
    calls: dict[Role, list[Holding]] = {role: [] for role in ROLES}
    book = scene.book
    for trade in book.trades.values():
        layer = None if trade.layer_id is None else book.layers.get(trade.layer_id)
        if layer is None or trade.sleeve != "alvh" or trade.account_id not in accounts:
            continue
        legs = book.holdings_by_trade[trade.id]
        calls[layer.role] += [h for h in legs if h.leg.right == "C" and h.product.underlying == "VIX" and h.fills]
    return {role: _stood(scene, held) for role, held in calls.items()}


def _stood(scene: Scene, calls: list[Holding]) -> RoleStood:
    held = sum(h.position.quantity for h in calls if h.position.quantity > 0 and not scene.is_over(h))
    fills = [fill for call in calls for fill in call.fills]
    if not fills:
        return RoleStood(held, None, 0)
    # a call that is bought fills its layer; what a roll sells is replaced by what it buys
    bought = max((fill.moment for fill in fills if fill.quantity > 0), default=None)
    sold = -sum(
        f.quantity for f in fills if f.quantity < 0 and f.roll_id is None and (not bought or f.moment > bought)
    )
    return RoleStood(held, _day(max(fill.moment for fill in fills)), sold)


def _of_ladder(
    scene: Scene, ladder: Ladder, programme: ProgrammeNotional | Problem, roles: Mapping[Role, RoleStood]
) -> Reading:
    subject = ladder.subject
    if isinstance(programme, Problem):
        return Reading(subject, None, f"not known: {programme.message}")
    held = ", ".join(f"{roles[role].held} {role}" for role in ROLES)
    if programme.value <= 0:
        why = "no condor was open in the last 5 trading days: nothing says how many contracts belong to it"
        return Reading(subject, None, f"{held} held; {why}.", not_judged=why)
    units = hedge_units(scene.book, programme.value, scene.now)
    targets = target_counts(units, counts_per_unit(scene.book))
    gaps = {role: abs(roles[role].held - targets[role]) for role in ROLES}
    silent = {role: quiet for role in ROLES if (quiet := _silent(scene, role, roles, targets[role])) is not None}
    judged = [role for role in ROLES if role not in silent]
    wrong = [role for role in judged if gaps[role]]
    asked = ", ".join(f"{targets[role]} {role}" for role in ROLES)
    passed_over = "".join(f" {said[0].upper()}{said[1:]}." for role, said in silent.items() if gaps[role])
    gap = max((gaps[role] for role in judged), default=max(gaps.values()))
    said = ", ".join(f"{role} {roles[role].held} of {targets[role]}" for role in wrong)
    return Reading(
        subject,
        float(gap),
        f"Held {held}; programme notional ${programme.value:,.0f} makes {_units(units)} and asks for {asked}: "
        f"the largest difference is {gap}.{passed_over}",
        said=f"Layers: {said}." if said else "Layers are complete.",
        not_judged="; ".join(silent.values()) if gap and not judged else None,
        seen=(
            Seen("programme notional, $", float(programme.value)),
            *(Seen(f"{role} layer, contracts", float(roles[role].held)) for role in ROLES),
        ),
    )


def _silent(scene: Scene, role: Role, roles: Mapping[Role, RoleStood], target: int) -> str | None:
    stood = roles[role]
    if stood.filled_on == scene.day:
        return f"the {role} layer was filled today"
    sold = sum(each.sold for each in roles.values())
    whole = sold + sum(each.held for each in roles.values())
    if stood.sold > 0 and 0 < stood.held < target and sold <= MOST_PEELED * whole:
        return f"{stood.sold} of the {role} layer were peeled off: it is judged from its next roll on"
    return None


def _ladders(scene: Scene) -> Iterator[Ladder]:
    """Every account goes to its own newest ladder, else to the one its open condors name, else to none."""
    book = scene.book
    own: dict[int, int] = {}
    for campaign in book.campaigns.values():
        if campaign.sleeve == "alvh":
            own[campaign.account_id] = max(campaign.id, own.get(campaign.account_id, 0))
    named: dict[int, int | None] = {}
    for trade_id in scene.open_by_trade:
        trade = book.trades[trade_id]
        if trade.sleeve == "core":
            ladder_id = book.campaigns[trade.campaign_id].ladder_id
            named[trade.account_id] = named.get(trade.account_id) or ladder_id
    groups: dict[int, set[int]] = {}
    bare = []
    for account_id in sorted(own.keys() | named.keys()):
        ladder_id = own.get(account_id) or named.get(account_id)
        if ladder_id is None or ladder_id not in book.campaigns:
            bare.append(account_id)
        else:
            groups.setdefault(ladder_id, set()).add(account_id)
    for ladder_id, accounts in groups.items():
        campaign = book.campaigns[ladder_id]
        subject = Subject(f"campaign {ladder_id}", campaign.name or "Hedge ladder", campaign_id=ladder_id)
        yield Ladder(frozenset({*accounts, campaign.account_id}), subject)
    for account_id in bare:
        account = book.accounts[account_id]
        yield Ladder(frozenset({account_id}), Subject(f"account {account_id}", f"{account.name}: no hedge ladder"))


def _units(units: Fraction) -> str:
    return f"{float(units):.2f} units"


def _day(moment: datetime) -> date:
    return moment.astimezone(NEW_YORK).date()


STRUCTURE_FACTS = (
    Fact(
        "structure_gap", "Contracts out of the template", "contracts", "campaign",
        "largest difference of a role's long VIX calls from its share of the units that programme notional asks for",
        "neither condors nor a hedge are open", read_structure_gap, 0.0, 1000.0,
    ),
)  # fmt: skip
