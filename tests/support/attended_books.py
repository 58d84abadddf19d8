"""A book that is looked at again and again while it is edited and its market moves, as a window does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from support.fact_scenes import DECEMBER, QUOTES, TODAY
from support.founded_books import CLOCK, MemoryLedger, entering
from support.made_markets import Quotes, chain
from support.made_markets import market as made_market

from alvh_desktop.desk.backdrop import Backdrop
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.marks import with_typed_marks
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.edits import Edit
from alvh_desktop.domain.edits.close import CloseTrade
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.domain.edits.marks import EnterMarks
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.edits.rules import ChangeRule
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.records import Input, Leg, TypedMark
from alvh_desktop.pricing.market import Market
from alvh_desktop.rules.scene import DayStood, SeenVolatility, Span
from alvh_desktop.rules.state import acknowledged, snoozed

LINES = (
    "-5 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct at 2026-11-10T10:00",
    "-2 SPXW 15JAN27 6300/6350P 7150/7200C @9.80 at 2026-11-10T10:05",
    "-3 XSP 18DEC26 630/635P @0.30 at 2026-11-10T10:10",
    "+4 VIX 16DEC26 20C @1.10 at 2026-11-10T10:15",
    "+2 VIX 17MAR27 24C @2.10 at 2026-11-10T10:20",
)
MORE = (
    "-1 SPXW 18DEC26 6500/6600P @4",
    "-4 SPXW 15JAN27 6650/6700P 6800/7000C @30",
    "-1 SPXW 18DEC26 6350P @5",
    "+1 SPXW 18DEC26 6300P @2.5",
    "+6 VIX 16JUN27 30C @1.20",
)
INPUTS = {
    "entry_phase.target": "2500", "mark.close_at": "2", "age.limit_minutes": "5", "notional.programme": "400000",
    "equity": "300000", "base.least": "4", "risk_free": "4",
}  # fmt: skip
RULES = ("condor.expiry.minutes", "condor.short_tested", "condor.credit_captured", "condor.break_even")
AHEAD = (
    timedelta(seconds=10), timedelta(minutes=25), timedelta(hours=40), timedelta(days=8),
    timedelta(days=27, hours=22), timedelta(days=28), timedelta(days=28, hours=2),
)  # fmt: skip
"""From the first look: up to the last minutes of the condors of December, and past their settlement."""
LEVELS = ("6690", "6340", "6352.5", "6301", "7160", "6710")
XSP: Quotes = chain("XSP", DECEMBER, 671.5, (620, 630, 635, 650), 0.16, half_spread="0.01")


@cache
def _market(at: datetime, spx: str) -> Market:
    """One for all examples: its smiles are fitted once."""
    return made_market(QUOTES, XSP, at=at, spx=spx, vix="17")


class OnceAtTwelvePercent:
    """Every leg stood at 12 % whenever it is asked for; no day was recorded."""

    def volatility(self, leg: Leg, moment: datetime) -> SeenVolatility | None:
        return SeenVolatility(0.12, moment)

    def days(self) -> tuple[DayStood, ...]:
        return ()


@dataclass
class Attended:
    """One portfolio and its last picture; `kept` is carried from look to look."""

    desk: Desk = field(init=False)
    now: datetime = CLOCK
    level: str = "6690"
    span: Span | None = None
    limits: Mapping[str, timedelta] = field(default_factory=dict)
    backdrop: Backdrop = field(default_factory=lambda: Backdrop(remembered=OnceAtTwelvePercent()))
    picture: Picture | None = None
    told: int = 0
    """How many states a person has said something of."""

    def __post_init__(self) -> None:
        self.desk = Desk(MemoryLedger(), lambda: self.now)
        for line in LINES:
            self.desk.do(entering(line, self.desk.next_id))
        for trade_id, role in ((self.trades[3], "short"), (self.trades[4], "medium")):
            self.desk.do(AssignLayer(trade_id, role))

    @property
    def trades(self) -> list[int]:
        return list(self.desk.book.trades)

    def look(self) -> Picture:
        """The next picture, on the market of the one before where nothing of it has changed, and on its states."""
        before, book = self.picture, self.desk.book
        market = with_typed_marks(_market(self.now, self.level), book)
        if before is not None and before.inputs.market == market:
            market = before.inputs.market
        states = {} if before is None else dict(before.attention.states)
        if self.told and states:
            key = list(states)[self.told % len(states)]
            put_off = snoozed(states[key], self.now, self.now + timedelta(minutes=5))
            states[key] = put_off if self.told % 2 else acknowledged(states[key])
            self.told = 0
        backdrop = replace(self.backdrop, span=self.span)
        self.picture = paint(Inputs(book, market, states, live_limits=self.limits, backdrop=backdrop), before)
        return self.picture

    def do(self, kind: str, number: int) -> None:
        """One step; an edit that the desk refuses leaves everything as it is."""
        if kind in ("undo", "redo"):
            getattr(self.desk, kind)()
        elif kind == "clock":
            self.now = max(self.now, CLOCK + AHEAD[number % len(AHEAD)])
        elif kind == "level":
            self.level = LEVELS[number % len(LEVELS)]
        elif kind == "span":
            self.span = None if number % 3 == 0 else Span(6290.0 + 10 * (number % 40), 6800.0 + 20 * (number % 20))
        elif kind == "limits":
            self.limits = {"made": timedelta(minutes=number % 40)} if number % 2 else {}
        elif kind == "said":
            self.told = 1 + number
        else:
            edit = EDITS[kind](self, number)
            if edit is not None:
                self.desk.do(edit)

    def one_of(self, rows: Mapping[Any, Any], number: int) -> Any:
        return rows[list(rows)[number % len(rows)]]

    def open_legs(self, trade_id: int) -> list[Holding]:
        return [held for held in self.desk.book.holdings_by_trade[trade_id] if held.position.quantity]


def _price(at: Attended, number: int) -> Edit:
    return CorrectFill(at.one_of(at.desk.book.fills, number).id, at.now, price=Decimal(1 + number) / 4)


def _quantity(at: Attended, number: int) -> Edit:
    fill = at.one_of(at.desk.book.fills, number)
    return CorrectFill(fill.id, at.now, quantity=fill.quantity + (1 if number % 2 else -1))


def _order(at: Attended, number: int) -> Edit:
    return entering(MORE[number % len(MORE)], at.desk.next_id, at.now)


def _close(at: Attended, number: int) -> Edit | None:
    trade_id = at.trades[number % len(at.trades)]
    held = at.open_legs(trade_id)[: 1 if number % 4 == 0 else None]
    legs = tuple(
        PricedLeg(each.leg.contract, -each.position.quantity, Decimal(1), "own", Decimal(0)) for each in held
    )
    return CloseTrade(trade_id, legs, at.now, at.desk.next_id) if legs else None


def _roll(at: Attended, number: int) -> Edit | None:
    trade_id = at.trades[number % len(at.trades)]
    held = next(iter(at.open_legs(trade_id)), None)
    if held is None or held.leg.strike is None:
        return None
    size, contract = held.position.quantity, held.leg.contract
    closing = PricedLeg(contract, -size, Decimal(2), "own", Decimal(0))
    opening = PricedLeg(replace(contract, strike=held.leg.strike + 10), size, Decimal(1), "own", Decimal(0))
    return RollTrade(trade_id, (closing,), (opening,), at.now, at.desk.next_id)


def _settle(at: Attended, number: int) -> Edit:
    at.now = max(at.now, CLOCK + AHEAD[-1])
    return SettleLeg(
        at.desk.next_id, at.one_of(at.desk.book.legs, number).id, Decimal("6328.47"), at.now, "SPX close"
    )


def _input(at: Attended, number: int) -> Edit:
    name = list(INPUTS)[number % len(INPUTS)]
    return EnterInputs((Input(at.desk.next_id, name, TODAY, Decimal(INPUTS[name]) + number % 3, "typed"),))


def _rule(at: Attended, number: int) -> Edit:
    rule = at.desk.book.rules[RULES[number % len(RULES)]]
    if number % 5 == 0:
        return ChangeRule(replace(rule, is_on=not rule.is_on))
    own_limit = replace(rule, stale_after_minutes=3 + number % 7)
    return ChangeRule(own_limit if number % 2 or rule.warn is None else replace(rule, warn=rule.warn * 5 / 2))


def _mark(at: Attended, number: int) -> Edit:
    leg = at.one_of(at.desk.book.legs, number)
    row = TypedMark(
        at.desk.next_id, leg.root, leg.expiry, leg.strike, leg.right, at.now, Decimal(1 + number) / 10, "by hand"
    )
    return EnterMarks((row,), at.now)


def _layer(at: Attended, number: int) -> Edit:
    return AssignLayer(at.trades[number % len(at.trades)], (None, "short", "medium", "long")[number % 4])


EDITS: Mapping[str, Callable[[Attended, int], Edit | None]] = {
    "price": _price, "quantity": _quantity, "order": _order, "close": _close, "roll": _roll, "settle": _settle,
    "input": _input, "rule": _rule, "mark": _mark, "layer": _layer,
}  # fmt: skip
STEPS = (*EDITS, "undo", "redo", "clock", "level", "span", "limits", "said")
