"""Long work off the screen's thread; what it finds comes back on the thread that asked."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from alvh_desktop.domain.problems import KnownError

T = TypeVar("T")


class Background(QObject):
    """Runs one piece of work after another on the pool.

    `failed` carries the KnownError of a piece of work; any other error is a bug and is raised again on the asking
    thread, where the program's hook reports it.
    """

    failed = Signal(object)
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # a slot of an object that lives here, so that Qt carries the result over to this thread
        self._delivered.connect(self._deliver)

    def run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Start `work` on the pool and call `then` with its result; `work` must not touch a widget or the book."""

        def job() -> None:
            try:
                result = work()
            except KnownError as error:
                self._delivered.emit(_bound(self.failed.emit, error))
            except BaseException as bug:  # noqa: BLE001 - handed on to the asking thread, which raises it
                self._delivered.emit(_raised(bug))
            else:
                self._delivered.emit(_bound(then, result))

        self._pool.start(job)

    def deliver(self, then: Callable[[], None]) -> None:
        """Called on a worker: `then` is called on the asking thread, in its turn."""
        self._delivered.emit(then)

    def finish(self) -> None:
        """Wait until the pool is empty: before a file is replaced, and before the program ends."""
        self._pool.waitForDone()

    @Slot(object)
    def _deliver(self, deliver: Callable[[], None]) -> None:
        deliver()


def _bound(then: Callable[[T], None], value: T) -> Callable[[], None]:
    return lambda: then(value)


def _raised(bug: BaseException) -> Callable[[], None]:
    def raise_it() -> None:
        raise bug

    return raise_it
