"""The list of the alerts panel: the keyboard goes from alert to alert, sections open and close."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from alvh_desktop.viewmodels.attention.listing import LINE_ROLE, AttentionList, Line
from alvh_desktop.widgets.attention.delegate import AttentionDelegate
from alvh_desktop.widgets.theme import Tokens

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Right)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_TOGGLING = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}


class AttentionView(QListView):
    """`opened` says that a person wants the page of the chosen alert; `chosen` that another one is chosen."""

    opened = Signal()
    chosen = Signal()

    def __init__(self, model: AttentionList, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kept_key = ""
        self.setObjectName("alertList")
        self.setAccessibleName("Alerts")
        self.setModel(model)
        self.delegate = AttentionDelegate(model, worn, self)
        self.setItemDelegate(self.delegate)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        model.modelAboutToBeReset.connect(self._keep_choice)
        model.modelReset.connect(self._restore_choice)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())

    @property
    def line(self) -> Line | None:
        """The one that has the keyboard."""
        found: Line | None = self.currentIndex().data(LINE_ROLE)
        return found

    def choose(self, key: str) -> None:
        """Put the choice on the line of this key, where it is listed."""
        place = self._model.place_of(key)
        if place is not None:
            self.setCurrentIndex(self._model.index(place))
            self.scrollTo(self._model.index(place))

    def copy_text(self, with_headers: bool) -> str:
        """The chosen rows in words; headers would add nothing."""
        places = sorted(index.row() for index in self.selectedIndexes())
        return "\n\n".join(self._model.text_of(place) for place in places)

    def wear(self, worn: Tokens) -> None:
        self.delegate.worn = worn
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Right open an alert, or a section; Left closes the section again."""
        line, key = self.line, event.key()
        if line is None or event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
        elif line.kind == "section" and (key in _OPENING or key in _TOGGLING):
            if line.is_open != _TOGGLING.get(Qt.Key(key), not line.is_open):
                self._model.toggle(line.section)
        elif line.alert is not None and key in _OPENING:
            self.opened.emit()
        elif line.alert is not None and key == Qt.Key.Key_Left:
            self.choose(line.section)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        line, many = self.line, Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & many
        if line is None or not is_plain or self.indexAt(event.position().toPoint()) != self.currentIndex():
            return
        if line.kind == "section":
            self._model.toggle(line.section)
        elif line.alert is not None:
            self.opened.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their text at this width; Qt itself would lay them out a tenth of a second later."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _keep_choice(self) -> None:
        self._kept_key = "" if self.line is None else self.line.key

    def _restore_choice(self) -> None:
        place = self._model.place_of(self._kept_key) if self._kept_key else None
        if place is not None:
            index: QModelIndex = self._model.index(place)
            self.setCurrentIndex(index)
