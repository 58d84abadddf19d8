"""What a person answers where a file leaves something open, as it was typed."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from alvh_desktop.domain.orders import moment_text, parse_moment
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Ask, Asked
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.viewmodels.file_line import FileLine

_WORDS: dict[Ask, tuple[str, ...]] = {"dates": ("month first", "day first"), "decimals": ("point", "comma")}


def answered_with(line: FileLine, about: Ask, text: str, now: datetime | None) -> Asked | Problem:
    """All that is said of a file with this answer; empty: nothing is said. `now` is what no moment may lie after.

    What a statement asks is added to what was said of it before; of a market file the newest answer alone counts.
    """
    if about == "moment":
        return _moment(text, now)
    if about == "series":
        return Asked(series=text or None)
    if about == "zone":
        problem = _no_zone(text)
    else:
        known = _WORDS[about]
        told = " or ".join(known)
        problem = None if text in ("", *known) else Problem(about, f"{text!r} is no answer: choose {told}")
    return problem or replace(line.said, **{about: text or None})  # type: ignore[arg-type]  # the words are its own


def said_text(line: FileLine, about: Ask) -> str:
    """What was said of a file, as a person would type it; of a series what it was taken as."""
    if about == "moment":
        return moment_text(line.said.moment) if line.said.moment else ""
    said: str | None = getattr(line.said, about)
    return said or (line.taken_as if about == "series" else "")


def _moment(text: str, now: datetime | None) -> Asked | Problem:
    moment = parse_moment(text, "moment") if text else None
    if isinstance(moment, Problem):
        return moment
    if moment and now and moment > now:
        return Problem("moment", f"{new_york_text(moment)} lies in the future; it is {new_york_text(now)}")
    return Asked(moment)


def _no_zone(text: str) -> Problem | None:
    try:
        if text:
            ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        return Problem("zone", f"{text!r} is no time zone: write one such as America/Chicago")
    return None
