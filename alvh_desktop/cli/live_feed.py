"""What brings quotes by itself in the window: Cboe's delayed quotes, and for a sample a simulated day."""

from collections.abc import Callable
from datetime import timedelta

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.feed import Feed, Look, OfferedFeed, RunningFeed, wanted_for
from alvh_desktop.market.feeds.late import MadeLate
from alvh_desktop.market.feeds.terms import SOURCE, TERMS
from alvh_desktop.market.quote_moment import DELAY
from alvh_desktop.storage.market_file import MarketFile


def delayed_feed(desk: Desk, market: MarketFile) -> OfferedFeed:
    """The feed that `feed` runs in a terminal: what the book of this moment needs, kept in its market file."""

    def make(interval: timedelta, tell: Callable[[Look], object]) -> RunningFeed:
        from alvh_desktop.market.feed_thread import FeedThread

        def load() -> Feed:
            from alvh_desktop.market.feeds.cboe import CboeDelayed

            return CboeDelayed(lambda now: wanted_for(desk.book.held_contracts(), now), interval)

        return FeedThread(MadeLate(SOURCE, load), market.record_live, tell)

    return OfferedFeed(SOURCE, TERMS, make, delay=DELAY)
