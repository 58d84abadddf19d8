"""Schwab: the transactions of a brokerage account."""

from alvh_desktop.brokers.schwab.statement import SCHWAB

__all__ = ["SCHWAB"]
