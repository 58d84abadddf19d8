"""The hand on the strikes of the payoff chart: what it holds, and what it tells while it moves."""

from PySide6.QtCore import QObject, QTimer, Signal

from alvh_desktop.viewmodels.payoff.handles import NO_HANDLES, StrikeHandles
from alvh_desktop.viewmodels.payoff.lane import Hold

_FRAME_MS = 16


class Hand(QObject):
    """One drag begins with a grip taken by the mouse, or with the first key that moves one; it ends or is cancelled.

    `strike_dragged` carries the key of a handle and its strike (SPX points), `wing_dragged` the right of a wing and
    by how many listed strikes it moved since the drag began; both at most once a frame, the last one always before
    `drag_ended`. `handles` hold where all strikes are then. A drag that moved nothing says nothing. `moved` says
    that something is to be drawn anew.
    """

    strike_dragged = Signal(str, float)
    wing_dragged = Signal(str, int)
    drag_ended = Signal()
    drag_cancelled = Signal()
    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.handles = NO_HANDLES
        self.hold: Hold | None = None
        self.is_dragging = False
        self.is_by_mouse = False
        self._before = NO_HANDLES
        self._from_level = 0.0
        self._wing_steps = 0
        self._untold: Hold | None = None
        self._has_told = False
        self._frame = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._frame.timeout.connect(self._tell)

    def show(self, handles: StrikeHandles) -> None:
        """The handles as the view has them; while the same ones are dragged they stay where the hand has them."""
        is_same = handles.strikes.keys() == self.handles.strikes.keys()
        if self.is_dragging and is_same:
            return
        self.end()
        self.handles = handles
        if self.hold is not None and not is_same:
            self.hold = None

    def choose(self, steps: int) -> None:
        """Take hold of the next handle (+1) or the one before (-1) for the keyboard."""
        if self.handles.handles and not self.is_by_mouse:
            self.end()
            self.hold = Hold(self.handles.beside(self.hold.key if self.hold else None, steps))
            self.moved.emit()

    def take(self, hold: Hold, level: float) -> None:
        """The mouse takes a grip at this level (SPX points)."""
        self.end()
        self.hold, self._from_level, self.is_by_mouse = hold, level, True
        self._begin()
        self.moved.emit()

    def pull(self, level: float) -> None:
        """The mouse is at this level now: the strike goes as far as the mouse went."""
        if not self.is_by_mouse or not self.is_dragging or self.hold is None:
            return
        target = self._before.of(self.hold.key).strike + level - self._from_level
        if self.hold.is_wing:
            after, steps = self._before.wing_moved(self.hold.key, target)
            self._move(after, self.hold, steps)
        else:
            self._move(self._before.moved(self.hold.key, target), self.hold)

    def let_go(self) -> None:
        """The mouse's button is up."""
        self.end()
        self.hold, self.is_by_mouse = None, False
        self.moved.emit()

    def step(self, steps: int, is_wing: bool) -> None:
        """A key moves the chosen strike, or its wing, by so many listed strikes."""
        if self.hold is None or self.is_by_mouse:
            return
        if not self.is_dragging:
            self._begin()
        hold = Hold(self.hold.key, is_wing)
        if is_wing:
            after, made = self.handles.wing_stepped(hold.key, steps)
            self._move(after, hold, self._wing_steps + made)
        else:
            self._move(self.handles.stepped(hold.key, steps), hold)

    def end(self) -> None:
        """What was dragged stays where it is."""
        if self.is_dragging:
            self._tell()
            self._stop()
            if self._has_told:
                self.drag_ended.emit()

    def cancel(self) -> None:
        """What was dragged goes back to where it was."""
        if self.is_dragging:
            self.handles = self._before
            self._stop()
            if self._has_told:
                self.drag_cancelled.emit()
        self.release()

    def release(self) -> None:
        """Nothing is chosen any more; what was dragged stays."""
        self.end()
        self.hold = None
        self.moved.emit()

    def _begin(self) -> None:
        self.is_dragging, self._before = True, self.handles
        self._wing_steps, self._untold, self._has_told = 0, None, False

    def _stop(self) -> None:
        self.is_dragging, self._untold = False, None
        self._frame.stop()

    def _move(self, after: StrikeHandles, told: Hold, wing_steps: int | None = None) -> None:
        if after == self.handles:
            return
        if self._untold not in (None, told):
            self._tell()
        self.handles, self._untold = after, told
        self._wing_steps = self._wing_steps if wing_steps is None else wing_steps
        self.moved.emit()
        if not self._frame.isActive():
            self._tell()

    def _tell(self) -> None:
        if self._untold is None:
            return
        told, self._untold = self._untold, None
        self._has_told = True
        self._frame.start()
        handle = self.handles.of(told.key)
        if told.is_wing:
            self.wing_dragged.emit(handle.right, self._wing_steps)
        else:
            self.strike_dragged.emit(told.key, handle.strike)
