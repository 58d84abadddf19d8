"""The days of which no line was kept, and filling them from the quotes of their closes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import held_by_campaign
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.ports import QuoteStore, Recorder
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.desk.recorded import FILLED, DayLine
from alvh_desktop.desk.recording import day_lines, over_at
from alvh_desktop.domain.as_of import as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import is_business_day, next_business_day, previous_business_day, settlement_moment
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.sessions import options_close
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.market import Market


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A trading day on which a campaign held or traded something, and of which no line was kept."""

    day: date
    campaign_id: int


@dataclass(frozen=True, slots=True)
class Filling:
    """The lines that were filled in, and each gap that stays with its reason."""

    filled: tuple[DayLine, ...]
    left: tuple[tuple[Gap, str], ...]


def gaps(book: Book, kept: Sequence[DayLine], now: datetime) -> tuple[Gap, ...]:
    """Every day that is over by `now`, from the first fill of a campaign on, without a line of it."""
    today = day_of(now)
    last = today if is_business_day(today) and now >= over_at(today) else previous_business_day(today)
    known = {(line.day, line.campaign_id) for line in kept}
    return tuple(
        sorted(
            Gap(day, campaign_id)
            for campaign_id, held in held_by_campaign(book).items()
            for day in _days_held(held, last)
            if (day, campaign_id) not in known
        )
    )


def fill_gaps(book: Book, quotes: QuoteStore, recorder: Recorder, now: datetime) -> Filling:
    """Work out the missing lines from the quotes kept of each day's close, and keep them marked as such.

    Only quotes of the day itself count. A line that was filled in before and is partial is worked out anew.
    """
    kept = recorder.days()
    missing = gaps(book, kept, now)
    again = {Gap(line.day, line.campaign_id) for line in kept if line.source == FILLED and line.is_partial}
    filled: list[DayLine] = []
    left: list[tuple[Gap, str]] = []
    for day in sorted({gap.day for gap in (*missing, *again)}):
        lines = {line.campaign_id: line for line in _lines_at_close(book, quotes, day)}
        filled += [line for key, line in lines.items() if Gap(day, key) in again and not line.is_partial]
        for gap in (gap for gap in missing if gap.day == day):
            line = lines.get(gap.campaign_id)
            if line is not None and line.unrealised is not None:
                filled.append(line)
            else:
                left.append((gap, line.note if line else "nothing of it stood at the close"))
    if filled:
        recorder.keep_days(filled)
    return Filling(tuple(filled), tuple(left))


def picture_at_close(book: Book, quotes: QuoteStore, day: date) -> Picture:
    """What was held at the end of a day in the quotes of its close; only those of the day itself count."""
    past, close = as_of(book, over_at(day)), options_close(day)
    market = with_typed_marks(quotes.market(past.held_contracts, close, rates_of(past, close)), past)
    of_day = replace(
        market,
        quotes={contract: quote for contract, quote in market.quotes.items() if day_of(quote.moment) == day},
        typed={contract: quote for contract, quote in market.typed.items() if day_of(quote.moment) == day},
        levels={name: level for name, level in market.levels.items() if day_of(level.moment) == day},
    )
    return paint(Inputs(past, of_day))


def _lines_at_close(book: Book, quotes: QuoteStore, day: date) -> tuple[DayLine, ...]:
    picture = picture_at_close(book, quotes, day)
    held = held_by_campaign(picture.inputs.book)
    lines = day_lines(picture, over_at(day), FILLED)
    return tuple(replace(line, note=_note(line, held[line.campaign_id], picture.inputs.market)) for line in lines)


def _note(line: DayLine, held: Sequence[Holding], of_day: Market) -> str:
    """A leg without a quote of the day may have an older one, so the words of a market do not fit."""
    unquoted = [each.leg.contract for each in held if each.position.quantity and not _has_a_quote(each, of_day)]
    if not unquoted:
        return line.note
    why = f"no quote of {spoken(unquoted[0])} is kept of that day"
    return f"{max(line.unmarked, line.unvalued)} of {line.open_legs} open legs not known: {why}"


def _has_a_quote(held: Holding, of_day: Market) -> bool:
    """Or needs none: it is settled already."""
    return held.leg.contract in of_day.newest or settlement_moment(held.product, held.leg.expiry) <= of_day.at


def _days_held(held: Sequence[Holding], last: date) -> frozenset[date]:
    """The trading days up to `last` on which something was open or traded."""
    found: set[date] = set()
    for first, end in (span for each in held for span in _spans(each)):
        day = first if is_business_day(first) else next_business_day(first)
        while day <= min(end, last):
            found.add(day)
            day = next_business_day(day)
    return frozenset(found)


def _spans(held: Holding) -> Iterator[tuple[date, date]]:
    """From each day a leg was opened to the day it was closed or settled, be it booked or not."""
    quantity, first = 0, None
    for fill in held.fills:
        first = first or day_of(fill.moment)
        quantity += fill.quantity
        if quantity == 0:
            yield first, day_of(fill.moment)
            first = None
    if first is not None:
        yield first, day_of(settlement_moment(held.product, held.leg.expiry))
