"""The entry that is looked at: its sentence, its note as it reads, its figures, and the market of its moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.journal.page import EntryPage, Fact
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.journal.note_view import ImageOf, NoteView
from alvh_desktop.widgets.theme import Tokens, set_tone

_NOTHING = "Choose an entry of the journal to read it here, with the market of its moment."


class EntryView(QWidget):
    """`reopened` wants the charts as they stood then, `note_asked` a note about the entry; `changed` and `removed`
    speak of the note that is shown."""

    reopened = Signal()
    note_asked = Signal()
    changed = Signal(int)
    removed = Signal(int)

    def __init__(self, image_of: ImageOf, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._page: EntryPage | None = None
        self.title, self.when, self.doubt = toned_label("", "body"), toned_label("", "dim"), toned_label("", "doubt")
        set_tone(self.title, "strong")
        self.note = NoteView("The note", image_of, worn)
        self.facts = QLabel()
        self.facts.setTextFormat(Qt.TextFormat.RichText)
        self.facts.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reopen = QPushButton("Charts as they stood")
        self.write = QPushButton("Note about this")
        self.change, self.remove = QPushButton("Change"), QPushButton("Remove")
        self._lay_out()
        self.reopen.clicked.connect(self.reopened)
        self.write.clicked.connect(self.note_asked)
        self.change.clicked.connect(lambda: self._tell(self.changed.emit))
        self.remove.clicked.connect(lambda: self._tell(self.removed.emit))
        self.show_page(None)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.note, self.change, self.remove, self.write, self.reopen)

    def show_page(self, page: EntryPage | None, words: Sequence[str] = ()) -> None:
        """None shows what to do here."""
        self._page = page
        self.title.setText(_NOTHING if page is None else page.title)
        set_tone(self.title, "dim" if page is None else "strong")
        self.when.setText("" if page is None else page.when)
        self.doubt.setText("" if page is None else page.doubt)
        for label in (self.when, self.doubt):
            label.setVisible(bool(label.text()))
        is_note = page is not None and page.note_id is not None
        self.note.setVisible(is_note)
        if page is not None and is_note:
            self.note.show_note(page.note, words)
        self._scroll.setVisible(page is not None and bool(page.facts))
        self._fill()
        for button in (self.change, self.remove):
            button.setVisible(is_note)
        self.write.setVisible(page is not None and not is_note)
        self.reopen.setVisible(page is not None)
        self.reopen.setEnabled(page is not None and page.can_reopen)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.note.wear(worn)
        self._fill()

    def text(self) -> str:
        """What is said of it, a line each, captions and values parted by a tab."""
        page = self._page
        if page is None:
            return ""
        told = [page.title, page.when, *((page.note,) if page.note else ())]
        for title, facts in page.facts:
            told += [title] if title else []
            told += [f"{fact.caption}\t{fact.text}" for fact in facts]
        return "\n".join(told)

    def _tell(self, tell: Callable[[int], None]) -> None:
        if self._page is not None and self._page.note_id is not None:
            tell(self._page.note_id)

    def _fill(self) -> None:
        groups = () if self._page is None else self._page.facts
        self.facts.setText("".join(_group_html(title, facts, self._worn) for title, facts in groups))

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        held = QVBoxLayout(body)
        held.setContentsMargins(0, 0, 0, 0)
        held.addWidget(self.facts)
        held.addStretch()
        self._scroll.setWidget(body)
        for ground in (body, self._scroll.viewport()):
            ground.setAutoFillBackground(False)
        keys = QHBoxLayout()
        keys.setSpacing(6)
        keys.addStretch()
        for button in (self.change, self.remove, self.write, self.reopen):
            button.setProperty("tone", "quiet")
            keys.addWidget(button)
        self.reopen.setToolTip("The charts with what was held at that moment, in the market of then")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 6, 10, 8)
        rows.setSpacing(6)
        for label in (self.title, self.when, self.doubt):
            rows.addWidget(label)
        rows.addWidget(self.note, 3)
        rows.addWidget(self._scroll, 2)
        rows.addLayout(keys)


def _group_html(title: str, facts: Sequence[Fact], worn: Tokens) -> str:
    head = f'<p style="color:{worn.dim}; margin-bottom:2px">{escape(title)}</p>' if title else ""
    rows = "".join(_fact_html(fact, worn) for fact in facts)
    return f'{head}<table cellspacing="0" cellpadding="2">{rows}</table>'


def _fact_html(fact: Fact, worn: Tokens) -> str:
    colour = getattr(worn, fact.tone) if fact.tone else worn.text
    caption = escape(fact.caption).replace(" ", "&nbsp;")
    return (
        f'<tr><td style="color:{worn.dim}; padding-right:12px">{caption}</td>'
        f'<td style="color:{colour}">{escape(fact.text)}</td></tr>'
    )
