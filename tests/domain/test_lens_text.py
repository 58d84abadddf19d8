"""A lens as text: nothing is lost on the way, nothing wrong comes in, and a book that has changed crashes nothing."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.founded_books import CLOCK, MemoryLedger, done, enter, founded_desk

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.lenses import RemoveLens, SaveLens, lens_named
from alvh_desktop.domain.lens import EventCrush, Lens, VolShifts
from alvh_desktop.domain.lens_text import FARTHEST_DAYS, lens_of, lens_on, text_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import SavedLens

IDS = st.integers(1, 2**63 - 1)
MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
SHIFTS = st.floats(-200, 500)
AHEAD = st.timedeltas(timedelta(microseconds=1), timedelta(days=FARTHEST_DAYS))
LENSES = st.builds(
    Lens,
    trade_id=st.none() | IDS,
    dates=st.just(()) | AHEAD.map(lambda ahead: (CLOCK + ahead,)),
    preset=st.sampled_from(("crash", "spot VIX", "\N{GREEK SMALL LETTER ALPHA} 'x'")),
    vix_after=st.none() | st.floats(0.01, 10_000),
    futures_stay=st.booleans(),
    clock=st.sampled_from(("calendar", "trading")),
    account_id=st.none() | IDS,
    sleeve=st.sampled_from((None, "core", "alvh", "second_engine")),
    chosen=st.frozensets(st.tuples(st.sampled_from(("campaign", "trade", "leg")), IDS), max_size=4),
    vix_scale=st.floats(0, 10),
    vol_shifts=st.builds(VolShifts, SHIFTS, SHIFTS, SHIFTS, SHIFTS),
    crush=st.none() | st.builds(EventCrush, MOMENTS, st.floats(0, 1)),
    spx_move=st.floats(-0.99, 9),
    unit=st.sampled_from(("usd", "credit", "equity")),
    gap_share=st.floats(0, 1),
)
PLAIN = text_of(Lens(), CLOCK)


def said(**changed: object) -> str:
    return json.dumps({**json.loads(PLAIN), **changed})


@given(LENSES)
@example(Lens())
def test_what_is_written_is_read_back(lens: Lens) -> None:
    text = text_of(lens, CLOCK)
    assert lens_of(text, CLOCK) == lens
    assert text_of(lens_of(text, CLOCK), CLOCK) == text  # type: ignore[arg-type]
    assert {*json.loads(text)} == {field.name for field in fields(Lens)} - {"dates"} | {"days_ahead"}


def test_the_text_is_one_and_the_same_for_equal_lenses() -> None:
    one, other = (frozenset(pair) for pair in ([("leg", 3), ("trade", 9)], [("trade", 9), ("leg", 3)]))
    assert text_of(Lens(chosen=one), CLOCK) == text_of(Lens(chosen=other), CLOCK)
    assert json.loads(text_of(Lens(chosen=one), CLOCK))["chosen"] == [["leg", 3], ["trade", 9]]


def test_a_saved_date_is_so_many_days_on_from_any_day() -> None:
    later = CLOCK + timedelta(days=40)
    text = text_of(Lens(dates=(CLOCK + timedelta(days=5), CLOCK + timedelta(days=9))), CLOCK)
    assert json.loads(text)["days_ahead"] == 5.0
    assert lens_of(text, later) == Lens(dates=(later + timedelta(days=5),))
    for passed in (CLOCK, CLOCK - timedelta(days=1)):
        assert lens_of(text_of(Lens(dates=(passed,)), CLOCK), later) == Lens(), "a date that has passed is none"


def test_a_field_that_an_older_program_did_not_know_is_as_in_a_plain_lens() -> None:
    assert lens_of('{"preset":"grind"}', CLOCK) == Lens(preset="grind")
    assert lens_of("{}", CLOCK) == Lens()


REFUSED = {
    "": "lens: this is no lens as the program writes it",
    "[]": "lens: this is no lens as the program writes it",
    '{"preset":"a","preset":"b"}': "lens: this is no lens as the program writes it",
    "[" * 100_000: "lens: it is nested too deeply for a lens",
    '{"preset":"' + "x" * 100_000 + '"}': "lens: 100,013 characters are too many for a lens",
    '{"colour":1}': "lens: 'colour' is no part of a lens",
    '{"dates":[]}': "lens: 'dates' is no part of a lens",
    said(vix_after=float("nan")): "lens, vix_after: nan is not a level of VIX: a number from 0.01 to 10000",
    said(vix_scale=float("inf")): "lens, vix_scale: inf is not a multiple of what VIX answers: a number from 0 to 10",
    said(spx_move=10**400): "lens, spx_move: a number of many digits is not a simple return of SPX: a number from",
    '{"gap_share":' + "9" * 5000 + "}": "lens: this is no lens as the program writes it",
    said(spx_move=-1): "lens, spx_move: -1 is not a simple return of SPX",
    said(spx_move=True): "lens, spx_move: True is not a simple return of SPX",
    said(gap_share="0.3"): "lens, gap_share: '0.3' is not a share: a number from 0 to 1",
    said(days_ahead=-3.0): "lens, days_ahead: -3.0 is not calendar days ahead",
    said(days_ahead=3701): "lens, days_ahead: 3701 is not calendar days ahead",
    said(preset=""): "lens, preset: '' is no name of a response",
    said(preset="\ud800"): "lens, preset: '\\ud800' is no name of a response",
    said(clock="lunar"): "lens, clock: 'lunar' is none of calendar, trading",
    said(sleeve=["core"]): "lens, sleeve: ['core'] is none of core, alvh, second_engine",
    said(unit=None): "lens, unit: None is none of usd, credit, equity",
    said(futures_stay=1): "lens, futures_stay: 1 is neither true nor false",
    said(trade_id=0): "lens, trade_id: 0 is no number of a row",
    said(account_id=2.0): "lens, account_id: 2.0 is no number of a row",
    said(chosen={}): "lens, chosen: {} is no list of what is chosen",
    said(chosen=[["leg"]]): "lens, chosen: ['leg'] is no campaign, trade or leg with its number",
    said(chosen=[["fill", 3]]): "lens, chosen: 'fill' is none of campaign, trade, leg",
    said(vol_shifts=3): "lens, vol_shifts: 3 is not a shift by tenor: it has short, medium, long, vix",
    said(vol_shifts={"short": 1}): "lens, vol_shifts: {'short': 1} is not a shift by tenor",
    said(crush={"at": "2026-12-09T19:00:00", "move": 0.01}): "lens, crush: '2026-12-09T19:00:00' is no moment with",
    said(crush={"at": 5, "move": 0.01}): "lens, crush: 5 is no moment",
    said(crush={"at": "2026-12-09T19:00:00Z", "move": 1.5}): "lens, crush: 1.5 is not a move as a fraction of SPX",
}


@pytest.mark.parametrize(("text", "problem"), REFUSED.items(), ids=[problem[:50] for problem in REFUSED.values()])
def test_what_is_no_lens_is_one_sentence(text: str, problem: str) -> None:
    found = lens_of(text, CLOCK)
    assert isinstance(found, Problem)
    assert str(found).startswith(problem)
    assert "\n" not in str(found)
    assert len(str(found)) < 200


# A lens on a book that has changed


def held() -> Book:
    desk = founded_desk()
    enter(desk, "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct")
    return desk.book


def test_what_the_book_still_holds_stays() -> None:
    book = held()
    (campaign,), (trade,), (leg, *_) = book.campaigns, book.trades, book.legs
    chosen = frozenset({("campaign", campaign), ("trade", trade), ("leg", leg)})
    lens = Lens(trade_id=trade, account_id=2, chosen=chosen)  # type: ignore[arg-type]
    assert lens_on(lens, book) == (lens, "")
    assert lens_on(Lens(), Book()) == (Lens(), "")


def test_what_is_gone_is_left_out_and_said_with_what_follows() -> None:
    book = held()
    (trade,) = book.trades
    gone = frozenset({("leg", 901), ("campaign", 902), ("trade", 903), ("leg", 904)})
    lens = Lens(trade_id=900, account_id=99, chosen=gone, preset="grind")  # type: ignore[arg-type]
    left, told = lens_on(lens, book)
    assert left == Lens(preset="grind")
    assert told == (
        "Left out, for this portfolio does not hold it: account 99, so that all real accounts are looked at; "
        "trade 900, so that the curves end at the nearest settlement; "
        "campaign 902, leg 901, leg 904 and 1 more, so that nothing is chosen and all is drawn."
    )
    some = replace(lens, trade_id=trade, account_id=2, chosen=frozenset({("trade", trade), ("leg", 901)}))
    left, told = lens_on(some, book)
    assert left.chosen == {("trade", trade)}
    assert told == "Left out, for this portfolio does not hold it: leg 901."


@given(LENSES)
def test_a_lens_on_a_book_names_rows_of_it_alone(lens: Lens) -> None:
    book = held()
    left, told = lens_on(lens, book)
    assert left.trade_id in (None, *book.trades)
    assert left.account_id in (None, *book.accounts)
    assert left.chosen <= lens.chosen
    assert bool(told) == (left != lens)
    assert lens_on(left, book) == (left, "")


# Saved by name


def rows(desk: Desk) -> list[tuple[str, str]]:
    return [(row.name, row.text) for row in desk.book.lenses.values()]


def test_a_lens_is_saved_saved_over_removed_and_taken_back() -> None:
    desk, grind = Desk(MemoryLedger(), lambda: CLOCK), text_of(Lens(preset="grind"), CLOCK)
    first = desk.next_id
    done(desk, SaveLens(first, "crash friday", PLAIN))
    assert desk.undo_label == "Save lens crash friday"
    done(desk, SaveLens(desk.next_id, "Crash Friday", grind))
    assert desk.book.lenses == {first: SavedLens(first, "Crash Friday", grind)}
    done(desk, SaveLens(desk.next_id, "Other", PLAIN))
    assert lens_named(desk.book, "CRASH FRIDAY") == desk.book.lenses[first]
    assert lens_named(desk.book, "Crash") is None
    done(desk, RemoveLens(first))
    assert (desk.undo_label, rows(desk)) == ("Remove lens Crash Friday", [("Other", PLAIN)])
    desk.undo()
    assert rows(desk) == [("Crash Friday", grind), ("Other", PLAIN)]
    for _ in range(2):
        desk.undo()
    assert rows(desk) == [("crash friday", PLAIN)]
    assert desk.redo_label == "Save lens Crash Friday"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "name: say a name of printable characters, without spaces around it"),
        ("  ", "name: say a name of printable"),
        (" Crash", "name: say a name of printable"),
        ("Crash\tFriday", "name: say a name of printable"),
        ("Crash\nFriday", "name: say a name of printable"),
        ("\u202eCrash", "name: say a name of printable"),
        ("x" * 61, "name: 61 characters are too many for a name: 60 at most"),
    ],
)
def test_a_name_that_no_lens_can_have_is_refused(name: str, problem: str) -> None:
    found = founded_desk().preview(SaveLens(50, name, PLAIN))
    assert str(found).startswith(problem)


def test_other_refusals() -> None:
    desk = founded_desk()
    assert str(desk.preview(SaveLens(50, "x" * 60, "{"))) == "lens: this is no lens as the program writes it"
    assert str(desk.preview(RemoveLens(50))) == "lens: there is no saved lens 50"
    done(desk, SaveLens(desk.next_id, "Crash", PLAIN))
    assert str(desk.preview(SaveLens(desk.next_id, "Crash", PLAIN))) == "name: Crash is saved like this already"


def test_a_lens_moves_no_money() -> None:
    desk = founded_desk()
    change = done(desk, SaveLens(desk.next_id, "Crash", PLAIN))
    assert [row.table for row in change.rows] == ["lenses"]
    assert sum((h.position.cash_flow for h in change.book.holdings.values()), Decimal(0)) == 0
