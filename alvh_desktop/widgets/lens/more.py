"""What unfolds under the line of the lens: shocks, volatilities, an event, positions, and how P/L is told."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from alvh_desktop.domain.lens import EventCrush, VolShifts
from alvh_desktop.viewmodels.lens import CLOCKS, FUTURES, UNITS, LensView
from alvh_desktop.viewmodels.lens.words import chosen_text
from alvh_desktop.viewmodels.payoff.extras import EXTRAS, USUAL, ExtraName
from alvh_desktop.widgets.lens.boxes import ChoiceBox, NumberBox, NumberSlider
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow

_MOVE_STEPS = 10
"""Of the slider of SPX, in one percent."""
_MOVES = -25 * _MOVE_STEPS, 15 * _MOVE_STEPS
_SLIDER_WIDTH = 110
_USUAL_EVENT = 0.01
"""One standard deviation of SPX that an event is taken to hold when it is first chosen."""
_TENORS = (("short", "\N{LESS-THAN OR EQUAL TO}30 d"), ("medium", "\N{LESS-THAN OR EQUAL TO}90 d"), ("long", ">90 d"))
_EXTRA_HINTS: dict[ExtraName, str] = {
    "parts": "Condors and hedge alone, now and on the date of the slider as well",
    "moves": "Lines one and two expected moves away, until the settlement of the curves",
    "density": "How probable the settlement at each level is, as option prices say",
    "ghosts": "The condor as it was opened, and as it was before its last roll",
}


class MoreOfLens(QWidget):
    """`asked` carries what a person has set, by the names of the Lens; `alone_asked` whether the rows chosen in the
    tree are to be drawn alone, `extras_asked` the set of what the payoff is to show besides its curves. `recalled`
    and `remove_asked` carry the id of a lens kept by name, `save_asked` that this one is to be kept."""

    asked = Signal(dict)
    alone_asked = Signal(bool)
    extras_asked = Signal(object)
    recalled = Signal(int)
    save_asked = Signal()
    remove_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shock_slider = NumberSlider("SPX shock", _MOVES)
        self.shock_slider.setPageStep(_MOVE_STEPS)
        self.shock_slider.setFixedWidth(_SLIDER_WIDTH)
        self.shock = NumberBox("SPX shock, %", "Where the scenario is read off", (-50.0, 50.0), 0.5, 1)
        self.shock.setSuffix(" %")
        self.scale = NumberBox(
            "VIX answers, times", "Multiplies what VIX answers to a move of SPX", (0.0, 5.0), 0.1, 2
        )
        self.scale.setPrefix("\N{MULTIPLICATION SIGN} ")
        self.fixed = NumberBox("VIX fixed at", "VIX stands there whatever SPX does; 0 leaves it to the answer",
                               (0.0, 200.0), 1.0, 1)  # fmt: skip
        self.fixed.setSpecialValueText("by SPX")
        self.shifts = {name: self._points(name, f"SPX expiries {label}") for name, label in _TENORS}
        self.shifts["vix"] = self._points("vix", "options on VIX")
        self.news = ChoiceBox("Event", "An event whose uncertainty leaves SPX options once it has passed")
        self.event_size = NumberBox("Event move, %", "One standard deviation of SPX that prices hold for the event",
                                    (0.1, 10.0), 0.1, 1)  # fmt: skip
        self.event_size.setSuffix(" %")
        self.time = ChoiceBox("How time passes", "Trading time: nights and weekends count less")
        self.futures = ChoiceBox("VX futures as time passes", "Whether VX futures slide down their curve")
        self.unit = ChoiceBox("P/L in", "How P/L is told on the axis")
        self.time.offer((name, label, "") for name, label in CLOCKS.items())
        self.futures.offer((stays, label, "") for stays, label in FUTURES.items())
        self.unit.offer((unit, label, "") for unit, label in UNITS.items())
        self.alone = QPushButton("Chosen rows alone")
        self.alone.setCheckable(True)
        self.alone.setProperty("tone", "quiet")
        self.alone.setToolTip("Draw only the rows that are chosen in Positions: campaigns, trades or legs")
        self.extras = {name: self._extra(name, label) for name, label in EXTRAS.items()}
        self.saved = ChoiceBox("Saved lenses", "Look through a lens kept by name")
        self.save, self.remove = QPushButton("Save\N{HORIZONTAL ELLIPSIS}"), QPushButton("Remove")
        for button in (self.save, self.remove):
            button.setProperty("tone", "quiet")
        self.save.setAccessibleName("Save this lens")
        self.remove.setAccessibleName("Remove the lens looked through last")
        self._names: tuple[tuple[int, str], ...] | None = None
        self.offer_saved(())
        self._events: tuple[object, ...] | None = None
        self._lay_out()
        self._connect()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (
            self.shock_slider, self.shock, self.scale, self.fixed, *self.shifts.values(),
            self.news, self.event_size, self.time, self.futures, self.unit, self.alone,
            *self.extras.values(), self.saved, self.save, self.remove,
        )  # fmt: skip

    def show_lens(self, view: LensView) -> None:
        lens = view.lens
        self.shock_slider.show_value(round(100.0 * lens.spx_move * _MOVE_STEPS))
        self.shock.show_value(100.0 * lens.spx_move)
        self.scale.show_value(lens.vix_scale)
        self.scale.setEnabled(lens.vix_after is None)
        self.fixed.show_value(lens.vix_after or 0.0)
        for name, box in self.shifts.items():
            box.show_value(getattr(lens.vol_shifts, name))
        self._offer_events(view)
        self.news.show_chosen(None if lens.crush is None else lens.crush.at)
        self.event_size.setEnabled(lens.crush is not None)
        self.event_size.show_value(100.0 * (_USUAL_EVENT if lens.crush is None else lens.crush.move))
        self.time.show_chosen(lens.clock)
        self.futures.show_chosen(lens.futures_stay)
        self.unit.show_chosen(lens.unit)
        self.alone.setChecked(bool(lens.chosen))
        self.alone.setText(chosen_text(lens).capitalize() if lens.chosen else "Chosen rows alone")

    def drop_typed(self) -> None:
        """What was typed and not entered."""
        for box in (self.shock, self.scale, self.fixed, self.event_size, *self.shifts.values()):
            box.drop_typed()

    def offer_saved(self, names: tuple[tuple[int, str], ...]) -> None:
        """The lenses there are; the one looked through last stays chosen while it is there."""
        if names == self._names:
            return
        chosen, self._names = self.saved.currentData(), names
        self.saved.clear()
        self.saved.offer([(None, "Saved lenses" if names else "None saved", ""), *((i, n, "") for i, n in names)])
        self.saved.show_chosen(chosen if chosen in {lens_id for lens_id, _ in names} else None)
        self.remove.setEnabled(self.saved.currentData() is not None)

    def show_recalled(self, lens_id: int) -> None:
        """This one was looked through last, wherever it was asked for."""
        self.saved.show_chosen(lens_id)
        self.remove.setEnabled(True)

    def _ask_alone(self, is_wanted: bool) -> None:
        """The button shows what the lens does: where no row is chosen nothing changes."""
        self.alone.setChecked(not is_wanted)
        self.alone_asked.emit(is_wanted)

    def _recall(self) -> None:
        chosen = self.saved.currentData()
        self.remove.setEnabled(chosen is not None)
        if chosen is not None:
            self.recalled.emit(chosen)

    def _extra(self, name: ExtraName, label: str) -> QPushButton:
        button = QPushButton(label)
        button.setCheckable(True)
        button.setChecked(name in USUAL)
        button.setProperty("tone", "quiet")
        button.setToolTip(_EXTRA_HINTS[name])
        button.clicked.connect(lambda _: self.extras_asked.emit(self._wanted()))
        return button

    def _wanted(self) -> frozenset[ExtraName]:
        return frozenset(name for name, button in self.extras.items() if button.isChecked())

    def _points(self, name: str, where: str) -> NumberBox:
        box = NumberBox(f"Volatility points, {where}", f"Volatility points added to {where}", (-60.0, 100.0), 1.0, 1)
        box.setProperty("shift", name)
        return box

    def _connect(self) -> None:
        self.shock_slider.chosen.connect(lambda at: self._ask(spx_move=at / _MOVE_STEPS / 100.0))
        self.shock.chosen.connect(lambda percent: self._ask(spx_move=percent / 100.0))
        self.scale.chosen.connect(lambda times: self._ask(vix_scale=times))
        self.fixed.chosen.connect(lambda level: self._ask(vix_after=level or None))
        for box in self.shifts.values():
            box.chosen.connect(lambda _: self._ask(vol_shifts=self._shifts()))
        self.news.activated.connect(lambda _: self._ask(crush=self._crush()))
        self.event_size.chosen.connect(lambda _: self._ask(crush=self._crush()))
        self.time.activated.connect(lambda _: self._ask(clock=self.time.currentData()))
        self.futures.activated.connect(lambda _: self._ask(futures_stay=self.futures.currentData()))
        self.unit.activated.connect(lambda _: self._ask(unit=self.unit.currentData()))
        self.alone.clicked.connect(self._ask_alone)
        self.saved.activated.connect(lambda _: self._recall())
        self.save.clicked.connect(self.save_asked)
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self.saved.currentData()))

    def _shifts(self) -> VolShifts:
        return VolShifts(**{name: box.value() for name, box in self.shifts.items()})

    def _crush(self) -> EventCrush | None:
        at = self.news.currentData()
        return None if at is None else EventCrush(at, self.event_size.value() / 100.0)

    def _ask(self, **changes: object) -> None:
        self.asked.emit(changes)

    def _offer_events(self, view: LensView) -> None:
        """The news ahead, and the event in force where it is none of these."""
        offered = [(tick.at, tick.text, "") for tick in view.news]
        crush = view.lens.crush
        if crush is not None and all(at != crush.at for at, _, _ in offered):
            offered.append((crush.at, f"Event {crush.at:%Y-%m-%d}", ""))
        if self._events != tuple(offered):
            self._events = tuple(offered)
            self.news.clear()
            self.news.offer([(None, "No event", ""), *offered])

    def _lay_out(self) -> None:
        row = FoldingRow(self)
        for label, parts in (
            ("SPX", (self.shock_slider, self.shock)),
            ("VIX answers", (self.scale,)),
            ("or stands at", (self.fixed,)),
            *((f"Vol pts {label}" if not place else label, (self.shifts[name],))
              for place, (name, label) in enumerate(_TENORS)),
            ("VIX", (self.shifts["vix"],)),
            ("Event", (self.news, self.event_size)),
            ("", (self.time,)),
            ("", (self.futures,)),
            ("", (self.unit,)),
            ("", (self.alone,)),
            *(("Payoff also" if not place else "", (button,)) for place, button in enumerate(self.extras.values())),
            ("Lens", (self.saved, self.save, self.remove)),
        ):  # fmt: skip
            row.addWidget(_labelled(label, parts))


def _labelled(label: str, parts: Iterable[QWidget]) -> QWidget:
    """Controls with their name before them; they stay together where the row folds."""
    group = QWidget()
    line = QHBoxLayout(group)
    line.setContentsMargins(0, 0, 4, 0)
    line.setSpacing(4)
    if label:
        words = QLabel(label)
        words.setProperty("tone", "caption")
        line.addWidget(words)
    for part in parts:
        line.addWidget(part)
    return group
