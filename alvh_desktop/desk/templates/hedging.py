"""Templates of the hedge: a layer of VIX calls, the whole ladder, and a VX or VXM future."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alvh_desktop.desk.templates.chain import Chain, Chains, chain_of, expiries_of, nearest_expiry
from alvh_desktop.desk.templates.proposal import Proposal, at_delta, opened
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Layer, Role
from alvh_desktop.domain.symbols import expiry_text, spoken
from alvh_desktop.pricing.market import Mark

VIX_ROOTS = ("VIX", "VIXW")


@dataclass(frozen=True, slots=True)
class Tenor:
    """How far out in calendar days: the listed expiry nearest `days`, within the bounds (ends included) if any."""

    days: int
    at_least: int | None = None
    at_most: int | None = None


def vix_layer(
    chains: Chains,
    role: Role,
    tenor: Tenor,
    delta: float,
    count: int,
    roots: Sequence[str] = VIX_ROOTS,
) -> Proposal | Problem:
    """`count` VIX calls bought at the listed expiry nearest the tenor and the listed strike nearest the delta."""
    chain = chain_at(chains, tenor, roots)
    if isinstance(chain, Problem):
        return chain
    call = at_delta(chain, "C", delta)
    if isinstance(call, Problem):
        return call
    draft = Draft(lots=count, role=role, sleeve="alvh")
    return opened([chain], ((call[0].contract, 1),), draft, (*tenor_notes(chain, tenor), *call[1]))


def layer_calls(chains: Chains, layer: Layer, count: int | None = None) -> Proposal | Problem:
    """The calls of a layer by its own tenor and delta; `count` None is the layer's whole target."""
    wanted = layer.target_count if count is None else count
    return vix_layer(chains, layer.role, Tenor(layer.entry_tenor_days), float(layer.target_delta), wanted)


def whole_hedge(
    chains: Chains, layers: Iterable[Layer], counts: Mapping[Role, int] | None = None
) -> tuple[Proposal | Problem, ...]:
    """One proposal a layer, the nearest first. `counts` by role where they are not the layers' targets; 0 leaves
    a layer out."""
    ladder = sorted(layers, key=lambda layer: layer.entry_tenor_days)
    wanted = {layer.id: layer.target_count if counts is None else counts.get(layer.role, 0) for layer in ladder}
    return tuple(layer_calls(chains, layer, wanted[layer.id]) for layer in ladder if wanted[layer.id])


def future(chains: Chains, root: str, days: int, lots: int = 1, is_bought: bool = True) -> Proposal | Problem:
    """The future of a root (VX, VXM) whose settlement is nearest `days` calendar days away."""
    product = chains.products.get(root)
    if product is None or product.kind != "future":
        return Problem("root", f"{root} is no future of this portfolio")
    if lots < 1:
        return Problem("lots", f"{lots} lots cannot be traded: say 1 or more")
    marks = {day: chains.market.mark(Contract(root, day)) for day in expiries_of(chains, root)}
    expiry = nearest_expiry([day for day, mark in marks.items() if isinstance(mark, Mark)], chains.day, days)
    if expiry is None:
        return Problem("expiry", f"no {root} future is quoted: import the quotes of {root} futures")
    contract, mark = Contract(root, expiry), marks[expiry]
    assert isinstance(mark, Mark)
    side, left = 1 if is_bought else -1, (expiry - chains.day).days
    notes = () if left == days else (f"{spoken(contract)} is {left} days out: none is quoted nearer to {days}",)
    draft = Draft((DraftLeg(contract, side),), lots, sleeve="alvh")
    return Proposal(draft, notes, side * mark.price, multiplier=product.multiplier)


def chain_at(chains: Chains, tenor: Tenor, roots: Sequence[str]) -> Chain | Problem:
    """The chain of the listed expiry nearest a tenor; a root named first wins where two list one day."""
    by_expiry = {day: root for root in reversed(roots) for day in expiries_of(chains, root)}
    names = " or ".join(roots)
    if not by_expiry:
        return Problem("expiry", f"no option of {names} is quoted: import a chain of {roots[0]}")
    expiry = nearest_expiry(by_expiry, chains.day, tenor.days, tenor.at_least, tenor.at_most)
    if expiry is None:
        return Problem(
            "expiry", f"no {names} expiry is quoted {_window(tenor)}: {_nearest(by_expiry, chains, tenor)}"
        )
    return chain_of(chains, by_expiry[expiry], expiry)


def tenor_notes(chain: Chain, tenor: Tenor) -> tuple[str, ...]:
    """What to say where the expiry is not as far out as asked."""
    if chain.days == tenor.days:
        return ()
    return (f"{chain.name} is {chain.days} days out: no listed expiry is nearer to {tenor.days}",)


def _window(tenor: Tenor) -> str:
    if tenor.at_least is not None and tenor.at_most is not None:
        return f"{tenor.at_least} to {tenor.at_most} days out"
    return f"{tenor.at_least} days out or more" if tenor.at_most is None else f"{tenor.at_most} days out or less"


def _nearest(expiries: Mapping[date, str], chains: Chains, tenor: Tenor) -> str:
    day = nearest_expiry(expiries, chains.day, tenor.days)
    assert day is not None
    told = f"the nearest is {expiries[day]} {expiry_text(day)}, {(day - chains.day).days} days out"
    return f"{told}; import a chain with more expiries, or ask for other days"
