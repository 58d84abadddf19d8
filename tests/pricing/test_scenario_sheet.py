"""Curves of whole books against a reference that prices leg by leg and level by level, and the laws of sheets."""

import math
from datetime import timedelta

import numpy as np
import pytest
from support.made_scenarios import (
    NOW,
    PRESETS,
    SPX,
    after,
    dates_of,
    expiry_of,
    hostile_book,
    leg_of,
    smile_of_vol,
    world_at,
)  # fmt: skip
from support.scenario_reference import book_curve, leg_curve

from alvh_desktop.pricing import black76
from alvh_desktop.pricing.scenario.axes import Axes
from alvh_desktop.pricing.scenario.columns import columns_of
from alvh_desktop.pricing.scenario.direct import leg_values
from alvh_desktop.pricing.scenario.sheet import Sheet, sheet_of
from alvh_desktop.pricing.scenario.terms import Terms

MOST = 1e-8
"""Error over the largest value of the curves, performance.md 8."""


def sheet_for(seed: int, legs: int = 12) -> tuple[Sheet, np.ndarray]:
    world, moments, made, sizes, spots = hostile_book(seed, legs)
    return sheet_of(Axes(world, dates_of(world, moments), spots), columns_of(made)), sizes


@pytest.mark.parametrize("seed", range(48))
def test_hostile_books_are_what_the_reference_says(seed: int) -> None:
    world, moments, legs, sizes, spots = hostile_book(seed, 10)
    found = sheet_of(Axes(world, dates_of(world, moments), spots), columns_of(legs)).sums(sizes)
    looked = np.arange(seed % 4, spots.size, 4)
    for part in range(2):
        by_hand = np.array([book_curve(world, legs, sizes[part], at, spots[looked]) for at in moments])
        assert np.abs(found[part][:, looked] - by_hand).max() <= MOST * np.abs(by_hand).max()


@pytest.mark.parametrize("number", range(24))
def test_a_condor_with_narrow_wings_is_as_exact_as_its_own_curve(number: int) -> None:
    """Its legs cancel: what is left is a thousandth of them."""
    rng = np.random.default_rng(number)
    vix, days = float(rng.uniform(10.0, 60.0)), float(np.exp(rng.uniform(np.log(0.05), np.log(60.0))))
    world, vol, years = world_at(PRESETS[number % len(PRESETS)], vix), vix / 100.0, days / 365.0
    smile, forward, deviation = smile_of_vol(vol, years, rng), SPX * 1.0005, vol * math.sqrt(years)
    expiry = expiry_of("SPXW", after(days), forward, smile)
    put, call = (round(forward * math.exp(side * deviation) / 5.0) * 5.0 for side in (-1.2, 1.0))
    strikes = ((put - 5, "P"), (put, "P"), (call, "C"), (call + 5, "C"))
    legs = [leg_of("SPXW", expiry, k, right, float(smile.vol(math.log(k / forward)))) for k, right in strikes]
    sizes = np.array([[1.0, -1.0, -1.0, 1.0]])
    spots = np.union1d(SPX * np.linspace(*((0.97, 1.03), (0.9, 1.1), (0.7, 1.3))[number % 3], 401), [SPX])
    moments = (NOW, after(0.5 * days), after(0.9 * days), after(0.999 * days))
    found = sheet_of(Axes(world, dates_of(world, moments), spots), columns_of(legs)).sums(sizes)[0]
    by_hand = np.array([book_curve(world, legs, sizes[0], at, spots) for at in moments])
    assert np.abs(found - by_hand).max() <= MOST * np.abs(by_hand).max()


@pytest.mark.parametrize("seed", range(0, 48, 3))
def test_leg_by_leg_it_agrees_to_the_last_digits(seed: int) -> None:
    """What places between points are looked for with: no interpolation, so hardly an error."""
    world, moments, legs, _, spots = hostile_book(seed, 8)
    some = spots[::40]
    found = leg_values(Terms(world, dates_of(world, moments), columns_of(legs)), some)
    for place, leg in enumerate(legs):
        for date, at in enumerate(moments):
            by_hand = leg_curve(world, leg, at, some)
            if by_hand is None:
                assert np.isnan(found[place, date]).all()
            else:
                # absolute accuracy: of the contract, as at settlement an option is worth nothing
                assert found[place, date] == pytest.approx(by_hand, rel=1e-9, abs=1e-9 * leg.usd_per_point)


