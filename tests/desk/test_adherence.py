"""Each time a rule asked: was it done, in time, and what did it cost not to. Worked by hand on made markets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.alert_lines import RULES
from support.campaign_books import market_of
from support.founded_books import CLOCK, MemoryLedger, done, enter, moment
from support.memory_recorder import MemoryRecorder

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.journal.adherence import adherence_of
from alvh_desktop.desk.journal.timeline import journal_of
from alvh_desktop.desk.journal.worth import PastWorth
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.recorded import CLOSE, LAST_LOOK
from alvh_desktop.desk.recording import day_lines, moment_of
from alvh_desktop.domain.as_of import as_of
from alvh_desktop.domain.edits.close import CloseTrade
from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.edits.settle import SettleSeries
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.reports.adherence import (
    ASKS,
    Deed,
    Episode,
    Followed,
    Outcome,
    deadline_of,
    episodes_of,
    judged,
    summaries_of,
)
from alvh_desktop.rules.judge import judge
from alvh_desktop.rules.reading import Reading, Subject
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition, kind_of_change

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20"
WINGS = ("SPXW 18DEC26 6300 P", "SPXW 18DEC26 6350 P", "SPXW 18DEC26 7150 C", "SPXW 18DEC26 7200 C")
MONDAY, TUESDAY = "2026-11-23 11:00", "2026-11-24 11:00"
MONDAY_OVER = moment("2026-11-23 16:15")
LATER = moment("2026-12-01 12:00")


def log_of(
    rule_id: str, subject: Subject, values: Mapping[str, float | None], row: str | None = None
) -> list[Transition]:
    """What a rule says as a value of a subject goes by, by moments in New York."""
    rules, state, found = RULES[rule_id], State(), []
    for at, value in values.items():
        now = moment(at)
        readings = {row or rule_id: Reading(subject, value, f"it is {value}")} if value is not None else {}
        after = judge(rules, readings, state, now) if readings else State()
        kind = kind_of_change(state, after)
        if kind is not None:
            found.append(Transition(now, kind, rules, subject.key, subject.text, state, after, "so it is", readings))
        state = after
    return found


@dataclass
class Tale:
    """A desk whose clock goes on, a recorder of days, and the log."""

    now: datetime = CLOCK
    log: list[Transition] = field(default_factory=list)
    recorder: MemoryRecorder = field(default_factory=MemoryRecorder)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.ledger, lambda: self.now)

    def at(self, text: str) -> "Tale":
        self.now = moment(text)
        return self

    def trade(self, place: int = 0) -> Subject:
        row = list(self.desk.book.trades.values())[place]
        return Subject(f"trade {row.id}", "It", row.campaign_id, row.id)

    def campaign(self, place: int = 0) -> Subject:
        key = list(self.desk.book.campaigns)[place]
        return Subject(f"campaign {key}", "It", key)

    def layer(self, leg: int = -1) -> Subject:
        held = list(self.desk.book.holdings.values())[leg]
        trade = self.desk.book.trades[held.leg.trade_id]
        key = f"layer {trade.layer_id} of campaign {trade.campaign_id}"
        return Subject(key, "Short layer", trade.campaign_id, layer_id=trade.layer_id, leg_ids=(held.leg.id,))

    def close(self, place: int = 0, price: str = "1.875", lots: int | None = None) -> None:
        """Each leg that is short is bought at twice `price`, each that is long sold at nothing."""
        trade_id = list(self.desk.book.trades)[place]
        held = [each for each in self.desk.book.holdings_by_trade[trade_id] if each.position.quantity]
        legs = tuple(
            PricedLeg(
                each.leg.contract,
                -each.position.quantity if lots is None else -lots * (1 if each.position.quantity > 0 else -1),
                2 * Decimal(price) if each.position.quantity < 0 else Decimal(0) if lots is None else Decimal(price),
                "own",
                Decimal(0),
            )
            for each in held
        )
        done(self.desk, CloseTrade(trade_id, legs, self.now, self.desk.next_id))

    def roll(self, place: int, expiry: str) -> None:
        trade_id = list(self.desk.book.trades)[place]
        held = [each for each in self.desk.book.holdings_by_trade[trade_id] if each.position.quantity]
        day = moment(f"{expiry} 12:00").date()
        out = tuple(PricedLeg(h.leg.contract, -h.position.quantity, Decimal(1), "own", Decimal(0)) for h in held)
        into = tuple(
            PricedLeg(replace(h.leg.contract, expiry=day), h.position.quantity, Decimal(2), "own", Decimal(0))
            for h in held
        )
        done(self.desk, RollTrade(trade_id, out, into, self.now, self.desk.next_id))

    def record(self, at: str, mids: Sequence[str], *, is_market_kept: bool = True, reason: str = LAST_LOOK) -> None:
        """The day as a window leaves it: its line, and the market that marks the condor at these mids."""
        now = moment(at)
        then = as_of(self.desk.book, now)
        market = market_of(dict(zip(WINGS, mids, strict=True)), now)
        self.recorder.keep_days(day_lines(paint(Inputs(then, market)), now))
        if is_market_kept:
            self.recorder.keep_moment(moment_of(then, market, reason))

    def followed(
        self, now: datetime = LATER, sessions: int = 1, mids: Mapping[str, str] | None = None
    ) -> list[Followed]:
        book = self.desk.book
        values = paint(Inputs(book, market_of(mids or {}, now))).values
        worth = PastWorth(book, self.recorder, self.recorder.days(), values)
        entries = journal_of(book, self.ledger.lines, self.log)
        return list(adherence_of(book, entries, self.log, worth, now, sessions))

    def only(self, now: datetime = LATER, sessions: int = 1, mids: Mapping[str, str] | None = None) -> Followed:
        (found,) = self.followed(now, sessions, mids)
        return found


def pressed(tale: Tale, values: Mapping[str, float | None] | None = None) -> Tale:
    """A condor that is tested on Friday, from 15:40 on."""
    enter(tale.desk, CONDOR)
    tale.log += log_of(
        "condor.short_tested", tale.trade(), values or {"2026-11-20 15:40": 0.6, "2026-11-20 15:50": 0.9}
    )
    return tale


# What came of it


def test_what_is_rolled_in_the_next_session_is_followed() -> None:
    tale = pressed(Tale())
    tale.at(MONDAY).roll(0, "2026-12-31")
    found = tale.only()
    assert (found.outcome, found.deadline, found.cost, found.why) == ("followed", MONDAY_OVER, None, "")
    assert found.deed == Deed("rolled", moment(MONDAY), moment(MONDAY), is_accepted=True)
    assert (found.episode.asked_at, found.episode.level) == (moment("2026-11-20 15:40"), "act")


def test_what_is_closed_too_late_costs_what_was_lost_since() -> None:
    """Sold at 3.20: +3,200. On Monday it costs 5.00 to close: 3,200 - 5,000 = -1,800. Closed on Tuesday at 7.50:
    3,200 - 7,500 = -4,300. Waiting cost -1,800 - -4,300 = 2,500."""
    tale = pressed(Tale())
    tale.record("2026-11-23 16:30", ("0.50", "1.50", "5.00", "1.00"))
    tale.at(TUESDAY).close(price="1.875")
    found = tale.only()
    assert found.deed is not None
    assert (found.outcome, found.deed.kind, found.cost) == ("late", "closed", Decimal(2500))


def test_what_was_left_alone_and_came_back_brought_something() -> None:
    """It ended worthless: +3,200 against -1,800 on Monday."""
    tale = pressed(Tale(), {"2026-11-20 15:40": 0.6, "2026-11-25 12:00": -0.2})
    tale.record("2026-11-23 16:30", ("0.50", "1.50", "5.00", "1.00"))
    tale.at("2026-12-18 17:00")
    expiry = moment("2026-12-18 12:00").date()
    done(tale.desk, SettleSeries("SPXW", expiry, Decimal(6700), tale.now, tale.desk.next_id, "SPX close"))
    found = tale.only(tale.now)
    assert (found.outcome, found.deed, found.cost) == ("not followed", None, Decimal(-5000))


def test_what_is_open_still_is_worth_what_it_is_today() -> None:
    tale = pressed(Tale())
    tale.record("2026-11-23 16:30", ("0.50", "1.50", "5.00", "1.00"))
    mids = dict(zip(WINGS, ("0.10", "0.40", "2.00", "0.30"), strict=True))  # costs 2.00 to close: +1,200
    found = tale.only(mids=mids)
    assert (found.outcome, found.cost) == ("not followed", Decimal(-3000))
    unmarked = tale.only()
    assert (unmarked.cost, unmarked.why) == (None, "what it cost is not known: SPXW 18DEC26 6300 P has no mark now")


@pytest.mark.parametrize("reason", [LAST_LOOK, CLOSE, None])
def test_where_its_cost_comes_from(reason: str | None) -> None:
    """The last look, else the close, else the day's line."""
    tale = pressed(Tale())
    mids = ("0.50", "1.50", "5.00", "1.00")
    tale.record("2026-11-23 16:30", mids, is_market_kept=reason is not None, reason=reason or "")
    tale.at(TUESDAY).close()
    assert tale.only().cost == Decimal(2500)


