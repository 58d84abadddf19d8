"""What each held leg is worth: its mark, and the model's figures at the volatility of that mark.

Booked money and model meet here: marks are Decimal and exact, model figures are floats.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from alvh_desktop.domain.calendar import settlement_moment, years_between
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import plain
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.black76 import Greeks, greeks
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.funds import approximation, thirty_day_vx
from alvh_desktop.pricing.implied_vol import implied_vol
from alvh_desktop.pricing.market import Mark, Market
from alvh_desktop.pricing.smile import chain_smile, stuck_delta
from alvh_desktop.pricing.smile.stickiness import STICKY_STRIKE


@dataclass(frozen=True, slots=True)
class LegValue:
    """One open leg at the market. None is "not known", and `problems` says why, what stands in the way first.

    The last of them may doubt a price that all figures were worked out from: nobody held the contract.

    `iv` a year as a fraction; `iv_source` tells the leg's own mark from the smile of its expiry, `iv_moment` when
    that price was seen.
    `model_value` points a contract; `delta` a contract, on the forward and undiscounted (vendors' delta), with the
    volatility of its strike held unless another stickiness was asked for; `greeks` all of one contract, in points;
    `gamma` delta per point of the forward. The $ figures are for the whole position, bought +: per volatility
    point, per calendar day, and per 1 % of rate with the forward held.

    The forward of a fund is the 30-day VX price, and its delta what its beta makes of a point of that; it has no
    vega, theta and rho.
    """

    leg_id: int
    settles_at: datetime
    years: float
    mark: Mark | None = None
    forward: Forward | None = None
    iv: float | None = None
    iv_source: str | None = None
    iv_moment: datetime | None = None
    model_value: float | None = None
    delta: float | None = None
    gamma: float | None = None
    vega_usd_per_point: float | None = None
    theta_usd_per_day: float | None = None
    rho_usd_per_percent: float | None = None
    greeks: Greeks | None = None
    market_value: Decimal | None = None
    unrealised: Decimal | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ContractValue:
    """One contract at the market, whoever holds how many; the Greeks in points, as black76.Greeks has them."""

    settles_at: datetime
    years: float
    mark: Mark | None = None
    forward: Forward | None = None
    iv: float | None = None
    iv_source: str | None = None
    iv_moment: datetime | None = None
    greeks: Greeks | None = None
    problems: tuple[Problem, ...] = ()


NOTHING_KNOWN: Mapping[int, LegValue] = {}


def value_legs(
    holdings: Iterable[Holding],
    market: Market,
    stickiness: float = STICKY_STRIKE,
    known: Mapping[int, LegValue] = NOTHING_KNOWN,
) -> Mapping[int, LegValue]:
    """Every open leg by its id. One leg's missing quote leaves all others their figures.

    `stickiness` R of the printed deltas: 1 holds the volatility of a strike, 0 that of a moneyness. `known` are
    values of the same holdings on the same market, which are taken over as they stand.
    """
    found: dict[int, LegValue] = {}
    for held in holdings:
        if held.position.quantity:
            value = known.get(held.leg.id)
            if value is None:
                value = _leg_value(held, value_contract(held, market))
                if stickiness != STICKY_STRIKE:
                    value = _stuck(value, held.leg.contract, market, stickiness)
            found[held.leg.id] = value
    return found


def value_contract(holding: Holding, market: Market) -> ContractValue:
    """The contract of a holding, worked out once a market: an edit of one leg prices one leg."""
    known: dict[Any, ContractValue] = market.worked_out
    key = (holding.leg.contract, holding.product)
    if key not in known:
        known[key] = _contract_value(holding.leg.contract, holding.product, market)
    return known[key]


def _contract_value(contract: Contract, product: Product, market: Market) -> ContractValue:
    settles_at = settlement_moment(product, contract.expiry)
    years = years_between(market.at, settles_at)
    if product.kind == "fund":
        return _fund_at_market(contract, product, market, ContractValue(settles_at, years))
    if market.at >= settles_at:
        waits = f"settled {new_york_text(settles_at)}, {product.official_value} is not booked yet"
        return ContractValue(settles_at, years, problems=(Problem(spoken(contract), waits),))
    forward = forward_of(market, contract, product)
    mark = _believed(market.mark(contract), contract, forward)
    value = ContractValue(
        settles_at,
        years,
        mark=mark if isinstance(mark, Mark) else None,
        forward=forward if isinstance(forward, Forward) else None,
        problems=tuple(dict.fromkeys(found for found in (mark, forward) if isinstance(found, Problem))),
    )
    if not isinstance(forward, Problem) and product.kind == "option":
        value = _modelled(value, contract, forward, market)
    return replace(value, problems=(*value.problems, *_doubts(contract, market)))


def _fund_at_market(contract: Contract, product: Product, market: Market, value: ContractValue) -> ContractValue:
    """A share is worth its mark. How roughly its delta is known is told last, what is missing before that."""
    mark, forward = market.mark(contract), thirty_day_vx(market)
    missing = [found for found in (mark, forward) if isinstance(found, Problem)]
    return replace(
        value,
        mark=mark if isinstance(mark, Mark) else None,
        forward=forward if isinstance(forward, Forward) else None,
        problems=(*missing, approximation(contract, product)),
    )


def _doubts(contract: Contract, market: Market) -> Iterator[Problem]:
    """Says so when nobody held the contract whose quote is used."""
    quote = market.newest.get(contract)
    if quote is None or quote.open_interest != 0 or not contract.is_option:
        return
    yield Problem(
        spoken(contract),
        f"its quote ({quote.source}, {new_york_text(quote.moment)}) counts no open interest: nobody held it at the "
        f"last count, so {_side('bid', quote.bid)} and {_side('ask', quote.ask)} may be nobody's price",
    )


def _side(name: str, price: Decimal | None) -> str:
    if price is None:
        return f"no {name}"
    return f"{name} {plain(price) if price.is_finite() else price}"


def _believed(mark: Mark | Problem, contract: Contract, forward: Forward | Problem) -> Mark | Problem:
    """A mark above what any volatility could give is no price, and counts as money nowhere."""
    if isinstance(mark, Problem) or isinstance(forward, Problem) or contract.strike is None:
        return mark
    highest = forward.discount * (forward.value if contract.right == "C" else float(contract.strike))
    if float(mark.price) <= highest:
        return mark
    return Problem(
        spoken(contract),
        f"the quote of {spoken(contract)} is no price: its mid {mark.price:f} is above {highest:,.2f}, "
        "more than any volatility could make it worth",
    )


def _modelled(value: ContractValue, contract: Contract, forward: Forward, market: Market) -> ContractValue:
    strike, is_call = float(contract.strike or 0), contract.right == "C"
    terms = (forward.value, strike, forward.discount, forward.years)
    mark = value.mark if value.mark and _is_of_one_time(value.mark, forward) else None
    own = float(implied_vol(float(mark.price), *terms, is_call)) if mark else math.nan
    if mark and math.isfinite(own):
        of_one = greeks(*terms, own, is_call)
        return replace(value, iv=own, iv_source="own mark", iv_moment=mark.moment, greeks=of_one)
    vol = chain_smile(market, contract, forward).vol_at(strike)
    if vol is None:
        name = spoken(contract)
        return replace(value, problems=(*value.problems, Problem(name, f"the price of {name} holds no volatility")))
    seen = min(quote.moment for quote in market.chains[contract.root, contract.expiry])
    return replace(
        value, iv=vol, iv_source="smile of the expiry", iv_moment=seen, greeks=greeks(*terms, vol, is_call)
    )


def _is_of_one_time(mark: Mark, forward: Forward) -> bool:
    """Whether a mark belongs to a forward and not to the one its chain was on: an old price holds no volatility on
    a forward that has moved since."""
    return forward.of_chain is None or mark.moment > forward.of_chain.moment


def _leg_value(holding: Holding, contract: ContractValue) -> LegValue:
    mark, forward = contract.mark, contract.forward
    value = LegValue(
        leg_id=holding.leg.id,
        settles_at=contract.settles_at,
        years=contract.years,
        mark=mark,
        forward=forward,
        iv=contract.iv,
        iv_source=contract.iv_source,
        iv_moment=contract.iv_moment,
        market_value=None if mark is None else holding.market_value(mark.price),
        unrealised=None if mark is None else holding.unrealised(mark.price),
        problems=contract.problems,
    )
    if holding.product.kind == "fund":
        return _fund_value(value, holding.product.vix_beta)
    if holding.product.kind == "future" and forward is not None:
        return _future_value(value, forward)
    return value if contract.greeks is None else _option_value(value, holding, contract.greeks)


def _stuck(value: LegValue, contract: Contract, market: Market, stickiness: float) -> LegValue:
    """With the delta of a smile that moves as `stickiness` says; without a smile the delta stays."""
    if value.greeks is None or value.forward is None or value.delta is None or contract.strike is None:
        return value
    skew = chain_smile(market, contract, value.forward).skew_at(float(contract.strike))
    if skew is None:
        return value
    # the printed delta is undiscounted: so is the vega it is put right with
    vega = float(value.greeks.vega_per_vol_point) / value.forward.discount
    return replace(value, delta=float(stuck_delta(value.delta, vega, skew, value.forward.value, stickiness)))


def _future_value(value: LegValue, forward: Forward) -> LegValue:
    """A future moves with itself, and with nothing else."""
    return replace(
        value,
        model_value=forward.value,
        delta=1.0,
        gamma=0.0,
        vega_usd_per_point=0.0,
        theta_usd_per_day=0.0,
        rho_usd_per_percent=0.0,
    )


def _fund_value(value: LegValue, beta: Decimal | None) -> LegValue:
    """beta times as much as the 30-day VX price, relative to both: a straight line."""
    if value.mark is None or value.forward is None or beta is None:
        return value
    price = float(value.mark.price)
    return replace(value, model_value=price, delta=float(beta) * price / value.forward.value, gamma=0.0)


def _option_value(value: LegValue, holding: Holding, of_one: Greeks) -> LegValue:
    size = holding.position.quantity * float(holding.product.multiplier)
    return replace(
        value,
        model_value=float(of_one.price),
        delta=float(of_one.forward_delta),
        gamma=float(of_one.gamma),
        vega_usd_per_point=size * float(of_one.vega_per_vol_point),
        theta_usd_per_day=size * float(of_one.theta_per_day),
        rho_usd_per_percent=size * float(of_one.rho_per_percent),
        greeks=of_one,
    )
