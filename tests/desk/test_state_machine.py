"""Any edits in any order on a real file: whatever is done, undone and reopened, book, file and sums agree."""

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.founded_books import IRA, MAIN, PRODUCTS, founding_entry, moment

from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.domain.book import Book, book_of, rows_between
from alvh_desktop.domain.calendar import NEW_YORK, last_trading_moment, settlement_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.edits.events import EnterEvents
from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.domain.edits.marks import EnterMarks, RemoveMark
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.orders import Order, PricedLeg, parse_order, price_legs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Level, Quote
from alvh_desktop.domain.records import TABLES, Event, Leg, TypedMark
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.rates import flat_curve
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.checking import check

START = moment("2026-12-14 10:00")
SPX_STRIKES = ("6300", "6350", "6400", "7150", "7200")
TEMPLATES = (
    # Few strikes, so that orders meet what earlier orders left.
    "SPXW {spxw} 6300/6350P 7150/7200C",
    "SPXW {spxw} 6350/6400P 7150/7200C",
    "SPXW {spxw} 6300/6350P",
    "SPXW {spxw} 7150/7200C",
    "SPXW {spxw} 6350P",
    "SPXW 18DEC26/15JAN27 6350P",
    "SPX 18DEC26 6300/6350P 7150/7200C",
    "XSP 18DEC26 630/635P 715/720C",
    "VIX {vix} 25C",
    "VIX {vix} 25/30C",
    "VIX 16DEC26/20JAN27 25C",
    "VIX 20JAN27/17FEB27 25C",
    "VIXW 23DEC26 25C",
    "VX {vx}",
    "VXM 16DEC26",
)
SPXW, VIX, VX = ("15DEC26", "18DEC26", "15JAN27"), ("16DEC26", "20JAN27", "17FEB27"), ("16DEC26", "20JAN27")
OFFICIAL = {"SPX": Decimal("6328.47"), "VIX": Decimal("27.31")}

# No more than the narrowest wing can cost: an order far past it is refused as a slipped decimal point.
prices = st.decimals("0.01", "7.50", places=2) | st.decimals("0.01", "7.50", places=8)
fees = st.sampled_from(["", "fee 0.65/ct", "fee 0.12345678/ct", "fee 26.01 total"])
quantities = st.integers(-7, 7).filter(bool)


@dataclass(frozen=True)
class Model:
    """What plain arithmetic says: signed contracts by account and contract, money moved by premiums, and fees."""

    contracts: dict[tuple[int, Contract], int] = field(default_factory=dict)
    fees: Decimal = Decimal(0)
    fills: int = 0
    settlements: int = 0

    def with_trade(self, account: int, contract: Contract, quantity: int, fee: Decimal) -> "Model":
        key = account, contract
        contracts = {**self.contracts, key: self.contracts.get(key, 0) + quantity}
        return replace(self, contracts=contracts, fees=self.fees + fee)

    @property
    def open_contracts(self) -> dict[tuple[int, Contract], int]:
        return {key: quantity for key, quantity in self.contracts.items() if quantity}


class BookMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "random.alvh"
        self.now = START
        self.file = BookFile.create(self.path, founding_entry(START), START)
        self.desk = Desk(self.file, lambda: self.now)
        self.founded = self.desk.book
        self.model = Model()
        self.done: list[tuple[Model, Model]] = []
        self.undone: list[tuple[Model, Model]] = []
        self.lines = 1

    # What a person does

    @initialize()
    def start_with_a_condor(self) -> None:
        self.order("-5 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct", has_quotes=False)

    @rule(
        template=st.sampled_from(TEMPLATES),
        quantity=quantities,
        price=prices,
        fee=fees,
        account=st.sampled_from(["", f" in {MAIN}", f" in {IRA}"]),
        dates=st.tuples(st.sampled_from(SPXW), st.sampled_from(VIX), st.sampled_from(VX)),
        age=st.sampled_from([0, 0, 0, 5, 3000]),
        has_quotes=st.booleans(),
    )
    def enter(
        self, template: str, quantity: int, price: Decimal, fee: str, account: str, dates: tuple[str, str, str],
        age: int, has_quotes: bool,
    ) -> None:  # fmt: skip
        legs = template.format(spxw=dates[0], vix=dates[1], vx=dates[2])
        at = ""
        if age:
            at = " at " + (self.now - timedelta(minutes=age)).astimezone(NEW_YORK).isoformat(timespec="minutes")
        self.order(f"{quantity:+d} {legs} @{price:f} {fee}{at}{account}", has_quotes)

    @rule(data=st.data(), price=prices, fee=fees, has_quotes=st.booleans())
    def close(self, data: st.DataObject, price: Decimal, fee: str, has_quotes: bool) -> None:
        """A line against one trade: part of it, all of it, or more than all of it."""
        trades = [t for t, held in self.desk.book.holdings_by_trade.items() if any(h.position.quantity for h in held)]
        if not trades:
            return
        trade = self.desk.book.trades[data.draw(st.sampled_from(trades))]
        held = [h for h in self.desk.book.holdings_by_trade[trade.id] if h.position.quantity]
        legs, direction = _line_of(held) if data.draw(st.booleans()) else _line_of(held[:1])
        many = data.draw(st.integers(1, max(abs(h.position.quantity) for h in held) + 2))
        account = self.desk.book.accounts[trade.account_id].name
        self.order(f"{-direction * many:+d} {legs} @{price:f} {fee} in {account}", has_quotes)

    def order(self, line: str, has_quotes: bool) -> None:
        order = parse_order(line, PRODUCTS, self.now.astimezone(NEW_YORK).date())
        assert isinstance(order, Order), f"{line}: {order}"
        mids = {leg.contract: _mark(leg.contract) for leg in order.legs} if has_quotes else {}
        legs = price_legs(order, mids)
        assert not isinstance(legs, Problem), legs
        account = 90 if order.account == IRA else 2
        model = self.model
        for leg in legs:
            model = model.with_trade(account, leg.contract, leg.quantity, leg.fee)
        in_time = all(self.trades_at(leg.contract, order.moment) for leg in legs)
        self.do(EnterOrder(order, legs, self.now, self.desk.next_id), model if in_time else None)

    @rule(data=st.data(), prices=st.tuples(prices, prices), more=st.integers(-1, 1))
    def roll(self, data: st.DataObject, prices: tuple[Decimal, Decimal], more: int) -> None:
        """One leg of a trade goes out and another strike or date comes in."""
        held = self.draw_open(data)
        if held is None or held.leg.strike is None:
            return
        contract, quantity = held.leg.contract, held.position.quantity
        later = replace(contract, strike=held.leg.strike + 5)
        closed = -quantity + (more if quantity < 0 else -more)
        if closed == 0:
            return
        closing = PricedLeg(contract, closed, prices[0], "own", Decimal("1.30"))
        opening = PricedLeg(later, quantity, prices[1], "own", Decimal("1.30"))
        trade = self.desk.book.trades[held.leg.trade_id]
        model = self.model.with_trade(trade.account_id, contract, closed, closing.fee)
        model = model.with_trade(trade.account_id, later, quantity, opening.fee)
        is_too_much = abs(closed) > abs(quantity)
        edit = RollTrade(trade.id, (closing,), (opening,), self.now, self.desk.next_id)
        self.do(edit, None if is_too_much or not self.trades_at(contract) else model)

    @rule(data=st.data(), quantity=st.integers(1, 6), price=prices)
    def roll_by_calendar(self, data: st.DataObject, quantity: int, price: Decimal) -> None:
        """Calls of a near date are sold and those of the next one bought, in one line."""
        calls = [h for h in self.open_holdings() if h.leg.root == "VIX" and h.leg.right == "C"]
        near = [h for h in calls if h.position.quantity > 0 and h.leg.expiry.month != 2]
        if not near:
            return
        held = data.draw(st.sampled_from(near))
        dates = "16DEC26/20JAN27" if held.leg.expiry.month == 12 else "20JAN27/17FEB27"
        quantity = data.draw(st.sampled_from([held.position.quantity, quantity]))
        account = self.desk.book.accounts[self.desk.book.trades[held.leg.trade_id].account_id].name
        self.order(
            f"{quantity:+d} VIX {dates} {held.leg.strike.normalize():f}C @{price:f} in {account}", has_quotes=True
        )

    @rule(data=st.data(), fee=st.sampled_from([Decimal(0), Decimal("0.50")]), is_due=st.booleans())
    def settle(self, data: st.DataObject, fee: Decimal, is_due: bool) -> None:
        due = [h for h in self.open_holdings() if settlement_moment(h.product, h.leg.expiry) <= self.now]
        held = data.draw(st.sampled_from(due)) if due and is_due else self.draw_open(data)
        if held is None:
            return
        value = OFFICIAL[held.product.underlying] / held.product.index_divisor
        contract, trade = held.leg.contract, self.desk.book.trades[held.leg.trade_id]
        model = self.model.with_trade(trade.account_id, contract, -held.position.quantity, fee)
        is_past = settlement_moment(held.product, contract.expiry) <= self.now
        edit = SettleLeg(self.desk.next_id, held.leg.id, value, self.now, held.product.official_value, fee=fee)
        self.do(edit, model if is_past else None)

    @rule(data=st.data(), quantity=quantities, price=prices, fee=st.none() | st.just(Decimal("2.345")))
    @precondition(lambda self: self.desk.book.fills)
    def correct(self, data: st.DataObject, quantity: int, price: Decimal, fee: Decimal | None) -> None:
        fill = self.desk.book.fills[data.draw(st.sampled_from(list(self.desk.book.fills)))]
        held = self.desk.book.holdings[fill.leg_id]
        account = self.desk.book.trades[held.leg.trade_id].account_id
        # A settled leg stays at nothing: its settlement closes whatever the fills leave.
        change = 0 if held.settlement else quantity - fill.quantity
        fee_change = Decimal(0) if fee is None else fee - fill.fee
        model = self.model.with_trade(account, held.leg.contract, change, fee_change)
        is_same = (quantity, price, fee or fill.fee) == (fill.quantity, fill.price, fill.fee) and fill.basis == "own"
        self.do(CorrectFill(fill.id, self.now, quantity, price, fee), None if is_same else model)

    @rule(data=st.data(), role=st.sampled_from(["short", "medium", "long", None]))
    def move_to_layer(self, data: st.DataObject, role: str | None) -> None:
        hedges = [trade for trade in self.desk.book.trades.values() if trade.sleeve != "core"]
        if not hedges:
            return
        trade = data.draw(st.sampled_from(hedges))
        layers = {layer.role: layer.id for layer in self.desk.book.layers.values()}
        is_there = trade.layer_id == (layers[role] if role else None)
        self.do(AssignLayer(trade.id, role), None if is_there else self.model)

    @rule(
        price=prices, other=prices, minutes=st.integers(-5, 60), index=st.sampled_from(["VIX", "VVIX", "SPX.implied"])
    )
    def type_marks(self, price: Decimal, other: Decimal, minutes: int, index: str) -> None:
        """A price of a contract and a level of an index, as one step; one still to come is refused."""
        at, first = self.now - timedelta(minutes=minutes), self.desk.next_id
        put = TypedMark(first, "SPXW", date(2027, 1, 15), Decimal(6350), "P", at, price, "typed")
        level = TypedMark(first + 1, index, None, None, None, at, other, "broker")
        settles = settlement_moment(PRODUCTS["SPXW"], date(2027, 1, 15))
        is_past = at <= self.now and at < settles
        standing = {(row.root, row.moment): (row.price, row.source) for row in self.desk.book.typed_marks.values()}
        is_same = all(standing.get((row.root, at)) == (row.price, row.source) for row in (put, level))
        self.do(EnterMarks((put, level), self.now), self.model if is_past and not is_same else None)

    @rule(data=st.data())
    @precondition(lambda self: self.desk.book.typed_marks)
    def take_a_mark_back(self, data: st.DataObject) -> None:
        self.do(RemoveMark(data.draw(st.sampled_from(list(self.desk.book.typed_marks)))), self.model)

    @rule(day=st.sampled_from([9, 10, 11]), at=st.none() | st.just(time(8, 30)), is_on=st.booleans())
    def change_an_event(self, day: int, at: time | None, is_on: bool) -> None:
        """The FOMC decides on 9 December 2026: that may be struck; on other days there is nothing to strike."""
        row = Event(self.desk.next_id, "FOMC", date(2026, 12, day), at, "FOMC decision", "typed", is_on)
        is_same = any(replace(known, id=row.id) == row for known in self.desk.book.events.values())
        self.do(EnterEvents((row,)), self.model if (is_on or day == 9) and not is_same else None)

    @rule()
    @precondition(lambda self: self.done)
    def undo(self) -> None:
        before = self.desk.book
        change = self.desk.undo()
        assert isinstance(change, Change)
        self.kept(before, change)
        step = self.done.pop()
        self.undone.append(step)
        self.model = step[0]

    @rule()
    @precondition(lambda self: self.undone)
    def redo(self) -> None:
        before = self.desk.book
        change = self.desk.redo()
        assert isinstance(change, Change)
        self.kept(before, change)
        step = self.undone.pop()
        self.done.append(step)
        self.model = step[1]

    @rule()
    @precondition(lambda self: self.lines < 60)
    def undo_all_then_redo_all(self) -> None:
        book, done = self.desk.book, len(self.done)
        undone = [self.desk.undo() for _ in range(done)]
        assert self.desk.book == self.founded
        assert isinstance(self.desk.undo(), Problem)
        redone = [self.desk.redo() for _ in range(done)]
        assert self.desk.book == book
        assert _in_order(self.desk.book)
        for back, forth in zip(undone, reversed(redone), strict=True):
            assert isinstance(back, Change)
            assert isinstance(forth, Change)
            assert forth.rows == tuple(row.turned() for row in reversed(back.rows))
        self.lines += 2 * done

    @rule()
    def reopen(self) -> None:
        labels = self.desk.undo_label, self.desk.redo_label
        book, next_id = self.desk.book, self.desk.next_id
        self.file.close()
        self.file = BookFile.open_for_writing(self.path, self.now, self.folder)
        self.desk = Desk(self.file, lambda: self.now)
        assert (self.desk.undo_label, self.desk.redo_label) == labels
        assert self.desk.book == book
        assert self.desk.next_id == next_id

    @rule(hours=st.sampled_from([1, 6, 20, 30, 30, 100]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def wait_for_a_settlement(self) -> None:
        moments = [settlement_moment(h.product, h.leg.expiry) for h in self.open_holdings()]
        self.now = min((at for at in moments if at > self.now), default=self.now)

    # Tools of the machine

    def do(self, edit: Edit, model_after: Model | None) -> None:
        """Do an edit that the model expects to be taken, or with None to be refused."""
        before = self.desk.book
        previews = [self.desk.preview(edit) for _ in range(2)]
        assert previews[0] == previews[1]
        assert self.desk.book is before
        change = self.desk.do(edit)
        assert change == previews[0]
        if model_after is None:
            assert isinstance(change, Problem), change.label
            assert self.desk.book is before
            return
        assert isinstance(change, Change), change
        self.kept(before, change)
        self.done.append((self.model, model_after))
        self.undone.clear()
        self.model = model_after

    def kept(self, before: Book, change: Change) -> None:
        """One line more in the file, whose rows are exactly what differs."""
        self.lines += 1
        assert change.book is self.desk.book
        assert frozenset(change.rows) == rows_between(before, self.desk.book, TABLES)
        (line,) = self.file.recent(1)
        assert (line.number, line.entry.rows) == (self.lines, change.rows)

    def open_holdings(self) -> list[Holding]:
        return [h for h in self.desk.book.holdings.values() if h.position.quantity]

    def draw_open(self, data: st.DataObject) -> Holding | None:
        held = self.open_holdings()
        return data.draw(st.sampled_from(held)) if held else None

    def trades_at(self, contract: Contract, at: object = None) -> bool:
        last = last_trading_moment(PRODUCTS[contract.root], contract.expiry)
        return (at or self.now) <= last

    # What must hold after every step

    @invariant()
    def file_and_desk_agree(self) -> None:
        stored, book = self.file.load(), self.desk.book
        assert stored == book
        for table in TABLES:
            assert list(getattr(stored, table)) == list(getattr(book, table))
        assert stored.holdings == book.holdings
        assert list(stored.holdings) == list(book.holdings)
        assert stored.holdings == book_of({table: getattr(book, table) for table in TABLES}).holdings
        assert _in_order(book)

    @invariant()
    def quantities_and_fees_are_plain_sums(self) -> None:
        book = self.desk.book
        held: dict[tuple[int, Contract], int] = {}
        for h in book.holdings.values():
            key = book.trades[h.leg.trade_id].account_id, h.leg.contract
            held[key] = held.get(key, 0) + h.position.quantity
        assert {key: quantity for key, quantity in held.items() if quantity} == self.model.open_contracts
        booked = [*book.fills.values(), *book.settlements.values()]
        assert sum((row.fee for row in booked), Decimal(0)) == self.model.fees
        assert sum((h.position.fees for h in book.holdings.values()), Decimal(0)) == self.model.fees

    @invariant()
    def profit_is_money_moved_and_market_value_on_every_level(self) -> None:
        picture = paint(Inputs(self.desk.book, _market(self.desk.book, self.now)))
        levels: list[Amounts] = [picture.total]
        for sleeve in picture.sleeves:
            levels.append(sleeve.amounts)
            _assert_sum(sleeve.amounts, [c.amounts for c in sleeve.campaigns])
            for campaign in sleeve.campaigns:
                levels.append(campaign.amounts)
                _assert_sum(campaign.amounts, [t.amounts for t in campaign.trades])
                for trade in campaign.trades:
                    levels.append(trade.amounts)
                    _assert_sum(trade.amounts, [leg.amounts for leg in trade.legs])
                    levels += [leg.amounts for leg in trade.legs]
        _assert_sum(picture.total, [sleeve.amounts for sleeve in picture.sleeves])
        for a in levels:
            assert a.realised + a.unrealised == a.cash_flow + a.market_value
        assert picture.total.fees == self.model.fees
        for h in self.desk.book.holdings.values():
            mark = _mark(h.leg.contract)
            p = h.position
            assert p.realised + h.unrealised(mark) == p.cash_flow + h.market_value(mark)

    def teardown(self) -> None:
        try:
            self.undo_all_then_redo_all()
            self.file_and_desk_agree()
            self.file.close()
            report = check(self.path, self.now)
            assert (report.lines, report.findings) == (self.lines, ())
        finally:
            self.file.close()
            shutil.rmtree(self.folder)


def _line_of(held: list[Holding]) -> tuple[str, int]:
    """The legs of a line that names what a trade holds, and the direction in which it is held."""
    legs = [h.leg for h in held]
    first = legs[0]
    expiry = f"{first.expiry:%d%b%y}".upper()
    strikes = [f"{leg.strike.normalize():f}" for leg in legs if leg.strike is not None]
    rights = "".join(leg.right or "" for leg in legs)
    is_one_expiry = len({leg.expiry for leg in legs}) == 1 and _is_spread(legs)
    if rights == "PPCC" and is_one_expiry:
        by_right = f"{strikes[0]}/{strikes[1]}P {strikes[2]}/{strikes[3]}C"
        return f"{first.root} {expiry} {by_right}", 1 if held[1].position.quantity > 0 else -1
    if rights in {"PP", "CC"} and is_one_expiry and strikes[0] != strikes[1]:
        dearer = held[0] if rights == "CC" else held[1]
        line = f"{first.root} {expiry} {strikes[0]}/{strikes[1]}{rights[0]}"
        return line, 1 if dearer.position.quantity > 0 else -1
    direction = 1 if held[0].position.quantity > 0 else -1
    strike = f" {strikes[0]}{first.right}" if first.right else ""
    return f"{first.root} {expiry}{strike}", direction


def _is_spread(legs: list[Leg]) -> bool:
    """Whether an order line can name them as they stand: strikes ascend, in wings as wide as those of the templates.

    A leg whose contract was corrected may stand anywhere.
    """
    strikes = [leg.strike for leg in legs if leg.strike is not None]
    return all(high - low >= 5 for low, high in pairwise(strikes))


def _mark(contract: Contract) -> Decimal:
    """An invented price of a contract, the same whenever it is asked for."""
    if contract.strike is None:
        return Decimal("21.37") + Decimal(contract.expiry.month) / 8
    distance = abs(contract.strike % 97) / 10
    return Decimal("1.35") + distance + Decimal(contract.expiry.day) / 16


def _market(book: Book, now: object) -> Market:
    """Invented quotes of most of what is held; every fourth contract has none."""
    quotes = {}
    for contract in book.held_contracts:
        if (contract.expiry.day + int(contract.strike or 0) // 5) % 4:
            mark = _mark(contract)
            half = Decimal("0.05")
            quotes[contract] = Quote(contract, now, "invented", mark - half, mark + half)
    levels = {"SPX": Level("SPX", now, "invented", Decimal(6400)), "VIX": Level("VIX", now, "invented", Decimal(22))}
    return Market(now, flat_curve(now.date()), quotes, levels)


def _assert_sum(whole: Amounts, parts: list[Amounts]) -> None:
    for name in ("realised", "unrealised", "fees", "cash_flow", "market_value", "credit"):
        assert getattr(whole, name) == sum((getattr(part, name) for part in parts), Decimal(0)), name
    for name in ("open_legs", "unmarked", "unvalued"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts), name


def _in_order(book: Book) -> bool:
    return all(list(getattr(book, table)) == sorted(getattr(book, table)) for table in (*TABLES, "holdings"))


TestBook = BookMachine.TestCase
TestBook.settings = settings(max_examples=25, stateful_step_count=40)
