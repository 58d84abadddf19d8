"""All that statistics follow from: results, what filters ask of campaigns, and the sums of days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from alvh_desktop.desk.model import day_of
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.reports.results import Results

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from alvh_desktop.desk.campaigns import CampaignBook
    from alvh_desktop.desk.campaigns.moves import Course, Courses
    from alvh_desktop.desk.journal.results import Tags
    from alvh_desktop.desk.journal.vix_at_entry import VixAt
    from alvh_desktop.desk.ports import PastReader, QuoteStore
    from alvh_desktop.desk.recorded import DayLine
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.records import Sleeve
    from alvh_desktop.pricing.valuation import LegValue
    from alvh_desktop.reports.equity import DaySum, Month
    from alvh_desktop.reports.results import Result


@dataclass(frozen=True, slots=True)
class Source:
    """Where it is read: the book with the values of a picture at `now`, the accounts looked at, all real or one on
    paper, what opens the recorded days (None where none are kept), and what keeps closes: `market` is another number
    when they may be others."""

    book: Book
    values: Mapping[int, LegValue]
    now: datetime
    accounts: frozenset[int]
    open_past: Callable[[], PastReader] | None
    quotes: QuoteStore
    market: int = 0
    made: CampaignBook | None = None
    """Campaigns that somebody worked out before: of them what is untouched is taken over."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the filters ask of a campaign, open or closed; `vix` at its first fill in points, None where not known."""

    sleeve: Sleeve
    strategy: str
    tags: tuple[str, ...]
    vix: float | None


@dataclass(frozen=True)
class Career:
    """Of the accounts looked at. `traits` and `courses` are by campaign; `lines` are of recorded days.

    `trouble` says what could not be read: then days, or VIX of the past, are not in it.
    """

    results: Results
    traits: Mapping[int, Traits]
    courses: Courses
    lines: tuple[DayLine, ...]
    accounts: frozenset[int]
    account_names: Mapping[int, str]
    is_paper: bool
    now: datetime
    trouble: str = ""

    @property
    def today(self) -> date:
        return day_of(self.now)

    @cached_property
    def by_id(self) -> Mapping[int, Result]:
        """The closed campaigns."""
        return {each.campaign_id: each for each in self.results.closed}

    @cached_property
    def lacks_vix(self) -> bool:
        """Whether VIX at the first fill of a campaign is not known."""
        return any(traits.vix is None for traits in self.traits.values())

    def account_of(self, campaign_id: int) -> str:
        return self.account_names[self.courses[campaign_id].campaign.account_id]

    @cached_property
    def sums(self) -> tuple[DaySum, ...]:
        """Of all its days and campaigns."""
        return self.sums_of(self.courses)

    @cached_property
    def credits(self) -> Mapping[Month, Decimal]:
        """$ of premium that condors took in, by month."""
        from alvh_desktop.desk.journal.day_sums import credits_by_month

        return credits_by_month(self.courses, self.accounts)

    def sums_of(self, campaign_ids: Collection[int]) -> tuple[DaySum, ...]:
        from alvh_desktop.desk.journal.day_sums import day_sums_of

        courses = {key: course for key, course in self.courses.items() if key in campaign_ids}
        return day_sums_of(courses, self.lines, self.accounts, self.now)


@dataclass
class KeptRead:
    """What was read of one portfolio before: campaigns that nothing has happened to since are not worked out again,
    of the days only what may be new is read, and VIX that was recorded with a fill stays what it was."""

    campaigns: CampaignBook | None = None
    lines: tuple[DayLine, ...] = ()
    recorded_vix: dict[datetime, float | None] = field(default_factory=dict)
    close_vix: VixAt | None = None
    market: int = 0
    """Of which these closes are."""


def career_of(source: Source, kept: KeptRead) -> Career:
    """On a worker. A file that cannot be read is said, and what the book alone knows stands there."""
    if source.open_past is None:
        return _career(source, kept, None, "")
    try:
        with closing(source.open_past()) as past:
            _read_days(past, kept)
            return _career(source, kept, past, "")
    except KnownError as error:
        return _career(source, kept, None, str(error))


def _read_days(past: PastReader, kept: KeptRead) -> None:
    """The newest day that is known is read again, for it may have gone on."""
    last = kept.lines[-1].day if kept.lines else None
    newer = past.days(first=last)
    kept.lines = (*(line for line in kept.lines if last is None or line.day < last), *newer)


def _career(source: Source, kept: KeptRead, past: PastReader | None, trouble: str) -> Career:
    from alvh_desktop.desk.campaigns import campaigns_of
    from alvh_desktop.desk.journal.results import results_of
    from alvh_desktop.desk.journal.tags import tags_by_campaign

    book, lines = source.book, kept.lines
    before = kept.campaigns or source.made
    found = kept.campaigns = campaigns_of(book, source.values, source.now, lines, before)
    courses = {key: one for key, one in found.courses.items() if one.campaign.account_id in source.accounts}
    try:
        vix_at = _vix_reader(source, kept, past, [course.opened_at for course in courses.values()])
    except KnownError as error:
        vix_at, trouble = kept.recorded_vix.get, f"{trouble} {error}".strip()
    tags = tags_by_campaign(book)
    every = results_of(book, found, tags, vix_at)
    results = Results(
        tuple(each for each in every.closed if each.campaign_id in courses),
        tuple(each for each in every.open if each.campaign_id in courses),
    )
    accounts = [account for key, account in book.accounts.items() if key in source.accounts]
    return Career(
        results=results,
        traits={key: _traits(book, course, tags, vix_at) for key, course in courses.items()},
        courses=courses,
        lines=lines,
        accounts=source.accounts,
        account_names={account.id: account.name for account in accounts},
        is_paper=any(account.kind == "paper" for account in accounts),
        now=source.now,
        trouble=trouble,
    )


def _traits(book: Book, course: Course, tags: Tags, vix_at: VixAt) -> Traits:
    campaign = course.campaign
    strategy = book.trades[course.moves[0].holding.leg.trade_id].structure
    return Traits(campaign.sleeve, strategy, tuple(tags.get(campaign.id, ())), vix_at(course.opened_at))


def _vix_reader(source: Source, kept: KeptRead, past: PastReader | None, opened: Collection[datetime]) -> VixAt:
    """As `vix_reader` answers: what was recorded is looked up once, closes are read again where VIX is missing."""
    from alvh_desktop.desk.journal.vix_at_entry import vix_reader
    from alvh_desktop.series.past import Past

    recorded = kept.recorded_vix
    if past is not None:
        recorded_at = vix_reader(past, Past())
        for moment in opened:
            if moment not in recorded:
                recorded[moment] = recorded_at(moment)
    close_at = kept.close_vix
    is_missing = any(recorded.get(each) is None and (close_at is None or close_at(each) is None) for each in opened)
    if close_at is None or (is_missing and kept.market != source.market):
        close_at = vix_reader(None, source.quotes.past())
        kept.close_vix, kept.market = close_at, source.market

    def vix_at(moment: datetime) -> float | None:
        level = recorded.get(moment)
        return close_at(moment) if level is None else level

    return vix_at
