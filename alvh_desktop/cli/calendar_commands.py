"""Commands for what a person knows of the market: prices, days on which news is due, and the days ahead."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.answers import change_answer
from alvh_desktop.cli.calendar_answers import calendar_answer, calendar_text
from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, portfolio_named, reading, writing
from alvh_desktop.cli.input_commands import Day
from alvh_desktop.cli.options import Moment, every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.texts import change_text
from alvh_desktop.desk.events import event_edit, striking_edit
from alvh_desktop.desk.typed_marks import mark_edit, taking_mark_back_edit
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.inputs import TYPED_BY_HAND
from alvh_desktop.domain.problems import Problem

LONGEST_SPAN_DAYS = 1100
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


class TimeOfDay(click.ParamType[time]):
    """HH:MM in New York."""

    name = "HH:MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        if isinstance(value, time):
            return value
        if not _TIME.fullmatch(value):
            self.fail(f"{value!r} is no time: write it like 14:00, New York time", param, ctx)
        return time.fromisoformat(value)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("subject", nargs=-1, required=True, metavar="SUBJECT [PRICE]")
@click.option("--remove", is_flag=True, help="Take the newest price typed for SUBJECT back.")
@click.option("--seen", type=Moment(), help="When the price held; else now.")
@click.option("--source", help="Where the price comes from.")
@every_option
def mark(
    subject: tuple[str, ...], remove: bool, seen: datetime | None, source: str | None, portfolio: Path | None,
    as_json: bool, at: datetime | None,
) -> None:  # fmt: skip
    """Type a price, or take one back.

    \b
    SUBJECT is a contract or an index; PRICE is in points:
      SPXW 18DEC26 6300 P 3.10
      VX 16DEC26 18.45 --source "broker"
      UVXY 12.80           a fund of the portfolio
      VIX 17.1 --seen 2026-11-20T15:45-05:00
      SPX.implied 6620     SPX as its futures imply it while the index is closed
      VX 16DEC26 --remove

    The newest price of a contract counts, typed or imported; of one moment the typed one.
    """
    path = portfolio_named(portfolio)
    if remove and (seen is not None or source is not None):
        raise RefusedError("remove: a price that is taken back has no time and no source")
    with writing(path, at) as desk:
        edit: Edit
        if remove:
            edit = accepted(taking_mark_back_edit(desk, " ".join(subject)))
        elif len(subject) < 2:
            raise RefusedError(f"price: say the price behind {subject[0]}")
        else:
            said = TYPED_BY_HAND if source is None else source
            edit = accepted(mark_edit(desk, " ".join(subject[:-1]), subject[-1], seen, said))
        _tell(as_json, accepted(desk.do(edit)))


@click.command()
@click.argument("kind")
@click.argument("day", type=Day())
@click.option("--time", "hour", type=TimeOfDay(), help="New York time; without it only the day is known.")
@click.option("--title", default="", help="Its words on the calendar; an event of your own needs them.")
@click.option("--source", help="Where you have it from.")
@click.option("--strike", is_flag=True, help="Take the event of that day out of the calendar.")
@every_option
def event(
    kind: str, day: date, hour: time | None, title: str, source: str | None, strike: bool, portfolio: Path | None,
    as_json: bool, at: datetime | None,
) -> None:  # fmt: skip
    """Put an event into the calendar, or strike one out.

    \b
    KIND is FOMC, "FOMC minutes", CPI, PPI, rebalance or own:
      FOMC 2028-01-26 --time 14:00 --source "federalreserve.gov"
      own 2026-11-25 --time 16:00 --title "Review of the ladder"
      CPI 2026-12-10 --strike

    An event that you type takes the place of the one that came with the program for its kind and day.
    """
    path = portfolio_named(portfolio)
    if strike and (hour is not None or source is not None):
        raise RefusedError("strike: an event that is struck has no time and no source")
    with writing(path, at) as desk:
        said = TYPED_BY_HAND if source is None else source
        edit: Edit | Problem = event_edit(desk, kind, day, hour, title, said)
        if strike:
            edit = striking_edit(desk, kind, day, title)
        _tell(as_json, accepted(desk.do(accepted(edit))))


@click.command()
@click.option("--days", type=click.IntRange(1, LONGEST_SPAN_DAYS), help="So many days from the first on; else 30.")
@click.option("--from", "first", type=Day(), help="The first day; else today.")
@click.option("--to", "last", type=Day(), help="The last day.")
@every_option
def calendar(
    days: int | None, first: date | None, last: date | None, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """What the days ahead hold.

    Settlements and last trading moments of every product, closed and short days, and events, each with its source.
    What the program does not know is said at the end.
    """
    path = portfolio_named(portfolio)
    if days is not None and last is not None:
        raise RefusedError("days: say --days or --to, not both")
    with reading(path) as book:
        begins = first or clock_of(book, at).astimezone(NEW_YORK).date()
        ends = last or begins + timedelta(days=(days or 30) - 1)
        if not 0 <= (ends - begins).days < LONGEST_SPAN_DAYS:
            raise RefusedError(f"to: {ends} ends no span of 1 to {LONGEST_SPAN_DAYS} days from {begins} on")
        answer(as_json, calendar_answer(book, begins, ends, path), calendar_text(book, begins, ends, path))


def _tell(as_json: bool, change: Change) -> None:
    answer(as_json, change_answer(change), change_text(change))
