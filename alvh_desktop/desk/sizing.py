"""The sizing worksheet of a picture: its steps, and what they come to in contracts beside what is held."""

from collections.abc import Callable
from dataclasses import dataclass

from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.scene import scene_of
from alvh_desktop.desk.templates.chain import Chains, chains_of
from alvh_desktop.desk.templates.hedging import layer_calls
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Layer, Leg, Role
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.valuation import value_contract
from alvh_desktop.rules.allocation import Measure
from alvh_desktop.rules.hedge_units import ROLES
from alvh_desktop.rules.sizing.standing import Standing
from alvh_desktop.rules.sizing.target import Calls, LayerCall, Target, held_calls, target_of
from alvh_desktop.rules.sizing.worksheet import Worksheet, worksheet_now

SeeChains = Callable[[], Chains | Problem]
"""The chains of VIX options that can be bought; read only where a layer holds nothing."""


@dataclass(frozen=True)
class Sizing:
    """`target` of the sheet's band; a Problem where the base, the programme or the hedge held is not known."""

    standing: Standing
    sheet: Worksheet
    target: Target | Problem


def sizing_of(picture: Picture, see_chains: SeeChains | None = None) -> Sizing:
    """Of all real accounts together. Without `see_chains` a layer that holds nothing is counted by the chains of the
    picture's own market."""
    scene = scene_of(picture)
    standing, sheet = worksheet_now(scene)
    if sheet.band is None:
        why = sheet.base_step.missing or "the base is not known"
        return Sizing(standing, sheet, Problem("base", why))
    measure = standing.allocation.measure
    held = held_calls(scene, measure)
    lacking = [role for role in ROLES if role not in held]
    calls: Calls = {**held, **_entry_calls(picture, lacking, measure, see_chains)} if lacking else held
    return Sizing(standing, sheet, target_of(scene, standing, sheet.band.target, calls))


def _entry_calls(picture: Picture, roles: list[Role], measure: Measure, see_chains: SeeChains | None) -> Calls:
    """One call as each of these roles would be entered: by its own tenor and delta."""
    book = picture.inputs.book
    chains = chains_of(book, picture.inputs.market) if see_chains is None else see_chains()
    layers = {layer.role: layer for layer in sorted(book.layers.values(), key=lambda layer: -layer.id)}
    found: dict[Role, LayerCall | Problem] = {}
    for role in roles:
        layer = layers.get(role)
        if layer is None:
            found[role] = Problem(role, f"this portfolio has no {role} layer")
        else:
            found[role] = chains if isinstance(chains, Problem) else _entry_call(chains, layer, measure)
    return found


def _entry_call(chains: Chains, layer: Layer, measure: Measure) -> LayerCall | Problem:
    proposal = layer_calls(chains, layer, 1)
    if isinstance(proposal, Problem):
        return proposal
    contract = proposal.draft.legs[0].contract
    product = chains.products[contract.root]
    leg = Leg(0, 0, contract.root, contract.expiry, contract.strike, contract.right)
    value = value_contract(Holding(leg, product), chains.market)
    if value.greeks is None or value.forward is None or value.mark is None:
        why = value.problems[0].message if value.problems else "it has no model value"
        return Problem(spoken(contract), f"{spoken(contract)}: {why}")
    size = float(product.multiplier)
    points = (
        float(value.greeks.forward_delta) * value.forward.value
        if measure == "delta notional"
        else float(value.mark.price)
    )
    return LayerCall(size * points, size * float(value.greeks.theta_per_day), spoken(contract))
