"""What both layouts of Interactive Brokers share once their lines are read: checks of the whole file, its order."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alvh_desktop.brokers.gathered_rows import of_kind
from alvh_desktop.brokers.ibkr.amounts import first_decimal_comma
from alvh_desktop.brokers.ibkr.contracts import Contracts
from alvh_desktop.brokers.ibkr.moments import USUAL_ZONE
from alvh_desktop.brokers.ibkr.rows import BROKER
from alvh_desktop.brokers.ibkr.told import Row
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import OtherRow, Statement, StatementReading, StatementRow


def chosen_zone(reading: StatementReading) -> str | Problem:
    """The time zone of the account as a person said it, else New York's."""
    if not reading.zone:
        return USUAL_ZONE
    try:
        ZoneInfo(reading.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Problem("zone", f"{shortened(reading.zone)!r} is no time zone such as America/New_York")
    return reading.zone


def whole_statement(
    name: str, title: str, zone: str, rows: Sequence[Row], notes: Iterable[str]
) -> Statement | Problem:
    """The rows by the lines of the file; a Problem where one number of it is written with a decimal comma."""
    refused = sorted(of_kind(RefusedLine, rows), key=lambda row: row.line)
    comma = first_decimal_comma(refused)
    if comma is not None:
        return Problem(name, f"line {comma.line}: {comma.reason}: the file was changed by another program")
    return Statement(
        name=name,
        broker=BROKER,
        title=title,
        zone=zone,
        rows=tuple(sorted(of_kind(StatementRow, rows), key=lambda row: row.line)),
        others=tuple(sorted(of_kind(OtherRow, rows), key=lambda row: row.line)),
        refused=tuple(refused),
        notes=tuple(notes),
    )


def common_notes(rows: Iterable[Row], contracts: Contracts, currencies: Iterable[str]) -> list[str]:
    """What both layouts have to say of their rows."""
    notes = sorted(contracts.notes)
    if foreign := sorted(currencies):
        notes.append(f"lines in {', '.join(map(shortened, foreign))} are told and not booked: the book is in $")
    silent = sum(isinstance(row, StatementRow) and row.kind != "fill" and row.price is None for row in rows)
    if silent:
        notes.append(f"exercises and assignments without an amount: {silent}; the section on exercises would say it")
    return notes
