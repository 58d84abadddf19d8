"""The sums of days that the curves with and without the hedge are drawn from, out of the recorded days."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.campaigns.moves import ZERO, Courses
from alvh_desktop.desk.history import Figure, HistoryDay, days_of
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.book import Book
from alvh_desktop.reports.equity import DaySum, Month


def day_sums_of(
    book: Book, lines: Sequence[DayLine], account_ids: Collection[int], now: datetime
) -> tuple[DaySum, ...]:
    """Every trading day from the first fill in these accounts up to `now`, which are all real ones or one on paper.

    Condors are core, all else is hedge. What is closed counts with what the book says it realised; a day on which a
    campaign stood and no line of it was kept has no sum. A sleeve that holds no campaign at all stands at zero.
    """
    ids = frozenset(key for key, campaign in book.campaigns.items() if campaign.account_id in account_ids)
    sleeves = {book.campaigns[key].sleeve == "core" for key in ids}
    return tuple(
        _sum_of(day, has_core=True in sleeves, has_hedge=False in sleeves) for day in days_of(book, lines, ids, now)
    )


def credits_by_month(courses: Courses, account_ids: Collection[int]) -> Mapping[Month, Decimal]:
    """$ of premium that openings and rolls of condors brought in these accounts, by the New York month of fills."""
    found: dict[Month, Decimal] = {}
    for course in courses.values():
        if course.campaign.sleeve != "core" or course.campaign.account_id not in account_ids:
            continue
        for move in course.moves:
            day = day_of(move.moment)
            month = day.year, day.month
            found[month] = found.get(month, ZERO) + move.taken
    return found


def _sum_of(day: HistoryDay, has_core: bool, has_hedge: bool) -> DaySum:
    profit = day.figures["profit"]
    core, hedge, equity = map(_exact, (profit.condors, profit.hedge, day.figures["equity"].net))
    return DaySum(
        day.day,
        core if has_core else ZERO,
        hedge if has_hedge else ZERO,
        "profit" in day.partial,
        equity,
    )


def _exact(figure: Figure | None) -> Decimal | None:
    """P/L and equity are booked and marked money; a model has no part in them."""
    assert not isinstance(figure, float), "a sum of money is exact"
    return figure
