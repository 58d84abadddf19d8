"""Time travel: the book of a past moment is today's book with the fills and settlements up to then."""

from collections.abc import Mapping
from datetime import datetime

from alvh_desktop.domain.book import Book, book_of
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.records import TABLES, Record, Trade


def as_of(book: Book, moment: datetime) -> Book:
    """What was held at an aware moment, as it is known today: a fill corrected since counts as corrected.

    Of a roll its record, of an account its cash and notes are there from their moments on.

    A leg has begun with its first fill, a trade with its first leg, a campaign with its first trade; a leg without
    fills and a trade without legs when their trade was opened, a campaign without trades ever since. What is dated
    by a day (inputs) or has no date (accounts, products, rules, layers) stands as it does today.
    """
    held = book.holdings_by_trade
    legs = {h.leg.id: h.leg for trade in book.trades.values() for h in held[trade.id] if _has_begun(h, trade, moment)}
    trades = {
        trade.id: trade
        for trade in book.trades.values()
        if any(h.leg.id in legs for h in held[trade.id]) or (not held[trade.id] and trade.opened_at <= moment)
    }
    ever = {trade.campaign_id for trade in book.trades.values()}
    begun = {trade.campaign_id for trade in trades.values()}
    rolls = {key: row for key, row in book.rolls.items() if row.moment <= moment}
    kept: Mapping[str, Mapping[int, Record]] = {
        "campaigns": {key: row for key, row in book.campaigns.items() if key in begun or key not in ever},
        "trades": trades,
        "legs": {key: leg for key, leg in book.legs.items() if key in legs},
        "fills": {key: fill for key, fill in book.fills.items() if fill.moment <= moment},
        "settlements": {
            key: row for key, row in book.settlements.items() if row.moment <= moment and row.leg_id in legs
        },
        "rolls": rolls,
        "verdicts": {key: row for key, row in book.verdicts.items() if row.trade_id in trades},
        "confirmations": {key: row for key, row in book.confirmations.items() if row.roll_id in rolls},
        "cash": {key: row for key, row in book.cash.items() if row.moment <= moment},
        "notes": {key: row for key, row in book.notes.items() if row.moment <= moment},
    }
    return book_of({table: kept.get(table, getattr(book, table)) for table in TABLES})


def holding_as_of(held: Holding, moment: datetime) -> Holding:
    """A leg with what had happened to it by then; without fills where it had not begun."""
    fills = tuple(fill for fill in held.fills if fill.moment <= moment)
    settlement = held.settlement if held.settlement and held.settlement.moment <= moment else None
    return Holding(held.leg, held.product, fills, settlement)


def began_at(book: Book) -> datetime | None:
    """The moment of the first fill; None where nothing was ever filled."""
    return min((fill.moment for fill in book.fills.values()), default=None)


def _has_begun(held: Holding, trade: Trade, moment: datetime) -> bool:
    return (held.fills[0].moment if held.fills else trade.opened_at) <= moment
