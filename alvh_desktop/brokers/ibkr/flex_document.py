"""A Flex document as a statement: every fill once, whatever levels of detail the query asked for."""

import re
from dataclasses import dataclass, field

from alvh_desktop.brokers.days import SLASHED_DAY, find_date_order
from alvh_desktop.brokers.ibkr.contracts import Contracts
from alvh_desktop.brokers.ibkr.corrections import settle_corrections
from alvh_desktop.brokers.ibkr.flex_elements import FlexElement, walk_elements
from alvh_desktop.brokers.ibkr.flex_endings import Ending, read_ending, with_endings
from alvh_desktop.brokers.ibkr.flex_others import OTHER_TAGS, read_other
from alvh_desktop.brokers.ibkr.flex_trades import TRADE_TAGS, FlexReading, read_trade, trade_level
from alvh_desktop.brokers.ibkr.statement import chosen_zone, common_notes, whole_statement
from alvh_desktop.brokers.ibkr.told import Row, Told, tell_once
from alvh_desktop.domain.delimited_text import TextFile, shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import Statement, StatementReading, StatementRow

_SLASHED = re.compile(rf'(?:[dD]ate|[tT]ime|expiry)\w*="({SLASHED_DAY})')
_SLASH = re.compile(r"/[0-9]{1,2}/")  # quick to rule out
_MOST_NAMED = 8


def read_document(file: TextFile, reading: StatementReading) -> Statement | Problem:
    """The statement of a file of Flex elements. Raises CancelledError when `reading.progress` does."""
    zone = chosen_zone(reading)
    if isinstance(zone, Problem):
        return zone
    dated = ((number, line) for number, line in enumerate(file.lines, 1) if _SLASH.search(line))
    slashed = ((number, day) for number, line in dated for day in _SLASHED.findall(line))
    dates = find_date_order(slashed, reading.dates, file.name)
    if isinstance(dates, Problem):
        return dates
    flex = FlexReading(Contracts(reading.products), zone, dates)
    sifted = _sifted(file, reading, flex)
    if isinstance(sifted, Problem):
        return sifted
    once, repeats = tell_once(_without_doubles(sifted.trades))
    settled, corrections = settle_corrections(once)
    rows, uneven = with_endings(settled, sifted.endings, flex)
    traded = {one.about for one in settled}
    rows += [row for about, row in sifted.others if about not in traded]
    notes = [*repeats, *corrections, *uneven, *common_notes(rows, flex.contracts, flex.currencies), *_notes(flex)]
    if not (sifted.trades or sifted.endings):
        notes.append("there are no trades in this file")
    return whole_statement(file.name, "Flex query", zone, rows, notes)


@dataclass(slots=True)
class _Sifted:
    """Trades at their levels of detail, ends of options, and what else moved with account and contract."""

    trades: list[Told] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    others: list[tuple[tuple[str, str], Row]] = field(default_factory=list)

    def add(self, element: FlexElement, flex: FlexReading) -> None:
        if element.tag in TRADE_TAGS:
            level = trade_level(element)
            self.trades += [read_trade(element, level, flex)] if level is not None else []
        elif element.tag == "OptionEAE":
            ending = read_ending(element, flex)
            if isinstance(ending, Ending):
                self.endings.append(ending)
            else:
                name = element.attributes.get("conid") or element.attributes.get("symbol", "")
                self.others.append(((element.account, name), ending))
        elif element.tag in OTHER_TAGS:
            row = read_other(element, flex)
            self.others += [] if row is None else [(("", ""), row)]


def _sifted(file: TextFile, reading: StatementReading, flex: FlexReading) -> _Sifted | Problem:
    sifted = _Sifted()
    for element in walk_elements(file, reading.progress):
        if isinstance(element, Problem):
            return element
        sifted.add(element, flex)
    return sifted


def _without_doubles(told: list[Told]) -> list[Told]:
    """Leaves out what stands in the file twice, such as the confirmation of a trade beside the trade itself.

    Where fills are cancelled, one without a number of its transaction may be the same fill booked again.
    """
    names = [(one.account, one.execution) for one in told if one.execution]
    if len(set(names)) == len(names):
        return told
    has_cancels = any(one.is_cancel for one in told)
    numbered = {_look(one) for one in told if one.transaction}
    seen: set[tuple[object, ...]] = set()
    once: list[Told] = []
    for one in told:
        look = _look(one)
        effect = one.row.effect if isinstance(one.row, StatementRow) else ""
        key = (one.transaction, effect, *look)
        is_double = key in seen or (not one.transaction and look in numbered)
        if one.execution and is_double and (one.transaction or not has_cancels):
            continue
        seen.add(key)
        once.append(one)
    return once


def _look(one: Told) -> tuple[object, ...]:
    moment = one.row.moment if isinstance(one.row, StatementRow) else one.day
    return (one.level, one.account, one.execution, one.quantity, one.price, moment)


def _notes(flex: FlexReading) -> list[str]:
    notes = []
    if flex.unstated_fees:
        notes.append(f"{flex.unstated_fees} trades say no commission: their fee is taken as 0")
    if unknown := sorted(flex.unknown - {"tradingClass"}):
        named = ", ".join(shortened(name) for name in unknown[:_MOST_NAMED])
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        notes.append(f"attributes that are not known were left out: {named}{more}")
    return notes
