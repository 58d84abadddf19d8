"""Ticks of the market charts: never more than there is room for, all in the range, each its own label."""

import math
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.viewmodels.market_dock.axes import (
    DayAxis,
    NamedAxis,
    NumberAxis,
    Tick,
    day_at,
    day_number,
    nearest_place,
    room_around,
)

MOST = st.integers(1, 30)
DAYS = st.dates(date(1975, 1, 1), date(2039, 12, 31)).map(day_number)


def held(ticks: tuple[Tick, ...], low: float, high: float, most: int) -> None:
    places = [tick.at for tick in ticks]
    slack = 1e-6 * (high - low)
    assert len(ticks) <= most
    assert places == sorted(set(places))
    assert all(low - slack <= at <= high + slack for at in places)
    assert len({tick.label for tick in ticks}) == len(ticks)


@given(low=st.floats(-1e6, 1e6), width=st.floats(1e-3, 1e6), most=MOST)
def test_numbers(low: float, width: float, most: int) -> None:
    high = low + width
    ticks = NumberAxis("%").ticks(low, high, most)
    held(ticks, low, high, most)
    for tick in ticks:
        told = float(tick.label.removesuffix("%").replace(",", "").replace("\N{MINUS SIGN}", "-"))
        assert told == pytest.approx(tick.at, abs=width * 1e-6)


@pytest.mark.parametrize(
    ("low", "high", "most", "labels"),
    [
        (6180, 7720, 3, ["6,500", "7,000", "7,500"]),
        (0.9, 1.2, 3, ["1.0", "1.2"]),
        (9.6, 21.2, 5, ["10.0", "12.5", "15.0", "17.5", "20.0"]),
        (-3, 3, 3, ["\N{MINUS SIGN}2", "0", "2"]),
        (5, 5, 3, []),
    ],
)
def test_numbers_by_example(low: float, high: float, most: int, labels: list[str]) -> None:
    assert [tick.label for tick in NumberAxis().ticks(low, high, most)] == labels


@given(first=DAYS, width=st.floats(2, 20000), most=st.integers(2, 30))
def test_days(first: float, width: float, most: int) -> None:
    ticks = DayAxis().ticks(first, first + width, most)
    held(tuple(Tick(tick.at, f"{tick.at}") for tick in ticks), first, first + width, most)
    assert all(tick.at.is_integer() for tick in ticks)
    if width > 800:
        assert all(day_at(tick.at).day == 1 for tick in ticks), "long spans are parted where months begin"


def test_days_by_example() -> None:
    year = day_number(date(2025, 7, 14)), day_number(date(2026, 7, 21))
    assert [tick.label for tick in DayAxis().ticks(*year, 5)] == ["Oct 25", "Jan 26", "Apr 26", "Jul 26"]
    week = day_number(date(2026, 2, 26)), day_number(date(2026, 3, 4))
    assert [tick.label for tick in DayAxis().ticks(*week, 4)] == ["26 Feb", "28 Feb", "2 Mar", "4 Mar"]
    all_years = day_number(date(1990, 1, 2)), day_number(date(2026, 7, 7))
    assert [tick.label for tick in DayAxis().ticks(*all_years, 4)] == ["2000", "2010", "2020"]


@given(places=st.lists(st.floats(0, 300), min_size=1, max_size=40, unique=True).map(sorted), most=MOST)
def test_named_places_keep_their_distance(places: list[float], most: int) -> None:
    ticks = NamedAxis(places, lambda place: f"{place}").ticks(0.0, 300.0, most)
    assert len(ticks) <= most + 1
    assert all(right.at - left.at >= 300.0 / most - 1e-9 for left, right in pairwise(ticks))
    assert all(places[int(tick.label)] == tick.at for tick in ticks)


@given(
    places=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50, unique=True).map(sorted), at=st.floats(-2e6, 2e6)
)
def test_the_nearest_place_is_the_nearest(places: list[float], at: float) -> None:
    found = nearest_place(places, at)
    assert abs(places[found] - at) == min(abs(place - at) for place in places)


@given(low=st.floats(-1e9, 1e9), width=st.floats(0, 1e9))
def test_a_range_always_has_a_width(low: float, width: float) -> None:
    bottom, top = room_around(low, low + width)
    assert bottom < top
    assert bottom <= low
    assert top >= low + width
    assert math.isfinite(top - bottom)
