"""A sheet above the docks that lists how a trade can be closed or rolled; one row goes to the ticket."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.roll_choices import RollChoices
from alvh_desktop.viewmodels.rolls.rows import COLUMNS
from alvh_desktop.viewmodels.text_table import TextTable
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.dialogs.word_table import WordTable
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import Tokens, set_tone

_LEAST_ROWS, _MOST_ROWS = 2, 8
_WINDOW_SHARE = 13
"""Percent of the window's height that the rows may take from the chart below them."""
_LOTS_WIDTH, _CELL_PADDING = 64, 6
_NOTES = len(COLUMNS) - 1
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RollSheet(QFrame):
    """Stands open beside the work. `chosen` carries a Draft and its title for the ticket; `left` comes when it closes
    without a choice and the keyboard is free again.

    Up and Down go from row to row, Enter takes one, Esc leaves.
    """

    chosen = Signal(object, str)
    left = Signal()

    def __init__(self, choices: RollChoices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = choices
        self._key = ""
        self.setObjectName("rollSheet")
        self.setProperty("tone", "panel")
        self.setAccessibleName("Close or roll a trade")
        self.title = QLabel()
        self.lots = TextLine()
        self.take = QPushButton("&Put on the ticket")
        self.close_button = QToolButton(autoRaise=True)
        self.table = _Ways(choices.table)
        self.about, self.told = toned_label("", "dim"), toned_label("", "problem")
        self._lay_out()
        self._connect()
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return self.lots, self.take, self.close_button, self.table

    def ask(self, trade_id: int) -> None:
        """Open for this trade."""
        self._key = ""
        self.lots.clear()
        self.show()
        self.choices.ask(trade_id)
        self.table.setFocus()

    def leave(self) -> None:
        self._end()
        self.left.emit()

    def wear(self, worn: Tokens) -> None:
        """Its colours are those of the palette."""
        self.table.viewport().update()

    def copy_text(self, with_headers: bool) -> str:
        text = self.choices.table.text_of(sorted(index.row() for index in self.table.selectionModel().selectedRows()))
        return text if with_headers else text.partition("\n")[2]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER:
            self._take()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        answer = self.choices.choose(self.table.currentIndex().row())
        if isinstance(answer, Problem):
            self._refuse(answer)
            return
        self._end()
        self.chosen.emit(*answer)

    def _refuse(self, problem: Problem) -> None:
        """At the field it names; what was typed stays."""
        self._say(sentence_of(problem), "problem")
        if problem.where == "lots":
            set_tone(self.lots, "problem")
            self.lots.setAccessibleDescription(sentence_of(problem))
            self.lots.setFocus()

    def _end(self) -> None:
        self.hide()
        self.choices.forget()

    def _follow(self) -> None:
        """New rows or sentences; the choice stays with its way."""
        choices = self.choices
        self.title.setText(choices.title)
        held = choices.held_lots
        self.lots.setPlaceholderText("all" if held is None else f"all {held:,}")
        is_bad = isinstance(choices.lots, Problem)
        set_tone(self.lots, "problem" if is_bad else "")
        self.lots.setAccessibleDescription(choices.told if is_bad else "")
        self._say(choices.told, "problem" if is_bad else "doubt" if choices.problem is not None else "dim")
        self.take.setEnabled(bool(choices.ways))
        place = next((at for at, way in enumerate(choices.ways) if way.key == self._key), 0)
        if choices.ways:
            self.table.selectRow(place)
        self.table.fit()
        self._tell_about()

    def _choose(self) -> None:
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.choices.ways):
            self._key = self.choices.ways[place].key
        self._tell_about()

    def _tell_about(self) -> None:
        """The notes of the row, whole: in the table they are cut short."""
        place = self.table.currentIndex().row()
        rows = self.choices.table.rows
        row = rows[place] if 0 <= place < len(rows) else None
        set_tone(self.about, "doubt" if row is not None and row.tone == "doubt" else "dim")
        self.about.setText(row.cells[_NOTES] if row is not None else "")
        self.about.setVisible(bool(self.about.text()))

    def _say(self, text: str, tone: str) -> None:
        set_tone(self.told, tone)
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("tone", "strong")
        words = QLabel("&Lots")
        words.setBuddy(self.lots)
        self.lots.setObjectName("roll_lots")
        self.lots.setAccessibleName("Lots to close or roll; nothing is all")
        self.lots.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.lots.setFixedWidth(_LOTS_WIDTH)
        self.take.setProperty("tone", "primary")
        self.take.setToolTip("The ticket shows what it would do before anything is booked (Enter)")
        self.close_button.setText("\N{MULTIPLICATION SIGN}")
        self.close_button.setAccessibleName("Close: ways to close or roll")
        self.close_button.setToolTip("Close (Esc)")
        row = QHBoxLayout()
        row.setSpacing(7)
        row.addWidget(self.title)
        row.addStretch()
        for part in (words, self.lots, self.take, self.close_button):
            row.addWidget(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 8, 6, 8)
        rows.setSpacing(5)
        rows.addLayout(row)
        rows.addWidget(self.table)
        rows.addWidget(self.about)
        rows.addWidget(self.told)

    def _connect(self) -> None:
        self.lots.textEdited.connect(self.choices.say_lots)
        self.take.clicked.connect(self._take)
        self.close_button.clicked.connect(self.leave)
        self.table.doubleClicked.connect(lambda _: self._take())
        self.table.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.choices.changed.connect(self._follow)
        self.choices.session.held.connect(lambda _: self.hide())


class _Ways(WordTable):
    """As high as its rows, columns as wide as their words; the notes take what is left."""

    def __init__(self, words: TextTable) -> None:
        super().__init__(words, "Ways to close or roll", ())
        self.setSelectionMode(WordTable.SelectionMode.SingleSelection)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def fit(self) -> None:
        header = self.horizontalHeader()
        for place in range(_NOTES):
            width = max(self.sizeHintForColumn(place), header.sectionSizeHint(place)) + _CELL_PADDING
            header.resizeSection(place, width)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc are the sheet's."""
        if event.key() in (*_ENTER, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        row = self.verticalHeader().defaultSectionSize()
        most = min(self.window().height() * _WINDOW_SHARE // 100 // row, _MOST_ROWS)
        rows = max(min(self.model().rowCount(), most), _LEAST_ROWS)
        high = self.horizontalHeader().sizeHint().height() + rows * row + 3
        return QSize(super().sizeHint().width(), high)

    def minimumSizeHint(self) -> QSize:
        high = self.horizontalHeader().sizeHint().height() + _LEAST_ROWS * self.verticalHeader().defaultSectionSize()
        return QSize(200, high + 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
