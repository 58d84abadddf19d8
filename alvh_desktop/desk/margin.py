"""What a broker asks for each account of the book, with the user's settings and table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from alvh_desktop.desk.model import day_of, input_value
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.inputs import family_on
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.margin import (
    MarginReport,
    MarginSettings,
    futures_margin,
    holdings_by_account,
    portfolio_margin,
    strategy_margin,
)
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue

_PER_CENT = Decimal("0.01")
_FUTURES = ("VX", "VXM")


@dataclass(frozen=True, slots=True)
class AccountMargin:
    """Two answers for the options of one account, by strategy and by scan; futures come on top of either."""

    account_id: int
    strategy: MarginReport
    portfolio: MarginReport
    futures: MarginReport


def margins_of(
    book: Book, market: Market, spot: Spot | Problem, values: Mapping[int, LegValue]
) -> tuple[AccountMargin, ...]:
    """Of each account that holds something."""
    day, level = day_of(market.at), market.levels.get("VIX")
    settings, table = margin_settings_of(book, day), margin_table_of(book, day)
    spx = spot if isinstance(spot, Problem) else Decimal(repr(spot.value))
    vix = Problem("VIX", "no spot VIX level is known") if level is None else level.value
    return tuple(
        AccountMargin(
            account_id,
            strategy_margin(holdings, values, spx, vix, settings),
            portfolio_margin(holdings, values, spx, settings),
            futures_margin(holdings, table, market.at, settings),
        )
        for account_id, holdings in holdings_by_account(book).items()
        if holdings
    )


def margin_settings_of(book: Book, day: date) -> MarginSettings:
    base: Literal["spot", "future"] = "future" if input_value(book, "margin.vix_base", day) else "spot"
    return MarginSettings(
        broker_condor_equal_wings=bool(input_value(book, "margin.broker_condor_equal_wings", day)),
        vix_base=base,
        is_vix_calendar_netted=bool(input_value(book, "margin.vix_calendar_nets", day)),
        pm_spx_down=-input_value(book, "pm.spx_down", day) * _PER_CENT,
        pm_spx_up=input_value(book, "pm.spx_up", day) * _PER_CENT,
        pm_vix_down=-input_value(book, "pm.vix_down", day) * _PER_CENT,
        pm_vix_up=input_value(book, "pm.vix_up", day) * _PER_CENT,
        pm_least_points=input_value(book, "pm.minimum_per_contract", day),
        initial_share=input_value(book, "margin.initial_share", day),
    )


def margin_table_of(book: Book, day: date) -> Mapping[str, Mapping[int, tuple[Decimal, str]]]:
    """Maintenance margin a contract by root and listing rank, each with its day and source."""
    return {
        root: {
            n: (row.value, f"{row.on}, {row.source}")
            for n, row in family_on(book.inputs, f"margin.{root}", day).items()
        }
        for root in _FUTURES
    }