def test_what_was_not_recorded_has_a_reason() -> None:
    tale = pressed(Tale())
    tale.at(TUESDAY).close()
    found = tale.only()
    assert (found.outcome, found.cost) == ("late", None)
    assert found.why == "what it cost is not known: no market of 2026-11-23 was recorded"
    (summary,) = summaries_of([found])
    assert (summary.cost, summary.cost_unknown) == (None, 1)


def test_what_asks_no_more_before_the_time_is_up_has_lapsed() -> None:
    tale = pressed(Tale(), {"2026-11-20 15:40": 0.6, MONDAY: -0.2})
    assert tale.only().outcome == "lapsed"
    (summary,) = summaries_of(tale.followed())
    assert (summary.asked, summary.share, summary.interval) == (1, None, None)


def test_before_the_time_is_up_it_is_open() -> None:
    tale = pressed(Tale())
    assert tale.only(moment("2026-11-23 16:00")).outcome == "still open"
    assert tale.only(moment("2026-11-23 16:16")).outcome == "not followed"
    assert tale.only(moment("2026-11-23 16:16"), sessions=2).outcome == "still open"


def test_what_was_undone_is_not_known() -> None:
    tale = pressed(Tale())
    tale.desk.undo()
    found = tale.only()
    assert (found.outcome, found.why) == ("not known", "what it spoke of is no longer in the book")


