"""A point a campaign: its P/L over how long it was held, where VIX stood, or how far its expiry was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.campaign_cells import toned_cell
from alvh_desktop.viewmodels.figures import profit_text
from alvh_desktop.viewmodels.history.plot import ScaledAxis
from alvh_desktop.viewmodels.market_dock.axes import NumberAxis, room_around
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Ink, Rule, plain_column
from alvh_desktop.viewmodels.statistics.choices import ACROSS, Across
from alvh_desktop.viewmodels.statistics.pages import Behind, ChartPage
from alvh_desktop.viewmodels.statistics.words import campaigns_text

if TYPE_CHECKING:
    from alvh_desktop.reports.results import Result

_LEFT_OUT: Mapping[Across, str] = {
    "held": "",
    "vix": "Of {count} VIX at entry is not known: they are left out. Histories of VIX can be imported.",
    "expiry": "What {count} opened with never expires: they are left out.",
}


def scatter_page(results: Sequence[Result], across: Across) -> ChartPage | None:
    """None where of none of them is known what it is drawn over."""
    known = [(x, each) for each in results if (x := _value(each, across)) is not None]
    known.sort(key=lambda point: (point[0], point[1].profit))
    if not known:
        return None
    # one stop a place of the axis: points above each other are read together
    stops: dict[float, list[Result]] = {}
    for x, result in known:
        stops.setdefault(x, []).append(result)
    places = list(stops)
    left_out = len(results) - len(known)
    told = f"{campaigns_text(len(known))}, each a point: P/L after fees over {_named(across)}."
    doubt = _LEFT_OUT[across].format(count=campaigns_text(left_out)) if left_out else ""

    def behind(place: int) -> Behind:
        """Of a stop, or of a point by its number behind the stops."""
        if place < len(places):
            x = places[place]
            return Behind(
                f"{_at_text(x, across)}: {campaigns_text(len(stops[x]))}", tuple(r.campaign_id for r in stops[x])
            )
        x, result = known[place - len(places)]
        return Behind(_point_text(x, result, across), (result.campaign_id,))

    def hit(x: float, y: float, wide: float, high: float) -> int | None:
        def distance(number: int) -> float:
            at, result = known[number]
            return ((at - x) / wide) ** 2 + ((float(result.profit) - y) / high) ** 2

        nearest = min(range(len(known)), key=distance)
        return len(places) + nearest if distance(nearest) <= 1.0 else None

    chart = _chart(known, stops, across)
    return ChartPage(chart, ((told, False), (doubt, True)) if doubt else ((told, False),), behind, hit)


def _value(result: Result, across: Across) -> float | None:
    match across:
        case "held":
            return (result.closed_at - result.opened_at) / timedelta(days=1)
        case "vix":
            return result.vix_at_entry
        case "expiry":
            return None if result.days_to_expiry is None else float(result.days_to_expiry)


def _chart(known: Sequence[tuple[float, Result]], stops: Mapping[float, Sequence[Result]], across: Across) -> Chart:
    import numpy as np

    x, y = np.array([at for at, _ in known]), np.array([float(each.profit) for _, each in known])
    places = list(stops)

    def dots(is_gain: bool) -> Drawn:
        ink: Ink = "gain" if is_gain else "loss"
        kept = (y >= 0) if is_gain else (y < 0)
        return Drawn("dots", ink, x[kept], y[kept], ("Gains" if is_gain else "Losses") if kept.any() else "")

    def told(place: int) -> str:
        at = places[place]
        found = stops[at]
        if len(found) == 1:
            return _point_text(at, found[0], across)
        least, most = min(each.profit for each in found), max(each.profit for each in found)
        span = f"from {profit_text(least)} to {profit_text(most)} $"
        return f"{_at_text(at, across)}: {campaigns_text(len(found))}, {span}"

    gained = int((y > 0).sum())
    return Chart(
        name=f"P/L over {_named(across)}",
        drawn=(dots(is_gain=False), dots(is_gain=True)),
        rules=(Rule(0.0, "dim"),),
        x_range=room_around(float(x[0]), float(x[-1]), 0.04),
        y_range=room_around(min(0.0, float(y.min())), max(0.0, float(y.max()))),
        x_axis=NumberAxis(),
        y_axis=ScaledAxis(),
        stops=np.array(places),
        told=told,
        summary=f"{campaigns_text(len(known))} over {_named(across)}, {x[0]:.1f} to {x[-1]:.1f}: {gained:,} gained.",
        columns={
            "Campaign": tuple(each.name for _, each in known),
            ACROSS[across]: plain_column(x, 2),
            "P/L $": tuple(toned_cell(each.profit).raw for _, each in known),
            "Closed": tuple(each.closed_on.isoformat() for _, each in known),
        },
    )


def _named(across: Across) -> str:
    """Within a sentence."""
    return ACROSS[across] if across == "vix" else ACROSS[across].lower()


def _at_text(x: float, across: Across) -> str:
    match across:
        case "held":
            return f"{x:.1f} days held"
        case "vix":
            return f"VIX {x:.2f}"
        case "expiry":
            return f"{x:.0f} day to expiry" if x == 1 else f"{x:.0f} days to expiry"


def _point_text(x: float, result: Result, across: Across) -> str:
    return f"{result.name}: {profit_text(result.profit)} $, {_at_text(x, across)}"
