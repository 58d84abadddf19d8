"""OptionEAE elements: how options ended, told again beside the trades, and what cash settlements paid.

A cash-settled option ends by a booking at a price of 0; a line "Cash Settlement" without a quantity says the amount.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from alvh_desktop.brokers.ibkr.amounts import UnreadError
from alvh_desktop.brokers.ibkr.flex_elements import FlexElement
from alvh_desktop.brokers.ibkr.flex_trades import FlexReading
from alvh_desktop.brokers.ibkr.told import Row, Told
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import plain, round_to_units
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import OtherRow, RowKind, StatementRow

_KINDS: dict[str, RowKind] = {"Assignment": "assigned", "Exercise": "exercised", "Expiration": "expired"}
_CASH = "Cash Settlement"
_Key = tuple[str, Contract]


@dataclass(frozen=True, slots=True)
class Ending:
    """One OptionEAE element about a contract of the portfolio; `proceeds` in $, received +."""

    line: int
    account: str
    contract: Contract
    action: str
    quantity: Decimal
    price: Decimal | None
    proceeds: Decimal | None
    fee: Decimal
    moment: datetime
    has_time: bool
    name: str
    text: str


def read_ending(element: FlexElement, reading: FlexReading) -> Ending | Row:
    """What an OptionEAE element says; a row of its own where it is of no contract of the portfolio."""
    values = reading.values(element)
    try:
        action = values.word("transactionType")
        moment, has_time = values.moment()
        text = " ".join((action, values.text("quantity"), values.text("description", "symbol")))
        found = reading.contract(values)
        if isinstance(found, Problem):
            return RefusedLine(element.line, found.message)
        if isinstance(found, str) or not found.has_expiry:
            what = found if isinstance(found, str) else f"shares of {found.root}"
            return OtherRow(element.line, what, values.number("proceeds"), moment, text, element.account)
        quantity = values.number("quantity") or Decimal(0)
        if quantity != quantity.to_integral_value():
            raise UnreadError(f"{quantity:f} is no number of whole contracts")
        charged = values.number("commisionsAndTax", "commissionsAndTax") or Decimal(0)
        return Ending(
            line=element.line,
            account=element.account,
            contract=found,
            action=action,
            quantity=quantity,
            price=values.number("tradePrice"),
            proceeds=values.number("proceeds"),
            fee=-charged + Decimal(0),
            moment=moment,
            has_time=has_time,
            name=values.text("tradeID"),
            text=text,
        )
    except UnreadError as unread:
        return RefusedLine(element.line, str(unread))


def with_endings(
    told: Iterable[Told], endings: Sequence[Ending], reading: FlexReading
) -> tuple[list[Row], list[str]]:
    """The rows of the trades, and of endings that no booking among them tells; with what cash settlements paid."""
    rows = [one.row for one in told]
    ended: dict[_Key, list[int]] = defaultdict(list)
    held: dict[_Key, int] = defaultdict(int)
    for place, row in enumerate(rows):
        if isinstance(row, StatementRow) and row.kind != "fill":
            ended[row.account, row.contract].append(place)
        elif isinstance(row, StatementRow):
            held[row.account, row.contract] += row.quantity
    grouped: dict[_Key, list[Ending]] = defaultdict(list)
    for ending in endings:
        grouped[ending.account, ending.contract].append(ending)
    notes: list[str] = []
    for key, group in grouped.items():
        product = reading.contracts.products[key[1].root]
        closings = [one for one in group if one.action in _KINDS]
        if key in ended:
            notes += _uneven(closings, [rows[place] for place in ended[key]])
        else:
            for row in _new_rows(closings or group, held[key], product):
                ended[key] += [len(rows)] if isinstance(row, StatementRow) else []
                rows.append(row)
        rows += _paid(rows, ended[key], [one for one in group if one.action == _CASH], product)
    return rows, notes


def _uneven(closings: Sequence[Ending], rows: Sequence[Row]) -> list[str]:
    booked = sum(abs(row.quantity) for row in rows if isinstance(row, StatementRow))
    said = sum(abs(one.quantity) for one in closings)
    if not closings or said == booked:
        return []
    first = closings[0]
    return [f"line {first.line}: {said:f} contracts of {first.text} ended, and the trades book {booked}"]


def _new_rows(endings: Iterable[Ending], held: int, product: Product) -> list[Row]:
    rows: list[Row] = []
    for one in endings:
        if one.action not in (*_KINDS, _CASH):
            rows.append(RefusedLine(one.line, f"{one.action or 'an element without a type'} is no end of an option"))
            continue
        quantity = _signed(one, held)
        if quantity is None:
            told = "it does not say whether they were long or short, and neither do trades in this file"
            rows.append(RefusedLine(one.line, f"{abs(one.quantity):f} contracts ended: {told}"))
        elif quantity:
            rows.append(_row(one, quantity, product))
    return rows


def _signed(one: Ending, held: int) -> int | None:
    """What the ending adds to the position: the signs of expirations differ from export to export."""
    count = abs(int(one.quantity))
    if one.action == "Assignment":
        return count
    if one.action == "Exercise":
        return -count
    if one.action == _CASH and one.proceeds:
        return -count if one.proceeds > 0 else count
    if count and abs(held) >= count:
        return -count if held > 0 else count
    return 0 if not count else None


def _row(one: Ending, quantity: int, product: Product) -> StatementRow:
    kind = _KINDS.get(one.action, "settled")
    price = one.price if one.price or kind == "expired" else None
    if kind == "expired" and price:
        kind = "settled"
    return StatementRow(
        line=one.line,
        kind=kind,
        contract=one.contract,
        quantity=quantity,
        price=price,
        fee=one.fee,
        usd=None if price is None else -quantity * price * product.multiplier - one.fee,
        moment=one.moment,
        text=one.text,
        has_time=one.has_time,
        effect="close",
        execution_id=one.name,
        account=one.account,
    )


def _paid(rows: list[Row], places: Sequence[int], payments: Sequence[Ending], product: Product) -> list[Row]:
    """Put into the rows that ended for an unstated amount what was paid for them; payments left over are refused."""
    unpriced = [place for place in places if isinstance(row := rows[place], StatementRow) and not row.price]
    if not payments or (places and not unpriced):
        return []
    count = sum(row.quantity for place in unpriced if isinstance(row := rows[place], StatementRow))
    total = sum((one.proceeds or Decimal(0) for one in payments), Decimal(0))
    price = -total / (count * product.multiplier) if count else Decimal(-1)
    if price < 0 or any(one.proceeds is None for one in payments):
        return [
            RefusedLine(one.line, "this cash settlement fits no option that ended in this file") for one in payments
        ]
    for place in unpriced:
        row = rows[place]
        if isinstance(row, StatementRow):
            points = plain(round_to_units(price))
            usd = plain(round_to_units(-row.quantity * price * product.multiplier - row.fee))
            kind = "settled" if row.kind == "expired" and points else row.kind
            rows[place] = replace(row, price=points, usd=usd, kind=kind)
    return []
