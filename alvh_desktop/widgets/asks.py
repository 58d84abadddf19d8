"""Every question the window asks in a dialog. A test answers them by another object with the same methods."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from alvh_desktop.desk.shelf import BackupChoice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtPrintSupport import QPrinter

    from alvh_desktop.desk.lines import LegLine
    from alvh_desktop.widgets.dialogs.new_portfolio import NewPortfolio
    from alvh_desktop.widgets.dialogs.settle import Check

_PORTFOLIOS = "Portfolios (*.alvh)"
_REPORTS = {"html": "Web page (*.html)", "pdf": "PDF (*.pdf)", "md": "Markdown (*.md)", "csv": "Table (*.csv)"}
_NOTE_PICTURES = "Pictures (*.png *.jpg *.jpeg)"
_POSITIONS = "Lists of positions (*.csv *.txt);;All files (*)"
_RULEBOOKS = "Rulebooks (*.toml)"
_IMPORTS = "Quotes and histories (*.csv *.txt *.dat *.json);;All files (*)"
_PICTURES = {"png": "PNG pictures (*.png)", "svg": "SVG drawings (*.svg)"}
_TABLES = {"csv": "CSV tables (*.csv)"}


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

    def picture_to_read(self, folder: Path) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Picture into the note", str(folder), _NOTE_PICTURES)
        return Path(chosen) if chosen else None

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

    def picture_target(self, proposed: Path) -> Path | None:
        """A file that ends in .png or .svg, by the chosen kind where the name does not say it."""
        return self._target("Export the picture", proposed, _PICTURES)

    def report_target(self, proposed: Path) -> Path | None:
        return self._target("Report", proposed, _REPORTS)

    def journal_folder(self, proposed: Path) -> Path | None:
        """A folder to be made, by its name."""
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Export the journal into a new folder", str(proposed))
        return Path(chosen) if chosen else None

    def table_target(self, proposed: Path) -> Path | None:
        return self._target("Export the table", proposed, _TABLES)

    def printer(self, title: str) -> QPrinter | None:
        """A printer with its paper on the side; printing into a PDF file is one too."""
        from PySide6.QtGui import QPageLayout
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        printer.setDocName(title)
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle("Print the chart")
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None

    def _target(self, title: str, proposed: Path, kinds: Mapping[str, str]) -> Path | None:
        """The ending that is missing is added by the dialog, so that it asks before it writes over another file."""
        dialog = QFileDialog(self._window, title, str(proposed.parent), ";;".join(kinds.values()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        endings = {words: ending for ending, words in kinds.items()}
        dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix(endings[words]))
        dialog.setDefaultSuffix(next(iter(kinds)))
        dialog.selectFile(proposed.name)
        if dialog.exec() != QFileDialog.DialogCode.Accepted:
            return None
        chosen = Path(dialog.selectedFiles()[0])
        known = chosen.suffix.lower().removeprefix(".") in kinds
        return chosen if known else chosen.with_name(f"{chosen.name}.{dialog.defaultSuffix()}")

    def backup(self, choices: tuple[BackupChoice, ...], now: datetime) -> BackupChoice | None:
        from alvh_desktop.widgets.dialogs.restore import choose_backup

        return choose_backup(self._window, choices, now)

    def settlement(self, leg: LegLine, check: Check) -> tuple[Decimal, str | None] | None:
        from alvh_desktop.widgets.dialogs.settle import ask_settlement

        return ask_settlement(self._window, leg, check)
