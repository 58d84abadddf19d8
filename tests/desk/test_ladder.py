"""The hedge ladder: its lines sum to the picture, its deltas are the alert's, its counts are what protects."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import IRA, PRODUCTS, enter, moment
from support.laddered_books import (
    CONDOR,
    MEDIUM,
    NEAR,
    WHOLE,
    as_second_engine,
    changed,
    ladder,
    laddered,
    line_of,
    picture,
    seen,
    settled,
    vix_quotes,
)

from alvh_desktop.desk.ladder import ladder_of
from alvh_desktop.desk.ladder_lines import LadderGroup
from alvh_desktop.domain.problems import Problem
from alvh_desktop.series.xirr import Return

LINES: tuple[tuple[str, str | None], ...] = (
    *WHOLE,
    ("+3 VIXW 23DEC26 20C @1.35 fee 0.79/ct at 2026-11-02T11:00", "short"),
    ("-2 VIX 16DEC26 18C @1.90 fee 0.79/ct at 2026-11-10T11:00", None),
    ("-4 VIX 16DEC26 18C @1.70 fee 0.79/ct at 2026-11-12T11:00", None),
    ("+1 VX 17MAR27 @19.80 fee 2.40/ct at 2026-11-02T12:00", None),
    ("-1 VX 17MAR27 @19.10 fee 2.40/ct at 2026-11-05T12:00", None),
    ("+2 VIX 16JUN27 25/35C @1.20 fee 0.79/ct at 2026-11-12T12:00", "long"),
    ("+5 VIX 17MAR27 15P @0.80 at 2026-11-12T12:30", None),
    (f"{CONDOR} at 2026-11-13T12:00", None),
    (f"+3 VIX 16DEC26 19C @1.80 at 2026-11-13T13:00 in {IRA}", "short"),
)


@given(st.lists(st.sampled_from(LINES), max_size=8), st.lists(st.sampled_from(LINES), max_size=3))
def test_lines_sum_to_the_sleeves_to_the_cent(hedge: list, engine: list) -> None:
    desk = laddered(*hedge)
    as_second_engine(desk, *(line for line in engine if "SPXW" not in line[0]))
    painted = picture(desk)
    found = ladder_of(painted)
    for sleeve in painted.sleeves:
        groups = [g for g in found.groups if g.sleeve == sleeve.sleeve and g.campaign is not None]
        if sleeve.sleeve == "core":
            continue
        lines = [line for group in groups for line in group.lines]
        for name in ("cash_flow", "market_value", "realised", "unrealised", "fees", "credit"):
            total = sum((getattr(line.amounts, name) for line in lines), Decimal(0))
            assert total == getattr(sleeve.amounts, name), name
        assert sum(line.amounts.open_legs for line in lines) == sleeve.amounts.open_legs


@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_counts_are_the_open_long_calls(lines: list) -> None:
    desk = laddered(*lines)
    calls = [h for h in desk.book.holdings.values() if h.leg.root.startswith("VIX") and h.leg.right == "C"]
    expected: dict[tuple[int, int | None], int] = {}
    for held in calls:
        trade = desk.book.trades[held.leg.trade_id]
        key = (trade.campaign_id, trade.layer_id)
        expected[key] = expected.get(key, 0) + max(held.position.quantity, 0)
    found = {
        (group.campaign.id, line.layer.id): line.held
        for group in ladder(desk).groups
        if group.campaign is not None
        for line in group.lines
        if line.layer is not None
    }
    assert {key: count for key, count in found.items() if count} == {
        key: count for key, count in expected.items() if count and key[1] is not None
    }


@given(st.lists(st.sampled_from([line for line in LINES if line[1] == "short"]), min_size=1, max_size=4))
def test_the_delta_of_the_short_layers_is_that_of_the_alert(lines: list) -> None:
    painted = picture(laddered(*lines))
    alerts = {each.subject.key: each for each in painted.alerts if each.rule.id == "hedge.short_delta"}
    short = {
        f"layer {line.layer.id} of campaign {group.campaign.id}": line.delta
        for group in ladder_of(painted).groups
        for line in group.lines
        if group.campaign and line.layer is not None and line.layer.role == "short" and line.delta is not None
    }
    assert alerts.keys() == short.keys()
    for key, delta in short.items():
        assert alerts[key].value == pytest.approx(delta.mean, rel=1e-12)
        assert f"lowest {delta.lowest:.3f}" in alerts[key].sentence


def test_a_whole_ladder_by_hand() -> None:
    found = ladder(laddered(*WHOLE))
    (group,) = found.groups
    assert found.today == date(2026, 11, 20)
    assert [(line.layer.role, line.held, line.target) for line in group.lines if line.layer] == [
        ("short", 4, 4),
        ("medium", 4, 4),
        ("long", 2, 2),
    ]
    assert [(line.days_left, line.state, line.rolls_on) for line in group.lines] == [
        (26, "ahead", date(2026, 12, 7)),
        (117, "ahead", date(2027, 2, 1)),
        (208, "ahead", date(2027, 2, 26)),
    ]
    short = group.lines[0]
    assert short.cost == Decimal("963.16")  # 4 x 2.40 x 100 and 4 x 0.79
    assert (short.days_held, group.held, group.target, short.missing) == (50, 10, 10, 0)
    worth = short.amounts.market_value
    assert short.cost_per_day_held == ((Decimal("963.16") - worth) / 50).quantize(Decimal("0.01"))
    assert short.cost_per_day_to_go == -short.amounts.theta_usd_per_day > 0
    assert short.value_per_day_left == (worth / 26).quantize(Decimal("0.01"))
    assert isinstance(short.result, Return)
    assert short.result.rate == pytest.approx((float(worth) / 963.16) ** (365 / 50) - 1, rel=1e-9)
    assert short.result.multiple == pytest.approx(float(worth) / 963.16)


def test_units_multiply_the_targets_and_nothing_else() -> None:
    desk = laddered(*WHOLE)
    one, three = (ladder(desk, units=units).groups[0].lines for units in (1, 3))
    assert [line.target for line in three] == [12, 12, 6]
    assert [line.missing for line in three] == [8, 8, 4]
    assert [(a.held, a.cost, a.result) for a in one] == [(b.held, b.cost, b.result) for b in three]


def test_empty_layers_are_lines_of_the_ladder_that_orders_go_to() -> None:
    (group,) = ladder(laddered(WHOLE[1])).groups
    assert [(line.state, line.held, line.missing) for line in group.lines] == [
        ("empty", 0, 4),
        ("ahead", 4, 0),
        ("empty", 0, 2),
    ]
    empty = group.lines[0]
    assert (empty.days_left, empty.rolls_on, empty.delta, empty.result) == (None, None, None, None)
    assert (empty.trade_to_roll, empty.cost, empty.cost_per_day_held) == (None, 0, None)


def test_condors_that_name_no_ladder_show_what_they_lack() -> None:
    desk = laddered(CONDOR)
    (group,) = ladder(desk).groups
    assert (group.campaign, group.account.name, group.held, group.target) == (None, "Main", 0, 10)
    enter(desk, "+1 VIX 16DEC26 18C @2.40")
    (group,) = ladder(desk).groups
    assert group.campaign is not None, "its own ladder stands for it"
    elsewhere = laddered(f"{CONDOR} in {IRA}", WHOLE[0])
    assert [(g.account.name, g.held) for g in ladder(elsewhere).groups] == [("Main", 4), (IRA, 0)]
    ladder_id = max(c.id for c in elsewhere.book.campaigns.values() if c.sleeve == "alvh")
    changed(elsewhere, "campaigns", ladder_id=ladder_id)
    assert [g.account.name for g in ladder(elsewhere).groups] == ["Main"]


def test_a_book_without_hedge_and_condor_has_no_ladder() -> None:
    assert ladder(laddered()).groups == ()


def test_what_is_closed_counts_in_the_return_and_nowhere_else() -> None:
    desk = laddered(
        WHOLE[0],
        ("-4 VIX 16DEC26 18C @1.40 fee 0.79/ct at 2026-11-10T11:00", None),
        ("+4 VIXW 23DEC26 20C @1.35 fee 0.79/ct at 2026-11-10T11:00", "short"),
    )
    short = line_of(ladder(desk), "short")
    assert (short.held, short.days_left, len(short.contracts)) == (4, 33, 1)
    assert short.cost == Decimal("543.16")
    # 963.16 paid, 556.84 received, 543.16 paid
    assert -short.amounts.cash_flow == Decimal("949.48")
    assert (short.days_held, short.result.days) == (50, 50)
    worth = float(short.amounts.market_value)
    assert short.result.gain == pytest.approx(worth - 949.48)


def test_a_layer_that_was_given_up_keeps_its_return_until_its_last_day() -> None:
    desk = laddered(*WHOLE, ("-4 VIX 16DEC26 18C @1.40 at 2026-11-10T11:00", None))
    short = line_of(ladder(desk), "short")
    assert (short.state, short.held, short.missing, short.cost) == ("empty", 0, 4, 0)
    assert (short.days_held, short.result.days) == (40, 40)
    assert short.result.rate == pytest.approx((560 / 963.16) ** (365 / 40) - 1, rel=1e-9)


def test_calls_that_have_settled_protect_no_more() -> None:
    now = moment("2026-12-16 10:00")
    desk = laddered(*WHOLE, now=now)
    short = line_of(ladder(desk, seen(at=now)), "short")
    assert (short.state, short.held, short.missing, short.trade_to_roll) == ("settled", 0, 4, None)
    assert isinstance(short.delta, Problem)
    assert isinstance(short.result, Problem)
    leg_id = next(leg.id for leg in desk.book.legs.values() if leg.expiry == NEAR)
    settled(desk, leg_id, "17.00")
    short = line_of(ladder(desk, seen(at=now)), "short")
    assert (short.state, short.held, short.delta) == ("empty", 0, None)
    assert (short.result.rate, short.result.multiple) == (-1.0, 0.0)


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-12-04", "ahead"), ("2026-12-07", "due"), ("2026-12-10", "due"), ("2026-12-11", "late")],
)
def test_a_layer_falls_due_and_then_late(day: str, state: str) -> None:
    now = moment(f"{day} 11:00")
    assert line_of(ladder(laddered(*WHOLE, now=now), seen(at=now)), "short").state == state


def test_a_missing_mark_leaves_costs_and_says_so() -> None:
    quotes = {contract: quote for contract, quote in vix_quotes().items() if contract.expiry != MEDIUM}
    found = ladder(laddered(*WHOLE), seen(quotes))
    medium, short = line_of(found, "medium"), line_of(found, "short")
    assert medium.cost == Decimal("1223.16")
    assert medium.amounts.is_partial
    assert medium.cost_per_day_held is medium.cost_per_day_to_go is medium.value_per_day_left is None
    assert isinstance(medium.delta, Problem)
    assert medium.result == Problem("IRR", "1 of 1 open legs have no mark")
    assert isinstance(short.result, Return)
    assert found.groups[0].result == Problem("IRR", "1 of 3 open legs have no mark")


def test_what_stands_in_no_layer_has_a_line_of_its_own() -> None:
    desk = laddered(*WHOLE, *LINES[6:8], ("+1 VX 16DEC26 @18.40 fee 2.40/ct at 2026-11-02T12:00", None), LINES[9])
    (group,) = ladder(desk).groups
    future, put, closed = group.lines[3:]
    assert (future.contracts[0].contract.root, future.held, future.target, future.window) == ("VX", 0, None, None)
    assert (future.state, future.days_left, future.rolls_on) == ("no window", 26, None)
    assert future.trade_to_roll == future.trades[0].trade.id
    assert future.result == Problem(
        "IRR", "no money is put into a future, so that there is nothing to earn a rate on"
    )
    assert future.cost_per_day_held == -(future.amounts.profit / 18).quantize(Decimal("0.01"))
    assert (put.contracts[0].contract.right, put.delta) == ("P", None)
    assert (closed.state, len(closed.trades), closed.contracts) == ("closed", 1, ())


def test_the_second_engine_stands_apart_and_has_no_target() -> None:
    desk = laddered(*WHOLE)
    as_second_engine(desk, ("+6 VIX 16DEC26 22C @0.90 at 2026-11-02T12:00", "short"))
    hedge, engine = ladder(desk).groups
    assert (hedge.sleeve, hedge.held, engine.sleeve) == ("alvh", 10, "second_engine")
    assert [(line.layer.role, line.held, line.target) for line in engine.lines if line.layer] == [("short", 6, None)]
    assert engine.lines[0].missing == 0


def test_accounts_have_ladders_of_their_own() -> None:
    desk = laddered(*WHOLE, (f"+3 VIX 16DEC26 19C @1.80 in {IRA}", "short"))
    found: dict[str, LadderGroup] = {group.account.name: group for group in ladder(desk).groups}
    assert (found["Main"].held, found[IRA].held, found[IRA].target) == (10, 3, 10)
    assert (
        found["Main"].amounts.cash_flow + found[IRA].amounts.cash_flow == picture(desk).sleeves[0].amounts.cash_flow
    )


def test_one_series_in_two_trades_is_one_contract_and_both_are_named() -> None:
    desk = laddered(WHOLE[0], ("+1 VIX 16DEC26 18C @1.90 at 2026-11-12T11:00", "short"))
    short = line_of(ladder(desk), "short")
    (held,) = short.contracts
    assert (held.quantity, len(held.trade_ids), short.trade_to_roll) == (5, 2, min(desk.book.trades))


def test_a_calendar_rolls_by_its_long_call() -> None:
    desk = laddered(("+2 VIX 16DEC26/17MAR27 20C @1.50 at 2026-11-12T11:00", "medium"))
    medium = line_of(ladder(desk), "medium")
    assert {each.quantity for each in medium.contracts} == {2, -2}
    assert (medium.held, medium.days_left) == (2, 117)
    assert PRODUCTS["VIX"].trades_last_on_expiry is False
