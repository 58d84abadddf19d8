"""A small invented market for the sample: smooth smiles, real ticks, nothing taken from any publisher."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from alvh_desktop.domain.calendar import NEW_YORK, settlement_moment, years_between
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.products import Product, tick_for
from alvh_desktop.domain.quotes import Delivery, Level, Quote
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.rates import flat_curve

SOURCE = "simulated"
_DIVIDEND_YIELD = 0.013
_HALF_SPREAD_SHARE = Decimal("0.01")
_WEEK = 7 / 365
_VIX_STRIKES = range(10, 46)


@dataclass(frozen=True, slots=True)
class Scene:
    """One instant of the invented market: index levels and the VX curve by settlement date, in points."""

    moment: datetime
    spx: Decimal
    vix: Decimal
    vx: Mapping[date, Decimal]
    spxw: Mapping[date, range]
    """Listed SPXW strikes by expiry."""
    vixw: Mapping[date, Decimal] = field(default_factory=dict)
    """Forwards of the weekly VIX expiries, in points; no future of theirs is quoted."""


def simulate(scene: Scene, products: Mapping[str, Product]) -> Delivery:
    """Every quote of a scene: SPXW chains, VIX chains on each VX future and each week, the futures, both indices."""
    quotes = [*_spxw_quotes(scene, products["SPXW"]), *_vix_quotes(scene, products)]
    levels = (
        Level("SPX", scene.moment, SOURCE, scene.spx),
        Level("VIX", scene.moment, SOURCE, scene.vix),
    )
    return Delivery(SOURCE, tuple(quotes), levels, len(quotes))


def _spxw_quotes(scene: Scene, product: Product) -> Iterator[Quote]:
    rates = flat_curve(_day(scene))
    for expiry, strikes in scene.spxw.items():
        years = years_between(scene.moment, settlement_moment(product, expiry))
        forward = float(scene.spx) * math.exp((rates.per_year(years) - _DIVIDEND_YIELD) * years)
        vols = []
        for strike in strikes:
            distance = math.log(strike / forward) / math.sqrt(max(years, _WEEK))
            vols.append(max(0.125 - 0.14 * distance + 0.35 * distance**2 * math.sqrt(years + _WEEK), 0.06))
        yield from _chain_quotes(scene, product, expiry, strikes, (forward, vols, rates.discount(years), years))


def _vix_quotes(scene: Scene, products: Mapping[str, Product]) -> Iterator[Quote]:
    tick = Decimal("0.05")
    for expiry, future in scene.vx.items():
        yield Quote(Contract("VX", expiry), scene.moment, SOURCE, future - tick, future + tick)
        yield from _vix_chain(scene, products["VIX"], expiry, future)
    for expiry, forward in scene.vixw.items():
        yield from _vix_chain(scene, products["VIXW"], expiry, forward)


def _vix_chain(scene: Scene, product: Product, expiry: date, forward: Decimal) -> Iterator[Quote]:
    years = years_between(scene.moment, settlement_moment(product, expiry))
    at_the_money = 0.45 + 0.62 * math.exp(-3.0 * years)
    vols = [max(at_the_money + 0.55 * math.log(strike / float(forward)), 0.30) for strike in _VIX_STRIKES]
    terms = (float(forward), vols, flat_curve(_day(scene)).discount(years), years)
    yield from _chain_quotes(scene, product, expiry, _VIX_STRIKES, terms)


def _chain_quotes(
    scene: Scene, product: Product, expiry: date, strikes: range, terms: tuple[float, list[float], float, float]
) -> Iterator[Quote]:
    """Call and put of every strike of an expiry, valued together: the sample is written while somebody waits."""
    forward, vols, discount, years = terms
    sides: tuple[Right, Right] = ("C", "P")
    columns = [[float(strike)] for strike in strikes]
    values = black76.price(
        forward, columns, discount, years, [[vol] for vol in vols], [side == "C" for side in sides]
    )
    for strike, pair in zip(strikes, values.tolist(), strict=True):
        for right, value in zip(sides, pair, strict=True):
            bid, ask = _around(Decimal(repr(value)), product, _day(scene))
            contract = Contract(product.root, expiry, Decimal(strike), right)
            yield Quote(contract, scene.moment, SOURCE, bid, ask)


def _around(value: Decimal, product: Product, day: date) -> tuple[Decimal, Decimal]:
    """Bid and ask on ticks around a model value; worthless contracts are asked at one tick and not bid."""
    half = value * _HALF_SPREAD_SHARE
    bid, ask = (
        _on_tick(price, product, day, rounding)
        for price, rounding in ((value - half, ROUND_FLOOR), (value + half, ROUND_CEILING))
    )
    return max(bid, Decimal(0)), max(ask, tick_for(product, Decimal(0), day))


def _on_tick(price: Decimal, product: Product, day: date, rounding: str) -> Decimal:
    """By the tick of this price: bid and ask may lie on both sides of 3.00."""
    tick = tick_for(product, price, day)
    return (price / tick).to_integral_value(rounding) * tick


def _day(scene: Scene) -> date:
    return scene.moment.astimezone(NEW_YORK).date()
