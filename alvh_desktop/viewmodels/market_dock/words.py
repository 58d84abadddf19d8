"""Words that several pages of the dock share: days, ages, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import MONTHS, NEW_YORK, business_days_between, is_covered
from alvh_desktop.domain.freshness import DEFAULT_LIMIT, is_stale
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.viewmodels.figures import age_text

if TYPE_CHECKING:
    from alvh_desktop.domain.problems import Problem

_FRESH_DAYS = 1  # until its session has closed, a day's newest close is that of the trading day before


def day_text(day: date) -> str:
    """`20 Nov 2026`."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def short_day_text(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def days_behind(day: date, now: datetime) -> int:
    """Trading days since a day; plain days outside the calendar."""
    today = now.astimezone(NEW_YORK).date()
    return business_days_between(day, today) if is_covered(day) and is_covered(today) else (today - day).days


def close_age_text(day: date, now: datetime) -> str:
    """How old a close is where a newer one should be there; empty where it is fresh."""
    behind = days_behind(day, now)
    return f"{behind:,} trading days old" if behind > _FRESH_DAYS else ""


def is_old(moment: datetime, now: datetime) -> bool:
    """Whether a quote is older than quotes of files may be, while a newer one could exist."""
    return is_stale(moment, now, DEFAULT_LIMIT)


def moment_and_age(moment: datetime, now: datetime) -> str:
    """`2026-11-20 15:45 New York, 12 min old`; one of this minute is not old."""
    age = age_text((now - moment).total_seconds())
    return new_york_text(moment) if age == "now" else f"{new_york_text(moment)}, {age} old"


def counted_reasons(problems: Iterable[Problem], prefix: str) -> str:
    """`45 no bid; 2 one side is missing`: the reasons with how often they were met, the most frequent first.

    Prices differ from quote to quote and are left out of the reason here.
    """
    reasons = Counter(_without_prices(problem.message.removeprefix(prefix)) for problem in problems)
    return "; ".join(f"{count} {reason}" for reason, count in reasons.most_common())


def _without_prices(reason: str) -> str:
    if reason.startswith("crossed"):
        return "crossed"
    return "spread wider than the value" if reason.startswith("the spread ") else reason
