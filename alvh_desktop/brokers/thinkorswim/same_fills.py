"""A fill that the cash balance and the trade history both tell becomes one: what each says best, counted once.

The trade history knows what each leg cost and whether it opens or closes; the cash balance knows the root, the fees,
the amount and the reference. The two clocks differ by a second now and then.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from math import gcd

from alvh_desktop.brokers.thinkorswim.told import HistoryLeg, HistoryOrder, ToldFill, ToldLeg, Unread, shown
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import CENT, money_text
from alvh_desktop.domain.orders.pasted.roots import Products
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import Effect

_SHIFTS = (timedelta(0), timedelta(seconds=-1), timedelta(seconds=1))
_NOT_TOLD = "the cash balance of this file tells no such fill at that time, so it was not counted"


class Matching:
    """The orders of a trade history, each given away once."""

    def __init__(self, orders: Iterable[HistoryOrder], products: Products) -> None:
        self.products = products
        self._free: dict[tuple[datetime, str], list[HistoryOrder]] = defaultdict(list)
        for order in orders:
            self._free[order.row.at, order.row.account].append(order)

    def merged(self, fill: ToldFill) -> ToldFill:
        """The fill with the leg prices and effects of the history, where that tells the same one."""
        wanted = frozenset((shown(leg.contract, self.products), leg.quantity) for leg in fill.legs)
        for at in self._moments(fill.row.at, fill.row.account):
            for order in self._free[at]:
                if frozenset((leg.shown, leg.quantity) for leg in order.legs) == wanted:
                    self._free[at].remove(order)
                    return self._with_prices(fill, order)
        return fill

    def read(self, unread: Unread) -> ToldFill | None:
        """The fill behind a description that was not understood: the one order of that time with its amount."""
        if unread.amount is None:
            return None
        found = [
            (at, order)
            for at in self._moments(unread.row.at, unread.row.account)
            for order in self._free[at]
            if abs(_paid(order, self.products) + unread.amount) <= CENT
        ]
        legs = _certain_legs(found[0][1].legs) if len(found) == 1 else None
        if legs is None:
            return None
        at, order = found[0]
        self._free[at].remove(order)
        text = f"{unread.row.text} [{order.row.text}]"
        row = replace(unread.row, text=text)
        return ToldFill(row, legs, order.points, unread.amount, unread.fee, unread.ref)

    def pooled(self, fills: Sequence[ToldFill]) -> list[ToldFill]:
        """Fills told in parts: where the rest of an order's parts on both sides are as many contracts, it is one.

        The parts keep their prices; a single leg takes its effect from the history, a spread that was filled in
        parts stays at its package price.
        """
        parts: dict[tuple[datetime, str, frozenset[Contract]], list[int]] = defaultdict(list)
        for place, fill in enumerate(fills):
            names = frozenset(shown(leg.contract, self.products) for leg in fill.legs)
            parts[fill.row.at, fill.row.account, names].append(place)
        answer = list(fills)
        for (at, account, names), places in parts.items():
            for moment in self._moments(at, account):
                orders = [one for one in self._free[moment] if {leg.shown for leg in one.legs} == names]
                if orders and _counts(orders) == _told_counts((fills[place] for place in places), self.products):
                    effects = {leg.shown: leg.effect for order in orders for leg in order.legs}
                    for place in places:
                        answer[place] = _with_effects(fills[place], effects, self.products)
                    self._free[moment] = [one for one in self._free[moment] if one not in orders]
                    break
        return answer

    def left(self) -> list[RefusedLine]:
        """The orders that nothing beside them tells."""
        orders = (order for each in self._free.values() for order in each)
        return [RefusedLine(order.row.line, _NOT_TOLD) for order in orders]

    def _moments(self, at: datetime, account: str) -> list[tuple[datetime, str]]:
        return [(at + shift, account) for shift in _SHIFTS if (at + shift, account) in self._free]

    def _with_prices(self, fill: ToldFill, order: HistoryOrder) -> ToldFill:
        by_name = {leg.shown: leg for leg in order.legs}
        beside = [(leg, by_name[shown(leg.contract, self.products)]) for leg in fill.legs]
        effects = tuple(replace(leg, effect=other.effect) for leg, other in beside)
        if order.points != fill.points:
            told = f"the leg prices of line {order.row.line} make {money_text(order.points)} points and the whole"
            note = f"{told} {money_text(fill.points)}: the whole counts"
            return replace(fill, legs=effects, note=note if len(fill.legs) > 1 else "")
        legs = tuple(replace(leg, price=other.price, effect=other.effect) for leg, other in beside)
        return replace(fill, legs=legs)


def alone(order: HistoryOrder) -> ToldFill | RefusedLine:
    """An order of a file that tells no cash: its legs at their prices, no amount and no fee."""
    for leg in order.legs:
        if isinstance(leg.contract, Problem):
            return RefusedLine(order.row.line, _unsure(leg.contract))
    legs = _certain_legs(order.legs)
    assert legs is not None
    lots = {gcd(*(leg.quantity for leg in legs)), abs(legs[0].quantity)}
    if order.net is not None and abs(order.points) not in {order.net * lot for lot in lots}:
        one = money_text(abs(order.points) / gcd(*(leg.quantity for leg in legs)))
        return RefusedLine(order.row.line, f"its leg prices make {one} and its net price is {money_text(order.net)}")
    return ToldFill(order.row, legs, order.points, None, Decimal(0), order.ref)


def _unsure(problem: Problem) -> str:
    if " may be " not in problem.message:
        return problem.message
    told = problem.message.split(": ")[0]
    return f"{told}, and the trade history does not say which: a statement with its cash balance does"


def _certain_legs(legs: Sequence[HistoryLeg]) -> tuple[ToldLeg, ...] | None:
    certain = [
        ToldLeg(leg.contract, leg.quantity, leg.price, leg.effect)
        for leg in legs
        if isinstance(leg.contract, Contract)
    ]
    return tuple(certain) if len(certain) == len(legs) else None


def _paid(order: HistoryOrder, products: Products) -> Decimal:
    """$ for all legs before fees, paid +."""
    return sum((leg.quantity * leg.price * products[leg.shown.root].multiplier for leg in order.legs), Decimal(0))


def _counts(orders: Iterable[HistoryOrder]) -> dict[Contract, int]:
    found: dict[Contract, int] = defaultdict(int)
    for order in orders:
        for leg in order.legs:
            found[leg.shown] += leg.quantity
    return found


def _told_counts(fills: Iterable[ToldFill], products: Products) -> dict[Contract, int]:
    found: dict[Contract, int] = defaultdict(int)
    for fill in fills:
        for leg in fill.legs:
            found[shown(leg.contract, products)] += leg.quantity
    return found


def _with_effects(fill: ToldFill, effects: Mapping[Contract, Effect], products: Products) -> ToldFill:
    legs = tuple(replace(leg, effect=effects[shown(leg.contract, products)]) for leg in fill.legs)
    return replace(fill, legs=legs)
