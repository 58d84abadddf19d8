"""The answer of `payoff` for a person at a terminal."""

from pathlib import Path

import numpy as np

from alvh_desktop.cli.texts import columns, headline
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.vix_map import VixMap
from alvh_desktop.pricing.scenario.places import Extremes

_POINTS_SHOWN = 20
_MAP_SPOTS, _MAP_VIXES = 9, 6


def payoff_text(picture: Picture, payoff: Payoff, path: Path, over_vix: VixMap | Problem | None = None) -> str:
    """The net curves at every strike and at even steps; condors and hedge apart at the settlement."""
    when, label = new_york_text(payoff.settles_at), _answer(payoff)
    lines = [
        headline(picture, path),
        f"P/L in $ over SPX now, and at the settlement of {when}; VIX answers: {label}",
        f"SPX {payoff.spot.value:,.2f} ({payoff.spot.source})",
        f"break-evens at settlement {_places(payoff.break_evens)}; of the condors alone "
        + _places(payoff.unhedged_break_evens),
        "",
        *_table(payoff),
        "",
        f"net at settlement: {_extremes(payoff.net_extremes)}",
        f"without the hedge: {_extremes(payoff.unhedged_extremes)}",
    ]
    if payoff.is_unlimited_in_vix:
        lines.append("! more VIX calls, futures or fund shares are sold than bought: VIX without end is a loss so")
    for trough in payoff.troughs:
        edge = ", lowest shown" if trough.is_at_edge else ""
        lines.append(
            f"lowest {trough.side}: {trough.usd:+,.2f} at {trough.spot:,.2f}{edge} "
            f"(without the hedge {trough.unhedged_usd:+,.2f})"
        )
    lines += _sensitivities(picture)
    lines += [f"gap of mark to model, in no curve: leg {leg} {gap:+,.2f}" for leg, gap in payoff.gaps_usd.items()]
    lines += _earlier(payoff) + [f"! {problem}" for problem in payoff.problems]
    if isinstance(over_vix, Problem):
        lines.append(f"! {over_vix}")
    elif over_vix is not None:
        lines += ["", *_map(over_vix)]
    return "\n".join(lines)


def _answer(payoff: Payoff) -> str:
    world = payoff.world
    if world.vix is None:
        return "not at all, its level is not known"
    return world.response.label if world.vix_after is None else f"fixed at {world.vix_after:g}"


def _table(payoff: Payoff) -> list[str]:
    spots = payoff.spots
    every = max(len(spots) // _POINTS_SHOWN, 1)
    nearest = payoff.place_of_spot
    strikes = {int(np.abs(spots - strike).argmin()) for strike in payoff.strikes}
    shown = sorted({*range(0, len(spots), every), nearest, *strikes})
    dates = [f"{date.at:%m-%d} net" for date in payoff.dates[2:]]
    rows = [("SPX", "now net", "settled condors", "hedge", "net", *dates, "VIX", "")]
    for place in shown:
        figures = (
            payoff.net_usd[0, place],
            payoff.condors_usd[1, place],
            payoff.hedge_usd[1, place],
            *payoff.net_usd[1:, place],
        )
        note = "now" if place == nearest else "strike" if place in strikes else ""
        vix = payoff.vix[1, place]
        told = (f"{figure + 0.0:+,.2f}" for figure in figures)
        rows.append((f"{spots[place]:,.2f}", *told, "?" if np.isnan(vix) else f"{vix:.2f}", note))
    return columns(rows, to_the_left=(len(rows[0]) - 1,))


def _places(levels: tuple[float, ...]) -> str:
    return ", ".join(f"{level:,.2f}" for level in levels) or "none"


def _extremes(found: Extremes) -> str:
    best = _end(found.best_usd, found.best_at, found.is_best_at_edge)
    return f"best {best}, worst {_end(found.worst_usd, found.worst_at, found.is_worst_at_edge)}"


def _end(usd: float | None, place: float | None, is_at_edge: bool) -> str:
    if usd is None or place is None:
        return "unlimited"
    return f"{usd:+,.2f} at {place:,.2f}" + (", three times spot, the highest looked at" if is_at_edge else "")


def _sensitivities(picture: Picture) -> list[str]:
    found = picture.risk.net
    if isinstance(found, Problem) or found.vix_equivalent_vega_usd is None:
        return []
    with_spot = found.vix_1pct_with_spot_usd
    told = "" if with_spot is None else f" ({with_spot:+,.2f} with its usual SPX move)"
    beta = picture.risk.beta
    return [
        f"VIX + 1 point {found.vix_equivalent_vega_usd:+,.2f}   VIX + 1 % {found.vix_1pct_usd:+,.2f}{told}",
        f"SPX + 1 % with the usual VIX move {found.slope_usd_per_1pct:+,.2f}   beta "
        + (f"not known: {beta.message}" if isinstance(beta, Problem) else f"{beta:.3f}"),
    ]


def _earlier(payoff: Payoff) -> list[str]:
    return [
        f"{new_york_text(date.at)}: {', '.join(date.settled_before)} settled before, at this point's SPX and VIX"
        for date in payoff.dates
        if date.settled_before
    ]


def _map(found: VixMap) -> list[str]:
    spots = np.linspace(0, found.spots.size - 1, _MAP_SPOTS).astype(int)
    vixes = np.linspace(0, found.vixes.size - 1, _MAP_VIXES).astype(int)
    head = ("SPX", "usual VIX", *(f"VIX {found.vixes[v]:.1f}" for v in vixes))
    rows = [
        (
            f"{found.spots[s]:,.0f}",
            f"{found.usual_vix[s]:.1f}",
            *(f"{found.net_usd[s, v] + 0.0:+,.0f}" for v in vixes),
        )
        for s in spots
    ]
    return [f"net P/L in $ over SPX and VIX, {new_york_text(found.at)}", *columns([head, *rows], to_the_left=())]