# No shock and no time is no change


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("vix", [9.0, 16.5, 80.0, 160.0])
def test_without_a_shock_and_without_time_nothing_changes(preset: str, vix: float) -> None:
    world = world_at(preset, vix)
    rng = np.random.default_rng(1)
    legs = []
    for days in (0.05, 0.6, 3.0, 4.99, 26.0, 45.0, 700.0):
        end, years = after(days), days / 365.0
        smile = smile_of_vol(0.2, years, rng)
        for root, forward, strike in (("SPXW", SPX + days, 6800.0), ("SPX", SPX, 6900.0), ("XSP", SPX / 10, 690.0)):
            legs.append(leg_of(root, expiry_of(root, end, forward, smile), strike, "P", 0.21))
        for root, strike in (("VIX", 20.0), ("VIXW", 14.0), ("VX", None), ("VXM", None)):
            legs.append(leg_of(root, expiry_of(root, end, vix * 1.1), strike, "C", 0.9))
    today = [
        leg.usd_per_point
        * (
            float(black76.price(e.forward, leg.strike, e.discount, e.years, leg.vol, leg.is_call))
            if leg.contract.is_option
            else float(e.forward or 0.0)
        )
        for leg in legs
        for e in (leg.expiry,)
    ]
    spots = np.union1d(SPX * np.linspace(0.9, 1.1, 401), [SPX])
    sheet = sheet_of(Axes(world, dates_of(world, [NOW]), spots), columns_of(legs))
    here = int(np.searchsorted(spots, SPX))
    for place in range(len(legs)):
        unit = sheet.unit(place)[0]
        assert unit[here] == pytest.approx(today[place], abs=1e-9 + MOST * np.abs(unit).max())
    assert sheet.sums(np.ones((1, len(legs))))[0, 0, here] == pytest.approx(sum(today), abs=0.005)


# Laws


@pytest.mark.parametrize("seed", [0, 5, 11, 26])
def test_a_sheet_that_was_extended_is_the_sheet_of_all(seed: int) -> None:
    world, moments, legs, sizes, spots = hostile_book(seed)
    axes = Axes(world, dates_of(world, moments), spots)
    whole = sheet_of(axes, columns_of(legs)).sums(sizes)
    grown = sheet_of(axes, columns_of(legs[:5])).extended(legs[5:9]).extended(legs[9:])
    assert grown.legs == tuple(legs)
    assert np.abs(grown.sums(sizes) - whole).max() <= 1e-11 * np.abs(whole).max()
    sheet = sheet_of(axes, columns_of(legs[:5]))
    assert np.array_equal(sheet.sums(sizes[:, :5]), sheet_of(axes, columns_of(legs[:5])).sums(sizes[:, :5]))


@pytest.mark.parametrize("seed", [0, 5, 13, 31])
def test_a_change_of_size_adds_so_many_units(seed: int) -> None:
    sheet, sizes = sheet_for(seed)
    for leg in range(len(sheet.legs)):
        more = sizes.copy()
        more[1, leg] += 7.0
        change = sheet.sums(more) - sheet.sums(sizes)
        scale = np.abs(sheet.sums(np.abs(more))).max()
        assert np.abs(change[0]).max() == 0.0
        assert np.abs(change[1] - 7.0 * sheet.unit(leg)).max() <= 1e-12 * scale


