"""The VX curve: VIX today, then the futures; what rolls down it meets VIX at its settlement."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, moment
from support.made_markets import future, market, quoted

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.pricing.vx_curve import VxCurve, vx_points

levels = st.floats(8.0, 90.0)
terms = st.lists(st.floats(0.01, 300.0), min_size=1, max_size=9, unique=True).map(sorted)


@st.composite
def curves(draw: st.DrawFn) -> VxCurve:
    days = draw(terms)
    prices = draw(st.lists(levels, min_size=len(days), max_size=len(days)))
    return VxCurve(draw(levels), np.array(days), np.array(prices))


def curve(vix: float = 16.0, days: Sequence[float] = (10.0, 40.0), prices: Sequence[float] = (18.0, 21.0)) -> VxCurve:
    return VxCurve(vix, np.array(days), np.array(prices))


# Laws


@given(curves())
def test_it_meets_vix_today_and_each_future_at_its_settlement(some: VxCurve) -> None:
    assert some.at(0.0) == some.vix
    assert some.at(some.days) == pytest.approx(some.prices, rel=1e-12)
    assert some.at([some.days[-1] + 1.0, 5000.0]) == pytest.approx([some.prices[-1]] * 2)


@given(curves(), st.floats(-10.0, 400.0))
def test_it_never_leaves_the_levels_it_is_made_of(some: VxCurve, days: float) -> None:
    made_of = [some.vix, *some.prices]
    assert min(made_of) * (1 - 1e-12) <= some.at(days) <= max(made_of) * (1 + 1e-12)


@given(curves(), levels, st.floats(0.001, 400.0))
def test_before_any_time_has_passed_a_future_stands_where_it_is(some: VxCurve, price: float, days: float) -> None:
    assert some.rolled(price, days, 0.0) == price


@given(curves(), st.integers(0, 8))
def test_a_future_of_the_curve_rolls_along_it_and_meets_vix_without_a_jump(some: VxCurve, place: int) -> None:
    days, price = float(some.days[place % some.days.size]), float(some.prices[place % some.days.size])
    steps = np.linspace(0.0, days, 101)
    path = [some.rolled(price, days, float(elapsed)) for elapsed in steps]
    assert path == pytest.approx(some.at(days - steps), rel=1e-9)
    assert path[-1] == some.vix
    steepest = max(
        abs(b - a) / (d - c)
        for (a, b), (c, d) in zip(pairwise([some.vix, *some.prices]), pairwise([0.0, *some.days]), strict=True)
    )
    assert abs(some.rolled(price, days, days * (1 - 1e-9)) - some.vix) <= steepest * days * 2e-9 + 1e-9


@given(curves(), levels, st.floats(0.001, 400.0), st.floats(0.0, 0.999), st.floats(1.1, 3.0))
def test_rolling_scales_with_the_price(some: VxCurve, price: float, days: float, share: float, times: float) -> None:
    rolled = some.rolled(price, days, days * share)
    assert some.rolled(times * price, days, days * share) == pytest.approx(times * rolled, rel=1e-12)


@given(levels, levels, st.floats(0.001, 400.0), st.floats(0.0, 0.999))
def test_a_flat_curve_rolls_nothing(vix: float, price: float, days: float, share: float) -> None:
    flat = curve(vix, (30.0, 60.0), (vix, vix))
    assert flat.rolled(price, days, days * share) == pytest.approx(price, rel=1e-12)


# By hand


def test_a_future_slides_half_way_down() -> None:
    """16 at 0, 18 at 10, 21 at 40 days: at 25 days 19.5, so 21 stands there after 15; 20 in ratio."""
    assert curve().at([5.0, 25.0]) == pytest.approx([17.0, 19.5])
    assert curve().rolled(21.0, 40.0, 15.0) == pytest.approx(19.5)
    assert curve().rolled(20.0, 40.0, 15.0) == pytest.approx(20.0 * 19.5 / 21.0)
    assert curve().rolled(20.0, 40.0, 40.0) == curve().rolled(20.0, 40.0, 50.0) == 16.0


def test_without_a_future_it_is_vix_everywhere() -> None:
    alone = VxCurve(17.0, np.empty(0), np.empty(0))
    assert alone.at([0.0, 30.0]) == pytest.approx([17.0, 17.0])
    assert alone.rolled(20.0, 30.0, 10.0) == 20.0


@pytest.mark.parametrize(
    ("vix", "days", "prices"),
    [
        (16.0, (40.0, 10.0), (18.0, 21.0)),
        (16.0, (0.0, 10.0), (18.0, 21.0)),
        (16.0, (10.0, 10.0), (18.0, 21.0)),
        (16.0, (10.0,), (18.0, 21.0)),
        (0.0, (10.0, 40.0), (18.0, 21.0)),
        (16.0, (10.0, 40.0), (18.0, -21.0)),
        (16.0, (10.0, 40.0), (18.0, float("nan"))),
        (float("inf"), (10.0, 40.0), (18.0, 21.0)),
    ],
)
def test_what_is_no_curve_is_refused(vix: float, days: Sequence[float], prices: Sequence[float]) -> None:
    with pytest.raises(ValueError, match="VX curve"):
        curve(vix, days, prices)


# From a market

DECEMBER, JANUARY = date(2026, 12, 16), date(2027, 1, 20)


def test_every_future_stands_at_its_days_to_settlement() -> None:
    seen = market(future(JANUARY, "19.60"), future(DECEMBER, "18.40"), vix="16.2")
    (near, far) = vx_points(seen, PRODUCTS)
    # 15:30 on 20 November to 09:30
    assert near == (26 - 6 / 24, 18.4, "VX 16DEC26 (Z6), mid, made")
    assert far == (61 - 6 / 24, 19.6, "VX 20JAN27 (F7), mid, made")


def test_a_mini_stands_only_where_the_large_one_is_missing() -> None:
    minis = {**future(DECEMBER, "18.00", root="VXM"), **future(JANUARY, "19.00", root="VXM")}
    found = vx_points(market(minis, future(DECEMBER, "18.40")), PRODUCTS)
    assert [price for _, price, _ in found] == [18.4, 19.0]
    assert found[1][2] == "VXM 20JAN27 (F7), mid, made"
    unmarked = quoted(Contract("VX", JANUARY), None, "19.9")
    assert vx_points(market(minis, unmarked), PRODUCTS)[1][1] == 19.0


def test_settled_and_unpriced_futures_are_left_out() -> None:
    at = moment("2026-12-16 09:30")
    quotes = {**future(DECEMBER, "18.40", at=at), **future(JANUARY, "19.60", at=at)}
    assert [price for _, price, _ in vx_points(market(quotes, at=at), PRODUCTS)] == [19.6]
    a_minute_before = at - timedelta(minutes=1)
    days = vx_points(market(quotes, at=a_minute_before), PRODUCTS)[0][0]
    assert days == pytest.approx(1 / 1440)
    assert vx_points(market(quoted(Contract("VX", JANUARY), "0", "0", last="0")), PRODUCTS) == ()
    assert vx_points(market(vix="16", at=CLOCK), PRODUCTS) == ()
