"""The command that fetches the official histories and imports them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import click

from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.cli.files import market_of, portfolio_named, reading, system_now
from alvh_desktop.cli.import_answer import import_answer
from alvh_desktop.cli.options import json_option, portfolio_option
from alvh_desktop.cli.output import Json, answer, count_text
from alvh_desktop.desk.downloads import Fetched, NotFetched, OfficialFile, terms_text
from alvh_desktop.desk.importing import ImportReport, import_quotes
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.market.downloads import Downloads, histories_folder
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.market.official_files import CBOE_URL, FRED_URL, FUTURES, PUBLISHERS, of_names, official_files
from alvh_desktop.storage.market_file import MarketFile
from alvh_desktop.storage.preferences_file import load_preferences, preferences_folder, save_preferences


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: fetched or why not, and its import or why it could not be imported."""

    file: OfficialFile
    fetched: Fetched | NotFetched
    report: ImportReport | Problem | None = None

    @property
    def is_fault(self) -> bool:
        return isinstance(self.report, Problem) or (isinstance(self.fetched, NotFetched) and self.fetched.is_fault)

    @property
    def because(self) -> str | None:
        if isinstance(self.report, Problem):
            return str(self.report)
        return self.fetched.because if isinstance(self.fetched, NotFetched) else None


@click.command()
@click.option("--only", metavar="NAME,...", help="Some of VIX, VIX3M, VIX6M, VIX9D, VVIX, SKEW, SP500, VX.")
@click.option("--accept-terms", is_flag=True, help="Take note of the publishers' terms, once for all.")
@portfolio_option
@json_option
def download(only: str | None, accept_terms: bool, portfolio: Path | None, as_json: bool) -> None:
    """Fetch the official histories from the net and import them, a line each.

    Cboe's daily histories of VIX, VIX3M, VIX6M, VIX9D, VVIX and SKEW, the S&P 500 from FRED, and CFE's settlement
    prices of the monthly VX futures: those listed and those of the last 15 months. A file that has not changed since
    it was fetched is not sent again. What cannot be fetched stops no other. The data belong to their publishers, and
    their terms hold: --accept-terms says that you know them.
    """
    path = portfolio_named(portfolio)
    with reading(path):
        pass  # the portfolio is one, before anybody is asked for anything
    files = _named(official_files(system_now(), CBOE_URL, FRED_URL), only)
    _permit(accept_terms)
    outcomes = _outcomes(files, market_of(path))
    if as_json:
        told = list(outcomes)
        _refuse_when_nothing_came(told)
        answer(True, {"files": [outcome_answer(each) for each in told]}, "")
    else:
        _tell(outcomes)


def _outcomes(files: tuple[OfficialFile, ...], market: MarketFile) -> Iterator[Outcome]:
    downloads = Downloads(histories_folder())
    try:
        for file in files:
            now = system_now()
            fetched = downloads.fetch(file, now)
            report = _imported(market, fetched.path, now) if isinstance(fetched, Fetched) else None
            yield Outcome(file, fetched, report)
    finally:
        downloads.stop()


def _imported(market: MarketFile, path: Path, now: datetime) -> ImportReport | Problem:
    """The world's fault is that file's own, like any other reason."""
    try:
        return import_quotes(read_quote_file, market, path, now)
    except KnownError as error:
        return Problem("", str(error).rstrip("."))


def _tell(outcomes: Iterator[Outcome]) -> None:
    """A line as each file is done; faults wait for the first that is well, so that nothing but faults is an error."""
    waiting: list[Outcome] = []
    is_well = False
    for outcome in outcomes:
        waiting.append(outcome)
        is_well = is_well or not outcome.is_fault
        if is_well:
            for each in waiting:
                answer(False, None, outcome_text(each))
            waiting.clear()
    _refuse_when_nothing_came(waiting)


def _refuse_when_nothing_came(outcomes: list[Outcome]) -> None:
    """Raises KnownError where each of these is a fault."""
    if outcomes and all(each.is_fault for each in outcomes):
        first = outcomes[0]
        raise KnownError(
            f"No history came: {first.file.name}: {first.because}.",
            "Try again later, or save the files yourself and import them.",
        )


def _named(files: tuple[OfficialFile, ...], only: str | None) -> tuple[OfficialFile, ...]:
    if only is None:
        return files
    names = tuple(dict.fromkeys(name.strip().upper() for name in only.split(",")))
    unknown = [name for name in names if not of_names(files, (name,))]
    if unknown:
        contracts = of_names(files, (FUTURES,))
        known = ", ".join(each.name for each in files if each not in contracts)
        raise RefusedError(f"only: {unknown[0]!r} is none of {known}, {FUTURES}, {contracts[0].name} and the like")
    return of_names(files, names)


def _permit(accept_terms: bool) -> None:
    """Raises RefusedError for a user who has not taken note of the terms."""
    folder = preferences_folder()
    preferences, _ = load_preferences(folder)
    if preferences.download_terms_accepted is not None:
        return
    if not accept_terms:
        terms = ". ".join(terms_text(publisher) for publisher in PUBLISHERS)
        raise RefusedError(f"download: {terms}. Say that you know this with --accept-terms, which is asked once")
    save_preferences(replace(preferences, download_terms_accepted=system_now()), folder)


def outcome_text(outcome: Outcome) -> str:
    """`VIX   fetched: 9,200 closes, 12 new`."""
    begun = f"{outcome.file.name:<13} "
    if isinstance(outcome.fetched, NotFetched):
        return f"{begun}not fetched: {outcome.because}"
    fetched = "fetched" if outcome.fetched.is_new else "unchanged"
    report = outcome.report
    if not isinstance(report, ImportReport):
        return f"{begun}{fetched}, not imported: {outcome.because}"
    used, new = report.quotes_used + report.closes_used, report.quotes_new + report.closes_new
    noun = "settle" if report.quotes_used else "close"
    refused = f", {count_text(len(report.refused), 'line')} refused" if report.refused else ""
    return f"{begun}{fetched}: {count_text(used, noun)} to {report.last:%Y-%m-%d}, {new} new{refused}"


def outcome_answer(outcome: Outcome) -> Json:
    """`fetched` is "new", "unchanged" or null; `problem` says why a file was not fetched or not imported."""
    fetched = outcome.fetched
    return {
        "name": outcome.file.name,
        "publisher": outcome.file.publisher.name,
        "url": outcome.file.url,
        "fetched": ("new" if fetched.is_new else "unchanged") if isinstance(fetched, Fetched) else None,
        "import": import_answer(outcome.report) if isinstance(outcome.report, ImportReport) else None,
        "problem": outcome.because,
    }
