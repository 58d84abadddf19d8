"""A draft weighed before anything is saved: what it moves, and the pictures before and after it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.drafting import PricedDraft, edit_of, price_draft
from alvh_desktop.desk.hedge_flows import return_of_sleeve
from alvh_desktop.desk.judging import checks_of, with_verdicts
from alvh_desktop.desk.margin import margins_of
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.break_even import break_evens, settlement_profit
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Fill, Leg, Trade
from alvh_desktop.domain.structure import lots_of, structure_of_legs
from alvh_desktop.pricing.market import Market, mid_of
from alvh_desktop.pricing.valuation import ContractValue, value_contract
from alvh_desktop.rules.allocation import hedge_allocation
from alvh_desktop.rules.check import Check
from alvh_desktop.series.study import Figure
from alvh_desktop.series.xirr import Return

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class LegQuote:
    """What is known of a leg's contract: prices in points, `delta` on the forward of one contract, `iv` a year."""

    bid: Decimal | None
    mid: Decimal | None
    ask: Decimal | None
    delta: float | None
    iv: float | None
    moment: datetime | None
    source: str


@dataclass(frozen=True, slots=True)
class Weighing:
    """What booking a draft would do. Nothing of it is stored.

    `legs` and `quotes` are in the draft's order, a quote None where there is none. `net` is in points a lot, paid +;
    `usd` the money that moves, received +, after `fees`. `wing` (points) and `credit_ratio` (share of the wing) are
    those of a condor or vertical that opens for a credit, else None. `break_evens` and `max_loss` (in $, 0 or less)
    are of all that the campaign holds afterwards with all its cash, of a hedge of the trade: None is a loss without
    end. `allocation_...` is the hedge in % of the programme's notional, `return_...` what the draft's hedge sleeve
    has come to, None for a draft of the core sleeve. `edit` keeps the verdicts of the `checks`.
    """

    draft: Draft
    legs: tuple[PricedLeg, ...]
    quotes: tuple[LegQuote | None, ...]
    edit: Edit
    change: Change
    before: Picture
    after: Picture
    net: Decimal
    usd: Decimal
    fees: Decimal
    wing: Decimal | None
    credit_ratio: Decimal | None
    break_evens: tuple[Decimal, ...]
    max_loss: Decimal | Problem | None
    margin_before: Decimal | Problem
    margin_after: Decimal | Problem
    allocation_before: float | Problem
    allocation_after: float | Problem
    return_before: Return | Problem | None
    return_after: Return | Problem | None
    checks: tuple[Check, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scales:
    """What a draft is weighed on. `inputs` hold the book and a market that knows the draft's contracts; `mids` are of
    the draft's moment in points, `now` is the clock, `first_id` the first id its rows may take."""

    inputs: Inputs
    mids: Mapping[Contract, Decimal]
    regime: Mapping[str, Figure]
    now: datetime
    first_id: int


def change_of_draft(draft: Draft, scales: Scales) -> Change | Problem:
    """What booking a draft would do to the book, and no more."""
    book = scales.inputs.book
    priced = price_draft(draft, book, scales.mids)
    if isinstance(priced, Problem):
        return priced
    edit = edit_of(priced, book, scales.now, scales.first_id)
    return edit if isinstance(edit, Problem) else edit.apply(book)


def weigh(draft: Draft, scales: Scales) -> Weighing | Problem:
    """Reads no clock and no file: it may be called on a worker."""
    book = scales.inputs.book
    priced = price_draft(draft, book, scales.mids)
    if isinstance(priced, Problem):
        return priced
    edit = edit_of(priced, book, scales.now, scales.first_id)
    if isinstance(edit, Problem):
        return edit
    change = edit.apply(book)
    if isinstance(change, Problem):
        return change
    return _weighed(scales, priced, edit, change)


def _weighed(scales: Scales, priced: PricedDraft, edit: Edit, change: Change) -> Weighing:
    inputs = scales.inputs
    before, after = paint(inputs), paint(replace(inputs, book=change.book))
    checks = checks_of(inputs, change, after.values, scales.regime)
    fills = [row.after for row in change.rows if isinstance(row.after, Fill)]
    trade_ids = {change.book.legs[fill.leg_id].trade_id for fill in fills}
    counted = _counted(change.book, trade_ids)
    held = [each for each in counted if each.position.quantity]
    cash = sum((each.position.cash_flow for each in counted), ZERO)
    wing, ratio = _credit(priced)
    trade = change.book.trades[min(trade_ids)]
    account_id = trade.account_id
    return Weighing(
        draft=priced.draft,
        legs=_as_filled(priced, change, fills),
        quotes=tuple(_quote(inputs.book, inputs.market, leg.contract) for leg in priced.legs),
        edit=with_verdicts(edit, change, checks, scales.now),
        change=change,
        before=before,
        after=after,
        net=priced.draft.net or ZERO,
        usd=_moved(change.book) - _moved(inputs.book),
        fees=sum((fill.fee for fill in fills), ZERO),
        wing=wing,
        credit_ratio=ratio,
        break_evens=break_evens(held, cash),
        max_loss=max_loss(held, cash),
        margin_before=_margin(before, account_id),
        margin_after=_margin(after, account_id),
        allocation_before=_allocation(before, account_id),
        allocation_after=_allocation(after, account_id),
        return_before=_return(before, trade),
        return_after=_return(after, trade),
        checks=tuple(check for said in checks.values() for check in said),
    )


def _as_filled(priced: PricedDraft, change: Change, fills: Sequence[Fill]) -> tuple[PricedLeg, ...]:
    """The legs with the fees they would be charged, by the schedule where the draft says none."""
    charged: dict[Contract, Decimal] = {}
    for fill in fills:
        contract = change.legs[fill.leg_id].contract
        charged[contract] = charged.get(contract, ZERO) + fill.fee
    sizes: dict[Contract, int] = {}
    for leg in priced.legs:
        sizes[leg.contract] = sizes.get(leg.contract, 0) + abs(leg.quantity)
    return tuple(
        replace(leg, fee=charged.get(leg.contract, ZERO) * abs(leg.quantity) / sizes[leg.contract])
        for leg in priced.legs
    )


def _quote(book: Book, market: Market, contract: Contract) -> LegQuote | None:
    quote = market.newest.get(contract)
    if quote is None:
        return None
    value: ContractValue = value_contract(_unheld(book, contract), market)
    delta = None if value.greeks is None else float(value.greeks.forward_delta)
    if not contract.is_option:
        delta = 1.0
    return LegQuote(quote.bid, mid_of(quote), quote.ask, delta, value.iv, quote.moment, quote.source)


def _unheld(book: Book, contract: Contract) -> Holding:
    leg = Leg(0, 0, contract.root, contract.expiry, contract.strike, contract.right)
    return Holding(leg, book.product_of(contract))


def _moved(book: Book) -> Decimal:
    """$ that all fills and settlements of a book have moved."""
    return sum((held.position.cash_flow for held in book.holdings.values()), ZERO)


def _counted(book: Book, trade_ids: Iterable[int]) -> list[Holding]:
    """The legs whose cash and risk are told together: of a condor its whole campaign, of a hedge the trade alone."""
    trades = [book.trades[trade_id] for trade_id in trade_ids]
    campaigns = {trade.campaign_id for trade in trades if trade.sleeve == "core"}
    alone = {trade.id for trade in trades if trade.sleeve != "core"}
    counted = (t for t in book.trades.values() if t.campaign_id in campaigns or t.id in alone)
    return [held for trade in counted for held in book.holdings_by_trade[trade.id]]


def _credit(priced: PricedDraft) -> tuple[Decimal | None, Decimal | None]:
    """Wing in points and the opening credit as a share of it; a lot of the ticket may hold several condors."""
    opening = [leg for leg in priced.draft.legs if not leg.closes]
    structure = structure_of_legs([(leg.contract, leg.ratio) for leg in opening]) if opening else ""
    if structure not in ("condor", "vertical"):
        return None, None
    strikes: dict[str | None, list[Decimal]] = {}
    for leg in opening:
        strikes.setdefault(leg.contract.right, []).append(leg.contract.strike or ZERO)
    wing = max(max(side) - min(side) for side in strikes.values())
    condors = lots_of(leg.quantity for leg in priced.opening)
    credit = -sum((leg.quantity * leg.price for leg in priced.opening), ZERO) / condors
    return wing, credit / wing if credit > 0 else None


def max_loss(held: Sequence[Holding], cash: Decimal) -> Decimal | Problem | None:
    """$ (0 or less) that open legs of one root and expiry can lose at settlement, with `cash` that moved so far.

    None is a loss without end. A Problem where the legs settle apart: no single day settles them.
    """
    if not held:
        return Problem("max loss", "nothing stays open")
    if len({(h.leg.root, h.leg.expiry) for h in held}) > 1:
        return Problem("max loss", "the legs settle at different times: see the payoff")
    rising = sum(h.position.quantity for h in held if h.leg.right != "P")
    if rising < 0:
        return None
    places = {ZERO, *(h.leg.strike for h in held if h.leg.strike is not None)}
    return min(ZERO, *(settlement_profit(held, cash, place) for place in places))


def _margin(picture: Picture, account_id: int) -> Decimal | Problem:
    """$ that the broker asks of the account by strategy, and for its futures."""
    inputs = picture.inputs
    for line in margins_of(inputs.book, inputs.market, picture.spot, picture.values):
        if line.account_id == account_id:
            if line.strategy.is_partial or line.futures.is_partial:
                problems = (*line.strategy.problems, *line.futures.problems)
                return problems[0] if problems else Problem("margin", "not known for every leg")
            return line.strategy.total_usd + line.futures.total_usd
    return ZERO


def _allocation(picture: Picture, account_id: int) -> float | Problem:
    """% of the programme's notional, over the accounts that are measured together."""
    book = picture.inputs.book
    return hedge_allocation(book, picture.values, picture.inputs.now, _alone(book, account_id)).percent


def _return(picture: Picture, trade: Trade) -> Return | Problem | None:
    """Of the hedge sleeve that a trade is in, over the accounts that are measured together."""
    if trade.sleeve == "core":
        return None
    book, today = picture.inputs.book, day_of(picture.inputs.now)
    return return_of_sleeve(book, picture.values, trade.sleeve, _alone(book, trade.account_id), today)


def _alone(book: Book, account_id: int) -> int | None:
    """The account that is measured by itself because it is one of paper; None for all real ones together."""
    return account_id if book.accounts[account_id].kind == "paper" else None
