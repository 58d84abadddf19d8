"""A year made by booking: a 10-lot SPXW condor a day, rolled, bought back or settled, and a 4/4/2 VIX hedge.

Every row goes through the real edits. What was meant stands beside it as `Booked` rows in plain numbers, written
before the edit is asked for, so that a test can work every sum out without the program. Seeded: the same year every
time.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from support.founded_books import IRA, MAIN, MemoryLedger, done, enter, founded_desk
from support.generated_tape import TapeDay, spx_option, tape_of, vix_call

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.one_step import OneStep
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.calendar import NEW_YORK, vix_expiry_for
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.accounts import EnterAccount
from alvh_desktop.domain.edits.close import CloseTrade
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.records import Account, Role, Settlement
from alvh_desktop.domain.symbols import expiry_text

YEAR, PAPER = 2025, "Practice"
LOTS, WIDTH, MULTIPLIER = 10, 25, 100
FEE, SETTLING_FEE, HEDGE_FEE = Decimal("0.65"), Decimal("1.13"), Decimal("0.79")
"""$ a contract: of a fill, of a contract that pays at settlement, of a VIX call."""
LAYERS: Mapping[Role, tuple[int, int, int]] = {"short": (4, 30, 5), "medium": (4, 110, 45), "long": (2, 220, 110)}
"""Calls, calendar days to expiry at entry, and at how many days left they are rolled."""
OPENS_AT, ROLLS_AT, SETTLES_AT, LOOKED_AT = time(15, 30), time(11, 0), time(16, 0), time(16, 59)
HALF_DAYS = (date(2025, 7, 3), date(2025, 11, 28), date(2025, 12, 24))
"""The exchange closes at 13:00: everything of the afternoon is three hours earlier."""

What = Literal["open", "roll out", "roll in", "close", "settle"]


@dataclass(frozen=True)
class Booked:
    """Contracts (bought +, sold -) of a leg at so many points each, `fee` in $ for all; a settlement is a trade at
    what it paid."""

    moment: datetime
    what: What
    leg: Contract
    quantity: int
    points: Decimal
    fee: Decimal


@dataclass
class Told:
    """A campaign as it was meant. `day` is the trading day it was opened on, `expiry` when it settles."""

    campaign_id: int
    account: str
    day: date
    expiry: date
    rows: list[Booked] = field(default_factory=list)

    @property
    def held(self) -> dict[Contract, int]:
        return self.held_at(datetime.max.replace(tzinfo=UTC))

    def held_at(self, moment: datetime) -> dict[Contract, int]:
        found: dict[Contract, int] = {}
        for row in self.rows:
            if row.moment <= moment:
                found[row.leg] = found.get(row.leg, 0) + row.quantity
        return {leg: quantity for leg, quantity in found.items() if quantity}


@dataclass
class GeneratedYear:
    """`condors` in the order they were opened; `hedge` is the one ladder of the main account, `lines` are whole lines
    of it, one a trading day, and `layers` what each layer holds; `now` is the last moment."""

    desk: Desk
    now: datetime
    tape: tuple[TapeDay, ...]
    condors: list[Told] = field(default_factory=list)
    hedge: Told | None = None
    layers: dict[Role, Contract] = field(default_factory=dict)
    lines: list[DayLine] = field(default_factory=list)


@cache
def generated_year(days: int = 250, seed: int = 7) -> GeneratedYear:
    """The first so many trading days of 2025, with a condor opened on each but the last. Made once: who asks again
    gets the very same, and changes nothing in it."""
    tape = tape_of(YEAR, seed)[:days]
    made = GeneratedYear(founded_desk(MemoryLedger()), at(tape[0].day, time(9, 0)), tape)
    made.desk.clock = lambda: made.now
    chance = random.Random(seed + 1)
    done(made.desk, EnterAccount(Account(made.desk.next_id, PAPER, "paper")))
    for place, today in enumerate(tape):
        _trade_hedge(made, today)
        alive = made.condors[-1] if made.condors else None
        if alive is not None:
            _manage(made, alive, today, chance)
            _settle(made, alive, today)
        if place + 1 < len(tape):
            _sell_condor(made, place, today, tape[place + 1].day)
        _keep_line(made, today)
    made.now = at(tape[-1].day, time(18, 0))
    return made


def at(day: date, clock: time) -> datetime:
    """A UTC moment from New York time."""
    return datetime.combine(day, clock, NEW_YORK).astimezone(UTC)


def in_the_afternoon(day: date, clock: time) -> datetime:
    """The same, earlier on a half day."""
    return at(day, clock) - timedelta(hours=3 if day in HALF_DAYS else 0)


# Condors


def _sell_condor(made: GeneratedYear, place: int, today: TapeDay, expiry: date) -> None:
    """Shorts 70 points from the close, every twelfth in the second account, every twenty-fifth on paper."""
    made.now = in_the_afternoon(today.day, OPENS_AT)
    account = PAPER if place % 25 == 24 else IRA if place % 12 == 11 else MAIN
    near = 5 * round(float(today.close) / 5)
    strikes = (near - 70 - WIDTH, near - 70, near + 70, near + 70 + WIDTH)
    legs = [
        Contract("SPXW", expiry, Decimal(k), right) for k, right in zip(strikes, ("P", "P", "C", "C"), strict=True)
    ]
    prices = {leg: spx_option(today.close, leg.strike or Decimal(0), leg.right or "", 1.0) for leg in legs}
    signs = (1, -1, -1, 1)
    net = -sum(sign * prices[leg] for sign, leg in zip(signs, legs, strict=True))
    rows = [
        Booked(made.now, "open", leg, sign * LOTS, prices[leg], LOTS * FEE)
        for sign, leg in zip(signs, legs, strict=True)
    ]
    puts, calls = f"{strikes[0]}/{strikes[1]}P", f"{strikes[2]}/{strikes[3]}C"
    line = f"-{LOTS} SPXW {expiry_text(expiry)} {puts} {calls} @{net} fee {FEE}/ct in {account}"
    change = enter(made.desk, line, made.now, prices)
    (campaign_id,) = (int(row.id) for row in change.rows if row.table == "campaigns")
    made.condors.append(Told(campaign_id, account, today.day, expiry, rows))


def _manage(made: GeneratedYear, told: Told, today: TapeDay, chance: random.Random) -> None:
    """At 11:00: a side with 25 points or less to go is rolled 40 points away, one in ten is bought back whole."""
    made.now = at(today.day, ROLLS_AT)
    shorts = {leg.right: leg for leg, quantity in told.held.items() if quantity < 0}
    to_put, to_call = (float(today.morning - _strike(shorts["P"])), float(_strike(shorts["C"]) - today.morning))
    right = "P" if to_put <= 25 else "C" if to_call <= 25 else None
    trade_id = _trade_of(made, told)
    if right is not None and min(to_put, to_call) > 0:
        out = [leg for leg in told.held if leg.right == right]
        away = -40 if right == "P" else 40
        into = {leg: Contract(leg.root, leg.expiry, _strike(leg) + away, leg.right) for leg in out}
        closing = [_row(made, "roll out", leg, -told.held[leg], today) for leg in out]
        opening = [_row(made, "roll in", into[leg], told.held[leg], today) for leg in out]
        told.rows += [*closing, *opening]
        done(made.desk, RollTrade(trade_id, _priced(closing), _priced(opening), made.now, made.desk.next_id))
    elif chance.random() < 0.1:
        closing = [_row(made, "close", leg, -quantity, today) for leg, quantity in told.held.items()]
        told.rows += closing
        done(made.desk, CloseTrade(trade_id, _priced(closing), made.now, made.desk.next_id))


def _settle(made: GeneratedYear, told: Told, today: TapeDay) -> None:
    made.now = at(today.day, time(16, 30))
    assert told.expiry == today.day
    _settle_at(made, told, today.close, told.held, in_the_afternoon(today.day, SETTLES_AT))


def _settle_at(
    made: GeneratedYear, told: Told, value: Decimal, held: Mapping[Contract, int], moment: datetime
) -> None:
    legs = {
        h.leg.contract: h.leg.id for h in made.desk.book.holdings.values() if _is_held_by(made, h.leg.trade_id, told)
    }
    edits = []
    for place, (leg, quantity) in enumerate(held.items()):
        pays = max(Decimal(0), value - _strike(leg) if leg.right == "C" else _strike(leg) - value)
        fee = SETTLING_FEE * abs(quantity) if pays else Decimal(0)
        told.rows.append(Booked(moment, "settle", leg, -quantity, pays, fee))
        edits.append(SettleLeg(made.desk.next_id + place, legs[leg], value, made.now, _official(leg), fee=fee))
    if edits:
        change = done(made.desk, OneStep(tuple(edits)))
        assert all(isinstance(row.after, Settlement) for row in change.rows)


# The hedge


def _trade_hedge(made: GeneratedYear, today: TapeDay) -> None:
    """At 10:00 each layer is bought, rolled when its days are up, or left to settle and bought anew: the short layer
    in every odd month."""
    if made.hedge is None:
        made.hedge = Told(0, MAIN, today.day, date.max)
    hedge = made.hedge
    made.now = at(today.day, time(10, 0))
    due = {leg: quantity for leg, quantity in hedge.held.items() if leg.expiry <= today.day}
    _settle_at(made, hedge, today.vix, due, at(today.day, time(9, 30)))
    for role, (count, tenor, roll_at) in LAYERS.items():
        old, new = made.layers.get(role), _call(today, tenor, hedge)
        if old is None or old in due:
            row = Booked(made.now, "open", new, count, _mark(new, today), count * HEDGE_FEE)
            hedge.rows.append(row)
            text = f"+{count} VIX {expiry_text(new.expiry)} {new.strike}C @{row.points} fee {HEDGE_FEE}/ct"
            enter(made.desk, text, made.now, role=role)
            hedge.campaign_id = next(c.id for c in made.desk.book.campaigns.values() if c.sleeve == "alvh")
        elif _is_rolled(role, old, new, today, roll_at):
            closing = Booked(made.now, "roll out", old, -count, _mark(old, today), count * HEDGE_FEE)
            opening = Booked(made.now, "roll in", new, count, _mark(new, today), count * HEDGE_FEE)
            held = next(h for h in made.desk.book.holdings.values() if h.leg.contract == old)
            hedge.rows += [closing, opening]
            roll = RollTrade(
                held.leg.trade_id, _priced([closing]), _priced([opening]), made.now, made.desk.next_id, role=role
            )
            done(made.desk, roll)
        else:
            continue
        made.layers[role] = new


def _is_rolled(role: Role, old: Contract, new: Contract, today: TapeDay, roll_at: int) -> bool:
    is_left_to_settle = role == "short" and old.expiry.month % 2 == 1
    return (old.expiry - today.day).days <= roll_at and new.expiry > old.expiry and not is_left_to_settle


def _call(today: TapeDay, tenor: int, hedge: Told) -> Contract:
    """The monthly expiry nearest to the tenor, a point over VIX or the next strike that was never held: each leg is
    bought once."""
    months = [
        (today.day.year + (today.day.month - 1 + ahead) // 12, (today.day.month - 1 + ahead) % 12 + 1)
        for ahead in range(12)
    ]
    wanted = today.day + timedelta(days=tenor)
    expiry = min((vix_expiry_for(*month) for month in months), key=lambda day: abs((day - wanted).days))
    strike, used = round(float(today.vix)) + 1, {row.leg for row in hedge.rows}
    while Contract("VIX", expiry, Decimal(strike), "C") in used:
        strike += 1
    return Contract("VIX", expiry, Decimal(strike), "C")


def _keep_line(made: GeneratedYear, today: TapeDay) -> None:
    """What a window would have kept of the ladder, in plain sums."""
    hedge, seen = made.hedge, at(today.day, LOOKED_AT)
    assert hedge is not None
    cash = sum((-row.quantity * row.points * MULTIPLIER - row.fee for row in hedge.rows), Decimal(0))
    held = hedge.held
    value = sum((quantity * _mark(leg, today) * MULTIPLIER for leg, quantity in held.items()), Decimal(0))
    cost = sum((_cost(hedge, leg) for leg in held), Decimal(0))
    made.lines.append(
        DayLine(
            day=today.day, campaign_id=hedge.campaign_id, moment=seen, realised=cash + cost, cash_flow=cash,
            market_value=value, unrealised=value - cost, theta_usd_per_day=None, exposures={}, open_legs=len(held),
            unmarked=0, unvalued=len(held), oldest_mark=seen, equity=Decimal(250_000) + cash + value,
        )
    )  # fmt: skip


def _cost(hedge: Told, leg: Contract) -> Decimal:
    """$ paid for what is open of a leg: a layer is bought once and leaves whole."""
    return sum(
        (r.quantity * r.points * MULTIPLIER for r in hedge.rows if r.leg == leg and r.quantity > 0), Decimal(0)
    )


def _mark(leg: Contract, today: TapeDay) -> Decimal:
    return vix_call(today.vix, _strike(leg), (leg.expiry - today.day).days)


# Rows


def _row(made: GeneratedYear, what: What, leg: Contract, quantity: int, today: TapeDay) -> Booked:
    points = spx_option(today.morning, _strike(leg), leg.right or "", 0.2)
    return Booked(made.now, what, leg, quantity, points, abs(quantity) * FEE)


def _priced(rows: list[Booked]) -> tuple[PricedLeg, ...]:
    return tuple(PricedLeg(row.leg, row.quantity, row.points, "own", row.fee) for row in rows)


def _trade_of(made: GeneratedYear, told: Told) -> int:
    return next(trade.id for trade in made.desk.book.trades.values() if trade.campaign_id == told.campaign_id)


def _is_held_by(made: GeneratedYear, trade_id: int, told: Told) -> bool:
    return made.desk.book.trades[trade_id].campaign_id == told.campaign_id


def _strike(leg: Contract) -> Decimal:
    assert leg.strike is not None
    return leg.strike


def _official(leg: Contract) -> str:
    return "SPX close" if leg.root == "SPXW" else "VRO"
