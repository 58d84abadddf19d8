"""Ends of contracts that Schwab tells in two rows: an expiration beside the assignment or the cash it came to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from alvh_desktop.brokers.schwab.rows import CashBeside, settled_price
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.orders.pasted.roots import Products
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import OtherRow, StatementRow

_TWICE = "expirations that another row tells as assigned, exercised or settled"
_NO_PARTNER = (
    "it names an amount and no quantity, and not one end of that contract stands beside it without an amount"
)

Ending = tuple[Contract, str]


def join_cash(
    rows: Sequence[StatementRow], cash: Iterable[CashBeside], refused: Iterable[RefusedLine], products: Products
) -> tuple[list[StatementRow], list[RefusedLine]]:
    """The rows, each end with the cash that names no quantity, and all lines that are refused."""
    silent: dict[Ending, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.kind != "fill" and row.usd is None:
            silent[row.contract, row.account].append(place)
    joined, left = list(rows), list(refused)
    for each in cash:
        places = silent[each.contract, each.row.account]
        done = _with_cash(rows[places[0]], each, products) if len(places) == 1 else _NO_PARTNER
        if isinstance(done, str):
            left.append(RefusedLine(each.row.line, done))
        else:
            joined[places.pop()] = done
    return joined, left


def told_once(rows: Sequence[StatementRow]) -> tuple[list[StatementRow], list[OtherRow]]:
    """Without the expirations of which another row tells the true end: same contract, account and quantity."""
    ends = Counter(
        (row.contract, row.account, row.quantity) for row in rows if row.kind in ("assigned", "exercised", "settled")
    )
    once: list[StatementRow] = []
    twice: list[OtherRow] = []
    for row in rows:
        key = (row.contract, row.account, row.quantity)
        if row.kind == "expired" and ends[key]:
            ends[key] -= 1
            twice.append(OtherRow(row.line, _TWICE, row.usd, row.moment, row.text, row.account))
        else:
            once.append(row)
    return once, twice


def _with_cash(row: StatementRow, cash: CashBeside, products: Products) -> StatementRow | str:
    fee = row.fee + cash.fee
    price = settled_price(row.contract, row.quantity, fee, cash.usd, products)
    if isinstance(price, str):
        return price
    kind = "settled" if row.kind == "expired" and price else row.kind
    return replace(row, kind=kind, price=price, fee=fee, usd=cash.usd, text=f"{row.text}; {cash.row.text}")
