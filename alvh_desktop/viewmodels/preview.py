"""What an order line would do, in words, before it is booked."""

from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.enter import EnterOrder, account_named
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Fill, Layer, Trade
from alvh_desktop.domain.symbols import expiry_text, strike_text
from alvh_desktop.viewmodels.figures import price_text

ZERO = Decimal(0)
_BASIS = {"mid": " (mid)", "remainder": " (rest of the net)", "package": " (package)", "own": ""}


@dataclass(frozen=True, slots=True)
class Preview:
    """`what` is the edit's name, `money` what it moves in $, `notes` what else a trader should know."""

    what: str
    money: str
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it in two lines."""
        return f"{self.what}: {self.money}\n" + "  \N{MIDDLE DOT}  ".join(self.notes)


def preview_of(book: Book, edit: EnterOrder, change: Change) -> Preview:
    """`change` is what the desk answered to `edit` on `book`; nothing of it is stored."""
    return Preview(
        change.label,
        _money(book, edit.legs),
        (*_paper(book, edit), *_closing(book, change), *_opening(change), *_prices(edit)),
    )


def _money(book: Book, legs: tuple[PricedLeg, ...]) -> str:
    fee = sum((leg.fee for leg in legs), ZERO)
    fees = f"fees ${fee:,.2f}"
    product = book.product_of(legs[0].contract)
    if product.kind == "future":
        return f"no premium, {fees}"
    paid = sum((leg.quantity * leg.price for leg in legs), ZERO) * product.multiplier
    if not paid:
        return f"even, {fees}"
    return f"{'pays' if paid > 0 else 'receives'} ${abs(paid):,.2f}, {fees}"


def _paper(book: Book, edit: EnterOrder) -> list[str]:
    """An order that names no account goes into the first one, and that may be one of paper."""
    account = account_named(book, edit.order.account)
    if isinstance(account, Problem) or account.kind == "real":
        return []
    return [f"on paper, in {account.name}"]


def _closing(book: Book, change: Change) -> list[str]:
    """The trades that standing legs of the change belong to."""
    fills = [row.after for row in change.rows if isinstance(row.after, Fill)]
    trades = dict.fromkeys(book.legs[fill.leg_id].trade_id for fill in fills if fill.leg_id in book.legs)
    return [f"closes in trade {number}" for number in trades]


def _opening(change: Change) -> list[str]:
    opened = [row.after for row in change.rows if isinstance(row.after, Trade)]
    return [f"opens trade {trade.id}{_place(trade, change.book)}" for trade in opened]


def _place(trade: Trade, book: Book) -> str:
    layer: Layer | None = book.layers.get(trade.layer_id) if trade.layer_id is not None else None
    words = f" in the {layer.role} layer" if layer else ""
    return words if trade.rolled_from is None else f"{words}, rolled from trade {trade.rolled_from}"


def _prices(edit: EnterOrder) -> list[str]:
    if any(leg.basis == "package" for leg in edit.legs):
        return ["package price: without quotes of that moment it says nothing about a leg alone"]
    if len(edit.legs) == 1:
        return []
    return [
        "legs at " + ", ".join(f"{_leg_text(leg)} {price_text(leg.price)}{_BASIS[leg.basis]}" for leg in edit.legs)
    ]


def _leg_text(leg: PricedLeg) -> str:
    contract = leg.contract
    if contract.strike is None:
        return expiry_text(contract.expiry)
    return f"{strike_text(contract.strike)} {contract.right}"
