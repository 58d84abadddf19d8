"""The rows of a statement put together: which side an expiry ended, and what two joined files both say."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import OtherRow, StatementReading, StatementRow

T = TypeVar("T")


def of_kind(kind: type[T], rows: Iterable[object]) -> list[T]:
    """Those of one kind in their order, where the rows of a file became several."""
    return [one for one in rows if isinstance(one, kind)]


@dataclass(frozen=True, slots=True)
class EndedSide:
    """The end of a contract whose row does not say for certain if it was held long or short.

    `row.quantity` has the sign as printed; `is_signed` is False where none is printed.
    """

    row: StatementRow
    is_signed: bool = False


Outcome = StatementRow | EndedSide | OtherRow | RefusedLine


@dataclass(frozen=True, slots=True)
class GatheredRows:
    """What a Statement is made of; `printed_signs` counts ends that only their own printed sign tells the side of."""

    rows: tuple[StatementRow, ...]
    others: tuple[OtherRow, ...]
    refused: tuple[RefusedLine, ...]
    printed_signs: int


def gather(tables: Sequence[Sequence[Outcome]], reading: StatementReading) -> GatheredRows:
    """The rows of all tables of a file; what an earlier table said as well is told, and counts once."""
    outcomes = list(_said_once(tables))
    ends = {outcome.row.contract for outcome in outcomes if isinstance(outcome, EndedSide)}
    fills: dict[Contract, list[StatementRow]] = {contract: [] for contract in ends}
    for outcome in outcomes:
        if isinstance(outcome, StatementRow) and outcome.kind == "fill" and outcome.contract in ends:
            fills[outcome.contract].append(outcome)
    sides = {contract: _Sides(rows, reading) for contract, rows in fills.items()}
    printed = 0
    for place, outcome in enumerate(outcomes):
        if isinstance(outcome, EndedSide):
            side = sides[outcome.row.contract].before(outcome.row)
            printed += not side and outcome.is_signed
            outcomes[place] = _with_side(outcome, side)
    return GatheredRows(
        tuple(of_kind(StatementRow, outcomes)),
        tuple(of_kind(OtherRow, outcomes)),
        tuple(of_kind(RefusedLine, outcomes)),
        printed,
    )


def _said_once(tables: Sequence[Sequence[Outcome]]) -> Iterable[Outcome]:
    """Identical rows of one table are as many fills; of two tables they are the overlap of two exports."""
    said: Counter[Outcome] = Counter()
    for table in tables:
        here: Counter[Outcome] = Counter()
        for outcome in table:
            if len(tables) == 1 or isinstance(outcome, RefusedLine):
                yield outcome
                continue
            content = _without_line(outcome)
            here[content] += 1
            yield _repeated(outcome) if here[content] <= said[content] else outcome
        said |= here


def _without_line(outcome: Outcome) -> Outcome:
    if isinstance(outcome, EndedSide):
        return replace(outcome, row=replace(outcome.row, line=0, text=""))
    return replace(outcome, line=0, text="") if isinstance(outcome, StatementRow) else replace(outcome, line=0)


def _repeated(outcome: StatementRow | EndedSide | OtherRow) -> OtherRow:
    row = outcome.row if isinstance(outcome, EndedSide) else outcome
    what = "rows that an earlier table of the file has too"
    return OtherRow(row.line, what, None, row.moment, row.text, row.account)


def _with_side(ended: EndedSide, side: int) -> StatementRow | RefusedLine:
    """The row with the sign that closes what was held."""
    if side:
        return replace(ended.row, quantity=-side * abs(ended.row.quantity))
    if ended.is_signed:
        return ended.row
    told = "it does not say if what ended was held long or short, and no opening is known"
    return RefusedLine(ended.row.line, f"{told}: import the older statement first, or both together")


class _Sides:
    """Whether one contract was held long or short after each of its fills, in the order of time.

    Words that open or close tell it alone. Fills without them are added to what the portfolio held before the first.
    """

    def __init__(self, fills: Sequence[StatementRow], reading: StatementReading) -> None:
        self._held = reading.held
        # Of one moment the closing comes first: after a roll within an order the opened side is held.
        ordered = sorted(fills, key=lambda row: (row.moment, row.effect == "open"))
        self._moments: list[datetime] = [row.moment for row in ordered]
        self._worded: list[int] = []
        self._sums: list[int] = []
        worded = total = 0
        for row in ordered:
            sign = 1 if row.quantity > 0 else -1
            worded = {"open": sign, "close": -sign}.get(row.effect, worded)
            total += row.quantity
            self._worded.append(worded)
            self._sums.append(total)

    def before(self, ended: StatementRow) -> int:
        """+1 long, -1 short, 0 where it is not known."""
        last = bisect_right(self._moments, ended.moment) - 1
        if last >= 0 and self._worded[last]:
            return self._worded[last]
        first = self._moments[0] if last >= 0 else ended.moment
        held = self._held(ended.contract, first) + (self._sums[last] if last >= 0 else 0)
        return (held > 0) - (held < 0)
