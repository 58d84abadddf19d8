"""The report of a month: real accounts together, and each on paper alone."""

import calendar
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from alvh_desktop.desk.campaigns.moves import ZERO, Courses, Move
from alvh_desktop.desk.journal.day_sums import credits_by_month, day_sums_of
from alvh_desktop.desk.journal.report.episodes import episodes_in, unknown_in
from alvh_desktop.desk.journal.report.values import (
    AccountsMonth,
    Booked,
    CampaignRow,
    Changed,
    JournalReport,
)
from alvh_desktop.desk.journal.source import JournalSource
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.calendar import MONTHS, NEW_YORK
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, AccountKind, Note, Sleeve
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.reports.equity import Curve, DaySum, equity_report, fall_of
from alvh_desktop.reports.results import Results
from alvh_desktop.reports.statistics import report_of

SLEEVES: tuple[Sleeve, ...] = ("core", "alvh", "second_engine")


def month_report(source: JournalSource, year: int, month: int) -> JournalReport | Problem:
    """The Problem says that the month is still to come."""
    first, last = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    name = f"{MONTHS[month - 1]} {year}"
    if first > day_of(source.now):
        return Problem("month", f"{name} is still to come; it is {new_york_text(source.now)}")
    begins, ends = bounds(first, last)
    return JournalReport(
        title=name,
        portfolio=source.book.name,
        is_simulated=source.book.simulated_at is not None,
        at=source.now,
        first=first,
        last=last,
        is_over=ends <= source.now,
        prices=prices_of(source.picture),
        accounts=tuple(_accounts(source, first, last)),
        life=None,
        alerts=episodes_in(source.transitions, begins, ends),
        unknown_alerts=unknown_in(source.transitions, begins, ends),
        notes=notes_of(note for note in source.book.notes.values() if begins <= note.moment <= ends),
        images=source.images,
    )


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The first and the last moment (UTC) of New York days."""
    begins, ends = (datetime.combine(day, time(), NEW_YORK) for day in (first, last + timedelta(days=1)))
    return begins.astimezone(UTC), ends.astimezone(UTC) - timedelta(microseconds=1)


def notes_of(notes: Iterable[Note]) -> tuple[Note, ...]:
    return tuple(sorted(notes, key=lambda note: (note.moment, note.id)))


def prices_of(picture: Picture) -> str:
    """Where the marks of open positions come from, and how old the oldest is."""
    marks = [value.mark for value in picture.values.values() if value.mark is not None]
    if not marks:
        return "no open position has a mark"
    sources = ", ".join(sorted({mark.source for mark in marks}))
    return f"{sources}; the oldest mark is of {new_york_text(min(mark.moment for mark in marks))}"


def _accounts(source: JournalSource, first: date, last: date) -> Iterator[AccountsMonth]:
    """Real ones are always told of; one on paper where something of it lived in the month."""
    real = [account for account in source.book.accounts.values() if account.kind == "real"]
    yield _month(source, "Real accounts", real, first, last)
    for account in source.book.accounts.values():
        if account.kind == "paper":
            found = _month(source, f"{account.name} (on paper)", [account], first, last)
            if found.campaigns:
                yield found


def _month(
    source: JournalSource, title: str, accounts: Collection[Account], first: date, last: date
) -> AccountsMonth:
    ids = {account.id for account in accounts}
    kind: AccountKind = "paper" if any(account.kind == "paper" for account in accounts) else "real"
    courses = {key: each for key, each in source.campaigns.courses.items() if each.campaign.account_id in ids}
    names = {account.name for account in accounts}
    results = Results(
        tuple(each for each in source.results.closed if each.account in names),
        tuple(each for each in source.results.open if each.account in names),
    ).closed_between(first, last)
    sums = day_sums_of(courses, source.days, ids, source.now)
    own = [each for each in sums if first <= each.day <= last]
    before = [each for each in sums if each.day < first]
    core, hedge = _changed(before, own, lambda each: each.core), _changed(before, own, lambda each: each.hedge)
    base = next((each for each in reversed(before) if each.hedged is not None), _START)
    report = equity_report(sums, credits_by_month(courses, ids))
    return AccountsMonth(
        title=title,
        kind=kind,
        booked=_booked(courses, first, last),
        ended=report_of(results),
        ended_by=report_of(results, "strategy"),
        core=core,
        hedge=hedge,
        net=_together(core, hedge),
        days=tuple(own),
        curves_since=None if base is _START else base.day,
        hedged=_curve(own, [each.hedged for each in own], base.hedged),
        unhedged=_curve(own, [each.core for each in own], base.core),
        steps=tuple(_steps([before[-1] if before else _START, *own])),
        hedge_month=next((each for each in report.months if each.month == (first.year, first.month)), None),
        campaigns=tuple(_campaigns(source, ids, first, last)),
    )


def _booked(courses: Courses, first: date, last: date) -> Mapping[Sleeve, Booked]:
    by_sleeve: dict[Sleeve, list[Move]] = {sleeve: [] for sleeve in SLEEVES}
    for course in courses.values():
        by_sleeve[course.campaign.sleeve] += _moves_in(course.moves, first, last)
    return {sleeve: _booked_by(moves) for sleeve, moves in by_sleeve.items() if moves}


def _moves_in(moves: Iterable[Move], first: date, last: date) -> list[Move]:
    return [move for move in moves if first <= day_of(move.moment) <= last]


def _booked_by(moves: Sequence[Move]) -> Booked:
    return Booked(
        sum((move.realised for move in moves), ZERO),
        sum((move.record.fee for move in moves), ZERO),
        sum((move.premium for move in moves), ZERO),
        sum((move.taken for move in moves), ZERO),
    )


def _campaigns(source: JournalSource, account_ids: Collection[int], first: date, last: date) -> Iterator[CampaignRow]:
    for record in source.records:
        if record.account.id not in account_ids or day_of(record.opened_at) > last:
            continue
        if record.closed_at is None or day_of(record.closed_at) >= first:
            moves = source.campaigns.courses[record.campaign.id].moves
            yield CampaignRow(record, _booked_by(_moves_in(moves, first, last)))


_START = DaySum(date.min, ZERO, ZERO, is_partial=False, equity=None)
"""Before the first fill nothing was held."""


def _changed(before: Sequence[DaySum], own: Sequence[DaySum], usd_of: Callable[[DaySum], Decimal | None]) -> Changed:
    """From the last day before the month on which it was known to the last day of the month on which it is: as the
    months of the hedge are counted, so that months add up to the whole."""
    doubts = []
    start = next((each for each in reversed(before) if usd_of(each) is not None), _START)
    since = None if start is _START else start.day
    if before and start is not before[-1]:
        told = "the first fill" if since is None else f"{since}"
        doubts.append(f"nothing is known between {told} and the month: it counts from there")
    last = next((each for each in reversed(own) if usd_of(each) is not None), None)
    if last is None:
        told = "no day of the month has a sum" if own else "no trading day of the month is over and recorded"
        return Changed(since, None, None, (*doubts, told))
    if start.is_partial:
        doubts.append(f"{since} left something out: a part of this is of before the month")
    if last is not own[-1]:
        doubts.append(f"nothing is known after {last.day}")
    if last.is_partial:
        doubts.append(f"{last.day} leaves out legs without a mark of that day, or what was booked after its look")
    return Changed(since, last.day, (usd_of(last) or ZERO) - (usd_of(start) or ZERO), tuple(doubts))


def _together(core: Changed, hedge: Changed) -> Changed:
    if core.usd is None or hedge.usd is None:
        return Changed(None, None, None, ("one of them is not known",))
    if (core.since, core.until) != (hedge.since, hedge.until):
        return Changed(None, None, None, ("condors and hedge are not known of the same days",))
    return Changed(core.since, core.until, core.usd + hedge.usd, tuple(dict.fromkeys((*core.doubts, *hedge.doubts))))


def _steps(days: Sequence[DaySum]) -> Iterator[Decimal | None]:
    for one, other in pairwise(days):
        is_known = one.hedged is not None and other.hedged is not None
        yield (other.hedged or ZERO) - (one.hedged or ZERO) if is_known else None


def _curve(own: Sequence[DaySum], usd: Sequence[Decimal | None], base: Decimal | None) -> Curve:
    days = tuple(each.day for each in own)
    told = tuple(None if value is None else value - (base or ZERO) for value in usd)
    return Curve(days, told, fall_of(days, told))
