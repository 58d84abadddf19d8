"""Spot VIX after a move of SPX: the published vectors, the laws, the band, and where the answer bends."""

import csv
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alvh_desktop.pricing.response.presets import Response, responses
from alvh_desktop.pricing.response.spread import QUANTILES, sd_vix
from alvh_desktop.pricing.response.vix import vix_fixed, vix_kinks, vix_log_change, vix_quantile

CRASH = Response()
SPIKE = responses()["spike"]

VECTORS = (
    (-0.05, 15.0, 1, 28.5816, 24.004, 33.776),
    (-0.05, 15.0, 5, 23.2707, 17.665, 30.293),
    (-0.10, 20.0, 1, 56.0303, 47.057, 66.213),
    (-0.20, 20.0, 1, 125.9488, 105.778, 148.839),
    (-0.03, 40.0, 1, 44.4854, 40.712, 48.423),
    (0.02, 25.0, 1, 22.7576, 20.785, 24.820),
    (0.05, 60.0, 1, 54.3873, 49.604, 59.395),
    (-0.08, 18.0, 21, 28.5766, 19.683, 40.826),
    (0.03, 13.0, 10, 10.8672, 8.638, 13.537),
    (-0.01, 12.0, 1, 13.5394, 12.329, 14.809),
)

moves = st.floats(-0.6, 1.0)
levels = st.floats(8.5, 140.0)
horizons = st.floats(1.0, 60.0)


def told_change(s: float, vix: float, h: float) -> float:
    """The text's formula, line by line."""
    u = math.log(1 + s) * 100 * math.sqrt(252) / vix
    z = u / math.sqrt(h)
    q = -u * h**-0.10 * (0.078 + 0.0113 * max(-z, 0))
    room = max(math.log(150 / vix) if q > 0 else math.log(vix / 8), 0.05)
    return room * (1 - math.exp(-q / room)) if q > 0 else -room * (1 - math.exp(q / room))


def told_spread(s: float, vix: float, h: float) -> float:
    z = math.log(1 + s) * 100 * math.sqrt(252) / vix / math.sqrt(h)
    return h**0.469 * math.sqrt(0.0364**2 + (0.0338 * min(abs(z), 3) * h**-0.088) ** 2)


@pytest.mark.parametrize(("s", "vix", "h", "after", "low", "high"), VECTORS)
def test_the_published_vectors(s: float, vix: float, h: int, after: float, low: float, high: float) -> None:
    assert float(vix * np.exp(vix_log_change(CRASH, s, vix, h))) == pytest.approx(after, abs=5.1e-5)
    assert float(vix_quantile(CRASH, s, vix, h, 0.05)) == pytest.approx(low, abs=5.1e-4)
    assert float(vix_quantile(CRASH, s, vix, h, 0.95)) == pytest.approx(high, abs=5.1e-4)
    # each of them moves more than one sigma, where the spike is the band's upper edge
    assert float(vix * np.exp(vix_log_change(SPIKE, s, vix, h))) == pytest.approx(high, abs=5.1e-4)


@given(moves, levels, horizons)
def test_it_is_the_formula_of_the_text(s: float, vix: float, h: float) -> None:
    assert float(vix_log_change(CRASH, s, vix, h)) == pytest.approx(told_change(s, vix, h), rel=1e-12, abs=1e-15)
    assert float(sd_vix(s, vix, h)) == pytest.approx(told_spread(s, vix, h), rel=1e-12)
    half = float(vix_log_change(responses()["grind"], s, vix, h))
    assert half == pytest.approx(told_change(s, vix, h) / 2, rel=1e-12, abs=1e-15)
    assert float(vix_log_change(responses()["none"], s, vix, h)) == 0.0


# Laws


@given(st.floats(3.0, 300.0), horizons, st.sampled_from(sorted(responses())))
def test_no_move_is_no_change_under_every_preset(vix: float, h: float, name: str) -> None:
    assert vix_log_change(responses()[name], 0.0, vix, h) == 0.0


@given(moves, moves, levels, horizons, st.sampled_from(sorted(set(responses()) - {"spike", "none"})))
def test_vix_falls_all_the_way_as_spx_rises(one: float, other: float, vix: float, h: float, name: str) -> None:
    low, high = sorted((one, other))
    assume(high - low > 1e-6)
    response = responses()[name]
    above, below = (float(vix_log_change(response, s, vix, h)) for s in (low, high))
    assert above >= below
    share = min(response.scale, 1.0) * 0.9
    if above < share * math.log(150 / vix) and below > -share * math.log(vix / 8):
        assert above > below