def test_what_was_done_before_it_asked_and_typed_after_is_in_time() -> None:
    tale = pressed(Tale())
    tale.now = moment("2026-11-20 15:35")
    tale.close()
    line = tale.ledger.lines[-1]
    tale.ledger.lines[-1] = replace(line, entry=replace(line.entry, moment=moment("2026-11-20 16:10")))
    found = tale.only()
    assert found.deed is not None
    assert (found.outcome, found.deed.moment) == ("followed", moment("2026-11-20 15:35"))


def test_a_watch_asks_for_nothing() -> None:
    assert pressed(Tale(), {"2026-11-20 15:40": 0.1, MONDAY: 0.3}).followed() == []


def test_a_settlement_follows_the_expiry_and_no_other() -> None:
    tale = Tale(moment("2026-12-17 15:00"))
    enter(tale.desk, CONDOR)
    last = {"2026-12-18 15:50": 10.0, "2026-12-18 16:30": None}
    tale.log += log_of("condor.expiry", tale.trade(), last, "condor.expiry.minutes")
    tale.log += log_of("condor.short_tested", tale.trade(), {"2026-12-18 15:50": 0.9, "2026-12-18 16:30": None})
    tale.at("2026-12-18 16:20")
    expiry = moment("2026-12-18 12:00").date()
    done(tale.desk, SettleSeries("SPXW", expiry, Decimal(7190), tale.now, tale.desk.next_id, "SPX close"))
    found = {each.episode.rule_id: each for each in tale.followed(moment("2026-12-22 12:00"))}
    assert found["condor.expiry"].outcome == "followed"
    kept = found["condor.short_tested"]
    assert (kept.outcome, kept.cost) == ("not followed", None)
    assert kept.deed is not None
    assert kept.deed.kind == "settled"
    assert kept.why == "what it cost is not known: it settled before the time to act was up"


# Layers


def layered(tale: Tale, days_left: float, asked: str) -> Tale:
    enter(tale.desk, "+4 VIX 16DEC26 20C @1.10", role="short")
    tale.log += log_of("hedge.tenor", tale.layer(), {asked: days_left})
    return tale


