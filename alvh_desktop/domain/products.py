"""The product table: what a root means, how it ticks, when it stops trading and settles."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

Kind = Literal["option", "future"]
Listing = Literal["monthly_spx", "daily", "monthly_vix", "weekly_vix", "any_vix"]


@dataclass(frozen=True, slots=True)
class Tick:
    """From this date on, prices below `below` points move in `small`, others in `large` (points)."""

    effective: date
    below: Decimal
    small: Decimal
    large: Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """One row of the product table; a user may add rows.

    `underlying` is the index whose totals it joins ("SPX", "VIX"); `multiplier` is $ per point;
    `settlement` AM or PM; `official_value` names the published value it settles on (SET, SPX close, VRO);
    `settles_at` is New York time on the expiry date (`settles_at_half_day` on early closes; None: the same);
    `trades_last_on_expiry` is False where the last trading day is the business day before;
    `last_trade_at` is New York time on that last trading day; `forward_root` is the future whose price is this
    option's forward when both settle on one date (VX for VIX and VIXW; None where parity decides).
    """

    root: str
    name: str
    kind: Kind
    underlying: str
    multiplier: Decimal
    settlement: Literal["AM", "PM"]
    official_value: str
    listing: Listing
    settles_at: time
    settles_at_half_day: time | None
    trades_last_on_expiry: bool
    last_trade_at: time
    last_trade_at_half_day: time
    forward_root: str | None
    index_divisor: Decimal
    ticks: tuple[Tick, ...]
