"""The whole journal as a folder: a file a note, its pictures beside, and three tables."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from alvh_desktop.desk.journal.source import JournalSource
from alvh_desktop.desk.journal.written.note_files import (
    IMAGES_FOLDER,
    image_file_name,
    note_file_name,
    note_markdown,
)
from alvh_desktop.desk.journal.written.tables import campaigns_csv, statistics_csv, timeline_csv
from alvh_desktop.domain.problems import Problem

NOTES_FOLDER = "notes"
TABLES = ("timeline.csv", "campaigns.csv", "statistics.csv")
_NOTE = re.compile(rf"{NOTES_FOLDER}/\d{{4}}-\d\d-\d\d-\d{{4}}-\d+(-[\w-]+)?\.md")
_IMAGE = re.compile(rf"{IMAGES_FOLDER}/[0-9a-f]{{64}}\.(png|jpg)", re.ASCII)


def journal_files(source: JournalSource) -> Mapping[str, bytes]:
    """By their names in the folder, with / between its parts. Line ends of notes stay as they were written."""
    notes = sorted(source.book.notes.values(), key=lambda note: (note.moment, note.id))
    texts = {f"{NOTES_FOLDER}/{note_file_name(note)}": note_markdown(note, source.images) for note in notes}
    tables = timeline_csv(source.entries, source.book), campaigns_csv(source.records), statistics_csv(source.results)
    texts.update(zip(TABLES, tables, strict=True))
    pictures = {f"{IMAGES_FOLDER}/{image_file_name(*each)}": each[1].content for each in source.images.items()}
    return {**{name: text.encode("utf-8") for name, text in texts.items()}, **pictures}


def replaceable_problem(folder: Path) -> Problem | None:
    """Why a folder that stands there already is not written over: it is no journal that was written before, or
    something else lies in it. Nothing that this program did not name is ever taken away."""
    if folder.is_symlink() or not folder.is_dir():
        return Problem("folder", f"{folder} is no folder")
    foreign = next(_foreign(folder), None)
    if foreign is not None:
        return Problem("folder", f"{folder} holds {foreign}, which is not of a journal: choose another folder")
    return None


def _foreign(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            is_own = name in (NOTES_FOLDER, IMAGES_FOLDER)
        else:
            is_own = bool(name in TABLES or _NOTE.fullmatch(name) or _IMAGE.fullmatch(name))
        if not is_own:
            yield name
