"""What a set of campaigns gained from one trading day to the next, and a span of days taken out of a career."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from alvh_desktop.reports.equity import DaySum
from alvh_desktop.reports.results import ZERO


@dataclass(frozen=True, slots=True)
class DayChange:
    """What P/L, condors and hedge together, changed by since it was known last, in $ after fees.

    `usd` is None where the day is not known; what it changed by then is in the next day that is. `days` trading days
    are in it. It is partial where an open leg had no mark at its end or at its start.
    """

    day: date
    usd: Decimal | None
    days: int
    is_partial: bool


def changes_of(sums: Sequence[DaySum]) -> tuple[DayChange, ...]:
    """A change a day; those that are known add up to the last sum that is."""
    found = []
    before, days, was_partial = ZERO, 1, False
    for each in sums:
        if each.hedged is None:
            found.append(DayChange(each.day, None, 0, is_partial=True))
            days += 1
            continue
        found.append(DayChange(each.day, each.hedged - before, days, each.is_partial or was_partial))
        before, days, was_partial = each.hedged, 1, each.is_partial
    return tuple(found)


def sums_between(sums: Sequence[DaySum], first: date | None, last: date | None) -> tuple[DaySum, ...]:
    """Those of the days from `first` to `last`, both included, counted from where P/L stood before the first of them.

    That is the day before on which both parts were known; where there is none each counts from where it was known.
    """
    before = [each for each in sums if first is not None and each.day < first]
    whole = next((each for each in reversed(before) if each.hedged is not None), None)
    cores = [each.core for each in before] if whole is None else [whole.core]
    hedges = [each.hedge for each in before] if whole is None else [whole.hedge]
    core, hedge = _last_known(cores), _last_known(hedges)
    return tuple(
        replace(each, core=_less(each.core, core), hedge=_less(each.hedge, hedge))
        for each in sums[len(before) :]
        if last is None or each.day <= last
    )


def _last_known(amounts: Sequence[Decimal | None]) -> Decimal:
    return next((amount for amount in reversed(amounts) if amount is not None), ZERO)


def _less(amount: Decimal | None, base: Decimal) -> Decimal | None:
    return None if amount is None else amount - base
