"""The market dock in a whole window: pages, keys, themes, sizes, what is copied, and what is empty."""

from collections.abc import Iterator
from statistics import median

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.made_pasts import whole_past
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import CONDOR, SHORT_CALLS, MadeQuotes, MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.series.past import Past
from alvh_desktop.viewmodels.market_dock.views import PAGES, PageName
from alvh_desktop.widgets.market_dock.panel import MarketPanel

PAST = whole_past(300)


class Watcher(Trader):
    """Somebody who has brought the market to the front."""

    @property
    def panel(self) -> MarketPanel:
        return self.window.market_panel

    def turns_to(self, page: PageName) -> None:
        self.panel.turn_to(page)
        self.waits()

    def waits(self) -> None:
        """Until the page that is due has come."""
        views = self.program.views
        self.qtbot.waitUntil(lambda: views._running is None and not views._is_due)
        self.looks()

    def picks(self, box: str, place: int) -> None:
        """Chooses in a box of the page that is open, as a mouse would."""
        found = getattr(self.panel.pages[self.panel.page], box)
        found.setCurrentIndex(place)
        found.activated.emit(place)
        self.waits()


def watching(qtbot: QtBot, past: Past) -> Watcher:
    quotes = MadeQuotes(made_past=past)
    shelf = MadeShelf(sample=lambda: portfolio_of(desk_with(CONDOR, SHORT_CALLS), quotes))
    watcher = Watcher(qtbot, shelf)
    watcher.takes("Market")
    watcher.waits()
    return watcher


@pytest.fixture
def watcher(qtbot: QtBot) -> Iterator[Watcher]:
    made = watching(qtbot, PAST)
    yield made
    made.leaves()


def test_the_key_brings_it_to_the_front_and_the_payoff_rests(watcher: Watcher) -> None:
    assert watcher.window.panels["market"].isEnabled()
    assert not watcher.window.panels["payoff"].isEnabled()
    assert watcher.panel.isAncestorOf(QApplication.focusWidget())  # type: ignore[arg-type]
    watcher.window.area.docks["payoff"].raise_()
    watcher.looks()
    assert not watcher.window.panels["market"].isEnabled()
    watcher.program.views.choose(page="series")
    watcher.looks()
    assert watcher.program.views._running is None, "nothing is worked out behind the payoff"


@pytest.mark.parametrize("page", ["term", "smile", "series"])
def test_every_page_with_a_chart_is_drawn_and_told_in_words(watcher: Watcher, page: PageName) -> None:
    watcher.turns_to(page)
    shown = watcher.panel.pages[page]
    assert not watcher.panel.panels[page].is_empty
    pane = shown.panes[0]  # type: ignore[union-attr]
    assert len(pane.accessibleDescription()) > 40
    assert shown.readout.text()  # type: ignore[union-attr]
    assert shown.copy_text().count("\n") >= 2


def test_the_arrow_keys_read_a_chart_out(watcher: Watcher) -> None:
    watcher.turns_to("series")
    page = watcher.panel.series
    pane = page.panes[0]
    pane.setFocus()
    first = page.readout.text()
    assert "20 Nov 2026" in first
    assert "RSI" in first
    watcher.presses(Qt.Key.Key_Left)
    assert "19 Nov 2026" in page.readout.text()
    assert pane.at == page.panes[1].at, "both panes stand on one day"
    watcher.presses(Qt.Key.Key_Right)
    assert page.readout.text() == first
    watcher.presses(Qt.Key.Key_Home)
    assert "2025" in page.readout.text()
    watcher.presses(Qt.Key.Key_End)
    assert page.readout.text() == first
    watcher.presses(Qt.Key.Key_PageDown)
    assert "20 Nov 2026" not in page.readout.text()
    page.panes[1].setFocus()
    watcher.presses(Qt.Key.Key_End)
    assert page.readout.text() == first


