"""Entry checks and the instrument gate of a hedge ticket: tenor and delta of a layer, and what a calendar is told."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK, nearest_expiries
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.freshness import is_stale
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Finding, Layer, Leg
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import expiry_text, spoken, strike_text
from alvh_desktop.pricing.parity_gap import ParityGap, parity_gap
from alvh_desktop.pricing.valuation import value_contract
from alvh_desktop.rules.calendar_shock import calendar_shock
from alvh_desktop.rules.check import Check, check_of, doubted, regime_fact, setting, told, within
from alvh_desktop.rules.notional import accounts_counted
from alvh_desktop.rules.rulebook import rule_of
from alvh_desktop.rules.ticket import Opened, Ticket, net_usd

_MONTHLIES = 24
_HAIR = 1e-9


def hedge_checks(ticket: Ticket, trade_id: int) -> Iterator[Check]:
    """What is said of the VIX legs that a ticket opens in one trade of the hedge."""
    legs, trade = ticket.opened[trade_id], ticket.trade(trade_id)
    if rule_of(ticket.after, "hedge.instrument").is_on:
        yield instrument(ticket, legs)
    layer = None if trade.layer_id is None else ticket.after.layers.get(trade.layer_id)
    for leg in legs:
        if layer is not None and leg.right == "C" and leg.quantity > 0 and leg.held.product.underlying == "VIX":
            yield entry_tenor(ticket, leg, layer)
            yield entry_delta(ticket, leg, layer)
    if _is_vix_calendar(legs):
        yield calendar_debit(ticket, trade_id, legs)
        yield calendar_shock(ticket, legs)
    strikes = {_series(leg): leg for leg in legs if leg.right is not None}
    for series in sorted(strikes):
        yield parity(ticket, strikes[series])


def instrument(ticket: Ticket, legs: Sequence[Opened]) -> Check:
    """Curve inverted: calls before futures; else futures and spreads are allowed. Calls alone always are."""
    rule = rule_of(ticket.after, "hedge.instrument")
    others = [leg for leg in legs if leg.right != "C" or leg.quantity < 0]
    what = "calls alone" if not others else "more than calls"
    slope = regime_fact(ticket.regime, "vx.slope")
    if isinstance(slope, Problem) or rule.watch is None:
        why = slope.message if isinstance(slope, Problem) else "no limit of the slope is set"
        return check_of(rule, "gate", "not known" if others else "met", told(f"It opens {what}", why))
    is_inverted = slope.value < float(rule.watch)
    shape = "the curve is inverted: calls before futures" if is_inverted else "futures and spreads are allowed"
    sentence = told(f"Slope of the VX curve {slope.value:+.2f} %: {shape}", f"It opens {what}", slope.doubt)
    finding: Finding = "met" if not others else "not met" if is_inverted else doubted("met", slope.doubt)
    return within(check_of(rule, "gate", finding, sentence, slope.value), float(rule.watch), None)


def entry_tenor(ticket: Ticket, leg: Opened, layer: Layer) -> Check:
    """Whether it is the listed expiry nearest to the layer's tenor, of those quoted and the monthly ones."""
    listed = {*_quoted_expiries(ticket), *_monthlies(ticket, layer), leg.held.leg.expiry}
    days = {expiry: (expiry - ticket.day).days for expiry in listed}
    own, target = days[leg.held.leg.expiry], layer.entry_tenor_days
    nearest = min(listed, key=lambda expiry: (abs(days[expiry] - target), expiry))
    finding: Finding = "met" if abs(own - target) <= abs(days[nearest] - target) else "not met"
    sentence = f"{spoken(leg.held.leg.contract)} has {own} days left; the {layer.role} layer enters at {target}"
    other = f"Nearest listed is {expiry_text(nearest)} with {days[nearest]}" if finding == "not met" else None
    advice = f"Take the listed expiry nearest to {target} days."
    return Check(
        "hedge.structure", "entry_check", finding, float(own), "days", None, None, "Tenor at entry",
        told(sentence, other), advice,
    )  # fmt: skip


def entry_delta(ticket: Ticket, leg: Opened, layer: Layer) -> Check:
    """Whether it is the listed strike whose forward delta is nearest to the layer's, against its two neighbours."""
    target, contract = float(layer.target_delta), leg.held.leg.contract
    own = ticket.delta(leg.held)
    advice = f"Take the listed strike nearest to a delta of {target:.2f}."

    def judged(finding: Finding, value: float | None, *sentences: str | None) -> Check:
        return Check(
            "hedge.structure", "entry_check", finding, value, "forward delta", None, None, "Delta at entry",
            told(*sentences), advice,
        )  # fmt: skip

    if isinstance(own, Problem):
        return judged("not known", None, own.message)
    told_of = f"Delta of {spoken(contract)} is {own.value:.2f}; the {layer.role} layer enters at {target:.2f}"
    # delta falls as the strike rises: the rival stands on the side of the target
    rival = _next_strike(ticket, contract, is_higher=own.value > target)
    if abs(own.value - target) <= _HAIR:
        return judged(doubted("met", own.doubt), own.value, told_of, own.doubt)
    if rival is None:
        side = "higher" if own.value > target else "lower"
        return judged("not known", own.value, told_of, f"no {side} strike of that expiry is quoted", own.doubt)
    other = _delta_of(ticket, leg.held, rival)
    if other is None:
        return judged("not known", own.value, told_of, f"delta of {spoken(rival)} is not known", own.doubt)
    is_nearest = abs(own.value - target) <= abs(other - target) + _HAIR
    beside = f"The next strike {strike_text(rival.strike or Decimal(0))} has {other:.2f}"
    return judged(doubted("met" if is_nearest else "not met", own.doubt), own.value, told_of, beside, own.doubt)


