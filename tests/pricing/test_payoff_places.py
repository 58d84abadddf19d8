"""Break-evens, troughs, best and worst of a book: exact, between the points and beyond the chart."""

import numpy as np
import pytest
from support.hedged_books import (
    CONDOR,
    HEDGE,
    curves,
    desk_with,
)
from support.scenario_reference import book_curve

from alvh_desktop.domain.lens import Lens
from alvh_desktop.pricing.scenario.columns import columns_of
from alvh_desktop.pricing.scenario.direct import leg_values
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates


def test_break_evens_are_zeros_and_none_is_missed() -> None:
    desk = desk_with(f"-10 {CONDOR} @3.20", *HEDGE)
    payoff = curves(desk)
    low, high = payoff.spots[0], payoff.spots[-1]
    inside = [zero for zero in payoff.break_evens if low < zero < high]
    crossings = np.flatnonzero(payoff.net_usd[1][:-1] * payoff.net_usd[1][1:] < 0)
    assert len(inside) == crossings.size >= 2
    for zero, place in zip(inside, crossings, strict=True):
        assert payoff.spots[place] < zero < payoff.spots[place + 1]
    assert payoff.unhedged_break_evens == pytest.approx((6346.8, 7153.2), abs=1e-6)


BOOKS = (
    (f"-10 {CONDOR} @3.20", *HEDGE),
    (
        "-10 SPXW 18DEC26 6300/6350P @2",
        "-6 VIX 20JAN27 40C @.5",
        "+20 VIX 16DEC26 20C @1.10",
        "-1 SPXW 15JAN27 7200C @12",
    ),
    (f"-10 {CONDOR} @3.20", "+3 SPXW 18DEC26/15JAN27 6500P @20", "-1 SPXW 15JAN27 7200C @12", *HEDGE),
    ("+4 SPXW 18DEC26 6600/6650P @8", "-2 VX 16DEC26 @18.4", "+10 VIX 20JAN27 24C @1.40"),
)


@pytest.mark.parametrize("lines", BOOKS)
@pytest.mark.parametrize("preset", ["crash", "spike"])
def test_zeros_troughs_and_extremes_against_a_scan_of_hundredths(lines: tuple[str, ...], preset: str) -> None:
    payoff = curves(desk_with(*lines), lens=Lens(preset=preset))
    position, end = payoff.position, payoff.settles_at
    cash = position.cash((end,)).sum()
    terms = Terms(payoff.world, Dates(payoff.world.now, (end,)), columns_of(position.legs))

    def net(spots: np.ndarray) -> np.ndarray:
        return position.sizes.sum(axis=0) @ leg_values(terms, spots)[:, 0] + cash

    scan = np.arange(5500.0, 8000.0, 0.01)
    values = np.concatenate([net(scan[start : start + 10_000]) for start in range(0, scan.size, 10_000)])
    zeros = scan[:-1][values[:-1] * values[1:] < 0]
    told = [zero for zero in payoff.break_evens if scan[0] < zero < scan[-1]]
    assert told == pytest.approx(zeros.tolist(), abs=0.011)
    # a zero to 1e-6 points: on each side of it by that much the sign is another
    for zero in told:
        assert net(np.array([zero - 1e-6]))[0] * net(np.array([zero + 1e-6]))[0] <= 0.0
    by_hand = book_curve(payoff.world, list(position.legs), position.sizes.sum(axis=0), end, np.array(told)) + cash
    assert by_hand == pytest.approx(0.0, abs=0.01)
    far = np.geomspace(1.0, 3.0 * payoff.world.spot, 4001)
    lowest, highest = min(values.min(), net(far).min()), max(values.max(), net(far).max())
    worst, best = payoff.net_extremes.worst_usd, payoff.net_extremes.best_usd
    assert worst is None or worst <= lowest + 0.01
    assert best is None or best >= highest - 0.01
    for trough in payoff.troughs:
        low, high = {"on the put side": (0, 6350), "between the shorts": (6350, 7150)}.get(trough.side, (7150, 1e9))
        chosen = (scan >= max(low, payoff.spots[0])) & (scan <= min(high, payoff.spots[-1]))
        assert trough.usd <= values[chosen].min() + 0.01
        assert net(np.array([trough.spot]))[0] == pytest.approx(trough.usd, abs=0.005)


