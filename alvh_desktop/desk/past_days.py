"""Looking back: the picture of a past moment, and what was recorded of it that the book says otherwise since."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal, TypeVar

from alvh_desktop.desk.market_content import recorded_level, recorded_market
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.ports import Line, Moments, QuoteStore
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.desk.recorded import DayLine, MarketMoment
from alvh_desktop.domain.as_of import as_of, holding_as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Level
from alvh_desktop.domain.records import Fill, Leg, Record, Settlement, Trade
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.pricing.market import Mark, Market

T = TypeVar("T")
MarksFrom = Literal["recorded moment", "market file", "nothing"]
ZERO = Decimal(0)
_MONEY = ("products", "trades", "legs", "fills", "settlements")
"""The tables that what was realised follows from."""
_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


# The picture of a past moment


@dataclass(frozen=True, slots=True)
class PastPicture:
    """What was held at `moment` with the marks of then, and where these come from.

    Of a recorded moment `reason` says why it was kept; the picture's market then stands at that moment.
    """

    picture: Picture
    moment: datetime
    marks_from: MarksFrom
    reason: str | None


def past_picture(book: Book, quotes: QuoteStore, recorder: Moments, moment: datetime) -> PastPicture:
    """Of the market recorded last on that day up to then, or of the quotes kept: whichever marks more of what was
    held, the recorded one when they mark alike.

    Raises KnownError for a recorded market that this version cannot read.
    """
    past = as_of(book, moment)
    kept = with_typed_marks(quotes.market(past.held_contracts, moment, rates_of(past, moment)), past)
    marked = _marked(past, kept)
    recorded = market_recorded(past, recorder, moment)
    if recorded is not None and _marked(past, recorded[0]) >= max(marked, 1):
        return PastPicture(paint(Inputs(past, recorded[0])), moment, "recorded moment", recorded[1])
    return PastPicture(paint(Inputs(past, kept)), moment, "market file" if marked else "nothing", None)


def market_recorded(
    book: Book, recorder: Moments, moment: datetime, reason: str | None = None
) -> tuple[Market, str] | None:
    """The market recorded last on the day of `moment` up to then, and why; for this reason alone where one is named.

    Raises KnownError where this version cannot read it.
    """
    return _read(recorder, moment, reason, lambda seen: recorded_market(seen.content, seen.moment, book.products))


def level_recorded(recorder: Moments, moment: datetime, index: str) -> Level | None:
    """What an index stood at in the market recorded last on the day of `moment` up to then.

    Raises KnownError where this version cannot read it.
    """
    found = _read(recorder, moment, None, lambda seen: recorded_level(seen.content, index))
    return None if found is None else found[0]


def _read(
    recorder: Moments, moment: datetime, reason: str | None, read: Callable[[MarketMoment], T]
) -> tuple[T, str] | None:
    seen = recorder.moment_at(moment, reason)
    if seen is None or day_of(seen.moment) != day_of(moment):
        return None
    try:
        return read(seen), seen.reason
    except (ValueError, KeyError, TypeError) as error:
        what = f"The market recorded at {new_york_text(seen.moment)} cannot be read ({error})."
        raise KnownError(what, "Run 'check'; a later version of the program may read it.") from error


def _marked(book: Book, market: Market) -> int:
    return sum(isinstance(market.mark(contract), Mark) for contract in book.held_contracts)


@dataclass(frozen=True, slots=True)
class Correction:
    """A line as it was seen, and what the book says today of the same campaign at the same moment, in $.

    `edits` are the lines of the book that made the difference, oldest first; `with_edits` finds them.
    """

    line: DayLine
    realised: Decimal
    cash_flow: Decimal
    edits: tuple[Line, ...] = ()


def corrections(book: Book, lines: Sequence[DayLine]) -> tuple[Correction, ...]:
    """The lines whose booked money stands otherwise in the book since; what the market gave does not count."""
    held = held_by_campaign(book)
    found = (_as_booked(held.get(line.campaign_id, ()), line) for line in lines)
    return tuple(one for one in found if (one.realised, one.cash_flow) != (one.line.realised, one.line.cash_flow))


def with_edits(
    book: Book, found: Sequence[Correction], lines_since: Callable[[datetime], Sequence[Line]]
) -> tuple[Correction, ...]:
    """Each with the edits, undos and redos since it was recorded that changed what the book says of it.

    They are taken back one by one, the last first, until the book says what was recorded: what came before that, and
    what an undo had made good, is none of them. `lines_since` is asked once, and not where nothing was corrected.
    """
    edits: dict[int, list[Line]] = {place: [] for place in range(len(found))}
    told = {place: (each.realised, each.cash_flow) for place, each in enumerate(found)}
    for line in reversed(lines_since(min(each.line.moment for each in found)) if found else ()):
        if not told or line.number == 1:  # the founding of a portfolio corrects nothing
            break
        before = book.after(row.turned() for row in reversed(line.entry.rows) if row.table in _MONEY)
        since = _changed_since(line, book, before)
        asked = [place for place in told if _is_touched(found[place].line, since)]
        held = held_by_campaign(before) if asked else {}
        for place in asked:
            recorded = found[place].line
            then = _as_booked(held.get(recorded.campaign_id, ()), recorded)
            money = then.realised, then.cash_flow
            if money != told[place] and line.entry.moment >= recorded.moment:
                edits[place].insert(0, line)
            told[place] = money
            if money == (recorded.realised, recorded.cash_flow):
                del told[place]
        book = before
    return tuple(replace(each, edits=tuple(edits[place])) for place, each in enumerate(found))


def _as_booked(held: Sequence[Holding], line: DayLine) -> Correction:
    positions = [holding_as_of(each, line.moment).position for each in held]
    realised = sum((position.realised for position in positions), ZERO)
    return Correction(line, realised, sum((position.cash_flow for position in positions), ZERO))


def _changed_since(line: Line, after: Book, before: Book) -> Mapping[int, datetime]:
    """From which moment on the money of each campaign may be another through this edit: that of the first fill or
    settlement it touched, or any moment where it moved a leg or trade, or changed a contract."""
    found: dict[int, datetime] = {}
    for row in line.entry.rows:
        is_moved = row.before is not None and row.after is not None
        for record, book in ((row.before, before), (row.after, after)):
            for campaign_id in _campaigns_of(record, book):
                at = record.moment if isinstance(record, Fill | Settlement) else _EVER if is_moved else _NEVER
                found[campaign_id] = min(at, found.get(campaign_id, _NEVER))
    return found


def _is_touched(line: DayLine, since: Mapping[int, datetime]) -> bool:
    return line.moment >= since.get(line.campaign_id, _NEVER)


def _campaigns_of(record: Record | None, book: Book) -> Iterable[int]:
    """The campaigns whose money a row is part of."""
    if isinstance(record, Fill | Settlement):
        return (book.trades[book.legs[record.leg_id].trade_id].campaign_id,)
    if isinstance(record, Leg):
        return (book.trades[record.trade_id].campaign_id,)
    if isinstance(record, Trade):
        return (record.campaign_id,)
    return {trade.campaign_id for trade in book.trades.values()} if isinstance(record, Product) else ()


def held_by_campaign(book: Book) -> Mapping[int, list[Holding]]:
    """Every leg of each campaign that has a trade, open or not."""
    found: dict[int, list[Holding]] = {}
    for trade in book.trades.values():
        found.setdefault(trade.campaign_id, []).extend(book.holdings_by_trade[trade.id])
    return found
