"""The past from the real files: closes by their columns, VX futures by the rank their table gives them."""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from support.made_pasts import monthlies

from alvh_desktop.series.past import DailySeries, Past, daily

_RANKS = 8


@cache
def real_past(folder: Path) -> Past:
    """SPX, VIX and VVIX to 2026, and the futures of 2007 to 2021."""
    history = folder / "history"
    closes = {
        "SPX": _column(history / "spx_yahoo_hlc_1990_2026-07.csv", "Date", "Close", "%Y-%m-%d"),
        "VIX": _column(history / "VIX_History.csv", "DATE", "CLOSE", "%m/%d/%Y"),
        "VVIX": _column(history / "VVIX_History.csv", "DATE", "VVIX", "%m/%d/%Y"),
        "VIXCLS": _column(history / "VIXCLS.csv", "observation_date", "VIXCLS", "%Y-%m-%d"),
    }
    return Past(closes, _futures(history / "vx1_vx8_settle_2007-04_2021-12.csv"))


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _column(path: Path, day: str, value: str, form: str) -> DailySeries:
    rows = [row for row in _rows(path) if row[value]]
    days = [datetime.strptime(row[day], form).date() for row in rows]  # noqa: DTZ007 (a day, not a moment)
    return daily(days, [float(row[value]) for row in rows])


def _futures(path: Path) -> Mapping[date, DailySeries]:
    """VXn is the n-th monthly future that settles after the day: on a settlement day VX1 is the next one already."""
    expiries, table = monthlies(2007, 2024), dict[date, dict[date, float]]()
    for row in _rows(path):
        day = date.fromisoformat(row["DATE"])
        first = bisect_right(expiries, day)
        for rank in range(_RANKS):
            table.setdefault(expiries[first + rank], {})[day] = float(row[f"VX{rank + 1}"])
    return {expiry: daily(list(settles), list(settles.values())) for expiry, settles in table.items()}
