"""The command for what closed campaigns came to."""

from datetime import date, datetime
from pathlib import Path

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import market_of, portfolio_named, reading_file
from alvh_desktop.cli.input_commands import Day
from alvh_desktop.cli.options import every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.cli.statistics_answer import Asked, statistics_answer, statistics_text
from alvh_desktop.desk.campaigns import campaigns_of
from alvh_desktop.desk.journal.results import results_of
from alvh_desktop.desk.journal.tags import tags_by_campaign
from alvh_desktop.desk.journal.vix_at_entry import vix_reader
from alvh_desktop.domain.edits.enter import account_named
from alvh_desktop.reports.groupings import GROUPINGS


@click.command()
@click.option("--by", type=click.Choice(tuple(GROUPINGS)), default="all", help="What they are put together by.")
@click.option("--account", help="Count this account alone, be it on paper.")
@click.option("--from", "first", type=Day(), help="Count what ended on this New York day or later.")
@click.option("--to", "last", type=Day(), help="Count what ended on this New York day or before.")
@every_option
def statistics(
    by: str, account: str | None, first: date | None, last: date | None, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """What closed campaigns came to, each with all its rolls counted as one trade.

    Win rate and profit a campaign stand with their 95 % intervals (Wilson; Student's t). Real accounts and those on
    paper are never summed. The hedge is no trade: each condor's share of its ladder stands beside its P/L, never
    inside; by sleeve alone a hedge that was closed whole counts as a campaign.

    \b
    --by: strategy    what the campaign was opened as
          month       the New York month in which it ended
          weekday     of the day it was opened on
          days        calendar days to expiry when it was opened
          vix         VIX when it was opened: as recorded with the fill, else the close of that day
          tag         of the notes about it; under each of its tags it counts once
          sleeve, account, all
    """
    path = portfolio_named(portfolio)
    if first is not None and last is not None and first > last:
        raise RefusedError(f"from: {first} is after {last}")
    picture = picture_of(path, at)
    book, now = picture.inputs.book, picture.inputs.now
    chosen = None if account is None else accepted(account_named(book, account)).name
    past = market_of(path).past()
    with reading_file(path) as file:
        campaigns = campaigns_of(book, picture.values, now, file.days())
        results = results_of(book, campaigns, tags_by_campaign(book), vix_reader(file, past))
    counted = (results if chosen is None else results.of_account(chosen)).closed_between(first, last)
    asked = Asked(by, chosen, first, last)
    answer(as_json, statistics_answer(counted, asked, picture, path), statistics_text(counted, asked, picture, path))
