"""Cboe's delayed quotes over HTTPS: an unofficial endpoint, asked gently and only while its options trade."""

import random
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alvh_desktop.desk.feed import FeedState, Look, Wanted, delivered_state
from alvh_desktop.domain.preferences import FEED_SECONDS
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.domain.sessions import is_option_session, next_option_session
from alvh_desktop.market.cboe_delayed import read_delayed_quotes
from alvh_desktop.market.feeds.terms import SOURCE
from alvh_desktop.market.feeds.together import newest_moment, together
from alvh_desktop.market.page_requests import DEFAULT_LIMITS, Limits, Page, PageRequests, Refusal, Validators
from alvh_desktop.market.quote_moment import DELAY

BASE_URL = "https://cdn.cboe.com/api/global/delayed_quotes/options"
SYMBOLS = ("SPX", "VIX", "XSP")
LEAST_INTERVAL, MOST_INTERVAL = (timedelta(seconds=seconds) for seconds in FEED_SECONDS)

_JITTER = 0.1
_SHOWN_AFTER_CLOSE = DELAY + timedelta(minutes=2)


@dataclass(slots=True)
class _Symbol:
    """One page, and what is remembered of it between two looks."""

    name: str
    due: datetime | None = None
    not_before: datetime | None = None
    validators: Validators | None = None
    wanted: Wanted | None = None
    made: datetime | None = None
    failures: int = 0
    because: str = ""

    def is_due(self, now: datetime, is_asked: bool) -> bool:
        at = self.not_before if is_asked else self.due
        return at is None or now >= at


class CboeDelayed:
    """Fits desk.feed.Feed. `wanted` says at each look what the book needs; `interval` lies between a pair of looks.

    A page is asked for by its last validators, which are kept only when it was read whole and with the same wish.
    After a fault it is asked again after the interval, then twice, four times, up to an hour, and never before the
    moment the server names; a person may ask sooner. Every wait is up to a tenth longer by `chance`.
    """

    name = SOURCE

    def __init__(
        self,
        wanted: Callable[[datetime], Wanted],
        interval: timedelta = timedelta(seconds=60),
        symbols: Sequence[str] = ("SPX", "VIX"),
        base_url: str = BASE_URL,
        *,
        limits: Limits = DEFAULT_LIMITS,
        tls: ssl.SSLContext | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._wanted = wanted
        self._interval = min(max(interval, LEAST_INTERVAL), MOST_INTERVAL)
        self._symbols = tuple(_Symbol(name) for name in dict.fromkeys(symbols))
        self._base_url = base_url.rstrip("/")
        self._requests = PageRequests(limits, tls)
        self._chance = chance
        self._stopped = threading.Event()

    def look(self, now: datetime, is_asked: bool = False) -> Look:
        if self._stopped.is_set():
            return Look(None, FeedState("off"), None)
        if not is_asked and not _moves(now):
            opens = next_option_session(now)
            return Look(None, FeedState("waiting", self._made(), until=opens), opens)
        found: list[Delivery | Problem] = []
        wanted = self._wanted(now)
        for symbol in self._symbols:
            if symbol.is_due(now, is_asked) and not self._stopped.is_set():
                answer = self._fetch(symbol, wanted, now)
                if answer is not None:
                    found.append(answer)
        if self._stopped.is_set():
            return Look(None, FeedState("off"), None)
        return self._look(found, now)

    def stop(self) -> None:
        self._stopped.set()
        self._requests.stop()

    def _fetch(self, symbol: _Symbol, wanted: Wanted, now: datetime) -> Delivery | Problem | None:
        """Ask for one page, read it, and remember how it went."""
        known = symbol.validators if symbol.wanted == wanted else None
        answer = self._requests.get(f"{self._base_url}/_{symbol.name}.json", known, now)
        if isinstance(answer, Refusal):
            return self._failed(symbol, Problem(symbol.name, answer.because), now, answer.retry_after)
        read = None if answer is None else _read(answer, symbol.name, wanted, now)
        if isinstance(read, Problem):
            return self._failed(symbol, read, now)
        if answer is not None and read is not None:
            symbol.validators, symbol.wanted = answer.validators, wanted
            symbol.made = newest_moment(read) or symbol.made
        symbol.failures, symbol.because = 0, ""
        symbol.due, symbol.not_before = now + self._later(self._interval), now + LEAST_INTERVAL
        return read

    def _failed(
        self, symbol: _Symbol, problem: Problem, now: datetime, retry_after: timedelta | None = None
    ) -> Problem:
        symbol.failures += 1
        symbol.because = f"{problem.where}: {problem.message}".rstrip(".")
        doubled = self._interval * 2 ** min(symbol.failures - 1, 12)
        named = retry_after or timedelta(0)
        symbol.due = now + max(self._later(min(doubled, MOST_INTERVAL)), named)
        symbol.not_before = now + max(LEAST_INTERVAL, named)
        return problem

    def _later(self, span: timedelta) -> timedelta:
        return span * (1 + _JITTER * self._chance())

    def _look(self, found: Sequence[Delivery | Problem], now: datetime) -> Look:
        due = min(symbol.due or now for symbol in self._symbols)
        delivered = [each for each in found if isinstance(each, Delivery)]
        problems = [each for each in found if isinstance(each, Problem)]
        failing = [symbol for symbol in self._symbols if symbol.failures]
        if failing:
            because = "; ".join(symbol.because for symbol in failing)
            state = FeedState("retrying", self._made(), because, min(symbol.due or now for symbol in failing))
        else:
            state = delivered_state(self._made(), now)
        news = together(delivered) if delivered else problems[0] if problems else None
        return Look(news, state, due)

    def _made(self) -> datetime | None:
        """How new the oldest of the pages is; None while one has never come."""
        moments = [symbol.made for symbol in self._symbols]
        known = [moment for moment in moments if moment is not None]
        return min(known) if len(known) == len(moments) else None


def _moves(now: datetime) -> bool:
    """Whether the pages may change: while options trade, and until their last quotes have come through the delay."""
    return is_option_session(now) or is_option_session(now - _SHOWN_AFTER_CLOSE)


def _read(page: Page, name: str, wanted: Wanted, now: datetime) -> Delivery | Problem:
    try:
        text = page.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Problem(name, "the answer is no text in UTF-8")
    delivery = read_delayed_quotes(text, name, wanted, source=SOURCE)
    if isinstance(delivery, Problem):
        return delivery
    newest = newest_moment(delivery)
    if newest is not None and newest > now:
        return Problem(name, "the quotes are from later than this computer's clock; set the clock")
    return delivery
