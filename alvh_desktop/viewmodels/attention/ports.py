"""What a screen asks of whoever remembers the alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from alvh_desktop.domain.problems import Problem

if TYPE_CHECKING:
    from alvh_desktop.rules.alerts import Alert, Key


class Keeper(Protocol):
    """Takes what a person says of an alert, and knows the course of its value, the oldest first."""

    def acknowledge(self, key: Key) -> Problem | None: ...
    def snooze(self, key: Key, until: datetime | None) -> Problem | None: ...
    def wake(self, key: Key) -> Problem | None: ...
    def history(self, alert: Alert) -> Sequence[tuple[datetime, float]]: ...
