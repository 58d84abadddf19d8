"""Strikes dragged on the payoff chart: those of the ticket, or of the chosen trade, which becomes a roll."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.structure import lots_of
from alvh_desktop.viewmodels.payoff.handles import NO_HANDLES, StrikeHandles, handles_of
from alvh_desktop.viewmodels.ticket.ticket import Ticket

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Curves, Picture
    from alvh_desktop.domain.book import Book

HELD = "held "
"""Begins the keys of handles of legs that are held; those of the ticket are the places of its legs."""


class StrikeDrag(QObject):
    """`after` are the curves beside the present ones: of the ticket as weighed last, or of what is being dragged.

    `changed` says that the chart is to be drawn again; `rolling` carries the Draft of a held trade whose strikes were
    let go elsewhere, and its title.
    """

    changed = Signal()
    rolling = Signal(object, str)

    def __init__(self, ticket: Ticket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket = ticket
        self.trade_id: int | None = None
        """The trade that is chosen; its strikes may be dragged while no ticket is being made."""
        self._dragged: Draft | None = None
        self._curves: Curves | None = None
        self._is_shown = False
        """Whether the chart shows what was weighed."""
        ticket.weighed.connect(self._follow)
        ticket.opened.connect(self._forget)

    @property
    def after(self) -> Picture | Curves | None:
        if self._curves is not None:
            return self._curves
        known = self._ticket.known if self._ticket.draft.legs else None
        return None if known is None else known.after

    def handles(self, picture: Picture) -> StrikeHandles:
        door, book = self._ticket.door, picture.inputs.book
        if door is None:
            return NO_HANDLES
        if self._ticket.draft.legs:
            draft = self._ticket.draft
            legs = [(str(i), leg.contract, leg.ratio) for i, leg in enumerate(draft.legs) if not leg.closes]
        else:
            legs = self._held(book)
        return handles_of(legs, book.products, self._listed)

    def choose(self, trade_id: int | None) -> None:
        if trade_id != self.trade_id:
            self.trade_id = trade_id
            self.changed.emit()

    def drag(self, strikes: Mapping[str, float], picture: Picture) -> None:
        """Strikes as they stand under the hand, SPX points by handle: their curves, at once."""
        door = self._ticket.door
        if door is None or not strikes:
            return
        draft = self._dragged = self._draft_with(strikes, picture.inputs.book)
        curves = None if draft is None else self._ticket.ask(lambda _: door.curves(draft))
        self._curves = None if isinstance(curves, Problem) else curves
        self.changed.emit()

    def end(self) -> None:
        """The hand lets go: the ticket takes the strikes, or is begun with the roll they make."""
        dragged, self._dragged = self._dragged, None
        if dragged is None:
            return
        if self._ticket.draft.legs:
            self._ticket.edit(None, None, dragged)
        else:
            self._curves = None
            self.rolling.emit(dragged, "")

    def cancel(self) -> None:
        self._dragged, self._curves = None, None
        self.changed.emit()

    def _follow(self, answer: object) -> None:
        if self._dragged is None and (answer is not None or self._is_shown):
            self._curves, self._is_shown = None, answer is not None
            self.changed.emit()

    def _forget(self) -> None:
        self._dragged, self._curves = None, None

    def _held(self, book: Book) -> list[tuple[str, Contract, int]]:
        if self.trade_id is None or self.trade_id not in book.trades:
            return []
        held = book.holdings_by_trade[self.trade_id]
        return [(f"{HELD}{h.leg.id}", h.leg.contract, h.position.quantity) for h in held if h.position.quantity]

    def _listed(self, contract: Contract) -> Sequence[float]:
        door = self._ticket.door
        strikes = self._ticket.ask(lambda _: door.strikes(contract.root, contract.expiry)) if door else ()
        return () if isinstance(strikes, Problem) else [float(strike) for strike in strikes]

    def _draft_with(self, strikes: Mapping[str, float], book: Book) -> Draft | None:
        if self._ticket.draft.legs:
            draft = self._ticket.draft
            legs = [_moved(leg, strikes.get(str(place)), book) for place, leg in enumerate(draft.legs)]
            return replace(draft, legs=tuple(legs), net=draft.net if tuple(legs) == draft.legs else None)
        return self._roll_with(strikes, book)

    def _roll_with(self, strikes: Mapping[str, float], book: Book) -> Draft | None:
        """Legs whose strikes were moved, out where they are and in where they were let go."""
        if self.trade_id is None or self.trade_id not in book.trades:
            return None
        trade = book.trades[self.trade_id]
        moved = []
        for key, contract, quantity in self._held(book):
            target = _at(contract, strikes.get(key), book)
            if target != contract:
                moved.append((contract, target, quantity))
        if not moved:
            return None
        lots = lots_of(quantity for _, _, quantity in moved)
        out = [DraftLeg(contract, -quantity // lots, closes=True) for contract, _, quantity in moved]
        into = [DraftLeg(target, quantity // lots) for _, target, quantity in moved]
        account = book.accounts[trade.account_id].name
        return Draft((*out, *into), lots, account=account, trade_id=trade.id, sleeve=trade.sleeve)


def _moved(leg: DraftLeg, strike: float | None, book: Book) -> DraftLeg:
    """A leg at another strike has no price of its own any more."""
    contract = leg.contract if leg.closes else _at(leg.contract, strike, book)
    return leg if contract == leg.contract else replace(leg, contract=contract, price=None)


def _at(contract: Contract, strike: float | None, book: Book) -> Contract:
    """The contract at a strike given in SPX points; those of XSP are a tenth of it."""
    if strike is None:
        return contract
    own = Decimal(repr(strike)) / book.product_of(contract).index_divisor
    at = round(own, 3).normalize()
    return contract if at == contract.strike else replace(contract, strike=Decimal(f"{at:f}"))
