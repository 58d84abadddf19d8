"""The page of history as a person meets it: sizes, themes, keys, clicks, what is copied, and what is empty."""

from collections.abc import Iterator
from datetime import date
from statistics import median

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.recorded_pasts import ROLLED_UP, TradedPast, traded_past
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import desk_with

from alvh_desktop.desk.history import MEASURES, history_of
from alvh_desktop.viewmodels.history.choices import HistoryChoices, campaigns_of, offered
from alvh_desktop.viewmodels.history.view import HistoryView, history_view
from alvh_desktop.viewmodels.market_dock.axes import day_number
from alvh_desktop.widgets.history_page import HistoryPage
from alvh_desktop.widgets.market_dock.plot_pane import PlotPane
from alvh_desktop.widgets.theme import ThemeName, apply_theme, use_own_font

SIZES = ((440, 260), (900, 500), (1600, 1000))


def view_of(past: TradedPast, choices: HistoryChoices = HistoryChoices(span="all")) -> HistoryView:  # noqa: B008 - a frozen value
    book = past.desk.book
    seen = frozenset(book.campaigns)
    history = history_of(book, past.lines, (), campaigns_of(book, seen, choices.whose), past.now)
    return history_view(history, choices, offered(book, seen), book)


@pytest.fixture(scope="module")
def past() -> TradedPast:
    return traded_past()


