"""The page of the map: keys, mouse, choices, themes, sizes, what is copied, and what stands there without a map."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.hedged_books import SPOT
from support.mapped_books import LATER, look_at, made_band, picture_with, values_of, view_of
from support.shown_windows import clipped_parts, nameless_parts

from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.lens import Lens
from alvh_desktop.viewmodels.vix_map.view import MapView, map_view
from alvh_desktop.widgets.theme import apply_theme, tokens
from alvh_desktop.widgets.tokens import ThemeName
from alvh_desktop.widgets.vix_map.page import MapPage

SIZES = [(440, 300), (800, 500), (1600, 1000)]


@pytest.fixture(scope="module")
def picture() -> Picture:
    return picture_with(lens=Lens(spx_move=-0.05))


@pytest.fixture(scope="module")
def view(picture: Picture) -> MapView:
    return view_of(picture, band=made_band(values_of(picture)))


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[MapPage]:
    apply_theme(QApplication.instance(), "light")  # type: ignore[arg-type]
    made = MapPage(tokens("light"))
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    return made  # type: ignore[return-value]


def told(page: MapPage) -> str:
    return page.readout.text().replace("\N{NO-BREAK SPACE}", " ")


def settle() -> None:
    for _ in range(4):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def test_until_a_map_comes_it_says_so(page: MapPage, view: MapView) -> None:
    page.show_waiting()
    assert page.is_empty
    assert page.said.isVisible()
    assert page.said.text().startswith("Working out the map")
    assert page.chart is None, "nothing heavy is loaded before it is needed"
    assert page.copy_text() == ""
    page.draw(view)
    assert not page.is_empty
    assert page.legend.isVisible()
    page.say_problem("no map: no spot VIX level is known")
    assert page.is_empty
    assert page.said.text() == "no map: no spot VIX level is known"
    assert not page.caption.isVisible()
    assert not page.readout.isVisible()
    assert page.copy_text() == "", "what was there before is not copied as if it held"


def test_the_first_map_makes_the_chart_once(page: MapPage, view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.made):
        page.draw(view)
    chart = page.chart
    page.draw(view)
    assert page.chart is chart
    assert page.stops[-1] is chart
    assert chart is not None
    assert chart.accessibleDescription() == view.summary


def test_the_arrow_keys_read_the_map_out(page: MapPage, view: MapView, qtbot: QtBot) -> None:
    page.draw(view)
    chart, pointed = page.chart, []
    assert chart is not None
    page.pointed.connect(lambda spot, vix: pointed.append((spot, vix)))
    assert told(page).startswith(f"SPX {SPOT:,.0f} (0.0 %)  VIX 17.0")
    spots, heights = view.grid.spots, view.grid.heights
    right = int(spots.searchsorted(SPOT, side="right"))
    up = int(heights.searchsorted(math.log(17.0), side="right"))
    for key, modifier, place in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, (right, None)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, (right, up)),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, (right - 10, up)),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, (right, up)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, (right, up + 10)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, (right, up + 9)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, (right - 10, up + 9)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, (right - 11, up + 9)),
    ):
        QTest.keyClick(chart, key, modifier)
        spot, vix = pointed[-1]
        assert spot == pytest.approx(spots[place[0]])
        assert vix == pytest.approx(17.0 if place[1] is None else view.grid.vixes[place[1]])
        assert page.readout.text() == view.readout(spot, math.log(vix))
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert pointed[-1] == pytest.approx((SPOT, 17.0))
    assert len(pointed) == 9


def test_the_mouse_reads_it_out_too_and_the_crosshair_stays_for_the_next_map(page: MapPage, view: MapView) -> None:
    page.draw(view)
    settle()
    chart = page.chart
    assert chart is not None
    plot = chart._plot.viewport()
    for share in (2, 4):
        QTest.mouseMove(plot, QPoint(plot.width() // share, plot.height() // 3))
        settle()
    there = chart.at
    assert there[0] < SPOT < there[0] / 0.75
    assert page.readout.text() == view.readout(*there)
    page.draw(replace(view))
    assert chart.at == there
    page.point_at(6000.0, 30.0)
    assert told(page).startswith("SPX 6,000 (−10.3 %)  VIX 30.0")


def test_choices_ask_and_drawing_shows_them_without_asking(page: MapPage, picture: Picture) -> None:
    asked: list[object] = []
    page.part_chosen.connect(asked.append)
    page.share_changed.connect(asked.append)
    look = replace(look_at(picture), part="hedge", share=0.8)
    drawn = map_view(values_of(picture, LATER), look)
    assert isinstance(drawn, MapView)
    page.draw(drawn)
    assert page.parts.buttons["hedge"].isChecked()
    assert page.share.value() == 80
    assert asked == []
    QTest.mouseClick(page.parts.buttons["condors"], Qt.MouseButton.LeftButton)
    page.share.setFocus()
    QTest.keyClick(page.share, Qt.Key.Key_Up)
    assert asked == ["condors", 0.85]
    assert (page.share.minimum(), page.share.maximum()) == (0, 200)


def test_a_wheel_that_scrolls_past_turns_nothing(page: MapPage, view: MapView) -> None:
    page.draw(view)
    page.parts.buttons["net"].setFocus()
    place = QPointF(page.share.rect().center())
    wheel = QWheelEvent(
        place, QPointF(page.share.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.share, wheel)
    assert page.share.value() == 35
    assert not wheel.isAccepted()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_at_every_size_nothing_is_cut_off(
    page: MapPage, view: MapView, theme: ThemeName, size: tuple[int, int]
) -> None:
    worn = apply_theme(QApplication.instance(), theme)  # type: ignore[arg-type]
    page.wear(worn)
    page.resize(*size)
    page.draw(view)
    settle()
    chart = page.chart
    assert chart is not None
    assert page.size().toTuple() == size, "its parts need no more room than there is"
    assert clipped_parts(page) == []
    assert nameless_parts(page) == []
    assert chart.height() >= 150
    assert chart.key.isVisible() == (size[0] > 500)
    assert len(chart._amounts._labels) >= 3
    assert (size[1] < 430) == (page.legend.text() == view.title)
    assert chart._plot.backgroundBrush().color() == QColor(worn.surface)


def test_the_colours_are_those_of_the_theme_and_the_zone_is_hatched(page: MapPage, view: MapView) -> None:
    """Of the picture on the screen: gain and loss on their sides of the even line, and hatching where the gap is."""
    page.resize(1000, 700)
    for theme in ("light", "dark"):
        worn = apply_theme(QApplication.instance(), theme)  # type: ignore[arg-type]
        page.wear(worn)
        page.draw(view)
        settle()
        chart = page.chart
        assert chart is not None
        seen = chart._plot.grab().toImage()
        box = chart._item.vb
        blues, reds, hatched = [], [], {True: [], False: []}  # type: ignore[var-annotated]
        for row in range(4, 98, 3):
            for column in range(3, 58, 3):
                place = box.mapViewToScene(QPointF(view.grid.spots[row], view.grid.heights[column])).toPoint()
                patch = [seen.pixelColor(place.x() + dx, place.y()) for dx in range(-5, 6)]
                middle = patch[5]
                usd = view.usd["net"][row, column]
                if abs(usd) > 0.2 * view.scale.limit:
                    (blues if usd > 0 else reds).append(middle.blue() - middle.red())
                around = view.gap[row - 1 : row + 2, column - 1 : column + 2]
                if around.all() or not around.any():
                    hatched[bool(around.all())].append(np.ptp([colour.lightness() for colour in patch]))
        assert np.median(blues) > 0 > np.median(reds)
        assert np.median(hatched[True]) > 3 * max(float(np.median(hatched[False])), 1.0)


def test_it_can_be_copied(page: MapPage, view: MapView) -> None:
    page.draw(view)
    assert page.copy_text() == view.table()


def test_the_same_shades_are_not_uploaded_again(page: MapPage, view: MapView, monkeypatch: pytest.MonkeyPatch) -> None:
    page.draw(view)
    assert page.chart is not None
    uploads: list[object] = []
    monkeypatch.setattr(page.chart._ground, "setImage", lambda *args, **_: uploads.append(args))
    page.draw(replace(view, title="the same values under another title"))
    assert uploads == []
    page.draw(replace(view, ground=view.ground.copy()))
    assert len(uploads) == 1


def test_partial_maps_ask_for_attention(page: MapPage) -> None:
    drawn = view_of(picture_with("-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20", "+1 SPXW 24DEC26 6500P @20"))
    page.draw(drawn)
    assert "Partial: 1 leg left out" in page.caption.text()
    assert tokens("light").doubt in page.caption.text()
    assert "(partial)" in page.legend.text()
    page.resize(440, 300)
    settle()
    assert page.caption.text().startswith("Partial: ")
