"""A fund in the picture: P/L, exposures, curves, margin and what is kept of it."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, MAIN, moment
from support.fund_books import UVXY, desk_with_funds, mark, marked, trade
from support.hedged_books import CONDOR, HEDGE, here, seen
from support.made_markets import future, market

from alvh_desktop.desk.amounts import amounts_of
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.feed import wanted_for
from alvh_desktop.desk.funds import fund_edit
from alvh_desktop.desk.market_content import content_of, recorded_market
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.desk.recording import day_lines
from alvh_desktop.domain.edits.funds import EnterFund
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.funds import thirty_day_vx
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.vix_map import VixMap, vix_map
from alvh_desktop.pricing.response.presets import responses
from alvh_desktop.pricing.valuation import value_legs

BOOK = (f"-10 {CONDOR} @3.20 fee 0.65/ct", *HEDGE)
FUNDS = ("+100 UVXY @12.50 fee 1.00 total", "-40 SVXY @40 fee 1.00 total")


def fund_desk(*lines: str, others: tuple[str, ...] = BOOK, **prices: str) -> Desk:
    desk = desk_with_funds(*(lines or FUNDS), others=others)
    mark(desk, **(prices or {"UVXY": "13.10", "SVXY": "39"}))
    return desk


def painted(desk: Desk, at_market: Market | None = None, lens: Lens | None = None) -> Picture:
    return paint(Inputs(desk.book, marked(desk, at_market or seen()), lens=lens or Lens()))


def curves(desk: Desk, at_market: Market | None = None, lens: Lens | None = None) -> Payoff:
    payoff = painted(desk, at_market, lens).payoff
    assert isinstance(payoff, Payoff), payoff
    return payoff


# Laws


@settings(max_examples=25)
@given(
    st.lists(st.integers(-300, 300).filter(bool), min_size=1, max_size=4),
    st.decimals("0.01", "90", places=2),
    st.sampled_from(["12.80", None]),
)
def test_realised_and_unrealised_are_cash_and_market_value(
    sizes: list[int], price: Decimal, typed: str | None
) -> None:
    desk = desk_with_funds(*(f"{size:+d} UVXY @{price} fee 0.01/ct" for size in sizes))
    if typed:
        mark(desk, UVXY=typed)
    values = value_legs(desk.book.holdings.values(), marked(desk, seen()))
    told = amounts_of((held, values.get(held.leg.id)) for held in desk.book.holdings.values())
    assert told.realised + told.unrealised == told.cash_flow + told.market_value
    if typed:
        paid = sum((size * price + abs(size) * Decimal("0.01") for size in sizes), Decimal(0))
        assert told.profit == sum(sizes) * Decimal(typed) - paid


@pytest.mark.parametrize("preset", list(responses()))
@pytest.mark.parametrize("clock", ["calendar", "trading"])
def test_no_move_and_no_time_is_the_profit_of_the_book_to_the_cent(preset: str, clock: str) -> None:
    lens = Lens(preset=preset, clock="trading" if clock == "trading" else "calendar")
    for others in (BOOK, ()):
        desk = fund_desk(others=others)
        picture = painted(desk, lens=lens)
        payoff = picture.payoff
        assert isinstance(payoff, Payoff)
        assert not picture.total.is_partial
        assert here(payoff, payoff.net_usd[0]) == pytest.approx(float(picture.total.profit), abs=0.005)
        assert payoff.left_out == ()


def test_a_fund_adds_its_own_curve_to_the_hedge_and_changes_no_other() -> None:
    """At every date, at settlement as well: the mark times 1 + beta * the growth of the 30-day price."""
    lens = Lens(dates=(moment("2026-12-17 12:00"),))
    plain, whole = curves(fund_desk("+1 UVXY @12.50"), lens=lens), curves(fund_desk("+101 UVXY @12.50"), lens=lens)
    assert whole.condors_usd == pytest.approx(plain.condors_usd, abs=1e-9)
    added = (whole.hedge_usd - plain.hedge_usd) / 100.0
    world = whole.world
    assert world.thirty_day_vx is not None
    thirty = thirty_day_vx(seen())
    assert isinstance(thirty, Forward)
    assert world.thirty_day_vx == pytest.approx(thirty.value, rel=1e-12)
    assert added[:, whole.place_of_spot] == pytest.approx([0.60] * 3, abs=1e-6)
    # of one trading day, by hand: ln F' = (1 + 30/17)^-0.61 * (V/F)^0.75 * y
    power = (1.0 + 30.0 / 17.0) ** -0.61 * (17.0 / world.thirty_day_vx) ** 0.75
    growth = (whole.vix[0] / 17.0) ** power
    assert added[0] == pytest.approx(13.1 * (1.0 + 1.5 * (growth - 1.0)) - 12.5, abs=1e-6)
    assert np.all(np.diff(added, axis=1) < 1e-9)
    assert {date.settled_before for date in whole.dates[:2]} == {(), ("VIX 16DEC26 20 C", "VX 16DEC26 (Z6)")}


def test_its_delta_is_the_slope_of_the_scenario() -> None:
    """$ per point of the 30-day price: VIX a little higher, SPX where it is, no time passed."""
    desk = fund_desk(others=())
    picture = painted(desk)
    exposure = picture.total.exposures["VX 30-day"]
    assert set(picture.total.exposures) == {"VX 30-day"}
    assert (exposure.gamma_usd_per_point, exposure.vega_usd_per_point) == (0.0, 0.0)
    step = 0.01
    up, down = (curves(desk, lens=Lens(vix_after=17.0 + side * step)) for side in (1.0, -1.0))
    thirty = up.world.thirty_day_vx
    assert thirty is not None
    power = (1.0 + 30.0 / 17.0) ** -0.61 * (17.0 / thirty) ** 0.75
    levels = [thirty * ((17.0 + side * step) / 17.0) ** power for side in (1.0, -1.0)]
    slope = (here(up, up.net_usd[0]) - here(down, down.net_usd[0])) / (levels[0] - levels[1])
    assert exposure.delta_usd_per_point == pytest.approx(slope, rel=1e-6)
    by_hand = (100 * 1.5 * 13.1 + 40 * 0.5 * 39.0) / thirty
    assert exposure.delta_usd_per_point == pytest.approx(by_hand, rel=1e-12)


def test_the_map_over_vix_holds_it_too() -> None:
    payoff = curves(fund_desk(others=()))
    at = CLOCK + timedelta(days=5)
    found = vix_map(payoff.position, payoff.world, at, payoff.spots, np.array([12.0, 17.0, 40.0]))
    assert isinstance(found, VixMap), found
    # SPX alone moves no fund once VIX is given, and at today's VIX nothing has moved
    assert found.net_usd[:, 1] == pytest.approx(np.full(payoff.spots.size, 60.0 + 40.0 - 2.0), abs=1e-6)
    assert np.ptp(found.net_usd, axis=0) == pytest.approx(np.zeros(3), abs=1e-6)
    assert found.net_usd[0, 2] > found.net_usd[0, 1] > found.net_usd[0, 0]


# What is not known


def test_without_vix_or_its_futures_it_is_left_out_with_its_cash_and_named() -> None:
    others = (f"-10 {CONDOR} @3.20",)
    alone = curves(desk_with_funds(others=others))
    chains = {
        contract: quote
        for contract, quote in seen().quotes.items()
        if contract.root != "VX" and contract.root != "VXM"
    }
    for at_market, why in (
        (seen(vix=None), "no spot VIX level is known"),
        (seen(chains), "no VX future settles 30 days from now or later"),
    ):
        picture = painted(fund_desk(others=others), at_market)
        payoff = picture.payoff
        assert isinstance(payoff, Payoff)
        assert np.abs(payoff.hedge_usd).max() == 0.0
        assert {problem.where for problem in payoff.left_out} == {"UVXY", "SVXY"}
        assert all(why in problem.message for problem in payoff.left_out), payoff.left_out
        assert not any("approximate" in problem.message for problem in payoff.problems)
        assert picture.total.unmarked == 0
        if at_market.levels.get("VIX"):
            assert payoff.condors_usd[0] == pytest.approx(alone.condors_usd[0], abs=0.01)


def test_a_leg_without_a_mark_is_at_cost_and_partial() -> None:
    desk = fund_desk(UVXY="13.10")
    picture = painted(desk)
    assert (picture.total.unmarked, picture.total.unvalued) == (1, 1)
    assert picture.total.realised + picture.total.unrealised == picture.total.cash_flow + picture.total.market_value
    payoff = picture.payoff
    assert isinstance(payoff, Payoff)
    (left,) = payoff.left_out
    assert (left.where, left.message) == (
        "SVXY", "left out of the curves: no quote of SVXY up to 2026-11-20 15:30 New York",
    )  # fmt: skip
    assert any(problem == left for problem in payoff.problems)


def test_without_a_beta_its_profit_is_known_and_its_curve_is_not() -> None:
    desk = desk_with_funds("+100 VXX @50", others=BOOK, funds=(EnterFund("VXX"),))
    mark(desk, VXX="52")
    picture = painted(desk)
    assert (picture.total.unmarked, picture.total.unvalued) == (0, 1)
    payoff = picture.payoff
    assert isinstance(payoff, Payoff)
    assert [problem.where for problem in payoff.left_out] == ["VXX"]
    assert "say it with 'fund VXX --beta 1.5'" in payoff.left_out[0].message


def test_it_is_flagged_wherever_it_counts() -> None:
    picture = painted(fund_desk())
    payoff = picture.payoff
    assert isinstance(payoff, Payoff)
    for problems in (picture.problems, payoff.problems):
        said = {problem.where: problem.message for problem in problems}
        assert said["UVXY"].startswith("approximate: beta 1.50 to the 30-day VX")
        assert said["SVXY"].startswith("approximate: beta -0.50 to the 30-day VX")


# Settlements and the places asked for


def test_the_curves_end_where_something_settles() -> None:
    with_condor = curves(fund_desk())
    assert with_condor.settles_at == moment("2026-12-18 16:00")
    alone = curves(fund_desk(others=()))
    assert alone.settles_at == moment("2026-12-16 09:30")  # the next monthly VX future: nothing held settles
    with_calls = curves(fund_desk(others=("+20 VIX 20JAN27 20C @1.10",)))
    assert with_calls.settles_at == moment("2027-01-20 09:30")
    for payoff in (with_condor, alone, with_calls):
        assert np.isfinite(payoff.net_usd).all()
        assert payoff.net_extremes.worst_usd is not None


def test_the_trade_of_a_fund_may_be_selected() -> None:
    desk = fund_desk()
    fund = max(desk.book.trades)
    assert curves(desk, lens=Lens(trade_id=fund)).settles_at == moment("2026-12-18 16:00")


@pytest.mark.parametrize(
    ("line", "is_unlimited"),
    [("-10 UVXY @13", True), ("+10 UVXY @13", False), ("-10 SVXY @39", False), ("+10 SVXY @39", False)],
)
def test_a_fund_sold_short_that_rises_with_vix_has_no_end(line: str, is_unlimited: bool) -> None:
    assert curves(fund_desk(line, others=(f"-10 {CONDOR} @3.20",))).is_unlimited_in_vix is is_unlimited


# Margin, sensitivities and what is kept


def test_its_margin_is_half_its_value_and_says_that_it_is_a_guide() -> None:
    desk = fund_desk()
    (account,) = painted(desk).risk.margins
    lines = {line.subject: line for line in account.strategy.requirements}
    assert lines["UVXY"].amount_usd == Decimal("655.00")
    assert lines["SVXY"].amount_usd == Decimal("780.00")
    assert lines["SVXY"].formula == "50 % x 39 x 40 = $780.00"
    assert "approximate" in lines["UVXY"].rule
    assert "not modelled" in lines["UVXY"].rule
    without = painted(desk_with_funds(others=BOOK)).risk.margins[0].strategy
    assert account.strategy.total_usd == without.total_usd + Decimal(1435)
    assert "UVXY" not in {problem.where for problem in account.futures.problems}
    left = {problem.where for problem in account.portfolio.problems}
    assert {"UVXY", "SVXY"} <= left
    (unmarked,) = painted(fund_desk(UVXY="13.10")).risk.margins
    assert (
        Problem("SVXY", "the margin of this fund is not known: there is no mark of SVXY")
        in unmarked.strategy.problems
    )


def test_a_whole_percent_of_vix_counts_it() -> None:
    alone = painted(fund_desk(others=())).risk.net
    assert not isinstance(alone, Problem)
    assert alone.vix_1pct_usd is not None
    power = (1.0 + 30.0 / 17.0) ** -0.61 * (17.0 / curves(fund_desk()).world.thirty_day_vx) ** 0.75
    assert alone.vix_1pct_usd == pytest.approx((100 * 13.1 * 1.5 + 40 * 39 * 0.5) * (1.01**power - 1.0), rel=1e-9)


def test_a_recorded_market_marks_it_alike() -> None:
    desk = fund_desk()
    market_then = marked(desk, seen())
    held = desk.book.held_contracts
    content = content_of(market_then, held, desk.book.products)
    again = recorded_market(content, market_then.at, desk.book.products)
    assert content_of(again, held, desk.book.products) == content
    before, after = (paint(Inputs(desk.book, each)) for each in (market_then, again))
    assert before.total == after.total
    assert before.values[max(before.values)] == after.values[max(after.values)]


def test_a_line_of_its_day_is_whole() -> None:
    (line,) = (line for line in day_lines(painted(fund_desk(others=())), CLOCK))
    assert not line.is_partial
    assert set(line.exposures) == {"VX 30-day"}
    assert line.market_value == Decimal(1310 - 1560)


def test_no_feed_is_asked_for_it() -> None:
    desk = fund_desk(others=())
    wanted = wanted_for(desk.book.held_contracts, CLOCK)
    assert not any(contract.is_option for contract in wanted.contracts)


def test_other_accounts_pay_their_own() -> None:
    desk = fund_desk(others=())
    trade(desk, "+10 UVXY @13 in IRA account")
    by_account = {margin.account_id: margin.strategy.total_usd for margin in painted(desk).risk.margins}
    names = {account.id: account.name for account in desk.book.accounts.values()}
    assert {names[key]: total for key, total in by_account.items()} == {
        MAIN: Decimal(1435), "IRA account": Decimal("65.50"),
    }  # fmt: skip


# From words


def test_words_of_a_fund_become_an_edit() -> None:
    assert fund_edit(" uvxy ", "Ultra VIX futures", "1", "1.5") == UVXY
    assert fund_edit("UVXY", beta="1,5") == Problem(
        "beta", "'1,5' holds a comma: write the decimal point as '.', without thousands marks"
    )
    wrong = fund_edit("UVXY", multiplier="one")
    assert isinstance(wrong, Problem)
    assert wrong.where == "multiplier"


def test_a_longer_future_alone_reaches_30_days() -> None:
    only = market(future(date(2027, 1, 20), "19"), vix="17", spx="6690")
    assert curves(fund_desk(others=()), only).left_out == ()
