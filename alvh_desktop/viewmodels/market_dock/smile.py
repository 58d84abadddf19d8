"""The page of one smile: what bid, mid and ask of each strike imply, the smooth curve, and what was not believed."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.figures import days_text
from alvh_desktop.viewmodels.market_dock.axes import NumberAxis, room_around
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Rule, plain_column
from alvh_desktop.viewmodels.market_dock.held_strikes import held_rules
from alvh_desktop.viewmodels.market_dock.words import counted_reasons, is_old, moment_and_age

if TYPE_CHECKING:
    from alvh_desktop.domain.products import Product
    from alvh_desktop.pricing.forwards import Forward
    from alvh_desktop.pricing.market import ChainKey, Market
    from alvh_desktop.pricing.smile import Smile
    from alvh_desktop.series.past import Floats

Scale = Literal["strike", "moneyness"]
SCALES: Mapping[Scale, str] = {"strike": "Strike", "moneyness": "Strike / forward"}
WIDTHS: Mapping[bool, str] = {False: "Near the forward", True: "All strikes"}
NO_SMILE = "The volatility smile of any quoted expiry is drawn here"
IMPORT_CHAIN = "Import an option chain\N{HORIZONTAL ELLIPSIS}"

_NEAR_DEVIATIONS = (-5.0, 3.5)
"""What is shown unless all strikes are asked for: puts are bought farther out than calls."""
_CURVE_POINTS = 201
_LEFT_OUT = "left out of the smile: "
_MOST_TOLD = 40


@dataclass(frozen=True)
class SmileView:
    """`told` are sentences, each with whether it asks for attention; `hint` holds every reason by its contract."""

    chart: Chart
    told: tuple[tuple[str, bool], ...]
    hint: str


def smile_view(
    market: Market,
    key: ChainKey,
    product: Product,
    held: Collection[tuple[Contract, int]],
    scale: Scale,
    is_whole: bool,
    now: datetime,
) -> SmileView | EmptyState:
    """`held` are the contracts of the book with their quantities; `market` stands where the smile is looked at."""
    from alvh_desktop.pricing.forwards import forward_of
    from alvh_desktop.pricing.smile import chain_smile

    contract = Contract(*key)
    forward = forward_of(market, contract, product)
    name = f"{key[0]} {expiry_text(key[1])}"
    if isinstance(forward, Problem):
        return EmptyState(f"{NO_SMILE}. {name}: {forward.message}.", "import", IMPORT_CHAIN)
    smile = chain_smile(market, contract, forward)
    if not len(smile.strikes):
        why = counted_reasons(smile.left_out, _LEFT_OUT)
        return EmptyState(
            f"{NO_SMILE}. {name} has no usable quote: {why or 'none is known'}.", "import", IMPORT_CHAIN
        )
    told = _told(smile, forward, market.chains[key][0].moment, market.at, now)
    chart = _chart(name, market, key, smile, held, scale, is_whole, " ".join(sentence for sentence, _ in told))
    problems = [*forward.rejected, *smile.left_out]
    lines = [f"{problem.where}: {problem.message}" for problem in problems[:_MOST_TOLD]]
    lines += [f"and {len(problems) - _MOST_TOLD} more"] if len(problems) > _MOST_TOLD else []
    return SmileView(chart, told, "\n".join(lines))


def _told(
    smile: Smile, forward: Forward, quoted: datetime, at: datetime, now: datetime
) -> tuple[tuple[str, bool], ...]:
    fit, years = smile.fit, forward.years
    at_the_money = smile.vol_at(forward.value)
    told = [
        (f"Forward {forward.value:,.2f} ({forward.source}), {days_text(years * 365)} days.", forward.is_derived),
        (f"Volatility there {100.0 * at_the_money:.1f}%." if at_the_money else "", False),
    ]
    if fit is not None and fit.rms_vol_error is not None:
        told.append(
            (f"Curve within {100.0 * fit.rms_vol_error:.2f} points of {fit.judged} quotes (root mean square).", False)
        )
    when = f"Quotes of {moment_and_age(quoted, now)}"
    told.append((f"{when}; this expiry is over." if at != now else f"{when}.", at != now or is_old(quoted, now)))
    if smile.left_out:
        why = counted_reasons(smile.left_out, _LEFT_OUT)
        told.append((f"{len(smile.left_out)} quotes are not in it: {why}.", False))
    if forward.rejected:
        told.append((f"{len(forward.rejected)} quotes near the money are not believed for the forward.", True))
    return tuple(told)


def _chart(
    name: str,
    market: Market,
    key: ChainKey,
    smile: Smile,
    held: Collection[tuple[Contract, int]],
    scale: Scale,
    is_whole: bool,
    summary: str,
) -> Chart:
    import numpy as np

    from alvh_desktop.pricing.smile import quoted_sides

    forward = smile.forward.value
    unit = forward / 100.0 if scale == "moneyness" else 1.0
    bids, asks = (100.0 * side for side in quoted_sides(market.chains[key], smile))
    mids, x = 100.0 * smile.vols, smile.strikes / unit
    low, high = _strike_range(smile, is_whole)
    shown = (smile.strikes >= low) & (smile.strikes <= high)
    both = np.isfinite(bids) & np.isfinite(asks)
    drawn = [Drawn("stems", "dim", x[both], asks[both], "bid to ask", base=bids[both])]
    drawn.append(Drawn("dots", "spot", x, mids, "mid"))
    fitted = _fitted(smile, low, high)
    if fitted is not None:
        drawn.append(Drawn("thick", "condors", fitted[0] / unit, fitted[1], "smooth curve"))
    tops = [mids[shown], *([fitted[1]] if fitted is not None else []), asks[shown & both]]
    bottoms = [mids[shown], *([fitted[1]] if fitted is not None else []), bids[shown & both]]
    y_range = room_around(
        min((float(each.min()) for each in bottoms if each.size), default=0.0),
        max((float(each.max()) for each in tops if each.size), default=1.0),
    )
    return Chart(
        name=f"Smile of {name}",
        drawn=tuple(drawn),
        rules=(
            Rule(forward / unit, "settlement", is_upright=True, is_dashed=True, name=f"forward {forward:,.2f}"),
            *held_rules(key, held, unit, (low, high), lambda strike: _is_high(smile, strike, y_range)),
        ),
        x_range=room_around(low / unit, high / unit, 0.02),
        y_range=(max(y_range[0], 0.0), y_range[1]),
        x_axis=NumberAxis("%" if scale == "moneyness" else ""),
        y_axis=NumberAxis("%"),
        stops=x,
        told=lambda place: _strike_told(smile, place, bids, asks),
        summary=f"{name}. {summary}",
        start=forward / unit,
        columns=_columns(smile, bids, asks),
    )


def _strike_range(smile: Smile, is_whole: bool) -> tuple[float, float]:
    """From the lowest to the highest strike shown, all of them where few are quoted near the forward."""
    first, last = float(smile.strikes[0]), float(smile.strikes[-1])
    vol = smile.vol_at(smile.forward.value)
    if is_whole or vol is None:
        return first, last
    deviation = vol * math.sqrt(smile.forward.years)
    low, high = (smile.forward.value * math.exp(count * deviation) for count in _NEAR_DEVIATIONS)
    near = smile.strikes[(smile.strikes >= low) & (smile.strikes <= high)]
    return (float(near[0]), float(near[-1])) if near.size >= 5 else (first, last)


def _fitted(smile: Smile, low: float, high: float) -> tuple[Floats, Floats] | None:
    """Strikes and the smooth curve's volatilities in %, between quoted strikes only."""
    import numpy as np

    if smile.fit is None:
        return None
    strikes = np.linspace(low, high, _CURVE_POINTS)
    return strikes, 100.0 * smile.fit.svi.vol(np.log(strikes / smile.forward.value))


