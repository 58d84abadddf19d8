"""Shifts of volatility by tenor and the event that SPX options wait for, in every way that legs are priced."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from support.made_scenarios import NOW, SPX, Book, after, dates_of, expiry_of, hostile_book, leg_of, world_at
from support.scenario_reference import book_curve

from alvh_desktop.domain.lens import EventCrush, VolShifts
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.scenario.axes import Axes
from alvh_desktop.pricing.scenario.columns import columns_of
from alvh_desktop.pricing.scenario.direct import leg_values, part_values
from alvh_desktop.pricing.scenario.kernel import FIGURES
from alvh_desktop.pricing.scenario.legs import ScenarioLeg
from alvh_desktop.pricing.scenario.sheet import greek_sums, sheet_of
from alvh_desktop.pricing.scenario.surface import surface_of
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import World

MOST = 1e-8
SHIFTS = VolShifts(short=4.0, medium=-2.5, long=1.5, vix=-11.0)


def changed_book(seed: int) -> Book:
    world, moments, legs, sizes, spots = hostile_book(seed, 8)
    crush = EventCrush(moments[1] + timedelta(hours=seed % 3 - 1), (0.004, 0.02, 0.2)[seed % 3])
    return replace(world, vol_shifts=SHIFTS, crush=crush), moments, legs, sizes, spots


@pytest.mark.parametrize("seed", range(24))
def test_every_way_of_pricing_follows_them(seed: int) -> None:
    world, moments, legs, sizes, spots = changed_book(seed)
    columns, dates = columns_of(legs), dates_of(world, moments)
    some = spots[seed % 7 :: 7]
    by_hand = np.array([book_curve(world, legs, sizes[0], at, some) for at in moments])
    most = MOST * np.abs(by_hand).max(axis=1, keepdims=True)
    direct = part_values(Terms(world, dates, columns), sizes[:1], some)[0]
    drawn = sheet_of(Axes(world, dates, spots), columns).sums(sizes[:1])[0][:, seed % 7 :: 7]
    assert np.all(np.abs(direct - by_hand) <= most)
    assert np.all(np.abs(drawn - by_hand) <= most)
    plain = replace(world, vol_shifts=VolShifts(), crush=None)
    unchanged = np.array([book_curve(plain, legs, sizes[0], at, some) for at in moments])
    assert np.abs(unchanged - by_hand).max() > 1.0


@pytest.mark.parametrize("seed", [0, 1, 5])
def test_so_does_the_map(seed: int) -> None:
    world, moments, legs, sizes, spots = changed_book(seed)
    level, vix = spots[::40], (world.vix or 0.0) * np.array([0.8, 1.0, 1.7])
    found = surface_of(world, dates_of(world, moments[2:3]), columns_of(legs), sizes[:1], level, vix)[0]
    for place, each in enumerate(vix):
        by_hand = book_curve(replace(world, vix_after=float(each)), legs, sizes[0], moments[2], level)
        assert np.abs(found[:, place] - by_hand).max() <= MOST * np.abs(by_hand).max()


def worth(world: World, leg: ScenarioLeg, at: datetime) -> float:
    """$ of one contract where SPX stands."""
    return float(leg_values(Terms(world, dates_of(world, [at]), columns_of([leg])), np.array([SPX]))[0, 0, 0])


def at_vol(leg: ScenarioLeg, vol: float) -> float:
    expiry = leg.expiry
    assert expiry.forward is not None
    return 100.0 * float(black76.price(expiry.forward, leg.strike, expiry.discount, expiry.years, vol, leg.is_call))


@pytest.mark.parametrize(
    ("root", "days", "points"),
    [("SPXW", 3, 4.0), ("SPXW", 30, 4.0), ("XSP", 31, -2.5), ("SPXW", 90, -2.5), ("SPXW", 91, 1.5), ("VIX", 30, -11)],
)
def test_a_tenor_counts_by_dates_from_today(root: str, days: int, points: float) -> None:
    # half an hour after now's time of day: by the clock the 30th day is already past
    end = after(days) + timedelta(minutes=30)
    leg = leg_of(root, expiry_of(root, end, {"XSP": 685.0, "VIX": 19.0}.get(root, 6860.0)), 700.0, "P", 0.4)
    found = worth(world_at(vol_shifts=SHIFTS), leg, NOW)
    assert found == pytest.approx(at_vol(leg, 0.4 + points / 100.0), abs=1e-6)


def test_no_shift_leaves_an_option_without_volatility() -> None:
    for own, left in ((0.2, 0.01), (0.012, 0.01), (0.007, 0.007)):
        leg = leg_of("SPXW", expiry_of("SPXW", after(20.0), SPX), 6850.0, "P", own)
        low = worth(world_at(vol_shifts=VolShifts(short=-100.0)), leg, NOW)
        assert low == pytest.approx(at_vol(leg, left), abs=1e-6)
        assert low > 0.0


# The event

EVENT = EventCrush(after(5.0), 0.02)


def with_variance(leg: ScenarioLeg, share: float, variance: float) -> float:
    """$ of an option on SPX that has that share of its time and that total variance left."""
    expiry = leg.expiry
    assert expiry.forward is not None
    forward = SPX * (expiry.forward / SPX) ** share
    return 100.0 * float(black76.price(forward, leg.strike, expiry.discount**share, 1.0, variance**0.5, leg.is_call))


def test_by_hand_it_stays_until_it_has_passed_and_is_gone_then() -> None:
    leg = leg_of("SPXW", expiry_of("SPXW", after(10.0), 6860.0), 6850.0, "P", 0.2)
    world, whole = world_at("none", crush=EVENT), 0.04 * 10.0 / 365.0
    for days, event in ((0.0, 0.0004), (4.0, 0.0004), (4.999, 0.0004), (5.0, 0.0), (7.5, 0.0)):
        share = 1.0 - days / 10.0
        by_hand = with_variance(leg, share, (whole - 0.0004) * share + event)
        assert worth(world, leg, after(days)) == pytest.approx(by_hand, abs=1e-6), days
    assert worth(world, leg, NOW) == pytest.approx(worth(world_at("none"), leg, NOW), abs=1e-9)


def test_a_tenth_of_the_variance_is_never_of_the_event() -> None:
    leg = leg_of("SPXW", expiry_of("SPXW", after(10.0), 6860.0), 6850.0, "P", 0.08)
    whole = 0.0064 * 10.0 / 365.0
    assert whole < 0.0004
    by_hand = with_variance(leg, 0.5, 0.1 * whole * 0.5)
    assert worth(world_at("none", crush=EVENT), leg, after(5.0)) == pytest.approx(by_hand, abs=1e-6)


def test_what_settles_before_it_options_on_vix_and_an_event_of_yesterday_know_nothing_of_it() -> None:
    before = leg_of("SPXW", expiry_of("SPXW", after(5.0), 6855.0), 6850.0, "P", 0.2)
    behind = leg_of("SPXW", expiry_of("SPXW", after(6.0), 6855.0), 6850.0, "P", 0.2)
    on_vix = leg_of("VIX", expiry_of("VIX", after(30.0), 18.0), 20.0, "C", 0.9)
    future = leg_of("VX", expiry_of("VX", after(30.0), 18.0))
    plain, waiting = world_at(), world_at(crush=EVENT)
    for at in (after(2.0), after(4.9)):
        for leg in (before, on_vix, future):
            assert worth(waiting, leg, at) == worth(plain, leg, at)
        assert worth(waiting, behind, at) > worth(plain, behind, at) + 1.0
    past = world_at(crush=EventCrush(NOW, 0.02))
    assert worth(past, behind, after(2.0)) == worth(plain, behind, after(2.0))


@pytest.mark.parametrize("seed", range(0, 24, 3))
def test_with_an_event_alone_the_curve_of_now_is_the_same_to_the_cent(seed: int) -> None:
    world, _, legs, sizes, spots = hostile_book(seed, 8)
    columns = columns_of(legs)
    for move in (0.003, 0.25):
        waiting = replace(world, crush=EventCrush(after(0.5), move))
        terms = [Terms(each, dates_of(world, [NOW]), columns) for each in (world, waiting)]
        before, with_event = (part_values(each, sizes, spots) for each in terms)
        assert np.abs(with_event - before).max() <= 0.005


def test_figures_are_derivatives_of_what_time_and_volatility_leave() -> None:
    """One put that waits for the event, each figure against central differences of Black-76 by hand."""
    leg = leg_of("SPXW", expiry_of("SPXW", after(12.0), 6870.0), 6800.0, "P", 0.2)
    world = world_at("none", crush=EVENT, vol_shifts=VolShifts(short=3.0))
    spots = np.array([6600.0, 6750.0, 6850.0, 6900.0])
    whole = 0.23**2 * 12.0 / 365.0

    def by_hand(elapsed: float, held: float, points: float = 0.0, bump: float = 0.0) -> np.ndarray:
        """Forwards stand as after `held` days; `points` are added to the volatility of the day shown."""
        share = 1.0 - elapsed / 12.0
        variance = (whole - 0.0004) * share + (0.0004 if held < 5.0 else 0.0)
        years = leg.expiry.years * share
        vol = (variance / years) ** 0.5 + points / 100.0
        still = 1.0 - held / 12.0
        forward = (spots + bump) / SPX * SPX * (6870.0 / SPX) ** still
        return 100.0 * black76.price(forward, 6800.0, leg.expiry.discount**share, years, vol, False)

    for days in (2.0, 4.0, 6.0):
        found = greek_sums(Axes(world, dates_of(world, [after(days)]), spots), columns_of([leg]), np.ones((1, 1)))
        told = dict(zip(FIGURES, found[:, 0, 0], strict=True))
        day, point, step = 1e-3, 1e-2, 0.25
        theta = (by_hand(days + day, days) - by_hand(days - day, days)) / (2.0 * day)
        vega = (by_hand(days, days, point) - by_hand(days, days, -point)) / (2.0 * point)
        slopes = {
            (t, p): (by_hand(days + t, days, p, step) - by_hand(days + t, days, p, -step)) / (2.0 * step)
            for t, p in ((0.0, 0.0), (day, 0.0), (-day, 0.0), (0.0, 0.1), (0.0, -0.1))
        }
        charm = (slopes[day, 0.0] - slopes[-day, 0.0]) / (2.0 * day)
        vanna = (slopes[0.0, 0.1] - slopes[0.0, -0.1]) / 0.2
        by_difference = {"theta": theta, "vega": vega, "delta": slopes[0.0, 0.0], "charm": charm, "vanna": vanna}
        for name, expected in by_difference.items():
            assert told[name] == pytest.approx(expected, abs=1e-4 * np.abs(expected).max()), (days, name)
