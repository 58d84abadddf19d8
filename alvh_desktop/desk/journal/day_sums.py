"""The sums of days that the curves with and without the hedge are drawn from: recorded lines, and what is closed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.desk.campaigns.moves import ZERO, Courses
from alvh_desktop.desk.history.walk import Walk
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.calendar import is_business_day, next_business_day
from alvh_desktop.reports.equity import DaySum, Month


def day_sums_of(
    courses: Courses, lines: Sequence[DayLine], account_ids: Collection[int], now: datetime
) -> tuple[DaySum, ...]:
    """Every trading day from the first fill in these accounts on that is over by `now`, and the present one where it
    has a line. The accounts are all real ones, or one on paper; `courses` are those of the book.

    Condors are core, all else is hedge. What is closed at the end of a day counts with what the book says it had
    realised, recorded or not; what is open counts as its line says, and without one its sleeve has no sum.
    """
    own = {key: course for key, course in courses.items() if course.campaign.account_id in account_ids}
    by_day: dict[date, dict[int, DayLine]] = {}
    for line in lines:
        if line.campaign_id in own:
            by_day.setdefault(line.day, {})[line.campaign_id] = line
    walk, began = Walk(own.values()), _began(own)
    return tuple(_sum_of(own, walk, by_day.get(day, {}), day, began) for day in _walked(own, walk, by_day, now))


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


def _walked(
    courses: Courses, walk: Walk, by_day: Mapping[date, Mapping[int, DayLine]], now: datetime
) -> Iterator[date]:
    """The days, the walk at the end of each."""
    first = min((day_of(course.opened_at) for course in courses.values()), default=None)
    if first is None:
        return
    day = first if is_business_day(first) else next_business_day(first)
    while over_at(day) <= now or (day in by_day and day <= day_of(now)):
        walk.go_to(min(over_at(day), now))
        yield day
        day = next_business_day(day)


def _sum_of(
    courses: Courses, walk: Walk, lines: Mapping[int, DayLine], day: date, began: Mapping[int, date]
) -> DaySum:
    """Only what is open is looked at: of a long career nearly all is closed."""
    sums: dict[bool, Decimal | None] = dict(walk.together)
    is_partial = False
    for key in walk.is_open:
        is_core = courses[key].campaign.sleeve == "core"
        before, line = sums[is_core], lines.get(key)
        if before is None or line is None or line.profit is None:
            sums[is_core] = None
            continue
        sums[is_core] = before - walk.realised[key] + line.profit
        is_traded_since = walk.last_moved[key] > line.moment
        is_partial = is_partial or bool(line.unmarked) or line.has_old_marks or is_traded_since
    trading = [account_id for account_id, first in began.items() if first <= day]
    return DaySum(day, sums[True], sums[False], is_partial, _equity(courses, lines, trading))


def _equity(courses: Courses, lines: Mapping[int, DayLine], account_ids: Iterable[int]) -> Decimal | None:
    """Of each account the line that was seen last; None where one has none, or it says none."""
    total = ZERO
    for account_id in account_ids:
        own = [line for key, line in lines.items() if courses[key].campaign.account_id == account_id]
        equity = max(own, key=lambda line: line.moment).equity if own else None
        if equity is None:
            return None
        total += equity
    return total


def _began(courses: Courses) -> Mapping[int, date]:
    """The day of the first fill in each account."""
    found: dict[int, date] = {}
    for course in courses.values():
        account_id, day = course.campaign.account_id, day_of(course.opened_at)
        found[account_id] = min(day, found.get(account_id, day))
    return found