@pytest.mark.parametrize(
    ("rolled", "outcome", "days_left"),
    [("2026-12-07 11:00", "followed", 9), ("2026-12-11 15:00", "followed", 5), ("2026-12-14 11:00", "late", 2)],
)
def test_a_short_layer_is_rolled_inside_its_window(rolled: str, outcome: Outcome, days_left: int) -> None:
    """It asks with 10 days left and has until 5 are left: December 11."""
    tale = layered(Tale(), 10.0, "2026-12-06 12:00")
    tale.at(rolled).roll(0, "2027-01-20")
    found = tale.only(moment("2026-12-15 12:00"))
    assert found.deadline == moment("2026-12-11 17:00")
    assert found.deed is not None
    assert (found.outcome, found.deed.kind, found.deed.days_left) == (outcome, "rolled", days_left)


def test_a_layer_first_seen_past_its_window_has_the_usual_time() -> None:
    tale = layered(Tale(), 4.0, "2026-12-12 12:00")
    assert tale.only(moment("2026-12-14 12:00")).deadline == moment("2026-12-14 16:15")


def test_a_layer_may_be_given_another_role() -> None:
    tale = layered(Tale(), 10.0, "2026-12-06 12:00")
    tale.at("2026-12-07 12:00")
    done(tale.desk, AssignLayer(next(iter(tale.desk.book.trades)), None))
    found = tale.only(moment("2026-12-15 12:00"))
    assert found.deed is not None
    assert (found.outcome, found.deed.kind) == ("followed", "re-labelled")


def test_another_leg_rolled_is_no_answer_and_the_cost_is_of_the_legs_meant() -> None:
    """Bought at 1.10, worth 1.50 on Monday: 4 x 0.40 x 100 = +160. Sold for nothing in the end: -440. It cost 600."""
    tale = Tale()
    enter(tale.desk, "+4 VIX 16DEC26 20C @1.10", role="short")
    tale.log += log_of("hedge.short_delta", tale.layer(), {"2026-11-20 15:40": 0.10})
    enter(tale.desk, "+4 VIX 17MAR27 24C @2.10", role="medium")
    now = moment("2026-11-23 16:30")
    market = market_of({"VIX 16DEC26 20 C": "1.50", "VIX 17MAR27 24 C": "2.10"}, now)
    tale.recorder.keep_moment(moment_of(tale.desk.book, market, LAST_LOOK))
    tale.at(MONDAY).roll(1, "2027-04-21")
    tale.at(TUESDAY).close(0)
    found = tale.only()
    assert found.deed is not None
    assert (found.outcome, found.deed.moment, found.cost) == ("late", moment(TUESDAY), Decimal(600))


# What else may be an answer


def test_hedge_that_is_peeled_off_answers_a_captured_credit() -> None:
    tale = Tale()
    enter(tale.desk, CONDOR)
    enter(tale.desk, "+4 VIX 16DEC26 20C @1.10")
    tale.log += log_of("condor.credit_captured", tale.campaign(), {"2026-11-20 15:40": 75.0})
    assert tale.only().outcome == "not followed"
    tale.at(MONDAY).close(1, lots=1)
    found = tale.only()
    assert found.deed is not None
    assert (found.outcome, found.deed.kind) == ("followed", "peeled off")


def test_of_a_condor_of_a_day_nothing_is_peeled_off() -> None:
    tale = Tale()
    enter(tale.desk, "-5 SPXW 23NOV26 6650/6675P 6845/6870C @5.75")
    tale.log += log_of("condor.credit_captured", tale.campaign(), {"2026-11-20 15:40": 75.0})
    assert tale.followed() == []


@pytest.mark.parametrize(
    ("line", "outcome"),
    [(CONDOR, "followed"), ("-5 SPXW 23NOV26 6650/6675P 6845/6870C @5.75", "not followed")],
)
def test_more_hedge_answers_a_break_even_that_has_days_left(line: str, outcome: Outcome) -> None:
    tale = Tale()
    enter(tale.desk, line)
    rows = {"condor.break_even": 2.5, "condor.break_even.moves": 0.5}
    tale.log += joined("condor.break_even", tale.campaign(), rows, "2026-11-20 15:40")
    enter(tale.at("2026-11-20 15:55").desk, "+4 VIX 16DEC26 20C @1.10")
    assert tale.only(LATER).outcome == outcome


