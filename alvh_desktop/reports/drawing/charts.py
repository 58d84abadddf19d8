"""The charts of a report: lines by day, and bars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alvh_desktop.domain.calendar import MONTHS
from alvh_desktop.reports.drawing.scale import Scale, scale_of
from alvh_desktop.reports.drawing.svg import (
    BLUE,
    BOTTOM,
    GREY,
    HEIGHT,
    LEFT,
    ORANGE,
    RIGHT,
    TOP,
    WIDTH,
    chart,
    foot_words,
    legend,
    line,
    number,
    value_lines,
    words,
)

_NOTHING = "Nothing is known to draw."
_MOST_BAR = 40.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of a chart: a value a day in the unit of the chart, None where it is not known."""

    name: str
    values: Sequence[float | None]
    colour: str = BLUE


def line_chart(title: str, days: Sequence[date], lines: Sequence[Drawn], unit: str = "$") -> str:
    """Lines that are broken where they are not known. Raises ValueError for one of another length than the days."""
    if any(len(each.values) != len(days) for each in lines):
        raise ValueError("a line has a value a day")
    known = [value for each in lines for value in each.values if value is not None]
    if not known:
        return chart(title, [words(WIDTH / 2, HEIGHT / 2, _NOTHING, "middle", GREY)])
    scale, places = _scale(known), _places(len(days))
    drawn = [element for each in lines for element in _line(each, places, scale)]
    told = [f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}" for day in days]
    names = [(each.name, each.colour) for each in lines]
    return chart(title, [*value_lines(scale, unit), *drawn, *foot_words(places, told), *legend(names)])


def bar_chart(title: str, names: Sequence[str], values: Sequence[float | None], unit: str = "$") -> str:
    """A bar a name from zero, gains in one colour and losses in another; what is not known is a question mark.

    Raises ValueError where there are not as many values as names.
    """
    if len(names) != len(values):
        raise ValueError("a name has a bar")
    known = [value for value in values if value is not None]
    if not known:
        return chart(title, [words(WIDTH / 2, HEIGHT / 2, _NOTHING, "middle", GREY)])
    scale, room = _scale(known), (WIDTH - LEFT - RIGHT) / len(names)
    places = [LEFT + room * (place + 0.5) for place in range(len(names))]
    bars = [
        _bar(place, value, min(0.7 * room, _MOST_BAR), scale) for place, value in zip(places, values, strict=True)
    ]
    marks = [("gain", BLUE), ("loss", ORANGE)]
    return chart(title, [*value_lines(scale, unit), *bars, *foot_words(places, names), *legend(marks)])


def _scale(values: Sequence[float]) -> Scale:
    return scale_of(values, TOP, HEIGHT - BOTTOM)


def _places(count: int) -> list[float]:
    if count == 1:
        return [(LEFT + WIDTH - RIGHT) / 2]
    return [LEFT + (WIDTH - RIGHT - LEFT) * place / (count - 1) for place in range(count)]


def _line(drawn: Drawn, places: Sequence[float], scale: Scale) -> Iterator[str]:
    together: list[tuple[float, float]] = []
    for place, value in zip((*places, 0.0), (*drawn.values, None), strict=True):
        if value is not None:
            together.append((place, scale.at(value)))
        elif together:
            yield _stroke(together, drawn.colour)
            together = []


def _stroke(points: Sequence[tuple[float, float]], colour: str) -> str:
    if len(points) == 1:
        ((x, y),) = points
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="2.5" fill="{colour}"/>'
    told = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _bar(place: float, value: float | None, width: float, scale: Scale) -> str:
    if value is None:
        return words(place, scale.at(0) - 4, "?", "middle", GREY)
    zero, end = scale.at(0), scale.at(value)
    if zero == end:
        return line(place - width / 2, zero, place + width / 2, zero, GREY, 2.0)
    corner = f'x="{number(place - width / 2)}" y="{number(min(zero, end))}"'
    size = f'width="{number(width)}" height="{number(abs(zero - end))}"'
    return f'<rect {corner} {size} fill="{BLUE if value > 0 else ORANGE}"/>'
