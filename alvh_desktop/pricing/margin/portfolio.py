"""Portfolio-margin style scan of one account (OCC's CPM, Cboe Rule 10.4, FINRA 4210(g)): an assumption.

Brokers use wider house shocks, so this is no broker's figure. Prices move over equal steps, volatility stays, and
the largest loss of a group is its requirement, at least 0.375 points x multiplier a contract (for a bought option
not more than it is worth). Groups do not offset; futures are not part of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.margin.net_position import NetPosition, net_positions
from alvh_desktop.pricing.margin.requirement import (
    ZERO,
    MarginReport,
    MarginSettings,
    Requirement,
    report_of,
    to_cents,
    usd_text,
)
from alvh_desktop.pricing.valuation import LegValue

_RULE = "portfolio-margin style scan of {group} (assumption, brokers use wider house shocks)"


def portfolio_margin(
    holdings: Iterable[Holding],
    values: Mapping[int, LegValue],
    spx: Decimal | Problem,
    settings: MarginSettings | None = None,
    *,
    at_settlement: bool = False,
) -> MarginReport:
    """One line a group of options, by underlying index. A leg that cannot be priced is left out and told.

    SPX, SPXW and XSP options move with the index (`spx`, points), VIX options with the forward of their own
    settlement. Losses are changes of the model's value at constant volatility; with `at_settlement` every option
    is taken to settle at once, and the loss is counted from its mark.
    """
    settings = settings or MarginSettings()
    held = tuple(holdings)
    positions, problems = net_positions(held, values, "option")
    lines: list[Requirement] = []
    found = [*problems, *_funds_left_out(held, values)]
    for group in dict.fromkeys(position.product.underlying for position in positions):
        moves = _moves(group, settings)
        legs = [_scanned(p, spx, at_settlement) for p in positions if p.product.underlying == group]
        found += [leg for leg in legs if isinstance(leg, Problem)]
        priced = [leg for leg in legs if isinstance(leg, _Scanned)]
        if moves is None:
            found.append(Problem(group, f"no scan range is known for options on {group}"))
        elif priced:
            lines.append(_line(group, priced, moves, settings))
    return report_of(lines, found)


def _funds_left_out(holdings: Sequence[Holding], values: Mapping[int, LegValue]) -> list[Problem]:
    funds, _ = net_positions(holdings, values, "fund")
    return [Problem(spoken(fund.contract), "left out of the scan: a fund is not modelled there") for fund in funds]


@dataclass(frozen=True, slots=True)
class _Scanned:
    """An option as the scan prices it; `start` is its value in points that losses are counted from."""

    position: NetPosition
    start: float
    forward: float
    discount: float
    years: float
    vol: float


def _scanned(position: NetPosition, spx: Decimal | Problem, at_settlement: bool) -> _Scanned | Problem:
    value, name = position.value, spoken(position.contract)
    if value is None or value.forward is None or value.iv is None or value.model_value is None:
        return Problem(name, f"left out of the scan: {position.why_unknown()}")
    if not at_settlement:
        forward = value.forward
        return _Scanned(position, value.model_value, forward.value, forward.discount, forward.years, value.iv)
    start = value.model_value if position.mark is None else float(position.mark)
    if position.product.underlying != "SPX":
        return _Scanned(position, start, value.forward.value, 1.0, 0.0, value.iv)
    if isinstance(spx, Problem):
        return Problem(name, f"left out of the scan: {spx.message}")
    return _Scanned(position, start, float(spx / position.product.index_divisor), 1.0, 0.0, value.iv)


def _moves(group: str, settings: MarginSettings) -> NDArray[np.float64] | None:
    """Relative moves from the lowest to the highest, zero among them: shape (2 * pm_steps + 1,)."""
    ranges = {
        "SPX": (settings.pm_spx_down, settings.pm_spx_up),
        "VIX": (settings.pm_vix_down, settings.pm_vix_up),
    }
    if group not in ranges:
        return None
    down, up = (float(share) for share in ranges[group])
    falls = np.linspace(-down, 0.0, settings.pm_steps + 1)
    return np.concatenate((falls, np.linspace(0.0, up, settings.pm_steps + 1)[1:]))


def _line(group: str, legs: Sequence[_Scanned], moves: NDArray[np.float64], settings: MarginSettings) -> Requirement:
    changes = _changes_usd(legs, moves)
    worst = int(np.argmin(changes))
    loss = to_cents(Decimal(repr(max(-float(changes[worst]), 0.0))))
    least = to_cents(sum((_least_usd(leg, settings) for leg in legs), ZERO))
    contracts = sum(abs(leg.position.quantity) for leg in legs)
    amount = max(loss, least)
    at = f"at {moves[worst]:+.1%}" if loss else "at no point"
    formula = (
        f"largest loss over {len(moves)} points {moves[0]:+.1%} to {moves[-1]:+.1%}, volatility held:"
        f" {usd_text(loss)} {at}; at least {settings.pm_least_points} x multiplier x {contracts} contracts"
        f" (long ones up to their value) = {usd_text(least)}; the greater is {usd_text(amount)}"
    )
    leg_ids = tuple(leg_id for leg in legs for leg_id in leg.position.leg_ids)
    return Requirement(_RULE.format(group=group), group, amount, formula, leg_ids)


def _changes_usd(legs: Sequence[_Scanned], moves: NDArray[np.float64]) -> NDArray[np.float64]:
    """$ change of the group at each move: all legs over all moves priced at once."""
    rows = [
        (leg.forward, float(leg.position.strike), leg.discount, leg.years, leg.vol, leg.start, _size(leg.position))
        for leg in legs
    ]
    forward, strike, discount, years, vol, start, size = np.array(rows).T[:, :, None]
    is_call = np.array([leg.position.contract.right == "C" for leg in legs])[:, None]
    prices = black76.price(forward * (1.0 + moves), strike, discount, years, vol, is_call)
    return np.asarray((size * (prices - start)).sum(axis=0))


def _size(position: NetPosition) -> float:
    return position.quantity * float(position.product.multiplier)


def _least_usd(leg: _Scanned, settings: MarginSettings) -> Decimal:
    points = settings.pm_least_points
    if leg.position.quantity > 0:
        points = min(points, Decimal(repr(leg.start)))
    return points * leg.position.product.multiplier * abs(leg.position.quantity)
