"""What the book risks against its equity: gross leverage, capital at risk, the worst of one settlement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.break_even import settlement_profit
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.rules.allocation import Values, delta_notional, vix_legs
from alvh_desktop.rules.notional import accounts_counted, condor_notional

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
    book: Book, values: Values, equity: Decimal | Problem, now: datetime, account_id: int | None = None
) -> float | Problem:
    """(N + sum of abs(delta notional) over VIX legs) / E, in x. `equity` in $, above 0."""
    notional = condor_notional(book, now, account_id)
    if isinstance(equity, Problem):
        return equity
    if isinstance(notional, Problem):
        return notional
    legs = [delta_notional(held, values) for held in vix_legs(book, values, account_id, now)]
    unknown = next((each for each in legs if isinstance(each, Problem)), None)
    if unknown is not None:
        return unknown
    gross = sum(abs(each) for each in legs if not isinstance(each, Problem))
    return (float(notional) + gross) / float(equity)


def capital_at_risk(
    book: Book, equity: Decimal | Problem, now: datetime, account_id: int | None = None
) -> float | Problem:
    """N over equity, in %."""
    notional = condor_notional(book, now, account_id)
    if isinstance(equity, Problem):
        return equity
    return notional if isinstance(notional, Problem) else 100.0 * float(notional / equity)


def worst_settlement(book: Book, now: datetime, account_id: int | None = None) -> SettlementLoss | Problem | None:
    """The (root, expiry) of the core sleeve at which most can be lost; None where no option is open.

    A Problem where a loss has no end.
    """
    counted, groups = accounts_counted(book, account_id), dict[tuple[str, date], list[Holding]]()
    for trade in book.trades.values():
        if trade.sleeve == "core" and trade.account_id in counted:
            for held in book.holdings_by_trade[trade.id]:
                is_option = held.leg.right is not None and held.position.quantity != 0
                if is_option and settlement_moment(held.product, held.leg.expiry) > now:
                    groups.setdefault((held.leg.root, held.leg.expiry), []).append(held)
    losses = [_loss_at(root, expiry, held) for (root, expiry), held in groups.items()]
    endless = next((each for each in losses if isinstance(each, Problem)), None)
    known = [each for each in losses if not isinstance(each, Problem)]
    return endless or max(known, key=lambda loss: loss.usd, default=None)


def _loss_at(root: str, expiry: date, held: Sequence[Holding]) -> SettlementLoss | Problem:
    if sum(h.position.quantity for h in held if h.leg.right == "C") < 0:
        name = f"{root} {expiry_text(expiry)}"
        return Problem(name, f"the loss of {name} has no end: more calls are sold than bought")
    strikes = {h.leg.strike for h in held if h.leg.strike is not None}
    cash = -sum((h.position.open_cost for h in held), ZERO)
    lowest = min(settlement_profit(held, cash, place) for place in (ZERO, *sorted(strikes)))
    return SettlementLoss(root, expiry, max(-lowest, ZERO))
