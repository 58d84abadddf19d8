"""What a source of live quotes looks like to the rest of the program: a step that is asked again and again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, Protocol

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, monthly_spx_expiry, vix_expiry_for
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.freshness import live_limit
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.domain.sessions import new_york_text

Kind = Literal["off", "live", "delayed", "retrying", "waiting"]

_LIVE_WITHIN = timedelta(minutes=1)
_LONGEST_DELAY_IN_MINUTES = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class FeedState:
    """What a feed is doing. Its quotes were made at `made`; `because` is one sentence without its full stop.

    `until` is when it goes on by itself: the next try, or the next opening. `not_kept` says why what came last
    stands in no market file yet.
    """

    kind: Kind
    made: datetime | None = None
    because: str = ""
    until: datetime | None = None
    not_kept: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a feed: what was new (None: nothing), what the feed is doing, and when to look again.

    `due` is None when nothing more will come by itself.
    """

    found: Delivery | Problem | None
    state: FeedState
    due: datetime | None


class Feed(Protocol):
    """A source of quotes that is looked at from one thread; `FeedThread` is the one that does.

    A feed keeps what it needs between two looks (validators, files read, a connection) and nothing of the desk. The
    laws, which one test holds every feed to: a look never raises but KnownError; `due` lies after `now`; what is
    delivered was made at or before the moment the feed stands at; a fault delivers nothing and forgets nothing, so
    that the next good look brings what was missed; after `stop` a look answers "off" at once.

    A connection to a broker fits here: its callbacks fill a table of newest quotes, `look` takes what has changed
    since the look before and answers "live", or "retrying" with the broker's word while the line is down, and
    `stop` hangs up. It lives in a folder of its own, `brokers/`, beside `market/`.
    """

    @property
    def name(self) -> str: ...

    def look(self, now: datetime, is_asked: bool = False) -> Look:
        """Take what is new. `is_asked`: a person wants it now, so an interval or a closed market is no reason to
        wait; a server's own word to stay away is."""
        ...

    def stop(self) -> None:
        """From any thread, at once: break off the look that is under way, and answer no other."""
        ...


class RunningFeed(Protocol):
    """A feed in a thread of its own."""

    def start(self) -> None:
        """Begin; once."""
        ...

    def look_now(self) -> None:
        """Look at once, because a person asks."""
        ...

    def stop(self) -> None:
        """End at once; no look is told after it, but for one that is just being told."""
        ...


@dataclass(frozen=True, slots=True)
class OfferedFeed:
    """A feed that a person may switch on for a portfolio, after they took note of its `terms`, where it has some.

    `make` takes the interval between two looks and what is called with each look, in the feed's own thread and after
    what it delivered was kept. `is_played` where it plays an invented day: there is no interval then. `delay` is how
    far its quotes, whose source is its `name`, lag behind the market.
    """

    name: str
    terms: str
    make: Callable[[timedelta, Callable[[Look], object]], RunningFeed]
    is_played: bool = False
    delay: timedelta = timedelta(0)

    def age_limits(self, interval: timedelta) -> Mapping[str, timedelta]:
        """How old its quotes may be before they are stale, by their source."""
        return {self.name: live_limit(self.delay, interval)}


@dataclass(frozen=True, slots=True)
class Band:
    """Strikes from `below` to `above` of the index, both as a share of it: 0.85 to 1.10."""

    below: Decimal
    above: Decimal

    def holds(self, strike: Decimal, level: Decimal) -> bool:
        return level * self.below <= strike <= level * self.above


BANDS: Mapping[str, Band] = MappingProxyType(
    {
        "SPX": Band(Decimal("0.85"), Decimal("1.10")),
        "XSP": Band(Decimal("0.85"), Decimal("1.10")),
        "VIX": Band(Decimal("0.5"), Decimal(3)),
    }
)
"""By index. Wings of condors and the smile they stand on; a hedge of VIX calls is bought far above the VIX."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which options of a whole chain are kept: `contracts` always, of each of `chains` (root and expiry) the
    strikes in the band around the index."""

    contracts: frozenset[Contract] = frozenset()
    chains: frozenset[tuple[str, date]] = frozenset()
    bands: Mapping[str, Band] = field(default_factory=lambda: BANDS)

    def holds(self, contract: Contract, index: str, level: Decimal | None) -> bool:
        """Without a level of the index no strike is near it: only what is named is kept then."""
        if contract in self.contracts:
            return True
        band = self.bands.get(index)
        if band is None or level is None or contract.strike is None:
            return False
        return (contract.root, contract.expiry) in self.chains and band.holds(contract.strike, level)


def wanted_for(held: Iterable[Contract], now: datetime) -> Wanted:
    """What charts and rolls of these contracts need: their own chains, and those a position is rolled into.

    SPXW of today and the next two business days (one-day condors; spot outside the cash session) and of the Fridays
    21 to 60 days away (condors), the next two monthly SPX, and the monthly VIX of the next eight months (layers).
    KnownError outside the trading calendar.
    """
    contracts = frozenset(held)
    today = now.astimezone(NEW_YORK).date()
    days = [today + timedelta(days=ahead) for ahead in range(61)]
    business_days = [day for day in days if is_business_day(day)]
    fridays = [day for day in business_days if day.weekday() == 4 and (day - today).days >= 21]
    months = [_month_after(today, count) for count in range(9)]
    chains = {(each.root, each.expiry) for each in contracts}
    chains |= {("SPXW", day) for day in (*business_days[:3], *fridays)}
    chains |= {("SPX", monthly_spx_expiry(*month)) for month in months[:3]}
    chains |= {("VIX", vix_expiry_for(*month)) for month in months}
    return Wanted(contracts, frozenset(chain for chain in chains if chain[1] >= today))


def _month_after(day: date, count: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + count, 12)
    return day.year + years, month + 1


def state_text(state: FeedState, now: datetime) -> str:
    """The state in words: `delayed by 15 min`, `retrying in 40 s because the server answered 503`."""
    words = _words(state, now)
    return f"{words}; not kept: {state.not_kept}" if state.not_kept else words


def _words(state: FeedState, now: datetime) -> str:
    match state.kind:
        case "off":
            return f"off: {state.because}" if state.because else "off"
        case "live":
            return "live"
        case "delayed":
            return _delay_text(state.made, now)
        case "retrying":
            again = "" if state.until is None else f" in {_span_text(state.until - now)}"
            return f"retrying{again} because {state.because}"
        case "waiting":
            opens = "" if state.until is None else f" at {new_york_text(state.until)}"
            return f"waiting for the market to open{opens}"


def delivered_state(made: datetime | None, now: datetime) -> FeedState:
    """Live when the newest quotes were made within a minute, else delayed."""
    is_live = made is not None and now - made < _LIVE_WITHIN
    return FeedState("live" if is_live else "delayed", made)


def _delay_text(made: datetime | None, now: datetime) -> str:
    if made is None:
        return "no quotes yet"
    delay = now - made
    if delay > _LONGEST_DELAY_IN_MINUTES:
        return f"showing the quotes of {new_york_text(made)}"
    return f"delayed by {round(delay.total_seconds() / 60)} min"


def _span_text(span: timedelta) -> str:
    seconds = max(round(span.total_seconds()), 0)
    return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"
