"""What is recorded and when: each fill with its market, a line a day and campaign, gaps that say so."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from support.founded_books import CLOCK, MemoryLedger, done, enter, founded_desk, moment, order_of
from support.memory_recorder import MemoryRecorder
from support.window_parts import CONDOR, MARKET, MEDIUM_CALLS, SHORT_CALLS, MadeQuotes, desk_with

from alvh_desktop.desk.day_gaps import Gap, fill_gaps, gaps
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.market_content import recorded_market
from alvh_desktop.desk.past_days import corrections, past_picture
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.recorded import CLOSE, FILLED, LAST_LOOK, RECORDED, MarketMoment
from alvh_desktop.desk.recording import day_lines, due, moment_of, record, witness_of, worth_keeping
from alvh_desktop.domain.as_of import as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.accounts import EnterCash
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import Cash, Input
from alvh_desktop.pricing.market import Market

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)


def watched(quotes: MadeQuotes | None = None) -> tuple[Desk, MemoryLedger]:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    desk.witness = witness_of(quotes or MadeQuotes())
    return desk, ledger


def picture_at(book: Book, now: datetime, market: Market = MARKET) -> Picture:
    return paint(Inputs(book, replace(market, at=now)))


# The market of an edit


def test_what_the_journal_tells_is_kept_with_its_market_and_nothing_else_is() -> None:
    desk, ledger = watched()
    enter(desk, CONDOR)
    enter(desk, SHORT_CALLS)
    done(desk, EnterInputs((Input(desk.next_id, "equity", FRIDAY, Decimal(250_000), "typed"),)))
    done(desk, EnterCash(Cash(desk.next_id, 2, CLOCK, Decimal(1000), "wire"), CLOCK))
    desk.undo()
    desk.undo()
    desk.undo()
    assert [seen.reason for seen in ledger.seen] == ["fill", "fill", "input", "input", "fill"]
    desk.redo()
    desk.clock = lambda: moment("2026-12-16 12:00")
    leg = next(h.leg.id for h in desk.book.holdings.values() if h.leg.root == "VIX")
    done(desk, SettleLeg(desk.next_id, leg, Decimal("21.35"), desk.clock(), "VRO"))
    assert ledger.seen[-1].reason == "settlement"
    assert ledger.seen[-1].moment == desk.clock()


def test_a_roll_is_called_one() -> None:
    desk, ledger = watched()
    enter(desk, SHORT_CALLS)
    (trade,) = desk.book.trades
    held = next(iter(desk.book.legs.values())).contract
    order = order_of("+4 VIX 17MAR27 20C @2.10")
    price = Decimal("2.10")
    closing = (PricedLeg(held, -4, Decimal(1), "own", Decimal(0)),)
    opening = (PricedLeg(order.legs[0].contract, 4, price, "own", Decimal(0)),)
    done(desk, RollTrade(trade, closing, opening, CLOCK, desk.next_id))
    assert [seen.reason for seen in ledger.seen] == ["fill", "roll"]


def test_what_an_edit_closes_is_marked_once_more() -> None:
    desk, ledger = watched()
    enter(desk, SHORT_CALLS)
    enter(desk, SHORT_CALLS.replace("+4", "-4"))
    assert not desk.book.held_contracts
    back = recorded_market(ledger.seen[-1].content, CLOCK, desk.book.products)
    assert {contract for contract in back.quotes if contract.is_option} == {
        leg.contract for leg in desk.book.legs.values()
    }


def test_a_market_that_cannot_be_read_stops_no_booking() -> None:
    quotes = MadeQuotes(fault=KnownError("The market file is damaged.", "Delete it."))
    desk, ledger = watched(quotes)
    enter(desk, CONDOR)
    assert (len(ledger.lines), ledger.seen) == (2, [])


# The line of a day


@pytest.mark.parametrize(
    ("last", "now", "is_due"),
    [
        (None, "2026-11-20 09:29", False),
        (None, "2026-11-20 09:30", True),
        (None, "2026-11-20 16:59", True),
        (None, "2026-11-20 17:00", False),
        (None, "2026-11-21 12:00", False),
        (None, "2026-11-26 12:00", False),
        ("2026-11-20 11:59", "2026-11-20 12:00", True),
        ("2026-11-20 12:00", "2026-11-20 12:00", False),
        ("2026-11-20 13:00", "2026-11-20 12:00", True),
    ],
)
def test_lines_are_due_once_a_minute_on_trading_days(last: str | None, now: str, is_due: bool) -> None:
    assert due(last and moment(last), moment(now)) is is_due
    if last:
        assert not due(moment(last), moment(last) + timedelta(seconds=59))


def test_a_line_holds_what_the_picture_shows_of_its_campaign() -> None:
    desk = desk_with(CONDOR, SHORT_CALLS)
    done(desk, EnterInputs((Input(desk.next_id, "equity", FRIDAY, Decimal(250_000), "typed"),)))
    picture = picture_at(desk.book, CLOCK)
    campaigns = {line.campaign.id: line for sleeve in picture.sleeves for line in sleeve.campaigns}
    lines = day_lines(picture, CLOCK)
    assert [line.campaign_id for line in lines] == list(campaigns)
    for line in lines:
        amounts = campaigns[line.campaign_id].amounts
        assert (line.realised, line.unrealised, line.market_value) == (
            amounts.realised, amounts.unrealised, amounts.market_value
        )  # fmt: skip
        assert line.profit == amounts.profit
        assert line.realised + (line.unrealised or 0) == line.cash_flow + (line.market_value or 0)
        assert (line.exposures, line.theta_usd_per_day) == (amounts.exposures, amounts.theta_usd_per_day)
        assert (line.day, line.moment, line.source, line.note) == (FRIDAY, CLOCK, RECORDED, "")
        assert (line.equity, line.oldest_mark, line.is_partial) == (250_000, CLOCK, False)


def test_what_is_not_known_is_none_and_says_why() -> None:
    desk = desk_with(CONDOR, "+1 VX 17FEB27 @18.35")
    picture = picture_at(desk.book, CLOCK)
    whole, future = day_lines(picture, CLOCK)
    assert not whole.is_partial
    assert (future.market_value, future.unrealised, future.profit, future.theta_usd_per_day) == (None,) * 4
    assert future.equity is None
    assert future.is_partial
    assert future.note.startswith("1 of 1 open legs not known: VX 17FEB27")
    bare = replace(MARKET, quotes={c: q for c, q in MARKET.quotes.items() if c.strike != 6300})
    (partial,) = day_lines(picture_at(desk_with(CONDOR).book, CLOCK, bare), CLOCK)
    assert (partial.unmarked, partial.is_partial) == (1, True)
    assert partial.unrealised is not None
    assert partial.note.startswith("1 of 4 open legs not known: SPXW 18DEC26 6300 P: no quote")


def test_marks_of_an_earlier_day_make_a_line_partial() -> None:
    now = moment("2026-11-23 12:00")
    (line,) = day_lines(picture_at(desk_with(CONDOR).book, now), now)
    assert (line.day, line.unmarked, line.oldest_mark) == (MONDAY, 0, CLOCK)
    assert line.has_old_marks
    assert line.is_partial


def test_a_closed_campaign_has_its_last_line_on_the_day_it_closed() -> None:
    desk = desk_with(SHORT_CALLS, SHORT_CALLS.replace("+4", "-4"))
    (line,) = day_lines(picture_at(desk.book, CLOCK), CLOCK)
    assert (line.open_legs, line.unrealised, line.is_partial) == (0, 0, False)
    assert day_lines(picture_at(desk.book, moment("2026-11-23 12:00")), moment("2026-11-23 12:00")) == ()


def test_a_line_that_knows_less_takes_nothing_away() -> None:
    desk, later = desk_with(CONDOR), CLOCK + timedelta(minutes=1)
    seen = day_lines(picture_at(desk.book, CLOCK), CLOCK)
    nothing = day_lines(picture_at(desk.book, later, replace(MARKET, quotes={})), later)
    assert worth_keeping(nothing, seen) == ()
    assert worth_keeping(nothing, ()) == nothing
    assert worth_keeping(seen, nothing) == seen
    assert worth_keeping(day_lines(picture_at(desk.book, CLOCK), later), seen) == (), "it only looked again"
    enter(desk, CONDOR)
    (_, new) = after = day_lines(picture_at(desk.book, later, replace(MARKET, quotes={})), later)
    assert worth_keeping(after, seen) == (new,)
    (fill, *_) = desk.book.fills
    done(desk, CorrectFill(fill, CLOCK, price=Decimal(4)))
    after = day_lines(picture_at(desk.book, later, replace(MARKET, quotes={})), later)
    assert worth_keeping(after, seen) == after, "the book is another: what was seen does not fit it"


def test_a_day_is_recorded_each_minute_and_its_close_once() -> None:
    desk, recorder = desk_with(CONDOR), MemoryRecorder()
    last = None
    for second in (*range(0, 600, 15), *range(2700, 3000, 15)):  # 16:10 to 16:20 and 16:55 to 17:00
        now = moment("2026-11-20 16:10") + timedelta(seconds=second)
        level = replace(MARKET.levels["VIX"], value=Decimal(17) + Decimal(second) / 1000)
        last = record(recorder, picture_at(desk.book, now, replace(MARKET, levels={"VIX": level})), now, last)
    (line,) = recorder.days()
    assert line.day == FRIDAY
    assert 0 < recorder.writes <= 15
    assert [(seen.reason, seen.moment) for seen in recorder.moments] == [
        (CLOSE, moment("2026-11-20 16:15")), (LAST_LOOK, moment("2026-11-20 16:59"))
    ]  # fmt: skip
    assert last == moment("2026-11-20 16:59")


def test_a_book_that_holds_nothing_records_nothing() -> None:
    recorder = MemoryRecorder()
    record(recorder, picture_at(desk_with().book, moment("2026-11-20 16:20")), moment("2026-11-20 16:20"), None)
    assert (recorder.writes, recorder.moments) == (0, [])


# Looking back


def test_the_past_is_marked_as_it_was_recorded_even_without_quotes() -> None:
    desk, recorder = desk_with(CONDOR), MemoryRecorder()
    recorder.keep_moment(moment_of(desk.book, MARKET, "fill"))
    enter(desk, MEDIUM_CALLS, CLOCK + timedelta(minutes=20))
    seen = picture_at(as_of(desk.book, CLOCK), CLOCK)
    gone = MadeQuotes(replace(MARKET, quotes={}, levels={}))
    past = past_picture(desk.book, gone, recorder, CLOCK + timedelta(minutes=10))
    assert (past.marks_from, past.reason, past.picture.inputs.now) == ("recorded moment", "fill", CLOCK)
    assert past.picture.total == seen.total
    assert past.picture.inputs.book == seen.inputs.book
    tomorrow = past_picture(desk.book, gone, recorder, moment("2026-11-23 12:00"))
    assert (tomorrow.marks_from, tomorrow.reason) == ("nothing", None)
    assert past_picture(desk.book, MadeQuotes(), recorder, moment("2026-11-23 12:00")).marks_from == "market file"


def test_the_market_file_is_asked_where_the_record_marks_less() -> None:
    desk, recorder = desk_with(CONDOR), MemoryRecorder()
    recorder.keep_moment(moment_of(desk_with(SHORT_CALLS).book, MARKET, "fill"))
    assert past_picture(desk.book, MadeQuotes(), recorder, CLOCK).marks_from == "market file"
    recorder.keep_moment(MarketMoment(CLOCK, "fill", b"{}"))
    with pytest.raises(KnownError, match=r"The market recorded at 2026-11-20 15:30 New York cannot be read"):
        past_picture(desk.book, MadeQuotes(), recorder, CLOCK)


def test_gaps_are_the_days_over_on_which_something_was_held() -> None:
    desk = desk_with(CONDOR)
    (campaign,) = desk.book.campaigns
    lines = day_lines(picture_at(desk.book, CLOCK), CLOCK)
    assert gaps(desk.book, (), CLOCK) == ()
    assert gaps(desk.book, (), moment("2026-11-20 17:00")) == (Gap(FRIDAY, campaign),)
    assert gaps(desk.book, lines, moment("2026-11-22 12:00")) == ()
    week = gaps(desk.book, lines, moment("2026-11-30 12:00"))
    assert [gap.day.day for gap in week] == [23, 24, 25, 27], "without the weekend and Thanksgiving"
    enter(desk, CONDOR.replace("-10", "+10"), moment("2026-11-24 10:00"))
    assert [gap.day for gap in gaps(desk.book, lines, moment("2026-11-30 12:00"))] == [MONDAY, TUESDAY]
    unsettled = gaps(desk_with(SHORT_CALLS).book, (), moment("2027-02-01 12:00"))
    assert unsettled[-1].day == date(2026, 12, 16), "past its settlement nothing is held"


def test_a_gap_is_filled_from_quotes_of_its_own_day_and_says_so() -> None:
    desk, recorder, now = desk_with(CONDOR, SHORT_CALLS), MemoryRecorder(), moment("2026-11-23 18:00")
    filling = fill_gaps(desk.book, MadeQuotes(), recorder, now)
    assert [(line.day, line.source, line.is_partial) for line in filling.filled] == [(FRIDAY, FILLED, False)] * 2
    seen = {line.campaign_id: line for line in day_lines(picture_at(desk.book, moment("2026-11-20 16:15")), CLOCK)}
    for line in recorder.days():
        assert (line.market_value, line.realised) == (
            seen[line.campaign_id].market_value, seen[line.campaign_id].realised
        )  # fmt: skip
    assert [gap.day for gap, _ in filling.left] == [MONDAY, MONDAY]
    assert filling.left[0][1] == "4 of 4 open legs not known: no quote of SPXW 18DEC26 6300 P is kept of that day"
    assert fill_gaps(desk.book, MadeQuotes(), recorder, now).filled == ()


def test_a_recorded_line_is_never_filled_over_and_a_partial_filling_is_mended() -> None:
    desk, recorder, now = desk_with(CONDOR), MemoryRecorder(), moment("2026-11-20 18:00")
    bare = MadeQuotes(replace(MARKET, quotes={c: q for c, q in MARKET.quotes.items() if c.strike != 6300}))
    (line,) = fill_gaps(desk.book, bare, recorder, now).filled
    assert (line.unmarked, line.is_partial) == (1, True)
    assert fill_gaps(desk.book, bare, recorder, now).filled == ()
    (mended,) = fill_gaps(desk.book, MadeQuotes(), recorder, now).filled
    assert not mended.is_partial
    recorder.keep_days([replace(line, source=RECORDED)])
    assert fill_gaps(desk.book, MadeQuotes(), recorder, now).filled == ()


def test_a_line_the_book_says_otherwise_since_is_told_with_both() -> None:
    desk = desk_with(CONDOR, SHORT_CALLS)
    lines = day_lines(picture_at(desk.book, CLOCK), CLOCK)
    enter(desk, CONDOR, CLOCK + timedelta(minutes=1))
    assert corrections(desk.book, lines) == (), "what came later corrects nothing"
    (fill, *_) = desk.book.fills
    done(desk, CorrectFill(fill, CLOCK, fee=Decimal(0)))
    (found,) = corrections(desk.book, lines)
    assert found.line == lines[0]
    assert found.realised - found.line.realised == found.cash_flow - found.line.cash_flow > 0
