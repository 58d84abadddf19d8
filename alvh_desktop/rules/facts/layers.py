"""The layers of the hedge: how long their calls still live, and what delta the short ones have left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Layer, Role
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.rules.facts.age import doubt_of, models_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.reading import Reading, Seen, Subject
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.short_delta import long_calls, mean_delta

_NO_CALL = "no layer of that role holds a long VIX call"


@dataclass(frozen=True, slots=True)
class HeldLayer:
    """The long VIX calls of one layer in one hedge campaign (one or more), the nearest first."""

    layer: Layer
    campaign_id: int
    calls: tuple[Holding, ...]

    @property
    def subject(self) -> Subject:
        return Subject(
            f"layer {self.layer.id} of campaign {self.campaign_id}",
            f"{self.layer.role.capitalize()} layer",
            campaign_id=self.campaign_id,
            layer_id=self.layer.id,
            leg_ids=tuple(held.leg.id for held in self.calls),
        )


def held_layers(scene: Scene, role: Role | None = None) -> tuple[HeldLayer, ...]:
    """Those of a role, or all; near layers first. What has settled counts only where nothing else of a layer lives:
    until it is booked, the layer is there and says so."""
    found: dict[tuple[int, int, int], list[Holding]] = {}
    book = scene.book
    for trade in book.trades.values():
        layer = None if trade.layer_id is None else book.layers.get(trade.layer_id)
        if layer is None or role not in (None, layer.role):
            continue
        calls = [held for held in long_calls(book.holdings_by_trade[trade.id]) if held.product.underlying == "VIX"]
        if calls:
            found.setdefault((layer.entry_tenor_days, layer.id, trade.campaign_id), []).extend(calls)
    layers = []
    for (_, layer_id, campaign_id), calls in sorted(found.items(), key=lambda item: item[0]):
        living = [held for held in calls if not scene.is_over(held)] or calls
        ordered = sorted(living, key=lambda held: (held.leg.expiry, held.leg.id))
        layers.append(HeldLayer(book.layers[layer_id], campaign_id, tuple(ordered)))
    return tuple(layers)


def read_tenor(role: Role | None, scene: Scene) -> Iterator[Reading]:
    """Calendar days left of the long call that settles first, in each layer of a role (None: in every layer)."""
    for held in held_layers(scene, role):
        first = held.calls[0].leg
        days = (first.expiry - scene.day).days
        nearest = tuple(call.leg.id for call in held.calls if call.leg.expiry == first.expiry)
        name = spoken(first.contract)
        yield Reading(
            replace(held.subject, leg_ids=nearest),
            float(days),
            f"{name} settles first of the {held.layer.role} layer: {first.expiry.isoformat()} less "
            f"{scene.day.isoformat()} = {_days(days)} left.",
            said=f"{held.layer.role.capitalize()} layer: {name} has {_days(days)} left.",
            seen=(Seen("settles on", first.expiry.isoformat()), Seen("today", scene.day.isoformat())),
        )


def read_short_layer_delta(scene: Scene) -> Iterator[Reading]:
    """Contract-weighted mean forward delta of the long calls in each layer of role short, each on its own future."""
    for held in held_layers(scene, "short"):
        found = mean_delta(held.calls, scene.values)
        if isinstance(found, Problem):
            yield Reading(held.subject, None, f"not known: delta of {found}")
            continue
        terms = " + ".join(f"{quantity} x {delta:.3f}" for quantity, delta in found.terms)
        yield Reading(
            held.subject,
            found.mean,
            f"Mean forward delta of the short layer is ({terms}) / {found.contracts} = {found.mean:.3f}; "
            f"lowest {found.lowest:.3f}.",
            said=f"Short layer: mean delta {found.mean:.2f}, lowest {found.lowest:.2f}.",
            doubt=doubt_of(scene, models_of(scene, held.calls)),
            seen=tuple(_deltas_seen(scene, held.calls)),
        )


def _deltas_seen(scene: Scene, calls: Sequence[Holding]) -> Iterator[Seen]:
    for held in calls:
        value = scene.values[held.leg.id]
        name = f"{held.position.quantity} {spoken(held.leg.contract)}"
        yield Seen(f"delta of {name}", value.delta or 0.0, value.iv_moment, value.iv_source or "")
        if value.forward is not None:
            yield Seen(f"future of {name}, points", value.forward.value, value.forward.moment, value.forward.source)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _tenor(fact_id: str, title: str, role: Role | None) -> Fact:
    return Fact(
        fact_id, title, "days left", "layer",
        "calendar days until the settlement of the long VIX call that settles first in the layer",
        _NO_CALL if role else "no layer holds a long VIX call", partial(read_tenor, role), 0.0, 400.0,
    )  # fmt: skip


LAYER_FACTS = (
    Fact(
        "short_layer_delta", "Short-layer delta", "forward delta", "layer",
        "mean forward delta of the long calls in the short layer, weighted by contracts",
        "no layer of role short holds a long VIX call", read_short_layer_delta, 0.0, 1.0,
    ),
    _tenor("tenor_short", "Days left, short layer", "short"),
    _tenor("tenor_medium", "Days left, medium layer", "medium"),
    _tenor("tenor_long", "Days left, long layer", "long"),
    _tenor("layer_days_left", "Days left of a layer", None),
)  # fmt: skip
