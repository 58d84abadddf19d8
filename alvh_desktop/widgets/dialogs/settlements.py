"""Position > Settlement queue: what is past its settlement, each with the official value that closes it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QScrollArea, QVBoxLayout, QWidget

from alvh_desktop.desk.settlement_queue import SeriesKey
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settlements import Settlements, Typed
from alvh_desktop.widgets.dialogs.settlement_row import SettlementRow
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.theme import set_tone

_HOW_TO = (
    "An expiry is settled on its official value alone. Enter in an empty field takes the value that was imported, "
    "Enter once more settles it."
)
_NOTHING = "Nothing waits for settlement."


def show_settlements(parent: QWidget | None, session: Session) -> None:
    """Show the queue beside the work, in place of an older window of it."""
    for older in parent.findChildren(SettlementsDialog) if parent else ():
        older.close()
    dialog = SettlementsDialog(session, parent)
    dialog.show()
    dialog.begin()


class SettlementsDialog(Sheet):
    """Stays open beside the work and follows it; Ctrl+Z takes the last edit back here too."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Settlement queue", parent, width_px=780)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.settlements = Settlements(session, self)
        self.series: dict[SeriesKey, SettlementRow] = {}
        self._at: SeriesKey | None = None
        self.told = toned_label(_HOW_TO, "dim")
        self.ahead = toned_label("", "dim")
        self.nothing = toned_label(_NOTHING, "body")
        self.all_known = QPushButton("Settle &all known")
        self._lay_out()
        self._connect()
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order: as the series stand, whenever each of them came."""
        return (*(stop for row in self.series.values() for stop in row.stops), self.all_known)

    def begin(self) -> None:
        """The keyboard in the first empty field."""
        row = next(iter(self.series.values()), None)
        if row is not None:
            row.value.setFocus()

    def follow(self) -> None:
        """The series that wait now; what was typed for one that still waits stays."""
        due = {line.key: line for line in self.settlements.due}
        for key in [key for key in self.series if key not in due]:
            self._forget(key)
        for place, (key, words) in enumerate(due.items()):
            if key in self.series:
                self.series[key].show_words(words)
            else:
                self.series[key] = self._new_row(key, place)
        self.series = {key: self.series[key] for key in due}
        for before, after in pairwise(self.stops):
            self.setTabOrder(before, after)
        self.nothing.setVisible(not due)
        ahead = "\n".join(f"Next: {line.name}, {line.settled}." for line in self.settlements.ahead)
        self.ahead.setText("\n".join(filter(None, (self.settlements.trouble, ahead))))
        self.ahead.setVisible(bool(self.ahead.text()))
        self._show_buttons()

    def settle(self, key: SeriesKey) -> None:
        row = self.series[key]
        answer = self.settlements.settle(key, row.typed)
        if isinstance(answer, Problem):
            row.refuse(answer)
            return
        self.settlements.refresh()
        self.begin()

    def settle_all(self) -> None:
        """Every series whose value is in its field or certain, as one step; nothing where one of them is wrong."""
        known = {key: _known(row) for key, row in self.series.items() if row.is_known}
        answer = self.settlements.settle_all(known)
        if isinstance(answer, Change):
            self.settlements.refresh()
            self.begin()
            return
        for key, problem in reversed(list(answer.items())):
            self.series[key].refuse(problem)

    def _new_row(self, key: SeriesKey, place: int) -> SettlementRow:
        words = next(line for line in self.settlements.due if line.key == key)
        row = SettlementRow(words, lambda typed: self.settlements.outcome(key, typed))
        row.asked.connect(lambda: self.settle(key))
        row.entered.connect(lambda: self._stand_at(key))
        row.value.textChanged.connect(lambda _: self._show_buttons())
        self._list.insertWidget(place, row)
        return row

    def _stand_at(self, key: SeriesKey) -> None:
        self._at = key
        self._scroll.ensureWidgetVisible(self.series[key])

    def _take(self) -> None:
        """Of the series that the keyboard is in, else of the first."""
        at = self._at if self._at in self.series else next(iter(self.series), None)
        if at is not None:
            self.series[at].take_proposed()

    def _forget(self, key: SeriesKey) -> None:
        row = self.series.pop(key)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _show_buttons(self) -> None:
        why = self.settlements.why_read_only
        count = sum(row.is_known for row in self.series.values())
        self.all_known.setText(f"Settle &all known ({count})")
        self.all_known.setEnabled(count > 0 and why is None)
        for row in self.series.values():
            row.setEnabled(why is None)
        if why is not None:
            self._tell(f"Nothing can be settled here: {why}.", "doubt")

    def _tell(self, text: str, tone: str = "dim") -> None:
        self.told.setText(text)
        set_tone(self.told, tone)

    def _show_fault(self, fault: KnownError) -> None:
        self._tell(str(fault), "problem")

    def _begin_anew(self) -> None:
        self._tell(_HOW_TO)
        self.follow()

    def _answered(self, answer: Change | Problem) -> None:
        self.settlements.refresh()
        if isinstance(answer, Problem):
            self._tell(sentence_of(answer), "problem")

    def _connect(self) -> None:
        self.settlements.changed.connect(self.follow)
        self.all_known.clicked.connect(self.settle_all)
        self._session.noticed.connect(self._tell)
        self._session.failed.connect(self._show_fault)
        self._session.held.connect(self._begin_anew)
        keys = QKeySequence.StandardKey
        acts = ((keys.Undo, self._session.undo), (keys.Redo, self._session.redo))
        for key, act in acts:
            QShortcut(QKeySequence(key), self).activated.connect(lambda act=act: self._answered(act()))
        # the mnemonic of each Take would ask which of them is meant
        QShortcut(QKeySequence("Alt+T"), self).activated.connect(self._take)

    def _lay_out(self) -> None:
        self.resize(780, 600)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        self._list.addWidget(self.nothing)
        self._list.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self._scroll.setAccessibleName("What waits for settlement")
        self.rows.addWidget(self.told)
        self.rows.addWidget(self._scroll, 1)
        self.rows.addWidget(self.ahead)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.all_known, QDialogButtonBox.ButtonRole.ActionRole)
        self.add_buttons(buttons, default=None)


def _known(row: SettlementRow) -> Typed:
    """What is typed, or the certain proposal where nothing is."""
    typed = row.typed
    return typed if typed.value.strip() else Typed(row.words.taken, typed.fee)
