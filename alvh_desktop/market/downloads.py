"""Fetching official files into a folder of the user's cache, gently: whole or not at all, and each version once."""

import hashlib
import json
import os
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from platformdirs import user_cache_dir

from alvh_desktop.desk.downloads import Fetched, NotFetched, OfficialFile, Publisher
from alvh_desktop.domain.delimited_text import TextFile, decode_text_file
from alvh_desktop.domain.problems import Problem
from alvh_desktop.market.cboe_index_history import is_index_history
from alvh_desktop.market.fred import is_fred_file
from alvh_desktop.market.official_files import CBOE, CFE, FRED
from alvh_desktop.market.page_requests import MEGABYTE, Limits, Page, PageRequests, Refusal, Validators
from alvh_desktop.market.vx_contract import is_vx_contract

LIMITS = Limits(body_bytes=16 * MEGABYTE, whole_seconds=60.0)
"""The longest history, of the VIX since 1990, has half a megabyte."""

STOPPED = NotFetched("it was stopped")
_NOT_LISTED = NotFetched(
    "the exchange has no file of this contract yet: it is not listed, or nobody traded it", False
)
_MISSING = 404
_KNOWN_BY: Mapping[Publisher, Callable[[TextFile], bool]] = MappingProxyType(
    {CBOE: is_index_history, FRED: is_fred_file, CFE: is_vx_contract}
)
"""How the files of a publisher are told from the page of a network that wants a password first."""


@dataclass(frozen=True, slots=True)
class _Version:
    """What a publisher called the file that lies there, and its content, in case somebody changed it since."""

    etag: str | None
    modified: str | None
    sha256: str


def histories_folder() -> Path:
    """May be deleted at any time: what is there is fetched again."""
    return Path(user_cache_dir("alvh-desktop", appauthor=False)) / "histories"


class Downloads:
    """Fits desk.downloads.Fetcher: one file after the other over one connection.

    A file that lies there is asked for by its version, which is kept beside it. A server that cannot be reached, or
    that names a time to stay away for, is asked for no further file; every other fault is that of its file alone.
    """

    def __init__(self, folder: Path, limits: Limits = LIMITS, tls: ssl.SSLContext | None = None) -> None:
        self._folder = folder
        self._requests = PageRequests(limits, tls, accept="text/csv, */*;q=0.1")
        self._stopped = threading.Event()
        self._left_alone: dict[str, str] = {}
        """Servers, by address, that are not asked any more, and why."""

    def path_of(self, file: OfficialFile) -> Path:
        return self._folder / file.file_name

    def fetch(self, file: OfficialFile, now: datetime) -> Fetched | NotFetched:
        server = file.url.partition("://")[2].partition("/")[0]
        if self._stopped.is_set():
            return STOPPED
        if server in self._left_alone:
            return NotFetched(f"not asked for, since {self._left_alone[server]}")
        path = self.path_of(file)
        answer = self._requests.get(file.url, _validators_of(path), now)
        if self._stopped.is_set():
            return STOPPED
        if answer is None:
            return Fetched(path, is_new=False)
        if isinstance(answer, Page):
            return _kept(path, answer, file)
        if answer.is_unreachable or answer.retry_after is not None:
            self._left_alone[server] = answer.because
        return _refused(answer, file)

    def stop(self) -> None:
        self._stopped.set()
        self._requests.stop()


def _refused(refusal: Refusal, file: OfficialFile) -> NotFetched:
    is_unlisted = refusal.status == _MISSING and file.is_listed_later
    return _NOT_LISTED if is_unlisted else NotFetched(refusal.because)


def _kept(path: Path, page: Page, file: OfficialFile) -> Fetched | NotFetched:
    """Take the place of the file before, unless what came is no such file."""
    text = decode_text_file(page.content, file.file_name)
    if isinstance(text, Problem) or not _KNOWN_BY[file.publisher](text):
        return NotFetched("what came is no such file: perhaps this network asks for a password first")
    version = _Version(page.validators.etag, page.validators.modified, hashlib.sha256(page.content).hexdigest())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, page.content)
        _replace(_version_file(path), json.dumps(asdict(version)).encode("ascii"))
    except OSError as error:
        return NotFetched(f"it cannot be kept in {path.parent}: {error.strerror or error}")
    return Fetched(path, is_new=True)


def _validators_of(path: Path) -> Validators | None:
    """By what to ask for a newer version only; None where the file is not the one that was fetched."""
    try:
        kept = json.loads(_version_file(path).read_bytes())
        version = _Version(**kept)
        is_whole = hashlib.sha256(path.read_bytes()).hexdigest() == version.sha256
    except (OSError, ValueError, TypeError):
        return None
    named = all(each is None or isinstance(each, str) for each in (version.etag, version.modified))
    return Validators(version.etag, version.modified) if is_whole and named else None


def _version_file(path: Path) -> Path:
    return path.with_name(path.name + ".version")


def _replace(path: Path, content: bytes) -> None:
    """All of it or nothing, also beside another program that does the same."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
