"""The line above the charts: the date, how VIX answers, what else may be set, and one button back to the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QWidget

from alvh_desktop.domain.lens import Lens
from alvh_desktop.viewmodels.lens import LensView
from alvh_desktop.viewmodels.lens.words import folded_text
from alvh_desktop.widgets.lens.boxes import ChoiceBox
from alvh_desktop.widgets.lens.date_slider import DateSlider
from alvh_desktop.widgets.lens.more import MoreOfLens
from alvh_desktop.widgets.tokens import Tokens

_WIDE_ENOUGH = 700
_SLIDER_WIDTH = 90
_LEAST_UNFOLDED = 30
"""Pixels: a line of what is unfolded."""
_RESET = Lens()


class LensControls(QWidget):
    """`changed` carries the Lens that a person has set, `travelled` the end of a past day to look at, None for now.
    `stood_at_now` says whether the slider was put on now. Nothing is worked out here."""

    changed = Signal(object)
    travelled = Signal(object)
    stood_at_now = Signal(bool)

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LensView | None = None
        self._lens = _RESET
        """As it was asked for last: what is set twice before the curves follow is set by both."""
        self._chosen: datetime | None = None
        self._is_away = False
        """Whether a past day is asked for."""
        self._shown: tuple[LensView, datetime | None] | None = None
        self.date = DateSlider(worn)
        self.date.setMinimumWidth(_SLIDER_WIDTH)
        self.date_words = QLabel()
        self.date_words.setTextFormat(Qt.TextFormat.PlainText)
        self.date_words.setProperty("tone", "caption")
        self.preset = ChoiceBox("How VIX answers SPX", "How VIX answers a move of SPX")
        self.unfold = QPushButton("More")
        self.unfold.setCheckable(True)
        self.unfold.setProperty("tone", "quiet")
        self.unfold.setAccessibleName("More of the lens")
        self.back = QPushButton("Reset")
        self.back.setProperty("tone", "quiet")
        self.back.setToolTip("Back to now, the settlement and the measured answer, all positions (R in the chart)")
        self.more = MoreOfLens()
        self.fold = QScrollArea()
        self.fold.setFrameShape(QFrame.Shape.NoFrame)
        self.fold.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fold.setWidgetResizable(True)
        self.fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fold.setWidget(self.more)
        for ground in (self.fold.viewport(), self.more):
            ground.setAutoFillBackground(False)
        self.fold.setFixedHeight(_LEAST_UNFOLDED)
        self.fold.hide()
        self._lay_out()
        self.date.valueChanged.connect(self._slide)
        self.preset.activated.connect(lambda _: self.ask(preset=self.preset.currentData()))
        self.more.asked.connect(lambda changes: self.ask(**changes))
        self.unfold.toggled.connect(self.fold.setVisible)
        self.back.clicked.connect(self.reset)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        return self.date, self.preset, self.unfold, self.back, *self.more.stops

    def show_lens(self, view: LensView) -> None:
        if self._shown == (view, self._chosen):
            return
        self._shown = view, self._chosen
        if not self.preset.count():
            self.preset.offer((choice.name, choice.label, choice.note) for choice in view.presets)
        if self._view is None or self._view.stops is not view.stops:
            longest = max((stop.text for stop in view.stops), key=len)
            self.date_words.ensurePolished()
            metrics = self.date_words.fontMetrics()
            # a label of fixed size lays out nothing when its words change
            self.date_words.setFixedSize(metrics.horizontalAdvance(longest) + 8, metrics.height() + 4)
        self._view, self._lens = view, view.lens
        # the range shrinks last: a value cut off by it would be a date that nobody chose
        last = len(view.stops) - 1
        self.date.setRange(0, max(self.date.maximum(), last))
        self.date.setValue(view.place(self._chosen))
        self.date.setMaximum(last)
        self.date.show_stops(view)
        self._say_date()
        self.preset.show_chosen(view.lens.preset)
        self.more.show_lens(view)
        self._say_beside(view.lens)

    def reset(self) -> None:
        """Everything but whose positions are looked at and how P/L is told, which are no part of a scenario."""
        self._chosen, seen = None, self._lens
        self.more.drop_typed()
        self._go(None)
        self.stood_at_now.emit(False)
        self._look(
            replace(_RESET, account_id=seen.account_id, sleeve=seen.sleeve, unit=seen.unit, gap_share=seen.gap_share)
        )

    def look_through(self, lens: Lens) -> None:
        """A lens kept by name, of whatever is looked at now; its date is the stop of the slider that it falls on."""
        self._chosen = None
        if lens.dates and self._view is not None:
            place = replace(self._view, lens=lens).place(None)
            self._chosen = self._view.stops[place].at
            lens = replace(lens, dates=self._view.at_stop(place).dates)
        self._go(None)
        self.stood_at_now.emit(False)
        self._look(replace(lens, account_id=self._lens.account_id, sleeve=self._lens.sleeve))

    def forget(self) -> None:
        """Another portfolio is open: it is looked at through no lens yet."""
        self._chosen, self._lens = None, _RESET
        self.more.drop_typed()

    def travel(self, past: datetime) -> None:
        """Look at the end of a past day, however far it lies back; of one that is not over at now."""
        is_over = self._view is None or past < self._view.stops[self._view.now].at
        self._chosen = past if is_over else None
        self._go(self._chosen)

    def be_away(self, moment: datetime) -> None:
        """A past moment is looked at that was not asked for here: the slider stands on its day, and back leads to
        now."""
        self._is_away, self._chosen = True, moment
        if self._view is not None:
            self.show_lens(self._view)

    def come_back(self) -> None:
        """The charts are of now again without being asked for it here: another portfolio is open."""
        if self._is_away:
            self._is_away, self._chosen = False, None
            if self._view is not None:
                self.show_lens(self._view)

    def fit(self, room: int) -> None:
        """Give what is unfolded the height it needs, or so many pixels, in which it can be scrolled."""
        width = self.fold.width()
        if self.more.heightForWidth(width) > room:
            width -= self.fold.verticalScrollBar().sizeHint().width()
        needed = self.more.heightForWidth(width)
        self.fold.setFixedHeight(min(needed, max(room, _LEAST_UNFOLDED)))

    @property
    def spare_height(self) -> int:
        """Pixels of what is unfolded that could be scrolled to."""
        return max(self.fold.minimumHeight() - _LEAST_UNFOLDED, 0) if self.unfold.isChecked() else 0

    def wear(self, worn: Tokens) -> None:
        self.date.wear(worn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide, high = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        direction = wide if event.size().width() >= _WIDE_ENOUGH else high
        if self._box.direction() != direction:
            self._box.setDirection(direction)

    def _slide(self, place: int) -> None:
        view = self._view
        if view is None or place == view.place(self._chosen):
            return
        self._chosen = view.stops[place].at
        self._say_date()
        behind = view.past_at(place)
        self._go(behind)
        if behind is None:
            self.stood_at_now.emit(place == view.now)
            self._look(replace(self._lens, dates=view.at_stop(place).dates))

    def _go(self, past: datetime | None) -> None:
        was_away, self._is_away = self._is_away, past is not None
        if was_away or self._is_away:
            self.travelled.emit(past)

    def ask(self, **changes: object) -> None:
        """The lens with these set otherwise, by their names."""
        if self._view is not None:
            dates = self._view.at_stop(self.date.value()).dates
            lens = replace(self._lens, dates=dates, **changes)  # type: ignore[arg-type]
            if lens != self._lens:
                self._look(lens)

    def _look(self, lens: Lens) -> None:
        self._lens = lens
        self.changed.emit(lens)

    def _say_date(self) -> None:
        if self._view is not None:
            place = self.date.value()
            is_earlier = self._is_away and place == self._view.now
            words = "earlier today" if is_earlier else self._view.stops[place].text
            marked = self.date.marked_text(place)
            self.date_words.setText(words)
            self.date.setAccessibleDescription(f"{words}; {marked}" if marked else words)
            self.date.setToolTip("\n".join(filter(None, (marked, self._view.settled or words))))

    def _say_beside(self, lens: Lens) -> None:
        """The button of what is folded away says that something is set there."""
        beside = folded_text(lens)
        self.unfold.setText("More \N{BLACK CIRCLE}" if beside else "More")
        self.unfold.setToolTip(
            f"Set: {beside}" if beside else "SPX and VIX shocks, volatility by tenor, event, positions, saved lenses"
        )

    def _lay_out(self) -> None:
        rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._box.setSpacing(4)
        when, how = QHBoxLayout(), QHBoxLayout()
        when.addWidget(self.date, 1)
        when.addWidget(self.date_words)
        for part, share in ((self.preset, 1), (self.unfold, 0), (self.back, 0)):
            how.addWidget(part, share)
        for line, share in ((when, 3), (how, 2)):
            line.setSpacing(6)
            self._box.addLayout(line, share)
        rows.addLayout(self._box)
        rows.addWidget(self.fold)
