"""The interest rates that discount: a curve of zero rates with its source, flat until rates are typed or imported."""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from alvh_desktop.domain.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

DAYS_PER_YEAR = 365
SHOWN_DAYS = 30


@dataclass(frozen=True, slots=True)
class RatePoint:
    """A zero rate to `days` calendar days: continuously compounded a year, as a fraction (0.04 is 4 %)."""

    days: int
    per_year: float
    source: str


@dataclass(frozen=True, slots=True)
class RateCurve:
    """Zero rates by calendar days, ascending, at least one; `source` is one sentence on where they come from."""

    points: tuple[RatePoint, ...]
    source: str

    def __post_init__(self) -> None:
        days = [point.days for point in self.points]
        if not days or days != sorted(set(days)):
            raise ValueError(f"a rate curve needs points of ascending days, not {days}")
        if not all(math.isfinite(point.per_year) for point in self.points):
            raise ValueError("a rate is a finite number")

    @property
    def shown_per_year(self) -> float:
        """The zero rate to 30 days: the curve told as one number."""
        return self._zero_rate(SHOWN_DAYS)

    def per_year(self, years: float) -> float:
        """The zero rate to `years` (ACT/365): linear in days between points, flat beyond them."""
        return self._zero_rate(years * DAYS_PER_YEAR)

    def discount(self, years: float) -> float:
        """What 1 paid after `years` is worth now."""
        return math.exp(-self.per_year(years) * years)

    def _zero_rate(self, days: float) -> float:
        after = bisect_right(self.points, days, key=lambda point: point.days)
        if after in (0, len(self.points)):
            return self.points[min(after, len(self.points) - 1)].per_year
        left, right = self.points[after - 1], self.points[after]
        share = (days - left.days) / (right.days - left.days)
        return left.per_year + share * (right.per_year - left.per_year)


def flat_curve(day: date) -> RateCurve:
    """The middle of the federal funds target range in force on a day: near enough for options of a few months.

    Before the table begins its first value is used; the source says since when the value stands.
    """
    since, percent = next((row for row in _table() if row[0] <= day), _table()[-1])
    source = f"flat, federal funds target middle of {since} ({percent:g} %)"
    return RateCurve((RatePoint(SHOWN_DAYS, math.log1p(percent / 100), source),), source)


def curve_of(day: date, typed: Mapping[int, tuple[Decimal, str]]) -> RateCurve:
    """The curve of typed yields, by calendar days: each with its per cent a year and where it comes from.

    Yields are compounded continuously, as the inputs `rate.30` and its like are declared. Where nothing is typed
    `flat_curve` stands. Raises ValueError for a yield that is no number.
    """
    if not typed:
        return flat_curve(day)
    points = tuple(RatePoint(days, float(percent / 100), source) for days, (percent, source) in sorted(typed.items()))
    told = ", ".join(
        f"{days} d {_percent_text(percent)} % ({source})" for days, (percent, source) in sorted(typed.items())
    )
    return RateCurve(points, f"typed: {told}")


def _percent_text(percent: Decimal) -> str:
    """3.90, or 3.875 where two decimals do not hold it."""
    exact = f"{percent.normalize():f}"
    return exact if len(exact.partition(".")[2]) > 2 else f"{percent:.2f}"


@cache
def _table() -> tuple[tuple[date, float], ...]:
    rows = tomllib.loads(resource("rates.toml").read_text(encoding="utf-8"))["target_middle"]
    return tuple(sorted(((row["since"], float(row["percent"])) for row in rows), reverse=True))
