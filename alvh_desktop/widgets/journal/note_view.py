"""A note as it reads: its Markdown laid out, its images, and the words that were looked for marked in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from alvh_desktop.desk.note_pad import Image
from alvh_desktop.domain.found_words import places_of
from alvh_desktop.widgets.tokens import Tokens

ImageOf = Callable[[str], Image | None]
"""From the hash of an image to it; None where it is not kept."""
_MARKDOWN = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
)  # what is typed is never taken for markup of the program's own
_MARGIN = 24
_ROOM_BEHIND_A_LINE = 130
"""Percent."""


class NoteView(QTextBrowser):
    """`image_of` answers for the images of the portfolio at hand; nothing is ever fetched from anywhere else."""

    def __init__(self, name: str, image_of: ImageOf, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image_of, self._worn = image_of, worn
        self._text = ""
        self._words: Sequence[str] = ()
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.anchorClicked.connect(_open)

    def show_note(self, text: str, words: Sequence[str] = ()) -> None:
        """The text anew where it differs; where one reads stays in sight."""
        if (text, words) == (self._text, self._words):
            return
        stood = self.verticalScrollBar().value()
        self._text, self._words = text, words
        document = self.document()
        document.setMarkdown(text, _MARKDOWN)
        _space_lines(document)
        self._mark()
        self.verticalScrollBar().setValue(stood)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._mark()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures of the portfolio, no wider than the page; a mark where one is missing."""
        url = name if isinstance(name, QUrl) else QUrl(name)
        if url.scheme() != "image":
            return None
        kept = self._image_of(url.path())
        picture = QImage() if kept is None else QImage.fromData(kept.content)
        room = max(self.viewport().width() - _MARGIN, 80)
        if picture.width() > room:
            picture = picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return picture

    def _mark(self) -> None:
        marks = []
        look = QTextCharFormat()
        ground, ink = self._worn.badges["watch"]
        look.setBackground(QColor(ground))
        look.setForeground(QColor(ink))
        for first, last in places_of(self.document().toPlainText(), self._words):
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.setExtraSelections(marks)


def _space_lines(document: QTextDocument) -> None:
    """Qt sets Markdown tighter than anybody reads, and its headings larger than a panel has room for."""
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    spaced = QTextBlockFormat()
    spaced.setLineHeight(_ROOM_BEHIND_A_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.mergeBlockFormat(spaced)
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level:
            smaller = QTextCharFormat()
            smaller.setProperty(QTextCharFormat.Property.FontSizeAdjustment.value, max(2 - level, 0))
            cursor.setPosition(block.position())
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(smaller)
        block = block.next()


def _open(url: QUrl) -> None:
    """A link to a page in the web, in the user's own browser; nothing else is opened."""
    if url.scheme() in ("http", "https"):
        QDesktopServices.openUrl(url)
