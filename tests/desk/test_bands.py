"""Expected moves and the density over the chart, against hand figures and the probabilities of condors."""

import math
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from support.founded_books import CLOCK, moment
from support.hedged_books import CONDOR, HEDGE, QUOTES, SPOT, desk_with, painted, seen, skewed

from alvh_desktop.desk.bands import Bands, bands_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.lens import Lens, VolShifts
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.probability import CondorOdds

DECEMBER_CONDOR, JANUARY_CONDOR = f"-10 {CONDOR} @3.20", "-1 SPXW 15JAN27 6300/6350P 7150/7200C @9.00"
XSP_CONDOR = "-5 XSP 18DEC26 630/635P 715/720C @0.31"


def bands_in(picture: Picture) -> Bands:
    found = bands_of(picture)
    assert isinstance(found, Bands), found
    return found


def spots_in(picture: Picture) -> np.ndarray:
    assert isinstance(picture.payoff, Payoff), picture.payoff
    return picture.payoff.spots


def test_the_expected_move_is_spot_times_volatility_times_root_of_time() -> None:
    found = bands_in(painted(desk_with(DECEMBER_CONDOR, *HEDGE)))
    years = (moment("2026-12-18 16:00") - CLOCK) / timedelta(days=365)
    by_hand = SPOT * skewed(6715.0) * math.sqrt(years)
    # a smile is fitted through quotes that are rounded to a tenth
    assert found.expected_move == pytest.approx(by_hand, rel=2e-3)
    assert found.levels == pytest.approx([SPOT + many * found.expected_move for many in (-2, -1, 1, 2)])
    assert (found.name, found.is_of_settlement) == ("SPXW 18DEC26", True)
    assert found.settles_at == moment("2026-12-18 16:00")


def test_the_density_is_of_those_probabilities_that_condors_are_told() -> None:
    picture = painted(desk_with(DECEMBER_CONDOR))
    found, spots = bands_in(picture), spots_in(picture)
    (odds,) = picture.risk.odds.values()
    assert isinstance(odds, CondorOdds)
    assert found.expected_move == pytest.approx(odds.expected_move)  # type: ignore[arg-type]
    between = (spots >= 6350.0) & (spots <= 7150.0)
    inside = np.trapezoid(found.density[between], spots[between])
    assert inside == pytest.approx(1.0 - odds.below_short_put - odds.above_short_call, abs=2e-3)
    assert found.density.min() >= 0.0
    assert found.density.shape == spots.shape
    assert abs(spots[np.argmax(found.density)] - SPOT) < 0.5 * found.expected_move


def test_an_expiry_of_the_tenth_is_told_in_points_of_spx() -> None:
    large, small = bands_in(painted(desk_with(DECEMBER_CONDOR))), bands_in(painted(desk_with(XSP_CONDOR)))
    assert small.name == "XSP 18DEC26"
    # the quotes of a tenth are a tenth as fine
    assert small.expected_move == pytest.approx(large.expected_move, rel=0.02)
    assert small.density.max() == pytest.approx(large.density.max(), rel=0.05)
    both = bands_in(painted(desk_with(XSP_CONDOR, DECEMBER_CONDOR)))
    assert both.name == "SPXW 18DEC26"


def test_a_lens_that_shifts_volatilities_moves_no_quote() -> None:
    plain = bands_in(painted(desk_with(DECEMBER_CONDOR)))
    shifted = bands_in(painted(desk_with(DECEMBER_CONDOR), lens=Lens(vol_shifts=VolShifts(short=9.0))))
    assert shifted.expected_move == plain.expected_move


def test_the_settlement_selected_has_its_own() -> None:
    desk = desk_with(DECEMBER_CONDOR, JANUARY_CONDOR)
    found = bands_in(painted(desk, lens=Lens(trade_id=max(desk.book.trades))))
    assert (found.name, found.is_of_settlement) == ("SPXW 15JAN27", True)
    assert found.expected_move > bands_in(painted(desk)).expected_move


def test_where_nothing_settles_then_it_is_the_nearest_that_is_held() -> None:
    desk = desk_with(DECEMBER_CONDOR, JANUARY_CONDOR, *HEDGE)
    trades = {held[0].leg.contract: trade for trade, held in desk.book.holdings_by_trade.items()}
    call = Contract("VIX", moment("2027-01-20 09:30").date(), Decimal(24), "C")
    found = bands_in(painted(desk, lens=Lens(trade_id=trades[call])))
    assert (found.name, found.is_of_settlement) == ("SPXW 15JAN27", False)
    assert "nothing with a smile settles where the curves end" in found.provenance
    silent = {c: q for c, q in QUOTES.items() if not (c.root == "SPXW" and c.expiry.month == 12)}
    unquoted = bands_in(painted(desk, seen(silent)))
    assert (unquoted.name, unquoted.is_of_settlement) == ("SPXW 15JAN27", False)


def test_it_says_where_it_is_from() -> None:
    told = bands_in(painted(desk_with(DECEMBER_CONDOR))).provenance
    assert told.startswith("Risk-neutral, from the smile of SPXW 18DEC26 through ")
    assert "(made, 2026-11-20 15:30 New York)" in told
    assert told.endswith("not a forecast.")


def test_what_is_not_known_is_told() -> None:
    hedge_alone = bands_of(painted(desk_with(*HEDGE)))
    assert isinstance(hedge_alone, Problem)
    assert hedge_alone.where == "expected move"
    nothing = painted(desk_with())
    assert bands_of(nothing) == nothing.payoff
