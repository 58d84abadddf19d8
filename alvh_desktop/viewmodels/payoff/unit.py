"""In what the payoff is told: $, % of the credit that is at work, or % of equity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import percent_text, rough_profit_text

if TYPE_CHECKING:
    from decimal import Decimal

    from alvh_desktop.desk.picture import Curves, Picture
    from alvh_desktop.pricing.payoff import Payoff


@dataclass(frozen=True, slots=True)
class AxisUnit:
    """What the axis counts: a dollar of P/L is `per_usd` of it, also 1 where % are of 100 $. `title` says what, with
    the sum that % are of; `missing` why $ stand there in place of what was asked for."""

    per_usd: float = 1.0
    title: str = "P/L in $"
    missing: str = ""
    is_percent: bool = False

    def text(self, usd: float) -> str:
        """A P/L with its arrow: in $, and behind it in % where these are counted."""
        told = rough_profit_text(usd)
        return f"{told} ({percent_text(usd * self.per_usd)})" if self.is_percent else told


DOLLARS = AxisUnit()


def axis_unit(picture: Picture | Curves, payoff: Payoff) -> AxisUnit:
    """As the lens asks; $ where the sum that % are of is not known or none."""
    unit = picture.inputs.lens.unit
    if unit == "credit":
        return _share_of(_credit(payoff), "credit", "no premium is at work in what is drawn")
    if unit == "equity":
        equity = getattr(picture, "equity", None)
        if equity is None or isinstance(equity, Problem):
            why = equity.message if isinstance(equity, Problem) else "it is worked out with the whole picture"
            return AxisUnit(missing=f"% of equity is not known: {why}; $ are shown.")
        return _share_of(equity, "equity", "there is no equity")
    return DOLLARS


def _share_of(usd: Decimal, name: str, why: str) -> AxisUnit:
    if usd <= 0:
        return AxisUnit(missing=f"% of {name} is not known: {why}; $ are shown.")
    return AxisUnit(100.0 / float(usd), f"P/L in % of {name} ({usd:,.0f} $)", is_percent=True)


def _credit(payoff: Payoff) -> Decimal:
    from alvh_desktop.rules.closing_cost import credit_of_open

    return credit_of_open(
        piece.holding
        for piece in payoff.position.open_pieces
        if piece.part == "condors" and piece.holding.product.kind == "option"
    )
