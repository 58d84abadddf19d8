"""The journal reads book, edits and log as one timeline: nothing is missing, nothing stands there twice."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.alert_lines import TRADE, told_by_judging
from support.attended_books import STEPS, Attended
from support.founded_books import CLOCK, MemoryLedger, done, enter, founded_desk
from support.recorded_books import one_strike_lower

from alvh_desktop.desk.campaigns.moves import courses_of
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.journal.asking import Asked, asked_of
from alvh_desktop.desk.journal.entries import KINDS, EntryKind, JournalEntry
from alvh_desktop.desk.journal.finding import found
from alvh_desktop.desk.journal.timeline import journal_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.accounts import EnterCash
from alvh_desktop.domain.edits.campaigns import RenameCampaign
from alvh_desktop.domain.edits.confirmed import Confirmed
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.edits.marks import EnterMarks
from alvh_desktop.domain.edits.notes import RemoveNote, WriteNote
from alvh_desktop.domain.edits.rules import ChangeRule
from alvh_desktop.domain.edits.split import SplitTrade
from alvh_desktop.domain.records import Cash, Confirmation, Input, Link, Note, TypedMark
from alvh_desktop.rules.transition import Transition
from alvh_desktop.storage.note_index import NoteIndex

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
SHOWN = "Opened 10 SPXW 18DEC26 6300/6350P 7150/7200C for a credit of 3.20"


def told(desk: Desk, transitions: tuple[Transition, ...] = ()) -> tuple[JournalEntry, ...]:
    return journal_of(desk.book, lines_of(desk), transitions)


def lines_of(desk: Desk) -> list:  # type: ignore[type-arg]
    ledger = desk._ledger
    assert isinstance(ledger, MemoryLedger)
    return ledger.lines


def by_kind(entries: tuple[JournalEntry, ...], *kinds: str) -> list[JournalEntry]:
    return [each for each in entries if each.kind in kinds]


def booked(book: Book) -> Counter[int]:
    return Counter([*book.fills, *book.settlements])


# What holds of any journal


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 60)), max_size=14))
def test_laws(steps: list[tuple[str, int]]) -> None:
    at, log = Attended(), []
    for kind, number in steps:
        at.do(kind, number)
        log += at.look().attention.transitions
    entries, book = told(at.desk, tuple(log)), at.desk.book
    assert Counter(each for entry in entries for each in entry.record_ids) == booked(book)
    positions = [held.position for held in book.holdings.values()]
    moved = [entry.money for entry in entries if entry.money is not None]
    assert sum((each.realised for each in moved), Decimal(0)) == sum((p.realised for p in positions), Decimal(0))
    assert sum((each.fees for each in moved), Decimal(0)) == sum((p.fees for p in positions), Decimal(0))
    assert all((entry.money is None) == (not entry.record_ids) for entry in entries)
    assert sorted(e.source.number for e in by_kind(entries, "alert", "answer")) == list(range(1, len(log) + 1))
    assert len({entry.key for entry in entries}) == len(entries)
    assert [entry.moment for entry in entries] == sorted(entry.moment for entry in entries)
    assert {entry.kind for entry in entries} <= set(KINDS)
    of_lines = Counter(e.source.number for e in entries if e.source.kind == "edit" and not e.record_ids)
    for line in lines_of(at.desk):
        adds = [row for row in line.entry.rows if row.table in ("fills", "settlements")]
        is_told_by_campaigns = line.entry.kind == "edit" and adds and all(row.before is None for row in adds)
        is_founding = line.number == 1
        assert of_lines[line.number] == (1 if is_founding or not is_told_by_campaigns else 0)
    legs = {leg.id: book.trades[leg.trade_id].campaign_id for leg in book.legs.values()}
    for entry in entries:
        if entry.record_ids:
            records = [book.fills.get(each) or book.settlements[each] for each in entry.record_ids]
            assert set(entry.about.campaign_ids) == {legs[record.leg_id] for record in records}


EDITING = ("order", "close", "roll", "price", "quantity", "settle", "rule", "input", "mark", "layer")


@settings(max_examples=20)
@given(
    st.lists(st.tuples(st.sampled_from(EDITING), st.integers(0, 60)), max_size=4),
    st.sampled_from(EDITING),
    st.integers(0, 60),
)
def test_undo_takes_back_what_an_edit_brought_and_redo_brings_it_again(
    steps: list[tuple[str, int]], kind: str, number: int
) -> None:
    at = Attended()
    for step in steps:
        at.do(*step)
    before, count = told(at.desk), len(lines_of(at.desk))
    at.do(kind, number)
    if len(lines_of(at.desk)) == count:
        return
    edited = told(at.desk)
    for turn, expected in ((at.desk.undo, before), (at.desk.redo, edited)):
        assert isinstance(turn(), Change)
        after = told(at.desk)
        assert [e for e in after if e.record_ids] == [e for e in expected if e.record_ids]
        last = lines_of(at.desk)[-1]
        (turned,) = (e for e in after if str(e.source) == f"edit {last.number}")
        assert turned.words.startswith(f"{'Undone' if turn == at.desk.undo else 'Done again'}: {last.entry.label}")


def test_what_is_kept_of_courses_changes_nothing() -> None:
    from alvh_desktop.desk.campaigns.moves import courses_of

    at = Attended()
    for kind, number in (("roll", 1), ("close", 4), ("order", 0)):
        at.do(kind, number)
    lines, courses = lines_of(at.desk), courses_of(at.desk.book)
    first = journal_of(at.desk.book, lines, (), courses)
    assert first == journal_of(at.desk.book, lines, (), courses) == told(at.desk)


# Worked by hand


def test_a_trade_is_told_once_with_its_line_and_its_money() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    founded, opened = told(desk)
    assert (founded.kind, founded.words, str(founded.source)) == ("other", "New portfolio Test book", "edit 1")
    assert (opened.kind, opened.words, str(opened.source)) == ("opened", SHOWN, "edit 2")
    (campaign,) = desk.book.campaigns
    (trade,) = desk.book.trades
    assert (opened.about.campaign_ids, opened.about.trade_ids) == ((campaign,), (trade,))
    assert opened.about.leg_ids == tuple(desk.book.legs)
    assert opened.money is not None
    assert (opened.money.credit, opened.money.realised, opened.money.fees) == (3200, Decimal("-26.00"), 26)
    assert opened.key == f"record {min(desk.book.fills)}"


def test_what_was_undone_and_done_again_is_told_as_it_is() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    desk.undo()
    label = desk.redo_label
    _, undone = told(desk)
    assert (undone.kind, undone.money) == ("correction", None)
    assert undone.words == f"Undone: {label} (edit 2): 4 fills or settlements taken out of the book"
    assert len(undone.about.campaign_ids) == 1, "of a campaign that is gone"
    desk.redo()
    _, opened, undone, again = told(desk)
    assert (opened.kind, opened.words, str(opened.source)) == ("opened", SHOWN, "edit 2")
    assert again.words == f"Done again: {label} (edit 3): 4 fills or settlements put back into the book"


def test_a_corrected_fill_says_what_it_was() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 20C @1.10 fee 0.79/ct")
    (fill,) = desk.book.fills.values()
    done(desk, CorrectFill(fill.id, CLOCK, price=Decimal("1.15"), moment=CLOCK - timedelta(hours=1)))
    opened, _, corrected = told(desk)
    assert opened.moment == CLOCK - timedelta(hours=1)
    assert opened.words == "Opened 4 VIX 16DEC26 20C for a debit of 1.15"
    assert (opened.entered_at, str(opened.source)) == (CLOCK, "edit 2")
    assert corrected.kind == "correction"
    assert corrected.words == (
        "Correct fill of VIX 16DEC26 20 C: price 1.10 becomes 1.15, "
        "moment 2026-11-20 15:30 New York becomes 2026-11-20 14:30 New York"
    )
    assert corrected.about.campaign_ids == opened.about.campaign_ids


def test_a_split_corrects_nothing() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    done(desk, SplitTrade(next(iter(desk.book.trades)), 4, desk.next_id))
    (split,) = by_kind(told(desk), "regrouped", "correction")
    (trade, _) = desk.book.trades
    assert (split.kind, split.words) == ("regrouped", f"Split 4 off trade {trade}")
    desk.undo()
    assert [e.kind for e in told(desk)[2:]] == ["regrouped", "regrouped"]


def test_rules_say_what_they_were_and_became() -> None:
    desk = founded_desk()
    near = desk.book.rules["condor.short_near"]
    done(desk, ChangeRule(replace(near, watch=Decimal("0.75"), hold_seconds=30)))
    desk.undo()
    changed, undone = by_kind(told(desk), "rule")
    label = f"Change rule {near.title}"
    assert changed.words == f"{label}: watch 0.8 becomes 0.75, hold next look becomes 30 s"
    assert undone.words == f"Undone: {label} (edit 2): watch 0.75 becomes 0.8, hold 30 s becomes next look"
    assert (changed.rule_id, undone.rule_id) == (near.id, near.id)


def test_a_rule_that_an_older_book_has_no_row_of_stood_at_its_default() -> None:
    desk = founded_desk()
    near = desk.book.rules["condor.short_near"]
    rest = {key: rule for key, rule in desk.book.rules.items() if key != near.id}
    desk.book = replace(desk.book, rules=rest)
    change = ChangeRule(replace(near, watch=Decimal("0.75")), near).apply(desk.book)
    assert isinstance(change, Change)
    line = replace(lines_of(desk)[0], number=2)
    line = replace(line, entry=replace(line.entry, label=change.label, rows=change.rows))
    entries = journal_of(change.book, [lines_of(desk)[0], line], ())
    assert entries[-1].words == f"Change rule {near.title}: watch 0.8 becomes 0.75"


def test_typed_values_prices_and_cash() -> None:
    desk = founded_desk()
    today = CLOCK.date()
    for value in ("120", "110"):
        done(desk, EnterInputs((Input(desk.next_id, "response.cap", today, Decimal(value), "typed"),)))
    for price in ("3.10", "3.20"):
        mark = TypedMark(desk.next_id, "SPX", None, None, None, CLOCK, Decimal(price) * 1000, "by hand")
        done(desk, EnterMarks((mark,), CLOCK))
    wired = CLOCK - timedelta(days=1)
    done(desk, EnterCash(Cash(desk.next_id, 2, wired, Decimal(5000), "wire"), CLOCK))
    words = {e.kind: e.words for e in told(desk)}
    assert words["input"] == (f"Input response.cap 110 from {today}: 120 becomes 110")
    assert words["mark"] == "Mark SPX 3200.00: 3100.00 becomes 3200.00"
    assert words["account"] == "Cash 5000.00 into Main: of 2026-11-19 15:30 New York, wire"


def test_a_roll_carries_what_was_confirmed() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    ticks = {"roll.confirm.macro": True, "roll.confirm.price_action": False}
    done(desk, Confirmed(one_strike_lower(desk), ticks))
    (rolled,) = by_kind(told(desk), "rolled")
    (roll,) = desk.book.rolls
    assert rolled.roll_id == roll
    assert [(each.name, each.is_ticked) for each in rolled.confirmations] == list(ticks.items())
    assert all(isinstance(each, Confirmation) for each in rolled.confirmations)


def test_alerts_and_answers_stand_at_the_campaign_of_their_trade() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    (trade,) = desk.book.trades.values()
    log = told_by_judging((0.10, 0.85, -0.20))
    log = tuple(replace(each, subject_key=f"trade {trade.id}") for each in log)
    entries = by_kind(told(desk, log), "alert", "answer")
    assert [(e.kind, e.level) for e in entries] == [
        ("alert", "watch"), ("alert", "act"), ("answer", "act"), ("alert", "quiet")
    ]  # fmt: skip
    assert [e.words for e in entries] == [
        f"Short strike tested, {TRADE.text}: fired at watch. (SPX - K3) / (K4 - K3) = 0.10",
        f"Short strike tested, {TRADE.text}: rose from watch to act. (SPX - K3) / (K4 - K3) = 0.85",
        f"Short strike tested, {TRADE.text}: acknowledged at act",
        f"Short strike tested, {TRADE.text}: cleared. (SPX - K3) / (K4 - K3) = -0.20",
    ]
    assert {e.about.campaign_ids for e in entries} == {(trade.campaign_id,)}
    assert {e.rule_id for e in entries} == {"condor.short_tested"}


@pytest.mark.parametrize(
    ("subject", "campaigns", "legs", "layers"),
    [
        ("leg {leg}", True, True, (3,)),
        ("trade {trade}, XSP", True, False, (3,)),
        ("campaign {campaign}", True, False, ()),
        ("layer 5 of campaign {campaign}", True, False, (5,)),
        ("book", False, False, ()),
        ("SPXW 2026-12-18", False, False, ()),
        ("trade 99999", False, False, ()),
    ],
)
def test_what_an_alert_speaks_of_is_found_by_its_key(
    subject: str, campaigns: bool, legs: bool, layers: tuple[int, ...]
) -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 20C @1.10")
    (leg,), (trade,), (campaign,) = desk.book.legs, desk.book.trades, desk.book.campaigns
    gone = replace(
        told_by_judging((0.10, 0.85, -0.20))[0], readings={},
        subject_key=subject.format(leg=leg, trade=trade, campaign=campaign),
    )  # fmt: skip
    (entry,) = by_kind(told(desk, (gone,)), "alert")
    assert (entry.about.campaign_ids, entry.about.leg_ids, entry.about.layer_ids) == (
        (campaign,) if campaigns else (), (leg,) if legs else (), layers
    )  # fmt: skip


def test_notes_stand_for_themselves_and_their_edits_do_not() -> None:
    desk = founded_desk()
    enter(desk, CONDOR)
    (campaign,), (trade,) = desk.book.campaigns, desk.book.trades
    note = Note(
        desk.next_id, CLOCK - timedelta(days=2), "# Why now\n\nRich #premium", links=(Link("trade", f"{trade}"),)
    )
    done(desk, WriteNote(note, CLOCK))
    gone = Note(desk.next_id, CLOCK, "Not this")
    done(desk, WriteNote(gone, CLOCK))
    done(desk, RemoveNote(gone.id))
    done(desk, WriteNote(replace(desk.book.notes[note.id], mood="calm"), CLOCK))
    entries = told(desk)
    (found,) = by_kind(entries, "note")
    assert entries[0] is found, "it is about an earlier day"
    assert (found.words, found.tags, found.body) == ("Why now", ("premium",), note.text)
    assert (str(found.source), found.key, found.entered_at) == (f"note {note.id}", f"note {note.id}", CLOCK)
    assert found.about.campaign_ids == (campaign,)
    assert len(entries) == 3


# Choosing


@pytest.fixture
def asked_story() -> tuple[tuple[JournalEntry, ...], Book]:
    desk = founded_desk()
    enter(desk, CONDOR)
    enter(desk, "+4 VIX 16DEC26 20C @1.10")
    done(desk, RenameCampaign(next(iter(desk.book.campaigns)), "December"))
    done(desk, WriteNote(Note(desk.next_id, CLOCK - timedelta(days=1), "Calm #entry\n\nSold rich premium"), CLOCK))
    return told(desk), desk.book


def test_entries_are_found_by_kind_day_campaign_and_words(asked_story: tuple[tuple[JournalEntry, ...], Book]) -> None:
    story, book = asked_story

    def ask(line: str = "", *kinds: EntryKind, **fields: Any) -> tuple[JournalEntry, ...]:
        asked = asked_of(line)
        assert isinstance(asked, Asked)
        return found(story, replace(asked, **fields), book, courses_of(book), NoteIndex(), frozenset(kinds))

    day = CLOCK.date()
    assert ask() == story
    parts = [ask("", kind) for kind in KINDS]
    assert Counter(e.key for part in parts for e in part) == Counter(e.key for e in story)
    core = story[2].about.campaign_ids[0]
    assert [e.kind for e in ask(f"campaign:{core}")] == ["opened", "regrouped"]
    assert [e.kind for e in ask(last=day - timedelta(days=1))] == ["note"]
    assert len(ask(f"on:{day}")) == len(story) - 1
    assert ask(f"after:{day + timedelta(days=1)}") == ()
    assert [e.kind for e in ask("RICH premium")] == ["note"]
    assert [e.kind for e in ask("#entry calm")] == ["note"]
    assert ask("rich stuff") == ()
    assert [e.kind for e in ask("sleeve:alvh")] == ["opened"]
    assert [e.kind for e in ask("outcome:open -spxw")] == ["opened"]
    assert ask("outcome:lost") == ()
    assert "note" not in [e.kind for e in ask("-premium")]
