"""A note as a file of Markdown: what is known of it in front, its text below, its pictures beside."""

import json
import re
from collections.abc import Iterator
from datetime import UTC

from alvh_desktop.desk.exported import Images
from alvh_desktop.desk.note_pad import Image
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.note_text import images_in, title_of, with_image_targets
from alvh_desktop.domain.records import Note

IMAGES_FOLDER = "images"
_ENDINGS = {"png": "png", "jpeg": "jpg"}
_LONGEST_TITLE = 50
_NO_WORD = re.compile(r"[\W_]+")
# What YAML takes for the end of a line, or does not let stand in a text.
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def image_file_name(hash_of_bytes: str, image: Image) -> str:
    return f"{hash_of_bytes}.{_ENDINGS[image.kind]}"


def note_file_name(note: Note) -> str:
    """2026-11-20-1545-88-rich-premium.md: in the order of time, and no two notes have one name."""
    words = _NO_WORD.sub("-", title_of(note.text).casefold())[:_LONGEST_TITLE].strip("-")
    begun = f"{note.moment.astimezone(NEW_YORK):%Y-%m-%d-%H%M}-{note.id}"
    return f"{begun}-{words}.md" if words else f"{begun}.md"


def note_markdown(note: Note, images: Images) -> str:
    """Its text stands behind the front matter as it was written; pictures that are kept are shown by their files, and
    what is not kept by its hash."""
    front = "".join(f"{name}: {value}\n" for name, value in _front(note))
    return f"---\n{front}---\n\n{with_image_files(note.text, images, f'../{IMAGES_FOLDER}/')}"


def with_image_files(text: str, images: Images, folder: str) -> str:
    """A text in which each picture that is kept is named by its file in a folder."""
    return with_image_targets(
        text, {key: f"{folder}{image_file_name(key, images[key])}" for key in images_in(text) if key in images}
    )


def _front(note: Note) -> Iterator[tuple[str, str]]:
    """Values as YAML has them, of which quoted JSON is a part."""
    yield "id", str(note.id)
    yield "moment", note.moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    yield "new_york", _quoted(f"{note.moment.astimezone(NEW_YORK):%Y-%m-%d %H:%M}")
    yield "tags", _listed(note.tags)
    yield "about", _listed(tuple(f"{link.kind} {link.key}" for link in note.links))
    if note.mood:
        yield "mood", _quoted(note.mood)
    if note.conviction is not None:
        yield "conviction", str(note.conviction)


def _listed(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _quoted(text: str) -> str:
    told = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", told)
