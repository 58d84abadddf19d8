"""Fills that a person typed before the statement came: the statement says the same, and they are not booked twice."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import replaced
from alvh_desktop.domain.statements import StatementRow


def typed_twins(book: Book, account_id: int, rows: Mapping[str, StatementRow]) -> Mapping[str, int]:
    """Which rows say what was typed, with the id of the fill: same contract, quantity, price and New York day, and no
    statement that said so yet. Each fill is taken once."""
    typed: dict[object, list[int]] = {}
    for trade in book.trades.values():
        if trade.account_id != account_id:
            continue
        for held in book.holdings_by_trade[trade.id]:
            for fill in held.fills:
                if fill.row_id is None:
                    day = fill.moment.astimezone(NEW_YORK).date()
                    typed.setdefault((held.leg.contract, fill.quantity, fill.price, day), []).append(fill.id)
    found: dict[str, int] = {}
    for key, row in rows.items():
        same = typed.get((row.contract, row.quantity, row.price, row.moment.astimezone(NEW_YORK).date()))
        if row.kind == "fill" and same:
            found[key] = same.pop(0)
    return found


def linked(book: Book, twins: Mapping[str, int], row_ids: Mapping[str, int]) -> Iterator[Row]:
    """The typed fills with the row that says them; price, fee and moment stay as they were typed."""
    for key, fill_id in twins.items():
        fill = book.fills[fill_id]
        yield replaced("fills", fill, replace(fill, row_id=row_ids[key]))
