"""Facts that are read of one trade or campaign by itself: what nothing has touched since is not read again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Protocol, TypeVar

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.rules.facts.kept import are_same, kept, once
from alvh_desktop.rules.reading import Reading, Subject
from alvh_desktop.rules.scene import Scene


class Part(Protocol):
    """A trade or campaign as a fact sees it: the very same object for as long as its rows and legs are. `held` are
    the legs whose values it is read with."""

    @property
    def subject(self) -> Subject: ...
    @property
    def held(self) -> Sequence[Holding]: ...


P = TypeVar("P", bound=Part)
Parts = Callable[[Scene], Sequence[P]]
Read = Callable[[Scene, P], Reading]
_Known = dict[object, Reading]
"""What was read of a part, by how it was read."""

_HELD = {
    "accounts", "cash", "assertions", "statement_files", "stated_rows", "campaigns", "trades", "verdicts", "legs",
    "rolls", "fills", "settlements", "holdings",
}  # fmt: skip
"""The tables that say what is held: a part brings its own rows of them."""
_OF_ALL = {"book", "values", "equity", "see_world", "see_past", "remembered", "firing", "kept"}
"""What a scene makes of everything that is held, and what stands behind it."""
_AROUND = tuple(each.name for each in fields(Scene) if each.name not in _OF_ALL)
_TABLES = tuple(each.name for each in fields(Book) if each.name not in _HELD)


def of_each(parts_of: Parts[P], read: Read[P], scene: Scene) -> Iterator[Reading]:
    """What `read` says of each part, or what it said of it at the last look while all is the very same that it may
    look at: the part, the values of its legs, and what is around all parts (market, clock, inputs, rules).

    `read` looks at nothing else: at no other part, and at none of what is made of all (equity, world, records).
    """
    for part, known in once(scene, parts_of, lambda: tuple(_looked_at(scene, parts_of))):
        if read not in known:
            known[read] = read(scene, part)
        yield known[read]


def _looked_at(scene: Scene, parts_of: Parts[P]) -> Iterator[tuple[P, _Known]]:
    """Each part with what is known of it; what belongs to parts that are gone goes with them."""
    name, around = ("parts", parts_of, scene.age_limit), _around(scene)
    before: Mapping[str, tuple[tuple[object, ...], _Known]] = scene.kept.get(name, {})
    found: dict[str, tuple[tuple[object, ...], _Known]] = {}
    for part in parts_of(scene):
        key = part.subject.key
        hangs_on = (around, part, *(scene.values.get(each.leg.id) for each in part.held))
        known = before.get(key)
        if known is None or not are_same(known[0], hangs_on):
            known = hangs_on, {}
        found[key] = known
        yield part, known[1]
    scene.kept[name] = found


def _around(scene: Scene) -> object:
    """One and the same object for as long as everything is that no part brings with it."""
    hangs_on = (
        *(getattr(scene, name) for name in _AROUND),
        *(getattr(scene.book, name) for name in _TABLES),
    )
    return kept(scene, ("around", scene.age_limit), hangs_on, object)
