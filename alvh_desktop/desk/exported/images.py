"""The pictures that notes show, as text beside the tables: their bytes as base64, under the hash of these.

In the CSV a picture is one row or several of `hash,kind,part,parts,base64`: a spreadsheet keeps no more than 32,767
characters in a cell, and would cut off what is longer.
"""

import base64
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from alvh_desktop.desk.exported.found_rows import FoundRow
from alvh_desktop.desk.note_pad import Image, image_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.note_text import images_in
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.spreadsheet_text import guarded, unguarded

IMAGES = "images"
VALUES = ("kind", "base64")
"""Of a picture in the JSON, under its hash."""
COLUMNS = ("hash", "kind", "part", "parts", "base64")
PART_CHARACTERS = 32_000

Images = Mapping[str, Image]
"""By the SHA-256 of their bytes."""

NO_IMAGES: Images = MappingProxyType({})
_COUNT = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an exported file holds: the book, and the pictures of its notes."""

    book: Book
    images: Images = field(default_factory=lambda: NO_IMAGES)

    @property
    def missing(self) -> tuple[str, ...]:
        """The hashes of pictures that its notes show and that are not here."""
        return tuple(each for each in shown_in(self.book) if each not in self.images)


def with_images(book: Book, image: Callable[[str], Image | None]) -> Exported:
    """A book and the pictures that `image` finds by their hashes.

    One of which it knows nothing, or raises a KnownError, is `missing`: it keeps no book from being written out.
    """
    found: dict[str, Image] = {}
    for hash_of_bytes in shown_in(book):
        with suppress(KnownError):
            kept = image(hash_of_bytes)
            if kept is not None:
                found[hash_of_bytes] = kept
    return Exported(book, found)


def shown_in(book: Book) -> tuple[str, ...]:
    """The hashes of all pictures that notes and templates show, each once."""
    texts = (each.text for rows in (book.notes, book.note_templates) for each in rows.values())
    return tuple(dict.fromkeys(each for text in texts for each in images_in(text)))


def image_values(image: Image) -> dict[str, str]:
    return dict(zip(VALUES, (image.kind, _text_of(image.content)), strict=True))


def image_rows(image: Image) -> Iterator[tuple[str, ...]]:
    """The cells of each row of a picture, guarded as all text is: a part may begin with +."""
    text, hash_of_bytes = _text_of(image.content), image.hash
    parts = [text[start : start + PART_CHARACTERS] for start in range(0, len(text), PART_CHARACTERS)]
    for number, part in enumerate(parts, 1):
        yield hash_of_bytes, image.kind, str(number), str(len(parts)), guarded(part)


def images_in_values(given: Any) -> Images | Problem:
    """Those of the JSON. A Problem names the first that is wrong."""
    if not isinstance(given, dict):
        return Problem(IMAGES, "it is an object of pictures, each under its hash")
    found: dict[str, Image] = {}
    for hash_of_bytes, values in given.items():
        where = f"{IMAGES}, {hash_of_bytes[:20]}"
        if not isinstance(values, dict) or values.keys() != set(VALUES):
            return Problem(where, f"a picture has {' and '.join(VALUES)}, and nothing else")
        image = _image(where, hash_of_bytes, values["kind"], values["base64"])
        if isinstance(image, Problem):
            return image
        found[hash_of_bytes] = image
    return found


def images_in_rows(rows: Iterable[FoundRow]) -> Images | Problem:
    """Those of the CSV, whatever order their parts are in. A Problem names the first row that is wrong."""
    by_hash: dict[str, list[FoundRow]] = {}
    for row in rows:
        by_hash.setdefault(row.values["hash"], []).append(row)
    found: dict[str, Image] = {}
    for hash_of_bytes, parts in by_hash.items():
        text = _put_together(parts)
        if isinstance(text, Problem):
            return text
        image = _image(parts[0].where, hash_of_bytes, parts[0].values["kind"], text)
        if isinstance(image, Problem):
            return image
        found[hash_of_bytes] = image
    return found


def _put_together(rows: Sequence[FoundRow]) -> str | Problem:
    first = rows[0]
    told = first.values["parts"]
    if not _COUNT.fullmatch(told):
        return Problem(f"{first.where}, parts", f"{told[:40]!r} is no count of parts")
    texts: dict[int, str] = {}
    for row in rows:
        number = row.values["part"]
        if (row.values["parts"], row.values["kind"]) != (told, first.values["kind"]):
            return Problem(row.where, f"its kind and its parts are not those of {first.where}")
        if not _COUNT.fullmatch(number) or int(number) > int(told) or int(number) in texts:
            return Problem(f"{row.where}, part", f"{number[:40]!r} is none of {told} parts, or stands there already")
        texts[int(number)] = unguarded(row.values["base64"])
    if len(texts) < int(told):
        return Problem(first.where, f"{int(told) - len(texts)} of the {told} parts of this picture are missing")
    return "".join(texts[number] for number in sorted(texts))


def _image(where: str, hash_of_bytes: str, kind: Any, text: Any) -> Image | Problem:
    try:
        content = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        return Problem(f"{where}, base64", "this is no base64")
    found = image_of(content)
    if isinstance(found, Problem):
        return Problem(where, found.message)
    if found.hash != hash_of_bytes:
        return Problem(f"{where}, hash", "the bytes are not those of this hash: the picture was changed or cut off")
    if found.kind != kind:
        return Problem(f"{where}, kind", f"{str(kind)[:40]!r} is not what the bytes are: {found.kind}")
    return found


def _text_of(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
