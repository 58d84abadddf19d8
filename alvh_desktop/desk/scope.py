"""What a lens lets through: real accounts together, or one account alone; all sleeves, or one."""

from dataclasses import replace

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.records import Trade
from alvh_desktop.rules.notional import accounts_counted


def accounts_in(book: Book, lens: Lens) -> frozenset[int]:
    """The accounts that are summed: the one the lens names, else every real one. Paper never joins real money."""
    return accounts_counted(book, lens.account_id) & book.accounts.keys()


def real_book(book: Book) -> Book:
    """The book without its paper accounts: what alerts speak of, whatever is looked at."""
    return seen_book(book, Lens())


def seen_book(book: Book, lens: Lens) -> Book:
    """The book with the campaigns, trades and legs that the lens lets through; itself where that is all of it.

    Its fills, settlements and rolls stand as they are: what counts hangs in the holdings.
    """
    accounts = accounts_in(book, lens)
    if lens.sleeve is None and accounts >= book.accounts.keys():
        return book
    trades = {key: trade for key, trade in book.trades.items() if _is_seen(trade, accounts, lens)}
    holdings = {key: held for key, held in book.holdings.items() if held.leg.trade_id in trades}
    kept = {trade.campaign_id for trade in trades.values()}
    ever = {trade.campaign_id for trade in book.trades.values()}
    campaigns = {
        key: campaign
        for key, campaign in book.campaigns.items()
        if key in kept or (key not in ever and campaign.account_id in accounts)
    }
    return replace(
        book,
        accounts={key: account for key, account in book.accounts.items() if key in accounts},
        cash={key: row for key, row in book.cash.items() if row.account_id in accounts},
        campaigns=campaigns,
        trades=trades,
        legs={key: held.leg for key, held in holdings.items()},
        holdings=holdings,
    )


def _is_seen(trade: Trade, accounts: frozenset[int], lens: Lens) -> bool:
    return trade.account_id in accounts and lens.sleeve in (None, trade.sleeve)
