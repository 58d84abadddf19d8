"""Greeks of one book at one moment, as far as they are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.greeks.choices import GREEKS, GreekName
from alvh_desktop.viewmodels.payoff.marks import between

if TYPE_CHECKING:
    from alvh_desktop.domain.problems import Problem
    from alvh_desktop.domain.records import Sleeve, Trade
    from alvh_desktop.pricing.normalised_black import Floats
    from alvh_desktop.pricing.payoff import Payoff, Piece
    from alvh_desktop.pricing.payoff.greeks import GreekCurves
    from alvh_desktop.viewmodels.payoff.words import Extent


@dataclass(frozen=True)
class Seen:
    """`when` is the moment in a word or two; `trades` are those of the book that `payoff` is of."""

    when: str
    curves: GreekCurves
    payoff: Payoff
    trades: Mapping[int, Trade]

    @property
    def sleeves(self) -> tuple[Sleeve, ...]:
        return self.curves.sleeves

    def sleeves_with_part(self, greek: GreekName) -> tuple[Sleeve, ...]:
        """Those that hold something that can have a part in it: the figure of others is 0 everywhere."""
        of = {self.trades[piece.holding.leg.trade_id].sleeve for piece in self.counted(greek)}
        return tuple(sleeve for sleeve in self.sleeves if sleeve in of)

    def values(self, greek: GreekName, sleeve: Sleeve | None = None) -> Floats:
        """$ over the levels, shape (n,), of one sleeve or of all that is drawn (None)."""
        import numpy as np

        by_sleeve: Floats = getattr(self.curves, greek)
        return np.asarray(by_sleeve.sum(axis=0) if sleeve is None else by_sleeve[self.sleeves.index(sleeve)])

    def value(self, greek: GreekName, spot: float, sleeve: Sleeve | None = None) -> float | None:
        """The figure at a level; None where it is not known, or not drawn."""
        spots = self.curves.spots
        if self.extent(greek, sleeve) == "left out" or not spots[0] <= spot <= spots[-1]:
            return None
        return between(spots, self.values(greek, sleeve), spot)

    def extent(self, greek: GreekName, sleeve: Sleeve | None = None) -> Extent:
        """How much it holds of what can have a part in it."""
        if self.payoff.world.vix is None and GREEKS[greek].counted == "everything":
            return "left out"
        missing = {problem.where for problem in self.curves.left_out}
        if not missing:
            return "whole"
        held = {spoken(piece.holding.leg.contract) for piece in self.counted(greek, sleeve)}
        if not held & missing:
            return "whole"
        return "partial" if held - missing else "left out"

    def left_out(self, greek: GreekName) -> tuple[Problem, ...]:
        """Each leg that is missing in it, and why."""
        if not self.curves.left_out:
            return ()
        names = {spoken(piece.holding.leg.contract) for piece in self.counted(greek)}
        return tuple(problem for problem in self.curves.left_out if problem.where in names)

    def counted(self, greek: GreekName, sleeve: Sleeve | None = None) -> Iterator[Piece]:
        """What is held and can have a part in it, whether it is valued or not.

        What waits for its settlement to be booked has no Greek any more, but is missing where everything counts.
        """
        counted, position = GREEKS[greek].counted, self.payoff.position
        held = (piece for piece in position.pieces if piece.value is not None)
        for piece in held if counted == "everything" else position.open_pieces:
            product, of = piece.holding.product, self.trades[piece.holding.leg.trade_id].sleeve
            is_option, is_of_spx = product.kind == "option", product.underlying == "SPX"
            has_part = counted == "everything" or (is_option and (counted == "options" or is_of_spx))
            if has_part and sleeve in (None, of):
                yield piece
