"""One line of a statement, and which lines tell the same fill: orders repeat executions, summaries repeat both."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import OtherRow, StatementRow

Level = Literal["execution", "order", "summary"]
Row = StatementRow | OtherRow | RefusedLine


@dataclass(frozen=True, slots=True)
class Told:
    """A line about a trade. `instrument` is the broker's own name of the contract, `order` that of one leg's order.

    `trade` and `transaction` are the broker's numbers, the `original_` ones those of the line that this one cancels
    or corrects; empty where there are none. `quantity` and `price` are as written, None where they are unreadable.
    """

    row: Row
    level: Level
    account: str
    instrument: str
    day: date | None
    quantity: Decimal | None = None
    price: Decimal | None = None
    order: str = ""
    trade: str = ""
    transaction: str = ""
    original_trade: str = ""
    original_transaction: str = ""
    is_cancel: bool = False

    @property
    def about(self) -> tuple[str, str]:
        return self.account, self.instrument

    @property
    def execution(self) -> str:
        return self.row.execution_id if isinstance(self.row, StatementRow) else ""


def tell_once(told: Sequence[Told]) -> tuple[list[Told], list[str]]:
    """Each fill once: executions where there are any, else orders; and notes on what was left out.

    An order is told by executions when one of them bears its number, or where numbers are missing. A summary that
    nothing finer tells is refused.
    """
    executions = [one for one in told if one.level == "execution"]
    orders = [one for one in told if one.level == "order"]
    summaries = [one for one in told if one.level == "summary"]
    kept = _orders_alone(orders, executions)
    finer = {(*one.about, one.day) for one in (*executions, *kept)}
    alone = [_refused_summary(one) for one in summaries if (*one.about, one.day) not in finer]
    notes = _uneven_orders(orders, executions)
    for what, count in (("orders", len(orders) - len(kept)), ("summaries", len(summaries) - len(alone))):
        if count:
            notes.append(f"{what} left out: {count}, for the fills that they sum up stand in the file")
    return [*executions, *kept, *alone], notes


def _orders_alone(orders: Sequence[Told], executions: Sequence[Told]) -> list[Told]:
    numbers = {one.order for one in executions if one.order}
    executed = {one.about for one in executions}
    unnumbered = {one.about for one in executions if not one.order}

    def is_told(one: Told) -> bool:
        return one.order in numbers or one.about in (unnumbered if one.order else executed)

    return [one for one in orders if not is_told(one)]


def _uneven_orders(orders: Sequence[Told], executions: Sequence[Told]) -> list[str]:
    """Orders whose executions in the file do not add up to them."""
    filled: dict[str, Decimal] = defaultdict(Decimal)
    for one in executions:
        if one.order and not one.is_cancel:
            filled[one.order] += one.quantity or 0
    return [
        f"line {one.row.line}: the order is of {one.quantity:f}, and its executions make {filled[one.order]:f}"
        for one in orders
        if one.order in filled and one.quantity is not None and one.quantity != filled[one.order]
    ]


def _refused_summary(one: Told) -> Told:
    if isinstance(one.row, OtherRow):
        return one
    reason = "this sums up a day and is no fill: export the executions of the trades as well"
    return replace(one, row=RefusedLine(one.row.line, reason))
