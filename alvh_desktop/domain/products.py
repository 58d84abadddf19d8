"""The product table: what a root means, how it ticks, when it stops trading and settles."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, time
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.resources import resource

Kind = Literal["option", "future", "fund"]
Settlement = Literal["AM", "PM"]
Listing = Literal["monthly_spx", "daily", "monthly_vix", "weekly_vix", "any_vix", "never"]

LARGEST_BETA = 10
"""No fund moves more than a few times as much as the VX price: a larger beta is a slipped decimal point."""


@dataclass(frozen=True, slots=True)
class Tick:
    """From this date on, prices below `below` points move in `small`, others in `large` (points)."""

    effective: date
    below: Decimal
    small: Decimal
    large: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One row of the product table; a user may add rows.

    `underlying` is the index whose totals it joins ("SPX", "VIX"); `multiplier` is $ per point;
    `official_value` names the published value it settles on (SET, SPX close, VRO), which is divided by
    `index_divisor` (XSP: 10). `settles_at` is New York time on the expiry date (`settles_at_half_day` on
    early closes; None: the same); `trades_last_on_expiry` is False where the last trading day is the business
    day before; `last_trade_at` is New York time on that last trading day (`last_trade_at_half_day` on early closes);
    `forward_root` is the future whose price is this option's forward when both settle on one date (VX for VIX
    and VIXW; None where parity decides). `ticks` ascend by date. A fund (a volatility ETF) has no expiry;
    `vix_beta` is what it moves, relative to the 30-day VX price, per relative move of that price.
    """

    root: str
    name: str
    kind: Kind
    underlying: str
    multiplier: Decimal
    settlement: Settlement
    official_value: str
    listing: Listing
    settles_at: time
    settles_at_half_day: time | None = None
    trades_last_on_expiry: bool
    last_trade_at: time
    last_trade_at_half_day: time
    forward_root: str | None = None
    index_divisor: Decimal = Decimal(1)
    ticks: tuple[Tick, ...]
    vix_beta: Decimal | None = None


def tick_for(product: Product, price: Decimal, on: date) -> Decimal:
    """The smallest price step in points at `price` >= 0 on a day.

    A day before the first row uses the first row. Only prices that this program proposes are held to it:
    fills and quotes may stand on any price.
    """
    row = product.ticks[0]
    for later in product.ticks[1:]:
        if later.effective <= on:
            row = later
    return row.small if price < row.below else row.large


