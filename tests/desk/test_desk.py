"""The one door: stored, remembered, told, in this order; and taken back in the other."""

from decimal import Decimal

import pytest
from support.founded_books import (
    CLOCK,
    MemoryLedger,
    done,
    enter,
    entering,
    founded_desk,
    founding,
    quantities,
)

from alvh_desktop.desk.desk import Desk, Steps
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.problems import KnownError, Problem

PUT = "SPXW 18DEC26 6350P"
FULL = KnownError("The disk is full.", "Free some space.")


def puts(desk: Desk) -> int:
    return quantities(desk.book).get("SPXW 18DEC26 6350P", 0)


def test_an_edit_is_stored_then_remembered_then_told() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    told: list[tuple[int, bool, str | None]] = []
    desk.listen(lambda change: told.append((len(ledger.lines), desk.book is change.book, desk.undo_label)))
    change = enter(desk, f"-1 {PUT} @3")
    assert told == [(2, True, change.label)]
    assert ledger.lines[-1].entry.rows == change.rows
    assert ledger.lines[-1].entry.moment == CLOCK


def test_a_full_disk_changes_nothing() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    enter(desk, f"-1 {PUT} @3")
    told: list[Change] = []
    desk.listen(told.append)
    before, next_id = desk.book, desk.next_id
    ledger.fault = FULL
    for step in (lambda: desk.do(entering(f"-1 {PUT} @3", desk.next_id)), desk.undo):
        with pytest.raises(KnownError, match=r"The disk is full. Free some space."):
            step()
    assert (desk.book, desk.next_id, desk.redo_label, told) == (before, next_id, None, [])
    ledger.fault = None
    assert isinstance(desk.undo(), Change)


def test_a_broken_listener_loses_nothing() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)

    def break_down(change: Change) -> None:
        raise RuntimeError("a panel is broken")

    desk.listen(break_down)
    with pytest.raises(RuntimeError):
        desk.do(entering(f"-1 {PUT} @3", desk.next_id))
    assert puts(desk) == -1
    assert ledger.load() == desk.book
    assert desk.undo_label == "Sell 1 SPXW 18DEC26 6350 put"


def test_a_preview_stores_nothing() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    before = desk.book
    change = desk.preview(entering(f"-1 {PUT} @3", desk.next_id))
    assert isinstance(change, Change)
    assert change.book != before
    assert (desk.book, len(ledger.lines), desk.undo_label) == (before, 1, None)


def test_a_refused_edit_is_not_stored() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    assert isinstance(desk.do(CorrectFill(1, CLOCK, quantity=5)), Problem)
    assert len(ledger.lines) == 1


def test_undo_and_redo_name_what_they_turn() -> None:
    desk = founded_desk()
    assert (desk.undo_label, desk.redo_label) == (None, None)
    first = enter(desk, f"-1 {PUT} @3").label
    second = enter(desk, f"-2 {PUT} @3").label
    assert (desk.undo_label, desk.redo_label) == (second, None)
    desk.undo()
    assert (desk.undo_label, desk.redo_label) == (first, second)
    desk.undo()
    assert (desk.undo_label, desk.redo_label) == (None, first)
    assert desk.undo() == Problem("undo", "there is nothing to undo")
    desk.redo()
    desk.redo()
    assert desk.redo() == Problem("redo", "there is nothing to redo")
    assert puts(desk) == -3


def test_a_new_edit_forgets_what_was_undone() -> None:
    desk = founded_desk()
    enter(desk, f"-1 {PUT} @3")
    enter(desk, f"-2 {PUT} @3")
    desk.undo()
    enter(desk, f"-4 {PUT} @3")
    assert desk.redo_label is None
    assert puts(desk) == -5
    desk.undo()
    desk.undo()
    assert puts(desk) == 0


def test_the_founding_is_never_undone() -> None:
    desk = founded_desk()
    assert desk.undo() == Problem("undo", "there is nothing to undo")
    assert desk.book.name == "Test book"


