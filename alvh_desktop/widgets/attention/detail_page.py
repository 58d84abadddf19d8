"""The page of one alert: its words, what can be done, the formula with its numbers, and the course of its value."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from alvh_desktop.viewmodels.attention.detail import AlertDetail
from alvh_desktop.viewmodels.attention.history import HistoryView
from alvh_desktop.viewmodels.attention.words import Pill
from alvh_desktop.widgets.attention.history_chart import HistoryChart
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.pill import paint_pill, pill_width
from alvh_desktop.widgets.theme import Tokens

_BETWEEN = 6


class DetailPage(QScrollArea):
    """`left` says that a person wants the list back: the arrow, Left or Esc."""

    left = Signal()

    def __init__(self, worn: Tokens, actions: Iterable[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.detail: AlertDetail | None = None
        self.setObjectName("alertPage")
        self.setAccessibleName("Alert")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back = QToolButton(autoRaise=True)
        self.back.setText("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK} All alerts")
        self.back.setToolTip("Back to the list (Esc)")
        self.back.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.back.clicked.connect(self.left)
        self.buttons = {action: _button_of(action) for action in actions}
        self.pills, self.chart = _Pills(worn), HistoryChart(worn)
        self.title, self.said, self.notes = _label("strong"), _label(), _label("dim")
        self.advice, self.formulas, self.thresholds = _label("strong"), _label(), _label("dim")
        self.meaning = _label("caption")
        self.course = QFormLayout()
        self._course_rows: tuple[str, ...] = ()
        self._course_values: list[QLabel] = []
        self._lay_out()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return (self.back, *self.buttons.values())

    def show_detail(self, detail: AlertDetail, history: HistoryView | None) -> None:
        """Only what differs is laid out anew."""
        is_other = self.detail is None or self.detail.key != detail.key
        before, self.detail = self.detail, detail
        self.chart.draw(history)
        if before == detail:
            return
        self.pills.show_pills(detail.pills)
        _say(self.title, f"{detail.title}: {detail.subject}" if detail.subject else detail.title)
        _say(self.said, detail.said)
        _say(self.notes, "\n".join(note[:1].upper() + note[1:] for note in detail.notes))
        _say(self.advice, f"Advice: {detail.advice}" if detail.advice else "")
        _say(self.formulas, "\n".join(detail.formulas))
        _say(self.thresholds, "\n".join(detail.thresholds))
        _say(self.meaning, f"{detail.meaning}\nSource: {detail.source}")
        self._show_course(detail.course)
        self.setAccessibleDescription(f"{self.title.text()}. {detail.said}")
        if is_other:
            self.verticalScrollBar().setValue(0)

    def show_back(self, is_alone: bool) -> None:
        """The arrow stands there where the list does not."""
        self.back.setVisible(is_alone)

    def take_focus(self) -> None:
        first = next((stop for stop in self.stops if stop.isVisibleTo(self) and stop.isEnabled()), self.back)
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def chart_widget(self) -> QWidget:
        return self

    def chart_title(self) -> str:
        """Of the alert and of what it speaks of; empty where too little is remembered for a chart."""
        return "" if self.chart.view is None else self.title.text()

    def chart_legend(self, worn: Tokens) -> str:
        """The thresholds are named where they stand."""
        return ""

    def chart_caption(self) -> str:
        view = self.chart.view
        return "" if view is None else f"{view.told} {view.far}{'.' if view.far else ''}".strip()

    def chart_table(self) -> str:
        view = self.chart.view
        return "" if view is None else view.table()

    def chart_copy(self, worn: Tokens) -> QWidget:
        return self.chart.copy_in(worn)

    def wear(self, worn: Tokens) -> None:
        self.pills.wear(worn)
        self.chart.wear(worn)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Left):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show_course(self, course: tuple[tuple[str, str], ...]) -> None:
        """The values in place while the same things are known; rows are made anew where others are."""
        names = tuple(name for name, _ in course)
        if names != self._course_rows:
            while self.course.rowCount():
                self.course.removeRow(0)
            self._course_values = [_label() for _ in names]
            for name, label in zip(names, self._course_values, strict=True):
                self.course.addRow(_caption(name), label)
            self._course_rows = names
        for place, (_, value) in enumerate(course):
            _say(self._course_values[place], value)

    def _lay_out(self) -> None:
        page = QWidget()
        head, actions = QHBoxLayout(), QWidget()
        head.setSpacing(_BETWEEN)
        head.addWidget(self.back)
        head.addWidget(self.pills)
        head.addStretch()
        row = FoldingRow(actions)
        for button in self.buttons.values():
            row.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        actions.setSizePolicy(policy)
        self.course.setHorizontalSpacing(12)
        self.course.setVerticalSpacing(2)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setSpacing(6)
        rows.addLayout(head)
        for part in (self.title, self.said, actions, self.notes, self.advice, self.formulas, self.chart):
            rows.addWidget(part)
        rows.addWidget(self.thresholds)
        rows.addLayout(self.course)
        rows.addWidget(self.meaning)
        rows.addStretch()
        self.setWidget(page)
        self.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)


class _Pills(QWidget):
    """The pills of one alert in a row."""

    def __init__(self, worn: Tokens) -> None:
        super().__init__()
        self._worn = worn
        self._pills: tuple[Pill, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_pills(self, pills: tuple[Pill, ...]) -> None:
        if pills != self._pills:
            self._pills = pills
            self.setAccessibleName(" and ".join(pill.word for pill in pills))
            self.setVisible(bool(pills))
            self.updateGeometry()
            self.update()

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.update()

    def sizeHint(self) -> QSize:
        wide = sum(pill_width(self.font(), pill.word) + _BETWEEN for pill in self._pills)
        return QSize(wide, self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, left = QPainter(self), 0
        for pill in self._pills:
            place = self.rect().adjusted(left, 0, 0, 0)
            place.setWidth(pill_width(self.font(), pill.word))
            paint_pill(painter, place, pill.word, self._worn.badges[pill.badge])
            left += place.width() + _BETWEEN


def _button_of(action: QAction) -> QPushButton:
    """Follows its action; one whose action is not there is not shown, so that the row says what can be done."""
    button = QPushButton()
    button.setProperty("tone", "quiet")
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setText(action.text())
        button.setEnabled(action.isEnabled())
        button.setVisible(action.isVisible())
        button.setToolTip(action.toolTip())

    action.changed.connect(follow)
    follow()
    return button


def _label(tone: str = "body", text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(1)
    return label


def _caption(text: str) -> QLabel:
    """The name of a value, in one line."""
    label = QLabel(text)
    label.setProperty("tone", "dim")
    return label


def _say(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
        label.setVisible(bool(text))
