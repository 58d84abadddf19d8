"""Where a note is written: its text beside how it reads, what it is about, and what a person says of himself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Link, NoteTemplate
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.journal.writing import NoteWriting
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.journal.note_text import NoteText
from alvh_desktop.widgets.journal.note_view import NoteView
from alvh_desktop.widgets.lens.boxes import ChoiceBox
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import Tokens, set_tone

PREVIEW_PAUSE_MS = 120
_WIDE_ENOUGH = 560
_CONVICTIONS = {
    None: "Conviction",
    1: "1 of 5, none",
    2: "2 of 5",
    3: "3 of 5",
    4: "4 of 5",
    5: "5 of 5, sure",
}
_LEAST_TEXT = 90


class NoteEditor(QWidget):
    """Follows a NoteWriting. `left` comes when nothing is written any more; `picture_asked` wants a file chosen.

    `offer` gives the templates and the names of what a note may be about.
    """

    left = Signal()
    picture_asked = Signal()
    template_chosen = Signal(object)

    def __init__(self, writing: NoteWriting, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writing = writing
        self._name_of: Callable[[Link], str] = lambda link: f"{link.kind} {link.key}"
        self._shown_links: tuple[Link, ...] = ()
        self.head, self.state = toned_label("", "body"), toned_label("", "dim")
        set_tone(self.head, "strong")
        self.state.setWordWrap(False)
        self.text = NoteText()
        self.view = NoteView("How the note reads", writing.image, worn)
        self.tags, self.mood = TextLine(), TextLine()
        self.conviction = ChoiceBox("Conviction", "How sure you are, from 1 to 5")
        self.template, self.picture = QPushButton("Template"), QPushButton("Picture\N{HORIZONTAL ELLIPSIS}")
        self.templates = QMenu(self)
        self.about = QWidget()
        self.told = toned_label("", "problem")
        self.save, self.discard = QPushButton("Save note"), QPushButton("Discard")
        self._preview = QTimer(self, singleShot=True, interval=PREVIEW_PAUSE_MS)
        self._preview.timeout.connect(self._show_preview)
        self._lay_out()
        self._connect()
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        above = (self.text, self.tags, self.mood, self.conviction)
        return (*above, self.template, self.picture, self.discard, self.save)

    def offer(self, templates: Sequence[NoteTemplate], name_of: Callable[[Link], str]) -> None:
        """Templates of the portfolio, and how it calls what a note is about."""
        self._name_of = name_of
        self.templates.clear()
        for template in templates:
            act = self.templates.addAction(template.name.replace("&", "&&"))
            act.triggered.connect(lambda _, template=template: self.template_chosen.emit(template))
        self._shown_links = ()
        self.follow()

    def begin(self) -> None:
        """The keyboard to the end of the text."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        cursor = self.text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.text.setTextCursor(cursor)

    def insert(self, text: str) -> None:
        """Where the cursor stands, on a line of its own."""
        cursor = self.text.textCursor()
        before = "" if cursor.atBlockStart() else "\n\n"
        cursor.insertText(f"{before}{text}\n")
        self.text.setTextCursor(cursor)

    def insert_picture(self, content: bytes, caption: str) -> None:
        answer = self._writing.add_image(content, caption)
        if isinstance(answer, Problem):
            self.say(answer)
        else:
            self.insert(answer)

    def save_now(self) -> None:
        """Ctrl+Enter, from every field."""
        self._writing.save()

    def say(self, problem: Problem) -> None:
        self.told.setText(sentence_of(problem))
        self.told.show()

    def wear(self, worn: Tokens) -> None:
        self.view.wear(worn)

    def follow(self) -> None:
        writing = self._writing
        note = writing.note
        if note is None:
            return
        self.head.setText("New note" if writing.is_new else f"Note {note.id}")
        self.state.setText("Draft kept" if writing.is_kept else "Typing \N{HORIZONTAL ELLIPSIS}")
        self.text.show_text(note.text)
        for line, text in ((self.tags, writing.typed_tags), (self.mood, note.mood)):
            if line.text().strip() != text.strip():
                line.setText(text)
        self.conviction.show_chosen(note.conviction)
        self.discard.setText("Discard" if writing.is_new else "Leave as saved")
        self._mark(writing.problem)
        self._show_links(note.links)
        self._preview.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE_ENOUGH
        self.split.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), _LEAST_TEXT * 2)

    def _mark(self, problem: Problem | None) -> None:
        """What was refused, at its field."""
        fields: Mapping[str, QWidget] = {"tags": self.tags, "mood": self.mood, "conviction": self.conviction}
        for name, field in fields.items():
            set_tone(field, "problem" if problem is not None and problem.where == name else "")
        self.told.setText("" if problem is None else sentence_of(problem))
        self.told.setVisible(problem is not None)

    def _show_preview(self) -> None:
        if self._writing.note is not None:
            self.view.show_note(self._writing.note.text)

    def _show_links(self, links: tuple[Link, ...]) -> None:
        """A button for each, which takes it away."""
        if links == self._shown_links:
            return
        self._shown_links = links
        row = self.about.layout()
        assert row is not None
        while (item := row.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()
        for link in links:
            button = QPushButton(f"{self._name_of(link).replace('&', '&&')}  \N{MULTIPLICATION SIGN}")
            button.setProperty("tone", "quiet")
            button.setToolTip("What the note is about; press to take it away")
            button.clicked.connect(lambda _, link=link: self._writing.link(link, False))
            row.addWidget(button)
        self.about.setVisible(bool(links))

    def _connect(self) -> None:
        writing = self._writing
        writing.changed.connect(self.follow)
        writing.kept.connect(self.follow)
        writing.begun.connect(self._begin_or_leave)
        self.text.textChanged.connect(lambda: writing.type_text(self.text.toPlainText()))
        self.text.pictured.connect(self.insert_picture)
        self.tags.textEdited.connect(writing.type_tags)
        self.mood.textEdited.connect(writing.set_mood)
        self.conviction.activated.connect(lambda _: writing.set_conviction(self.conviction.currentData()))
        self.picture.clicked.connect(self.picture_asked)
        self.save.clicked.connect(self.save_now)
        self.discard.clicked.connect(writing.discard)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        control = Qt.KeyboardModifier.ControlModifier
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(control | key), self)
            shortcut.setContext(within)
            shortcut.activated.connect(self.save_now)

    def _begin_or_leave(self) -> None:
        if self._writing.note is None:
            self.left.emit()
        else:
            self.text.setPlainText(self._writing.note.text)  # another note: its own undo

    def _lay_out(self) -> None:
        for line, name, hint in (
            (self.tags, "Tags", "Tags: roll, fomc"),
            (self.mood, "Mood, in your words", "Mood"),
        ):
            line.setAccessibleName(name)
            line.setPlaceholderText(hint)
        self.conviction.offer((value, words, "") for value, words in _CONVICTIONS.items())
        self.conviction.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.template.setMenu(self.templates)
        self.save.setProperty("tone", "primary")
        self.save.setToolTip("Put the note into the journal (Ctrl+Enter)")
        self.discard.setToolTip("Throw away what is not saved")
        for button in (self.template, self.picture):
            button.setProperty("tone", "quiet")
        above = QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(self.head)
        above.addWidget(self.state)
        above.addStretch(1)
        above.addWidget(self.template)
        above.addWidget(self.picture)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        for part in (self.text, self.view):
            part.setMinimumHeight(_LEAST_TEXT)
            self.split.addWidget(part)
        said = QHBoxLayout()
        said.setSpacing(6)
        said.addWidget(self.tags, 3)
        said.addWidget(self.mood, 2)
        said.addWidget(self.conviction)
        FoldingRow(self.about)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addStretch()
        below.addWidget(self.discard)
        below.addWidget(self.save)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 6, 8, 8)
        rows.setSpacing(6)
        rows.addLayout(above)
        rows.addWidget(self.split, 1)
        rows.addWidget(self.about)
        rows.addLayout(said)
        rows.addWidget(self.told)
        rows.addLayout(below)
        self.setFocusProxy(self.text)
