"""What leads out of the statistics: to the campaigns behind a figure, in their panel or among positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.main_window import MainWindow

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.statistics.reading import StatisticsReading


class StatisticsCommands(QObject):
    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._panel = window.contents.statistics
        self._panel.campaigns_chosen.connect(self._choose_first)
        self._panel.campaign_opened.connect(self.go_to)

    def serve(self, reading: StatisticsReading) -> None:
        """What reads them."""
        panel = self._panel
        panel.chosen.connect(lambda fields: reading.choose(**fields))
        panel.days_typed.connect(reading.type_days)
        panel.cleared.connect(reading.clear_filters)
        panel.watched.connect(reading.watch)
        panel.asked_behind.connect(reading.look_behind)
        reading.found.connect(panel.show_view)
        reading.behind.connect(panel.show_behind)
        reading.refused.connect(panel.show_problem)

    def go_to(self, campaign_id: int) -> None:
        """A condor in the panel of campaigns; a hedge, which has no line there, among the positions."""
        if self._is_condor(campaign_id):
            self._window.contents.campaigns.choose(campaign_id)
            self._to_front("campaigns")
        else:
            self._window.tree.choose(f"campaign {campaign_id}")
            self._to_front("positions")

    def _choose_first(self, campaign_ids: tuple[int, ...]) -> None:
        """The first condor is the one that is looked at in the panel of campaigns. It comes to the front where that
        does not cover what was clicked: behind the same tab it waits until a row is opened."""
        first = next((each for each in campaign_ids if self._is_condor(each)), None)
        if first is None:
            return
        self._window.contents.campaigns.choose(first)
        area = self._window.area
        if area.docks["campaigns"] not in area.tabifiedDockWidgets(area.docks["statistics"]):
            self._to_front("campaigns", is_focused=False)

    def _is_condor(self, campaign_id: int) -> bool:
        portfolio = self._session.portfolio
        campaign = None if portfolio is None else portfolio.desk.book.campaigns.get(campaign_id)
        return campaign is not None and campaign.sleeve == "core"

    def _to_front(self, name: str, is_focused: bool = True) -> None:
        dock = self._window.area.docks[name]
        dock.show()
        dock.raise_()
        if is_focused:
            self._window.panels[name].focus_inside()
