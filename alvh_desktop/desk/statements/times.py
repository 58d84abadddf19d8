"""Fills that cannot have happened when their statement says: later than now, or after their contract stopped."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK, last_trading_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.statements import StatementRow
from alvh_desktop.domain.symbols import spoken


def not_after(row: StatementRow, now: datetime) -> StatementRow:
    """The row; a fill of today whose statement names no time is at `now`, and not at the end of a session to come."""
    is_of_today = row.moment.astimezone(NEW_YORK).date() == now.astimezone(NEW_YORK).date()
    if row.has_time or row.moment <= now or not is_of_today or row.kind != "fill":
        return row
    return replace(row, moment=now)


def impossible_times(book: Book, rows: Mapping[str, StatementRow], now: datetime) -> Mapping[str, str]:
    """Why each fill that is out of its time is not booked, by key: a wrong time zone shows itself so."""

    @cache
    def last_moment(contract: Contract) -> datetime:
        return last_trading_moment(book.product_of(contract), contract.expiry)

    found: dict[str, str] = {}
    for key, row in rows.items():
        if row.kind != "fill":
            continue
        if row.moment > now:
            found[key] = f"{new_york_text(row.moment)} lies in the future; it is {new_york_text(now)}"
        elif row.contract.has_expiry and row.moment > last_moment(row.contract):
            stopped = f"{spoken(row.contract)} stopped trading at {new_york_text(last_moment(row.contract))}"
            found[key] = f"{stopped}, and it says {new_york_text(row.moment)}: is the statement's time zone right?"
    return found
