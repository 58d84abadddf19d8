"""Which days the exchange is open, and which of them are short."""

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.resources import resource

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""English, whatever language the machine speaks: strftime follows the locale that Qt sets."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closures:
    """Weekdays without a session and days with a short one, ascending, known from `first` to `last`."""

    first: date
    last: date
    closed: tuple[date, ...]
    early: frozenset[date]


@cache
def load_closures() -> Closures:
    """The program's table of closures, read once."""
    table = tomllib.loads(resource("closures.toml").read_text(encoding="utf-8"))
    return Closures(table["first"], table["last"], tuple(table["closed"]), frozenset(table["early_closes"]))


@cache
def _closed_days() -> frozenset[date]:
    return frozenset(load_closures().closed)


def is_covered(day: date) -> bool:
    """True when the table of closures knows the day; the other functions here refuse one it does not know."""
    table = load_closures()
    return table.first <= day <= table.last


def is_business_day(day: date) -> bool:
    """True on a day with a session, a short one too. KnownError outside the table."""
    _require_covered(day)
    return day.weekday() < 5 and day not in _closed_days()


def is_early_close(day: date) -> bool:
    """True when the session ends at 13:00 New York time instead of 16:00. KnownError outside the table."""
    _require_covered(day)
    return day in load_closures().early


def previous_business_day(day: date) -> date:
    """The last business day strictly before `day`. KnownError when it lies outside the table."""
    day -= _DAY
    while not is_business_day(day):
        day -= _DAY
    return day


def next_business_day(day: date) -> date:
    """The first business day strictly after `day`. KnownError when it lies outside the table."""
    day += _DAY
    while not is_business_day(day):
        day += _DAY
    return day


def business_days_between(start: date, end: date) -> int:
    """Business days after `start` up to and including `end`; negative when `end` is before `start`.

    Zero for one and the same day, so the counts of two neighbouring spans add up to that of both.
    """
    return _business_days_until(end) - _business_days_until(start)


def _business_days_until(day: date) -> int:
    _require_covered(day)
    # Day 1 of the proleptic calendar was a Monday, so each whole week before holds five weekdays.
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5) - bisect_right(load_closures().closed, day)


def _require_covered(day: date) -> None:
    if not is_covered(day):
        table = load_closures()
        raise KnownError(
            f"{written_date(day)} is outside the trading calendar, which runs"
            f" from {written_date(table.first)} to {written_date(table.last)}.",
            "Check the date; a later version of the program may know more years.",
        )


def written_date(day: date) -> str:
    """A day as sentences name it: 8 June 2016."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
