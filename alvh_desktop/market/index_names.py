"""Which index a file of daily prices is of: what a person says, else what the file's name proposes, else asked."""

import re
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.delimited_text import TextFile, shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Question

_RANGES = {
    "SPX": (50, 1_000_000), "XSP": (5, 100_000), "VIX": (5, 200), "VIX1D": (1, 400), "VIX9D": (2, 300),
    "VIX3M": (5, 200), "VIX6M": (5, 200), "VIX1Y": (5, 200), "VVIX": (10, 400), "SKEW": (50, 300),
}  # fmt: skip
"""Levels, in points, outside which an index of this name is taken for another one."""

_ALIASES = {"GSPC": "SPX", "SP500": "SPX", "VXV": "VIX3M", "VXMT": "VIX6M", "VXST": "VIX9D"}
_WORD = re.compile(r"[A-Z0-9]+")
_SERIES = re.compile(r"[A-Z][A-Z0-9._]{0,19}")


@dataclass(frozen=True, slots=True)
class NamedSeries:
    """The series of a file, and a note for the report where the name was only proposed."""

    name: str
    note: str | None = None


def series_of(file: TextFile, asked: Asked) -> NamedSeries | Problem:
    """The series of a file that does not name it inside."""
    if asked.series is not None:
        name = asked.series.strip().upper().removeprefix("^")
        if not _SERIES.fullmatch(name):
            return Problem("series", f"{shortened(asked.series)!r} is no name of an index such as VIX or SPX")
        return NamedSeries(_ALIASES.get(name, name))
    words = (_ALIASES.get(word, word) for word in _WORD.findall(file.name.upper()))
    found = {word for word in words if word in _RANGES}
    if len(found) != 1:
        return Question(file.name, "The file does not say which index it is of.", "series", tuple(_RANGES))
    name = found.pop()
    return NamedSeries(name, f"taken as {name} because of the file's name")


def fault_of_level(series: str, value: Decimal) -> str | None:
    """Why a value cannot be one of this index; None where it can, or nothing is known of the series."""
    known = _RANGES.get(series)
    is_possible = known is None or known[0] <= value <= known[1]
    return None if is_possible else f"{value} cannot be a level of {series}"
