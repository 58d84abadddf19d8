"""Menus, keys and the palette: every command is one QAction, found in all three."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from alvh_desktop.domain.preferences import SETTINGS, Preferences
from alvh_desktop.viewmodels.feed import INTERVALS
from alvh_desktop.widgets.chart_export.menu import ChartMenu
from alvh_desktop.widgets.charts.menu import LensMenu
from alvh_desktop.widgets.commands import Commands
from alvh_desktop.widgets.position_menu import PositionMenu

Key = str | QKeySequence.StandardKey
Standard = QKeySequence.StandardKey
_BEGIN = {False: "&Switch the feed on", True: "&Play a simulated day"}
_DOCK_KEYS = {
    "positions": "Ctrl+1", "payoff": "Ctrl+2", "alerts": "Ctrl+3", "market": "Ctrl+4", "calendar": "Ctrl+5",
    "fills": "Ctrl+9", "campaigns": "Ctrl+6", "ladder": "Ctrl+7", "ticket": "Ctrl+8",
    "sizing": "Ctrl+0", "journal": "Alt+J", "statistics": "Alt+K",
}  # fmt: skip


class Menus(QObject):
    def __init__(self, commands: Commands) -> None:
        super().__init__(commands)
        self._do, self._window = commands, commands.window
        self._menu = QMenu()
        self._group = ""
        self._needs_portfolio: list[QAction] = []
        docks = self._window.area.docks.items()
        self._in_sight = {name: dock.isVisible() and not dock.visibleRegion().isEmpty() for name, dock in docks}
        self._file_menu()
        self._edit_menu()
        self._position_menu()
        self._feed_menu()
        self._alerts_menu()
        self._charts_menu()
        self._journal_menu()
        self._view_menu()
        self._help_menu()
        commands.session.held.connect(lambda _: self.refresh())
        commands.session.painted.connect(lambda _: self.refresh())
        commands.settings.changed.connect(self.show_preferences)
        self._window.tree.chosen.connect(lambda _: self._position.refresh())
        self.show_preferences(commands.settings.value)
        self.refresh()
        self._window.menuBar().setEnabled(True)

    @property
    def actions(self) -> list[QAction]:
        """Every command, in the order of the menus."""
        return [each for each in self._window.findChildren(QAction) if each.property("group")]

    def refresh(self) -> None:
        """What can be done now, and what undo would take back."""
        portfolio = self._do.session.portfolio
        desk = portfolio.desk if portfolio else None
        for action in self._needs_portfolio:
            action.setEnabled(portfolio is not None)
        undo, redo = (desk.undo_label, desk.redo_label) if desk else (None, None)
        self._undo.setText(f"&Undo {_in_a_menu(undo)}" if undo else "&Undo")
        self._redo.setText(f"&Redo {_in_a_menu(redo)}" if redo else "&Redo")
        self._undo.setEnabled(undo is not None)
        self._redo.setEnabled(redo is not None)
        self._position.refresh()

    def show_preferences(self, preferences: Preferences) -> None:
        for name, choices in (self._choices | self._loudness).items():
            choices[getattr(preferences, name)].setChecked(True)
        self._thresholds.setChecked(preferences.are_thresholds_drawn)
        self._lock.setChecked(preferences.is_layout_locked)
        self._window.area.lock(preferences.is_layout_locked)
        self._recent.clear()
        for path in preferences.recent:
            self._recent.addAction(_plain(str(path))).triggered.connect(partial(self._open_recent, path))
        self._recent.setEnabled(bool(preferences.recent))

    def _file_menu(self) -> None:
        self._begin("&File")
        self._add("&New…", self._do.new, Standard.New)
        self._add("&Open…", self._do.open, Standard.Open)
        self._recent = self._menu.addMenu("Open &recent")
        self._add("Open the s&ample", self._do.files.open_sample)
        self._menu.addSeparator()
        self._add("&Import files…", self._do.import_files, "Ctrl+I")
        self._add("&Download histories…", self._do.download)
        self._add("&What was imported…", self._do.show_imports)
        self._before_feed = self._menu.addSeparator()
        of_portfolio = [
            self._add("Acco&unts and fees…", self._do.show_accounts),
            self._add("Reconci&le…", self._do.show_reconcile, "Ctrl+Shift+R"),
            self._add("Inputs and mod&el constants…", self._do.show_inputs),
            self._add("Rule&book…", self._do.show_rulebook, "Ctrl+Shift+B"),
        ]
        self._menu.addSeparator()
        of_portfolio.append(self._add("Save a &copy…", self._do.save_copy, Standard.SaveAs))
        of_portfolio.append(self._add("Restore a &backup…", self._do.restore))
        self._needs_portfolio += of_portfolio
        self._menu.addSeparator()
        self._add("&Quit", self._window.close, Standard.Quit).setMenuRole(QAction.MenuRole.QuitRole)

    def _edit_menu(self) -> None:
        self._begin("&Edit")
        self._undo = self._add("&Undo", self._do.undo, Standard.Undo)
        self._redo = self._add("&Redo", self._do.redo, Standard.Redo)
        self._menu.addSeparator()
        self._copy = self._add("&Copy", self._do.copy, Standard.Copy)
        self._copy_all = self._add("Copy with &headers", partial(self._do.copy, True), "Ctrl+Shift+C")
        self._menu.addSeparator()
        self._needs_portfolio.append(self._add("Add an &event to the calendar…", self._do.add_event))
        self._menu.addSeparator()
        self._add("&Order line", self._window.entry.line.setFocus, "Ctrl+L")
        self._add("&Find a position", self._window.tree.search.setFocus, Standard.Find)

    def _position_menu(self) -> None:
        self._begin("&Position")
        self._position = PositionMenu(self._menu, self._add, self._do)
        self._needs_portfolio += self._position.needs_portfolio
        self._window.tree.menu = self._position.right_click(self._copy, self._copy_all)

    def _alerts_menu(self) -> None:
        self._begin("&Alerts")
        panel = self._window.alerts
        self._add("&Needs attention", self._do.alerts.show, "Ctrl+Shift+A")
        self._menu.addSeparator()
        for action in panel.actions_of_alert.in_menu:
            self._register(action, None)
        self._menu.addSeparator()
        self._thresholds = self._add("&Thresholds on the payoff chart", lambda: None)
        self._thresholds.setCheckable(True)
        self._thresholds.toggled.connect(lambda drawn: self._do.settings.change(are_thresholds_drawn=drawn))
        self._menu.addSeparator()
        loudness = {name: self._choice_menu(name) for name in ("notify_from", "beep_from", "quiet_clock")}
        self._add("&Quiet hours…", self._do.alerts.ask_quiet_hours)
        self._loudness = loudness

    def _feed_menu(self) -> None:
        """A menu of the File menu, which the button of the market strip opens too."""
        self._begin("&File")
        feed, menu = self._do.feed, QMenu("Live &feed", self._window)
        self._group = "Live feed"
        self._feed = self._add("&Switch the feed on", self._switch_feed, "Ctrl+Shift+F", menu)
        self._look = self._add("&Look now", feed.look_now, Standard.Refresh, menu)
        self._intervals = menu.addMenu("&Interval")
        group = QActionGroup(self)
        self._seconds: dict[int, QAction] = {}
        for seconds, words in INTERVALS.items():
            action = self._register(QAction(f"Every {words}", self._window), None, self._intervals)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _, seconds=seconds: feed.choose_interval(seconds))
            self._seconds[seconds] = action
        self._menu.insertMenu(self._before_feed, menu)
        self._window.market.feed.serve(menu)
        feed.changed.connect(self._show_feed)
        self._show_feed()

    def _switch_feed(self) -> None:
        feed = self._do.feed
        (feed.switch_off if feed.is_on else feed.switch_on)()

    def _show_feed(self) -> None:
        feed = self._do.feed
        what = "simulated day" if feed.is_played else "feed"
        self._feed.setText(f"&Stop the {what}" if feed.is_on else _BEGIN[feed.is_played])
        self._feed.setEnabled(feed.offered is not None)
        self._look.setEnabled(feed.is_on)
        self._intervals.setEnabled(not feed.is_played)
        if feed.seconds in self._seconds:
            self._seconds[feed.seconds].setChecked(True)
        self._window.market.feed.show_words(feed.words)

    def _charts_menu(self) -> None:
        self._begin("&Charts")
        lens = LensMenu(self._menu, self._add, self._window, self._do.lens)
        self._needs_portfolio += lens.needs_portfolio
        self._menu.addSeparator()
        self._charts = ChartMenu(self._menu, self._add, self._do.charts)

    def _journal_menu(self) -> None:
        self._begin("Jour&nal")
        do = self._do.journal
        self._needs_portfolio += [
            self._add("&New note", do.new_note, "Ctrl+J"),
            self._add("Note about what is &chosen", do.note_about_chosen, "Ctrl+Shift+J"),
            self._add("&Snapshot of the chart into a note", do.take_snapshot, "Ctrl+Alt+J"),
            self._add("&Picture into the note\N{HORIZONTAL ELLIPSIS}", do.add_picture),
        ]
        self._menu.addSeparator()
        self._needs_portfolio += [
            self._add("&Find in the journal", do.find, "F3"),
            self._add("Report of the &month\N{HORIZONTAL ELLIPSIS}", do.report_month),
            self._add("&Report of the chosen campaign\N{HORIZONTAL ELLIPSIS}", do.report_campaign),
            self._add("&Export the journal\N{HORIZONTAL ELLIPSIS}", do.export_journal),
        ]

    def _view_menu(self) -> None:
        self._begin("&View")
        for name, dock in self._window.area.docks.items():
            shown = self._register(dock.toggleViewAction(), _DOCK_KEYS[name])
            shown.triggered.connect(lambda is_shown, name=name: self._focus_panel(name, is_shown))
            dock.visibilityChanged.connect(lambda is_seen, name=name: self._see(name, is_seen))
        panels = self._menu.addMenu("&Float a panel")
        for dock in self._window.area.docks.values():
            action = self._register(QAction(f"Float {dock.windowTitle().lower()}", self._window), None, panels)
            action.triggered.connect(lambda _, dock=dock: dock.setFloating(not dock.isFloating()))
        self._menu.addSeparator()
        self._choices = {name: self._choice_menu(name) for name in ("theme", "pl_colours")}
        self._menu.addSeparator()
        self._lock = self._add("&Lock the layout", lambda: None)
        self._lock.setCheckable(True)
        self._lock.toggled.connect(lambda locked: self._do.settings.change(is_layout_locked=locked))
        self._add("&Reset layout", self._window.reset_layout)
        self._menu.addSeparator()
        self._add("&Commands…", self._show_palette, "Ctrl+K")

    def _show_palette(self) -> None:
        self._charts.refresh()
        self._do.show_palette(self.actions)
        self._charts.allow_all()

    def _help_menu(self) -> None:
        self._begin("&Help")
        self._add("&Keyboard", lambda: self._do.show_keyboard(self.actions), "F1")
        self._add("The &words", self._do.show_words)
        self._menu.addSeparator()
        self._add("Copy &diagnostics", self._do.copy_diagnostics)
        self._add("&About ALVH Desktop", self._do.show_about).setMenuRole(QAction.MenuRole.AboutRole)

    def _choice_menu(self, name: str) -> dict[str, QAction]:
        """A setting of few values as a menu of which one is checked."""
        setting = SETTINGS[name]
        menu = self._menu.addMenu(setting.words)
        group = QActionGroup(self)
        actions = {}
        for value, words in setting.choices.items():
            action = self._register(QAction(words, self._window), None, menu)
            action.setProperty("group", setting.words)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _, value=value: self._do.settings.change(**{name: value}))
            actions[value] = action
        return actions

    def _begin(self, title: str) -> None:
        self._menu = self._window.menus[title]
        self._group = title.replace("&", "")

    def _add(
        self, text: str, act: Callable[[], object], key: Key | None = None, menu: QMenu | None = None
    ) -> QAction:
        action = self._register(QAction(text, self._window), key, menu)
        action.triggered.connect(lambda _: act())
        return action

    def _register(self, action: QAction, key: Key | None, menu: QMenu | None = None) -> QAction:
        action.setParent(self._window)
        action.setProperty("group", self._group)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        (menu or self._menu).addAction(action)
        return action

    def _see(self, name: str, is_seen: bool) -> None:
        # later: while a key puts a panel away it still counts as it was when the key was pressed
        QTimer.singleShot(0, self, partial(self._in_sight.__setitem__, name, is_seen))

    def _focus_panel(self, name: str, is_shown: bool) -> None:
        """A panel behind another one's tab comes to the front; only one that was seen is put away."""
        dock = self._window.area.docks[name]
        if not is_shown and not self._in_sight[name]:
            dock.show()
        if not dock.isHidden():
            dock.raise_()
            self._window.panels[name].focus_inside()

    def _open_recent(self, path: Path) -> None:
        self._do.files.open(path)


def _in_a_menu(label: str) -> str:
    """The name of an edit behind a verb: "Undo roll of 10 SPXW 18DEC26 condor"; a name in capitals keeps them."""
    is_word = label[:1].isupper() and label[1:2].islower()
    return _plain(label[:1].lower() + label[1:] if is_word else label)


def _plain(text: str) -> str:
    """A text whose & are shown and make no mnemonic."""
    return text.replace("&", "&&")
