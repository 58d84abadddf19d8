"""The command for Section 1256 by tax year."""

from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.files import clock_of, portfolio_named, reading_file
from alvh_desktop.cli.options import every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.tax_answer import tax_answer, tax_text
from alvh_desktop.desk.journal.tax import tax_years_of


@click.command()
@click.option("--year", type=click.IntRange(1990, 2040), help="This year alone.")
@every_option
def tax(year: int | None, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Section 1256 contracts by tax year, 60/40. This is not tax advice.

    What options on SPX and VIX and VX futures realised after fees, and the mark of what was open at the end of the
    year, as it was recorded on its last trading day, less that of the year before; 60 % of the net is long-term, the
    rest short-term. Where a mark was not recorded the net is not known, and the answer says of what. Funds are no
    Section 1256 contracts and stand apart. Accounts are not summed.
    """
    path = portfolio_named(portfolio)
    with reading_file(path) as file:
        book = file.load()
        now = clock_of(book, at)
        years = tax_years_of(book, file, file.days(), now, year)
    answer(as_json, tax_answer(years, book, now, path), tax_text(years, book, now, path))
