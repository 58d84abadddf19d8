"""The images of a portfolio's notes, read for what is written from them."""

from dataclasses import dataclass

from alvh_desktop.cli.output import count_text
from alvh_desktop.desk.exported import Images, shown_in
from alvh_desktop.desk.note_pad import Image
from alvh_desktop.domain.book import Book
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.faults import DamagedFileError


@dataclass(frozen=True, slots=True)
class ShownImages:
    """What the notes of a book show: the images that are `kept`, and the hashes of those that are not, or damaged."""

    kept: Images
    missing: tuple[str, ...]


def images_shown(file: BookFile, book: Book) -> ShownImages:
    """One that is damaged keeps no book from being written out."""
    found = {each: _image(file, each) for each in shown_in(book)}
    kept = {key: image for key, image in found.items() if image is not None}
    return ShownImages(kept, tuple(key for key, image in found.items() if image is None))


def missing_text(count: int, why: str) -> str:
    """A line of its own, or nothing where none is missing."""
    return f"\n! Of the images that notes show, {count_text(count, 'image')} {why}." if count else ""


def _image(file: BookFile, hash_of_bytes: str) -> Image | None:
    try:
        return file.image(hash_of_bytes)
    except DamagedFileError:
        return None
