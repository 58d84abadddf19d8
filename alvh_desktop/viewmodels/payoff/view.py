"""One frame of the payoff chart: everything that is drawn or said, worked out before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import level_text, rough_profit_text
from alvh_desktop.viewmodels.lens import LensView, day_text, lens_view, short_day_text
from alvh_desktop.viewmodels.payoff import marks, words
from alvh_desktop.viewmodels.payoff.marks import ChartMark, CurveName, TroughMark, between
from alvh_desktop.viewmodels.payoff.words import PARTS, Extent

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.pricing.normalised_black import Floats
    from alvh_desktop.pricing.payoff import Payoff

_JOINED = "\N{NO-BREAK SPACE}"
_DATE = 2  # place of the chosen date among the dates of the curves
_NET: Mapping[Extent, str] = {"whole": "", "partial": "", "left out": " left out"}
_ALONE: Mapping[Extent, str] = {"whole": "alone", "partial": "alone (partial)", "left out": "left out"}


@dataclass(frozen=True, slots=True)
class LegendEntry:
    curve: CurveName
    text: str


@dataclass(frozen=True)
class PayoffView:
    """Curves of shape (n,) in $ over `spots` (SPX points), the ranges both axes keep, and all words around them.

    `net`, `condors` and `hedge` stand at the settlement; `now` and `date` are the net then, `date` None where no
    other date is chosen. `extents` says how much of what is held each of them holds. `vix` (points) is what the
    response implies at the last of these dates. `gains` and `losses` are `net` cut off at zero, for the ground
    between curve and zero line.
    """

    legend: tuple[LegendEntry, ...]
    caption: str
    hint: str
    summary: str
    lens: LensView
    date_label: str
    spots: Floats
    net: Floats
    condors: Floats
    hedge: Floats
    now: Floats
    date: Floats | None
    vix: Floats
    extents: Mapping[CurveName, Extent]
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

    def nearest(self, spot: float) -> float:
        """The level that the crosshair stands on: within the chart."""
        return min(max(spot, self.x_range[0]), self.x_range[1])

    def step(self, spot: float, steps: int) -> float:
        """The level so many points of the curve to the right (+) or left (-): what the arrow keys do."""
        place = int(self.spots.searchsorted(spot + 1e-9, side="right")) - 1 + steps
        return float(self.spots[min(max(place, 0), len(self.spots) - 1)])

    def readout(self, spot: float) -> str:
        """Every curve at a level, in two lines; a figure is not parted from its name where a line is too long."""
        vix = [f"VIX {self._at(self.vix, spot):.1f}"] if self.vix_ticks else []
        date = [] if self.date is None else [self._told(self.date_label, "date", self.date, spot)]
        level = f"SPX {spot:,.0f} ({spot / self.spot.at - 1.0:+.1%})"
        settled: tuple[tuple[CurveName, Floats], ...] = (
            ("condors", self.condors), ("hedge", self.hedge), ("net", self.net),
        )  # fmt: skip
        lines = (
            (level, *vix, self._told("net now", "now", self.now, spot), *date),
            ("at settlement", *(self._told(name, name, curve, spot) for name, curve in settled)),
        )
        return "\n".join("  ".join(part.replace(" ", _JOINED) for part in line) for line in lines)

    def table(self) -> str:
        """All curves as tab-separated columns of plain numbers; what is not known stays empty."""
        curves: list[tuple[str, CurveName, Floats]] = [
            ("Now net $", "now", self.now),
            ("Settlement condors $", "condors", self.condors),
            ("Settlement hedge $", "hedge", self.hedge),
            ("Settlement net $", "net", self.net),
        ]
        if self.date is not None:
            curves.append((f"{self.date_label} net $", "date", self.date))
        columns = {"SPX": self.spots, "VIX (model)": self.vix}
        for title, name, curve in curves:
            extent = self.extents[name]
            told = f"{title} ({extent})" if extent != "whole" else title
            columns[told] = curve * nan if extent == "left out" else curve
        lines = (
            "\t".join("" if isnan(number) else f"{number:.2f}" for number in row)
            for row in zip(*columns.values(), strict=True)
        )
        return "\n".join(("\t".join(columns), *lines))

    def _at(self, curve: Floats, spot: float) -> float:
        return between(self.spots, curve, spot)

    def _told(self, name: str, curve_name: CurveName, curve: Floats, spot: float) -> str:
        """A curve at a level; never 0 for what is not known."""
        extent = self.extents[curve_name]
        if extent == "left out":
            return f"{name} left out"
        partial = " (partial)" if extent == "partial" else ""
        return f"{name}{partial} {rough_profit_text(self._at(curve, spot))}"


def payoff_view(picture: Picture) -> PayoffView | Problem:
    """The chart of this picture, or why there is none."""
    from alvh_desktop.desk.scenario import closed_campaigns_usd

    payoff = picture.payoff
    if isinstance(payoff, Problem):
        return payoff
    has_date = len(payoff.dates) > _DATE
    extents = _extents(payoff)
    date = payoff.net_usd[_DATE] if has_date else None
    net, condors, hedge, now = payoff.net_usd[1], payoff.condors_usd[1], payoff.hedge_usd[1], payoff.net_usd[0]
    vix = payoff.vix[_DATE if has_date else 1]
    x_range = float(payoff.spots[0]), float(payoff.spots[-1])
    missing = words.missing_text(payoff, closed_campaigns_usd(picture.inputs.book))
    said = [words.contents_text(payoff, picture.inputs.lens), words.settled_sentence(payoff), missing]
    return PayoffView(
        legend=_legend(payoff, extents),
        caption=" ".join(filter(None, (said[0], words.places_text(payoff), *said[1:]))),
        hint=words.left_out_hint(payoff),
        summary=words.summary_text(payoff, " ".join(filter(None, said))),
        lens=lens_view(picture, payoff),
        date_label=short_day_text(payoff.dates[-1].at),
        spots=payoff.spots,
        net=net,
        condors=condors,
        hedge=hedge,
        now=now,
        date=date,
        vix=vix,
        extents=extents,
        gains=net.clip(min=0.0),
        losses=net.clip(max=0.0),
        spot=ChartMark(payoff.spot.value, level_text(payoff.spot.value)),
        strikes=marks.strike_marks(payoff.strikes, x_range),
        strike_lines=marks.strike_lines(payoff.strikes, x_range),
        break_evens=marks.break_even_marks(payoff, x_range),
        unhedged_break_evens=marks.unhedged_zeros(payoff, x_range),
        troughs=tuple(TroughMark(trough.spot, trough.usd) for trough in payoff.troughs),
        vix_ticks=marks.vix_ticks(payoff.spots, vix, x_range),
        vix_title="VIX unknown" if payoff.world.vix is None else "VIX (model)",
        x_range=x_range,
        y_range=marks.room_around((net, condors, hedge, now) if date is None else (net, condors, hedge, now, date)),
    )


def _extents(payoff: Payoff) -> Mapping[CurveName, Extent]:
    now, settlement = (date.at for date in payoff.dates[:_DATE])
    extents: dict[CurveName, Extent] = {part: words.extent_of(payoff, (part,), settlement) for part in PARTS}
    extents |= {"net": words.extent_of(payoff, PARTS, settlement), "now": words.extent_of(payoff, PARTS, now)}
    for date in payoff.dates[_DATE:]:
        extents["date"] = words.extent_of(payoff, PARTS, date.at)
    return extents


def _legend(payoff: Payoff, extents: Mapping[CurveName, Extent]) -> tuple[LegendEntry, ...]:
    settles = day_text(payoff.settles_at)
    entries = [
        LegendEntry("net", f"net at settlement {settles}"),
        *(LegendEntry(part, f"{part} {_ALONE[extents[part]]}") for part in PARTS),
        LegendEntry("now", f"net now{_NET[extents['now']]}"),
    ]
    if len(payoff.dates) > _DATE:
        entries.append(LegendEntry("date", f"net {day_text(payoff.dates[_DATE].at)}{_NET[extents['date']]}"))
    return (*entries, LegendEntry("spot", f"SPX {level_text(payoff.spot.value)}"))
