"""The scene: everything that facts are read from, and nothing of the lens that somebody looks through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.freshness import DEFAULT_LIMIT, AgeLimits, is_stale
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Leg
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.check import Regime
from alvh_desktop.series.past import Past

USUAL_LIMIT = DEFAULT_LIMIT
"""What a rule says that has no age limit of its own."""


@dataclass(frozen=True, slots=True)
class SeenVolatility:
    """The implied volatility (a year, fraction) of a leg's contract as it was recorded at an earlier moment."""

    iv: float
    moment: datetime


@dataclass(frozen=True, slots=True)
class DayStood:
    """How the real accounts stood at the end of a day, in $: their equity, and the P/L so far (realised and open) of
    the condors and of the hedge. None where it is not known."""

    day: date
    equity: Decimal | None
    condors: Decimal | None
    hedge: Decimal | None


class Remembered(Protocol):
    """What earlier moments of this portfolio recorded. Each answer is worked out when it is first asked for."""

    def volatility(self, leg: Leg, moment: datetime) -> SeenVolatility | None:
        """The newest one recorded of the leg up to that moment, on its New York day; None where none was."""
        ...

    def days(self) -> Sequence[DayStood]:
        """Every day that was recorded, the oldest first."""
        ...


class NothingRemembered:
    """A portfolio that has recorded nothing."""

    def volatility(self, leg: Leg, moment: datetime) -> SeenVolatility | None:
        return None

    def days(self) -> Sequence[DayStood]:
        return ()


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest SPX since the last look, in points, both included."""

    low: float
    high: float


_NO_WORLD = Problem("world", "nothing is known of how VIX answers a move")
_NO_EQUITY = Problem("equity", "equity is not known: type it with `input equity 250000`")


def _no_world() -> World | Problem:
    return _NO_WORLD


def _no_past() -> Past:
    return Past()


@dataclass(frozen=True)
class Scene:
    """Everything that facts follow from; frozen, and what is costly is worked out when a fact first asks for it.

    `book` holds real accounts only, `values` the value of each open leg at `market`. `equity` is $ of those accounts.
    `world` is how the market answers a move (crash preset, no lens). `past` are the imported closes. `span` is where
    SPX has been since the last look. `firing` are the rules that fired then, by rule and subject; None where nobody
    has looked yet. `kept` is carried from scene to scene for figures of trades that nothing has touched: whoever puts
    something there says by its key what it hangs on.
    """

    book: Book
    market: Market
    values: Mapping[int, LegValue]
    spot: Spot | Problem
    regime: Regime = field(default_factory=dict)
    equity: Decimal | Problem = _NO_EQUITY
    see_world: Callable[[], World | Problem] = _no_world
    see_past: Callable[[], Past] = _no_past
    remembered: Remembered = field(default_factory=NothingRemembered)
    span: Span | None = None
    firing: frozenset[tuple[str, str]] | None = None
    age_limit: timedelta = USUAL_LIMIT
    live_limits: Mapping[str, timedelta] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def now(self) -> datetime:
        return self.market.at

    @cached_property
    def day(self) -> date:
        return self.now.astimezone(NEW_YORK).date()

    @cached_property
    def world(self) -> World | Problem:
        return self.see_world()

    @cached_property
    def past(self) -> Past:
        return self.see_past()

    @cached_property
    def worked_out(self) -> dict[Any, Any]:
        """What facts have worked out of this scene and share; it ends with the scene."""
        return {}

    @cached_property
    def over(self) -> frozenset[int]:
        """The ids of legs whose settlement moment has passed."""
        now = self.now
        return frozenset(leg_id for leg_id, value in self.values.items() if value.settles_at <= now)

    @cached_property
    def open_by_trade(self) -> Mapping[int, tuple[Holding, ...]]:
        """The legs of each trade that are open and not yet past their settlement; trades without any are left out."""
        found, over = {}, self.over
        for trade_id, held in self.book.holdings_by_trade.items():
            living = tuple(each for each in held if each.position.quantity and each.leg.id not in over)
            if living:
                found[trade_id] = living
        return found

    def is_over(self, held: Holding) -> bool:
        """Whether its settlement moment has passed, booked or not."""
        return held.leg.id in self.over

    @cached_property
    def age_limits(self) -> AgeLimits:
        return AgeLimits(self.age_limit, self.live_limits)

    def is_stale(self, moment: datetime, source: str = "") -> bool:
        """Whether something seen then is older than its limit while a newer one could exist."""
        return is_stale(moment, self.now, self.age_limits.of(source))

    def held_to(self, minutes: int) -> "Scene":
        """The same with an age limit of its own for all that is seen, be it of a feed; itself where that is the usual
        one, which `age.limit_minutes` and the feed decide."""
        own = timedelta(minutes=minutes)
        return self if own == USUAL_LIMIT else replace(self, age_limit=own, live_limits={})
