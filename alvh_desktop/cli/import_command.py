"""The command that brings market files in; it loads nothing that values or draws."""

from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import clock_of, market_of, portfolio_named, reading
from alvh_desktop.cli.from_export import is_exported_book
from alvh_desktop.cli.import_answer import import_answer, import_text
from alvh_desktop.cli.options import DATES, FILE, Moment, every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.statement_import import enter_statement, statement_in
from alvh_desktop.cli.typed_files import enter_typed, typed_rows_in
from alvh_desktop.desk.importing import import_quotes
from alvh_desktop.domain.quotes import Asked, Question
from alvh_desktop.domain.statements import DateOrder
from alvh_desktop.market.formats import read_quote_file

_HOW_TO_SAY = {
    "moment": "Say when the quotes were made: --quoted-at 2023-02-07T16:15-05:00",
    "series": "Say which one it is: --series NAME, such as {}",
}


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--quoted-at", type=Moment(), help="When the quotes were made, for a file that does not say it.")
@click.option("--series", metavar="NAME", help="Which index or VX future it is, for a file that does not say it.")
@click.option("--account", metavar="NAME", help="Whose statement it is; else the first account.")
@click.option("--zone", default="", metavar="ZONE", help="The statement's time zone, where it does not say it.")
@click.option("--dates", type=DATES, help="What its dates say first, for a statement whose dates do not show it.")
@click.option("--leave-out", type=int, multiple=True, metavar="LINE", help="A line of a statement not to book.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what a statement would do, and book nothing.")
@every_option
def import_(
    file: Path,
    quoted_at: datetime | None,
    series: str | None,
    account: str | None,
    zone: str,
    dates: DateOrder | None,
    leave_out: tuple[int, ...],
    is_dry: bool,
    portfolio: Path | None,
    as_json: bool,
    at: datetime | None,
) -> None:
    """Import a broker's statement, quotes, daily closes and settles, or your own marks, inputs and events.

    FILE holds option quotes (a Cboe quote table, a DataShop end-of-day file, a saved page of delayed quotes), daily
    prices of indices (of Cboe, FRED or Yahoo) or VX futures (a contract or a settlement sheet of CFE, a table of VX1
    to VX8), plain or in a gzip or zip. It is recognised by what stands in it. The book does not change.

    A statement of tastytrade, thinkorswim, Schwab, Interactive Brokers (Flex or activity), Fidelity or your own list
    of fills becomes one edit of the book: what is known already is not booked again, and 'undo' takes it back.

    A CSV file of your own, whose first line is what,name,date,time,value,source,note, becomes one edit of the book:
    all of it or, when a line is wrong, nothing. 'undo' takes it back.
    """
    path = portfolio_named(portfolio)
    if not file.is_file():
        raise RefusedError(f"file: there is no file {file}")
    if is_exported_book(file):
        raise RefusedError(
            f"{file.name} is a whole book that was exported: make it again with 'new FILE --from EXPORT'"
        )
    typed = typed_rows_in(file)
    if typed is not None:
        enter_typed(path, typed, file.name, as_json, at)
        return
    with reading(path) as book:
        statement = statement_in(file, book, account, zone, dates)
        now = clock_of(book, at)
    if statement is not None:
        enter_statement(path, *statement, account, leave_out, is_dry, as_json, at)
        return
    if is_dry:
        raise RefusedError(f"--dry-run: {file.name} is no broker's statement")
    found = import_quotes(read_quote_file, market_of(path), file, now, Asked(quoted_at, series))
    if isinstance(found, Question):
        raise RefusedError(f"{found} {_how_to_say(found)}")
    found = accepted(found)
    answer(as_json, import_answer(found), import_text(found))


def _how_to_say(question: Question) -> str:
    return _HOW_TO_SAY[question.asks].format(", ".join(question.choices))
