"""Entry checks of a condor: is it paid enough for its wing, is its first phase in balance, are its wings apt?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Finding
from alvh_desktop.rules.check import (
    Check,
    Fact,
    check_of,
    doubted,
    regime_fact,
    setting,
    told,
    typed_fact,
    wacc_change,
    within,
)
from alvh_desktop.rules.condors import Condor, condors_of
from alvh_desktop.rules.rulebook import rule_of
from alvh_desktop.rules.ticket import Opened, Ticket, net_usd

_HAIR = 1e-9
_POINTS_A_CONDOR = 1


def condor_checks(ticket: Ticket, trade_id: int) -> Iterator[Check]:
    """What is said of the condors or credit spreads that a ticket opens in one trade; nothing of other structures."""
    legs = ticket.opened[trade_id]
    condors = condors_of([[leg.open_leg for leg in legs]])
    if not isinstance(condors, Problem) and not condors:
        return
    for rule_id, judge in (
        ("condor.credit_band", credit_band),
        ("condor.entry_phase", entry_phase),
        ("condor.wing_choice", wing_choice),
    ):
        if rule_of(ticket.after, rule_id).is_on and (rule_id != "condor.entry_phase" or _is_first(ticket, trade_id)):
            yield judge(ticket, legs, condors)


@dataclass(frozen=True, slots=True)
class _Band:
    low: Decimal
    high: Decimal

    def holds(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    def __str__(self) -> str:
        return f"{float(self.low):g}-{float(self.high):g} %"


def credit_band(ticket: Ticket, legs: Sequence[Opened], condors: Sequence[Condor] | Problem) -> Check:
    """Net opening credit per condor over the wing, without fees, against the band of the user.

    Where it is not known whether WACC rises, the ratio is judged by both bands, and known where they agree.
    """
    rule, book = rule_of(ticket.after, "condor.credit_band"), ticket.after
    if isinstance(condors, Problem):
        return check_of(rule, "entry_check", "not known", told(condors.message))
    credit, at_risk = -net_usd(legs), sum((condor.notional for condor in condors), Decimal(0))
    ratio = 100 * credit / at_risk
    formula = _ratio_text(credit, condors, ratio)
    low, high = (setting(book, f"credit_band.{end}", ticket.day) for end in ("low", "high"))
    shift, factor = (setting(book, f"credit_band.{name}", ticket.day) for name in ("shift", "wacc"))
    usual = _Band(low + shift, high + shift)
    rising = _Band(usual.low * factor, usual.high * factor)
    if low > high:
        wrong = f"the band holds nothing: credit_band.low {float(low):g} is above credit_band.high {float(high):g}"
        return check_of(rule, "entry_check", "not known", told(formula, wrong), float(ratio))
    if not all(condor.is_whole for condor in condors):
        one_sided = f"The band of {usual} is that of whole condors and judges no single side"
        return within(check_of(rule, "gauge", None, told(formula, one_sided), float(ratio)), None, None)
    wacc = wacc_change(book, ticket.day)
    if isinstance(wacc, Problem):
        band, finding = usual, _agreed(usual.holds(ratio), rising.holds(ratio))
        why = f"{wacc.message}; rising, the band would be {rising}"
    else:
        band = rising if wacc > 0 else usual
        finding = "met" if band.holds(ratio) else "not met"
        why = f"WACC has changed by {float(wacc):+g} points in 30 days" + (
            "" if wacc <= 0 else f": band x {float(factor):g}"
        )
    sentence = told(formula, f"The band is {band}", why, *_beside(ticket, legs))
    return within(check_of(rule, "entry_check", finding, sentence, float(ratio)), float(band.low), float(band.high))


def entry_phase(ticket: Ticket, legs: Sequence[Opened], condors: Sequence[Condor] | Problem) -> Check:
    """Credit of the first phase against its target, and how far its sides' deltas are out of balance."""
    rule, book = rule_of(ticket.after, "condor.entry_phase"), ticket.after
    low, high = (float(setting(book, f"entry_phase.{end}", ticket.day)) for end in ("low", "high"))
    phase = _phase_credit(ticket, legs, condors)
    balance, doubts = _net_delta_share(ticket, legs)
    most = float(rule.watch) if rule.watch is not None else None
    findings: list[Finding] = []
    if isinstance(phase, Problem):
        value, unit, first = None, rule.unit, phase.message
        findings.append("not known")
    else:
        (value, unit), first = phase[:2], phase[2]
        findings.append("met" if low - _HAIR <= value <= high + _HAIR else "not met")
        first = f"{first}, aimed at {low:g}-{high:g}"
    if isinstance(balance, Problem) or most is None:
        second = balance.message if isinstance(balance, Problem) else "no limit of the net delta is set"
        findings.append("not known")
    else:
        share, formula = balance
        second = f"{formula}, at most {most:g}"
        findings.append(doubted("met" if share <= most + _HAIR else "not met", *doubts))
    worst: tuple[Finding, ...] = ("not met", "not known", "met")
    finding = next(each for each in worst if each in findings)
    sentence = told(first, second, *doubts)
    return Check(rule.id, "entry_check", finding, value, unit, low, high, rule.title, sentence, rule.advice)


