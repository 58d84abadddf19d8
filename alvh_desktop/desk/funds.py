"""From what is typed of a fund to an edit."""

from decimal import Decimal

from alvh_desktop.domain.edits.funds import EnterFund
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem


def fund_edit(
    root: str, name: str | None = None, multiplier: str | None = None, beta: str | None = None
) -> EnterFund | Problem:
    """The edit behind a fund as it was typed; None leaves what is known. A Problem names "multiplier" or "beta"."""
    dollars, moves = _number(multiplier, "multiplier"), _number(beta, "beta")
    if isinstance(dollars, Problem):
        return dollars
    if isinstance(moves, Problem):
        return moves
    return EnterFund(root.strip().upper(), name, dollars, moves)


def _number(text: str | None, where: str) -> Decimal | Problem | None:
    return None if text is None else parse_decimal(text, where)
