"""What a ticket would do: rows of now and after, the band of the credit, and the entry checks."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from alvh_desktop.domain.records import Finding
from alvh_desktop.viewmodels.ticket.preview import Band, CheckLine, PreviewRow, TicketPreview
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.pill import paint_pill, pill_width
from alvh_desktop.widgets.theme import Badge, Tokens, set_tone

_BAND_HEIGHT, _TRACK_HEIGHT, _MARK_WIDTH = 14, 6, 3
_ARROW = "\N{RIGHTWARDS ARROW}"
_BADGES: dict[Finding, Badge] = {"met": "quiet", "not met": "warn", "not known": "unknown"}
_ASKING = ("not met", "not known")
_BAND_OPACITY = 110


class BandBar(QWidget):
    """The credit's share of the wing on a scale from nothing, with the band of the method on it."""

    def __init__(self, worn: Tokens) -> None:
        super().__init__()
        self._worn = worn
        self._band: Band | None = None
        self.setFixedHeight(_BAND_HEIGHT)
        self.setAccessibleName("Credit to wing")

    def show_band(self, band: Band | None) -> None:
        self._band = band
        self.setVisible(band is not None)
        told = "" if band is None else f"{band.share:.1%} of the wing, {band.words}"
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.update()

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        band = self._band
        if band is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - _TRACK_HEIGHT) / 2
        painter.setBrush(QColor(self._worn.raised))
        painter.drawRoundedRect(QRectF(0, top, self.width(), _TRACK_HEIGHT), 3, 3)
        good = QColor(self._worn.accent)
        good.setAlpha(_BAND_OPACITY)
        painter.setBrush(good)
        left, right = self._at(band.low), self._at(band.high)
        painter.drawRect(QRectF(left, top, right - left, _TRACK_HEIGHT))
        is_inside = band.low <= band.share <= band.high
        painter.setBrush(QColor(self._worn.text if is_inside else self._worn.doubt))
        painter.drawRoundedRect(QRectF(self._at(band.share) - _MARK_WIDTH / 2, 0, _MARK_WIDTH, self.height()), 1, 1)

    def _at(self, share: float) -> float:
        assert self._band is not None
        return min(max(share / self._band.end, 0.0), 1.0) * self.width()


class Verdict(QWidget):
    """The word of a finding on its ground."""

    def __init__(self, finding: Finding, worn: Tokens) -> None:
        super().__init__()
        self.finding, self._worn = finding, worn
        self.setAccessibleName(finding)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.font(), "not known"), self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = QRect(0, 0, pill_width(self.font(), self.finding), self.height())
        paint_pill(painter, place, self.finding, self._worn.badges[_BADGES[self.finding]])


class PreviewView(QWidget):
    """Keeps its labels from preview to preview where the rows are the same ones."""

    def __init__(self, worn: Tokens) -> None:
        super().__init__()
        self._worn = worn
        self._labels: list[tuple[QLabel, QLabel, QLabel, QLabel]] = []
        self._shape: tuple[object, ...] = ()
        self.figures, self._checks = QWidget(), QWidget()
        self.band = BandBar(worn)
        self.verdicts: list[Verdict] = []
        self.notes = toned_label("", "dim")
        self._grid, self._check_grid = QGridLayout(self.figures), QGridLayout(self._checks)
        for grid in (self._grid, self._check_grid):
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(8)
            grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        self._check_grid.setColumnStretch(1, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for part in (self.figures, self._checks, self.notes):
            rows.addWidget(part)

    def show_preview(self, preview: TicketPreview | None) -> None:
        shown = preview or TicketPreview((), None, (), ())
        shape = (*((row.label, row.before is None) for row in shown.rows), shown.band is None)
        if shape != self._shape:
            self._shape = shape
            self._build(shown)
        for labels, row in zip(self._labels, shown.rows, strict=True):
            _fill(labels, row)
        self.band.show_band(shown.band)
        self._show_checks(shown.checks)
        self.notes.setText(" ".join(shown.notes))
        self.notes.setVisible(bool(shown.notes))

    def show_fresh(self, is_fresh: bool) -> None:
        """Figures of the draft before stand dim until those of this one come."""
        self.figures.setEnabled(is_fresh)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.band.wear(worn)
        for verdict in self.verdicts:
            verdict.wear(worn)

    def _build(self, preview: TicketPreview) -> None:
        for labels in self._labels:
            for label in labels:
                self._grid.removeWidget(label)
                label.hide()
                label.deleteLater()
        self._grid.removeWidget(self.band)
        self._labels, place = [], 0
        for row in preview.rows:
            labels = _made_labels()
            self._labels.append(labels)
            self._grid.addWidget(labels[0], place, 0)
            if row.before is None:
                self._grid.addWidget(labels[3], place, 1, 1, 3)
            else:
                for column, label in enumerate(labels[1:], start=1):
                    self._grid.addWidget(label, place, column)
            # shown now: Qt would show them a turn of the event loop later, and lay all out once more
            for label in (labels[0], labels[3]) if row.before is None else labels:
                label.show()
            place += 1
            if row.label == "Credit to wing":
                self._grid.addWidget(self.band, place, 0, 1, 4)
                place += 1

    def _show_checks(self, checks: tuple[CheckLine, ...]) -> None:
        while (item := self._check_grid.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.hide()
                part.deleteLater()
        self.verdicts = []
        for place, line in enumerate(checks):
            told = toned_label(_check_text(line), "body" if line.finding in _ASKING else "dim")
            told.setToolTip(line.advice)
            self._check_grid.addWidget(told, place, 1)
            told.show()
            if line.finding is not None:
                self._add_verdict(line.finding, place, line.advice)
        self._checks.setVisible(bool(checks))

    def _add_verdict(self, finding: Finding, place: int, advice: str) -> None:
        verdict = Verdict(finding, self._worn)
        verdict.setToolTip(advice)
        self.verdicts.append(verdict)
        self._check_grid.addWidget(verdict, place, 0, Qt.AlignmentFlag.AlignTop)
        verdict.show()


def _check_text(line: CheckLine) -> str:
    told = f"{line.title}: {line.sentence}" if line.sentence else line.title
    return told.replace(" %", "\N{NO-BREAK SPACE}%")


def _made_labels() -> tuple[QLabel, QLabel, QLabel, QLabel]:
    """Name, before, an arrow, after."""
    labels = QLabel(), QLabel(), QLabel(_ARROW), QLabel()
    for label in labels:
        label.setTextFormat(Qt.TextFormat.PlainText)
    for label in labels[:3]:
        label.setProperty("tone", "dim")
    for label in (labels[1], labels[3]):
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    labels[3].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    labels[3].setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return labels


def _fill(labels: tuple[QLabel, QLabel, QLabel, QLabel], row: PreviewRow) -> None:
    name, before, _, after = labels
    name.setText(row.label)
    before.setText(row.before or "")
    after.setText(row.after)
    set_tone(after, row.tone)
    after.setAccessibleName(f"{row.label}: {row.after}" + (f", before {row.before}" if row.before else ""))
    after.setAccessibleDescription(row.hint)
    for label in labels:
        label.setToolTip(row.hint)
