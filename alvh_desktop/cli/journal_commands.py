"""`journal`: what was done, seen, said and written, as one timeline; as a folder of files; as a report."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, market_of, portfolio_named, reading_file
from alvh_desktop.cli.input_commands import Day
from alvh_desktop.cli.journal_answer import entry_json, journal_answer, journal_text
from alvh_desktop.cli.journal_files_commands import export
from alvh_desktop.cli.journal_report_command import report
from alvh_desktop.cli.moment_answer import moment_answer, moment_text
from alvh_desktop.cli.options import json_option, portfolio_option
from alvh_desktop.cli.output import answer
from alvh_desktop.desk.campaigns.moves import courses_of
from alvh_desktop.desk.journal.asking import Asked, asked_of
from alvh_desktop.desk.journal.entries import EVER, KINDS, JournalEntry
from alvh_desktop.desk.journal.finding import found
from alvh_desktop.desk.journal.moment import moment_seen
from alvh_desktop.desk.journal.timeline import journal_of
from alvh_desktop.domain.book import Book
from alvh_desktop.rules.transition import Transition
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.note_index import NoteIndex

_KINDS = {kind.replace(" ", "-"): kind for kind in KINDS}


@click.group(invoke_without_command=True)
@click.option(
    "--campaign", type=click.IntRange(1, 2**53), help="What names this campaign alone; 'report --json' lists them."
)
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(tuple(_KINDS)), help="Entries of this kind; again for more."
)
@click.option("--from", "first", type=Day(), help="From the beginning of this day in New York.")
@click.option("--to", "last", type=Day(), help="To the end of this day.")
@click.option("--find", "text", default="", metavar="LINE", help="What a line asks for, as in the window.")
@click.option(
    "--at-entry", "key", metavar="KEY", help="One entry by its key in --json, with the market of its moment."
)
@portfolio_option
@json_option
@click.pass_context
def journal(
    context: click.Context, campaign: int | None, kinds: tuple[str, ...], first: date | None, last: date | None,
    text: str, key: str | None, portfolio: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """The journal: trades, alerts and answers, changed rules and inputs, corrections and notes, the oldest first.

    \b
    journal --campaign 12 --kind rolled --kind alert
    journal --from 2026-11-01 --to 2026-11-30 --find fomc
    journal --find '"put side" -fomc #roll sleeve:core rule:condor.short_near outcome:lost after:2026-11-01'
    journal --at-entry "edit 12"
    journal export -o FOLDER
    journal report --month 2026-11 -o November.html

    What was undone is not told, and the entry of its undo says so. What is about the whole portfolio is about no
    campaign. --json gives each entry its key.
    """
    if context.invoked_subcommand is not None:
        _refuse_options_before(context)
        return
    path = portfolio_named(portfolio)
    if first is not None and last is not None and last < first:
        raise RefusedError(f"to: {last} is before {first}")
    with reading_file(path) as file:
        book, log = file.load(), file.transitions()
        if campaign is not None and campaign not in book.campaigns:
            raise RefusedError(f"campaign: there is no campaign {campaign}; 'report --json' lists them")
        entries = journal_of(book, file.lines_since(EVER), log)
        if key is not None:
            _tell_one(_entry(entries, key), book, file, log, as_json)
            return
    kept = frozenset(_KINDS[kind] for kind in kinds)
    shown = found(entries, _asked(text, campaign, first, last), book, courses_of(book), NoteIndex(), kept)
    answer(as_json, journal_answer(shown, path), journal_text(shown, book))


def _asked(line: str, campaign: int | None, first: date | None, last: date | None) -> Asked:
    """The line, and the options beside it, which go before what it says of the same."""
    asked = accepted(asked_of(line))
    return replace(
        asked,
        campaigns=asked.campaigns if campaign is None else frozenset((campaign,)),
        first=first or asked.first,
        last=last or asked.last,
    )


def _refuse_options_before(context: click.Context) -> None:
    """What stands between `journal` and its subcommand would be lost in silence."""
    told = next((name for name, value in context.params.items() if value not in (None, (), "", False)), None)
    if told is not None:
        raise click.UsageError(f"put the options behind the word: journal {context.invoked_subcommand} ...")


journal.add_command(export)
journal.add_command(report)


def _tell_one(entry: JournalEntry, book: Book, file: BookFile, log: tuple[Transition, ...], as_json: bool) -> None:
    seen = moment_seen(entry, book, market_of(file.path), file, log, clock_of(book, None))
    data = {"portfolio": str(file.path), "entry": entry_json(entry), "seen": moment_answer(seen, book)}
    answer(as_json, data, f"{journal_text((entry,), book)}\n{moment_text(seen, book)}")


def _entry(entries: tuple[JournalEntry, ...], key: str) -> JournalEntry:
    found = next((each for each in entries if each.key == key.strip()), None)
    if found is None:
        raise RefusedError(f"at-entry: no entry has the key {key[:40]!r}; 'journal --json' gives each its key")
    return found
