"""What may be drawn on the payoff besides its curves: expected moves, density, ghosts, and the scenario's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import percent_text
from alvh_desktop.viewmodels.lens import day_text, short_day_text
from alvh_desktop.viewmodels.payoff.marks import ChartMark, CurveName
from alvh_desktop.viewmodels.payoff.unit import axis_unit
from alvh_desktop.viewmodels.payoff.words import EXTENTS, PARTS, Extent, extent_of

if TYPE_CHECKING:
    from alvh_desktop.desk.ghosts import GhostName
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.pricing.normalised_black import Floats
    from alvh_desktop.pricing.payoff import Payoff

ExtraName = Literal["parts", "moves", "density", "ghosts"]
EXTRAS: Mapping[ExtraName, str] = {
    "parts": "Parts at every date",
    "moves": "Expected moves",
    "density": "Density",
    "ghosts": "Ghosts",
}
USUAL: frozenset[ExtraName] = frozenset({"moves"})


@dataclass(frozen=True, slots=True)
class GhostCurve:
    """P/L in $ over levels of SPX points of what a campaign was, with its words for the legend."""

    name: GhostName
    levels: tuple[float, ...]
    usd: tuple[float, ...]
    legend: str


@dataclass(frozen=True)
class Extras:
    """`moves` are levels one and two expected moves away, `density` (n,) the risk-neutral probability a point over
    the spots of the curves as a share of its highest, `scenario` where the lens stands beside today's SPX and
    `point` what is read off there. Where it `has_parts`, condors and hedge are drawn now and on the date as well.
    `said` is what else there is to say, and of what could not be drawn."""

    moves: tuple[ChartMark, ...] = ()
    density: Floats | None = None
    ghosts: tuple[GhostCurve, ...] = ()
    scenario: float | None = None
    point: str = ""
    has_parts: bool = False
    said: str = ""


NO_EXTRAS = Extras()


def extras_of(picture: Picture, payoff: Payoff, wanted: frozenset[ExtraName]) -> Extras:
    """Those that are wanted of a picture, each with what it rests on, or why it is not there."""
    ghosts, of_ghosts = _ghosts(picture, payoff) if "ghosts" in wanted else ((), "")
    moves, density, of_bands = _bands(picture, wanted) if wanted & {"moves", "density"} else ((), None, "")
    scenario, of_scenario = _scenario(picture, payoff)
    said = " ".join(filter(None, (of_bands, of_ghosts)))
    return Extras(moves, density, ghosts, scenario, of_scenario, "parts" in wanted, said)


def _bands(picture: Picture, wanted: frozenset[ExtraName]) -> tuple[tuple[ChartMark, ...], Floats | None, str]:
    """Both are of the quotes as they are: no lens shifts them."""
    from alvh_desktop.desk.bands import bands_of

    found = bands_of(picture)
    if isinstance(found, Problem):
        return (), None, f"No expected move: {found.message}."
    told: list[str] = []
    moves: tuple[ChartMark, ...] = ()
    density = None
    if "moves" in wanted:
        moves = tuple(ChartMark(level, f"{level:,.0f}") for level in found.levels)
        _, low, high, _ = moves
        told.append(
            f"Expected move to {day_text(found.settles_at)} {found.expected_move:,.0f} points: "
            f"{low.label}\N{EN DASH}{high.label}."
        )
    if "density" in wanted:
        peak = float(found.density.max())
        density = found.density / peak if peak > 0.0 else None
        told.append(f"Density: {found.provenance}")
    return moves, density, " ".join(told)


def _ghosts(picture: Picture, payoff: Payoff) -> tuple[tuple[GhostCurve, ...], str]:
    from alvh_desktop.desk.ghosts import ghosts_of

    book = picture.inputs.book
    drawn = {book.trades[piece.holding.leg.trade_id].campaign_id for piece in payoff.position.open_pieces}
    found = ghosts_of(book, drawn, (float(payoff.spots[0]), float(payoff.spots[-1])))
    if isinstance(found, Problem):
        return (), f"No ghosts: {found.message}."
    if not found:
        return (), "No ghosts: the condor is what it was when it was opened."
    curves = (
        GhostCurve(ghost.name, ghost.levels, ghost.usd, f"condors {ghost.name} {day_text(ghost.at)}")
        for ghost in found
    )
    return tuple(curves), "Ghosts stand at their own settlement."


def _scenario(picture: Picture, payoff: Payoff) -> tuple[float | None, str]:
    """Where the lens stands and what the book is worth there, on the date that is looked at, or now."""
    from alvh_desktop.desk.scenario_point import point_of

    lens = picture.inputs.lens
    if not lens.spx_move:
        return None, ""
    point = point_of(picture)
    if isinstance(point, Problem):
        return None, f"No scenario: {point.message}."
    vix = "" if point.vix is None else f"  VIX {point.vix:.1f}"
    if point.vix_low is not None and point.vix_high is not None:
        vix += f" (90 % {point.vix_low:.0f}\N{EN DASH}{point.vix_high:.0f})"
    when = f"on {short_day_text(point.at)}" if lens.dates else "now"
    unit, there = axis_unit(picture, payoff), point.there
    whole = extent_of(payoff, PARTS, point.at)
    figures: tuple[tuple[str, Extent, float], ...] = (
        *((part, extent_of(payoff, (part,), point.at), getattr(there, part)) for part in PARTS),
        ("net", whole, there.net),
        ("change", "partial" if point.left_out and whole == "whole" else whole, point.change.net),
    )
    told = "  ".join(
        f"{name}{EXTENTS[extent]}" + ("" if extent == "left out" else f" {unit.text(usd)}")
        for name, extent, usd in figures
    )
    return point.spx, (f"scenario {when}: SPX {point.spx:,.0f} ({percent_text(100.0 * lens.spx_move)}){vix}  {told}")


def legend_of(extras: Extras) -> Iterator[tuple[CurveName, str]]:
    """Name and words of each that the legend shows."""
    for ghost in extras.ghosts:
        yield ("opened" if ghost.name == "as opened" else "rolled"), ghost.legend
    if extras.density is not None:
        yield "density", "density"
    if extras.moves:
        yield "moves", "expected moves"
    if extras.scenario is not None:
        yield "scenario", f"scenario SPX {extras.scenario:,.0f}"
