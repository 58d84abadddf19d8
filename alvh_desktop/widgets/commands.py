"""What each command of the menus does: it asks where a person must be asked, and passes on what was said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Asked
from alvh_desktop.domain.records import Role
from alvh_desktop.viewmodels.portfolio_files import PortfolioFiles
from alvh_desktop.viewmodels.selection import hedge_trade, open_leg
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Settings
from alvh_desktop.widgets.asks import Asks
from alvh_desktop.widgets.command_palette import CommandPalette
from alvh_desktop.widgets.main_window import MainWindow

PORTFOLIO_SUFFIX = ".alvh"


class Commands(QObject):
    def __init__(
        self, window: MainWindow, session: Session, files: PortfolioFiles, settings: Settings, asks: Asks, sqlite: str
    ) -> None:
        super().__init__(window)
        self.window, self.session, self.files, self.settings, self.asks = window, session, files, settings, asks
        self._sqlite = sqlite
        for panel in window.panels.values():
            panel.asked.connect(self.fill)
        window.dropped.connect(self.take_files)

    def fill(self, filler: str) -> None:
        """The button of an empty panel."""
        {"open": self.open, "enter": self.window.entry.line.setFocus, "import": self.import_quotes}[filler]()

    def take_files(self, paths: Sequence[Path]) -> None:
        """Files let fall on the window: portfolios are opened, all others are read as quotes."""
        for path in paths:
            if path.suffix == PORTFOLIO_SUFFIX:
                self.files.open(path)
            else:
                self.session.import_file(path)

    def new(self) -> None:
        asked = self.asks.new_portfolio(self._folder())
        if asked is not None:
            self.files.create(asked.path, asked.name, asked.account, asked.profile)

    def open(self) -> None:
        path = self.asks.portfolio_to_open(self._folder())
        if path is not None:
            self.files.open(path)

    def import_quotes(self) -> None:
        self.take_files(self.asks.quote_files(self._folder()))

    def import_quotes_made_at(self) -> None:
        """For a file that does not say when its quotes were made."""
        moment = self.asks.quotes_moment()
        if moment is not None:
            for path in self.asks.quote_files(self._folder()):
                self.session.import_file(path, Asked(moment))

    def save_copy(self) -> None:
        path = self.files.path
        target = self.asks.copy_target(path.with_stem(f"{path.stem} copy")) if path else None
        if target is not None:
            self.files.save_copy(target)

    def restore(self) -> None:
        if self.session.portfolio is not None:
            choice = self.asks.backup(self.files.backups(), self.session.portfolio.desk.clock())
            if choice is not None:
                self.files.restore(choice)

    def undo(self) -> None:
        self._tell(self.session.undo())

    def redo(self) -> None:
        self._tell(self.session.redo())

    def copy(self, with_headers: bool = False) -> None:
        text = self.window.copy_text(with_headers)
        if text:
            QGuiApplication.clipboard().setText(text)

    def move_to_layer(self, role: Role | None) -> None:
        picture = self.session.picture
        trade = hedge_trade(picture, self.window.tree.current_row) if picture else None
        if trade is not None:
            self._tell(self.session.assign_layer(trade.id, role))

    def settle(self) -> None:
        picture = self.session.picture
        leg = open_leg(picture, self.window.tree.current_row) if picture else None
        if leg is None:
            return
        leg_id = leg.holding.leg.id
        said = self.asks.settlement(leg, lambda v, source: self.session.what_settling_meets(leg_id, v, source))
        if said is not None:
            self._tell(self.session.settle(leg_id, *said))

    def show_inputs(self) -> None:
        from alvh_desktop.widgets.dialogs.inputs import show_inputs

        show_inputs(self.window, self.session)

    def show_palette(self, actions: Sequence[QAction]) -> None:
        CommandPalette(actions, self.window).open()

    def show_keyboard(self, actions: Sequence[QAction]) -> None:
        from alvh_desktop.widgets.dialogs.help_pages import show_keyboard

        show_keyboard(self.window, actions)

    def show_words(self) -> None:
        from alvh_desktop.widgets.dialogs.help_pages import show_words

        show_words(self.window)

    def show_about(self) -> None:
        from alvh_desktop.widgets.dialogs.about import running_versions, show_about

        show_about(self.window, running_versions(self._sqlite))

    def copy_diagnostics(self) -> None:
        from alvh_desktop.widgets.dialogs.about import diagnostics_text, file_statistics, running_versions

        portfolio = self.session.portfolio
        facts = file_statistics(portfolio.desk.book, portfolio.path.stat().st_size) if portfolio else {}
        QGuiApplication.clipboard().setText(diagnostics_text(running_versions(self._sqlite), facts))
        self.window.show_notice("The diagnostics are on the clipboard; they hold no names and no trades.")

    def _folder(self) -> Path:
        """Where files are looked for first: beside the portfolio at hand, unless that is the sample."""
        portfolio = self.session.portfolio
        if portfolio is None or portfolio.desk.book.simulated_at is not None:
            return Path.home()
        return portfolio.path.parent

    def _tell(self, answer: Change | Problem) -> None:
        if isinstance(answer, Problem):
            self.window.show_fault(KnownError(f"{answer}.", ""))
