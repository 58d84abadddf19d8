"""A year of 249 condors and their hedge through the real edits: every figure against plain sums of what was meant.

What is expected is worked out here by plain loops over `Booked` rows; nothing of the program has a part in it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev

import pytest
from support.generated_year import (
    IRA,
    LOOKED_AT,
    MAIN,
    MULTIPLIER,
    PAPER,
    WIDTH,
    GeneratedYear,
    Told,
    at,
    generated_year,
)

from alvh_desktop.desk.campaigns import CampaignBook, campaigns_of, statistics_by_kind
from alvh_desktop.desk.journal.day_sums import credits_by_month
from alvh_desktop.desk.journal.results import results_of
from alvh_desktop.desk.journal.vix_at_entry import vix_reader
from alvh_desktop.reports.results import Results
from alvh_desktop.reports.statistics import Group, reports_by_kind
from alvh_desktop.series.past import Past, daily

T_975_OF_239 = 1.9699
"""The 97.5 % point of Student's t with 239 degrees of freedom, from a table."""
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """One condor, worked out here."""

    told: Told
    profit: Decimal
    fees: Decimal
    credit: Decimal
    opened: datetime
    closed: datetime
    rolls: int
    vix: float
    hedge: Fraction | None
    tags: tuple[str, ...]


# What is expected


@cache
def expected() -> tuple[Expected, ...]:
    made = generated_year()
    vix = {today.day: float(today.vix) for today in made.tape}
    shares = hedge_shares(made)
    found = []
    for place, told in enumerate(made.condors):
        cash = sum(-row.quantity * row.points * MULTIPLIER for row in told.rows)
        fees = sum((row.fee for row in told.rows), Decimal(0))
        taken = (row for row in told.rows if row.what in ("open", "roll out", "roll in"))
        found.append(
            Expected(
                told,
                cash - fees,
                fees,
                sum((-row.quantity * row.points * MULTIPLIER for row in taken), Decimal(0)),
                min(row.moment for row in told.rows),
                max(row.moment for row in told.rows),
                len({row.moment for row in told.rows if row.what == "roll in"}),
                vix[told.day],
                shares.get(place),
                tags_of(place),
            )
        )
    return tuple(found)


def tags_of(place: int) -> tuple[str, ...]:
    return (*(["tenth"] if place % 10 == 0 else []), *(["fifth"] if place % 5 == 0 else []))