def test_an_undo_is_a_line_that_names_the_line_it_turns() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    change = enter(desk, f"-1 {PUT} @3")
    desk.undo()
    desk.redo()
    desk.undo()
    kinds = [(line.entry.kind, line.entry.undoes) for line in ledger.lines]
    assert kinds == [("edit", None), ("edit", None), ("undo", 2), ("redo", 3), ("undo", 4)]
    turned = tuple(row.turned() for row in reversed(change.rows))
    assert [line.entry.rows for line in ledger.lines[1:]] == [change.rows, turned, change.rows, turned]


def take(desk: Desk, step: str) -> None:
    """One step: `u` and `r` undo and redo, a digit sells so many puts."""
    if step == "u":
        desk.undo()
    elif step == "r":
        desk.redo()
    else:
        enter(desk, f"-{step} {PUT} @3")


@pytest.mark.parametrize("restart", range(1, 7))
def test_undo_and_redo_go_on_after_a_restart_wherever_it_falls(restart: int) -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    for number, step in enumerate("12u4uur"):
        if number == restart:
            labels, next_id = (desk.undo_label, desk.redo_label), desk.next_id
            desk = founded_desk(ledger)
            assert ((desk.undo_label, desk.redo_label), desk.next_id) == (labels, next_id)
        take(desk, step)
    assert puts(desk) == -1
    desk.redo()
    assert puts(desk) == -5


def test_ids_of_undone_rows_are_not_given_again() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    enter(desk, f"-1 {PUT} @3")
    next_id = desk.next_id
    desk.undo()
    assert desk.next_id == next_id
    assert founded_desk(ledger).next_id == next_id
    enter(desk, f"-1 {PUT} @3")
    assert min(desk.book.fills) >= next_id


def test_one_edit_cannot_be_booked_twice_over_itself() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    edit = entering(f"-1 {PUT} @3", desk.next_id)
    done(desk, edit)
    with pytest.raises(ValueError, match="is not what the edit found there"):
        desk.do(edit)
    assert len(ledger.lines) == 2
    assert puts(desk) == -1


def test_a_long_day_can_be_undone_to_where_the_remembered_lines_begin() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    for _ in range(120):
        enter(desk, f"-1 {PUT} @3")
    desk = founded_desk(ledger)
    undone = 0
    while isinstance(desk.undo(), Change):
        undone += 1
    assert undone == 100
    assert puts(desk) == -20
    # 100 undos fill the memory: after a restart they can all be done again, and nothing else be undone
    desk = founded_desk(ledger)
    assert desk.undo_label is None
    told = "nothing older can be undone: only the last 100 steps, undos among them, are remembered"
    assert desk.undo() == Problem("undo", told)
    redone = 0
    while isinstance(desk.redo(), Change):
        redone += 1
    assert redone == 100
    assert puts(desk) == -120
    assert ledger.load() == desk.book


def test_steps_never_turn_a_line_out_of_turn() -> None:
    """Wherever the memory begins, what may be undone is the end of what truly stands."""
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    for step in "11u1r1ru11uu11rruu11ru11u":
        take(desk, step)
        lines = tuple(ledger.lines)
        full = Steps.from_lines(lines)
        for begin in range(len(lines)):
            seen = Steps.from_lines(lines[begin:])
            assert full.done[len(full.done) - len(seen.done) :] == seen.done
            assert full.undone[len(full.undone) - len(seen.undone) :] == seen.undone


def test_a_book_founded_through_the_door_begins_with_it() -> None:
    ledger = MemoryLedger()
    ledger.lines.clear()
    desk = Desk(ledger, lambda: CLOCK)
    assert desk.book == Book()
    done(desk, founding())
    assert desk.undo() == Problem("undo", "there is nothing to undo")
    enter(desk, f"-1 {PUT} @3 fee 0.65/ct")
    assert desk.book.fills[desk.next_id - 1].fee == Decimal("0.65")
