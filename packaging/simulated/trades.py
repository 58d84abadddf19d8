"""What the trader of a simulated month does: a condor a day, rolled or settled, and a 4/4/2 hedge."""

import math
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from alvh_desktop.cli.exits import accepted
from alvh_desktop.desk.entering import judged_draft_edit, judged_order_edit, mids_at
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.roll_lines import said_roll
from alvh_desktop.domain.calendar import next_business_day
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.edits.settle import SettleSeries
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.symbols import expiry_text
from simulated.desk_at import MAIN, PAPER, DeskAt
from simulated.tape import vix_expiries

LOTS, PAPER_LOTS, WIDTH = 4, 2, 25
_FEE, _HEDGE_FEE = "fee 0.65/ct", "fee 0.79/ct"
_TESTED = 0.0012
"""A condor is rolled on its last day when SPX is so near to a short, as a share of it."""
_AWAY = 0.9
"""How far the shorts lie, in expected moves of a day."""
_NICKEL = Decimal("0.05")


@dataclass
class Done:
    """What was done, by the numbers of trades and campaigns."""

    opened: list[int] = field(default_factory=list)
    on_paper: list[int] = field(default_factory=list)
    rolled: list[int] = field(default_factory=list)
    settled: list[date] = field(default_factory=list)
    hedge_rolled: int = 0


def open_condor(at: DeskAt, picture: Picture, day: date, done: Done, account: str = MAIN) -> int:
    """Sold for the next trading day, with what entry checks say of it. The number of its campaign."""
    expiry = next_business_day(day)
    legs, strikes = _condor(at, picture, expiry)
    credit = _net(at, legs)
    lots = LOTS if account == MAIN else PAPER_LOTS
    line = f"-{lots} SPXW {expiry_text(expiry)} {strikes} @{credit} {_FEE} in {account}"
    change = at.do(judged_order_edit(at.desk, at.market, line, at.now))
    campaign_id = next(int(row.id) for row in change.rows if row.table == "campaigns")
    (done.opened if account == MAIN else done.on_paper).append(campaign_id)
    return campaign_id


def tested(at: DeskAt, picture: Picture, day: date) -> tuple[int, ...]:
    """The trades that settle today and have SPX near to a short, or behind it."""
    spot = float(picture.inputs.market.levels["SPX"].value)
    found: dict[int, None] = {}
    for held in _held_until(at, day):
        if held.position.quantity < 0 and held.leg.strike is not None and _is_main(at, held):
            room = (float(held.leg.strike) - spot) * (1 if held.leg.right == "C" else -1)
            if room <= _TESTED * spot:
                found[held.leg.trade_id] = None
    return tuple(found)


def roll_out(at: DeskAt, picture: Picture, trade_id: int, day: date, ticked: frozenset[str], done: Done) -> int:
    """Into a condor around SPX of the next trading day. The number of its campaign."""
    expiry = next_business_day(day)
    opening, strikes = _condor(at, picture, expiry)
    held = [each for each in at.desk.book.holdings_by_trade[trade_id] if each.position.quantity]
    closing = {each.leg.contract: (1 if each.position.quantity > 0 else -1) for each in held}
    paid = _net(at, closing) - _net(at, opening)
    line = f"{trade_id} to SPXW {expiry_text(expiry)} {strikes} @{_signed(paid)} {_FEE}"
    _do_roll(at, line, day, ticked)
    campaign_id = at.desk.book.trades[trade_id].campaign_id
    done.rolled.append(campaign_id)
    return campaign_id


def settle(at: DeskAt, day: date, value: Decimal, done: Done) -> None:
    """Everything of SPXW that expires today, at its official value."""
    if any(True for _ in _held_until(at, day)):
        at.do(SettleSeries("SPXW", day, value, at.now, at.desk.next_id, "SPX close", fee_each=Decimal(0)))
        done.settled.append(day)


