"""Which edits keep the market they were made in: those that the journal tells of with it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from support.founded_books import CLOCK, done, enter, founded_desk

from alvh_desktop.desk.recording import reason_of
from alvh_desktop.domain.edits.accounts import EnterCash
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.edits.notes import RemoveNote, WriteNote
from alvh_desktop.domain.edits.rules import ChangeRule
from alvh_desktop.domain.records import Cash, Input, Note


def test_what_is_told_with_its_market_keeps_it() -> None:
    desk = founded_desk()
    rule = desk.book.rules["condor.short_near"]
    note = Note(desk.next_id + 50, CLOCK, "Why")
    typed = Input(desk.next_id + 60, "equity", date(2026, 11, 20), Decimal(250_000), "typed")
    for edit, reason in (
        (ChangeRule(replace(rule, watch=Decimal("0.65"))), "rule"),
        (EnterInputs((typed,)), "input"),
        (WriteNote(note, CLOCK), "note"),
        (RemoveNote(note.id), None),
        (EnterCash(Cash(desk.next_id + 70, 2, CLOCK, Decimal(1000), "wire"), CLOCK), None),
    ):
        change = done(desk, edit)
        assert reason_of(change.rows) == reason, change.label
        assert reason_of(tuple(row.turned() for row in change.rows)) == (
            "note" if isinstance(edit, RemoveNote) else None if isinstance(edit, WriteNote) else reason
        )
    assert reason_of(enter(desk, "+4 VIX 16DEC26 17C @2.02").rows) == "fill"
