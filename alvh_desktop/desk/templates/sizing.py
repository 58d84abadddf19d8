"""How many lots: by what may be lost in $, or by a share of the account. Never rounded up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.money import CENT, money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product

ZERO = Decimal(0)
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Size:
    """So many lots, and the sum that led to them in one sentence."""

    lots: int
    sentence: str


@dataclass(frozen=True, slots=True)
class UnitRisk:
    """The most that one lot can lose until its settlement in $, fees of opening it included; `formula` with its
    numbers."""

    usd: Decimal
    formula: str


def by_risk(risk: Decimal, unit: UnitRisk) -> Size | Problem:
    """The most lots that together lose no more than `risk` $."""
    if not (risk.is_finite() and risk > 0):
        return Problem("risk", f"${risk} cannot be risked: say how many $ may be lost, such as 5000")
    return _sized(risk, _usd(risk), unit, "risk")


def by_account(equity: Decimal | Problem, percent: Decimal, unit: UnitRisk) -> Size | Problem:
    """The most lots that together lose no more than that per cent of what the account is worth in $."""
    if not (percent.is_finite() and 0 < percent <= _WHOLE):
        return Problem("percent", f"{percent} % of an account cannot be risked: say more than 0 and at most 100")
    if isinstance(equity, Problem):
        return equity
    risk = equity * percent / _WHOLE
    return _sized(risk, f"{_plain(percent)} % of {_usd(equity)} = {_usd(risk)}", unit, "percent")


def unit_risk(
    draft: Draft, net: Decimal, opening_fee: Decimal, products: Mapping[str, Product]
) -> UnitRisk | Problem:
    """What one lot of a draft that opens can lose: (w - credit) x multiplier + opening fees, w the wider wing.

    `net` is in points for one lot, paid (+) or received (-); `opening_fee` $ for all contracts of one lot. Of any
    legs that settle together: what is bought loses its debit. A Problem where the loss has no limit, where legs
    settle apart, and where the prices leave nothing to lose.
    """
    if draft.purpose != "open" or not draft.legs:
        return Problem("size", "only legs that open a trade are sized by their risk: say how many contracts")
    if len({(leg.contract.root, leg.contract.expiry) for leg in draft.legs}) > 1:
        return Problem("size", "its legs settle apart, so the loss is not known beforehand: say how many contracts")
    if not (net.is_finite() and opening_fee.is_finite() and opening_fee >= 0):
        return Problem("net", f"a net of {net} and fees of {opening_fee} cannot be sized: check the prices")
    if _slope_above(draft.legs) < 0:
        return Problem("size", "what it can lose has no limit: say how many contracts")
    owed = max(-_settled(draft.legs, value) for value in _bends(draft.legs))
    if owed + net <= 0:
        told = f"a net of {money_text(abs(net))} {'received' if net < 0 else 'paid'} leaves nothing that can be lost"
        return Problem("net", f"{told}: check the prices")
    multiplier = products[draft.legs[0].contract.root].multiplier
    points = f"({money_text(owed)} {'-' if net < 0 else '+'} {money_text(abs(net))})" if owed else money_text(net)
    formula = f"{points} x ${multiplier:f} + {_usd(opening_fee)} fees"
    return UnitRisk((owed + net) * multiplier + opening_fee, formula)


def _sized(risk: Decimal, told: str, unit: UnitRisk, where: str) -> Size | Problem:
    lots = int(risk // unit.usd)
    a_lot = f"{unit.formula} = {_usd(unit.usd)} a lot"
    if lots < 1:
        return Problem(where, f"one lot can lose more than {told}: {a_lot}")
    return Size(lots, f"{_lots(lots)}: {told} over {a_lot}, rounded down; {_usd(lots * unit.usd)} can be lost")


def _slope_above(legs: Sequence[DraftLeg]) -> int:
    """What one lot gains a point far above every strike."""
    return sum(leg.ratio for leg in legs if leg.contract.right != "P")


def _bends(legs: Sequence[DraftLeg]) -> tuple[Decimal, ...]:
    """The settlement values among which the worst lies: zero and every strike."""
    return ZERO, *(leg.contract.strike for leg in legs if leg.contract.strike is not None)


def _settled(legs: Sequence[DraftLeg], value: Decimal) -> Decimal:
    """Points one lot pays at a settlement value."""
    return sum((leg.ratio * _paid(leg, value) for leg in legs), ZERO)


def _paid(leg: DraftLeg, value: Decimal) -> Decimal:
    strike = leg.contract.strike
    if strike is None:
        return value
    return max(ZERO, value - strike if leg.contract.right == "C" else strike - value)


def _lots(lots: int) -> str:
    return f"{lots:,} lot{'' if lots == 1 else 's'}"


def _usd(amount: Decimal) -> str:
    """To the cent, and exact where it has more digits."""
    return f"${amount:,.2f}" if amount == amount.quantize(CENT) else f"${money_text(amount)}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
