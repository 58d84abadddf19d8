"""The small payoff chart of a ticket: the net of the book at its settlement, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import level_text, rough_profit_text
from alvh_desktop.viewmodels.lens import short_day_text
from alvh_desktop.viewmodels.market_dock.axes import NumberAxis, Tick
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Rule, plain_column
from alvh_desktop.viewmodels.payoff.marks import between, room_around

if TYPE_CHECKING:
    from alvh_desktop.pricing.payoff import Payoff
    from alvh_desktop.series.past import Floats
    from alvh_desktop.viewmodels.ticket.ports import Weighed

_THOUSAND = 1000.0
_SETTLEMENT = 1  # place among the dates of the curves


@dataclass(frozen=True, slots=True)
class ThousandsAxis:
    """$ in thousands, for a narrow margin: 12.5k."""

    def ticks(self, low: float, high: float, most: int) -> tuple[Tick, ...]:
        found = NumberAxis("k").ticks(low / _THOUSAND, high / _THOUSAND, most)
        return tuple(Tick(tick.at * _THOUSAND, "0" if not tick.at else tick.label) for tick in found)


def payoff_chart(weighed: Weighed) -> Chart | Problem:
    """Net $ over SPX at the settlement of the curves after; without a curve before, what is after alone.

    Problem where nothing can be drawn.
    """
    after = weighed.after.payoff
    if isinstance(after, Problem):
        return after
    spots, then = after.spots, after.net_usd[_SETTLEMENT]
    was = _before(weighed, after)
    known = spots[:0] if was is None else was[np.isfinite(was)]
    if not known.size:
        was = None
    settles = short_day_text(after.dates[_SETTLEMENT].at)
    curves = [Drawn("thick", "settlement", spots, then, f"after solid, at {settles}")]
    if was is not None:
        curves.insert(0, Drawn("dashes", "dim", spots, was, "before dashed"))

    def told(place: int) -> str:
        parts = [f"SPX {spots[place]:,.0f}"]
        if was is not None:
            parts.append(f"before {_usd(float(was[place]))}")
        return "  ".join([*parts, f"after {rough_profit_text(float(then[place]))}"])

    here = float(after.spot.value)
    return Chart(
        name="ticket",
        drawn=tuple(curves),
        rules=(
            *(Rule(strike, "border", is_upright=True) for strike in _spx_strikes(weighed)),
            Rule(0.0, "dim"),
            Rule(here, "spot", is_upright=True, is_dashed=True),
        ),
        x_range=(float(spots[0]), float(spots[-1])),
        y_range=room_around((then, known) if known.size else (then,)),
        x_axis=NumberAxis(),
        y_axis=ThousandsAxis(),
        stops=spots,
        told=told,
        summary=_summary(settles, here, spots, was, then),
        start=here,
        columns={
            "SPX": plain_column(spots, 2),
            **({} if was is None else {"Before net $": plain_column(was, 2)}),
            "After net $": plain_column(then, 2),
        },
    )


def _before(weighed: Weighed, after: Payoff) -> Floats | None:
    """The net of before at the settlement of after, over its levels; NaN outside its own, None without a curve."""
    from alvh_desktop.pricing.payoff import redated

    payoff, at = weighed.before.payoff, after.dates[_SETTLEMENT].at
    if isinstance(payoff, Problem):
        return None
    place = _SETTLEMENT
    if payoff.dates[_SETTLEMENT].at != at:
        # a ticket may settle before all that is held, or after the nearest of it
        moved, place = redated(payoff, (at,)), _SETTLEMENT + 1
        if isinstance(moved, Problem):
            return None
        payoff = moved
    found: Floats = np.interp(after.spots, payoff.spots, payoff.net_usd[place], left=np.nan, right=np.nan)
    return found


def _spx_strikes(weighed: Weighed) -> list[float]:
    """In points of the full index."""
    book = weighed.after.inputs.book
    found = set()
    for contract in (leg.contract for leg in weighed.draft.legs):
        product = book.product_of(contract)
        if contract.strike is not None and product.underlying == "SPX":
            found.add(float(contract.strike * product.index_divisor))
    return sorted(found)


def _summary(settles: str, here: float, spots: Floats, was: Floats | None, then: Floats) -> str:
    now = rough_profit_text(between(spots, then, here))
    worst = rough_profit_text(float(np.nanmin(then)))
    told = f"Net P/L at {settles} after the ticket: {now} at SPX {level_text(here)}, at worst {worst} in sight."
    if was is None:
        return told
    return f"{told} Before: {_usd(between(spots, was, here))}, at worst {_usd(float(np.nanmin(was)))}."


def _usd(amount: float) -> str:
    return "not drawn" if isnan(amount) else rough_profit_text(amount)
