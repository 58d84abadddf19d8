"""What each command of the menus does: it asks where a person must be asked, and passes on what was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QGuiApplication

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.records import Role
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.dropped import Dropped, dropped_paths
from alvh_desktop.viewmodels.event_typing import EventTyping
from alvh_desktop.viewmodels.feed import FeedSwitch
from alvh_desktop.viewmodels.file_imports import FileImports
from alvh_desktop.viewmodels.mark_typing import MarkTyping
from alvh_desktop.viewmodels.portfolio_files import PortfolioFiles
from alvh_desktop.viewmodels.selection import hedge_trade, open_leg
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Settings
from alvh_desktop.widgets.asks import Asks
from alvh_desktop.widgets.attention.alert_commands import AlertCommands
from alvh_desktop.widgets.chart_export.commands import ChartCommands
from alvh_desktop.widgets.charts.commands import LensCommands
from alvh_desktop.widgets.command_palette import CommandPalette
from alvh_desktop.widgets.journal.commands import JournalCommands
from alvh_desktop.widgets.main_window import MainWindow
from alvh_desktop.widgets.mark_sheet import MarkSheet
from alvh_desktop.widgets.statistics.commands import StatisticsCommands
from alvh_desktop.widgets.trade_commands import TradeCommands

if TYPE_CHECKING:
    from alvh_desktop.desk.feed import OfferedFeed
    from alvh_desktop.desk.lines import LegLine
    from alvh_desktop.widgets.dialogs.imports import ImportsDialog


class Commands(QObject):
    def __init__(
        self,
        window: MainWindow,
        session: Session,
        files: PortfolioFiles,
        imports: FileImports,
        settings: Settings,
        feed: FeedSwitch,
        asks: Asks,
        sqlite: str,
    ) -> None:
        super().__init__(window)
        self.window, self.session, self.settings, self.asks = window, session, settings, asks
        self.files, self.imports, self.feed = files, imports, feed
        self._sqlite = sqlite
        for panel in window.panels.values():
            panel.asked.connect(self.fill)
        window.market_panel.filled.connect(self.fill)
        window.charts.asked.connect(self.fill)
        window.contents.statistics.filled.connect(self.fill)
        window.dropped.connect(self.take)
        feed.terms_asked.connect(self.ask_terms)
        self.trades = TradeCommands(window, session, settings)
        self.lens = LensCommands(window, session, self.trades.field)
        self.alerts = AlertCommands(window, session, settings, self.trades, self.show_settlements)
        self.charts = ChartCommands(window, session, settings, lambda: self.asks, self._folder)
        self.journal = JournalCommands(window, session, self.charts, lambda: self.asks, self._folder)
        self.statistics = StatisticsCommands(window, session)
        self.marks = MarkSheet(MarkTyping(session))
        window.hold_sheet(self.marks)
        self.marks.left.connect(window.tree.view.setFocus)
        window.market.level_asked.connect(self.marks.ask)
        window.contents.calendar.serve(EventTyping(session))
        window.status_line.asked_inputs.clicked.connect(lambda: self.show_inputs(asked_first=True))
        window.status_line.waiting.clicked.connect(self.show_settlements)
        window.status_line.broken.clicked.connect(self.show_reconcile)

    def fill(self, filler: str) -> None:
        """The button of an empty panel."""
        {"open": self.open, "enter": self.window.entry.line.setFocus, "import": self.import_files}[filler]()

    def take(self, dropped: Dropped) -> None:
        """What was let fall on the window: portfolios are opened, all others are looked at and shown."""
        from alvh_desktop.widgets.dialogs.imports import open_imports

        for path in dropped.portfolios:
            self.files.open(path)
        if dropped.files or dropped.refused:
            if open_imports(self.window) is None:
                self.imports.clear()
            self.imports.add(dropped.files, dropped.refused)
            self.show_imports()

    def new(self) -> None:
        asked = self.asks.new_portfolio(self._folder())
        if asked is not None:
            self.files.create(asked.path, asked.name, asked.account, asked.profile)

    def open(self) -> None:
        path = self.asks.portfolio_to_open(self._folder())
        if path is not None:
            self.files.open(path)

    def import_files(self) -> None:
        self.take(dropped_paths(self.asks.files_to_import(self._folder())))

    def download(self) -> None:
        """Fetch the official histories; before the first time their publishers and terms are shown."""
        from alvh_desktop.widgets.dialogs.download_terms import show_download_terms

        histories = self.imports.histories
        if histories is None:
            return
        if self.settings.value.download_terms_accepted is not None:
            self._fetch_histories()
        else:
            show_download_terms(self.window, histories.publishers, partial(self._accept_terms, histories.clock))

    def _accept_terms(self, clock: Callable[[], datetime]) -> None:
        self.settings.change(download_terms_accepted=clock())
        self._fetch_histories()

    def _fetch_histories(self) -> None:
        from alvh_desktop.widgets.dialogs.imports import open_imports

        if open_imports(self.window) is None:
            self.imports.clear()
        self.imports.download()
        self.show_imports()

    def show_imports(self) -> None:
        from alvh_desktop.widgets.dialogs.imports import show_imports

        show_imports(self.window, self.imports, self._serve_imports)

    def _serve_imports(self, dialog: ImportsDialog) -> None:
        dialog.asked_files.connect(self.import_files)
        dialog.asked_portfolio.connect(self.open)
        dialog.dropped.connect(self.take)

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
        leg = self._chosen_leg()
        if leg is None:
            return
        leg_id = leg.holding.leg.id
        said = self.asks.settlement(leg, lambda v, source: self.session.what_settling_meets(leg_id, v, source))
        if said is not None:
            self._tell(self.session.settle(leg_id, *said))

    def type_mark(self) -> None:
        """Of the chosen leg; where none is chosen, of the first whose mark is missing or stale."""
        leg = self._chosen_leg()
        self.marks.ask(None if leg is None else spoken(leg.holding.leg.contract))

    def take_mark_back(self) -> None:
        leg = self._chosen_leg()
        if leg is not None:
            self._tell(self.marks.typing.take_back(spoken(leg.holding.leg.contract)))

    def has_typed_mark(self) -> bool:
        """Whether the chosen leg has a typed price that could be taken back."""
        leg = self._chosen_leg()
        return leg is not None and self.marks.typing.has_typed(spoken(leg.holding.leg.contract))

    def _chosen_leg(self) -> LegLine | None:
        picture = self.session.picture
        return open_leg(picture, self.window.tree.current_row) if picture else None

    def add_event(self) -> None:
        dock = self.window.area.docks["calendar"]
        dock.show()
        dock.raise_()
        self.window.contents.calendar.begin_event()

    def show_inputs(self, asked_first: bool = False) -> None:
        from alvh_desktop.widgets.dialogs.inputs import show_inputs

        show_inputs(self.window, self.session, asked_first)

    def show_rulebook(self, rule_id: str = "") -> None:
        """Every rule with its thresholds, this one chosen."""
        from alvh_desktop.widgets.dialogs.rulebook import RulebookAsks, show_rulebook

        asks = RulebookAsks(
            lambda: self.asks.rulebook_to_read(self._folder()),
            lambda name: self.asks.rulebook_target(self._folder() / name),
            self._show_input,
        )
        show_rulebook(self.window, self.session, asks, rule_id)

    def _show_input(self, name: str) -> None:
        from alvh_desktop.widgets.dialogs.inputs import show_inputs

        show_inputs(self.window, self.session, name=name)

    def show_settlements(self) -> None:
        from alvh_desktop.widgets.dialogs.settlements import show_settlements

        show_settlements(self.window, self.session)

    def show_accounts(self) -> None:
        from alvh_desktop.widgets.dialogs.accounts import show_accounts

        show_accounts(self.window, self.session)

    def show_reconcile(self) -> None:
        from alvh_desktop.widgets.dialogs.reconcile import show_reconcile

        show_reconcile(self.window, self.session, lambda: self.asks.positions_to_read(self._folder()))

    def ask_terms(self, offered: OfferedFeed) -> None:
        from alvh_desktop.widgets.dialogs.feed_terms import ask_terms, open_terms

        if open_terms(self.window) is None:
            ask_terms(self.window, offered).took_note.connect(self.feed.accept_terms)
        else:
            ask_terms(self.window, offered)

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