@given(moves, levels, horizons, st.sampled_from(sorted(responses())))
def test_vix_stays_between_floor_and_cap(s: float, vix: float, h: float, name: str) -> None:
    after = vix * math.exp(float(vix_log_change(responses()[name], s, vix, h)))
    assert 8.0 * (1 - 1e-12) <= after <= 150.0 * (1 + 1e-12)


@given(moves, st.floats(3.0, 8.0) | st.floats(150.0, 400.0), horizons)
def test_beyond_floor_or_cap_a_last_step_is_left(s: float, vix: float, h: float) -> None:
    y = float(vix_log_change(CRASH, s, vix, h))
    further = y if vix >= 150.0 else -y
    assert further <= 0.05


@given(st.floats(-0.3, 0.0), st.floats(-0.3, 0.0), st.floats(9.0, 80.0), horizons)
def test_a_spike_rises_with_every_fall_of_spx_and_never_less_than_a_crash(
    one: float, other: float, vix: float, h: float
) -> None:
    low, high = sorted((one, other))
    assert vix_log_change(SPIKE, low, vix, h) >= vix_log_change(SPIKE, high, vix, h)
    assert vix_log_change(SPIKE, low, vix, h) >= vix_log_change(CRASH, low, vix, h)


@given(st.floats(-1.0, 1.0), st.floats(9.0, 80.0), horizons)
def test_under_one_sigma_a_spike_fades_in_on_a_straight_line(z: float, vix: float, h: float) -> None:
    s = math.expm1(z * math.sqrt(h) * vix / (100 * math.sqrt(252)))
    excess = float(vix_log_change(SPIKE, s, vix, h) - vix_log_change(CRASH, s, vix, h))
    room = math.log(150 / vix) - told_change(s, vix, h)
    assert excess == pytest.approx(min(1.55 * abs(z) * told_spread(s, vix, h), room), rel=1e-9, abs=1e-12)


@given(moves, levels, st.floats(-3.0, 1.0))
def test_a_horizon_under_a_day_is_a_day(s: float, vix: float, h: float) -> None:
    assert vix_log_change(CRASH, s, vix, h) == vix_log_change(CRASH, s, vix, 1.0)
    assert sd_vix(s, vix, h) == sd_vix(s, vix, 1.0)


def test_a_fixed_vix_is_met_whatever_spx_does() -> None:
    assert float(18.0 * np.exp(vix_fixed(37.3, 18.0))) == pytest.approx(37.3, rel=1e-15)
    assert vix_fixed(18.0, 18.0) == 0.0
    assert vix_fixed(np.array([9.0, 36.0]), 18.0) == pytest.approx([-math.log(2), math.log(2)])


def test_arrays_broadcast_and_agree_with_their_elements() -> None:
    s, h = np.linspace(-0.2, 0.1, 7), np.array([[1.0], [5.0], [20.0]])
    for response in responses().values():
        grid = vix_log_change(response, s, 17.0, h)
        assert grid.shape == (3, 7)
        assert grid == pytest.approx(
            np.array([[float(vix_log_change(response, move, 17.0, days[0])) for move in s] for days in h])
        )


# The band


