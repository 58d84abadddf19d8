"""What one sold index option needs with nothing to cover it (Cboe Rule 10.3, FINRA 4210(f)(2)).

Premium + max(share x index - out-of-the-money amount, least share x index for a call or x strike for a put), in
points: 15 % and 10 % of a broad index, 20 % and 10 % of the 30-day volatility index.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.margin.net_position import NetPosition
from alvh_desktop.pricing.margin.requirement import ZERO, MarginSettings, points_text

Levels = Mapping[str, Decimal | Problem]
"""Spot levels by index ("SPX", "VIX"), points of that index; a Problem where one is not known."""

_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """`points` a contract, the premium in it, and the formula with its numbers."""

    points: Decimal
    premium: Decimal
    formula: str


def uncovered_requirement(sold: NetPosition, levels: Levels, settings: MarginSettings) -> Uncovered | Problem:
    """A Problem names the leg, and the quote or level that is missing."""
    name = spoken(sold.contract)
    shares = _shares(sold.product.underlying, settings)
    if shares is None:
        return Problem(name, f"no rule is known for an uncovered option on {sold.product.underlying}")
    if sold.mark is None:
        return Problem(name, f"the margin of this uncovered option is not known: {sold.why_unknown()}")
    base = _base(sold, levels, settings)
    if isinstance(base, Problem):
        return Problem(name, f"the margin of this uncovered option is not known: {base.message}")
    level, called = base
    share, least_share = shares
    is_call = sold.contract.right == "C"
    out = max(ZERO, sold.strike - level if is_call else level - sold.strike)
    least = least_share * (level if is_call else sold.strike)
    points = sold.mark + max(share * level - out, least)
    formula = (
        f"premium {points_text(sold.mark)} + max({_percent(share)} x {called} {points_text(level)}"
        f" - {points_text(out)} out of the money, {_percent(least_share)} x"
        f" {points_text(level) if is_call else f'strike {points_text(sold.strike)}'} = {points_text(least)})"
        f" = {points_text(points)}"
    )
    return Uncovered(points, sold.mark, formula)


def _shares(underlying: str, settings: MarginSettings) -> tuple[Decimal, Decimal] | None:
    if underlying == "SPX":
        return settings.spx_share, settings.spx_least_share
    return (settings.vix_share, settings.vix_least_share) if underlying == "VIX" else None


def _base(sold: NetPosition, levels: Levels, settings: MarginSettings) -> tuple[Decimal, str] | Problem:
    """The level the shares are taken of, in points of the option, and what it is called."""
    underlying = sold.product.underlying
    if underlying == "VIX" and settings.vix_base == "future":
        forward = None if sold.value is None else sold.value.forward
        if forward is None:
            return Problem("", sold.why_unknown())
        return Decimal(repr(forward.value)), f"forward ({forward.source})"
    level = levels[underlying]
    if isinstance(level, Problem):
        return level
    divisor = sold.product.index_divisor
    return level / divisor, underlying if divisor == 1 else f"{underlying}/{divisor:f}"


def _percent(share: Decimal) -> str:
    return f"{points_text(share * _PERCENT)} %"
