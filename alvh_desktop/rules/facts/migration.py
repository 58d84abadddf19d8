"""How much nearer a rise of implied volatility has brought today's break-evens of a condor campaign."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, previous_business_day, years_between
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.facts.age import doubt_of, models_of
from alvh_desktop.rules.facts.break_evens import cash_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.open_condors import OpenCampaign, open_campaigns, past_text
from alvh_desktop.rules.facts.spot_age import not_known, spot_doubt
from alvh_desktop.rules.facts.wing import NO_CONDOR
from alvh_desktop.rules.reading import Reading, Seen
from alvh_desktop.rules.scene import Scene

LOOK_BACK_DAYS = 5
YOUNG, OLD = 0.10, 0.90
"""Shares of its life between which a campaign is judged."""

STEPS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0)
"""Where P/L is looked at, in expected moves outward; between them a parabola stands in."""


Profits = list[list[list[float]]]


@dataclass(frozen=True, slots=True)
class Risen:
    """A campaign whose volatility is up: that of each of its `legs` now and then (a year, fraction), the oldest of
    the latter recorded at `since`. `cash` is what it has moved and what else of it is worth, in $."""

    legs: tuple[Holding, ...]
    now: tuple[float, ...]
    then: tuple[float, ...]
    since: datetime
    cash: float
    years: float

    @property
    def means(self) -> tuple[float, float]:
        return sum(self.now) / len(self.now), sum(self.then) / len(self.then)

    @property
    def log_move(self) -> float:
        """ln of one expected move until the last settlement."""
        return self.means[0] * math.sqrt(self.years)


def _read(scene: Scene) -> Iterator[Reading]:
    day = _day_before(scene.day)
    looked_at = [(campaign, _looked_at(scene, campaign, day)) for campaign in open_campaigns(scene)]
    up = [each for _, each in looked_at if isinstance(each, Risen) and each.means[0] > each.means[1]]
    profits = dict(zip(map(id, up), _profits(scene, up), strict=True)) if up else {}
    for campaign, found in looked_at:
        yield found if isinstance(found, Reading) else _reading(scene, campaign, found, profits.get(id(found)))


def _looked_at(scene: Scene, campaign: OpenCampaign, day: date) -> Risen | Reading:
    """What is compared, or a reading that says why nothing is."""
    over = [scene.values[each.leg.id].settles_at for each in campaign.open_legs if scene.is_over(each)]
    if over:
        return Reading(campaign.subject, None, past_text(min(over)))
    lived = _share_lived(scene, campaign)
    if not YOUNG <= lived <= OLD:
        why = f"{100 * lived:.0f} % of its life has passed; it is judged from 10 to 90 %"
        return Reading(campaign.subject, None, f"Not judged: {why}.", not_judged=why)
    found = scene.spot if isinstance(scene.spot, Problem) else _volatilities(scene, campaign, day)
    return Reading(campaign.subject, None, not_known(found.message)) if isinstance(found, Problem) else found


def _reading(scene: Scene, campaign: OpenCampaign, risen: Risen, profits: Profits | None) -> Reading:
    assert not isinstance(scene.spot, Problem), "without it nothing is compared"
    now, then = risen.means
    since = risen.since.astimezone(NEW_YORK).date()
    told = f"Volatility of its legs {100 * now:.1f} %, {100 * then:.1f} % on {since}"
    inputs = (
        Seen("SPX points", scene.spot.value, scene.spot.moment, scene.spot.source),
        Seen("mean volatility now", now),
        Seen("mean volatility then", then, risen.since),
        Seen("cash $", risen.cash),
    )
    value, words = (0.0, "It is not up.") if profits is None else _nearer(scene.spot, risen, profits)
    return Reading(
        campaign.subject,
        value,
        f"{told}. {words}",
        said=f"today's break-even {value:.0f} % nearer than with the volatility of {since}",
        doubt=spot_doubt(scene, scene.spot) or doubt_of(scene, models_of(scene, campaign.open_legs)),
        seen=inputs,
    )


def _share_lived(scene: Scene, campaign: OpenCampaign) -> float:
    """By the clock, from the first fill of what settles first to its settlement."""
    ends = min(scene.values[each.leg.id].settles_at for each in campaign.open_legs)
    first = [each for each in campaign.open_legs if scene.values[each.leg.id].settles_at == ends]
    opened = min(each.fills[0].moment for each in first)
    return (scene.now - opened) / (ends - opened) if ends > opened else 1.0


def _volatilities(scene: Scene, campaign: OpenCampaign, day: date) -> Risen | Problem:
    """Those of now beside those of 5 trading days ago, of a younger leg those of its entry."""
    now, then, since = [], [], scene.now
    for held in campaign.open_legs:
        value = scene.values[held.leg.id]
        if value.iv is None or value.forward is None:
            why = value.problems[0].message if value.problems else "no volatility"
            return Problem("volatility", f"{spoken(held.leg.contract)}: {why}")
        recorded = (scene.remembered.volatility(held.leg, at) for at in _moments(held, day))
        seen = next((each for each in recorded if each is not None), None)
        if seen is None:
            days = f"{LOOK_BACK_DAYS} trading days ago or of its entry"
            return Problem("volatility", f"no volatility of {spoken(held.leg.contract)} of {days} is recorded")
        now.append(value.iv * _life_since(value))
        then.append(seen.iv)
        since = min(since, seen.moment)
    cash = _cash_and_others(scene, campaign)
    if isinstance(cash, Problem):
        return cash
    years = max(scene.values[each.leg.id].years for each in campaign.open_legs)
    return Risen(campaign.open_legs, tuple(now), tuple(then), since, cash, years)


def _life_since(value: LegValue) -> float:
    """Square root of the life that is left over the life that was left when it was quoted, 1 at most.

    A price that stands still while its life runs out holds more volatility at every look; it was quoted with less.
    """
    if value.iv_moment is None:
        return 1.0
    quoted = years_between(value.iv_moment, value.settles_at)
    return math.sqrt(min(value.years / quoted, 1.0)) if quoted > 0.0 else 1.0


def _day_before(day: date) -> date:
    """The day 5 trading days ago."""
    day = day if is_business_day(day) else previous_business_day(day)
    for _ in range(LOOK_BACK_DAYS):
        day = previous_business_day(day)
    return day


def _moments(held: Holding, day: date) -> tuple[datetime, ...]:
    """The end of that day; of a younger leg its first fill, else the end of the day of it."""
    entry = held.fills[0].moment
    entry_day = entry.astimezone(NEW_YORK).date()
    if entry_day < day:
        return (datetime.combine(day, time(23, 59), NEW_YORK),)
    return entry, datetime.combine(entry_day, time(23, 59), NEW_YORK)


def _cash_and_others(scene: Scene, campaign: OpenCampaign) -> float | Problem:
    """$ moved so far, and what else of the campaign is open at its marks."""
    total = cash_of(campaign)
    for held in campaign.others:
        worth = scene.values[held.leg.id].market_value
        if worth is None:
            return Problem("mark", f"{spoken(held.leg.contract)} has no mark")
        total += worth
    return float(total)


def _nearer(spot: Spot, risen: Risen, profits: Profits) -> tuple[float, str]:
    """How much nearer the side stands that has come nearest, in %, and both distances in words."""
    found: list[tuple[float, str]] = []
    for name, place, way in (("put", 0, -1.0), ("call", 1, 1.0)):
        new, old = (_first_zero(profits[place][which]) for which in (0, 1))
        if new is None:
            continue
        steps = (new, STEPS[-1] if old is None else old)
        near, far = (spot.value * abs(math.expm1(way * each * risen.log_move)) for each in steps)
        share = 100.0 * (1.0 - near / far) if far > 0.0 else 0.0
        then = f"with the old volatility {'none' if old is None else f'{far:,.1f}'}"
        found.append((share, f"on the {name} side is {near:,.1f} points from SPX {spot.value:,.2f}, {then}"))
    if not found:
        return 0.0, "Today's P/L has no break-even on either side."
    share, words = max(found)
    return share, f"Today's break-even {words}: {share:.1f} % nearer."


def _profits(scene: Scene, up: Sequence[Risen]) -> Iterator[Profits]:
    """Of each campaign today's P/L in $: below and above spot, with the volatilities of now and of then, at each of
    `STEPS`. A leg keeps its volatility; its forward moves with SPX in proportion. All are priced at once."""
    legs = [(held, scene.values[held.leg.id].forward, each) for each in up for held in each.legs]
    known = [(forward.value, forward.discount, forward.years) for _, forward, _ in legs if forward is not None]
    forward, discount, years = (np.array(column).reshape(-1, 1, 1, 1) for column in zip(*known, strict=True))
    strike = np.array([float(held.leg.strike or 0) for held, _, _ in legs]).reshape(-1, 1, 1, 1)
    is_call = np.array([held.leg.right == "C" for held, _, _ in legs]).reshape(-1, 1, 1, 1)
    size = np.array([held.position.quantity * float(held.product.multiplier) for held, _, _ in legs])
    move = np.array([each.log_move for _, _, each in legs]).reshape(-1, 1, 1, 1)
    outward = np.exp(np.array([-1.0, 1.0]).reshape(1, 2, 1, 1) * move * np.array(STEPS))
    vol = np.array([pair for each in up for pair in zip(each.now, each.then, strict=True)]).reshape(-1, 1, 2, 1)
    worth = black76.price(forward * outward, strike, discount, years, vol, is_call) * size.reshape(-1, 1, 1, 1)
    starts = np.cumsum([0, *(len(each.legs) for each in up[:-1])])
    sums = np.add.reduceat(worth, starts, axis=0)
    for each, total in zip(up, sums, strict=True):
        yield (total + each.cash).tolist()


def _first_zero(profits: Sequence[float]) -> float | None:
    """The steps outward at which a P/L first falls below 0; 0 where it is below at spot, None where it never is."""
    place = next((place for place, profit in enumerate(profits) if profit < 0.0), None)
    if place is None or place == 0:
        return None if place is None else 0.0
    first = max(place - 2, 0)
    return _zero_between(STEPS[first : first + 3], profits[first : first + 3], STEPS[place - 1], STEPS[place])


def _zero_between(x: Sequence[float], y: Sequence[float], left: float, right: float) -> float:
    """Of the parabola through three points where it changes its sign in between: bisected, one root lies there."""
    slope = (y[1] - y[0]) / (x[1] - x[0])
    bend = ((y[2] - y[1]) / (x[2] - x[1]) - slope) / (x[2] - x[0])
    for _ in range(30):
        middle = 0.5 * (left + right)
        if y[0] + (middle - x[0]) * (slope + bend * (middle - x[1])) < 0.0:
            right = middle
        else:
            left = middle
    return 0.5 * (left + right)


MIGRATION_FACTS = (
    Fact(
        id="break_even_migration",
        title="Break-even migration",
        unit="% nearer",
        scope="campaign",
        formula="1 - distance of today's break-even / the same with the volatility of 5 trading days ago",
        silent=NO_CONDOR,
        read=_read,
        low=0.0,
        high=100.0,
    ),
)
