"""Condors with their hedge: parts that add up, the dates a slider passes, and an edit that prices one leg."""

from datetime import timedelta

import numpy as np
import pytest
from support.founded_books import moment
from support.hedged_books import (
    CONDOR,
    HEDGE,
    SPOT,
    curves,
    desk_with,
    here,
)
from support.made_scenarios import PRESETS

from alvh_desktop.domain.lens import Lens

SECOND = timedelta(seconds=1)
OF_VIX, OF_SPX = moment("2026-12-16 09:30"), moment("2026-12-18 16:00")


@pytest.mark.parametrize("preset", PRESETS)
def test_net_is_condors_and_hedge_and_the_hedge_moves_no_condor(preset: str) -> None:
    lens = Lens(preset=preset, dates=(moment("2026-12-01 12:00"), moment("2026-12-17 12:00")))
    alone = curves(desk_with(f"-10 {CONDOR} @3.20"), lens=lens)
    hedge = curves(desk_with(*HEDGE, f"-10 {CONDOR} @3.20"), lens=lens)
    assert np.array_equal(alone.spots, hedge.spots)
    assert np.array_equal(hedge.net_usd, hedge.condors_usd + hedge.hedge_usd)
    assert hedge.condors_usd == pytest.approx(alone.net_usd, abs=1e-6)
    assert np.abs(alone.hedge_usd).max() == 0.0
    assert np.abs(hedge.hedge_usd).max() > 100


def test_layers_in_one_trade_or_in_two_are_the_same_hedge() -> None:
    together = curves(desk_with("+5 VIX 16DEC26 20/30C @0.7", f"-1 {CONDOR} @3.20"))
    apart = curves(desk_with("+5 VIX 16DEC26 20C @1.1", "-5 VIX 16DEC26 30C @0.4", f"-1 {CONDOR} @3.20"))
    twice = curves(desk_with("+2 VIX 16DEC26 20/30C @0.7", "+3 VIX 16DEC26 20/30C @0.7", f"-1 {CONDOR} @3.20"))
    for other in (apart, twice):
        assert other.hedge_usd == pytest.approx(together.hedge_usd, abs=0.005)
        assert other.net_extremes.worst_usd == pytest.approx(together.net_extremes.worst_usd, abs=0.005)


def test_vix_falls_all_the_way_as_spx_rises() -> None:
    lens = Lens(dates=(moment("2026-12-11 12:00"),))
    far = "+1 SPXW 18DEC26 4700/8800C @1800"
    payoff = curves(desk_with(f"-1 {CONDOR} @3.20", far), lens=lens)
    assert payoff.spots[0] < 0.7 * SPOT < 1.3 * SPOT < payoff.spots[-1]
    assert np.all(np.diff(payoff.vix, axis=1) < 0)
    assert here(payoff, payoff.vix[0]) == 17.0
    assert payoff.vix.min() > 8.0
    assert payoff.vix.max() < 150.0


def test_a_vix_that_is_given_is_the_same_everywhere() -> None:
    payoff = curves(desk_with(f"-1 {CONDOR} @3.20", *HEDGE), lens=Lens(vix_after=40.0))
    assert payoff.vix == pytest.approx(40.0)
    # the hedge sees nothing but VIX
    assert np.ptp(payoff.hedge_usd, axis=1) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("stay", [False, True])
def test_the_date_slider_crosses_every_settlement_without_a_jump(preset: str, stay: bool) -> None:
    """A layer's, a future's and the condor's, at every drawn shock; futures settle with the layer of their date."""
    desk = desk_with(
        f"-1 {CONDOR} @3.20", "+1 VIX 16DEC26 20C @1.10", "-1 VX 16DEC26 @18.4", "+1 SPXW 18DEC26/15JAN27 6700P @20"
    )
    for end in (OF_VIX, OF_SPX):
        dates = (end - 2 * SECOND, end - SECOND, end, end + SECOND, end + 2 * SECOND)
        payoff = curves(desk, lens=Lens(dates=dates, preset=preset, futures_stay=stay))
        steps = np.abs(np.diff(payoff.net_usd[2:], axis=0))
        # a second before its end an option at the money is worth the square root of that second, a few dollars
        at_strike = np.min(np.abs(payoff.spots[:, None] - np.array(payoff.strikes)), axis=1) <= 5.0
        assert steps.max() <= 60.0
        assert steps[:, ~at_strike].max() <= 1.5
        names = [set(date.settled_before) for date in payoff.dates[2:]]
        assert names[0] == names[1] <= names[3] == names[4]
        assert names[3] - names[1]


def test_what_settled_earlier_is_named_and_paid_on_this_points_levels() -> None:
    lens = Lens(dates=(moment("2026-12-17 12:00"),))
    payoff = curves(desk_with("+3 VIX 16DEC26 20C @1.10", f"-1 {CONDOR} @3.20"), lens=lens)
    late = payoff.dates[2]
    assert late.settled_before == ("VIX 16DEC26 20 C",)
    assert late.left_out == ()
    by_hand = 300.0 * np.maximum(payoff.vix[2] - 20.0, 0.0) - 330.0
    assert payoff.hedge_usd[2] == pytest.approx(by_hand, abs=0.005)


def test_a_future_costs_what_its_level_moved() -> None:
    """Opened at 18.40, at the settlement of its date it is V'."""
    lens = Lens(dates=(moment("2026-12-16 12:00"),))
    payoff = curves(desk_with("-2 VX 16DEC26 @18.4 fee 2.40/ct", f"-1 {CONDOR} @3.20"), lens=lens)
    assert payoff.hedge_usd[2] == pytest.approx(-2000.0 * (payoff.vix[2] - 18.4) - 4.80, abs=0.005)
    assert here(payoff, payoff.hedge_usd[0]) == pytest.approx(-2000.0 * (18.05 - 18.4) - 4.80, abs=0.005)


def test_a_hedge_alone_has_curves_too() -> None:
    payoff = curves(desk_with(*HEDGE))
    assert payoff.settles_at == OF_VIX
    assert np.abs(payoff.condors_usd).max() == 0.0
    assert payoff.strikes == ()
    assert payoff.troughs == ()
