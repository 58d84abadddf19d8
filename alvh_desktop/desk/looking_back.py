"""A past day looked at again: what was held then with the marks of then, beside what was recorded that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import Correction, PastPicture, corrections, past_picture, with_edits
from alvh_desktop.desk.ports import PastReader, QuoteStore
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.book import Book

HALF_CENT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class DayThen:
    """A campaign on a past day: its line as it was recorded, and its P/L ($) by today's book with the marks that are
    shown, partial as the line may be; None where no open leg has a mark. `correction` says what was booked otherwise
    since."""

    line: DayLine
    profit: Decimal | None
    correction: Correction | None = None

    @property
    def is_as_recorded(self) -> bool:
        recorded = self.line.profit
        if recorded is None or self.profit is None:
            return recorded is self.profit
        return abs(recorded - self.profit) < HALF_CENT


@dataclass(frozen=True, slots=True)
class LookBack:
    """`days` are the campaigns of which a line was kept that day, `unrecorded` those that were held without one."""

    past: PastPicture
    days: tuple[DayThen, ...]
    unrecorded: tuple[int, ...]


def look_back(book: Book, quotes: QuoteStore, reader: PastReader, at: datetime) -> LookBack:
    """The day of `at` as it ended: at the moment of its last line, or at `at` where none was kept.

    Raises KnownError for a recorded market or line that cannot be read.
    """
    lines = [line for line in reader.days(first=day_of(at)) if line.day == day_of(at)]
    moment = max((line.moment for line in lines), default=at)
    past = past_picture(book, quotes, reader, moment)
    found = with_edits(book, corrections(book, lines), reader.lines_since)
    corrected = {each.line.campaign_id: each for each in found}
    profits = _profits(past)
    days = tuple(
        DayThen(line, profits.get(line.campaign_id), corrected.get(line.campaign_id))
        for line in sorted(lines, key=lambda line: line.campaign_id)
    )
    return LookBack(past, days, _unrecorded(past, lines))


def _profits(past: PastPicture) -> dict[int, Decimal | None]:
    """Known where a recorded line would have it."""
    lines = [(line.campaign.id, line.amounts) for line in past.picture.campaigns]
    return {
        campaign_id: amounts.profit if not amounts.open_legs or amounts.unmarked < amounts.open_legs else None
        for campaign_id, amounts in lines
    }


def _unrecorded(past: PastPicture, lines: Sequence[DayLine]) -> tuple[int, ...]:
    recorded = {line.campaign_id for line in lines}
    return tuple(
        line.campaign.id
        for line in past.picture.campaigns
        if line.amounts.open_legs and line.campaign.id not in recorded
    )
