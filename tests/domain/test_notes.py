"""Notes: what stands in their text, what is refused, and one step of undo each."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, founded_change

from alvh_desktop.domain.as_of import as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.notes import RemoveNote, RemoveTemplate, SaveTemplate, WriteNote
from alvh_desktop.domain.note_text import (
    image_link,
    images_in,
    tags_in,
    tags_of,
    tags_problem,
    title_of,
)
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Link, Note, NoteTemplate

HASH = "0123456789abcdef" * 4
NOTE = Note(7, CLOCK, "# Why\n\nRich premium")


def applied(book: Book, edit: Edit) -> Change:
    change = edit.apply(book)
    assert isinstance(change, Change), change
    return change


# What stands in a text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Entry plan\n\nmore", "Entry plan"),
        ("\n\n  ## *Rolled* it\n", "Rolled* it"),
        ("- [ ] look", "[ ] look"),
        ("> 1. said", "said"),
        (f"![the chart](image:{HASH})", "the chart"),
        (f"![](image:{HASH})\nafter", "after"),
        ("#roll today", "roll today"),
        ("", ""),
        (" \n# \n---", "---"),
    ],
)
def test_the_title_is_the_first_line_that_says_something(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#roll and #FOMC, then #roll.", ("fomc", "roll")),
        ("# Heading\n## Another", ()),
        ("a#b c&#39; http://x/#top ##two", ()),
        ("(#1day) #4/4/2 #a1 #\u03b1\u03b2", ("a1", "\u03b1\u03b2")),
        (f"![a #b](image:{HASH}) #c", ("c",)),
        ("#a- #b/c #d_e", ("a", "b/c", "d_e")),
    ],
)
def test_a_tag_in_a_text_is_a_word_right_behind_its_mark(text: str, tags: tuple[str, ...]) -> None:
    assert tags_in(text) == tags


@given(st.text())
def test_tags_that_are_found_are_tags(text: str) -> None:
    assert tags_problem(tuple(tag for tag in tags_in(text) if len(tag) <= 40)[:30]) is None


@pytest.mark.parametrize(
    ("typed", "tags"),
    [("Roll, #fomc  cpi;roll", ("cpi", "fomc", "roll")), ("", ()), (" # , ", ()), ("4/4/2", ("4/4/2",))],
)
def test_tags_are_typed_with_commas_or_spaces(typed: str, tags: tuple[str, ...]) -> None:
    assert tags_of(typed) == tags


def test_images_are_found_by_their_hash_once() -> None:
    other = "f" * 64
    text = (
        f"{image_link(HASH, 'a [b]')} x {image_link(other)} {image_link(HASH)} ![no](image:12) ![no](http://{HASH})"
    )
    assert images_in(text) == (HASH, other)
    assert image_link(HASH, "a\n[b]") == f"![a b](image:{HASH})"


# Writing


def test_a_note_is_written_changed_and_taken_away() -> None:
    book = founded_change().book
    written = applied(book, WriteNote(replace(NOTE, tags=("entry",), text="Sold #fomc premium"), CLOCK))
    assert written.label == "Write note Sold #fomc premium"
    assert written.book.notes[7].tags == ("entry", "fomc")
    changed = applied(written.book, WriteNote(replace(NOTE, text="x" * 80), CLOCK))
    assert changed.label == f"Change note {'x' * 59}\u2026"
    gone = applied(changed.book, RemoveNote(7))
    assert gone.label == f"Remove note {'x' * 59}\u2026"
    assert gone.book == book
    for change in (gone, changed, written):
        book = change.book.after(row.turned() for row in change.rows)
    assert book == founded_change().book


@pytest.mark.parametrize(
    ("note", "told"),
    [
        (replace(NOTE, text="  \n#\n"), "note: nothing is written in it"),
        (replace(NOTE, text="x" * 200_001), "note: 200,001 characters are too many for a note: 200,000 at most"),
        (replace(NOTE, text="a\udcffb"), "note: it holds a character that no text can hold"),
        (replace(NOTE, text="a\0b"), "note: it holds a character that no text can hold"),
        (replace(NOTE, links=(Link("alert", "condor.short_near \udcff"),)), "links: an alert is named by its rule"),
        (replace(NOTE, moment=CLOCK + timedelta(seconds=1)), "moment: a note is of now or of the past"),
        (replace(NOTE, conviction=0), "conviction: 0 is no conviction: 1 (none) to 5 (sure)"),
        (replace(NOTE, mood="x" * 41), "mood: say it in up to 40 printable characters"),
        (replace(NOTE, mood="a\nb"), "mood: say it in up to 40 printable characters"),
        (replace(NOTE, tags=("two words",)), "tags: 'two words' is no tag"),
        (replace(NOTE, tags=("Roll",)), "tags: 'Roll' has capitals"),
        (replace(NOTE, tags=("x" * 41,)), "tags: xxxxxxxxxxxxxxxxxxxx... is too long for a tag"),
        (replace(NOTE, text=" ".join(f"#tag{n}" for n in range(31))), "tags: 31 tags are too many: 30 at most"),
        (replace(NOTE, links=(Link("trade", "0"),)), "links: trade '0' is no number"),
        (replace(NOTE, links=(Link("alert", " "),)), "links: an alert is named by its rule"),
        (replace(NOTE, links=(Link("leg", "3"), Link("leg", "3"))), "links: each thing is named once"),
    ],
)
def test_what_is_no_note_is_refused(note: Note, told: str) -> None:
    found = WriteNote(note, CLOCK).apply(Book())
    assert isinstance(found, Problem)
    assert str(found).startswith(told)


def test_a_note_that_stands_already_and_one_that_is_gone_are_refused() -> None:
    book = applied(Book(), WriteNote(NOTE, CLOCK)).book
    assert WriteNote(NOTE, CLOCK).apply(book) == Problem("note", "it stands in the book like this already")
    assert RemoveNote(8).apply(book) == Problem("note", "there is no note 8")


def test_a_past_book_has_the_notes_of_then() -> None:
    book = applied(Book(), WriteNote(NOTE, CLOCK)).book
    assert as_of(book, CLOCK).notes == book.notes
    assert as_of(book, CLOCK - timedelta(seconds=1)).notes == {}


# Templates


def test_a_template_is_saved_over_by_its_name_and_taken_away() -> None:
    first = applied(Book(), SaveTemplate(NoteTemplate(7, "Daily", "a")))
    again = applied(first.book, SaveTemplate(NoteTemplate(8, "DAILY", "b", ("day",))))
    assert again.book.note_templates == {7: NoteTemplate(7, "DAILY", "b", ("day",))}
    refused = SaveTemplate(NoteTemplate(9, "DAILY", "b", ("day",))).apply(again.book)
    assert refused == Problem("name", "DAILY is saved like this already")
    assert isinstance(applied(again.book, RemoveTemplate(7)), Change)
    assert RemoveTemplate(8).apply(again.book) == Problem("template", "there is no template 8")
    for wrong in ("", " a", "x" * 61, "a\nb"):
        found = SaveTemplate(NoteTemplate(7, wrong, "a")).apply(Book())
        assert isinstance(found, Problem)
        assert found.where == "name"
