"""The command that brings market files in; it loads nothing that values or draws."""

from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, market_of, portfolio_named, reading
from alvh_desktop.cli.import_answer import import_answer, import_text
from alvh_desktop.cli.options import FILE, Moment, every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.desk.importing import import_quotes
from alvh_desktop.domain.quotes import Asked
from alvh_desktop.market.formats import read_quote_file


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--quoted-at", type=Moment(), help="When the quotes were taken, for a file that does not say it.")
@click.option("--series", metavar="NAME", help="Which index or VX future it is, for a file that does not say it.")
@every_option
def import_(
    file: Path,
    quoted_at: datetime | None,
    series: str | None,
    portfolio: Path | None,
    as_json: bool,
    at: datetime | None,
) -> None:
    """Import quotes or daily closes from a file.

    FILE is a Cboe quote table, a Cboe DataShop end-of-day file, a history of an index from Cboe, FRED or Yahoo, a
    VX future or settlement sheet of CFE, or a table of VX1 to VX8, plain or in a gzip or zip; it is recognised by
    what stands in it. The book does not change.
    """
    path = portfolio_named(portfolio)
    if not file.is_file():
        raise RefusedError(f"file: there is no file {file}")
    with reading(path) as book:
        now = clock_of(book, at)
    found = accepted(import_quotes(read_quote_file, market_of(path), file, now, Asked(quoted_at, series)))
    answer(as_json, import_answer(found), import_text(found))