def test_troughs_are_not_above_any_drawn_point_of_their_side() -> None:
    payoff = curves(desk_with(f"-10 {CONDOR} @3.20", *HEDGE))
    put, between, call = payoff.troughs
    settled, spots = payoff.net_usd[1], payoff.spots
    assert put.usd <= settled[spots <= 6350].min() + 0.01
    assert between.usd <= settled[(spots >= 6350) & (spots <= 7150)].min() + 0.01
    assert call.usd <= settled[spots >= 7150].min() + 0.01
    assert payoff.net_extremes.worst_usd is not None
    assert payoff.net_extremes.worst_usd <= min(put.usd, between.usd, call.usd) + 0.01
    for trough in (put, between, call):
        assert trough.unhedged_usd == pytest.approx(
            float(np.interp(trough.spot, spots, payoff.condors_usd[1])), abs=0.01
        )


@pytest.mark.parametrize(
    ("lines", "is_unlimited"),
    [
        (("-1 VIX 16DEC26 20C @1.1",), True),
        (("-1 VX 16DEC26 @18.4",), True),
        (("+5 VIX 16DEC26 20/30C @0.7",), False),
        (("-1 VX 16DEC26 @18.4", "+10 VIX 16DEC26 20C @1.1"), False),
        (("-1 VX 16DEC26 @18.4", "+9 VIX 16DEC26 20C @1.1"), True),
        (("-1 VIX 16DEC26 20C @1.1", "+1 VIX 20JAN27 20C @1.1"), True),
        (("-1 VIX 16DEC26 20P @1.1",), False),
    ],
)
def test_no_level_of_vix_ends_the_loss_of_calls_and_futures_sold(lines: tuple[str, ...], is_unlimited: bool) -> None:
    assert curves(desk_with(f"-1 {CONDOR} @3.20", *lines)).is_unlimited_in_vix == is_unlimited


# Break-evens of flat stretches


def test_a_condor_for_nothing_breaks_even_at_its_shorts_and_not_everywhere_between() -> None:
    assert curves(desk_with(f"-1 {CONDOR} @0")).break_evens == (6350.0, 7150.0)


def test_a_spread_for_nothing_breaks_even_where_it_begins_to_pay() -> None:
    assert curves(desk_with("+1 SPXW 18DEC26 6300/6350P @0")).break_evens == (6350.0,)


def test_a_condor_that_cannot_lose_has_none() -> None:
    assert curves(desk_with(f"-1 {CONDOR} @51")).break_evens == ()


# How far it goes


@pytest.mark.parametrize(
    ("line", "best", "worst"),
    [
        ("-1 SPXW 18DEC26 7150C @5", 500, None),
        ("+1 SPXW 18DEC26 7150C @5", None, -500),
        ("-2 XSP 18DEC26 715C @0.5", 100, None),
        ("-1 SPXW 18DEC26 6350P @5", 500, -634_500),
        ("+1 SPXW 18DEC26 6350P @5", 634_500, -500),
        ("+1 SPXW 18DEC26 7150/7200C @5", 4_500, -500),
        ("-1 SPXW 18DEC26 7150/7200C @5", 500, -4_500),
    ],
)
def test_best_and_worst_of_one_line(line: str, best: float | None, worst: float | None) -> None:
    found = curves(desk_with(line)).net_extremes
    for told, by_hand in ((found.best_usd, best), (found.worst_usd, worst)):
        assert (told is None) == (by_hand is None)
        # an index at zero stands for 1e-6 of itself: under a dollar a contract
        assert told is None or told == pytest.approx(by_hand, abs=0.7)


def test_a_leg_that_is_left_out_bounds_no_loss() -> None:
    """A short call is unlimited though a later long call is held, as long as nobody quotes that."""
    found = curves(desk_with("-1 SPXW 18DEC26 7150C @5", "+1 SPXW 24DEC26 7150C @6")).net_extremes
    assert found.worst_usd is None
