"""The panel of the sizing worksheet: the target, the steps that lead there, and its contracts beside those held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.sizing import SizingSheet
from alvh_desktop.viewmodels.sizing_rows import ticket_words
from alvh_desktop.widgets.cell_view import CellView
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.theme import Tokens, set_tone

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

_STEP_WIDTHS = (210, 250, 110, 170)
_ROLE_WIDTHS = (80, 60, 60, 60, 84, 70, 200)
_RESTS_ON, _COUNTED_AS = 1, 6
_SIDE = 8


class SizingPanel(QWidget):
    """Follows a SizingSheet. `ticket_asked` carries the calls to buy, (role, count) each, the shortest first."""

    ticket_asked = Signal(object)

    def __init__(self, sheet: SizingSheet, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self._picture: Picture | None = None
        self._is_seen = True
        self.headline, self.beside = toned_label(""), toned_label("")
        set_tone(self.headline, "strong")
        self.partial, self.carry = toned_label("", "doubt"), toned_label("", "dim")
        self.steps = CellView(sheet.steps, "Steps of the sizing worksheet", _STEP_WIDTHS, worn, _RESTS_ON)
        self.formula = toned_label("", "dim")
        self.roles = CellView(sheet.roles, "Contracts of the target", _ROLE_WIDTHS, worn, _COUNTED_AS)
        self.base = QComboBox()
        self.ticket = QPushButton()
        self._lay_out()
        self._connect()
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return (self.base, self.steps, self.roles, self.ticket)

    def show_picture(self, picture: Picture | None) -> None:
        """The worksheet of this picture; it is worked out when somebody sees it."""
        self._picture = picture
        if (self.isVisible() and self._is_seen) or picture is None:
            self._sheet.show(picture)

    def watch(self, is_seen: bool) -> None:
        """Whether somebody sees the panel: behind the tab of another one it is visible to Qt alone."""
        self._is_seen = is_seen
        if is_seen and self.isVisible():
            self._sheet.show(self._picture)

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_seen:
            self._sheet.show(self._picture)
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_roles()

    def wear(self, worn: Tokens) -> None:
        for view in (self.steps, self.roles):
            view.wear(worn)

    def copy_text(self, with_headers: bool) -> str:
        """The chosen steps; the chosen layers where the keyboard is among them."""
        return (self.roles if self.roles.hasFocus() else self.steps).copy_text(with_headers)

    def follow(self) -> None:
        words = self._sheet.words
        for label, text in (
            (self.headline, "" if words is None else words.headline),
            (self.beside, "" if words is None else words.beside),
            (self.carry, "" if words is None else words.carry),
            (self.partial, "" if words is None else words.partial),
        ):
            if label.text() != text:
                label.setText(text)
            label.setVisible(bool(text))
        self._follow_base()
        if words is not None and self.steps.chosen_key is None:
            self.steps.choose(words.chosen + 1)
        self._fit_roles()
        self.ticket.setText(ticket_words(words))
        self.ticket.setEnabled(words is not None and bool(words.missing))
        self._tell_formula()

    def _follow_base(self) -> None:
        words = self._sheet.words
        choices = () if words is None else words.choices
        if [self.base.itemText(place) for place in range(self.base.count())] != list(choices):
            self.base.clear()
            self.base.addItems(choices)
        self.base.setCurrentIndex(-1 if words is None else words.chosen)
        self.base.setEnabled(words is not None)

    def _fit_roles(self) -> None:
        """As high as its rows: the steps have the room that is left."""
        count = len(self._sheet.roles.rows)
        self.roles.setVisible(bool(count))
        header = self.roles.horizontalHeader()
        high = header.sizeHint().height() + 2 * self.roles.frameWidth()
        if header.length() > self.width():
            high += self.roles.horizontalScrollBar().sizeHint().height()
        self.roles.setFixedHeight(high + count * self.roles.verticalHeader().defaultSectionSize())

    def _tell_formula(self) -> None:
        told = self._sheet.sentence_of(self.steps.chosen_key)
        self.formula.setText(told)
        self.formula.setVisible(bool(told))

    def _ask_ticket(self) -> None:
        words = self._sheet.words
        if words is not None and words.missing:
            self.ticket_asked.emit(words.missing)

    def _connect(self) -> None:
        self._sheet.changed.connect(self.follow)
        # only what a person chooses is typed, not what the sheet shows
        self.base.activated.connect(lambda place: self._sheet.choose_base(place + 1))
        self.steps.selectionModel().currentRowChanged.connect(lambda *_: self._tell_formula())
        self.ticket.clicked.connect(self._ask_ticket)

    def _lay_out(self) -> None:
        for label in (self.headline, self.beside, self.partial, self.carry, self.formula):
            label.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self.base.setAccessibleName("Base of the worksheet")
        self.base.setProperty("tone", "quiet")
        self.ticket.setProperty("tone", "quiet")
        caption = QLabel("Sized from")
        caption.setProperty("tone", "caption")
        caption.setBuddy(self.base)
        choice = QHBoxLayout()
        choice.setContentsMargins(_SIDE, 0, _SIDE, 0)
        choice.setSpacing(6)
        choice.addWidget(caption)
        choice.addWidget(self.base)
        choice.addStretch()
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE, 0, _SIDE, 4)
        foot.addWidget(self.ticket)
        foot.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 6, 0, 0)
        rows.setSpacing(4)
        for label in (self.headline, self.beside, self.partial):
            rows.addWidget(label)
        rows.addLayout(choice)
        rows.addWidget(self.steps, 1)
        rows.addWidget(self.formula)
        rows.addWidget(self.roles)
        rows.addWidget(self.carry)
        rows.addLayout(foot)
        self.setFocusProxy(self.steps)
