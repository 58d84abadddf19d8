"""The chart of one figure over SPX: the net at the moments looked at, its sleeves, and the net with a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.figures import level_text
from alvh_desktop.viewmodels.greeks.choices import GREEKS, GreekName, GreeksChoices
from alvh_desktop.viewmodels.greeks.words import digits_for, readout_text
from alvh_desktop.viewmodels.history.plot import ScaledAxis
from alvh_desktop.viewmodels.market_dock.axes import NumberAxis
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Ink, Rule, plain_column
from alvh_desktop.viewmodels.payoff.marks import room_around, strike_lines
from alvh_desktop.viewmodels.payoff.words import EXTENTS
from alvh_desktop.viewmodels.scope import SLEEVES

if TYPE_CHECKING:
    from alvh_desktop.domain.records import Sleeve
    from alvh_desktop.pricing.normalised_black import Floats
    from alvh_desktop.pricing.payoff import Payoff
    from alvh_desktop.viewmodels.greeks.seen import Seen

_INKS: Mapping[Sleeve, Ink] = {"core": "condors", "alvh": "hedge", "second_engine": "later"}
_DECIMALS = 6


def chart_of(shown: tuple[Seen, ...], with_ticket: Seen | None, choices: GreeksChoices, said: str) -> Chart:
    """`shown` are the moments, now first; the last is drawn thick and by sleeve. `said` goes into the summary."""
    main, name = shown[-1], choices.greek
    lines = [*_lines(shown, choices)]
    if with_ticket is not None and with_ticket.extent(name) != "left out":
        words = f"net with the ticket {with_ticket.when}{EXTENTS[with_ticket.extent(name)]}"
        lines.append(Drawn("dashes", "ticket", with_ticket.curves.spots, with_ticket.values(name), words))
    levels = levels_of(main, with_ticket)
    x_range = float(levels[0]), float(levels[-1])
    low, high = room_around(line.y for line in lines) if lines else (-1.0, 1.0)
    digits = digits_for(max((float(abs(line.y).max()) for line in lines), default=0.0))
    spot = main.payoff.spot.value

    def told(place: int) -> str:
        return readout_text(shown, with_ticket, choices, float(levels[place]), digits)

    # without a curve a line at zero would look like one
    zero = (Rule(0.0, "dim"),) if lines else ()
    of_spot = Rule(spot, "spot", is_upright=True, is_dashed=True, name=f"SPX {level_text(spot)}")
    here = readout_text(shown, with_ticket, choices, spot, digits)
    return Chart(
        name="Greeks over SPX",
        drawn=(*_strikes(main.payoff, x_range, (low, high)), *lines),
        rules=(*zero, of_spot),
        x_range=x_range,
        y_range=(low, high),
        x_axis=NumberAxis(),
        y_axis=ScaledAxis(),
        stops=levels,
        told=told,
        summary=f"{GREEKS[name].label} over SPX. {here}. {said}",
        start=spot,
    )


def columns_of(
    shown: tuple[Seen, ...], with_ticket: Seen | None, choices: GreeksChoices
) -> Mapping[str, tuple[str, ...]]:
    """Every figure at every moment, the chosen one also by sleeve; what is not known is empty."""
    main = shown[-1]
    levels = levels_of(main, with_ticket)
    found = {"SPX": plain_column(levels, 2)}
    for name, greek in GREEKS.items():
        for seen in shown:
            found[f"{_title(seen, name)}, {greek.unit}"] = _column(levels, seen, name)
        if choices.is_by_sleeve and name == choices.greek:
            for sleeve in main.sleeves:
                found[f"{_title(main, name, sleeve)}, {greek.unit}"] = _column(levels, main, name, sleeve)
        if with_ticket is not None:
            title = f"{_title(with_ticket, name)} with the ticket"
            found[f"{title}, {greek.unit}"] = _column(levels, with_ticket, name)
    return found


def levels_of(main: Seen, with_ticket: Seen | None) -> Floats:
    """The points of all curves, ascending."""
    if with_ticket is None:
        return main.curves.spots
    import numpy as np

    return np.union1d(main.curves.spots, with_ticket.curves.spots)


def _lines(shown: tuple[Seen, ...], choices: GreeksChoices) -> Iterator[Drawn]:
    """The thick net last, over its parts.

    The sleeves are lines and not stacked: a hedge is there to have the other sign, and in a stack of both signs no
    edge but the last would stand at anybody's figure. At every level the lines add up to the net.
    """
    *earlier, main = shown
    name = choices.greek
    if choices.is_by_sleeve and len(parts := main.sleeves_with_part(name)) > 1:
        for sleeve in parts:
            extent = main.extent(name, sleeve)
            if extent != "left out":
                words = f"{SLEEVES[sleeve]}{EXTENTS[extent]}"
                yield Drawn("line", _INKS[sleeve], main.curves.spots, main.values(name, sleeve), words)
    for seen in earlier:
        if (extent := seen.extent(name)) != "left out":
            yield Drawn("dashes", "today", seen.curves.spots, seen.values(name), f"net {seen.when}{EXTENTS[extent]}")
    if (extent := main.extent(name)) != "left out":
        ink: Ink = "settlement" if earlier else "today"
        yield Drawn("thick", ink, main.curves.spots, main.values(name), f"net {main.when}{EXTENTS[extent]}")


def _strikes(payoff: Payoff, x_range: tuple[float, float], y_range: tuple[float, float]) -> Iterable[Drawn]:
    """Where SPX options are sold, all of them as one thing that is drawn: there may be hundreds."""
    import numpy as np

    net = payoff.position.sizes.sum(axis=0)
    sold = sorted(
        {
            leg.spx_strike
            for leg, size in zip(payoff.position.legs, net.tolist(), strict=True)
            if size < 0 and leg.is_of_spx and leg.contract.is_option
        }
    )
    at = np.array(strike_lines(sold, x_range))
    if at.size:
        low, high = (np.full(at.size, end) for end in y_range)
        yield Drawn("stems", "border", at, high, "sold strikes", base=low)


def _title(seen: Seen, name: GreekName, sleeve: Sleeve | None = None) -> str:
    whose = "net" if sleeve is None else SLEEVES[sleeve]
    return f"{GREEKS[name].title} {whose} {seen.when}{EXTENTS[seen.extent(name, sleeve)]}"


def _column(levels: Floats, seen: Seen, name: GreekName, sleeve: Sleeve | None = None) -> tuple[str, ...]:
    import numpy as np

    if seen.extent(name, sleeve) == "left out":
        return ("",) * len(levels)
    over = np.interp(levels, seen.curves.spots, seen.values(name, sleeve), left=np.nan, right=np.nan)
    return plain_column(over, _DECIMALS)