def buy_hedge(at: DeskAt, day: date) -> None:
    """Each layer as the book has it: so many calls, near to the days that it is entered at."""
    for layer in at.desk.book.layers.values():
        contract = _call(at, day, layer.entry_tenor_days)
        price = _mid(at, contract)
        size = f"+{layer.target_count} VIX {expiry_text(contract.expiry)} {contract.strike}C"
        line = f"{size} @{price} {_HEDGE_FEE} in {MAIN}"
        at.do(judged_order_edit(at.desk, at.market, line, at.now, layer.role))


def roll_hedge(at: DeskAt, day: date, done: Done) -> int | None:
    """A layer when its days are up. The number of its campaign, None where there is nothing to do."""
    book = at.desk.book
    for held in _hedges(at):
        trade = book.trades[held.leg.trade_id]
        layer = book.layers[trade.layer_id or 0]
        into = _call(at, day, layer.entry_tenor_days)
        if (held.leg.expiry - day).days <= layer.roll_at_days and into.expiry > held.leg.expiry:
            paid = _mid(at, into) - _mid(at, held.leg.contract)
            text = f"VIX {expiry_text(into.expiry)} {into.strike}C"
            _do_roll(at, f"{trade.id} to {text} @{_signed(paid)} {_HEDGE_FEE}", day, frozenset())
            done.hedge_rolled += 1
            return trade.campaign_id
    return None


def _signed(paid: Decimal) -> str:
    return f"{abs(paid)} {'debit' if paid >= 0 else 'credit'}"


def _do_roll(at: DeskAt, line: str, day: date, ticked: frozenset[str]) -> None:
    said = accepted(said_roll(at.desk.book, line, {}, (), day))
    draft = replace(said.draft, ticked=ticked)
    _, edit = accepted(judged_draft_edit(at.desk, at.market, draft, at.now))
    at.do(edit)


def _condor(at: DeskAt, picture: Picture, expiry: date) -> tuple[dict[Contract, int], str]:
    """Legs of one condor that is bought, and its strikes as an order has them."""
    levels = picture.inputs.market.levels
    spot, vix = float(levels["SPX"].value), float(levels["VIX"].value)
    away = _AWAY * spot * vix / 100 / math.sqrt(252)
    put, call = (5 * round((spot + side * away) / 5) for side in (-1, 1))
    sides: tuple[tuple[Right, int, int], ...] = (
        ("P", put - WIDTH, 1), ("P", put, -1), ("C", call, -1), ("C", call + WIDTH, 1)
    )  # fmt: skip
    legs = {Contract("SPXW", expiry, Decimal(strike), right): sign for right, strike, sign in sides}
    return legs, f"{put - WIDTH}/{put}P {call}/{call + WIDTH}C"


def _net(at: DeskAt, legs: dict[Contract, int]) -> Decimal:
    """What one lot of these is sold for, in points, down to the next nickel."""
    mids = mids_at(at.desk.book, at.market, tuple(legs), at.now)
    worth = -sum((sign * mids[leg] for leg, sign in legs.items()), Decimal(0))
    return (worth / _NICKEL).to_integral_value(ROUND_FLOOR) * _NICKEL


def _mid(at: DeskAt, contract: Contract) -> Decimal:
    return mids_at(at.desk.book, at.market, (contract,), at.now)[contract]


def _call(at: DeskAt, day: date, tenor_days: int) -> Contract:
    """Of the expiry nearest to so many days, near the money of its own future: at half a delta."""
    expiry = min(vix_expiries(day), key=lambda each: abs((each - day).days - tenor_days))
    return Contract("VIX", expiry, Decimal(round(_mid(at, Contract("VX", expiry)))), "C")


def _held_until(at: DeskAt, day: date) -> tuple[Holding, ...]:
    held = at.desk.book.holdings.values()
    return tuple(
        each for each in held if each.leg.root == "SPXW" and each.leg.expiry == day and each.position.quantity
    )


def _hedges(at: DeskAt) -> tuple[Holding, ...]:
    held = at.desk.book.holdings.values()
    return tuple(each for each in held if each.leg.root == "VIX" and each.position.quantity)


def _is_main(at: DeskAt, held: Holding) -> bool:
    book = at.desk.book
    return book.accounts[book.trades[held.leg.trade_id].account_id].name != PAPER
