"""The command for recorded days: listed, and filled where the program did not run."""

from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.day_answers import DaysTold, days_answer, days_text
from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.cli.files import clock_of, market_of, portfolio_named, reading_file, writing_file
from alvh_desktop.cli.options import every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.desk.day_gaps import Filling, fill_gaps, gaps
from alvh_desktop.desk.past_days import corrections, with_edits
from alvh_desktop.domain.book import Book
from alvh_desktop.storage.book_file import BookFile


@click.command()
@click.option(
    "--campaign",
    type=click.IntRange(1, 2**53),
    help="Show this campaign only, by its number; 'report --json' lists them.",
)
@click.option("--fill-gaps", "is_filling", is_flag=True, help="Work missing days out from imported quotes.")
@every_option
def days(campaign: int | None, is_filling: bool, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """The recorded days of each campaign, and the trading days that were missed.

    The window keeps a line a day and campaign: what it was worth, gained and risked. A day on which it did not run
    is a gap. With --fill-gaps every gap is worked out from the quotes imported of that day's close, and marked so;
    what cannot be filled says why.
    """
    path = portfolio_named(portfolio)
    with writing_file(path) if is_filling else reading_file(path) as file:
        book = file.load()
        _refuse_unknown(file, book, campaign)
        now = clock_of(book, at)
        filling = fill_gaps(book, market_of(path), file, now) if is_filling else None
        told = _told(file, book, now, campaign, filling)
    answer(as_json, days_answer(told, book, path), days_text(told, book))


def _told(file: BookFile, book: Book, now: datetime, campaign: int | None, filling: Filling | None) -> DaysTold:
    kept = file.days()
    missing = gaps(book, kept, now)
    lines = tuple(line for line in kept if campaign in (None, line.campaign_id))
    return DaysTold(
        lines,
        tuple(gap for gap in missing if campaign in (None, gap.campaign_id)),
        with_edits(book, corrections(book, lines), file.lines_since),
        None if filling is None else len(filling.filled),
        dict(filling.left) if filling else {},
    )


def _refuse_unknown(file: BookFile, book: Book, campaign: int | None) -> None:
    if campaign is not None and campaign not in book.campaigns and not file.days(campaign):
        raise RefusedError(f"campaign: there is no campaign {campaign}; 'report --json' lists them")
