"""The journal's panel: what is asked for, the timeline, and beside it the entry or the note that is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.journal.page import EntryPage
from alvh_desktop.viewmodels.journal.reading import FIRST_GROUP, GROUPS, JournalView
from alvh_desktop.viewmodels.journal.rows import JournalRow, draft_row
from alvh_desktop.viewmodels.journal.writing import NoteWriting
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.journal.entry_list import EntryList
from alvh_desktop.widgets.journal.entry_view import EntryView
from alvh_desktop.widgets.journal.note_editor import NoteEditor
from alvh_desktop.widgets.market_dock.parts import ButtonRow
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import Tokens, set_tone

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

TYPING_PAUSE_MS = 150
_WIDE_ENOUGH = 620
_LIST_SHARE, _PAGE_SHARE = 55, 45
_HINT = 'Find: words, "a phrase", -without, #tag, campaign:12, outcome:lost, after:2026-11-01'
_READING = "Reading the journal \N{HORIZONTAL ELLIPSIS}"
_EMPTY = "Nothing stands in the journal yet: what is booked comes here by itself, and what you write."
_NONE = "Nothing of the journal is like that."


class JournalPanel(QWidget):
    """`asked` carries the line that was typed, `grouped` which kinds are shown, `watched` whether somebody sees the
    panel; `looked` the JournalRow whose page is wanted, `reopened` the one whose charts are.

    `note_asked` wants a note about the entry that is shown, or (None) about whatever is at hand.
    """

    asked = Signal(str)
    grouped = Signal(str)
    watched = Signal(bool)
    looked = Signal(object)
    reopened = Signal(object)
    note_asked = Signal(object)

    def __init__(self, writing: NoteWriting, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.writing = writing
        self._view = JournalView()
        self._is_known = False
        self._wanted = ""
        """The key of an entry to go to as soon as the timeline has it."""
        self.search = TextLine()
        self.group = ButtonRow("Entries", {name: words for name, (words, _) in GROUPS.items()})
        self.new = QPushButton("New note")
        self.told = toned_label("", "dim")
        self.entries = EntryList(worn)
        self.page, self.editor = EntryView(writing.image, worn), NoteEditor(writing, worn)
        self.stack = QStackedWidget()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.group.show_chosen(FIRST_GROUP)
        self._say()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        above = (self.search, *self.group.buttons.values(), self.new, self.entries)
        return (*above, *self.page.stops, *self.editor.stops)

    def go_to_search(self) -> None:
        """The keyboard to the line that asks."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_view(self, view: JournalView) -> None:
        self._view, self._is_known = view, True
        self._fill()
        self._say()

    def show_page(self, page: EntryPage) -> None:
        """Of the entry that is chosen; one that comes late for another is not wanted any more."""
        row = self.entries.current
        if row is not None and row.key == page.key:
            self.page.show_page(page, self._view.words)

    def show_picture(self, picture: Picture | None) -> None:
        if picture is None:
            self.forget()

    def forget(self) -> None:
        """Another portfolio is open, or none."""
        self._view, self._is_known = JournalView(), False
        self.entries.show_rows(())
        self.page.show_page(None)
        self._say()

    def watch(self, is_seen: bool) -> None:
        self.watched.emit(is_seen)

    def wear(self, worn: Tokens) -> None:
        for part in (self.entries, self.page, self.editor):
            part.wear(worn)

    def copy_text(self, with_headers: bool) -> str:
        """The chosen entries; from the page beside them what it says."""
        return self.entries.copy_text() if self.entries.hasFocus() else self.page.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE_ENOUGH
        way = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if way != self.split.orientation() or not event.oldSize().isValid():
            self.split.setOrientation(way)
            room = self.width() if is_wide else self.height()
            self.split.setSizes([room * _LIST_SHARE // 100, room * _PAGE_SHARE // 100])

    def _fill(self) -> None:
        drafts = tuple(draft_row(draft) for draft in self.writing.waiting)
        self.entries.show_rows((*drafts, *self._view.rows))
        if self._wanted and self.entries.go_to(self._wanted):
            self._wanted = ""

    def _say(self) -> None:
        problem = self._view.problem
        nothing = _READING if not self._is_known else _NONE if self.search.text().strip() else _EMPTY
        text = problem or self._view.told or ("" if self._view.rows else nothing)
        set_tone(self.search, "problem" if problem else "")
        set_tone(self.told, "problem" if problem else "dim")
        self.told.setText(f"{text[:1].upper()}{text[1:]}")
        self.told.setVisible(bool(text))

    def _choose(self, row: JournalRow) -> None:
        self.page.show_page(None)
        if row.entry is not None:
            if self.writing.note is None:
                self.stack.setCurrentWidget(self.page)
            self.looked.emit(row)

    def _open(self, row: JournalRow) -> None:
        """Enter, or pressed twice: a draft is gone on with, a note changed."""
        if row.draft:
            self.writing.resume(row.draft)
        elif row.entry is not None and row.entry.kind == "note":
            self._change(row.entry.source.number)
        elif row.entry is not None:
            self.page.reopen.setFocus()

    def _change(self, note_id: int) -> None:
        refused = self.writing.change(note_id)
        if refused is not None:
            self.told.setText(f"{refused.message[:1].upper()}{refused.message[1:]}.")
            self.told.show()

    def _turn_page(self) -> None:
        """To the note that is being written, or back to the entry."""
        is_writing = self.writing.note is not None
        self.stack.setCurrentWidget(self.editor if is_writing else self.page)
        if is_writing:
            self.editor.begin()
        elif self.isVisible():
            self.entries.setFocus()

    def _show_saved(self, note_id: int) -> None:
        """The note that was saved is the one to look at, once the timeline has it."""
        self._wanted = f"note {note_id}"

    def _connect(self) -> None:
        writing = self.writing
        self.search.textEdited.connect(lambda _: self._pause.start())
        self._pause.timeout.connect(lambda: self.asked.emit(self.search.text()))
        self.search.returnPressed.connect(self.entries.setFocus)
        self.group.chosen.connect(self.grouped)
        self.new.clicked.connect(lambda: self.note_asked.emit(None))
        self.entries.chosen.connect(self._choose)
        self.entries.opened.connect(self._open)
        self.page.changed.connect(self._change)
        self.page.removed.connect(writing.remove)
        self.page.reopened.connect(lambda: self._with_current(self.reopened.emit))
        self.page.note_asked.connect(lambda: self._with_current(self.note_asked.emit))
        writing.begun.connect(self._turn_page)
        writing.saved.connect(self._show_saved)
        writing.drafts_changed.connect(self._fill)

    def _with_current(self, tell: Callable[[JournalRow], None]) -> None:
        row = self.entries.current
        if row is not None and row.entry is not None:
            tell(row)

    def _lay_out(self) -> None:
        self.search.setAccessibleName("Find in the journal")
        self.search.setPlaceholderText(_HINT)
        self.search.setToolTip(_HINT)
        self.search.setClearButtonEnabled(True)
        self.new.setProperty("tone", "primary")
        self.new.setToolTip("Write a note (Ctrl+J)")
        above = QHBoxLayout()
        above.setContentsMargins(8, 4, 8, 0)
        above.setSpacing(6)
        above.addWidget(self.search, 1)
        above.addWidget(self.group)
        above.addWidget(self.new)
        self.told.setContentsMargins(8, 0, 8, 0)
        self.stack.addWidget(self.page)
        self.stack.addWidget(self.editor)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.entries)
        self.split.addWidget(self.stack)
        self.split.setStretchFactor(0, _LIST_SHARE)
        self.split.setStretchFactor(1, _PAGE_SHARE)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 2, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(above)
        rows.addWidget(self.told)
        rows.addWidget(self.split, 1)
        self.setFocusProxy(self.entries)
