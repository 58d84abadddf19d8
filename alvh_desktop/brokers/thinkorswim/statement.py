"""An account statement of thinkorswim as rows: its tables read, told apart, and counted once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from alvh_desktop.brokers.days import find_date_order
from alvh_desktop.brokers.gathered_rows import of_kind
from alvh_desktop.brokers.progress import watched
from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.brokers.thinkorswim.cash_rows import read_cash_row, written_days
from alvh_desktop.brokers.thinkorswim.clock import find_zone, starts_of_days, to_utc
from alvh_desktop.brokers.thinkorswim.descriptions import Descriptions
from alvh_desktop.brokers.thinkorswim.rows import rows_of_end, rows_of_fill
from alvh_desktop.brokers.thinkorswim.same_fills import Matching, alone
from alvh_desktop.brokers.thinkorswim.sections import Sections, has_sections, read_sections
from alvh_desktop.brokers.thinkorswim.told import HistoryOrder, ToldEnd, ToldFill, ToldOther, Unread
from alvh_desktop.brokers.thinkorswim.trade_history import read_orders
from alvh_desktop.domain.delimited_text import TextFile
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import DateOrder, OtherRow, Statement, StatementReading

BROKER = "Schwab"
TITLE = "thinkorswim account statement"
_NO_FEES = "the trade history names no fees and no references: fees are 0 here"
_PAPER = "exported from the paperMoney platform: no real money moved"
_PACKAGE = "the price of a spread whose legs have none of their own stands on one leg; the others have no price"


@dataclass
class _Told:
    """Everything that stands in the file, before the clock is known."""

    fills: list[ToldFill] = field(default_factory=list)
    ends: list[ToldEnd] = field(default_factory=list)
    others: list[ToldOther] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_account_statement(file: TextFile, reading: StatementReading) -> Statement | Problem:
    """Its fills, ends of contracts and other rows; times are New York's or Chicago's, and a Question where unsaid.

    A spread that only the cash balance tells has no leg prices: its package price stands on the first leg that can
    carry it, with what moved for all legs, and the other legs have None in both. All legs of a fill share its line.
    """
    sections = read_sections(file, reading.progress)
    days = (day for rows in sections.rows.values() for day in written_days(rows))
    order = find_date_order(days, reading.dates, file.name, "month first")
    if isinstance(order, Problem):
        return order
    told = _tell(sections, order, reading, len(file.lines))
    balances = [(other.row.text, other.row.at) for other in told.others]
    zone = find_zone(file.name, starts_of_days(balances), reading.zone, bool(told.fills))
    return zone if isinstance(zone, Problem) else _statement(file.name, zone, told, reading)


THINKORSWIM = StatementFormat(TITLE, has_sections, read_account_statement)


def _tell(sections: Sections, order: DateOrder, reading: StatementReading, lines: int) -> _Told:
    descriptions = Descriptions(reading.products)
    cash = sections.rows["cash"] + sections.rows["futures"]
    watching = watched(cash, reading.progress, before=lines, total=2 * lines)
    read = [read_cash_row(row, order, descriptions) for _, row in watching]
    told = _Told(of_kind(ToldFill, read), of_kind(ToldEnd, read), of_kind(ToldOther, read))
    told.refused = [*sections.refused, *of_kind(RefusedLine, read)]
    unread = of_kind(Unread, read)
    reading.progress(lines + len(cash), 2 * lines)
    has_cash = any(row.cells["type"].upper() == "TRD" for row in cash)
    _add_orders(read_orders(sections.rows["trades"], order, reading.products), unread, told, has_cash, reading)
    if sections.is_paper:
        told.notes.append(_PAPER)
    return told


def _add_orders(
    found: Sequence[HistoryOrder | ToldOther | RefusedLine],
    unread: list[Unread],
    told: _Told,
    has_cash: bool,
    reading: StatementReading,
) -> None:
    orders = [one for one in found if isinstance(one, HistoryOrder)]
    told.refused += [one for one in found if isinstance(one, RefusedLine)]
    if not orders and not unread:
        told.others += [] if has_cash else [one for one in found if isinstance(one, ToldOther)]
        return
    if not has_cash:
        _add_alone(orders, told)
        told.others += [one for one in found if isinstance(one, ToldOther)]
        return
    matching = Matching(orders, reading.products)
    whole = [matching.merged(fill) for fill in told.fills]
    places = [place for place, fill in enumerate(whole) if all(not leg.effect for leg in fill.legs)]
    for place, fill in zip(places, matching.pooled([whole[place] for place in places]), strict=True):
        whole[place] = fill
    for description in unread:
        read = matching.read(description)
        if read is not None:
            whole.append(read)
        else:
            told.refused.append(RefusedLine(description.row.line, description.reason))
    told.fills = whole
    told.refused += matching.left()
    told.notes += [f"line {fill.row.line}: {fill.note}" for fill in whole if fill.note]


def _add_alone(orders: list[HistoryOrder], told: _Told) -> None:
    for order in orders:
        fill = alone(order)
        if isinstance(fill, RefusedLine):
            told.refused.append(fill)
        else:
            told.fills.append(fill)
    if told.fills:
        told.notes.append(_NO_FEES)


def _statement(name: str, zone: str, told: _Told, reading: StatementReading) -> Statement:
    clock = ZoneInfo(zone)
    rows, refused = [], list(told.refused)
    has_package = False
    fills = [(fill.row.line, rows_of_fill(fill, clock, reading.products)) for fill in told.fills]
    ends = [(end.row.line, rows_of_end(end, clock, reading.products)) for end in told.ends]
    for line, booked in (*fills, *ends):
        if isinstance(booked, str):
            refused.append(RefusedLine(line, booked))
        else:
            rows += booked
            has_package = has_package or any(row.kind == "fill" and row.price is None for row in booked)
    others = [
        OtherRow(one.row.line, one.what, one.usd, to_utc(one.row.at, clock), one.row.text, one.row.account)
        for one in told.others
    ]
    notes = [*told.notes, *([_PACKAGE] if has_package else [])]
    return Statement(
        name,
        BROKER,
        TITLE,
        zone,
        tuple(sorted(rows, key=lambda row: row.line)),
        tuple(sorted(others, key=lambda row: row.line)),
        tuple(sorted(refused, key=lambda line: line.line)),
        tuple(notes),
    )
