"""What the map says: its title and legend, what a place holds, and where the gap lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import numpy as np

from alvh_desktop.viewmodels.figures import MINUS, clock_text, rough_profit_text
from alvh_desktop.viewmodels.payoff.words import EXTENTS
from alvh_desktop.viewmodels.vix_map.gap import Stretch
from alvh_desktop.viewmodels.vix_map.grid import Floats, Grid
from alvh_desktop.viewmodels.vix_map.look import Look, PartName

Sample = Literal["gains", "losses", "even", "usual", "band", "gap", "now", "scenario"]
"""What stands beside an entry of the legend."""

_JOINED = "\N{NO-BREAK SPACE}"
_SOME = 0.5
"""$ under which an amount is told as 0."""


def moment_text(at: datetime, now: datetime) -> str:
    return "now" if at == now else clock_text(at)


def title_text(look: Look, at: datetime) -> str:
    return f"{look.part.capitalize()} P/L in ${EXTENTS[look.extents[look.part]]}, {moment_text(at, look.now)}"


def legend_of(look: Look, has_band: bool, has_gap: bool, has_scenario: bool) -> tuple[tuple[Sample, str], ...]:
    entries: list[tuple[Sample, str]] = [
        ("gains", "gain"), ("losses", "loss"), ("even", "even"), ("usual", f"usual VIX: {look.answer}"),
    ]  # fmt: skip
    if has_band:
        entries.append(("band", "90 % band"))
    if has_gap:
        entries.append(("gap", f"gap: hedge pays under {_percent(look.share)} of the loss"))
    entries.append(("now", f"now: SPX {look.spot:,.0f}, VIX {look.vix:.1f}"))
    if look.spx_move:
        outside = "" if has_scenario else " (outside the map)"
        entries.append(("scenario", f"scenario: SPX {_move_text(look.spx_move)}{outside}"))
    return tuple(entries)


def place_text(look: Look, spot: float, vix: float, usual: str, usd: Mapping[PartName, float]) -> str:
    """One place of the map in two lines; a figure is not parted from its name where a line is too long."""
    level = f"SPX {spot:,.0f} ({_move_text(spot / look.spot - 1.0)})"
    lines = ((level, f"VIX {vix:.1f} ({usual})"), _told(look, usd))
    return "\n".join("  ".join(part.replace(" ", _JOINED) for part in line if part) for line in lines)


def is_gap_known(look: Look) -> bool:
    """Without the condors there is no loss to pay, without the hedge nothing that pays: neither is a gap or none."""
    return "left out" not in (look.extents["condors"], look.extents["hedge"])


def gap_text(look: Look) -> str:
    if not is_gap_known(look):
        missing = " and ".join(part for part in ("condors", "hedge") if look.extents[part] == "left out")
        return f"Gap not known: the {missing} {'are' if missing.startswith('condors') else 'is'} left out."
    if look.share <= 0.0:
        return "Gap (hatched): the condors lose here and the hedge loses too."
    return f"Gap (hatched): the condors lose here and the hedge pays less than {_percent(look.share)} of that loss."


def usual_gap_text(look: Look, stretches: Iterable[Stretch], known: tuple[float, float] | None) -> str:
    """Where the usual line runs through the gap; `known` is as far as that line lies on the map, SPX points."""
    if known is None:
        return "The usual line lies outside this map."
    told = [_stretch_text(stretch, look.spot) for stretch in stretches]
    if not told:
        return f"On the usual line there is no gap from SPX {known[0]:,.0f} to {known[1]:,.0f}."
    return f"On the usual line the gap reaches {' and '.join(told)}."


def worst_text(look: Look, grid: Grid, usd: Floats, on_usual: Floats | None) -> str:
    """The lowest P/L of the shown part, `on_usual` (n,) along the usual line with NaN where it leaves the map."""
    row, column = np.unravel_index(int(np.argmin(usd)), usd.shape)
    low = float(usd[row, column])
    if float(usd.max()) - low < _SOME:
        return f"The {look.part} P/L is the same everywhere here: {_plain(low)}."
    where = f"SPX {grid.spots[row]:,.0f}, VIX {grid.vixes[column]:.1f}"
    told = f"Worst {look.part} here {_plain(low)} at {where}"
    if on_usual is None or np.all(np.isnan(on_usual)):
        return f"{told}."
    place = int(np.nanargmin(on_usual))
    return f"{told}; on the usual line {_plain(float(on_usual[place]))} at SPX {grid.spots[place]:,.0f}."


def usual_text(usual: float, edges: Sequence[float]) -> str:
    """`edges` are the 5 % and 95 % levels of VIX there; empty where they are not known."""
    around = "\N{EN DASH}".join(f"{edge:.0f}" for edge in edges)
    return f"usual {usual:.1f}, 90 % {around}" if around else f"usual {usual:.1f}"


def _told(look: Look, usd: Mapping[PartName, float]) -> tuple[str, ...]:
    condors, hedge = usd["condors"], usd["hedge"]
    is_loss = condors <= -_SOME and is_gap_known(look)
    of_loss = "" if not is_loss else _of_loss(hedge, -condors)
    is_gap = is_loss and hedge < look.share * -condors
    amounts = (_amount(look, "condors", condors), f"{_amount(look, 'hedge', hedge)}{of_loss}")
    return (*amounts, _amount(look, "net", usd["net"]), "gap" if is_gap else "")


def _amount(look: Look, part: PartName, usd: float) -> str:
    extent = look.extents[part]
    return f"{part}{EXTENTS[extent]}" if extent == "left out" else f"{part}{EXTENTS[extent]} {rough_profit_text(usd)}"


def _of_loss(hedge: float, loss: float) -> str:
    return " (adds to the loss)" if hedge <= -_SOME else f" ({_percent(max(hedge, 0.0) / loss)} of the loss)"


def _stretch_text(stretch: Stretch, spot: float) -> str:
    """From the end nearer to the spot to the other; an end that is that of the map or of the line says so."""
    low, high = (
        f"{level:,.0f}{' and beyond' if is_open else ''}"
        for level, is_open in ((stretch.low, stretch.is_at_low), (stretch.high, stretch.is_at_high))
    )
    if stretch.high <= spot:
        return f"from SPX {high} down to {low}"
    if stretch.low >= spot:
        return f"from SPX {low} up to {high}"
    return f"from SPX {low} to {high}, SPX of now among it"


def _move_text(move: float) -> str:
    text = f"{move * 100.0:+.1f} %"
    return "0.0 %" if float(text[:-2]) == 0.0 else text.replace("-", MINUS)


def _percent(share: float) -> str:
    return f"{share * 100.0:,.0f} %"


def _plain(usd: float) -> str:
    return rough_profit_text(usd).rpartition(" ")[2]
