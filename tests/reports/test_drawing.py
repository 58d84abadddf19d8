"""The charts of reports, read as XML: every value stands where it belongs, and nothing comes from outside."""

import math
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.reports.drawing.charts import Drawn, bar_chart, line_chart
from alvh_desktop.reports.drawing.scale import scale_of
from alvh_desktop.reports.drawing.svg import BLUE, HEIGHT, LEFT, ORANGE, WIDTH

SVG = "{http://www.w3.org/2000/svg}"
VALUES = st.floats(-1e9, 1e9).map(lambda value: round(value, 2))
OPTIONAL = st.lists(st.none() | VALUES, min_size=1, max_size=30)
START = date(2026, 11, 2)


def parsed(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg", "title", "rect", "line", "text", "polyline", "circle"
    }  # fmt: skip
    for each in root.iter():
        assert not any("href" in name or name.startswith("on") or name == "style" for name in each.attrib)
    return root


def told(root: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


@given(OPTIONAL, OPTIONAL)
def test_every_known_day_is_on_its_line(one: list[float | None], other: list[float | None]) -> None:
    count = min(len(one), len(other))
    days = [START + timedelta(days=place) for place in range(count)]
    root = parsed(line_chart("Equity", days, [Drawn("a", one[:count]), Drawn("b", other[:count], ORANGE)]))
    known = [value for value in (*one[:count], *other[:count]) if value is not None]
    points = [
        tuple(map(float, point.split(",")))
        for each in root.iter(f"{SVG}polyline")
        for point in each.attrib["points"].split()
    ]
    points += [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in root.iter(f"{SVG}circle")]
    assert len(points) == len(known)
    assert all(LEFT <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert ("Nothing is known to draw." in told(root)) == (not known)


@given(OPTIONAL)
def test_a_bar_is_as_high_as_its_value_and_on_its_side_of_zero(values: list[float | None]) -> None:
    root = parsed(bar_chart("P/L", [f"{place}" for place in range(len(values))], values))
    bars = [each for each in root.iter(f"{SVG}rect") if each.attrib["fill"] in (BLUE, ORANGE)]
    known = [value for value in values if value is not None]
    assert told(root).count("?") == (len(values) - len(known) if known else 0)
    if not known:
        return
    scale = scale_of(known, 34, 250)
    drawn = [value for value in known if scale.at(value) != scale.at(0)]
    assert [each.attrib["fill"] for each in bars] == [BLUE if value > 0 else ORANGE for value in drawn]
    for bar, value in zip(bars, drawn, strict=True):
        top, height = float(bar.attrib["y"]), float(bar.attrib["height"])
        assert height == pytest.approx(abs(scale.at(value) - scale.at(0)), abs=0.011)
        assert (top if value > 0 else top + height) == pytest.approx(scale.at(value), abs=0.02)


@given(st.lists(VALUES, max_size=9))
def test_ticks_are_round_and_zero_is_among_them(values: list[float]) -> None:
    scale = scale_of(values, 0, 100)
    ticks = scale.ticks()
    assert 0.0 in ticks
    assert 2 <= len(ticks) <= 11
    assert all(scale.low - 1e-6 <= tick <= scale.high + 1e-6 for tick in ticks)
    steps = {round(math.log10(b - a) % 1, 6) for a, b in pairwise(ticks)}
    assert len(steps) == 1
    assert all(0 <= scale.at(value) <= 100 for value in values)


def test_words_are_escaped_and_lines_are_broken() -> None:
    days = [START + timedelta(days=place) for place in range(5)]
    svg = line_chart('<b>&"\v', days, [Drawn("<i>", [1.0, 2.0, None, 3.0, None])])
    root = parsed(svg)
    assert root.findtext(f"{SVG}title") == '<b>&" '
    assert "<i>" in told(root)
    assert len(list(root.iter(f"{SVG}polyline"))) == 1
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert "6 Nov 2026" in told(root)
    with pytest.raises(ValueError, match="a value a day"):
        line_chart("x", days, [Drawn("y", [1.0])])
    with pytest.raises(ValueError, match="a name has a bar"):
        bar_chart("x", ["a"], [])


def test_of_many_names_those_that_have_room_are_told() -> None:
    days = [START + timedelta(days=place) for place in range(250)]
    names = told(parsed(line_chart("x", days, [Drawn("y", [float(place) for place in range(250)])])))
    dated = [name for name in names if name.endswith(("2026", "2027"))]
    assert 4 <= len(dated) <= 9
    assert dated[-1] == "9 Jul 2027"
