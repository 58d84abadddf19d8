"""The curve of the P/L with the hedge and without it, how far each fell, and what the hedge cost and brought."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

from alvh_desktop.reports.results import ZERO

Month = tuple[int, int]
"""Year and month of New York days."""


@dataclass(frozen=True, slots=True)
class DaySum:
    """How a set of campaigns stood at the end of a New York trading day, in $ after fees.

    `core` and `hedge` are P/L since the first fill, realised and open together; None where a part of them is not
    known. Where `is_partial` an open leg has no mark of that day and is not in them. `equity` is what the accounts
    are worth, None where that is not known. Before the first day of a sequence everything stands at zero.
    """

    day: date
    core: Decimal | None
    hedge: Decimal | None
    is_partial: bool
    equity: Decimal | None

    @property
    def hedged(self) -> Decimal | None:
        return None if self.core is None or self.hedge is None else self.core + self.hedge


@dataclass(frozen=True, slots=True)
class Fall:
    """The deepest fall of a curve below what it had reached before: `usd` is negative, or 0 where it never fell.

    It began on `peak`, the last day on which the curve stood so high, None where that was before the first day. It
    was deepest on `trough`, None where it never fell; by `recovered` the curve stood as high again, None where it has
    not yet. `of_equity` (fraction, negative) is of what the accounts were worth at the peak, None where that is not
    known. Of two falls of one depth it is the first.
    """

    usd: Decimal = ZERO
    peak: date | None = None
    trough: date | None = None
    recovered: date | None = None
    of_equity: float | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """P/L by day in $ after fees, None on days of which it is not known; these are in no fall."""

    days: tuple[date, ...]
    usd: tuple[Decimal | None, ...]
    fall: Fall


@dataclass(frozen=True, slots=True)
class HedgeMonth:
    """What the hedge did in a month, $ after fees: `profit` = `cost` + `income`, None where its P/L is not known.

    `cost` sums the days on which its P/L fell (negative), `income` those on which it rose; a span of days that are
    not known counts as one change, in the month in which it ends. `credit` is the premium that openings and rolls
    of condors brought in the month. `of_credit` and `of_equity` are the profit as fractions of that credit (None
    where it is not above zero) and of what the accounts were worth on the first day of the month on which that is
    known. `partial_days` days of the month left something out or are not known.
    """

    month: Month
    profit: Decimal | None
    cost: Decimal | None
    income: Decimal | None
    credit: Decimal
    of_credit: float | None
    of_equity: float | None
    partial_days: int


@dataclass(frozen=True, slots=True)
class EquityReport:
    """The curves `hedged` and `unhedged`, and the hedge month by month; `cost` and `income` over all days, in $.

    `partial` are the days that leave something out, `unknown` those without a sum: a fall may have been deeper on
    either.
    """

    hedged: Curve
    unhedged: Curve
    cost: Decimal
    income: Decimal
    months: tuple[HedgeMonth, ...]
    partial: tuple[date, ...]
    unknown: tuple[date, ...]


def equity_report(sums: Sequence[DaySum], credits_: Mapping[Month, Decimal]) -> EquityReport:
    """`sums` ascend by day, each trading day once; `credits_` are $ of condor premium taken in by month."""
    if any(one.day >= other.day for one, other in pairwise(sums)):
        raise ValueError("sums of days must ascend")
    changes = list(_changes(sums))
    return EquityReport(
        hedged=_curve(sums, [each.hedged for each in sums], [each.equity for each in sums]),
        # without the hedge the accounts would be worth less by what it has gained
        unhedged=_curve(sums, [each.core for each in sums], [_without_hedge(each) for each in sums]),
        cost=_fallen(changes),
        income=_risen(changes),
        months=tuple(_months(sums, changes, credits_)),
        partial=tuple(each.day for each in sums if each.is_partial),
        unknown=tuple(each.day for each in sums if each.hedged is None),
    )


def fall_of(days: Sequence[date], usd: Sequence[Decimal | None], equity: Sequence[Decimal | None] = ()) -> Fall:
    """The deepest fall of P/L that started at zero before the first day, in one pass over what is known of it."""
    deepest = Fall()
    highest, peak = ZERO, -1
    is_below_deepest_peak = False
    for place, value in enumerate(usd):
        if value is None:
            continue
        if value >= highest:
            if is_below_deepest_peak:
                deepest = replace(deepest, recovered=days[place])
            highest, peak, is_below_deepest_peak = value, place, False
        elif value - highest < deepest.usd:
            began = None if peak < 0 else days[peak]
            deepest = Fall(value - highest, began, days[place], None, _of(value - highest, _at(equity, peak)))
            is_below_deepest_peak = True
    return deepest


def _curve(sums: Sequence[DaySum], usd: Sequence[Decimal | None], equity: Sequence[Decimal | None]) -> Curve:
    days = tuple(each.day for each in sums)
    return Curve(days, tuple(usd), fall_of(days, usd, equity))


def _without_hedge(each: DaySum) -> Decimal | None:
    return None if each.equity is None or each.hedge is None else each.equity - each.hedge


def _at(equity: Sequence[Decimal | None], place: int) -> Decimal | None:
    """What the accounts were worth on a day; of the start before the first day nothing is known."""
    return equity[place] if 0 <= place < len(equity) else None


def _of(amount: Decimal, whole: Decimal | None) -> float | None:
    return float(amount / whole) if whole is not None and whole > 0 else None


def _changes(sums: Sequence[DaySum]) -> Iterator[tuple[Month, Decimal]]:
    """How the hedge's P/L changed from one day of which it is known to the next, by the month of the latter."""
    before = ZERO
    for each in sums:
        if each.hedge is not None:
            yield _month_of(each), each.hedge - before
            before = each.hedge


def _months(
    sums: Sequence[DaySum], changes: Iterable[tuple[Month, Decimal]], credits_: Mapping[Month, Decimal]
) -> Iterator[HedgeMonth]:
    by_month = {month: list(each) for month, each in groupby(changes, key=lambda change: change[0])}
    for month, together in groupby(sums, key=_month_of):
        own, days = by_month.get(month), list(together)
        profit = None if own is None else sum((usd for _, usd in own), ZERO)
        equity = next((each.equity for each in days if each.equity is not None), None)
        credit = credits_.get(month, ZERO)
        yield HedgeMonth(
            month=month,
            profit=profit,
            cost=None if own is None else _fallen(own),
            income=None if own is None else _risen(own),
            credit=credit,
            of_credit=None if profit is None else _of(profit, credit),
            of_equity=None if profit is None else _of(profit, equity),
            partial_days=sum(each.is_partial or each.hedge is None for each in days),
        )


def _fallen(changes: Iterable[tuple[Month, Decimal]]) -> Decimal:
    return sum((usd for _, usd in changes if usd < 0), ZERO)


def _risen(changes: Iterable[tuple[Month, Decimal]]) -> Decimal:
    return sum((usd for _, usd in changes if usd > 0), ZERO)


def _month_of(each: DaySum) -> Month:
    return each.day.year, each.day.month
