"""The main window: market strip, banners and entry line on top, the panels as docks, totals below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QIcon, QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.resources import resource
from alvh_desktop.viewmodels.alerts import AlertsModel
from alvh_desktop.viewmodels.empty_states import empty_alerts, empty_payoff, empty_positions
from alvh_desktop.viewmodels.entry import Entry
from alvh_desktop.viewmodels.market_strip import market_strip, totals_text
from alvh_desktop.viewmodels.payoff import payoff_view
from alvh_desktop.viewmodels.position_rows import Row
from alvh_desktop.viewmodels.positions import PositionsModel
from alvh_desktop.viewmodels.selection import selection_text
from alvh_desktop.widgets.alert_list import AlertList
from alvh_desktop.widgets.banners import Banners
from alvh_desktop.widgets.docks import DockArea
from alvh_desktop.widgets.entry_line import EntryLine
from alvh_desktop.widgets.kept_state import pack, unpack
from alvh_desktop.widgets.market_bar import MarketBar
from alvh_desktop.widgets.panel import Panel
from alvh_desktop.widgets.payoff_panel import PayoffPanel
from alvh_desktop.widgets.positions_tree import PositionsTree
from alvh_desktop.widgets.theme import Tokens
from alvh_desktop.widgets.toast import ToastStack

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import OpenPortfolio

TITLE = "ALVH Desktop"
FIRST_SIZE = (1280, 800)


class MainWindow(QMainWindow):
    """`painted_first` comes once, after the first frame; `dropped` carries files let fall on the window."""

    painted_first = Signal()
    dropped = Signal(object)
    closing = Signal()

    def __init__(self, entry: Entry, worn: Tokens) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(TITLE)
        self.setWindowIcon(QIcon(str(resource("icons", "alvh-desktop.svg"))))
        self.setAcceptDrops(True)
        self._was_painted = False
        self.positions, self.alerts = PositionsModel(self), AlertsModel(self)
        self.tree = PositionsTree(self.positions, worn)
        self.payoff = PayoffPanel(worn)
        self.alert_list = AlertList(self.alerts, worn)
        self.panels = {
            "positions": Panel("Positions", self.tree),
            "payoff": Panel("Payoff", self.payoff),
            "alerts": Panel("Alerts", self.alert_list),
        }
        self.market = MarketBar()
        self.banners = Banners()
        self.entry = EntryLine(entry)
        self._lay_out()
        self.area = DockArea({name: (name.capitalize(), panel) for name, panel in self.panels.items()})
        self._rows.addWidget(self.area, 1)
        self.resize(*FIRST_SIZE)
        self.area.resize(self.width() - 20, self.height() - 160)
        self.area.arrange()
        self.toasts = ToastStack(self)
        self.tree.chosen.connect(self._show_selection)
        self.payoff.made.connect(self._order_tabs)
        self._order_tabs()
        self.show_portfolio(None)
        self.entry.line.setFocus()

    def show_portfolio(self, portfolio: OpenPortfolio | None) -> None:
        """A portfolio was opened or closed; its picture comes later."""
        name = portfolio.desk.book.name if portfolio else "No portfolio"
        is_simulated = portfolio is not None and portfolio.desk.book.simulated_at is not None
        self.setWindowTitle(f"{name} \N{EN DASH} {TITLE}" if portfolio else TITLE)
        self.market.show_name(name, is_simulated)
        self.banners.show_read_only(portfolio.read_only_because if portfolio else None)
        if portfolio is None:
            self.positions.show_rows(())
            self.alerts.show_cards(())
            self.market.show_items(())
            self._totals.setText("")
            self._show_states(None)

    def show_picture(self, picture: Picture) -> None:
        self.positions.show(picture)
        self.alerts.show(picture)
        self.market.show_items(market_strip(picture))
        self._totals.setText(totals_text(picture))
        view = payoff_view(picture)
        if not isinstance(view, Problem):
            self.payoff.draw(view)
        self._show_states(picture)
        self._show_selection(self.tree.chosen_rows)

    def show_notice(self, sentence: str) -> None:
        self.toasts.say(sentence)

    def show_fault(self, error: KnownError) -> None:
        self.banners.show_fault(error)

    def show_welcome(self, is_first_look: bool, dismissed: Callable[[], None]) -> None:
        """Three lines on what one sees, until they are closed."""
        if is_first_look:
            self.banners.show_welcome(dismissed)
        else:
            self.banners.close_welcome()

    def wear(self, worn: Tokens) -> None:
        for each in (self.tree, self.payoff, self.alert_list):
            each.wear(worn)

    def layout_state(self) -> bytes:
        """Docks and columns; `restore_layout` takes it back."""
        return pack([self.area.state(), self.tree.header_state()])

    def restore_layout(self, kept: bytes) -> None:
        """The layout as it was kept; the first arrangement where it cannot be read."""
        docks, header = unpack(kept, 2)
        if not docks.isEmpty():
            self.area.restore(docks)
        if not header.isEmpty():
            self.tree.restore_header(header)

    def reset_layout(self) -> None:
        self.area.arrange()
        self.tree.reset_header()

    def copy_text(self, with_headers: bool) -> str:
        """What copying gives in the panel that has the keyboard; empty elsewhere."""
        for each in (self.tree, self.payoff, self.alert_list):
            focus = self.focusWidget()
            if focus is not None and (each is focus or each.isAncestorOf(focus)):
                return each.copy_text(with_headers)
        return ""

    def createPopupMenu(self) -> QMenu | None:
        """None: the View menu says everything."""
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted_first.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(_files_of(event))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        middle = QWidget()
        self._rows = QVBoxLayout(middle)
        self._rows.setContentsMargins(10, 8, 10, 4)
        self._rows.setSpacing(8)
        self._rows.addWidget(self.market)
        self._rows.addWidget(self.banners)
        self._rows.addWidget(self.entry)
        self.setCentralWidget(middle)
        self._selection, self._totals = QLabel(), QLabel()
        for label, name in ((self._selection, "Sum of the selection"), (self._totals, "Totals of the book")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAccessibleName(name)
        self._totals.setProperty("tone", "strong")
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(10, 0, 10, 0)
        bar.addWidget(self._selection)
        bar.addPermanentWidget(self._totals)

    def _order_tabs(self) -> None:
        """The Tab key goes as one reads: order line, positions, payoff, alerts."""
        chart = self.payoff.focusProxy()
        stops = (self.entry.line, self.entry.book, self.tree.search, self.tree.view, chart, self.alert_list)
        for before, after in pairwise(stop for stop in stops if stop is not None):
            self.setTabOrder(before, after)

    def _show_states(self, picture: Picture | None) -> None:
        self.panels["positions"].show_state(empty_positions(picture))
        self.panels["payoff"].show_state(empty_payoff(picture))
        self.panels["alerts"].show_state(empty_alerts(picture))

    def _show_selection(self, rows: Sequence[Row]) -> None:
        self._selection.setText(selection_text(rows))


def _files_of(event: QDropEvent) -> tuple[Path, ...]:
    urls = event.mimeData().urls()
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
