"""The payoff chart as data: curves, ranges, marks and words; the chart draws them and decides nothing."""

from alvh_desktop.viewmodels.payoff.marks import ChartMark, CurveName, TroughMark
from alvh_desktop.viewmodels.payoff.view import LegendEntry, PayoffView, payoff_view

__all__ = ["ChartMark", "CurveName", "LegendEntry", "PayoffView", "TroughMark", "payoff_view"]
