"""What a file's rows add up to: the quotes that can be used, and the lines that cannot with their reasons."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.calendar import NEW_YORK, last_trading_moment, written_date
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import read_number, shortened
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Delivery, Level, Quote, RefusedLine
from alvh_desktop.domain.symbols import spoken


class GatheredQuotes:
    """Collects the quotes of one file row by row; `products` decides which roots are known."""

    def __init__(self, products: Mapping[str, Product]) -> None:
        self.quotes: list[Quote] = []
        self.levels: list[Level] = []
        self.rows_read = 0
        self._refused: list[RefusedLine] = []
        self._products = products
        self._line_of: dict[tuple[Contract, datetime, str], int] = {}
        # a chain repeats few prices, counts and expiries many times
        self._prices: dict[str, Decimal | str] = {}
        self._counts: dict[str, int | None] = {}
        self._made: dict[tuple[str, object, datetime], datetime | str] = {}

    def refuse(self, line: int, reason: str) -> None:
        """Note why a line was not used; a reason given twice for one line is noted once."""
        refused = RefusedLine(line, reason)
        if not self._refused or self._refused[-1] != refused:
            self._refused.append(refused)

    def refusal_of_root(self, root: str) -> str | None:
        """Why options of this root cannot be used, or None."""
        product = self._products.get(root)
        if product is None or product.kind != "option":
            return f"root {shortened(root)} is not in the product table"
        return None

    def index_of(self, contract: Contract) -> str:
        """The index that options of a known root are quoted on; one tenth of SPX is an index of its own, XSP."""
        product = self._products[contract.root]
        return product.underlying if product.index_divisor == 1 else product.root

    def add_quote(
        self,
        line: int,
        contract: Contract,
        moment: datetime,
        source: str,
        bid_text: str,
        ask_text: str,
        interest_text: str = "",
    ) -> None:
        """Take one quote of a known root, made at `moment` (UTC) or when the contract stopped trading that day.

        Bid and ask both zero or both empty is no market: nothing is added and nothing refused. A bid of zero
        below an ask is a quote. An open interest that is no count is not known, and costs the quote nothing.
        """
        quote = self._read_quote(contract, moment, source, bid_text, ask_text, interest_text)
        if isinstance(quote, str):
            self.refuse(line, quote)
        elif quote is not None:
            self._keep(line, quote)

    def finish(self, file_format: str, file_name: str) -> Delivery | Problem:
        """The file's content in the order of its lines, or a Problem when no row can be used."""
        refused = sorted(self._refused, key=lambda each: each.line)
        if not self.rows_read:
            return Problem(file_name, "the file holds a header and no quotes")
        if refused and not (self.quotes or self.levels):
            first = refused[0]
            return Problem(file_name, f"no row can be used; line {first.line}: {first.reason}")
        return Delivery(file_format, tuple(self.quotes), tuple(self.levels), self.rows_read, tuple(refused))

    def _read_quote(
        self, contract: Contract, moment: datetime, source: str, bid_text: str, ask_text: str, interest_text: str
    ) -> Quote | str | None:
        """The quote, or why it cannot be used, or None where there is no market."""
        if not bid_text and not ask_text:
            return None
        bid, ask = self._price(bid_text), self._price(ask_text)
        if isinstance(bid, str):
            return f"the bid of {spoken(contract)} cannot be used: {bid}"
        if isinstance(ask, str):
            return f"the ask of {spoken(contract)} cannot be used: {ask}"
        if ask < bid:
            return f"{spoken(contract)} is crossed: bid {bid_text} is above ask {ask_text}"
        if not ask:
            return None
        made = self._made_at(contract, moment)
        if isinstance(made, str):
            return made
        return Quote(contract, made, source, bid, ask, open_interest=self._count(interest_text))

    def _keep(self, line: int, quote: Quote) -> None:
        earlier = self._line_of.setdefault((quote.contract, quote.moment, quote.source), line)
        if earlier == line:
            self.quotes.append(quote)
        else:
            self.refuse(line, f"{spoken(quote.contract)} stands already in line {earlier}")

    def _price(self, text: str) -> Decimal | str:
        price = self._prices.get(text)
        if price is None:
            price = read_number(text)
            if not isinstance(price, str) and price < 0:
                price = f"{text} is negative"
            self._prices[text] = price
        return price

    def _count(self, text: str) -> int | None:
        """A whole number from 0, or None."""
        if text not in self._counts:
            number = read_number(text)
            is_count = not isinstance(number, str) and number >= 0 and number == int(number)
            self._counts[text] = int(number) if is_count else None
        return self._counts[text]

    def _made_at(self, contract: Contract, moment: datetime) -> datetime | str:
        key = (contract.root, contract.expiry, moment)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = _last_made(self._products[contract.root], contract, moment)
        return made


def _last_made(product: Product, contract: Contract, moment: datetime) -> datetime | str:
    """`moment`, or the end of trading if that came earlier the same day; the reason when it came days before."""
    try:
        last = last_trading_moment(product, contract.expiry)
    except KnownError as outside:
        return outside.what.rstrip(".")
    if moment <= last:
        return moment
    last_day = last.astimezone(NEW_YORK).date()
    if last_day == moment.astimezone(NEW_YORK).date():
        return last
    return (
        f"{contract.root} of {written_date(contract.expiry)} stopped trading on {written_date(last_day)},"
        " before these quotes were made"
    )
