"""Format 9: notes and their templates, what was confirmed before a roll, images, and unsaved drafts."""

from collections.abc import Mapping

from alvh_desktop.storage.schema.database import Database

NOTE_PAD = ("images", "drafts")
"""Beside the edit lines, which say nothing of them: images by their hash, and texts as they are typed."""

_BOOK_TABLES: Mapping[str, Mapping[str, type]] = {
    "note_templates": {"id": int, "name": str, "text": str, "tags": str},
    "notes": {
        "id": int, "moment": str, "text": str, "tags": str, "links": str, "mood": str, "conviction": int,
    },
    "confirmations": {"id": int, "roll_id": int, "name": str, "is_ticked": int},
}  # fmt: skip
_PAD_TABLES: Mapping[str, Mapping[str, type]] = {
    "images": {"hash": str, "kind": str, "content": bytes},
    "drafts": {"key": str, "moment": str, "body": str},
}


def make_journal(db: Database) -> None:
    for table, columns in _BOOK_TABLES.items():
        keys = [("roll_id", "rolls", "id")] if table == "confirmations" else []
        not_null = columns.keys() - {"id", "conviction"}
        db[table].create(columns, pk="id", foreign_keys=keys, not_null=not_null, strict=True)
    db["confirmations"].create_index(["roll_id"])
    for table, columns in _PAD_TABLES.items():
        db[table].create(columns, pk=next(iter(columns)), not_null=columns.keys(), strict=True)
