"""Every question the window asks in a dialog. A test answers them by another object with the same methods."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from alvh_desktop.desk.shelf import BackupChoice
from alvh_desktop.domain.orders import parse_moment
from alvh_desktop.domain.problems import Problem

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import LegLine
    from alvh_desktop.widgets.dialogs.new_portfolio import NewPortfolio
    from alvh_desktop.widgets.dialogs.settle import Check

_PORTFOLIOS = "Portfolios (*.alvh)"
_QUOTES = "Quote files (*.csv *.txt *.dat);;All files (*)"


class Asks:
    """None, or nothing chosen, is a person who changed their mind. Dialogs are loaded when they are first needed."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def new_portfolio(self, folder: Path) -> NewPortfolio | None:
        from alvh_desktop.widgets.dialogs.new_portfolio import ask_new_portfolio

        return ask_new_portfolio(self._window, folder)

    def portfolio_to_open(self, folder: Path) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open a portfolio", str(folder), _PORTFOLIOS)
        return Path(chosen) if chosen else None

    def copy_target(self, proposed: Path) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save a copy", str(proposed), _PORTFOLIOS)
        if not chosen:
            return None
        return Path(chosen) if chosen.endswith(".alvh") else Path(f"{chosen}.alvh")

    def quote_files(self, folder: Path) -> tuple[Path, ...]:
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Import quotes", str(folder), _QUOTES)
        return tuple(Path(each) for each in chosen)

    def quotes_moment(self) -> datetime | None:
        """When quotes were made, asked until it can be read."""
        question, typed = "When were the quotes made? Date, time and offset:", "2026-11-20T15:45-05:00"
        while True:
            typed, is_said = QInputDialog.getText(self._window, "Moment of the quotes", question, text=typed)
            if not is_said:
                return None
            moment = parse_moment(typed.strip(), "moment")
            if not isinstance(moment, Problem):
                return moment
            question = f"{moment.message}. When were the quotes made?"

    def backup(self, choices: tuple[BackupChoice, ...], now: datetime) -> BackupChoice | None:
        from alvh_desktop.widgets.dialogs.restore import choose_backup

        return choose_backup(self._window, choices, now)

    def settlement(self, leg: LegLine, check: Check) -> tuple[Decimal, str | None] | None:
        from alvh_desktop.widgets.dialogs.settle import ask_settlement

        return ask_settlement(self._window, leg, check)
