"""What the hedge adds once risk is made equal: the M-squared difference of weekly returns with it and without."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from scipy import special

from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.fired import fired_on
from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.reading import BOOK, Reading, Seen
from alvh_desktop.rules.scene import DayStood, Scene

FEWEST_WEEKS, SHOWN_FROM_WEEKS = 26, 4
AIM_BPS = 40
_BPS = 1e4
_ONE_SIDE = 0.95  # of a 90 % interval
_OLDEST_WEEKS = 1
_LEAST_SPREAD = 1e-12

Week = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WeeklyReturn:
    """Of the week that ends on `day`, as shares of the equity before it: of the condors alone, and with the hedge."""

    day: date
    condors: float
    book: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """bps a week over so many `weeks` up to `last`; `low` to `high` is the 90 % interval."""

    bps: float
    low: float
    high: float
    weeks: int
    last: date


def read_contribution(scene: Scene) -> Iterator[Reading]:
    """Weekly mean of the hedged book at the volatility of the condors alone, less the mean of these; bps a week."""
    days = scene.remembered.days()
    if not days and not scene.open_by_trade:
        return
    weeks = kept(scene, "weekly returns", (days, _week(scene.day)), lambda: weekly_returns(days, scene.day))
    found = kept(scene, "contribution", (weeks,), lambda: contribution_of(weeks))
    span = (scene.day - days[0].day).days // 7 if days else 0
    # what fired was judged by enough weeks: those that are gone are missing, and were not too few
    is_young = span < FEWEST_WEEKS and not fired_on(scene, "contribution")
    few = f"fewer than {FEWEST_WEEKS} weeks: too few to judge" if is_young else None
    if few is None and len(weeks) < FEWEST_WEEKS:
        yield Reading(
            BOOK,
            None,
            f"not known: of {span} weeks only {len(weeks)} have equity and the P/L of condors and of the hedge, "
            f"and it takes {FEWEST_WEEKS}",
        )
        return
    if found is None:
        why = f"{len(weeks)} whole weeks are recorded"
        told = f"{why}: {few}." if few else f"not known: the hedged book has not moved in {len(weeks)} weeks"
        yield Reading(BOOK, None, told, not_judged=few)
        return
    age = (scene.day - found.last).days // 7
    yield Reading(
        BOOK,
        found.bps,
        f"Mean week of the hedged book at the volatility of the condors alone, less their own mean, over "
        f"{found.weeks} weeks: {found.bps:+.1f} bps a week (90 % interval {found.low:+.1f} to {found.high:+.1f}; "
        f"aim {AIM_BPS}).{'' if few is None else f' {few[0].upper()}{few[1:]}.'}",
        said=f"The hedge adds {found.bps:+.0f} bps a week at equal risk.",
        doubt=f"on data {age} weeks old" if age > _OLDEST_WEEKS else None,
        not_judged=few,
        seen=(Seen("weeks", float(found.weeks)), Seen("last week ends", found.last.isoformat())),
    )


def weekly_returns(days: Sequence[DayStood], today: date) -> tuple[WeeklyReturn, ...]:
    """Of every two weeks in a row that are over and whose last recorded day has all three figures."""
    ends: dict[Week, DayStood] = {}
    for each in days:
        if _week(each.day) < _week(today):
            ends[_week(each.day)] = each
    found = []
    closes = list(ends.values())
    for before, after in pairwise(closes):
        moved = _moved(before, after)
        if moved is not None and _are_neighbours(before.day, after.day):
            condors, hedge, equity = moved
            found.append(WeeklyReturn(after.day, float(condors / equity), float((condors + hedge) / equity)))
    return tuple(found)


def contribution_of(weeks: Sequence[WeeklyReturn]) -> Contribution | None:
    """mean(book) * sd(condors) / sd(book) - mean(condors), with an interval by leaving out one week at a time.

    Modigliani and Modigliani, Risk-adjusted performance (1997), without a riskless rate. None of fewer than four
    weeks, or where the book has not moved.
    """
    if len(weeks) < SHOWN_FROM_WEEKS:
        return None
    condors, book = _Sample([week.condors for week in weeks]), _Sample([week.book for week in weeks])
    whole = _difference(condors, book, None)
    parts = [_difference(condors, book, place) for place in range(len(weeks))]
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < len(parts):
        return None
    count, middle = len(known), sum(known) / len(known)
    error = math.sqrt((count - 1) / count * sum((part - middle) ** 2 for part in known))
    reach = float(special.stdtrit(count - 1, _ONE_SIDE)) * error
    return Contribution(_BPS * whole, _BPS * (whole - reach), _BPS * (whole + reach), count, weeks[-1].day)


class _Sample:
    """Values counted from their mean, so that leaving one out costs two subtractions."""

    def __init__(self, values: Sequence[float]) -> None:
        self._middle = sum(values) / len(values)
        self._values = [value - self._middle for value in values]
        self._squares = sum(value * value for value in self._values)

    def mean(self, without: int | None) -> float:
        return self._middle if without is None else self._middle - self._values[without] / (len(self._values) - 1)

    def deviation(self, without: int | None) -> float:
        count, squares = len(self._values), self._squares
        if without is not None:
            left_out = self._values[without]
            count, squares = count - 1, squares - left_out * left_out * count / (count - 1)
        return math.sqrt(max(squares, 0.0) / (count - 1))


def _difference(condors: _Sample, book: _Sample, without: int | None) -> float | None:
    spread = book.deviation(without)
    if spread <= _LEAST_SPREAD:
        return None
    return book.mean(without) * condors.deviation(without) / spread - condors.mean(without)


def _moved(before: DayStood, after: DayStood) -> tuple[Decimal, Decimal, Decimal] | None:
    """Change of the condors and of the hedge, and the equity before."""
    if before.equity is None or before.equity <= 0 or before.condors is None or before.hedge is None:
        return None
    if after.condors is None or after.hedge is None:
        return None
    return after.condors - before.condors, after.hedge - before.hedge, before.equity


def _week(day: date) -> Week:
    year, week, _ = day.isocalendar()
    return year, week


def _are_neighbours(one: date, other: date) -> bool:
    return (other.toordinal() - 1) // 7 - (one.toordinal() - 1) // 7 == 1


CONTRIBUTION_FACTS = (
    Fact(
        "contribution", "Risk-adjusted contribution", "bps a week", "book",
        "weekly mean of the hedged book at the condors' volatility, less the mean of the condors alone",
        "nothing is held", read_contribution, -1000.0, 1000.0,
    ),
)  # fmt: skip
