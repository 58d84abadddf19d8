"""Cash settlement of one leg by its official value."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.edits import Change, added, change_of
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level
from alvh_desktop.domain.records import Settlement
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken

_OUT_OF_SCALE = 3


@dataclass(frozen=True, slots=True)
class SettleLeg:
    """Close what a leg still holds at the official `value` in points of its own index (XSP: SPX / 10).

    `said_source` is the published value the person names (SET, SPX close, VRO) or None. `spot` is the index
    level recorded last: a volatility product never settles on it, so a value equal to it is taken as a
    mistake unless the source is named.
    """

    id: int
    leg_id: int
    value: Decimal
    now: datetime
    said_source: str | None = None
    spot: Level | None = None
    fee: Decimal = Decimal(0)

    def apply(self, book: Book) -> Change | Problem:
        held = book.holdings.get(self.leg_id)
        if held is None:
            return Problem("leg", f"there is no leg {self.leg_id}")
        problem = self._what_is_wrong(held)
        if problem:
            return problem
        product, contract = held.product, held.leg.contract
        moment = settlement_moment(product, contract.expiry)
        settlement = Settlement(self.id, self.leg_id, self.value, product.official_value, self.fee, moment)
        label = f"Settle {spoken(contract)} at {product.official_value} {money_text(self.value)}"
        return change_of(book, [added("settlements", settlement)], label)

    def _what_is_wrong(self, held: Holding) -> Problem | None:
        product, contract = held.product, held.leg.contract
        name, official = spoken(contract), product.official_value
        if not contract.has_expiry:
            return Problem("leg", f"{name} is a fund and never settles: close it with an order")
        if held.settlement is not None:
            return Problem("leg", f"{name} is settled already at {money_text(held.settlement.value)}")
        if held.position.quantity == 0:
            return Problem("leg", f"{name} is closed: nothing is left to settle")
        moment = settlement_moment(product, contract.expiry)
        if self.now < moment:
            return Problem("at", f"{name} settles at {new_york_text(moment)}; it is {new_york_text(self.now)}")
        if self.value <= 0:
            return Problem("value", f"{official} is above 0: say the published value, not what {name} paid")
        if self.said_source is not None and self.said_source.casefold() != official.casefold():
            return Problem("source", f"{name} settles on {official} only; {self.said_source} cannot stand in for it")
        if self.said_source is None and self._looks_like_spot(official):
            return Problem(
                "value",
                f"{money_text(self.value)} is spot VIX, and {name} settles on {official}, the special opening "
                f"quotation. If {official} really was {money_text(self.value)}, name it as the source",
            )
        return self._out_of_scale(held)

    def _looks_like_spot(self, official: str) -> bool:
        return official == "VRO" and self.spot is not None and self.spot.value == self.value

    def _out_of_scale(self, held: Holding) -> Problem | None:
        strike, divisor = held.leg.strike, held.product.index_divisor
        if strike is None or divisor == 1 or self.value <= strike * _OUT_OF_SCALE:
            return None
        tenth = money_text(self.value / divisor)
        return Problem("value", f"{held.leg.root} settles on the SPX close / {divisor}: did you mean {tenth}?")
