"""What is recorded, kept in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.recorded import DayLine, MarketMoment
from alvh_desktop.domain.problems import KnownError


@dataclass
class MemoryRecorder:
    """Fits Recorder."""

    moments: list[MarketMoment] = field(default_factory=list)
    lines: dict[tuple[date, int], DayLine] = field(default_factory=dict)
    writes: int = 0
    fault: KnownError | None = None

    def keep_moment(self, seen: MarketMoment) -> None:
        self.moments.append(seen)

    def keep_days(self, lines: Iterable[DayLine], seen: MarketMoment | None = None) -> None:
        if self.fault is not None:
            raise self.fault
        if seen is not None:
            day = day_of(seen.moment)
            self.moments = [m for m in self.moments if (m.reason, day_of(m.moment)) != (seen.reason, day)] + [seen]
        self.writes += 1
        self.lines.update({(line.day, line.campaign_id): line for line in lines})

    def moment_at(self, moment: datetime, reason: str | None = None) -> MarketMoment | None:
        found = [m for m in self.moments if m.moment <= moment and reason in (None, m.reason)]
        return max(reversed(found), key=lambda m: m.moment, default=None)  # of two at once the later kept

    def days(self, campaign_id: int | None = None, first: date | None = None) -> tuple[DayLine, ...]:
        return tuple(
            line
            for _, line in sorted(self.lines.items())
            if campaign_id in (None, line.campaign_id) and (first is None or line.day >= first)
        )
