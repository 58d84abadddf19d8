"""All parts of a running window, and how they are let go of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from alvh_desktop.widgets.main_window import MainWindow

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.background import Background
    from alvh_desktop.viewmodels.feed import FeedSwitch
    from alvh_desktop.viewmodels.file_imports import FileImports
    from alvh_desktop.viewmodels.history.reading import HistoryReading
    from alvh_desktop.viewmodels.journal.reading import JournalReading
    from alvh_desktop.viewmodels.market_dock.views import MarketViews
    from alvh_desktop.viewmodels.portfolio_files import PortfolioFiles
    from alvh_desktop.viewmodels.session import Session
    from alvh_desktop.viewmodels.settings import Settings
    from alvh_desktop.viewmodels.statistics.reading import StatisticsReading
    from alvh_desktop.viewmodels.time_travel import TimeTravel
    from alvh_desktop.widgets.commands import Commands
    from alvh_desktop.widgets.menus import Menus


@dataclass(frozen=True, slots=True)
class Program:
    """All parts of a running window."""

    app: QApplication
    window: MainWindow
    session: Session
    files: PortfolioFiles
    imports: FileImports
    settings: Settings
    feed: FeedSwitch
    views: MarketViews
    travel: TimeTravel
    history: HistoryReading
    journal: JournalReading
    statistics: StatisticsReading
    commands: Commands
    menus: Menus
    background: Background

    def wait(self) -> None:
        """Until what is shown is no longer worked out behind the screen; it comes in the next turn of the loop."""
        self.views.wait()
        self.window.contents.charts.mapper.wait()
        self.travel.wait()
        self.history.wait()
        self.journal.wait()
        self.statistics.wait()

    def close(self) -> None:
        """Let go of the portfolio and of all work behind the screen."""
        self.feed.finish()
        self.views.finish()
        self.travel.finish()
        self.history.finish()
        self.journal.finish()
        self.commands.journal.reports.wait()
        self.statistics.finish()
        self.window.contents.writing.finish()
        self.window.contents.charts.mapper.finish()
        self.commands.trades.finish()
        self.imports.finish()
        self.background.finish()
        self.session.hold(None)
