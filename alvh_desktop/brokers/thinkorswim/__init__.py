"""thinkorswim: the account statement, a text of several tables, whole or in parts."""

from alvh_desktop.brokers.thinkorswim.statement import THINKORSWIM

__all__ = ["THINKORSWIM"]
