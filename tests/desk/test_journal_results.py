"""Results out of a book: what a campaign is counted as, what of it is not known, and where VIX stood."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.campaign_books import PUTS, Scribe, campaigns_at, condor, spread
from support.founded_books import CLOCK, IRA, MAIN, moment
from support.fund_books import fund_product
from support.made_markets import market
from support.memory_recorder import MemoryRecorder

from alvh_desktop.desk.campaigns import statistics_by_kind
from alvh_desktop.desk.journal.results import results_of
from alvh_desktop.desk.journal.vix_at_entry import vix_reader
from alvh_desktop.desk.recorded import DayLine, MarketMoment
from alvh_desktop.desk.recording import moment_of
from alvh_desktop.domain.book import Row
from alvh_desktop.domain.contracts import NEVER
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.reports.results import Result, Results
from alvh_desktop.reports.statistics import reports_by_kind
from alvh_desktop.series.past import Past, daily

OPENED, ROLLED, CLOSED = "2026-11-20 10:00", "2026-11-30 11:00", "2026-12-09 13:00"
AFTER = moment("2026-12-18 17:00")
CALL = "VIX 16DEC26 20 C"
ZERO = Decimal(0)


def results(scribe: Scribe, recorded: tuple[DayLine, ...] = (), **more: object) -> Results:
    return results_of(scribe.book, campaigns_at(scribe.book, at=AFTER, recorded=recorded), **more)  # type: ignore[arg-type]


def only(scribe: Scribe, **more: object) -> Result:
    (found,) = results(scribe, **more).closed
    return found


def closed_condor(scribe: Scribe, account: int = 2, at: str = OPENED, until: str = CLOSED) -> int:
    """Sold at 3.20, bought back at 1.40, 10 of them; 0.65 $ a contract."""
    campaign = scribe.campaign(account=account)
    trade = scribe.trade(campaign, at=at)
    scribe.fill(trade, condor(-10, "4.10", "5.50", "3.60", "1.80"), at, "0.65")
    scribe.fill(trade, condor(10, "1.10", "1.80", "1.20", "0.50"), until, "0.65")
    return campaign


def test_a_closed_condor_by_hand() -> None:
    scribe = Scribe()
    campaign = closed_condor(scribe)
    found = only(scribe, tags={campaign: ["calm", "fomc"]})
    # (3.20 - 1.40) x 1,000 less 80 contracts x 0.65
    assert (found.profit, found.fees, found.credit) == (1748, 52, 3200)
    assert found.captured == 1800 / 3200
    assert (found.name, found.account, found.account_kind, found.sleeve) == ("Condor", MAIN, "real", "core")
    assert (found.strategy, found.tags, found.rolls, found.lots) == ("condor", ("calm", "fomc"), 0, 10)
    assert (found.opened_at, found.closed_at) == (moment(OPENED), moment(CLOSED))
    assert found.days_to_expiry == 28
    assert found.margin == 50_000
    assert (found.hedge, found.hedge_is_partial, found.vix_at_entry) == (None, False, None)


def test_what_is_open_is_no_result_and_what_was_never_filled_is_nothing() -> None:
    scribe = Scribe()
    closed_condor(scribe)
    scribe.campaign("Empty")
    waiting = scribe.campaign("Waiting", account=90)
    scribe.fill(scribe.trade(waiting), condor(-10, "1", "2", "2", "1"))
    found = results(scribe)
    assert len(found.closed) == 1
    assert [(each.campaign_id, each.account) for each in found.open] == [(waiting, IRA)]


def test_the_margin_is_the_most_it_held_at_once() -> None:
    scribe = Scribe()
    trade = scribe.trade(scribe.campaign(), at=OPENED)
    scribe.fill(trade, condor(-4, "1", "2", "2", "1"), OPENED)
    scribe.fill(trade, condor(-6, "1", "2", "2", "1"), ROLLED)
    for lots in (4, 6):
        scribe.fill(trade, condor(lots, "1", "1", "1", "1"), CLOSED)
    assert (only(scribe).margin, only(scribe).lots) == (50_000, 10)


def test_a_short_that_once_stood_without_its_wing_leaves_the_margin_unknown() -> None:
    scribe = Scribe()
    trade = scribe.trade(scribe.campaign(), at=OPENED)
    scribe.fill(trade, {PUTS[1]: (-10, "2")}, OPENED)
    scribe.fill(trade, {PUTS[0]: (10, "1")}, ROLLED)
    scribe.fill(trade, spread(PUTS, "0.50", "1", 10), CLOSED)
    assert only(scribe).margin is None


def test_what_is_only_bought_has_no_margin_and_no_credit_to_keep() -> None:
    scribe = Scribe()
    trade = scribe.trade(scribe.campaign(), at=OPENED)
    scribe.fill(trade, {PUTS[0]: (10, "1")}, OPENED)
    scribe.fill(trade, {PUTS[0]: (-10, "2")}, CLOSED)
    found = only(scribe)
    assert (found.margin, found.credit, found.captured) == (None, -1000, None)


def test_days_are_counted_to_the_first_expiry_of_what_was_opened_first() -> None:
    scribe = Scribe()
    trade = scribe.trade(scribe.campaign(), at=OPENED)
    scribe.fill(trade, {"SPXW 15JAN27 6300 P": (1, "9"), PUTS[0]: (-1, "4")}, OPENED)
    scribe.fill(trade, {"SPXW 23NOV26 6300 P": (1, "1")}, "2026-11-20 12:00")
    closing = {"SPXW 15JAN27 6300 P": (-1, "9"), PUTS[0]: (1, "4"), "SPXW 23NOV26 6300 P": (-1, "1")}
    scribe.fill(trade, closing, "2026-11-23 11:00")
    assert only(scribe).days_to_expiry == 28


def test_a_fund_never_expires() -> None:
    scribe = Scribe()
    scribe.book = scribe.book.after([Row("products", "UVXY", None, fund_product())])
    trade = scribe.trade(scribe.campaign("Fund", "second_engine"), at=OPENED)
    scribe.fill(trade, {CALL: (1, "2")}, OPENED)
    scribe.fill(trade, {CALL: (-1, "3")}, CLOSED)
    legs = [leg for leg in scribe.book.legs.values() if leg.root == "VIX"]
    scribe.book = scribe.book.after(
        Row("legs", leg.id, leg, replace(leg, root="UVXY", expiry=NEVER, strike=None, right=None)) for leg in legs
    )
    assert only(scribe).days_to_expiry is None


def test_a_hedge_that_was_closed_whole_is_a_result_of_its_sleeve_without_a_ladder_beside() -> None:
    scribe = Scribe()
    closed_condor(scribe)
    trade = scribe.trade(scribe.campaign("Ladder", "alvh"), at=OPENED)
    scribe.fill(trade, {CALL: (4, "2.00")}, OPENED, "0.79")
    scribe.fill(trade, {CALL: (-4, "3.50")}, CLOSED, "0.79")
    found = {each.sleeve: each for each in results(scribe).closed}
    # 1.50 x 400 less 8 x 0.79
    assert found["alvh"].profit == Decimal("593.68")
    assert (found["alvh"].hedge, found["alvh"].hedge_is_partial) == (None, False)
    assert (found["core"].hedge, found["core"].hedge_is_partial) == (Decimal("593.68"), False)


def test_a_share_that_is_not_known_says_so() -> None:
    """Two condors of different times under one ladder, of which no day was recorded: nobody knows whose it is."""
    scribe = Scribe()
    closed_condor(scribe)
    closed_condor(scribe, at="2026-11-25 10:00", until="2026-12-14 13:00")
    trade = scribe.trade(scribe.campaign("Ladder", "alvh"), at=OPENED)
    scribe.fill(trade, {CALL: (4, "2.00")}, OPENED)
    scribe.fill(trade, {CALL: (-4, "3.50")}, "2026-12-14 14:00")
    condors = [each for each in results(scribe).closed if each.sleeve == "core"]
    assert [(each.hedge, each.hedge_is_partial) for each in condors] == [(None, True)] * 2
    whole = reports_by_kind(results(scribe), "all")["real"].whole
    assert (whole.hedge, whole.hedge_unknown, whole.hedge_partial) == (None, 2, 0)


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from((2, 90)), st.integers(0, 3)), max_size=6))
def test_one_group_of_all_is_what_the_campaigns_say(told: list[tuple[int, int, int]]) -> None:
    scribe = Scribe()
    paper = scribe.paper_account()
    for points, account, minute in told:
        at, until = f"2026-11-20 10:0{minute}", f"2026-11-30 11:0{minute}"
        trade = scribe.trade(scribe.campaign(account=account if minute else paper), at=at)
        scribe.fill(trade, {PUTS[1]: (-1, "5.00"), PUTS[0]: (1, "0.50")}, at, "0.65")
        scribe.fill(trade, {PUTS[1]: (1, str(points)), PUTS[0]: (-1, "0.50")}, until, "0.65")
    campaigns = campaigns_at(scribe.book, at=AFTER)
    expected = statistics_by_kind(campaigns.records)
    found = reports_by_kind(results_of(scribe.book, campaigns), "all")
    assert found.keys() == expected.keys()
    for kind, one in expected.items():
        whole = found[kind].whole
        for name in ("closed", "won", "lost", "even", "win_rate", "average_win", "average_loss", "profit_factor",
                     "largest_loss", "total", "hedge"):  # fmt: skip
            assert getattr(whole, name) == getattr(one, name), name
        assert whole.average_days == pytest.approx(one.average_days)


# VIX at entry


FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)
PAST = Past({"VIX": daily([THURSDAY, FRIDAY], [18.5, 22.25])})


def recorder_of(*vix: tuple[str, str]) -> MemoryRecorder:
    """A market recorded at each of these New York times, with VIX at so much."""
    recorder, scribe = MemoryRecorder(), Scribe()
    for at, level in vix:
        seen = market({}, at=moment(at), spx="6700", vix=level)
        recorder.keep_moment(moment_of(scribe.book, seen, "fill"))
    return recorder


def test_vix_is_that_of_the_market_recorded_with_the_fill() -> None:
    recorder = recorder_of(
        ("2026-11-20 09:45", "19.10"), ("2026-11-20 10:00", "19.37"), ("2026-11-20 10:05", "20.02")
    )
    scribe = Scribe()
    closed_condor(scribe)
    assert only(scribe, vix_at=vix_reader(recorder, PAST)).vix_at_entry == 19.37


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ((), 22.25),
        # of the evening before, and later than the fill
        ((("2026-11-19 15:00", "18.00"), ("2026-11-20 10:05", "20.02")), 22.25),
    ],
)
def test_else_it_is_the_close_of_that_day(recorded: tuple[tuple[str, str], ...], expected: float) -> None:
    assert vix_reader(recorder_of(*recorded), PAST)(moment(OPENED)) == expected
    assert vix_reader(None, PAST)(moment(OPENED)) == expected


def test_a_recorded_level_of_an_earlier_day_is_none_of_the_fill() -> None:
    seen = market({}, at=moment(OPENED), spx="6700", vix="18.00")
    old = replace(seen.levels["VIX"], moment=CLOCK - timedelta(days=1))
    recorder, stale = MemoryRecorder(), replace(seen, levels={**seen.levels, "VIX": old})
    recorder.keep_moment(moment_of(Scribe().book, stale, "fill"))
    assert vix_reader(recorder, PAST)(moment(OPENED)) == 22.25
    assert vix_reader(recorder, Past())(moment(OPENED)) is None


def test_nothing_known_is_none() -> None:
    assert vix_reader(None, Past())(moment(OPENED)) is None
    assert vix_reader(MemoryRecorder(), PAST)(moment("2026-11-23 10:00")) is None


def test_a_market_that_cannot_be_read_is_a_fault() -> None:
    recorder = MemoryRecorder()
    recorder.keep_moment(MarketMoment(moment(OPENED), "fill", b"{}"))
    with pytest.raises(KnownError, match="cannot be read"):
        vix_reader(recorder, PAST)(moment(OPENED))
