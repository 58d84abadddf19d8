"""A folder into which files of quotes are put: the newest one counts, once it is whole."""

import hashlib
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from alvh_desktop.desk.feed import FeedState, Look, delivered_state
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.feeds.together import newest_moment
from alvh_desktop.market.formats import read_quote_file

LARGEST_FILE_BYTES = 256 * 1024 * 1024

_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".swp")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as the folder showed it; two looks that see the same see a file nobody is writing."""

    path: Path
    changed_ns: int
    size: int


class FolderWatch:
    """Fits desk.feed.Feed: looks every `interval`, and once more after `settling` when something is new.

    Of all files in the folder only the one changed last is read, in any format that `read` knows; each content
    once, whatever it is called. Hidden files and the names of unfinished downloads are left alone, and folders
    inside are not entered.
    """

    name = "folder"

    def __init__(
        self,
        folder: Path,
        interval: timedelta = timedelta(seconds=5),
        settling: timedelta = timedelta(seconds=1),
        read: Callable[[bytes, str], Delivery | Problem] = read_quote_file,
    ) -> None:
        self._folder = folder
        self._interval = interval
        self._settling = settling
        self._read = read
        self._seen: _Seen | None = None
        self._done: _Seen | None = None
        self._contents: set[bytes] = set()
        self._made: datetime | None = None
        self._because = ""
        self._is_stopped = False

    def look(self, now: datetime, is_asked: bool = False) -> Look:
        if self._is_stopped:
            return Look(None, FeedState("off"), None)
        try:
            found = self._newest()
        except OSError as error:
            self._because = f"the folder {self._folder} cannot be read ({error.strerror or error})"
            return self._told(Problem("folder", self._because), now, self._interval)
        if found == self._done:
            return self._told(None, now, self._interval)
        if found != self._seen:
            self._seen = found
            return self._told(None, now, self._settling)
        return self._told(None if found is None else self._take(found, now), now, self._interval)

    def stop(self) -> None:
        self._is_stopped = True

    def _newest(self) -> _Seen | None:
        newest = None
        for path in self._folder.iterdir():
            if path.name.startswith((".", "~")) or path.suffix.lower() in _UNFINISHED:
                continue
            try:
                about = path.stat()
            except OSError:
                continue  # gone since, or not ours to see
            if not stat.S_ISREG(about.st_mode) or not about.st_size:
                continue
            seen = _Seen(path, about.st_mtime_ns, about.st_size)
            if newest is None or (seen.changed_ns, seen.path.name) > (newest.changed_ns, newest.path.name):
                newest = seen
        return newest

    def _take(self, seen: _Seen, now: datetime) -> Delivery | Problem | None:
        """Read a file that stood still. A problem with it is told once; it is read again when it changes."""
        if seen.size > LARGEST_FILE_BYTES:
            return self._refused(seen, Problem(seen.path.name, "the file is larger than 256 MB"))
        try:
            content = seen.path.read_bytes()
        except OSError as error:
            self._because = f"{seen.path.name} cannot be read ({error.strerror or error})"
            return Problem(seen.path.name, self._because)  # not done with it: the next look tries again
        if len(content) != seen.size:
            return None  # it grew while it was read
        digest = hashlib.sha256(content).digest()
        if digest in self._contents:
            self._done, self._because = seen, ""
            return None
        read = self._read(content, seen.path.name)
        if isinstance(read, Problem):
            return self._refused(seen, read)
        made = newest_moment(read)
        if made is not None and made > now:
            because = "the quotes are from later than this computer's clock"
            return self._refused(seen, Problem(seen.path.name, because))
        self._contents.add(digest)
        self._done, self._because = seen, ""
        self._made = max(filter(None, (self._made, made)), default=None)
        return read

    def _refused(self, seen: _Seen, problem: Problem) -> Problem:
        self._done, self._because = seen, str(problem).rstrip(".")
        return problem

    def _told(self, found: Delivery | Problem | None, now: datetime, wait: timedelta) -> Look:
        due = now + wait
        if self._because:
            return Look(found, FeedState("retrying", self._made, self._because, due), due)
        return Look(found, delivered_state(self._made, now), due)
