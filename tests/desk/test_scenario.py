"""From book and market to the world a scenario starts from: levels, curve, response, clock and pieces."""

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from support.founded_books import CLOCK, PRODUCTS, done, enter, moment
from support.hedged_books import CONDOR, HEDGE, QUOTES, curves, desk_with, here, painted, seen

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.inputs import input_edit
from alvh_desktop.desk.scenario import closed_campaigns_usd, pieces_of, selected_settlement, world_of
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.response.presets import Response
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.spot import spx_spot
from alvh_desktop.pricing.trading_clock import Clock
from alvh_desktop.pricing.valuation import value_legs
from alvh_desktop.pricing.vx_curve import vx_points

BOOK = (f"-10 {CONDOR} @3.20", *HEDGE)


def world(desk: Desk, at_market: Market | None = None, lens: Lens | None = None) -> World:
    known = at_market or seen()
    values = value_legs(desk.book.holdings.values(), known)
    spot = spx_spot(known, PRODUCTS)
    assert not isinstance(spot, Problem)
    found = world_of(desk.book, known, spot, values, lens or Lens())
    assert isinstance(found, World), found
    return found


def typed(desk: Desk, name: str, value: str) -> None:
    edit = input_edit(desk, name, value, date(2026, 11, 20))
    assert not isinstance(edit, Problem), edit
    done(desk, edit)


def test_it_is_the_market_seen_through_the_lens() -> None:
    found = world(desk_with(*BOOK))
    assert (found.now, found.spot, found.vix, found.vix_after) == (CLOCK, 6690.0, 17.0, None)
    assert found.response == Response()
    assert found.clock is None
    through = world(desk_with(*BOOK), lens=Lens(preset="grind", vix_after=30.0, clock="trading", futures_stay=True))
    assert (through.response.name, through.response.futures_over_time) == ("grind", "stay")
    assert through.vix_after == 30.0
    assert isinstance(through.clock, Clock)


def test_constants_of_the_book_reach_every_preset() -> None:
    desk = desk_with(*BOOK)
    typed(desk, "response.a", "0.1")
    for preset in ("crash", "spike"):
        assert world(desk, lens=Lens(preset=preset)).response.a == 0.1


def test_the_curve_is_the_futures_and_ends_at_spot_vix() -> None:
    found = world(desk_with(*BOOK)).curve
    assert found is not None
    points = vx_points(seen(), PRODUCTS)
    assert found.vix == 17.0
    assert found.days.tolist() == [days for days, *_ in points]
    assert [float(price) for _, price, _ in points] == pytest.approx(found.prices.tolist())
    assert float(found.at(0.0)) == 17.0


def test_where_no_future_is_quoted_the_forwards_of_held_options_are_the_curve() -> None:
    quotes = {contract: quote for contract, quote in QUOTES.items() if contract.root not in ("VX", "VXM")}
    desk = desk_with(f"-1 {CONDOR} @3.20", "+20 VIX 16DEC26 20C @1.10", "+10 VIX 20JAN27 24C @1.40")
    found = world(desk, seen(quotes)).curve
    assert found is not None
    assert found.prices == pytest.approx([18.05, 19.0], abs=0.05)
    # so a layer rolls down to VIX, and meets it without a jump
    end = moment("2026-12-16 09:30")
    payoff = curves(desk, seen(quotes), Lens(dates=(end,)))
    assert np.isfinite(payoff.hedge_usd).all()


def test_without_spot_vix_there_is_no_curve_and_no_answer() -> None:
    found = world(desk_with(*BOOK), seen(vix=None))
    assert (found.vix, found.curve) == (None, None)
    assert found.vix_answer(np.array([-0.1, 0.0]), np.array([1.0])).tolist() == [0.0, 0.0]


def test_vvix_is_its_level_else_the_volatility_at_the_money_else_a_usual_one() -> None:
    desk, known = desk_with(*BOOK), seen()
    level = Level("VVIX", CLOCK, "made", Decimal("123.4"))
    assert world(desk, replace(known, levels={**known.levels, "VVIX": level})).vvix == 123.4
    # of the layer nearest 30 days
    assert world(desk).vvix == pytest.approx(90.0, abs=1.0)
    assert world(desk_with(f"-1 {CONDOR} @3.20")).vvix == 90.0
    assert world(desk_with("+10 VIX 20JAN27 24C @1.40")).vvix == pytest.approx(80.0, abs=1.0)


