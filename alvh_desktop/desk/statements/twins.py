"""What stands in the book already though no key says so: typed by hand, or told by another layout of a statement."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import replaced
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.records import StatedRow
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


def told_before(
    stood: Mapping[str, StatedRow], given: Collection[str], rows: Mapping[str, StatementRow]
) -> Mapping[str, StatedRow]:
    """Rows that an earlier statement told in other words: one contract, count and second, and no other order. Another
    layout may give another price for a leg, or no id; it would be booked twice. What the file says itself is no such
    row, and each is met once."""
    standing: dict[object, list[StatedRow]] = {}
    for before in stood.values():
        if before.key not in given and before.state in ("booked", "waiting"):
            standing.setdefault(_met(before), []).append(before)
    found: dict[str, StatedRow] = {}
    for key, row in rows.items():
        same = standing.get(_met(row), [])
        met = next(
            (each for each in same if not (each.order_id and row.order_id) or each.order_id == row.order_id), None
        )
        if met is not None:
            same.remove(met)
            found[key] = met
    return found


def other_words(before: StatedRow) -> str:
    """Why a row that was told before is not booked."""
    price = "without a price" if before.price is None else f"at {money_text(before.price)}"
    return f"an earlier statement told this fill {price}, line {before.line}: it is not booked twice"


def _met(row: StatementRow | StatedRow) -> object:
    return row.kind, row.contract, row.quantity, row.moment.replace(microsecond=0)


def linked(book: Book, twins: Mapping[str, int], row_ids: Mapping[str, int]) -> Iterator[Row]:
    """The typed fills with the row that says them; price, fee and moment stay as they were typed."""
    for key, fill_id in twins.items():
        fill = book.fills[fill_id]
        yield replaced("fills", fill, replace(fill, row_id=row_ids[key]))
