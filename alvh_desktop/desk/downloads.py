"""Official histories that can be fetched from their publishers: which, on whose terms, and what came of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes files, what they hold, and whose terms hold for whoever fetches them; phrases without a stop."""

    name: str
    holds: str
    terms: str


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """One file of a publisher; `file_name` is the publisher's own, by which the index it is of can be told.

    `is_listed_later` marks a contract that the exchange may not have listed yet: a missing file is then no fault.
    """

    name: str
    file_name: str
    url: str
    publisher: Publisher
    is_listed_later: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that lies whole at `path`; not `is_new` where the publisher still has the version fetched before."""

    path: Path
    is_new: bool


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Why there is nothing new of a file, as a sentence without its full stop; what lay there before stays."""

    because: str
    is_fault: bool = True


class Fetcher(Protocol):
    """One download, used by one thread at a time; it raises nothing for a fault of the world."""

    def path_of(self, file: OfficialFile) -> Path:
        """Where the file lies once it was fetched."""
        ...

    def fetch(self, file: OfficialFile, now: datetime) -> Fetched | NotFetched: ...

    def stop(self) -> None:
        """From any thread: break off what is under way and fetch nothing more."""
        ...


@dataclass(frozen=True, slots=True)
class Histories:
    """All that a window needs to fetch histories: `files` at a moment (UTC), and a new download each time."""

    publishers: tuple[Publisher, ...]
    files: Callable[[datetime], tuple[OfficialFile, ...]]
    begin: Callable[[], Fetcher]
    clock: Callable[[], datetime]


def terms_text(publisher: Publisher) -> str:
    """`Cboe Global Markets: daily histories of its indices. Its terms hold`; without the last full stop."""
    return f"{publisher.name}: {publisher.holds}. {publisher.terms}"
