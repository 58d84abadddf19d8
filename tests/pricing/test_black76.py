"""Black-76: laws of any price, every sensitivity against a difference, peers and published values."""

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import QuantLib
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from alvh_desktop.pricing.black76 import Greeks, greeks, price, spot_delta

Option = dict[str, float]

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "black76.json").read_text())
FIELDS = tuple(field.name for field in fields(Greeks))
MINUTE = 1 / (365 * 24 * 60)
ROUNDING = float(np.finfo(np.float64).eps)


def golden(block: str) -> list[dict[str, float]]:
    return [dict(zip(GOLDEN[block]["columns"], row, strict=True)) for row in GOLDEN[block]["rows"]]


def column(rows: list[dict[str, float]], name: str) -> np.ndarray:
    return np.array([row[name] for row in rows])


def value(o: Option, is_call: bool) -> float:
    return float(price(o["f"], o["k"], np.exp(-o["r"] * o["t"]), o["t"], o["v"], is_call))


def sensitivity(o: Option, is_call: bool, name: str) -> float:
    all_of_them = greeks(o["f"], o["k"], np.exp(-o["r"] * o["t"]), o["t"], o["v"], is_call)
    return float(getattr(all_of_them, name))


@st.composite
def options(draw: st.DrawFn) -> Option:
    """An option within 6 deviations of the money, from a minute and 1 % to three years and 400 %."""
    t = float(np.exp(draw(st.floats(np.log(MINUTE), np.log(3.0)))))
    v = float(np.exp(draw(st.floats(np.log(0.01), np.log(4.0)))))
    f, h = draw(st.floats(5.0, 10_000.0)), draw(st.floats(-6.0, 6.0))
    k = f * float(np.exp(-np.clip(h * v * np.sqrt(t), -1.6, 1.6)))
    return {"f": f, "k": k, "t": t, "v": v, "r": draw(st.floats(-0.01, 0.1))}


# Laws


@given(options())
def test_call_less_put_is_the_discounted_forward_less_strike(o: Option) -> None:
    difference = value(o, True) - value(o, False)
    assert_allclose(difference, np.exp(-o["r"] * o["t"]) * (o["f"] - o["k"]), rtol=0, atol=2e-14 * o["f"])


@given(options(), st.booleans())
def test_price_lies_between_intrinsic_and_its_bound(o: Option, is_call: bool) -> None:
    df = np.exp(-o["r"] * o["t"])
    intrinsic = max(o["f"] - o["k"] if is_call else o["k"] - o["f"], 0.0)
    assert df * intrinsic <= value(o, is_call) <= df * (o["f"] if is_call else o["k"])


@given(options(), st.booleans(), st.sampled_from(["v", "t", "f", "k"]), st.floats(1e-3, 1.0))
def test_price_rises_with_vol_and_time_and_on_the_right_side_with_forward_and_strike(
    o: Option, is_call: bool, argument: str, rise: float
) -> None:
    o = o | {"r": 0.0}
    before, after = value(o, is_call), value(o | {argument: o[argument] * (1 + rise)}, is_call)
    is_falling = argument == ("k" if is_call else "f")
    low, high = (after, before) if is_falling else (before, after)
    assert low <= high * (1 + 100 * ROUNDING)


@given(options(), st.booleans(), st.floats(0.01, 100.0))
def test_price_scales_with_forward_and_strike(o: Option, is_call: bool, scale: float) -> None:
    scaled = value(o | {"f": o["f"] * scale, "k": o["k"] * scale}, is_call)
    # scaling rounds F and K, and an option s wide and up to 6 deviations out feels that 6/s times
    s = o["v"] * np.sqrt(o["t"])
    assert_allclose(scaled, scale * value(o, is_call), rtol=100 * ROUNDING * (1 + 8 / s))


def slope(function: Callable[[Option], float], o: Option, argument: str, step: float) -> float:
    """Five-point central difference."""
    near = function(o | {argument: o[argument] + step}) - function(o | {argument: o[argument] - step})
    far = function(o | {argument: o[argument] + 2 * step}) - function(o | {argument: o[argument] - 2 * step})
    return (8 * near - far) / (12 * step)


