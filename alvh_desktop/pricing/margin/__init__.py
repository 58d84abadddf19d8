"""What a broker asks for the positions of one account, by the exchange's published rules.

Three reports, never added to or set off against each other's risk: `strategy_margin` (Reg-T), `portfolio_margin`
(a scan, with assumed ranges) and `futures_margin` (from the table the user keeps). Strategy and portfolio margin
are two answers to one question; futures come on top of either.
"""

from alvh_desktop.pricing.margin.futures import futures_margin, listing_rank
from alvh_desktop.pricing.margin.portfolio import portfolio_margin
from alvh_desktop.pricing.margin.requirement import (
    MarginReport,
    MarginSettings,
    Requirement,
    holdings_by_account,
    joined,
)
from alvh_desktop.pricing.margin.strategy import strategy_margin

__all__ = [
    "MarginReport",
    "MarginSettings",
    "Requirement",
    "futures_margin",
    "holdings_by_account",
    "joined",
    "listing_rank",
    "portfolio_margin",
    "strategy_margin",
]