@given(moves, levels, horizons, st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_quantiles_stand_in_order_about_the_middle(s: float, vix: float, h: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert vix_quantile(CRASH, s, vix, h, low) <= vix_quantile(CRASH, s, vix, h, high)
    assert float(vix_quantile(CRASH, s, vix, h, 0.5)) == pytest.approx(vix * math.exp(told_change(s, vix, h)))


def test_between_measured_quantiles_the_line_is_straight() -> None:
    spread = told_spread(-0.03, 20.0, 1.0)
    middle = told_change(-0.03, 20.0, 1.0)
    for p, deviations in {**QUANTILES, 0.30: -0.48, 0.925: 1.375}.items():
        told = 20.0 * math.exp(middle + deviations * spread)
        assert float(vix_quantile(CRASH, -0.03, 20.0, 1.0, p)) == pytest.approx(told, rel=1e-12)


@pytest.mark.parametrize("p", [0.0499, 0.9501, math.nan])
def test_beyond_the_measured_quantiles_nothing_is_said(p: float) -> None:
    with pytest.raises(ValueError, match="quantile"):
        vix_quantile(CRASH, -0.03, 20.0, 1.0, p)


@given(moves, levels, horizons)
def test_the_band_of_a_spike_is_that_of_the_crash(s: float, vix: float, h: float) -> None:
    assert vix_quantile(SPIKE, s, vix, h, 0.95) == vix_quantile(CRASH, s, vix, h, 0.95)


# Where it bends


def polynomial_error(response: Response, vix: float, h: float, low: float, high: float) -> float:
    """Largest difference of y from its polynomial through 40 Chebyshev nodes of a stretch of ln(1+s)."""

    def y(x: np.ndarray) -> np.ndarray:
        return vix_log_change(response, np.expm1(x), vix, h)

    fitted = np.polynomial.Chebyshev.interpolate(y, 39, domain=[low, high])
    x = np.linspace(low, high, 501)
    return float(np.abs(fitted(x) - y(x)).max())


@pytest.mark.parametrize("name", sorted(set(responses()) - {"none"}))
@pytest.mark.parametrize(("vix", "h"), [(14.0, 1.0), (25.0, 6.5), (60.0, 1.0)])
def test_between_its_kinks_the_answer_is_smooth_and_across_them_it_is_not(name: str, vix: float, h: float) -> None:
    response = responses()[name]
    inside = [x for x in vix_kinks(response, vix, h) if -0.25 < x < 0.12]
    assert 0.0 in inside
    for low, high in pairwise([-0.25, *inside, 0.12]):
        assert polynomial_error(response, vix, h, low, high) < 2e-8
    assert polynomial_error(response, vix, h, -0.25, 0.12) > 1e-6


def test_an_answer_of_nothing_bends_nowhere() -> None:
    assert vix_kinks(responses()["none"], 18.0, 1.0) == ()


def test_a_squeeze_stops_at_the_cap_where_the_kink_says() -> None:
    squeeze = responses()["squeeze-2024-08-05"]
    stop = vix_kinks(squeeze, 15.0, 1.0)[0]
    assert vix_log_change(squeeze, math.expm1(stop - 1e-9), 15.0, 1.0) == pytest.approx(math.log(10.0), abs=1e-15)
    assert math.log(10.0) - 1e-6 < vix_log_change(squeeze, math.expm1(stop + 1e-9), 15.0, 1.0) < math.log(10.0)


# Real data


def closes(path: Path, date_column: str, column: str) -> dict[str, float]:
    def iso(day: str) -> str:
        month, _, rest = day.partition("/")
        return f"{rest[-4:]}-{month}-{rest[:2]}" if rest else day

    with path.open(newline="") as lines:
        return {iso(row[date_column]): float(row[column]) for row in csv.DictReader(lines)}


@pytest.fixture
def days(shared_data: Path) -> dict[str, tuple[float, float, float]]:
    """By day: SPX return, VIX the close before, VIX."""
    spx = closes(shared_data / "history" / "spx_yahoo_hlc_1990_2026-07.csv", "Date", "Close")
    vix = closes(shared_data / "history" / "VIX_History.csv", "DATE", "CLOSE")
    common = sorted(set(spx) & set(vix))
    return {day: (spx[day] / spx[before] - 1, vix[before], vix[day]) for before, day in pairwise(common)}


@pytest.mark.realdata
@pytest.mark.parametrize(("day", "actual", "expected"), [("2018-02-05", 37.3, 26.3), ("2024-08-05", 38.6, 28.5)])
def test_a_squeeze_repeats_its_day(
    days: dict[str, tuple[float, float, float]], day: str, actual: float, expected: float
) -> None:
    s, before, after = days[day]
    model = before * math.exp(told_change(s, before, 1.0))
    assert (round(after, 1), round(model, 1)) == (actual, expected)
    squeeze = responses()[f"squeeze-{day}"]
    assert squeeze.scale == pytest.approx(math.log(after / before) / math.log(model / before), abs=5.1e-4)
    assert float(before * np.exp(vix_log_change(squeeze, s, before, 1.0))) == pytest.approx(after, rel=1e-3)


@pytest.mark.realdata
def test_nine_days_of_ten_lie_in_the_band(days: dict[str, tuple[float, float, float]]) -> None:
    s, before, after = np.array([change for day, change in days.items() if day >= "2010"]).T
    low, high = (vix_quantile(CRASH, s, before, 1.0, p) for p in (0.05, 0.95))
    is_inside = (low <= after) & (after <= high)
    is_large_fall = np.log1p(s) * 100 * np.sqrt(252) / before < -2.0
    assert s.size > 4000
    assert is_inside.mean() == pytest.approx(0.90, abs=0.01)
    assert is_inside[is_large_fall].mean() == pytest.approx(0.92, abs=0.01)
