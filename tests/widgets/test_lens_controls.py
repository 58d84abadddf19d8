"""The lens by keys alone: each control sets its own part of it, once, and what is typed is what is meant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QSlider, QWidget
from pytestqt.qtbot import QtBot
from support.shown_windows import accessible_name, clipped_parts, nameless_parts
from support.windows import Trader

from alvh_desktop.domain.lens import EventCrush, Lens, VolShifts
from alvh_desktop.widgets.lens.boxes import NumberBox, NumberSlider
from alvh_desktop.widgets.lens.controls import LensControls
from alvh_desktop.widgets.lens.more import MoreOfLens

ALT, KEY = Qt.KeyboardModifier.AltModifier, Qt.Key


def lens_of(trader: Trader) -> Lens:
    picture = trader.program.session.picture
    assert picture is not None
    return picture.inputs.lens


@pytest.fixture
def controls(trader: Trader) -> LensControls:
    trader.window.resize(1280, 800)
    trader.presses(KEY.Key_M, ALT, on=trader.window)
    assert trader.window.charts.controls.fold.isVisible()
    return trader.window.charts.controls


@pytest.fixture
def more(controls: LensControls) -> MoreOfLens:
    return controls.more


@pytest.fixture
def relit(trader: Trader, more: MoreOfLens) -> Iterator[list[Lens]]:
    """The lens of each picture that follows."""
    seen: list[Lens] = []
    session = trader.program.session
    session.relit.connect(lambda picture: seen.append(picture.inputs.lens))
    painted: list[object] = []
    session.painted.connect(painted.append)
    yield seen
    assert painted == [], "the curves alone follow a lens"


def types_over(trader: Trader, box: NumberBox, text: str, enters: bool = True) -> None:
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    if enters:
        trader.presses(KEY.Key_Return, on=box)


def test_a_number_that_is_shown_is_told_to_nobody_and_leaves_what_is_typed(qtbot: QtBot) -> None:
    box, slider = NumberBox("Number", "", (-50.0, 50.0), 0.5, 1), NumberSlider("Number", (-250, 150))
    qtbot.addWidget(box)
    qtbot.addWidget(slider)
    told: list[float] = []
    box.chosen.connect(told.append)
    slider.chosen.connect(told.append)
    for value in (0.25, 60.0, -0.25, 0.25):  # a half is rounded by Qt as it is not by Python; too much is cut off
        box.show_value(value)
        slider.show_value(round(value * 10.0))
    QTest.keyClicks(box, "7")
    typed = box.text()
    box.show_value(0.25)
    assert (box.text(), told) == (typed, [])
    box.drop_typed()
    box.stepUp()
    slider.setValue(slider.value() + 1)
    assert told == [box.value(), slider.value()]


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("-5", -5.0),
        ("-2,5", -2.5),
        ("-2.5", -2.5),
        ("+3", 3.0),
        (",5", 0.5),
        ("-,5", -0.5),
        ("5r", 5.0),
        ("2,55", 2.5),
    ],
)
def test_a_shock_is_typed_with_a_point_or_a_comma_and_is_one_change(
    trader: Trader, more: MoreOfLens, relit: list[Lens], text: str, percent: float
) -> None:
    types_over(trader, more.shock, text)
    assert [lens.spx_move for lens in relit] == [pytest.approx(percent / 100.0)]
    assert more.shock.value() == pytest.approx(percent)
    assert more.shock_slider.value() == round(10 * percent)


@pytest.mark.parametrize("text", ["", "-", "abc", "R"])
def test_what_is_no_number_changes_nothing(trader: Trader, more: MoreOfLens, relit: list[Lens], text: str) -> None:
    types_over(trader, more.shock, "-4")
    more.shock.setFocus()
    more.shock.selectAll()
    trader.presses(KEY.Key_Delete, on=more.shock)
    QTest.keyClicks(more.shock, text)
    trader.presses(KEY.Key_Return, on=more.shock)
    assert more.shock.value() == -4.0
    assert [lens.spx_move for lens in relit] == [-0.04]


@pytest.mark.parametrize("text", ["1e9", "99999", "-99999"])
def test_no_more_is_taken_than_the_box_may_hold_and_it_shows_what_it_took(
    trader: Trader, more: MoreOfLens, text: str
) -> None:
    types_over(trader, more.shock, text)
    assert abs(more.shock.value()) <= 50.0
    assert lens_of(trader).spx_move == pytest.approx(more.shock.value() / 100.0)
    assert more.shock.text() == f"{more.shock.value():.1f} %"


def test_what_is_typed_stays_while_pictures_come_and_is_set_when_the_keyboard_leaves(
    trader: Trader, more: MoreOfLens
) -> None:
    types_over(trader, more.shock, "-7", enters=False)
    assert lens_of(trader).spx_move == 0.0, "not before it is entered"
    trader.program.session.paint_now()
    trader.window.charts.controls.ask(vix_scale=2.0)
    trader.looks()
    assert more.shock.text() == "-7 %"
    trader.presses(KEY.Key_Tab, on=more.shock)
    assert lens_of(trader) == Lens(spx_move=-0.07, vix_scale=2.0)


def test_reset_takes_what_was_typed_and_not_entered(trader: Trader, more: MoreOfLens) -> None:
    types_over(trader, more.shock, "-7", enters=False)
    trader.presses(KEY.Key_0, ALT, on=trader.window)
    trader.presses(KEY.Key_Tab, on=more.shock)
    assert lens_of(trader) == Lens()


def test_two_boxes_set_before_the_curves_follow_are_both_set(trader: Trader, more: MoreOfLens) -> None:
    more.shock.setValue(-5.0)
    more.scale.setValue(2.0)
    more.shifts["short"].setValue(3.0)
    more.shifts["vix"].setValue(-4.0)
    more.shock.setValue(0.0)
    trader.looks()
    assert lens_of(trader) == Lens(vix_scale=2.0, vol_shifts=VolShifts(short=3.0, vix=-4.0))


def test_the_slider_of_the_shock_by_keys(trader: Trader, more: MoreOfLens, relit: list[Lens]) -> None:
    more.shock_slider.setFocus()
    for key in (KEY.Key_Left, KEY.Key_PageDown):
        trader.presses(key)
    assert [lens.spx_move for lens in relit] == [pytest.approx(-0.001), pytest.approx(-0.011)]
    assert more.shock.value() == -1.1
    assert "scenario now: SPX 6,626 (\N{MINUS SIGN}1.1 %)" in trader.window.payoff.readout.text().replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_each_number_sets_its_own_part_of_the_lens(trader: Trader, more: MoreOfLens, relit: list[Lens]) -> None:
    types_over(trader, more.scale, "1,5")
    types_over(trader, more.shifts["short"], "2")
    types_over(trader, more.shifts["medium"], "-1,5")
    types_over(trader, more.shifts["long"], "3")
    types_over(trader, more.shifts["vix"], "10")
    expected = Lens(vix_scale=1.5, vol_shifts=VolShifts(2.0, -1.5, 3.0, 10.0))
    assert lens_of(trader) == expected
    types_over(trader, more.fixed, "30")
    assert lens_of(trader) == replace(expected, vix_after=30.0)
    assert not more.scale.isEnabled(), "a fixed VIX answers nothing"
    types_over(trader, more.fixed, "0")
    assert lens_of(trader) == expected
    assert more.fixed.text() == "by SPX"
    assert more.scale.isEnabled()
    assert len(relit) == 7


def test_an_event_by_keys_with_its_size(trader: Trader, more: MoreOfLens) -> None:
    assert not more.event_size.isEnabled()
    assert more.news.count() > 1, "news is due before the last settlement"
    more.news.setFocus()
    trader.presses(KEY.Key_Down)
    crush = lens_of(trader).crush
    assert crush == EventCrush(more.news.itemData(1), 0.01)
    types_over(trader, more.event_size, "2,5")
    assert lens_of(trader).crush == EventCrush(more.news.itemData(1), 0.025)
    trader.presses(KEY.Key_Up, on=more.news)
    assert lens_of(trader) == Lens()


def test_an_event_whose_moment_is_told_of_another_zone_is_the_one_in_the_box(
    trader: Trader, more: MoreOfLens
) -> None:
    """A saved lens says it in UTC."""
    at = more.news.itemData(1).astimezone(UTC)
    trader.window.charts.controls.ask(crush=EventCrush(at, 0.02))
    trader.looks()
    assert more.news.currentIndex() == 1
    types_over(trader, more.event_size, "3")
    assert lens_of(trader).crush == EventCrush(at, 0.03)


def test_time_futures_and_unit_by_keys(trader: Trader, more: MoreOfLens) -> None:
    for box in (more.time, more.futures, more.unit):
        box.setFocus()
        trader.presses(KEY.Key_Down)
    assert lens_of(trader) == Lens(clock="trading", futures_stay=True, unit="credit")
    assert "P/L in % of credit (3,200 $)" in trader.window.payoff.caption.text()


@pytest.mark.parametrize("page", ["payoff", "greeks", "map"])
def test_reset_by_r_on_each_page_and_by_its_keys(trader: Trader, controls: LensControls, page: str) -> None:
    trader.presses({"payoff": KEY.Key_1, "greeks": KEY.Key_2, "map": KEY.Key_3}[page], ALT, on=trader.window)
    trader.window.contents.charts.mapper.wait()
    trader.looks()
    for key, modifier in ((KEY.Key_R, Qt.KeyboardModifier.NoModifier), (KEY.Key_0, ALT)):
        controls.ask(spx_move=-0.1, unit="credit", vix_scale=3.0)
        trader.looks()
        trader.window.charts.pages[page].setFocus()
        trader.presses(key, modifier)
        assert lens_of(trader) == Lens(unit="credit"), "how P/L is told is no part of a scenario"


def test_the_button_says_that_something_is_set_where_it_is_folded_away(
    trader: Trader, controls: LensControls
) -> None:
    for changes, told in (
        ({"spx_move": -0.05}, "Set: SPX \N{MINUS SIGN}5 %"),
        ({"vix_after": 30.0}, "Set: VIX fixed at 30"),
        ({"clock": "trading"}, "Set: trading time"),
        ({"futures_stay": True}, "Set: VX stays (ignores roll-down)"),
        ({"vol_shifts": VolShifts(short=10.0)}, "Set: volatility points +10 to 30 days"),
    ):
        controls.ask(**changes)
        trader.looks()
        assert controls.unfold.text() == "More ●"
        assert controls.unfold.toolTip() == told
        trader.presses(KEY.Key_0, ALT, on=trader.window)
        assert controls.unfold.text() == "More"


def test_a_wheel_that_scrolls_past_turns_nothing_of_what_is_unfolded(trader: Trader, more: MoreOfLens) -> None:
    more.alone.setFocus()
    parts = [part for part in more.stops if isinstance(part, QAbstractSpinBox | QComboBox | QSlider)]
    assert len(parts) == 14
    for part in parts:
        place = QPointF(part.rect().center())
        wheel = QWheelEvent(
            place, part.mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(part, wheel)
    trader.looks()
    assert lens_of(trader) == Lens()


def test_chosen_rows_alone_and_all_again(trader: Trader, more: MoreOfLens) -> None:
    leg = trader.rows("leg")[0]
    trader.chooses(leg.key)
    trader.presses(KEY.Key_W, ALT, on=trader.window)
    assert lens_of(trader).chosen == {("leg", leg.id)}
    assert more.alone.isChecked()
    assert more.alone.text() == "1 leg alone"
    trader.presses(KEY.Key_W, ALT, on=trader.window)
    assert lens_of(trader) == Lens()
    assert (more.alone.isChecked(), more.alone.text()) == (False, "Chosen rows alone")


def test_a_sleeve_alone_is_its_campaigns(trader: Trader, more: MoreOfLens) -> None:
    sleeve = trader.rows("sleeve")[0]
    trader.chooses(sleeve.key)
    trader.presses(KEY.Key_W, ALT, on=trader.window)
    assert lens_of(trader).chosen == {("campaign", child.id) for child in sleeve.children}


def test_without_a_chosen_row_nothing_is_drawn_alone_and_it_says_so(trader: Trader, more: MoreOfLens) -> None:
    trader.window.tree.view.clearSelection()
    trader.window.tree.view.setCurrentIndex(trader.window.tree.view.rootIndex())
    trader.looks()
    trader.presses(KEY.Key_W, ALT, on=trader.window)
    assert lens_of(trader) == Lens()
    assert not more.alone.isChecked()
    assert any("Choose rows in Positions first" in notice for notice in trader.notices)


def test_the_tab_key_visits_all_of_it_in_order_and_each_has_a_name(trader: Trader, controls: LensControls) -> None:
    controls.ask(crush=EventCrush(controls.more.news.itemData(1), 0.01))
    trader.looks()
    expected = [stop for stop in controls.stops if stop.isEnabled()]
    controls.date.setFocus()
    visited: list[QWidget | None] = []
    for _ in expected:
        visited.append(QApplication.focusWidget())
        trader.presses(KEY.Key_Tab)
    assert visited == expected
    assert all(accessible_name(stop) for stop in controls.stops)
    assert nameless_parts(trader.window.charts) == []


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1920, 1080)])
def test_unfolded_it_is_whole_or_can_be_scrolled_and_leaves_the_page_its_room(
    qtbot: QtBot, trader: Trader, controls: LensControls, size: tuple[int, int]
) -> None:
    trader.window.resize(*size)
    trader.window.reset_layout()
    page, fold, more = trader.window.payoff, controls.fold, controls.more
    QTest.qWait(300)

    def is_laid_out() -> bool:  # docks glide to their places, on a busy machine slowly
        reach = fold.verticalScrollBar().maximum()
        return page.height() >= page.minimumSizeHint().height() and reach == more.height() - fold.viewport().height()

    qtbot.waitUntil(is_laid_out, timeout=10_000)
    assert clipped_parts(page) == []
    assert clipped_parts(controls) == []
    assert controls.more.width() <= fold.viewport().width(), "nothing is cut off at the side"
    assert fold.verticalScrollBar().maximum() == controls.more.height() - fold.viewport().height()
    last = controls.more.stops[-2]
    controls.more.saved.setFocus()
    trader.presses(KEY.Key_Tab)
    assert QApplication.focusWidget() is last
    assert not last.visibleRegion().isEmpty(), "what has the keyboard is scrolled to"
