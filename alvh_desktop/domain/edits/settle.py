"""Cash settlement by the official value: of one leg, or of all that is held of a root and expiry."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.edits import Change, added, change_of
from alvh_desktop.domain.fees import settlement_fee
from alvh_desktop.domain.holding import Holding, settlement_price, settlement_words
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.orders.line import LARGEST_FEE
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level
from alvh_desktop.domain.records import Settlement
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import expiry_text, spoken

_OUT_OF_SCALE = 3


@dataclass(frozen=True, slots=True)
class SettleLeg:
    """Close what a leg still holds at the official `value` in points of its own index (XSP: SPX / 10).

    `said_source` is the published value the person names (SET, SPX close, VRO) or None. `spot` is the index
    level recorded last: a volatility product never settles on it, so a value equal to it is taken as a
    mistake unless the source is named. `fee` is in $ for the whole leg; None is by the account's schedule.
    """

    id: int
    leg_id: int
    value: Decimal
    now: datetime
    said_source: str | None = None
    spot: Level | None = None
    fee: Decimal | None = None

    def apply(self, book: Book) -> Change | Problem:
        held = book.holdings.get(self.leg_id)
        if held is None:
            return Problem("leg", f"there is no leg {self.leg_id}")
        if not held.leg.contract.has_expiry:
            name = spoken(held.leg.contract)
            return Problem("leg", f"{name} is a fund and never settles: close it with an order")
        if held.settlement is not None:
            name = spoken(held.leg.contract)
            return Problem("leg", f"{name} is settled already at {settlement_words(held.settlement)}")
        if held.position.quantity == 0:
            return Problem("leg", f"{spoken(held.leg.contract)} is closed: nothing is left to settle")
        problem = what_is_wrong_with_value(held, self.value, self.now, self.said_source, self.spot)
        problem = problem or _what_is_wrong_with_fee(self.fee)
        if problem:
            return problem
        settlement = _settlement(book, held, self.id, self.value, self.fee)
        what = f"{spoken(held.leg.contract)} at {settlement.official_value} {money_text(self.value)}"
        return change_of(book, [added("settlements", settlement)], f"Settle {what}")


@dataclass(frozen=True, slots=True)
class SettleSeries:
    """Close everything the book still holds of one root and expiry at its official `value`, as one step.

    `value`, `said_source` and `spot` are as in `SettleLeg`. `fee_each` is in $ for each contract; None is by the
    schedule of each account. New rows take ids from `first_id` on.
    """

    root: str
    expiry: date
    value: Decimal
    now: datetime
    first_id: int
    said_source: str | None = None
    spot: Level | None = None
    fee_each: Decimal | None = None

    def apply(self, book: Book) -> Change | Problem:
        legs = [h for h in book.holdings.values() if (h.leg.root, h.leg.expiry) == (self.root, self.expiry)]
        due = [held for held in legs if held.position.quantity and held.settlement is None]
        name = f"{self.root} {expiry_text(self.expiry)}"
        if not due:
            return Problem("leg", f"nothing of {name} is left to settle")
        rows = []
        for place, held in enumerate(due):
            contracts = abs(held.position.quantity)
            problem = what_is_wrong_with_value(held, self.value, self.now, self.said_source, self.spot)
            problem = problem or _what_is_wrong_with_fee(self.fee_each, contracts)
            if problem:
                return problem
            fee = None if self.fee_each is None else self.fee_each * contracts
            rows.append(added("settlements", _settlement(book, held, self.first_id + place, self.value, fee)))
        official = due[0].product.official_value
        return change_of(book, rows, f"Settle {name} at {official} {money_text(self.value)}")


def what_is_wrong_with_value(
    held: Holding, value: Decimal, now: datetime, said_source: str | None, spot: Level | None
) -> Problem | None:
    """Why a leg cannot settle at this value now."""
    product, contract = held.product, held.leg.contract
    name, official = spoken(contract), product.official_value
    moment = settlement_moment(product, contract.expiry)
    if now < moment:
        return Problem("at", f"{name} settles at {new_york_text(moment)}; it is {new_york_text(now)}")
    if value <= 0:
        return Problem("value", f"{official} is above 0: say the published value, not what {name} paid")
    if said_source is not None and said_source.casefold() != official.casefold():
        return Problem("source", f"{name} settles on {official} only; {said_source} cannot stand in for it")
    if said_source is None and official == "VRO" and spot is not None and spot.value == value:
        return Problem(
            "value",
            f"{money_text(value)} is spot VIX, and {name} settles on {official}, the special opening "
            f"quotation. If {official} really was {money_text(value)}, name it as the source",
        )
    return _out_of_scale(held, value)


def _what_is_wrong_with_fee(charged: Decimal | None, times: int = 1) -> Problem | None:
    """A leg is charged `charged` so many times, and no more in all than an order may be."""
    if charged is None or 0 <= charged * times < LARGEST_FEE:
        return None
    if charged < 0:
        return Problem("fee", f"{money_text(charged)}: a fee is what you were charged, without a sign")
    return Problem("fee", f"{money_text(charged * times)} for a leg is too large: it must stay below {LARGEST_FEE:,}")


def _settlement(book: Book, held: Holding, settlement_id: int, value: Decimal, fee: Decimal | None) -> Settlement:
    product, leg = held.product, held.leg
    moment = settlement_moment(product, leg.expiry)
    if fee is None:
        account = book.accounts[book.trades[leg.trade_id].account_id]
        paid = settlement_price(leg, value)
        fee = settlement_fee(book, account, leg.root, held.position.quantity, paid, moment)
    return Settlement(settlement_id, leg.id, value, product.official_value, fee, moment)


def _out_of_scale(held: Holding, value: Decimal) -> Problem | None:
    strike, divisor = held.leg.strike, held.product.index_divisor
    if strike is None or divisor == 1 or value <= strike * _OUT_OF_SCALE:
        return None
    tenth = money_text(value / divisor)
    return Problem("value", f"{held.leg.root} settles on the SPX close / {divisor}: did you mean {tenth}?")
