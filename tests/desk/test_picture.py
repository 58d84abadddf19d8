"""The Picture of whole books: sums that add up on every level, exposures in one unit, and what is not known told."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, done, enter, founded_desk, moment, order_of
from support.made_markets import Quotes, chain, future, market, quoted

from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.orders import price_legs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.spot import Spot

DECEMBER, VIX_NEAR, VIX_FAR = date(2026, 12, 18), date(2026, 12, 16), date(2027, 1, 20)
STRIKES = (6300, 6350, 6600, 6650, 6700, 6750, 6800, 7150, 7200)
CONDOR = "SPXW 18DEC26 6300/6350P 7150/7200C"
QUOTES: Quotes = {
    **chain("SPXW", DECEMBER, 6715.0, STRIKES, 0.16),
    **chain("SPXW", date(2026, 12, 28), 6720.0, STRIKES, 0.16),
    **chain("XSP", DECEMBER, 671.5, [k / 10 for k in STRIKES], 0.16, half_spread="0.01"),
    **chain("VIX", VIX_NEAR, 18.0, range(12, 40), 0.9, half_spread="0.02"),
    **chain("VIX", VIX_FAR, 19.0, range(12, 40), 0.8, half_spread="0.02"),
    **future(VIX_NEAR, "18.05"),
}
LINES = (
    f"-10 {CONDOR} @3.20 fee 0.65/ct",
    f"+4 {CONDOR} @1.10 fee 3.33 total",
    "-2 XSP 18DEC26 630/635P 715/720C @0.31",
    "+4 VIX 16DEC26 20C @1.10 fee 1/ct",
    "+4 VIX 20JAN27 20C @2.10",
    "-4 VIX 16DEC26 20C @2.00",
    "+4 VIX 16DEC26/20JAN27 20C @0.90",
    "-1 VX 16DEC26 @19.80 fee 2.40/ct",
    "+1 VX 16DEC26 @18.95",
    # quoted nowhere
    "+1 SPXW 24DEC26 6500P @20",
    "-1 VX 20JAN27 @20.05",
)
MONEY = ("realised", "unrealised", "fees", "cash_flow", "market_value", "credit")
COUNTS = ("open_legs", "unmarked", "unvalued")


def desk_with(*lines: str) -> Desk:
    desk = founded_desk()
    for line in lines:
        enter(desk, line)
    return desk


def painted(desk: Desk, quotes: Quotes = QUOTES, spx: str | None = "6690", vix: str | None = "17") -> Picture:
    return paint(Inputs(desk.book, market(quotes, spx=spx, vix=vix)))


def assert_adds_up(whole: Amounts, parts: list[Amounts]) -> None:
    for name in MONEY:
        assert getattr(whole, name) == sum((getattr(part, name) for part in parts), Decimal(0)), name
    for name in COUNTS:
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts), name
    for name in ("theta_usd_per_day", "rho_usd_per_percent"):
        assert getattr(whole, name) == pytest.approx(sum(getattr(part, name) for part in parts))
    for underlying, exposure in whole.exposures.items():
        for name in ("delta_usd_per_point", "gamma_usd_per_point", "vega_usd_per_point"):
            shares = [getattr(part.exposures[underlying], name) for part in parts if underlying in part.exposures]
            assert getattr(exposure, name) == pytest.approx(sum(shares))


# Laws


@given(st.lists(st.sampled_from(LINES), max_size=7))
def test_every_level_is_the_sum_of_the_one_below(lines: list[str]) -> None:
    picture = painted(desk_with(*lines))
    assert_adds_up(picture.total, [sleeve.amounts for sleeve in picture.sleeves])
    for sleeve in picture.sleeves:
        assert_adds_up(sleeve.amounts, [campaign.amounts for campaign in sleeve.campaigns])
        for campaign in sleeve.campaigns:
            assert_adds_up(campaign.amounts, [trade.amounts for trade in campaign.trades])
            for trade in campaign.trades:
                assert_adds_up(trade.amounts, [leg.amounts for leg in trade.legs])


@given(st.lists(st.sampled_from(LINES), max_size=7), st.booleans())
def test_on_every_level_profit_is_cash_flow_and_market_value(lines: list[str], is_quoted: bool) -> None:
    picture = painted(desk_with(*lines), QUOTES if is_quoted else {})
    levels = [picture.total]
    for sleeve in picture.sleeves:
        levels.append(sleeve.amounts)
        for campaign in sleeve.campaigns:
            levels += [campaign.amounts, *(trade.amounts for trade in campaign.trades)]
            levels += [leg.amounts for trade in campaign.trades for leg in trade.legs]
    for amounts in levels:
        assert amounts.realised + amounts.unrealised == amounts.cash_flow + amounts.market_value
        assert amounts.profit == amounts.realised + amounts.unrealised


@given(st.lists(st.sampled_from(LINES), max_size=7))
def test_every_leg_stands_in_the_tree_once(lines: list[str]) -> None:
    desk = desk_with(*lines)
    picture = painted(desk)
    shown = [leg.holding.leg.id for s in picture.sleeves for c in s.campaigns for t in c.trades for leg in t.legs]
    assert sorted(shown) == list(desk.book.legs)
    assert [sleeve.sleeve for sleeve in picture.sleeves] == [
        name for name in ("core", "alvh") if any(t.sleeve == name for t in desk.book.trades.values())
    ]


@given(st.lists(st.sampled_from(LINES), max_size=7))
def test_painting_is_pure(lines: list[str]) -> None:
    desk = desk_with(*lines)
    one, other = (painted(desk) for _ in range(2))
    assert (one.total, one.alerts, one.problems, one.sleeves) == (
        other.total,
        other.alerts,
        other.problems,
        other.sleeves,
    )


@pytest.mark.parametrize("vix", [None, "9.5", "80"])
def test_spot_vix_moves_nothing_but_its_own_place(vix: str | None) -> None:
    desk = desk_with(*LINES)
    plain, moved = painted(desk), painted(desk, vix=vix)
    assert (moved.total, moved.values) == (plain.total, plain.values)


# Sums by hand


def test_a_condor_to_the_cent() -> None:
    picture = painted(desk_with(f"-10 {CONDOR} @3.20 fee 0.65/ct"))
    marks = [line.value.mark.price for line in picture.sleeves[0].campaigns[0].trades[0].legs]
    worth = (marks[0] - marks[1] - marks[2] + marks[3]) * 1000
    total = picture.total
    assert (total.fees, total.credit, total.realised) == (Decimal("26.00"), 3200, Decimal("-26.00"))
    assert (total.cash_flow, total.market_value) == (Decimal("3174.00"), worth)
    assert total.unrealised == 3200 + worth
    assert not total.is_partial


def test_a_future_moves_money_only_when_it_is_closed() -> None:
    open_ = painted(desk_with("-1 VX 16DEC26 @19.80 fee 2.40/ct")).total
    assert (open_.cash_flow, open_.market_value, open_.unrealised) == (Decimal("-2.40"), 1750, 1750)
    assert open_.credit == 0
    closed = painted(desk_with("-1 VX 16DEC26 @19.80 fee 2.40/ct", "+1 VX 16DEC26 @18.95")).total
    assert (closed.cash_flow, closed.market_value, closed.realised) == (Decimal("847.60"), 0, Decimal("847.60"))


def test_an_unmarked_leg_stands_at_its_cost_and_the_sum_says_it_is_partial() -> None:
    picture = painted(desk_with("+1 SPXW 24DEC26 6500P @20 fee 0.65/ct", "-1 VX 20JAN27 @20.05"))
    total = picture.total
    assert (total.unmarked, total.unvalued, total.open_legs, total.is_partial) == (2, 2, 2, True)
    assert (total.market_value, total.unrealised, total.realised) == (2000, 0, Decimal("-0.65"))
    told = [problem.where for problem in picture.problems]
    assert told == ["SPXW 24DEC26 6500 P", "SPXW 24DEC26", "VX 20JAN27 (F7)"]


def test_every_problem_is_told_once() -> None:
    picture = painted(desk_with("+1 SPXW 24DEC26 6500P @20", "+1 SPXW 24DEC26 6600P @20"), vix=None)
    assert len(picture.problems) == len(set(picture.problems))
    assert sum(p.where == "SPXW 24DEC26" for p in picture.problems) == 1
    assert Problem("VIX", "no spot VIX level is known: import a file that has it") in picture.problems


def test_without_a_market_nothing_is_known_and_nothing_is_fine() -> None:
    picture = painted(desk_with(f"-10 {CONDOR} @3.20"), spx=None, quotes={})
    assert "SPX" in [p.where for p in picture.problems]
    unknown = {alert.rules.id for alert in picture.alerts if alert.unknown}
    assert {"condor.short_tested", "condor.short_near", "condor.break_even", "condor.loss_multiple"} <= unknown
    assert isinstance(picture.spot, Problem)
    assert isinstance(picture.payoff, Problem)


def test_an_empty_book_is_painted() -> None:
    picture = painted(founded_desk())
    assert picture.sleeves == ()
    assert picture.total.profit == 0
    assert isinstance(picture.spot, Spot)
    assert not [alert.key for alert in picture.alerts if alert.state.is_firing or alert.asks]
    assert {"condor.short_tested", "hedge.short_delta"} <= {a.rules.id for a in picture.alerts if a.silent_because}


# Exposures


def test_deltas_are_dollars_a_point_of_spx_and_of_each_future_by_its_date() -> None:
    picture = painted(
        desk_with(f"-10 {CONDOR} @3.20", "+4 VIX 16DEC26 20C @1.10", "-1 VX 16DEC26 @19", "+4 VIX 20JAN27 20C @2")
    )
    assert list(picture.total.exposures) == ["SPX", "VX 2026-12-16", "VX 2027-01-20"]
    near = picture.total.exposures["VX 2026-12-16"]
    call = next(v for h, v in _legs(picture) if h.leg.root == "VIX" and h.leg.expiry == VIX_NEAR)
    assert near.delta_usd_per_point == pytest.approx(4 * 100 * call.forward.discount * call.delta - 1000)
    assert near.vega_usd_per_point == pytest.approx(call.vega_usd_per_point)


def test_exposure_to_spx_is_what_a_point_of_the_forward_moves() -> None:
    for line, divisor in ((f"-10 {CONDOR} @3.20", 1), ("-100 XSP 18DEC26 630/635P 715/720C @0.32", 10)):
        picture = painted(desk_with(line))
        exposure = picture.total.exposures["SPX"]

        def worth(points: float, shown: Picture = picture, divisor: int = divisor) -> float:
            total = 0.0
            for holding, value in _legs(shown):
                terms = float(holding.leg.strike), value.forward.discount, value.years, value.iv
                is_call = holding.leg.right == "C"
                price = black76.price(value.forward.value + points / divisor, *terms, is_call)
                total += holding.position.quantity * 100 * float(price)
            return total

        assert exposure.delta_usd_per_point == pytest.approx(worth(0.5) - worth(-0.5), rel=1e-4)
        bend = (worth(5.0) - 2 * worth(0.0) + worth(-5.0)) / 25
        assert exposure.gamma_usd_per_point == pytest.approx(bend, rel=1e-3)


def test_ten_xsp_are_exposed_like_one_spxw() -> None:
    large = painted(desk_with("+1 SPXW 18DEC26 6700C @90")).total.exposures["SPX"]
    small = painted(desk_with("+10 XSP 18DEC26 670C @9")).total.exposures["SPX"]
    assert small.delta_usd_per_point == pytest.approx(large.delta_usd_per_point, rel=0.002)
    assert small.gamma_usd_per_point == pytest.approx(large.gamma_usd_per_point, rel=0.005)
    assert small.vega_usd_per_point == pytest.approx(large.vega_usd_per_point, rel=0.002)


def _legs(picture: Picture) -> list:
    lines = [leg for s in picture.sleeves for c in s.campaigns for t in c.trades for leg in t.legs]
    return [(line.holding, line.value) for line in lines if line.value is not None]


# Campaigns


def test_the_break_evens_of_a_campaign_count_all_the_money_it_ever_moved() -> None:
    desk = desk_with(f"-10 {CONDOR} @3.20")
    (trade,) = desk.book.trades.values()
    new = order_of("-10 SPXW 28DEC26 6300/6350P 7150/7200C @4.10")
    closing = price_legs(order_of(f"+10 {CONDOR} @5.00"), {})
    done(desk, RollTrade(trade.id, closing, price_legs(new, {}), CLOCK, desk.next_id))
    (campaign,) = painted(desk).sleeves[0].campaigns
    # 3.20 - 5.00 + 4.10 = 2.30 of campaign credit, 4.10 of the new trade's own
    assert campaign.break_evens == (Decimal("6347.70"), Decimal("7152.30"))
    assert [trade.break_evens for trade in campaign.trades] == [(), (Decimal("6345.90"), Decimal("7154.10"))]
    assert campaign.amounts.credit == 2300


def test_a_settled_leg_keeps_its_place_with_its_realised_money() -> None:
    desk = founded_desk(now=moment("2026-12-18 16:00"))
    enter(desk, f"-10 {CONDOR} @3.20 at 2026-12-01T10:00")
    before = paint(Inputs(desk.book, market(at=desk.clock())))
    assert before.total.unmarked == 4
    assert before.total.profit == 0
    for leg_id in list(desk.book.legs):
        done(desk, SettleLeg(desk.next_id, leg_id, Decimal("6340.00"), desk.clock()))
    total = paint(Inputs(desk.book, market(at=desk.clock()))).total
    assert (total.realised, total.market_value, total.open_legs) == (3200 - 10000, 0, 0)


def test_marks_of_another_day_move_profit_by_the_mark_alone() -> None:
    desk = desk_with("+1 SPXW 18DEC26 6300P @20")
    put = Contract("SPXW", DECEMBER, Decimal(6300), "P")
    one, other = (
        paint(Inputs(desk.book, market(quoted(put, bid, ask)))).total for bid, ask in (("19", "20"), ("21", "22"))
    )
    assert other.profit - one.profit == 200


def test_alerts_follow_the_states_they_are_given() -> None:
    desk = desk_with(f"-10 {CONDOR} @3.20")

    def levels(picture: Picture) -> list[str]:
        return [a.level for a in picture.alerts if a.rules.id == "condor.short_tested"]

    rang = painted(desk, spx="6340")
    later = replace(market(QUOTES, spx="6351"), at=CLOCK + timedelta(seconds=1))
    again = Market(later.at, later.rates, later.quotes, later.levels)
    assert levels(rang) == ["watch"]
    assert levels(paint(Inputs(desk.book, again, rang.attention.states))) == ["watch"]
    assert levels(paint(Inputs(desk.book, later))) == ["quiet"]
