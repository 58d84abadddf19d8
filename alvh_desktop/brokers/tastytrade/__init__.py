"""tastytrade's transactions."""

from alvh_desktop.brokers.tastytrade.statement import TASTYTRADE

__all__ = ["TASTYTRADE"]
