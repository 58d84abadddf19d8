"""What stands in the text of a note: its title, its tags, and the images it shows."""

import re
from collections.abc import Iterable, Mapping

from alvh_desktop.domain.problems import Problem

IMAGE_SCHEME = "image:"
LONGEST_TAG, MOST_TAGS = 40, 30
LONGEST_NOTE = 200_000
"""Characters: a book of 300 pages is longer, a note is not."""

_IMAGE = re.compile(r"!\[([^\]\n]*)\]\(image:([0-9a-f]{64})\)", re.ASCII)
_TAG = re.compile(r"[^\W_][\w.&+/-]*")
_IN_TEXT = re.compile(r"(?<![\w&/#])#([^\W\d_][\w.&+/-]*)")
_TITLE_MARKS = re.compile(r"^(?:\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+)+")


def title_of(text: str) -> str:
    """The first line that says something, without the marks of Markdown before it; empty where none does."""
    for line in text.splitlines():
        told = without_images(_TITLE_MARKS.sub("", line)).strip(" \t*_#`")
        if told:
            return told
    return ""


def image_link(hash_of_bytes: str, caption: str = "") -> str:
    """How a note shows an image, by the SHA-256 of its bytes."""
    told = re.sub(r"[\[\]\r\n]+", " ", caption).strip()
    return f"![{told}]({IMAGE_SCHEME}{hash_of_bytes})"


def images_in(text: str) -> tuple[str, ...]:
    """The hashes of the images that a text shows, each once, in their order."""
    return tuple(dict.fromkeys(found[2] for found in _IMAGE.finditer(text)))


def with_image_targets(text: str, targets: Mapping[str, str]) -> str:
    """The text with other targets in its image links, by the hashes they name; one without a target stays."""
    return _IMAGE.sub(lambda image: f"![{image[1]}]({targets[image[2]]})" if image[2] in targets else image[0], text)


def without_images(text: str) -> str:
    """The text with the captions of its images alone."""
    return _IMAGE.sub(lambda image: image[1], text)


def tags_of(text: str) -> tuple[str, ...]:
    """The tags in what a person typed into a field of tags: parted by commas or spaces, with or without #."""
    parts = re.split(r"[,;\s]+", text)
    return in_order(part.removeprefix("#").casefold() for part in parts if part.strip("#"))


def tags_in(text: str) -> tuple[str, ...]:
    """The tags in the text of a note: a # with a word right behind it. A heading has a space there."""
    return in_order(found[1].casefold().rstrip(".&+/-") for found in _IN_TEXT.finditer(_IMAGE.sub("", text)))


def in_order(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({tag for tag in tags if tag}))


def tags_problem(tags: tuple[str, ...]) -> Problem | None:
    """Why these cannot be the tags of a note."""
    if len(tags) > MOST_TAGS:
        return Problem("tags", f"{len(tags)} tags are too many: {MOST_TAGS} at most")
    for tag in tags:
        if len(tag) > LONGEST_TAG:
            return Problem("tags", f"{tag[:20]}... is too long for a tag: {LONGEST_TAG} characters at most")
        if not _TAG.fullmatch(tag):
            return Problem("tags", f"{tag!r} is no tag: letters and digits, and . & + / - _ between them")
        if tag != tag.casefold():
            return Problem("tags", f"{tag!r} has capitals: a tag is in small letters")
    return None if tags == in_order(tags) else Problem("tags", "tags stand in order, each once")
