"""What lines that close and roll have in common: which trade, how many lots, and the terms they filled on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.orders import OrderLeg
from alvh_desktop.domain.orders.clauses import Clauses, Words, split_clauses
from alvh_desktop.domain.orders.combined import combine, purchase_or_sale
from alvh_desktop.domain.orders.line import parse_at, parse_fee, parse_net
from alvh_desktop.domain.problems import Problem

ZERO = Decimal(0)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_WORDS = {"debit": 1, "credit": -1}


@dataclass(frozen=True, slots=True)
class Head:
    """The trade and, where one was said, the lots; then the words before the first clause, and the clauses."""

    trade_id: int
    lots: int | None
    words: Words
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Said:
    """A draft as it was said. `has_sign` is False where its net had no sign and took that of its legs."""

    draft: Draft
    has_sign: bool


def read_head(line: str) -> Head | Problem:
    """TRADE [LOTS] and what stands before and behind the first of @, fee and at."""
    clauses = split_clauses(line)
    if isinstance(clauses, Problem):
        return clauses
    if clauses.account is not None:
        return Problem("in", "a trade has its account: leave 'in' away")
    trade, *rest = clauses.head or ("",)
    if not _NUMBER.fullmatch(trade):
        return Problem("trade", f"{trade!r} is no number of a trade; 'report' lists them")
    lots = rest.pop(0) if rest and rest[0].isdecimal() else None
    if lots is not None and not _NUMBER.fullmatch(lots):
        return Problem("lots", f"{lots} is no number of lots")
    return Head(int(trade), None if lots is None else int(lots), tuple(rest), clauses)


def with_terms(head: Head, draft: Draft) -> Said | Problem:
    """The draft with the net, fee and moment that the line says; Problem("net", ...) without a price."""
    terms = head.clauses
    net, has_sign = _net(terms.net, draft.legs)
    if isinstance(net, Problem):
        return net
    if net is None and any(leg.price is None for leg in draft.legs):
        return Problem("net", "say the price: @ and the points for one lot, or the price of each leg with --leg")
    fee = None if terms.fee is None else parse_fee(terms.fee, draft.contracts)
    if isinstance(fee, Problem):
        return fee
    moment = None if terms.at is None else parse_at(terms.at)
    if isinstance(moment, Problem):
        return moment
    return Said(replace(draft, net=net, fee=fee, moment=moment), has_sign)


def sign_problem(said: Said, mids: Mapping[Contract, Decimal]) -> Problem | None:
    """Where a net without a sign is against what the legs were worth: it may have been meant the other way round."""
    net, worth = said.draft.net, _worth(said.draft.legs, mids)
    if said.has_sign or not net or worth is None or net * worth >= 0:
        return None
    way = "paid" if worth > 0 else "received"
    told = f"a lot was worth {money_text(abs(worth))} {way} at mid, and @{money_text(abs(net))} has no sign"
    return Problem("net", f"{told}: write @+{money_text(abs(net))} if you paid it, @-{money_text(abs(net))} if not")


def _net(words: Words | None, legs: Sequence[DraftLeg]) -> tuple[Decimal | Problem | None, bool]:
    """Points a lot, paid +, and whether its sign was said."""
    if words is None:
        return None, True
    if len(words) == 2 and words[1].casefold() in _WORDS and words[0][:1] not in "+-":
        return parse_net(words[:1], _WORDS[words[1].casefold()]), True
    has_sign = bool(words) and words[0][:1] in "+-"
    return parse_net(words, _direction(legs)), has_sign


def _direction(legs: Sequence[DraftLeg]) -> int:
    """+1 where an unsigned net is paid. One strike that closes and opens the same way is counted once."""
    counts: dict[Contract, int] = {}
    for leg in legs:
        counts[leg.contract] = counts.get(leg.contract, 0) + leg.ratio
    return purchase_or_sale(combine([OrderLeg(contract, count) for contract, count in counts.items()]))


def _worth(legs: Sequence[DraftLeg], mids: Mapping[Contract, Decimal]) -> Decimal | None:
    prices = [mids.get(leg.contract) if leg.price is None else leg.price for leg in legs]
    if any(price is None for price in prices):
        return None
    return sum((leg.ratio * (price or ZERO) for leg, price in zip(legs, prices, strict=True)), ZERO)
