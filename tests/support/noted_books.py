"""A portfolio file in a session, for tests of notes; run as a script it writes a note until it is killed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from support.founded_books import CLOCK, enter
from support.recorded_books import DOT
from support.stored_books import create, open_to_write
from support.window_parts import portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.book import Book
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.note_index import NoteIndex
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.journal.writing import NoteWriting
from alvh_desktop.viewmodels.session import Session

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
TYPED = "# Why\n\nRich premium before the FOMC, so the call side was sold near. #fomc"


def opened(file: BookFile, read_only_because: str | None = None) -> OpenPortfolio:
    """The file as a window holds it, without a market."""
    desk = Desk(file, lambda: CLOCK)
    bare = portfolio_of(desk, path=file.path, read_only_because=read_only_because)
    return replace(
        bare, close=file.close, note_pad=file, search=NoteIndex(),
        open_past=lambda: BookFile.open_for_reading(file.path, CLOCK),
    )  # fmt: skip


class Writer:
    """A person who writes in the journal of one file."""

    def __init__(self, path: Path, read_only_because: str | None = None) -> None:
        self.session = Session(Background())
        self.writing = NoteWriting()
        self.writing.serve(self.session)
        self.portfolio = opened(open_to_write(path), read_only_because)
        self.session.hold(self.portfolio)

    @property
    def book(self) -> Book:
        return self.portfolio.desk.book

    def leaves(self) -> None:
        self.session.hold(None)


@contextmanager
def writer_on(path: Path, read_only_because: str | None = None) -> Iterator[Writer]:
    if not path.exists():
        file = create(path)
        enter(Desk(file, lambda: CLOCK), CONDOR)
        file.close()
    writer = Writer(path, read_only_because)
    try:
        yield writer
    finally:
        writer.leaves()


def write_until_killed(path: Path) -> None:
    """Types a note with a picture, key by key, and says how much of it is kept."""
    app = QCoreApplication([])
    with writer_on(path) as writer:
        writing = writer.writing
        writing.kept.connect(lambda: say(len(writing.note.text) if writing.note else 0))
        writing.begin()
        picture = writing.add_image(DOT.content, "dot")
        assert isinstance(picture, str)
        say("ready")
        for length in range(1, len(TYPED) + 1):
            writing.type_text(f"{picture}\n\n{TYPED[:length]}")
            app.processEvents()
            if length % 7 == 0:
                writing.keep()
        writing.keep()
        say("done")
        sys.stdin.readline()


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    write_until_killed(Path(sys.argv[1]))
