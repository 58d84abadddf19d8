"""XIRR: published values, a solver of somebody else, laws, and every kind of flow that has no rate."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq, newton

from alvh_desktop.series.xirr import Flow, Return, growth_rates, xirr

START = date(2026, 1, 5)
OF_EXCEL = [
    Flow(date(2008, 1, 1), -10_000),
    Flow(date(2008, 3, 1), 2_750),
    Flow(date(2008, 10, 30), 4_250),
    Flow(date(2009, 2, 15), 3_250),
    Flow(date(2009, 4, 1), 2_750),
]
"""The example in Microsoft's description of XIRR, whose answer is 0.373362535: it looks no further than 1e-8."""


def flows(*pairs: tuple[int, float]) -> list[Flow]:
    return [Flow(START + timedelta(days=days), usd) for days, usd in pairs]


def balance(given_flows: list[Flow], rate: float) -> float:
    """The net present value by its definition, in plain Python."""
    first = min(flow.on for flow in given_flows)
    return sum(flow.usd / (1 + rate) ** ((flow.on - first).days / 365) for flow in given_flows)


def test_the_published_example_of_excel() -> None:
    found = xirr(OF_EXCEL)
    assert found.rate == pytest.approx(0.373362535, abs=1e-8)
    assert found.rate == pytest.approx(newton(lambda rate: balance(OF_EXCEL, rate), 0.1), abs=1e-9)
    assert (found.days, found.gain, found.multiple) == (456, 3000, 1.3)
    assert found.usd_a_year == pytest.approx(3000 * 365 / 456)
    assert (found.why, found.doubt) == (None, None)


def test_a_year_is_365_days_whatever_the_calendar() -> None:
    assert xirr(flows((0, -100), (365, 110))).rate == pytest.approx(0.10, abs=1e-13)
    assert xirr([Flow(date(2024, 1, 1), -100), Flow(date(2025, 1, 1), 110)]).rate == pytest.approx(
        1.1 ** (365 / 366) - 1, abs=1e-13
    )


dollars = st.integers(-5_000_000, 5_000_000).map(lambda cents: cents / 100)
payments = st.lists(st.tuples(st.integers(0, 1500), st.floats(-5e4, -1)), min_size=1, max_size=8)
receipts = st.lists(st.tuples(st.integers(0, 1500), st.floats(1, 5e4)), min_size=1, max_size=8)


@given(payments, receipts)
def test_one_change_of_sign_has_the_rate_that_scipy_finds(
    paid: list[tuple[int, float]], got: list[tuple[int, float]]
) -> None:
    last = max(day for day, _ in paid)
    given_flows = flows(*paid, *((last + 1 + day, usd) for day, usd in got))
    found = xirr(given_flows)
    assume(found.days >= 30 and found.why is None and found.doubt is None)
    expected = brentq(lambda rate: balance(given_flows, rate), -0.9999, 1e6, xtol=1e-14)
    assert found.rate == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(st.lists(st.tuples(st.integers(0, 1500), dollars), min_size=2, max_size=15))
def test_whatever_moved_balances_at_the_rate(pairs: list[tuple[int, float]]) -> None:
    given_flows = flows(*pairs)
    found = xirr(given_flows)
    assert (found.rate is None) == (found.why is not None)
    if found.rate is None or found.rate in {-1.0, -0.9999}:
        return
    moved = {flow.on for flow in given_flows if flow.usd}
    counted = [flow for flow in given_flows if flow.on >= min(moved)]
    size = sum(abs(flow.usd) / (1 + found.rate) ** ((flow.on - min(moved)).days / 365) for flow in counted)
    assert abs(balance(counted, found.rate)) < 1e-6 * size


@given(
    st.lists(st.tuples(st.integers(0, 1500), dollars), min_size=2, max_size=10),
    st.sampled_from([2.0**-10, 0.5, 8.0, 2.0**20]),
    st.integers(-3000, 3000),
    st.randoms(use_true_random=False),
)
def test_size_day_and_order_do_not_matter(
    pairs: list[tuple[int, float]], factor: float, shift: int, random: object
) -> None:
    given_flows = sorted(flows(*pairs), key=lambda flow: flow.on)
    assume(len({flow.on for flow in given_flows}) == len(given_flows))
    found = xirr(given_flows)
    moved = [Flow(flow.on + timedelta(days=shift), flow.usd * factor) for flow in given_flows]
    random.shuffle(moved)  # type: ignore[attr-defined]
    other = xirr(moved)
    assert (other.days, other.why is None) == (found.days, found.why is None)
    assert other.multiple == (None if found.multiple is None else pytest.approx(found.multiple))
    assert other.gain == pytest.approx(found.gain * factor, abs=1e-9 * factor * 1e6)
    assert other.rate == (None if found.rate is None else pytest.approx(found.rate, rel=1e-9, abs=1e-7))


