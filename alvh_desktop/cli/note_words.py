"""What a person types of a note: what it is about, how sure they were, its text and images from files."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.desk.note_pad import LARGEST_IMAGE_BYTES, Image, image_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.note_text import LONGEST_NOTE, in_order, tags_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Link, LinkKind
from alvh_desktop.rules.rulebook_rows import row_of

NONE = "none"
"""Takes away what a note has of links, tags, mood or conviction."""
_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)


def links_of(texts: Iterable[str], book: Book) -> tuple[Link, ...]:
    """What a note is about: "campaign 12", "layer short", "alert condor.short_near leg 14". Raises RefusedError for
    what the book does not have."""
    texts = tuple(texts)
    if texts == (NONE,):
        return ()
    return tuple(dict.fromkeys(accepted(_link(text, book)) for text in texts))


def all_tags(texts: Iterable[str]) -> tuple[str, ...]:
    texts = tuple(texts)
    return () if texts == (NONE,) else in_order(tag for text in texts for tag in tags_of(text))


def conviction_of(text: str) -> int | None:
    """1 to 5, or none. Raises RefusedError."""
    if text == NONE:
        return None
    if text in ("1", "2", "3", "4", "5"):
        return int(text)
    raise RefusedError(f"conviction: {text[:40]!r} is no conviction: say 1 (none) to 5 (sure), or {NONE}")


def text_in(file: Path) -> str:
    """The Markdown of a file. Raises RefusedError."""
    content = _content(file, 4 * LONGEST_NOTE, "file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(f"file: {file.name} is not text in UTF-8") from error


def images_in_files(files: Iterable[Path]) -> tuple[tuple[str, Image], ...]:
    """Each with the name of its file. Raises RefusedError for what is no PNG or JPEG."""
    return tuple((file.stem, _image(file)) for file in files)


def _image(file: Path) -> Image:
    found = image_of(_content(file, LARGEST_IMAGE_BYTES + 1, "image"))
    return accepted(Problem("image", f"{file.name}: {found.message}") if isinstance(found, Problem) else found)


def _content(file: Path, most: int, where: str) -> bytes:
    if not file.is_file():
        raise RefusedError(f"{where}: there is no file {file}")
    with file.open("rb") as opened:
        return opened.read(most)


def _link(text: str, book: Book) -> Link | Problem:
    said, _, key = text.strip().partition(" ")
    key = key.strip()
    kind = next((each for each in _KINDS if each == said.casefold()), None)
    if kind is None or not key:
        told = "'campaign 12', 'trade 24', 'leg 14', 'layer short', 'roll 31' or 'alert RULE SUBJECT'"
        return Problem("about", f"{text[:60]!r} names nothing: say {told}")
    if kind == "alert":
        return _alert(key, book)
    if kind == "layer":
        role = next((layer for layer in book.layers.values() if layer.role == key.casefold()), None)
        key = key if role is None else str(role.id)
    table = {"campaign": book.campaigns, "trade": book.trades, "leg": book.legs, "layer": book.layers}
    rows = table.get(kind, book.rolls)
    if not _NUMBER.fullmatch(key) or int(key) not in rows:
        return Problem("about", f"there is no {kind} {key[:40]}; 'report --json' lists them")
    return Link(kind, str(int(key)))


def _alert(key: str, book: Book) -> Link | Problem:
    rule_id, _, subject = key.partition(" ")
    row = row_of(book, rule_id)
    if isinstance(row, Problem):
        return Problem("about", row.message)
    if not subject.strip():
        return Problem(
            "about", f"say which alert of {rule_id}: 'alert {rule_id} SUBJECT', as 'alerts --json' names it"
        )
    return Link("alert", f"{rule_id} {subject.strip()}")
