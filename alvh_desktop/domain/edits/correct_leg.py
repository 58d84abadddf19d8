"""Correcting a mistyped contract: the leg becomes another one with all that happened to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.calendar import is_possible_expiry, last_trading_moment
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.edits import Change, change_of, replaced
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.orders.strikes import parse_strike
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Trade
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.structure import Signed, structure_of_legs
from alvh_desktop.domain.symbols import expiry_text, spoken, strike_text


@dataclass(frozen=True, slots=True)
class CorrectLeg:
    """Another strike, expiry or right for a leg; None leaves it as it is. Fills keep their prices, fees and moments.

    Where the trade's structure, and the name of the campaign it began, say what the legs were, they say what the legs
    are now. What has stopped trading may still be corrected, as long as its fills lie before that.
    """

    leg_id: int
    strike: Decimal | None = None
    expiry: date | None = None
    right: Right | None = None

    def apply(self, book: Book) -> Change | Problem:
        held = book.holdings.get(self.leg_id)
        if held is None:
            return Problem("leg", f"there is no leg {self.leg_id}")
        before, after = held.leg.contract, self._corrected(held.leg.contract)
        problem = self._what_cannot_be(held) or _what_is_in_the_way(book, held, after)
        if problem:
            return problem
        leg = replace(held.leg, expiry=after.expiry, strike=after.strike, right=after.right)
        rows = [replaced("legs", held.leg, leg), *_renamed(book, held, after)]
        return change_of(book, rows, f"Correct leg {spoken(before)} to {_difference(before, after)}")

    def _corrected(self, contract: Contract) -> Contract:
        return replace(
            contract,
            expiry=self.expiry or contract.expiry,
            strike=contract.strike if self.strike is None else self.strike,
            right=self.right or contract.right,
        )

    def _what_cannot_be(self, held: Holding) -> Problem | None:
        """No such contract is ever listed."""
        contract = held.leg.contract
        if self.expiry is not None and self.expiry != contract.expiry:
            problem = is_possible_expiry(held.product, self.expiry)
            if problem is not None:
                return problem
        if not contract.is_option and (self.strike is not None or self.right is not None):
            kind = "future" if contract.has_expiry else "fund"
            return Problem("strike", f"{spoken(contract)} is a {kind}: it has neither strike nor right")
        strike = None if self.strike is None else parse_strike(f"{self.strike:f}")
        return strike if isinstance(strike, Problem) else None


def _what_is_in_the_way(book: Book, held: Holding, after: Contract) -> Problem | None:
    before = held.leg.contract
    if held.settlement is not None:
        return Problem("leg", f"{spoken(before)} is settled: undo its settlement before its contract changes")
    if after == before:
        return Problem("leg", "nothing would change")
    mates = book.holdings_by_trade[held.leg.trade_id]
    if any(mate.leg.contract == after for mate in mates):
        return Problem("leg", f"trade {held.leg.trade_id} has a leg {spoken(after)} already")
    if not after.has_expiry:
        return None
    last = last_trading_moment(held.product, after.expiry)
    late = next((fill.moment for fill in held.fills if fill.moment > last), None)
    if late is None:
        return None
    stopped = f"{spoken(after)} stopped trading at {new_york_text(last)}"
    return Problem("expiry", f"{stopped}, and a fill of this leg is of {new_york_text(late)}")


def _renamed(book: Book, held: Holding, after: Contract) -> Iterator[Row]:
    """The structure of the trade and the name of its campaign, where they were made from its legs."""
    trade = book.trades[held.leg.trade_id]
    campaign = book.campaigns[trade.campaign_id]
    mates = book.holdings_by_trade[trade.id]
    was = [_opened(mate, mate.leg.contract) for mate in mates if mate.fills]
    now = [_opened(mate, after if mate is held else mate.leg.contract) for mate in mates if mate.fills]
    structure = structure_of_legs(now) if was and structure_of_legs(was) == trade.structure else trade.structure
    if structure != trade.structure:
        yield replaced("trades", trade, replace(trade, structure=structure))
    is_first = trade.id == min(each.id for each in book.trades.values() if each.campaign_id == campaign.id)
    if was and is_first and campaign.name == _name(trade, was):
        name = _name(replace(trade, structure=structure), now)
        if name != campaign.name:
            yield replaced("campaigns", campaign, replace(campaign, name=name))


def _opened(held: Holding, contract: Contract) -> Signed:
    """A leg as it was opened, whatever was closed since."""
    sign = 1 if held.fills[0].quantity > 0 else -1
    return contract, sum(fill.quantity for fill in held.fills if fill.quantity * sign > 0)


def _name(trade: Trade, legs: Sequence[Signed]) -> str:
    """As a campaign is called that begins with these legs."""
    expiry = expiry_text(min(contract.expiry for contract, _ in legs))
    return " ".join(word for word in (legs[0][0].root, expiry, trade.structure) if word)


def _difference(before: Contract, after: Contract) -> str:
    """What the corrected contract has of its own: 6350 P, 28DEC26, or both."""
    words = [expiry_text(after.expiry)] if after.expiry != before.expiry else []
    if after.strike is not None and (after.strike, after.right) != (before.strike, before.right):
        words.append(f"{strike_text(after.strike)} {after.right}")
    return " ".join(words)
