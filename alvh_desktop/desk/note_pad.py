"""What lies beside the notes of a book: the images they show, and what is typed and not saved yet."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Note

ImageKind = Literal["png", "jpeg"]
LARGEST_IMAGE_BYTES = 20_000_000

_BEGINNINGS: tuple[tuple[bytes, ImageKind], ...] = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))


@dataclass(frozen=True, slots=True)
class Image:
    """The bytes of a picture as they were given, kept once under their hash."""

    kind: ImageKind
    content: bytes

    @property
    def hash(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as it was typed last, at `moment`. `key` says which: "new", or the id of the note that is changed."""

    key: str
    moment: datetime
    note: Note


def image_of(content: bytes) -> Image | Problem:
    """An image to keep; a Problem where the bytes are no PNG or JPEG, or too many."""
    if len(content) > LARGEST_IMAGE_BYTES:
        told = f"{len(content) / 1e6:,.0f} MB are too many for an image: {LARGEST_IMAGE_BYTES / 1e6:,.0f} at most"
        return Problem("image", told)
    kind = next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), None)
    return Problem("image", "this is no PNG or JPEG") if kind is None else Image(kind, content)
