"""Forwards by (root, expiry): what an option is valued on. Never the spot index.

SPX, SPXW and XSP: put-call parity near the money with the discount factor fixed from the rates. VIX and VIXW: the
VX future of the same settlement date, else parity, else between the futures settling before and after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from alvh_desktop.domain.calendar import NEW_YORK, settlement_moment, years_between
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.domain.symbols import expiry_text, spoken
from alvh_desktop.pricing.market import ChainKey, Mark, Market
from alvh_desktop.pricing.parity import WIDEST_SPREAD_POINTS, WIDEST_SPREAD_POINTS_VIX, Parity, parity_of

OPTIONS_SETTLING_ALIKE = ("VIX", "VIXW")
"""Roots whose options settle at one moment of their day and on one value."""

FUTURE_MAY_LAG = timedelta(minutes=30)
FUTURE_MAY_DIFFER = 0.10
"""Points by which future and parity may differ beyond both their spreads before it is told."""

MOST_FROM_SPOT = 0.10
MOST_FROM_OLDER_SPOT = 0.20
"""An older level may be a session behind, and trading halts for the day once the index has fallen by a fifth."""

_SAME_TIME = timedelta(minutes=30)
_OLDEST_LEVEL = timedelta(days=5)
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Forward:
    """`value` in points with the discount factor and years to its settlement, and where it comes from.

    `is_derived` where no price of this expiry stands behind it; `rejected` names the quotes near the money that were
    not believed, with reasons. `of_chain` is what the chain of the expiry said at its own moment, where this forward
    is newer than that chain: the quotes of the chain hold their volatilities on it and not on this one.
    """

    value: float
    discount: float
    years: float
    source: str
    moment: datetime
    is_derived: bool = False
    rejected: tuple[Problem, ...] = ()
    of_chain: "Forward | None" = None


def forward_of(market: Market, contract: Contract, product: Product) -> Forward | Problem:
    """The forward an option of this root and expiry is valued on; for a future its own mark.

    A Problem says which quotes are missing, or why they are not believed.
    """
    if product.kind == "future":
        mark = market.mark(contract)
        return mark if isinstance(mark, Problem) else _from_mark(market, contract, product, mark, "own price")
    key = (contract.root, contract.expiry)
    known: dict[Any, Forward | Problem] = market.worked_out
    if (key, product) not in known:
        parity = _by_parity(market, key, product)
        known[key, product] = parity if product.forward_root is None else _on_futures(market, key, product, parity)
    return known[key, product]


# Parity


def _parity(market: Market, key: ChainKey, product: Product) -> Parity:
    """Once a chain: the legs of one expiry share what it says."""
    known: dict[Any, Parity] = market.worked_out
    if ("parity", key, product) not in known:
        known["parity", key, product] = _parity_of(market, key, product, market.chains.get(key, ()))
    return known["parity", key, product]


def _parity_of(market: Market, key: ChainKey, product: Product, chain: Sequence[Quote]) -> Parity:
    widest = WIDEST_SPREAD_POINTS if product.forward_root is None else WIDEST_SPREAD_POINTS_VIX
    discount = market.discount(_years(market, key, product))
    return parity_of(chain, product, discount, market.at.astimezone(NEW_YORK).date(), widest)


def _by_parity(market: Market, key: ChainKey, product: Product) -> Forward | Problem:
    """A call and a put typed since the chain speak for the expiry; else its chain does."""
    chain = market.chains.get(key, ())
    of_chain = _stated(market, key, product, _parity(market, key, product), chain)
    typed = market.typed_since.get(key, ())
    if not typed:
        return of_chain
    of_typed = _stated(market, key, product, _parity_of(market, key, product, typed), typed)
    if isinstance(of_typed, Problem):
        return of_chain
    return replace(of_typed, of_chain=of_chain) if isinstance(of_chain, Forward) else of_typed


def _stated(
    market: Market, key: ChainKey, product: Product, parity: Parity, chain: Sequence[Quote]
) -> Forward | Problem:
    """What the pairs of a chain say, where they can be believed."""
    name = _name(key)
    if not parity.pairs:
        return Problem(name, f"no forward for {name}: {_missing_pair(parity, chain)}")
    if parity.value <= 0:
        return Problem(name, f"forward {parity.value:,.2f} for {name}: quotes are not believed")
    years = _years(market, key, product)
    # what was typed one after the other is as old as the first of it
    moment = min(quote.moment for quote in chain)
    source = f"{parity.source}, typed" if _is_typed(chain) else parity.source
    forward = Forward(parity.value, market.discount(years), years, source, moment, rejected=parity.rejected)
    return _far_from_spot(market, key, product, forward) or forward


def _missing_pair(parity: Parity, chain: Sequence[Quote]) -> str:
    if _is_typed(chain):
        return f"it takes a call and a put of one strike, and only {_names(chain)} is typed"
    for_one = f" ({parity.rejected[len(parity.rejected) // 2]})" if parity.rejected else ""
    return f"no call and put with a bid, quoted narrowly, at one strike{for_one}"


def _is_typed(chain: Sequence[Quote]) -> bool:
    return bool(chain) and all(quote.is_typed for quote in chain)


def _names(chain: Sequence[Quote]) -> str:
    shown = [spoken(quote.contract) for quote in chain[:_MOST_NAMED]]
    return ", ".join(shown) + (f" and {len(chain) - _MOST_NAMED} more" if len(chain) > _MOST_NAMED else "")


def _far_from_spot(market: Market, key: ChainKey, product: Product, forward: Forward) -> Problem | None:
    """A forward of an index that no carry explains. It may stand above the index by the interest to its date."""
    level = market.levels.get(product.underlying)
    if product.forward_root is not None or level is None or abs(forward.moment - level.moment) > _OLDEST_LEVEL:
        return None
    spot = float(level.value / product.index_divisor)
    is_of_one_time = abs(forward.moment - level.moment) <= _SAME_TIME
    most = MOST_FROM_SPOT if is_of_one_time else MOST_FROM_OLDER_SPOT
    if spot <= 0 or spot * (1.0 - most) <= forward.value <= spot * (1.0 + most) / min(forward.discount, 1.0):
        return None
    name, share = _name(key), abs(forward.value / spot - 1.0)
    told = f"forward {forward.value:,.0f} for {name} is {share:.0%} from {product.underlying} {spot:,.0f}"
    return Problem(name, f"{told}: quotes are not believed")


# VX futures


def _on_futures(market: Market, key: ChainKey, product: Product, parity: Forward | Problem) -> Forward | Problem:
    """An option on what a future settles on: its forward is that future, else parity, else between its neighbours."""
    of_future = _by_future(market, key, product, parity)
    if of_future is not None:
        return of_future
    return parity if isinstance(parity, Forward) else _between(market, key, product)


def _by_future(market: Market, key: ChainKey, product: Product, parity: Forward | Problem) -> Forward | None:
    """None where the future has no mark, and where its mark lags what the chain says."""
    future = Contract(product.forward_root or "", key[1])
    mark = market.mark(future)
    if isinstance(mark, Problem):
        return None
    source = f"{spoken(future)}, {mark.source}"
    if isinstance(parity, Problem):
        return _from_mark(market, Contract(*key), product, mark, source)
    if parity.moment - mark.moment > FUTURE_MAY_LAG:
        return None
    if abs(parity.value - float(mark.price)) > _may_differ(market, future, key, product):
        source += f", parity says {parity.value:.2f}"
    forward = _from_mark(market, Contract(*key), product, mark, source)
    of_chain = parity.of_chain or parity
    return replace(forward, of_chain=of_chain) if mark.moment - of_chain.moment > FUTURE_MAY_LAG else forward


def _may_differ(market: Market, future: Contract, key: ChainKey, product: Product) -> float:
    quote = market.newest[future]
    spread = float(quote.ask - quote.bid) if quote.bid and quote.ask else 0.0
    return max(spread, 0.0) + _parity(market, key, product).spread + FUTURE_MAY_DIFFER


def _from_mark(market: Market, contract: Contract, product: Product, mark: Mark, source: str) -> Forward:
    years = _years(market, (contract.root, contract.expiry), product)
    return Forward(float(mark.price), market.discount(years), years, source, mark.moment)


# Between two futures


@dataclass(frozen=True, slots=True)
class _Neighbour:
    settles_at: datetime
    value: float
    source: str
    moment: datetime


def _between(market: Market, key: ChainKey, product: Product) -> Forward | Problem:
    """Linear in time between the nearest settlements on both sides; never beyond the outermost, never spot."""
    name, settles_at = _name(key), settlement_moment(product, key[1])
    neighbours = _neighbours(market, product)
    before = max((one for one in neighbours if one.settles_at < settles_at), default=None, key=_settles_at)
    after = min((one for one in neighbours if one.settles_at > settles_at), default=None, key=_settles_at)
    if before is None or after is None:
        missing = "before or after" if before is after else "before" if before is None else "after"
        future = f"{product.forward_root} future settling"
        return Problem(
            name,
            f"no forward for {name}: there is neither a quote of the {future} {key[1]} nor a call and a put of that "
            f"expiry quoted at one strike, and no quote of a {future} {missing} it to interpolate",
        )
    share = (settles_at - before.settles_at) / (after.settles_at - before.settles_at)
    value = before.value + share * (after.value - before.value)
    source = f"interpolated between {before.source} and {after.source}"
    years = _years(market, key, product)
    rejected = _parity(market, key, product).rejected
    moment = min(before.moment, after.moment)
    return Forward(value, market.discount(years), years, source, moment, is_derived=True, rejected=rejected)


def _settles_at(neighbour: _Neighbour) -> datetime:
    return neighbour.settles_at


def _neighbours(market: Market, product: Product) -> list[_Neighbour]:
    """Every settlement still to come that a future or a chain of the option's roots prices, once each."""
    futures = {(contract.root, contract.expiry) for contract in market.newest if not contract.is_option}
    keys = [key for key in market.chains if key[0] in {product.root, *OPTIONS_SETTLING_ALIKE}]
    keys += [(product.root, expiry) for root, expiry in futures if root == product.forward_root]
    found: dict[datetime, _Neighbour] = {}
    for key in keys:
        settles_at = settlement_moment(product, key[1])
        if settles_at > market.at and settles_at not in found:
            neighbour = _neighbour(market, key, product, settles_at)
            if neighbour is not None:
                found[settles_at] = neighbour
    return list(found.values())


def _neighbour(market: Market, key: ChainKey, product: Product, settles_at: datetime) -> _Neighbour | None:
    parity = _by_parity(market, key, product)
    future = _by_future(market, key, product, parity)
    if future is not None:
        told = f"{_name((product.forward_root or '', key[1]))} {future.value:.2f}"
        return _Neighbour(settles_at, future.value, told, future.moment)
    if isinstance(parity, Forward):
        return _Neighbour(settles_at, parity.value, f"{_name(key)} {parity.value:.2f} (parity)", parity.moment)
    return None


def _years(market: Market, key: ChainKey, product: Product) -> float:
    return years_between(market.at, settlement_moment(product, key[1]))


def _name(key: ChainKey) -> str:
    return f"{key[0]} {expiry_text(key[1])}"
