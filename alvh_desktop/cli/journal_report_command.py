"""`journal report`: a month or a campaign as one file to keep, to send or to print."""

import os
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import portfolio_named
from alvh_desktop.cli.options import FILE, every_option
from alvh_desktop.cli.output import answer, count_text, moment_json
from alvh_desktop.cli.text_files import free_target, write_whole_bytes

if TYPE_CHECKING:
    from alvh_desktop.desk.journal.report.document import Document

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


class Month(click.ParamType[tuple[int, int]]):
    """A year and a month of it."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        found = _MONTH.fullmatch(value)
        if found is None or not (1 <= int(found[2]) <= 12 and int(found[1]) >= 1990):
            self.fail(f"{value!r} is no month; write it like 2026-11", param, ctx)
        return int(found[1]), int(found[2])


@click.command("report")
@click.option("--month", type=Month(), help="Report this month of New York days.")
@click.option("--campaign", type=click.IntRange(1, 2**53), help="Report this campaign; 'report --json' lists them.")
@click.option("-o", "--out", type=FILE, metavar="OUT", required=True, help="The file: .html, .md, .csv or .pdf.")
@click.option("--force", is_flag=True, help="Write over OUT where it stands there already.")
@every_option
def report(
    month: tuple[int, int] | None, campaign: int | None, out: Path, force: bool, portfolio: Path | None,
    as_json: bool, at: datetime | None,
) -> None:  # fmt: skip
    """Write a report of a month or of a campaign as one file.

    \b
    journal report --month 2026-11 -o November.html
    journal report --campaign 12 -o Campaign.pdf

    Of a month: P/L with what is open, what was booked, the equity curve, what the hedge cost, statistics with their
    intervals, campaigns, alerts and their answers, notes. Of a campaign: its life with figures, break-evens,
    confirmations, alerts, notes with their pictures, and P/L by day. The hedge stands beside, never inside; real
    accounts and those on paper are never summed. The HTML needs nothing from outside. Educational, not advice.
    """
    from alvh_desktop.cli.journal_reading import read_journal
    from alvh_desktop.desk.journal.report.campaigns import campaign_report
    from alvh_desktop.desk.journal.report.files import WRITERS
    from alvh_desktop.desk.journal.report.months import month_report
    from alvh_desktop.desk.journal.report.telling import document_of

    if (month is None) == (campaign is None):
        raise click.UsageError("say one of --month and --campaign")
    writers = {**WRITERS, ".pdf": _pdf}
    write = writers.get(out.suffix.lower())
    if write is None:
        raise RefusedError(f"file: {out.name} ends in none of {', '.join(writers)}")
    path = portfolio_named(portfolio)
    free_target(out, path)
    source = read_journal(path, at)
    made = month_report(source, *month) if month is not None else campaign_report(source, campaign or 0)
    found = accepted(made)
    write_whole_bytes(out, write(document_of(found)), force)
    data = {
        "portfolio": str(path),
        "report": str(out),
        "title": found.title,
        "at": moment_json(found.at),
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "is_over": found.is_over,
        "alerts": len(found.alerts),
        "notes": len(found.notes),
    }
    told = f"{count_text(len(found.alerts), 'alert')}, {count_text(len(found.notes), 'note')}"
    answer(as_json, data, f"{found.title} written to {out}: {told}")


def _pdf(document: "Document") -> bytes:
    """Qt draws it, and is loaded for nothing else."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from alvh_desktop.app.report_pdf import draw_report

    return draw_report(document)