def joined(rule_id: str, subject: Subject, rows: Mapping[str, float], at: str) -> list[Transition]:
    rules, now = RULES[rule_id], moment(at)
    readings = {row: Reading(subject, value, f"it is {value}") for row, value in rows.items()}
    after = judge(rules, readings, State(), now)
    assert after.is_firing
    return [Transition(now, "fired", rules, subject.key, subject.text, State(), after, "so it is", readings)]


# Deadlines and sums


@pytest.mark.parametrize(
    ("asked", "sessions", "ends"),
    [
        ("2026-11-20 15:40", 0, "2026-11-20 16:15"),
        ("2026-11-20 16:20", 0, "2026-11-23 16:15"),
        ("2026-11-20 16:20", 1, "2026-11-23 16:15"),
        ("2026-11-21 12:00", 0, "2026-11-23 16:15"),
        ("2026-11-21 12:00", 1, "2026-11-23 16:15"),
        ("2026-11-25 12:00", 1, "2026-11-27 13:15"),
        ("2026-11-25 12:00", 2, "2026-11-30 16:15"),
    ],
)
def test_the_time_is_up_when_the_session_ends(asked: str, sessions: int, ends: str) -> None:
    episode = Episode("condor.short_tested", "", "", "", None, moment(asked), "act")
    assert deadline_of(episode, sessions) == moment(ends)


def test_a_share_and_its_interval() -> None:
    """3 of 4: Wilson's 95 % interval is 30 to 95 %."""
    episode = Episode("condor.loss_multiple", "Cost", "", "", None, CLOCK, "warn")
    outcomes: list[Outcome] = ["followed", "followed", "followed", "late", "lapsed", "still open", "not known"]
    found = [
        Followed(replace(episode, subject_key=f"campaign {n}"), outcome, CLOCK, cost=Decimal(n) if n == 3 else None)
        for n, outcome in enumerate(outcomes)
    ]
    (summary,) = summaries_of(found)
    assert (summary.asked, summary.share, summary.cost, summary.cost_unknown) == (7, 0.75, Decimal(3), 0)
    assert summary.interval is not None
    assert (round(summary.interval.low, 3), round(summary.interval.high, 3)) == (0.301, 0.954)


def test_of_one_subject_the_first_break_alone_is_summed() -> None:
    episode = Episode("condor.loss_multiple", "Cost", "campaign 1", "", None, CLOCK, "warn")
    found = [Followed(episode, "late", CLOCK, cost=Decimal(cost)) for cost in (500, 300)]
    (summary,) = summaries_of(found)
    assert (summary.cost, summary.counts["late"]) == (Decimal(500), 2)


VALUES = st.lists(st.sampled_from((-0.3, 0.1, 0.55, 0.9)), max_size=12)


@given(VALUES, st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=4), st.integers(0, 3))
def test_laws(values: list[float], deeds: list[tuple[int, bool]], sessions: int) -> None:
    """Each time it asks is one episode; every one has an outcome; with more time nobody breaks what was followed."""
    subject = Subject("trade 11", "It", 10, 11)
    hours = {f"2026-11-{20 + place // 6:02} {10 + place % 6}:00": value for place, value in enumerate(values)}
    found = episodes_of(log_of("condor.short_tested", subject, hours))
    asking, expected = False, 0
    for value in values:
        if not asking and value > 0.5:
            asking, expected = True, expected + 1
        asking = asking and value > -0.05
    assert len(found) == expected
    done_at = [
        Deed("closed", CLOCK + timedelta(hours=6 * hour), CLOCK + timedelta(hours=6 * hour), is_accepted)
        for hour, is_accepted in deeds
    ]
    for episode in found:
        one, more = (judged(episode, done_at, LATER, count) for count in (sessions, sessions + 1))
        assert one.deadline < more.deadline
        if one.outcome == "followed":
            assert more.outcome == "followed"
        if one.deed is not None and one.deed.is_accepted:
            assert one.deed.moment >= episode.asked_at
            assert (one.outcome == "followed") == (one.deed.moment <= one.deadline)
    judgements = [judged(episode, done_at, LATER, sessions) for episode in found]
    for summary in summaries_of(judgements):
        assert sum(summary.counts.values()) == summary.asked == len(found)
        assert summary.rule_id in ASKS
        if summary.share is not None and summary.interval is not None:
            assert summary.interval.low <= summary.share <= summary.interval.high


def test_every_rule_that_asks_is_one_of_the_method() -> None:
    assert ASKS.keys() <= RULES.keys()
