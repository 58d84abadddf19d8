"""What an account holds of each contract when all its trades are taken together, as its broker sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.margin.requirement import ZERO
from alvh_desktop.pricing.valuation import LegValue


@dataclass(frozen=True, slots=True)
class NetPosition:
    """Contracts of one series, bought + and sold - (never 0), and the legs of that side.

    `cost_each` is what one contract cost when it was opened, $ paid +, received -, averaged over those legs.
    `value` is that of a leg; None when none was given.
    """

    contract: Contract
    product: Product
    quantity: int
    leg_ids: tuple[int, ...]
    settles_at: datetime
    cost_each: Decimal
    value: LegValue | None

    @property
    def is_settled(self) -> bool:
        return self.value is not None and self.value.years <= 0

    @property
    def strike(self) -> Decimal:
        assert self.contract.strike is not None, "only options are asked for their strike"
        return self.contract.strike

    @property
    def mark(self) -> Decimal | None:
        """Points; None when the quote is missing or unusable."""
        return None if self.value is None or self.value.mark is None else self.value.mark.price

    def why_unknown(self) -> str:
        """What stands in the way of a figure, naming the quote."""
        if self.value is None:
            return f"no value of {spoken(self.contract)} is known"
        if self.value.problems:
            return "; ".join(problem.message for problem in self.value.problems)
        return f"there is no mark of {spoken(self.contract)}"


def net_positions(
    holdings: Iterable[Holding], values: Mapping[int, LegValue], kind: str
) -> tuple[tuple[NetPosition, ...], tuple[Problem, ...]]:
    """Open positions of one kind ("option", "future", "fund") in the order of their contracts, and who was left out.

    A bought and a sold contract of one series close each other. What has settled and is not booked yet has no
    margin any more, but a cash flow to come: it is told as a problem, and covers nothing.
    """
    sides: dict[Contract, list[Holding]] = {}
    for held in holdings:
        if held.position.quantity and held.product.kind == kind:
            sides.setdefault(held.leg.contract, []).append(held)
    netted = (_net(sides[contract], values) for contract in sorted(sides, key=_in_order))
    found = [position for position in netted if position is not None]
    problems = (Problem(spoken(p.contract), f"no margin: {p.why_unknown()}") for p in found if p.is_settled)
    return tuple(p for p in found if not p.is_settled), tuple(problems)


def _in_order(contract: Contract) -> tuple[object, ...]:
    return contract.root, contract.expiry, contract.right or "", contract.strike or ZERO


def _net(holdings: list[Holding], values: Mapping[int, LegValue]) -> NetPosition | None:
    quantity = sum(held.position.quantity for held in holdings)
    side = sorted((h for h in holdings if h.position.quantity * quantity > 0), key=lambda held: held.leg.id)
    if not side:
        return None
    first = side[0]
    return NetPosition(
        contract=first.leg.contract,
        product=first.product,
        quantity=quantity,
        leg_ids=tuple(held.leg.id for held in side),
        settles_at=settlement_moment(first.product, first.leg.expiry),
        cost_each=sum((h.position.open_cost for h in side), ZERO) / sum(abs(h.position.quantity) for h in side),
        value=next((values[held.leg.id] for held in side if held.leg.id in values), None),
    )
