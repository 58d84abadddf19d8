"""P/L of the book over SPX: condors, hedge and net, now, at any date and at a settlement."""

from alvh_desktop.pricing.payoff.curves import CurveDate, Payoff, payoff_of, redated
from alvh_desktop.pricing.payoff.position import Part, Piece

__all__ = ["CurveDate", "Part", "Payoff", "Piece", "payoff_of", "redated"]
