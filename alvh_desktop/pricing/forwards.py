"""Forwards by (root, expiry): what an option is valued on. Never the spot index.

SPX, SPXW and XSP: put-call parity near the money with the discount factor fixed from the rate,
C - P = DF * (F - K). VIX and VIXW: the VX future of the same settlement date, else parity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from alvh_desktop.domain.calendar import settlement_moment, years_between
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.domain.symbols import expiry_text, spoken
from alvh_desktop.pricing.market import ChainKey, Mark, Market, mid_of

STRIKES_USED = 5
WIDEST_SPREAD_SHARE = Decimal("0.15")
WIDEST_SPREAD_POINTS = Decimal("2.00")
WIDEST_SPREAD_POINTS_VIX = Decimal("0.50")
_FUTURE_MAY_LAG = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Forward:
    """`value` in points with the discount factor and years to its settlement, and where it comes from."""

    value: float
    discount: float
    years: float
    source: str
    moment: datetime


def forward_of(market: Market, contract: Contract, product: Product) -> Forward | Problem:
    """The forward an option of this root and expiry is valued on; for a future its own mark.

    A Problem says which quotes are missing.
    """
    if product.kind == "future":
        mark = market.mark(contract)
        return mark if isinstance(mark, Problem) else _from_mark(market, contract, product, mark, "own price")
    key = (contract.root, contract.expiry)
    parity = _by_parity(market, key, product)
    if product.forward_root is None:
        return parity
    future = _by_future(market, contract, product, product.forward_root)
    if isinstance(future, Forward):
        lags = isinstance(parity, Forward) and parity.moment - future.moment > _FUTURE_MAY_LAG
        return parity if lags else future
    if isinstance(parity, Forward):
        return parity
    name = f"{contract.root} {expiry_text(contract.expiry)}"
    return Problem(
        name,
        f"no forward for {name}: there is neither a quote of the {product.forward_root} future settling "
        f"{contract.expiry} nor a call and a put of that expiry quoted at one strike",
    )


def _by_future(market: Market, contract: Contract, product: Product, root: str) -> Forward | Problem:
    future = Contract(root, contract.expiry)
    mark = market.mark(future)
    if isinstance(mark, Problem):
        return mark
    return _from_mark(market, contract, product, mark, f"{spoken(future)}, {mark.source}")


def _from_mark(market: Market, contract: Contract, product: Product, mark: Mark, source: str) -> Forward:
    years = years_between(market.at, settlement_moment(product, contract.expiry))
    return Forward(float(mark.price), market.discount(years), years, source, mark.moment)


def _by_parity(market: Market, key: ChainKey, product: Product) -> Forward | Problem:
    """Once a chain: the legs of one expiry share their forward."""
    known: dict[Any, Forward | Problem] = market.worked_out
    if (key, product) not in known:
        known[key, product] = _parity(market, key, product)
    return known[key, product]


def _parity(market: Market, key: ChainKey, product: Product) -> Forward | Problem:
    root, expiry = key
    widest = WIDEST_SPREAD_POINTS if product.forward_root is None else WIDEST_SPREAD_POINTS_VIX
    pairs = usable_pairs(market.chains.get(key, ()), widest)
    name = f"{root} {expiry_text(expiry)}"
    if not pairs:
        return Problem(name, f"no forward for {name}: no call and put with a bid, quoted narrowly, at one strike")
    years = years_between(market.at, settlement_moment(product, expiry))
    discount = market.discount(years)
    centre = min(pairs, key=lambda strike: abs(pairs[strike]))
    nearest = sorted(pairs, key=lambda strike: abs(strike - centre))[:STRIKES_USED]
    value = median(float(strike) + float(pairs[strike]) / discount for strike in nearest)
    span = f"{min(nearest):f}-{max(nearest):f}" if len(nearest) > 1 else f"{centre:f}"
    source = f"parity at {len(nearest)} strikes {span}" if len(nearest) > 1 else f"parity at {span}"
    return Forward(value, discount, years, source, max(quote.moment for quote in market.chains[key]))


def usable_pairs(chain: Sequence[Quote], widest: Decimal = WIDEST_SPREAD_POINTS) -> Mapping[Decimal, Decimal]:
    """Call mid minus put mid by strike, ascending, where both are bid and quoted narrowly enough to be trusted.

    Narrow is a spread of at most `widest` points or 15 % of the mid, whichever is more.
    """
    mids: dict[tuple[Decimal, str], Decimal] = {}
    for quote in chain:
        contract, mid = quote.contract, mid_of(quote)
        if mid is None or contract.strike is None or contract.right is None or not _is_narrow(quote, mid, widest):
            continue
        mids[contract.strike, contract.right] = mid
    strikes = sorted({strike for strike, _ in mids})
    return {k: mids[k, "C"] - mids[k, "P"] for k in strikes if (k, "C") in mids and (k, "P") in mids}


def _is_narrow(quote: Quote, mid: Decimal, widest: Decimal) -> bool:
    if quote.bid is None or quote.ask is None or quote.bid <= 0:
        return False
    return quote.ask - quote.bid <= max(mid * WIDEST_SPREAD_SHARE, widest)
