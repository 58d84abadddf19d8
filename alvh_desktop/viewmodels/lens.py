"""What the lens may be set to: the days of its slider, the answers of VIX, and the words for both."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import MONTHS, NEW_YORK, is_business_day, is_covered
from alvh_desktop.domain.lens import ClockName, Lens
from alvh_desktop.domain.sessions import session_close
from alvh_desktop.viewmodels.figures import days_text

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Curves, Picture
    from alvh_desktop.pricing.payoff import CurveDate, Payoff

CLOCKS: dict[ClockName, str] = {"calendar": "Calendar time", "trading": "Trading time"}
FUTURES = {False: "VX rolls", True: "VX stays (ignores roll-down)"}

_DAY = timedelta(days=1)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the slider and what stands beside it."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class LensView:
    """`stops` from now over every close to the last settlement held; at the stop `settlement` no curve is added."""

    lens: Lens
    stops: tuple[Stop, ...]
    settlement: int
    presets: tuple[Choice, ...]
    settled: str

    def at_stop(self, place: int) -> Lens:
        """The lens with the slider there. Now and the settlement have their curves anyway."""
        is_drawn_anyway = place in (0, self.settlement)
        return replace(self.lens, dates=() if is_drawn_anyway else (self.stops[place].at,))

    def place(self, chosen: datetime | None) -> int:
        """Where the slider stands, when `chosen` is the stop a person has put it on."""
        if self.lens.dates:
            return min(bisect_left([stop.at for stop in self.stops], self.lens.dates[0]), len(self.stops) - 1)
        return 0 if chosen is not None and chosen <= self.stops[0].at else self.settlement


def lens_view(picture: Picture | Curves, payoff: Payoff) -> LensView:
    from alvh_desktop.pricing.response.presets import responses

    held = picture.inputs.book.holdings
    ends = (value.settles_at for leg, value in picture.values.items() if held[leg].leg.contract.has_expiry)
    stops = _stops(payoff.world.now, payoff.settles_at, max(ends, default=payoff.settles_at))
    return LensView(
        lens=picture.inputs.lens,
        stops=stops,
        settlement=next(place for place, stop in enumerate(stops) if stop.at == payoff.settles_at),
        presets=tuple(Choice(name, preset.label, preset.note) for name, preset in responses().items()),
        settled=settled_text(payoff.dates[-1]),
    )


def day_text(moment: datetime) -> str:
    """A day of New York: `Mon 4 Jan 2027`."""
    day = moment.astimezone(NEW_YORK)
    return f"{_WEEKDAYS[day.weekday()]} {short_day_text(moment)} {day.year}"


def short_day_text(moment: datetime) -> str:
    """The same where the year is clear: `4 Jan`."""
    day = moment.astimezone(NEW_YORK)
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def settled_text(date: CurveDate) -> str:
    """Which expiries settle before a date of the curves, with their legs counted; empty where none does."""
    return _settled_text(date.settled_before)


@lru_cache(maxsize=8)  # asked for thrice a frame, of as many names as there are legs
def _settled_text(names: tuple[str, ...]) -> str:
    counts = Counter(" ".join(name.split(maxsplit=2)[:2]) for name in names)
    told = ", ".join(f"{name} \N{MULTIPLICATION SIGN}{count}" for name, count in counts.items())
    return f"Settled before, at this point's SPX and VIX: {told}" if told else ""


@lru_cache(maxsize=4)  # the same for every frame while a date is dragged
def _stops(now: datetime, settles_at: datetime, last: datetime) -> tuple[Stop, ...]:
    end = max(last, settles_at)
    moments = {close for close in _closes(now.astimezone(NEW_YORK).date(), end) if now < close <= end}
    stops = [Stop(now, "now")]
    for at in sorted(moments | {settles_at, end}):
        days = (at - now).total_seconds() / _DAY.total_seconds()
        told = f"{day_text(at)}, {days_text(days)} days"
        stops.append(Stop(at, f"{told}, settlement" if at == settles_at else told))
    return tuple(stops)


def _closes(first: date, end: datetime) -> list[datetime]:
    days = (end.astimezone(NEW_YORK).date() - first).days
    span = (first + _DAY * place for place in range(days + 1))
    return [session_close(day) for day in span if is_covered(day) and is_business_day(day)]
