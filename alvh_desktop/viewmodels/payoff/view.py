"""One frame of the payoff chart: everything that is drawn or said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Literal

from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.market_dock.chart import plain_column, table_of
from alvh_desktop.viewmodels.payoff.extras import NO_EXTRAS, Extras
from alvh_desktop.viewmodels.payoff.handles import NO_HANDLES, StrikeHandles
from alvh_desktop.viewmodels.payoff.marks import ChartMark, CurveName, TroughMark, between
from alvh_desktop.viewmodels.payoff.ticket import TicketCurve
from alvh_desktop.viewmodels.payoff.unit import DOLLARS, AxisUnit
from alvh_desktop.viewmodels.payoff.words import EXTENTS, Extent

if TYPE_CHECKING:
    from alvh_desktop.pricing.normalised_black import Floats
    from alvh_desktop.viewmodels.attention.levels import ThresholdLine

_JOINED = "\N{NO-BREAK SPACE}"
_IN_HEADER: Mapping[Extent, str] = {"whole": "", "partial": " (partial)", "left out": " (left out)"}


@dataclass(frozen=True, slots=True)
class LegendEntry:
    curve: CurveName
    text: str


@dataclass(frozen=True)
class PayoffView:
    """Curves of shape (n,) in $ over `spots` (SPX points), the ranges both axes keep, and all words around them.

    `net`, `condors` and `hedge` stand at the settlement; `now` and `date` are the net then, `date` None where no
    other date is chosen. `extents` says how much of what is held each of them holds. `parts` are
    condors and hedge now and at that date. `vix` (points) is what the
    response implies at the last of these dates. `gains` and `losses` are `net` cut off at zero, for the ground
    between curve and zero line. `ticket` is the net with the ticket, where one is being typed; `handles` are the
    strikes that may be dragged. Both axes hold them too. `levels` are the points of all curves, ascending. Where
    nothing is held yet and so `is_ticket_alone`, every curve is with the ticket. `unit` is what the axis
    beside counts; the curves are in $ all the same.
    `extras` lie behind and beside them. `thresholds` are levels at which
    alerts of a trade become louder; the axes do not make room for them. `now_label` is what the moment of the picture
    is called: it may be a past one.
    """

    legend: tuple[LegendEntry, ...]
    caption: str
    hint: str
    summary: str
    date_label: str
    spots: Floats
    net: Floats
    condors: Floats
    hedge: Floats
    now: Floats
    date: Floats | None
    vix: Floats
    extents: Mapping[CurveName, Extent]
    parts: Mapping[CurveName, Floats]
    gains: Floats
    losses: Floats
    spot: ChartMark
    strikes: tuple[ChartMark, ...]
    strike_lines: tuple[float, ...]
    break_evens: tuple[ChartMark, ...]
    unhedged_break_evens: tuple[float, ...]
    troughs: tuple[TroughMark, ...]
    vix_ticks: tuple[ChartMark, ...]
    vix_title: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    levels: Floats
    ticket: TicketCurve | None = None
    is_ticket_alone: bool = False
    handles: StrikeHandles = NO_HANDLES
    unit: AxisUnit = DOLLARS
    extras: Extras = NO_EXTRAS
    thresholds: tuple[ThresholdLine, ...] = ()
    now_label: str = "now"

    def nearest(self, spot: float) -> float:
        """The level that the crosshair stands on: within the chart."""
        return min(max(spot, self.x_range[0]), self.x_range[1])

    def step(self, spot: float, steps: int) -> float:
        """The level so many points of the curve to the right (+) or left (-): what the arrow keys do."""
        place = int(self.levels.searchsorted(spot + 1e-9, side="right")) - 1 + steps
        return float(self.levels[min(max(place, 0), len(self.levels) - 1)])

    def readout(self, spot: float) -> str:
        """Every curve at a level, in two lines, and a third of the scenario where there is one; a figure is not
        parted from its name where a line is too long."""
        has_vix = self.vix_ticks and self.spots[0] <= spot <= self.spots[-1]
        vix = [f"VIX {between(self.spots, self.vix, spot):.1f}"] if has_vix else []
        date = [] if self.date is None else [self._told(f"net {self.date_label}", "date", self.date, spot)]
        now = [self._told(f"net {self.now_label}", "now", self.now, spot)]
        if self.extras.has_parts:
            now = [*self._parts_told("now", self.now_label, spot), *now]
            date = [*self._parts_told("date", self.date_label, spot), *date]
        level = f"SPX {spot:,.0f} ({spot / self.spot.at - 1.0:+.1%})"
        settled: tuple[tuple[CurveName, Floats], ...] = (
            ("condors", self.condors), ("hedge", self.hedge), ("net", self.net),
        )  # fmt: skip
        with_ticket = []
        if self.ticket is not None:
            with_ticket.append(
                self._told_at("net with the ticket", self.ticket.extent, self.ticket.spots, self.ticket.net, spot)
            )
        settlement = "at settlement with the ticket" if self.is_ticket_alone else "at settlement"
        lines = (
            (level, *vix, *now, *date),
            (settlement, *(self._told(name, name, curve, spot) for name, curve in settled), *with_ticket),
        )
        point = [tuple(self.extras.point.split("  "))] if self.extras.point else []
        return "\n".join("  ".join(part.replace(" ", _JOINED) for part in line) for line in (*lines, *point))

    def table(self) -> str:
        """All curves as tab-separated columns of plain numbers; what is not known stays empty."""
        now = self.now_label.capitalize()
        curves: list[tuple[str, CurveName, Floats]] = [
            (f"{now} condors $", "condors_now", self.parts["condors_now"]),
            (f"{now} hedge $", "hedge_now", self.parts["hedge_now"]),
            (f"{now} net $", "now", self.now),
            ("Settlement condors $", "condors", self.condors),
            ("Settlement hedge $", "hedge", self.hedge),
            ("Settlement net $", "net", self.net),
        ]
        if self.date is not None:
            curves.append((f"{self.date_label} condors $", "condors_date", self.parts["condors_date"]))
            curves.append((f"{self.date_label} hedge $", "hedge_date", self.parts["hedge_date"]))
            curves.append((f"{self.date_label} net $", "date", self.date))
        columns = {"SPX": self.levels, "VIX (model)": self._over_levels(self.spots, self.vix)}
        for title, name, curve in curves:
            extent = self.extents[name]
            columns[f"{title}{_IN_HEADER[extent]}"] = self._over_levels(self.spots, curve, extent)
        if self.ticket is not None:
            extent = self.ticket.extent
            over = self._over_levels(self.ticket.spots, self.ticket.net, extent)
            columns[f"Settlement net with the ticket ${_IN_HEADER[extent]}"] = over
        return table_of({title: plain_column(values, 2) for title, values in columns.items()})

    def _over_levels(self, spots: Floats, curve: Floats, extent: Extent = "whole") -> Floats:
        """The curve at all levels; NaN where it is not drawn."""
        import numpy as np

        at = np.interp(self.levels, spots, curve, left=nan, right=nan)
        return at * nan if extent == "left out" else at

    def _parts_told(self, which: Literal["now", "date"], label: str, spot: float) -> list[str]:
        names: tuple[CurveName, ...] = ("condors_now", "hedge_now")
        if which == "date":
            names = ("condors_date", "hedge_date")
        return [
            self._told(f"{name.partition('_')[0]} {label}", name, self.parts[name], spot)
            for name in names
            if name in self.parts
        ]

    def _told(self, name: str, curve_name: CurveName, curve: Floats, spot: float) -> str:
        return self._told_at(name, self.extents[curve_name], self.spots, curve, spot)

    def _told_at(self, name: str, extent: Extent, spots: Floats, curve: Floats, spot: float) -> str:
        """A curve at a level; never 0 for what is not known, and nothing past the ends that are drawn."""
        told = f"{name}{EXTENTS[extent]}"
        if extent == "left out":
            return told
        is_drawn = spots[0] <= spot <= spots[-1]
        return f"{told} {self.unit.text(between(spots, curve, spot)) if is_drawn else UNKNOWN}"
