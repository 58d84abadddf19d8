"""What is recorded of a day and when: marks of the past cannot be bought back. Pure; storage only keeps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from alvh_desktop.desk.amounts import Amounts, amounts_of
from alvh_desktop.desk.day_risk import allocations_by_campaign, vix_points_by_campaign
from alvh_desktop.desk.equity import equity_in
from alvh_desktop.desk.lines import CampaignLine, LegLine
from alvh_desktop.desk.market_content import content_of
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.ports import QuoteStore, Recorder
from alvh_desktop.desk.rates import rates_of
from alvh_desktop.desk.recorded import CLOSE, LAST_LOOK, RECORDED, DayLine, MarketMoment, Source
from alvh_desktop.desk.scope import seen_book
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.calendar import NEW_YORK, is_business_day
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Fill, Input, Note, Roll, Rule, Settlement, TypedMark
from alvh_desktop.domain.sessions import options_close
from alvh_desktop.pricing.market import Market

PAUSE = timedelta(minutes=1)
_OPENS, _OVER = time(9, 30), time(17, 0)


# The market of a moment


def reason_of(rows: Sequence[Row]) -> str | None:
    """Why an edit of these rows records its moment; None for one that the journal tells of without its market: cash,
    accounts, what belongs together, the calendar."""
    records = [record for row in rows for record in (row.before, row.after)]
    if any(isinstance(record, Settlement) for record in records):
        return "settlement"
    if not any(isinstance(record, Fill) for record in records):
        return _reason_beside_fills(rows)
    is_roll = any(isinstance(record, Roll) for record in records)
    return "roll" if is_roll else "fill"


def _reason_beside_fills(rows: Sequence[Row]) -> str | None:
    """Of a note that is taken away nothing is kept: nothing is said of it any more."""
    told: tuple[tuple[type, str], ...] = ((Rule, "rule"), (Input, "input"), (TypedMark, "mark"))
    for row in rows:
        if isinstance(row.after, Note):
            return "note"
        for kind, reason in told:
            if isinstance(row.before, kind) or isinstance(row.after, kind):
                return reason
    return None


def touched_contracts(before: Book, after: Book) -> frozenset[Contract]:
    """What is held before or after an edit: a contract it closes is marked once more."""
    return before.held_contracts | after.held_contracts


def moment_of(book: Book, market: Market, reason: str, contracts: Iterable[Contract] | None = None) -> MarketMoment:
    """The market as far as it marks these contracts, else those the book holds."""
    held = book.held_contracts if contracts is None else contracts
    return MarketMoment(market.at, reason, content_of(market, held, book.products))


def witness_of(quotes: QuoteStore) -> Callable[[Book, Change, datetime], MarketMoment | None]:
    """For a desk: the market an edit was made in, as the store knows it.

    A market that cannot be read stops no booking: then nothing is recorded.
    """

    def witness(before: Book, change: Change, now: datetime) -> MarketMoment | None:
        reason, held = reason_of(change.rows), touched_contracts(before, change.book)
        if reason is None:
            return None
        try:
            market = with_typed_marks(quotes.market(held, now, rates_of(change.book, now)), change.book)
        except KnownError:
            return None
        return moment_of(change.book, market, reason, held)

    return witness


# The line of a day


def trading_day(moment: datetime) -> date | None:
    """The day whose line is written at that moment: a business day from 9:30 to 17:00 New York, else None."""
    local = moment.astimezone(NEW_YORK)
    return local.date() if is_business_day(local.date()) and _OPENS <= local.time() < _OVER else None


def over_at(day: date) -> datetime:
    """When the lines of a day are replaced no more: 17:00 New York. A UTC moment."""
    return datetime.combine(day, _OVER, NEW_YORK).astimezone(UTC)


def due(last: datetime | None, now: datetime) -> bool:
    """Whether lines are to be written, the last ones at `last`: on a trading day, at most once a minute."""
    return trading_day(now) is not None and (last is None or not timedelta(0) <= now - last < PAUSE)


def day_lines(picture: Picture, now: datetime, source: Source = RECORDED) -> tuple[DayLine, ...]:
    """A line for each campaign that holds something or was filled or settled on the New York day of `now`.

    `now` may be a little later than the picture's market: it is not before anything that is booked in it.
    """
    campaigns = [line for line in picture.campaigns if has_a_line(line, day_of(now))]
    equities = {account_id: _equity(picture, account_id, now) for account_id in _accounts(campaigns)}
    if not campaigns:
        return ()
    points, allocations = vix_points_by_campaign(picture), allocations_by_campaign(picture, now)
    return tuple(
        replace(
            _line(line, now, source, equities[line.campaign.account_id]),
            allocation=allocations.get(line.campaign.id),
            vix_usd_per_point=points[line.campaign.id],
        )
        for line in campaigns
    )


def record(recorder: Recorder, picture: Picture, now: datetime, last: datetime | None) -> datetime | None:
    """Keep the lines of the day when they are due, with the market they were seen in, and its close once; the answer
    is when lines were kept last.

    `last` is the answer of the time before. Raises KnownError when nothing could be kept.
    """
    if not due(last, now):
        return last
    book, market = picture.inputs.book, picture.inputs.market
    lines = worth_keeping(day_lines(picture, now), recorder.days(first=day_of(now)))
    if lines:
        recorder.keep_days(lines, moment_of(book, market, LAST_LOOK))
    if book.held_contracts and now >= options_close(day_of(now)):
        close = recorder.moment_at(now, CLOSE)
        if close is None or day_of(close.moment) != day_of(now):
            recorder.keep_moment(moment_of(book, market, CLOSE))
    return now


def worth_keeping(lines: Iterable[DayLine], kept: Iterable[DayLine]) -> tuple[DayLine, ...]:
    """Those that say something better than what is kept of their day and campaign.

    While nothing is booked a line that knows less does not replace one that knows more: quotes that were deleted,
    or legs that settled and wait for their value, take away nothing that was seen. One that only looked again says
    nothing new.
    """
    before: Mapping[tuple[date, int], DayLine] = {(line.day, line.campaign_id): line for line in kept}
    return tuple(line for line in lines if _says_more(line, before.get((line.day, line.campaign_id))))


def _says_more(line: DayLine, kept: DayLine | None) -> bool:
    if kept is None:
        return True
    if replace(line, moment=kept.moment) == kept:
        return False
    is_same_book = (line.realised, line.cash_flow, line.open_legs) == (kept.realised, kept.cash_flow, kept.open_legs)
    return not is_same_book or _unknown(line) <= _unknown(kept)


def _unknown(line: DayLine) -> int:
    return line.unmarked + line.unvalued + line.has_old_marks


def has_a_line(line: CampaignLine, day: date) -> bool:
    """Whether a campaign held something at the end of a New York day, or was filled or settled on it."""
    if line.amounts.open_legs:
        return True
    holdings = [leg.holding for trade in line.trades for leg in trade.legs]
    moments = [fill.moment for held in holdings for fill in held.fills]
    moments += [held.settlement.moment for held in holdings if held.settlement]
    return any(day_of(moment) == day for moment in moments)


def _accounts(campaigns: Iterable[CampaignLine]) -> frozenset[int]:
    return frozenset(line.campaign.account_id for line in campaigns)


def _equity(picture: Picture, account_id: int, now: datetime) -> Decimal | None:
    """$ the account is worth by itself; what is typed speaks of all real money together."""
    book = picture.inputs.book
    own = seen_book(book, Lens(account_id=account_id))
    amounts = amounts_of((held, picture.values.get(held.leg.id)) for held in own.holdings.values())
    equity = equity_in(own, amounts, day_of(now), book)
    return None if isinstance(equity, Problem) else equity


def _line(line: CampaignLine, now: datetime, source: Source, equity: Decimal | None) -> DayLine:
    amounts, legs = line.amounts, [leg for trade in line.trades for leg in trade.legs]
    marks = [leg.value.mark.moment for leg in legs if leg.value is not None and leg.value.mark is not None]
    is_marked = not amounts.open_legs or amounts.unmarked < amounts.open_legs
    is_valued = not amounts.open_legs or amounts.unvalued < amounts.open_legs
    return DayLine(
        day=day_of(now),
        campaign_id=line.campaign.id,
        moment=now,
        realised=amounts.realised,
        cash_flow=amounts.cash_flow,
        market_value=amounts.market_value if is_marked else None,
        unrealised=amounts.unrealised if is_marked else None,
        theta_usd_per_day=amounts.theta_usd_per_day if is_valued else None,
        exposures=dict(amounts.exposures),
        open_legs=amounts.open_legs,
        unmarked=amounts.unmarked,
        unvalued=amounts.unvalued,
        oldest_mark=min(marks, default=None),
        equity=equity,
        source=source,
        note=_note(amounts, legs),
    )


def _note(amounts: Amounts, legs: Iterable[LegLine]) -> str:
    """How many legs are not known, and why the first of them is not."""
    missing = max(amounts.unmarked, amounts.unvalued)
    if not missing:
        return ""
    unknown = (leg.value for leg in legs if leg.value and (leg.value.mark is None or leg.value.model_value is None))
    why = next((f": {problem}" for value in unknown for problem in value.problems), "")
    return f"{missing} of {amounts.open_legs} open legs not known{why}"
