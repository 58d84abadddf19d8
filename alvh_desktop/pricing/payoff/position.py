"""What is held, as a scenario needs it: contracts with their sizes, and the money that has moved already."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.funds import NO_CURVE, approximation
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.scenario.columns import Columns, Flags, Indices, columns_of
from alvh_desktop.pricing.scenario.legs import Expiry, ScenarioLeg
from alvh_desktop.pricing.smile import Svi
from alvh_desktop.pricing.valuation import LegValue

Part = Literal["condors", "hedge"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Piece:
    """A leg of the book with what it is worth; `value` None once nothing of it is open. `smile` of its expiry."""

    holding: Holding
    part: Part
    value: LegValue | None = None
    smile: Svi | None = None


@dataclass(frozen=True)
class Contracts:
    """Every contract of open pieces once, however many trades hold it: what is priced, whatever the sizes."""

    pieces: tuple[Piece, ...]

    def are_of(self, pieces: Sequence[Piece]) -> bool:
        """Whether these pieces are priced as those it was made of: then it stands for them too."""
        return len(pieces) == len(self.pieces) and all(map(_are_priced_alike, self.pieces, pieces))

    @cached_property
    def legs(self) -> tuple[ScenarioLeg, ...]:
        return tuple({id(leg): leg for leg in self.by_leg_id.values()}.values())

    @cached_property
    def by_leg_id(self) -> Mapping[int, ScenarioLeg]:
        """The contract of each leg of the book."""
        found: dict[Contract, ScenarioLeg] = {}
        for piece in self.pieces:
            found[piece.holding.leg.contract] = _scenario_leg(piece)
        return {piece.holding.leg.id: found[piece.holding.leg.contract] for piece in self.pieces}

    @cached_property
    def places(self) -> Indices:
        """The place among `legs` of each piece."""
        place = {id(leg): index for index, leg in enumerate(self.legs)}
        return np.array([place[id(self.by_leg_id[piece.holding.leg.id])] for piece in self.pieces], dtype=np.intp)

    @cached_property
    def spx_strikes(self) -> tuple[float, ...]:
        """Each strike of SPX once, ascending, in points of SPX."""
        return tuple(sorted({leg.spx_strike for leg in self.legs if leg.is_of_spx}))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Each of `legs` as one says it."""
        return tuple(spoken(leg.contract) for leg in self.legs)

    @cached_property
    def columns(self) -> Columns:
        return columns_of(self.legs)


def _are_priced_alike(one: Piece, other: Piece) -> bool:
    if one.holding is other.holding and one.value is other.value and one.smile is other.smile:
        return True
    is_same = one.holding.leg is other.holding.leg and one.holding.product is other.holding.product
    a, b = one.value, other.value
    if not is_same or one.smile is not other.smile or a is None or b is None:
        return False
    return a.forward is b.forward and a.iv == b.iv and a.mark is b.mark and a.settles_at == b.settles_at


