"""One answer of volatility to a move of SPX as a set of constants, and the named sets that come with the program."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from alvh_desktop.domain.resources import resource

FuturesAnswer = Literal["damped", "parallel", "spot"]
FuturesOverTime = Literal["roll", "stay"]

CONSTANTS = ("a", "eta", "b", "cap", "floor", "tau", "p", "k", "decay", "c", "pi", "g", "vvix_cap")
"""The fields of a Response that a user may change; `decay` is written D in the formulas."""


@dataclass(frozen=True, slots=True)
class Response:
    """The constants of the joint response; without arguments the preset *crash*.

    Of spot VIX: `a` (change of ln V per VIX sigma), `eta` (fading over days), `b` (convexity of falls), `cap` and
    `floor` in VIX points. Of futures: `tau` calendar days, `p`, `k` (power of V/F). `decay` in trading days is how
    slowly a long horizon levels the curve. Of volatilities: `c` calendar days, `pi`; of VVIX: `g`, `vvix_cap` points.

    `scale` multiplies y = ln(V'/V). `quantile` p puts y at that quantile instead of its middle. `futures` damped:
    less the later they settle; parallel: all by y; spot: all by the points of spot VIX. `futures_over_time` says
    whether the caller lets futures roll down their curve before the move; no formula here reads it.
    ValueError for constants under which the formulas mean nothing.
    """

    name: str = "crash"
    label: str = "Crash (measured)"
    a: float = 0.078
    eta: float = 0.10
    b: float = 0.0113
    cap: float = 150.0
    floor: float = 8.0
    tau: float = 17.0
    p: float = 0.61
    k: float = 0.75
    decay: float = 50.0
    c: float = 10.7
    pi: float = 0.545
    g: float = 0.56
    vvix_cap: float = 220.0
    scale: float = 1.0
    quantile: float | None = None
    futures: FuturesAnswer = "damped"
    futures_over_time: FuturesOverTime = "roll"
    note: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for name in (*CONSTANTS, "scale"):
            value = getattr(self, name)
            if not math.isfinite(value) or value < 0.0:
                raise ValueError(f"response {self.name}: {name} is {value}, where a number of 0 or more should stand")
        for name in ("floor", "tau", "decay", "vvix_cap"):
            if getattr(self, name) == 0.0:
                raise ValueError(f"response {self.name}: {name} is 0, where a number above 0 should stand")
        if self.floor >= self.cap:
            raise ValueError(f"response {self.name}: the floor {self.floor} is not under the cap {self.cap}")
        if self.futures not in get_args(FuturesAnswer) or self.futures_over_time not in get_args(FuturesOverTime):
            raise ValueError(f"response {self.name}: futures cannot be {self.futures}, {self.futures_over_time}")
        if self.quantile is not None and not 0.05 <= self.quantile <= 0.95:
            raise ValueError(f"response {self.name}: the quantile {self.quantile} is not from 0.05 to 0.95")


def responses(constants: Mapping[str, float] | None = None) -> Mapping[str, Response]:
    """The presets by name, in the file's order, *crash* first.

    `constants` by field name ("a", "eta", ...) replace those of every preset. ValueError for a name
    that is no constant and for values that a Response refuses.
    """
    return _changed(tuple((name, float(value)) for name, value in (constants or {}).items()))


@lru_cache(maxsize=4)  # asked for by every picture, with the constants of the book and without
def _changed(constants: tuple[tuple[str, float], ...]) -> Mapping[str, Response]:
    changes: dict[str, Any] = dict(constants)
    unknown = sorted(set(changes) - set(CONSTANTS))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no constant of the response")
    return MappingProxyType({name: replace(preset, **changes) for name, preset in _presets().items()})


@cache
def _presets() -> Mapping[str, Response]:
    table = tomllib.loads(resource("response.toml").read_text(encoding="utf-8"))
    own = {column.name for column in fields(Response)} - set(CONSTANTS)
    presets: dict[str, Response] = {}
    for row in table["preset"]:
        unknown = sorted(set(row) - own)
        if unknown:
            raise ValueError(f"response.toml: {unknown[0]!r} is not a column of this table")
        presets[row["name"]] = Response(**row)
    return MappingProxyType(presets)
