"""Searches along curves that look at many places at once, so that several of them share each pricing of a book.

A search says at which SPX levels it wants to see the curves and goes on from what it is shown there. One pricing of
twelve legs costs about as much at a hundred levels as at one: what counts is how often a book is priced.
"""

from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats

T = TypeVar("T")
Curves = Callable[[Floats], Floats]
"""Values of several curves at SPX levels, shape (curves, points)."""
Search = Generator[Floats, Floats, T]
"""Yields SPX levels of shape (points,), is sent the Curves there, and returns what it was after."""

_FAN = np.array([0.5, *(8.0**-place for place in range(1, 8))])[:, None]
"""How far from the guess of a zero the places around it lie, as a share of the way to each end."""
_ZERO_PASSES = 40  # each halves at least; near a zero each doubles the digits, so there are four
_SMALL = 1e-11  # of itself: the width of a bracket that is a zero
_LOOKS = 33  # places of a bracket that are looked at together
_PASSES = 4  # each leaves a sixteenth of the bracket


def answered(curves: Curves, search: Search[T]) -> T:
    """What the search finds on these curves."""
    try:
        places = next(search)
        while True:
            places = search.send(curves(places))
    except StopIteration as stop:
        found: T = stop.value
        return found


def together(searches: Sequence[Search[Any]]) -> Search[tuple[Any, ...]]:
    """All of them side by side: each pass looks at the places of all that are still under way."""
    found: list[Any] = [None] * len(searches)
    wanted: dict[int, Floats] = {}

    def go_on(place: int, shown: Floats | None) -> None:
        try:
            wanted[place] = next(searches[place]) if shown is None else searches[place].send(shown)
        except StopIteration as stop:
            found[place] = stop.value

    for place in range(len(searches)):
        go_on(place, None)
    while wanted:
        asked, wanted = wanted, {}
        shown = yield np.concatenate(list(asked.values()))
        ends = np.cumsum([places.size for places in asked.values()])[:-1]
        for place, part in zip(asked, np.split(shown, ends, axis=1), strict=True):
            go_on(place, part)
    return tuple(found)


def look(spot: float) -> Search[Floats]:
    """The curves at one level, shape (curves,)."""
    shown = yield np.array([spot])
    return shown[:, 0]


def crossings(spots: Floats, values: Floats, row: int) -> Search[Floats]:
    """Where curve `row` crosses zero between neighbours of ascending `spots`, whose `values` (curves, points) are
    known; to 1e-11 of itself.

    Where a straight line between the ends of a bracket meets zero is the guess, and a fan of places around it, each
    eight times nearer, brackets the zero as closely as the guess is good.
    """
    known = values[row]
    at = np.flatnonzero(np.sign(known[:-1]) * np.sign(known[1:]) < 0)
    ends, shown = np.stack([spots[at], spots[at + 1]]), np.stack([known[at], known[at + 1]])
    for _ in range(_ZERO_PASSES):
        if np.all(ends[1] - ends[0] <= _SMALL * ends[1]):
            break
        rise = shown[1] - shown[0]
        share = np.where(rise == 0.0, 0.0, -shown[0] / np.where(rise == 0.0, 1.0, rise))
        guess = np.clip(ends[0] + (ends[1] - ends[0]) * share, ends[0], ends[1])
        fan = np.concatenate([guess - (guess - ends[0]) * _FAN, guess[None], guess + (ends[1] - guess) * _FAN[::-1]])
        in_fan = (yield fan.ravel())[row].reshape(fan.shape)
        places = np.concatenate([ends[:1], fan, ends[1:]])
        on_places = np.concatenate([shown[:1], in_fan, shown[1:]])
        cut = np.argmax(np.sign(on_places[:-1]) * np.sign(on_places[1:]) <= 0, axis=0)
        both = np.stack([cut, cut + 1])
        ends, shown = np.take_along_axis(places, both, axis=0), np.take_along_axis(on_places, both, axis=0)
    found: Floats = np.where(np.abs(shown[0]) <= np.abs(shown[1]), ends[0], ends[1])
    return found


def lowest(spots: Floats, values: Floats, row: int, sign: float = 1.0) -> Search[tuple[float, Floats]]:
    """The lowest point of `sign` times curve `row` near the lowest of its `values` (curves, points) at ascending
    `spots`: its level, and all curves there, shape (curves,).

    The curve is taken to have one lowest point between the neighbours of the lowest one given; a kink that is
    among `spots` is found as it stands.
    """
    index = int((sign * values[row]).argmin())
    best, at_best = float(spots[index]), values[:, index]
    left, right = float(spots[max(index - 1, 0)]), float(spots[min(index + 1, spots.size - 1)])
    for _ in range(_PASSES):
        looks = np.linspace(left, right, _LOOKS)
        shown = yield looks
        place = int((sign * shown[row]).argmin())
        if sign * shown[row, place] < sign * at_best[row]:
            best, at_best = float(looks[place]), shown[:, place]
        left, right = float(looks[max(place - 1, 0)]), float(looks[min(place + 1, _LOOKS - 1)])
    return best, at_best
