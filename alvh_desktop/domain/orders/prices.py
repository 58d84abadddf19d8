"""What each leg of an order cost: prices and fees that add up to what was typed, exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.money import CENT, money_text, round_to_units
from alvh_desktop.domain.orders.order import Order, OrderLeg, PerContract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Basis
from alvh_desktop.domain.symbols import spoken

_PAST_THE_WING = Decimal("1.5")
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
    price on the first short leg. Problem("net", ...) where no price of zero or more can give the net.
    """
    problem = price_problem(order)
    if problem is not None:
        return problem
    priced = _prices(order, mids)
    fees = _fees(order)
    return tuple(
        PricedLeg(leg.contract, order.quantity * leg.side, *priced[leg], fee)
        for leg, fee in zip(order.legs, fees, strict=True)
    )


def price_problem(order: Order) -> Problem | None:
    """Why the net and the typed leg prices contradict each other, or None when they agree."""
    rest, unpriced = _rest(order), _unpriced(order)
    problem = _slipped_point(order)
    if problem is not None and unpriced:
        return problem
    if not unpriced:
        told = f"the leg prices make {net_text(order.net - rest)}, the net says {net_text(order.net)}"
        return Problem("net", f"{told}: correct one of them") if rest else None
    can_pay = any(_sign(order, leg) > 0 for leg in unpriced)
    can_receive = any(_sign(order, leg) < 0 for leg in unpriced)
    if (can_pay or rest <= 0) and (can_receive or rest >= 0):
        return None
    price = money_text(abs(rest))
    if len(order.legs) == 1:
        name = spoken(order.legs[0].contract)
        return Problem("net", f"{name} cannot trade at -{price}: write the price without a sign, @{price}")
    names = " and ".join(spoken(leg.contract) for leg in unpriced)
    return Problem("net", f"the net of {net_text(order.net)} leaves -{price} for {names}: correct a price")


def _slipped_point(order: Order) -> Problem | None:
    """A net that no vertical or condor can have: 840 typed for 8.40. Fills a little past the wing do happen."""
    if order.structure not in ("vertical", "condor"):
        return None
    by_right: dict[Right | None, list[Decimal]] = {}
    for leg in order.legs:
        by_right.setdefault(leg.contract.right, []).append(leg.contract.strike or _ZERO)
    widest = max(max(strikes) - min(strikes) for strikes in by_right.values())
    if abs(order.net) <= widest * _PAST_THE_WING:
        return None
    told = f"{money_text(abs(order.net))} points cannot be right for wings {widest.normalize():f} points wide"
    return Problem("net", f"{told}: check the decimal point, or write a price beside each leg")


def net_text(net: Decimal) -> str:
    """A signed net in words: 3.20 received, 0.10 paid, 0.00."""
    words = {1: " paid", -1: " received", 0: ""}
    return money_text(abs(net)) + words[(net > 0) - (net < 0)]


def own_net(direction: int, legs: Sequence[OrderLeg]) -> Decimal:
    """What the typed leg prices add up to in points for one structure, paid (+) or received (-)."""
    paid = (leg.side * leg.own_price for leg in legs if leg.own_price is not None)
    return direction * sum(paid, _ZERO) + _ZERO


def _sign(order: Order, leg: OrderLeg) -> int:
    """+1 where this order buys the leg, -1 where it sells it."""
    return order.direction * leg.side


def _unpriced(order: Order) -> list[OrderLeg]:
    return [leg for leg in order.legs if leg.own_price is None]


def _rest(order: Order) -> Decimal:
    """The part of the net (points, paid +) that falls to the legs without a typed price."""
    return order.net - own_net(order.direction, order.legs)


def _prices(order: Order, mids: Mapping[Contract, Decimal]) -> _Priced:
    priced: _Priced = {leg: (leg.own_price, "own") for leg in order.legs if leg.own_price is not None}
    unpriced = _unpriced(order)
    if len(unpriced) == 1:
        leg = unpriced[0]
        price = _rest(order) * _sign(order, leg) + _ZERO
        return priced | {leg: (price, "remainder" if priced else "own")}
    if all(leg.contract in mids for leg in unpriced):
        return priced | _prices_from_mids(order, unpriced, mids)
    return priced | _package_prices(order, unpriced)


def _prices_from_mids(order: Order, legs: Sequence[OrderLeg], mids: Mapping[Contract, Decimal]) -> _Priced:
    mid = {leg: round_to_units(mids[leg.contract]) for leg in legs}
    gap = _rest(order) - sum((_sign(order, leg) * mid[leg] for leg in legs), _ZERO)
    short = [leg for leg in legs if _sign(order, leg) < 0]
    long = [leg for leg in legs if _sign(order, leg) > 0]
    # A short leg's price lowers the net, so the short legs move against the gap.
    short_prices, left = _spread(-gap, [mid[leg] for leg in short])
    long_prices, _ = _spread(-left, [mid[leg] for leg in long])
    found = zip((*short, *long), (*short_prices, *long_prices), strict=True)
    return {leg: (price, "mid" if price == mid[leg] else "remainder") for leg, price in found}


def _spread(amount: Decimal, prices: Sequence[Decimal]) -> tuple[list[Decimal], Decimal]:
    """Add `amount` to prices, in even whole cents with the odd rest on the first, none below zero.

    The second value is what no price could take, always a fall.
    """
    if not prices:
        return [], amount
    share = (amount / len(prices)).quantize(CENT, rounding=ROUND_DOWN)
    left = amount - share * len(prices)
    moved: list[Decimal] = []
    for price in prices:
        wanted = price + share + left
        moved.append(max(_ZERO, wanted))
        left = wanted - moved[-1]
    # What the last legs could not take goes back to the first ones.
    for place, price in enumerate(moved):
        moved[place] = max(_ZERO, price + left)
        left += price - moved[place]
    return moved, left


def _package_prices(order: Order, legs: Sequence[OrderLeg]) -> _Priced:
    carrier = next((leg for leg in legs if _sign(order, leg) < 0), legs[0])
    price = _rest(order) * _sign(order, carrier) + _ZERO
    return {leg: (price if leg is carrier else _ZERO, "package") for leg in legs}


def _fees(order: Order) -> list[Decimal]:
    """$ for each leg; a total is shared by contracts to the cent, odd cents and less on the first legs."""
    count = len(order.legs)
    if order.fee is None:
        return [_ZERO] * count
    if isinstance(order.fee, PerContract):
        return [order.fee.amount * abs(order.quantity)] * count
    total = order.fee.amount
    share = (total / count).quantize(CENT, rounding=ROUND_DOWN)
    odd_cents = int((total - share * count) / CENT)
    fees = [share + CENT if place < odd_cents else share for place in range(count)]
    fees[0] += total - sum(fees, _ZERO)
    return fees
