"""Which campaigns stand behind days: those that ended in them first, then those that stood."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.calendar import previous_business_day
from alvh_desktop.viewmodels.statistics.pages import Behind
from alvh_desktop.viewmodels.statistics.words import campaigns_text

if TYPE_CHECKING:
    from datetime import date, datetime

    from alvh_desktop.viewmodels.statistics.career import Career


def behind_days(career: Career, campaign_ids: Collection[int], first: date, last: date, words: str) -> Behind:
    """Of these campaigns those that held something between the end of the trading day before `first` and the end of
    `last`; `words` say which days they are."""
    after, until = over_at(previous_business_day(first)), over_at(last)
    ended: list[tuple[datetime, int]] = []
    standing: list[tuple[datetime, int]] = []
    for key in campaign_ids:
        course = career.courses[key]
        closed = course.closed_at
        if course.opened_at > until or (closed is not None and closed <= after):
            continue
        if closed is not None and closed <= until:
            ended.append((closed, key))
        else:
            standing.append((course.opened_at, key))
    ids = tuple(key for _, key in (*sorted(ended), *sorted(standing)))
    told = f"{words}: {campaigns_text(len(ids))}"
    return Behind(f"{told}, {len(ended):,} of them ended then" if ended and standing else told, ids)
