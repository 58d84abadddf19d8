"""Weighs drafts off the screen's thread: one at a time, and only the answer to the newest is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.background import Background

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.ticket.ports import Weighed

Weighing = Callable[[], "Weighed | Problem"]


class Weigher(QObject):
    """`answered` carries the newest answer: Weighed, Problem, or None where there is nothing to weigh."""

    answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._running: object | None = None
        """Stands for the work under way; what was forgotten meanwhile is not told."""
        self._next: tuple[Draft, Weighing] | None = None
        self._newest = Draft()
        self._answered_draft: Draft | None = None
        self.result: Weighed | Problem | None = None

    @property
    def known(self) -> Weighed | None:
        """The newest figures there are; they may be of a draft before the newest."""
        return None if isinstance(self.result, Problem) else self.result

    @property
    def is_known(self) -> bool:
        """Whether the figures are of the draft that was asked for last."""
        return self.known is not None and self._answered_draft == self._newest

    def show(self, answer: Problem | None) -> None:
        """What is known without weighing."""
        self.forget()
        self._answered_draft, self.result = None, answer
        self.answered.emit(answer)

    def ask(self, draft: Draft, weighing: Weighing) -> None:
        """Weigh this draft as soon as what is under way is done; an older one that waits is dropped."""
        self._next, self._newest = (draft, weighing), draft
        if self._running is None:
            self._start()

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._running, self._next = None, None

    def wait(self) -> None:
        """Until what is under way is done; it is told in the next turn of the event loop."""
        self._background.finish()

    def _start(self) -> None:
        if self._next is None:
            return
        draft, weighing = self._next
        token = self._running = object()
        self._next = None
        self._background.run(lambda: _answer(weighing), lambda answer: self._take(token, draft, answer))

    def _take(self, token: object, draft: Draft, answer: Weighed | Problem) -> None:
        if token is not self._running:
            return
        self._running = None
        if self._next is None:
            self._answered_draft, self.result = draft, answer
            self.answered.emit(answer)
        self._start()


def _answer(weighing: Weighing) -> Weighed | Problem:
    try:
        return weighing()
    except KnownError as error:
        return Problem("market", str(error))
