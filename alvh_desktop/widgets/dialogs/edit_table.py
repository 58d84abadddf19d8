"""A table that is typed over in place: text as it was typed, choices from a list, refused cells in red."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from alvh_desktop.viewmodels.edited_table import CHOICES_ROLE, EditedTable
from alvh_desktop.viewmodels.row_table import TONE_ROLE
from alvh_desktop.widgets.dialogs.new_input import StillChoice
from alvh_desktop.widgets.table_look import BY_TYPING, TYPED_ROW_PADDING, give_look
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.tokens import tokens

Index = QModelIndex | QPersistentModelIndex
_MID_GREY = 128


class EditTable(QTableView):
    """F2, Enter, a double click or typing edits the cell at hand; Ctrl+C copies the chosen rows as columns.

    `widths` are those of the first columns; the last one takes what is left. `typed` carries a cell and the text in
    its open editor, at each key; nothing is entered by it. `left` says that the editor is gone.
    """

    typed = Signal(QModelIndex, str)
    left = Signal()

    def __init__(self, model: EditedTable, name: str, widths: Sequence[int]) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        delegate = _CellDelegate(self)
        delegate.typed.connect(self.typed)
        delegate.closeEditor.connect(lambda *_: self.left.emit())
        self.setItemDelegate(delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(BY_TYPING)
        give_look(self, name, TYPED_ROW_PADDING)
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(40)
        for place, width in enumerate(widths):
            header.resizeSection(place, width)
        self._kept: tuple[int, str] | None = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self._restore()

    @property
    def chosen_id(self) -> int | None:
        """The id of the row at hand."""
        row = self._model.row_of(self.currentIndex())
        return row.id if row else None

    def choose(self, row_id: int, field: str) -> None:
        """Put the choice on a cell, and bring it into view."""
        row = next((place for place, each in enumerate(self._model.rows) if each.id == row_id), None)
        column = next((place for place, each in enumerate(self._model.columns) if each.field == field), 0)
        if row is not None:
            self.setCurrentIndex(self._model.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_idle = self.state() != QAbstractItemView.State.EditingState
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif is_enter and is_idle and self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _remember(self) -> None:
        chosen, index = self.chosen_id, self.currentIndex()
        self._kept = None if chosen is None else (chosen, self._model.columns[index.column()].field)

    def _restore(self) -> None:
        """The choice stays with its row; the first row where it is gone, so that the keys always have one."""
        if self._kept is not None:
            self.choose(*self._kept)
        if not self.currentIndex().isValid() and self._model.rows:
            self.setCurrentIndex(self._model.index(0, 0))

    def _copy(self) -> None:
        if self.currentIndex().isValid():
            QGuiApplication.clipboard().setText(self._model.text_of([self.currentIndex().row()]))


class _CellDelegate(QStyledItemDelegate):
    """Nothing is guessed: what was typed goes to the model as it is, and stays where it is refused."""

    typed = Signal(QModelIndex, str)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        choices = index.data(CHOICES_ROLE)
        title = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor = self._choice(parent, choices) if choices else self._line(parent, index)
        editor.setAccessibleName(str(title))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: what is being typed stays when the book changes meanwhile."""
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, StillChoice):
            editor.setCurrentIndex(max(editor.findData(text), 0))
        elif isinstance(editor, TextLine) and not editor.isModified():
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, StillChoice):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)
        elif isinstance(editor, TextLine) and (editor.isModified() or index.data(TONE_ROLE) == "problem"):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        worn = tokens("dark" if option.palette.base().color().lightness() < _MID_GREY else "light")
        tone = index.data(TONE_ROLE)
        if tone == "strong":
            option.font.setWeight(QFont.Weight.DemiBold)
        colour = {"dim": worn.dim, "problem": worn.problem}.get(tone)
        if colour is not None:
            option.palette.setColor(QPalette.ColorRole.Text, QColor(colour))
            option.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(colour))
        option.textElideMode = Qt.TextElideMode.ElideRight

    def _choice(self, parent: QWidget, choices: Sequence[tuple[str, str]]) -> StillChoice:
        editor = StillChoice(parent)
        for text, label in choices:
            editor.addItem(label, text)
        editor.setStyleSheet("padding: 0 5px; border-radius: 0;")
        editor.activated.connect(lambda _: self._end(editor))
        return editor

    def _end(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _line(self, parent: QWidget, index: Index) -> TextLine:
        editor = TextLine(parent)
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        editor.setAlignment(Qt.AlignmentFlag(alignment))
        editor.setStyleSheet("padding: 0 5px; border-radius: 0;")
        where = QPersistentModelIndex(index)
        editor.textEdited.connect(lambda text: self.typed.emit(_cell_of(where), text))
        return editor


def _cell_of(kept: QPersistentModelIndex) -> QModelIndex:
    return kept.model().index(kept.row(), kept.column()) if kept.isValid() else QModelIndex()
