"""Asking a web server for a page without trusting it: what comes is whole, small and in time, or it is refused."""

import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeGuard

import httpx2

from alvh_desktop import __version__

MEGABYTE = 1024 * 1024
_MOST_REDIRECTS = 3
_LONGEST_RETRY_AFTER = timedelta(days=1)
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`body_bytes` of the unpacked answer, `whole_seconds` for all of a request, `step_seconds` without a byte."""

    body_bytes: int = 64 * MEGABYTE
    whole_seconds: float = 30.0
    step_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server said a version of a page is called, to ask for a newer one only."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    content: bytes
    validators: Validators


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no page, as a sentence without its full stop, and how long the server says to stay away.

    `status` is that of an answer that was no page; `is_unreachable` says that no connection was made at all.
    """

    because: str
    retry_after: timedelta | None = None
    status: int | None = None
    is_unreachable: bool = False


DEFAULT_LIMITS = Limits()


class _RefusedError(Exception):
    def __init__(self, because: str, retry_after: timedelta | None = None, status: int | None = None) -> None:
        super().__init__(because)
        self.refusal = Refusal(because, retry_after, status)


class PageRequests:
    """One client and its connection, used from one thread; `stop` may be called from any.

    The certificate of the server is always verified, against `tls` where it is given. A redirect is followed on the
    same scheme, host and port only. Compressed answers are unpacked piece by piece up to the limit of the body.
    """

    def __init__(
        self, limits: Limits = DEFAULT_LIMITS, tls: ssl.SSLContext | None = None, accept: str = "application/json"
    ) -> None:
        if tls is not None and (tls.verify_mode is not ssl.CERT_REQUIRED or not tls.check_hostname):
            raise ValueError("the certificate of a server is always verified")
        self._limits = limits
        self._tls = tls
        self._accept = accept
        self._client: httpx2.Client | None = None
        self._stream: Any = None
        self._is_late = False
        self._stopped = threading.Event()
        self._in_use = threading.Lock()

    def get(self, url: str, validators: Validators | None, now: datetime) -> Page | Refusal | None:
        """The page; None when it is still the version of these validators; or why there is none."""
        with self._in_use:
            if self._stopped.is_set():
                return Refusal("it was stopped")
            try:
                return self._get_in_time(url, validators, now)
            finally:
                if self._stopped.is_set():
                    self._close()

    def stop(self) -> None:
        """Break off what is under way, and answer nothing any more. A name that is being looked up, a connection
        or a TLS greeting that is being made cannot be broken off; they end by `step_seconds`."""
        self._stopped.set()
        self._hang_up()
        if self._in_use.acquire(blocking=False):
            try:
                self._close()
            finally:
                self._in_use.release()

    def _get_in_time(self, url: str, validators: Validators | None, now: datetime) -> Page | Refusal | None:
        self._is_late = False
        self._open_client()
        alarm = threading.Timer(self._limits.whole_seconds, self._ring)
        alarm.daemon = True
        alarm.start()
        try:
            return self._follow(httpx2.URL(url), validators, now)
        except _RefusedError as refused:
            return self._late_or(refused.refusal)
        except httpx2.TimeoutException as error:
            is_unreachable = isinstance(error, httpx2.ConnectTimeout)
            silent = f"the server was silent for {self._limits.step_seconds:g} s"
            return self._late_or(Refusal(silent, is_unreachable=is_unreachable))
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            is_unreachable = isinstance(error, httpx2.ConnectError)
            return self._late_or(Refusal(_fault_text(error), is_unreachable=is_unreachable))
        finally:
            alarm.cancel()

    def _late_or(self, refusal: Refusal) -> Refusal:
        if self._stopped.is_set():
            return Refusal("it was stopped")
        if self._is_late:
            return Refusal(f"the answer took longer than {self._limits.whole_seconds:g} s")
        return refusal

    def _follow(self, url: httpx2.URL, validators: Validators | None, now: datetime) -> Page | None:
        start = url
        for _ in range(_MOST_REDIRECTS + 1):
            found = self._ask(url, validators, now)
            if not isinstance(found, httpx2.URL):
                return found
            if (found.scheme, found.host, found.port) != (start.scheme, start.host, start.port):
                raise _RefusedError(
                    f"the server sends us on to another one ({found.host[:60]}), which is not followed"
                )
            url = found
        raise _RefusedError("the server sends us round in circles")

    def _ask(self, url: httpx2.URL, validators: Validators | None, now: datetime) -> Page | httpx2.URL | None:
        extensions = {"trace": self._note_stream}
        with self._open_client().stream(
            "GET", url, headers=self._headers(validators), extensions=extensions
        ) as answer:
            if answer.status_code == 200:
                return self._page(answer)
            if answer.status_code == 304 and validators is not None:
                return None
            if answer.has_redirect_location:
                return url.join(answer.headers["Location"])
            phrase = f" {answer.reason_phrase}".rstrip()
            status = answer.status_code
            raise _RefusedError(f"the server answered {status}{phrase}", _retry_after(answer.headers, now), status)

    def _headers(self, validators: Validators | None) -> dict[str, str]:
        headers = {
            "User-Agent": f"alvh-desktop/{__version__}",
            "Accept": self._accept,
            "Accept-Encoding": "gzip",
        }
        if validators is not None and _can_be_sent(validators.etag):
            headers["If-None-Match"] = validators.etag
        if validators is not None and _can_be_sent(validators.modified):
            headers["If-Modified-Since"] = validators.modified
        return headers

    def _page(self, answer: httpx2.Response) -> Page:
        length = answer.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > self._limits.body_bytes:
            raise self._too_large()
        parts, size = [], 0
        for part in _unpacked(answer):
            size += len(part)
            if size > self._limits.body_bytes:
                raise self._too_large()
            parts.append(part)
        if self._is_late or self._stopped.is_set():  # an end that we made ourselves looks like the end of the answer
            raise _RefusedError("the answer was broken off")
        headers = answer.headers
        return Page(b"".join(parts), Validators(headers.get("ETag"), headers.get("Last-Modified")))

    def _too_large(self) -> _RefusedError:
        return _RefusedError(f"the answer is larger than {self._limits.body_bytes / MEGABYTE:g} MB")

    def _open_client(self) -> httpx2.Client:
        if self._client is None:
            timeout = httpx2.Timeout(self._limits.step_seconds)
            verify = True if self._tls is None else self._tls
            limits = httpx2.Limits(max_connections=1, keepalive_expiry=120.0)
            self._client = httpx2.Client(
                verify=verify, timeout=timeout, limits=limits, follow_redirects=False, max_redirects=0
            )
        return self._client

    def _close(self) -> None:
        self._stream = None
        if self._client is not None:
            self._client.close()
            self._client = None

    def _note_stream(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._stream = info["return_value"]
            if self._stopped.is_set() or self._is_late:
                self._hang_up()

    def _ring(self) -> None:
        self._is_late = True
        self._hang_up()

    def _hang_up(self) -> None:
        """End the connection under a thread that waits for it; only closing the socket would not wake it."""
        stream = self._stream
        line = None if stream is None else stream.get_extra_info("socket")
        if line is None:
            return
        with suppress(OSError):  # it may have ended already
            # past ssl's own shutdown, which would take the reader's TLS state away under it
            socket.socket.shutdown(line, socket.SHUT_RDWR)


def _can_be_sent(value: str | None) -> TypeGuard[str]:
    return value is not None and value != "" and value.isascii() and value.isprintable()


def _unpacked(answer: httpx2.Response) -> Iterator[bytes]:
    """The body in pieces of bounded size, so that a small answer cannot unpack to a huge one at once."""
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        yield from answer.iter_raw()
        return
    if encoding not in ("gzip", "x-gzip"):
        raise _RefusedError(f"the answer is packed as {encoding[:20]}, which nobody asked for")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for packed in answer.iter_raw():
            rest = packed
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _CHUNK)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise _RefusedError("the answer is packed wrongly") from error
    if not unpacker.eof:
        raise _RefusedError("the answer breaks off in the middle")


def _retry_after(headers: httpx2.Headers, now: datetime) -> timedelta | None:
    """Seconds or a date, as HTTP has both; None where it says neither. A day at most."""
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal() and text.isascii():
        return timedelta(seconds=min(int(text[:9]), _LONGEST_RETRY_AFTER.total_seconds()))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta(0)), _LONGEST_RETRY_AFTER)


def _fault_text(error: Exception) -> str:
    """What the network said, in one short line."""
    said = " ".join(str(error).split())[:120].rstrip(".")
    if isinstance(error, httpx2.ConnectError) and "certificate" in said.lower():
        return f"the server's certificate cannot be trusted ({said})"
    if isinstance(error, httpx2.ConnectError):
        return f"the server cannot be reached ({said})"
    return f"the connection failed ({said or type(error).__name__})"
