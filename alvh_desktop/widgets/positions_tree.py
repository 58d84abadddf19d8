"""The positions tree: what is open stays open across repaints, and chosen rows stay chosen."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QByteArray, QItemSelectionModel, QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMenu,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from alvh_desktop.viewmodels.attention.marks import Marks
from alvh_desktop.viewmodels.position_cells import COLUMNS
from alvh_desktop.viewmodels.position_rows import Row
from alvh_desktop.viewmodels.positions import ROW_ROLE, SORT_ROLE, Index, PositionsModel
from alvh_desktop.viewmodels.selection import as_columns
from alvh_desktop.widgets.figure_delegate import FigureDelegate, NameDelegate
from alvh_desktop.widgets.scope_controls import ScopeControls
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import Tokens

_NARROWEST_NAME, _WIDEST_NAME = 214, 380
_WIDTHS = (252, 42, 54, 54, 106, 46, 67, 67, 67, 48)


class PositionsTree(QWidget):
    """`chosen` carries the chosen Rows; `menu_asked` the screen position of a right click."""

    chosen = Signal(object)

    def __init__(self, model: PositionsModel, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.menu: QMenu | None = None
        self._opened: dict[str, bool] = {}
        self._chosen_before: list[str] = []
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(model)
        self._proxy.setSortRole(SORT_ROLE)
        self._proxy.setFilterKeyColumn(-1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setAutoAcceptChildRows(True)
        self.search = TextLine()
        self.search.setObjectName("searchPositions")
        self.search.setPlaceholderText("Find a position, expiry or strike")
        self.search.setAccessibleName("Find a position")
        self.search.setClearButtonEnabled(True)
        self.scope = ScopeControls(self)
        self.view = _Tree(self)
        self.view.setModel(self._proxy)
        self._delegates = FigureDelegate(worn, self.view), NameDelegate(worn, self.view)
        self.view.setItemDelegate(self._delegates[0])
        self.view.setItemDelegateForColumn(0, self._delegates[1])
        self._set_up_header()
        self._connect()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        above = QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(self.search, 1)
        above.addWidget(self.scope)
        rows.addLayout(above)
        rows.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    @property
    def chosen_rows(self) -> tuple[Row, ...]:
        """From the top of the screen to its end."""
        return tuple(index.data(ROW_ROLE) for index in sorted(self.view.selectionModel().selectedRows(), key=_path))

    @property
    def current_row(self) -> Row | None:
        row: Row | None = self.view.currentIndex().data(ROW_ROLE)
        return row

    def copy_text(self, with_headers: bool) -> str:
        return as_columns(self.chosen_rows, with_headers)

    def wear(self, worn: Tokens) -> None:
        for delegate in self._delegates:
            delegate.wear(worn)
        self.view.viewport().update()

    def open_all(self) -> None:
        self.view.expandAll()

    def choose(self, key: str) -> bool:
        """Put the choice on the row of this key, and bring it into view; False where it is not there."""
        index = self._proxy.mapFromSource(self._model.find(key))
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        return index.isValid()

    def show_marks(self, marks: Marks) -> None:
        """What alerts say of rows, by their keys."""
        self._delegates[1].marks = marks
        self._model.show_marks(marks)

    def header_state(self) -> QByteArray:
        return self.view.header().saveState()

    def restore_header(self, state: QByteArray) -> None:
        """Widths, order and hidden columns; a state of another table is passed over."""
        if not self.view.header().restoreState(state):
            self._set_widths()

    def reset_header(self) -> None:
        header = self.view.header()
        for place in range(len(COLUMNS)):
            header.moveSection(header.visualIndex(place), place)
            header.showSection(place)
        self._proxy.sort(-1)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._set_widths()

    def be_painted(self, row: Row | None) -> None:
        """The cells painted next are of this row; None where it is not known."""
        for delegate in self._delegates:
            delegate.row = row

    def _set_up_header(self) -> None:
        header = self.view.header()
        header.setObjectName("positionsHeader")
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(36)
        header.setSectionsMovable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda place: self.columns_menu().popup(header.mapToGlobal(place)))
        self.view.setSortingEnabled(True)
        self._set_widths()

    def _set_widths(self) -> None:
        header = self.view.header()
        for place, width in enumerate(_WIDTHS):
            header.resizeSection(place, width)
        self.view.fit_name()

    def columns_menu(self) -> QMenu:
        """Which columns are shown; the name always is."""
        menu = QMenu("Columns", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        header = self.view.header()
        for place, (title, _) in list(enumerate(COLUMNS))[1:]:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(place))
            action.toggled.connect(lambda shown, place=place: header.setSectionHidden(place, not shown))
        return menu

    def _connect(self) -> None:
        self.search.textChanged.connect(self._proxy.setFilterFixedString)
        self.search.textChanged.connect(lambda _: self._open_as_before())
        self.view.expanded.connect(lambda index: self._remember_open(index, True))
        self.view.collapsed.connect(lambda index: self._remember_open(index, False))
        self._model.modelAboutToBeReset.connect(self._remember_chosen)
        self._proxy.modelReset.connect(self._restore)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit(self.chosen_rows))

    def _remember_open(self, index: QModelIndex, is_open: bool) -> None:
        self._opened[index.data(ROW_ROLE).key] = is_open

    def _remember_chosen(self) -> None:
        self._chosen_before = [row.key for row in self.chosen_rows]

    def _restore(self) -> None:
        self._open_as_before()
        chosen = self.view.selectionModel()
        for key in self._chosen_before:
            index = self._proxy.mapFromSource(self._model.find(key))
            if index.isValid():
                flags = QItemSelectionModel.SelectionFlag
                chosen.setCurrentIndex(index, flags.Select | flags.Rows)

    def _open_as_before(self) -> None:
        """As the person left each row; what was never touched is open unless its own line says all."""
        for index in list(self._indexes()):
            row: Row = index.data(ROW_ROLE)
            says_all = row.badge == "closed" or (row.kind == "trade" and len(row.children) == 1)
            self.view.setExpanded(index, self._opened.get(row.key, not says_all))

    def _indexes(self, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
        parent = QModelIndex() if parent is None else parent
        for place in range(self._proxy.rowCount(parent)):
            index = self._proxy.index(place, 0, parent)
            yield index
            yield from self._indexes(index)


def _path(index: QModelIndex) -> tuple[int, ...]:
    """Where an index stands among its siblings and each above it among its own: in the order of the screen."""
    return (*_path(index.parent()), index.row()) if index.isValid() else ()


class _Tree(QTreeView):
    """A right click shows the same actions as the menu."""

    def __init__(self, owner: PositionsTree) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setObjectName("positionsTree")
        self.setAccessibleName("Positions")
        self.setAllColumnsShowFocus(True)
        self.setUniformRowHeights(True)
        self.setIndentation(12)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def fit_name(self) -> None:
        """The name takes the room that the figures leave, within reason."""
        header = self.header()
        figures = sum(header.sectionSize(place) for place in range(1, header.count()))
        room = self.viewport().width() - figures
        header.resizeSection(0, max(min(room, _WIDEST_NAME), _NARROWEST_NAME))

    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:  # noqa: N803
        """As every view does it. A tree would also measure each cell of the row, for its height may be another one;
        here all rows are of one height, and none gains or loses a child in this way."""
        QAbstractItemView.dataChanged(self, topLeft, bottomRight, list(roles))

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Each cell of it would ask for its Row by itself, through the proxy."""
        self._owner.be_painted(index.data(ROW_ROLE))
        super().drawRow(painter, options, index)
        self._owner.be_painted(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_name()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._owner.menu is not None:
            self._owner.menu.popup(event.globalPos())
