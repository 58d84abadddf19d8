"""What lies over a window while files are dragged over it: where they may fall, and what will happen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from alvh_desktop.viewmodels.dropped import PORTFOLIO_SUFFIX, Dropped, dropped_urls

_IMPORT = ("Drop to import", "What is in the files is shown before anything is kept")
_OPEN = ("Drop to open", "The portfolio takes the place of the one that is open")
_VEIL_ALPHA = 236
_MARGIN, _RADIUS, _GAP = 5, 8, 8


class DropVeil(QWidget):
    """Covers its window and lets every click and drag through; the window says when it comes and goes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("dropVeil")
        self.setAccessibleName("Where files may be dropped")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = _IMPORT
        self.hide()

    def welcome(self, event: QDragEnterEvent) -> None:
        """Files that are dragged in: show over the whole window what dropping them would do."""
        urls = event.mimeData().urls()
        if not urls:
            return
        event.acceptProposedAction()
        is_portfolio = all(url.path().endswith(PORTFOLIO_SUFFIX) for url in urls)
        self.words = _OPEN if is_portfolio else _IMPORT
        self.setAccessibleDescription(". ".join(self.words))
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def take(self, event: QDropEvent) -> Dropped:
        """What was let fall, sorted."""
        self.hide()
        event.acceptProposedAction()
        return dropped_urls(event.mimeData().urls())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self.palette()
        ground = QColor(colours.color(QPalette.ColorRole.Window))
        ground.setAlpha(_VEIL_ALPHA)
        painter.fillRect(self.rect(), ground)
        accent = colours.color(QPalette.ColorRole.Accent)
        painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN), _RADIUS, _RADIUS)
        title, line = self.words
        large = QFont(self.font())
        large.setPointSizeF(large.pointSizeF() * 1.8)
        large.setWeight(QFont.Weight.DemiBold)
        middle = self.rect().center().y()
        above = self.rect().adjusted(0, 0, 0, middle - self.rect().bottom() - _GAP // 2)
        below = self.rect().adjusted(0, middle + _GAP // 2, 0, 0)
        painter.setPen(colours.color(QPalette.ColorRole.WindowText))
        painter.setFont(large)
        painter.drawText(above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, title)
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        painter.setFont(self.font())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, line)


class FilesPassBy(QObject):
    """Lets files that are dragged over a text field go to the window: their names are nothing to be typed."""

    def watch(self, window: QWidget) -> None:
        for field in window.findChildren(QLineEdit):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            event.ignore()
            return True
        return False
