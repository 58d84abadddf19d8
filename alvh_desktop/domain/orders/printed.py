"""An order printed as the line that reads back to it."""

from decimal import Decimal

from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.orders.combined import Combined, purchase_or_sale
from alvh_desktop.domain.orders.moment import moment_text
from alvh_desktop.domain.orders.order import Order, OrderLeg, PerContract
from alvh_desktop.domain.symbols import expiry_text, strike_text


def print_order(order: Order) -> str:
    """The canonical line: `parse_order` reads it back to an equal order."""
    return " ".join([*_head(order), *_net_words(order), *_tail(order)])


def print_unpriced(order: Order) -> str:
    """The same without its net, for an order whose net is not known yet: `parse_line` reads it back."""
    return " ".join([*_head(order), *_tail(order)])


def _head(order: Order) -> list[str]:
    if order.structure == "custom":
        return [", ".join(_leg_text(leg, order.quantity) for leg in order.legs)]
    return [f"{order.quantity:+d}", order.legs[0].contract.root, *_legs_words(order)]


def _net_words(order: Order) -> list[str]:
    if all(leg.own_price is not None for leg in order.legs):
        return []
    return [f"@{_net_sign(order)}{money_text(abs(order.net))}"]


def _tail(order: Order) -> list[str]:
    words = []
    if order.fee is not None:
        unit = "/ct" if isinstance(order.fee, PerContract) else " total"
        words.append(f"fee {money_text(order.fee.amount)}{unit}")
    if order.moment is not None:
        words.append(f"at {moment_text(order.moment)}")
    if order.account is not None:
        words.append(f"in {order.account}")
    return words


def _leg_text(leg: OrderLeg, lots: int) -> str:
    contract = leg.contract
    name = f"{contract.root} {expiry_text(contract.expiry)}".rstrip()
    if contract.is_option:
        name += f" {_strike(leg)}{contract.right}"
    return f"{lots * leg.side:+d} {_with_price(name, leg.own_price)}"


def _net_sign(order: Order) -> str:
    """A sign only where it says something: a sale that pays, a purchase that receives."""
    direction = purchase_or_sale(Combined(order.quantity, order.structure, order.legs))
    if order.net * direction >= 0:
        return ""
    return "+" if order.net > 0 else "-"


def _legs_words(order: Order) -> list[str]:
    legs = order.legs
    if order.structure == "calendar":
        dates = "/".join(_with_price(expiry_text(leg.contract.expiry), leg.own_price) for leg in legs)
        return [dates, f"{_strike(legs[0])}{legs[0].contract.right}"]
    expiry = expiry_text(legs[0].contract.expiry)
    if order.structure == "future":
        return [expiry]
    if order.structure == "fund":
        return []
    pairs = [legs[:2], legs[2:]] if order.structure == "condor" else [legs]
    return [expiry, *(_group(pair) for pair in pairs)]


def _group(legs: tuple[OrderLeg, ...]) -> str:
    strikes = "/".join(_with_price(_strike(leg), leg.own_price) for leg in legs)
    return f"{strikes}{legs[0].contract.right}"


def _strike(leg: OrderLeg) -> str:
    return "" if leg.contract.strike is None else strike_text(leg.contract.strike)


def _with_price(text: str, price: Decimal | None) -> str:
    return text if price is None else f"{text}@{money_text(price)}"
