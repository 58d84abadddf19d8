"""Commands that only look; they read beside an open window too."""

from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.answers import alerts_answer
from alvh_desktop.cli.exits import FOUND, NOT_KNOWN, WELL, accepted
from alvh_desktop.cli.files import portfolio_named, system_now, vacant
from alvh_desktop.cli.options import FILE, every_option
from alvh_desktop.cli.output import answer, count_text
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.cli.report_answer import report_answer
from alvh_desktop.cli.report_text import report_text
from alvh_desktop.cli.texts import alerts_text
from alvh_desktop.storage.backups import back_up_to
from alvh_desktop.storage.checking import check as check_file


@click.command()
@every_option
def report(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Every leg with its mark, model value and Greeks.

    Marks, model values and forwards are in points; delta and gamma are of one contract, delta on the forward; vega,
    theta and rho are in $ of the whole position: per volatility point, per calendar day, per 1 % of rate.
    """
    path = portfolio_named(portfolio)
    picture = picture_of(path, at)
    answer(as_json, report_answer(picture, path), report_text(picture, path))


@click.command()
@every_option
def alerts(portfolio: Path | None, as_json: bool, at: datetime | None) -> int:
    """What asks for attention, and why.

    Ends with 1 when something is at act, and with 4 when nothing is, but something that could be is not known.
    """
    path = portfolio_named(portfolio)
    picture = picture_of(path, at)
    answer(as_json, alerts_answer(picture, path), alerts_text(picture, path))
    if any(alert.level == "act" for alert in picture.alerts):
        return FOUND
    return NOT_KNOWN if any(alert.could_act for alert in picture.alerts) else WELL


@click.command()
@every_option
def check(portfolio: Path | None, as_json: bool, at: datetime | None) -> int:
    """Verify the portfolio file.

    The chain of edits must be unbroken, and every row must follow from it. Ends with 1 when damage was found; each
    line of the answer names a row.
    """
    path = portfolio_named(portfolio)
    found = check_file(path, at or system_now())
    data = {"portfolio": str(path), "lines": found.lines, "rows": found.rows, "findings": list(found.findings)}
    told = "\n".join(found.findings) or f"{path} is whole: {count_text(found.lines, 'edit line')}, {found.rows} rows"
    answer(as_json, data, told)
    return FOUND if found.findings else WELL


@click.command()
@click.argument("file", type=FILE)
@every_option
def backup(file: Path, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Copy the portfolio to a new file, verified.

    Nothing is overwritten. Quotes are not copied: they can be imported again.
    """
    path = portfolio_named(portfolio)
    back_up_to(path, accepted(vacant(file)))
    answer(as_json, {"portfolio": str(path), "backup": str(file)}, f"Backup written to {file}")
