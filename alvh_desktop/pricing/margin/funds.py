"""What shares of a fund need: half of what they are worth, as a stock does (Regulation T), which is only a guide.

Brokers ask more for a fund with leverage, by rules of their own (FINRA Notice 09-53 multiplies by it): no figure of
theirs is modelled here.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.margin.net_position import NetPosition, net_positions
from alvh_desktop.pricing.margin.requirement import (
    MarginReport,
    Requirement,
    points_text,
    report_of,
    to_cents,
    usd_text,
)
from alvh_desktop.pricing.valuation import LegValue

RULE = "fund, half its value like a stock (Regulation T); approximate: what brokers ask for a fund is not modelled"
_SHARE = Decimal("0.5")


def fund_margin(holdings: Iterable[Holding], values: Mapping[int, LegValue]) -> MarginReport:
    """A line a fund, bought or sold short; of a short one beyond what its sale brought. Nothing offsets."""
    positions, problems = net_positions(holdings, values, "fund")
    lines = [_line(position) for position in positions]
    found = [*problems, *(line for line in lines if isinstance(line, Problem))]
    return report_of([line for line in lines if isinstance(line, Requirement)], found)


def _line(position: NetPosition) -> Requirement | Problem:
    name, mark = spoken(position.contract), position.mark
    if mark is None:
        return Problem(name, f"the margin of this fund is not known: there is no mark of {name}")
    shares, multiplier = abs(position.quantity), position.product.multiplier
    amount = to_cents(_SHARE * mark * multiplier * shares)
    each = "" if multiplier == 1 else f" x {usd_text(multiplier)}"
    formula = f"{points_text(_SHARE * 100)} % x {points_text(mark)}{each} x {shares} = {usd_text(amount)}"
    return Requirement(RULE, name, amount, formula, position.leg_ids)