@pytest.mark.parametrize(
    ("name", "of", "argument", "unit"),
    [
        ("delta", "price", "f", 1.0),
        ("gamma", "delta", "f", 1.0),
        ("vega_per_vol_point", "price", "v", 0.01),
        ("theta_per_day", "price", "t", -1 / 365),
        ("rho_per_percent", "price", "r", 0.01),
        ("vanna_per_vol_point", "delta", "v", 0.01),
        ("vanna_per_vol_point", "vega_per_vol_point", "f", 1.0),
        ("volga_per_vol_point", "vega_per_vol_point", "v", 0.01),
        ("charm_per_day", "delta", "t", -1 / 365),
    ],
)
@given(o=options(), is_call=st.booleans())
def test_every_sensitivity_is_a_slope(
    name: str, of: str, argument: str, unit: float, o: Option, is_call: bool
) -> None:
    def function(moved: Option) -> float:
        return value(moved, is_call) if of == "price" else sensitivity(moved, is_call, of)

    s = min(o["v"] * np.sqrt(o["t"]), 1.0)
    width = {"f": o["f"] * s, "v": o["v"], "t": o["t"], "r": 1.0}[argument]
    largest = {"price": o["f"], "delta": 1.0, "vega_per_vol_point": 0.01 * o["f"] * np.sqrt(o["t"])}[of]
    measured = unit * slope(function, o, argument, 1e-3 * width)
    # the difference loses its rounding over the step, and the fourth power of the step
    rounding, truncation = 5e-12, 1e-8 * (s if of == "price" else 1.0)
    lost = abs(unit) * largest * (rounding + truncation) / width
    assert_allclose(sensitivity(o, is_call, name), measured, rtol=1e-7, atol=lost)


# Edges


@pytest.mark.parametrize("is_call", [True, False])
@pytest.mark.parametrize(("years", "sigma"), [(0.0, 0.8), (-0.01, 0.8), (0.1, 0.0), (0.0, 0.0)])
def test_without_time_or_volatility_the_price_is_discounted_intrinsic(
    is_call: bool, years: float, sigma: float
) -> None:
    forward, df = np.array([14.0, 20.0, 26.0]), 0.99
    g = greeks(forward, 20.0, df, years, sigma, is_call)
    side = 1.0 if is_call else -1.0
    assert_array_equal(g.price, df * np.maximum(side * (forward - 20.0), 0.0))
    assert_array_equal(price(forward, 20.0, df, years, sigma, is_call), g.price)
    assert_array_equal(g.forward_delta, [0.0, 0.5, 1.0] if is_call else [-1.0, -0.5, 0.0])
    assert_array_equal(g.gamma, 0.0)
    assert_array_equal(g.vega_per_vol_point[[0, 2]], 0.0)
    if years <= 0.0:
        for name in FIELDS[3:]:
            assert_array_equal(getattr(g, name), 0.0, err_msg=name)


def test_vega_at_the_money_does_not_vanish_with_volatility() -> None:
    at_zero, near_zero = (greeks(20.0, 20.0, 1.0, 0.25, sigma, True) for sigma in (0.0, 1e-9))
    assert_allclose(at_zero.vega_per_vol_point, 0.01 * 20.0 * 0.5 / np.sqrt(2 * np.pi), rtol=1e-15)
    assert_allclose(near_zero.vega_per_vol_point, at_zero.vega_per_vol_point, rtol=1e-15)


def test_extreme_input_gives_finite_numbers_and_no_warning() -> None:
    levels = [0.0, 1e-300, 1e-9, 15.0, 15.0 * (1 + ROUNDING), 5800.0, 1e9]
    times = [-1.0, 0.0, 5e-324, 1e-300, 1e-29, MINUTE, 0.25, 100.0]
    vols = [0.0, 5e-324, 1e-9, 0.01, 0.3, 4.0, 1e6]
    grid = np.meshgrid(levels, levels, [1.0, 0.9, 1.01], times, vols, [True, False], sparse=True)
    with np.errstate(all="raise", under="ignore"):
        g = greeks(*grid)
    for name in FIELDS:
        assert np.isfinite(getattr(g, name)).all(), name
    assert (g.price >= 0.0).all()


def test_nan_stays_where_it_came_in() -> None:
    forward = np.array([20.0, np.nan, 20.0, 20.0])
    sigma = np.array([0.8, 0.8, np.nan, 0.8])
    g = greeks(forward, 22.0, 0.99, 0.1, sigma, True)
    for name in FIELDS:
        assert_array_equal(np.isnan(getattr(g, name)), [False, True, True, False], err_msg=name)


