"""What each held leg is worth: its mark, and the model's figures at the volatility of that mark.

Booked money and model meet here: marks are Decimal and exact, model figures are floats.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.calendar import settlement_moment, years_between
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.implied_vol import implied_vol
from alvh_desktop.pricing.market import ChainKey, Mark, Market
from alvh_desktop.pricing.smile import Smile, smile_of


@dataclass(frozen=True, slots=True)
class LegValue:
    """One open leg at the market. None is "not known", and `problems` says why.

    `iv` a year as a fraction; `iv_source` tells the leg's own mark from the smile of its expiry.
    `model_value` points a contract; `delta` a contract, on the forward and undiscounted (vendors' delta);
    `gamma` delta per point of the forward. The $ figures are for the whole position, bought +: per volatility
    point, per calendar day, and per 1 % of rate with the forward held.
    """

    leg_id: int
    settles_at: datetime
    years: float
    mark: Mark | None = None
    forward: Forward | None = None
    iv: float | None = None
    iv_source: str | None = None
    model_value: float | None = None
    delta: float | None = None
    gamma: float | None = None
    vega_usd_per_point: float | None = None
    theta_usd_per_day: float | None = None
    rho_usd_per_percent: float | None = None
    market_value: Decimal | None = None
    unrealised: Decimal | None = None
    problems: tuple[Problem, ...] = ()


def value_legs(holdings: Iterable[Holding], market: Market) -> Mapping[int, LegValue]:
    """Every open leg by its id. One leg's missing quote leaves all others their figures."""
    smiles: dict[ChainKey, Smile] = {}
    return {h.leg.id: _value(h, market, smiles) for h in holdings if h.position.quantity}


def _value(holding: Holding, market: Market, smiles: dict[ChainKey, Smile]) -> LegValue:
    contract, product = holding.leg.contract, holding.product
    settles_at = settlement_moment(product, contract.expiry)
    years = years_between(market.at, settles_at)
    blank = LegValue(holding.leg.id, settles_at, years)
    if market.at >= settles_at:
        waits = f"settled {new_york_text(settles_at)}, {product.official_value} is not booked yet"
        return replace(blank, problems=(Problem(spoken(contract), waits),))
    value = _marked(blank, holding, market.mark(contract))
    forward = forward_of(market, contract, product)
    if isinstance(forward, Problem):
        return replace(value, problems=(*value.problems, forward))
    value = replace(value, forward=forward)
    if product.kind == "future":
        return replace(
            value,
            model_value=forward.value,
            delta=1.0,
            gamma=0.0,
            vega_usd_per_point=0.0,
            theta_usd_per_day=0.0,
            rho_usd_per_percent=0.0,
        )
    key = (contract.root, contract.expiry)
    if key not in smiles:
        smiles[key] = smile_of(market.chains.get(key, ()), forward)
    return _modelled(value, holding, forward, smiles[key])


def _marked(value: LegValue, holding: Holding, mark: Mark | Problem) -> LegValue:
    if isinstance(mark, Problem):
        return replace(value, problems=(*value.problems, mark))
    market_value, unrealised = holding.market_value(mark.price), holding.unrealised(mark.price)
    return replace(value, mark=mark, market_value=market_value, unrealised=unrealised)


def _modelled(value: LegValue, holding: Holding, forward: Forward, smile: Smile) -> LegValue:
    contract = holding.leg.contract
    strike, is_call = float(contract.strike or 0), contract.right == "C"
    terms = (forward.value, strike, forward.discount, forward.years)
    own = float(implied_vol(float(value.mark.price), *terms, is_call)) if value.mark else math.nan
    vol = own if math.isfinite(own) else smile.vol_at(strike)
    if vol is None:
        name = spoken(contract)
        return replace(value, problems=(*value.problems, Problem(name, f"the price of {name} holds no volatility")))
    greeks = black76.greeks(*terms, vol, is_call)
    size = holding.position.quantity * float(holding.product.multiplier)
    return replace(
        value,
        iv=vol,
        iv_source="own mark" if math.isfinite(own) else "smile of the expiry",
        model_value=float(greeks.price),
        delta=float(greeks.forward_delta),
        gamma=float(greeks.gamma),
        vega_usd_per_point=size * float(greeks.vega_per_vol_point),
        theta_usd_per_day=size * float(greeks.theta_per_day),
        rho_usd_per_percent=size * float(greeks.rho_per_percent),
    )