def _is_high(smile: Smile, strike: float, y_range: tuple[float, float]) -> bool:
    """Whether the smile stands in the upper half of the chart at a strike."""
    vol = smile.vol_at(strike)
    return vol is not None and 100.0 * vol > sum(y_range) / 2.0


def _strike_told(smile: Smile, place: int, bids: Floats, asks: Floats) -> str:
    strike, forward = float(smile.strikes[place]), smile.forward.value
    side = "put" if strike < forward else "call"
    sides = f"bid {_percent(bids[place])}  mid {_percent(100.0 * smile.vols[place])}  ask {_percent(asks[place])}"
    told = f"{strike:,g} {side} ({100.0 * strike / forward:.1f}% of forward)  {sides}"
    if smile.fit is not None:
        told += f"  curve {_percent(100.0 * float(smile.fit.svi.vol(math.log(strike / forward))))}"
    return told


def _columns(smile: Smile, bids: Floats, asks: Floats) -> Mapping[str, tuple[str, ...]]:
    import numpy as np

    fitted: Sequence[str] = [""] * len(smile.strikes)
    if smile.fit is not None:
        fitted = plain_column(100.0 * smile.fit.svi.vol(np.log(smile.strikes / smile.forward.value)))
    return {
        "Strike": plain_column(smile.strikes, 2),
        "Bid IV %": plain_column(bids),
        "Mid IV %": plain_column(100.0 * smile.vols),
        "Ask IV %": plain_column(asks),
        "Curve %": tuple(fitted),
    }


def _percent(value: float) -> str:
    return "\N{EM DASH}" if math.isnan(value) else f"{value:.1f}%"
