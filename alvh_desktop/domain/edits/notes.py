"""Notes written, changed and taken away, and the templates they start from."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, added, change_of, removed, replaced
from alvh_desktop.domain.note_text import LONGEST_NOTE, in_order, tags_in, tags_problem, title_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Note, NoteTemplate

LONGEST_MOOD = 40
LONGEST_TEMPLATE_NAME = 60
_LONGEST_TITLE = 60
_CANNOT_BE_KEPT = re.compile("[\0\ud800-\udfff]")
"""Half a character, as a broken paste or file name brings it, and the one that ends a text for other programs."""
_BROKEN = Problem("note", "it holds a character that no text can hold: type it anew, or leave it out")
STANDS_ALREADY = Problem("note", "it stands in the book like this already")


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Put a note into the book, or in place of the one of its id. Tags in its text (#roll) become tags of it.

    A note of which nothing is written is refused, and so is one of a moment after `now`.
    """

    note: Note
    now: datetime

    def apply(self, book: Book) -> Change | Problem:
        problem = note_problem(self.note) or _moment_problem(self.note, self.now)
        if problem is not None:
            return problem
        note = replace(self.note, tags=in_order((*self.note.tags, *tags_in(self.note.text))))
        problem = tags_problem(note.tags)
        if problem is not None:
            return problem
        before, named = book.notes.get(note.id), f"note {_short(title_of(note.text))}"
        if before is None:
            return change_of(book, [added("notes", note)], f"Write {named}")
        if before == note:
            return STANDS_ALREADY
        return change_of(book, [replaced("notes", before, note)], f"Change {named}")


@dataclass(frozen=True, slots=True)
class RemoveNote:
    id: int

    def apply(self, book: Book) -> Change | Problem:
        note = book.notes.get(self.id)
        if note is None:
            return Problem("note", f"there is no note {self.id}")
        return change_of(book, [removed("notes", note)], f"Remove note {_short(title_of(note.text))}")


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """Keep a text as a template under a name; one of that name, in small letters or capitals, is saved over."""

    template: NoteTemplate

    def apply(self, book: Book) -> Change | Problem:
        problem = template_problem(self.template)
        if problem is not None:
            return problem
        name = self.template.name
        before = template_named(book, name)
        if before is None:
            return change_of(book, [added("note_templates", self.template)], f"Save template {name}")
        after = replace(self.template, id=before.id)
        if after == before:
            return Problem("name", f"{name} is saved like this already")
        return change_of(book, [replaced("note_templates", before, after)], f"Save template {name}")


@dataclass(frozen=True, slots=True)
class RemoveTemplate:
    """A shipped template of its name, if there is one, stands in its place again."""

    id: int

    def apply(self, book: Book) -> Change | Problem:
        row = book.note_templates.get(self.id)
        if row is None:
            return Problem("template", f"there is no template {self.id}")
        return change_of(book, [removed("note_templates", row)], f"Remove template {row.name}")


def template_named(book: Book, name: str) -> NoteTemplate | None:
    """The user's template of that name, in small letters or capitals."""
    return next((row for row in book.note_templates.values() if row.name.casefold() == name.casefold()), None)


def note_problem(note: Note) -> Problem | None:
    """Why no book holds such a note."""
    if not title_of(note.text):
        return Problem("note", "nothing is written in it")
    if len(note.text) > LONGEST_NOTE:
        return Problem("note", f"{len(note.text):,} characters are too many for a note: {LONGEST_NOTE:,} at most")
    if _CANNOT_BE_KEPT.search(note.text):
        return _BROKEN
    if note.conviction is not None and not 1 <= note.conviction <= 5:
        return Problem("conviction", f"{note.conviction} is no conviction: 1 (none) to 5 (sure)")
    if len(note.mood) > LONGEST_MOOD or note.mood != note.mood.strip() or not (note.mood or "x").isprintable():
        return Problem("mood", f"say it in up to {LONGEST_MOOD} printable characters")
    return tags_problem(note.tags) or _links_problem(note)


def template_problem(template: NoteTemplate) -> Problem | None:
    """Why nothing can be kept as such a template."""
    name = template.name
    if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > LONGEST_TEMPLATE_NAME:
        told = f"say a name of up to {LONGEST_TEMPLATE_NAME} printable characters, without spaces around it"
        return Problem("name", told)
    if _CANNOT_BE_KEPT.search(template.text):
        return replace(_BROKEN, where="text")
    if not template.text.strip() or len(template.text) > LONGEST_NOTE:
        return Problem("text", "nothing is written in it" if not template.text.strip() else "it is too long")
    return tags_problem(template.tags)


def _moment_problem(note: Note, now: datetime) -> Problem | None:
    return Problem("moment", "a note is of now or of the past") if note.moment > now else None


def _links_problem(note: Note) -> Problem | None:
    if len(set(note.links)) < len(note.links):
        return Problem("links", "each thing is named once")
    for link in note.links:
        is_row = link.key.isascii() and link.key.isdecimal() and int(link.key) > 0
        if link.kind == "alert" and not (link.key.strip() and link.key.isprintable()):
            return Problem("links", "an alert is named by its rule and what it speaks of")
        if link.kind != "alert" and not is_row:
            return Problem("links", f"{link.kind} {link.key[:20]!r} is no number")
    return None


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}\N{HORIZONTAL ELLIPSIS}"
