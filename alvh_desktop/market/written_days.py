"""Dates as the files of publishers write them: all of one file in one form, or the file is refused."""

import re
from collections.abc import Iterable
from datetime import date

from alvh_desktop.domain.problems import Problem

_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_US_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_DATE_SHAPE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}")


def read_days(file_name: str, written: Iterable[tuple[int, str]]) -> dict[str, date] | Problem:
    """Every date by its text, all in the form of the first one; text that is no date is left out.

    `written` gives line numbers and texts. A date that does not fit refuses the file: 13/02/2016 shows that the
    days before it were read wrongly.
    """
    days: dict[str, date] = {}
    form: re.Pattern[str] | None = None
    for number, text in written:
        if text in days or not _DATE_SHAPE.fullmatch(text):
            continue
        form = form or (_US_DATE if "/" in text else _ISO_DATE)
        day = _read_day(text, form)
        if day is None:
            expected = "MM/DD/YYYY" if form is _US_DATE else "YYYY-MM-DD"
            return Problem(
                file_name,
                f"line {number}: {text} is no date of the form {expected}, in which the first date is written;"
                " nothing was imported",
            )
        days[text] = day
    return days


def _read_day(text: str, form: re.Pattern[str]) -> date | None:
    match = form.fullmatch(text)
    if match is None:
        return None
    order = (3, 1, 2) if form is _US_DATE else (1, 2, 3)
    try:
        return date(*(int(match[group]) for group in order))
    except ValueError:
        return None
