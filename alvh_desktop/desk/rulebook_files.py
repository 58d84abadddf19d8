"""A rulebook in a file of its own, for the window: read and written whole, its faults in a sentence."""

from pathlib import Path

from alvh_desktop.desk.whole_files import write_whole
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.rulebook_file import LARGEST_FILE_BYTES, RulebookFile, read_rulebook, rulebook_text


def rulebook_in(path: Path, book: Book) -> RulebookFile | Problem:
    """What a file holds for a book."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        return Problem("file", f"{path.name} cannot be read: {error.strerror or error}")
    read = read_rulebook(content, book)
    return Problem("file", f"{path.name}: {read.message}") if isinstance(read, Problem) else read


def write_rulebook(path: Path, book: Book) -> Problem | None:
    """Write the rulebook of a book over whatever stands at `path`, whole or not at all."""
    return write_whole(path, rulebook_text(book).encode("utf-8"))
