"""What the book risks against its equity: gross leverage, capital at risk, what each settlement can lose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.rules.allocation import Values, delta_notional, vix_legs
from alvh_desktop.rules.notional import accounts_counted

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class SettlementLoss:
    """The most that the open condors of one root and expiry can lose at their settlement, in $ from their entry.

    Fees are left out.
    """

    root: str
    expiry: date
    usd: Decimal


def gross_leverage(
    notional: Decimal | Problem, vix_usd: float | Problem, equity: Decimal | Problem
) -> float | Problem:
    """(N + sum of abs(delta notional) over VIX legs) / E, in x. All in $, `equity` above 0."""
    if isinstance(equity, Problem):
        return equity
    if isinstance(notional, Problem):
        return notional
    return vix_usd if isinstance(vix_usd, Problem) else (float(notional) + vix_usd) / float(equity)


def gross_delta_notional(book: Book, values: Values, now: datetime, account_id: int | None = None) -> float | Problem:
    """Sum of abs(delta notional) over the VIX legs of every sleeve, in $."""
    legs = [delta_notional(held, values) for held in vix_legs(book, values, account_id, now)]
    unknown = next((each for each in legs if isinstance(each, Problem)), None)
    if unknown is not None:
        return unknown
    return sum(abs(each) for each in legs if not isinstance(each, Problem))


def capital_at_risk(notional: Decimal | Problem, equity: Decimal | Problem) -> float | Problem:
    """N over equity, in %."""
    if isinstance(equity, Problem):
        return equity
    return notional if isinstance(notional, Problem) else 100.0 * float(notional / equity)


def settlement_losses(
    book: Book, now: datetime, account_id: int | None = None
) -> Mapping[tuple[str, date], SettlementLoss | Problem]:
    """Of each (root, expiry) at which options of the core sleeve are open, the nearest first.

    A Problem where a loss has no end.
    """
    counted, groups = accounts_counted(book, account_id), dict[tuple[str, date], list[Holding]]()
    for trade in book.trades.values():
        if trade.sleeve == "core" and trade.account_id in counted:
            for held in book.holdings_by_trade[trade.id]:
                is_option = held.leg.right is not None and held.position.quantity != 0
                if is_option and settlement_moment(held.product, held.leg.expiry) > now:
                    groups.setdefault((held.leg.root, held.leg.expiry), []).append(held)
    ordered = sorted(groups.items(), key=lambda group: (group[0][1], group[0][0]))
    return {(root, expiry): _loss_at(root, expiry, held) for (root, expiry), held in ordered}


def _loss_at(root: str, expiry: date, held: Sequence[Holding]) -> SettlementLoss | Problem:
    if sum(h.position.quantity for h in held if h.leg.right == "C") < 0:
        name = f"{root} {expiry_text(expiry)}"
        return Problem(name, f"the loss of {name} has no end: more calls are sold than bought")
    return SettlementLoss(root, expiry, max(-_lowest(held), ZERO))


def _lowest(held: Sequence[Holding]) -> Decimal:
    """The least $ P/L at settlement, walked from strike to strike: the line bends at each by what it holds."""
    profit, slope, bends = ZERO, ZERO, dict[Decimal, Decimal]()
    for each in held:
        strike, size = each.leg.strike or ZERO, each.position.quantity * each.product.multiplier
        profit -= each.position.open_cost
        if each.leg.right == "P":
            profit += strike * size
            slope -= size
        bends[strike] = bends.get(strike, ZERO) + size
    lowest, before = profit, ZERO
    for strike in sorted(bends):
        profit += slope * (strike - before)
        slope += bends[strike]
        lowest, before = min(lowest, profit), strike
    return lowest
