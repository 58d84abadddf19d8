"""The rows of one edit being made: legs that close what is held, legs that open, and the fees of both."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import added
from alvh_desktop.domain.edits.layering import layer_for
from alvh_desktop.domain.fees import Charge
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import CENT
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.records import Account, Campaign, FeeAction, Fill, Leg, Role, Roll, Sleeve, Trade
from alvh_desktop.domain.structure import structure_of_legs
from alvh_desktop.domain.symbols import expiry_text


class Booking:
    """Ids are handed out in order, from `first_id` on. With a `charge` fees are its own, not those of the legs."""

    def __init__(
        self, book: Book, account: Account, moment: datetime, first_id: int, charge: Charge | None = None
    ) -> None:
        self.rows: list[Row] = []
        self.closed: list[Holding] = []
        self._book, self._account, self._moment, self._next_id = book, account, moment, first_id
        self._charge = charge
        self._roll_id: int | None = None

    def meets(self, legs: Sequence[PricedLeg]) -> bool:
        """Whether an order finds what it closes: in every leg, or in one of a calendar."""
        found = [any(True for _ in self._opposite(leg, legs, None)) for leg in legs]
        return any(found) if _is_calendar(legs) else all(found)

    def begin_roll(self, campaign_id: int, name: str) -> None:
        """What is filled from here on is one roll."""
        roll = Roll(self.mint(), campaign_id, self._moment, name)
        self.rows.append(added("rolls", roll))
        self._roll_id = roll.id

    def close(self, legs: Sequence[PricedLeg], only_trade: int | None = None) -> tuple[PricedLeg, ...]:
        """Fill what is held the other way round; the answer is what found nothing to close."""
        left = []
        for leg in legs:
            remaining = leg
            for held in self._opposite(leg, legs, only_trade):
                part, remaining = split_leg(remaining, -held.position.quantity)
                self._fill(held.leg.id, part, "close")
                self.closed.append(held)
                if remaining.quantity == 0:
                    break
            if remaining.quantity:
                left.append(remaining)
        return tuple(left)

    def open(
        self,
        legs: Sequence[PricedLeg],
        role: Role | None = None,
        rolled: Trade | None = None,
        sleeve: Sleeve | None = None,
    ) -> Trade:
        """A new trade of these legs, in the campaign of the trade it was rolled from or one of its own."""
        own: Sleeve = sleeve or ("alvh" if self._is_hedge(legs) else "core")
        campaign_id = rolled.campaign_id if rolled else self._campaign(legs, own)
        layer_id = rolled.layer_id if rolled and role is None else None
        if layer_id is None and own != "core":
            layer_id = layer_for(self._book, self._account.id, legs, self._moment, role)
        trade = Trade(
            id=self.mint(),
            account_id=self._account.id,
            campaign_id=campaign_id,
            sleeve=rolled.sleeve if rolled else own,
            structure=structure_of_legs([(leg.contract, leg.quantity) for leg in legs]),
            layer_id=layer_id,
            opened_at=self._moment,
            rolled_from=rolled.id if rolled else None,
        )
        self.rows.append(added("trades", trade))
        self.join(legs, trade)
        return trade

    def join(self, legs: Sequence[PricedLeg], trade: Trade) -> None:
        """Open these legs in a trade; a contract that it has a leg of goes on in that leg."""
        standing = {held.leg.contract: held.leg.id for held in self._book.holdings_by_trade.get(trade.id, ())}
        for priced in legs:
            leg_id = standing.get(priced.contract)
            if leg_id is None:
                c = priced.contract
                leg = Leg(self.mint(), trade.id, c.root, c.expiry, c.strike, c.right)
                self.rows.append(added("legs", leg))
                leg_id = leg.id
            self._fill(leg_id, priced, "open")

    def rolled_trade(self, legs: Sequence[PricedLeg]) -> Trade | None:
        """The trade that a calendar order rolls on: it would close one leg whole, and the other would open."""
        if not _is_calendar(legs):
            return None
        found = [list(self._opposite(leg, legs, None)) for leg in legs]
        closing = [place for place, held in enumerate(found) if held]
        if len(closing) != 1 or len(legs) != 2:
            return None
        held, leg = found[closing[0]], legs[closing[0]]
        has_room = sum(abs(each.position.quantity) for each in held) >= abs(leg.quantity)
        return self._book.trades[held[0].leg.trade_id] if has_room else None

    def mint(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def _opposite(self, leg: PricedLeg, legs: Sequence[PricedLeg], only_trade: int | None) -> Iterator[Holding]:
        trades = [t for t in self._book.trades.values() if t.account_id == self._account.id]
        if only_trade is not None:
            trades = [t for t in trades if t.id == only_trade]
        by_trade = self._book.holdings_by_trade
        # By their fills, not their ids: a trade of last month may be entered after one of today.
        began = {trade.id: _began_at(trade, by_trade[trade.id]) for trade in trades}
        trades.sort(
            key=lambda t: (began[t.id] > self._moment, *_misfit(by_trade[t.id], legs), began[t.id], t.id),
        )
        for trade in trades:
            for held in by_trade[trade.id]:
                if held.leg.contract == leg.contract and held.position.quantity * leg.quantity < 0:
                    yield held

    def _campaign(self, legs: Sequence[PricedLeg], sleeve: Sleeve) -> int:
        standing = None if sleeve == "core" else standing_ladder(self._book, self._account.id, sleeve)
        if standing is not None:
            return standing
        campaign = Campaign(self.mint(), self._account.id, campaign_name(legs, sleeve), sleeve)
        self.rows.append(added("campaigns", campaign))
        return campaign.id

    def _is_hedge(self, legs: Sequence[PricedLeg]) -> bool:
        return self._book.product_of(legs[0].contract).underlying == "VIX"

    def _fill(self, leg_id: int, priced: PricedLeg, action: FeeAction) -> None:
        fee = priced.fee if self._charge is None else self._charge(action, priced)
        fill = Fill(
            self.mint(), leg_id, priced.quantity, priced.price, fee, self._moment, priced.basis, self._roll_id
        )
        self.rows.append(added("fills", fill))


def standing_ladder(book: Book, account_id: int, sleeve: Sleeve) -> int | None:
    """The newest hedge campaign of an account and sleeve: a ladder stands on while its layers come and go."""
    ladders = [c.id for c in book.campaigns.values() if c.sleeve == sleeve and c.account_id == account_id]
    return max(ladders, default=None)


def campaign_name(legs: Sequence[PricedLeg], sleeve: Sleeve) -> str:
    if sleeve != "core":
        return "Hedge ladder" if sleeve == "alvh" else "Second engine"
    expiry = expiry_text(min(leg.contract.expiry for leg in legs))
    structure = structure_of_legs([(leg.contract, leg.quantity) for leg in legs])
    return " ".join(word for word in (legs[0].contract.root, expiry, structure) if word)


def _misfit(held: Sequence[Holding], legs: Sequence[PricedLeg]) -> tuple[bool, bool, bool]:
    """Whether a trade lacks a leg of the order the other way round, holds others beside them, has too few."""
    room = {h.leg.contract: -h.position.quantity for h in held if h.position.quantity}
    asked = {leg.contract: leg.quantity for leg in legs}
    lacks = any(room.get(contract, 0) * quantity <= 0 for contract, quantity in asked.items())
    has_too_few = any(abs(room.get(contract, 0)) < abs(quantity) for contract, quantity in asked.items())
    return lacks, room.keys() != asked.keys(), has_too_few


def _began_at(trade: Trade, held: Sequence[Holding]) -> datetime:
    return min((each.fills[0].moment for each in held if each.fills), default=trade.opened_at)


def _is_calendar(legs: Sequence[PricedLeg]) -> bool:
    return structure_of_legs([(leg.contract, leg.quantity) for leg in legs]) == "calendar"


def split_leg(leg: PricedLeg, room: int) -> tuple[PricedLeg, PricedLeg]:
    """The part of a leg that fits `room` (signed like it) and the rest; fees by contracts, exact in sum."""
    taken = max(leg.quantity, room) if leg.quantity < 0 else min(leg.quantity, room)
    if taken == leg.quantity:
        return leg, replace(leg, quantity=0, fee=Decimal(0))
    fee = (leg.fee * taken / leg.quantity).quantize(CENT, rounding=ROUND_DOWN)
    return replace(leg, quantity=taken, fee=fee), replace(leg, quantity=leg.quantity - taken, fee=leg.fee - fee)
