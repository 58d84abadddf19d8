"""Bugs are logged whole and told without stopping the work: the edit they interrupted was never kept."""

import faulthandler
import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.problems import KnownError

LOG_FILE, CRASH_FILE = "alvh-desktop.log", "crash.log"
_LARGEST_BYTES, _OLD_FILES = 1024 * 1024, 3
_log = logging.getLogger("alvh_desktop")


class BugReports(QObject):
    """`found` carries a KnownError that says where the report lies; also from other threads."""

    found = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = folder / LOG_FILE
        self._folder = folder
        self._crashes: TextIO | None = None
        self._handler: logging.Handler | None = None

    def install(self) -> None:
        """From here on every unhandled error of any thread comes here. Without a log folder it goes to stderr."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handler: logging.Handler = RotatingFileHandler(
                self.path, maxBytes=_LARGEST_BYTES, backupCount=_OLD_FILES, encoding="utf-8", delay=True
            )
            self._crashes = (self._folder / CRASH_FILE).open("a", encoding="utf-8")
            faulthandler.enable(self._crashes)
        except OSError:
            handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        _log.addHandler(handler)
        self._handler = handler
        sys.excepthook = self.report
        threading.excepthook = lambda told: self.report(told.exc_type, told.exc_value, told.exc_traceback)

    def uninstall(self) -> None:
        """Python's own hooks again, and the files closed: the program ends."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        if self._handler is not None:
            _log.removeHandler(self._handler)
            self._handler.close()
        if self._crashes is not None:
            faulthandler.disable()
            self._crashes.close()

    def report(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        _log.error("unhandled error", exc_info=(kind, error, trace))
        what = (
            f"The program made a mistake ({kind.__name__}) and left out what it was doing; what was booked is safe."
        )
        self.found.emit(KnownError(what, f"The report is in {self.path}; please send it."))
