"""What a report says, before anybody writes it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.desk.campaigns import CampaignRecord, TimelineEvent
from alvh_desktop.desk.exported import Images
from alvh_desktop.desk.journal.entries import JournalEntry
from alvh_desktop.domain.records import AccountKind, Confirmation, Note, Sleeve, Verdict
from alvh_desktop.reports.equity import Curve, DaySum, HedgeMonth
from alvh_desktop.reports.statistics import Report
from alvh_desktop.rules.reading import Level


@dataclass(frozen=True, slots=True)
class Booked:
    """Fills and settlements of a time in $: `realised` after `fees` (charged +), `credit` premium received less paid,
    `taken` the part of it that openings and rolls brought."""

    realised: Decimal
    fees: Decimal
    credit: Decimal
    taken: Decimal


@dataclass(frozen=True, slots=True)
class Changed:
    """How P/L changed in the days of a report, open positions among it, in $ after fees: from the end of `since`
    (None: from the first fill) to the end of `until`. `usd` is None where that is not known; `doubts` say why, and
    what it leaves out or holds of other days."""

    since: date | None
    until: date | None
    usd: Decimal | None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign that lived in the month: as it stands now, and what was booked of it in the month."""

    record: CampaignRecord
    booked: Booked


@dataclass(frozen=True, slots=True)
class AccountsMonth:
    """All real accounts together, or one on paper: they are never summed.

    `booked` is by sleeve, of those that booked something. `ended` are the statistics of the core campaigns that ended
    in the month, `ended_by` the same by what they were opened as. `core` and `hedge` are how P/L changed in it,
    `net` both together where they are known of the same days.

    `days` are the sums at the end of each day of the month, `hedged` and `unhedged` their curves since the end of
    `curves_since` (None: the first fill), the last day before of which both are known. `steps` are what each
    day added with the hedge; None where it or the trading day before is not known. `hedge_month` is what the hedge
    did; None where no day of the month has a sum.
    """

    title: str
    kind: AccountKind
    booked: Mapping[Sleeve, Booked]
    ended: Report
    ended_by: Report
    core: Changed
    hedge: Changed
    net: Changed
    days: tuple[DaySum, ...]
    curves_since: date | None
    hedged: Curve
    unhedged: Curve
    steps: tuple[Decimal | None, ...]
    hedge_month: HedgeMonth | None
    campaigns: tuple[CampaignRow, ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """An alert from when it first asked to when it was quiet again; `level` is the highest it asked at, None where it
    was answered while it could not be judged.

    `answers` are what a person said of it, with the moment. `cleared_at` is None while it asks still. `began` is the
    first line of the log that the report has of it: it may have fired before.
    """

    rule_id: str
    title: str
    subject: str
    began: datetime
    level: Level | None
    sentence: str
    answers: tuple[tuple[datetime, str], ...]
    cleared_at: datetime | None


@dataclass(frozen=True, slots=True)
class DayPoint:
    """P/L of a campaign at the end of a day in $ after fees; None where it is not known."""

    day: date
    profit: Decimal | None
    is_partial: bool


@dataclass(frozen=True, slots=True)
class CampaignLife:
    """One campaign: its events with $, by the id of a roll what was confirmed before it, what entry checks said of
    its trades, what else the journal says of it, and its P/L by day."""

    record: CampaignRecord
    events: tuple[TimelineEvent, ...]
    confirmations: Mapping[int, tuple[Confirmation, ...]]
    verdicts: tuple[Verdict, ...]
    others: tuple[JournalEntry, ...]
    days: tuple[DayPoint, ...]


@dataclass(frozen=True, slots=True)
class JournalReport:
    """The report of a month (`accounts`, real ones first) or of a campaign (`life`), seen at `at`.

    `first` and `last` are its New York days, both included; `is_over` where no more can come. `prices` says where the
    marks of what is open come from. `unknown_alerts` counts how often an alert could not be judged in that time.
    """

    title: str
    portfolio: str
    is_simulated: bool
    at: datetime
    first: date
    last: date
    is_over: bool
    prices: str
    accounts: tuple[AccountsMonth, ...]
    life: CampaignLife | None
    alerts: tuple[Episode, ...]
    unknown_alerts: int
    notes: tuple[Note, ...]
    images: Images
