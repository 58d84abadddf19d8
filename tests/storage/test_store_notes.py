"""What the journal keeps in the file: kept, followed by check, there after a migration."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.founded_books import CLOCK, done
from support.recorded_books import DOT
from support.stored_books import book_in, create, desk_of, findings, meddle, open_to_read, open_to_write

from alvh_desktop.desk.exported import Exported, book_as_csv, book_as_json, exported_from_csv, exported_from_json
from alvh_desktop.desk.note_pad import Image, NoteDraft, image_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.notes import RemoveNote, WriteNote
from alvh_desktop.domain.note_text import image_link, images_in
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Link, Note, NoteTemplate
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.schema import MIGRATIONS

BOOKS = Path(__file__).parents[1] / "data" / "books"
NASTY = "=1+1 \N{GREEK SMALL LETTER ALPHA}\u2028'\"\n\n- a, b\n\t#roll"


def test_a_note_comes_back_and_check_follows_it(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        desk = desk_of(file)
        links = Link("trade", "99"), Link("alert", "condor.short_near leg 14")
        kept = Note(desk.next_id, CLOCK, NASTY, ("fomc",), links, "calm", 5)
        done(desk, WriteNote(kept, CLOCK))
        book = desk.book
        assert book.notes == {kept.id: replace(kept, tags=("fomc", "roll"))}
        done(desk, RemoveNote(kept.id))
        assert isinstance(desk.undo(), Change)
    assert book_in(path) == book
    assert findings(path) == ()
    meddle(path, "UPDATE notes SET mood = 'angry'")
    (found,) = findings(path)
    assert found == f"notes row {kept.id}: mood is 'angry', the edit lines say 'calm'"


def test_a_book_of_the_format_before_is_brought_up_and_takes_notes(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-8.alvh", tmp_path / "book.alvh"))
    with closing(open_to_write(path)) as file:
        desk = desk_of(file)
        rebuilt = Book()
        for line in file.recent(1000):
            rebuilt = rebuilt.after(line.entry.rows)
        assert desk.book == rebuilt
        assert (desk.book.notes, desk.book.note_templates, desk.book.confirmations, file.drafts()) == ({}, {}, {}, ())
        done(desk, WriteNote(Note(desk.next_id, CLOCK, "First"), CLOCK))
    assert findings(path) == ()
    (backup,) = (tmp_path / "backups").iterdir()
    assert check(backup, CLOCK, MIGRATIONS[:8]).findings == ()


def test_the_kept_book_of_format_9_remembers(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-9.alvh", tmp_path / "book.alvh"))
    with closing(open_to_read(path)) as file:
        book = file.load()
        (note,) = book.notes.values()
        assert (note.tags, note.mood, note.conviction) == (("entry", "fomc"), "calm", 4)
        assert note.links == (Link("campaign", "21"), Link("alert", "condor.short_near leg 14"))
        (hash_of_bytes,) = images_in(note.text)
        assert file.image(hash_of_bytes) == DOT
        (template,) = book.note_templates.values()
        assert (template.name, template.text, template.tags) == ("Roll decision", "## Why now?\n", ("roll",))
        assert [(each.name, each.is_ticked) for each in book.confirmations.values()] == [
            ("macro", True), ("price action", False)
        ]  # fmt: skip
        assert {each.roll_id for each in book.confirmations.values()} == {max(book.rolls)}
        (draft,) = file.drafts()
        assert (draft.key, draft.note.text) == ("new", "Half a sent")
    assert findings(path) == ()


# Images


def test_an_image_is_kept_once_and_one_that_was_changed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        desk = desk_of(file)
        file.keep_image(DOT)
        file.keep_image(DOT)
        assert file.image(DOT.hash) == DOT
        assert file.image("0" * 64) is None
        done(desk, WriteNote(Note(desk.next_id, CLOCK, image_link(DOT.hash, "dot")), CLOCK))
    assert findings(path) == ()
    meddle(path, "UPDATE images SET content = X'89504E470D0A1A0A00'")
    assert findings(path) == (f"images row {DOT.hash} was changed: its hash does not match",)
    with closing(open_to_write(path)) as file:  # it keeps no book from being opened
        with pytest.raises(KnownError, match="its hash does not match"):
            file.image(DOT.hash)
        assert len(file.load().notes) == 1


def test_only_pictures_become_images() -> None:
    assert image_of(DOT.content) == DOT
    assert image_of(b"\xff\xd8\xff\xe0") == Image("jpeg", b"\xff\xd8\xff\xe0")
    for wrong, told in ((b"GIF89a", "this is no PNG or JPEG"), (b"", "this is no PNG or JPEG")):
        assert image_of(wrong) == Problem("image", told)
    assert image_of(b"\x89PNG\r\n\x1a\n" + bytes(21_000_000)) == Problem(
        "image", "21 MB are too many for an image: 20 at most"
    )


# Drafts


def test_a_draft_is_overwritten_as_it_is_typed_and_stays_out_of_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        lines = file.recent(100)
        for text in ("H", "Ha", "Half"):
            file.keep_draft(NoteDraft("new", CLOCK, Note(0, CLOCK, text, ("a",), (Link("leg", "4"),))))
        file.keep_draft(NoteDraft("7", CLOCK, Note(7, CLOCK, "")))
        assert [draft.key for draft in file.drafts()] == ["7", "new"]
        assert file.drafts()[1].note == Note(0, CLOCK, "Half", ("a",), (Link("leg", "4"),))
        file.drop_draft("7")
        file.drop_draft("8")
        assert file.recent(100) == lines
    with closing(open_to_read(path)) as file:
        assert [draft.note.text for draft in file.drafts()] == ["Half"]
    assert findings(path) == ()
    meddle(path, "INSERT INTO drafts VALUES ('9', 'yesterday', '{}')")
    assert findings(path)[0].startswith("drafts row 9 cannot be read")
    with closing(open_to_read(path)) as file:  # what can be read is found
        assert [draft.key for draft in file.drafts()] == ["new"]


def test_no_draft_is_kept_in_a_file_that_is_open_to_read(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    create(path).close()
    with closing(open_to_read(path)) as file, pytest.raises(KnownError, match="read-only"):
        file.keep_draft(NoteDraft("new", CLOCK, Note(0, CLOCK, "x")))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM drafts").fetchone() == (0,)


# In an export


def test_an_export_carries_notes_and_refuses_what_is_none() -> None:
    note = Note(7, CLOCK, NASTY, ("fomc", "roll"), (Link("trade", "3"), Link("alert", "=a b")), "calm", 3)
    template = NoteTemplate(9, "Daily", "# Day\n")
    book = replace(Book(), notes={7: note}, note_templates={9: template})
    for write, read in ((book_as_json, exported_from_json), (book_as_csv, exported_from_csv)):
        assert read(write(book)) == Exported(book)
        for table, wrong, problem in (
            ("notes", {7: replace(note, text=" \n# \n")}, "text: nothing is written in it"),
            ("notes", {7: replace(note, tags=("roll", "fomc"))}, "tags: tags stand in order, each once"),
            ("notes", {7: replace(note, links=(Link("trade", "x"),))}, "links: trade 'x' is no number"),
            ("notes", {7: replace(note, conviction=6)}, "conviction: 6 is no conviction: 1 (none) to 5 (sure)"),
            ("note_templates", {9: replace(template, name=" ")}, "without spaces around it"),
            ("note_templates", {9: template, 10: replace(template, id=10, name="daily")}, "is called daily already"),
        ):  # fmt: skip
            found = read(write(replace(book, **{table: wrong})))
            assert isinstance(found, Problem), table
            assert str(found).endswith(problem)