@dataclass(frozen=True)
class Position:
    """Pieces as contracts and sizes. A contract stands once, however many trades hold it.

    While spot VIX is not known no leg on VIX has a value, on whatever date; without the 30-day VX price no fund has.
    """

    pieces: tuple[Piece, ...]
    now: datetime
    is_vix_known: bool = True
    is_vx_known: bool = True
    priced_before: Contracts | None = field(default=None, repr=False, compare=False)
    """Taken over where the contracts are priced alike."""

    @cached_property
    def open_pieces(self) -> tuple[Piece, ...]:
        """What still has a settlement to come."""
        return tuple(piece for piece in self.pieces if piece.value is not None and piece.value.settles_at > self.now)

    @cached_property
    def contracts(self) -> Contracts:
        before = self.priced_before
        return before if before is not None and before.are_of(self.open_pieces) else Contracts(self.open_pieces)

    @property
    def legs(self) -> tuple[ScenarioLeg, ...]:
        return self.contracts.legs

    @cached_property
    def sizes(self) -> Floats:
        """Contracts, bought +, shape (parts, legs)."""
        sizes = np.zeros((len(PARTS), len(self.legs)))
        parts = np.array([PARTS.index(piece.part) for piece in self.open_pieces], dtype=np.intp)
        np.add.at(sizes, (parts, self.contracts.places), [p.holding.position.quantity for p in self.open_pieces])
        return sizes

    @property
    def names(self) -> tuple[str, ...]:
        """Each of `legs` as one says it."""
        return self.contracts.names

    @property
    def columns(self) -> Columns:
        return self.contracts.columns

    def cash(self, moments: Sequence[datetime]) -> Floats:
        """$ that moved so far for all that has a value at each moment, shape (parts, moments).

        The cash of a leg without a value is left out with it: half of a spread is no position.
        """
        return np.asarray(self._moved @ self._has_value(moments))

    def left_out(self, moment: datetime) -> tuple[Problem, ...]:
        """Each open leg that has no value at a moment, and why."""
        return tuple(
            Problem(spoken(piece.holding.leg.contract), self._reason(piece))
            for piece, has_value in zip(self.pieces, self._has_value((moment,))[:, 0].tolist(), strict=True)
            if not has_value
        )

    def on_the_smile(self) -> tuple[Problem, ...]:
        """Each leg whose curve stands on the smile because it has no mark: the report's P/L of today lacks it."""
        return tuple(
            Problem(
                spoken(piece.holding.leg.contract),
                "it has no mark: its curve stands on the smile of its expiry, and no P/L of today is known for it",
            )
            for piece in self.open_pieces
            if piece.value is not None and piece.value.mark is None and piece.value.model_value is not None
        )

    def approximated(self) -> tuple[Problem, ...]:
        """Each fund in the curves, and how roughly it moves in them."""
        funds = (piece for piece in self.open_pieces if not piece.holding.leg.contract.has_expiry)
        drawn = (piece.holding for piece in funds if self._first_value(piece) == -math.inf)
        return tuple(dict.fromkeys(approximation(held.leg.contract, held.product) for held in drawn))

    def gaps(self) -> Mapping[int, float]:
        """$ mark less model by leg id, of legs whose mark holds no volatility; never part of a curve."""
        gaps = {}
        for piece in self.open_pieces:
            value, held = piece.value, piece.holding
            if value is None or value.mark is None or value.model_value is None or value.iv_source == "own mark":
                continue
            if held.product.kind == "option":
                size = held.position.quantity * float(held.product.multiplier)
                gaps[held.leg.id] = size * (float(value.mark.price) - value.model_value)
        return gaps

    @cached_property
    def _moved(self) -> Floats:
        """$ of each piece, shape (parts, pieces)."""
        moved = np.zeros((len(PARTS), len(self.pieces)))
        for place, piece in enumerate(self.pieces):
            moved[PARTS.index(piece.part), place] = _cash(piece.holding)
        return moved

    @cached_property
    def _valued_from(self) -> Floats:
        """The moment (seconds) from which each piece has a value, shape (pieces,).

        Closed legs have only their cash. An open one is exact from its settlement on, whatever its quotes.
        """
        return np.array([self._first_value(piece) for piece in self.pieces])

    def _first_value(self, piece: Piece) -> float:
        if piece.value is None:
            return -math.inf
        if piece.value.settles_at <= self.now or self._lacks_vix(piece):
            return math.inf
        leg = self.contracts.by_leg_id[piece.holding.leg.id]
        is_valued = leg.is_valued and (self.is_vx_known or not leg.is_fund)
        return -math.inf if is_valued else piece.value.settles_at.timestamp()

    def _has_value(self, moments: Sequence[datetime]) -> Flags:
        """Shape (pieces, moments)."""
        seconds = np.array([moment.timestamp() for moment in moments])
        return np.asarray(self._valued_from[:, None] <= seconds)

    def _lacks_vix(self, piece: Piece) -> bool:
        return not self.is_vix_known and piece.holding.product.underlying == "VIX"

    def _reason(self, piece: Piece) -> str:
        if piece.value is not None and piece.value.model_value is None and piece.value.problems:
            return f"left out of the curves: {piece.value.problems[0].message}"
        if self._lacks_vix(piece):
            return "left out of the curves: no spot VIX level is known"
        if not self.is_vx_known and not piece.holding.leg.contract.has_expiry:
            return f"left out of the curves: {NO_CURVE}"
        return "left out of the curves: it has no model value"


def _scenario_leg(piece: Piece) -> ScenarioLeg:
    leg, product, value = piece.holding.leg, piece.holding.product, piece.value
    if value is None:
        raise ValueError(f"nothing of {spoken(leg.contract)} is open")
    is_of_spx = product.underlying == "SPX"
    expiry = Expiry(value.settles_at, is_of_spx, float(product.index_divisor))
    if not leg.contract.has_expiry:
        return ScenarioLeg(
            leg.contract, product, expiry, mark=None if value.mark is None else float(value.mark.price)
        )
    if value.forward is not None:
        known = value.forward
        smile = piece.smile if is_of_spx else None
        expiry = replace(expiry, forward=known.value, discount=known.discount, years=known.years, smile=smile)
    return ScenarioLeg(leg.contract, product, expiry, value.iv)


def _cash(holding: Holding) -> float:
    position = holding.position
    # A future moved no money when it was opened: its cost comes off the level it is counted at.
    cost = position.open_cost if holding.product.kind == "future" else 0
    return float(position.cash_flow - cost)
