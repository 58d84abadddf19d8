"""One frame of the map: everything that is drawn or said."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff.vix_map import VixMap, gap_zone
from alvh_desktop.viewmodels.market_dock.axes import Axis, NumberAxis
from alvh_desktop.viewmodels.vix_map import words
from alvh_desktop.viewmodels.vix_map.contours import Contour, Strokes, contours_of, strokes_of, zone_of
from alvh_desktop.viewmodels.vix_map.gap import gap_depth, stretches_of
from alvh_desktop.viewmodels.vix_map.grid import Floats, Grid, MoveAxis, VixAxis
from alvh_desktop.viewmodels.vix_map.look import Look, PartName
from alvh_desktop.viewmodels.vix_map.scale import Scale, Shades, ground_of, scale_of

Band = tuple[Floats, Floats]
_COLUMNS: tuple[PartName, ...] = ("condors", "hedge", "net")
_IN_HEADER = {"whole": "", "partial": " (partial)", "left out": " (left out)"}


@dataclass(frozen=True)
class MapView:
    """P/L in $ of shape (spots, vixes) by part, and what follows from it. The chart's x is SPX points, its y ln VIX.

    `ground` are the shades of the part that is shown, rows from the lowest VIX up, over the whole of both ranges.
    `losses`, `even` and `gains` are its contours below, at and above zero. `gap` (spots, vixes) says which places lie
    in the gap zone, `zone` is its rim. `usual_vix` (points) is what the response implies at each spot, `band_vix` its
    5 % and 95 % levels. `now` and `scenario` are places of the chart; `scenario` None while it is the spot or off the
    map. `caption` are sentences, each with whether it asks for attention.
    """

    look: Look
    title: str
    legend: tuple[tuple[words.Sample, str], ...]
    caption: tuple[tuple[str, bool], ...]
    hint: str
    summary: str
    grid: Grid
    usd: Mapping[PartName, Floats]
    scale: Scale
    ground: Shades
    contours: tuple[Contour, ...]
    losses: Strokes
    even: Strokes
    gains: Strokes
    gap: NDArray[np.bool_]
    zone: Strokes
    usual_vix: Floats
    band_vix: Band | None
    usual: Strokes
    band: Strokes
    now: tuple[float, float]
    scenario: tuple[float, float] | None
    x_axis: Axis
    y_axis: Axis
    move_axis: Axis

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The place that the crosshair stands on: within the map."""
        (left, right), (bottom, top) = self.grid.x_range, self.grid.y_range
        return min(max(x, left), right), min(max(y, bottom), top)

    def step(self, x: float, y: float, right: int, up: int) -> tuple[float, float]:
        """The place so many levels of SPX and of VIX further: what the arrow keys do."""
        return _stepped(self.grid.spots, x, right), _stepped(self.grid.heights, y, up)

    def readout(self, x: float, y: float) -> str:
        usd = {part: float(self.grid.at(values, x, y)) for part, values in self.usd.items()}
        usual = float(np.interp(x, self.grid.spots, self.usual_vix))
        edges = tuple(float(np.interp(x, self.grid.spots, edge)) for edge in self.band_vix or ())
        return words.place_text(self.look, x, math.exp(y), words.usual_text(usual, edges), usd)

    def table(self) -> str:
        """A line a place, in tab-separated columns of plain numbers; what is not known stays empty."""
        extents, is_known = self.look.extents, words.is_gap_known(self.look)
        titles = (f"{part.capitalize()} ${_IN_HEADER[extents[part]]}" for part in _COLUMNS)
        lines = ["\t".join(("SPX", "VIX", *titles, "Gap"))]
        for row, spot in enumerate(self.grid.spots.tolist()):
            for column, vix in enumerate(self.grid.vixes.tolist()):
                amounts = (
                    "" if extents[part] == "left out" else f"{self.usd[part][row, column]:.2f}" for part in _COLUMNS
                )
                gap = ("yes" if self.gap[row, column] else "no") if is_known else ""
                lines.append("\t".join((f"{spot:.2f}", f"{vix:.4f}", *amounts, gap)))
        return "\n".join(lines)


