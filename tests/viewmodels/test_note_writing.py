"""A note while it is written: a draft at every key, kept whatever happens, and one step of undo once it is saved."""

import random
import time
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK
from support.noted_books import TYPED, writer_on
from support.recorded_books import DOT
from support.stored_books import findings, run_child

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.note_text import image_link
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Link, Note

CAMPAIGN = Link("campaign", "7")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.alvh"


def test_what_is_typed_is_a_draft_until_it_is_saved(path: Path, qtbot: QtBot) -> None:
    with writer_on(path) as writer:
        writing = writer.writing
        assert writing.begin((CAMPAIGN, CAMPAIGN)) is None
        writing.type_text("Sold #rich premium")
        writing.type_tags("Entry, fomc")
        writing.set_mood(" calm ")
        writing.set_conviction(4)
        with qtbot.waitSignal(writing.kept, timeout=2000):
            pass  # by itself, a moment after the key
        assert writer.book.notes == {}
        saved: list[int] = []
        writing.saved.connect(saved.append)
        assert isinstance(writing.save(), Change)
        (note,) = writer.book.notes.values()
        assert saved == [note.id]
        assert (note.text, note.tags, note.links) == ("Sold #rich premium", ("entry", "fomc", "rich"), (CAMPAIGN,))
        assert (note.mood, note.conviction, note.moment) == ("calm", 4, CLOCK)
        assert writing.note is None
        assert writing.waiting == ()
        assert isinstance(writer.session.undo(), Change)
        assert writer.book.notes == {}
        assert isinstance(writer.session.redo(), Change)
    with writer_on(path) as writer:
        assert len(writer.book.notes) == 1
        assert writer.writing.waiting == ()
    assert findings(path) == ()


def test_drafts_wait_when_the_program_is_closed_and_are_gone_on_with(path: Path, qtbot: QtBot) -> None:
    with writer_on(path) as writer:
        writer.writing.begin()
        writer.writing.type_text("half a sent")  # closed before its pause is over
    with writer_on(path) as writer:
        writing = writer.writing
        (draft,) = writing.waiting
        assert draft.note.text == "half a sent"
        writing.begin()
        writing.type_text("another")
        assert [each.note.text for each in writing.waiting] == ["half a sent"]
        assert writing.resume(draft.key) is None
        assert writing.note is not None
        assert (writing.note.text, writing.is_new) == ("half a sent", True)
        assert [each.note.text for each in writing.waiting] == ["another"]
        writing.throw_away(writing.waiting[0].key)
        writing.type_text("half a sentence")
        assert isinstance(writing.save(), Change)
        assert [note.text for note in writer.book.notes.values()] == ["half a sentence"]
    with writer_on(path) as writer:
        assert writer.writing.waiting == ()


def test_a_note_is_changed_left_as_it_was_or_removed(path: Path, qtbot: QtBot) -> None:
    with writer_on(path) as writer:
        writing = writer.writing
        writing.begin()
        writing.type_text("First")
        writing.save()
        (note,) = writer.book.notes.values()
        writing.change(note.id)
        assert not writing.is_new
        assert writing.save() == Problem("note", "it stands in the book like this already")
        assert writing.note is None
        writing.change(note.id)
        writing.type_text("Second")
        writing.keep()
        writing.begin()  # something else comes between: the draft of the change waits
        assert writing.change(note.id) is None
        assert writing.note is not None
        assert writing.note.text == "Second"
        writing.discard()
        assert writer.book.notes[note.id].text == "First"
        writing.change(note.id)
        writing.type_text("Third")
        assert isinstance(writing.save(), Change)
        assert writer.book.notes[note.id].text == "Third"
        assert isinstance(writing.remove(note.id), Change)
        assert writer.book.notes == {}
        assert writing.change(note.id) == Problem("note", f"there is no note {note.id}")
        assert isinstance(writer.session.undo(), Change)
        assert writer.book.notes[note.id].text == "Third"


