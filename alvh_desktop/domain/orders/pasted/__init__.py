"""Orders that were copied from elsewhere: a broker's description, symbols, rows of a spreadsheet, own order lines."""

from alvh_desktop.domain.orders.pasted.reading import read_pasted

__all__ = ["read_pasted"]
