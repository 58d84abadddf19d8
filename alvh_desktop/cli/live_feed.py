"""What brings quotes by itself in the window: Cboe's delayed quotes, and for the sample a simulated day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from alvh_desktop.cli.files import system_now
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.feed import Feed, Look, OfferedFeed, RunningFeed, wanted_for
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.feed_thread import FeedThread
from alvh_desktop.market.feeds.late import MadeLate
from alvh_desktop.market.feeds.playback import Playback
from alvh_desktop.market.feeds.terms import SOURCE, TERMS
from alvh_desktop.market.quote_moment import DELAY
from alvh_desktop.storage.market_file import MarketFile

PLAYED_SPEED = 60.0
"""Simulated seconds in one: a minute of the sample's market a second."""


def pages_for(held: Iterable[Contract]) -> tuple[str, ...]:
    """The pages that a book needs: SPX and VIX always, XSP where it is held."""
    return ("SPX", "VIX", "XSP") if any(contract.root == "XSP" for contract in held) else ("SPX", "VIX")


def delayed_feed(desk: Desk, market: MarketFile) -> OfferedFeed:
    """The feed that `feed` runs in a terminal: what the book of this moment needs, kept in its market file."""

    def make(interval: timedelta, tell: Callable[[Look], object]) -> RunningFeed:
        def load() -> Feed:
            # the web client comes with this import
            from alvh_desktop.market.feeds.cboe import CboeDelayed

            return CboeDelayed(
                lambda now: wanted_for(desk.book.held_contracts, now), interval, pages_for(desk.book.held_contracts)
            )

        return FeedThread(MadeLate(SOURCE, load), market.record_live, tell)

    return OfferedFeed(SOURCE, TERMS, make, delay=DELAY)


class PlayedClock:
    """The clock of a sample: it stands still, runs while a day is played, and stands again where that was stopped."""

    def __init__(self, stands_at: datetime) -> None:
        self._stands_at = stands_at
        self._played: tuple[Playback, datetime] | None = None

    def __call__(self) -> datetime:
        played = self._played
        if played is None:
            return self._stands_at
        playback, end = played
        return min(max(playback.stands_at(system_now()), self._stands_at), end)

    def follow(self, playback: Playback, end: datetime) -> None:
        """Run with what is played, which has begun, and not past its end."""
        self._played = playback, end

    def stand(self) -> None:
        self._stands_at, self._played = self(), None


def simulated_feed(clock: PlayedClock, market: MarketFile, speed: float = PLAYED_SPEED) -> OfferedFeed:
    """The business day after the sample's own, from where its clock stands: it makes charts and alerts move."""

    def make(interval: timedelta, tell: Callable[[Look], object]) -> RunningFeed:
        return _PlayedDay(clock, market, tell, speed)

    return OfferedFeed("Simulated day", "", make, is_played=True)


class _PlayedDay:
    """Fits desk.feed.RunningFeed."""

    def __init__(self, clock: PlayedClock, market: MarketFile, tell: Callable[[Look], object], speed: float) -> None:
        from alvh_desktop.cli.sample import PLAYED_TO

        self._clock, self._tell, self._end = clock, tell, PLAYED_TO.moment
        self._playback = Playback(_snapshots_after(clock()), speed)
        self._thread = FeedThread(self._playback, market.record_live, self._told)

    def start(self) -> None:
        self._thread.start()

    def look_now(self) -> None:
        self._thread.look_now()

    def stop(self) -> None:
        self._clock.stand()
        self._thread.stop()

    def _told(self, look: Look) -> None:
        """The clock goes on when quotes of its new moment are there."""
        if isinstance(look.found, Delivery):
            self._clock.follow(self._playback, self._end)
        self._tell(look)


def _snapshots_after(moment: datetime) -> Iterator[Delivery]:
    from alvh_desktop.cli.sample import PLAYED_FROM, PLAYED_TO
    from alvh_desktop.market.simulated_day import scene_at, simulated_day

    if moment >= PLAYED_TO.moment:
        return iter(())
    first = scene_at(PLAYED_FROM, PLAYED_TO, moment) if moment > PLAYED_FROM.moment else PLAYED_FROM
    return simulated_day(first, PLAYED_TO, load_products())
