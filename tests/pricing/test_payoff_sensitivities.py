"""Sensitivities under the joint response against bumps of the reference, leg by leg."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from support.hedged_books import CONDOR, HEDGE, curves, desk_with, painted, seen
from support.made_scenarios import PRESETS
from support.scenario_reference import leg_curve, vix_move

from alvh_desktop.desk.scenario import pieces_of
from alvh_desktop.domain.lens import Lens
from alvh_desktop.pricing.payoff.position import Position
from alvh_desktop.pricing.payoff.sensitivities import sensitivities_of
from alvh_desktop.pricing.scenario.columns import columns_of
from alvh_desktop.pricing.scenario.world import World

LINES = (f"-10 {CONDOR} @3.20", "+3 SPXW 18DEC26/15JAN27 6500P @20", "-5 XSP 18DEC26 630/635P 715/720C @0.31", *HEDGE)


def position_and_world(preset: str) -> tuple[Position, World]:
    desk, at_market = desk_with(*LINES), seen()
    payoff = curves(desk, at_market, Lens(preset=preset))
    pieces = pieces_of(desk.book, at_market, painted(desk, at_market).values)
    return Position(pieces, payoff.world.now), payoff.world


def worth(position: Position, world: World, part: int, spot: float) -> float:
    total = 0.0
    for leg, size in zip(position.legs, position.sizes[part], strict=True):
        curve = leg_curve(world, leg, world.now, np.array([spot]))
        assert curve is not None
        total += float(size * curve[0])
    return total


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("part", [0, 1])
def test_each_is_the_bump_it_names(preset: str, part: int) -> None:
    position, world = position_and_world(preset)
    found = sensitivities_of(position, world)[part]
    net = sensitivities_of(position, world)[2]
    spot, vix = world.spot, world.vix or 0.0

    def gain(x: float, vix_after: float | None) -> float:
        still = worth(position, replace(world, vix_after=vix), part, spot)
        return worth(position, replace(world, vix_after=vix_after), part, spot * (1.0 + x)) - still

    assert found.vix_equivalent_vega_usd == pytest.approx(gain(0.0, vix + 1.0), abs=0.005)
    assert found.vix_1pct_usd == pytest.approx(gain(0.0, vix * 1.01), abs=0.005)
    assert found.slope_usd_per_1pct == pytest.approx((gain(0.01, None) - gain(-0.01, None)) / 2, abs=0.005)
    step = found.beta_step
    assert found.beta_usd == pytest.approx((gain(step, None) - gain(-step, None)) / (2 * step), rel=1e-6)
    if preset == "none":
        assert found.vix_1pct_with_spot_usd is None
    else:
        moves = np.linspace(-0.03, 0.0, 3001)
        answers = [vix_move(world, world.now, spot * (1.0 + x)) for x in moves]
        usual = float(np.interp(-math.log(1.01), [-y for y in answers], moves))
        assert found.vix_1pct_with_spot_usd == pytest.approx(gain(usual, None), rel=1e-4, abs=0.5)
    if part == 0:
        hedge = sensitivities_of(position, world)[1]
        for name in ("vix_equivalent_vega_usd", "vix_1pct_usd", "slope_usd_per_1pct", "beta_usd"):
            assert getattr(net, name) == pytest.approx(getattr(found, name) + getattr(hedge, name), abs=0.005)


def test_the_step_of_beta_is_a_quarter_of_the_nearest_expected_move_at_most_one_per_cent() -> None:
    position, world = position_and_world("crash")
    nearest = min((leg.expiry for leg in position.legs if leg.is_of_spx), key=lambda expiry: expiry.settles_at)
    assert nearest.smile is not None
    move = float(nearest.smile.vol(0.0)) * math.sqrt(nearest.years)
    assert sensitivities_of(position, world)[2].beta_step == pytest.approx(min(0.01, move / 4))
    hours = [replace(leg, expiry=replace(leg.expiry, years=1e-4, smile=None)) for leg in position.legs]
    soon = SimpleNamespace(legs=tuple(hours), sizes=position.sizes, columns=columns_of(hours))
    found = sensitivities_of(soon, world)[2].beta_step  # type: ignore[arg-type]
    vols = [leg.vol for leg in hours if leg.is_of_spx and leg.expiry.settles_at == nearest.settles_at and leg.vol]
    assert 0.25 * min(vols) * 0.01 <= found <= 0.25 * max(vols) * 0.01


def test_a_vega_of_vix_is_no_sum_of_vegas() -> None:
    """Short futures lose on a VIX point by their beta, not by their level: less than 1,000 $ a contract."""
    position, world = position_and_world("crash")
    alone = [place for place, leg in enumerate(position.legs) if leg.contract.root == "VX"]
    (place,) = alone
    curve = [
        leg_curve(replace(world, vix_after=level), position.legs[place], world.now, np.array([world.spot]))
        for level in (17.0, 18.0)
    ]
    assert curve[0] is not None
    assert curve[1] is not None
    assert 400.0 < float(curve[1][0] - curve[0][0]) < 800.0


def test_without_spot_vix_none_is_known() -> None:
    desk, at_market = desk_with(*LINES), seen(vix=None)
    risk = painted(desk, at_market).risk
    for found in (risk.condors, risk.hedge, risk.net):
        assert getattr(found, "vix_equivalent_vega_usd", 1.0) is None
        assert getattr(found, "beta_usd", 1.0) is None
