"""What was priced of contracts stands for as long as contracts, world and places do, and for nothing else."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from support.hedged_books import CONDOR, HEDGE, curves, desk_with, painted, seen

from alvh_desktop.desk.scenario import pieces_of
from alvh_desktop.pricing.payoff.position import Position
from alvh_desktop.pricing.payoff.priced_once import priced_once
from alvh_desktop.pricing.payoff.sensitivities import sensitivities_of, vega_and_beta_of
from alvh_desktop.pricing.scenario.direct import part_values
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates, World

SPOTS = np.linspace(6000.0, 7400.0, 57)


def position_and_world(*lines: str) -> tuple[Position, World]:
    desk, at_market = desk_with(*lines), seen()
    world = curves(desk, at_market).world
    return Position(pieces_of(desk.book, at_market, painted(desk, at_market).values), world.now), world


@pytest.fixture(scope="module")
def made() -> tuple[Position, World]:
    return position_and_world(f"-10 {CONDOR} @3.20", *HEDGE)


def at(world: World, days: int = 0) -> Dates:
    return Dates(world.now, (world.now + timedelta(days=days),))


def test_sizes_cost_nothing_and_give_what_is_priced_anew(made: tuple[Position, World]) -> None:
    position, world = made
    kept: dict = {}
    first = priced_once("it", position.contracts, world, at(world, 3), SPOTS, kept)
    assert priced_once("it", position.contracts, world, at(world, 3), SPOTS.copy(), kept) is first
    for sizes in (position.sizes, 2.5 * position.sizes, -position.sizes):
        anew = part_values(Terms(world, at(world, 3), position.columns), sizes, SPOTS)
        assert first.parts(sizes) == pytest.approx(anew)


@pytest.mark.parametrize("changes", [
    {"spot": 6701.0}, {"vix": 18.0}, {"vvix": 130.0}, {"vix_after": 30.0}, {"curve": None},
])  # fmt: skip
def test_another_world_is_priced_anew(made: tuple[Position, World], changes: dict) -> None:
    position, world = made
    kept: dict = {}
    priced_once("it", position.contracts, world, at(world, 3), SPOTS, kept)
    other = replace(world, **changes)
    found = priced_once("it", position.contracts, other, at(other, 3), SPOTS, kept).parts(position.sizes)
    assert found == pytest.approx(part_values(Terms(other, at(other, 3), position.columns), position.sizes, SPOTS))


def test_other_places_dates_contracts_and_answers_are_priced_anew(made: tuple[Position, World]) -> None:
    position, world = made
    kept: dict = {}
    first = priced_once("it", position.contracts, world, at(world, 3), SPOTS, kept)
    assert priced_once("it", position.contracts, world, at(world, 4), SPOTS, kept) is not first
    assert priced_once("it", position.contracts, world, at(world, 3), SPOTS + 1.0, kept) is not first
    fixed = np.full((1, SPOTS.size), 0.1)
    with_answer = priced_once("it", position.contracts, world, at(world, 3), SPOTS, kept, fixed)
    assert with_answer is not first
    assert priced_once("it", position.contracts, world, at(world, 3), SPOTS, kept, fixed + 0.1) is not with_answer
    more, _ = position_and_world(f"-10 {CONDOR} @3.20", *HEDGE, "+3 SPXW 15JAN27 6500P @20")
    other = priced_once("it", more.contracts, world, at(world, 3), SPOTS, kept)
    assert other.parts(more.sizes) == pytest.approx(
        part_values(Terms(world, at(world, 3), more.columns), more.sizes, SPOTS)
    )


def test_vega_and_beta_are_those_of_the_sensitivities_with_another_size_too(made: tuple[Position, World]) -> None:
    kept: dict = {}
    for lines in ((f"-10 {CONDOR} @3.20", *HEDGE), (f"-4 {CONDOR} @3.20", *HEDGE)):
        position, world = position_and_world(*lines)
        of_alerts, whole = vega_and_beta_of(position, world, kept), sensitivities_of(position, world)
        assert of_alerts is not None
        for one, other in zip(of_alerts, whole, strict=True):
            assert one.vix_equivalent_vega_usd == pytest.approx(other.vix_equivalent_vega_usd, rel=1e-9, abs=1e-6)
            assert one.beta_usd == pytest.approx(other.beta_usd, rel=1e-9, abs=1e-3)
