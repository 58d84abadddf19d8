"""What an account holds while a statement is matched, contract by contract: it changes with every order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract


@dataclass(slots=True)
class Lot:
    """What a leg holds of its contract, bought +; `since` is when it began."""

    trade_id: int
    leg_id: int
    contract: Contract
    quantity: int
    since: datetime


class Standing:
    """The open legs of an account, and what is matched changes them at once."""

    def __init__(self, book: Book, account_id: int) -> None:
        self._lots: dict[Contract, list[Lot]] = {}
        self._by_trade: dict[int, list[Lot]] = {}
        for trade in book.trades.values():
            if trade.account_id != account_id:
                continue
            for held in book.holdings_by_trade[trade.id]:
                if held.position.quantity:
                    since = held.fills[0].moment
                    self.open(Lot(trade.id, held.leg.id, held.leg.contract, held.position.quantity, since))

    def open(self, lot: Lot) -> None:
        self._lots.setdefault(lot.contract, []).append(lot)
        self._by_trade.setdefault(lot.trade_id, []).append(lot)

    def of(self, contract: Contract) -> list[Lot]:
        """Every lot of a contract that still holds something."""
        found = [lot for lot in self._lots.get(contract, ()) if lot.quantity]
        self._lots[contract] = found
        return list(found)

    def held(self, contract: Contract) -> int:
        return sum(lot.quantity for lot in self.of(contract))

    def room(self, contract: Contract, quantity: int, moment: datetime) -> int:
        """How many of `quantity` find something the other way round that was there by then, signed like it."""
        opposite = sum(lot.quantity for lot in self._opposite(contract, quantity, moment))
        return max(quantity, -opposite) if quantity < 0 else min(quantity, -opposite)

    def leg_in(self, trade_id: int, contract: Contract) -> Lot | None:
        return next((lot for lot in self._by_trade.get(trade_id, ()) if lot.contract == contract), None)

    def legs_of(self, trade_id: int) -> list[tuple[Contract, int]]:
        """What a trade still holds."""
        return [(lot.contract, lot.quantity) for lot in self._by_trade.get(trade_id, ()) if lot.quantity]

    def series_kept(self, trade_id: int) -> set[tuple[str, object]]:
        """Root and expiry of what a trade still holds."""
        return {(contract.root, contract.expiry) for contract, _ in self.legs_of(trade_id)}

    def taken(
        self, contract: Contract, quantity: int, moment: datetime, asked: Mapping[Contract, int]
    ) -> Iterator[tuple[Lot, int]]:
        """Where `quantity` closes: lot by lot with the part that closes there, best fitting trades first.

        A trade that holds all legs of the order the other way round comes before one that does not, then the one with
        the same legs, then the older one.
        """
        left = quantity
        lots = self._opposite(contract, quantity, moment)
        lots.sort(key=lambda lot: (*self._misfit(lot.trade_id, asked), lot.since, lot.trade_id))
        for lot in lots:
            part = max(left, -lot.quantity) if left < 0 else min(left, -lot.quantity)
            lot.quantity += part
            left -= part
            yield lot, part
            if not left:
                return

    def _opposite(self, contract: Contract, quantity: int, moment: datetime) -> list[Lot]:
        return [lot for lot in self.of(contract) if lot.quantity * quantity < 0 and lot.since <= moment]

    def _misfit(self, trade_id: int, asked: Mapping[Contract, int]) -> tuple[bool, bool, bool]:
        room = {lot.contract: -lot.quantity for lot in self._by_trade[trade_id] if lot.quantity}
        lacks = any(room.get(contract, 0) * quantity <= 0 for contract, quantity in asked.items())
        has_too_few = any(abs(room.get(contract, 0)) < abs(quantity) for contract, quantity in asked.items())
        return lacks, room.keys() != asked.keys(), has_too_few


def net_of(quantities: Iterable[tuple[Contract, int]]) -> dict[Contract, int]:
    """Contracts with what is filled of them in all."""
    found: dict[Contract, int] = {}
    for contract, quantity in quantities:
        found[contract] = found.get(contract, 0) + quantity
    return found
