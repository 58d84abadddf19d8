"""Intervals against published values and tables, and what must hold of any of them."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.reports.intervals import student_t, wilson


@pytest.mark.parametrize(
    ("won", "of", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (8, 10, 0.4902, 0.9433),
        (10, 10, 0.7225, 1.0000),
    ],
)
def test_wilson_is_as_published(won: int, of: int, low: float, high: float) -> None:
    found = wilson(won, of)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 3000), st.data())
def test_wilson_holds_the_share_and_mirrors_what_was_lost(of: int, data: st.DataObject) -> None:
    won = data.draw(st.integers(0, of))
    found, mirrored = wilson(won, of), wilson(of - won, of)
    assert found is not None
    assert mirrored is not None
    assert 0.0 <= found.low <= won / of <= found.high <= 1.0
    assert found.low == pytest.approx(1.0 - mirrored.high)
    # its ends are the shares of which p is just z standard errors away
    for end in (found.low, found.high):
        if 0.0 < end < 1.0:
            assert abs(won / of - end) == pytest.approx(1.959963985 * sqrt(end * (1.0 - end) / of))


def test_of_nothing_there_is_no_interval() -> None:
    assert wilson(0, 0) is None
    assert student_t([]) is None
    assert student_t([310.0]) is None


@pytest.mark.parametrize(
    ("values", "t"),
    # t of 97.5 % from the printed table, by degrees of freedom 1, 9 and 30
    [([1.0, 3.0], 12.706), (list(range(10)), 2.262), (list(range(31)), 2.042)],
)
def test_the_interval_of_a_mean_is_that_of_the_printed_table(values: list[float], t: float) -> None:
    found, count = student_t(values), len(values)
    mean = sum(values) / count
    error = sqrt(sum((each - mean) ** 2 for each in values) / (count - 1) / count)
    assert found is not None
    assert (mean - found.low) / error == pytest.approx(t, abs=5e-4)
    assert (found.high - mean) / error == pytest.approx(t, abs=5e-4)


def test_what_never_differs_has_an_interval_without_width() -> None:
    found = student_t([310.0] * 5)
    assert found is not None
    assert (found.low, found.high) == (310.0, 310.0)
