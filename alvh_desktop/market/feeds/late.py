"""A feed that is made by the thread that looks at it: what it loads keeps nobody else waiting."""

from collections.abc import Callable
from datetime import datetime

from alvh_desktop.desk.feed import Feed, FeedState, Look


class MadeLate:
    """Fits desk.feed.Feed: `make` is called at the first look."""

    def __init__(self, name: str, make: Callable[[], Feed]) -> None:
        self._name = name
        self._make = make
        self._feed: Feed | None = None
        self._is_stopped = False

    @property
    def name(self) -> str:
        return self._name

    def look(self, now: datetime, is_asked: bool = False) -> Look:
        if self._feed is None and not self._is_stopped:
            self._feed = self._make()
        if self._feed is None or self._is_stopped:
            return Look(None, FeedState("off"), None)
        return self._feed.look(now, is_asked)

    def stop(self) -> None:
        self._is_stopped = True
        if self._feed is not None:
            self._feed.stop()
