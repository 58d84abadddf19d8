"""Activity statements of Interactive Brokers, in CSV: sections with headers of their own, in English."""

import re
from collections.abc import Iterator

from alvh_desktop.brokers.days import SLASHED_DAY, find_date_order
from alvh_desktop.brokers.ibkr.activity_lines import (
    CASH_SECTIONS,
    ActivityReading,
    read_cash_line,
    read_trade_line,
)
from alvh_desktop.brokers.ibkr.activity_sections import SectionLine, Sections
from alvh_desktop.brokers.ibkr.contracts import Contracts
from alvh_desktop.brokers.ibkr.corrections import settle_corrections
from alvh_desktop.brokers.ibkr.instruments import INSTRUMENTS, Instruments
from alvh_desktop.brokers.ibkr.statement import chosen_zone, common_notes, whole_statement
from alvh_desktop.brokers.ibkr.subtotals import Subtotals
from alvh_desktop.brokers.ibkr.told import Row, Told, tell_once
from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.domain.delimited_text import TextFile
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import Statement, StatementReading, go_on

_TRADES, _ACCOUNT = "Trades", "Account Information"
_LINE = re.compile(r'\s*"?([^",]+)"?,"?(Header|Data|SubTotal|Total)"?,')
_SLASHED = re.compile(rf"(?<![0-9]){SLASHED_DAY}(?![0-9])")
_ENGLISH = frozenset(
    (_TRADES, _ACCOUNT, "Cash Report", "Open Positions", "Net Asset Value", "Codes", INSTRUMENTS, *CASH_SECTIONS)
)
_MOST_LINES = 50


def _is_activity(file: TextFile) -> bool:
    head = [line for line in file.lines[:_MOST_LINES] if line.strip()]
    found = [_LINE.match(line) for line in head]
    return bool(found) and found[0] is not None and any(one and one[2] == "Header" for one in found)


def _read(file: TextFile, reading: StatementReading) -> Statement | Problem:
    zone = chosen_zone(reading)
    if isinstance(zone, Problem):
        return zone
    foreign = _foreign(file)
    if foreign is not None:
        return foreign
    dates = find_date_order(_slashed_days(file), reading.dates, file.name)
    if isinstance(dates, Problem):
        return dates
    account, instruments = _read_ahead(file)
    activity = ActivityReading(Contracts(reading.products), instruments, zone, dates, account)
    told, rows, subtotals = _read_lines(file, reading, activity)
    once, repeats = tell_once(told)
    settled, corrections = settle_corrections(once)
    rows += [one.row for one in settled]
    notes = [*repeats, *corrections, *subtotals.notes(once)]
    notes += common_notes(rows, activity.contracts, activity.currencies)
    if not told:
        notes.append("there are no trades in this file")
    if not file.is_ended:
        notes.append(f"line {len(file.lines)}, the last one, has no line end: the file may have been cut off")
    return whole_statement(file.name, "activity statement", zone, rows, notes)


def _slashed_days(file: TextFile) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(file.lines, 1):
        if line.lstrip('" ').startswith((_TRADES, INSTRUMENTS)):
            yield from ((number, day) for day in _SLASHED.findall(line))


def _foreign(file: TextFile) -> Problem | None:
    """Where the statement speaks another language than English: then none of its sections is known."""
    headers = [found for line in file.lines if (found := _LINE.match(line)) and found[2] == "Header"]
    if any(found[1].strip() in _ENGLISH for found in headers):
        return None
    other = next((found[1].strip() for found in headers if found[1].strip() != "Statement"), "")
    named = (
        f"its sections, such as {other[:40]!r}, are not in English" if other else "it has no section that is known"
    )
    return Problem(file.name, f"{named}: set the language of the statement to English and download it again")


def _read_ahead(file: TextFile) -> tuple[str, Instruments]:
    """The account, and the instruments, whose section stands behind the trades."""
    account, instruments = "", Instruments()
    for line in Sections(file, frozenset((_ACCOUNT, INSTRUMENTS))).lines(go_on):
        if not isinstance(line, SectionLine) or line.kind != "Data":
            continue
        if line.section == INSTRUMENTS:
            instruments.add(line)
        elif line.cell("Field Name") == "Account":
            account = line.cell("Field Value")
    return account, instruments


def _read_lines(
    file: TextFile, reading: StatementReading, activity: ActivityReading
) -> tuple[list[Told], list[Row], Subtotals]:
    told: list[Told] = []
    rows: list[Row] = []
    subtotals = Subtotals()
    for line in Sections(file, frozenset((_TRADES, *CASH_SECTIONS))).lines(reading.progress):
        if isinstance(line, RefusedLine):
            rows.append(line)
        elif line.section != _TRADES:
            row = read_cash_line(line, activity) if line.kind == "Data" else None
            rows += [] if row is None else [row]
        elif line.kind == "SubTotal":
            subtotals.add_stated(line)
        elif line.kind == "Data" and (one := read_trade_line(line, activity)) is not None:
            subtotals.add_line(line)
            told.append(one)
    return told, rows, subtotals


IBKR_ACTIVITY = StatementFormat("Interactive Brokers activity statement", _is_activity, _read)