def test_the_mouse_reads_a_chart_out_too(watcher: Watcher) -> None:
    watcher.turns_to("series")
    page = watcher.panel.series
    before = page.readout.text()
    plot = page.panes[0]._plot.viewport()
    for share in (2, 3):
        QTest.mouseMove(plot, QPoint(plot.width() // share, plot.height() // 2))
        watcher.looks()
    assert page.readout.text() != before


def test_choices_change_what_is_drawn(watcher: Watcher) -> None:
    watcher.turns_to("series")
    page = watcher.panel.series
    assert page.series.currentData() == "VIX"
    watcher.picks("series", 0)
    assert "SPX" in page.readout.text()
    watcher.picks("indicator", page.indicator.findData("macd"))
    assert "histogram" in page.readout.text()
    watcher.clicks(page.span.buttons["3m"])
    watcher.waits()
    assert len(page.copy_text().split("\n\n")[0].splitlines()) < 70
    watcher.picks("indicator", page.indicator.findData("none"))
    assert not page.panes[1].isVisible()
    watcher.turns_to("smile")
    smile = watcher.panel.smile
    watcher.picks("root", 1)
    assert smile.root.currentData() == "VIX"
    assert smile.expiry.currentText() == "16DEC26"
    watcher.picks("expiry", 1)
    assert smile.expiry.currentText() == "17MAR27"
    watcher.turns_to("term")
    watcher.picks("earlier", 3)
    assert "settles of 13 Nov 2026" in watcher.panel.term.legend.text().replace("&nbsp;", " ")


def test_the_chosen_expiry_stays_chosen_when_quotes_come(watcher: Watcher) -> None:
    watcher.turns_to("smile")
    watcher.picks("expiry", 1)
    chosen = watcher.panel.smile.expiry.currentText()
    watcher.program.session.read_market_again()
    watcher.looks()
    watcher.waits()
    assert watcher.panel.smile.expiry.currentText() == chosen == "28DEC26"


def test_items_never_pile_up(watcher: Watcher) -> None:
    watcher.turns_to("smile")
    pane = watcher.panel.smile.panes[0]
    before = len(pane._item.items)
    for theme in ("dark", "light", "dark"):
        watcher.program.settings.change(theme=theme)
        watcher.program.session.read_market_again()
        watcher.looks()
        watcher.waits()
    assert len(pane._item.items) == before


@pytest.mark.parametrize("size", [(1280, 800), (900, 600), (1920, 1080)])
def test_nothing_is_clipped_and_everything_has_a_name(watcher: Watcher, size: tuple[int, int]) -> None:
    watcher.window.resize(*size)
    watcher.window.reset_layout()
    watcher.looks()
    watcher.window.area.docks["market"].raise_()
    for page in PAGES:
        watcher.turns_to(page)
        watcher.looks()
        assert clipped_parts(watcher.panel) == []
        assert nameless_parts(watcher.panel) == []


def test_labels_of_an_axis_do_not_touch_each_other(watcher: Watcher) -> None:
    for page in ("term", "smile", "series"):
        watcher.turns_to(page)
        for pane in watcher.panel.pages[page].panes:  # type: ignore[union-attr]
            if not pane.isVisible():
                continue
            axis = pane._item.getAxis("bottom")
            (ticks,) = axis._tickLevels
            box, (low, high) = pane._item.vb, pane._item.vb.viewRange()[0]
            wide = [pane.fontMetrics().horizontalAdvance(label) for _, label in ticks]
            at = [(place - low) / (high - low) * box.width() for place, _ in ticks]
            assert len(ticks) >= 2
            for left, right in zip(range(len(ticks)), range(1, len(ticks)), strict=False):
                assert at[right] - at[left] > (wide[left] + wide[right]) / 2


def test_the_theme_dresses_every_page(watcher: Watcher) -> None:
    for page in PAGES:
        watcher.turns_to(page)
    grounds = {}
    for theme in ("light", "dark"):
        watcher.program.settings.change(theme=theme)
        watcher.looks()
        for page in ("term", "smile", "series"):
            watcher.turns_to(page)
            image = watcher.panel.grab().toImage()
            column = [QColor(image.pixel(image.width() - 8, row)).lightness() for row in range(image.height())]
            grounds[theme, page] = median(column)  # words and lines cross it here and there
    assert all(grounds["light", page] > 200 > 60 > grounds["dark", page] for page in ("term", "smile", "series"))


def test_the_regime_is_a_table_whose_line_is_read_whole_below_it(watcher: Watcher) -> None:
    watcher.turns_to("regime")
    page = watcher.panel.regime
    assert page.words.rowCount() == 38
    assert "38 of 38 figures are known" in page.caption.text()
    page.table.setFocus()
    page.table.selectRow(1)
    assert "100-day mean of SPX: " in page.caption.text()
    assert page.copy_text().splitlines()[0] == "Figure\tValue\tOf"


def test_copying_takes_the_page_that_is_open(watcher: Watcher) -> None:
    watcher.turns_to("term")
    watcher.panel.term.panes[0].setFocus()
    assert watcher.window.copy_text(False).startswith("Future\tSettles\tDays\tPrice")


def test_tab_goes_through_the_page_and_never_into_one_behind(watcher: Watcher) -> None:
    watcher.turns_to("smile")
    page = watcher.panel.smile
    watcher.panel.tabs.setFocus()
    reached: list[QWidget | None] = []
    for _ in range(5):
        watcher.presses(Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached == [page.root, page.expiry, page.scale, page.width_box, page.panes[0]]
    for _ in range(30):
        watcher.presses(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert not watcher.window.payoff.isAncestorOf(focused)


def test_an_empty_page_has_one_button_that_imports(qtbot: QtBot) -> None:
    watcher = watching(qtbot, Past())
    watcher.turns_to("series")
    panel = watcher.panel.panels["series"]
    assert panel.is_empty
    assert panel.button.text() == "Import the VIX history\N{HORIZONTAL ELLIPSIS}"
    asked: list[str] = []
    watcher.panel.filled.connect(asked.append)
    watcher.clicks(panel.button)
    assert asked == ["import"]
    watcher.turns_to("regime")
    assert "0 of 38 figures are known" in watcher.panel.regime.caption.text()
    watcher.leaves()


def test_another_portfolio_shows_nothing_of_the_one_before(watcher: Watcher) -> None:
    watcher.turns_to("series")
    watcher.program.session.hold(portfolio_of(desk_with(), MadeQuotes()))
    assert watcher.panel.panels["series"].is_empty
    watcher.looks()
    watcher.waits()
    assert watcher.panel.panels["series"].is_empty
    watcher.program.session.hold(None)
    watcher.looks()
    assert watcher.window.panels["market"].is_empty
