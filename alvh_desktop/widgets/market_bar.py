"""The market strip: portfolio, index levels, quotes' age, rate and clock in one line, and the switch of the feed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from alvh_desktop.widgets.theme import set_tone

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.feed import FeedWords
    from alvh_desktop.viewmodels.market_strip import StripItem

_OFFERS = {
    "SPX": "Type a level of SPX…",
    "SPX.implied": "Type SPX as its futures imply it…",
    "VIX": "Type a level of VIX…",
}
_NOTE_TONES = {"": "dim", "stale": "doubt", "unknown": "problem"}


class MarketBar(QWidget):
    """`level_asked` carries the name of an index whose level a person wants to type."""

    level_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("marketBar")
        self._portfolio = _label("strong")
        self.simulated = _label("pill")
        self.simulated.setText("SIMULATED")
        self.simulated.setToolTip("An invented market: no price here was ever traded")
        self.simulated.hide()
        self._items: list[_Item] = []
        self._shown: list[StripItem] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(20)
        name = QHBoxLayout()
        name.setSpacing(8)
        name.addWidget(self._portfolio)
        name.addWidget(self.simulated)
        self._row.addLayout(name)
        self._row.addStretch()
        self.feed = FeedButton()
        self._row.addWidget(self.feed)

    @property
    def items(self) -> Sequence[QWidget]:
        """What is shown of the market, from the left."""
        return self._items

    def show_name(self, name: str, is_simulated: bool) -> None:
        self._portfolio.setText(name)
        self.simulated.setVisible(is_simulated)

    def show_items(self, items: Sequence[StripItem]) -> None:
        if list(items) == self._shown:
            return
        self._shown = list(items)
        while len(self._items) < len(items):
            self._items.append(_Item(self.level_asked.emit))
            self._row.insertWidget(self._row.count() - 1, self._items[-1])
        for place, shown in enumerate(self._items):
            shown.setVisible(place < len(items))
        for shown, item in zip(self._items, items, strict=False):
            shown.show_item(item)
        self.setAccessibleName("Market: " + ", ".join(f"{i.name} {i.value} {i.note}".strip() for i in items))


class FeedButton(QToolButton):
    """What the feed is doing, in a few words that are always there; pressed it opens the menu of the feed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("feedButton")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText("Feed off")
        self.setAccessibleName("Live feed")
        self.setEnabled(False)

    def serve(self, menu: QMenu) -> None:
        self.setMenu(menu)
        self.setEnabled(True)

    def show_words(self, words: FeedWords) -> None:
        self.setText(f"Feed {words.text}")
        self.setToolTip(words.hint)
        self.setAccessibleName(f"Live feed: {words.text}")
        self.setAccessibleDescription(words.hint)
        set_tone(self, words.tone)


class _Item(QWidget):
    """A click on an index offers to type its level."""

    def __init__(self, ask_level: Callable[[str], None]) -> None:
        super().__init__()
        self._ask_level = ask_level
        self._subjects: tuple[str, ...] = ()
        self._name, self._value, self._note = _label("dim"), _label("strong"), _label("dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for label in (self._name, self._value, self._note):
            row.addWidget(label)

    def show_item(self, item: StripItem) -> None:
        for label, text in ((self._name, item.name), (self._value, item.value), (self._note, item.note)):
            label.setText(text)
            label.setVisible(bool(text))
        set_tone(self._note, _NOTE_TONES[item.freshness])
        self.setToolTip(item.hint)
        self._subjects = item.subjects
        self.setCursor(Qt.CursorShape.PointingHandCursor if item.subjects else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._subjects:
            offers = QMenu("Type a level", self)
            offers.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            for subject in self._subjects:
                offers.addAction(_OFFERS[subject]).triggered.connect(partial(self._ask_level, subject))
            offers.popup(self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().mouseReleaseEvent(event)


def _label(tone: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    return label
