"""Statistics: laws over any results, figures by hand, and what is said where nothing is known."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.made_results import START, made_result, results

from alvh_desktop.reports.groupings import GROUPINGS, Edges, days_bucket, vix_bucket
from alvh_desktop.reports.results import OpenCampaign, Result, Results, in_order
from alvh_desktop.reports.statistics import group_of, report_of, reports_by_kind

ZERO = Decimal(0)
COUNTS = ("closed", "won", "lost", "even", "with_margin", "hedge_unknown", "hedge_partial")


def by_profit(*profits: str) -> list[Result]:
    """One a day."""
    return [
        made_result(number, profit=Decimal(usd), closed_at=START + timedelta(days=number + 1))
        for number, usd in enumerate(profits)
    ]


# Laws


@given(results(), st.sampled_from([name for name in GROUPINGS if name != "tag"]))
def test_the_groups_of_a_partition_add_up_to_the_whole(made: Results, name: str) -> None:
    report = report_of(made, name)
    for count in COUNTS:
        assert sum(getattr(group, count) for group in report.groups) == getattr(report.whole, count)
    for amount in ("total", "fees"):
        assert sum((getattr(group, amount) for group in report.groups), ZERO) == getattr(report.whole, amount)
    assert sum((group.hedge or ZERO for group in report.groups), ZERO) == (report.whole.hedge or ZERO)
    assert not report.overlaps


@given(results())
def test_by_tag_a_campaign_counts_under_each_of_its_tags_and_once_in_the_whole(made: Results) -> None:
    report = report_of(made, "tag")
    core = [each for each in made.closed if each.sleeve == "core"]
    assert report.whole.closed == len(core)
    expected = Counter(tag for each in core for tag in set(each.tags) or {"no tag"})
    assert {group.key: group.closed for group in report.groups} == dict(expected)
    assert report.overlaps == any(len(set(each.tags)) > 1 for each in core)


@given(results())
def test_one_group_alone_is_the_whole_of_the_condors(made: Results) -> None:
    report = report_of(made)
    assert [replace(group, key="whole") for group in report.groups] == ([report.whole] if report.whole.closed else [])
    assert report.whole.closed == sum(each.sleeve == "core" for each in made.closed)


@given(results())
def test_a_group_says_what_plain_loops_say(made: Results) -> None:
    group, told = group_of(made.closed), made.closed
    assert group.total == sum((each.profit for each in told), ZERO)
    assert (group.won, group.lost) == (sum(e.profit > 0 for e in told), sum(e.profit < 0 for e in told))
    wins, losses = group.won * (group.average_win or ZERO), group.lost * (group.average_loss or ZERO)
    assert abs(wins + losses - group.total) <= Decimal("1e-8") * (len(told) + 1)
    if told:
        assert group.expectancy is not None
        assert abs(group.expectancy * len(told) - group.total) <= Decimal("1e-8") * len(told)
    known = [each for each in told if each.margin]
    if known:
        expected = sum(float(each.profit) for each in known) / sum(float(each.margin or 0) for each in known)
        assert group.return_on_margin == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(results())
def test_the_deepest_fall_is_that_of_every_pair_of_moments(made: Results) -> None:
    """Against all pairs, O(n squared), of the sum after each moment at which something ended."""
    moments = sorted({each.closed_at for each in made.closed})
    sums = [ZERO, *(sum((e.profit for e in made.closed if e.closed_at <= moment), ZERO) for moment in moments)]
    expected = min((later - earlier for place, earlier in enumerate(sums) for later in sums[place:]), default=ZERO)
    group = group_of(made.closed)
    assert group.drawdown == (expected if made.closed else None)


@given(results())
def test_the_order_in_which_results_come_says_nothing(made: Results) -> None:
    assert group_of(made.closed) == group_of(reversed(made.closed))
    assert in_order(reversed(made.closed)) == made.closed


# By hand


def test_figures_by_hand() -> None:
    group = group_of(by_profit("300", "200", "-900", "0", "150"))
    assert (group.closed, group.won, group.lost, group.even) == (5, 3, 1, 1)
    assert (group.total, group.fees, group.expectancy) == (-250, 130, -50)
    assert group.average_win == Decimal("216.66666667")
    assert (group.average_loss, group.largest_loss) == (-900, -900)
    assert group.profit_factor == pytest.approx(650 / 900)
    # 500 at the highest, -400 after the loss
    assert group.drawdown == -900
    # three of 5: Wilson's interval of 0.6
    assert group.win_rate == 0.6
    assert group.win_rate_interval is not None
    assert (round(group.win_rate_interval.low, 4), round(group.win_rate_interval.high, 4)) == (0.2307, 0.8824)
    assert group.return_on_margin == -250 / 125_000
    # kept are the profits and 26 of fees each, of 326 of credit each
    assert group.credit_captured == pytest.approx((-250 + 130) / (5 * 326))


def test_the_first_loss_falls_from_zero() -> None:
    assert group_of(by_profit("-100", "-50", "500")).drawdown == -150
    assert group_of(by_profit("100", "50")).drawdown == 0


def test_of_nothing_there_is_nothing_to_say() -> None:
    report = report_of(Results())
    assert report.groups == ()
    whole = report.whole
    assert (whole.closed, whole.total, whole.fees) == (0, 0, 0)
    assert {
        whole.win_rate, whole.win_rate_interval, whole.expectancy, whole.expectancy_interval, whole.average_win,
        whole.average_loss, whole.profit_factor, whole.largest_loss, whole.average_days, whole.drawdown,
        whole.return_on_margin, whole.credit_captured, whole.hedge,
    } == {None}  # fmt: skip
    assert reports_by_kind(Results(), "all") == {}


def test_what_is_not_known_is_counted_and_left_out() -> None:
    one, two, three, four = by_profit("100", "200", "300", "-50")
    told = (
        replace(one, margin=None, credit=Decimal(-40)),
        replace(two, hedge=Decimal(7), hedge_is_partial=True),
        replace(three, hedge_is_partial=True),
        replace(four, hedge=Decimal(-9)),
    )
    group = group_of(told)
    assert group.with_margin == 3
    assert group.return_on_margin == 450 / 75_000
    # 550 and four times 26 of fees, of three times 326 less 40 paid
    assert group.credit_captured == pytest.approx(654 / 938)
    assert group_of(told[:1]).credit_captured is None
    assert (group.hedge, group.hedge_unknown, group.hedge_partial) == (-2, 1, 1)
    alone = group_of([told[2]])
    assert (alone.hedge, alone.hedge_unknown, alone.expectancy_interval) == (None, 1, None)


def test_paper_is_never_summed_with_real_money_and_what_is_open_is_counted_beside() -> None:
    paper = replace(made_result(2), account="Practice", account_kind="paper", profit=Decimal(9000))
    waiting = (OpenCampaign(3, "Main", "real", "core"), OpenCampaign(4, "Main", "real", "alvh"))
    found = reports_by_kind(Results((made_result(1), paper), waiting), "account")
    assert {kind: [(g.key, g.total) for g in report.groups] for kind, report in found.items()} == {
        "real": [("Main", 300)],
        "paper": [("Practice", 9000)],
    }
    assert {kind: report.open for kind, report in found.items()} == {"real": 1, "paper": 0}
    assert reports_by_kind(Results((made_result(1),), waiting), "sleeve")["real"].open == 2
    only_open = reports_by_kind(Results((), waiting), "all")["real"]
    assert (only_open.whole.closed, only_open.open) == (0, 1)


def test_a_hedge_is_no_trade_but_among_the_sleeves() -> None:
    hedge = replace(made_result(2), sleeve="alvh", strategy="single", profit=Decimal(-500))
    made = Results((made_result(1), hedge))
    assert report_of(made, "strategy").whole.closed == 1
    assert [(g.key, g.total) for g in report_of(made, "sleeve").groups] == [("core", 300), ("alvh", -500)]


def test_days_from_and_to_are_those_on_which_it_ended() -> None:
    # 15:00 UTC is the morning of the same day in New York, 03:00 the evening before
    late = made_result(2, closed_at=START + timedelta(hours=12))
    made = Results(in_order((made_result(1), late)))
    assert [each.closed_on for each in made.closed] == [date(2025, 1, 2), date(2025, 1, 3)]
    for first, last, expected in (
        (None, None, [2, 1]),
        (date(2025, 1, 3), None, [1]),
        (None, date(2025, 1, 2), [2]),
        (date(2025, 1, 4), None, []),
    ):
        found = made.closed_between(first, last).closed
        assert [each.campaign_id for each in found] == expected
    assert made.of_account("IRA").closed == ()


# Buckets


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "0-1"), (1, "0-1"), (2, "2-7"), (7, "2-7"), (8, "8-21"), (21, "8-21"), (22, "22-45"), (45, "22-45"),
     (46, "46+"), (400, "46+"), (None, "no expiry")],
)  # fmt: skip
def test_buckets_of_days(days: int | None, text: str) -> None:
    assert days_bucket(days, Edges()).text == text


@pytest.mark.parametrize(
    ("vix", "text"),
    [(9.4, "<15"), (14.99, "<15"), (15.0, "15-20"), (19.99, "15-20"), (20.0, "20-30"), (29.99, "20-30"),
     (30.0, "30+"), (82.0, "30+"), (None, "not known")],
)  # fmt: skip
def test_buckets_of_vix(vix: float | None, text: str) -> None:
    assert vix_bucket(vix, Edges()).text == text


@given(st.integers(0, 200), st.integers(0, 200))
def test_buckets_are_in_the_order_of_what_they_hold(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert days_bucket(low, Edges()) <= days_bucket(high, Edges()) < days_bucket(None, Edges())
    assert vix_bucket(low, Edges()) <= vix_bucket(high, Edges()) < vix_bucket(None, Edges())


def test_other_edges() -> None:
    edges = Edges(days_to_expiry=(0, 5), vix=(17.5,))
    assert [days_bucket(days, edges).text for days in (0, 1, 5, 6)] == ["0", "1-5", "1-5", "6+"]
    assert [vix_bucket(vix, edges).text for vix in (17.4, 17.5)] == ["<17.5", "17.5+"]
    for wrong in ({"days_to_expiry": (7, 7)}, {"vix": (20.0, 15.0)}, {"vix": ()}):
        with pytest.raises(ValueError, match="must ascend"):
            Edges(**wrong)  # type: ignore[arg-type]


def test_months_and_weekdays_stand_in_the_order_of_the_calendar() -> None:
    spread = [
        made_result(
            number, opened_at=START + timedelta(days=37 * number), closed_at=START + timedelta(days=38 * number)
        )
        for number in range(12)
    ]
    months = [group.key for group in report_of(Results(in_order(spread)), "month").groups]
    assert months[:3] == ["January 2025", "February 2025", "March 2025"]
    weekdays = [group.key for group in report_of(Results(in_order(spread)), "weekday").groups]
    order = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert all(order.index(one) < order.index(other) for one, other in pairwise(weekdays))
