"""What the commands of charts do: copy, export and print the chart that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from alvh_desktop.desk.whole_files import write_whole
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.viewmodels.chart_files import copied_table, csv_of, file_stem
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Settings
from alvh_desktop.widgets.chart_export.drawable import Drawable, Sheet, sheet_of
from alvh_desktop.widgets.main_window import MainWindow
from alvh_desktop.widgets.theme import theme_of
from alvh_desktop.widgets.tokens import ThemeName, tokens

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from alvh_desktop.widgets.asks import Asks

NO_CHART = "No chart is in sight: bring the payoff or a page of the market with a chart to the front."
_SIMULATED = "Simulated: no price here was ever traded."


class ChartCommands(QObject):
    """`asks` puts the questions, `folder` is where files are proposed."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        asks: Callable[[], Asks],
        folder: Callable[[], Path],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._asks = window, session, settings, asks
        self._folder = folder
        self._clicked: Drawable | None = None
        """Of which the menu of a right click is open."""

    def serve(self, menu: QMenu) -> None:
        """Let a right click on a chart, or the Menu key, open this menu for it."""
        for chart in self._window.contents.drawables:
            widget = chart.chart_widget()
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            widget.customContextMenuRequested.connect(lambda at, chart=chart: self._open(menu, chart, at))
        # later: what was chosen in a menu is done after the menu has closed
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self, self._forget_click))

    @property
    def at_hand(self) -> Drawable | None:
        """The chart that was clicked, else the one with the keyboard, else the one in front."""
        if self._clicked is not None:
            return self._clicked
        shown = {chart.chart_widget(): chart for chart in self._window.contents.drawables if _is_in_sight(chart)}
        for focused in (QApplication.focusWidget(), self._window.focusWidget()):
            around = focused
            while around is not None:
                if around in shown:
                    return shown[around]
                around = around.parentWidget()
        return next(iter(shown.values()), None)

    def copy_picture(self) -> None:
        from alvh_desktop.widgets.chart_export.outputs import PICTURE_SIZE, image_of

        chart = self._chart()
        if chart is not None:
            with self._sheet(chart) as sheet:
                QGuiApplication.clipboard().setImage(image_of(sheet, PICTURE_SIZE.toSizeF()))
            self._window.show_notice(f"The picture is on the clipboard: {sheet.title}.")

    def snapshot(self) -> tuple[bytes, str] | None:
        """The chart at hand as a PNG in its own size, and its title; None, and said, where none is in sight."""
        from alvh_desktop.widgets.chart_export.outputs import png_of

        chart = self._chart()
        if chart is None:
            return None
        with self._sheet(chart) as sheet:
            return png_of(sheet, scale=1.0), sheet.title

    def copy_table(self) -> None:
        chart = self._chart()
        if chart is not None:
            QGuiApplication.clipboard().setText(copied_table(chart.chart_table()))
            self._window.show_notice(f"The table is on the clipboard: {chart.chart_title()}.")

    def export_picture(self) -> None:
        """What was in sight when it was asked for, however long the question of where to takes."""
        from alvh_desktop.widgets.chart_export.outputs import png_of, svg_of

        chart = self._chart()
        if chart is None:
            return
        with self._sheet(chart) as sheet:
            path = self._asks().picture_target(self._proposed(chart))
            if path is not None:
                self._write(path, svg_of(sheet) if path.suffix.lower() == ".svg" else png_of(sheet), "Picture")

    def export_table(self) -> None:
        chart = self._chart()
        if chart is None:
            return
        table = csv_of(chart.chart_table())
        path = self._asks().table_target(self._proposed(chart))
        if path is not None:
            self._write(path, table.encode("utf-8"), "Table")

    def print_chart(self) -> None:
        """In light colours, whatever is worn: paper is white."""
        chart = self._chart()
        if chart is None:
            return
        with self._sheet(chart, "light") as sheet:
            printer = self._asks().printer(sheet.title)
            if printer is not None:
                self._print(sheet, printer)

    def _print(self, sheet: Sheet, printer: QPrinter) -> None:
        from alvh_desktop.widgets.chart_export.outputs import pdf_of, print_sheet

        if printer.outputFileName():
            self._write(Path(printer.outputFileName()), pdf_of(sheet, printer.pageLayout()), "Print")
        elif print_sheet(sheet, printer):
            self._window.show_notice(f"{sheet.title} went to the printer {printer.printerName()}.")
        else:
            what = f"{printer.printerName() or 'The printer'} takes no page: nothing was printed."
            self._window.show_fault(KnownError(what, "See that it is there and switched on, or print into a file."))

    def _write(self, path: Path, content: bytes, what: str) -> None:
        problem = write_whole(path, content)
        if problem is None:
            self._window.show_notice(f"{what} saved to {path}.")
        else:
            self._window.show_fault(KnownError(f"{problem.message}.", "Free some space, or choose another folder."))

    def _chart(self) -> Drawable | None:
        """The one at hand; where there is none that is said."""
        chart = self.at_hand
        if chart is None:
            self._window.show_notice(NO_CHART)
        return chart

    @contextmanager
    def _sheet(self, chart: Drawable, theme: ThemeName | None = None) -> Iterator[Sheet]:
        """In the colours that are worn, or in those of another theme."""
        preferences = self._settings.value
        worn = tokens(theme or theme_of(preferences), preferences.pl_colours)
        sheet = sheet_of(chart, worn, self._foot())
        try:
            yield sheet
        finally:
            sheet.discard()

    def _foot(self) -> str:
        """The moment of what is drawn; that its market is invented, where it is."""
        picture, portfolio = self._session.picture, self._session.portfolio
        seen = "" if picture is None else f"As of {new_york_text(picture.inputs.now)}."
        is_simulated = portfolio is not None and portfolio.desk.book.simulated_at is not None
        return f"{seen} {_SIMULATED}" if is_simulated else seen

    def _proposed(self, chart: Drawable) -> Path:
        picture = self._session.picture
        assert picture is not None, "a chart is drawn from a picture"
        return self._folder() / file_stem(chart.chart_title(), picture.inputs.now.astimezone(NEW_YORK).date())

    def _open(self, menu: QMenu, chart: Drawable, at: QPoint) -> None:
        if chart.chart_title():
            self._clicked = chart
            menu.popup(chart.chart_widget().mapToGlobal(at))

    def _forget_click(self) -> None:
        self._clicked = None


def _is_in_sight(chart: Drawable) -> bool:
    widget = chart.chart_widget()
    return widget.isVisible() and not widget.visibleRegion().isEmpty() and bool(chart.chart_title())
