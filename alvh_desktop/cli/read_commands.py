"""Commands that only look; they read beside an open window too."""

from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.answers import alerts_answer, payoff_answer
from alvh_desktop.cli.exits import FOUND, NOT_KNOWN, WELL, accepted
from alvh_desktop.cli.files import clock_of, market_of, portfolio_named, reading, system_now, vacant
from alvh_desktop.cli.options import FILE, every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.report_answer import report_answer
from alvh_desktop.cli.report_text import report_text
from alvh_desktop.cli.texts import alerts_text, payoff_text
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.storage.backups import back_up_to
from alvh_desktop.storage.checking import check as check_file


def _picture(path: Path, at: datetime | None) -> Picture:
    with reading(path) as book:
        market = market_of(path).market(book.held_contracts(), clock_of(book, at))
        return paint(Inputs(book, market))


@click.command()
@every_option
def report(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Every leg with its mark, model value and Greeks, and their sums."""
    path = portfolio_named(portfolio)
    picture = _picture(path, at)
    answer(as_json, report_answer(picture, path), report_text(picture, path))


@click.command()
@every_option
def alerts(portfolio: Path | None, as_json: bool, at: datetime | None) -> int:
    """What asks for attention, and why. Exit 1: something is at act; 4: something that could be is not known."""
    picture = _picture(portfolio_named(portfolio), at)
    answer(as_json, alerts_answer(picture), alerts_text(picture))
    if any(alert.level == "act" for alert in picture.alerts):
        return FOUND
    return NOT_KNOWN if any(alert.could_act for alert in picture.alerts) else WELL


@click.command()
@every_option
def payoff(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """P/L of the SPX legs over SPX, today and at their nearest settlement."""
    picture = _picture(portfolio_named(portfolio), at)
    found = accepted(picture.payoff)
    answer(as_json, payoff_answer(picture, found), payoff_text(picture, found))


@click.command()
@every_option
def check(portfolio: Path | None, as_json: bool, at: datetime | None) -> int:
    """Verify the file: the chain of edits, and that every row follows from it. Exit 1: damage was found."""
    path = portfolio_named(portfolio)
    found = check_file(path, at or system_now())
    data = {"portfolio": str(path), "lines": found.lines, "rows": found.rows, "findings": list(found.findings)}
    told = "\n".join(found.findings) or f"{path} is whole: {found.lines} edit lines, {found.rows} rows"
    answer(as_json, data, told)
    return FOUND if found.findings else WELL


@click.command()
@click.argument("file", type=FILE)
@every_option
def backup(file: Path, portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """Copy the portfolio to a new FILE, verified."""
    path = portfolio_named(portfolio)
    back_up_to(path, accepted(vacant(file)))
    answer(as_json, {"portfolio": str(path), "backup": str(file)}, f"Backup written to {file}")
