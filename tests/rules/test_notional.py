"""N and Np: the replay of the last trading days against the book of each of their moments, and paper kept apart."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, MemoryLedger, done, enter, moment
from support.ticketed_books import IN_PAPER, PAPER_ID, desk_of, with_inputs, with_paper

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.as_of import as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.notional import (
    ProgrammeNotional,
    condor_notional,
    first_moment_looked_at,
    programme_notional,
)

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20"
LINES = (
    CONDOR,
    "-5 SPXW 18DEC26 6300/6350P 7150/7250C @3.20",
    "+3 SPXW 18DEC26 6300/6350P 7150/7200C @1.10",
    "-2 SPXW 18DEC26 6300/6350P @1.20",
    "-1 XSP 18DEC26 630/635P 715/720C @0.32",
    "+4 VIX 16DEC26 17C @2.02",
)
steps = st.lists(st.tuples(st.sampled_from(LINES), st.integers(0, 30), st.booleans()), max_size=8)


def entered(drawn: list[tuple[str, int, bool]]) -> tuple[Book, datetime]:
    """These orders, each so many hours after the one before, some on paper; then the moment of the last."""
    now = CLOCK
    desk = Desk(MemoryLedger(), lambda: now)
    for line, wait, is_paper in drawn:
        now = now + timedelta(hours=wait)
        enter(desk, line + IN_PAPER if is_paper else line, now)
    return with_paper(desk.book), now


def programme(book: Book, now: datetime = CLOCK, account_id: int | None = None) -> ProgrammeNotional:
    found = programme_notional(book, now, account_id)
    assert isinstance(found, ProgrammeNotional), found
    return found


# Laws


@given(steps)
def test_the_peak_is_the_largest_n_of_any_moment_of_these_days(drawn: list[tuple[str, int, bool]]) -> None:
    book, now = entered(drawn)
    since = first_moment_looked_at(now)
    moments = {since, now, *(fill.moment for fill in book.fills.values() if since < fill.moment <= now)}
    then = [condor_notional(as_of(book, each), each) for each in moments]
    found = programme(book, now)
    assert found.peak == max(then)
    assert found.now == condor_notional(book, now)
    assert found.value >= found.peak >= found.now >= 0
    assert condor_notional(as_of(book, found.peak_at), found.peak_at) == found.peak


@given(steps, st.integers(1, 9))
def test_a_condor_more_makes_it_larger_by_its_own_notional(drawn: list[tuple[str, int, bool]], count: int) -> None:
    book, now = entered(drawn)
    before = programme(book, now)
    desk = Desk(MemoryLedger(), lambda: now)
    for line, _, is_paper in drawn:
        enter(desk, line + IN_PAPER if is_paper else line, now)
    at_once = programme(with_paper(desk.book), now)
    enter(desk, f"-{count} SPXW 20JAN27 6000/6025P 7500/7525C @1", now)
    after = programme(with_paper(desk.book), now)
    assert after.now == at_once.now + count * 2500
    assert after.value >= at_once.value
    assert before.now == at_once.now, "N now knows no history"


@given(steps)
def test_paper_is_never_counted_with_real_money(drawn: list[tuple[str, int, bool]]) -> None:
    book, now = entered(drawn)
    without, _ = entered([step for step in drawn if not step[2]])
    assert condor_notional(book, now) == condor_notional(without, now)
    paper, main = programme(book, now, PAPER_ID), programme(book, now, 2)
    assert condor_notional(book, now, PAPER_ID) == paper.now
    assert main.now == programme(book, now).now
    if not any(is_paper for _, _, is_paper in drawn):
        assert paper.value == 0


# By hand


@pytest.mark.parametrize(
    ("line", "usd"),
    [
        ("-24 SPXW 18DEC26 6325/6350P 7150/7175C @3", 60_000),
        ("-12 SPXW 18DEC26 6300/6350P 7150/7200C @6", 60_000),
        ("-1 XSP 18DEC26 630/635P 715/720C @0.32", 500),
        ("+4 VIX 16DEC26 17C @2.02", 0),
    ],
)
def test_a_unit_is_24_condors_of_25_points_or_12_of_50(line: str, usd: int) -> None:
    assert condor_notional(desk_of(line).book, CLOCK) == usd


def test_the_five_trading_days_begin_with_a_midnight_in_new_york() -> None:
    # Friday 20 November: Monday to Friday
    assert first_moment_looked_at(CLOCK) == moment("2026-11-16 00:00")
    # Sunday: the same five; Monday: from Tuesday on; the Friday after Thanksgiving: Thursday was none
    assert first_moment_looked_at(moment("2026-11-22 12:00")) == moment("2026-11-16 00:00")
    assert first_moment_looked_at(moment("2026-11-23 09:00")) == moment("2026-11-17 00:00")
    assert first_moment_looked_at(moment("2026-11-27 10:00")) == moment("2026-11-20 00:00")


def one_day_book() -> Desk:
    """A condor of Monday that settled on Monday."""
    now = moment("2026-11-16 10:00")
    desk = Desk(MemoryLedger(), lambda: now)
    enter(desk, "-12 SPXW 16NOV26 6600/6650P 6750/6800C @6", now)
    now = moment("2026-11-16 17:00")
    for leg_id in list(desk.book.holdings):
        done(desk, SettleLeg(desk.next_id, leg_id, Decimal(6700), now))
    return desk


@pytest.mark.parametrize(
    ("at", "n", "np"),
    [
        ("2026-11-16 09:59", 0, 0),
        ("2026-11-16 10:00", 60_000, 60_000),
        ("2026-11-16 15:59", 60_000, 60_000),
        ("2026-11-16 16:00", 0, 60_000),
        ("2026-11-20 23:00", 0, 60_000),
        ("2026-11-22 12:00", 0, 60_000),
        ("2026-11-23 00:00", 0, 0),
    ],
)
def test_a_book_of_one_day_condors_has_a_programme_by_night(at: str, n: int, np: int) -> None:
    book = one_day_book().book
    assert condor_notional(as_of(book, moment(at)), moment(at)) == n
    assert programme(as_of(book, moment(at)), moment(at)).value == np


def test_what_is_past_its_settlement_and_not_booked_is_open_no_more() -> None:
    book = desk_of("-12 SPXW 20NOV26 6600/6650P 6750/6800C @6").book
    assert condor_notional(book, moment("2026-11-20 15:59")) == 60_000
    assert condor_notional(book, moment("2026-11-20 16:00")) == 0


def test_a_typed_value_is_a_floor_of_the_whole_programme_only() -> None:
    book = with_inputs(desk_of(CONDOR).book, {"notional.programme": "120000"})
    assert programme(book).value == 120_000
    assert "$120,000 typed on 2026-11-20" in programme(book).sentence
    assert programme(book, account_id=2).value == 50_000
    low = with_inputs(desk_of(CONDOR).book, {"notional.programme": "10000"})
    assert programme(low).value == 50_000


def test_a_missing_leg_leaves_it_unknown_and_one_that_was_missing_is_told() -> None:
    desk = desk_of(CONDOR)
    enter(desk, "-1 SPXW 18DEC26 6500P @9", moment("2026-11-20 15:40"))
    half = desk.book
    for found in (
        condor_notional(half, CLOCK + timedelta(hours=1)),
        programme_notional(half, CLOCK + timedelta(hours=1)),
    ):
        assert isinstance(found, Problem)
        assert "6500 P, 1 sold, has no bought option" in found.message
    enter(desk, "+1 SPXW 18DEC26 6500P @9", moment("2026-11-20 15:50"))
    whole = programme(desk.book, CLOCK + timedelta(hours=1))
    assert whole.value == 50_000
    assert whole.notes[0].startswith("From 2026-11-20 15:40 New York trade ")
