"""The ticket's panel: the form and its legs, the preview beside or below, and the buttons that end it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import as_sentence, sentence_of
from alvh_desktop.viewmodels.ticket.legs import LegsModel
from alvh_desktop.viewmodels.ticket.refusals import Place
from alvh_desktop.viewmodels.ticket.ticket import Ticket
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.theme import Tokens, set_tone
from alvh_desktop.widgets.ticket.confirmations import Confirmations
from alvh_desktop.widgets.ticket.fields import CLEAR_KEYS, Column
from alvh_desktop.widgets.ticket.foot import Foot
from alvh_desktop.widgets.ticket.legs_table import LegsTable
from alvh_desktop.widgets.ticket.preview_pane import PreviewPane
from alvh_desktop.widgets.ticket.template_form import TemplateForm

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.domain.draft import Draft

_WIDE_ENOUGH = 660
_FORM_SHARE, _PREVIEW_SHARE = 58, 42
_BUTTON_MARGINS, _LEAST_PREVIEW, _LEAST_SIDES = 12, 96, 124
_TWICE_MS = 2000
"""A second Esc within this time empties the ticket."""
_KEYS = "Up and Down step the strike, with Shift the whole wing; + buys, \N{MINUS SIGN} sells."
_HOW = "Choose a template, press Insert in the table, or paste legs there."
_AGAIN = "Press Esc once more to empty the ticket."


class TicketPanel(QWidget):
    """Follows a Ticket; `left` comes when it was booked or emptied and the keyboard is free again."""

    left = Signal()

    def __init__(self, ticket: Ticket, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticket, self._worn = ticket, worn
        self.legs = LegsModel(ticket, self)
        self.purpose = toned_label("", "body")
        self.form, self.foot, self.confirmations = TemplateForm(ticket), Foot(ticket), Confirmations(ticket)
        self.table = LegsTable(self.legs, worn)
        self.add, self.remove = QPushButton("Add leg"), QPushButton("Remove")
        self.told = toned_label(_KEYS, "dim")
        self.beside = PreviewPane(worn)
        self.verdict = toned_label("", "dim")
        self.clear, self.book = QPushButton("Clear"), QPushButton("Book")
        self._escape = QTimer(self, singleShot=True, interval=_TWICE_MS)
        self._lay_out()
        self._connect()
        self._follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        middle = (self.table, self.add, self.remove)
        below = (*self.foot.stops, *self.confirmations.stops)
        return (*self.form.stops, *middle, *below, *self.beside.stops, self.clear, self.book)

    def begin(self) -> None:
        """Ctrl+T: what was used last is proposed, and the size may be typed over."""
        self.ticket.begin()
        self.form.amount.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.form.amount.selectAll()

    def show_draft(self, draft: Draft, title: str, waiting: tuple[Draft, ...] = ()) -> None:
        """A draft to close, to roll or to add; its lots may be typed over. What is `waiting` follows it."""
        self.ticket.show(draft, title, waiting)
        self.begin()

    def show_picture(self, picture: Picture | None) -> None:
        """The market or the book moved on."""
        if picture is not None:
            self.ticket.refresh()

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.table.wear(worn)
        self.beside.wear(worn)

    def copy_text(self, with_headers: bool) -> str:
        """Chosen legs; from elsewhere in the panel what the preview says."""
        focus = QApplication.focusWidget()
        if focus is not None and (focus is self.table or self.table.isAncestorOf(focus)):
            return self.table.copy_text(with_headers)
        return self.beside.copy_text(focus)

    def book_now(self) -> None:
        """Ctrl+Enter, from every field."""
        self.table.commit()
        answer = self.ticket.book()
        if isinstance(answer, Problem):
            self._go_to_problem()
        else:
            self._leave_or_go_on()

    def clear_now(self) -> None:
        self._escape.stop()
        self.ticket.clear()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc twice empties the ticket."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._escape.isActive():
            self.clear_now()
        else:
            self._escape.start()
            self._say()

    def minimumSizeHint(self) -> QSize:
        """Its columns scroll: as high as the form is now it only wants to be."""
        return QSize(
            super().minimumSizeHint().width(), _LEAST_SIDES + self.book.sizeHint().height() + _BUTTON_MARGINS
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE_ENOUGH
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(way)
        for place, share in enumerate((_FORM_SHARE, _PREVIEW_SHARE) if is_wide else (0, 1)):
            self._sides.setStretch(place, share)
        self._share_room()

    def _share_room(self) -> None:
        """Below each other the form is shown whole, while something of the preview stays in sight."""
        is_wide = self._sides.direction() == QBoxLayout.Direction.LeftToRight
        room = self.height() - self.book.sizeHint().height() - _BUTTON_MARGINS - _LEAST_PREVIEW
        self._form_column.keep_high(0 if is_wide else room)

    def _leave_or_go_on(self) -> None:
        if self.ticket.draft.legs:
            self.begin()
        else:
            self.left.emit()

    def _follow(self) -> None:
        ticket = self.ticket
        self.purpose.setText(ticket.purpose)
        set_tone(self.purpose, "strong" if ticket.draft.legs else "dim")
        self.form.follow()
        self.foot.follow()
        self.confirmations.follow()
        self.beside.preview.show_fresh(ticket.is_settled)
        has_legs = bool(ticket.draft.legs)
        self.book.setEnabled(has_legs)
        self.clear.setEnabled(has_legs or bool(ticket.refusals))
        self.remove.setEnabled(has_legs)
        self._mark()
        self._say()
        self._share_room()

    def _mark(self) -> None:
        """The red of what cannot be taken, at its field."""
        said = dict(self.ticket.refusals.said())
        problem = self.ticket.problem
        place, answer = problem or (None, None)
        if place is not None and answer is not None:
            said.setdefault(place, answer)
        for name in self.form.values:
            self.form.mark(name, True, _sentence(said.get(Place(name, is_value=True))))
        self.form.mark("quantity", False, _sentence(said.get(Place("quantity"))))
        for name in self.foot.fields:
            self.foot.mark(name, _sentence(said.get(Place(name))))

    def _go_to_problem(self) -> None:
        problem = self.ticket.problem
        place = None if problem is None else problem[0]
        if place is None:
            return
        if place.row is not None:
            self.table.go_to(place.row, place.name)
            return
        parts: dict[str, QWidget] = dict(self.form.values) if place.is_value else self.foot.fields
        parts.get(place.name, self.form.amount).setFocus()

    def _say(self) -> None:
        problem = self.ticket.problem
        if problem is not None:
            self._tell(_sentence(problem[1]), "problem")
        elif self._escape.isActive():
            self._tell(_AGAIN, "doubt")
        else:
            more = len(self.ticket.waiting)
            follows = (f"{more} more after this one: booking it brings the next.",) if more else ()
            self._tell(" ".join((*follows, *map(as_sentence, self.ticket.notes))) or self._hint(), "dim")

    def _hint(self) -> str:
        return _KEYS if self.ticket.draft.legs else _HOW

    def _tell(self, text: str, tone: str) -> None:
        set_tone(self.told, tone)
        self.told.setText(text)

    def _show_weighed(self, _: object) -> None:
        self.beside.show_weighed(self.ticket.known)
        told = self.beside.findings
        self.verdict.setText(told)
        set_tone(self.verdict, "doubt" if "not" in told else "dim")

    def _order_tabs(self) -> None:
        for before, after in pairwise(self.stops):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        ticket = self.ticket
        ticket.changed.connect(self._follow)
        ticket.weighed.connect(self._show_weighed)
        ticket.opened.connect(self.foot.fill)
        self.form.rebuilt.connect(self._order_tabs)
        self.beside.made.connect(self._order_tabs)
        self.form.entered.connect(self.foot.go_to_net)
        self.foot.entered.connect(self.book.setFocus)
        self.add.clicked.connect(self.table.add_leg)
        self.remove.clicked.connect(self.table.remove_legs)
        self.clear.clicked.connect(self.clear_now)
        self.book.clicked.connect(self.book_now)
        self._escape.timeout.connect(self._say)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        control = Qt.KeyboardModifier.ControlModifier
        for keys, act in (
            (QKeySequence(control | Qt.Key.Key_Return), self.book_now),
            (QKeySequence(control | Qt.Key.Key_Enter), self.book_now),
            (CLEAR_KEYS, self.clear_now),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(within)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        form = QWidget()
        rows = QVBoxLayout(form)
        rows.setContentsMargins(6, 6, 6, 4)
        rows.setSpacing(6)
        for button in (self.add, self.remove):
            button.setProperty("tone", "quiet")
        keys = QHBoxLayout()
        keys.setSpacing(6)
        keys.addWidget(self.told, 1)
        for button in (self.add, self.remove):
            keys.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self.purpose, self.form, self.table):
            rows.addWidget(part)
        rows.addLayout(keys)
        rows.addWidget(self.foot)
        rows.addWidget(self.confirmations)
        rows.addStretch()
        self.told.setAccessibleName("What is wrong, or what can be done")
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(0)
        self._form_column = Column(form, "Ticket")
        self._sides.addWidget(self._form_column)
        self._sides.addWidget(Column(self.beside, "What the ticket would do"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._sides, 1)
        whole.addLayout(self._made_buttons())
        self.setFocusProxy(self.form.amount)

    def _made_buttons(self) -> QHBoxLayout:
        self.book.setProperty("tone", "primary")
        self.book.setToolTip("Book the ticket (Ctrl+Enter)")
        self.clear.setToolTip("Empty the ticket (Esc twice, Ctrl+Backspace)")
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.verdict, 1)
        row.addWidget(self.clear)
        row.addWidget(self.book)
        return row


def _sentence(problem: Problem | None) -> str:
    return "" if problem is None else sentence_of(problem)