def test_of_several_rates_the_one_nearest_to_0_is_given_and_doubted() -> None:
    found = xirr(flows((0, -100), (365, 230), (730, -132)))  # (1 + r) is 1.1 or 1.2
    assert found.rate == pytest.approx(0.10, abs=1e-12)
    assert found.doubt == "several rates fit these flows: the one nearest to 0 is shown, 20.0 % fits too"
    below = xirr(flows((0, -100), (365, 170), (730, -72)))  # 0.8 or 0.9
    assert below.rate == pytest.approx(-0.10, abs=1e-12)


@given(st.lists(st.floats(0.3, 3.0), min_size=1, max_size=4, unique=True))
def test_no_root_is_missed(growths: list[float]) -> None:
    """Flows a year apart are a polynomial in 1 / (1 + rate): its zeros are known when it is made of them."""
    growths = sorted(growths)
    assume(all(b / a > 1.02 for a, b in pairwise(growths)))
    usd = np.polynomial.polynomial.polyfromroots([1 / growth for growth in growths])
    found = growth_rates(np.arange(len(usd), dtype=np.float64), usd)
    assert np.exp(found) == pytest.approx(growths, rel=1e-6)


def test_two_rates_that_fall_into_one_are_found() -> None:
    found = xirr(flows((0, -100), (365, 220), (730, -121)))
    assert found.rate == pytest.approx(0.10, abs=1e-6)


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ([], "no money has moved"),
        ([(0, 0.0), (90, 0.0)], "no money has moved"),
        ([(0, 100.0), (90, 0.0)], "nothing was paid that could earn a rate"),
        ([(0, -100.0), (90, -5.0)], "money was only paid: more is lost than was put in"),
        ([(0, -100.0), (365, 50.0), (730, -100.0)], "no rate makes what was paid and received balance"),
        ([(0, -1e-9), (40, 1e9)], "the rate is above 100,000,000 % a year"),
        ([(0, -100.0), (29, 130.0)], "29 days are too few for a rate a year: it takes 30"),
    ],
)
def test_flows_without_a_rate_say_why(pairs: list[tuple[int, float]], why: str) -> None:
    found = xirr(flows(*pairs))
    assert (found.rate, found.why) == (None, why)


def test_under_30_days_only_the_multiple_is_told() -> None:
    found = xirr(flows((0, -100), (29, 130)))
    assert found == Return(29, 30, 1.3, None, None, found.why)
    assert xirr(flows((0, -100), (30, 130))).rate == pytest.approx(1.3 ** (365 / 30) - 1)


def test_a_total_loss_is_a_rate_and_nearly_one_is_told_as_such() -> None:
    lost = xirr(flows((0, -100), (60, -20), (90, 0)))
    assert (lost.rate, lost.multiple, lost.gain, lost.why) == (-1.0, 0.0, -120, None)
    assert lost.usd_a_year == pytest.approx(-120 * 365 / 90)
    nearly = xirr(flows((0, -100), (90, 0.01)))
    assert (nearly.rate, nearly.why, nearly.doubt) == (-0.9999, None, "the loss is worse than -99.99 % a year")
    assert xirr(flows((0, -100), (10, 0))).multiple == 0.0


def test_a_payment_on_the_last_day_hides_no_total_loss() -> None:
    assert xirr(flows((0, -100), (90, -10), (90, 0))).rate == -1.0


def test_money_that_came_first_is_a_rate_paid() -> None:
    found = xirr(flows((0, 100), (365, -50)))
    assert found.rate == pytest.approx(-0.5)
    assert found.doubt == "money came in before it was paid: this is a rate paid, not earned"
    assert found.gain == 50


def test_flows_of_one_day_count_as_one() -> None:
    """A roll sells and buys on one day: the money that stays in is not put in twice."""
    rolled = xirr(flows((0, -100), (100, 80), (100, -110), (200, 150)))
    netted = xirr(flows((0, -100), (100, -30), (200, 150)))
    assert rolled == netted
    assert rolled.multiple == pytest.approx(150 / 130)


def test_nothing_before_the_first_payment_counts_as_time() -> None:
    late = xirr(flows((0, 0.0), (100, -100), (465, 110)))
    assert late == xirr(flows((100, -100), (465, 110)))
    assert replace(late, rate=None).days == 365


def test_many_flows_are_quick_enough_to_be_shown() -> None:
    """300 changes of sign at random: all its roots lie where a fine grid sees the sign turn."""
    random = np.random.default_rng(7)
    years, usd = np.sort(random.uniform(0, 5, 300)), random.normal(size=300) * 1000
    grid = np.linspace(np.log1p(-0.9999), np.log1p(1e6), 20_001)
    signs = np.sign(np.exp(-np.outer(grid, years)) @ usd)
    turns = grid[1:][signs[1:] != signs[:-1]]
    found = np.array(growth_rates(years, usd))
    assert len(found) == len(turns)
    assert np.abs(found - turns).max() <= grid[1] - grid[0]
