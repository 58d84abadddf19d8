"""What a person could find wrong with a shown window: clipped words, controls without a name."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

INTERACTIVE = (QLineEdit, QAbstractButton, QComboBox, QAbstractSpinBox, QAbstractItemView)


def visible_parts(window: QWidget) -> Iterator[QWidget]:
    for part in window.findChildren(QWidget):
        if part.isVisibleTo(window) and part.width() and part.height():
            yield part


def clipped_parts(window: QWidget) -> list[str]:
    """Labels and buttons smaller than their words, and figures wider than their column."""
    found = []
    for part in visible_parts(window):
        if isinstance(part, QLabel) and not _fits(part):
            found.append(f"label {part.text()!r}")
        if isinstance(part, QAbstractButton) and part.text() and part.width() < _least_width(part):
            found.append(f"button {part.text()!r}")
        if isinstance(part, QTreeView):
            found += [f"cell {text!r}" for text in _clipped_cells(part)]
    return found


def nameless_parts(window: QWidget) -> list[str]:
    """Everything that takes the keyboard or a click and that a screen reader could not name."""
    found = []
    for part in visible_parts(window):
        takes_part = isinstance(part, INTERACTIVE) and not isinstance(part, QHeaderView)
        if takes_part and not accessible_name(part):
            found.append(f"{type(part).__name__} {part.objectName()!r} in {type(part.parent()).__name__}")
    return found


def accessible_name(part: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(part)
    return face.text(QAccessible.Text.Name) if face else ""


def _fits(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) <= label.height() + 1
    hint = label.sizeHint()
    return hint.width() <= label.width() + 1 and hint.height() <= label.height() + 1


def _least_width(button: QAbstractButton) -> int:
    return QFontMetrics(button.font()).horizontalAdvance(button.text().replace("&", ""))


def _clipped_cells(view: QTreeView) -> list[str]:
    """Shown figures that do not fit. (A long name is elided and stands whole in its tooltip.)"""
    model, header, found = view.model(), view.header(), []
    index = model.index(0, 0)
    while index.isValid():
        for column in range(1, model.columnCount()):
            cell = index.siblingAtColumn(column)
            hint = view.itemDelegate().sizeHint(_option(view), cell)
            if not header.isSectionHidden(column) and hint.width() > header.sectionSize(column):
                found.append(f"{cell.data()} in column {column}")
        index = view.indexBelow(index)
    return found


def _option(view: QTreeView) -> QStyleOptionViewItem:
    option = QStyleOptionViewItem()
    option.font, option.fontMetrics, option.widget = view.font(), view.fontMetrics(), view
    return option
