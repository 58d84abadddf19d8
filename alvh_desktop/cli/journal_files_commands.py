"""`journal export`: the journal as a folder of files that other programs read."""

from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import portfolio_named
from alvh_desktop.cli.options import FILE, every_option
from alvh_desktop.cli.output import answer, count_text
from alvh_desktop.domain.problems import KnownError


@click.command("export")
@click.option("-o", "--out", type=FILE, metavar="FOLDER", required=True, help="The folder to write.")
@click.option("--force", is_flag=True, help="Write over FOLDER where it is a journal that was written before.")
@every_option
def export(out: Path, force: bool, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Write the journal as a folder: whole, or not at all.

    \b
    notes/          a file of Markdown a note, with what is known of it in front
    images/         the pictures that notes show
    timeline.csv    every entry of the journal
    campaigns.csv   every campaign, the hedge beside each condor
    statistics.csv  what closed campaigns came to, by every grouping

    --force writes over a journal that was written before, and what was changed in its files is lost; a folder that
    holds anything else is never touched. 'export' writes the book itself, to make a portfolio of it again.
    """
    from alvh_desktop.cli.journal_reading import read_journal
    from alvh_desktop.cli.note_images import missing_text
    from alvh_desktop.desk.exported import shown_in
    from alvh_desktop.desk.journal.written.folder import journal_files
    from alvh_desktop.desk.whole_files import write_whole_folder

    path = portfolio_named(portfolio)
    _refuse_taken(out, force)
    source = read_journal(path, at)
    files = journal_files(source)
    fault = write_whole_folder(out, files)
    if fault is not None:
        raise KnownError(f"{fault.message}.", "See that there is room and that the folder may be written.")
    missing = len(shown_in(source.book)) - len(source.images)
    notes, entries = len(source.book.notes), len(source.entries)
    data = {
        "portfolio": str(path),
        "folder": str(out),
        "notes": notes,
        "images": len(source.images),
        "images_missing": missing,
        "entries": entries,
        "campaigns": len(source.records),
        "files": sorted(files),
    }
    told = f"{count_text(notes, 'note')}, {count_text(len(source.images), 'image')}, {_entries_text(entries)}"
    text = f"Journal written to {out}: {told}"
    answer(as_json, data, text + missing_text(missing, "cannot be read: 'check' says more"))


def _refuse_taken(out: Path, force: bool) -> None:
    from alvh_desktop.desk.journal.written.folder import replaceable_problem

    if not out.parent.is_dir():
        raise RefusedError(f"folder: there is no folder {out.parent}")
    if out.is_symlink() or out.exists():
        if not force:
            raise RefusedError(f"folder: {out} exists already; --force writes over a journal")
        problem = replaceable_problem(out)
        if problem is not None:
            accepted(problem)


def _entries_text(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
