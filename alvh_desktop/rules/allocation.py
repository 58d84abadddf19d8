"""How much hedge stands beside the condors: its delta notional and its market value over the programme's notional."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.inputs import value_on
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.notional import ProgrammeNotional, accounts_counted, programme_notional

MEASURE_INPUT = "hedge.measure"
Measure = Literal["delta notional", "market value"]
MEASURES: tuple[Measure, ...] = ("delta notional", "market value")
Values = Mapping[int, LegValue]


@dataclass(frozen=True, slots=True)
class HedgeAllocation:
    """The hedge by both measures, in $, and the notional it is measured against; a Problem where it is not known.

    `measure` is the one that the user has chosen to be judged by.
    """

    measure: Measure
    delta_notional: float | Problem
    market_value: Decimal | Problem
    programme: ProgrammeNotional | Problem

    @property
    def percent(self) -> float | Problem:
        """By the chosen measure, in % of the programme's notional."""
        return self.percent_by(self.measure)

    def percent_by(self, measure: Measure) -> float | Problem:
        hedge = self.delta_notional if measure == "delta notional" else self.market_value
        if isinstance(hedge, Problem):
            return hedge
        if isinstance(self.programme, Problem):
            return self.programme
        if self.programme.value <= 0:
            return Problem(
                "programme",
                "the hedge is measured against nothing: no condor was open in the last 5 trading days; "
                "type notional.programme",
            )
        return 100.0 * float(hedge) / float(self.programme.value)

    @property
    def sentence(self) -> str:
        """Both measures with their numbers, the chosen one first, or why one is not known."""
        other = next(measure for measure in MEASURES if measure != self.measure)
        return " ".join(self._told(measure) for measure in (self.measure, other))

    def _told(self, measure: Measure) -> str:
        percent = self.percent_by(measure)
        if isinstance(percent, Problem):
            return f"Hedge by {measure} is not known: {percent.message}."
        hedge = self.delta_notional if measure == "delta notional" else self.market_value
        assert not isinstance(hedge, Problem), "its percentage is known"
        assert not isinstance(self.programme, Problem), "a percentage of it is known"
        return (
            f"Hedge by {measure} ${hedge:,.0f} / programme notional ${self.programme.value:,.0f} = {percent:.1f} %."
        )


def hedge_allocation(
    book: Book,
    values: Values,
    now: datetime,
    account_id: int | None = None,
    programme: ProgrammeNotional | Problem | None = None,
) -> HedgeAllocation:
    """The hedge of both its sleeves, alvh and second engine, at the market that `values` were worked out from.

    Over real accounts, or over the one that is named. What is past its settlement hedges no more. The `programme` is
    worked out where nobody has done it yet.
    """
    legs = hedge_legs(book, values, account_id, now)
    return HedgeAllocation(
        chosen_measure(book, now),
        _sum_of_delta_notional(legs, values),
        _sum_of_market_value(legs, values),
        programme_notional(book, now, account_id) if programme is None else programme,
    )


def chosen_measure(book: Book, now: datetime) -> Measure:
    chosen = value_on(book.inputs, MEASURE_INPUT, now.astimezone(NEW_YORK).date())
    return MEASURES[int(chosen or 0)]


def hedge_legs(book: Book, values: Values, account_id: int | None, now: datetime) -> tuple[Holding, ...]:
    """Open VIX legs of the hedge's sleeves in the accounts that count."""
    return tuple(
        held
        for trade_id, held in _open_vix_legs(book, account_id)
        if book.trades[trade_id].sleeve != "core" and not _is_over(values, held, now)
    )


def vix_legs(book: Book, values: Values, account_id: int | None, now: datetime) -> tuple[Holding, ...]:
    """Open VIX legs of every sleeve in the accounts that count."""
    return tuple(held for _, held in _open_vix_legs(book, account_id) if not _is_over(values, held, now))


def delta_notional(held: Holding, values: Values) -> float | Problem:
    """quantity * M * forward delta * F_j in $ of one VIX leg, signed; F_j is the future of its own settlement.

    A fund moves `vix_beta` times as much as the 30-day VX price: that beta is its delta and its mark stands for F.
    """
    size = held.position.quantity * float(held.product.multiplier)
    value = values.get(held.leg.id)
    if held.product.kind == "fund":
        if value is None or value.mark is None or held.product.vix_beta is None:
            return Problem(held.leg.root, f"delta notional of {held.leg.root} is not known: no mark or no beta of it")
        return size * float(value.mark.price * held.product.vix_beta)
    if value is None or value.delta is None or value.forward is None:
        return _not_known("delta notional", held, value)
    return size * value.delta * value.forward.value


def _open_vix_legs(book: Book, account_id: int | None) -> Iterable[tuple[int, Holding]]:
    counted = accounts_counted(book, account_id)
    for trade in book.trades.values():
        if trade.account_id in counted:
            for held in book.holdings_by_trade[trade.id]:
                if held.position.quantity and held.product.underlying == "VIX":
                    yield trade.id, held


def _is_over(values: Values, held: Holding, now: datetime) -> bool:
    value = values.get(held.leg.id)
    return value is not None and value.settles_at <= now


def _sum_of_delta_notional(legs: Iterable[Holding], values: Values) -> float | Problem:
    total = 0.0
    for held in legs:
        found = delta_notional(held, values)
        if isinstance(found, Problem):
            return found
        total += found
    return total


def _sum_of_market_value(legs: Iterable[Holding], values: Values) -> Decimal | Problem:
    total = Decimal(0)
    for held in legs:
        value = values.get(held.leg.id)
        if value is None or value.market_value is None:
            return _not_known("market value", held, value)
        total += value.market_value
    return total


def _not_known(what: str, held: Holding, value: LegValue | None) -> Problem:
    name = spoken(held.leg.contract)
    why = value.problems[0].message if value is not None and value.problems else "nothing is known of its price"
    return Problem(name, f"{what} of {name} is not known: {why}")
