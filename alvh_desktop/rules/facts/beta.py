"""Beta of the accounts by regression: 60 daily returns against those of SPX."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from alvh_desktop.domain.calendar import NEW_YORK, business_days_between
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.fired import fired_on
from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.reading import BOOK, Reading, Seen
from alvh_desktop.rules.scene import DayStood, Scene

POINTS = 60
_LOOKED_AT = 4 * POINTS  # recorded days among which the newest points are sought
_OLDEST = 1  # trading days that the newest point may lie back


@dataclass(frozen=True, slots=True)
class DailyReturn:
    """Simple returns over one trading day that ends on `day`: of the accounts without what was brought in, of SPX."""

    day: date
    account: float
    spx: float


@dataclass(frozen=True, slots=True)
class Regression:
    slope: float
    first: date
    last: date


def read_beta_regression(scene: Scene) -> Iterator[Reading]:
    """Slope of the newest 60 daily returns of the accounts against those of SPX; fewer are not evaluated.

    A return is (E - E before - cash brought in) / E before, between two trading days in a row.
    """
    days = scene.remembered.days()
    if not days and not scene.open_by_trade:
        return
    if len(days) <= POINTS:
        few = f"only {max(len(days) - 1, 0)} of {POINTS} daily points"
        if fired_on(scene, "beta_regression"):
            yield Reading(BOOK, None, f"not known: {few} are recorded, and there were enough before")
        else:
            yield Reading(BOOK, None, f"Beta is not evaluated: {few}.", not_judged=few)
        return
    closes = scene.past.closes_of("SPX")
    found = kept(scene, "beta", (days, closes, scene.book.cash), lambda: _regression(scene, days))
    if isinstance(found, Problem):
        yield Reading(BOOK, None, f"not known: {found.message}")
        return
    age = business_days_between(found.last, scene.day)
    yield Reading(
        BOOK,
        found.slope,
        f"Slope of {POINTS} daily returns of the accounts against those of SPX, from {found.first.isoformat()} to "
        f"{found.last.isoformat()}, cash brought in or taken out left out: {found.slope:.3f}.",
        said=f"The account has moved {found.slope:.2f} times as much as SPX.",
        doubt=f"on data {age} trading days old" if age > _OLDEST else None,
        seen=(Seen("newest daily point", found.last.isoformat()), Seen("daily points", float(POINTS))),
    )


def daily_returns(scene: Scene, days: Sequence[DayStood]) -> tuple[DailyReturn, ...]:
    """Of every two trading days in a row whose equity and SPX close are known, the oldest first."""
    series = scene.past.closes_of("SPX")
    tail = slice(-2 * _LOOKED_AT, None)
    closes: dict[date, float] = dict(zip(series.days[tail].tolist(), series.values[tail].tolist(), strict=True))
    moved: dict[date, Decimal] = {}
    for row in scene.book.cash.values():
        on = row.moment.astimezone(NEW_YORK).date()
        moved[on] = moved.get(on, Decimal(0)) + row.amount
    found = []
    for before, after in pairwise(days):
        if before.equity is None or after.equity is None or before.equity <= 0:
            continue
        if business_days_between(before.day, after.day) != 1 or not {before.day, after.day} <= closes.keys():
            continue
        brought = sum((usd for on, usd in moved.items() if before.day < on <= after.day), Decimal(0))
        own = float((after.equity - before.equity - brought) / before.equity)
        found.append(DailyReturn(after.day, own, closes[after.day] / closes[before.day] - 1.0))
    return tuple(found)


def _regression(scene: Scene, days: Sequence[DayStood]) -> Regression | Problem:
    points = daily_returns(scene, days[-_LOOKED_AT:])[-POINTS:]
    if len(points) < POINTS:
        return Problem(
            "beta",
            f"of {len(days)} recorded days only {len(points)} have equity and the SPX close, on the day and on the "
            f"one before, and it takes {POINTS}: import SPX closes",
        )
    own, index = ([getattr(point, name) for point in points] for name in ("account", "spx"))
    mean_own, mean_index = sum(own) / POINTS, sum(index) / POINTS
    spread = sum((x - mean_index) ** 2 for x in index)
    if spread <= 0.0:
        return Problem("beta", "SPX has not moved on these days")
    slope = sum((x - mean_index) * (y - mean_own) for x, y in zip(index, own, strict=True)) / spread
    return Regression(slope, points[0].day, points[-1].day)


BETA_FACTS = (
    Fact(
        "beta_regression", "Beta", "x of SPX", "book",
        "slope of 60 daily returns of the accounts, without cash brought in, against those of SPX",
        "nothing is held", read_beta_regression, -3.0, 3.0,
    ),
)  # fmt: skip
