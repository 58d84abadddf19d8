"""The command that writes the whole book as a file that other programs read."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import click

from alvh_desktop.cli.files import portfolio_named, reading_file
from alvh_desktop.cli.note_images import missing_text
from alvh_desktop.cli.options import FILE, json_option, portfolio_option
from alvh_desktop.cli.output import answer, count_text, forget_stdout
from alvh_desktop.cli.text_files import free_target, write_whole
from alvh_desktop.desk.exported import Images, book_as_csv, book_as_json, with_images
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import TABLES

_WRITERS: Mapping[str, Callable[[Book, Images], str]] = MappingProxyType({"json": book_as_json, "csv": book_as_csv})


@click.command()
@click.argument("file", type=FILE, required=False, metavar="[PORTFOLIO]")
@click.option("--format", "layout", type=click.Choice(tuple(_WRITERS)), help="Else by OUT's ending, else json.")
@click.option("-o", "--out", type=FILE, metavar="OUT", help="The file to write; else the answer is the export.")
@click.option("--force", is_flag=True, help="Write over OUT where it stands there already.")
@portfolio_option
@json_option
def export(
    file: Path | None, layout: str | None, out: Path | None, force: bool, portfolio: Path | None, as_json: bool
) -> None:
    """Write the whole book as JSON or CSV.

    Every table with every field: amounts as decimals, moments as UTC. In the CSV a text that a spreadsheet could
    take for a formula has an apostrophe in front. The images that notes show are in it. 'new FILE --from OUT' makes
    the same book of it. The history of edits, recorded markets and the log of alerts are no part of it: 'backup'
    copies these too.
    """
    if file is not None and portfolio is not None:
        raise click.UsageError("name the portfolio once: as PORTFOLIO or by --portfolio")
    path = portfolio_named(file or portfolio)
    if out is None and (force or as_json):
        raise click.UsageError(f"{'--force' if force else '--json'} needs a file to write: -o OUT")
    layout = layout or ("csv" if out is not None and out.suffix.lower() == ".csv" else "json")
    with reading_file(path) as opened:
        exported = with_images(opened.load(), opened.image)
    text = _WRITERS[layout](exported.book, exported.images)
    if out is None:
        _write_out(text)
        return
    write_whole(free_target(out, path), text, force)
    rows = sum(len(getattr(exported.book, table)) for table in TABLES)
    data = {
        "portfolio": str(path),
        "export": str(out),
        "format": layout,
        "rows": rows,
        "images": len(exported.images),
        "images_missing": len(exported.missing),
    }
    told = count_text(rows, "row") + (f", {count_text(len(exported.images), 'image')}" if exported.images else "")
    text = f"Export written to {out}: {told}"
    answer(as_json, data, text + missing_text(len(exported.missing), "cannot be read: 'check' says more"))


def _write_out(text: str) -> None:
    """As UTF-8 whatever the terminal's encoding is: an export that lacks a letter is none. Raises KnownError."""
    try:
        bare = getattr(sys.stdout, "buffer", None)
        if bare is None:
            sys.stdout.write(text)
        else:
            bare.write(text.encode("utf-8"))
        sys.stdout.flush()
    except BrokenPipeError:
        forget_stdout()
    except OSError as error:
        forget_stdout()
        reason = error.strerror or error
        raise KnownError(f"The export cannot be written ({reason}).", "Name a file with -o OUT.") from error
