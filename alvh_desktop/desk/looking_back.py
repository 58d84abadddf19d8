"""A past day looked at again: what was held then with the marks of then, beside what was recorded that day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.day_gaps import picture_at_close
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import (
    PastPicture,
    corrections,
    held_by_campaign,
    past_picture,
    recorded_picture,
    with_edits,
)
from alvh_desktop.desk.ports import Line, PastReader, QuoteStore
from alvh_desktop.desk.recorded import FILLED, LAST_LOOK, DayLine
from alvh_desktop.desk.recording import has_a_line
from alvh_desktop.domain.as_of import holding_as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract

HALF_CENT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class DayThen:
    """A campaign on a past day: its line as it was recorded, and its P/L ($) by today's book with the marks that are
    shown, partial as the line may be; None where no open leg has a mark. `edits` are those since that made another
    day of it, oldest first."""

    line: DayLine
    profit: Decimal | None
    edits: tuple[Line, ...] = ()

    @property
    def is_as_recorded(self) -> bool:
        recorded = self.line.profit
        if recorded is None or self.profit is None:
            return recorded is self.profit
        return abs(recorded - self.profit) < HALF_CENT


@dataclass(frozen=True, slots=True)
class LookBack:
    """`days` are the campaigns of which a line was kept that day, `unrecorded` those that held or traded something
    without one. `booked_later` fills and settlements of that day came after its lines: they are not in it."""

    past: PastPicture
    days: tuple[DayThen, ...]
    unrecorded: tuple[int, ...]
    booked_later: int = 0


def look_back(book: Book, quotes: QuoteStore, reader: PastReader, at: datetime) -> LookBack:
    """The day of `at` as it ended: at the moment of its last line, or at `at` where none was kept.

    Raises KnownError for a recorded market or line that cannot be read.
    """
    lines = [line for line in reader.days(first=day_of(at)) if line.day == day_of(at)]
    moment = max((line.moment for line in lines), default=at)
    past = _pictured(book, quotes, reader, lines, moment)
    profits = {key: _profit(amounts) for key, amounts in _amounts(past).items()}
    found = with_edits(book, corrections(book, lines), reader.lines_since)
    edits = {each.line.campaign_id: each.edits for each in found}
    days = [
        DayThen(line, profits.get(line.campaign_id), edits.get(line.campaign_id, ()))
        for line in sorted(lines, key=lambda line: line.campaign_id)
    ]
    unexplained = [day.line for day in days if not day.edits and not day.is_as_recorded]
    exchanged = _exchanges(book, unexplained, reader.lines_since) if unexplained else {}
    days = [DayThen(day.line, day.profit, exchanged.get(day.line.campaign_id, day.edits)) for day in days]
    booked = [*(fill.moment for fill in book.fills.values()), *(one.moment for one in book.settlements.values())]
    return LookBack(past, tuple(days), _unrecorded(past, lines), sum(moment < each <= at for each in booked))


def _pictured(
    book: Book, quotes: QuoteStore, reader: PastReader, lines: Sequence[DayLine], moment: datetime
) -> PastPicture:
    """In the market the lines were seen in, as long as it marks what they knew; else in the one that marks most."""
    then: PastPicture | None = None
    if lines and all(line.source == FILLED for line in lines):
        then = PastPicture(picture_at_close(book, quotes, day_of(moment)), moment, "market file", None)
    elif lines:
        then = recorded_picture(book, reader, moment, LAST_LOOK)
    if then is not None:
        amounts = _amounts(then)
        unmarked = {key: each.unmarked for key, each in amounts.items()}
        if all(unmarked.get(line.campaign_id, 0) <= line.unmarked for line in lines):
            return then
    return past_picture(book, quotes, reader, moment)


def _amounts(past: PastPicture) -> Mapping[int, Amounts]:
    return {line.campaign.id: line.amounts for line in past.picture.campaigns}


def _profit(amounts: Amounts) -> Decimal | None:
    """Known where a recorded line would have it."""
    return amounts.profit if not amounts.open_legs or amounts.unmarked < amounts.open_legs else None


def _exchanges(
    book: Book, recorded: Sequence[DayLine], lines_since: Callable[[datetime], Sequence[Line]]
) -> Mapping[int, tuple[Line, ...]]:
    """Edits since the lines that put other contracts in the place of those held then: these move no money.

    They are taken back one by one, the last first, until the book holds again what it held when the line was kept.
    """
    since = [edit for edit in lines_since(min(line.moment for line in recorded)) if edit.number > 1]
    books = [book]
    for edit in reversed(since):
        books.append(books[-1].after(row.turned() for row in reversed(edit.entry.rows)))
    found: dict[int, tuple[Line, ...]] = {}
    for line in recorded:
        held = [_contracts(each, line) for each in books]
        back = held.index(held[-1])  # so many steps
        steps = list(enumerate(reversed(since)))[:back]
        found[line.campaign_id] = tuple(edit for place, edit in reversed(steps) if held[place] != held[place + 1])
    return found


def _contracts(book: Book, line: DayLine) -> Mapping[Contract, int]:
    """What the campaign of a line held at its moment."""
    held: dict[Contract, int] = {}
    for each in held_by_campaign(book).get(line.campaign_id, ()):
        quantity = holding_as_of(each, line.moment).position.quantity
        if quantity:
            held[each.leg.contract] = held.get(each.leg.contract, 0) + quantity
    return held


def _unrecorded(past: PastPicture, lines: Sequence[DayLine]) -> tuple[int, ...]:
    recorded, day = {line.campaign_id for line in lines}, day_of(past.moment)
    return tuple(
        line.campaign.id
        for line in past.picture.campaigns
        if has_a_line(line, day) and line.campaign.id not in recorded
    )
