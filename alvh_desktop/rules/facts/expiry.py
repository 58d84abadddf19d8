"""How long a trade can still be closed, and how long its settlement has waited to be booked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from alvh_desktop.domain.calendar import NEW_YORK, business_days_between, last_trading_moment
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Trade
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import expiry_text, spoken
from alvh_desktop.rules.facts.age import doubt_of
from alvh_desktop.rules.facts.expected_moves import move_until
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.kept import kept, once
from alvh_desktop.rules.facts.open_condors import is_spx_option, open_condors, open_trades
from alvh_desktop.rules.facts.parts import of_each
from alvh_desktop.rules.facts.spot_age import age_of, not_known, spot_doubt
from alvh_desktop.rules.reading import Reading, Seen, Subject, Words, age_text, read_of
from alvh_desktop.rules.rulebook import rule_of
from alvh_desktop.rules.scene import Scene

SHORT_LIFE = 5
"""Trading days to go at the opening below which the day before is no news."""

NEAR_MOVES = 0.5
MINUTES_RULE = "condor.expiry.minutes"
_OPENS = time(9, 30)


@dataclass(frozen=True, slots=True)
class Ending:
    """The legs of a trade that stop trading first, when they do, and when they were opened."""

    subject: Subject
    held: tuple[Holding, ...]
    last: datetime
    opened: datetime

    @property
    def last_day(self) -> date:
        return self.last.astimezone(NEW_YORK).date()

    @property
    def name(self) -> str:
        return f"{self.held[0].leg.root} {expiry_text(self.held[0].leg.expiry)}"


def endings(scene: Scene) -> tuple[Ending, ...]:
    """Of every trade of the core sleeve with an open SPX option, and of condors that were put elsewhere."""
    return kept(scene, "endings", (scene.book, scene.over), lambda: tuple(_endings(scene)))


def _endings(scene: Scene) -> Iterator[Ending]:
    condors = {each.trade.id for each in open_condors(scene)}
    for trade_id, held in open_trades(scene).items():
        trade = scene.book.trades[trade_id]
        if trade.sleeve != "core" and trade_id not in condors:
            continue
        living = [each for each in held if is_spx_option(each) and not scene.is_over(each)]
        if living:
            yield kept(scene, ("ending", trade_id), (trade, *living), partial(_ending, trade, living))


def _ending(trade: Trade, living: Sequence[Holding]) -> Ending:
    lasts = {each.leg.id: last_trading_moment(each.product, each.leg.expiry) for each in living}
    last = min(lasts.values())
    first = tuple(each for each in living if lasts[each.leg.id] == last)
    text = f"{first[0].leg.root} {expiry_text(first[0].leg.expiry)} {trade.structure}, trade {trade.id}"
    subject = Subject(
        f"trade {trade.id}", text, trade.campaign_id, trade.id, leg_ids=tuple(each.leg.id for each in first)
    )
    return Ending(subject, first, last, min(each.fills[0].moment for each in first))


def _days_of(scene: Scene, ending: Ending) -> Reading:
    last_day = ending.last_day
    days = max(business_days_between(scene.day, last_day), 0)
    whole_life = business_days_between(ending.opened.astimezone(NEW_YORK).date(), last_day)
    is_early = whole_life < SHORT_LIFE and scene.now < datetime.combine(last_day, _OPENS, NEW_YORK)

    def tell() -> Words:
        until = new_york_text(ending.last)
        told = "today" if scene.day == last_day else f"{last_day}"
        count = f"{days} trading day{'' if days == 1 else 's'}"
        sentence = f"{ending.name} trades until {until}: {count} from {scene.day}."
        if is_early:
            sentence += f" It was opened with {whole_life} to go: told from the open of the last one."
        said = f"{ending.name}: last trading day {told}, {count} left"
        return sentence, said, (Seen("last trading moment", until),)

    return read_of(ending.subject, float(days), tell, at_most="quiet" if is_early else "act")


def _minutes_of(scene: Scene, ending: Ending) -> Reading:
    """Inside the last minutes whatever stands where; before, only where a short is near, or nobody knows that it is
    not."""
    minutes = (ending.last - scene.now).total_seconds() / 60
    if minutes <= 0:
        stopped = f"{ending.name} stopped trading at {new_york_text(ending.last)} and waits for its settlement"
        return Reading(ending.subject, minutes, f"{stopped}.", said=stopped, not_judged=stopped)
    warn, act = once(scene, MINUTES_RULE, lambda: _minutes_looked_at(scene))
    is_near, why = _is_near(scene, ending.held) if act < minutes <= warn else (True, "")

    def tell() -> Words:
        until = new_york_text(ending.last)
        sentence = f"{ending.name} trades for {minutes:,.0f} minutes, until {until}."
        if why:
            sentence += f" {why[0].upper()}{why[1:]}."
        said = f"{ending.name}: {age_text(60 * minutes)} to the last trade"
        return sentence, said, (Seen("last trading moment", until),)

    return read_of(ending.subject, minutes, tell, at_most="act" if is_near else "quiet")


def _minutes_looked_at(scene: Scene) -> tuple[float, float]:
    rule = rule_of(scene.book, MINUTES_RULE)
    return float(rule.warn or 0), float(rule.act or 0)


def _is_near(scene: Scene, legs: Sequence[Holding]) -> tuple[bool, str]:
    """Whether a short among them is tested, was touched or is within half an expected move; True where that is not
    known, or rests on stale data."""
    shorts = [each for each in legs if each.position.quantity < 0]
    if not shorts:
        return False, "nothing of it is sold"
    spot = scene.spot
    if isinstance(spot, Problem):
        return True, f"whether a short is near is {not_known(spot.message)}"
    doubt = spot_doubt(scene, spot)
    for held in shorts:
        strike, scale = float(held.leg.strike or 0), float(held.product.index_divisor)
        is_put, name = held.leg.right == "P", spoken(held.leg.contract)
        index = spot.value if scene.span is None else scene.span.low if is_put else scene.span.high
        index = min(index, spot.value) if is_put else max(index, spot.value)
        points = index - strike * scale if is_put else strike * scale - index
        move = move_until(scene, held, shorts)
        if isinstance(move, Problem) and points > 0:
            return True, f"whether {name} is near is {not_known(move.message)}"
        if points <= 0 or (isinstance(move, Problem) or points <= NEAR_MOVES * move.points):
            return True, f"{name} is {points:,.2f} SPX points away"
        doubt = doubt or doubt_of(scene, (move.seen,))
    if doubt is not None:
        return True, f"no short was near, {doubt}"
    return False, f"no short is within {NEAR_MOVES} expected moves"


def _read_unsettled(scene: Scene) -> Iterator[Reading]:
    """Of the hedge as well: what is past its settlement is booked nowhere until somebody books it."""
    for trade_id, held in open_trades(scene).items():
        over = [each for each in held if scene.is_over(each)]
        if over:
            yield _unsettled(scene, trade_id, over)


def _unsettled(scene: Scene, trade_id: int, over: Sequence[Holding]) -> Reading:
    trade = scene.book.trades[trade_id]
    first = min(over, key=lambda each: scene.values[each.leg.id].settles_at)
    moment = scene.values[first.leg.id].settles_at
    name = f"{first.leg.root} {expiry_text(first.leg.expiry)}"
    age = age_of(scene, moment)
    subject = Subject(
        f"trade {trade_id}", f"{name} {trade.structure}, trade {trade_id}", trade.campaign_id, trade_id,
        trade.layer_id, tuple(each.leg.id for each in over),
    )  # fmt: skip
    waits = f"past its settlement ({new_york_text(moment)}) and not booked"
    return Reading(
        subject,
        age / 60,
        f"{name} is {waits}: {age / 60:,.0f} minutes since, {len(over)} legs are open still.",
        said=f"{name}: settled {age_text(age)} ago on {first.product.official_value}, not booked",
        seen=(Seen("settlement moment", new_york_text(moment)),),
    )


EXPIRY_FACTS = (
    Fact(
        id="trading_days_left",
        title="Trading days left",
        unit="trading days",
        scope="trade",
        formula="trading days after today up to the last trading day (AM series: the day before settlement)",
        silent="no option on SPX is open",
        read=partial(of_each, endings, _days_of),
        low=0.0,
        high=400.0,
    ),
    Fact(
        id="minutes_left",
        title="Minutes to the last trade",
        unit="minutes",
        scope="trade",
        formula="last trading moment - now, by the clock",
        silent="no option on SPX is open",
        read=partial(of_each, endings, _minutes_of),
        low=0.0,
        high=10000.0,
    ),
    Fact(
        id="minutes_unsettled",
        title="Minutes past settlement",
        unit="minutes",
        scope="trade",
        formula="now - settlement moment, of what is open still",
        silent="nothing is past its settlement",
        read=_read_unsettled,
        low=0.0,
        high=100000.0,
    ),
)