def wing_choice(ticket: Ticket, legs: Sequence[Opened], condors: Sequence[Condor] | Problem) -> Check:
    """SPX against its fair value, beside P/CF: it informs and judges nothing."""
    rule = rule_of(ticket.after, "condor.wing_choice")
    fair, pcf, average = (
        typed_fact(ticket.after, name, ticket.day) for name in ("fair_value.spx", "pcf.market", "pcf.average")
    )
    multiples = " and ".join(
        f"{name} {fact.value:g}" for name, fact in _known(("P/CF", pcf), ("its average", average))
    )
    missing = [fact.message for fact in (fair, pcf, average) if isinstance(fact, Problem)]
    doubts = [fact.doubt for fact in (fair, pcf, average) if isinstance(fact, Fact)]
    spot = ticket.spot
    if isinstance(spot, Problem) or isinstance(fair, Problem):
        unknown = spot.message if isinstance(spot, Problem) else None
        return check_of(rule, "gauge", None, told(multiples, unknown, *missing, *doubts))
    over = 100.0 * (spot.value / fair.value - 1.0)
    formula = f"SPX {spot.value:,.2f} / fair value {fair.value:,.2f} - 1 = {over:+.1f} %"
    return check_of(rule, "gauge", None, told(formula, multiples, *missing, *doubts), over)


def _ratio_text(credit: Decimal, condors: Sequence[Condor], ratio: Decimal) -> str:
    told_as = "credit" if credit >= 0 else "debit"
    if len({(condor.width, condor.product.multiplier) for condor in condors}) > 1:
        at_risk = sum((condor.notional for condor in condors), Decimal(0))
        return f"Net {told_as} ${abs(credit):,.0f} / wings of ${at_risk:,.0f} = {ratio:.1f} %"
    contracts = sum(condor.contracts for condor in condors)
    points = credit / contracts / condors[0].product.multiplier
    return f"Net {told_as} {abs(points):,.2f} / wing {condors[0].width:g} = {ratio:.1f} %"


def _agreed(one: bool, other: bool) -> Finding:
    return "not known" if one != other else "met" if one else "not met"


def _beside(ticket: Ticket, legs: Sequence[Opened]) -> Iterator[str]:
    """Skew of the shorts and breadth: shown beside the band, which they move only through the user's own shift."""
    vols = {}
    for leg in legs:
        value = ticket.values.get(leg.held.leg.id)
        if leg.quantity < 0 and value is not None and value.iv is not None:
            vols[leg.right] = 100.0 * value.iv
    if len(vols) == 2:
        skew = vols["P"] - vols["C"]
        yield f"Beside it: volatility of the short put less that of the short call {skew:+.1f} points"
    breadth = regime_fact(ticket.regime, "breadth.is_constructive")
    if isinstance(breadth, Fact):
        yield f"Advance-decline line {'above' if breadth.value else 'not above'} its 20-day mean"


def _phase_credit(
    ticket: Ticket, legs: Sequence[Opened], condors: Sequence[Condor] | Problem
) -> tuple[float, str, str] | Problem:
    """The credit in the chosen unit, the unit, and the formula."""
    credit, book = -net_usd(legs), ticket.after
    if setting(book, "entry_phase.unit", ticket.day) == _POINTS_A_CONDOR:
        if isinstance(condors, Problem):
            return condors
        size = sum((condor.contracts * condor.product.multiplier for condor in condors), Decimal(0))
        return float(credit / size), "points a condor", f"First-phase credit {credit / size:,.2f} points a condor"
    target = ticket.target_credit
    if target is None:
        target = setting(book, "entry_phase.target", ticket.day)
    if target <= 0:
        return Problem("target", "the target credit is not known: name it in the ticket or type entry_phase.target")
    share = float(credit / target)
    return share, "share of the target", f"First-phase credit ${credit:,.0f} / target ${target:,.0f} = {share:.2f}"


def _net_delta_share(
    ticket: Ticket, legs: Sequence[Opened]
) -> tuple[tuple[float, str] | Problem, tuple[str | None, ...]]:
    """abs(net delta) over the sum of the sides' absolute deltas with its formula; then what is stale in it."""
    sides, doubts = {"P": 0.0, "C": 0.0}, []
    for leg in legs:
        if leg.right is None:
            continue
        delta = ticket.delta(leg.held)
        if isinstance(delta, Problem):
            return delta, ()
        sides[leg.right] += leg.quantity * delta.value
        doubts.append(delta.doubt)
    gross = sum(abs(side) for side in sides.values())
    if gross == 0:
        return Problem("delta", "the net delta cannot be judged: neither side has any"), ()
    share = abs(sum(sides.values())) / gross
    formula = (
        f"Net delta abs({sides['P']:+.2f} {sides['C']:+.2f}) / ({abs(sides['P']):.2f} + {abs(sides['C']):.2f}) "
        f"= {share:.2f}"
    )
    return (share, formula), tuple(dict.fromkeys(doubts))


def _is_first(ticket: Ticket, trade_id: int) -> bool:
    """Whether nothing was ever filled in the trade's campaign before: only then it is a first phase."""
    campaign_id = ticket.trade(trade_id).campaign_id
    earlier = (trade.id for trade in ticket.before.trades.values() if trade.campaign_id == campaign_id)
    return not any(held.fills for trade in earlier for held in ticket.before.holdings_by_trade[trade])


def _known(*facts: tuple[str, Fact | Problem]) -> Iterator[tuple[str, Fact]]:
    for name, fact in facts:
        if isinstance(fact, Fact):
            yield name, fact
