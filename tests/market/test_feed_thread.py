"""A feed in its thread: looked at when due, kept or offered again, and ended at once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from alvh_desktop.desk.feed import FeedState, Look, state_text
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Delivery, Level
from alvh_desktop.market.feed_thread import FeedThread

START = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FULL = KnownError("The disk is full.", "Free some space.")


def delivery(number: int, index: str = "SPX") -> Delivery:
    return Delivery("made", (), (Level(index, START + number * SECOND, "made", Decimal(6800 + number)),), 1)


class MadeFeed:
    """Answers what is left of its script, one look a step; then nothing more comes."""

    name = "made"

    def __init__(self, *script: Delivery | Problem | Exception | None, every: float = 60) -> None:
        self.script = list(script)
        self.every = every * SECOND
        self.looks: list[tuple[datetime, bool]] = []
        self.stopped = threading.Event()

    def look(self, now: datetime, is_asked: bool = False) -> Look:
        self.looks.append((now, is_asked))
        found = self.script.pop(0) if self.script else None
        if isinstance(found, Exception):
            raise found
        due = now + self.every if self.script else None
        return Look(found, FeedState("live" if self.script else "off"), due)

    def stop(self) -> None:
        self.stopped.set()


class Run:
    """A thread on a clock that jumps ahead by what is waited; it stops when the feed has no more to say."""

    def __init__(self, feed: MadeFeed, keep: Callable[[Delivery], object] | None = None) -> None:
        self.now = START
        self.kept: list[Delivery] = []
        self.told: list[Look] = []
        self.waited: list[float] = []
        self.thread = FeedThread(feed, keep or self.kept.append, self.tell, lambda: self.now, self.wait)

    def tell(self, look: Look) -> None:
        self.told.append(look)
        if look.due is None:
            self.thread.stop()

    def wait(self, event: threading.Event, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds * SECOND

    def to_the_end(self) -> "Run":
        self.thread.start()
        self.thread._thread.join(5)
        assert not self.thread.is_running
        return self


def test_it_looks_when_due_keeps_and_tells() -> None:
    feed = MadeFeed(delivery(1), None, Problem("made", "bad"), delivery(2), None)
    run = Run(feed).to_the_end()
    assert [at for at, _ in feed.looks] == [START + 60 * n * SECOND for n in range(5)]
    assert run.kept == [delivery(1), delivery(2)]
    assert [look.found for look in run.told] == [delivery(1), None, Problem("made", "bad"), delivery(2), None]
    assert feed.stopped.is_set()


def test_a_long_wait_is_cut_into_spans_so_that_a_sleeping_computer_wakes_to_the_clock() -> None:
    run = Run(MadeFeed(None, None, every=90)).to_the_end()
    assert run.waited == [20, 20, 20, 20, 10]


def test_what_cannot_be_kept_is_said_and_offered_again() -> None:
    kept: list[Delivery] = []
    full = [True, True, False, False]

    def keep(each: Delivery) -> None:
        if full.pop(0):
            raise FULL
        kept.append(each)

    feed = MadeFeed(delivery(1), delivery(5, "VIX"), None, delivery(9), None)
    run = Run(feed, keep).to_the_end()
    assert [set(each.levels) for each in kept] == [
        {*delivery(1).levels, *delivery(5, "VIX").levels},
        set(delivery(9).levels),
    ]
    assert [look.state.not_kept for look in run.told] == ["The disk is full. Free some space"] * 2 + [""] * 3
    assert state_text(run.told[0].state, START) == "live; not kept: The disk is full. Free some space"
    assert run.told[2].found == kept[0]


def test_a_known_fault_of_the_feed_itself_is_tried_again_after_a_minute() -> None:
    feed = MadeFeed(FULL, delivery(1), None)
    run = Run(feed).to_the_end()
    assert run.told[0].found == Problem("made", str(FULL))
    assert state_text(run.told[0].state, START) == "retrying in 60 s because The disk is full"
    assert [at for at, _ in feed.looks][1] == START + 60 * SECOND
    assert run.kept == [delivery(1)]


def test_a_fault_of_the_program_is_never_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: seen.append(args.exc_value))
    fault = ZeroDivisionError("a bug")
    run = Run(MadeFeed(delivery(1), fault, delivery(2))).to_the_end()
    assert seen == [fault]
    assert state_text(run.told[-1].state, START) == "off: a fault in the program ended the feed"
    assert run.told[-1].due is None


def test_a_person_may_look_at_once() -> None:
    feed, told = MadeFeed(None, delivery(1), None, every=3600), threading.Semaphore(0)
    thread = FeedThread(feed, lambda _: None, lambda _: told.release(), lambda: START)
    thread.start()
    assert told.acquire(timeout=5)
    thread.look_now()
    assert told.acquire(timeout=5)
    thread.stop()
    assert [is_asked for _, is_asked in feed.looks] == [False, True]
    assert not thread.is_running


class HangingFeed(MadeFeed):
    """Hangs in a look until the test ends, whatever it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.released = threading.Event(), threading.Event()

    def look(self, now: datetime, is_asked: bool = False) -> Look:
        self.begun.set()
        self.released.wait(10)
        return Look(delivery(1), FeedState("live"), None)


def test_stopping_does_not_wait_for_a_look_that_hangs_and_nothing_comes_after_it() -> None:
    feed = HangingFeed()
    called: list[object] = []
    thread = FeedThread(feed, called.append, called.append, lambda: START)
    thread.start()
    assert feed.begun.wait(5)
    thread.stop()
    assert feed.stopped.is_set()
    assert thread.is_running  # it was not waited for
    assert thread._thread.daemon
    feed.released.set()
    thread._thread.join(5)
    assert called == []


def test_one_look_without_a_thread() -> None:
    kept: list[Delivery] = []
    feed = MadeFeed(delivery(1))
    thread = FeedThread(feed, kept.append, kept.append, lambda: START)
    assert thread.look_once().found == delivery(1)
    thread.stop()
    assert kept == [delivery(1)]
    assert feed.looks == [(START, True)]
