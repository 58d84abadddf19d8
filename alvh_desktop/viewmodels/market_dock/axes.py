"""Where the axes of a chart have their ticks, and what stands beside them: as many as there is room for."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from alvh_desktop.domain.calendar import MONTHS

_EPOCH = date(1970, 1, 1)
_SHARES = (1.0, 2.0, 2.5, 5.0, 10.0)
_DAY_STEPS = (1, 2, 3, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


class Axis(Protocol):
    def ticks(self, low: float, high: float, most: int) -> tuple[Tick, ...]:
        """At most so many ticks within a range, ascending."""
        ...


def even_step(least: float) -> float:
    """The next of 1, 2, 2.5 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * share for share in _SHARES if power * share >= least * (1.0 - 1e-9))


def room_around(low: float, high: float, share: float = 0.06) -> tuple[float, float]:
    """A range with some air around its ends; one of no width gets a width."""
    if high <= low:
        half = max(abs(low) * 0.05, 0.5)
        return low - half, high + half
    air = (high - low) * share
    return low - air, high + air


def number_text(value: float, digits: int) -> str:
    """With thousands apart and a true minus."""
    text = f"{value:,.{digits}f}"
    return text.replace("-", "\N{MINUS SIGN}") if float(text.replace(",", "")) else text.lstrip("-")


@dataclass(frozen=True, slots=True)
class NumberAxis:
    """Even numbers with the digits that their step needs, and `unit` behind each."""

    unit: str = ""

    def ticks(self, low: float, high: float, most: int) -> tuple[Tick, ...]:
        if not high > low or most < 1:
            return ()
        step = even_step((high - low) / (most + 1))
        while math.floor(high / step + 1e-9) - math.ceil(low / step - 1e-9) >= most:
            step = even_step(step * 1.01)
        digits = max(0, math.ceil(-math.log10(step) - 1e-9))
        digits += step * 10**digits % 1.0 > 1e-6  # 2.5 needs a digit more than 2
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        places = [step * place for place in range(first, last + 1)]
        return tuple(Tick(at, f"{number_text(at, digits)}{self.unit}") for at in places)


@dataclass(frozen=True, slots=True)
class DayAxis:
    """Days since 1970 as dates: the years, months or days that begin there."""

    def ticks(self, low: float, high: float, most: int) -> tuple[Tick, ...]:
        if not high > low or most < 1:
            return ()
        first, last = day_at(math.ceil(low)), day_at(math.floor(high))
        days = (last - first).days
        tried = [(_days, step, _day_label) for step in _DAY_STEPS if days / step < most]
        tried += [(_months, step, _month_label) for step in _MONTH_STEPS if days / (28 * step) < most + 1]
        tried += [(_months, 12 * step, _year_label) for step in _YEAR_STEPS]
        found = (_labelled(begin(first, last, step), label) for begin, step, label in tried)
        return next((ticks for ticks in found if len(ticks) <= most), ())


@dataclass(frozen=True)
class NamedAxis:
    """Places with names of their own; where they stand too near to each other some go without."""

    places: Sequence[float]
    label: Callable[[int], str]

    def ticks(self, low: float, high: float, most: int) -> tuple[Tick, ...]:
        if most < 1:
            return ()
        least, found = (high - low) / most, list[Tick]()
        for number, at in enumerate(self.places):
            if low <= at <= high and (not found or at - found[-1].at >= least):
                found.append(Tick(at, self.label(number)))
        return tuple(found)


def day_number(day: date) -> float:
    """Days since 1970: where a day stands on a DayAxis."""
    return float((day - _EPOCH).days)


def day_at(number: float) -> date:
    return _EPOCH + timedelta(days=int(number))


def nearest_place(places: Sequence[float], at: float) -> int:
    """Which of ascending places is nearest; there is at least one."""
    right = min(max(bisect_left(places, at), 1), len(places) - 1) if len(places) > 1 else 0
    return right - 1 if right and at - places[right - 1] < places[right] - at else right


def _labelled(days: Sequence[date], label: Callable[[date], str]) -> tuple[Tick, ...]:
    return tuple(Tick(day_number(day), label(day)) for day in days)


def _days(first: date, last: date, step: int) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range(0, (last - first).days + 1, step)]


def _months(first: date, last: date, step: int) -> list[date]:
    """First days of every `step` months, counted from January of year 0."""
    count = first.year * 12 + first.month - 1 + (first.day > 1)
    count += -count % step
    found = []
    while (day := date(count // 12, count % 12 + 1, 1)) <= last:
        found.append(day)
        count += step
    return found


def _day_label(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _year_label(day: date) -> str:
    return str(day.year)


def _month_label(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.year % 100:02}"
