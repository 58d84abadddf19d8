"""What the commands of alerts do: what a person says of one, and the ways from it to the trade, chart and ticket."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quiet_hours import quiet_hours_text, read_quiet_hours
from alvh_desktop.viewmodels.attention.detail import tree_key_of
from alvh_desktop.viewmodels.attention.doors import Door, door_of
from alvh_desktop.viewmodels.attention.snoozing import SNOOZES, SnoozeChoice
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Settings
from alvh_desktop.widgets.attention.notices import Notices
from alvh_desktop.widgets.main_window import MainWindow
from alvh_desktop.widgets.trade_commands import TradeCommands

if TYPE_CHECKING:
    from collections.abc import Callable

    from alvh_desktop.rules.alerts import Alert, Key

_FOR_A_TOAST = SNOOZES[0]
"""A notice offers the shortest one: the panel has the others."""


class AlertCommands(QObject):
    """`show_settlements` opens the queue of what waits for its official value."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        trades: TradeCommands,
        show_settlements: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._trades = window, session, settings, trades
        self._show_settlements = show_settlements
        self.panel = window.contents.attention
        self.panel.serve(session)
        self.panel.asked.connect(self._do)
        self.panel.snooze_asked.connect(self._snooze)
        self.notices = Notices(window, settings)
        self.notices.acknowledged.connect(self.acknowledge)
        self.notices.put_off.connect(lambda key: self._put_off(key, _FOR_A_TOAST))
        self.notices.opened.connect(self.show)
        settings.changed.connect(lambda _: self._draw_thresholds())
        self._draw_thresholds()
        session.held.connect(lambda _: self.notices.forget())
        session.painted.connect(lambda _: self.notices.count_look())
        session.louder.connect(lambda louder: self.notices.tell(louder, self._now))

    def show(self, key: Key | None = None) -> None:
        """Bring the panel to the front, with the page of one alert where one is meant."""
        dock = self._window.area.docks["alerts"]
        dock.show()
        dock.raise_()
        if key is not None:
            self.panel.open_alert(key)
        else:
            self.panel.choose_first()
            self._window.panels["alerts"].focus_inside()

    def ask_quiet_hours(self) -> None:
        """One line: from and to, or nothing."""
        words = "Quiet hours, such as 22:00-08:00; nothing: never"
        self._trades.field.ask(words, self._settings.value.quiet_hours, self._take_quiet_hours, "Set")

    def _take_quiet_hours(self, typed: str) -> Problem | None:
        span = read_quiet_hours(typed)
        if typed.strip() and span is None:
            return Problem("text", "hours such as 22:00-08:00 were expected, or nothing")
        self._settings.change(quiet_hours="" if span is None else quiet_hours_text(*span))
        return None

    def _draw_thresholds(self) -> None:
        contents, drawn = self._window.contents, self._settings.value.are_thresholds_drawn
        if contents.are_thresholds_drawn != drawn:
            contents.are_thresholds_drawn = drawn
            if self._session.picture is not None:
                self._window.show_payoff(self._session.picture)

    def acknowledge(self, key: Key) -> None:
        self._tell(self._session.acknowledge(key))

    def _snooze(self, choice: SnoozeChoice, alert: Alert) -> None:
        self._put_off(alert.key, choice)

    def _put_off(self, key: Key, choice: SnoozeChoice) -> None:
        self._tell(self._session.snooze(key, choice.until(self._now)))

    def _do(self, what: str, alert: Alert) -> None:
        match what:
            case "acknowledge":
                self.acknowledge(alert.key)
            case "wake":
                self._tell(self._session.wake(alert.key))
            case "trade":
                self._go_to_trade(alert)
            case "chart":
                self._show_on_chart(alert)
            case _:
                self._open(alert)

    def _go_to_trade(self, alert: Alert) -> None:
        if self._choose(alert):
            self._window.area.docks["positions"].raise_()
            self._window.tree.view.setFocus()

    def _show_on_chart(self, alert: Alert) -> None:
        """The chart with its thresholds, and the crosshair on the one of this alert."""
        picture = self._session.picture
        if picture is None or not self._choose(alert):
            return
        dock = self._window.area.docks["payoff"]
        dock.show()
        dock.raise_()
        self._window.contents.point_at(alert, picture)
        self._window.payoff.setFocus()

    def _choose(self, alert: Alert) -> bool:
        """Put the choice of the tree on what the alert speaks of, though a search or another account hides it."""
        picture = self._session.picture
        key = "" if picture is None else tree_key_of(alert, picture.inputs.book)
        tree = self._window.tree
        self._window.area.docks["positions"].show()
        if key and not tree.choose(key):
            tree.search.clear()
            if not tree.choose(key):
                self._window.show_notice(f"{alert.subject.text} is not among the accounts and sleeves looked at.")
                return False
        return bool(key)

    def _open(self, alert: Alert) -> None:
        picture = self._session.picture
        if picture is None:
            return
        door: Door = door_of(alert, picture.inputs.book)
        match door.kind:
            case "roll":
                self._trades.roll(door.trade_id)
            case "settle":
                self._show_settlements()
            case "layer":
                self._trades.propose_layer(door.role)
            case "calendar" | "condor":
                self._trades.begin_template("calendar" if door.kind == "calendar" else "condor_by_delta")
            case "ladder":
                dock = self._window.area.docks["ladder"]
                dock.show()
                dock.raise_()
                self._window.panels["ladder"].focus_inside()

    @property
    def _now(self) -> datetime:
        picture = self._session.picture
        return datetime.now(UTC) if picture is None else picture.inputs.now

    def _tell(self, problem: Problem | None) -> None:
        if problem is not None:
            self._window.show_fault(KnownError(f"{problem}.", ""))
