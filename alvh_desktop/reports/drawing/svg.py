"""Elements of SVG as text, and what every chart has: a title, lines at round values with their words, a legend."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from alvh_desktop.reports.drawing.scale import Scale

WIDTH, HEIGHT = 760, 280
"""Of a chart, in pixels."""
LEFT, RIGHT, TOP, BOTTOM = 84, 12, 34, 30
BLUE, ORANGE, GREY, INK, PALE = "#0072B2", "#D55E00", "#767676", "#222222", "#D9D9D9"
"""The first two are told apart by eyes of every kind; gain and loss lie on either side of zero as well."""
_NO_XML = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML may hold, and line ends."""
_FONT = 'font-family="sans-serif" font-size="11"'


def number(value: float) -> str:
    """A place in pixels, or a width."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def line(x1: float, y1: float, x2: float, y2: float, colour: str = PALE, width: float = 1.0) -> str:
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{number(width)}"/>'


def words(x: float, y: float, told: str, anchor: str = "start", colour: str = INK) -> str:
    place = f'x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}" {_FONT}>{_escaped(told)}</text>'


def chart(title: str, elements: Iterable[str]) -> str:
    """A whole picture; its title is read out where it cannot be seen."""
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    white = f'<rect x="0" y="0" width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>'
    return "\n".join((head, f"<title>{_escaped(title)}</title>", white, *elements, "</svg>"))


def value_lines(scale: Scale, unit: str) -> Iterator[str]:
    """Across the chart at round values, darker at zero."""
    for tick in scale.ticks():
        y = scale.at(tick)
        yield line(LEFT, y, WIDTH - RIGHT, y, GREY if tick == 0 else PALE)
        yield words(LEFT - 6, y + 4, f"{tick:,.{_digits(tick)}f} {unit}", "end")


def foot_words(places: Sequence[float], told: Sequence[str], room: float = 80.0) -> Iterator[str]:
    """Below the chart, as many as have room; the last one is always there."""
    last = places[-1] if places else 0.0
    behind = -room
    for place, text in zip(places, told, strict=True):
        is_last = place == last
        if is_last or (place - behind >= room and last - place >= room):
            yield words(place, HEIGHT - 10, text, "end" if is_last and place > WIDTH / 2 else "middle")
            behind = place


def legend(names: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Names with their colours, side by side above the chart."""
    x = float(LEFT)
    for name, colour in names:
        yield line(x, 16, x + 18, 16, colour, 3.0)
        yield words(x + 23, 20, name)
        x += 40 + 6.6 * len(name)


def _escaped(text: str) -> str:
    return escape(_NO_XML.sub(" ", text))


def _digits(tick: float) -> int:
    return 0 if tick == round(tick) else 2