@pytest.fixture
def page(qtbot: QtBot, past: TradedPast) -> Iterator[HistoryPage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    use_own_font(app)
    made = HistoryPage(apply_theme(app, "light"))
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.draw(view_of(past))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    QApplication.processEvents()
    yield made
    made.close()


def pane_of(page: HistoryPage) -> PlotPane:
    assert page.pane is not None
    return page.pane


def pixel_of(page: HistoryPage, day: date) -> QPoint:
    """Where a day stands in the plot, half way up."""
    plot, box = pane_of(page)._plot, pane_of(page)._item.vb
    (low, high), _ = box.viewRange()
    scene = box.sceneBoundingRect()
    across = scene.left() + (day_number(day) - low) / (high - low) * scene.width()
    return plot.mapFromScene(across, scene.center().y())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_clipped_at_any_size_in_any_theme(
    page: HistoryPage, past: TradedPast, size: tuple[int, int], theme: ThemeName
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    page.wear(apply_theme(app, theme))
    page.resize(*size)
    for measure in MEASURES:
        page.draw(view_of(past, HistoryChoices(measure.name, span="all")))
        QApplication.processEvents()
        assert clipped_parts(page) == []
        assert nameless_parts(page) == []
        assert pane_of(page).height() >= 120
        labels = pane_of(page)._item.getAxis("left")._tickLevels[0]
        room = pane_of(page)._item.getAxis("left").width()
        assert all(page.fontMetrics().horizontalAdvance(label) < room for _, label in labels)
    image = page.grab().toImage()
    ground = median(QColor(image.pixel(4, row)).lightness() for row in range(image.height()))
    assert ground > 200 if theme == "light" else ground < 60


def test_choices_are_asked_for_by_their_names(page: HistoryPage, past: TradedPast, qtbot: QtBot) -> None:
    asked: list[dict[str, object]] = []
    page.chosen.connect(asked.append)
    (hedge,) = (key for key, one in past.desk.book.campaigns.items() if one.sleeve == "alvh")
    for box, value in ((page.measure, "theta"), (page.whose, hedge)):
        place = [box.itemData(row) for row in range(box.count())].index(value)
        box.setCurrentIndex(place)
        box.activated.emit(place)
    qtbot.mouseClick(page.span.buttons["1m"], Qt.MouseButton.LeftButton)
    assert asked == [{"measure": "theta"}, {"whose": hedge}, {"span": "1m"}]
    page.draw(view_of(past, HistoryChoices("theta", hedge, "1m")))
    shown = (page.measure.currentText(), page.whose.currentText(), page.span.buttons["1m"].isChecked())
    assert shown == ("Theta", "Hedge ladder", True)


def test_the_keys_read_the_days_out_and_enter_goes_to_one(page: HistoryPage, qtbot: QtBot) -> None:
    gone: list[date] = []
    page.day_chosen.connect(gone.append)
    pane = pane_of(page)
    pane.setFocus()
    assert page.readout.text().startswith("Wed 22 Jul 2026")
    qtbot.keyClick(pane, Qt.Key.Key_Left)
    assert page.readout.text().startswith("Tue 21 Jul 2026")
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    qtbot.keyClick(pane, Qt.Key.Key_Home)
    qtbot.keyClick(pane, Qt.Key.Key_Enter)
    assert gone == [date(2026, 7, 21), date(2026, 6, 1)]


def test_a_click_on_a_mark_goes_to_its_day_and_one_elsewhere_does_not(page: HistoryPage) -> None:
    gone: list[date] = []
    page.day_chosen.connect(gone.append)
    plot = pane_of(page)._plot.viewport()
    for day, beside in ((date(2026, 6, 12), 0), (ROLLED_UP, 3)):
        QTest.mouseClick(
            plot, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pixel_of(page, day) + QPoint(beside, 0)
        )
        QApplication.processEvents()
    assert gone == [ROLLED_UP]


def test_the_mouse_reads_a_day_out(page: HistoryPage) -> None:
    plot = pane_of(page)._plot.viewport()
    for shift in (40, 0):
        QTest.mouseMove(plot, pixel_of(page, ROLLED_UP) + QPoint(shift, 0))
        QTest.qWait(30)  # of moves that follow at once only the first is told
    assert page.readout.text().startswith("Wed 24 Jun 2026")
    assert "Rolled 10 SPXW" in page.readout.text()


def test_tab_visits_the_choices_and_then_the_chart(page: HistoryPage) -> None:
    assert page.stops == (page.measure, page.whose, *page.span.buttons.values(), page.pane)
    page.stops[0].setFocus()
    reached: list[QWidget | None] = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert (reached[0], reached[2]) == (page.whose, page.pane)
    assert reached[1] in page.span.buttons.values(), "the arrow keys go through these"


def test_the_keyboard_waits_for_days_that_are_still_read(qtbot: QtBot, past: TradedPast) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    page = HistoryPage(apply_theme(app, "light"))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.setFocus()
    assert page.hasFocus()
    page.draw(view_of(past))
    assert QApplication.focusWidget() is page.pane


def test_items_never_pile_up_and_the_words_are_told(page: HistoryPage, past: TradedPast) -> None:
    count = len(pane_of(page)._item.items)
    for _ in range(3):
        page.draw(view_of(past))
    assert len(pane_of(page)._item.items) == count
    assert "4 have no record" in pane_of(page).accessibleDescription()
    assert "17 Jun" in page.caption.text()
    assert "No&nbsp;record" in page.legend.text()
    assert page.copy_text().startswith("Day\tP/L, $\tCondors, $")


def test_an_empty_page_teaches_and_keeps_its_choices_where_there_are_any(
    page: HistoryPage, past: TradedPast, qtbot: QtBot
) -> None:
    book = past.desk.book
    nothing = history_of(book, (), (), None, past.now)
    page.draw(history_view(nothing, HistoryChoices(), offered(book, frozenset(book.campaigns)), book))
    asked: list[str] = []
    page.filled.connect(asked.append)
    assert page.panel.is_empty
    assert page.controls.isVisible()
    assert clipped_parts(page) == []
    qtbot.mouseClick(page.panel.button, Qt.MouseButton.LeftButton)
    assert asked == ["import"]
    assert page.copy_text() == ""
    bare = desk_with().book
    page.draw(history_view(history_of(bare, (), (), None, past.now), HistoryChoices(), (), bare))
    assert not page.controls.isVisible()
    page.draw(view_of(past))
    assert not page.panel.is_empty
    page.show_nothing()
    assert page.panel.is_empty
