"""What the user adds to what was done: notes, the templates they start from, and what was confirmed before a roll."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

LinkKind = Literal["campaign", "trade", "leg", "layer", "roll", "alert"]


@dataclass(frozen=True, slots=True)
class Link:
    """What a note is about: a row by its id, or an alert by its rule and subject ("condor.short_near leg 14").

    It may name what is gone since: an undone trade takes no note with it.
    """

    kind: LinkKind
    key: str


@dataclass(frozen=True, slots=True)
class Note:
    """Markdown in the user's words, about `moment` (aware UTC), which is when it was begun unless the user says so.

    `tags` are small letters, each once, in order; `conviction` is 1 (none) to 5 (sure). Images stand in the text by
    the hash of their bytes (`domain.note_text.images_in`).
    """

    id: int
    moment: datetime
    text: str
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    mood: str = ""
    conviction: int | None = None


@dataclass(frozen=True, slots=True)
class NoteTemplate:
    """A text that a note may start from. One of a shipped name (`resources/note_templates.toml`) takes its place."""

    id: int
    name: str
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One of the things the user was asked to confirm before a roll was booked, and whether it was ticked.

    `name` is one of `domain.draft.CONFIRMATIONS`.
    """

    id: int
    roll_id: int
    name: str
    is_ticked: bool
