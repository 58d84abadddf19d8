"""A moment as a person types it: ISO 8601, in New York where no offset stands."""

import re
from datetime import UTC, datetime

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import Problem

# Narrower than datetime.fromisoformat, whose forms differ between versions of Python; the years keep clear of
# the ends of its calendar.
_DAY = r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_DATE_ALONE = re.compile(_DAY)
_MOMENT = re.compile(rf"{_DAY}T{_TIME}(?:Z|[+-][0-9]{{2}}:?[0-5][0-9])?", re.IGNORECASE | re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1983, 2099
_EXAMPLE = "2026-11-20T15:45-05:00"


def parse_moment(text: str, where: str) -> datetime | Problem:
    """Read 2026-11-20T15:45-05:00, with Z, or without an offset as New York time: an aware UTC moment.

    Refused are a date alone and, without an offset, the hours that New York skips or repeats.
    """
    if _DATE_ALONE.fullmatch(text):
        return Problem(where, f"{text} is a day without a time: write it as {text}T15:45")
    if not _MOMENT.fullmatch(text):
        return Problem(where, f"{text!r} is not a date and time such as {_EXAMPLE}")
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return Problem(where, f"there is no moment {text}")
    if moment.tzinfo is None:
        problem = _clock_change_problem(moment, where)
        if problem is not None:
            return problem
        moment = moment.replace(tzinfo=NEW_YORK)
    if not _FIRST_YEAR <= moment.astimezone(NEW_YORK).year <= _LAST_YEAR:
        return Problem(where, f"{text} is outside the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return moment.astimezone(UTC)


def moment_text(moment: datetime) -> str:
    """An aware moment in New York time with its offset, read back by `parse_moment`: 2026-11-20T15:45-05:00."""
    local = moment.astimezone(NEW_YORK)
    has_seconds = local.second or local.microsecond
    return local.isoformat(timespec="auto" if has_seconds else "minutes")


def _clock_change_problem(local: datetime, where: str) -> Problem | None:
    """Why a wall-clock time in New York names no moment, or two."""
    earlier, later = (local.replace(tzinfo=NEW_YORK, fold=fold) for fold in (0, 1))
    if earlier.utcoffset() == later.utcoffset():
        return None
    text = local.isoformat(timespec="minutes")
    if earlier.astimezone(UTC).astimezone(NEW_YORK).replace(tzinfo=None) != local:
        return Problem(where, f"{text} does not exist in New York: the clocks jump over that hour")
    both = f"{moment_text(earlier)} or {moment_text(later)}"
    return Problem(where, f"{text} comes twice in New York, when the clocks go back: write {both}")
