"""The shape of what a trade still holds, and why it is no whole condor where it is none."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.desk.templates.condor_strikes import CondorStrikes
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import DraftLeg
from alvh_desktop.domain.problems import Problem

Quantities = Mapping[Contract, int]

_NAMES: Mapping[tuple[Right, int], str] = {
    ("P", 1): "long put",
    ("P", -1): "short put",
    ("C", -1): "short call",
    ("C", 1): "long call",
}


@dataclass(frozen=True, slots=True)
class HeldSpread:
    """`lots` of one option bought and one sold nearer the money, of one right, root and expiry."""

    bought: Contract
    sold: Contract
    lots: int

    @property
    def width(self) -> Decimal:
        return abs((self.bought.strike or Decimal(0)) - (self.sold.strike or Decimal(0)))


@dataclass(frozen=True, slots=True)
class HeldCondor:
    """`lots` sold iron condors of one root and expiry."""

    puts: HeldSpread
    calls: HeldSpread

    @property
    def lots(self) -> int:
        return self.puts.lots

    @property
    def ratios(self) -> Quantities:
        """What one lot of it holds of each contract, bought + and sold -, by strike."""
        return {self.puts.bought: 1, self.puts.sold: -1, self.calls.sold: -1, self.calls.bought: 1}

    @property
    def strikes(self) -> CondorStrikes:
        return CondorStrikes(*(contract.strike or Decimal(0) for contract in self.ratios))


def open_quantities(book: Book, trade_id: int) -> Quantities | Problem:
    """What a trade holds of each contract, bought + and sold -, by contract; a Problem where nothing is open."""
    if trade_id not in book.trades:
        return Problem("trade", f"there is no trade {trade_id}")
    found: dict[Contract, int] = {}
    for held in book.holdings_by_trade[trade_id]:
        contract = held.leg.contract
        found[contract] = found.get(contract, 0) + held.position.quantity
    still = {contract: quantity for contract, quantity in found.items() if quantity}
    if not still:
        return Problem("trade", f"trade {trade_id} holds nothing that is open")
    return {contract: still[contract] for contract in sorted(still, key=_place)}


def held_condor(book: Book, trade_id: int) -> HeldCondor | Problem:
    """The whole condor of a trade; a Problem says which leg is missing, or that the legs are uneven."""
    quantities = open_quantities(book, trade_id)
    if isinstance(quantities, Problem):
        return quantities
    missing = _missing(quantities, trade_id, tuple(_NAMES))
    if missing is not None:
        return missing
    puts, calls = _spread(quantities, trade_id, "P"), _spread(quantities, trade_id, "C")
    if isinstance(puts, Problem):
        return puts
    if isinstance(calls, Problem):
        return calls
    if puts.lots != calls.lots:
        return _uneven(quantities, trade_id)
    condor = HeldCondor(puts, calls)
    if (puts.sold.root, puts.sold.expiry) != (calls.sold.root, calls.sold.expiry) or not condor.strikes.is_ordered:
        return Problem("trade", f"trade {trade_id} is no iron condor of one expiry: roll its legs one by one")
    return condor


def held_spread(book: Book, trade_id: int, right: Right) -> HeldSpread | Problem:
    """The sold put or call spread in a trade, whatever else it holds."""
    quantities = open_quantities(book, trade_id)
    return quantities if isinstance(quantities, Problem) else _spread(quantities, trade_id, right)


def closing_legs(ratios: Mapping[Contract, int]) -> tuple[DraftLeg, ...]:
    """What closes so many of each contract held, with the signs turned round."""
    return tuple(DraftLeg(contract, -ratio, closes=True) for contract, ratio in ratios.items())


def lots_of(quantities: Quantities) -> int:
    """How many equal lots the legs make: the greatest number that divides all quantities."""
    return math.gcd(*quantities.values())


def asked_lots(asked: int | None, held: int, trade_id: int) -> int | Problem:
    """The lots to close, all of them where none are named."""
    if asked is None:
        return held
    if 1 <= asked <= held:
        return asked
    return Problem("lots", f"trade {trade_id} holds {held} lots: {asked} of them cannot be closed")


def _spread(quantities: Quantities, trade_id: int, right: Right) -> HeldSpread | Problem:
    missing = _missing(quantities, trade_id, ((right, 1), (right, -1)))
    if missing is not None:
        return missing
    of_right = {contract: quantity for contract, quantity in quantities.items() if contract.right == right}
    bought = next(contract for contract, quantity in of_right.items() if quantity > 0)
    sold = next(contract for contract, quantity in of_right.items() if quantity < 0)
    if of_right[bought] != -of_right[sold]:
        return _uneven(quantities, trade_id)
    nearer, further = (sold.strike, bought.strike) if right == "C" else (bought.strike, sold.strike)
    is_of_one_expiry = (bought.root, bought.expiry) == (sold.root, sold.expiry)
    if not is_of_one_expiry or nearer is None or further is None or nearer >= further:
        name = _NAMES[right, 1].split()[1]
        return Problem("trade", f"the {name}s of trade {trade_id} are no sold spread of one expiry")
    return HeldSpread(bought, sold, of_right[bought])


def _missing(quantities: Quantities, trade_id: int, wanted: tuple[tuple[Right, int], ...]) -> Problem | None:
    """A leg that is not there, or stands there more than once."""
    found = [(contract.right, 1 if quantity > 0 else -1) for contract, quantity in quantities.items()]
    for place in wanted:
        if place not in found:
            return Problem("trade", f"trade {trade_id} has no {_NAMES[place]}: a leg is missing")
        if found.count(place) > 1:
            return Problem("trade", f"trade {trade_id} has {found.count(place)} different {_NAMES[place]}s")
    return None


def _uneven(quantities: Quantities, trade_id: int) -> Problem:
    told = ", ".join(
        f"{abs(quantity)} {_NAMES[contract.right, 1 if quantity > 0 else -1]}{'' if abs(quantity) == 1 else 's'}"
        for contract, quantity in quantities.items()
        if contract.right is not None
    )
    return Problem("trade", f"the legs of trade {trade_id} are uneven: {told}")


def _place(contract: Contract) -> tuple[object, ...]:
    """By expiry, puts before calls, strike: as an order writes its legs."""
    return contract.expiry, contract.root, "PC".find(contract.right or "P"), contract.strike or Decimal(0)
