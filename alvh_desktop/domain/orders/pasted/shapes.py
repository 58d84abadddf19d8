"""Which legs thinkorswim's strategies have, in the order in which a description lists strikes and rights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.problems import Problem

Leg = tuple[date, Decimal, Right, int]
"""Expiry, strike, right, and the contracts in one bought."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How many expiries, strikes and rights a strategy lists; each leg by their places, with its count."""

    expiries: int
    strikes: int
    rights: int
    legs: tuple[tuple[int, int, int, int], ...]


_SHAPES: Mapping[str, _Shape] = {
    "": _Shape(1, 1, 1, ((0, 0, 0, 1),)),
    "VERTICAL": _Shape(1, 2, 1, ((0, 0, 0, 1), (0, 1, 0, -1))),
    "BUTTERFLY": _Shape(1, 3, 1, ((0, 0, 0, 1), (0, 1, 0, -2), (0, 2, 0, 1))),
    "CONDOR": _Shape(1, 4, 1, ((0, 0, 0, 1), (0, 1, 0, -1), (0, 2, 0, -1), (0, 3, 0, 1))),
    "IRON CONDOR": _Shape(1, 4, 2, ((0, 0, 0, 1), (0, 1, 0, -1), (0, 2, 1, 1), (0, 3, 1, -1))),
    "CALENDAR": _Shape(2, 1, 1, ((0, 0, 0, 1), (1, 0, 0, -1))),
    "DIAGONAL": _Shape(2, 2, 1, ((0, 0, 0, 1), (1, 1, 0, -1))),
    "STRANGLE": _Shape(1, 2, 2, ((0, 0, 0, 1), (0, 1, 1, 1))),
    "STRADDLE": _Shape(1, 1, 2, ((0, 0, 0, 1), (0, 0, 1, 1))),
}


def shaped_legs(
    name: str, expiries: Sequence[date], strikes: Sequence[Decimal], rights: Sequence[Right]
) -> list[Leg] | Problem:
    """The legs of one bought; Problem where the strategy or its parts are not as thinkorswim writes them."""
    shape = _SHAPES.get(name)
    if shape is None:
        return Problem("line", f"which legs a {name} has is not known here: paste them one a line, with their counts")
    if (len(expiries), len(strikes), len(rights)) != (shape.expiries, shape.strikes, shape.rights):
        parts = (("expiries", shape.expiries), ("strikes", shape.strikes), ("rights", shape.rights))
        told = ", ".join(f"{what} {count}" for what, count in parts)
        return Problem(
            "line", f"{name.lower() or 'a single option'} does not have these parts ({told}): copy it whole"
        )
    if not _is_as_written(name, expiries, strikes, rights):
        told = "expiries or strikes do not stand as thinkorswim writes them"
        return Problem("line", f"{told} for a {name.lower()}: paste the legs one a line, with their counts")
    return [(expiries[e], strikes[k], rights[r], ratio) for e, k, r, ratio in shape.legs]


def _is_as_written(name: str, expiries: Sequence[date], strikes: Sequence[Decimal], rights: Sequence[Right]) -> bool:
    if len(set(rights)) < len(rights) or any(later <= near for later, near in pairwise(expiries)):
        return False
    if name == "IRON CONDOR":
        first, second = strikes[:2], strikes[2:]
        calls, puts = (first, second) if rights[0] == "C" else (second, first)
        return puts[1] < puts[0] <= calls[0] < calls[1]
    if name in ("BUTTERFLY", "CONDOR"):
        return list(strikes) in (sorted(set(strikes)), sorted(set(strikes), reverse=True))
    return True