@pytest.mark.parametrize("seed", [1, 6, 19])
def test_sizes_scale_and_the_order_of_legs_does_not_matter(seed: int) -> None:
    world, moments, legs, sizes, spots = hostile_book(seed)
    axes = Axes(world, dates_of(world, moments), spots)
    found = sheet_of(axes, columns_of(legs)).sums(sizes)
    scale = np.abs(found).max()
    assert np.abs(sheet_of(axes, columns_of(legs)).sums(-3.0 * sizes) + 3.0 * found).max() <= 1e-12 * scale
    turned = sheet_of(axes, columns_of(legs[::-1])).sums(sizes[:, ::-1])
    assert np.abs(turned - found).max() <= 1e-11 * scale


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_no_number_is_lost_and_a_leg_without_a_value_changes_no_other(seed: int) -> None:
    world, moments, legs, sizes, spots = hostile_book(seed)
    end = after(17.0)
    lost = [
        leg_of("SPXW", expiry_of("SPXW", end, None), 6800.0),
        leg_of("SPXW", expiry_of("SPXW", end, 6860.0), 6800.0, "P", None),
        leg_of("VX", expiry_of("VX", end, None)),
    ]
    axes = Axes(world, dates_of(world, [at for at in moments if at < end]), spots)
    found = sheet_of(axes, columns_of(legs)).sums(sizes)
    beside = sheet_of(axes, columns_of([*legs, *lost])).sums(np.hstack([sizes, np.full((2, 3), 50.0)]))
    assert np.isfinite(found).all()
    assert np.abs(beside - found).max() <= 1e-11 * np.abs(found).max()
    settled = Axes(world, dates_of(world, [end]), spots)
    paid = sheet_of(settled, columns_of(lost)).sums(np.ones((1, 3)))[0, 0]
    exact = 100.0 * (np.maximum(spots - 6800.0, 0.0) + np.maximum(6800.0 - spots, 0.0))
    if world.vix is None:
        assert paid == pytest.approx(exact, abs=1e-6)
    else:
        assert paid - exact == pytest.approx(1000.0 * world.vix * np.exp(_y(settled)), abs=1e-6)


def _y(axes: Axes) -> np.ndarray:
    return np.asarray(axes.points.y[0])


@pytest.mark.parametrize("preset", PRESETS)
def test_a_settlement_is_crossed_without_a_jump(preset: str) -> None:
    """An option, a future and a VIX option, a second before and after, at shocks a trader looks at."""
    world, end = world_at(preset), after(12.0)
    legs = [
        leg_of("SPXW", expiry_of("SPXW", end, SPX * 1.001, None), 6850.0, "P", 0.12),
        leg_of(
            "SPX",
            expiry_of("SPX", end, SPX * 1.001, smile_of_vol(0.15, 12 / 365, np.random.default_rng(2))),
            6700.0,
            "C",
        ),
        leg_of("VIX", expiry_of("VIX", end, 17.9), 20.0, "C", 1.1),
        leg_of("VIXW", expiry_of("VIXW", end, 17.9), 30.0, "P", 1.1),
        leg_of("VX", expiry_of("VX", end, 17.9)),
    ]
    second = timedelta(seconds=1)
    spots = SPX * np.array([0.8, 0.9, 0.95, 0.98, 1.0, 1.013, 1.05, 1.2])
    found = leg_values(Terms(world, dates_of(world, [end - second, end, end + second]), columns_of(legs)), spots)
    # a second of the session moves V' itself by up to half a dollar a contract; at the money 1 s of time value stands
    assert np.abs(np.diff(found[:, 1:], axis=1)).max() <= 0.6
    assert np.abs(np.diff(found[:, :2], axis=1)).max() <= 25.0
    away = np.abs(spots / SPX - 1.0) > 0.001
    assert np.abs(np.diff(found[:, :2][..., away], axis=1)).max() <= 0.6


@pytest.mark.parametrize("vix", [9.5, 12.0, 19.0])
@pytest.mark.parametrize("days", [0.2, 8.7, 25.0])
def test_where_vix_answers_within_a_small_part_of_the_axis_the_curve_is_as_exact(vix: float, days: float) -> None:
    """SPX from a fifth up: from a low VIX all of the answer lies in the first tenth of the fall."""
    world, end = world_at("crash", vix), after(days)
    expiry = expiry_of("SPXW", end, SPX * 1.001)
    layer = expiry_of("VIX", after(40.0), vix * 1.15)
    legs = [leg_of("SPXW", expiry, k, "C", 1.6) for k in (4669.0, 8659.0)]
    legs += [leg_of("VIX", layer, round(vix * 1.6, 1), "C", 1.0)]
    spots = np.union1d(SPX * np.linspace(0.2, 2.5, 401), [SPX])
    sheet = sheet_of(Axes(world, dates_of(world, [NOW]), spots), columns_of(legs))
    for place, leg in enumerate(legs):
        by_hand = leg_curve(world, leg, NOW, spots)
        assert by_hand is not None
        assert np.abs(sheet.unit(place)[0] - by_hand).max() <= MOST * by_hand.max()
