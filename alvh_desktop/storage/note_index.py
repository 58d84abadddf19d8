"""Full-text search in notes: an index of SQLite's FTS5 in memory, made of the notes and nothing else.

It is no part of the portfolio file: what could be worked out again need not be kept, checked, migrated or undone.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from threading import Lock

from alvh_desktop.domain.note_text import title_of, without_images
from alvh_desktop.domain.records import Note


class NoteIndex:
    """Fits desk.ports.NoteSearch. Any thread may ask; two that ask at once wait for each other."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[int, Note] = {}
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.execute(
            "CREATE VIRTUAL TABLE notes USING fts5(text, around, tokenize='unicode61 remove_diacritics 2')"
        )

    def matching(self, notes: Mapping[int, Note], words: Sequence[str], without: Sequence[str]) -> frozenset[int]:
        """Words as people write them: capitals and accents do not count, and the beginning of a word is enough."""
        with self._lock:
            self._follow(notes)
            found = self._ids(" AND ".join(map(_phrase, words))) if words else frozenset(notes)
            return found - self._ids(" OR ".join(map(_phrase, without))) if without else found

    def _follow(self, notes: Mapping[int, Note]) -> None:
        """What was written, changed or taken away since: a note that is the very same is not read again."""
        gone = [key for key, note in self._known.items() if notes.get(key) is not note]
        come = [(key, note) for key, note in notes.items() if self._known.get(key) is not note]
        if not gone and not come:
            return
        self._connection.execute("BEGIN")
        self._connection.executemany("DELETE FROM notes WHERE rowid = ?", [(key,) for key in gone])
        self._connection.executemany("INSERT INTO notes(rowid, text, around) VALUES (?, ?, ?)", map(_row, come))
        self._connection.execute("COMMIT")
        self._known = dict(notes)

    def _ids(self, asked: str) -> frozenset[int]:
        rows = self._connection.execute("SELECT rowid FROM notes WHERE notes MATCH ?", (asked,))
        return frozenset(rowid for (rowid,) in rows)


def _row(come: tuple[int, Note]) -> tuple[int, str, str]:
    key, note = come
    return key, without_images(note.text), " ".join((title_of(note.text), *note.tags, note.mood))


def _phrase(word: str) -> str:
    """A word or phrase as FTS5 takes it: in quotation marks nothing of it is a sign of the query's language."""
    return '"{}"*'.format(word.replace('"', '""').replace("\0", " "))
