"""A feed that runs when a test says so, offered to a portfolio."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from support.founded_books import CLOCK
from support.window_parts import MadeQuotes, desk_with, portfolio_of

from alvh_desktop.desk.feed import FeedState, Look, OfferedFeed
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.quotes import Delivery

TERMS = "The address is unofficial. The quotes belong to Somebody, whose terms hold"
DELAYED = FeedState("delayed", CLOCK - timedelta(minutes=15))
NEWS = Delivery("made", (), (), 3)


@dataclass
class MadeRun:
    """Fits RunningFeed; `tell` is called by the test as the feed's thread would."""

    interval: timedelta
    tell: Callable[[Look], object]
    told: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.told.append("start")

    def look_now(self) -> None:
        self.told.append("look")

    def stop(self) -> None:
        self.told.append("stop")

    def looks(self, state: FeedState = DELAYED, found: Delivery | None = NEWS) -> None:
        self.tell(Look(found, state, CLOCK))


@dataclass
class MadeOffer:
    """Makes runs and remembers them."""

    runs: list[MadeRun] = field(default_factory=list)
    is_played: bool = False

    @property
    def offered(self) -> OfferedFeed:
        return OfferedFeed("made feed", "" if self.is_played else TERMS, self.make, self.is_played)

    def make(self, interval: timedelta, tell: Callable[[Look], object]) -> MadeRun:
        self.runs.append(MadeRun(interval, tell))
        return self.runs[-1]

    def portfolio(self, quotes: MadeQuotes | None = None) -> OpenPortfolio:
        return replace(portfolio_of(desk_with(), quotes), feed=self.offered)
