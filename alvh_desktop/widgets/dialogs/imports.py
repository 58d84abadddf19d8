"""File > Import: what each file holds is shown first, and kept when a person says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QWidget,
)

from alvh_desktop.domain.quotes import Ask
from alvh_desktop.viewmodels.file_answers import said_text
from alvh_desktop.viewmodels.file_imports import FileImports
from alvh_desktop.viewmodels.file_line import FileLine
from alvh_desktop.viewmodels.import_texts import FILES, about_file, file_row, keep_text, progress_of
from alvh_desktop.viewmodels.text_table import TextTable
from alvh_desktop.widgets.dialogs.file_tabs import FileTabs
from alvh_desktop.widgets.dialogs.said_of_file import said_rows
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.dialogs.statement_page import StatementPage
from alvh_desktop.widgets.dialogs.word_table import WordTable
from alvh_desktop.widgets.drop_veil import DropVeil
from alvh_desktop.widgets.theme import set_tone

_LEAD = "Nothing is kept until you press Import, or Book for a statement. More files may be dropped here."
_NO_FILE = (
    "Choose files, or drop them here: option chains, index histories, VX settlements, statements of your broker, "
    "tables of your own."
)
_NO_PORTFOLIO = "No portfolio is open. Quotes are kept beside a portfolio: open yours, then the files are read."
_AGAIN: dict[Ask, tuple[str, str]] = {
    "moment": ("Another &time", "Say yourself when the quotes of this file were made"),
    "series": ("Another inde&x", "Say yourself which index or VX future this file is of"),
}
_SIZE = 884, 580
_STATEMENT_SIZE, _EDGES = (1130, 680), 80
_FILES_HEIGHT, _FILES_HEIGHT_BESIDE, _NO_LIMIT = 126, 78, 16_777_215
"""Least height of the list of files, what it has beside the rows of a statement, and what Qt calls none."""
_FILE_WIDTHS = 162, 86, 126, 54, 62, 62, 72


class ImportsDialog(Sheet):
    """Stays open beside the work; it shows what `imports` holds and passes on what is said.

    `asked_files` and `asked_portfolio` want a dialog of the desktop, `dropped` carries a Dropped.
    """

    asked_files = Signal()
    asked_portfolio = Signal()
    dropped = Signal(object)

    def __init__(self, imports: FileImports, parent: QWidget | None = None) -> None:
        super().__init__("Import", parent, width_px=720)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._imports = imports
        self._asked_by_hand = ""
        """The file of which a person wants to say something although it can be read without."""
        self._shown: tuple[str, Ask | None] = "", None
        """The file that the lower half speaks of, and what it asks; what was typed stays while these do."""
        self._has_grown = False
        self.lead = toned_label(_LEAD, "dim")
        self.open_portfolio = QPushButton("&Open a portfolio\N{HORIZONTAL ELLIPSIS}")
        self.add_files = QPushButton("&Add files\N{HORIZONTAL ELLIPSIS}")
        self.bar, self.stop = QProgressBar(), QPushButton("&Stop")
        self.file_words = TextTable(FILES, self)
        self.files = WordTable(self.file_words, "Files", _FILE_WIDTHS)
        self.about = toned_label("")
        self.another, self.leave_out = QPushButton(), QPushButton("&Leave out")
        self.said = said_rows()
        self.tabs, self.statement = FileTabs(), StatementPage()
        self.keep = QPushButton()
        self._lay_out()
        self._connect()
        self.veil = DropVeil(self)
        self.setAcceptDrops(True)
        self._follow()

    @property
    def chosen(self) -> FileLine | None:
        """The file that the lower half speaks of."""
        lines, row = self._imports.lines, self.files.currentIndex().row()
        return lines[row] if 0 <= row < len(lines) else None

    def done(self, result: int) -> None:
        """What was not read yet is read no more; what is being imported goes on to its end."""
        if not self._imports.is_keeping:
            self._imports.stop()
        self._imports.watch("")
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.files.hasFocus():
            self._leave_out()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.veil.welcome(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(self.veil.take(event))

    def _lay_out(self) -> None:
        self.resize(*_SIZE)
        self.bar.setFixedWidth(110)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How many files are done")
        self.stop.setAccessibleName("Stop reading or importing")
        self.files.setMinimumHeight(_FILES_HEIGHT)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setMinimumHeight(self.about.fontMetrics().height() * 2)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.leave_out.setToolTip("Take the file off this list (Del)")
        self.rows.addLayout(_row(self.lead, self.bar, self.stop, self.open_portfolio, self.add_files))
        self.rows.addWidget(self.files, 1)
        self.rows.addLayout(_row(self.about, self.another, self.leave_out))
        for row in self.said.values():
            self.rows.addWidget(row)
        self.rows.addWidget(self.tabs, 1)
        self.rows.addWidget(self.statement, 3)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in (self.keep, self.statement.book):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.add_buttons(buttons, default=self.keep)
        for button in (self.add_files, self.open_portfolio, self.stop, self.another, self.leave_out):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self._imports.changed.connect(self._follow)
        self.files.selectionModel().currentChanged.connect(lambda *_: self._follow_choice())
        self.add_files.clicked.connect(self.asked_files)
        self.open_portfolio.clicked.connect(self.asked_portfolio)
        self.stop.clicked.connect(self._imports.stop)
        self.keep.clicked.connect(self._imports.keep_all)
        self.leave_out.clicked.connect(self._leave_out)
        self.another.clicked.connect(self._ask_by_hand)
        for about, row in self.said.items():
            row.said.connect(partial(self._say, about))

    def _follow(self) -> None:
        """What is other than before: the list, what is being done, and what can be done."""
        lines, chosen = self._imports.lines, self.files.currentIndex().row()
        self.file_words.show_rows([file_row(line) for line in lines])
        self._choose(lines, chosen)
        self._follow_choice()
        self._show_progress(lines)
        self.open_portfolio.setVisible(self._imports.needs_portfolio)
        self.keep.setText(keep_text(lines))
        self.keep.setEnabled(self._imports.can_keep)

    def _show_progress(self, lines: tuple[FileLine, ...]) -> None:
        is_busy = self._imports.is_reading or self._imports.is_keeping
        for part in (self.bar, self.stop):
            part.setVisible(is_busy)
        doing, done, all_of_them = progress_of(lines) if is_busy else ("", 0, 0)
        self.bar.setRange(0, all_of_them if all_of_them > 1 else 0)
        self.bar.setValue(done)
        self.lead.setText(
            (doing if all_of_them < 2 else f"{doing}, {done + 1} of {all_of_them}") or self._lead_text()
        )

    def _lead_text(self) -> str:
        if self._imports.needs_portfolio:
            return _NO_PORTFOLIO
        stands_at = self._imports.simulated_at
        if stands_at:
            sample = (
                f"This portfolio lives on a simulated market that stands at {stands_at}: later quotes do not count."
            )
            return f"{_LEAD} {sample}"
        return _LEAD

    def _choose(self, lines: tuple[FileLine, ...], before: int) -> None:
        """Keep the choice; a file that asks something comes to the fore while others are being read."""
        asking = [place for place, line in enumerate(lines) if line.stage == "asks"]
        place = min(max(before, 0), len(lines) - 1)
        if asking and lines[place].stage != "asks" and self._imports.is_reading:
            place = asking[0]
        if lines and place != self.files.currentIndex().row():
            self.files.selectRow(place)

    def _follow_choice(self) -> None:
        line = self.chosen
        if line is None:
            self._say_about(_NO_FILE, "dim")
        else:
            tone = "problem" if line.problem else "dim" if line.stage in {"waiting", "reading", "stopped"} else "body"
            self._say_about(about_file(line, self._imports.needs_portfolio), tone)
        self._show_lower_half(line)
        self._show_questions(line)
        self.leave_out.setEnabled(line is not None and line.stage not in {"reading", "keeping"})
        self._imports.watch(line.key if line else "")

    def _show_lower_half(self, line: FileLine | None) -> None:
        """A statement has a page and a button of its own, and needs room."""
        review = line.review if line else None
        is_statement = review is not None
        shown: dict[QWidget, bool] = dict.fromkeys((self.tabs, self.keep, self.another), not is_statement)
        for part, is_shown in {**shown, self.statement: is_statement, self.statement.book: is_statement}.items():
            part.setVisible(is_shown)
        self.files.setMinimumHeight(_FILES_HEIGHT_BESIDE if is_statement else _FILES_HEIGHT)
        self.files.setMaximumHeight(_FILES_HEIGHT if is_statement else _NO_LIMIT)
        if review is None:
            self.tabs.show_line(line)
        else:
            self._grow(*_STATEMENT_SIZE)
            self.statement.show_review(review)

    def _grow(self, width: int, height: int) -> None:
        """Once, as far as the screen has room: a window never shrinks under the hand of its user."""
        if not self._has_grown:
            self._has_grown, room = True, self.screen().availableGeometry()
            wide, high = min(width, room.width() - _EDGES), min(height, room.height() - _EDGES)
            self.resize(max(self.width(), wide), max(self.height(), high))

    def _show_questions(self, line: FileLine | None) -> None:
        """The row of what the file asks, or of what a person wants to say of it."""
        asked = self._asked_of(line)
        can_ask = line.can_ask if line else None
        words, why = _AGAIN[can_ask or "moment"]
        self.another.setText(words)
        self.another.setToolTip(why)
        self.another.setEnabled(can_ask is not None and asked is None)
        shown, self._shown = self._shown, (line.key if line else "", asked)
        for about, row in self.said.items():
            row.setVisible(about == asked)
            if line is not None and self._shown != shown:
                row.ask(said_text(line, about), line.choices)

    def _asked_of(self, line: FileLine | None) -> Ask | None:
        if line is None:
            return None
        return line.asks or (line.can_ask if line.key == self._asked_by_hand else None)

    def _ask_by_hand(self) -> None:
        line = self.chosen
        if line is not None and line.can_ask is not None:
            self._asked_by_hand = line.key
            self._follow_choice()
            self.said[line.can_ask].line.setFocus()

    def _say(self, about: Ask, text: str) -> None:
        if self.chosen is not None:
            problem = self._imports.say(self.chosen.key, about, text)
            self.said[about].show_problem(problem)
            if problem is None:
                self._asked_by_hand = ""
                self._follow_choice()

    def _leave_out(self) -> None:
        if self.chosen is not None:
            self._imports.leave_out(self.chosen.key)

    def _say_about(self, text: str, tone: str) -> None:
        self.about.setText(text)
        set_tone(self.about, tone)


def show_imports(parent: QWidget, imports: FileImports, connect: Callable[[ImportsDialog], None]) -> None:
    """Bring the dialog to the fore; one that is made anew is connected first."""
    dialog = open_imports(parent)
    if dialog is None:
        dialog = ImportsDialog(imports, parent)
        connect(dialog)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def open_imports(parent: QWidget) -> ImportsDialog | None:
    """The dialog that a person has before them."""
    return next((each for each in parent.findChildren(ImportsDialog) if each.isVisible()), None)


def _row(words: QWidget, *buttons: QWidget) -> QHBoxLayout:
    """Words that take the room, and what belongs to them."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(words, 1)
    for button in buttons:
        middle = isinstance(button, QProgressBar)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter if middle else Qt.AlignmentFlag.AlignTop)
    return row
