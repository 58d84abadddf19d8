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
from support.mapped_books import LATER, look_at, made_band, made_view, picture_with, plain, values_of, view_of
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
    return plain(page.readout.text())


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
    assert told(page).startswith("SPX 6,000 (-10.3 %)  VIX 30.0")


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_tell_gain_from_loss_and_hatching_the_gap(page: MapPage, picture: Picture, theme: ThemeName) -> None:
    """Of what stands on the screen: SPX to the left loses, and below a level of VIX nothing pays for it."""
    condors = np.repeat(np.where(np.arange(60) < 30, -9_000.0, 9_000.0)[:, None], 40, axis=1)
    hedge = np.repeat(np.where(np.arange(40) < 20, 0.0, 6_000.0)[None, :], 60, axis=0)
    look = replace(look_at(picture), share=0.5)
    view = made_view(condors, hedge, look, usual=79.0, part="condors")
    worn = apply_theme(QApplication.instance(), theme)  # type: ignore[arg-type]
    page.wear(worn)
    page.draw(view)
    settle()
    chart = page.chart
    assert chart is not None
    screen, box = chart._plot.grab().toImage(), chart._item.vb
    warmth: dict[str, list[float]] = {"loss": [], "gain": []}
    unrest: dict[bool, list[float]] = {True: [], False: []}
    for row in (5, 11, 17, 23, 36, 42, 48, 54):
        for column in (5, 9, 13, 25, 29, 33):
            place = box.mapViewToScene(QPointF(view.grid.spots[row], view.grid.heights[column])).toPoint()
            patch = [screen.pixelColor(place.x() + right, place.y()) for right in range(-5, 6)]
            warmth["loss" if row < 30 else "gain"] += [colour.red() - colour.blue() for colour in patch]
            unrest[row < 30 and column < 20].append(float(np.ptp([colour.lightness() for colour in patch])))
    assert min(warmth["loss"]) > 0 > max(warmth["gain"])
    assert min(unrest[True]) > 20.0 > max(unrest[False])


def test_it_can_be_copied(page: MapPage, view: MapView) -> None:
    page.draw(view)
    assert page.copy_text() == view.table()


def test_the_same_shades_are_not_uploaded_again(
    page: MapPage, view: MapView, monkeypatch: pytest.MonkeyPatch
) -> None:
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
