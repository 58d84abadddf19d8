"""Curves with the hedge and without: falls against every pair of days, months by hand, days that are not known."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.reports.equity import DaySum, Fall, equity_report, fall_of

FIRST = date(2025, 1, 30)
USD = st.integers(-500, 500).map(Decimal)


def days(count: int) -> list[date]:
    return [FIRST + timedelta(days=number) for number in range(count)]


def sums(
    core: Sequence[int | None],
    hedge: Sequence[int | None],
    equity: Sequence[int | None] | None = None,
    partial: Sequence[int] = (),
) -> list[DaySum]:
    """From the 30th of January on, a day each; `partial` are places."""
    worth = equity or [None] * len(core)
    return [
        DaySum(day, *(None if usd is None else Decimal(usd) for usd in pair), place in partial, _usd(worth[place]))
        for place, (day, pair) in enumerate(zip(days(len(core)), zip(core, hedge, strict=True), strict=True))
    ]


def _usd(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


# Falls


@given(st.lists(st.none() | USD, max_size=40))
def test_the_deepest_fall_is_that_of_every_pair_of_days(usd: list[Decimal | None]) -> None:
    """Against all pairs, O(n squared), with the zero before the first day."""
    stood = [(-1, Decimal(0)), *((place, value) for place, value in enumerate(usd) if value is not None)]
    pairs = [(later - value, p, q) for p, value in stood for q, later in stood if p <= q]
    found = fall_of(days(len(usd)), usd)
    deepest = min(depth for depth, _, _ in pairs)
    assert found.usd == deepest
    if deepest == 0:
        assert found == Fall()
        return
    # the first day on which it was so deep, from the last day on which it was as high before
    _, _, trough = min((pair for pair in pairs if pair[0] == deepest), key=lambda pair: pair[2])
    peak = max(p for depth, p, q in pairs if depth == deepest and q == trough)
    assert found.trough == days(len(usd))[trough]
    assert found.peak == (None if peak < 0 else days(len(usd))[peak])
    height = dict(stood)[peak]
    again = [place for place, value in stood if place > trough and value >= height]
    assert found.recovered == (days(len(usd))[again[0]] if again else None)


def test_a_fall_by_hand() -> None:
    d = days(7)
    usd = [Decimal(each) for each in (100, 300, 300, 120, 200, 310, 250)]
    worth = [Decimal(10_000)] * 2 + [Decimal(12_000)] * 5
    found = fall_of(d, usd, worth)
    assert found == Fall(Decimal(-180), d[2], d[3], d[5], -180 / 12_000)


def test_a_curve_that_begins_with_a_loss_falls_from_the_start() -> None:
    d = days(3)
    assert fall_of(d, [Decimal(-50), Decimal(-80), Decimal(10)]) == Fall(Decimal(-80), None, d[1], d[2], None)


# The report


def test_a_report_by_hand() -> None:
    """Two days of January, three of February; the hedge loses 50, gains 200, loses 30, stands, loses 20."""
    made = sums(
        core=[100, -400, -300, -100, 250],
        hedge=[-50, 150, 120, 120, 100],
        equity=[50_050, 49_750, 49_820, 50_020, 50_350],
    )
    report = equity_report(made, {(2025, 1): Decimal(1000), (2025, 2): Decimal(0)})
    assert report.hedged.usd == (50, -250, -180, 20, 350)
    assert report.unhedged.usd == (100, -400, -300, -100, 250)
    d = days(5)
    # without the hedge the account would have been worth 50,100 at the peak
    assert report.unhedged.fall == Fall(Decimal(-500), d[0], d[1], d[4], -500 / 50_100)
    assert report.hedged.fall == Fall(Decimal(-300), d[0], d[1], d[4], -300 / 50_050)
    assert (report.cost, report.income) == (-100, 200)
    january, february = report.months
    assert (january.month, january.profit, january.cost, january.income) == ((2025, 1), 150, -50, 200)
    assert (january.credit, january.of_credit, january.of_equity) == (1000, 0.15, 150 / 50_050)
    assert (february.profit, february.cost, february.income) == (-50, -50, 0)
    assert (february.of_credit, february.of_equity) == (None, -50 / 49_820)
    assert {month.partial_days for month in report.months} == {0}


def test_days_that_are_not_known_are_left_out_and_said() -> None:
    made = sums(core=[100, None, 50, 80], hedge=[-10, -20, None, -60], partial=[3])
    report = equity_report(made, {})
    d = days(4)
    assert report.hedged.usd == (90, None, None, 20)
    assert report.unknown == (d[1], d[2])
    assert report.partial == (d[3],)
    assert report.unhedged.fall == Fall(Decimal(-50), d[0], d[2])
    # the change over the day that is not known is one, in the month in which it ends
    assert [(m.month, m.profit, m.partial_days) for m in report.months] == [((2025, 1), -20, 0), ((2025, 2), -40, 2)]


def test_a_month_without_a_known_day_has_no_profit() -> None:
    made = sums(core=[0, 0, 0], hedge=[-10, -10, None])
    _, february = equity_report(made, {}).months
    assert (february.profit, february.cost, february.income, february.of_credit) == (None,) * 4
    assert february.partial_days == 1


@given(st.lists(st.tuples(st.none() | USD, st.none() | USD), max_size=80))
def test_cost_and_income_are_what_the_hedge_came_to(pairs: list[tuple[Decimal | None, Decimal | None]]) -> None:
    made = [DaySum(day, *pair, False, None) for day, pair in zip(days(len(pairs)), pairs, strict=True)]
    report = equity_report(made, {})
    last = next((hedge for _, hedge in reversed(pairs) if hedge is not None), Decimal(0))
    assert report.cost <= 0 <= report.income
    assert report.cost + report.income == last
    assert sum(month.profit or Decimal(0) for month in report.months) == last
    assert sum(month.partial_days for month in report.months) == sum(hedge is None for _, hedge in pairs)


def test_nothing_gives_an_empty_report_and_disorder_is_refused() -> None:
    report = equity_report([], {})
    assert (report.hedged.fall, report.months, report.cost) == (Fall(), (), 0)
    with pytest.raises(ValueError, match="ascend"):
        equity_report(list(reversed(sums([1, 2], [0, 0]))), {})