def test_what_is_refused_stays_typed(path: Path, qtbot: QtBot) -> None:
    with writer_on(path) as writer:
        writing = writer.writing
        writing.begin()
        for typed, tags, told in (
            ("", "", "note: nothing is written in it"),
            ("x", "two!", "tags: 'two!' is no tag"),
        ):
            writing.type_text(typed)
            writing.type_tags(tags)
            assert isinstance(writing.save(), Problem)
            assert str(writing.problem).startswith(told)
            assert (writing.typed_tags, writer.book.notes) == (tags, {})
        writing.type_tags("two")
        assert writing.problem is None
        assert isinstance(writing.save(), Change)


def test_a_full_disk_is_told_and_the_next_key_tries_again(path: Path, qtbot: QtBot) -> None:
    with writer_on(path) as writer:
        writing, told = writer.writing, list[KnownError]()
        writing.failed.connect(told.append)
        pad = writer.portfolio.note_pad
        assert pad is not None
        whole = pad.keep_draft
        pad.keep_draft = lambda draft: (_ for _ in ()).throw(KnownError("The disk is full.", "Free some."))  # type: ignore[method-assign]
        writing.begin()
        writing.type_text("x")
        writing.keep()
        assert [str(error) for error in told] == ["The disk is full. Free some."]
        assert not writing.is_kept
        pad.keep_draft = whole  # type: ignore[method-assign]
        writing.type_text("xy")
        writing.keep()
        assert writing.is_kept


def test_nothing_is_written_in_what_is_read_only_or_not_there(path: Path, qtbot: QtBot) -> None:
    with writer_on(path, read_only_because="another window has it") as writer:
        told = writer.writing.begin()
        assert told is not None
        assert told.message.startswith("the portfolio is open read-only")
        assert writer.writing.note is None
    told = writer.writing.begin()
    assert told is not None
    assert told.message.startswith("no portfolio is open")
    assert isinstance(writer.writing.save(), Problem)


def test_a_note_of_a_clock_that_was_set_back_is_of_now(path: Path, qtbot: QtBot) -> None:
    with writer_on(path) as writer:
        writing = writer.writing
        writing.begin()
        writing.type_text("x")
        writer.portfolio.desk.clock = lambda: CLOCK - timedelta(hours=1)
        assert isinstance(writing.save(), Change)
        (note,) = writer.book.notes.values()
        assert note.moment == CLOCK - timedelta(hours=1)


# Pictures


def test_a_picture_stands_in_the_text_by_its_hash(path: Path, qtbot: QtBot) -> None:
    with writer_on(path) as writer:
        writing = writer.writing
        writing.begin()
        assert writing.add_image(DOT.content, "a dot") == image_link(DOT.hash, "a dot")
        assert writing.image(DOT.hash) == DOT
        assert writing.image("0" * 64) is None
        assert writing.add_image(b"GIF89a") == Problem("image", "this is no PNG or JPEG")


def test_looking_at_a_note_changes_nothing_of_it(path: Path, qtbot: QtBot) -> None:
    with writer_on(path) as writer:
        writing = writer.writing
        writing.begin()
        writing.type_text("a\u00a0b\u2028c")
        writing.save()
        (note,) = writer.book.notes.values()
        writing.change(note.id)
        assert writing.note is not None
        writing.type_text(writing.note.text)  # what a field of text makes of it
        assert writing.is_kept
        assert isinstance(note, Note)


def test_a_killed_process_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    moments = random.Random(3)
    for attempt in range(5):
        path = tmp_path / f"book{attempt}.alvh"
        kept = 0
        with run_child("noted_books.py", path) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            time.sleep(moments.uniform(0.0, 0.05))
            child.kill()
            kept = max([0, *(int(line) for line in child.stdout if line.endswith("\n") and line[:-1].isdigit())])
        with writer_on(path) as writer:
            drafts = writer.writing.waiting
            assert len(drafts[0].note.text if drafts else "") >= kept
            assert all(TYPED.startswith(draft.note.text.partition("\n\n")[2]) for draft in drafts)
            assert writer.writing.image(DOT.hash) == DOT
        assert findings(path) == ()
