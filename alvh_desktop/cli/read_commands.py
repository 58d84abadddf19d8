"""Commands that only look; they read beside an open window too."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from alvh_desktop.cli.exits import FOUND, NOT_KNOWN, WELL, accepted
from alvh_desktop.cli.files import clock_of, portfolio_named, reading, system_now, vacant
from alvh_desktop.cli.options import FILE, SLEEVES, Moment, every_option
from alvh_desktop.cli.output import Json, answer, count_text, moment_json
from alvh_desktop.cli.past_report import past_answer, past_report, past_text
from alvh_desktop.cli.pictures import picture_of
from alvh_desktop.cli.reconcile_answer import broken_json
from alvh_desktop.cli.regime_answer import regime_at, regime_json, regime_text
from alvh_desktop.cli.report_answer import report_answer
from alvh_desktop.cli.report_text import report_text
from alvh_desktop.cli.seen import lens_on
from alvh_desktop.domain.assertions import broken_assertions, broken_text
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.backups import back_up_to
from alvh_desktop.storage.checking import check as check_file


@click.command()
@click.option("--as-of", type=Moment(), help="The book of a past moment: what was held then, with the marks of then.")
@click.option("--account", help="Count this account alone, be it on paper; else all real ones together.")
@click.option("--sleeve", type=SLEEVES, help="Count this sleeve alone.")
@every_option
def report(
    as_of: datetime | None, account: str | None, sleeve: Any, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> None:  # fmt: skip
    """Every leg with its mark, model value and Greeks.

    Marks, model values and forwards are in points; delta and gamma are of one contract, delta on the forward; vega,
    theta and rho are in $ of the whole position: per volatility point, per calendar day, per 1 % of rate. Accounts
    on paper are never summed with real ones: name one with --account to see it.

    With --as-of fills and settlements count up to that moment. The marks are those recorded last on that day up to
    then, else the quotes kept of then; the answer says which. Figures recorded that day that differ, because the
    book was corrected since, stand beside those of today.
    """
    path = portfolio_named(portfolio)
    if as_of is not None:
        told = past_report(path, as_of, at, lambda book: lens_on(book, account, sleeve))
        of_then = {"regime": regime_json(regime_at(path, told.book.inputs, as_of))}
        answer(as_json, {**past_answer(told, path), **of_then}, past_text(told, path))
        return
    picture = picture_of(path, at, lambda book: lens_on(book, account, sleeve))
    of_now = {"regime": regime_json(regime_at(path, picture.inputs.book.inputs, picture.inputs.now))}
    answer(as_json, {**report_answer(picture, path), **of_now}, report_text(picture, path))


@click.command()
@every_option
def regime(portfolio: Path | None, as_json: bool, at: datetime | None) -> None:
    """What the closes say: RSI, MACD, realised volatility, slope of the VX curve and the like.

    Every value stands with the day of its newest close; what is not known says what to import.
    """
    path = portfolio_named(portfolio)
    with reading(path) as book:
        now = clock_of(book, at)
        found = regime_at(path, book.inputs, now)
    answer(as_json, {"at": moment_json(now), "regime": regime_json(found)}, regime_text(found))


@click.command()
@every_option
def check(portfolio: Path | None, as_json: bool, at: datetime | None) -> int:
    """Verify the portfolio file.

    The chain of edits must be unbroken, and every row must follow from it; then each match with the broker that
    'reconcile --assert' remembered is asked of the book again. Ends with 1 when damage was found, or a match that no
    longer holds; each line of the answer names a row or an assertion.
    """
    path = portfolio_named(portfolio)
    found = check_file(path, at or system_now())
    data: Json = {"portfolio": str(path), "lines": found.lines, "rows": found.rows, "findings": list(found.findings)}
    if found.findings:  # what a damaged file holds says nothing about a match
        answer(as_json, {**data, "assertions": None, "broken_assertions": None}, "\n".join(found.findings))
        return FOUND
    whole = f"{path} is whole: {count_text(found.lines, 'edit line')}, {found.rows} rows"
    try:
        with reading(path) as book:
            broken = broken_assertions(book)
    except KnownError as error:  # a copy of an older format can be verified, and not read
        unasked = {"assertions": None, "broken_assertions": None}
        answer(as_json, {**data, **unasked}, f"{whole}\nMatches were not looked at. {error}")
        return NOT_KNOWN
    asked = {"assertions": len(book.assertions), "broken_assertions": [broken_json(each, book) for each in broken]}
    counted = f", {count_text(len(book.assertions), 'assertion')}" if book.assertions else ""
    lines = [f"assertion {each.assertion.id}: {broken_text(each, book)}" for each in broken]
    answer(as_json, {**data, **asked}, "\n".join([whole + counted, *lines]))
    return FOUND if broken else WELL


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
