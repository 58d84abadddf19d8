"""One chart as data: what is drawn, its axes, and what is said under the crosshair. Nothing here paints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from alvh_desktop.viewmodels.market_dock.axes import Axis, NumberAxis, nearest_place

if TYPE_CHECKING:
    from alvh_desktop.series.past import Floats

Ink = Literal[
    "settlement",
    "dim",
    "spot",
    "condors",
    "hedge",
    "later",
    "today",
    "ticket",
    "gain",
    "loss",
    "border",
    "doubt",
    "problem",
]
"""What a thing is drawn with, by its name in the table of colours."""
Shape = Literal[
    "line", "thick", "dashes", "dots", "rings", "squares", "diamonds", "triangles", "stems", "bars", "shade", "none"
]
"""`rings` are hollow dots, and the signs after them are hollow too; `stems` stand from `base` to y, one a place, and
`bars` too, as wide as `width`; `shade` covers the whole height from each x to its y, both places of the x axis;
`none` is said and not drawn."""


@dataclass(frozen=True)
class Drawn:
    """Values y over x, both (n,); NaN is not drawn and parts a line. `name` stands in the legend where there is one.

    `base` (n,) is where stems and bars begin, zero where it is None; `width` that of bars, in units of x.
    """

    shape: Shape
    ink: Ink
    x: Floats
    y: Floats
    name: str = ""
    base: Floats | None = None
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line over the whole chart; `label` stands at its foot or head, left or right of it."""

    at: float
    ink: Ink
    is_upright: bool = False
    is_dashed: bool = False
    name: str = ""
    label: str = ""
    is_label_right: bool = False
    is_label_high: bool = False


@dataclass(frozen=True)
class Chart:
    """`stops` (n,) ascending are the places the crosshair goes to, `told` what is said at one of them.

    `columns` are what copying gives, (n,) each or ready texts; `summary` tells the chart to those who do not see it.
    """

    name: str
    drawn: tuple[Drawn, ...]
    rules: tuple[Rule, ...]
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x_axis: Axis
    stops: Floats
    told: Callable[[int], str]
    summary: str
    y_axis: Axis = field(default_factory=NumberAxis)
    start: float | None = None
    """Where the crosshair stands until it is moved; None: at the last stop."""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def legend(self) -> tuple[tuple[Shape, Ink, str], ...]:
        """What is named, in the order of drawing: how it looks and what it is."""
        told: list[tuple[Shape, Ink, str]] = [(each.shape, each.ink, each.name) for each in self.drawn if each.name]
        told += [("dashes" if rule.is_dashed else "line", rule.ink, rule.name) for rule in self.rules if rule.name]
        return tuple(told)

    @property
    def first_place(self) -> int:
        return len(self.stops) - 1 if self.start is None else self.place_of(self.start)

    def place_of(self, at: float) -> int:
        """The stop nearest to a place of the x axis."""
        return nearest_place(self.stops.tolist(), at)

    def step(self, place: int, steps: int) -> int:
        return min(max(place + steps, 0), len(self.stops) - 1)

    def readout(self, place: int) -> str:
        return self.told(place) if len(self.stops) else ""

    def table(self) -> str:
        return table_of(self.columns)


def table_of(columns: Mapping[str, Sequence[str]]) -> str:
    """Tab-separated columns of (n,) each under their titles; what is not known stays empty."""
    rows = zip(*columns.values(), strict=True)
    return "\n".join(["\t".join(columns), *("\t".join(row) for row in rows)])


def joined_table(charts: Sequence[Chart]) -> str:
    """The tables of charts over one axis as a single one: their first columns are the same kind of place.

    What one of them does not have at a place stays empty. Places come in the order of their text, as days do.
    """
    if len(charts) == 1:
        return charts[0].table()
    titles, rows = list[str](), dict[str, dict[int, str]]()
    for chart in charts:
        places, *others = chart.columns.values()
        first = len(titles)
        titles += list(chart.columns)[1:]
        for at, place in enumerate(places):
            rows.setdefault(place, {}).update({first + n: column[at] for n, column in enumerate(others)})
    lines = [[place, *(found.get(n, "") for n in range(len(titles)))] for place, found in sorted(rows.items())]
    heads = [next(iter(chart.columns), "") for chart in charts[:1]]
    return "\n".join("\t".join(line) for line in ([*heads, *titles], *lines))


def plain_column(values: Floats, digits: int = 4) -> tuple[str, ...]:
    """Plain numbers for a spreadsheet; NaN is empty."""
    return tuple("" if isnan(value) else f"{value:.{digits}f}" for value in values.tolist())
