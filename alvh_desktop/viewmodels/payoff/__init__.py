"""The payoff chart as data: curves, ranges, marks and words; the chart draws them and decides nothing."""

from alvh_desktop.viewmodels.payoff.from_picture import payoff_view
from alvh_desktop.viewmodels.payoff.handles import NO_HANDLES, StrikeHandle, StrikeHandles, handles_of
from alvh_desktop.viewmodels.payoff.marks import ChartMark, CurveName, TroughMark
from alvh_desktop.viewmodels.payoff.view import LegendEntry, PayoffView

__all__ = [
    "NO_HANDLES",
    "ChartMark",
    "CurveName",
    "LegendEntry",
    "PayoffView",
    "StrikeHandle",
    "StrikeHandles",
    "TroughMark",
    "handles_of",
    "payoff_view",
]
