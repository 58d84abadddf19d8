"""Images of notes and drafts in a portfolio file: beside the edit lines, and never undone."""

import hashlib
import sqlite3
from collections.abc import Iterator

from alvh_desktop.desk.note_pad import Image, NoteDraft
from alvh_desktop.domain.records import Note
from alvh_desktop.storage.chain import UNREADABLE
from alvh_desktop.storage.faults import CANNOT_READ
from alvh_desktop.storage.nested_values import json_of, value_of
from alvh_desktop.storage.rows import moment_of, moment_text


def put_image(connection: sqlite3.Connection, image: Image) -> None:
    """One that is kept already is not kept again."""
    connection.execute("INSERT OR IGNORE INTO images VALUES (?, ?, ?)", (image.hash, image.kind, image.content))


def kept_image(connection: sqlite3.Connection, hash_of_bytes: str) -> Image | None:
    """Raises ValueError where the bytes are not those that were kept."""
    found = connection.execute("SELECT kind, content FROM images WHERE hash = ?", (hash_of_bytes,)).fetchone()
    return None if found is None else _image(hash_of_bytes, *found)


def put_draft(connection: sqlite3.Connection, draft: NoteDraft) -> None:
    """In place of the one of its key."""
    row = draft.key, moment_text(draft.moment), json_of(draft.note)
    connection.execute("INSERT OR REPLACE INTO drafts VALUES (?, ?, ?)", row)


def remove_draft(connection: sqlite3.Connection, key: str) -> None:
    connection.execute("DELETE FROM drafts WHERE key = ?", (key,))


def kept_drafts(connection: sqlite3.Connection) -> Iterator[NoteDraft]:
    """Those that can be read, the newest last: one that cannot keeps no other from being found."""
    for row in connection.execute("SELECT key, moment, body FROM drafts ORDER BY moment, key").fetchall():
        try:
            yield _draft(*row)
        except UNREADABLE:
            continue


def note_pad_findings(connection: sqlite3.Connection) -> Iterator[str]:
    """Every image that differs from its hash, and every draft that cannot be read."""
    try:
        for kept_hash, kind, content in connection.execute("SELECT hash, kind, content FROM images ORDER BY hash"):
            try:
                _image(kept_hash, kind, content)
            except UNREADABLE as error:
                yield f"images row {kept_hash} {error}"
        for row in connection.execute("SELECT key, moment, body FROM drafts ORDER BY key"):
            try:
                _draft(*row)
            except UNREADABLE as error:
                yield f"drafts row {row[0]} cannot be read ({error})"
    except CANNOT_READ as error:
        yield f"images or drafts cannot be read ({error})"


def _image(kept_hash: str, kind: str, content: bytes) -> Image:
    if hashlib.sha256(content).hexdigest() != kept_hash:
        raise ValueError("was changed: its hash does not match")
    if kind == "png":
        return Image("png", content)
    if kind == "jpeg":
        return Image("jpeg", content)
    raise ValueError(f"{kind!r} is no kind of image")


def _draft(key: str, moment: str, body: str) -> NoteDraft:
    note: Note = value_of(Note, body)
    return NoteDraft(key, moment_of(moment), note)
