"""Prices that a person types: of a contract by any of its names, or the level of an index."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.calendar import is_possible_expiry, settlement_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.inputs import TYPED_BY_HAND
from alvh_desktop.domain.inputs.typed import source_problem
from alvh_desktop.domain.money import money_text, parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import TypedMark
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import parse_symbol, spoken

SPX_IMPLIED = "SPX.implied"
"""The SPX level that index futures imply while the index itself is not calculated."""

INDICES = ("SPX", SPX_IMPLIED, "XSP", "VIX", "VIX1D", "VIX9D", "VIX3M", "VIX6M", "VVIX", "SKEW")
"""The indices whose level may be typed."""

Subject = Contract | str
"""What is priced: a contract, or an index by its name."""


@dataclass(frozen=True, slots=True)
class TypedPrice:
    """A price as it was typed and found right; only an id is missing to make it a row."""

    subject: Subject
    price: Decimal
    moment: datetime
    source: str


def parse_price(
    subject: str, price: str, moment: datetime, near: date, source: str = TYPED_BY_HAND
) -> TypedPrice | Problem:
    """Read one typed price; `near` decides the decade of a one-digit year.

    A Problem names "subject", "price" or "source". What only a portfolio and a clock can tell is left to the edit.
    """
    named = parse_subject(subject, near)
    if isinstance(named, Problem):
        return named
    number = parse_decimal(price, "price")
    if isinstance(number, Problem):
        return number
    source = source.strip()
    return price_problem(named, number) or source_problem(source) or TypedPrice(named, number, moment, source)


def parse_subject(text: str, near: date) -> Subject | Problem:
    """A contract by any of its names, or an index in small letters or capitals."""
    text = text.strip()
    index = next((name for name in INDICES if name.casefold() == text.casefold()), None)
    if index is not None:
        return index
    contract = parse_symbol(text, near)
    if isinstance(contract, Contract):
        return contract
    return Problem(
        "subject", f"{text[:40]!r} is neither a contract such as SPXW 18DEC26 6300 P nor one of {', '.join(INDICES)}"
    )


def typed_mark(id: int, typed: TypedPrice) -> TypedMark:
    """The row of a typed price."""
    subject = typed.subject
    if isinstance(subject, str):
        return TypedMark(id, subject, None, None, None, typed.moment, typed.price, typed.source)
    key = (subject.root, subject.expiry, subject.strike, subject.right)
    return TypedMark(id, *key, typed.moment, typed.price, typed.source)


def subject_of(row: TypedMark) -> Subject:
    return row.contract or row.root


def subject_text(subject: Subject) -> str:
    return subject if isinstance(subject, str) else spoken(subject)


def mark_text(row: TypedMark) -> str:
    """SPXW 18DEC26 6300 P 3.10 of 2026-11-20 15:45 New York."""
    return f"{subject_text(subject_of(row))} {money_text(row.price)} of {new_york_text(row.moment)}"


def mark_problem(row: TypedMark, products: Mapping[str, Product], now: datetime) -> Problem | None:
    """Why a row cannot stand in a portfolio with these products at that time."""
    subject = subject_of(row)
    wrong = (
        _subject_problem(subject, row, products) or price_problem(subject, row.price) or source_problem(row.source)
    )
    if wrong is None and row.moment > now:
        return Problem("moment", f"{new_york_text(row.moment)} is still to come: it is {new_york_text(now)}")
    return wrong


def price_problem(subject: Subject, price: Decimal) -> Problem | None:
    """Any price from 0 is possible for an option; an index, a future and a fund are never worth nothing."""
    name = subject_text(subject)
    if not price.is_finite() or price < 0:
        return Problem("price", f"{price} is no price of {name}: a price is a number from 0 on")
    if price == 0 and not (isinstance(subject, Contract) and subject.is_option):
        return Problem("price", f"{name} cannot stand at 0")
    return None


def _subject_problem(subject: Subject, row: TypedMark, products: Mapping[str, Product]) -> Problem | None:
    if isinstance(subject, str):
        is_plain = subject in INDICES and row.strike is None and row.right is None
        return None if is_plain else Problem("subject", f"{subject} is none of {', '.join(INDICES)}")
    product = products.get(subject.root)
    if product is None and not subject.has_expiry:
        funds = ", ".join(sorted(root for root, each in products.items() if each.kind == "fund")) or "none"
        known = f"nor a fund of this portfolio (it has {funds}), nor one of {', '.join(INDICES)}"
        return Problem("subject", f"{subject.root!r} is neither a contract such as SPXW 18DEC26 6300 P, {known}")
    if product is None:
        return Problem("subject", f"{subject.root} is no product of this portfolio")
    is_unlike = subject.is_option != (product.kind == "option") or subject.has_expiry == (product.kind == "fund")
    if is_unlike or (subject.strike is None) == subject.is_option:
        return Problem("subject", f"{subject.root} is {_kind_words(product)}")
    impossible = is_possible_expiry(product, subject.expiry)
    if impossible is not None:
        return impossible
    settles_at = settlement_moment(product, subject.expiry)
    if row.moment >= settles_at:
        return Problem(
            "moment", f"{spoken(subject)} settled {new_york_text(settles_at)}: book its official value with settle"
        )
    return None


def _kind_words(product: Product) -> str:
    if product.kind == "fund":
        return "a fund: it has no expiry and no strike"
    return "an option: it has a strike and C or P" if product.kind == "option" else "a future: it has no strike"
