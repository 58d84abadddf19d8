"""Works the map out off the screen's thread: one at a time, and of those that wait only the newest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.vix_map.look import PartName

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.pricing.payoff.vix_map import VixMap
    from alvh_desktop.viewmodels.vix_map.view import MapView

_REST_MS = 40
"""Between two maps: while a date is dragged the curves come first, and the eye sees no more maps than that."""

MapOf = Callable[["Picture", datetime | None], "VixMap | Problem"]


def shipped_map(picture: Picture, at: datetime | None) -> VixMap | Problem:
    # numpy comes with this import, on the worker
    from alvh_desktop.desk.map import map_of

    return map_of(picture, at)


@dataclass(frozen=True)
class _Asked:
    picture: Picture
    at: datetime | None
    part: PartName

    def has_values_of(self, other: _Asked | None) -> bool:
        """Whether one map of values answers both: only the part that is looked at differs."""
        return other is not None and self.picture is other.picture and self.at == other.at


class Mapper(QObject):
    """`found` carries a MapView or a Problem, and the Picture it is of.

    What was worked out is told even while a newer picture waits, for a drag would show nothing else; it is never
    older than what was told before. `is_known` says whether it is of what was asked for last.
    """

    found = Signal(object, object)

    def __init__(self, map_of: MapOf = shipped_map, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._map_of = map_of
        self._background = Background(self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._start)
        self._running: object | None = None
        """Stands for the work under way; what was forgotten meanwhile is not told."""
        self._next: _Asked | None = None
        self._newest: _Asked | None = None
        self._told: _Asked | None = None
        self._worked_out: tuple[_Asked, VixMap | Problem] | None = None
        """The last values, kept while only another part of them is asked for."""
        self.result: MapView | Problem | None = None
        """What was told last."""

    @property
    def is_known(self) -> bool:
        return self._told is not None and self._told is self._newest

    def ask(self, picture: Picture, at: datetime | None, part: PartName = "net") -> None:
        """Work out the map of this picture at a date (None: now) after what is under way; one that waits is dropped.

        The same once more is neither worked out nor told again: it is on its way, or `result` has it.
        """
        asked = _Asked(picture, at, part)
        if asked.has_values_of(self._newest) and self._newest is not None and self._newest.part == part:
            return
        self._next = self._newest = asked
        if self._running is None and not self._rest.isActive():
            self._start()

    def forget(self) -> None:
        """Nobody waits for an answer any more: another portfolio is open."""
        self._rest.stop()
        self._running = self._next = self._newest = self._told = self._worked_out = self.result = None

    def wait(self) -> None:
        """Until what is under way is done; it is told in the next turn of the event loop."""
        self._background.finish()

    def finish(self) -> None:
        """Wait for what is under way, and tell nobody: before the program ends."""
        self.forget()
        self.wait()

    def _start(self) -> None:
        if self._next is None or self._running is not None:
            return
        asked, known, map_of = self._next, self._worked_out, self._map_of
        token = self._running = object()
        self._next = None
        given = known[1] if known is not None and asked.has_values_of(known[0]) else None
        self._background.run(lambda: _answer(map_of, asked, given), lambda answer: self._take(token, asked, answer))

    def _take(self, token: object, asked: _Asked, answer: tuple[VixMap | Problem, MapView | Problem]) -> None:
        if token is not self._running:
            return
        values, view = answer
        self._running, self._told, self._worked_out, self.result = None, asked, (asked, values), view
        self._rest.start()
        self.found.emit(view, asked.picture)


def _answer(
    map_of: MapOf, asked: _Asked, given: VixMap | Problem | None
) -> tuple[VixMap | Problem, MapView | Problem]:
    """On the worker: values, contours, shades and words."""
    # numpy and contourpy come with these imports
    from alvh_desktop.viewmodels.vix_map.look import look_of
    from alvh_desktop.viewmodels.vix_map.view import map_view

    payoff = asked.picture.payoff
    if isinstance(payoff, Problem):
        return payoff, payoff
    try:
        found = map_of(asked.picture, asked.at) if given is None else given
    except KnownError as error:
        found = Problem("market", str(error))
    if isinstance(found, Problem):
        return found, found
    return found, map_view(found, look_of(asked.picture, payoff, found.at, asked.part))
