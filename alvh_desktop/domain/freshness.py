"""How old a mark may be before it is called stale, by where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from alvh_desktop.domain.sessions import age_in_session, is_cash_session, is_option_session

DEFAULT_LIMIT = timedelta(minutes=20)
_GRACE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """`usual` holds for files and typed marks; `live` names the sources that are feeds, each with its own limit."""

    usual: timedelta = DEFAULT_LIMIT
    live: Mapping[str, timedelta] = field(default_factory=dict)

    def of(self, source: str) -> timedelta:
        """The limit of a quote, level or mark by its source; a mark may say before it what was taken of the quote."""
        return self.live.get(source, self.live.get(source.partition(", ")[2], self.usual))


def live_limit(delay: timedelta, interval: timedelta) -> timedelta:
    """How old a quote of a working feed can get: its own delay, two looks of which one may fail, and two minutes."""
    return delay + 2 * interval + _GRACE


def is_stale(moment: datetime, now: datetime, limit: timedelta) -> bool:
    """Whether a mark is older than its limit in the time in which a newer one could exist."""
    return age_in_session(moment, now) > limit


def is_index_stale(moment: datetime, now: datetime, limit: timedelta) -> bool:
    """The same of an index level, which is also no price of a night in which its options trade on."""
    return is_stale(moment, now, limit) or is_left_behind(moment, now, limit)


def is_left_behind(moment: datetime, now: datetime, limit: timedelta) -> bool:
    """Whether index options trade outside the hours of the index, and a mark is older than its limit by the clock.

    What was seen at the close makes no night old; but it is no price of what trades that night.
    """
    return is_option_session(now) and not is_cash_session(now) and now - moment > limit
