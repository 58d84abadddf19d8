"""The days of campaigns as recorded: sums against hand figures, what they leave out, gaps, and what happened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from support.campaign_books import Scribe, condor, lines_of
from support.founded_books import IRA, done, moment
from support.made_alerts import made_alert, raised
from support.recorded_books import WHOLE
from support.recorded_pasts import CONDORS, FIRST, LAYER_ROLLED, ROLLED_UP, UNRECORDED, TradedPast, traded_past
from support.window_parts import CONDOR, SHORT_CALLS, desk_with

from alvh_desktop.desk.day_gaps import gaps
from alvh_desktop.desk.exposure import Exposure
from alvh_desktop.desk.history import MEASURES, History, HistoryDay, history_of
from alvh_desktop.desk.recorded import FILLED, DayLine
from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.as_of import as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.rules.reading import Level, Subject

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 11, day) for day in (16, 17, 18, 20))
THURSDAY, NEXT_MONDAY = date(2026, 11, 19), date(2026, 11, 23)
END = moment("2026-11-20 18:00")
CALL = "VIX 16DEC26 20 C"


class Week:
    """A condor sold on Monday and closed on Wednesday for a gain of 900 $, a hedge bought on Tuesday and kept."""

    def __init__(self) -> None:
        scribe = Scribe()
        self.condor, self.hedge = scribe.campaign("Near condor"), scribe.campaign("Ladder", "alvh")
        sold, bought = scribe.trade(self.condor), scribe.trade(self.hedge)
        scribe.fill(sold, condor(-10, "1", "2", "2", "1"), "2026-11-16 10:00")
        scribe.fill(bought, {CALL: (4, "1.10")}, "2026-11-17 10:00")
        scribe.fill(sold, condor(10, "1", "1.55", "1.55", "1"), "2026-11-18 10:00")
        self.scribe = scribe

    @property
    def book(self) -> Book:
        return self.scribe.book

    @property
    def lines(self) -> tuple[DayLine, ...]:
        return (
            _line(MONDAY, self.condor, unrealised="200", value="-1800", theta=50.0, spx=(-3.0, -40.0)),
            _line(TUESDAY, self.condor, unrealised="500", value="-1500", theta=60.0, spx=(-4.0, -30.0), vix=-70.0),
            _line(
                TUESDAY, self.hedge, unrealised="-40", value="400", theta=-9.0, vx={"VX 2026-12-16": 120.0}, vix=110.0
            ),
            _line(WEDNESDAY, self.condor, realised="900", unrealised="0", value="0", theta=0.0, open_legs=0),
            _line(WEDNESDAY, self.hedge, unrealised="-60", value="380", theta=-8.0, vx={"VX 2026-12-16": 110.0}),
            _line(
                THURSDAY, self.hedge, unrealised="-80", value="360", theta=-7.5,
                vx={"VX 2026-12-16": 100.0, "VX 2027-03-17": 50.0, "VX 30-day": 5.0}, vix=130.0,
            ),
            _line(FRIDAY, self.hedge, unrealised="20", value="460", theta=-7.0),
        )  # fmt: skip


def _line(
    day: date, campaign: int, *, realised: str = "0", unrealised: str | None, value: str | None, theta: float | None,
    spx: tuple[float, float] | None = None, vx: dict[str, float] | None = None, vix: float | None = None,
    open_legs: int = 4,
) -> DayLine:  # fmt: skip
    exposures = {name: Exposure(delta, 0.0, 7.0) for name, delta in (vx or {}).items()}
    if spx is not None:
        exposures["SPX"] = Exposure(spx[0], 0.0, spx[1])
    return DayLine(
        day=day,
        campaign_id=campaign,
        moment=over_at(day) - timedelta(minutes=1),
        realised=Decimal(realised),
        cash_flow=Decimal(0),
        market_value=None if value is None else Decimal(value),
        unrealised=None if unrealised is None else Decimal(unrealised),
        theta_usd_per_day=theta,
        exposures=exposures,
        open_legs=open_legs,
        unmarked=open_legs if unrealised is None else 0,
        unvalued=open_legs if theta is None else 0,
        vix_usd_per_point=vix,
    )


def of_week(week: Week, lines: Sequence[DayLine] | None = None, ids: frozenset[int] | None = None) -> History:
    return history_of(week.book, week.lines if lines is None else lines, (), ids, END)


def net(history: History, name: str) -> list[object]:
    return [day.figures[name].net for day in history.days]


def on(history: History, day: date) -> HistoryDay:
    (found,) = (each for each in history.days if each.day == day)
    return found


def test_sums_of_a_week_are_those_reckoned_by_hand() -> None:
    history = of_week(Week())
    assert [day.day for day in history.days] == [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY]
    # the condor has gained 900 $ and keeps them when it is closed
    assert net(history, "profit") == [200, 500 - 40, 900 - 60, 900 - 80, 900 + 20]
    assert net(history, "realised") == [0, 0, 900, 900, 900]
    assert net(history, "value") == [-1800, -1100, 380, 360, 460]
    assert net(history, "theta") == [50.0, 51.0, -8.0, -7.5, -7.0]
    assert net(history, "spx_delta") == [-3.0, -4.0, 0.0, 0.0, 0.0]
    assert net(history, "spx_vega") == [-40.0, -30.0, 0.0, 0.0, 0.0], "vegas of VIX options are not in it"
    assert net(history, "vx_delta") == [0.0, 120.0, 110.0, 155.0, 0.0]
    assert net(history, "vix") == [None, 40.0, None, 130.0, None], "lines of older formats have none"
    assert [day.figures["profit"].condors for day in history.days] == [200, 500, 900, 900, 900]
    assert [day.figures["profit"].hedge for day in history.days] == [0, -40, -60, -80, 20]
    assert history.partial_days == {}
    assert history.unrecorded == ()


def test_one_campaign_alone_ends_with_it_and_has_no_other_part() -> None:
    week = Week()
    history = of_week(week, ids=frozenset({week.condor}))
    assert net(history, "profit") == [200, 500, 900]
    assert {day.figures["profit"].hedge for day in history.days} == {None}
    assert (history.has_condors, history.has_hedge) == (True, False)


def test_a_day_without_a_line_of_one_campaign_has_no_sum_and_says_whose() -> None:
    week = Week()
    lines = [line for line in week.lines if (line.day, line.campaign_id) != (TUESDAY, week.condor)]
    tuesday = on(of_week(week, lines), TUESDAY)
    assert (tuesday.figures["profit"].net, tuesday.figures["profit"].condors) == (None, None)
    assert tuesday.figures["profit"].hedge == -40
    assert tuesday.missing == (week.condor,)
    assert tuesday.doubts == ("Near condor: no record",)
    wednesday = on(of_week(week, lines), WEDNESDAY)
    assert (wednesday.figures["profit"].net, wednesday.doubts) == (840, ())


def test_a_line_of_which_nothing_is_known_leaves_no_sum_and_a_partial_one_is_named() -> None:
    week = Week()
    unknown = [
        replace(line, market_value=None, unrealised=None, unmarked=4, note="4 of 4 open legs not known: no quote")
        if (line.day, line.campaign_id) == (TUESDAY, week.hedge)
        else replace(line, unmarked=1, note="1 of 4 open legs not known: no quote") if line.day == MONDAY
        else replace(line, oldest_mark=moment("2026-11-18 16:00")) if line.day == FRIDAY
        else line
        for line in week.lines
    ]  # fmt: skip
    history = of_week(week, unknown)
    assert net(history, "profit") == [200, None, 840, 820, 920]
    assert net(history, "theta")[1] == 51.0, "its theta is known"
    assert [sorted(day.partial) for day in history.days] == [
        ["equity", "profit", "value"],
        ["equity", "profit", "value"],
        [],
        [],
        sorted({measure.name for measure in MEASURES} - {"realised"}),
    ]
    assert history.partial_days == {
        MONDAY: ("Near condor: 1 of 4 open legs not known: no quote",),
        TUESDAY: ("Ladder: 4 of 4 open legs not known: no quote",),
        FRIDAY: ("Ladder: a mark is of 2026-11-18 16:00 New York",),
    }


def test_greeks_are_not_known_where_no_leg_has_a_value() -> None:
    week = Week()
    lines = [replace(line, exposures={}, unvalued=4, theta_usd_per_day=None) for line in week.lines[:1]]
    (monday, *_) = of_week(week, lines).days
    for name in ("theta", "spx_delta", "spx_vega", "vx_delta"):
        assert monday.figures[name].net is None
        assert name in monday.partial
    assert monday.figures["profit"].net == 200
    assert "profit" not in monday.partial


def test_a_line_seen_before_a_fill_of_its_day_is_partial() -> None:
    week = Week()
    lines = [
        replace(line, moment=moment("2026-11-18 09:40")) if line.day == WEDNESDAY else line for line in week.lines
    ]
    wednesday = on(of_week(week, lines), WEDNESDAY)
    assert "profit" in wednesday.partial
    (told,) = wednesday.doubts
    assert told == "Near condor: seen last at 2026-11-18 09:40 New York, traded at 2026-11-18 10:00 New York"


def test_the_programmes_allocation_stands_once_however_many_hedges_say_it() -> None:
    week = Week()
    second = week.scribe.campaign("Engine", "second_engine")
    week.scribe.fill(week.scribe.trade(second), {CALL: (1, "1")}, "2026-11-18 10:00")
    days = (WEDNESDAY, FRIDAY)
    lines = [*week.lines, *(_line(day, second, unrealised="0", value="100", theta=0.0) for day in days)]
    told = [replace(line, allocation=None if line.campaign_id == week.condor else 0.15) for line in lines]
    history = of_week(week, told)
    assert net(history, "allocation") == pytest.approx([0.0, 15.0, 15.0, 15.0, 15.0])
    assert on(history, THURSDAY).missing == (second,), "the line of the other hedge says it too"
    blind = [line for line in told if line.day != FRIDAY]
    blind.append(_line(FRIDAY, week.condor, unrealised="0", value="0", theta=0.0))
    assert net(of_week(week, blind), "allocation")[-1] is None


def test_equity_is_taken_once_an_account() -> None:
    week = Week()
    lines = [replace(line, equity=Decimal(250_000)) for line in week.lines]
    history = of_week(week, lines)
    assert net(history, "equity") == [250_000] * 5
    assert net(of_week(week, lines, frozenset({week.condor})), "allocation") == [None] * 3
    assert net(of_week(week), "allocation") == [0.0, None, None, None, None]
    # another account begins to trade on Thursday, and nobody recorded what it is worth
    other = week.scribe.campaign("Other", account=90)
    week.scribe.fill(week.scribe.trade(other), {CALL: (1, "1")}, "2026-11-19 10:00")
    assert week.book.accounts[90].name == IRA
    lines.append(_line(THURSDAY, other, unrealised="0", value="100", theta=0.0))
    assert net(of_week(week, lines), "equity") == [250_000] * 3 + [None, None]


def test_paper_never_joins_real_money_and_what_was_undone_is_left_out() -> None:
    week = Week()
    paper = week.scribe.campaign("Paper condor", account=week.scribe.paper_account())
    week.scribe.fill(week.scribe.trade(paper), condor(-1, "1", "2", "2", "1"), "2026-11-16 10:00")
    lines = [*week.lines, _line(MONDAY, paper, unrealised="5", value="1", theta=1.0), replace(WHOLE, campaign_id=7)]
    assert net(of_week(week, lines), "profit") == [200, 460, 840, 820, 920]
    assert net(of_week(week, lines, frozenset({paper})), "profit")[0] == 5
    assert net(of_week(week, lines, frozenset({7})), "profit") == []


def test_a_leg_past_its_settlement_is_not_taken_for_closed() -> None:
    week = Week()
    later = [_line(NEXT_MONDAY, week.condor, unrealised="0", value="0", theta=0.0)]
    late = replace(later[0], day=date(2026, 12, 21), moment=moment("2026-12-21 12:00"))
    history = history_of(week.book, [*week.lines, late], (), None, moment("2026-12-21 18:00"))
    monday = on(history, date(2026, 12, 17))
    assert (monday.figures["profit"].net, monday.doubts) == (None, ("Ladder: past its settlement and not booked",))
    week.scribe.settle(next(key for key, t in week.book.trades.items() if t.campaign_id == week.hedge), "19")
    history = history_of(week.book, [*week.lines, late], (), None, moment("2026-12-21 18:00"))
    assert on(history, date(2026, 12, 17)).figures["profit"].net == 900 - 440


def test_today_is_shown_so_far_and_what_is_not_recorded_yet_is_no_gap() -> None:
    week = Week()
    lines = [line for line in week.lines if line.day <= TUESDAY]
    noon = moment("2026-11-17 12:00")
    lines = [replace(line, moment=min(line.moment, noon)) for line in lines]
    whole = history_of(week.book, lines, (), None, noon)
    assert (whole.days[-1].is_over, whole.days[-1].figures["profit"].net) == (False, 460)
    part = history_of(week.book, lines[:2], (), None, noon)
    assert part.days[-1].doubts == ("Ladder: not recorded yet",)
    assert [day.day for day in history_of(week.book, lines[:1], (), None, noon).days] == [MONDAY]


def test_lines_filled_in_and_bookings_corrected_since_are_told() -> None:
    desk = desk_with(CONDOR, SHORT_CALLS)
    (hedge,) = (key for key, one in desk.book.campaigns.items() if one.sleeve == "alvh")
    lines = [replace(line, source=FILLED) for line in lines_of(desk.book, "2026-11-20", {CALL: "1.00"})]
    history = history_of(desk.book, lines, (), None, END)
    assert [day.is_filled for day in history.days] == [True]
    assert history.corrected == ()
    fill = next(key for key, row in desk.book.fills.items() if desk.book.legs[row.leg_id].root == "VIX")
    done(desk, CorrectFill(fill, END, fee=Decimal(0)))
    (found,) = history_of(desk.book, lines, (), None, END).corrected
    assert (found.line.campaign_id, found.line.realised, found.realised) == (hedge, Decimal("-3.16"), 0)


# A past that a window could have recorded


@pytest.fixture(scope="module")
def past() -> TradedPast:
    return traded_past()


def test_each_recorded_day_is_its_lines_and_what_the_book_realised_of_the_rest(past: TradedPast) -> None:
    history = history_of(past.desk.book, past.lines, (), None, past.now)
    assert len(history.days) == 36
    for day in (day for day in history.days if not day.missing):
        lines = [line for line in past.lines if line.day == day.day]
        then = as_of(past.desk.book, max(line.moment for line in lines))
        with_line = {line.campaign_id for line in lines}
        closed = [h for h in then.holdings.values() if then.trades[h.leg.trade_id].campaign_id not in with_line]
        rest = sum(held.position.realised for held in closed)
        profits = [line.profit for line in lines]
        assert None not in profits
        assert day.figures["profit"].net == sum(filter(None, profits)) + rest
        assert day.figures["value"].net == sum(line.market_value or 0 for line in lines)
        for measure in MEASURES:
            parts = day.figures[measure.name]
            if parts.condors is not None and parts.hedge is not None:
                assert parts.net == pytest.approx(float(parts.condors) + float(parts.hedge))


def test_gaps_are_the_days_that_the_recorder_misses(past: TradedPast) -> None:
    book = past.desk.book
    history = history_of(book, past.lines, (), None, past.now)
    assert history.unrecorded == UNRECORDED
    missed = {(day.day, key) for day in history.days for key in day.missing}
    assert missed == {(gap.day, gap.campaign_id) for gap in gaps(book, past.lines, past.now)}
    assert all(parts.net is None for day in history.days if day.missing for parts in day.figures.values())


def test_fills_rolls_and_settlements_stand_on_their_days(past: TradedPast) -> None:
    book = past.desk.book
    history = history_of(book, past.lines, (), None, past.now)
    kinds = {day: [mark.kind for mark in marks] for day, marks in history.marks.items()}
    assert kinds[FIRST] == ["fill"] * 4
    assert kinds[ROLLED_UP] == kinds[LAYER_ROLLED] == ["roll"]
    assert kinds[CONDORS[FIRST]] == ["settlement"]
    assert history.marks[ROLLED_UP][0].label.startswith(
        "Rolled 10 SPXW 17JUL26 6700/6750C to 6800/6850C: closing paid"
    )
    (hedge,) = (key for key, one in book.campaigns.items() if one.sleeve == "alvh")
    ladder = history_of(book, past.lines, (), frozenset({hedge}), past.now)
    assert ROLLED_UP not in ladder.marks
    assert LAYER_ROLLED in ladder.marks


# Alerts


def test_an_alert_stands_once_a_day_at_its_loudest_and_quiet_changes_do_not() -> None:
    week = Week()
    subject = Subject("trade 9", "Trade 9, SPXW 18DEC26", campaign_id=week.condor)
    levels: tuple[tuple[Level, str], ...] = (("watch", "10:00"), ("act", "11:00"), ("warn", "12:00"))
    told = [
        raised(made_alert("condor.short_tested", subject, level), moment=moment(f"2026-11-16 {clock}"))
        for level, clock in levels
    ]
    fell = replace(told[0], kind="fell", moment=moment("2026-11-17 10:00"))
    marks = history_of(week.book, week.lines, [*told, fell], None, END).marks
    (alert,) = (mark for each in marks.values() for mark in each if mark.kind == "alert")
    assert (alert.day, alert.level, alert.moment) == (MONDAY, "act", moment("2026-11-16 11:00"))
    assert alert.label == "act Short strike tested, Trade 9, SPXW 18DEC26"


def test_alerts_are_told_of_the_campaign_they_speak_of() -> None:
    week = Week()
    own = raised(made_alert("condor.short_tested", Subject("a", "Its short", campaign_id=week.condor), "warn"))
    market = raised(made_alert("book.leverage", level="act"))
    at = moment("2026-11-23 12:00")

    def alerts(ids: frozenset[int] | None) -> list[str]:
        marks = history_of(week.book, week.lines, (own, market), ids, at).marks
        return [mark.level for each in marks.values() for mark in each if mark.kind == "alert"]

    assert alerts(None) == alerts(frozenset({week.condor, week.hedge})) == ["warn", "act"]
    assert alerts(frozenset({week.condor})) == ["warn"]
    assert alerts(frozenset({week.hedge})) == []
