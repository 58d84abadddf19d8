"""The panel of the hedge ladder: its layers as rows on one axis of days, and what can be done to the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QPushButton, QTreeView, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.attention.marks import Marks
from alvh_desktop.viewmodels.ladder import LadderModel
from alvh_desktop.viewmodels.ladder_cells import AXIS, COLUMNS
from alvh_desktop.viewmodels.ladder_rows import LadderRow, add_words, roll_words
from alvh_desktop.widgets.ladder_axis import AxisDelegate, LadderDelegate
from alvh_desktop.widgets.theme import Tokens

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

_NARROWEST_AXIS, _WIDEST_AXIS = 220, 480
_WIDEST_NAME = 240
_CELL_PADDING = 12


class LadderPanel(QWidget):
    """Follows a LadderModel. `roll_asked` carries the id of a trade; `add_asked` the role and the LayerGap."""

    roll_asked = Signal(int)
    add_asked = Signal(str, object)

    def __init__(self, model: LadderModel, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._picture: Picture | None = None
        self._is_seen = True
        self._choice: str | None = None
        self.view = _View(model, worn)
        self.roll = self._action(self._roll_chosen, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self.add = self._action(self._add_chosen, Qt.Key.Key_Insert)
        self.buttons = {action: self._button(action) for action in (self.roll, self.add)}
        self._lay_out()
        self._connect()
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return (self.view, *self.buttons.values())

    @property
    def chosen(self) -> LadderRow | None:
        place = self.view.currentIndex().row()
        return self._model.rows[place] if 0 <= place < len(self._model.rows) else None

    def show_picture(self, picture: Picture | None) -> None:
        """The ladders of this picture; they are worked out when somebody sees them."""
        self._picture = picture
        if (self.isVisible() and self._is_seen) or picture is None:
            self._model.show(picture)

    def show_marks(self, marks: Marks) -> None:
        """What alerts say of rows, by their keys."""
        self._model.show_marks(marks)

    def watch(self, is_seen: bool) -> None:
        """Whether somebody sees the panel: behind the tab of another one it is visible to Qt alone."""
        self._is_seen = is_seen
        if is_seen and self.isVisible():
            self._model.show(self._picture)

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_seen:
            self._model.show(self._picture)
        super().showEvent(event)

    def wear(self, worn: Tokens) -> None:
        self.view.wear(worn)

    def copy_text(self, with_headers: bool) -> str:
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        return self._model.text_of(rows, with_headers) if rows else ""

    def choose(self, key: str) -> None:
        """Put the choice on the row of this key, where it still is."""
        place = self._model.place_of(key)
        if place is not None:
            self.view.setCurrentIndex(self._model.index(place, 0))

    def menu(self) -> QMenu:
        """What the buttons do; a layer of several trades names each that may be rolled."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.roll)
        row = self.chosen
        if row is not None and len(row.rolls) > 1:
            for trade_id, words in row.rolls:
                action = menu.addAction(f"Roll {words} (trade {trade_id})…")
                action.triggered.connect(lambda _, trade_id=trade_id: self.roll_asked.emit(trade_id))
        menu.addAction(self.add)
        return menu

    def follow(self) -> None:
        """What can be done to the chosen row."""
        row = self.chosen
        self.roll.setText(roll_words(row))
        self.roll.setEnabled(row is not None and bool(row.rolls))
        self.add.setText(add_words(row))
        self.add.setEnabled(row is not None and row.gap is not None)

    def _roll_chosen(self) -> None:
        row = self.chosen
        if row is not None and row.rolls:
            self.roll_asked.emit(row.rolls[0][0])

    def _add_chosen(self) -> None:
        row = self.chosen
        if row is not None and row.gap is not None:
            self.add_asked.emit(row.gap.role, row.gap)

    def _action(self, act: object, *keys: Qt.Key) -> QAction:
        action = QAction(self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(act)
        self.view.addAction(action)
        return action

    def _button(self, action: QAction) -> QPushButton:
        button = QPushButton()
        button.setProperty("tone", "quiet")
        button.clicked.connect(action.trigger)

        def follow() -> None:
            button.setText(action.text())
            button.setEnabled(action.isEnabled())

        action.changed.connect(follow)
        return button

    def _choose(self) -> None:
        row = self.chosen
        self._choice = row.key if row else self._choice
        self.follow()

    def _settle(self) -> None:
        """The choice stays with its row, wherever the new rows have it."""
        self.view.fit()
        if self._choice is not None:
            self.choose(self._choice)
        self.follow()

    def _show_menu(self, place: QPoint) -> None:
        self.menu().popup(self.view.viewport().mapToGlobal(place))

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self._model.modelReset.connect(self._settle)
        self._model.dataChanged.connect(self._settle)
        self.view.doubleClicked.connect(lambda _: self._roll_chosen())
        self.view.customContextMenuRequested.connect(self._show_menu)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 4)
        row.setSpacing(6)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.view, 1)
        rows.addLayout(row)
        self.setFocusProxy(self.view)


class _View(QTreeView):
    """The rows; every column is as wide as its words, the axis takes what is left."""

    def __init__(self, model: LadderModel, worn: Tokens) -> None:
        super().__init__()
        self.setObjectName("ladderView")
        self.setAccessibleName("Hedge ladder")
        self.setModel(model)
        self._delegates = LadderDelegate(worn, self), AxisDelegate(worn, self)
        self.setItemDelegate(self._delegates[0])
        self.setItemDelegateForColumn(AXIS, self._delegates[1])
        self.setProperty("tone", "spaced")
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setAllColumnsShowFocus(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(36)
        self.fit()

    def wear(self, worn: Tokens) -> None:
        for delegate in self._delegates:
            delegate.wear(worn)
        self.viewport().update()

    def fit(self) -> None:
        header = self.header()
        for place in range(len(COLUMNS)):
            if place != AXIS:
                wide = max(self.sizeHintForColumn(place) + _CELL_PADDING, header.sectionSizeHint(place))
                header.resizeSection(place, min(wide, _WIDEST_NAME) if place == 0 else wide)
        self._fit_axis()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_axis()

    def _fit_axis(self) -> None:
        header = self.header()
        others = sum(header.sectionSize(place) for place in range(len(COLUMNS)) if place != AXIS)
        room = self.viewport().width() - others
        header.resizeSection(AXIS, max(min(room, _WIDEST_AXIS), _NARROWEST_AXIS))
