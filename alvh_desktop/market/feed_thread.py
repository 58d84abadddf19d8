"""A feed in a thread of its own: the window, `feed` and `alerts --watch` run the same one."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from alvh_desktop.desk.feed import Feed, FeedState, Look
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.feeds.together import together

Wait = Callable[[threading.Event, float], object]
"""Waits so many seconds, or until the event is set."""

_AFTER_FAULT = timedelta(minutes=1)
_LONGEST_WAIT_SECONDS = 20.0
_LONGEST_STOP_SECONDS = 0.15


class FeedThread:
    """Looks at a feed when it is due, keeps what it delivers with `keep`, and tells each look to `on_look`.

    Both are called in the worker thread and must not wait for the one that stops it. What `keep` refuses with a
    KnownError is offered again with the next delivery, and the state says so meanwhile. After `stop` neither is
    begun again; a look that hangs where nothing can break it off is left to end by itself.
    """

    def __init__(
        self,
        feed: Feed,
        keep: Callable[[Delivery], object],
        on_look: Callable[[Look], object],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        wait: Wait = threading.Event.wait,
    ) -> None:
        self._feed = feed
        self._keep = keep
        self._on_look = on_look
        self._clock = clock
        self._wait = wait
        self._wake = threading.Event()
        self._is_stopped = False
        self._is_asked = False
        self._unkept: Delivery | None = None
        self._thread = threading.Thread(target=self._run, name=f"feed {feed.name}", daemon=True)

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def look_once(self) -> Look:
        """One look that a person asks for, kept but not told, in the thread of the caller and instead of `start`."""
        return self._kept(self._look(is_asked=True))

    def look_now(self) -> None:
        """Look at once, because a person asks."""
        self._is_asked = True
        self._wake.set()

    def stop(self) -> None:
        """End at once, whatever the feed is doing; from any thread, also from the callbacks.

        A callback that is under way may still end after a moment; none begins.
        """
        self._is_stopped = True
        self._wake.set()
        self._feed.stop()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(_LONGEST_STOP_SECONDS)

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        is_whole = False
        try:
            while not self._is_stopped:
                is_asked, self._is_asked = self._is_asked, False
                look = self._look(is_asked)
                self._tell(look)
                self._wait_until(look.due)
            is_whole = True
        finally:
            if not is_whole:  # a bug: nobody may go on believing that the feed is live
                self._tell(Look(None, FeedState("off", because="a fault in the program ended the feed"), None))

    def _look(self, is_asked: bool) -> Look:
        now = self._clock()
        try:
            return self._feed.look(now, is_asked)
        except KnownError as error:
            due = now + _AFTER_FAULT
            state = FeedState("retrying", because=error.what.rstrip("."), until=due)
            return Look(Problem(self._feed.name, str(error)), state, due)

    def _tell(self, look: Look) -> None:
        if not self._is_stopped:
            kept = self._kept(look)
            self._on_look(kept)

    def _kept(self, look: Look) -> Look:
        """The look, after what it delivered and what could not be kept before has been kept."""
        fresh = look.found if isinstance(look.found, Delivery) else None
        waiting = [each for each in (self._unkept, fresh) if each is not None]
        if not waiting:
            return look
        delivery = together(waiting)
        try:
            self._keep(delivery)
        except KnownError as error:
            self._unkept = delivery
            return replace(look, state=replace(look.state, not_kept=str(error).rstrip(".")))
        was_waiting, self._unkept = self._unkept is not None, None
        return replace(look, found=delivery) if was_waiting else look

    def _wait_until(self, due: datetime | None) -> None:
        """In short spans by the clock: a computer that slept does not wait that long once more."""
        while not self._is_stopped and not self._wake.is_set():
            seconds = _LONGEST_WAIT_SECONDS if due is None else (due - self._clock()).total_seconds()
            if seconds <= 0:
                break
            self._wait(self._wake, min(seconds, _LONGEST_WAIT_SECONDS))
        self._wake.clear()
