"""The page of Greeks as a person meets it: sizes, themes, keys, choices, what is copied, and items that are kept."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from support.founded_books import moment
from support.hedged_books import CONDOR, HEDGE, desk_with, painted, seen
from support.shown_windows import clipped_parts, nameless_parts

from alvh_desktop.desk.picture import Picture, relit
from alvh_desktop.domain.lens import Lens
from alvh_desktop.viewmodels.greeks import GREEKS, GreeksChoices, GreeksView, greeks_view
from alvh_desktop.widgets.greeks_page import GreeksPage
from alvh_desktop.widgets.market_dock.plot_pane import PlotPane
from alvh_desktop.widgets.theme import ThemeName, apply_theme, use_own_font

SIZES = ((440, 240), (900, 500), (1600, 1000))
LINES = (f"-10 {CONDOR} @3.20", *HEDGE)
DATED = Lens(dates=(moment("2026-12-09 16:00"),))


@pytest.fixture(scope="module")
def held() -> Picture:
    return painted(desk_with(*LINES), lens=DATED)


@pytest.fixture(scope="module")
def after() -> Picture:
    return painted(desk_with(*LINES, "-2 SPXW 18DEC26 6500/6600P 6800/7000C @2.50"), lens=DATED)


def view_of(picture: Picture, choices: GreeksChoices, after: Picture | None = None) -> GreeksView:
    view = greeks_view(picture, choices, after)
    assert isinstance(view, GreeksView), view
    return view


@pytest.fixture
def page(qtbot: QtBot, held: Picture) -> Iterator[GreeksPage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    use_own_font(app)
    made = GreeksPage(apply_theme(app, "light"))
    qtbot.addWidget(made)
    made.resize(900, 500)
    with qtbot.waitSignal(made.made):
        made.draw(view_of(held, GreeksChoices()))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    QApplication.processEvents()
    yield made
    made.close()


def pane_of(page: GreeksPage) -> PlotPane:
    assert page.pane is not None
    return page.pane


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_clipped_at_any_size_in_any_theme(
    page: GreeksPage, held: Picture, after: Picture, size: tuple[int, int], theme: ThemeName
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    page.wear(apply_theme(app, theme))
    page.resize(*size)
    views = [view_of(held, GreeksChoices(name, is_by_sleeve=True), after) for name in GREEKS]
    views.append(view_of(painted(desk_with(*LINES), seen(vix=None)), GreeksChoices("slope", is_by_sleeve=True)))
    for view in views:
        page.draw(view)
        QApplication.processEvents()
        assert clipped_parts(page) == []
        assert nameless_parts(page) == []
        assert pane_of(page).height() >= 120
        axis = pane_of(page)._item.getAxis("left")
        assert all(page.fontMetrics().horizontalAdvance(label) < axis.width() for _, label in axis._tickLevels[0])
        assert page.greek.shown_text() == page.greek.currentText()
    image = page.grab().toImage()
    ground = median(QColor(image.pixel(4, row)).lightness() for row in range(image.height()))
    assert ground > 200 if theme == "light" else ground < 60


def test_choices_are_asked_for_by_their_names_and_explain_themselves(
    page: GreeksPage, held: Picture, qtbot: QtBot
) -> None:
    asked: list[dict[str, object]] = []
    page.chosen.connect(asked.append)
    place = page.greek.findText("Slope", Qt.MatchFlag.MatchStartsWith)
    assert "hedge alike" in page.greek.itemData(place, Qt.ItemDataRole.ToolTipRole)
    page.greek.setCurrentIndex(place)
    page.greek.activated.emit(place)
    qtbot.mouseClick(page.parts.buttons["by sleeve"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.parts.buttons["net"], Qt.MouseButton.LeftButton)
    assert asked == [{"greek": "slope"}, {"is_by_sleeve": True}, {"is_by_sleeve": False}]
    page.draw(view_of(held, GreeksChoices("theta", is_by_sleeve=True)))
    assert (page.greek.currentText(), page.parts.buttons["by sleeve"].isChecked()) == ("Theta", True)
    assert "calendar day" in page.greek.toolTip()
    assert "ALVH&nbsp;hedge" in page.legend.text()


def test_the_keys_read_levels_out_and_the_crosshair_stays_when_another_greek_is_chosen(
    page: GreeksPage, held: Picture, qtbot: QtBot
) -> None:
    pane = pane_of(page)
    pane.setFocus()
    assert page.readout.text().startswith("SPX\N{NO-BREAK SPACE}6,690")
    qtbot.keyClick(pane, Qt.Key.Key_Right)
    there = page.readout.text()
    assert not there.startswith("SPX\N{NO-BREAK SPACE}6,690")
    page.draw(view_of(held, GreeksChoices("vanna")))
    assert page.readout.text().split("  ")[0] == there.split("  ")[0]
    assert "vanna" in page.readout.text()


def test_r_on_the_chart_reaches_what_the_page_stands_in(page: GreeksPage, qtbot: QtBot) -> None:
    keys: list[int] = []

    class Holder(QFrame):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            keys.append(event.key())

    holder = Holder()
    qtbot.addWidget(holder)
    QVBoxLayout(holder).addWidget(page)
    holder.show()
    for key in (Qt.Key.Key_R, Qt.Key.Key_Left):
        qtbot.keyClick(pane_of(page), key)
    assert keys == [Qt.Key.Key_R]
    page.setParent(None)


def test_tab_visits_the_choices_and_then_the_chart(page: GreeksPage) -> None:
    assert page.stops == (page.greek, *page.parts.buttons.values(), page.pane)
    assert page.focusProxy() is page.pane
    page.stops[0].setFocus()
    reached: list[QWidget | None] = []
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached[0] in page.parts.buttons.values(), "the arrow keys go through these"
    assert reached[1] is page.pane


def test_a_date_that_is_dragged_fills_the_items_and_a_ticket_makes_new_ones(
    page: GreeksPage, held: Picture, after: Picture
) -> None:
    pane = pane_of(page)
    items, count = list(pane._items), len(pane._item.items)
    before = items[-1].getData()[1].copy()
    page.draw(view_of(relit(held, replace(DATED, dates=(moment("2026-12-14 16:00"),))), GreeksChoices()))
    assert pane._items == items
    assert abs(pane._items[-1].getData()[1] - before).max() > 1.0
    page.draw(view_of(held, GreeksChoices(), after))
    assert len(pane._item.items) == count + 1
    page.draw(view_of(held, GreeksChoices()))
    assert len(pane._item.items) == count
    assert pane._items[-1].getData()[1] == pytest.approx(before)
    assert page.copy_text().startswith("SPX\tDelta net now, $/pt\t")
    assert "SPX options alone" in pane.accessibleDescription()
