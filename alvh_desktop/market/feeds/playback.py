"""Recorded snapshots, or a simulated day, delivered one after the other at a chosen speed."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from alvh_desktop.desk.feed import FeedState, Look
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.feeds.together import newest_moment, together
from alvh_desktop.market.formats import read_quote_file

_SOONEST = timedelta(milliseconds=200)
_LATEST = timedelta(minutes=10)


class Playback:
    """Fits desk.feed.Feed: the clock of the recording begins with its first snapshot at the first look.

    `speed` is how many seconds of the recording pass in one. Snapshots come by their moments; what several of them
    said since the look before comes together. A snapshot that cannot be read is told and passed over, one that is
    older than what was played is passed over.
    """

    name = "playback"

    def __init__(self, snapshots: Iterable[Delivery | Problem], speed: float = 1.0) -> None:
        if not 0 < speed < 1e6:
            raise ValueError("a speed is above zero")
        self._snapshots: Iterator[Delivery | Problem] = iter(snapshots)
        self._speed = speed
        self._waiting: tuple[datetime, Delivery] | None = None
        self._began: tuple[datetime, datetime] | None = None
        self._made: datetime | None = None
        self._problem: Problem | None = None
        self._is_stopped = False

    def stands_at(self, now: datetime) -> datetime:
        """The moment of the recording when it is `now` outside: the clock of a desk that watches it."""
        if self._began is None:
            return now
        outside, inside = self._began
        return inside + max(now - outside, timedelta(0)) * self._speed

    def look(self, now: datetime, is_asked: bool = False) -> Look:
        if self._is_stopped:
            return Look(None, FeedState("off"), None)
        self._problem = None
        if self._began is None:
            self._waiting = self._next()
            if self._waiting is not None:
                self._began = now, self._waiting[0]
        delivered = list(self._passed(self.stands_at(now)))
        found = together(delivered) if delivered else self._problem
        if self._waiting is None:
            return Look(found, FeedState("off", self._made, "the recording has been played to its end"), None)
        ahead = (self._waiting[0] - self.stands_at(now)) / self._speed
        return Look(found, FeedState("live", self._made), now + min(max(ahead, _SOONEST), _LATEST))

    def stop(self) -> None:
        self._is_stopped = True

    def _passed(self, moment: datetime) -> Iterator[Delivery]:
        while self._waiting is not None and self._waiting[0] <= moment and not self._is_stopped:
            self._made, delivery = self._waiting
            yield delivery
            self._waiting = self._next()

    def _next(self) -> tuple[datetime, Delivery] | None:
        """The next snapshot that can be read and is no older than what was played."""
        for snapshot in self._snapshots:
            if isinstance(snapshot, Problem):
                self._problem = snapshot
                continue
            made = newest_moment(snapshot)
            if made is not None and (self._made is None or made >= self._made):
                return made, snapshot
        return None


def recorded_snapshots(
    folder: Path, read: Callable[[bytes, str], Delivery | Problem] = read_quote_file
) -> Iterator[Delivery | Problem]:
    """The files of a folder in the order of their names, each read when it is its turn."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        yield Problem("folder", f"{folder} cannot be read ({error.strerror or error})")
        return
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            yield Problem(path.name, f"it cannot be read ({error.strerror or error})")
            continue
        yield read(content, path.name)
