"""What the map is drawn from: places between levels, shades, contours, the rim of the gap, and room for words."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPolygonF
from support.mapped_books import plain

from alvh_desktop.viewmodels.vix_map.contours import Strokes, contours_of, zone_of
from alvh_desktop.viewmodels.vix_map.gap import gap_depth, stretches_of
from alvh_desktop.viewmodels.vix_map.grid import Floats, Grid, MoveAxis, VixAxis
from alvh_desktop.viewmodels.vix_map.labels import Label, labels_of
from alvh_desktop.viewmodels.vix_map.scale import FULL, MIDDLE, Scale, ground_of, key_marks, scale_of, short_usd_text

GRID = Grid(np.linspace(5000.0, 8000.0, 31), np.geomspace(10.0, 80.0, 22))
AMOUNTS = arrays(float, (31, 22), elements=st.floats(-1e6, 1e6, allow_nan=False, width=32))


def rings_of(rim: Strokes) -> list[QPolygonF]:
    """Each closed ring for itself."""
    ends = np.flatnonzero(rim.joins == 0)
    begins = np.concatenate([[0], ends[:-1] + 1])
    return [
        QPolygonF([QPointF(x, y) for x, y in zip(rim.x[a : b + 1], rim.y[a : b + 1], strict=True)])
        for a, b in zip(begins.tolist(), ends.tolist(), strict=True)
    ]


def is_inside(rings: list[QPolygonF], x: float, y: float) -> bool:
    """Inside an odd number of rings: a ring within a ring is a hole."""
    return sum(ring.containsPoint(QPointF(x, y), Qt.FillRule.OddEvenFill) for ring in rings) % 2 == 1


def test_between_levels_it_is_straight_and_past_the_ends_as_at_them() -> None:
    plane = 2.0 * GRID.spots[:, None] - 300.0 * GRID.heights
    x, y = np.array([5123.0, 6500.0, 7999.0]), np.array([2.4, 3.0, 4.3])
    assert GRID.at(plane, x, y) == pytest.approx(2.0 * x - 300.0 * y)
    assert float(GRID.at(plane, 9000.0, 1.0)) == pytest.approx(plane[-1, 0])
    assert GRID.at(plane, GRID.spots[:, None], GRID.heights) == pytest.approx(plane)


@given(AMOUNTS)
@settings(max_examples=40, deadline=None)
def test_the_scale_holds_nearly_all_and_is_the_same_for_gain_and_loss(usd: Floats) -> None:
    scale = scale_of(usd)
    assert np.mean(np.abs(usd) <= scale.limit * (1.0 + 1e-9)) >= 0.979
    assert scale.levels == tuple(-level for level in reversed(scale.levels))
    assert list(scale.levels) == sorted(scale.levels)
    assert scale.levels[-1] <= scale.limit
    assert scale.share(-usd) == pytest.approx(-scale.share(usd))


@pytest.mark.parametrize(
    ("most", "limit", "gains"),
    [
        (23_400.0, 30_000.0, (1_000, 2_000, 5_000, 10_000, 20_000)),
        (50_000.0, 50_000.0, (2_000, 5_000, 10_000, 20_000, 50_000)),
        (1.2e6, 1.5e6, (50_000, 100_000, 200_000, 500_000, 1_000_000)),
        (0.0, 10.0, (1, 2, 5, 10)),
    ],
)
def test_levels_are_round(most: float, limit: float, gains: tuple[float, ...]) -> None:
    scale = scale_of(np.array([[most, -most]]))
    assert scale.limit == pytest.approx(limit)
    assert scale.levels[len(scale.levels) // 2 + 1 :] == pytest.approx(gains)


def test_zero_has_no_colour_and_the_limit_all_of_it() -> None:
    scale = Scale(10_000.0)
    usd = np.array([-1e9, -10_000.0, -2_500.0, 0.0, 2_500.0, 10_000.0, 1e9])
    assert scale.shades(usd).tolist() == [0, 0, 64, MIDDLE, 190, FULL, FULL]


def test_the_ground_shows_the_values_of_its_places() -> None:
    usd = 1000.0 * np.log(GRID.spots[:, None] / 6500.0) + 100.0 * (GRID.heights - 3.0)
    scale = scale_of(usd)
    ground = ground_of(GRID, usd, scale)
    rows, columns = ground.shape
    for row, column in ((0, 0), (rows // 2, columns // 3), (rows - 1, columns - 1)):
        x = 5000.0 + (column + 0.5) / columns * 3000.0
        y = math.log(10.0) + (row + 0.5) / rows * math.log(8.0)
        exact = 1000.0 * math.log(x / 6500.0) + 100.0 * (y - 3.0)
        assert int(ground[row, column]) == pytest.approx(int(scale.shades(np.array(exact))), abs=1)


@pytest.mark.parametrize(
    ("usd", "text"),
    [(0.0, "0"), (-20_000.0, "-20k"), (1_500_000.0, "+1.5M"), (500.0, "+500"), (-2e9, "-2bn"), (2500.0, "+2.5k")],
)
def test_amounts_in_few_signs(usd: float, text: str) -> None:
    assert plain(short_usd_text(usd)) == text


def test_contours_lie_where_the_amount_is() -> None:
    usd = 10.0 * (GRID.spots[:, None] - 6500.0) + 2000.0 * (GRID.heights - 3.0)
    contours = contours_of(GRID, usd, (-1e9, -10_000.0, 0.0, 10_000.0))
    assert [plain(contour.label) for contour in contours] == ["-10k", "0", "+10k"]
    for contour in contours:
        for line in contour.polylines:
            assert 10.0 * (line[:, 0] - 6500.0) + 2000.0 * (line[:, 1] - 3.0) == pytest.approx(contour.usd, abs=1e-6)


def test_flat_ground_has_no_contours_and_no_zone() -> None:
    flat = np.zeros((31, 22))
    assert contours_of(GRID, flat, scale_of(flat).levels) == ()
    assert zone_of(GRID, flat).x.size == 0


@given(AMOUNTS, AMOUNTS, st.integers(0, 200).map(lambda percent: percent / 100.0))
@settings(max_examples=25, deadline=None)
def test_the_gap_is_where_the_condors_lose_and_the_hedge_pays_too_little(
    condors: Floats, hedge: Floats, share: float
) -> None:
    inside = gap_depth(condors, hedge, share) > 0.0
    for place in np.ndindex(inside.shape):
        loss = -float(condors[place])
        assert bool(inside[place]) == (loss > 0.0 and float(hedge[place]) < share * loss)


def test_the_rim_holds_the_gap_its_holes_and_its_islands() -> None:
    x, y = (GRID.spots[:, None] - 6500.0) / 1000.0, GRID.heights - 3.2
    depth = np.cos(3.0 * x) * np.cos(4.0 * y) + 0.3
    rings = rings_of(zone_of(GRID, depth))
    assert len(rings) > 1
    for row, spot in enumerate(GRID.spots.tolist()):
        for column, height in enumerate(GRID.heights.tolist()):
            if 0 < row < 30 and 0 < column < 21:
                assert is_inside(rings, spot, height) == (depth[row, column] > 0.0)


def test_a_gap_everywhere_has_the_map_as_its_rim() -> None:
    (ring,) = rings_of(zone_of(GRID, np.ones((31, 22))))
    box = ring.boundingRect()
    assert (box.left(), box.right()) == GRID.x_range
    assert (box.top(), box.bottom()) == pytest.approx(GRID.y_range)


def test_stretches_end_where_the_depth_is_zero() -> None:
    spots = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    depth = np.array([1.0, -1.0, -1.0, 3.0, -1.0, 5.0])
    known = np.ones(6, dtype=bool)
    first, second, third = stretches_of(spots, depth, known)
    assert (first.low, first.high, first.is_at_low, first.is_at_high) == (1.0, 1.5, True, False)
    assert (second.low, second.high) == pytest.approx((3.25, 4.75))
    assert (third.low, third.high, third.is_at_high) == (pytest.approx(5.0 + 1.0 / 6.0), 6.0, True)
    known[5] = False
    assert len(stretches_of(spots, depth, known)) == 2, "nothing is said of where the line leaves the map"


@pytest.mark.parametrize("most", [1, 3, 6, 10, 25])
@pytest.mark.parametrize(("low", "high"), [(10.2, 51.0), (9.0, 134.0), (6.0, 27.0), (17.0, 18.0)])
def test_ticks_of_vix_are_even_levels_that_keep_apart(low: float, high: float, most: int) -> None:
    ticks = VixAxis().ticks(math.log(low), math.log(high), most)
    assert len(ticks) <= most
    for tick in ticks:
        assert low <= float(tick.label) <= high
        assert tick.at == pytest.approx(math.log(float(tick.label)))
    least = math.log(high / low) / most
    assert all(b.at - a.at >= least for a, b in combinations(ticks, 2))
    assert ticks or most < 6 or high < 20.0


def test_moves_of_spx_stand_at_their_levels() -> None:
    ticks = MoveAxis(6690.0).ticks(5352.0, 7493.0, 8)
    assert [plain(tick.label) for tick in ticks] == ["-20 %", "-15 %", "-10 %", "-5 %", "0 %", "+5 %", "+10 %"]
    assert [round(tick.at, 1) for tick in ticks] == [5352.0, 5686.5, 6021.0, 6355.5, 6690.0, 7024.5, 7359.0]


@pytest.mark.parametrize("high", [40.0, 120.0, 400.0])
def test_the_key_names_both_ends_and_zero_and_nothing_twice(high: float) -> None:
    marks = key_marks(Scale(300_000.0), high, 14.0)
    assert {"≥ +300k", "≤ -300k", "0"} <= {plain(mark.label) for mark in marks}
    assert all(abs(a.down - b.down) >= 14.0 for a, b in combinations(marks, 2))
    assert next(mark.down for mark in marks if mark.is_zero) == high / 2


@pytest.mark.parametrize("size", [(200.0, 120.0), (430.0, 160.0), (900.0, 500.0)])
def test_labels_stay_inside_and_never_lie_on_each_other(size: tuple[float, float]) -> None:
    x, y = (GRID.spots[:, None] - 6500.0) / 1000.0, GRID.heights - 3.2
    usd = 20_000.0 * np.cos(3.0 * x) * np.cos(4.0 * y) - 8_000.0 * x
    now = (6500.0, 3.2)
    contours = contours_of(GRID, usd, scale_of(usd).levels)
    labels = labels_of(contours, GRID, size, lambda text: 8.0 * len(text), 12.0, [now])
    across, down = 1500.0 / 3000.0 * size[0], (GRID.y_range[1] - 3.2) / math.log(8.0) * size[1]
    at_now = Label("", across, down, 0.0, False)
    assert labels
    for label in labels:
        assert label.width / 2 <= label.x <= size[0] - label.width / 2
        assert 6.0 <= label.y <= size[1] - 6.0
    for a, b in combinations((*labels, at_now), 2):
        assert abs(a.x - b.x) >= (a.width + b.width) / 2 or abs(a.y - b.y) >= 12.0
