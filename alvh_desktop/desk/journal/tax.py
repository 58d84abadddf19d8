"""The tax years of a book: what Section 1256 contracts realised, and their marks at the end of years."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from alvh_desktop.desk.campaigns.moves import ZERO, Course, Courses, courses_of
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import market_recorded
from alvh_desktop.desk.ports import Moments
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.as_of import holding_as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK, settlement_moment
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.records import Account
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.market import Mark as Price
from alvh_desktop.pricing.market import Market
from alvh_desktop.reports.tax import Mark, TaxYear, is_section_1256, last_trading_day

_NOTHING_OPEN = Mark(ZERO, 0)


def tax_years_of(
    book: Book, recorder: Moments, lines: Sequence[DayLine], now: datetime, year: int | None = None
) -> tuple[TaxYear, ...]:
    """By account, and by year from its first fill to the year of `now`; one `year` alone where it is asked for.

    Accounts are not summed: one of them may be a retirement account, or on paper. `lines` are all lines of days.
    """
    return tuple(
        each for account in book.accounts.values() for each in _of_account(book, account, recorder, lines, now, year)
    )


def _of_account(
    book: Book, account: Account, recorder: Moments, lines: Sequence[DayLine], now: datetime, asked: int | None
) -> Iterator[TaxYear]:
    courses = {key: course for key, course in courses_of(book).items() if course.campaign.account_id == account.id}
    realised, funds = _by_year(courses, True), _by_year(courses, False)
    if not courses:
        return
    first, last = min(realised.keys() | funds.keys()), day_of(now).year
    marks = _Marks(book, courses, recorder, lines, now)
    for year in range(first, last + 1) if asked is None else (asked,):
        if first <= year <= last:
            yield TaxYear(
                account=account.name,
                kind=account.kind,
                year=year,
                is_over=_end_of(year) <= now,
                realised=realised.get(year, ZERO),
                mark=marks.of(year),
                mark_before=_NOTHING_OPEN if year == first else marks.of(year - 1),
                funds=funds.get(year, ZERO),
            )


def _by_year(courses: Courses, is_1256: bool) -> Mapping[int, Decimal]:
    """$ after fees, by the New York year in which they were realised."""
    found: dict[int, Decimal] = {}
    for course in courses.values():
        for move in course.moves:
            if is_section_1256(move.holding.product) == is_1256:
                year = day_of(move.moment).year
                found[year] = found.get(year, ZERO) + move.realised
    return found


@dataclass(frozen=True)
class _Marks:
    """What was open at the end of a year, and what was recorded of it on the last trading day."""

    book: Book
    courses: Courses
    recorder: Moments
    lines: Sequence[DayLine]
    now: datetime
    known: dict[int, Mark] = field(default_factory=dict)

    def of(self, year: int) -> Mark:
        if year not in self.known:
            self.known[year] = self._mark(year)
        return self.known[year]

    def _mark(self, year: int) -> Mark:
        end = _end_of(year)
        held = {key: _open_at(course, min(end, self.now)) for key, course in self.courses.items()}
        legs = sum(map(len, held.values()))
        if not legs:
            return _NOTHING_OPEN
        if end > self.now:
            return Mark(None, legs, (f"{year} is not over: what is open has no mark of its end yet",))
        day = last_trading_day(year)
        lines = {line.campaign_id: line for line in self.lines if line.day == day}
        recorded = market_recorded(self.book, self.recorder, over_at(day))
        market = None if recorded is None else recorded[0]
        found: list[_Seen | str] = []
        for key, legs_open in held.items():
            of_line = _of_line(lines.get(key), self.courses[key], end) if legs_open else None
            found += [_of_leg(each, market, end) for each in legs_open] if of_line is None else [of_line]
        missing = tuple(each for each in found if isinstance(each, str))
        seen = [each for each in found if not isinstance(each, str)]
        oldest = min((moment for _, moment in seen), default=None)
        return Mark(None if missing else sum((usd for usd, _ in seen), ZERO), legs, missing, oldest)


_Seen = tuple[Decimal, datetime]
"""$ of open gain or loss, and the moment of the oldest price in it."""


def _of_line(line: DayLine | None, course: Course, end: datetime) -> _Seen | None:
    """What the line of the day says; None where it is not whole, the book says otherwise since, something was booked
    behind it, or a fund is in it."""
    if line is None or line.unmarked or line.has_old_marks or line.unrealised is None:
        return None
    then = [holding_as_of(held, line.moment) for held in course.holdings]
    if any(held.position.quantity and not is_section_1256(held.product) for held in then):
        return None
    booked = sum((h.position.realised for h in then), ZERO), sum((h.position.cash_flow for h in then), ZERO)
    is_last = not any(line.moment < move.moment <= end for move in course.moves)
    if not is_last or booked != (line.realised, line.cash_flow):
        return None
    return line.unrealised, line.oldest_mark or line.moment


def _of_leg(held: Holding, market: Market | None, end: datetime) -> _Seen | str:
    """At the mark recorded last on the last trading day, or why there is none."""
    contract = held.leg.contract
    if settlement_moment(held.product, held.leg.expiry) <= end:
        return f"{spoken(contract)} is past its settlement and not booked"
    mark = None if market is None else market.mark(contract)
    if market is not None and isinstance(mark, Price) and day_of(mark.moment) == day_of(market.at):
        return held.unrealised(mark.price), mark.moment
    return f"no mark of {spoken(contract)} was recorded on the last trading day"


def _open_at(course: Course, moment: datetime) -> Sequence[Holding]:
    """The Section 1256 legs with a quantity then."""
    if course.opened_at > moment or (course.closed_at is not None and course.closed_at <= moment):
        return ()
    then = (holding_as_of(each, moment) for each in course.holdings if is_section_1256(each.product))
    return [each for each in then if each.position.quantity]


def _end_of(year: int) -> datetime:
    """The midnight in New York that the year ends with, as a UTC moment."""
    return datetime(year + 1, 1, 1, tzinfo=NEW_YORK).astimezone(UTC)
