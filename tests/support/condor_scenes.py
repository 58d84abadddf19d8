"""Scenes that condor facts are read from: a book entered line by line, a made market, and nothing of a window."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from support.founded_books import CLOCK, enter, founded_desk

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import Book
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.spot import spx_spot
from alvh_desktop.pricing.valuation import value_legs
from alvh_desktop.rules.alerts import Alert, attention_of
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.rulebook import part_ids
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.state import State


def desk_with(*lines: str, now: datetime = CLOCK) -> Desk:
    desk = founded_desk(now=now)
    for line in lines:
        enter(desk, line)
    return desk


def scene_of(book: Desk | Book, market: Market, **more: Any) -> Scene:
    book = book.book if isinstance(book, Desk) else book
    values = value_legs(book.holdings.values(), market)
    return replace(Scene(book, market, values, spx_spot(market, book.products)), **more)


def readings(fact_id: str, scene: Scene) -> Mapping[str, Reading]:
    """By the key of their subject, each of which is told once."""
    found = tuple(FACTS[fact_id].read(scene))
    by_key = {each.subject.key: each for each in found}
    assert len(by_key) == len(found)
    return by_key


def reading(fact_id: str, scene: Scene) -> Reading:
    (found,) = readings(fact_id, scene).values()
    return found


def alerts_of(scene: Scene, rule_id: str, before: Mapping[tuple[str, str], State] | None = None) -> list[Alert]:
    """Of one rule, with all others switched off: they would only take time."""
    parts = {part_id for part_id, (of, _) in part_ids().items() if of == rule_id}
    rules = {key: replace(rule, is_on=key == rule_id or key in parts) for key, rule in scene.book.rules.items()}
    alone = replace(scene, book=replace(scene.book, rules=rules))
    return [alert for alert in attention_of(alone, before or {}).alerts if alert.rule.id == rule_id]


def alert_of(scene: Scene, rule_id: str, before: Mapping[tuple[str, str], State] | None = None) -> Alert:
    (found,) = alerts_of(scene, rule_id, before)
    return found
