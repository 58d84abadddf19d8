"""The panel of charts: the lens, a bar of pages, and in each its chart or what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.charts import PAGES, PageName
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.lens import LensView
from alvh_desktop.widgets.greeks_page import GreeksPage
from alvh_desktop.widgets.history_page import HistoryPage
from alvh_desktop.widgets.lens.controls import LensControls
from alvh_desktop.widgets.market_dock.parts import sentences_text
from alvh_desktop.widgets.panel import Panel
from alvh_desktop.widgets.payoff.page import PayoffPage
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.tokens import Tokens
from alvh_desktop.widgets.vix_map.page import MapPage


class ChartsPanel(QFrame):
    """`looked` carries the Lens that a person wants to look through, `turned` the page in front, `asked` the filler
    of an empty page's button; `made` says that a chart is there now, `watched` whether somebody sees the history."""

    looked = Signal(object)
    turned = Signal(str)
    asked = Signal(str)
    made = Signal()
    watched = Signal(bool)

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "panel")
        self.controls = LensControls(worn)
        self.controls.changed.connect(self.looked)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Pages of the charts")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setProperty("tone", "pages")
        self.told = SteadyWords("caption")
        self.told.label.setTextFormat(Qt.TextFormat.RichText)
        self.told.hide()
        self._worn = worn
        self._said: tuple[tuple[str, bool], ...] = ()
        self.payoff = PayoffPage(worn)
        self.greeks, self.map, self.history = GreeksPage(worn), MapPage(worn), HistoryPage(worn)
        self.pages: dict[PageName, PayoffPage | GreeksPage | MapPage | HistoryPage] = {
            "payoff": self.payoff, "greeks": self.greeks, "map": self.map, "history": self.history,
        }  # fmt: skip
        self.panels: dict[PageName, Panel] = {}
        self._is_seen = True
        self.stack = QStackedWidget()
        for name in self.pages:
            self._add_page(name, PAGES[name])
        self._lay_out()
        self.payoff.reset_asked.connect(self.controls.reset)
        self.map.share_changed.connect(lambda share: self.controls.ask(gap_share=share))
        self.history.filled.connect(self.asked)
        self.history.day_chosen.connect(self._go_back)
        self.tabs.currentChanged.connect(self._turn)
        self.setFocusProxy(self.payoff)

    @property
    def page(self) -> PageName:
        return tuple(self.pages)[self.tabs.currentIndex()]

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        return (*self.controls.stops, self.tabs, *(stop for page in self.pages.values() for stop in page.stops))

    def show_page(self, name: PageName, view: object) -> None:
        """What a page shows now: its view, or an EmptyState."""
        panel = self.panels[name]
        if isinstance(view, EmptyState):
            panel.show_state(view)
            return
        panel.show_state(None)
        if isinstance(view, Problem):
            self.map.say_problem(f"{view.message[:1].upper()}{view.message[1:]}.")
            return
        self.pages[name].draw(view)  # type: ignore[arg-type]  # each page is given its own view

    def forget(self) -> None:
        """Another portfolio is open: a map of it is still to be worked out."""
        self.controls.forget()
        self.map.show_waiting()

    def show_lens(self, view: LensView) -> None:
        self.controls.show_lens(view)

    def tell(self, told: Sequence[tuple[str, bool]]) -> None:
        """Sentences above the pages, of which some ask for attention; without any there is no line for them."""
        self._said = tuple(told)
        self.told.say(sentences_text(self._said, self._worn))
        self.told.setVisible(bool(told))

    def be_seen(self, is_seen: bool) -> None:
        """The dock is in front of others, or behind them."""
        self._is_seen = is_seen
        self.watched.emit(self._is_seen and self.page == "history")

    def turn_to(self, page: PageName) -> None:
        self.tabs.setCurrentIndex(tuple(self.pages).index(page))

    def copy_text(self, with_headers: bool) -> str:
        """What the page shows as columns; the headers always stand above them."""
        return "" if self.panels[self.page].is_empty else self.pages[self.page].copy_text()

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.controls.wear(worn)
        self.tell(self._said)
        for page in self.pages.values():
            page.wear(worn)

    def _add_page(self, name: PageName, title: str) -> None:
        self.tabs.addTab(title)
        panel, page = Panel(f"Chart{name.capitalize()}", ground="plain"), self.pages[name]
        panel.hold(page)
        panel.asked.connect(self.asked)
        page.made.connect(self.made)
        self.panels[name] = panel
        self.stack.addWidget(panel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """R in any of the charts sets the lens back."""
        if event.key() == Qt.Key.Key_R and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.controls.reset()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._share_room()
        return super().event(event)

    def _share_room(self) -> None:
        """What is unfolded of the lens has what the page in front does not need at least."""
        if self.controls.unfold.isChecked():
            others = super().minimumSizeHint().height() - self.controls.fold.minimumHeight()
            self.controls.fit(self.height() - others)

    def minimumSizeHint(self) -> QSize:
        """What is unfolded of the lens gives way: it can be scrolled."""
        return super().minimumSizeHint() - QSize(0, self.controls.spare_height)

    def _go_back(self, day: date) -> None:
        """The curves of a day that was chosen in the history."""
        self.turn_to("payoff")
        self.controls.travel(over_at(day))

    def _turn(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        name = tuple(self.pages)[place]
        self.setFocusProxy(self.pages[name])
        self.turned.emit(name)
        self.be_seen(self._is_seen)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 4, 1, 1)
        rows.setSpacing(2)
        above = QVBoxLayout()
        above.setContentsMargins(10, 2, 10, 0)
        above.addWidget(self.controls)
        rows.addLayout(above)
        beside = QVBoxLayout()
        beside.setContentsMargins(10, 2, 10, 0)
        beside.addWidget(self.told)
        rows.addWidget(self.tabs)
        rows.addLayout(beside)
        rows.addWidget(self.stack, 1)
