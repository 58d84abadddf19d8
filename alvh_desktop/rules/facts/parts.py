"""Facts that are read of one trade or campaign by itself: what nothing has touched since is not read again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Generic, NamedTuple, Protocol, TypeVar

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

_HELD = {
    "accounts", "cash", "assertions", "statement_files", "stated_rows", "campaigns", "trades", "verdicts", "legs",
    "rolls", "fills", "settlements", "holdings",
}  # fmt: skip
"""The tables that say what is held: a part brings its own rows of them."""
_SAID = {"notes", "note_templates", "confirmations", "lenses"}
"""The tables that no fact reads."""
_OF_ALL = {"book", "values", "equity", "see_world", "see_past", "remembered", "firing", "kept"}
"""What a scene makes of everything that is held, and what stands behind it."""
_AROUND = tuple(each.name for each in fields(Scene) if each.name not in _OF_ALL)
_TABLES = tuple(each.name for each in fields(Book) if each.name not in _HELD | _SAID)


class _Known(NamedTuple, Generic[P]):
    """A part, all that a reading of it hangs on, and what was read of it by how it was read."""

    part: P
    hangs_on: tuple[object, ...]
    readings: dict[object, Reading]


def of_each(parts_of: Parts[P], read: Read[P], scene: Scene) -> Iterator[Reading]:
    """What `read` says of each part, or what it said of it at the last look while all is the very same that it may
    look at: the part, the values of its legs, and what is around all parts (market, clock, inputs, rules).

    `read` looks at nothing else: at no other part, and at none of what is made of all (equity, world, records).
    """
    for part, _, readings in _looked_at(scene, parts_of):
        if read not in readings:
            readings[read] = read(scene, part)
        yield readings[read]


def _looked_at(scene: Scene, parts_of: Parts[P]) -> Iterable[_Known[P]]:
    """Each part with what is known of it; what belongs to parts that are gone goes with them.

    It is not put into the scene: words that are not told yet hold theirs, and both would outlive the look.
    """
    name = "parts", parts_of, scene.age_limit
    known: tuple[Scene | None, dict[str, _Known[P]]] = scene.kept.get(name, (None, {}))
    of_scene, before = known
    if of_scene is not scene:
        found = {part.subject.key: _known(scene, part, before.get(part.subject.key)) for part in parts_of(scene)}
        scene.kept[name] = scene, found
        return found.values()
    return before.values()


def _known(scene: Scene, part: P, before: _Known[P] | None) -> _Known[P]:
    hangs_on = (_around(scene), part, *(scene.values.get(each.leg.id) for each in part.held))
    return before if before is not None and are_same(before.hangs_on, hangs_on) else _Known(part, hangs_on, {})


def _around(scene: Scene) -> object:
    """One and the same object for as long as everything is that no part brings with it."""

    def work() -> object:
        hangs_on = (
            *(getattr(scene, name) for name in _AROUND),
            *(getattr(scene.book, name) for name in _TABLES),
        )
        return kept(scene, ("around", scene.age_limit), hangs_on, object)

    return once(scene, "around", work)