def test_pieces_are_all_legs_of_campaigns_that_hold_something() -> None:
    desk = desk_with("-5 SPXW 18DEC26 6600P @30", "+5 SPXW 18DEC26 6600P @10", *BOOK)
    enter(desk, "+10 SPXW 18DEC26 6300/6350P @1.00")
    at_market = seen()
    pieces = pieces_of(desk.book, at_market, value_legs(desk.book.holdings.values(), at_market))
    names = [(piece.holding.leg.root, piece.part, piece.value is None, piece.smile is None) for piece in pieces]
    condor = [name for name in names if name[0] == "SPXW"]
    assert condor.count(("SPXW", "condors", True, True)) == 2
    assert condor.count(("SPXW", "condors", False, False)) == 2
    assert sorted(name for name in names if name[0] != "SPXW") == [
        ("VIX", "hedge", False, True), ("VIX", "hedge", False, True), ("VX", "hedge", False, True),
    ]  # fmt: skip
    assert closed_campaigns_usd(desk.book) == pytest.approx(10_000)


def test_the_selected_trade_says_where_curves_end() -> None:
    desk = desk_with(f"-1 {CONDOR} @3.20", "+1 SPXW 15JAN27 6700P @90", *HEDGE)
    by_root = {
        (held[0].leg.root, held[0].leg.expiry.month): trade for trade, held in desk.book.holdings_by_trade.items()
    }
    assert curves(desk).settles_at == moment("2026-12-18 16:00")
    for key, end in (
        (("SPXW", 1), "2027-01-15 16:00"),
        (("VIX", 1), "2027-01-20 09:30"),
        (("VX", 12), "2026-12-16 09:30"),
    ):
        payoff = curves(desk, lens=Lens(trade_id=by_root[key]))
        assert payoff.settles_at == moment(end)
        assert payoff.dates[1].label == "settlement"


def test_a_trade_with_no_settlement_to_come_is_a_problem() -> None:
    desk = desk_with("-5 SPXW 18DEC26 6600P @30", "+5 SPXW 18DEC26 6600P @10", f"-1 {CONDOR} @3.20")
    values = value_legs(desk.book.holdings.values(), seen())
    first = next(iter(desk.book.trades))
    answer = selected_settlement(desk.book, values, Lens(trade_id=first), CLOCK)
    assert isinstance(answer, Problem)
    assert selected_settlement(desk.book, values, Lens(), CLOCK) is None


def test_the_trading_clock_changes_no_value_of_now_and_no_settlement() -> None:
    desk = desk_with(*BOOK)
    dates = (moment("2026-11-23 09:30"), moment("2026-11-23 16:00"))
    plain, traded = (curves(desk, lens=Lens(dates=dates, clock=name)) for name in ("calendar", "trading"))
    for place in (0, 1):
        assert traded.condors_usd[place] == pytest.approx(plain.condors_usd[place], abs=0.01)
    # over a weekend less variance runs off than time
    assert here(traded, traded.condors_usd[2]) < here(plain, plain.condors_usd[2])


def test_the_picture_says_that_vix_is_missing() -> None:
    picture = painted(desk_with(*BOOK), seen(vix=None))
    assert "VIX" in {problem.where for problem in picture.problems}


@pytest.mark.parametrize("level", [0.0, -5.0, math.nan, math.inf])
def test_a_vix_that_cannot_be_is_refused(level: float) -> None:
    answer = painted(desk_with(*BOOK), lens=Lens(vix_after=level)).payoff
    assert isinstance(answer, Problem)
    assert (answer.where, answer.message.endswith("is no level of VIX: give one above 0")) == ("vix", True)


@pytest.mark.parametrize("level", ["0", "-3"])
def test_a_spot_vix_that_cannot_be_is_not_known(level: str) -> None:
    payoff = curves(desk_with(*BOOK), seen(vix=level))
    assert payoff.world.vix is None
    assert len(payoff.problems) == len(HEDGE) + 1  # each leg, and the level itself
