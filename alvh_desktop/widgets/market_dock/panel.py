"""The market panel: a bar of pages, and in each its content or what it lacks."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.market_dock.regime import COLUMNS, RegimeView
from alvh_desktop.viewmodels.market_dock.views import PAGES, PageName, Shown
from alvh_desktop.viewmodels.text_table import TextTable
from alvh_desktop.widgets.dialogs.word_table import WordTable
from alvh_desktop.widgets.market_dock.pages import PlotPage, SeriesPage, SmilePage, TermPage
from alvh_desktop.widgets.market_dock.parts import sentences_text
from alvh_desktop.widgets.panel import Panel
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.tokens import Tokens

_VALUE_WIDTH, _DAY_WIDTH = 108, 98
_READING = "Reading the market file \N{HORIZONTAL ELLIPSIS}"


class MarketPanel(QFrame):
    """`chosen` carries choices by their names, `filled` the filler of an empty page's button, `watched` whether
    somebody sees it; `made` says that a chart is there now."""

    chosen = Signal(dict)
    filled = Signal(str)
    watched = Signal(bool)
    made = Signal()

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "panel")
        self._worn = worn
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Pages of the market")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setProperty("tone", "pages")
        self.term, self.smile, self.series = TermPage(worn), SmilePage(worn), SeriesPage(worn)
        self.regime = RegimePage(worn)
        self.pages: dict[PageName, PlotPage | RegimePage] = {
            "term": self.term, "smile": self.smile, "series": self.series, "regime": self.regime,
        }  # fmt: skip
        self.panels: dict[PageName, Panel] = {}
        self.stack = QStackedWidget()
        for name, title in PAGES.items():
            self._add_page(name, title)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 4, 1, 1)
        rows.setSpacing(0)
        rows.addWidget(self.tabs)
        rows.addWidget(self.stack, 1)
        self.setFocusProxy(self.tabs)
        self.tabs.currentChanged.connect(self._turn)

    @property
    def page(self) -> PageName:
        return tuple(PAGES)[self.tabs.currentIndex()]

    def show_page(self, shown: Shown) -> None:
        panel, page = self.panels[shown.choices.page], self.pages[shown.choices.page]
        if isinstance(shown.view, EmptyState):
            panel.show_state(shown.view)
        else:
            page.show_page(shown)
            panel.show_state(None)

    def show_nothing(self) -> None:
        """Another portfolio: what stood here was not its market."""
        for panel in self.panels.values():
            panel.show_waiting(_READING)

    def turn_to(self, page: PageName) -> None:
        self.tabs.setCurrentIndex(tuple(PAGES).index(page))

    def order_tabs(self) -> None:
        """The Tab key goes from the bar of pages through the controls of each to its charts."""
        stops = (self.tabs, *(stop for page in self.pages.values() for stop in page.stops))
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def copy_text(self, with_headers: bool) -> str:
        """What the page shows as columns; the headers always stand above them."""
        return "" if self.panels[self.page].is_empty else self.pages[self.page].copy_text()

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        for page in self.pages.values():
            page.wear(worn)

    def _add_page(self, name: PageName, title: str) -> None:
        self.tabs.addTab(title)
        panel, page = Panel(f"Market{name.capitalize()}", ground="plain"), self.pages[name]
        panel.hold(page)
        panel.asked.connect(self.filled)
        self.panels[name] = panel
        self.stack.addWidget(panel)
        if isinstance(page, PlotPage):
            page.asked.connect(self.chosen)
            page.made.connect(self.made)

    def _turn(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self.chosen.emit({"page": tuple(PAGES)[place]})


class RegimePage(QFrame):
    """Every figure of the method in a table; what is not known says what to import."""

    def __init__(self, worn: Tokens) -> None:
        super().__init__()
        self._worn = worn
        self._view: RegimeView | None = None
        self.words = TextTable(COLUMNS, self)
        self.table = WordTable(self.words, "Regime", (0, _VALUE_WIDTH, _DAY_WIDTH))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._say())
        self.caption = SteadyWords("caption")
        self.caption.label.setTextFormat(Qt.TextFormat.RichText)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 6, 10, 6)
        rows.setSpacing(4)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.caption)
        self.setFocusProxy(self.table)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.table,)

    def show_page(self, shown: Shown) -> None:
        if isinstance(shown.view, RegimeView):
            self._view = shown.view
            self.words.show_rows(shown.view.rows)
            self._say()

    def copy_text(self) -> str:
        chosen = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return self.words.text_of(chosen or range(len(self.words.rows)))

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._say()

    def _say(self) -> None:
        """The whole of the chosen line, and how much is known of all."""
        view, row = self._view, self.table.currentIndex().row()
        if view is None:
            return
        told = view.told
        if 0 <= row < len(view.about):
            told = ((view.about[row], view.rows[row].tone == "doubt"), *told)
        self.caption.say(sentences_text(told, self._worn))
