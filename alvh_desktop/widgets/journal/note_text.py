"""Where the text of a note is typed: pictures may be pasted and dropped, and Ctrl+Z belongs to the text first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QMimeData, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from alvh_desktop.desk.note_pad import LARGEST_IMAGE_BYTES

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp")


class NoteText(QPlainTextEdit):
    """`pictured` carries the bytes of a picture and its caption, to be kept before it stands in the text."""

    pictured = Signal(bytes, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Text of the note, in Markdown")
        self.setTabChangesFocus(True)
        self.setPlaceholderText("What was done, and why \N{HORIZONTAL ELLIPSIS} Markdown, #tags, pictures by paste")

    def show_text(self, text: str) -> None:
        """Another text; the same one leaves cursor and undo alone."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            document = self.document()
            is_idle_undo = event.matches(QKeySequence.StandardKey.Undo) and not document.isUndoAvailable()
            is_idle_redo = event.matches(QKeySequence.StandardKey.Redo) and not document.isRedoAvailable()
            if is_idle_undo or is_idle_redo:
                event.ignore()
                return True
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or bool(_pictures_in(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text as it is; a picture, or files of pictures, in their place. A spreadsheet gives cells as text and as a
        picture: the text is meant."""
        files = _pictures_in(source)
        for path in files:
            self.pictured.emit(_content_of(path), path.stem)
        if files:
            return
        if source.hasImage() and not source.hasText():
            image = source.imageData()
            if isinstance(image, QImage):
                self.pictured.emit(png_of_image(image), "")
                return
        super().insertFromMimeData(source)


def png_of_image(image: QImage) -> bytes:
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(kept, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes
    return bytes(kept.data().data())


def _pictures_in(source: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in PICTURE_ENDINGS]


def _content_of(path: Path) -> bytes:
    """The bytes of a PNG or JPEG as they are; of another kind as PNG. Nothing where it cannot be read."""
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST_IMAGE_BYTES + 1)
    except OSError:
        return b""
    if path.suffix.lower() in (".png", ".jpg", ".jpeg"):
        return content
    image = QImage.fromData(content)
    return content if image.isNull() else png_of_image(image)
