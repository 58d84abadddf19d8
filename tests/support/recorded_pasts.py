"""A past as a window would have recorded it: condors that were rolled and settled, a 4/4/2 ladder, alerts and gaps.

Every price is of the simulated market, every line by the program's own recording, every alert by its own judging.
"""

import math
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache

from support.founded_books import PRODUCTS, done, enter, founded_desk
from support.memory_recorder import MemoryRecorder

from alvh_desktop.desk.attending import Attendance
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.desk.recording import day_lines
from alvh_desktop.domain.calendar import NEW_YORK, next_business_day, settlement_moment
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.market.simulated import Scene, simulate
from alvh_desktop.pricing.market import Market, mid_of
from alvh_desktop.pricing.rates import flat_curve
from alvh_desktop.rules.transition import Transition

FIRST = date(2026, 6, 1)
JULY, OCTOBER, JANUARY = date(2026, 7, 22), date(2026, 10, 21), date(2027, 1, 20)
AUGUST = date(2026, 8, 19)
CONDORS = {FIRST: date(2026, 7, 17), date(2026, 7, 20): date(2026, 9, 4), date(2026, 9, 8): date(2026, 10, 23)}
"""When each was sold, and when it settles."""
ROLLED_UP = date(2026, 6, 24)
LAYER_ROLLED = date(2026, 7, 10)
UNRECORDED = (date(2026, 6, 17), date(2026, 7, 6), date(2026, 7, 7), date(2026, 7, 8))
"""Days on which the window did not run."""
_SEEN_AT = time(16, 0)


@dataclass
class TradedPast:
    """The book at its end and all that was kept of it; `now` is its last moment."""

    desk: Desk
    now: datetime
    recorder: MemoryRecorder = field(default_factory=MemoryRecorder)
    transitions: tuple[Transition, ...] = ()

    @property
    def lines(self) -> tuple[DayLine, ...]:
        return self.recorder.days()


@cache
def traded_past(days: int = 36, with_alerts: bool = False) -> TradedPast:
    """So many trading days from the first of June 2026. Asked for once; what is asked for again is the same."""
    past = TradedPast(founded_desk(), seen_on(FIRST))
    attendance = Attendance(None)
    for number, day in enumerate(trading_days(days)):
        past.now = seen_on(day)
        past.desk.clock = lambda: past.now
        market = market_on(number, day)
        trade(past.desk, day, market)
        picture = paint(Inputs(past.desk.book, market, attendance.states))
        if day not in UNRECORDED:
            past.recorder.keep_days(day_lines(picture, past.now))
            if with_alerts:
                past.transitions += attendance.look(picture)
    return past


def market_on(number: int, day: date) -> Market:
    """A slow rise with swings; the VIX answers the other way, and its futures with part of it."""
    swing = (
        0.012 * math.sin(number / 6.1) + 0.02 * math.sin(number / 17.0) - 0.03 * math.exp(-(((number - 84) / 4) ** 2))
    )
    spx, vix = 6500 * (1 + 0.0005 * number + swing), 17.0 * math.exp(-6.0 * swing)
    futures = {
        expiry: Decimal(round(20 * (19.0 + 0.5 * (vix - 17.0) * math.exp(-(expiry - day).days / 90.0)))) / 20
        for expiry in (JULY, AUGUST, OCTOBER, JANUARY)
        if expiry > day
    }
    near = round(spx / 50) * 50
    listed = {expiry: range(near - 600, near + 650, 50) for expiry in _living(day)}
    moment = seen_on(day)
    made = simulate(Scene(moment, _cents(spx), _cents(vix), futures, listed), PRODUCTS)
    quotes = {quote.contract: quote for quote in made.quotes}
    return Market(moment, flat_curve(day), quotes, {level.index: level for level in made.levels})


def _living(day: date) -> list[date]:
    return [expiry for sold, expiry in CONDORS.items() if sold <= day < expiry]


