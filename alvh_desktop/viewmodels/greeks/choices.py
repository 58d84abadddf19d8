"""What a person may look at: a figure over SPX, as a net or by sleeve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

GreekName = Literal["delta", "gamma", "theta", "vega", "vix", "vanna", "charm", "slope"]
"""Names of the figures of `GreekCurves`."""
Counted = Literal["options on SPX", "options", "everything"]


@dataclass(frozen=True, slots=True)
class Greek:
    """`label` offers it, `word` names it in a sentence, `unit` stands behind its figures; `meaning` says in one
    sentence what it is of, what is held meanwhile and what its sign says. `counted` is what can have a part in it."""

    label: str
    word: str
    unit: str
    meaning: str
    counted: Counted

    @property
    def title(self) -> str:
        """The word where it begins a sentence or stands above a column."""
        return f"{self.word[0].upper()}{self.word[1:]}"


GREEKS: Mapping[GreekName, Greek] = {
    "delta": Greek(
        "Delta, SPX options alone",
        "delta",
        "$/pt",
        "$ per SPX point with every volatility held (sticky strike), of SPX options alone and not of the hedge on "
        "VIX, which Slope holds too; above zero SPX is wanted higher",
        "options on SPX",
    ),
    "gamma": Greek(
        "Gamma",
        "gamma",
        "$/pt\N{SUPERSCRIPT TWO}",
        "change of delta per SPX point, of SPX options alone; below zero a large move hurts to either side",
        "options on SPX",
    ),
    "theta": Greek(
        "Theta",
        "theta",
        "$/day",
        "$ per calendar day with forwards and volatilities held, of options on SPX and on VIX; above zero time pays",
        "options",
    ),
    "vega": Greek(
        "Vega, SPX volatility",
        "vega",
        "$/vol pt",
        "$ when the volatility of every SPX option rises by one point, of SPX options alone; below zero that hurts",
        "options on SPX",
    ),
    "vix": Greek(
        "VIX exposure, with hedge",
        "VIX exposure",
        "$/VIX pt",
        "$ per point of spot VIX with SPX held, of everything: SPX options through their volatility, each VX future "
        "answering damped; above zero VIX is wanted higher",
        "everything",
    ),
    "vanna": Greek(
        "Vanna",
        "vanna",
        "$/pt per vol pt",
        "change of delta per point of SPX volatility, of SPX options alone; below zero delta falls as volatility "
        "rises",
        "options on SPX",
    ),
    "charm": Greek(
        "Charm",
        "charm",
        "$/pt per day",
        "change of delta per calendar day, of SPX options alone; below zero delta falls as time passes",
        "options on SPX",
    ),
    "slope": Greek(
        "Slope, 1 % of SPX with hedge",
        "slope",
        "$/1 %",
        "$ per 1 % of SPX together with the move of VIX that comes with it, of condors and hedge alike (Delta is of "
        "SPX options alone and holds volatility); above zero SPX is wanted higher",
        "everything",
    ),
}


@dataclass(frozen=True, slots=True)
class GreeksChoices:
    greek: GreekName = "delta"
    is_by_sleeve: bool = False
