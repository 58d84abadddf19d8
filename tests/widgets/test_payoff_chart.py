"""The chart under keys and mouse; its axes stand where the view says."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from support.made_markets import market as made_market
from support.window_parts import CONDOR, QUOTES, picture_of
from support.windows import Trader

from alvh_desktop.viewmodels.payoff import PayoffView, payoff_view
from alvh_desktop.widgets.payoff_chart import PayoffChart


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
    assert len(chart._item.items) == before


def test_the_legend_and_the_caption_say_what_is_drawn(trader: Trader) -> None:
    panel = trader.window.payoff
    for word in ("today", "at settlement", "SPX now"):
        assert word in panel.legend.text()
    assert "hedge" in panel.caption.text()
    assert "2026-12-18" in panel.title.text()
