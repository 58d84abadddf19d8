"""Each day of a set of campaigns as recorded: sums that say what they leave out, and days that nobody recorded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from alvh_desktop.desk.campaigns.moves import courses_of
from alvh_desktop.desk.day_gaps import Gap, gaps
from alvh_desktop.desk.history.marks import Mark, marks_of
from alvh_desktop.desk.history.measures import MEASURES, Figure, Measure
from alvh_desktop.desk.history.walk import Walk
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import Correction, corrections
from alvh_desktop.desk.recorded import FILLED, DayLine
from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import next_business_day
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.rules.notional import accounts_counted
from alvh_desktop.rules.transition import Transition

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Parts:
    """A measure on a day: of all campaigns, and apart of condors and hedge; None where it is not known.

    Law: where both are looked at and known, `net` = `condors` + `hedge`. Those that are not looked at, and measures
    that are not of single campaigns, have no parts.
    """

    net: Figure | None
    condors: Figure | None = None
    hedge: Figure | None = None


@dataclass(frozen=True)
class HistoryDay:
    """A trading day. `figures` are by the name of the measure; those of `partial` leave something out.

    `doubts` say in words what is missing in it, `missing` are the campaigns that stood and of which no line was kept.
    `seen_at` is when the oldest of its lines was seen last (UTC), None where there is none. The figures of a day that
    is not over are those so far.
    """

    day: date
    figures: Mapping[str, Parts]
    partial: frozenset[str]
    doubts: tuple[str, ...]
    missing: tuple[int, ...]
    seen_at: datetime | None
    is_filled: bool
    is_over: bool


@dataclass(frozen=True)
class History:
    """`days` ascending: every trading day from the first that was recorded or missed to the last. `marks` may be on
    other days too. `corrected` are lines whose booked money stands otherwise in the book since; they stay as kept.
    """

    days: tuple[HistoryDay, ...]
    marks: Mapping[date, tuple[Mark, ...]]
    corrected: tuple[Correction, ...]
    has_condors: bool
    has_hedge: bool

    @cached_property
    def partial_days(self) -> Mapping[date, tuple[str, ...]]:
        """What is left out, and why, by day; days of which nothing is missing are not in it."""
        return {day.day: day.doubts for day in self.days if day.doubts}

    @cached_property
    def unrecorded(self) -> tuple[date, ...]:
        """The days on which a campaign stood and no line of it was kept."""
        return tuple(day.day for day in self.days if day.missing)


def history_of(
    book: Book,
    lines: Sequence[DayLine],
    transitions: Iterable[Transition],
    campaign_ids: frozenset[int] | None,
    now: datetime,
) -> History:
    """What was kept up to `now`, of these campaigns, or of all real accounts together.

    A sum is None where a campaign that stood has no line; what is closed counts in P/L with what the book says it
    realised, and has nothing of any other measure. Lines of campaigns that were undone since are left out.
    """
    real = _of_real_accounts(book)
    ids = (real if campaign_ids is None else campaign_ids) & book.campaigns.keys()
    kept = [line for line in lines if line.campaign_id in ids and line.day <= day_of(now)]
    days = _Days(book, ids, kept, gaps(book, kept, now), now)
    condors = frozenset(key for key in ids if book.campaigns[key].sleeve == "core")
    return History(
        tuple(days.walked()),
        marks_of(book, transitions, ids, ids >= real, now),
        corrections(book, kept),
        bool(condors),
        bool(ids - condors),
    )


def _of_real_accounts(book: Book) -> frozenset[int]:
    accounts = accounts_counted(book)
    return frozenset(key for key, campaign in book.campaigns.items() if campaign.account_id in accounts)


class _Days:
    """Walks through the days once, beside the book."""

    def __init__(
        self, book: Book, ids: frozenset[int], lines: Sequence[DayLine], missed: Sequence[Gap], now: datetime
    ) -> None:
        self._book, self._now = book, now
        self._core = frozenset(key for key in ids if book.campaigns[key].sleeve == "core")
        self._walk = Walk(course for key, course in courses_of(book).items() if key in ids)
        self._has_parts = {True: bool(self._core), False: bool(ids - self._core)}
        self._lines: dict[date, dict[int, DayLine]] = {}
        for line in lines:
            self._lines.setdefault(line.day, {})[line.campaign_id] = line
        self._missed: dict[date, set[int]] = {}
        for gap in missed:
            if gap.campaign_id in ids:
                self._missed.setdefault(gap.day, set()).add(gap.campaign_id)

    def walked(self) -> Iterator[HistoryDay]:
        touched = self._lines.keys() | self._missed.keys()
        day, last = min(touched, default=None), max(touched, default=None)
        while day is not None and last is not None and day <= last:
            self._walk.go_to(min(over_at(day), self._now))
            yield self._day(day)
            day = next_business_day(day)

    def _day(self, day: date) -> HistoryDay:
        lines, begun = self._lines.get(day, {}), self._walk.realised.keys()
        missing = ((self._missed.get(day, set()) | self._walk.is_open) & begun) - lines.keys()
        late = {key for key, line in lines.items() if self._walk.last_moved.get(key, line.moment) > line.moment}
        left = {True: ZERO, False: ZERO}
        for key, usd in self._walk.realised.items():
            left[self._is_core(key)] += ZERO if key in lines else usd
        figures, partial = {}, set()
        for measure in MEASURES:
            figures[measure.name] = self._parts(measure, lines, missing, left)
            counted = (
                line for key, line in lines.items() if measure.counted != "programme" or not self._is_core(key)
            )
            if any(line.campaign_id in late or measure.is_partial(line) for line in counted):
                partial.add(measure.name)
        return HistoryDay(
            day,
            figures,
            frozenset(partial),
            tuple(self._doubts(day, lines, missing, late)),
            tuple(sorted(missing)),
            min((line.moment for line in lines.values()), default=None),
            any(line.source == FILLED for line in lines.values()),
            self._now >= over_at(day),
        )

    def _parts(
        self, measure: Measure, lines: Mapping[int, DayLine], missing: Set[int], left: Mapping[bool, Decimal]
    ) -> Parts:
        """`left` is what campaigns without a line have realised, by whether they are condors."""
        if measure.counted == "accounts":
            return Parts(self._of_accounts(measure, lines))
        if measure.counted == "programme":
            return Parts(self._of_programme(measure, lines, missing))
        condors, hedge = (
            None
            if any(self._is_core(key) == is_core for key in missing)
            else self._of_sleeve(measure, lines, left[is_core], is_core)
            for is_core in (True, False)
        )
        net = None if condors is None or hedge is None else _plus(condors, hedge)
        return Parts(net, condors if self._has_parts[True] else None, hedge if self._has_parts[False] else None)

    def _of_sleeve(
        self, measure: Measure, lines: Mapping[int, DayLine], left: Decimal, is_core: bool
    ) -> Figure | None:
        total: Figure = left if measure.stays else ZERO
        for key, line in lines.items():
            if self._is_core(key) == is_core:
                figure = measure.of(line)
                if figure is None:
                    return None
                total = _plus(total, figure)
        return total

    def _of_programme(self, measure: Measure, lines: Mapping[int, DayLine], missing: Set[int]) -> Figure | None:
        """Of the line of a hedge that was seen last; nothing while no hedge is held."""
        own = [line for key, line in lines.items() if not self._is_core(key)]
        if own:
            return measure.of(max(own, key=lambda line: line.moment))
        is_known = self._has_parts[False] and all(map(self._is_core, missing))
        return ZERO if is_known else None

    def _of_accounts(self, measure: Measure, lines: Mapping[int, DayLine]) -> Figure | None:
        """Of each account that had begun to trade the line that was seen last; None where one has none."""
        total: Figure = ZERO
        campaigns = self._book.campaigns
        for account_id in {campaigns[key].account_id for key in self._walk.realised}:
            own = [line for key, line in lines.items() if campaigns[key].account_id == account_id]
            figure = measure.of(max(own, key=lambda line: line.moment)) if own else None
            if figure is None:
                return None
            total = _plus(total, figure)
        return total

    def _doubts(
        self, day: date, lines: Mapping[int, DayLine], missing: Iterable[int], late: set[int]
    ) -> Iterator[str]:
        for key in sorted(missing):
            yield f"{self._name(key)}: {self._why_missing(day, key)}"
        for key, line in sorted(lines.items()):
            if line.note:
                yield f"{self._name(key)}: {line.note}"
            if line.has_old_marks and line.oldest_mark is not None:
                yield f"{self._name(key)}: a mark is of {new_york_text(line.oldest_mark)}"
            if key in late:
                moved = new_york_text(self._walk.last_moved[key])
                yield f"{self._name(key)}: seen last at {new_york_text(line.moment)}, traded at {moved}"

    def _why_missing(self, day: date, key: int) -> str:
        if key in self._missed.get(day, ()):
            return "no record"
        return "past its settlement and not booked" if self._now >= over_at(day) else "not recorded yet"

    def _name(self, key: int) -> str:
        return self._book.campaigns[key].name

    def _is_core(self, key: int) -> bool:
        return key in self._core


def _plus(one: Figure, other: Figure) -> Figure:
    """Exact while both are."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one + other
    return float(one) + float(other)
