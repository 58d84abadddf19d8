"""The table of typed values: how a line is painted, and how its value is typed over."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from alvh_desktop.viewmodels.input_cells import VALUE
from alvh_desktop.viewmodels.inputs import LINE_ROLE, TONE_ROLE
from alvh_desktop.widgets.tokens import tokens

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = (174, 74, 178, 84, 88, 64, 140, 62)
_ROW_PADDING = 8
_MID_GREY = 128


class InputsTable(QTreeView):
    """Lines under their groups; the value of a line is typed over from anywhere in it."""

    def __init__(self, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_ValueDelegate(self))
        self.setAccessibleName("Inputs and model constants")
        self.setProperty("tone", "spaced")
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setMinimumHeight(180)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        header = self.header()
        header.setMinimumSectionSize(48)
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        for place, width in enumerate(_WIDTHS):
            header.resizeSection(place, width)
        self.expandAll()
        self.activated.connect(self._edit)

    def _edit(self, index: QModelIndex) -> None:
        """Enter, or a double click beside the value, edits the value of that line."""
        if index.data(LINE_ROLE) is not None and self.state() != QAbstractItemView.State.EditingState:
            value = index.siblingAtColumn(VALUE)
            self.setCurrentIndex(value)
            if value.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(value)


class _ValueDelegate(QStyledItemDelegate):
    """Paints tones, and edits a value as plain text: no steps, no rounding, nothing guessed."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        line = index.data(LINE_ROLE)
        editor.setAccessibleName(f"{line.kind.name}, {line.kind.unit}" if line else "Value")
        editor.setStyleSheet("padding: 0 5px; border-radius: 0;")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: what is being typed stays when the book changes meanwhile."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Only what was typed, or was refused before: an old value is confirmed by typing it, not by a look at it."""
        if isinstance(editor, QLineEdit) and (editor.isModified() or index.data(TONE_ROLE) == "problem"):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tone = index.data(TONE_ROLE)
        if tone == "strong":
            option.font.setWeight(QFont.Weight.DemiBold)
        worn = tokens("dark" if option.palette.base().color().lightness() < _MID_GREY else "light")
        colour = {"dim": worn.dim, "problem": worn.problem, "doubt": worn.doubt}.get(tone)
        if colour is not None:
            option.palette.setColor(QPalette.ColorRole.Text, QColor(colour))
            option.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(colour))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + _ROW_PADDING)
