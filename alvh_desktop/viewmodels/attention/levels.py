"""Thresholds of rules as levels of SPX, for the payoff chart: where a condor's alert becomes warn or act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.records import Severity
from alvh_desktop.rules.rulebook import rule_of
from alvh_desktop.viewmodels.attention.words import threshold_values

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.holding import Holding
    from alvh_desktop.rules.alerts import Alert

_TESTED, _BREAK_EVEN = "condor.short_tested", "condor.break_even"
_RULES = (_TESTED, _BREAK_EVEN, "condor.short_near")


@dataclass(frozen=True, slots=True)
class ThresholdLine:
    """A level of SPX in points, what it stands for in a word or two, and the rule that it is of."""

    at: float
    label: str
    severity: Severity
    rule_id: str


def trade_to_draw(alerts: Iterable[Alert], chosen: int | None) -> int | None:
    """The chosen trade; without one the trade of the most pressing condor alert that fires."""
    if chosen is not None:
        return chosen
    firing = (alert for alert in alerts if alert.state.is_firing and alert.rule.id in _RULES)
    return next((alert.subject.trade_id for alert in firing if alert.subject.trade_id is not None), None)


def level_to_point_at(lines: Sequence[ThresholdLine], rule_id: str, spot: float) -> float | None:
    """The threshold of that rule nearest to SPX, else the nearest of any; None where there is none."""
    own = [line.at for line in lines if line.rule_id == rule_id] or [line.at for line in lines]
    return min(own, key=lambda at: abs(at - spot), default=None)


def threshold_lines(
    book: Book, trade_id: int | None, spot: float | None, break_evens: Mapping[int, Sequence[Decimal]]
) -> tuple[ThresholdLine, ...]:
    """The warn and act levels of the side of the trade that SPX is nearer to: wing progress 0.5 and 0.8 lie that far
    from the short strike to the long one ("act 0.8"), and "act 2 %" is where the break-even would be 2 % of SPX away.

    `break_evens` are those of each campaign, in points of its own index. Ascending, in points of SPX; none where
    there is no whole side.
    """
    trade = None if trade_id is None else book.trades.get(trade_id)
    if trade is None or spot is None:
        return ()
    side = _nearest_side(book, trade.id, spot)
    if side is None:
        return ()
    right, short, wing, divisor = side
    found = [*_tested_levels(book, short, wing)]
    zeros = [float(zero) * divisor for zero in break_evens.get(trade.campaign_id, ())]
    found += _break_even_levels(book, right, spot, zeros)
    return tuple(sorted(found, key=lambda line: line.at))


def _tested_levels(book: Book, short: float, wing: float) -> Iterator[ThresholdLine]:
    """(S - K3) / (K4 - K3) = progress, hence S = K3 + progress (K4 - K3); the put side with its signs."""
    rule = rule_of(book, _TESTED)
    for severity, progress in threshold_values(rule) if rule.is_on else ():
        if progress > 0:  # at 0 the strike itself is drawn already
            yield ThresholdLine(short + progress * (wing - short), f"{severity} {progress:g}", severity, rule.id)


def _break_even_levels(book: Book, right: Right, spot: float, zeros: Sequence[float]) -> Iterator[ThresholdLine]:
    """abs(S - B) / S = p, hence S = B / (1 + p) under a break-even above, B / (1 - p) over one below."""
    rule = rule_of(book, _BREAK_EVEN)
    zero = (
        min((each for each in zeros if each >= spot), default=None)
        if right == "C"
        else max((each for each in zeros if each <= spot), default=None)
    )
    if zero is None or not rule.is_on:
        return
    for severity, percent in threshold_values(rule):
        share = percent / 100
        at = zero / (1 + share) if right == "C" else zero / (1 - share)
        yield ThresholdLine(at, f"{severity} {percent:g} %", severity, rule.id)


def _nearest_side(book: Book, trade_id: int, spot: float) -> tuple[Right, float, float, float] | None:
    """Right, short and long strike (SPX points) of the sold side nearest to SPX, where its wing is held; and what a
    point of its own index is in points of SPX."""
    found: list[tuple[float, tuple[Right, float, float, float]]] = []
    sides: tuple[Right, ...] = ("C", "P")
    for right in sides:
        held = [each for each in book.holdings_by_trade[trade_id] if _is_of_spx(each) and each.leg.right == right]
        sold = [_strike(each) for each in held if each.position.quantity < 0]
        bought = [_strike(each) for each in held if each.position.quantity > 0]
        if not sold:
            continue
        short = min(sold) if right == "C" else max(sold)
        wings = [strike for strike in bought if (strike > short if right == "C" else strike < short)]
        if wings:
            wing = min(wings) if right == "C" else max(wings)
            away = short - spot if right == "C" else spot - short
            found.append((away, (right, short, wing, float(held[0].product.index_divisor))))
    return min(found)[1] if found else None


def _is_of_spx(held: Holding) -> bool:
    return bool(held.position.quantity) and held.product.underlying == "SPX" and held.leg.strike is not None


def _strike(held: Holding) -> float:
    assert held.leg.strike is not None
    return float(held.leg.strike * held.product.index_divisor)
