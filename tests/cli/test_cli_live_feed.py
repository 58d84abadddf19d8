"""What the window is offered: the live feed for a portfolio of one's own, a played day for the sample."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from alvh_desktop.cli.files import market_of, sample_path
from alvh_desktop.cli.live_feed import PlayedClock, pages_for, simulated_feed
from alvh_desktop.cli.sample import PLAYED_FROM, PLAYED_TO, STANDS_AT
from alvh_desktop.cli.shelf import FileShelf
from alvh_desktop.desk.feed import Look
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.feeds.terms import TERMS

SECOND = timedelta(seconds=1)


@pytest.fixture
def sample() -> Iterator[OpenPortfolio]:
    opened = FileShelf().open_sample()
    yield opened
    opened.close()


class Audience:
    """Waits for looks at a played day."""

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self._came = threading.Condition()

    def tell(self, look: Look) -> None:
        with self._came:
            self.looks.append(look)
            self._came.notify_all()

    def waits_for(self, count: int) -> None:
        with self._came:
            assert self._came.wait_for(lambda: len(self.looks) >= count, 20)


def played(sample: OpenPortfolio, clock: PlayedClock, looks: int, speed: float) -> list[Look]:
    """Plays until so many looks have come, and stops."""
    audience = Audience()
    run = simulated_feed(clock, market_of(sample.path), speed).make(SECOND, audience.tell)
    run.start()
    try:
        audience.waits_for(looks)
    finally:
        run.stop()
    return audience.looks


def test_the_page_of_xsp_is_asked_for_where_it_is_held() -> None:
    day = STANDS_AT.date()
    assert pages_for([]) == pages_for([Contract("SPXW", day, Decimal(6700), "P")]) == ("SPX", "VIX")
    assert pages_for([Contract("XSP", day, Decimal(670), "P")]) == ("SPX", "VIX", "XSP")


def test_a_portfolio_of_ones_own_is_offered_the_live_feed_with_its_terms(tmp_path: Path) -> None:
    opened = FileShelf().create(tmp_path / "Mine.alvh", "Mine", "Main", "Steward")
    assert isinstance(opened, OpenPortfolio)
    assert opened.feed is not None
    assert (opened.feed.terms, opened.feed.is_played) == (TERMS, False)
    opened.close()


def test_the_sample_plays_its_next_day_and_never_fetches(sample: OpenPortfolio) -> None:
    assert sample.feed is not None
    assert (sample.feed.terms, sample.feed.is_played) == ("", True)
    assert sample.desk.clock() == STANDS_AT
    audience = Audience()
    run = sample.feed.make(SECOND, audience.tell)
    run.start()
    audience.waits_for(1)
    run.stop()
    assert isinstance(audience.looks[0].found, Delivery)
    now = sample.desk.clock()
    assert PLAYED_FROM.moment <= now < PLAYED_TO.moment
    assert sample.desk.clock() == now, "it stands where it was stopped"
    held = sample.desk.book.held_contracts
    market = sample.quotes.market(held, now)
    assert {market.quotes[contract].moment for contract in held} == {market.levels["SPX"].moment}
    assert market.levels["SPX"].moment >= PLAYED_FROM.moment


def test_playing_on_never_goes_back_and_ends_with_the_day(sample: OpenPortfolio) -> None:
    clock = PlayedClock(STANDS_AT)
    moments: list[datetime] = [clock()]
    for _ in range(2):
        played(sample, clock, 2, speed=3600.0)
        moments.append(clock())
    assert moments == sorted(set(moments))
    last = played(sample, clock, 1, speed=900_000.0)
    while last[-1].state.kind != "off":
        last = played(sample, clock, 1, speed=900_000.0)
    assert clock() == PLAYED_TO.moment
    assert played(sample, clock, 1, speed=60.0)[0].state.because == "the recording has been played to its end"
    assert clock() == PLAYED_TO.moment


def test_a_sample_is_fresh_again_after_it_was_played(sample: OpenPortfolio) -> None:
    played(sample, PlayedClock(STANDS_AT), 1, speed=60.0)
    sample.close()
    again = FileShelf().open_sample()
    assert again.path == sample_path()
    assert again.desk.clock() == STANDS_AT
    assert again.quotes.market([], PLAYED_TO.moment).levels["SPX"].moment == STANDS_AT
    again.close()
