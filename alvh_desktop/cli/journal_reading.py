"""What reports and folders of the journal are written from, read from a portfolio file and its market."""

from datetime import datetime
from pathlib import Path

from alvh_desktop.cli.files import market_of, reading_file
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.desk.exported import with_images
from alvh_desktop.desk.journal.entries import EVER
from alvh_desktop.desk.journal.source import JournalSource, journal_source
from alvh_desktop.desk.journal.vix_at_entry import vix_reader


def read_journal(path: Path, at: datetime | None) -> JournalSource:
    """At the moment of `at`, else at the portfolio's clock."""
    picture = picture_of(path, at)
    past = market_of(path).past()
    with reading_file(path) as file:
        return journal_source(
            picture,
            file.lines_since(EVER),
            file.days(),
            file.transitions(),
            with_images(picture.inputs.book, file.image).images,
            vix_reader(file, past),
        )
