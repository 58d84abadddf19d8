"""`adherence`: what was done each time that a rule asked for an action, and what it cost not to."""

from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.adherence_answer import adherence_answer, adherence_text
from alvh_desktop.cli.files import portfolio_named, reading_file
from alvh_desktop.cli.options import every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.desk.journal.adherence import adherence_of
from alvh_desktop.desk.journal.entries import EVER
from alvh_desktop.desk.journal.timeline import journal_of
from alvh_desktop.desk.journal.worth import PastWorth
from alvh_desktop.reports.adherence import ONE_SESSION


@click.command()
@click.option(
    "--sessions",
    type=click.IntRange(0, 20),
    default=ONE_SESSION,
    help="Trading sessions there are to act, after the one in which it asked; 1.",
)
@every_option
def adherence(sessions: int, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Were the rules followed: what was done each time that one asked for an action.

    Those that ask are: a short tested, a break-even near, a loss multiple and an expiry at warn or act, a credit
    captured, a layer that ages, and a short layer whose delta is low. An order that rolls or closes, in time, follows
    them; a settlement follows the expiry alone, and new hedge, or hedge peeled off, where the method says so. What
    was quiet again before the time was up, without anything done, has lapsed and is in no share.

    The share stands with Wilson's 95 % interval. What breaking a rule cost is known where the market was recorded on
    the day on which the time was up.
    """
    path = portfolio_named(portfolio)
    picture = picture_of(path, at)
    book, now = picture.inputs.book, picture.inputs.now
    with reading_file(path) as file:
        log = tuple(each for each in file.transitions() if each.moment <= now)
        entries = journal_of(book, file.lines_since(EVER), log)
        worth = PastWorth(book, file, file.days(), picture.values)
        found = adherence_of(book, entries, log, worth, now, sessions)
    answer(as_json, adherence_answer(found, now, sessions, path), adherence_text(found))