def map_view(found: VixMap, look: Look) -> MapView | Problem:
    """The map of one part; the Problem says why that part has none."""
    if look.extents[look.part] == "left out":
        return Problem(look.part, f"no map of this part: {look.left_out}")
    grid = Grid(found.spots, found.vixes)
    usd: dict[PartName, Floats] = {"net": found.net_usd, "condors": found.condors_usd, "hedge": found.hedge_usd}
    scale = scale_of(usd[look.part])
    contours = contours_of(grid, usd[look.part], scale.levels)
    depth, is_gap_known = gap_depth(found.condors_usd, found.hedge_usd, look.share), words.is_gap_known(look)
    gap = gap_zone(found, look.share) & is_gap_known
    band = (found.low_vix, found.high_vix) if np.isfinite((found.low_vix, found.high_vix)).all() else None
    caption, scenario = _caption(found, look, grid, usd), _scenario(found, look)
    return MapView(
        look=look,
        title=words.title_text(look, found.at),
        legend=words.legend_of(look, band is not None, bool(gap.any()), scenario is not None),
        caption=caption,
        hint="\n".join(f"{problem.where}: {problem.message}" for problem in found.problems),
        summary=_summary(found, look, grid, usd, caption),
        grid=grid,
        usd=usd,
        scale=scale,
        ground=ground_of(grid, usd[look.part], scale),
        contours=contours,
        losses=_strokes(contour for contour in contours if contour.usd < 0.0),
        even=_strokes(contour for contour in contours if contour.usd == 0.0),
        gains=_strokes(contour for contour in contours if contour.usd > 0.0),
        gap=gap,
        zone=zone_of(grid, depth) if is_gap_known else strokes_of(()),
        usual_vix=found.usual_vix,
        band_vix=band,
        usual=strokes_of([_line(grid, found.usual_vix)]),
        band=strokes_of(() if band is None else [_line(grid, edge) for edge in band]),
        now=(look.spot, math.log(look.vix)),
        scenario=scenario,
        x_axis=NumberAxis(),
        y_axis=VixAxis(),
        move_axis=MoveAxis(look.spot),
    )


def _caption(found: VixMap, look: Look, grid: Grid, usd: Mapping[PartName, Floats]) -> tuple[tuple[str, bool], ...]:
    heights, is_known = np.log(found.usual_vix), grid.holds(found.usual_vix)
    along = {part: np.where(is_known, grid.at(values, grid.spots, heights), np.nan) for part, values in usd.items()}
    told = [(words.gap_text(look), not words.is_gap_known(look))]
    if words.is_gap_known(look):
        depth = gap_depth(along["condors"], along["hedge"], look.share)
        known = grid.spots[is_known]
        ends = (float(known[0]), float(known[-1])) if known.size else None
        told.append((words.usual_gap_text(look, stretches_of(grid.spots, depth, is_known), ends), False))
    told.append((words.worst_text(look, grid, usd[look.part], along[look.part]), False))
    if look.left_out:
        told.append((f"Partial: {look.left_out}", True))
    if look.settled:
        told.append((f"{look.settled}.", False))
    return tuple(told)


def _summary(
    found: VixMap, look: Look, grid: Grid, usd: Mapping[PartName, Floats], caption: Iterable[tuple[str, bool]]
) -> str:
    """What the map shows, for those who do not see it."""
    x, y = look.spot, math.log(look.vix)
    here = {part: float(grid.at(values, x, y)) for part, values in usd.items()}
    usual = words.usual_text(float(np.interp(x, grid.spots, found.usual_vix)), ())
    place = words.place_text(look, x, look.vix, usual, here).replace("\n", " ").replace("\N{NO-BREAK SPACE}", " ")
    return " ".join((f"{words.title_text(look, found.at)}.", f"{place}.", *(sentence for sentence, _ in caption)))


def _strokes(contours: Iterable[Contour]) -> Strokes:
    return strokes_of(line for contour in contours for line in contour.polylines)


def _line(grid: Grid, vixes: Floats) -> Floats:
    return np.column_stack([grid.spots, np.log(vixes)])


def _scenario(found: VixMap, look: Look) -> tuple[float, float] | None:
    spot = look.spot * (1.0 + look.spx_move)
    if not look.spx_move or not found.spots[0] <= spot <= found.spots[-1]:
        return None
    return spot, math.log(float(np.interp(spot, found.spots, found.usual_vix)))


def _stepped(levels: Floats, at: float, steps: int) -> float:
    """So many levels up or down; from between two levels the first step goes to the next."""
    if not steps:
        return at
    slack = 1e-9 * max(abs(at), 1.0)
    if steps > 0:
        place = int(levels.searchsorted(at + slack, side="right")) - 1 + steps
    else:
        place = int(levels.searchsorted(at - slack, side="left")) + steps
    return float(levels[min(max(place, 0), levels.size - 1)])
