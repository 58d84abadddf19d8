"""What is read of one trade or campaign by itself looks at nothing else, so that it may stand while others change."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from support.attended_books import Attended

from alvh_desktop.desk.scene import scene_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.facts.parts import Part
from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.scene import Scene

SAME_FOR_ALL = {
    "portfolio", "products", "rules", "layers", "inputs", "events", "typed_marks", "fee_rows",
}  # fmt: skip
"""The tables of a book that say nothing of what is held."""


class Untouchable:
    """Whoever asks it for anything looks at what he must not."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(f"{name} was looked at")

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("it was gone through")

    def __contains__(self, key: object) -> bool:
        raise AssertionError(f"{key} was looked for")

    def __getitem__(self, key: object) -> Any:
        raise AssertionError(f"{key} was looked at")


def alone(scene: Scene, part: Part) -> Scene:
    """A scene of which nothing is there but a part and what is the same for all."""
    held = {name: Untouchable() for name in (each.name for each in fields(Book)) if name not in SAME_FOR_ALL}
    no_more: Any = Untouchable()
    return replace(
        scene,
        book=replace(scene.book, **held),
        values={each.leg.id: scene.values[each.leg.id] for each in part.held if each.leg.id in scene.values},
        equity=Problem("equity", "nobody may ask for it"),
        see_world=no_more,
        see_past=no_more,
        remembered=no_more,
        firing=no_more,
        kept={},
    )


@pytest.mark.parametrize("steps", [
    [],
    [("clock", 1)],
    [("clock", 4), ("level", 1), ("span", 7)],
    [("clock", 5), ("level", 2)],
    [("clock", 6)],
    [("order", 0), ("order", 1), ("order", 2), ("roll", 1), ("mark", 3), ("input", 0), ("input", 1), ("limits", 7)],
], ids=str)  # fmt: skip
def test_a_reading_of_a_part_follows_from_it_alone(steps: list[tuple[str, int]]) -> None:
    attended = Attended()
    for kind, number in steps:
        attended.do(kind, number)
    picture = attended.look()
    assert picture.alerts
    whole, ways = scene_of(picture), set()
    for parts_of, limit in [name[1:] for name in whole.kept if isinstance(name, tuple) and name[0] == "parts"]:
        readings: dict[Callable[[Scene, Part], Reading], Reading]
        for part, _, readings in whole.kept["parts", parts_of, limit][1].values():
            for read, reading in readings.items():
                assert read(replace(alone(whole, part), age_limit=limit), part) == reading
                ways.add(read)
    assert len(ways) == 9
