"""Days of statements: whether a file writes the month or the day first, which day a text is, when it ends."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from alvh_desktop.domain.calendar import MONTHS, NEW_YORK, is_covered, last_trading_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Question
from alvh_desktop.domain.sessions import options_close
from alvh_desktop.domain.statements import DateOrder

SLASHED_DAY = r"[0-9]{1,2}/[0-9]{1,2}/(?:20)?[0-9]{2}"
"""The pattern of a day whose month may stand first or second."""

MONTH_NUMBERS = {name[:3].upper(): number for number, name in enumerate(MONTHS, 1)}
"""By the first three letters in capitals."""

DATE_ORDERS: tuple[DateOrder, ...] = ("month first", "day first")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/((?:20)?[0-9]{2})", re.ASCII)
_ISO = re.compile(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})", re.ASCII)
_UNSAID = "its dates do not say whether the month or the day stands first."


def find_date_order(
    days: Iterable[tuple[int, str]], asked: DateOrder, name: str, usual: DateOrder = ""
) -> DateOrder | Problem:
    """One order for a whole file by its days, each with its line: what they show, else what was asked, else `usual`.

    A text that is no day with slashes says nothing; without any the order may be "". Days that need both orders are a
    Problem; an answer that the file contradicts, or no answer where nothing decides, is a Question.
    """
    slashed: dict[str, int] = {}
    first: dict[DateOrder, tuple[int, str]] = {}
    for line, text in days:
        if text not in slashed and _SLASHED.fullmatch(text):
            slashed[text] = line
            first.setdefault(_shown_order(text), (line, text))
    (month_line, month), (day_line, day) = first.get("month first", (0, "")), first.get("day first", (0, ""))
    if month and day:
        lines = f"line {month_line} writes the month first, line {day_line} the day ({month} and {day})"
        return Problem(name, f"{lines}: no day of this file can be trusted, and nothing was imported")
    shown: DateOrder = "month first" if month else "day first" if day else ""
    if asked and shown and shown != asked:
        told = f"line {month_line or day_line} cannot be read with the {asked}: it says {month or day}."
        return Question(name, told, "dates", DATE_ORDERS)
    order = shown or asked or usual
    return order if order or not slashed else Question(name, _UNSAID, "dates", DATE_ORDERS)


def _shown_order(text: str) -> DateOrder:
    """The only order in which a text with slashes can be a day; empty where both or none would do."""
    first, second = (int(part) for part in text.split("/")[:2])
    if 0 < first <= 12 < second <= 31:
        return "month first"
    return "day first" if 0 < second <= 12 < first <= 31 else ""


def is_day(text: str) -> bool:
    """Whether a text is written as a day, be there such a day or not."""
    return bool(_SLASHED.fullmatch(text) or _ISO.fullmatch(text))


@lru_cache(maxsize=4096)
def read_day(text: str, order: DateOrder) -> date | str:
    """4/2/26, 04/02/2026 or 2026-04-02, within the years of the trading calendar; else why it is no day."""
    if iso := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in iso.groups())
    elif slashed := _SLASHED.fullmatch(text):
        month, day, year = (int(part) for part in slashed.groups())
        if order == "day first":
            month, day = day, month
    else:
        return f"{shortened(text)!r} is no date such as 04/24/2026"
    return day_of(year % 100 + 2000, month, day)


def day_of(year: int, month: int, day: int) -> date | str:
    """The day, within the years of the trading calendar; else why it is none."""
    try:
        found = date(year, month, day)
    except ValueError:
        return f"there is no day {year}-{month:02}-{day:02}"
    return found if is_covered(found) else f"{found} is outside the trading calendar"


@lru_cache(maxsize=1024)
def end_of_session(day: date) -> datetime:
    """The moment (UTC) of a row that names a day alone: when options stop trading in the regular session.

    16:15 New York also on a day without one. Raises KnownError outside the trading calendar.
    """
    return options_close(day)


def end_of_trading(contract: Contract, product: Product, day: date) -> datetime:
    """The same of a fill: on the last day of its contract not after that stopped trading."""
    close = end_of_session(day)
    if not contract.has_expiry:
        return close
    last = last_trading_moment(product, contract.expiry)
    return min(close, last) if last.astimezone(NEW_YORK).date() == day else close
