"""What signals are read from: closes whose MACD crosses on a given day, and prints typed by their days."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import numpy as np
from support.made_pasts import futures_on, monthlies, trading_days

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.records import Input
from alvh_desktop.series.past import Past, daily

COUNT = 160
DAYS = trading_days(COUNT)


def typed(book: Book, rows: Mapping[str, Mapping[str, str]]) -> Book:
    """Values by name and day."""
    place = max([1999, *book.inputs]) + 1
    found = []
    for name, values in rows.items():
        for on, value in values.items():
            found.append(
                Row("inputs", place, None, Input(place, name, date.fromisoformat(on), Decimal(value), "typed"))
            )
            place += 1
    return book.after(found)


def turning(level: float, up_ago: int | None) -> list[float]:
    """Closes that fall faster and faster, so that MACD lies under its signal; so many trading days before the last
    one a rise of a quarter of the level begins, which adds 0.0638 of itself to the histogram at once: a cross up."""
    values = level - 0.0004 * level * (np.arange(COUNT) / 10.0) ** 2
    if up_ago is not None:
        values[COUNT - 1 - up_ago :] += 0.25 * level
    return [float(value) for value in values]


def past_of(spx: int | None = None, vx: int | None = None, vvix: int | None = None, missing: str = "") -> Past:
    """A past in which each crossed up so many trading days ago; None never."""
    named = {"SPX": turning(6000.0, spx), "VVIX": turning(90.0, vvix), "VIX": turning(20.0, None)}
    level = dict(zip(DAYS, turning(20.0, vx), strict=True))
    futures = futures_on(lambda day, left: level[day], DAYS, monthlies(2026, 2028))
    closes = {name: daily(DAYS, values) for name, values in named.items() if name != missing}
    return Past(closes, {} if missing == "VX" else futures)


PAST_UP = past_of(spx=3, vx=1, vvix=2)
CALM = {
    "cpi.yoy": {"2026-09-11": "3.0", "2026-10-14": "3.1", "2026-11-13": "2.9"},
    "ppi.yoy": {"2026-09-10": "2.0", "2026-10-15": "2.29", "2026-11-14": "2.1"},
}
RISING = {
    "cpi.yoy": {"2026-10-14": "2.9", "2026-11-10": "3.0"},
    "ppi.yoy": {"2026-10-15": "2.0", "2026-11-13": "2.0"},
}
DOLLAR = {"pe.forward": {"2026-10-20": "22", "2026-11-19": "21"}, "reer": {"2026-10-01": "100", "2026-11-10": "101"}}


def easing(last: float) -> Past:
    """VX whose histogram stands at -0.0033 on the day before the last; the last close moves it by 0.0638."""
    values = turning(20.0, None)
    values[-1] += last
    level = dict(zip(DAYS, values, strict=True))
    return Past({}, futures_on(lambda day, left: level[day], DAYS, monthlies(2026, 2028)))
