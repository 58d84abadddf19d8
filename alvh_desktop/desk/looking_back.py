"""A past day looked at again: what was held then with the marks of then, beside what was recorded that day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.day_gaps import picture_at_close
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import (
    PastPicture,
    corrections,
    held_by_campaign,
    market_recorded,
    past_picture,
    with_edits,
)
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.ports import Line, PastReader, QuoteStore
from alvh_desktop.desk.recorded import FILLED, LAST_LOOK, DayLine
from alvh_desktop.desk.recording import has_a_line
from alvh_desktop.domain.as_of import as_of, holding_as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.pricing.market import Mark, Market

HALF_CENT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class DayThen:
    """A campaign on a past day: its line as it was recorded, and its P/L ($) by today's book with the marks that are
    shown, partial by its `unmarked` legs as the line may be; None where no open leg has a mark. `edits` are those
    since that made another day of it, oldest first."""

    line: DayLine
    profit: Decimal | None
    unmarked: int = 0
    edits: tuple[Line, ...] = ()

    @property
    def is_as_recorded(self) -> bool:
        recorded = self.line.profit
        if self.unmarked != self.line.unmarked:
            return False
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
    amounts = _amounts(past)
    found = with_edits(book, corrections(book, lines), reader.lines_since)
    edits = {each.line.campaign_id: each.edits for each in found}
    days = [
        _then(line, amounts.get(line.campaign_id), edits.get(line.campaign_id, ()))
        for line in sorted(lines, key=lambda line: line.campaign_id)
    ]
    unexplained = [day.line for day in days if not day.edits and not day.is_as_recorded]
    exchanged = _exchanges(book, unexplained, reader.lines_since) if unexplained else {}
    days = [replace(day, edits=exchanged.get(day.line.campaign_id, day.edits)) for day in days]
    booked = [*(fill.moment for fill in book.fills.values()), *(one.moment for one in book.settlements.values())]
    return LookBack(past, tuple(days), _unrecorded(past, lines), sum(moment < each <= at for each in booked))


def _pictured(
    book: Book, quotes: QuoteStore, reader: PastReader, lines: Sequence[DayLine], moment: datetime
) -> PastPicture:
    """In the market the lines were seen in, and what was not held then in the quotes kept of that day. Where that
    market was not kept, in the one that marks most."""
    if lines and all(line.source == FILLED for line in lines):
        filled = PastPicture(picture_at_close(book, quotes, day_of(moment)), moment, "market file", None)
        if _knows_as_much(filled, lines):
            return filled
    then = as_of(book, moment)
    recorded = market_recorded(then, reader, moment, LAST_LOOK) if lines else None
    if recorded is None:
        return past_picture(book, quotes, reader, moment)
    market, reason = recorded
    completed = _completed(market, then, quotes, moment)  # before anything is worked out on it
    past = PastPicture(paint(Inputs(then, market)), moment, "recorded moment", reason)
    if _knows_as_much(past, lines):
        return past
    return replace(past, picture=paint(Inputs(then, completed)))


def _knows_as_much(past: PastPicture, lines: Sequence[DayLine]) -> bool:
    amounts = _amounts(past)
    return all(
        line.campaign_id not in amounts or amounts[line.campaign_id].unmarked <= line.unmarked for line in lines
    )


def _completed(market: Market, book: Book, quotes: QuoteStore, moment: datetime) -> Market:
    """What has no mark gets that of the market file, if it is of that day; all other marks stay as they are."""
    lacking = {each for each in book.held_contracts if not isinstance(market.mark(each), Mark)}
    known = {(each.root, each.expiry) for each in market.quotes}
    if not lacking:
        return market
    kept = quotes.market(lacking, moment, market.rates).quotes
    more = {
        each: quote
        for each, quote in kept.items()
        # of an expiry that was held the smile is known, and its chain stays that of then
        if (each in lacking or (each.root, each.expiry) not in known) and day_of(quote.moment) == day_of(moment)
    }
    completed = replace(market, quotes={**more, **market.quotes})
    completed.worked_out.update(market.worked_out)
    return completed


def _amounts(past: PastPicture) -> Mapping[int, Amounts]:
    return {line.campaign.id: line.amounts for line in past.picture.campaigns}


def _then(line: DayLine, amounts: Amounts | None, edits: tuple[Line, ...]) -> DayThen:
    """P/L is known where a recorded line would have it."""
    if amounts is None:
        return DayThen(line, None, edits=edits)
    is_marked = not amounts.open_legs or amounts.unmarked < amounts.open_legs
    return DayThen(line, amounts.profit if is_marked else None, amounts.unmarked, edits)


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
