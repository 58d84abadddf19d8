"""A whole window for tests: assembled as the program does it, with answers prepared in place of dialogs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from alvh_desktop.app import Program, assemble
from alvh_desktop.desk.lines import LegLine
from alvh_desktop.desk.shelf import BackupChoice, Shelf
from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.entry import TYPING_PAUSE_MS
from alvh_desktop.viewmodels.position_rows import Row
from alvh_desktop.viewmodels.positions import ROW_ROLE
from alvh_desktop.widgets.asks import Asks
from alvh_desktop.widgets.dialogs.new_portfolio import NewPortfolio

NO_KEYS = Qt.KeyboardModifier.NoModifier


@dataclass
class Answers(Asks):
    """What a person says in each dialog; None, or nothing, is a change of mind."""

    new: NewPortfolio | None = None
    to_open: Path | None = None
    target: Path | None = None
    files: tuple[Path, ...] = ()
    chosen_backup: Callable[[tuple[BackupChoice, ...]], BackupChoice | None] = lambda choices: None
    settled: tuple[Decimal, str | None] | None = None
    met: Problem | None = None
    picture: Path | None = None
    table: Path | None = None
    paper: QPrinter | None = None
    asked: list[str] = field(default_factory=list)

    def new_portfolio(self, folder: Path) -> NewPortfolio | None:
        return self.new

    def portfolio_to_open(self, folder: Path) -> Path | None:
        return self.to_open

    def copy_target(self, proposed: Path) -> Path | None:
        self.asked.append(proposed.name)
        return self.target

    def files_to_import(self, folder: Path) -> tuple[Path, ...]:
        return self.files

    def picture_target(self, proposed: Path) -> Path | None:
        self.asked.append(proposed.name)
        return self.picture

    def table_target(self, proposed: Path) -> Path | None:
        self.asked.append(proposed.name)
        return self.table

    def printer(self, title: str) -> QPrinter | None:
        self.asked.append(title)
        return self.paper

    def backup(self, choices: tuple[BackupChoice, ...], now: datetime) -> BackupChoice | None:
        return self.chosen_backup(choices)

    def settlement(
        self, leg: LegLine, check: Callable[[Decimal, str | None], Problem | None]
    ) -> tuple[Decimal, str | None] | None:
        if self.settled is not None:
            self.met = check(*self.settled)
        return self.settled


class Trader:
    """Somebody at the window: types, presses, clicks, and reads what stands there."""

    def __init__(
        self, qtbot: QtBot, shelf: Shelf, preferences: Preferences | None = None, path: Path | None = None
    ) -> None:
        self.kept: list[Preferences] = []
        self.qtbot = qtbot
        self.program: Program = assemble(shelf, preferences or Preferences(is_first_run=False), self.kept.append)
        self.window = self.program.window
        self.answers = Answers()
        self.program.commands.asks = self.answers
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.program.files.start(path)
        self.looks()

    def leaves(self) -> None:
        self.window.close()
        self.program.close()

    def looks(self) -> None:
        """Lets everything that is due come to the screen."""
        for _ in range(5):
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def types(self, text: str, into: QWidget | None = None) -> None:
        place = into or self.window.entry.line
        place.setFocus()
        QTest.keyClicks(place, text)
        self.looks()
        self.waits_for_the_preview()

    def waits_for_the_preview(self) -> None:
        """The preview comes when the typing pauses."""
        QTest.qWait(TYPING_PAUSE_MS + 30)

    def presses(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEYS, on: QWidget | None = None) -> None:
        place = on or QApplication.focusWidget()
        assert place is not None, "no widget has the keyboard"
        QTest.keyClick(place, key, modifier)
        self.looks()

    def enters(self, line: str) -> None:
        """Types an order over whatever stood there, and presses Enter."""
        self.window.entry.line.setText("")
        self.types(line)
        self.presses(Qt.Key.Key_Return, on=self.window.entry.line)

    def clicks(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.looks()

    def takes(self, command: str) -> None:
        """Triggers the command of this name, as a menu or the palette would; it must be offered."""
        action = self.command(command)
        assert action.isEnabled(), f"{command} is not offered now"
        action.trigger()
        self.looks()

    def command(self, name: str) -> QAction:
        found = [a for a in self.program.menus.actions if a.text().replace("&", "").startswith(name)]
        assert found, f"there is no command {name!r}"
        return found[0]

    def chooses(self, key: str) -> None:
        self.window.tree.choose(key)
        self.looks()

    @property
    def preview(self) -> str:
        return self.window.entry.preview.text()

    @property
    def notices(self) -> tuple[str, ...]:
        return tuple(toast.text for toast in self.window.toasts.toasts)

    @property
    def banners(self) -> tuple[str, ...]:
        return self.window.banners.texts

    def rows(self, kind: str) -> list[Row]:
        """The rows of one kind that the tree shows, from the top."""
        view = self.window.tree.view
        view.expandAll()
        found, index = [], view.model().index(0, 0)
        while index.isValid():
            found.append(index.data(ROW_ROLE))
            index = view.indexBelow(index)
        return [row for row in found if row.kind == kind]
