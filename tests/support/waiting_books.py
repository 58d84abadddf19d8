"""A book on a Friday evening whose December expiries wait for settlement, with the official values of two of them."""

from datetime import date
from decimal import Decimal

from support.founded_books import done, enter, founded_desk, moment
from support.window_parts import MadeQuotes, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.edits.accounts import EnterAccount
from alvh_desktop.domain.quotes import Close, Level
from alvh_desktop.domain.records import Account

NOW = moment("2026-12-18 17:30")
FRIDAY = date(2026, 12, 18)
SPXW, SPX, VIX = ("SPXW", FRIDAY), ("SPX", FRIDAY), ("VIX", date(2026, 12, 16))
LINES = (
    "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct",
    "-1 SPXW 18DEC26 6350P @4 fee 0.65/ct",
    "-2 SPX 18DEC26 6300P @3 fee 0.65/ct",
    "+4 VIX 16DEC26 20C @1.10 fee 0.79/ct",
    "-1 SPXW 21DEC26 6350P @4 fee 0.65/ct",
)
STRUCK = (
    Close("SPX", FRIDAY, Decimal("6341.27"), "FRED"),
    Level("VRO", moment("2026-12-16 09:30"), "CFE VX contract", Decimal("21.37")),
)


def waiting_desk() -> Desk:
    """Of the two SPXW orders of that Friday the second is on paper."""
    desk = founded_desk(now=NOW)
    done(desk, EnterAccount(Account(desk.next_id, "Trial", "paper")))
    for line in LINES:
        on_paper = " in Trial" if "@4" in line and "18DEC26" in line else ""
        enter(desk, f"{line} at 2026-12-01T10:00{on_paper}")
    return desk


def waiting_portfolio(desk: Desk, *struck: Close | Level, read_only_because: str | None = None) -> OpenPortfolio:
    return portfolio_of(desk, MadeQuotes(struck=struck or STRUCK), read_only_because=read_only_because)
