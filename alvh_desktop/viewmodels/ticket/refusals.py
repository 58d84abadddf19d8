"""What was typed into a ticket and could not be taken: each text stays at its place with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import Refused
from alvh_desktop.viewmodels.ticket.cells import TYPED
from alvh_desktop.viewmodels.ticket.fields import FIELDS


@dataclass(frozen=True, slots=True)
class Place:
    """A field by its name, a value of the template where it `is_value`, or a cell of the leg `row`."""

    name: str
    row: int | None = None
    is_value: bool = False


class Refusals:
    """In the order in which they were met. A quiet one blocks booking and is not said yet: it is being typed."""

    def __init__(self) -> None:
        self._refused: dict[Place, Refused] = {}
        self._quiet: set[Place] = set()

    def __bool__(self) -> bool:
        return bool(self._refused)

    def of(self, place: Place) -> Refused | None:
        return self._refused.get(place)

    def put(self, place: Place, text: str, problem: Problem, is_quiet: bool = False) -> None:
        self._refused[place] = Refused(text, problem)
        self._quiet.discard(place)
        if is_quiet:
            self._quiet.add(place)

    def drop(self, place: Place) -> bool:
        """Whether there was one."""
        self._quiet.discard(place)
        return self._refused.pop(place, None) is not None

    def speak(self, place: Place | None = None) -> None:
        """Say what is wrong there from now on; without a place, everywhere."""
        self._quiet = set() if place is None else self._quiet - {place}

    def forget_legs(self) -> None:
        self._keep(lambda place: place if place.row is None else None)

    def forget_values(self) -> None:
        self._keep(lambda place: None if place.is_value else place)

    def forget(self) -> None:
        self._refused, self._quiet = {}, set()

    def shift(self, row: int, by: int) -> None:
        """A leg came in at `row` (+1) or went from it (-1): what stands below moves along."""

        def moved(place: Place) -> Place | None:
            if place.row is None or place.row < row:
                return place
            if by < 0 and place.row == row:
                return None
            return Place(place.name, place.row + by)

        self._keep(moved)

    def said(self) -> Iterator[tuple[Place, Problem]]:
        """What is wrong, place by place, without what is still being typed."""
        return ((place, refused.problem) for place, refused in self._refused.items() if place not in self._quiet)

    def _keep(self, move: Callable[[Place], Place | None]) -> None:
        quiet = {move(place) for place in self._quiet}
        self._refused = {at: refused for place, refused in self._refused.items() if (at := move(place)) is not None}
        self._quiet = {place for place in quiet if place is not None}


def place_of(problem: Problem, draft: Draft) -> Place | None:
    """Where a Problem about the whole draft belongs; None where no field is to blame."""
    where = "in" if problem.where == "account" else problem.where
    words = where.split()
    if where in FIELDS:
        return Place(where)
    if where in TYPED:
        opening = next((row for row, leg in enumerate(draft.legs) if not leg.closes), 0)
        return Place(where, opening)
    if len(words) == 2 and words[0] == "leg" and words[1].isdigit() and 0 < int(words[1]) <= len(draft.legs):
        return Place("strike", int(words[1]) - 1)
    return None