def calendar_debit(ticket: Ticket, trade_id: int, legs: Sequence[Opened]) -> Check:
    """Debit of a VIX calendar against its share of the net credit of condors opened this calendar month."""
    share = setting(ticket.after, "hedge.calendar_share", ticket.day)
    debit = net_usd(legs)
    credit = month_credit(ticket.after, ticket.day, ticket.account_counted(trade_id))
    most = share * credit
    sentence = (
        f"Debit ${debit:,.0f}; condors opened this month took in ${credit:,.0f} net, "
        f"and {float(share):g} x ${credit:,.0f} = ${most:,.0f}"
    )
    finding: Finding = "met" if debit <= most else "not met"
    return Check(
        "hedge.calendar_entry", "entry_check", finding, float(debit), "$", None, float(most), "Debit of the calendar",
        told(sentence), "Keep the debit within the share of the month's credit.",
    )  # fmt: skip


def parity(ticket: Ticket, leg: Opened) -> Check:
    """How far call and put of a strike stand from parity with their forward; it tells and judges nothing."""
    contract = leg.held.leg.contract
    strike = f"{strike_text(contract.strike or Decimal(0))} of {contract.root} {expiry_text(contract.expiry)}"
    gap = parity_gap(ticket.market, contract, leg.held.product)
    points, sentences = (None, (gap.message,)) if isinstance(gap, Problem) else (gap.points, _gap_told(ticket, gap))
    return Check(
        "hedge.structure", "gauge", None, points, "points", None, None, f"Strike {strike}", told(*sentences),
        "Above 0 a conversion gains, below 0 a reversal.",
    )  # fmt: skip


def _gap_told(ticket: Ticket, gap: ParityGap) -> tuple[str, str | None]:
    is_old = is_stale(gap.moment, ticket.market.at, ticket.age_limit)
    return gap.sentence, f"it is on data of {new_york_text(gap.moment)}" if is_old else None


def month_credit(book: Book, day: date, account_id: int | None = None) -> Decimal:
    """Net credit in $ of condors opened in the calendar month of `day`, up to its end, rolls set off; never below 0.

    Options of the core sleeve in the accounts that count: what opened them, and both halves of their rolls; fees are
    left out, and so is what merely closed them.
    """
    counted, credit = accounts_counted(book, account_id), Decimal(0)
    for trade in book.trades.values():
        if trade.sleeve != "core" or trade.account_id not in counted:
            continue
        for held in book.holdings_by_trade[trade.id]:
            credit -= sum((_premium(held, day)), Decimal(0))
    return max(credit, Decimal(0))


def _premium(held: Holding, day: date) -> Iterator[Decimal]:
    """$ paid (+) or received (-) by each fill of the month that opened, or was a part of a roll."""
    quantity = 0
    for fill in held.fills:
        is_opening = quantity * fill.quantity >= 0
        quantity += fill.quantity
        on = fill.moment.astimezone(NEW_YORK).date()
        is_of_month = (on.year, on.month) == (day.year, day.month) and on <= day
        if held.leg.right is not None and is_of_month and (is_opening or fill.roll_id is not None):
            yield fill.quantity * fill.price * held.product.multiplier


def _series(leg: Opened) -> tuple[date, str, Decimal]:
    contract = leg.held.leg.contract
    return contract.expiry, contract.root, contract.strike or Decimal(0)


def _is_vix_calendar(legs: Sequence[Opened]) -> bool:
    calls = [leg for leg in legs if leg.right == "C" and leg.held.product.underlying == "VIX"]
    sold = [leg.held.leg.expiry for leg in calls if leg.quantity < 0]
    bought = [leg.held.leg.expiry for leg in calls if leg.quantity > 0]
    return bool(sold and bought) and max(bought) > min(sold)


def _quoted_expiries(ticket: Ticket) -> Iterable[date]:
    products = ticket.after.products
    return (
        expiry
        for root, expiry in ticket.market.chains
        if root in products and products[root].underlying == "VIX" and expiry > ticket.day
    )


def _monthlies(ticket: Ticket, layer: Layer) -> Iterable[date]:
    monthly = ticket.after.products.get("VIX")
    if monthly is None:
        return ()
    return (expiry for expiry in nearest_expiries(monthly, ticket.day, _MONTHLIES) if expiry > ticket.day)


def _next_strike(ticket: Ticket, contract: Contract, *, is_higher: bool) -> Contract | None:
    quotes = ticket.market.chains.get((contract.root, contract.expiry), ())
    strikes = {quote.contract.strike for quote in quotes if quote.contract.right == "C"}
    own = contract.strike or Decimal(0)
    beyond = [strike for strike in strikes if strike is not None and (strike > own if is_higher else strike < own)]
    if not beyond:
        return None
    return Contract(contract.root, contract.expiry, min(beyond) if is_higher else max(beyond), contract.right)


def _delta_of(ticket: Ticket, held: Holding, contract: Contract) -> float | None:
    """Forward delta of a contract beside the held one, with the volatility of its strike held."""
    leg = Leg(0, held.leg.trade_id, contract.root, contract.expiry, contract.strike, contract.right)
    found = value_contract(Holding(leg, held.product), ticket.market).greeks
    return None if found is None else float(found.forward_delta)
