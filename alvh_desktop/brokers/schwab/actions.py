"""The words in Schwab's column Action: what they do to a position, and what the others are called."""

from collections.abc import Mapping

from alvh_desktop.domain.statements import Effect, RowKind

TRADES: Mapping[str, tuple[int, Effect]] = {
    "buy to open": (1, "open"),
    "sell to open": (-1, "open"),
    "buy to close": (1, "close"),
    "sell to close": (-1, "close"),
    "buy": (1, ""),
    "sell": (-1, ""),
    "sell short": (-1, "open"),
    "buy to cover": (1, "close"),
}
"""Bought + or sold -, and whether it opens or closes."""

ENDS: Mapping[str, RowKind] = {
    "expired": "expired",
    "assigned": "assigned",
    "exercised": "exercised",
    "exchange or exercise": "exercised",
    "cash in lieu": "settled",
}

_REMOVALS: tuple[tuple[str, RowKind], ...] = (
    ("REMOVAL OF OPTION DUE TO EXPIRATION", "expired"),
    ("REMOVAL OF OPTION DUE TO ASSIGNMENT", "assigned"),
    ("REMOVAL OF OPTION DUE TO EXERCISE", "exercised"),
)
_OTHERS: tuple[tuple[str, str], ...] = (
    ("interest", "interest payments"),
    ("div", "dividends"),
    ("cap gain", "dividends"),
    ("reinvest", "reinvestments"),
    ("transfer", "transfers"),
    ("moneylink", "transfers"),
    ("wire", "transfers"),
    ("funds", "transfers"),
    ("journal", "journal entries"),
    ("tax", "taxes"),
    ("fee", "fees"),
)


def end_of(action: str, description: str) -> RowKind | None:
    """How a contract ended; accounts that came from TD Ameritrade say it in the description of a journal entry."""
    if kind := ENDS.get(action):
        return kind
    if not action.startswith("journal"):
        return None
    return next((kind for words, kind in _REMOVALS if words in description.upper()), None)


def what_is(action: str, symbol: str) -> str:
    """What a row about something else is, as a plural noun."""
    words = symbol.split()
    if len(words) == 4:
        return f"options of {words[0]}"
    if action in TRADES and words:
        return f"shares of {words[0]}"
    return next((what for part, what in _OTHERS if part in action), f"rows of {action or 'no action'}")
