"""Between a ticket's draft and an order: each made of the other, and the line that says the draft."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.money import plain, round_to_units
from alvh_desktop.domain.orders.combined import Combined, combine
from alvh_desktop.domain.orders.order import MOST_LEGS, Order, OrderLeg
from alvh_desktop.domain.orders.prices import own_net, price_problem
from alvh_desktop.domain.orders.printed import print_order, print_unpriced
from alvh_desktop.domain.orders.quantity import LARGEST_QUANTITY
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken

_LARGEST_PRICE = 100_000


def order_of(draft: Draft) -> Order | Problem:
    """The order of a draft whose legs all open, with a net or a price for each leg.

    Its role and sleeve stay behind: an order has neither. Problem("legs" | "lots" | "net", ...) else.
    """
    if draft.purpose != "open":
        return Problem("legs", "an order line only opens: a leg that closes belongs to its trade")
    combined = _combined(draft)
    if isinstance(combined, Problem):
        return combined
    net = _net(draft, combined)
    if isinstance(net, Problem):
        return net
    order = _order(draft, combined, net)
    return price_problem(order) or order


def draft_of(order: Order) -> Draft:
    """The draft of an order: `order_of` gives the order back. Where every leg has its price, they are the net."""
    legs = tuple(DraftLeg(leg.contract, order.direction * leg.side, leg.own_price) for leg in order.legs)
    net = None if all(leg.price is not None for leg in legs) else order.net
    return Draft(legs, abs(order.quantity), net, order.fee, order.moment, order.account)


def in_order(draft: Draft) -> Draft | Problem:
    """The same draft with ratios in lowest terms and legs ascending, as `draft_of` writes it."""
    combined = _combined(draft)
    if isinstance(combined, Problem):
        return combined
    direction = 1 if combined.quantity > 0 else -1
    closes = {leg.contract: leg.closes for leg in draft.legs}
    legs = tuple(
        DraftLeg(leg.contract, direction * leg.side, leg.own_price, closes[leg.contract]) for leg in combined.legs
    )
    net = None if draft.net is None and not _is_priced_alone(draft) else _net(draft, combined)
    if isinstance(net, Problem):
        return net
    is_said_by_legs = all(leg.price is not None for leg in legs)
    return replace(draft, legs=legs, lots=abs(combined.quantity), net=None if is_said_by_legs else net)


def draft_line(draft: Draft) -> str:
    """The order line that reads back to a draft that opens, with no @ where its net is not known.

    Empty where no line says it: legs that close, no legs, prices that contradict each other. Role and sleeve are
    not in the line.
    """
    order = order_of(draft)
    if isinstance(order, Order):
        return print_order(order) if _is_readable(draft.account) else ""
    is_unpriced = draft.net is None and any(leg.price is None for leg in draft.legs)
    combined = _combined(draft)
    if isinstance(combined, Problem) or not is_unpriced or draft.purpose != "open" or not _is_readable(draft.account):
        return ""
    return print_unpriced(_order(draft, combined, Decimal(0)))


def _combined(draft: Draft) -> Combined | Problem:
    """What the legs make, with as many of it as the draft has."""
    problem = _legs_problem(draft.legs) or _count_problem(draft)
    if problem is not None:
        return problem
    combined = combine([OrderLeg(leg.contract, leg.ratio * draft.lots, leg.price) for leg in draft.legs])
    if combined.structure not in ("future", "fund"):
        return combined
    # The price of what is traded alone and is no option is the net of the order.
    return replace(combined, legs=(replace(combined.legs[0], own_price=None),))


def _legs_problem(legs: Sequence[DraftLeg]) -> Problem | None:
    if not legs:
        return Problem("legs", "there is no leg: add one")
    if len(legs) > MOST_LEGS:
        return Problem("legs", f"{len(legs)} legs are too many: an order has {MOST_LEGS} at most")
    twice = [contract for contract, count in Counter(leg.contract for leg in legs).items() if count > 1]
    if twice:
        return Problem("legs", f"{spoken(twice[0])} stands twice: count it once")
    for leg in legs:
        if leg.price is not None and not (0 <= leg.price < _LARGEST_PRICE and leg.price == round_to_units(leg.price)):
            return Problem("legs", f"{leg.price} is no price for {spoken(leg.contract)}: write points of 0 or more")
    return None


def _count_problem(draft: Draft) -> Problem | None:
    if draft.lots < 1:
        return Problem("lots", f"{draft.lots} lots are no order: the least is 1")
    for leg in draft.legs:
        if not leg.ratio:
            return Problem("legs", f"0 of {spoken(leg.contract)} buys and sells nothing: the least is +1 or -1")
        if abs(leg.ratio) * draft.lots > LARGEST_QUANTITY:
            return Problem("lots", f"an order has {LARGEST_QUANTITY:,} contracts of a leg at most: take fewer lots")
    return None


def _net(draft: Draft, combined: Combined) -> Decimal | Problem:
    """Points for one of the structure, whose ratios may be lower than the draft's."""
    if draft.net is None:
        unpriced = [leg for leg in draft.legs if leg.price is None]
        if unpriced:
            return Problem("net", f"{spoken(unpriced[0].contract)} has no price: write one, or the net of a lot")
        legs = [OrderLeg(leg.contract, leg.ratio, leg.price) for leg in draft.legs]
        return plain(own_net(1, legs) * draft.lots / abs(combined.quantity))
    in_all = draft.net * draft.lots
    net = round_to_units(in_all / abs(combined.quantity))
    if net * abs(combined.quantity) != in_all or abs(net) >= _LARGEST_PRICE:
        return Problem("net", f"a net of {draft.net} cannot be told for {abs(combined.quantity)}: correct it")
    return plain(net)


def _order(draft: Draft, combined: Combined, net: Decimal) -> Order:
    legs = combined.legs
    return Order(combined.quantity, combined.structure, legs, net, draft.fee, draft.moment, draft.account)


def _is_priced_alone(draft: Draft) -> bool:
    return len(draft.legs) == 1 and not draft.legs[0].contract.is_option and draft.legs[0].price is not None


def _is_readable(account: str | None) -> bool:
    return account is None or (account.isprintable() and account == account.strip() != "")
