"""The user's model settings on a day, out of the inputs of the book."""

import math
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.inputs import input_on, is_stale, kind_of, value_on
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.response.presets import CONSTANTS, Response, responses
from alvh_desktop.pricing.trading_clock import Clock

MOST_VIX_SCALE = 5.0


def day_of(moment: datetime) -> date:
    """The New York day on which inputs count."""
    return moment.astimezone(NEW_YORK).date()


def response_of(book: Book, lens: Lens, day: date) -> Response | Problem:
    """The preset the lens names, with the book's constants and the scale of the lens on top of its own.

    A Problem names the presets there are, or a scale that cannot be.
    """
    if not (math.isfinite(lens.vix_scale) and 0.0 <= lens.vix_scale <= MOST_VIX_SCALE):
        most = f"{MOST_VIX_SCALE:g}"
        return Problem("scale", f"the answer of VIX cannot be scaled by {lens.vix_scale:g}: give 0 to {most}")
    presets = responses({name: float(input_value(book, f"response.{name}", day)) for name in CONSTANTS})
    if lens.preset not in presets:
        return Problem("preset", f"{lens.preset!r} is no response: say one of {', '.join(presets)}")
    found = presets[lens.preset]
    return found if lens.vix_scale == 1.0 else replace(found, scale=found.scale * lens.vix_scale)


def clock_of(book: Book, lens: Lens, day: date) -> Clock | None:
    """The trading-weighted clock where the lens asks for it; None counts calendar time."""
    if lens.clock == "calendar":
        return None
    return Clock(float(input_value(book, "clock.overnight", day)), float(input_value(book, "clock.weekend", day)))


def stickiness_of(book: Book, day: date) -> float:
    """R of printed deltas: 1 holds the volatility of a strike, 0 that of a moneyness."""
    return float(input_value(book, "skew_stickiness", day))


def equity_of(book: Book, day: date) -> Decimal | Problem:
    """What the account is worth, as the user typed it; a Problem when it is missing or too old to divide by."""
    row, kind = input_on(book.inputs, "equity", day), kind_of("equity")
    if row is None or isinstance(kind, Problem):
        return Problem("equity", "equity is not known: type it with `input equity 250000`")
    if is_stale(kind, row, day):
        allowed = f"{kind.stale_after_days} trading day"
        return Problem("equity", f"equity of {row.on} is older than {allowed}: type it anew")
    if row.value <= 0:
        return Problem("equity", f"equity of {row.on} is {row.value}: nothing can be measured against it")
    return row.value


def usual_age_limit(book: Book, moment: datetime) -> timedelta:
    """How old a mark of a file, or a typed one, may be before it is stale."""
    return timedelta(minutes=float(input_value(book, "age.limit_minutes", day_of(moment))))


def input_value(book: Book, name: str, day: date) -> Decimal:
    """What counts on a day of an input that has a default. Raises KeyError for any other."""
    value = value_on(book.inputs, name, day)
    if value is None:
        raise KeyError(f"{name} has no default")
    return value
