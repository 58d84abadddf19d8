"""What is in a file of the market or in a table of a person's own, and its refused lines: a tab each."""

from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from alvh_desktop.viewmodels.file_line import FileLine
from alvh_desktop.viewmodels.import_texts import PARTS, REFUSED, part_row, refused_row
from alvh_desktop.viewmodels.text_table import TextTable
from alvh_desktop.viewmodels.typed_texts import TYPED_ROWS, typed_rows
from alvh_desktop.widgets.dialogs.word_table import WordTable

_PART_WIDTHS = 220, 100, 80
_TYPED_WIDTHS = 62, 180, 208, 160
_PARTS_TAB, _REFUSED_TAB, _TYPED_TAB = range(3)


class FileTabs(QTabWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tells = _PARTS_TAB
        """The tab that tells most of the chosen file; another one that a person chose stays while this one does."""
        self.part_words, self.refused_words = TextTable(PARTS, self), TextTable(REFUSED, self)
        self.typed_words = TextTable(TYPED_ROWS, self)
        self.parts = WordTable(self.part_words, "What is in the file", _PART_WIDTHS)
        self.refused = WordTable(self.refused_words, "Refused lines", (70,))
        self.typed = WordTable(self.typed_words, "Rows of your own table", _TYPED_WIDTHS)
        self.copy = QPushButton("&Copy the lines")
        self.copy.setToolTip("Copy every refused line with its reason")
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self.refused.copy_all)
        self.setMinimumHeight(132)
        self.setDocumentMode(True)
        for table in (self.parts, self.refused, self.typed):
            self.addTab(table, "")
        self.setCornerWidget(self.copy)

    def show_line(self, line: FileLine | None) -> None:
        """A table of a person's own shows its rows, a file refused for its lines those, every other what is in it."""
        self.part_words.show_rows([part_row(part) for part in line.parts] if line else [])
        self.refused_words.show_rows([refused_row(each) for each in line.refused] if line else [])
        self.typed_words.show_rows(typed_rows(line) if line else [])
        in_it, left, own = (len(each.rows) for each in (self.part_words, self.refused_words, self.typed_words))
        self.setTabText(_PARTS_TAB, f"In the file ({in_it:,})" if in_it else "In the file")
        self.setTabText(_REFUSED_TAB, f"Refused lines ({left:,})" if left else "Refused lines")
        self.setTabText(_TYPED_TAB, f"Rows of your own ({own:,})")
        self.setTabVisible(_TYPED_TAB, own > 0)
        self.setTabVisible(_PARTS_TAB, own == 0)
        self.setTabEnabled(_REFUSED_TAB, left > 0)
        before, self._tells = self._tells, _TYPED_TAB if own else _PARTS_TAB
        if line is not None and line.stage == "refused" and left:
            self._tells = _REFUSED_TAB
        if self._tells != before:
            self.setCurrentIndex(self._tells)
        self.copy.setEnabled(left > 0)
