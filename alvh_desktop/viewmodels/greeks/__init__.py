"""The page of Greeks over SPX as data: what may be chosen, the chart of the chosen one, and what is said of it."""

from alvh_desktop.viewmodels.greeks.choices import GREEKS, GreekName, GreeksChoices
from alvh_desktop.viewmodels.greeks.view import GreeksView, greeks_view

__all__ = ["GREEKS", "GreekName", "GreeksChoices", "GreeksView", "greeks_view"]
