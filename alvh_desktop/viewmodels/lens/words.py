"""The words of the lens: its days, its choices, and what of it is set where nobody looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import MONTHS, NEW_YORK
from alvh_desktop.domain.lens import ClockName, Lens, Unit

if TYPE_CHECKING:
    from alvh_desktop.pricing.payoff import CurveDate

CLOCKS: Mapping[ClockName, str] = {"calendar": "Calendar time", "trading": "Trading time"}
FUTURES = {False: "VX rolls", True: "VX stays (ignores roll-down)"}
UNITS: Mapping[Unit, str] = {"usd": "P/L in $", "credit": "% of credit", "equity": "% of equity"}

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MINUS = "\N{MINUS SIGN}"


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


def signed(value: float, digits: int = 1) -> str:
    """+2.5, with a true minus; whole numbers without a point."""
    told = f"{abs(value):.{digits}f}"
    told = told.rstrip("0").rstrip(".") if digits else told
    return f"{_MINUS if value < 0 else '+'}{told}"


def beside_text(lens: Lens) -> str:
    """What is set besides date, preset, clock and futures: nobody looks through it without being told."""
    return ", ".join(_beside(lens))


def folded_text(lens: Lens) -> str:
    """All that is set where it may be folded away, but for the unit of P/L, which the axis says."""
    shock = [f"SPX {signed(100.0 * lens.spx_move)} %"] if lens.spx_move else []
    time = [CLOCKS[lens.clock].lower()] if lens.clock != "calendar" else []
    futures = [FUTURES[True]] if lens.futures_stay else []
    return ", ".join((*shock, *_beside(lens), *time, *futures))


def _beside(lens: Lens) -> Iterator[str]:
    if lens.chosen:
        yield chosen_text(lens)
    if lens.vix_after is not None:
        yield f"VIX fixed at {lens.vix_after:g}"
    elif lens.vix_scale != 1.0:
        yield f"VIX answers {lens.vix_scale:g} \N{MULTIPLICATION SIGN}"
    shifts = lens.vol_shifts
    moved = (("to 30 days", shifts.short), ("to 90 days", shifts.medium), ("later", shifts.long), ("VIX", shifts.vix))
    told = [f"{signed(points)} {where}" for where, points in moved if points]
    if told:
        yield f"volatility points {', '.join(told)}"
    if lens.crush is not None:
        yield f"an event of {100.0 * lens.crush.move:g} % gone after {short_day_text(lens.crush.at)}"


def chosen_text(lens: Lens) -> str:
    """`2 legs and 1 campaign alone`."""
    counts = Counter(kind for kind, _ in lens.chosen)
    told = [f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(counts.items())]
    return f"{' and '.join(told)} alone"


@lru_cache(maxsize=8)  # asked for thrice a frame, of as many names as there are legs
def _settled_text(names: tuple[str, ...]) -> str:
    counts = Counter(" ".join(name.split(maxsplit=2)[:2]) for name in names)
    told = ", ".join(f"{name} \N{MULTIPLICATION SIGN}{count}" for name, count in counts.items())
    return f"Settled before, at this point's SPX and VIX: {told}" if told else ""
