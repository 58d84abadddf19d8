"""The book as a scenario moves it: its legs, its world and what it gains from a small move, once for all facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.payoff.position import Piece, Position
from alvh_desktop.pricing.payoff.sensitivities import VegaAndBeta, vega_and_beta_of
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.smile import Svi, chain_smile
from alvh_desktop.rules.facts.age import SeenAt, levels_of, models_of
from alvh_desktop.rules.facts.kept import kept, once, what_is_held
from alvh_desktop.rules.scene import Scene

_NO_VIX = Problem("VIX", "no spot VIX level is known: import a file that has it")


@dataclass(frozen=True)
class Standing:
    """Everything that campaigns with something open ever held, as pieces in their world. VIX is known in it."""

    position: Position
    world: World


def core_legs(scene: Scene) -> tuple[Holding, ...]:
    """Open legs of the core sleeve that have not settled."""
    return once(scene, "core legs", lambda: tuple(_open_legs(scene, is_core=True)))


def hedge_legs(scene: Scene) -> tuple[Holding, ...]:
    """The same of the alvh sleeve and the second engine."""
    return once(scene, "hedge legs", lambda: tuple(_open_legs(scene, is_core=False)))


def living_legs(scene: Scene) -> tuple[Holding, ...]:
    return once(scene, "living legs", lambda: tuple(each for legs in scene.open_by_trade.values() for each in legs))


def standing_of(scene: Scene) -> Standing | Problem:
    """A Problem where the world is not known, spot VIX is not, or a living leg has no model value."""
    return kept(scene, "standing", hangs_on(scene), lambda: _standing(scene))


def vega_and_beta_now(scene: Scene) -> tuple[VegaAndBeta, VegaAndBeta, VegaAndBeta] | Problem:
    """Of the condors, of the hedge and of both, under the joint response."""

    def work() -> tuple[VegaAndBeta, VegaAndBeta, VegaAndBeta] | Problem:
        standing = standing_of(scene)
        if isinstance(standing, Problem):
            return standing
        return vega_and_beta_of(standing.position, standing.world, scene.market.worked_out) or _NO_VIX

    return kept(scene, "vega and beta", hangs_on(scene), work)


def seen_of_standing(scene: Scene) -> frozenset[SeenAt]:
    """When everything was seen that the book is revalued with."""
    return once(scene, "seen of standing", lambda: frozenset(_seen_of_standing(scene)))


def _seen_of_standing(scene: Scene) -> Iterator[SeenAt]:
    yield from models_of(scene, living_legs(scene))
    yield from levels_of(scene, "VIX")
    if not isinstance(scene.spot, Problem):
        yield scene.spot.moment, scene.spot.source


def _open_legs(scene: Scene, *, is_core: bool) -> Iterator[Holding]:
    for trade_id, legs in scene.open_by_trade.items():
        if (scene.book.trades[trade_id].sleeve == "core") == is_core:
            yield from legs


def hangs_on(scene: Scene) -> tuple[object, ...]:
    """What a figure hangs on that follows from the book, the market and its world."""

    def work() -> tuple[object, ...]:
        spot = scene.spot
        level = "" if isinstance(spot, Problem) else spot.value
        return (scene.market, scene.book.inputs, level, what_is_held(scene))

    return once(scene, "hangs on", work)


def _standing(scene: Scene) -> Standing | Problem:
    world = scene.world
    if isinstance(world, Problem):
        return world
    if world.vix is None:
        return _NO_VIX
    known = scene.market.worked_out
    # the curves of the picture price the same contracts: whoever comes first leaves them there
    position = Position(
        tuple(_pieces(scene)),
        world.now,
        is_vx_known=world.thirty_day_vx is not None,
        priced_before=known.get("contracts"),
    )
    known["contracts"] = position.contracts
    for piece in position.open_pieces:
        leg = position.contracts.by_leg_id[piece.holding.leg.id]
        if not leg.is_valued or (leg.is_fund and world.thirty_day_vx is None):
            return Problem(spoken(piece.holding.leg.contract), _why(piece))
    return Standing(position, world)


def _pieces(scene: Scene) -> Iterator[Piece]:
    book, smiles = scene.book, dict[tuple[str, date], Svi | None]()
    holding = {
        book.trades[trade_id].campaign_id for trade_id, held in book.holdings_by_trade.items() if _is_open(held)
    }
    for trade in book.trades.values():
        if trade.campaign_id in holding:
            for held in book.holdings_by_trade[trade.id]:
                smile = _smile(scene, held, smiles)
                yield Piece(
                    held, "condors" if trade.sleeve == "core" else "hedge", scene.values.get(held.leg.id), smile
                )


def _is_open(held: tuple[Holding, ...]) -> bool:
    return any(each.position.quantity for each in held)


def _smile(scene: Scene, held: Holding, known: dict[tuple[str, date], Svi | None]) -> Svi | None:
    value, key = scene.values.get(held.leg.id), (held.leg.root, held.leg.expiry)
    if value is None or value.forward is None or held.leg.strike is None or held.product.underlying != "SPX":
        return None
    if key not in known:
        fit = chain_smile(scene.market, held.leg.contract, value.forward).fit
        known[key] = None if fit is None else fit.svi
    return known[key]


def _why(piece: Piece) -> str:
    name = spoken(piece.holding.leg.contract)
    problems = () if piece.value is None else piece.value.problems
    return problems[0].message if problems else f"{name} has no model value"
