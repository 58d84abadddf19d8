"""The list of alerts, one card each."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from alvh_desktop.viewmodels.alerts import CARD_ROLE, AlertsModel
from alvh_desktop.widgets.alert_delegate import AlertDelegate
from alvh_desktop.widgets.theme import Tokens


class AlertList(QListView):
    def __init__(self, model: AlertsModel, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alertList")
        self.setAccessibleName("Alerts")
        self.setModel(model)
        self.delegate = AlertDelegate(worn, self)
        self.setItemDelegate(self.delegate)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def copy_text(self, with_headers: bool) -> str:
        """The chosen cards in words; headers would add nothing."""
        chosen = sorted(self.selectedIndexes(), key=lambda index: index.row())
        return "\n\n".join(index.data(CARD_ROLE).text for index in chosen)

    def wear(self, worn: Tokens) -> None:
        self.delegate.worn = worn
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards are as high as their text at this width; Qt itself would lay them out a tenth of a second later."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
