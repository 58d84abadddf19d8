"""MACD as signals need it: the newest histogram of a price, the one before it, and the days on which it crossed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from alvh_desktop.domain.calendar import business_days_between
from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.scene import Scene
from alvh_desktop.series.macd import Cross, crosses
from alvh_desktop.series.sources import sources_of
from alvh_desktop.series.studies import STUDIES
from alvh_desktop.series.study import Figure, Source, figure_of, line_of

NEAR_DAYS = 5
"""Trading days within which a cross is of now."""

_LOOKED_BACK = timedelta(days=365)
_PRICES = {"spx": "SPX", "vvix": "VVIX", "vx": "the VX curve"}
_HISTOGRAMS = {study.id.partition(".")[0]: study for study in STUDIES if study.id.endswith(".macd_histogram")}


@dataclass(frozen=True, slots=True)
class Momentum:
    """`figure` is the newest histogram in points, or why it is not known; `before` that of the row before it.

    `crosses` are the days on which the MACD line went through its signal, ascending.
    """

    name: str
    figure: Figure
    before: float | None
    crosses: tuple[Cross, ...]

    @property
    def last_cross(self) -> Cross | None:
        return self.crosses[-1] if self.crosses else None


def momenta_of(scene: Scene) -> Mapping[str, Momentum]:
    """Of SPX ("spx"), VVIX ("vvix") and the 30-day VX price ("vx"), as known at the end of the scene's day.

    Worked out once for a past and a day: it reads whole series.
    """
    past, day = scene.past, scene.day

    def work() -> Mapping[str, Momentum]:
        sources = sources_of(past.until(day))
        return {key: _momentum(key, sources, day) for key in _PRICES}

    return kept(scene, "momenta", (past, day), work)


def is_near(cross: Cross | None, day: date) -> bool:
    """Whether a cross lies within the last trading days, the day itself among them."""
    return cross is not None and is_of_this_year(cross, day) and business_days_between(cross.day, day) <= NEAR_DAYS


def is_of_this_year(cross: Cross, day: date) -> bool:
    """Whether a cross is so near that trading days up to the day are worth counting."""
    return cross.day >= day - _LOOKED_BACK


def crossed_together(one: Sequence[Cross], other: Sequence[Cross], day: date) -> date | None:
    """The day on which both had crossed within the last trading days, of the newest stretch of such days; None
    where there was none in a year."""
    ages = [
        {business_days_between(each.day, day): each.day for each in found if is_of_this_year(each, day)}
        for found in (one, other)
    ]
    if not all(ages):
        return None
    begin = None
    for age in range(_LOOKED_BACK.days):
        if all(any(near in found for near in range(age, age + NEAR_DAYS + 1)) for found in ages):
            begin = age
        elif begin is not None:
            break
    return None if begin is None else max(found[begin] for found in ages if begin in found)


def _momentum(key: str, sources: Mapping[str, Source], day: date) -> Momentum:
    study = _HISTOGRAMS[key]
    source = sources[study.source]
    line = line_of(study, source.series)
    before = float(line.values[-2]) if line.values.size > 1 and np.isfinite(line.values[-2]) else None
    return Momentum(_PRICES[key], figure_of(line, source, day), before, crosses(line.days, line.values))