def hedge_shares(made: GeneratedYear) -> Mapping[int, Fraction]:
    """The ladder's change from look to look, by how long each condor of the main account stood in between: all have
    one notional, so the time alone decides."""
    hedge = made.hedge
    assert hedge is not None
    looks = [min(row.moment for row in hedge.rows), *(at(today.day, LOOKED_AT) for today in made.tape)]
    worth = [Decimal(0), *(line.realised + (line.unrealised or Decimal(0)) for line in made.lines)]
    shares: dict[int, Fraction] = {}
    for (start, end), (before, after) in zip(pairwise(looks), pairwise(worth), strict=True):
        stood = {}
        for place, told in enumerate(made.condors):
            if told.account == MAIN:
                first, last = min(r.moment for r in told.rows), max(r.moment for r in told.rows)
                overlap = min(last, end) - max(first, start)
                if overlap > timedelta(0):
                    stood[place] = Fraction(overlap // timedelta(seconds=1))
        for place, seconds in stood.items():
            shares[place] = shares.get(place, Fraction(0)) + Fraction(after - before) * seconds / sum(stood.values())
    return shares


def group(told: Iterable[Expected]) -> dict[str, object]:
    """The statistics of these by plain loops."""
    ended = sorted(told, key=lambda each: each.closed)
    profits = [each.profit for each in ended]
    wins, losses = [p for p in profits if p > 0], [p for p in profits if p < 0]
    summed = highest = fall = Decimal(0)
    for place, each in enumerate(ended):
        summed += each.profit
        if place + 1 == len(ended) or ended[place + 1].closed != each.closed:
            highest, fall = max(highest, summed), min(fall, summed - max(highest, summed))
    credit = sum(each.credit for each in ended)
    hedges = [each.hedge for each in ended if each.hedge is not None]
    return {
        "closed": len(ended), "won": len(wins), "lost": len(losses), "even": sum(p == 0 for p in profits),
        "win_rate": len(wins) / len(ended), "expectancy": sum(profits) / len(profits),
        "average_win": sum(wins) / len(wins) if wins else None,
        "average_loss": sum(losses) / len(losses) if losses else None,
        "profit_factor": float(sum(wins) / -sum(losses)) if losses else None,
        "largest_loss": min(losses, default=None),
        "average_days": sum((e.closed - e.opened).total_seconds() for e in ended) / 86_400 / len(ended),
        "drawdown": fall, "with_margin": len(ended),
        "return_on_margin": float(sum(profits)) / (WIDTH * MULTIPLIER * 10 * len(ended)),
        "credit_captured": float(sum(e.profit + e.fees for e in ended) / credit) if credit > 0 else None,
        "fees": sum(e.fees for e in ended), "total": sum(profits),
        "hedge": float(sum(hedges)) if hedges else None, "hedge_unknown": 0, "hedge_partial": 0,
    }  # fmt: skip


def assert_equal(found: Group, told: list[Expected]) -> None:
    for name, value in group(told).items():
        got = getattr(found, name)
        if name in ("expectancy", "average_win", "average_loss") and value is not None:
            assert abs(got - value) <= Decimal("5e-9"), name  # kept on 1e-8
        elif isinstance(value, float):
            assert float(got) == pytest.approx(value, rel=1e-12, abs=1e-6), name
        else:
            assert got == value, name


# What the program says


@cache
def campaigns() -> CampaignBook:
    made = generated_year()
    return campaigns_of(made.desk.book, {}, made.now, made.lines)


@cache
def results() -> Results:
    made = generated_year()
    closes = daily([today.day for today in made.tape], [float(today.vix) for today in made.tape])
    tags = {told.campaign_id: tags_of(place) for place, told in enumerate(made.condors)}
    return results_of(made.desk.book, campaigns(), tags, vix_reader(None, Past({"VIX": closes})))


def test_each_condor_is_a_result_as_it_was_meant() -> None:
    found = {each.campaign_id: each for each in results().closed}
    assert len(found) == len(expected()) == 249
    for one in expected():
        result = found[one.told.campaign_id]
        assert (result.profit, result.fees, result.credit) == (one.profit, one.fees, one.credit)
        assert (result.opened_at, result.closed_at, result.rolls) == (one.opened, one.closed, one.rolls)
        assert (result.account, result.strategy, result.lots) == (one.told.account, "condor", 10)
        assert result.margin == WIDTH * MULTIPLIER * 10
        assert result.days_to_expiry == (one.told.expiry - one.told.day).days
        assert (result.vix_at_entry, result.tags) == (one.vix, one.tags)
        assert (result.hedge is None) == (one.hedge is None)
        assert not result.hedge_is_partial
        if one.hedge is not None and result.hedge is not None:
            assert float(result.hedge) == pytest.approx(float(one.hedge), abs=1e-6)


def test_the_year_has_of_everything() -> None:
    told = expected()
    widest = -Decimal(WIDTH * MULTIPLIER * 10)
    assert sum(each.rolls > 0 for each in told) >= 5
    assert sum(any(row.what == "close" for row in each.told.rows) for each in told) >= 15
    assert sum(each.profit - each.credit + each.fees <= widest for each in told) >= 4, "lost all that they could"
    assert {each.told.account for each in told} == {MAIN, IRA, PAPER}
    assert all(each.hedge is None for each in told if each.told.account != MAIN)


BY: Mapping[str, Callable[[Expected], tuple[object, str]]] = {
    "strategy": lambda each: (0, "condor"),
    "sleeve": lambda each: (0, "core"),
    "account": lambda each: (each.told.account, each.told.account),
    "month": lambda each: (each.closed.month, f"{MONTHS[each.closed.month - 1]} {each.closed.year}"),
    "weekday": lambda each: (each.told.day.weekday(), f"{each.told.day:%A}"),
    "days": lambda each: days_bucket(each.told.expiry - each.told.day),
    "vix": lambda each: vix_bucket(each.vix),
}


def days_bucket(span: timedelta) -> tuple[object, str]:
    return (0, "0-1") if span.days <= 1 else (1, "2-7")


def vix_bucket(vix: float) -> tuple[object, str]:
    if vix < 15:
        return 0, "<15"
    if vix < 20:
        return 1, "15-20"
    return (2, "20-30") if vix < 30 else (3, "30+")


@pytest.mark.parametrize("by", BY)
def test_every_figure_of_every_group(by: str) -> None:
    for kind, report in reports_by_kind(results(), by).items():
        told = [each for each in expected() if (each.told.account == PAPER) == (kind == "paper")]
        keys = sorted({BY[by](each) for each in told})
        assert [each.key for each in report.groups] == [text for _, text in keys]
        for key, found in zip(keys, report.groups, strict=True):
            assert_equal(found, [each for each in told if BY[by](each) == key])
        assert_equal(report.whole, told)


def test_by_tag_some_count_twice() -> None:
    report = reports_by_kind(results(), "tag")["real"]
    real = [each for each in expected() if each.told.account != PAPER]
    assert [each.key for each in report.groups] == ["fifth", "tenth", "no tag"]
    for found in report.groups:
        assert_equal(found, [e for e in real if found.key in e.tags or (found.key == "no tag" and not e.tags)])
    assert report.overlaps


def test_all_of_it_is_what_the_campaigns_say() -> None:
    """The law between the two: one group of everything is `statistics_of` of the same records."""
    for kind, told in statistics_by_kind(campaigns().records).items():
        report = reports_by_kind(results(), "all")[kind]
        (found,) = report.groups
        for name in ("closed", "won", "lost", "even", "win_rate", "average_win", "average_loss", "profit_factor",
                     "largest_loss", "total", "hedge"):  # fmt: skip
            assert getattr(found, name) == getattr(told, name), name
        assert found.average_days == pytest.approx(told.average_days)
        assert found.hedge_unknown + found.hedge_partial == told.hedge_unknown


def test_the_interval_of_the_mean_by_hand() -> None:
    found = reports_by_kind(results(), "all")["real"].whole
    profits = [float(each.profit) for each in expected() if each.told.account != PAPER]
    half = T_975_OF_239 * stdev(profits) / sqrt(len(profits))
    assert len(profits) == 240
    assert found.expectancy_interval is not None
    assert found.expectancy_interval.low == pytest.approx(fmean(profits) - half, abs=0.05)
    assert found.expectancy_interval.high == pytest.approx(fmean(profits) + half, abs=0.05)


def test_nothing_of_the_year_is_open_but_the_hedge() -> None:
    assert [(each.sleeve, each.account) for each in results().open] == [("alvh", MAIN)]
    assert reports_by_kind(results(), "all")["real"].open == 0
    assert reports_by_kind(results(), "sleeve")["real"].open == 1


def test_the_credit_of_each_month_by_hand() -> None:
    made = generated_year()
    by_month: dict[tuple[int, int], Decimal] = {}
    for told in made.condors:
        for row in told.rows:
            if told.account != PAPER and row.what in ("open", "roll out", "roll in"):
                key = row.moment.year, row.moment.month
                by_month[key] = by_month.get(key, Decimal(0)) - row.quantity * row.points * MULTIPLIER
    accounts = {key for key, account in made.desk.book.accounts.items() if account.kind == "real"}
    found = credits_by_month(campaigns().courses, accounts)
    assert {month: usd for month, usd in found.items() if usd} == by_month


def test_a_shorter_year_is_the_beginning_of_the_whole() -> None:
    assert [told.rows for told in generated_year(20).condors[:19]] == [
        told.rows for told in generated_year().condors[:19]
    ]
    assert generated_year(20).tape[-1].day < date(2025, 2, 1)
