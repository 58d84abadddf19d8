"""A past day again, on a real file: what was recorded that day to half a cent, or the edit that made it another."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from support.filed_pasts import FiledPast, copied_past, filed_past
from support.founded_books import done, enter
from support.recorded_pasts import FIRST, trading_days
from support.stored_books import meddle

from alvh_desktop.desk.day_gaps import fill_gaps
from alvh_desktop.desk.looking_back import LookBack, look_back
from alvh_desktop.desk.recorded import CLOSE, LAST_LOOK, RECORDED
from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.correct_leg import CorrectLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.viewmodels.time_travel import PastView, past_view

DAYS = tuple(trading_days(6))
GAP, BARE = DAYS[3], DAYS[4]
"""Nobody looked on either; of the second there are no quotes."""
RECORDED_DAYS = tuple(day for day in DAYS if day not in (GAP, BARE))
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    folder = tmp_path_factory.mktemp("past")
    with filed_past(folder, len(DAYS), gaps=(GAP, BARE), unquoted=(BARE,)) as past:
        return folder, past.now


@pytest.fixture
def past(made: tuple[Path, datetime], tmp_path: Path) -> Iterator[FiledPast]:
    folder, now = made
    with copied_past(folder, tmp_path, now + timedelta(days=1)) as past:
        yield past


def looked(past: FiledPast, day: date) -> LookBack:
    with closing(past.reader()) as reader:
        return look_back(past.desk.book, past.market, reader, over_at(day))


def view(past: FiledPast, day: date) -> PastView:
    return past_view(looked(past, day), past.desk.book, over_at(day))


def told(past: FiledPast, day: date) -> str:
    return " ".join(sentence for sentence, _ in view(past, day).told)


def is_as_recorded(past: FiledPast, day: date) -> bool:
    found = looked(past, day)
    lines = {line.campaign_id: line for line in past.file.days() if line.day == day}
    assert {each.line.campaign_id: each.line for each in found.days} == lines
    for each in found.days:
        assert each.profit is not None
        is_equal = abs(each.profit - (each.line.profit or 0)) < CENT / 2
        assert each.is_as_recorded is is_equal
    return all(each.is_as_recorded for each in found.days)


def test_every_recorded_day_is_as_it_was_recorded_with_quotes_and_without(past: FiledPast) -> None:
    for day in RECORDED_DAYS:
        assert is_as_recorded(past, day)
        found = looked(past, day)
        assert (found.past.marks_from, found.past.reason, found.unrecorded) == ("recorded moment", LAST_LOOK, ())
        assert "P/L equals what was recorded that day" in told(past, day)
        assert not any(asks for _, asks in view(past, day).told)
    with_quotes = [looked(past, day).past.picture.total for day in RECORDED_DAYS]
    past.market.discard()
    assert all(is_as_recorded(past, day) for day in RECORDED_DAYS)
    assert [looked(past, day).past.picture.total for day in RECORDED_DAYS] == with_quotes


def test_a_line_replaced_after_the_close_is_seen_in_its_own_market(past: FiledPast) -> None:
    """At 16:20 the close was kept once; the line of 16:40 was seen with other marks."""
    found = [(past.file.moment_at(over_at(day), LAST_LOOK), past.file.moment_at(over_at(day), CLOSE)) for day in DAYS]
    kept = {(last.moment - close.moment, last.hash == close.hash) for last, close in found if last and close}
    assert kept == {(timedelta(minutes=20), False)}
    (condor, calls) = looked(past, FIRST).days
    assert {condor.line.moment, calls.line.moment} == {over_at(FIRST) - timedelta(minutes=20)}


def test_a_corrected_fill_is_told_with_both_figures_and_its_edit_until_it_is_undone(past: FiledPast) -> None:
    fill = next(fill for fill in past.desk.book.fills.values() if fill.quantity < 0)
    before = {day: looked(past, day) for day in RECORDED_DAYS}
    done(past.desk, CorrectFill(fill.id, past.now, price=fill.price + 1))
    (edit,) = past.file.recent(1)
    for day in RECORDED_DAYS:
        changed = [each for each in looked(past, day).days if not each.is_as_recorded]
        (one,) = changed
        assert one.edits == (edit,)
        assert one.line.profit is not None
        assert one.profit is not None
        assert one.profit - one.line.profit == 1 * 100 * -fill.quantity
        said = told(past, day)
        assert "recorded " in said
        assert f"Changed since by: {edit.entry.label}" in said
        assert "equals what was recorded" not in said
    assert not isinstance(past.desk.undo(), Problem)
    for day in RECORDED_DAYS:
        assert is_as_recorded(past, day)
        assert looked(past, day).days == before[day].days


def test_a_fill_entered_for_a_day_between_changes_the_days_from_then_on(past: FiledPast) -> None:
    contract = next(held.leg.contract for held in past.desk.book.holdings.values() if held.leg.root == "VIX")
    line = f"+1 VIX {expiry_text(contract.expiry)} {contract.strike}C @2.00"
    enter(past.desk, line, over_at(DAYS[2]) - timedelta(hours=2))
    (edit,) = past.file.recent(1)
    assert all(is_as_recorded(past, day) for day in RECORDED_DAYS if day < DAYS[2])
    for day in (each for each in RECORDED_DAYS if each >= DAYS[2]):
        assert [each.edits for each in looked(past, day).days if not each.is_as_recorded] == [(edit,)]


def test_a_fill_that_came_after_the_record_of_its_day_is_told(past: FiledPast) -> None:
    contract = next(held.leg.contract for held in past.desk.book.holdings.values() if held.leg.root == "VIX")
    line = f"+1 VIX {expiry_text(contract.expiry)} {contract.strike}C @2.00"
    enter(past.desk, line, over_at(FIRST) - timedelta(minutes=10))
    assert is_as_recorded(past, FIRST)
    assert looked(past, FIRST).booked_later == 1
    assert "came after its record: 1, not shown" in told(past, FIRST)


def test_a_corrected_strike_moves_no_money_and_is_told_all_the_same(past: FiledPast) -> None:
    held = next(
        held for held in past.desk.book.holdings.values() if held.leg.right == "P" and held.position.quantity > 0
    )
    assert held.leg.strike is not None
    done(past.desk, CorrectLeg(held.leg.id, strike=held.leg.strike - 100))
    (edit,) = past.file.recent(1)
    (one,) = (each for each in looked(past, FIRST).days if not each.is_as_recorded)
    assert one.edits == (edit,)
    assert edit.entry.label in told(past, FIRST)
    done(past.desk, CorrectLeg(held.leg.id, strike=held.leg.strike))
    assert is_as_recorded(past, FIRST)


def test_a_gap_is_told_and_a_day_without_marks_is_not_drawn(past: FiledPast) -> None:
    gap, bare = view(past, GAP), view(past, BARE)
    assert gap.picture is not None
    assert told(past, GAP).endswith("Nothing was recorded that day: a gap.")
    assert (bare.picture, bare.lacks_marks) == (None, True), "quotes of the day before are no marks of that day"
    assert "no marks of that day are kept" in told(past, BARE)
    assert all(asks for _, asks in bare.told)
    before = view(past, FIRST - timedelta(days=3))
    assert (before.picture, before.lacks_marks) == (None, False)
    assert "nothing was held" in before.told[0][0]


def test_a_gap_that_was_filled_is_as_it_was_filled(past: FiledPast) -> None:
    assert fill_gaps(past.desk.book, past.market, past.file, past.now).filled
    assert is_as_recorded(past, GAP)
    assert "P/L equals what was filled from imported closes" in told(past, GAP)
    assert RECORDED not in told(past, GAP)


def test_a_record_without_its_market_says_that_other_marks_are_shown(past: FiledPast) -> None:
    """Lines of releases that did not keep it."""
    meddle(past.file.path, "DELETE FROM moments WHERE reason = 'last look'")
    assert "other marks are kept of that day than those of the record (2026-06-02 16:40" in told(past, DAYS[1])
