"""What was found equal to a broker's word once, asked of the book again: later edits may have changed that past."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from alvh_desktop.domain.account_at import AccountAt, accounts_at
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.money import CENT, money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Assertion
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import parse_symbol, spoken, symbol

CASH = "cash"
OTHERS = "others"
"""The symbol of what a complete list does not name: its quantity is 0. No contract is written in small letters."""

_HALF_A_CENT = CENT / 2
ZERO = Decimal(0)
_name_of = lru_cache(4096)(symbol)
"""The same contracts are named for every moment, after every edit."""


@dataclass(frozen=True, slots=True)
class BrokenAssertion:
    """An assertion that no longer holds. `symbol` is its own; of one of others, the contract that nobody named.

    `book` is what today's book says of then, in contracts or $; None where it knows no cash of then.
    """

    assertion: Assertion
    symbol: str
    stated: Decimal
    book: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """What the book lacks (+) or has too much (-); None where it is not known."""
        return None if self.book is None else self.stated - self.book


def broken_assertions(book: Book) -> tuple[BrokenAssertion, ...]:
    """Every assertion worked out on today's book as of its moment: those that no longer hold, by moment."""
    said: dict[int, dict[datetime, list[Assertion]]] = {}
    for assertion in book.assertions.values():
        said.setdefault(assertion.account_id, {}).setdefault(assertion.moment, []).append(assertion)
    found: list[BrokenAssertion] = []
    for account_id, by_moment in said.items():
        then = accounts_at(book, account_id, by_moment)
        for moment, group in by_moment.items():
            found += _broken_in(then[moment], group)
    return tuple(sorted(found, key=lambda each: each.assertion.moment))


def is_same_cash(book: Decimal, stated: Decimal) -> bool:
    """To the cent: fees are kept finer than brokers print cash."""
    return abs(book - stated) <= _HALF_A_CENT


def broken_text(broken: BrokenAssertion, book: Book) -> str:
    """The sentence of a broken assertion: what was found, what the book says now, and by how much it is off."""
    found = broken.assertion
    where = f"{book.accounts[found.account_id].name} at {new_york_text(found.moment)}"
    what = f"{where}: {named(broken.symbol, found.moment)} was {amount_text(broken.symbol, broken.stated)}"
    from_whom = f" ({found.source})"
    if broken.book is None or broken.difference is None:
        return f"{what}{from_whom}, and the book knows no cash of then any more"
    off = f"{'+' if broken.difference > 0 else ''}{amount_text(broken.symbol, broken.difference)}"
    now = amount_text(broken.symbol, broken.book)
    return f"{what}{from_whom}, and the book says {now} of then now: a difference of {off}"


def named(symbol_text: str, near: datetime) -> str:
    """A contract as screens write it, or the cash."""
    contract = parse_symbol(symbol_text, near.astimezone(UTC).date()) if symbol_text != CASH else CASH
    return symbol_text if isinstance(contract, Problem | str) else spoken(contract)


def amount_text(symbol_text: str, amount: Decimal) -> str:
    """$ to the cent at least, or whole contracts."""
    return f"{money_text(amount)} $" if symbol_text == CASH else f"{int(amount)}"


def _broken_in(then: AccountAt, group: Iterable[Assertion]) -> Iterator[BrokenAssertion]:
    """Those of one account and moment, of which `then` is what the book says."""
    group = tuple(group)
    held = {_name_of(contract): Decimal(quantity) for contract, quantity in then.quantities.items()}
    told = {assertion.symbol for assertion in group}
    for assertion in group:
        if assertion.symbol == OTHERS:
            for name in sorted(held.keys() - told):
                yield BrokenAssertion(assertion, name, ZERO, held[name])
        elif not _holds(assertion, then, held):
            in_book = then.cash if assertion.symbol == CASH else held.get(assertion.symbol, ZERO)
            yield BrokenAssertion(assertion, assertion.symbol, assertion.quantity, in_book)


def _holds(assertion: Assertion, then: AccountAt, held: Mapping[str, Decimal]) -> bool:
    if assertion.symbol == CASH:
        return then.cash is not None and is_same_cash(then.cash, assertion.quantity)
    return held.get(assertion.symbol, ZERO) == assertion.quantity
