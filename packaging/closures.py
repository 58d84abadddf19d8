"""Write resources/closures.toml: the days on which the exchange is closed or closes early.

Needs exchange_calendars (test extra). Run it again when a closure is announced or the horizon moves:
`python packaging/closures.py`; tests/domain/test_calendar_closures.py compares the file with the package.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import exchange_calendars

FIRST, LAST = date(1990, 1, 1), date(2040, 12, 31)
TARGET = Path(__file__).parents[1] / "resources" / "closures.toml"
HEADER = """\
# Days on which the New York Stock Exchange is closed, or closes early, from `first` to `last`.
# Cboe's index options and VX futures keep the same days; calendars named after them leave out half days.
# Written by packaging/closures.py from exchange_calendars {version}, calendar XNYS: change that instead.
# Days to come follow today's rules; an unscheduled closure is known only after it is announced.
"""
EARLY_NOTE = "# Early closes: 13:00 New York time (14:00 on the four before 1993).\n"


def find_closures(first: date, last: date) -> tuple[list[date], list[date]]:
    """The weekdays without a session, and the days with a short one, from `first` to `last`."""
    calendar = exchange_calendars.get_calendar("XNYS", start=first, end=last)
    sessions = {session.date() for session in calendar.sessions}
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    closed = [day for day in days if day.weekday() < 5 and day not in sessions]
    return closed, [session.date() for session in calendar.early_closes]


def by_year(days: Iterable[date]) -> Iterator[str]:
    """One line of a TOML array for each year."""
    for _, year in groupby(days, key=lambda day: day.year):
        yield "    " + ", ".join(day.isoformat() for day in year) + ",\n"


def main() -> None:
    closed, early = find_closures(FIRST, LAST)
    text = HEADER.format(version=exchange_calendars.__version__)
    text += f"first = {FIRST}\nlast = {LAST}\n\nclosed = [\n" + "".join(by_year(closed)) + "]\n\n"
    text += EARLY_NOTE + "early_closes = [\n" + "".join(by_year(early)) + "]\n"
    TARGET.write_text(text, encoding="ascii", newline="\n")
    print(f"{TARGET}: {len(closed)} closures and {len(early)} early closes, {FIRST} to {LAST}")


if __name__ == "__main__":
    main()
