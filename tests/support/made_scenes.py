"""Scenes made for tests: a book, a market and a past, with figures that are named one by one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from support.founded_books import CLOCK
from support.ticketed_books import seen

from alvh_desktop.domain.book import Book
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.spot import spx_spot
from alvh_desktop.pricing.valuation import value_legs
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.scene import Scene
from alvh_desktop.series.past import Past


def scene_of(
    book: Book, at_market: Market | None = None, past: Past | None = None, now: datetime = CLOCK, **more: object
) -> Scene:
    market = at_market or seen(at=now)
    values = more.pop("values", None) or value_legs(book.holdings.values(), market)
    known = Past() if past is None else past
    spot = spx_spot(market, book.products)
    return Scene(book, market, values, spot, see_past=lambda: known, **more)  # type: ignore[arg-type]


def readings(scene: Scene, fact_id: str) -> Mapping[str, Reading]:
    """By the key of their subject, of which each stands once."""
    found = tuple(FACTS[fact_id].read(scene))
    assert len({reading.subject.key for reading in found}) == len(found)
    return {reading.subject.key: reading for reading in found}


def only(scene: Scene, fact_id: str) -> Reading:
    (reading,) = readings(scene, fact_id).values()
    return reading


def later(scene: Scene, now: datetime) -> Scene:
    """The same scene at another moment, with what it keeps."""
    return replace(scene, market=replace(scene.market, at=now))
