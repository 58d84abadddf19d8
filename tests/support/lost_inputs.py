"""Scenes that lose an input, or whose data grows old: the same book, looked at through what is left."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from support.fact_scenes import NO_EQUITY

from alvh_desktop.desk.scenario import world_of
from alvh_desktop.domain.book import Row
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.spot import spx_spot
from alvh_desktop.pricing.valuation import value_legs
from alvh_desktop.rules.scene import NothingRemembered, Scene
from alvh_desktop.series.past import Past

Changed = Callable[[Scene], Scene]


def seen_again(scene: Scene, market: Market) -> Scene:
    """The same book in another market: valued anew, and its world with it."""
    book = scene.book
    values, spot = value_legs(book.holdings.values(), market), spx_spot(market, book.products)

    def see_world() -> World | Problem:
        return spot if isinstance(spot, Problem) else world_of(book, market, spot, values, Lens())

    return replace(scene, market=market, values=values, spot=spot, see_world=see_world)


def without_quotes(is_lost: Callable[[Contract], bool]) -> Changed:
    def lost(scene: Scene) -> Scene:
        kept: Mapping[Contract, Quote] = {c: q for c, q in scene.market.quotes.items() if not is_lost(c)}
        assert len(kept) < len(scene.market.quotes), "it was never quoted"
        return seen_again(scene, replace(scene.market, quotes=kept))

    return lost


def without_roots(*roots: str) -> Changed:
    return without_quotes(lambda contract: contract.root in roots)


def without_level(name: str) -> Changed:
    def lost(scene: Scene) -> Scene:
        levels = {key: level for key, level in scene.market.levels.items() if key != name}
        assert len(levels) < len(scene.market.levels)
        return seen_again(scene, replace(scene.market, levels=levels))

    return lost


def without_spx(scene: Scene) -> Scene:
    """Neither the index nor a chain that implies it."""
    found = without_level("SPX")(scene)
    is_quoted = any(contract.root in ("SPX", "SPXW", "XSP") for contract in found.market.quotes)
    return without_roots("SPX", "SPXW", "XSP")(found) if is_quoted else found


def without_equity(scene: Scene) -> Scene:
    return replace(scene, equity=NO_EQUITY)


def without_typed(*names: str) -> Changed:
    def lost(scene: Scene) -> Scene:
        rows = [row for row in scene.book.inputs.values() if row.name in names]
        assert rows, names
        return replace(scene, book=scene.book.after(Row("inputs", row.id, row, None) for row in rows))

    return lost


def without_figures(*names: str) -> Changed:
    def lost(scene: Scene) -> Scene:
        assert set(names) <= set(scene.regime)
        return replace(scene, regime={key: found for key, found in scene.regime.items() if key not in names})

    return lost


def without_closes(*names: str) -> Changed:
    """Without these series; "VX" are the futures."""

    def lost(scene: Scene) -> Scene:
        past = scene.past
        assert set(names) <= {*past.closes, "VX"}, names
        found = Past(
            {key: series for key, series in past.closes.items() if key not in names},
            {} if "VX" in names else past.futures,
        )
        return replace(scene, see_past=lambda: found)

    return lost


def without_memory(scene: Scene) -> Scene:
    return replace(scene, remembered=NothingRemembered())


def later(minutes: float = 0, days: int = 0) -> Changed:
    """The same quotes and levels, looked at by a later clock."""
    return lambda scene: at_moment(scene, scene.now + timedelta(minutes=minutes, days=days))


def at_moment(scene: Scene, now: datetime) -> Scene:
    return seen_again(scene, replace(scene.market, at=now))


def typed_before(*names: str, days: int) -> Changed:
    """These inputs were typed so many days earlier."""

    def aged(scene: Scene) -> Scene:
        rows = [row for row in scene.book.inputs.values() if row.name in names]
        assert rows, names
        moved = (Row("inputs", row.id, row, replace(row, on=row.on - timedelta(days=days))) for row in rows)
        return replace(scene, book=scene.book.after(moved))

    return aged


def on_old_closes(*names: str) -> Changed:
    """Figures of series that end earlier."""

    def aged(scene: Scene) -> Scene:
        old = {key: replace(scene.regime[key], stale="its closes end earlier") for key in names}
        return replace(scene, regime={**scene.regime, **old})

    return aged


def in_turn(*changes: Changed) -> Changed:
    """One after the other."""

    def changed(scene: Scene) -> Scene:
        for each in changes:
            scene = each(scene)
        return scene

    return changed
