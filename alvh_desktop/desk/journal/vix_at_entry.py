"""Where VIX stood when a campaign was opened: as recorded with the fill, else the close of that day."""

from collections.abc import Callable
from datetime import datetime

from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.past_days import level_recorded
from alvh_desktop.desk.ports import Moments
from alvh_desktop.series.past import Past
from alvh_desktop.series.sources import VIX, usable_closes

VixAt = Callable[[datetime], float | None]
"""VIX in index points at an aware UTC moment; None where it is not known."""


def vix_reader(moments: Moments | None, past: Past) -> VixAt:
    """VIX of the market recorded last on the day up to the moment asked for, where one of that day is in it; else its
    close of that day. A close is what came after the fill: near enough for a regime, and for nothing finer.

    What it answers raises KnownError for a recorded market that this version cannot read.
    """
    series = usable_closes(past, VIX)
    closes = dict(zip(series.days.tolist(), series.values.tolist(), strict=True))

    def vix_at(moment: datetime) -> float | None:
        level = None if moments is None else level_recorded(moments, moment, VIX)
        if level is not None and day_of(level.moment) == day_of(moment):
            return float(level.value)
        return closes.get(day_of(moment))

    return vix_at
