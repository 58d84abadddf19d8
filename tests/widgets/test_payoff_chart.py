"""The chart under keys and mouse; its axes stand where the view says."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support.made_markets import market as made_market
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import CONDOR, QUOTES, SHORT_CALLS, picture_of
from support.windows import Trader

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.lens import Lens
from alvh_desktop.viewmodels.lens import LensView
from alvh_desktop.viewmodels.payoff import PayoffView, payoff_view
from alvh_desktop.widgets.payoff.chart import PayoffChart


def chart_of(trader: Trader) -> PayoffChart:
    chart = trader.window.payoff.focusProxy()
    assert isinstance(chart, PayoffChart)
    chart.setFocus()
    return chart


def view_of(trader: Trader) -> PayoffView:
    assert trader.program.session.picture is not None
    view = payoff_view(trader.program.session.picture)
    assert isinstance(view, PayoffView)
    return view


def lens_of(trader: Trader) -> LensView:
    """As the charts tell it to the controls above them."""
    charts, told = trader.window.contents.charts, list[LensView]()
    assert trader.program.session.picture is not None
    charts.lens_shown.connect(told.append)
    charts.show(trader.program.session.picture)
    charts.lens_shown.disconnect(told.append)
    return told[-1]


def test_the_axes_are_the_views_and_stay_so(trader: Trader) -> None:
    (low, high), (bottom, top) = chart_of(trader)._item.vb.viewRange()
    view = view_of(trader)
    assert (low, high) == pytest.approx(view.x_range)
    assert (bottom, top) == pytest.approx(view.y_range)
    assert chart_of(trader)._item.vb.autoRangeEnabled() == [False, False]


def test_the_arrow_keys_move_the_crosshair_and_the_readout_follows(trader: Trader) -> None:
    chart, view = chart_of(trader), view_of(trader)
    assert trader.window.payoff.readout.text() == view.readout(view.spot.at)
    places: list[float] = []
    chart.pointed.connect(places.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home):
        trader.presses(key)
    right, left, up, down, home = places
    assert left < right < up
    assert down == left
    assert home == view.spot.at
    trader.presses(Qt.Key.Key_Right)
    assert trader.window.payoff.readout.text() == view.readout(right)


def test_the_mouse_moves_the_crosshair_too(trader: Trader) -> None:
    chart = chart_of(trader)
    places: list[float] = []
    chart.pointed.connect(places.append)
    plot = chart._plot.viewport()
    QTest.mouseMove(plot, QPoint(plot.width() // 2, plot.height() // 2))
    trader.looks()
    QTest.mouseMove(plot, QPoint(plot.width() * 3 // 4, plot.height() // 2))
    trader.looks()
    assert len(places) >= 1
    low, high = view_of(trader).x_range
    assert all(low <= place <= high for place in places)


def test_the_crosshair_stays_when_prices_change(trader: Trader) -> None:
    chart = chart_of(trader)
    trader.presses(Qt.Key.Key_PageUp)
    kept = chart._at
    other = payoff_view(picture_of(CONDOR, market=made_market(QUOTES, spx="6720.00", vix="17.10")))
    assert isinstance(other, PayoffView)
    trader.window.payoff.draw(other)
    assert chart._at == kept


def test_marks_are_drawn_anew_and_never_pile_up(trader: Trader) -> None:
    chart = chart_of(trader)
    before = len(chart._item.items)
    for _ in range(5):
        trader.program.session.paint_now()
    trader.program.settings.change(theme="dark")
    slides(trader, 3)
    assert len(chart._item.items) == before


def test_marks_stay_the_same_objects_while_the_date_is_dragged(trader: Trader) -> None:
    chart = chart_of(trader)
    slides(trader, 3)
    before = [*chart.marks.strike_labels, *chart.marks.zero_labels]
    slides(trader, 4)
    assert [*chart.marks.strike_labels, *chart.marks.zero_labels] == before


def test_the_legend_and_the_caption_say_what_is_drawn(trader: Trader) -> None:
    panel = trader.window.payoff
    for word in ("net now", "net at settlement Fri 18 Dec 2026", "condors alone", "hedge alone", "SPX 6,700.00"):
        assert word in panel.legend.text().replace("&nbsp;", " ")
    assert "Crash (measured)" in panel.caption.text()


def slides(trader: Trader, place: int) -> None:
    trader.window.charts.controls.date.setValue(place)
    trader.looks()


def test_the_slider_adds_a_curve_and_its_figure_and_paints_nothing_else(trader: Trader) -> None:
    chart, session = chart_of(trader), trader.program.session
    painted: list[object] = []
    session.painted.connect(painted.append)
    assert not chart._date.isVisible()
    slides(trader, 3)
    assert chart._date.isVisible()
    view = view_of(trader)
    assert view.date is not None
    assert list(chart._date.getData()[1]) == list(view.date)
    assert f"  net {view.date_label} " in trader.window.payoff.readout.text().replace("\N{NO-BREAK SPACE}", " ")
    assert trader.window.charts.controls.date_words.text() == lens_of(trader).stops[3].text
    assert painted == []


def test_the_keyboard_moves_the_slider_by_days_and_by_weeks(trader: Trader) -> None:
    slider = trader.window.charts.controls.date
    slider.setFocus()
    start = slider.value()
    trader.presses(Qt.Key.Key_Left)
    assert slider.value() == start - 1
    trader.presses(Qt.Key.Key_PageUp)
    assert slider.value() == start + 4
    assert view_of(trader).date is not None


def test_now_and_the_settlement_need_no_further_curve(trader: Trader) -> None:
    for place in (0, lens_of(trader).settlement):
        slides(trader, 3)
        slides(trader, place)
        assert view_of(trader).date is None
        assert trader.window.charts.controls.date.value() == place


def test_choices_change_the_lens_and_r_in_the_chart_takes_them_back(trader: Trader) -> None:
    controls = trader.window.charts.controls
    slides(trader, 3)
    for box, place in ((controls.preset, 1), (controls.more.time, 1), (controls.more.futures, 1)):
        box.setCurrentIndex(place)
        box.activated.emit(place)
        trader.looks()
    assert trader.program.session.picture is not None
    lens = trader.program.session.picture.inputs.lens
    assert (lens.preset, lens.clock, lens.futures_stay, len(lens.dates)) == ("grind", "trading", True, 1)
    assert "Grind" in trader.window.payoff.caption.text()
    chart_of(trader)
    trader.presses(Qt.Key.Key_R)
    assert trader.program.session.picture.inputs.lens == Lens()
    assert controls.date.value() == lens_of(trader).settlement
    assert [box.currentIndex() for box in (controls.preset, controls.more.time, controls.more.futures)] == [0, 0, 0]


def test_the_lens_stays_when_something_is_booked(trader: Trader) -> None:
    slides(trader, 3)
    before = trader.window.charts.controls.date_words.text()
    trader.enters("+2 VIX 16DEC26 25C @0.60")
    assert view_of(trader).date is not None
    assert trader.window.charts.controls.date_words.text() == before


def test_a_wheel_that_scrolls_past_turns_nothing(trader: Trader) -> None:
    controls = trader.window.charts.controls
    chart_of(trader)
    for part in (controls.date, controls.preset):
        place = QPointF(part.rect().center())
        wheel = QWheelEvent(
            place, part.mapToGlobal(place), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(part, wheel)
    trader.looks()
    assert trader.program.session.picture is not None
    assert trader.program.session.picture.inputs.lens == Lens()


def test_the_axis_above_shows_the_vix_of_the_model(trader: Trader) -> None:
    chart, view = chart_of(trader), view_of(trader)
    assert chart._vix_title.text == "VIX (model)"
    ticks = chart._item.getAxis("top")._tickLevels
    assert ticks == [[(tick.at, tick.label) for tick in view.vix_ticks]]


def test_words_that_change_with_every_frame_leave_the_chart_where_it_is(trader: Trader) -> None:
    chart = chart_of(trader)
    slides(trader, 30)
    slides(trader, 3)
    before = chart.geometry()
    for place in (4, 5, 20, 30, 31):
        slides(trader, place)
        assert chart.geometry() == before
    for words in (trader.window.payoff.readout, trader.window.payoff.caption, trader.window.payoff.legend):
        assert words.label.heightForWidth(words.width()) <= words.height()


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1920, 1080)])
def test_nothing_is_clipped_and_the_chart_keeps_its_room(trader: Trader, size: tuple[int, int]) -> None:
    trader.window.resize(*size)
    trader.window.reset_layout()
    slides(trader, 30)
    panel = trader.window.payoff
    assert clipped_parts(panel) == []
    assert nameless_parts(panel) == []
    assert chart_of(trader).height() >= 108


def test_a_hedge_left_out_is_not_drawn(trader: Trader) -> None:
    chart = chart_of(trader)
    assert chart._hedge.isVisible()
    without = payoff_view(picture_of(CONDOR, SHORT_CALLS, market=made_market(QUOTES, spx="6700.00")))
    assert isinstance(without, PayoffView)
    chart.draw(without)
    assert not chart._hedge.isVisible()
    assert chart._condors.isVisible()


def test_a_choice_too_long_for_its_box_ends_in_dots_and_is_whole_in_its_tooltip(trader: Trader) -> None:
    box = trader.window.charts.controls.preset
    box.setFixedWidth(100)
    for name in ("spot", "parallel"):
        box.show_chosen(name)
        trader.looks()
        assert box.toolTip().endswith(box.currentText())
        assert box.shown_text() != box.currentText()
        assert box.currentText().startswith(box.shown_text().removesuffix("\N{HORIZONTAL ELLIPSIS}"))
    box.setFixedWidth(400)
    trader.looks()
    assert box.shown_text() == box.currentText()


@pytest.mark.parametrize("height", [160, 240, 400])
def test_labels_stay_inside_the_plot_and_strikes_below_the_zero_line(trader: Trader, height: int) -> None:
    chart, view = chart_of(trader), view_of(trader)
    chart._plot.resize(500, height)
    trader.looks()
    box = chart._item.vb
    inside = box.sceneBoundingRect().adjusted(-3, -3, 3, 3)
    zero = box.mapViewToScene(QPointF(view.spot.at, 0.0)).y()
    shown = [label for label in [*chart.marks.strike_labels, *chart.marks.zero_labels] if label.isVisible()]
    assert len(shown) >= len(view.break_evens)
    for label in shown:
        words = label.textItem.sceneBoundingRect()
        assert inside.contains(words)
        assert label in chart.marks.zero_labels or words.top() >= zero


def test_strike_labels_go_where_they_would_cover_the_curves(trader: Trader) -> None:
    chart = chart_of(trader)
    for height, has_room in ((400, True), (130, False)):
        chart._plot.resize(500, height)
        trader.looks()
        assert {label.isVisible() for label in chart.marks.strike_labels} == {has_room}


def test_labels_that_stay_stand_where_the_view_has_them(trader: Trader) -> None:
    """After another price and another size the marks are those of a chart that is drawn for the first time."""
    chart = trader.window.payoff._chart
    desk = trader.program.session.portfolio.desk
    fill = next(iter(desk.book.fills.values()))
    for edit in (
        CorrectFill(fill.id, fill.moment, price=fill.price + 1),
        CorrectFill(fill.id, fill.moment, quantity=3 * fill.quantity),
    ):
        assert isinstance(desk.do(edit), Change)
        trader.program.session.paint_now()
        view = chart._view
        for labels, marks, height in (
            (chart.marks.strike_labels, view.strikes, view.y_range[0]),
            (chart.marks.zero_labels, view.break_evens, 0.0),
        ):
            told = [(label.textItem.toPlainText(), label.pos().x(), label.pos().y()) for label in labels]
            assert told == [(mark.label, mark.at, height) for mark in marks]
        assert chart.marks.strikes.getData()[1][:2].tolist() == list(view.y_range)