def trade(desk: Desk, day: date, market: Market) -> None:
    mids = {quote.contract: mid for quote in market.quotes.values() if (mid := mid_of(quote)) is not None}
    settled = [held for held in desk.book.holdings.values() if held.position.quantity and held.leg.expiry <= day]
    for held in settled:
        level = market.levels["VIX" if held.product.underlying == "VIX" else "SPX"]
        after = max(settlement_moment(held.product, held.leg.expiry), desk.clock())
        source = held.product.official_value
        done(desk, SettleLeg(desk.next_id, held.leg.id, level.value, after, source, fee=Decimal(0)))
    if day == FIRST:
        for lots, expiry, strike in ((4, JULY, 19), (4, OCTOBER, 20), (2, JANUARY, 21)):
            price = mids[Contract("VIX", expiry, Decimal(strike), "C")]
            enter(desk, f"+{lots} VIX {expiry_text(expiry)} {strike}C @{price}", desk.clock(), mids)
    if day in CONDORS:
        near, expiry = round(float(market.levels["SPX"].value) / 50) * 50, CONDORS[day]
        legs: tuple[tuple[int, Right, int], ...] = ((-350, "P", -1), (-300, "P", 1), (200, "C", 1), (250, "C", -1))
        credit = sum(sign * mids[Contract("SPXW", expiry, Decimal(near + far), right)] for far, right, sign in legs)
        strikes = f"{near - 350}/{near - 300}P {near + 200}/{near + 250}C"
        enter(desk, f"-10 SPXW {expiry_text(expiry)} {strikes} @{credit}", desk.clock(), mids)
    if day == ROLLED_UP:
        _roll(desk, "SPXW", mids, lambda contract: replace(contract, strike=_plus(contract, 100)), "C")
    if day == LAYER_ROLLED:
        _roll(desk, "VIX", mids, lambda contract: replace(contract, expiry=AUGUST), "C", JULY)


def _roll(
    desk: Desk, root: str, mids: Mapping[Contract, Decimal], into, right: str, expiry: date | None = None
) -> None:  # type: ignore[no-untyped-def]
    """Every open leg of that side into another contract, at mids."""
    held = [
        each
        for each in desk.book.holdings.values()
        if each.position.quantity
        and (each.leg.root, each.leg.right) == (root, right)
        and expiry in (None, each.leg.expiry)
    ]
    out, new = [], []
    for each in held:
        contract, quantity = each.leg.contract, each.position.quantity
        out.append(PricedLeg(contract, -quantity, mids[contract], "own", Decimal(0)))
        new.append(PricedLeg(into(contract), quantity, mids[into(contract)], "own", Decimal(0)))
    done(desk, RollTrade(held[0].leg.trade_id, tuple(out), tuple(new), desk.clock(), desk.next_id))


def _plus(contract: Contract, points: int) -> Decimal:
    assert contract.strike is not None
    return contract.strike + points


def seen_on(day: date) -> datetime:
    return datetime.combine(day, _SEEN_AT, NEW_YORK).astimezone(UTC)


def _cents(value: float) -> Decimal:
    return Decimal(round(100 * value)) / 100


def trading_days(count: int) -> Iterator[date]:
    day = FIRST
    for _ in range(count):
        yield day
        day = next_business_day(day)


@dataclass
class MadePastFile:
    """Fits PastReader, and counts how often and on which threads it was opened; `fault` is raised in place of it."""

    past: TradedPast
    asked_first: list[date | None] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)
    fault: KnownError | None = None
    is_open: bool = False

    def open(self) -> "MadePastFile":
        if self.fault is not None:
            raise self.fault
        self.threads.append(threading.get_ident())
        self.is_open = True
        return self

    def days(self, campaign_id: int | None = None, first: date | None = None) -> tuple[DayLine, ...]:
        self.asked_first.append(first)
        return self.past.recorder.days(campaign_id, first)

    def transitions(self, since: datetime | None = None) -> tuple[Transition, ...]:
        return tuple(each for each in self.past.transitions if since is None or each.moment >= since)

    def close(self) -> None:
        self.is_open = False
