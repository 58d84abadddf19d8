"""The interest rate that discounts: a flat rate of the day, with its source, until one is typed or imported."""

import math
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from alvh_desktop.domain.resources import resource


@dataclass(frozen=True, slots=True)
class Rate:
    """Continuously compounded rate a year as a fraction (0.04 is 4 %), and where it comes from."""

    per_year: float
    source: str


def rate_on(day: date) -> Rate:
    """The middle of the federal funds target range in force on a day: near enough for options of a few months.

    Before the table begins its first value is used; the source says since when the value stands.
    """
    since, percent = next((row for row in _table() if row[0] <= day), _table()[-1])
    return Rate(math.log1p(percent / 100), f"flat, federal funds target middle of {since} ({percent:g} %)")


@cache
def _table() -> tuple[tuple[date, float], ...]:
    rows = tomllib.loads(resource("rates.toml").read_text(encoding="utf-8"))["target_middle"]
    return tuple(sorted(((row["since"], float(row["percent"])) for row in rows), reverse=True))