@cache
def load_products() -> Mapping[str, Product]:
    """The program's own table by root, read once, in the file's order."""
    table = tomllib.loads(resource("products.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    products: dict[str, Product] = {}
    for row in table["product"]:
        product = parse_product(row)
        if isinstance(product, Problem):
            raise ValueError(f"products.toml: {product}")
        products[product.root] = product
    return MappingProxyType(products)


def parse_product(row: Mapping[str, object]) -> Product | Problem:
    """Check one row of a product table, its columns named as in `Product`.

    Numbers are Decimal, int or text ("0.05"), never binary floats; times are `time` or "16:15", dates `date`
    or "2022-11-29"; `ticks` is a list of rows like `Tick`. The first fault is answered.
    """
    where = f"product {row.get('root', '')}".strip()
    values = _read_columns(row, Product, _COLUMNS, where)
    if isinstance(values, Problem):
        return values
    product = Product(**values)
    if product.kind == "future" and product.forward_root is not None:
        return Problem(where, "a future is its own forward: leave forward_root out")
    if (product.kind == "fund") != (product.listing == "never"):
        return Problem(where, "a fund, and nothing else, has the listing never")
    if product.kind == "fund" and (product.forward_root is not None or product.index_divisor != 1):
        return Problem(where, "a fund has no forward and no divisor: leave forward_root and index_divisor out")
    if product.kind != "fund" and product.vix_beta is not None:
        return Problem(where, "only a fund has a vix_beta")
    if len({tick.effective for tick in product.ticks}) < len(product.ticks):
        return Problem(where, "two rows of ticks start on the same date")
    return product


Reader = Callable[[object], object]
"""Gives the value of a cell; None when it cannot be read, or a Problem that says more."""


def _read_columns(
    row: Mapping[str, object], kind: type, columns: Mapping[str, tuple[Reader, str]], where: str
) -> dict[str, Any] | Problem:
    unknown = sorted(set(row) - set(columns))
    if unknown:
        return Problem(where, f"{unknown[0]!r} is not a column of this table")
    values: dict[str, Any] = {}
    optional = {field.name for field in fields(kind) if field.default is not MISSING}
    for column, (read, expected) in columns.items():
        cell = row.get(column)
        if cell is None and column in optional:
            continue
        if cell is None:
            return Problem(where, f"{column} is missing: give {expected}")
        value = read(cell)
        if isinstance(value, Problem):
            return Problem(where, f"{column}, {value}")
        if value is None:
            return Problem(where, f"{column} is {cell!r}, where {expected} should stand")
        values[column] = value
    return values


def _read_text(cell: object) -> str | None:
    return cell.strip() or None if isinstance(cell, str) else None


def _read_root(cell: object) -> str | None:
    return cell if isinstance(cell, str) and re.fullmatch(r"[A-Z][A-Z0-9]{0,5}", cell) else None


def _read_choice(choices: tuple[str, ...]) -> Reader:
    return lambda cell: cell if cell in choices else None


def _read_flag(cell: object) -> bool | None:
    return cell if isinstance(cell, bool) else None


def _read_number(cell: object) -> Decimal | None:
    if not isinstance(cell, str | int | Decimal):
        return None
    number = parse_decimal(str(cell), "")
    return None if isinstance(number, Problem) or number < 0 else number


def _read_beta(cell: object) -> Decimal | None:
    if not isinstance(cell, str | int | Decimal) or isinstance(cell, bool):
        return None
    number = parse_decimal(str(cell), "")
    return None if isinstance(number, Problem) or abs(number) > LARGEST_BETA else number


def _read_positive(cell: object) -> Decimal | None:
    return _read_number(cell) or None


def _read_time(cell: object) -> time | None:
    if isinstance(cell, time):
        return cell if cell.tzinfo is None else None
    if isinstance(cell, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?", cell):
        return time.fromisoformat(cell)
    return None


def _read_date(cell: object) -> date | None:
    if type(cell) is date:
        return cell
    try:
        return date.fromisoformat(cell) if isinstance(cell, str) else None
    except ValueError:
        return None


def _read_ticks(cell: object) -> tuple[Tick, ...] | Problem | None:
    if not isinstance(cell, list | tuple) or not cell:
        return None
    ticks = []
    for number, row in enumerate(cell, start=1):
        if not isinstance(row, Mapping):
            return None
        values = _read_columns(row, Tick, _TICK_COLUMNS, f"row {number}")
        if isinstance(values, Problem):
            return values
        ticks.append(Tick(**values))
    return tuple(sorted(ticks, key=lambda tick: tick.effective))


_ROOT = (_read_root, "a root of 1 to 6 capital letters and digits such as SPXW")
_CLOCK = (_read_time, "a New York time such as 16:15")
_COLUMNS: Mapping[str, tuple[Reader, str]] = {
    "root": _ROOT,
    "name": (_read_text, "a name"),
    "kind": (_read_choice(get_args(Kind)), "option, future or fund"),
    "underlying": (_read_root, "the index whose totals it joins, such as SPX"),
    "multiplier": (_read_positive, "the $ per point, such as 100"),
    "settlement": (_read_choice(get_args(Settlement)), "AM or PM"),
    "official_value": (_read_text, "the name of the value it settles on, such as VRO"),
    "listing": (_read_choice(get_args(Listing)), f"one of {', '.join(get_args(Listing))}"),
    "settles_at": _CLOCK,
    "settles_at_half_day": _CLOCK,
    "trades_last_on_expiry": (_read_flag, "true or false"),
    "last_trade_at": _CLOCK,
    "last_trade_at_half_day": _CLOCK,
    "forward_root": _ROOT,
    "index_divisor": (_read_positive, "a number such as 10"),
    "ticks": (_read_ticks, "one or more rows of effective, below, small and large"),
    "vix_beta": (_read_beta, f"a number from -{LARGEST_BETA} to {LARGEST_BETA} such as 1.5"),
}
_TICK_COLUMNS: Mapping[str, tuple[Reader, str]] = {
    "effective": (_read_date, "a date such as 2022-11-29"),
    "below": (_read_number, "a price in points, 0 or more"),
    "small": (_read_positive, "a step in points above 0"),
    "large": (_read_positive, "a step in points above 0"),
}
