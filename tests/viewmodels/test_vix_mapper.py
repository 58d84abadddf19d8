"""Maps worked out off the screen's thread: the newest that waits is next, and nothing older is told after it."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

import pytest
from pytestqt.qtbot import QtBot
from support.hedged_books import seen
from support.mapped_books import LATER, map_of, picture_with

from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.pricing.payoff.vix_map import VixMap
from alvh_desktop.viewmodels.vix_map.mapper import Mapper
from alvh_desktop.viewmodels.vix_map.view import MapView


@dataclass
class SlowMaps:
    """Works a map out when the gate is open; `asked` are the shares of the pictures it was asked for, in order."""

    gate: Event = field(default_factory=Event)
    fault: KnownError | None = None
    asked: list[float] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def __call__(self, picture: Picture, at: datetime | None) -> VixMap | Problem:
        self.asked.append(picture.inputs.lens.gap_share)
        self.threads.add(threading.get_ident())
        assert self.gate.wait(10)
        if self.fault is not None:
            raise self.fault
        return map_of(picture, at)


@pytest.fixture(scope="module")
def pictures() -> tuple[Picture, ...]:
    return tuple(picture_with(lens=Lens(gap_share=percent / 100.0)) for percent in (10, 20, 30, 40))


@dataclass
class Listener:
    mapper: Mapper
    maps: SlowMaps
    told: list[tuple[MapView | Problem, Picture]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mapper.found.connect(lambda view, picture: self.told.append((view, picture)))

    @property
    def shares(self) -> list[float]:
        return [view.look.share for view, _ in self.told if isinstance(view, MapView)]


@pytest.fixture
def listener(qtbot: QtBot) -> Iterator[Listener]:
    maps = SlowMaps()
    made = Listener(Mapper(maps), maps)
    yield made
    maps.gate.set()
    made.mapper.finish()


def test_the_newest_wins_and_those_between_are_dropped(
    listener: Listener, pictures: tuple[Picture, ...], qtbot: QtBot
) -> None:
    for picture in pictures:
        listener.mapper.ask(picture, LATER)
    assert not listener.mapper.is_known
    listener.maps.gate.set()
    qtbot.waitUntil(lambda: listener.mapper.is_known)
    assert listener.maps.asked == [0.1, 0.4]
    assert listener.shares == [0.1, 0.4]
    assert [picture for _, picture in listener.told] == [pictures[0], pictures[3]]
    assert listener.mapper.result is listener.told[-1][0]
    assert threading.get_ident() not in listener.maps.threads


def test_a_drag_that_never_pauses_still_shows_maps(
    listener: Listener, pictures: tuple[Picture, ...], qtbot: QtBot
) -> None:
    """Each time a map comes a newer one is wanted already."""
    listener.maps.gate.set()
    rest = iter(pictures[1:])

    def ask_on(*_: object) -> None:
        if (picture := next(rest, None)) is not None:
            listener.mapper.ask(picture, LATER)

    listener.mapper.found.connect(ask_on)
    listener.mapper.ask(pictures[0], LATER)
    qtbot.waitUntil(lambda: len(listener.told) == 4)
    assert listener.shares == [0.1, 0.2, 0.3, 0.4]


def test_another_part_needs_no_new_values(listener: Listener, pictures: tuple[Picture, ...], qtbot: QtBot) -> None:
    listener.maps.gate.set()
    for part in ("net", "hedge", "hedge", "condors"):
        listener.mapper.ask(pictures[0], LATER, part)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: listener.mapper.is_known)
    parts = [view.look.part for view, _ in listener.told if isinstance(view, MapView)]
    assert parts == ["net", "hedge", "condors"], "the same once more is not told again"
    assert listener.maps.asked == [0.1]


def test_what_was_forgotten_is_not_told(listener: Listener, pictures: tuple[Picture, ...], qtbot: QtBot) -> None:
    listener.mapper.ask(pictures[0], LATER)
    listener.mapper.forget()
    listener.mapper.ask(pictures[1], LATER)
    listener.maps.gate.set()
    qtbot.waitUntil(lambda: bool(listener.told))
    assert listener.shares == [0.2]
    assert listener.told[0][1] is pictures[1]


def test_reasons_come_as_problems(listener: Listener, pictures: tuple[Picture, ...], qtbot: QtBot) -> None:
    listener.maps.gate.set()
    without_vix = picture_with(market=seen(vix=None))
    early = datetime.fromisoformat("2026-11-20T15:00:00+00:00")
    nothing = picture_with("+1 SPXW 24DEC26 6500P @20", market=seen(spx=None))
    for place, (picture, at) in enumerate(((without_vix, LATER), (pictures[0], early), (nothing, LATER)), start=1):
        listener.mapper.ask(picture, at)
        qtbot.waitUntil(lambda count=place: len(listener.told) == count)
    listener.maps.fault = KnownError("The market file is gone", "Import it again")
    listener.mapper.ask(pictures[1], LATER)
    qtbot.waitUntil(lambda: len(listener.told) == 4)
    told = [view.message for view, _ in listener.told if isinstance(view, Problem)]
    assert len(told) == 4
    assert "no spot VIX level is known" in told[0]
    assert "is before now" in told[1]
    assert told[3] == "The market file is gone Import it again"