def test_broadcasting_gives_what_a_loop_gives() -> None:
    forward, strike = np.array([4000.0, 5800.0, 7000.0])[:, None, None], np.array([5700.0, 5810.0])[:, None]
    years, is_call = np.array([0.0, 1 / 365, 0.5, 2.0]), np.array([[True], [False]])
    together = greeks(forward, strike, 0.98, years, 0.17, is_call)
    for name in FIELDS:
        assert getattr(together, name).shape == (3, 2, 4)
    for i, j, n in np.ndindex(3, 2, 4):
        alone = greeks(forward[i, 0, 0], strike[j, 0], 0.98, years[n], 0.17, is_call[j, 0])
        for name in FIELDS:
            assert getattr(alone, name).shape == ()
            assert_allclose(getattr(together, name)[i, j, n], getattr(alone, name), rtol=1e-13)


# Other people's numbers


def test_quantlib_agrees_on_a_grid() -> None:
    grid = np.meshgrid([0.5, 0.9, 1.0, 1.05, 2.0], [0.01, 0.25, 2.0], [0.05, 0.3, 1.5], [True, False])
    ratios, times, vols, calls = (axis.ravel().tolist() for axis in grid)
    forward, rate = 5812.75, 0.04
    discounts = np.exp(-rate * np.array(times)).tolist()
    ours = greeks(forward, forward * np.array(ratios), discounts, times, vols, calls)
    for i, (ratio, t, vol, is_call, df) in enumerate(zip(ratios, times, vols, calls, discounts, strict=True)):
        side = QuantLib.Option.Call if is_call else QuantLib.Option.Put
        payoff = QuantLib.PlainVanillaPayoff(side, forward * ratio)
        theirs = QuantLib.BlackCalculator(payoff, forward, vol * t**0.5, df)
        # their far wings are a difference of numbers as large as the forward
        expected = {
            "price": (theirs.value(), forward),
            "delta": (theirs.deltaForward(), 1.0),
            "gamma": (theirs.gammaForward(), 1 / forward),
            "vega_per_vol_point": (0.01 * theirs.vega(t), forward),
            "theta_per_day": (theirs.theta(forward, t) / 365, forward),
        }
        for name, (figure, scale) in expected.items():
            assert_allclose(getattr(ours, name)[i], figure, rtol=1e-10, atol=1e-14 * scale, err_msg=name)


@pytest.mark.parametrize("name", FIELDS)
def test_every_figure_has_twelve_digits(name: str) -> None:
    rows = golden("exact")
    arguments = ("forward", "strike", "df", "years", "sigma", "is_call")
    ours = greeks(*(column(rows, argument) for argument in arguments))
    assert len(rows) > 60
    assert_allclose(getattr(ours, name), column(rows, name), rtol=1e-12)


@pytest.mark.parametrize("row", golden("spot_models"), ids=lambda row: row["example"])
def test_published_examples_on_a_spot_price(row: dict[str, float]) -> None:
    spot, r, t, carry = row["spot"], row["r"], row["years"], row["r"] - row["q"]
    forward = spot * np.exp(carry * t)
    g = greeks(forward, row["strike"], np.exp(-r * t), t, row["sigma"], row["side"] > 0)
    # the spot moves the forward, the passing of time shrinks its carry, and the rate raises it
    found = {
        "price": g.price,
        "delta": spot_delta(g.delta, forward, spot),
        "gamma": g.gamma * (forward / spot) ** 2,
        "vega": 100 * g.vega_per_vol_point,
        "theta": 365 * g.theta_per_day - g.delta * forward * carry,
        "rho": 100 * g.rho_per_percent + g.delta * forward * t,
    }
    for name, figure in found.items():
        assert_allclose(figure, row[name], rtol=1e-11, err_msg=name)


def test_haug_table_of_black76_values() -> None:
    rows = golden("haug_table")
    forward, years, sigma = (column(rows, name) for name in ("forward", "years", "sigma"))
    for name in ("call", "put"):
        ours = price(forward, 100.0, np.exp(-0.10 * years), years, sigma, name == "call")
        assert_allclose(ours, column(rows, name), rtol=0, atol=0.6e-4)  # 1.8734 is 1.87334
