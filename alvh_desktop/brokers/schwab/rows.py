"""One row of Schwab's transactions: a fill, the end of a contract, cash beside one, or something else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from alvh_desktop.brokers.cells import read_count, read_stated
from alvh_desktop.brokers.days import end_of_session, end_of_trading
from alvh_desktop.brokers.schwab.actions import TRADES, end_of, what_is
from alvh_desktop.domain.calendar import expires_on
from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.money import CENT, plain, round_to_units
from alvh_desktop.domain.orders.pasted.roots import Products, known_contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import OtherRow, RowKind, StatementRow
from alvh_desktop.domain.symbols import parse_symbol

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Written:
    """A row as it stands, its day already read; `cells` by column name in small letters."""

    line: int
    day: date
    cells: Mapping[str, str]
    account: str

    @property
    def text(self) -> str:
        names = ("action", "symbol", "description", "quantity", "price", "amount")
        return " ".join(" ".join(self.cells[name].split()) for name in names if self.cells[name])


@dataclass(frozen=True, slots=True)
class CashBeside:
    """Cash in lieu that names no quantity: it belongs to the expiration or assignment that names no amount."""

    row: Written
    contract: Contract
    usd: Decimal
    fee: Decimal


SchwabRow = StatementRow | OtherRow | RefusedLine | CashBeside


@dataclass
class RowReader:
    """Reads the rows of one file; a symbol that was read once is kept."""

    products: Products
    _known: dict[str, Contract | Problem | None] = field(default_factory=dict)

    def read(self, row: Written) -> SchwabRow:
        amounts = read_stated(row.cells, ("price", "fees & comm", "amount"))
        if isinstance(amounts, str):
            return RefusedLine(row.line, amounts)
        price, fee, usd = amounts
        action = " ".join(row.cells["action"].casefold().split())
        contract = self._contract(row.cells["symbol"], row.day)
        if contract is None:
            moment = end_of_session(row.day)
            return OtherRow(row.line, what_is(action, row.cells["symbol"]), usd, moment, row.text, row.account)
        if isinstance(contract, Problem):
            return RefusedLine(row.line, contract.message)
        if action in TRADES:
            return self._fill(row, contract, action, price, fee or _NOTHING, usd)
        kind = end_of(action, row.cells["description"])
        if kind is None:
            said = shortened(row.cells["action"])
            return RefusedLine(row.line, f"what the action {said!r} does to a contract is not known")
        return self._end(row, contract, kind, fee or _NOTHING, usd)

    def _contract(self, symbol: str, day: date) -> Contract | Problem | None:
        """None where the symbol is none of the portfolio's."""
        name = " ".join(symbol.upper().split())
        if name not in self._known:
            self._known[name] = self._parsed(name, day)
        return self._known[name]

    def _parsed(self, name: str, day: date) -> Contract | Problem | None:
        root, _, rest = name.partition(" ")
        product = self.products.get(root)
        if product is None or (product.kind == "fund") == bool(rest) or product.kind == "future":
            return None
        if product.kind == "fund":
            return Contract(root, NEVER)
        if not rest:
            return None
        contract = parse_symbol(name, day)
        if isinstance(contract, Problem):
            return contract
        weekly = self.products.get(f"{root}W")
        if weekly and not expires_on(product, contract.expiry) and expires_on(weekly, contract.expiry):
            contract = Contract(weekly.root, contract.expiry, contract.strike, contract.right)
        return known_contract(contract, self.products)

    def _fill(
        self, row: Written, contract: Contract, action: str, price: Decimal | None, fee: Decimal, usd: Decimal | None
    ) -> StatementRow | RefusedLine:
        sign, effect = TRADES[action]
        count = read_count(row.cells["quantity"], has_thousands=True)
        if isinstance(count, str):
            return RefusedLine(row.line, count)
        if price is None or price < 0:
            return RefusedLine(row.line, f"{shortened(row.cells['price'])!r} is no price of a fill")
        if row.cells["quantity"].startswith("+" if sign < 0 else "-"):
            return RefusedLine(row.line, f"a quantity of {count} with the action {action!r}: one of the two is wrong")
        quantity = abs(count) * sign
        exact = self._exact_price(contract, quantity, price, fee, usd)
        if isinstance(exact, str):
            return RefusedLine(row.line, exact)
        moment = end_of_trading(contract, self.products[contract.root], row.day)
        text = row.text if exact == price else f"{row.text} (price from the amount, printed as {price})"
        return StatementRow(
            row.line, "fill", contract, quantity, exact, fee, usd, moment, text,
            has_time=False, effect=effect, account=row.account,
        )  # fmt: skip

    def _exact_price(
        self, contract: Contract, quantity: int, price: Decimal, fee: Decimal, usd: Decimal | None
    ) -> Decimal | str:
        """The price that gives the amount: the printed one, or one within its rounding; else why they contradict."""
        each = quantity * self.products[contract.root].multiplier
        if usd is None or abs(each * price + usd + fee) <= CENT:
            return price
        exact = plain(round_to_units(-(usd + fee) / each))
        exponent = price.as_tuple().exponent
        half_a_digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
        if exact >= 0 and abs(exact - price) <= half_a_digit:
            return exact
        return f"quantity, price and fees make {-(each * price) - fee:,.2f} $, and the amount says {usd:,.2f} $"

    def _end(
        self, row: Written, contract: Contract, kind: RowKind, fee: Decimal, usd: Decimal | None
    ) -> StatementRow | RefusedLine | CashBeside:
        if kind == "settled" and not row.cells["quantity"]:
            if usd is None:
                return RefusedLine(row.line, "it names neither a quantity nor an amount")
            return CashBeside(row, contract, usd, fee)
        count = read_count(row.cells["quantity"], has_thousands=True)
        if isinstance(count, str):
            return RefusedLine(row.line, count)
        # Who is assigned was short and who exercises was long, whatever sign is printed.
        quantity = abs(count) if kind == "assigned" else -abs(count) if kind == "exercised" else count
        price = settled_price(contract, quantity, fee, usd, self.products)
        if isinstance(price, str):
            return RefusedLine(row.line, price)
        told = "settled" if kind == "expired" and price else kind
        return StatementRow(
            row.line, told, contract, quantity, price, fee, usd, end_of_session(row.day), row.text,
            has_time=False, effect="close", account=row.account,
        )  # fmt: skip


def settled_price(
    contract: Contract, quantity: int, fee: Decimal, usd: Decimal | None, products: Products
) -> Decimal | str | None:
    """What one contract was settled for in points, None where no amount is said; else why the amount cannot be."""
    if usd is None:
        return None
    price = plain(round_to_units(-(usd + fee) / (quantity * products[contract.root].multiplier)))
    if price < 0:
        return f"an amount of {usd:,.2f} $ does not go with {quantity:+} contracts that end"
    return price
