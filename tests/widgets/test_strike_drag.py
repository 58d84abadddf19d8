"""Strikes dragged on the payoff chart, by mouse and by keys; where none is held everything is as it was."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support.window_parts import CONDOR, SHORT_CALLS, picture_of

from alvh_desktop.viewmodels.payoff import PayoffView, StrikeHandle, StrikeHandles, payoff_view
from alvh_desktop.viewmodels.payoff.lane import LANE_HEIGHT
from alvh_desktop.widgets.payoff.chart import PayoffChart
from alvh_desktop.widgets.payoff.page import PayoffPage
from alvh_desktop.widgets.tokens import LIGHT

LISTED = tuple(float(strike) for strike in range(6000, 8025, 25))
SIDES = (("a", "P", 1, "b"), ("b", "P", -1, "a"), ("c", "C", -1, "d"), ("d", "C", 1, "c"))
HELD = picture_of(CONDOR, SHORT_CALLS)
DEARER = picture_of(CONDOR, SHORT_CALLS, "-30 SPXW 18DEC26 6400/6450P 7000/7050C @2.50")
_PAUSE_MS = 12
"""The plot passes over moves that come faster after each other."""
NO_KEYS, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def condor(*strikes: float) -> StrikeHandles:
    return StrikeHandles(
        tuple(
            StrikeHandle(key, strike, right, sign, date(2026, 12, 18), LISTED, partner)  # type: ignore[arg-type]
            for (key, right, sign, partner), strike in zip(SIDES, strikes, strict=True)
        )
    )


START = condor(6400, 6450, 7000, 7050)


def view_with(handles: StrikeHandles, after: object = None) -> PayoffView:
    view = payoff_view(HELD, after, handles)  # type: ignore[arg-type]
    assert isinstance(view, PayoffView)
    return view


@dataclass
class Person:
    """Somebody at a chart of a condor in a ticket; `told` is what the window hears, in order."""

    qtbot: QtBot
    chart: PayoffChart
    told: list[tuple[object, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        hand = self.chart.hand
        hand.strike_dragged.connect(lambda key, strike: self.told.append(("strike", key, strike)))
        hand.wing_dragged.connect(lambda side, steps: self.told.append(("wing", side, steps)))
        hand.drag_ended.connect(lambda: self.told.append(("ended",)))
        hand.drag_cancelled.connect(lambda: self.told.append(("cancelled",)))

    @property
    def strikes(self) -> dict[str, float]:
        return dict(self.chart.hand.handles.strikes)

    def grip(self, key: str) -> QPoint:
        """The middle of a grip, in the pixels of the plot."""
        grip = next(grip for grip in self.chart._plot.grips._lane.grips if grip.key == key)
        return self._below(grip.at)

    def bar(self, key: str) -> QPoint:
        _, left, right = next(bar for bar in self.chart._plot.grips._lane.bars if bar[0] == key)
        return self._below((left + right) / 2)

    def _below(self, x: float) -> QPoint:
        box = self.chart._item.vb
        ground = box.mapRectToScene(box.boundingRect())
        return QPoint(round(ground.left() + x), round(ground.bottom() + LANE_HEIGHT / 2))

    def pixels(self, points: float) -> int:
        low, high = self.chart._item.vb.viewRange()[0]
        return round(points * self.chart._item.vb.width() / (high - low))

    def presses(self, at: QPoint, modifier: Qt.KeyboardModifier = NO_KEYS) -> None:
        QTest.mousePress(self.chart._plot.viewport(), Qt.MouseButton.LeftButton, modifier, at)

    def moves(self, to: QPoint) -> None:
        QTest.qWait(_PAUSE_MS)
        QTest.mouseMove(self.chart._plot.viewport(), to)
        QApplication.processEvents()

    def lets_go(self, at: QPoint) -> None:
        QTest.mouseRelease(self.chart._plot.viewport(), Qt.MouseButton.LeftButton, NO_KEYS, at)

    def drags(
        self, at: QPoint, points: float, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        to = at + QPoint(self.pixels(points), 3)
        self.presses(at, modifier)
        self.moves(to)
        self.lets_go(to)

    def keys(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEYS) -> None:
        for key in keys:
            QTest.keyClick(self.chart, key, modifier)


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    chart = PayoffChart(LIGHT)
    qtbot.addWidget(chart)
    chart.resize(900, 500)
    with qtbot.waitExposed(chart):
        chart.show()
    chart.activateWindow()
    chart.setFocus()
    chart.draw(view_with(START))
    QApplication.processEvents()
    return Person(qtbot, chart)


def test_a_grip_dragged_takes_its_strike_along_and_no_other(person: Person) -> None:
    person.drags(person.grip("b"), 100.0)
    assert person.told == [("strike", "b", 6550.0), ("ended",)]
    assert person.strikes == {**START.strikes, "b": 6550.0}


def test_a_strike_dragged_past_the_next_stops_before_it(person: Person) -> None:
    person.drags(person.grip("a"), 400.0)
    assert person.told == [("strike", "a", 6425.0), ("ended",)]
    person.drags(person.grip("b"), 900.0)
    assert person.strikes["b"] == person.strikes["c"] == 7000.0


@pytest.mark.parametrize("how", ["bar", "shift"])
def test_the_bar_or_shift_takes_the_whole_wing(person: Person, how: str) -> None:
    if how == "bar":
        person.drags(person.bar("c"), -75.0)
    else:
        person.drags(person.grip("d"), -75.0, SHIFT)
    assert person.told == [("wing", "C", -3), ("ended",)]
    assert person.strikes == {**START.strikes, "c": 6925.0, "d": 6975.0}


def test_many_moves_in_one_frame_are_told_once_and_the_last_before_the_end(person: Person) -> None:
    start = person.grip("b")
    person.presses(start)
    hand = person.chart.hand
    for points in range(0, 201, 5):
        hand.pull(hand._from_level + points)
    assert len(person.told) <= 2, "a frame is not over"
    assert person.strikes["b"] == 6650.0, "the grip itself is where the mouse is"
    person.lets_go(start)
    assert person.told[-2:] == [("strike", "b", 6650.0), ("ended",)]


def test_what_was_moved_is_told_when_the_frame_is_over(person: Person) -> None:
    person.presses(person.grip("b"))
    hand = person.chart.hand
    for points in (25.0, 50.0):
        hand.pull(hand._from_level + points)
    person.qtbot.waitUntil(lambda: person.told == [("strike", "b", 6475.0), ("strike", "b", 6500.0)])
    person.lets_go(person.grip("b"))


def test_escape_takes_a_drag_of_the_mouse_back_and_its_rest_says_nothing(person: Person) -> None:
    start = person.grip("b")
    person.presses(start)
    person.moves(start + QPoint(person.pixels(100), 0))
    person.keys(Qt.Key.Key_Escape)
    assert person.told == [("strike", "b", 6550.0), ("cancelled",)]
    person.moves(start + QPoint(person.pixels(200), 0))
    person.lets_go(start)
    assert person.told[-1] == ("cancelled",)
    assert person.strikes == START.strikes
    person.drags(person.grip("b"), 50.0)
    assert person.told[-2:] == [("strike", "b", 6500.0), ("ended",)], "the next drag begins anew"


def test_a_grip_only_clicked_says_nothing_and_holds_nothing(person: Person) -> None:
    person.drags(person.grip("b"), 0.0)
    assert person.told == []
    assert person.chart.hand.hold is None


def test_while_a_grip_is_held_the_crosshair_rests_and_beside_one_it_follows(person: Person) -> None:
    places: list[float] = []
    start = person.grip("b")
    person.moves(start + QPoint(-200, -100))
    person.chart.pointed.connect(places.append)
    person.presses(start)
    person.moves(start + QPoint(60, 0))
    person.lets_go(start + QPoint(60, 0))
    assert places == []
    told = list(person.told)
    beside = start + QPoint(150, 0)
    person.moves(beside)
    assert len(places) == 1
    assert places[0] == pytest.approx(person.chart._item.vb.mapSceneToView(QPointF(beside)).x())
    person.drags(beside, 100.0)
    assert person.told == told, "beside a grip nothing is taken"
    assert len(places) == 2


def test_over_a_grip_that_is_not_pressed_the_crosshair_follows_too(person: Person) -> None:
    places: list[float] = []
    person.chart.pointed.connect(places.append)
    person.moves(person.grip("b") + QPoint(-50, -50))
    person.moves(person.grip("b"))
    assert len(places) == 2
    assert person.chart._plot.viewport().cursor().shape() == Qt.CursorShape.SizeHorCursor
    person.moves(person.grip("b") + QPoint(-50, -50))
    assert person.chart._plot.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_keys_choose_a_strike_move_it_and_its_wing_and_keep_it(person: Person) -> None:
    person.keys(Qt.Key.Key_H, Qt.Key.Key_H, Qt.Key.Key_Right)
    person.keys(Qt.Key.Key_PageUp)
    assert person.strikes == {**START.strikes, "b": 6600.0}
    person.keys(Qt.Key.Key_Left, modifier=SHIFT)
    assert person.strikes == {**START.strikes, "a": 6375.0, "b": 6575.0}
    person.keys(Qt.Key.Key_PageDown, modifier=SHIFT)
    assert person.strikes == {**START.strikes, "a": 6250.0, "b": 6450.0}
    person.keys(Qt.Key.Key_Return)
    assert person.told[0] == ("strike", "b", 6475.0)
    assert ("strike", "b", 6600.0) in person.told, "told before the wing is"
    assert person.told[-2:] == [("wing", "P", -6), ("ended",)]
    assert person.chart.hand.hold is None


def test_escape_takes_back_what_keys_have_moved(person: Person) -> None:
    person.keys(Qt.Key.Key_H, modifier=SHIFT)
    person.keys(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Escape)
    assert person.told[-1] == ("cancelled",)
    assert person.strikes == START.strikes
    person.keys(Qt.Key.Key_H, Qt.Key.Key_Escape)
    assert person.told.count(("cancelled",)) == 1, "nothing was moved"


def test_the_next_strike_ends_the_drag_of_the_one_before(person: Person) -> None:
    person.keys(Qt.Key.Key_H, Qt.Key.Key_Left, Qt.Key.Key_H, Qt.Key.Key_Right, Qt.Key.Key_Escape)
    assert person.told == [
        ("strike", "a", 6375.0), ("ended",), ("strike", "b", 6475.0), ("cancelled",),
    ]  # fmt: skip
    assert person.strikes == {**START.strikes, "a": 6375.0}


def test_the_chosen_strike_is_told_to_those_who_do_not_see_it(person: Person) -> None:
    def said() -> str:
        face = QAccessible.queryAccessibleInterface(person.chart)
        return face.text(QAccessible.Text.Description)

    assert said().startswith("4 strikes can be moved: H chooses one.")
    person.keys(Qt.Key.Key_H, Qt.Key.Key_H)
    assert said().startswith("Strike 2 of 4 chosen: sold 6450 P.")
    person.keys(Qt.Key.Key_Right)
    assert said().startswith("Strike 2 of 4 chosen: sold 6475 P.")
    assert "At SPX 6,700.00" in said()
    person.chart.draw(view_with(StrikeHandles()))
    assert said().startswith("At SPX 6,700.00")


def test_while_no_strike_is_chosen_the_keys_move_the_crosshair(person: Person) -> None:
    for handles in (START, StrikeHandles()):
        person.chart.draw(view_with(handles))
        view = view_with(handles)
        for key, steps in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_PageUp, 20), (Qt.Key.Key_Left, -1)):
            was = person.chart._at
            assert was is not None
            person.keys(key)
            assert person.chart._at == view.step(was, steps)
    person.keys(Qt.Key.Key_H, Qt.Key.Key_Escape, Qt.Key.Key_Return)
    assert person.told == []
    assert person.chart.hand.hold is None, "there is nothing to choose"


def test_the_axes_stand_still_until_the_drag_is_over(person: Person) -> None:
    start = person.grip("b")
    before = person.chart._item.vb.viewRange()
    person.presses(start)
    person.moves(start + QPoint(person.pixels(25), 0))
    dearer = view_with(condor(6400, 6475, 7000, 7050), DEARER)
    assert dearer.y_range != view_with(START).y_range
    person.chart.draw(dearer)
    assert person.chart._item.vb.viewRange() == before
    person.lets_go(start)
    (low, high), (bottom, top) = person.chart._item.vb.viewRange()
    assert (low, high) == pytest.approx(dearer.x_range)
    assert (bottom, top) == pytest.approx(dearer.y_range)


def test_a_view_that_is_late_does_not_pull_the_grip_back(person: Person) -> None:
    person.presses(person.grip("b"))
    person.chart.hand.pull(person.chart.hand._from_level + 100.0)
    person.chart.draw(view_with(condor(6400, 6475, 7000, 7050)))
    assert person.strikes["b"] == 6550.0
    person.lets_go(person.grip("b"))
    assert person.strikes["b"] == 6550.0
    person.chart.draw(view_with(START))
    assert person.strikes == START.strikes, "after the drag the view says where they are"


def test_a_drag_ends_with_its_structure(person: Person) -> None:
    person.presses(person.grip("b"))
    person.chart.hand.pull(person.chart.hand._from_level + 100.0)
    person.chart.draw(view_with(StrikeHandles()))
    assert person.told == [("strike", "b", 6550.0), ("ended",)]
    assert person.strikes == {}
    person.chart.hand.pull(7000.0)
    person.lets_go(QPoint(10, 10))
    assert len(person.told) == 2


def test_a_key_may_lead_out_of_the_axes_and_they_follow(person: Person) -> None:
    high = person.chart._item.vb.viewRange()[0][1]
    person.keys(Qt.Key.Key_H, modifier=SHIFT)
    while person.strikes["d"] <= high:
        person.chart.draw(view_with(condor(6400, 6450, 7000, person.strikes["d"])))
        assert person.chart._item.vb.viewRange()[0][1] == high
        person.keys(Qt.Key.Key_PageUp)
    person.chart.draw(view_with(condor(6400, 6450, 7000, person.strikes["d"])))
    assert high < person.strikes["d"] < person.chart._item.vb.viewRange()[0][1]


def test_what_keys_moved_stays_when_the_keyboard_goes_elsewhere(qtbot: QtBot, person: Person) -> None:
    window, line = QWidget(), QLineEdit()
    qtbot.addWidget(window)
    rows = QVBoxLayout(window)
    rows.addWidget(person.chart)
    rows.addWidget(line)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    person.chart.setFocus()
    person.keys(Qt.Key.Key_H, Qt.Key.Key_Left)
    line.setFocus()
    assert person.told == [("strike", "a", 6375.0), ("ended",)]
    assert person.chart.hand.hold is None
    person.chart.setParent(None)


def test_there_is_room_for_grips_under_the_axis_only_where_there_are_any(person: Person) -> None:
    axis = person.chart._item.getAxis("bottom")
    with_grips = axis.height()
    person.chart.draw(view_with(StrikeHandles()))
    QApplication.processEvents()
    assert with_grips - axis.height() == LANE_HEIGHT - 2
    assert person.chart._plot.grips._lane.grips == ()


@pytest.mark.parametrize("size", [(380, 260), (900, 600)])
@pytest.mark.parametrize("strikes", [(6645, 6650, 6655, 6660), (6400, 6450, 7000, 7050), (6645, 6650, 6650, 6655)])
def test_grips_stand_below_the_curves_apart_and_inside(
    person: Person, size: tuple[int, int], strikes: tuple[float, ...]
) -> None:
    person.chart.resize(*size)
    person.chart.draw(view_with(condor(*strikes)))
    QApplication.processEvents()
    box = person.chart._item.vb
    ground = box.mapRectToScene(box.boundingRect())
    grips = person.chart._plot.grips
    assert grips._plot == ground
    figures = person.chart._item.getAxis("bottom").mapRectToScene(person.chart._item.getAxis("bottom").boundingRect())
    assert figures.bottom() - ground.bottom() > LANE_HEIGHT, "the figures of the axis stand below them"
    for key in "abcd":
        place = person.grip(key)
        assert ground.left() <= place.x() <= ground.right()
        taken = grips.hold_at(QPointF(place))
        assert taken is not None
        assert taken.key == key
    for label in [*person.chart.marks.strike_labels, *person.chart.marks.zero_labels]:
        assert label.textItem.sceneBoundingRect().bottom() <= ground.bottom() + 3 or not label.isVisible()


def test_the_panel_passes_on_what_its_chart_says(qtbot: QtBot) -> None:
    panel = PayoffPage(LIGHT)
    qtbot.addWidget(panel)
    assert panel.dragged_strikes == {}
    panel.draw(view_with(START, DEARER))
    assert "net&nbsp;with&nbsp;the&nbsp;ticket" in panel.legend.text()
    chart = panel.focusProxy()
    assert isinstance(chart, PayoffChart)
    assert chart._ticket.isVisible()
    steps: list[Callable[[], None]] = [lambda: chart.hand.choose(1), lambda: chart.hand.step(1, False)]
    with qtbot.waitSignal(panel.strike_dragged) as told:
        for step in steps:
            step()
    assert told.args == ["a", 6425.0]
    assert panel.dragged_strikes["a"] == 6425.0
    with qtbot.waitSignal(panel.drag_ended):
        chart.hand.release()
    chart.hand.choose(-1)
    with qtbot.waitSignal(panel.wing_dragged) as told:
        chart.hand.step(-2, True)
    assert told.args == ["C", -2]
    with qtbot.waitSignal(panel.drag_cancelled):
        chart.hand.cancel()
    panel.draw(view_with(START))
    assert not chart._ticket.isVisible()
