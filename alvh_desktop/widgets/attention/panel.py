"""The alerts panel: the list, beside or behind it the page of one alert, and the gauges below."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QSplitter, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.attention.detail import alert_detail
from alvh_desktop.viewmodels.attention.gauges import gauge_items
from alvh_desktop.viewmodels.attention.history import history_view
from alvh_desktop.viewmodels.attention.listing import AttentionList, line_key
from alvh_desktop.viewmodels.attention.snoozing import SnoozeChoice
from alvh_desktop.widgets.attention.alert_actions import AlertActions
from alvh_desktop.widgets.attention.detail_page import DetailPage
from alvh_desktop.widgets.attention.gauges_strip import GaugesStrip
from alvh_desktop.widgets.attention.list_view import AttentionView
from alvh_desktop.widgets.theme import Tokens

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book
    from alvh_desktop.rules.alerts import Alert, Attention, Key
    from alvh_desktop.viewmodels.attention.ports import Keeper

_WIDE, _HIGH = 720, 380
"""Pixels from which on list and page stand side by side, and the gauges take all the room that they need."""
_LIST_SHARE = 55
"""Percent of a wide panel, beside an open page."""


class AttentionPanel(QFrame):
    """Follows an Attention. `asked` carries what is to be done ("acknowledge", "wake", "trade", "chart",
    "ticket") with which alert; `snooze_asked` the SnoozeChoice and the alert.

    `actions_of_alert` stand in the menus too.
    """

    asked = Signal(str, object)
    snooze_asked = Signal(object, object)

    def __init__(self, model: AttentionList, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "panel")
        self.setAccessibleName("Alerts")
        self.model = model
        self._keeper: Keeper | None = None
        self._book: Book | None = None
        self._now: datetime | None = None
        self._open: Key | None = None
        self.view = AttentionView(model, worn)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.actions_of_alert = AlertActions(self)
        self.page, self.gauges = DetailPage(worn, self.actions_of_alert.on_page), GaugesStrip()
        self._lay_out()
        self._connect()
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return (self.view, *self.page.stops)

    @property
    def alert(self) -> Alert | None:
        """The one on the open page, else the chosen one."""
        if self._open is not None and not self.page.isHidden():
            return self.model.alert_of(self._open)
        line = self.view.line
        return None if line is None else line.alert

    def serve(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def show_attention(self, attention: Attention, book: Book, now: datetime) -> None:
        self._book, self._now = book, now
        self.model.show(attention.alerts, book, now)
        self.gauges.show_items(gauge_items(attention.gauges))
        self._share_room()
        self._refresh_page()
        self.follow()

    def clear(self) -> None:
        """Nothing is open."""
        self._book = self._now = None
        self.model.clear()
        self.gauges.show_items(())
        self.close_page()

    def open_alert(self, key: Key) -> None:
        """The page of this alert, wherever it stands in the list."""
        self.view.choose(line_key(key))
        self._open_page(key)

    def open_chosen(self) -> None:
        line = self.view.line
        if line is not None and line.alert is not None:
            self._open_page(line.alert.key)

    def close_page(self) -> None:
        had_focus = self.page.isAncestorOf(self.focusWidget() or self)
        self._open = None
        self.page.hide()
        self._share_room()
        if had_focus:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.follow()

    def choose_first(self) -> None:
        """The most pressing one: where the keyboard begins."""
        place = next((at for at, line in enumerate(self.model.lines) if line.alert is not None), None)
        if self.view.line is None and place is not None:
            self.view.setCurrentIndex(self.model.index(place))

    def copy_text(self, with_headers: bool) -> str:
        return self.view.copy_text(with_headers)

    def wear(self, worn: Tokens) -> None:
        self.view.wear(worn)
        self.page.wear(worn)

    def follow(self) -> None:
        """What can be done with the alert at hand."""
        alert, page = self.alert, self.page.detail
        detail = page if alert is not None and page is not None and page.key == alert.key else None
        if detail is None and alert is not None and self._book is not None and self._now is not None:
            detail = alert_detail(alert, self._book, self._now)
        self.actions_of_alert.follow(alert, detail)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.page.isHidden():
            self.close_page()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _open_page(self, key: Key) -> None:
        self._open = key
        self._refresh_page()
        if self.page.detail is None or self.page.detail.key != key:
            return
        if self.page.isHidden():
            self._halves.setSizes([self.width() * _LIST_SHARE // 100, self.width() * (100 - _LIST_SHARE) // 100])
        self.page.show()
        self._share_room()
        self.follow()
        self.page.take_focus()

    def _refresh_page(self) -> None:
        """An alert that is gone takes its page with it."""
        alert = None if self._open is None else self.model.alert_of(self._open)
        if self._open is None:
            return
        if alert is None or self._book is None or self._now is None:
            self.close_page()
            return
        seen = () if self._keeper is None else self._keeper.history(alert)
        self.page.show_detail(alert_detail(alert, self._book, self._now), history_view(alert.rule, seen))

    def _follow_choice(self) -> None:
        """Beside the list the page shows what is chosen."""
        line = self.view.line
        if not self.page.isHidden() and not self.view.isHidden() and line is not None and line.alert is not None:
            self._open = line.alert.key
            self._refresh_page()
        self.follow()

    def _share_room(self) -> None:
        is_wide = self.width() >= _WIDE
        is_paged = not self.page.isHidden()
        self.view.setVisible(is_wide or not is_paged)
        self.page.show_back(not is_wide)
        is_low = self.height() < _HIGH
        self.gauges.be_low(is_low)
        has_room = not (is_low and is_paged and not is_wide)
        self.gauges.setVisible(has_room and bool(self.gauges.items))

    def _offer_snoozes(self) -> None:
        """The menu of how long, under the button or beside the row."""
        button = self.page.buttons[self.actions_of_alert.snooze]
        under = button if button.isVisible() else self.view
        place = QPoint(0, button.height()) if under is button else self._beside_row()
        self.actions_of_alert.offer_snoozes(under.mapToGlobal(place))

    def _beside_row(self) -> QPoint:
        return self.view.viewport().mapTo(self.view, self.view.visualRect(self.view.currentIndex()).bottomLeft())

    def _show_menu(self, place: QPoint) -> None:
        line = self.view.line
        if line is None or line.alert is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(list(self.actions_of_alert.in_menu))
        menu.popup(self.view.viewport().mapToGlobal(place))

    def _ask(self, what: str) -> None:
        alert = self.alert
        if alert is None:
            return
        if what == "open":
            self.open_chosen()
        elif what == "snooze":
            self._offer_snoozes()
        else:
            self.asked.emit(what, alert)

    def _ask_snooze(self, choice: SnoozeChoice) -> None:
        alert = self.alert
        if alert is not None:
            self.snooze_asked.emit(choice, alert)

    def _connect(self) -> None:
        self.actions_of_alert.asked.connect(self._ask)
        self.actions_of_alert.snooze_asked.connect(self._ask_snooze)
        self.view.opened.connect(self.open_chosen)
        self.view.chosen.connect(self._follow_choice)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.page.left.connect(self.close_page)

    def _lay_out(self) -> None:
        self.page.hide()
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self._halves.setChildrenCollapsible(False)
        self._halves.addWidget(self.view)
        self._halves.addWidget(self.page)
        self._halves.setStretchFactor(0, 1)
        self._halves.setStretchFactor(1, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addWidget(self._halves, 1)
        self.gauges.setContentsMargins(12, 4, 12, 4)
        rows.addWidget(self.gauges)
        self.setFocusProxy(self.view)
