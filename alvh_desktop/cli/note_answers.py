"""Notes and templates as JSON and as text."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from alvh_desktop.cli.journal_answer import whose
from alvh_desktop.cli.moment_answer import moment_answer, moment_text
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.cli.texts import columns
from alvh_desktop.desk.journal.entries import JournalEntry
from alvh_desktop.desk.journal.moment import MomentSeen
from alvh_desktop.desk.journal.templates import PLACEHOLDERS, SHIPPED_ID
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.note_text import images_in, title_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Link, Note, NoteTemplate
from alvh_desktop.domain.sessions import new_york_text


def written_answer(label: str, note: Note, images: Iterable[str]) -> Json:
    return {"label": label, "note": note_json(note), "images_kept": list(images)}


def note_json(note: Note) -> Json:
    return {
        "id": note.id,
        "moment": moment_json(note.moment),
        "title": title_of(note.text),
        "text": note.text,
        "tags": list(note.tags),
        "about": [{"kind": link.kind, "key": link.key} for link in note.links],
        "mood": note.mood or None,
        "conviction": note.conviction,
        "images": list(images_in(note.text)),
    }


def notes_answer(notes: Sequence[Note], path: Path) -> Json:
    return {"portfolio": str(path), "notes": [note_json(note) for note in notes]}


def notes_text(notes: Sequence[Note]) -> str:
    rows = [
        (f"{note.id}", new_york_text(note.moment), " ".join([title_of(note.text), *_marks(note)])) for note in notes
    ]
    return "\n".join(columns(rows, to_the_left=(1, 2))) if rows else "No note is written yet."


def note_answer(note: Note, entry: JournalEntry, seen: MomentSeen | Problem, book: Book, path: Path) -> Json:
    campaigns = list(entry.about.campaign_ids)
    return {"portfolio": str(path), **note_json(note), "campaigns": campaigns, "seen": moment_answer(seen, book)}


def note_text(note: Note, entry: JournalEntry, seen: MomentSeen | Problem, book: Book) -> str:
    marks = " ".join(_marks(note))
    head = [
        f"Note {note.id}   {new_york_text(note.moment)}   {whose(entry, book)}".rstrip(),
        *([marks] if marks else []),
    ]
    return "\n".join([*head, "", note.text.strip("\n"), "", moment_text(seen, book)])


def templates_answer(templates: Iterable[NoteTemplate], path: Path) -> Json:
    return {
        "portfolio": str(path),
        "templates": [
            {"name": each.name, "shipped": each.id == SHIPPED_ID, "tags": list(each.tags), "text": each.text}
            for each in templates
        ],
        "placeholders": dict(PLACEHOLDERS),
    }


def templates_text(templates: Iterable[NoteTemplate]) -> str:
    rows = [
        (
            each.name,
            "shipped" if each.id == SHIPPED_ID else "your own",
            " ".join(f"#{t}" for t in each.tags),
        )
        for each in templates
    ]
    return "\n".join(columns(rows, to_the_left=(0, 1, 2)))


def _link_text(link: Link) -> str:
    return f"{link.kind} {link.key}"


def _marks(note: Note) -> Iterator[str]:
    yield from (f"#{tag}" for tag in note.tags)
    if note.links:
        yield f"({', '.join(_link_text(link) for link in note.links)})"
    if note.mood:
        yield f"mood {note.mood}"
    if note.conviction is not None:
        yield f"conviction {note.conviction} of 5"
