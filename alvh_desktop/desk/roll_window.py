"""When a hedge layer is to be rolled: its window of days left, and the next session that lies in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, last_trading_moment, next_business_day
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Layer, Role

LATE_AT_DAYS: Mapping[Role, int] = MappingProxyType({"short": 5})
"""Calendar days left at which a roll is late: the act threshold of hedge.tenor, which only the short layer has."""


@dataclass(frozen=True, slots=True)
class RollWindow:
    """Calendar days left at which a layer's roll falls due (`opens_at`) and is late (`late_at`; None: never)."""

    opens_at: int
    late_at: int | None

    def is_due(self, days_left: int) -> bool:
        return days_left <= self.opens_at

    def is_late(self, days_left: int) -> bool:
        return self.late_at is not None and days_left <= self.late_at


def window_of(layer: Layer) -> RollWindow:
    late_at = LATE_AT_DAYS.get(layer.role)
    return RollWindow(layer.roll_at_days, None if late_at is None else min(late_at, layer.roll_at_days))


def roll_date(contract: Contract, product: Product, roll_at_days: int) -> date | Problem:
    """The first session with `roll_at_days` calendar days or fewer to the expiry, the last trading day at the latest.

    It may lie in the past: the roll is due since then. A Problem where the trading calendar ends before.
    """
    try:
        last = last_trading_moment(product, contract.expiry).astimezone(NEW_YORK).date()
        day = contract.expiry - timedelta(days=roll_at_days)
        return min(day if is_business_day(day) else next_business_day(day), last)
    except KnownError as error:
        return Problem("next roll", error.what)
