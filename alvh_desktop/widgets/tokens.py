"""The colours of the program by what they mean, light and dark: `#rrggbb`, readable on `surface` and `window`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

ThemeName = Literal["light", "dark"]
ProfitColours = Literal["blue_orange", "green_red", "red_green"]
Badge = Literal["quiet", "watch", "warn", "act", "unknown"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What each colour is for. Every text colour reaches a contrast of 4.5 on window, surface, raised and selection.

    `problem` is what is wrong or stands in the way, `doubt` what is old, missing or not certain.
    `badges` holds (ground, ink) by alert level; what is not known is grey, never the colour of quiet.
    """

    name: ThemeName
    window: str
    surface: str
    stripe: str
    raised: str
    border: str
    grid: str
    text: str
    dim: str
    accent: str
    on_accent: str
    selection: str
    problem: str
    doubt: str
    banner: str
    on_banner: str
    notice: str
    gain: str
    loss: str
    today: str
    settlement: str
    condors: str
    hedge: str
    later: str
    spot: str
    ticket: str
    badges: Mapping[Badge, tuple[str, str]]


LIGHT = Tokens(
    name="light",
    window="#f1f3f6",
    surface="#ffffff",
    stripe="#f8f9fb",
    raised="#e7ebf0",
    border="#cfd6df",
    grid="#e9edf2",
    text="#18202c",
    dim="#566173",
    accent="#1c5cb8",
    on_accent="#ffffff",
    selection="#d5e4f9",
    problem="#b3261e",
    doubt="#7d5200",
    banner="#fdecc8",
    on_banner="#5a3d00",
    notice="#e3edfb",
    gain="#0063a0",
    loss="#a84200",
    today="#7b3fa8",
    settlement="#18202c",
    condors="#b25a00",
    hedge="#00796b",
    later="#c2257a",
    spot="#1c5cb8",
    ticket="#466f00",
    badges=MappingProxyType(
        {
            "quiet": ("#dceee5", "#17593f"),
            "watch": ("#fff0bd", "#634900"),
            "warn": ("#ffdcba", "#803400"),
            "act": ("#b3261e", "#ffffff"),
            "unknown": ("#dfe3e9", "#434c5a"),
        }
    ),
)

DARK = Tokens(
    name="dark",
    window="#12161d",
    surface="#191f28",
    stripe="#1d242e",
    raised="#262e3a",
    border="#343e4c",
    grid="#262e39",
    text="#e4e9f0",
    dim="#9ba7b8",
    accent="#6ea8ff",
    on_accent="#0b1220",
    selection="#1f3557",
    problem="#ff8a80",
    doubt="#f2c14e",
    banner="#4a3a12",
    on_banner="#ffe3a3",
    notice="#22344f",
    gain="#5cb8ec",
    loss="#f0a12c",
    today="#c79bee",
    settlement="#e4e9f0",
    condors="#f2a65a",
    hedge="#4fd0b4",
    later="#ff8ac6",
    spot="#6ea8ff",
    ticket="#b8d94a",
    badges=MappingProxyType(
        {
            "quiet": ("#1d3a2f", "#93dcba"),
            "watch": ("#453a12", "#ffdf80"),
            "warn": ("#543012", "#ffbe85"),
            "act": ("#e5534b", "#14060a"),
            "unknown": ("#303945", "#b9c3d1"),
        }
    ),
)

_PROFIT: Mapping[ThemeName, tuple[str, str]] = MappingProxyType(
    {"light": ("#1a6b3c", "#b3261e"), "dark": ("#63c98f", "#ff8a80")}
)


def tokens(name: ThemeName, profit: ProfitColours = "blue_orange") -> Tokens:
    """The table of a theme; `profit` chooses the colours of gain and loss (red_green: gains red, as in Asia)."""
    found = DARK if name == "dark" else LIGHT
    if profit == "blue_orange":
        return found
    green, red = _PROFIT[name]
    return replace(found, gain=green, loss=red) if profit == "green_red" else replace(found, gain=red, loss=green)
