"""The main window: market strip, banners and entry line on top, the panels as docks, totals below.

It is painted before anything is loaded that is not needed for its first frame: `furnish` brings the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QIcon, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.resources import resource
from alvh_desktop.widgets.banners import Banners
from alvh_desktop.widgets.docks import DockArea
from alvh_desktop.widgets.entry_line import EntryLine
from alvh_desktop.widgets.kept_state import pack, unpack
from alvh_desktop.widgets.market_bar import MarketBar
from alvh_desktop.widgets.panel import Panel
from alvh_desktop.widgets.status_line import StatusLine
from alvh_desktop.widgets.theme import Tokens

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.viewmodels.entry import Entry
    from alvh_desktop.viewmodels.position_rows import Row
    from alvh_desktop.widgets.attention.panel import AttentionPanel
    from alvh_desktop.widgets.charts.panel import ChartsPanel
    from alvh_desktop.widgets.contents import Contents
    from alvh_desktop.widgets.drop_veil import DropVeil
    from alvh_desktop.widgets.mark_sheet import MarkSheet
    from alvh_desktop.widgets.market_dock.panel import MarketPanel
    from alvh_desktop.widgets.one_field_sheet import OneFieldSheet
    from alvh_desktop.widgets.payoff.page import PayoffPage
    from alvh_desktop.widgets.positions_tree import PositionsTree
    from alvh_desktop.widgets.roll_sheet import RollSheet
    from alvh_desktop.widgets.toast import ToastStack

    Sheet = MarkSheet | RollSheet | OneFieldSheet

TITLE = "ALVH Desktop"
MENUS = ("&File", "&Edit", "&Position", "&Alerts", "&Charts", "Jour&nal", "&View", "&Help")
PANELS = (
    "Positions", "Fills", "Campaigns", "Ladder", "Sizing", "Ticket", "Journal", "Statistics", "Payoff", "Alerts",
    "Market", "Calendar",
)  # fmt: skip
_TITLES = {"Payoff": "Charts"}
"""Docks whose title is no longer the name under which layouts remember them."""
FIRST_SIZE = (1280, 800)


class MainWindow(QMainWindow):
    """`painted_first` comes once, after the first frame; `dropped` carries a Dropped: what was let fall on it;
    `asking_changed` how many alerts at warn or act ask for attention."""

    painted_first = Signal()
    dropped = Signal(object)
    asking_changed = Signal(int)
    closing = Signal()

    contents: Contents
    tree: PositionsTree
    charts: ChartsPanel
    payoff: PayoffPage
    alerts: AttentionPanel
    market_panel: MarketPanel
    toasts: ToastStack
    veil: DropVeil

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(TITLE)
        self.setWindowIcon(QIcon(str(resource("icons", "alvh-desktop.svg"))))
        self._was_painted = False
        self._named = TITLE
        self._asking = 0
        self._scope: tuple[int | None, str | None] = None, None
        """The account and the sleeve that are looked at."""
        self.is_furnished = False
        self._header = QByteArray()
        self._sheets: list[Sheet] = []
        self.menus = {title: self.menuBar().addMenu(title) for title in MENUS}
        self.menuBar().setEnabled(False)
        self.panels = {name.lower(): Panel(name) for name in PANELS}
        self.market = MarketBar()
        self.banners = Banners()
        self.entry = EntryLine()
        self._lay_out()
        titles = {name.lower(): _TITLES.get(name, name) for name in PANELS}
        self.area = DockArea({name: (titles[name], panel) for name, panel in self.panels.items()})
        self._rows.addWidget(self.area, 1)
        self.resize(*FIRST_SIZE)
        self.area.resize(self.width() - 20, self.height() - 160)
        self.area.arrange()
        self.entry.line.setFocus()

    def show_opening(self, name: str) -> None:
        """Until there is something to show: what is being opened."""
        self.market.show_name(name, False)
        self.panels["positions"].say(f"Opening {name} \N{HORIZONTAL ELLIPSIS}")

    def furnish(self, entry: Entry, worn: Tokens) -> None:
        """Give the panels their contents and the order line its other half; no portfolio is shown yet."""
        from alvh_desktop.domain.orders.line import EXAMPLE
        from alvh_desktop.widgets.contents import Contents
        from alvh_desktop.widgets.drop_veil import DropVeil, FilesPassBy
        from alvh_desktop.widgets.toast import ToastStack

        self.contents = Contents(worn, self)
        self.tree = self.contents.tree
        self.charts, self.payoff = self.contents.charts_panel, self.contents.payoff
        self.alerts = self.contents.attention
        self.market_panel = self.contents.market
        for name, content in self.contents.by_panel.items():
            self.panels[name].hold(content)
        self.toasts = ToastStack(self)
        self.entry.serve(entry, EXAMPLE)
        self.is_furnished = True
        if not self._header.isEmpty():
            self.tree.restore_header(self._header)
        self.veil = DropVeil(self)
        FilesPassBy(self).watch(self)
        self.setAcceptDrops(True)
        self.tree.chosen.connect(self._show_selection)
        for made in (self.charts.made, self.contents.statistics.made):
            made.connect(self._order_tabs)
        self.market_panel.made.connect(self.market_panel.order_tabs)
        for name, watch in (
            ("market", self.market_panel.watched),
            ("ladder", self.contents.ladder.watch),
            ("sizing", self.contents.sizing.watch),
            ("campaigns", self.contents.campaigns.watch),
            ("journal", self.contents.journal.watch),
            ("statistics", self.contents.statistics.watch),
        ):
            self.area.docks[name].visibilityChanged.connect(watch)
        self._order_tabs()
        self.show_portfolio(None)

    def hold_sheet(self, sheet: Sheet) -> None:
        """A sheet that asks something stands under the order line, and is shown by whoever asks."""
        self._sheets.append(sheet)
        self._rows.insertWidget(self._rows.indexOf(self.area), sheet)
        self._order_tabs()

    def show_portfolio(self, portfolio: OpenPortfolio | None) -> None:
        """A portfolio was opened or closed; its picture comes later."""
        name = portfolio.desk.book.name if portfolio else "No portfolio"
        is_simulated = portfolio is not None and portfolio.desk.book.simulated_at is not None
        self._named = f"{name} \N{EN DASH} {TITLE}" if portfolio else TITLE
        self._asking = -1
        self.show_asking(0)
        self.market.show_name(name, is_simulated)
        self.banners.show_read_only(portfolio.read_only_because if portfolio else None)
        self.market_panel.show_nothing()
        self.contents.forget()
        if portfolio is None:
            self.contents.empty()
            self._show_around(None)

    def show_picture(self, picture: Picture) -> None:
        self._scope = picture.inputs.lens.account_id, picture.inputs.lens.sleeve
        self.contents.show(picture)
        self._show_around(picture)
        self._show_selection(self.tree.chosen_rows)

    def show_attention(self, picture: Picture) -> None:
        """What asks for attention in the picture that is shown."""
        self.contents.show_attention(picture)
        self.show_asking(self.contents.alerts.asking_count)

    def show_relit(self, picture: Picture) -> None:
        """The same through another lens: the curves alone differ, or all sums where another account is looked at."""
        scope = picture.inputs.lens.account_id, picture.inputs.lens.sleeve
        if scope == self._scope:
            self.contents.show_relit(picture)
        else:
            self.show_picture(picture)

    def show_payoff(self, picture: Picture) -> None:
        """The charts alone: the ticket beside them is another."""
        self.contents.show_payoff(picture)

    def show_asking(self, count: int) -> None:
        """How many alerts at warn or act ask for attention, before the title: the taskbar shows it too."""
        if count != self._asking:
            self._asking = count
            self.setWindowTitle(f"({count}) {self._named}" if count else self._named)
            self.asking_changed.emit(count)

    def show_notice(self, sentence: str) -> None:
        self.toasts.say(sentence)

    def show_step(self, sentence: str) -> None:
        """What was done to the book: the newest step, which undo takes back, stands in the place of the last."""
        self.toasts.say(sentence, "step")

    def show_fault(self, error: KnownError) -> None:
        """Also before it is furnished: then nothing more will come, and the panel no longer says so."""
        if not self.is_furnished:
            self.panels["positions"].say("Nothing could be opened.")
        self.banners.show_fault(error)

    def show_welcome(self, is_first_look: bool, dismissed: Callable[[], None]) -> None:
        """Three lines on what one sees, until they are closed."""
        if is_first_look:
            self.banners.show_welcome(dismissed)
        else:
            self.banners.close_welcome()

    def wear(self, worn: Tokens) -> None:
        self.contents.wear(worn)

    def layout_state(self) -> bytes:
        """Docks and columns; `restore_layout` takes it back."""
        return pack([self.area.state(), self.tree.header_state()])

    def restore_layout(self, kept: bytes) -> None:
        """The layout as it was kept; the first arrangement where it cannot be read."""
        docks, self._header = unpack(kept, 2)
        if not docks.isEmpty():
            self.area.restore(docks)
        if self.is_furnished and not self._header.isEmpty():
            self.tree.restore_header(self._header)

    def reset_layout(self) -> None:
        self.area.arrange()
        self.tree.reset_header()

    def copy_text(self, with_headers: bool) -> str:
        """What copying gives in the panel that has the keyboard; empty elsewhere."""
        return self.contents.copy_text(self.focusWidget(), with_headers)

    def createPopupMenu(self) -> QMenu | None:
        """None: the View menu says everything."""
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted_first.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.veil.welcome(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(self.veil.take(event))

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
        self.status_line = StatusLine(self.statusBar())

    def _order_tabs(self) -> None:
        """The Tab key goes as one reads: order line, sheets, the panels on the left, those on the right."""
        typed = [stop for sheet in self._sheets for stop in sheet.stops]
        above = self.entry.line, self.entry.book, *typed, self.tree.search, *self.tree.scope.stops, self.tree.view
        days = self.contents.calendar.stops
        fills = self.contents.fills_panel.stops
        campaigns, ladder = self.contents.campaigns.stops, self.contents.ladder.stops
        ticket = self.contents.ticket_panel.stops
        beside = (*self.charts.stops, *self.alerts.stops, *days)
        stops = (
            *above,
            *fills,
            *campaigns,
            *ladder,
            *self.contents.sizing.stops,
            *ticket,
            *self.contents.journal.stops,
            *self.contents.statistics.stops,
            *beside,
            *self.status_line.stops,
        )
        for before, after in pairwise(stop for stop in stops if stop is not None):
            self.setTabOrder(before, after)
        self.market_panel.order_tabs()

    def _show_around(self, picture: Picture | None) -> None:
        """The market strip, the totals, and what empty panels say."""
        from alvh_desktop.viewmodels.settlements import waiting_text
        from alvh_desktop.widgets.contents import asked_inputs_text, empty_states, strip_and_totals

        items, totals = strip_and_totals(picture)
        self.market.show_items(items)
        self.status_line.show(totals, waiting_text(picture), asked_inputs_text(picture))
        broken = self.contents.broken.words_of(picture.inputs.book if picture is not None else None)
        self.status_line.show_broken(broken.count, broken.hint)
        for name, empty in empty_states(picture).items():
            self.panels[name].show_state(empty)

    def _show_selection(self, rows: Sequence[Row]) -> None:
        from alvh_desktop.viewmodels.selection import selection_text

        self.status_line.selection.say(selection_text(rows))
