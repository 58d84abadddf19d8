"""VX futures and volatilities after a move of VIX: vectors, damping by tenor, the glide, and the line in y."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.pricing.response.futures import future_after, future_beta, future_line, glide
from alvh_desktop.pricing.response.presets import Response, responses
from alvh_desktop.pricing.response.spread import sd_future, sd_vol, sd_vvix
from alvh_desktop.pricing.response.vix import vix_log_change
from alvh_desktop.pricing.response.vols import vol_elasticity, vvix_cap_y, vvix_log_change

CRASH = Response()
PARALLEL, SPOT = (responses()[name] for name in ("parallel", "spot"))

VECTORS = (
    (-0.05, 15.0, 1, 17.0, 20, 0.12, 9, 90.0, 24.4944, 0.31260, 129.134),
    (-0.05, 15.0, 5, 17.0, 20, 0.12, 9, 90.0, 22.0041, 0.22591, 112.936),
    (-0.10, 20.0, 1, 21.0, 110, 0.18, 30, 95.0, 28.1001, 0.50427, 169.147),
    (-0.20, 20.0, 1, 21.0, 30, 0.18, 91, 95.0, 54.5182, 0.55007, 220.000),
    (-0.03, 40.0, 1, 34.0, 60, 0.36, 30, 130.0, 35.6638, 0.40037, 137.972),
    (0.02, 25.0, 1, 24.0, 12, 0.22, 1, 110.0, 22.3784, 0.18277, 104.361),
    (0.05, 60.0, 1, 45.0, 200, 0.45, 182, 150.0, 43.8549, 0.43145, 141.973),
    (-0.08, 18.0, 21, 19.5, 45, 0.15, 60, 92.0, 25.2004, 0.21885, 109.431),
    (0.03, 13.0, 10, 15.5, 90, 0.10, 30, 85.0, 14.5752, 0.08359, 78.165),
    (-0.01, 12.0, 1, 14.5, 5, 0.08, 1, 88.0, 15.8574, 0.10151, 94.154),
)

levels = st.floats(8.5, 120.0)
horizons = st.floats(1.0, 60.0)
tenors = st.floats(0.01, 300.0)
answers = st.floats(-1.0, 2.5)


def told_beta(days: float, vix: float, forward: float, h: float) -> float:
    power = -0.61 * math.exp(-(h - 1) / 50)
    return min((1 + days / 17) ** power * (vix / forward) ** 0.75, 1)


def rolled(vix: float, forward: float, days: float, elapsed: float) -> float:
    """Down a straight curve through VIX and the future itself."""
    return forward + (vix - forward) * min(elapsed / days, 1.0)


@pytest.mark.parametrize(
    ("s", "vix", "h", "forward", "days", "vol", "vol_days", "vvix", "future", "vol_after", "vvix_after"), VECTORS
)
def test_the_published_vectors(
    s: float, vix: float, h: int, forward: float, days: int, vol: float, vol_days: int, vvix: float,
    future: float, vol_after: float, vvix_after: float,
) -> None:  # fmt: skip
    y = vix_log_change(CRASH, s, vix, h)
    assert float(future_after(CRASH, forward, days, 0.0, vix, y, h)) == pytest.approx(future, abs=5.1e-5)
    assert float(vol * np.exp(vol_elasticity(CRASH, vol_days, h) * y)) == pytest.approx(vol_after, abs=5.1e-6)
    assert float(vvix * np.exp(vvix_log_change(CRASH, y, vvix, h))) == pytest.approx(vvix_after, abs=5.1e-4)


# The damping of a future


@given(tenors, levels, levels, horizons)
def test_beta_is_the_formula_of_the_text(days: float, vix: float, forward: float, h: float) -> None:
    beta = float(future_beta(CRASH, days, vix, forward, h))
    assert beta == pytest.approx(told_beta(days, vix, forward, h), rel=1e-12)
    assert 0.0 < beta <= 1.0
    assert future_beta(PARALLEL, days, vix, forward, h) == future_beta(SPOT, days, vix, forward, h) == 1.0


@given(tenors, tenors, levels, levels, horizons)
def test_beta_never_grows_with_tenor(one: float, other: float, vix: float, forward: float, h: float) -> None:
    near, far = sorted((one, other))
    assert future_beta(CRASH, near, vix, forward, h) >= future_beta(CRASH, far, vix, forward, h)


@pytest.mark.parametrize(
    ("days", "measured", "within"),
    [
        ((1, 7), 0.81, 0.1),  # the noisiest: futures about to settle
        ((25, 40), 0.53, 0.02),
        ((60, 90), 0.37, 0.02),
        ((130, 180), 0.25, 0.02),
        ((180, 260), 0.21, 0.02),
    ],
)
def test_beta_is_near_what_was_measured(days: tuple[int, int], measured: float, within: float) -> None:
    betas = future_beta(CRASH, np.arange(*days), 18.0, 18.0, 1.0)
    assert float(betas.mean()) == pytest.approx(measured, abs=within)


def test_a_parallel_shift_overstates_a_ladder_in_a_crash_about_three_times() -> None:
    y = vix_log_change(CRASH, -0.05, 15.0, 1.0)
    days, forwards, counts = np.array([30.0, 110.0, 220.0]), np.array([16.5, 18.5, 19.5]), np.array([4.0, 4.0, 2.0])

    def gain(response: Response) -> float:
        return float(counts @ (future_after(response, forwards, days, 0.0, 15.0, y, 1.0) - forwards))

    assert 2.0 < gain(PARALLEL) / gain(CRASH) < 4.0


# Time and settlement


@given(tenors, levels, levels, horizons, st.sampled_from(sorted(responses())))
def test_no_move_and_no_time_is_no_change_to_the_last_digit(
    days: float, vix: float, forward: float, h: float, name: str
) -> None:
    assert future_after(responses()[name], forward, days, 0.0, vix, 0.0, h) == forward


@given(st.floats(-10.0, 60.0), st.floats(0.0, 30.0), levels, levels, answers, st.sampled_from(sorted(responses())))
def test_a_settled_future_is_vix(days: float, over: float, vix: float, forward: float, y: float, name: str) -> None:
    after = future_after(responses()[name], forward, days, max(days, 0.0) + over, vix, y, 1.0)
    assert float(after) == pytest.approx(vix * math.exp(y), rel=1e-14)


@given(st.floats(0.05, 120.0), st.floats(0.0, 1.0), levels, levels, answers, st.sampled_from(sorted(responses())))
def test_the_date_slides_across_settlement_without_a_jump(
    days: float, share: float, vix: float, forward: float, y: float, name: str
) -> None:
    response, step = responses()[name], 1e-7 * days
    elapsed = np.array([share * days, share * days + step, days - step, days, days + step])
    forwards = np.array([rolled(vix, forward, days, passed) for passed in elapsed])
    after = np.log(future_after(response, forwards, days, elapsed, vix, y, 1.0))
    assert after[1] == pytest.approx(after[0], abs=2e-4)
    assert after[2:] == pytest.approx(math.log(vix) + y, abs=2e-4)


@given(st.floats(0.05, 120.0), st.floats(0.0, 0.999), levels, levels, answers, st.sampled_from(sorted(responses())))
def test_a_little_more_tenor_is_a_little_change(
    days: float, share: float, vix: float, forward: float, y: float, name: str
) -> None:
    tenors = days * np.array([1.0, 1.0 + 1e-8])
    after = np.log(future_after(responses()[name], forward, tenors, share * days, vix, y, 1.0))
    assert after[1] == pytest.approx(after[0], abs=1e-4)


@pytest.mark.parametrize(
    ("days", "elapsed", "weight"),
    [
        (30, 0, 0.0),
        (30, 25, 0.0),
        (30, 26, 0.2),
        (30, 29.5, 0.9),
        (30, 30, 1.0),
        (30, 31, 1.0),
        # with fewer than five days left the glide starts with the move
        (5, 0, 0.0),
        (4, 0, 0.0),
        (4, 1, 0.25),
        (0.5, 0.25, 0.5),
        (0, 0, 1.0),
        (-1, 0, 1.0),
        (30, -1, 0.0),
    ],
)
def test_the_glide(days: float, elapsed: float, weight: float) -> None:
    assert float(glide(days, elapsed)) == pytest.approx(weight, abs=1e-15)


@given(tenors, st.floats(0.0, 300.0), levels, levels, answers, horizons)
def test_between_future_and_vix_the_logarithm_glides(
    days: float, elapsed: float, vix: float, forward: float, y: float, h: float
) -> None:
    weight = 0.0 if days - elapsed >= 5 else 1 - max(days - elapsed, 0) / min(days, 5)
    free = math.log(forward) + told_beta(days, vix, forward, h) * y
    told = (1 - weight) * free + weight * (math.log(vix) + y)
    after = future_after(CRASH, forward, days, elapsed, vix, y, h)
    assert math.log(float(after)) == pytest.approx(told, rel=1e-12, abs=1e-12)


# The line in y


@given(
    tenors,
    st.floats(0.0, 300.0),
    levels,
    levels,
    answers,
    st.sampled_from(["crash", "parallel", "squeeze-2018-02-05"]),
)
def test_the_line_is_the_future(days: float, elapsed: float, vix: float, forward: float, y: float, name: str) -> None:
    response = responses()[name]
    slope, constant = future_line(response, forward, days, elapsed, vix, 3.0)
    after = future_after(response, forward, days, elapsed, vix, y, 3.0)
    assert math.log(forward) + float(constant + slope * y) == pytest.approx(math.log(float(after)), abs=1e-13)


def test_futures_that_move_with_spot_vix_are_no_line() -> None:
    with pytest.raises(ValueError, match="spot: futures that move with spot VIX"):
        future_line(SPOT, 17.0, 30.0, 0.0, 15.0, 1.0)


def test_the_wrong_preset_moves_a_future_by_the_points_of_vix() -> None:
    y = math.log(25.0 / 15.0)
    assert float(future_after(SPOT, 17.0, 30.0, 3.0, 15.0, y, 1.0)) == pytest.approx(27.0, rel=1e-14)
    # never to nothing: Black-76 needs a forward
    assert float(future_after(SPOT, 30.0, 30.0, 0.0, 80.0, math.log(10.0 / 80.0), 1.0)) == 0.01


def test_legs_and_points_broadcast() -> None:
    forward, days, y = (
        np.array([[15.0], [17.0], [19.0]]),
        np.array([[2.0], [30.0], [200.0]]),
        np.linspace(-0.5, 1.5, 5),
    )
    for response in responses().values():
        grid = future_after(response, forward, days, 1.0, 16.0, y, 1.0)
        assert grid.shape == (3, 5)
        assert grid[1, 4] == future_after(response, 17.0, 30.0, 1.0, 16.0, 1.5, 1.0)


# Volatilities


@given(st.floats(0.0, 400.0), horizons)
def test_elasticity_is_the_formula_of_the_text(days: float, h: float) -> None:
    told = ((30 + 10.7) / (max(days, 1) + 10.7)) ** (0.545 * math.exp(-(h - 1) / 50))
    assert float(vol_elasticity(CRASH, days, h)) == pytest.approx(told, rel=1e-12)


@given(st.floats(1.0, 400.0), st.floats(1.0, 400.0), horizons)
def test_elasticity_falls_with_tenor_through_one_at_a_month(one: float, other: float, h: float) -> None:
    near, far = sorted((one, other))
    assert vol_elasticity(CRASH, near, h) >= vol_elasticity(CRASH, far, h)
    assert vol_elasticity(CRASH, 30.0, h) == 1.0


@given(answers, st.floats(40.0, 260.0), horizons)
def test_vvix_rises_to_its_cap_and_not_from_above_it(y: float, vvix: float, h: float) -> None:
    after = vvix * math.exp(float(vvix_log_change(CRASH, y, vvix, h)))
    told = min(vvix * math.exp(0.56 * math.exp(-(h - 1) / 50) * y), max(220.0, vvix))
    assert after == pytest.approx(told, rel=1e-12)
    cap = float(vvix_cap_y(CRASH, vvix, h))
    assert cap >= 0.0
    for beside, is_capped in ((cap - 1e-6, False), (cap + 1e-6, True)):
        found = vvix * math.exp(float(vvix_log_change(CRASH, beside, vvix, h)))
        assert (found == pytest.approx(max(220.0, vvix), rel=1e-12)) is is_capped


def test_a_vvix_that_does_not_answer_has_no_cap() -> None:
    still = Response(g=0.0)
    assert float(vvix_cap_y(still, 90.0, 1.0)) == math.inf
    assert vvix_log_change(still, 2.0, 90.0, 1.0) == 0.0
    assert vvix_cap_y(CRASH, np.array([90.0, 300.0]), 1.0)[1] == 0.0


def test_the_spread_of_what_hangs_on_vix() -> None:
    assert float(sd_future(0.05, 0.53)) == pytest.approx(0.05 * 0.92 * 0.53**0.7, rel=1e-14)
    assert float(sd_vvix(0.05)) == pytest.approx(0.045, rel=1e-14)
    assert sd_vol(0.05, 1.2, np.array([1.0, 29.99, 30.0, 90.0])) == pytest.approx([0.084, 0.084, 0.066, 0.066])
