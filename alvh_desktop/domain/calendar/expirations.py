"""On which days a product can expire, and what to say when it cannot.

"Can" follows the exchange's rules of today (CFE rule 1202(b) and the SPX specification) and is no claim that
a series was listed: VIX weeklies began in 2015, daily SPXW expirations in 2022.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache

from alvh_desktop.domain.calendar.business_days import (
    is_business_day,
    load_closures,
    previous_business_day,
    written_date,
)
from alvh_desktop.domain.contracts import NEVER
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Listing, Product, load_products

_WEDNESDAY, _FRIDAY = 2, 4
_VIX_SPAN = timedelta(days=30)
_VIX_LOOKAHEAD = timedelta(days=36)  # from a day to the Wednesday on or after it (6), and 30 more to its Friday


def third_friday(year: int, month: int) -> date:
    fifteenth = date(year, month, 15)
    return fifteenth + timedelta(days=(_FRIDAY - fifteenth.weekday()) % 7)


def monthly_spx_expiry(year: int, month: int) -> date:
    """The AM-settled SPX expiry: the third Friday, or the business day before when that is a holiday."""
    friday = third_friday(year, month)
    return friday if is_business_day(friday) else previous_business_day(friday)


def vix_expiry_for(year: int, month: int) -> date:
    """The monthly VIX and VX expiry in this month: 30 days before the third Friday of the month after."""
    following = third_friday(year + month // 12, month % 12 + 1)
    return _vix_expiry(following - _VIX_SPAN)


def vix_weekly_expiry(day: date) -> date:
    """The VIX and VX expiry that belongs to the Wednesday on or after `day`, weekly or monthly."""
    return _vix_expiry(wednesday_from(day))


def wednesday_from(day: date) -> date:
    """The first Wednesday on or after `day`."""
    return day + timedelta(days=(_WEDNESDAY - day.weekday()) % 7)


def _vix_expiry(wednesday: date) -> date:
    # Both days are asked: the Friday's SPX options settle VIX, so a holiday there moves the expiry as well.
    if is_business_day(wednesday) and is_business_day(wednesday + _VIX_SPAN):
        return wednesday
    return previous_business_day(wednesday)


def _is_vix_monthly(day: date) -> bool:
    return day == vix_expiry_for(day.year, day.month)


def _is_vix_expiry(day: date) -> bool:
    return day == vix_weekly_expiry(day)


_LISTED: Mapping[Listing, Callable[[date], bool]] = {
    "monthly_spx": lambda day: day == monthly_spx_expiry(day.year, day.month),
    "daily": is_business_day,
    "monthly_vix": _is_vix_monthly,
    "weekly_vix": lambda day: _is_vix_expiry(day) and not _is_vix_monthly(day),
    "any_vix": _is_vix_expiry,
    "never": lambda _: False,
}
_CALLED: Mapping[Listing, str] = {
    "monthly_spx": "the AM-settled monthly",
    "daily": "a PM-settled expiry",
    "monthly_vix": "a monthly",
    "weekly_vix": "a weekly",
    "any_vix": "a weekly or monthly",
}


def _horizon(product: Product) -> tuple[date, date]:
    """The first and last day on which the calendar can decide whether the product expires."""
    return _horizon_of(product.listing)


@cache
def _horizon_of(listing: Listing) -> tuple[date, date]:
    table = load_closures()
    first = table.first + timedelta(days=7)
    # The table ends with a month, so the monthly rule, which asks a Friday of the next month, is answered too.
    return first, table.last - _VIX_LOOKAHEAD if listing.endswith("_vix") else table.last


def expires_on(product: Product, day: date) -> bool:
    """True when the product's rule puts an expiry on `day`; False too where the calendar cannot say."""
    return _lists(product.listing, day)


@lru_cache(maxsize=4096)  # statements ask the same days of a few rules a hundred thousand times
def _lists(listing: Listing, day: date) -> bool:
    first, last = _horizon_of(listing)
    return first <= day <= last and _LISTED[listing](day)


def nearest_expiries(product: Product, day: date, count: int) -> tuple[date, ...]:
    """The `count` expiries closest to `day` (which may be one), ascending; fewer at the calendar's ends.

    Of two as far away the sooner one comes first.
    """
    if product.listing == "never":
        return ()
    first, last = _horizon(product)
    day = min(max(day, first), last)
    furthest = max((day - first).days, (last - day).days)
    found: set[date] = set()
    for distance in range(furthest + 1):
        step = timedelta(days=distance)
        found.update(near for near in {day - step, day + step} if expires_on(product, near))
        if len(found) >= count:
            break
    return tuple(sorted(sorted(found, key=lambda near: (abs(near - day), near))[:count]))


def family_member_expiring(product: Product, day: date) -> Product | None:
    """The other root of the same index, size and kind that expires on `day`: VIXW for a VIX weekly date."""
    family = (other for other in load_products().values() if _is_family(product, other))
    return next((other for other in family if expires_on(other, day)), None)


def _is_family(product: Product, other: Product) -> bool:
    return (
        other.root != product.root
        and (other.underlying, other.kind) == (product.underlying, product.kind)
        and (other.multiplier, other.index_divisor) == (product.multiplier, product.index_divisor)
    )


def is_possible_expiry(product: Product, day: date) -> Problem | None:
    """None when the product can expire on `day`, else a sentence with the reason and the nearest dates.

    A fund expires on NEVER and on no other day.
    """
    if expires_on(product, day):
        return None
    if product.listing == "never":
        return None if day == NEVER else Problem("expiry", f"{product.root} is a fund: it has no expiry")
    if day == NEVER:
        return Problem("expiry", f"{product.root} needs an expiry: only a fund has none")
    first, last = _horizon(product)
    if not first <= day <= last:
        return Problem(
            "expiry",
            f"{written_date(day)} is outside the trading calendar, which knows {product.root} expiries"
            f" from {written_date(first)} to {written_date(last)}",
        )
    nearest = " and ".join(written_date(near) for near in nearest_expiries(product, day, 2))
    return Problem(
        "expiry",
        f"{product.root} has no expiry on {written_date(day)}: {_reason(product, day)}the nearest are {nearest}",
    )


def _reason(product: Product, day: date) -> str:
    if day.weekday() > _FRIDAY:
        return "that is a weekend day; "
    if not is_business_day(day):
        return "the exchange is closed that day; "
    other = family_member_expiring(product, day)
    if other is not None:
        return f"that is {_CALLED[other.listing]}, root {other.root}; "
    friday = day + _VIX_SPAN
    if product.listing.endswith("_vix") and day.weekday() == _WEDNESDAY and not is_business_day(friday):
        return f"30 days later, {written_date(friday)}, is a holiday; "
    return ""
