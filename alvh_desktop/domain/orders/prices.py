"""What each leg of an order cost: prices and fees that add up to what was typed, exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import money_text, round_to_units
from alvh_desktop.domain.orders.fees import leg_fees
from alvh_desktop.domain.orders.order import Order, OrderLeg
from alvh_desktop.domain.orders.shares import settle, spread
from alvh_desktop.domain.orders.wings import slipped_point
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Basis
from alvh_desktop.domain.symbols import spoken

# Added to a product it turns -0 into 0.
_ZERO = Decimal(0)
_Priced = dict[OrderLeg, tuple[Decimal, Basis]]


@dataclass(frozen=True, slots=True)
class PricedLeg:
    """A leg as it fills: `quantity` contracts (bought +, sold -) at `price` points, `fee` in $ for all of them.

    `basis` says where the price comes from: typed for this leg ("own"), the mid of that moment ("mid"), the mid
    and what was left of the net, or only what was left where one leg alone was without a price ("remainder"), or
    the net of the structure standing on one leg ("package", other legs 0; negative when that leg is short and the
    structure was paid for). A package price says nothing about its leg.
    """

    contract: Contract
    quantity: int
    price: Decimal
    basis: Basis
    fee: Decimal


def price_legs(order: Order, mids: Mapping[Contract, Decimal]) -> tuple[PricedLeg, ...] | Problem:
    """A price and a fee for each leg, with sum(quantity * price) == abs(order.quantity) * order.net exactly.

    `mids` are the mid prices in points (>= 0) at the order's moment. Typed prices stand. Where every other leg has
    a mid, the legs take their mids and the legs that are short in this order take what is left of the net, in
    whole cents and never below zero; what they cannot take raises the long legs. Otherwise the net is a package
    price on the first short leg with the least contracts. Problem("net", ...) where no price of zero or more can give
    the net.
    """
    problem = price_problem(order)
    if problem is not None:
        return problem
    priced = _prices(order, mids)
    fees = leg_fees(order)
    return tuple(
        PricedLeg(leg.contract, order.quantity * leg.side, *priced[leg], fee)
        for leg, fee in zip(order.legs, fees, strict=True)
    )


def price_problem(order: Order) -> Problem | None:
    """Why the net and the typed leg prices contradict each other, or None when they agree."""
    rest, unpriced = _rest(order), _unpriced(order)
    problem = slipped_point(order) or _unlike_points(order)
    if problem is not None and unpriced:
        return problem
    if not unpriced:
        told = f"the leg prices make {net_text(order.net - rest)}, the net says {net_text(order.net)}"
        return Problem("net", f"{told}: correct one of them") if rest else None
    can_pay = any(_ratio(order, leg) > 0 for leg in unpriced)
    can_receive = any(_ratio(order, leg) < 0 for leg in unpriced)
    if (can_pay or rest <= 0) and (can_receive or rest >= 0):
        return None if _package_prices(order, unpriced) else _indivisible(order, unpriced)
    price = money_text(abs(rest))
    if len(order.legs) == 1:
        name = spoken(order.legs[0].contract)
        return Problem("net", f"{name} cannot trade at -{price}: write the price without a sign, @{price}")
    return Problem("net", f"the net of {net_text(order.net)} leaves -{price} for {_names(unpriced)}: correct a price")


def _indivisible(order: Order, unpriced: Sequence[OrderLeg]) -> Problem:
    left = f"the net of {net_text(order.net)} leaves {money_text(abs(_rest(order)))} for {_names(unpriced)}"
    return Problem("net", f"{left}, which no price gives exactly: write a price beside each leg")


def _unlike_points(order: Order) -> Problem | None:
    """A point of a future is not worth a point of an option, so one net cannot be shared between them."""
    roots = dict.fromkeys(leg.contract.root for leg in order.legs)
    if len(roots) == 1 or all(leg.contract.is_option for leg in order.legs):
        return None
    told = f"the points of {' and '.join(roots)} are not worth the same"
    return Problem("net", f"{told}: write a price beside each leg, not one net")


def _names(legs: Sequence[OrderLeg]) -> str:
    return " and ".join((f"{abs(leg.side)} " if abs(leg.side) > 1 else "") + spoken(leg.contract) for leg in legs)


def net_text(net: Decimal) -> str:
    """A signed net in words: 3.20 received, 0.10 paid, 0.00."""
    words = {1: " paid", -1: " received", 0: ""}
    return money_text(abs(net)) + words[(net > 0) - (net < 0)]


def own_net(direction: int, legs: Sequence[OrderLeg]) -> Decimal:
    """What the typed leg prices add up to in points for one structure, paid (+) or received (-)."""
    paid = (leg.side * leg.own_price for leg in legs if leg.own_price is not None)
    return direction * sum(paid, _ZERO) + _ZERO


def _ratio(order: Order, leg: OrderLeg) -> int:
    """Contracts of the leg in one structure of this order, bought + or sold -."""
    return order.direction * leg.side


def _unpriced(order: Order) -> list[OrderLeg]:
    return [leg for leg in order.legs if leg.own_price is None]


def _rest(order: Order) -> Decimal:
    """The part of the net (points, paid +) that falls to the legs without a typed price."""
    return order.net - own_net(order.direction, order.legs)


def _prices(order: Order, mids: Mapping[Contract, Decimal]) -> _Priced:
    """A price for each leg of an order without a `price_problem`."""
    priced: _Priced = {leg: (leg.own_price, "own") for leg in order.legs if leg.own_price is not None}
    unpriced = _unpriced(order)
    if len(unpriced) > 1 and all(leg.contract in mids for leg in unpriced):
        from_mids = _prices_from_mids(order, unpriced, mids)
        if from_mids:
            return priced | from_mids
    alone: Basis = "remainder" if priced else "own"
    basis = "package" if len(unpriced) > 1 else alone
    return priced | {leg: (price, basis) for leg, price in _package_prices(order, unpriced).items()}


def _prices_from_mids(order: Order, legs: Sequence[OrderLeg], mids: Mapping[Contract, Decimal]) -> _Priced:
    """Empty where the units of 1e-8 left over would take a price below zero."""
    short = [leg for leg in legs if _ratio(order, leg) < 0]
    long = [leg for leg in legs if _ratio(order, leg) > 0]
    mid = {leg: round_to_units(mids[leg.contract]) for leg in legs}
    counts = [_ratio(order, leg) for leg in (*short, *long)]
    gap = _rest(order) - sum((_ratio(order, leg) * mid[leg] for leg in legs), _ZERO)
    # A short leg's price lowers the net, so the short legs move against the gap.
    prices, left = spread(-gap, [mid[leg] for leg in short], [abs(_ratio(order, leg)) for leg in short])
    long_prices, left = spread(-left, [mid[leg] for leg in long], [_ratio(order, leg) for leg in long])
    carriers = sorted(range(len(counts)), key=lambda place: abs(counts[place]))
    found = settle([*prices, *long_prices], counts, left, carriers, _ZERO)
    if found is None:
        return {}
    told = zip((*short, *long), found, strict=True)
    return {leg: (price, "mid" if price == mid[leg] else "remainder") for leg, price in told}


def _package_prices(order: Order, legs: Sequence[OrderLeg]) -> dict[OrderLeg, Decimal]:
    """All of the rest on one leg, a short one where there is one; empty where no price gives it exactly."""
    counts = [_ratio(order, leg) for leg in legs]
    short = [place for place, count in enumerate(counts) if count < 0]
    carriers = sorted(short or range(len(legs)), key=lambda place: abs(counts[place]))
    can_be_negative = short and len(legs) > 1
    found = settle([_ZERO] * len(legs), counts, _rest(order), carriers, None if can_be_negative else _ZERO)
    return {} if found is None else dict(zip(legs, found, strict=True))
