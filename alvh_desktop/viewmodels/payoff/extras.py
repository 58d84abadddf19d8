"""What may be drawn on the payoff besides its curves: expected moves, density, ghosts, and the scenario's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.lens import day_text
from alvh_desktop.viewmodels.payoff.marks import ChartMark, CurveName

if TYPE_CHECKING:
    from alvh_desktop.desk.ghosts import GhostName
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.pricing.normalised_black import Floats
    from alvh_desktop.pricing.payoff import Payoff

ExtraName = Literal["moves", "density", "ghosts"]
EXTRAS: Mapping[ExtraName, str] = {"moves": "Expected moves", "density": "Density", "ghosts": "Ghosts"}
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
    the spots of the curves as a share of its highest, `scenario` where the lens stands beside today's SPX. `said` is
    what there is to say of them, and of what could not be drawn."""

    moves: tuple[ChartMark, ...] = ()
    density: Floats | None = None
    ghosts: tuple[GhostCurve, ...] = ()
    scenario: float | None = None
    said: str = ""


NO_EXTRAS = Extras()


def extras_of(picture: Picture, payoff: Payoff, wanted: frozenset[ExtraName]) -> Extras:
    """Those that are wanted of a picture, each with what it rests on, or why it is not there."""
    told: list[str] = []
    ghosts: tuple[GhostCurve, ...] = ()
    if "ghosts" in wanted:
        ghosts, said = _ghosts(picture, payoff)
        told += [said] if said else []
    return Extras(ghosts=ghosts, scenario=_scenario(picture, payoff), said=" ".join(told))


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


def _scenario(picture: Picture, payoff: Payoff) -> float | None:
    move = picture.inputs.lens.spx_move
    return payoff.spot.value * (1.0 + move) if move else None


def legend_of(extras: Extras) -> Iterator[tuple[CurveName, str]]:
    """Name and words of each that the legend shows."""
    for ghost in extras.ghosts:
        yield ("opened" if ghost.name == "as opened" else "rolled"), ghost.legend
    if extras.density is not None:
        yield "density", "density"
    if extras.moves:
        yield "moves", "1 and 2 expected moves"
    if extras.scenario is not None:
        yield "scenario", f"scenario SPX {extras.scenario:,.0f}"
