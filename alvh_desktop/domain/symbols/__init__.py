"""Names of contracts and expiry dates: printed for people and programs, and read back."""

from alvh_desktop.domain.symbols.any_symbol import parse_symbol, spoken, symbol
from alvh_desktop.domain.symbols.expiry_text import expiry_text, parse_expiry
from alvh_desktop.domain.symbols.osi import osi, osi_stripped, parse_osi, strike_text
from alvh_desktop.domain.symbols.vx import VX_ROOTS, parse_vx_symbol, vx_symbol

__all__ = [
    "VX_ROOTS",
    "expiry_text",
    "osi",
    "osi_stripped",
    "parse_expiry",
    "parse_osi",
    "parse_symbol",
    "parse_vx_symbol",
    "spoken",
    "strike_text",
    "symbol",
    "vx_symbol",
]
