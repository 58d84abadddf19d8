"""What stands in the panels of the window: positions, ticket, ladder, payoff, alerts, market and calendar.

Loaded after the first frame: the models and charts bring what no start of the window should wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from alvh_desktop.domain.inputs import asked_kinds
from alvh_desktop.domain.lens import answer_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.attention.levels import level_to_point_at, threshold_lines, trade_to_draw
from alvh_desktop.viewmodels.attention.listing import AttentionList
from alvh_desktop.viewmodels.attention.marks import row_marks
from alvh_desktop.viewmodels.broken_matches import BrokenMatches
from alvh_desktop.viewmodels.campaigns import Campaigns
from alvh_desktop.viewmodels.charts import Charts
from alvh_desktop.viewmodels.days_ahead import DaysAhead
from alvh_desktop.viewmodels.empty_states import (
    EmptyState,
    empty_alerts,
    empty_calendar,
    empty_campaigns,
    empty_charts,
    empty_journal,
    empty_ladder,
    empty_market,
    empty_positions,
    empty_sizing,
    empty_statistics,
    empty_ticket,
)
from alvh_desktop.viewmodels.fills_table import FillsModel
from alvh_desktop.viewmodels.input_cells import asked_text
from alvh_desktop.viewmodels.journal.writing import NoteWriting
from alvh_desktop.viewmodels.ladder import LadderModel
from alvh_desktop.viewmodels.market_strip import StripItem, market_strip, totals_text
from alvh_desktop.viewmodels.positions import PositionsModel
from alvh_desktop.viewmodels.scope import scope_view
from alvh_desktop.viewmodels.sizing import SizingSheet
from alvh_desktop.viewmodels.strike_drag import StrikeDrag
from alvh_desktop.viewmodels.ticket.ticket import Ticket
from alvh_desktop.widgets.attention.panel import AttentionPanel
from alvh_desktop.widgets.calendar_panel import CalendarPanel
from alvh_desktop.widgets.campaigns_panel import CampaignsPanel
from alvh_desktop.widgets.chart_export.drawable import Drawable
from alvh_desktop.widgets.charts.panel import ChartsPanel
from alvh_desktop.widgets.fills_panel import FillsPanel
from alvh_desktop.widgets.journal.panel import JournalPanel
from alvh_desktop.widgets.ladder_panel import LadderPanel
from alvh_desktop.widgets.market_dock.panel import MarketPanel
from alvh_desktop.widgets.positions_tree import PositionsTree
from alvh_desktop.widgets.sizing_panel import SizingPanel
from alvh_desktop.widgets.statistics.panel import StatisticsPanel
from alvh_desktop.widgets.theme import Tokens
from alvh_desktop.widgets.ticket.panel import TicketPanel

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.rules.alerts import Alert
    from alvh_desktop.viewmodels.attention.levels import ThresholdLine


Content = (
    PositionsTree
    | ChartsPanel
    | AttentionPanel
    | MarketPanel
    | CalendarPanel
    | FillsPanel
    | CampaignsPanel
    | LadderPanel
    | SizingPanel
    | TicketPanel
    | JournalPanel
    | StatisticsPanel
)


class Contents(QObject):
    def __init__(self, worn: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self.positions, self.alerts = PositionsModel(self), AttentionList(self)
        self.tree = PositionsTree(self.positions, worn)
        self.charts_panel = ChartsPanel(worn)
        self.payoff = self.charts_panel.payoff
        self.attention = AttentionPanel(self.alerts, worn)
        self.are_thresholds_drawn = True
        self._drawn_levels: tuple[ThresholdLine, ...] = ()
        self.market = MarketPanel(worn)
        self.days = DaysAhead(self)
        self.calendar = CalendarPanel(self.days)
        self.fills = FillsModel(self)
        self.fills_panel = FillsPanel(self.fills, worn)
        self.campaign_lines = Campaigns(self)
        self.campaigns = CampaignsPanel(self.campaign_lines, worn)
        self.ladder_model = LadderModel(self)
        self.ladder = LadderPanel(self.ladder_model, worn)
        self.sizing_sheet = SizingSheet(self)
        self.sizing = SizingPanel(self.sizing_sheet, worn)
        self.ticket = Ticket(self)
        self.ticket_panel = TicketPanel(self.ticket, worn)
        self.writing = NoteWriting(self)
        self.journal = JournalPanel(self.writing, worn)
        self.statistics = StatisticsPanel(worn)
        self.drag = StrikeDrag(self.ticket, self)
        self.charts = Charts(self.drag, self)
        self.charts.shown.connect(self.charts_panel.show_page)
        self.charts.lens_shown.connect(self.charts_panel.show_lens)
        self.charts.told.connect(self.charts_panel.tell)
        self.charts_panel.turned.connect(self.charts.turn_to)
        self.charts_panel.greeks.chosen.connect(self.charts.choose_greek)
        self.charts_panel.map.part_chosen.connect(self.charts.show_part)
        self.charts_panel.controls.stood_at_now.connect(self.charts.stand_at_now)
        self.charts_panel.controls.more.extras_asked.connect(self.charts.show_extras)
        self.broken = BrokenMatches()

    @property
    def by_panel(self) -> dict[str, QWidget]:
        return {
            "positions": self.tree,
            "payoff": self.charts_panel,
            "alerts": self.attention,
            "market": self.market,
            "calendar": self.calendar,
            "fills": self.fills_panel,
            "campaigns": self.campaigns,
            "ladder": self.ladder,
            "sizing": self.sizing,
            "ticket": self.ticket_panel,
            "journal": self.journal,
            "statistics": self.statistics,
        }

    @property
    def drawables(self) -> tuple[Drawable, ...]:
        """Every chart that can leave the program, in the order in which the one in front is looked for."""
        pages = tuple(self.charts_panel.pages.values())
        market = self.market.term, self.market.smile, self.market.series
        return (*pages, *market, self.attention.page, *self.statistics.charts)

    def forget(self) -> None:
        """Another portfolio is open, or none: the charts keep nothing of the one before."""
        self.charts.forget()
        self.charts_panel.forget()
        self.journal.forget()
        self.statistics.forget()

    def empty(self) -> None:
        """Nothing is open."""
        self.positions.show_rows(())
        self.attention.clear()
        self.calendar.show_picture(None)
        self.fills_panel.show_picture(None)
        self.ladder.show_picture(None)
        self.sizing.show_picture(None)
        self.campaigns.show_picture(None)

    def show(self, picture: Picture) -> None:
        self.positions.show(picture)
        self.tree.scope.show_scope(scope_view(picture), picture.inputs.lens)
        self.calendar.show_picture(picture)
        self.fills_panel.show_picture(picture)
        self.ladder.show_picture(picture)
        self.sizing.show_picture(picture)
        self.campaigns.show_picture(picture)
        self.ticket_panel.show_picture(picture)
        self.show_payoff(picture)

    def show_attention(self, picture: Picture) -> None:
        """The panel, marks where legs, trades and layers stand, and thresholds on the chart where they are others."""
        attention, book = picture.attention, picture.inputs.book
        self.attention.show_attention(attention, book, picture.inputs.now)
        marks = row_marks(attention.alerts, book)
        self.tree.show_marks(marks)
        self.ladder.show_marks(marks)
        if self.are_thresholds_drawn and self._levels(picture) != self._drawn_levels:
            self.show_payoff(picture)

    def show_payoff(self, picture: Picture) -> None:
        """The page of the charts that is in front."""
        self._drawn_levels = self.charts.thresholds = self._levels(picture) if self.are_thresholds_drawn else ()
        self.charts.show(picture)

    def point_at(self, alert: Alert, picture: Picture) -> None:
        """The crosshair of the chart on the threshold of an alert, where it has one among the levels of SPX."""
        spot = _spot_of(picture)
        level = None if spot is None else level_to_point_at(self._levels(picture), alert.rule.id, spot)
        if level is not None:
            self.payoff.point_at(level)

    def _levels(self, picture: Picture) -> tuple[ThresholdLine, ...]:
        """Of the chosen trade, or of the one that asks most. The alerts are those that are shown: this is asked for
        with each frame of a drag."""
        trade_id = trade_to_draw(self.alerts.alerts, self.drag.trade_id)
        zeros = {line.campaign.id: line.break_evens for line in picture.campaigns}
        return threshold_lines(picture.inputs.book, trade_id, _spot_of(picture), zeros)

    def show_relit(self, picture: Picture) -> None:
        """The curves through another lens; those with the ticket follow where the market answers otherwise in it."""
        self.show_payoff(picture)
        known = self.ticket.known
        if known is None:
            return
        if answer_of(known.after.inputs.lens) != answer_of(picture.inputs.lens):
            self.ticket.refresh()

    def wear(self, worn: Tokens) -> None:
        for each in self._each:
            each.wear(worn)

    def copy_text(self, focus: QWidget | None, with_headers: bool) -> str:
        """What copying gives in the panel of this widget; empty elsewhere."""
        for each in self._each:
            if focus is not None and (each is focus or each.isAncestorOf(focus)):
                return each.copy_text(with_headers)
        return ""

    @property
    def _each(self) -> tuple[Content, ...]:
        above = self.tree, self.charts_panel, self.attention, self.market
        below = self.calendar, self.fills_panel, self.campaigns, self.ladder, self.sizing
        return (*above, *below, self.ticket_panel, self.journal, self.statistics)


def _spot_of(picture: Picture) -> float | None:
    return None if isinstance(picture.spot, Problem) else picture.spot.value


def empty_states(picture: Picture | None) -> dict[str, EmptyState | None]:
    """By panel; None where there is something to show."""
    return {
        "positions": empty_positions(picture),
        "payoff": empty_charts(picture),
        "alerts": empty_alerts(picture),
        "market": empty_market(picture),
        "calendar": empty_calendar(picture),
        "fills": empty_positions(picture),
        "campaigns": empty_campaigns(picture),
        "ladder": empty_ladder(picture),
        "sizing": empty_sizing(picture),
        "ticket": empty_ticket(picture),
        "journal": empty_journal(picture),
        "statistics": empty_statistics(picture),
    }


def asked_inputs_text(picture: Picture | None) -> str:
    """How many typed inputs are missing or stale; empty where none is."""
    if picture is None:
        return ""
    return asked_text(len(asked_kinds(picture.inputs.book.inputs, picture.inputs.now)))


def strip_and_totals(picture: Picture | None) -> tuple[tuple[StripItem, ...], str]:
    """The items of the market strip, and the sums of the status bar."""
    return (market_strip(picture), totals_text(picture)) if picture is not None else ((), "")
