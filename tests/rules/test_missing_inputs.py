"""The law of missing and of stale inputs on scenes of every rule: for want of them nothing is fine that fired."""

from collections.abc import Iterator

import pytest
from support.every_rule import TABLE
from support.lost_inputs import (
    Changed,
    in_turn,
    later,
    without_closes,
    without_equity,
    without_figures,
    without_level,
    without_memory,
    without_quotes,
    without_roots,
    without_spx,
    without_typed,
)
from support.rule_table import after

from alvh_desktop.domain.inputs import InputKind, kind_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.rules.alerts import Attention, Key, attention_of
from alvh_desktop.rules.reading import LEVELS, Level
from alvh_desktop.rules.scene import Scene


def inputs_of(scene: Scene) -> Iterator[tuple[str, Changed]]:
    """Every input that a scene has, and the way to lose it."""
    held = dict.fromkeys(each.leg.contract for each in scene.book.holdings.values() if each.position.quantity)
    for contract in held:
        if contract in scene.market.quotes:
            yield spoken(contract), without_quotes(contract.__eq__)
    for root in dict.fromkeys(contract.root for contract in scene.market.quotes):
        yield f"every {root}", without_roots(root)
    for name in scene.market.levels:
        # the chain implies SPX where the index is missing; the made ones stand without carry
        yield name, without_spx if name == "SPX" else without_level(name)
    if not isinstance(scene.equity, Problem):
        yield "equity", without_equity
    for name in dict.fromkeys(row.name for row in scene.book.inputs.values()):
        if _is_data(name):
            yield name, without_typed(name)
    for name in scene.regime:
        yield name, without_figures(name)
    for name in [*scene.past.closes, *(["VX"] if scene.past.futures else [])]:
        yield f"closes of {name}", without_closes(name)
    yield "memory", without_memory


def _is_data(name: str) -> bool:
    """What has a default is a choice of the user's: without it the default holds, and nothing is missing."""
    kind = kind_of(name)
    return isinstance(kind, InputKind) and kind.default is None


def scenes() -> list[tuple[str, Scene]]:
    """Of every rule the scene of the table in which it fires at its highest level."""
    found: dict[int, tuple[str, Scene]] = {}
    for rule_id, one in TABLE.items():
        firing = [told for told in one.told if told.level != "quiet"]
        if firing:
            scene = max(firing, key=lambda told: LEVELS.index(told.level)).scene()
            found.setdefault(id(scene), (rule_id, scene))
    return list(found.values())


SCENES = scenes()


@pytest.mark.parametrize(("rule_id", "scene"), SCENES, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(SCENES)])
def test_whatever_is_taken_away_no_firing_alert_becomes_fine(rule_id: str, scene: Scene) -> None:
    before = attention_of(scene, {})
    fired = firing(before)
    assert any(key[0] == rule_id for key in fired)
    lost = list(inputs_of(scene))
    market = [changed for name, changed in lost if name.startswith("every ")]
    lost.append(("every quote", in_turn(*market)))
    for name, changed in lost:
        found = {alert.key: alert for alert in after(before, scene, changed).alerts}
        for key, level in fired.items():
            assert key in found, f"without {name} nothing is said of {key}"
            alert = found[key]
            is_lower = LEVELS.index(alert.level) < LEVELS.index(level)
            assert not is_lower or alert.unknown, f"without {name}: {alert.sentence}"


@pytest.mark.parametrize(("rule_id", "scene"), SCENES, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(SCENES)])
def test_what_is_looked_at_25_minutes_later_falls_only_by_the_clock(rule_id: str, scene: Scene) -> None:
    """Nothing new was seen since. What ends by the clock alone is a trade's last minute, and an event."""
    before = attention_of(scene, {})
    found = {alert.key: alert for alert in after(before, scene, later(25)).alerts}
    for (rule, subject), level in firing(before).items():
        alert = found[rule, subject]
        if rule not in ("condor.expiry", "hedge.event_layer"):
            assert LEVELS.index(alert.level) >= LEVELS.index(level) or alert.unknown, alert.sentence
        else:
            assert rule == rule_id or alert.level == level


def firing(attention: Attention) -> dict[Key, Level]:
    return {alert.key: alert.level for alert in attention.alerts if alert.level != "quiet"}
