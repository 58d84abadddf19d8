"""The portfolio at hand and everything a person may do to it; each change repaints once, and all screens follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from alvh_desktop.desk.entering import judged_order_edit, order_edit
from alvh_desktop.desk.importing import TypedPreview
from alvh_desktop.desk.inputs import input_edit, taking_back_edit
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.desk.typed_files import previewed_edit
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Role
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.painter import Painter, Prepared
from alvh_desktop.viewmodels.preview import Preview, preview_of
from alvh_desktop.viewmodels.recording import Recording

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.attending import Attendance, Point
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.rules.alerts import Alert, Key
    from alvh_desktop.rules.transition import Transition

TICK_SECONDS = 15
_NOTHING_OPEN = Problem("portfolio", "no portfolio is open: use File > New or File > Open")


class Session(QObject):
    """Holds one open portfolio or none. Signals go one way: out. `background` is where its files are written.

    `leaving` comes while the portfolio can be written for the last time. `painted` carries a Picture, `relit` one
    whose curves alone are new, `attended` the one painted last with its rules judged, `held` the OpenPortfolio or
    None, `noticed` a sentence on what was done, `failed` a KnownError, `louder` the transitions of alerts that fired
    or rose since the last picture. `market_changed` says that other quotes or closes are kept now.
    """

    painted = Signal(object)
    relit = Signal(object)
    held = Signal(object)
    market_changed = Signal()
    noticed = Signal(str)
    failed = Signal(object)
    leaving = Signal()
    attended = Signal(object)
    louder = Signal(object)
    _relight = Signal()

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.portfolio: OpenPortfolio | None = None
        self.picture: Picture | None = None
        self._painter: Painter | None = None
        self._recording: Recording | None = None
        self._untold: str | None = None
        self._has_looked = False
        self.background = background
        self._repaint = QTimer(self, singleShot=True, interval=0)
        self._repaint.timeout.connect(self._paint_in_turn)
        # numbers and curves come to the screen first, what follows from them for attention a turn later
        self._judge = QTimer(self, singleShot=True, interval=0)
        self._judge.timeout.connect(self._judge_now)
        self._is_relight_due = False
        # queued, and no timer: it comes before the paint that the slider has asked for, so a step is one frame
        self._relight.connect(self._relight_now, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self, interval=TICK_SECONDS * 1000)
        self._clock.timeout.connect(lambda: self.read_market_behind(is_new=False))
        self._preparing = Background(self)
        self._is_preparing = False
        self._prepare_next: bool | None = None
        """What was asked for while a market is being prepared, where anything was."""

    def hold(self, portfolio: OpenPortfolio | None) -> None:
        """Take this portfolio in place of the one before, which is closed; None holds nothing."""
        if portfolio is None:
            self._preparing.finish()
        if self.portfolio is not None:
            self.leaving.emit()
            self._leave()
            self.portfolio.close()
        self.portfolio, self.picture, self._painter = portfolio, None, None
        self._recording, self._has_looked = None, False
        self._judge.stop()
        self._clock.stop()
        if portfolio is not None:
            portfolio.desk.listen(lambda _: self.repaint())
            self._painter = Painter(portfolio)
            if portfolio.recorder is not None:
                portfolio.desk.witness = self._painter.witness
            if portfolio.has_days:
                self._recording = Recording(portfolio)
            self.repaint()
            if portfolio.desk.book.simulated_at is None:
                self._clock.start()
        self.held.emit(portfolio)

    def _leave(self) -> None:
        """Keep the day as it is left, and what alerts remember: where that cannot be kept the log has all of it."""
        if self._recording is not None and self.picture is not None:
            self._recording.leave(self.picture)
        if self._painter is not None and self.picture is not None:
            with suppress(KnownError):
                self._painter.attendance.leave(self.picture)

    def repaint(self) -> None:
        """Paint once at the end of this turn of the event loop, however often it is asked for."""
        if self._painter is not None:
            self._repaint.start()

    def allow_ages(self, live_limits: Mapping[str, timedelta]) -> None:
        """From now on quotes of a feed are stale only past these limits, by their source."""
        if self._painter is not None:
            self._painter.live_limits = live_limits
            self.repaint()

    def look(self, lens: Lens) -> None:
        """Look through this lens from now on: the curves alone are painted anew, once at the end of this turn."""
        if self._painter is not None:
            self._painter.lens = lens
            if not self._is_relight_due:
                self._is_relight_due = True
                self._relight.emit()

    def _relight_now(self) -> None:
        self._is_relight_due = False
        if self._painter is None or self.picture is None or self._repaint.isActive():
            return  # the picture that is due looks through the new lens anyway
        self.picture = self._painter.relit(self.picture)
        self.relit.emit(self.picture)

    def paint_now(self) -> None:
        """Paint and judge at once what would be painted at the end of this turn, and judged after it."""
        self._paint()
        self._judge_now()

    def _paint_in_turn(self) -> None:
        self._paint()
        self._judge.start()

    def _judge_now(self) -> None:
        self._judge.stop()
        if self.picture is not None:
            self.attended.emit(self.picture)
            self._attend(self.picture)

    def _paint(self) -> None:
        self._repaint.stop()
        if self._painter is None:
            return
        told = self._painter.fault
        self.picture = self._painter.paint()
        self.painted.emit(self.picture)
        fault = self._painter.fault
        if fault is not None and (told is None or str(fault) != str(told)):
            self.failed.emit(fault)
        if fault is None and self._recording is not None:
            trouble = self._recording.take(self.picture)
            if trouble is not None:
                self.failed.emit(trouble)

    def _attend(self, picture: Picture) -> None:
        """Let the alerts of a picture be remembered and kept, and say which of them raise their voice."""
        if self._painter is None:
            return
        try:
            changed = self._painter.attendance.look(picture)
        except KnownError as error:
            changed = picture.attention.transitions
            if str(error) != self._untold:  # not again at every picture: a full disk stays full for a while
                self._untold = str(error)
                self.failed.emit(error)
        louder = tuple(each for each in changed if each.is_louder)
        is_first, self._has_looked = not self._has_looked, True
        if louder and not is_first:  # what stands already when a portfolio is opened is read in the panel
            self.louder.emit(louder)

    def acknowledge(self, key: Key) -> Problem | None:
        """A person has taken note of an alert."""
        return self._say_of_alert(lambda attendance, picture: attendance.acknowledge(picture, key))

    def snooze(self, key: Key, until: datetime | None) -> Problem | None:
        """Put an alert off until then, or (None) until its value is worse."""
        return self._say_of_alert(lambda attendance, picture: attendance.snooze(picture, key, until))

    def wake(self, key: Key) -> Problem | None:
        """An alert is no longer put off."""
        return self._say_of_alert(lambda attendance, picture: attendance.wake(picture, key))

    def history(self, alert: Alert) -> Sequence[Point]:
        """The value of an alert over time, the oldest first."""
        return () if self._painter is None else self._painter.attendance.history(alert)

    def _say_of_alert(self, say: Callable[[Attendance, Picture], Transition | Problem]) -> Problem | None:
        if self._painter is None or self.picture is None:
            return _NOTHING_OPEN
        if self._judge.isActive():  # what is said follows on the states that the picture leads to
            self._judge_now()
        try:
            said = say(self._painter.attendance, self.picture)
        except KnownError as error:
            self.failed.emit(error)
            said = None
        self.repaint()
        return said if isinstance(said, Problem) else None

    def preview(self, line: str) -> Preview | Problem:
        """What the order line would do; nothing is stored."""
        if self.portfolio is None:
            return _NOTHING_OPEN
        desk = self.portfolio.desk
        try:
            edit = order_edit(desk, self.portfolio.quotes, line, desk.clock())
        except KnownError as error:
            return Problem("market", error.what)
        if isinstance(edit, Problem):
            return edit
        change = desk.preview(edit)
        return change if isinstance(change, Problem) else preview_of(desk.book, edit, change)

    def enter(self, line: str) -> Change | Problem:
        """Book the order line, or what was pasted there. A Problem leaves everything as it is."""

        def edit_of(portfolio: OpenPortfolio) -> Edit | Problem:
            return judged_order_edit(portfolio.desk, portfolio.quotes, line, portfolio.desk.clock())

        return self.do(edit_of)

    def assign_layer(self, trade_id: int, role: Role | None) -> Change | Problem:
        return self.do(lambda _: AssignLayer(trade_id, role))

    def settle(self, leg_id: int, value: Decimal, source: str | None) -> Change | Problem:
        """Book the official settlement `value` (points) of a leg; `source` is its name where a person says it."""
        return self.do(lambda portfolio: self._settling(portfolio, leg_id, value, source))

    def what_settling_meets(self, leg_id: int, value: Decimal, source: str | None) -> Problem | None:
        """What the book would say to that settlement; nothing is stored."""
        if self.portfolio is None:
            return _NOTHING_OPEN
        answer = self.portfolio.desk.preview(self._settling(self.portfolio, leg_id, value, source))
        return answer if isinstance(answer, Problem) else None

    def _settling(self, portfolio: OpenPortfolio, leg_id: int, value: Decimal, source: str | None) -> SettleLeg:
        spot = self.picture.inputs.market.levels.get("VIX") if self.picture else None
        desk = portfolio.desk
        return SettleLeg(desk.next_id, leg_id, value, desk.clock(), said_source=source, spot=spot)

    def enter_input(self, name: str, value: str) -> Change | Problem:
        """A value as it was typed, from today on; the Problem names "name" or "value"."""
        return self.do(lambda portfolio: input_edit(portfolio.desk, name, value), "Entered: ")

    def take_input_back(self, name: str) -> Change | Problem:
        """Take the value in force away: what was typed for an earlier day counts again, at last the default."""
        return self.do(lambda portfolio: taking_back_edit(portfolio.desk, name), "")

    def do(self, edit_of: Callable[[OpenPortfolio], Edit | Problem], verb: str = "Booked: ") -> Change | Problem:
        """Do the edit that is made for the portfolio at hand; the notice of it begins with `verb`."""

        def make(portfolio: OpenPortfolio) -> Change | Problem:
            edit = edit_of(portfolio)
            return edit if isinstance(edit, Problem) else portfolio.desk.do(edit)

        return self._told(make, verb)

    def what_entering_changes(self, preview: TypedPreview) -> Change | Problem:
        """What entering a file of marks, inputs and events would do to the book as it is now; nothing is stored."""
        if self.portfolio is None:
            return _NOTHING_OPEN
        if self.portfolio.read_only_because is not None:
            return Problem("", f"Nothing can be entered: {self.portfolio.read_only_because}")
        edit = previewed_edit(self.portfolio.desk, preview)
        return edit if isinstance(edit, Problem) else self.portfolio.desk.preview(edit)

    def enter_file(self, preview: TypedPreview) -> Change | Problem:
        """Book all of such a file as one edit, or nothing of it."""
        return self.do(lambda portfolio: previewed_edit(portfolio.desk, preview), "Entered: ")

    def undo(self) -> Change | Problem:
        return self._told(lambda portfolio: portfolio.desk.undo(), "Undone: ")

    def redo(self) -> Change | Problem:
        return self._told(lambda portfolio: portfolio.desk.redo(), "Done again: ")

    def read_market_again(self) -> None:
        """New quotes were kept: the next picture, which is due at once, is painted on the market as it is now."""
        if self._painter is not None:
            self._painter.forget_market()
            self.repaint()
            self.market_changed.emit()

    def read_market_behind(self, is_new: bool = True) -> None:
        """The same off the screen's thread: read and worked out on a worker, then painted on. It `is_new` where
        quotes were kept; else only its clock goes on."""
        if self._painter is None:
            return
        if self._is_preparing:
            self._prepare_next = is_new or bool(self._prepare_next)
            return
        self._is_preparing, painter = True, self._painter
        self._preparing.run(painter.preparation(), lambda prepared: self._adopt(painter, prepared, is_new))

    def _adopt(self, painter: Painter, prepared: Prepared, is_new: bool) -> None:
        self._is_preparing, due, self._prepare_next = False, self._prepare_next, None
        if painter is self._painter:
            painter.adopt(prepared)
            self.repaint()
            if is_new:
                self.market_changed.emit()
        if due is not None:
            self.read_market_behind(due)

    def _told(self, act: Callable[[OpenPortfolio], Change | Problem], verb: str) -> Change | Problem:
        """Do it and say so; the world's faults go to the banner and leave the book as it was."""
        if self.portfolio is None:
            return _NOTHING_OPEN
        try:
            answer = act(self.portfolio)
        except KnownError as error:
            self.failed.emit(error)
            return Problem("portfolio", "nothing was booked")
        if isinstance(answer, Change):
            self.noticed.emit(f"{verb}{answer.label}")
        return answer
