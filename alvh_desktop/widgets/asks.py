"""Every question the window asks in a dialog. A test answers them by another object with the same methods."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from alvh_desktop.desk.shelf import BackupChoice

if TYPE_CHECKING:
    from alvh_desktop.desk.lines import LegLine
    from alvh_desktop.widgets.dialogs.new_portfolio import NewPortfolio
    from alvh_desktop.widgets.dialogs.settle import Check

_PORTFOLIOS = "Portfolios (*.alvh)"
_POSITIONS = "Lists of positions (*.csv *.txt);;All files (*)"
_RULEBOOKS = "Rulebooks (*.toml)"
_IMPORTS = "Quotes and histories (*.csv *.txt *.dat *.json);;All files (*)"


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

    def files_to_import(self, folder: Path) -> tuple[Path, ...]:
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Import files", str(folder), _IMPORTS)
        return tuple(Path(each) for each in chosen)

    def positions_to_read(self, folder: Path) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Load a list of positions", str(folder), _POSITIONS)
        return Path(chosen) if chosen else None

    def rulebook_to_read(self, folder: Path) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Import a rulebook", str(folder), _RULEBOOKS)
        return Path(chosen) if chosen else None

    def rulebook_target(self, proposed: Path) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Export the rulebook", str(proposed), _RULEBOOKS)
        if not chosen:
            return None
        return Path(chosen) if chosen.endswith(".toml") else Path(f"{chosen}.toml")

    def backup(self, choices: tuple[BackupChoice, ...], now: datetime) -> BackupChoice | None:
        from alvh_desktop.widgets.dialogs.restore import choose_backup

        return choose_backup(self._window, choices, now)

    def settlement(self, leg: LegLine, check: Check) -> tuple[Decimal, str | None] | None:
        from alvh_desktop.widgets.dialogs.settle import ask_settlement

        return ask_settlement(self._window, leg, check)
