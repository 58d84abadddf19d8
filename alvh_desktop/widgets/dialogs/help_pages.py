"""Help > Keyboard and Help > The words: pages that stay open beside the work and can be searched."""

import html
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction, QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableView,
    QTextBrowser,
    QWidget,
)

from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.dialogs.words import WORDS

Shortcut = tuple[str, str]
"""What is done, and by which keys."""

_STRONG = "font-weight: 600"


def show_keyboard(parent: QWidget | None, actions: Sequence[QAction]) -> None:
    """A page of every shortcut among `actions`."""
    _bring_up(KeyboardPage(shortcuts_of(actions), parent))


def show_words(parent: QWidget | None) -> None:
    """A page of the words that screens, menus and commands use."""
    _bring_up(WordsPage(parent))


def shortcuts_of(actions: Sequence[QAction]) -> tuple[Shortcut, ...]:
    """The actions that have keys, in their order, each once; the names as menus show them, without the mnemonic."""
    found: dict[Shortcut, None] = {}
    for action in actions:
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        if keys:
            found[_plain_name(action.text()), " or ".join(keys)] = None
    return tuple(found)


def _plain_name(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…").removesuffix("...")


class HelpPage(Sheet):
    """A field to search in above what is searched; stays open beside the work. Esc closes it, Enter does nothing."""

    def __init__(self, title: str, search_for: str, page: QWidget, parent: QWidget | None) -> None:
        super().__init__(title, parent, width_px=420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 600)
        self.search = QLineEdit()
        self.search.setPlaceholderText(search_for)
        self.search.setAccessibleName(search_for)
        self.search.setClearButtonEnabled(True)
        self.nothing_found = toned_label("Nothing here has these letters.", "dim")
        self.nothing_found.hide()
        self.rows.addWidget(self.search)
        self.rows.addWidget(self.nothing_found)
        self.rows.addWidget(page, 1)
        self.add_buttons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close), default=None)


class KeyboardPage(HelpPage):
    def __init__(self, shortcuts: Sequence[Shortcut], parent: QWidget | None = None) -> None:
        self.table = _shortcut_table()
        super().__init__("Keyboard", "Find a command or a key", self.table, parent)
        self.found = QSortFilterProxyModel(self)
        self.found.setSourceModel(_shortcut_model(shortcuts, self))
        self.found.setFilterKeyColumn(-1)
        self.found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.table.setModel(self.found)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.search.textChanged.connect(self._find)

    def _find(self, text: str) -> None:
        self.found.setFilterFixedString(text.strip())
        self.nothing_found.setVisible(self.found.rowCount() == 0)


class WordsPage(HelpPage):
    def __init__(self, parent: QWidget | None = None) -> None:
        self.page = QTextBrowser()
        self.page.setAccessibleName("The words and what they mean")
        self.page.document().setDocumentMargin(12)
        super().__init__("The words", "Find a word", self.page, parent)
        self.search.textChanged.connect(self._find)
        self._find("")

    def _find(self, text: str) -> None:
        found = words_with(text.strip())
        self.page.setHtml(_as_html(found))
        self.nothing_found.setVisible(not found)


def words_with(text: str) -> dict[str, dict[str, str]]:
    """The groups of words in which the letters stand, in the word or in its meaning."""
    sought = text.casefold()
    found = {
        group: {word: meaning for word, meaning in words.items() if sought in f"{word} {meaning}".casefold()}
        for group, words in WORDS.items()
    }
    return {group: words for group, words in found.items() if words}


def _as_html(groups: Mapping[str, Mapping[str, str]]) -> str:
    parts = []
    for group, words in groups.items():
        parts.append(f"<p style='{_STRONG}; font-size: large'>{html.escape(group)}</p>")
        for word, meaning in words.items():
            parts.append(f"<p><span style='{_STRONG}'>{html.escape(word)}</span><br>{html.escape(meaning)}</p>")
    return "".join(parts)


def _shortcut_model(shortcuts: Sequence[Shortcut], parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(0, 2, parent)
    model.setHorizontalHeaderLabels(["Command", "Keys"])
    for shortcut in shortcuts:
        model.appendRow([QStandardItem(text) for text in shortcut])
    return model


def _shortcut_table() -> QTableView:
    table = QTableView()
    table.setAccessibleName("Commands and their keys")
    table.setMinimumHeight(160)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table


def _bring_up(page: HelpPage) -> None:
    """Show a page in place of an older one of its kind."""
    parent = page.parent()
    for older in parent.findChildren(type(page)) if parent else ():
        if older is not page:
            older.close()
    page.show()
    page.search.setFocus()
