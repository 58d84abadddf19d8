"""A close as one line says it: TRADE [LOTS] [@NET] [fee ...] [at ...], of the whole trade or of legs named apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from alvh_desktop.desk.leg_prices import read_leg_prices, with_prices
from alvh_desktop.desk.templates.held import asked_lots, closing_legs, lots_of, open_quantities
from alvh_desktop.desk.templates.rolling.closing import draft_of
from alvh_desktop.desk.trade_lines import Said, read_head, with_terms
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem


def said_close(book: Book, line: str, legs: Sequence[str], today: date) -> Said | Problem:
    """`legs` are those that close, as NAME or NAME=PRICE; none are all of the trade.

    Without a net every leg that closes needs its price. LOTS counts equal parts of what closes. The Problem's
    `where` is trade, lots, leg, net, fee, at, in or line.
    """
    head = read_head(line)
    if isinstance(head, Problem):
        return head
    if head.words:
        return Problem("line", f"{head.words[0]!r} is not understood behind the trade: write @ and the net")
    held = open_quantities(book, head.trade_id)
    if isinstance(held, Problem):
        return held
    prices = read_leg_prices(legs, held, today)
    if isinstance(prices, Problem):
        return prices
    closing = {contract: quantity for contract, quantity in held.items() if contract in (prices or held)}
    lots = asked_lots(head.lots, lots_of(closing), head.trade_id)
    if isinstance(lots, Problem):
        return lots
    ratios = {contract: quantity // lots_of(closing) for contract, quantity in closing.items()}
    legs_priced = with_prices(closing_legs(ratios), prices)
    return with_terms(head, replace(draft_of(book, head.trade_id, lots), legs=legs_priced))
