"""Where an index has been between two looks: what the ticks say, and what the ends of its session say of the rest."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.quotes import Level
from alvh_desktop.rules.scene import Span


def span_of(before: Level | None, now: Level | None, between: Iterable[Level]) -> Span | None:
    """The lowest and the highest value since `before`, which was judged then and does not count; `now` does.

    An end of the session counts where it has moved since `before`, or where nothing was known of it there: it may
    have been reached in between. One that stands as it did was reached earlier. On a new day of the session all of it
    counts. Without a look before nobody knows what has moved, and without a level now there is no session.
    """
    ticks = [*between, *(() if now is None else (now,))]
    values = [tick.value for tick in ticks if before is None or tick.moment > before.moment or tick is now]
    if before is not None and now is not None and _day(now) >= _day(before):
        is_anew = _day(now) > _day(before)
        if now.high is not None and (is_anew or before.high is None or now.high > before.high):
            values.append(now.high)
        if now.low is not None and (is_anew or before.low is None or now.low < before.low):
            values.append(now.low)
    return Span(*_ends(values)) if values else None


def _ends(values: Iterable[Decimal]) -> tuple[float, float]:
    ordered = sorted(values)
    return float(ordered[0]), float(ordered[-1])


def _day(level: Level) -> date:
    return level.moment.astimezone(NEW_YORK).date()
