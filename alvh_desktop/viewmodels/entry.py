"""The entry line's other half: previews while one types, books on Enter, remembers earlier lines."""

from PySide6.QtCore import QObject, QTimer, Signal

from alvh_desktop.domain.edits import Change
from alvh_desktop.viewmodels.session import Session

TYPING_PAUSE_MS = 120
MOST_REMEMBERED = 100


class Entry(QObject):
    """`previewed` carries a Preview, a Problem or None; `entered` says that the line was booked."""

    previewed = Signal(object)
    entered = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._line = ""
        self._earlier: list[str] = []
        self._place = 0
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.preview_now)
        session.painted.connect(self.preview_now)

    def type(self, line: str) -> None:
        """The line as it stands after a key; previewed once the typing pauses."""
        self._line = line
        if line.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.previewed.emit(None)

    def preview_now(self) -> None:
        if self._line.strip():
            self.previewed.emit(self._session.preview(self._line))

    def enter(self, line: str) -> None:
        """Book the line; a refused one stays and its Problem is shown."""
        if not line.strip():
            return
        self._pause.stop()
        answer = self._session.enter(line)
        if isinstance(answer, Change):
            self._remember(line.strip())
            self._line = ""
            self.entered.emit()
            self.previewed.emit(None)
        else:
            self.previewed.emit(answer)

    def recall(self, step: int) -> str | None:
        """The line `step` places later (+1) or earlier (-1) in what was entered; None where there is none."""
        place = self._place + step
        if not 0 <= place <= len(self._earlier):
            return None
        self._place = place
        return self._earlier[place] if place < len(self._earlier) else ""

    def _remember(self, line: str) -> None:
        others = [each for each in self._earlier if each != line]
        self._earlier = [*others[1 - MOST_REMEMBERED :], line]
        self._place = len(self._earlier)
