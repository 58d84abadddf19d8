"""How the map is looked at: which part of P/L, under which share the hedge leaves a gap, and where the market is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from alvh_desktop.viewmodels.payoff.words import PARTS as HELD_PARTS
from alvh_desktop.viewmodels.payoff.words import Extent, extent_of

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.pricing.payoff import Payoff

PartName = Literal["net", "condors", "hedge"]
PARTS: dict[PartName, str] = {"net": "Net", "condors": "Condors", "hedge": "Hedge"}


@dataclass(frozen=True, slots=True)
class Look:
    """`spot` SPX and `vix` points stand at `now`; `spx_move` (simple return) is where the scenario is read off.

    `share` of the condors' loss is what the hedge has to pay, else there is a gap. `answer` names how VIX answers
    SPX. `extents` says how much of what is held each part holds; `left_out` says in one sentence what is in none.
    """

    part: PartName
    share: float
    now: datetime
    spot: float
    vix: float
    answer: str
    spx_move: float
    extents: Mapping[PartName, Extent]
    left_out: str = ""
    settled: str = ""
    """What settles before the date of the map, in one sentence."""


def look_of(picture: Picture, payoff: Payoff, at: datetime, part: PartName) -> Look:
    """What the lens of this picture looks at, on a date of which there is a map: spot VIX is known."""
    from alvh_desktop.viewmodels.lens import settled_text
    from alvh_desktop.viewmodels.payoff.words import left_out_text

    lens, world = picture.inputs.lens, payoff.world
    assert world.vix is not None
    left_out = payoff.position.left_out(at)
    return Look(
        part=part,
        share=lens.gap_share,
        now=world.now,
        spot=world.spot,
        vix=world.vix,
        answer=world.response.label if world.vix_after is None else f"fixed at {world.vix_after:.1f}",
        spx_move=lens.spx_move,
        extents={
            "net": extent_of(payoff, HELD_PARTS, at),
            **{each: extent_of(payoff, (each,), at) for each in HELD_PARTS},
        },
        left_out=left_out_text(left_out) if left_out else "",
        settled=next((settled_text(date) for date in payoff.dates if date.at == at), ""),
    )
