"""hedge.no_add: where the market is dear, the hedge is not raised above its base."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from alvh_desktop.domain.inputs import InputKind, kind_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Finding
from alvh_desktop.rules.allocation import hedge_allocation
from alvh_desktop.rules.check import Check, Fact, check_of, setting, told, typed_fact, within
from alvh_desktop.rules.hedge_units import RoleCount, role_counts
from alvh_desktop.rules.notional import ProgrammeNotional, programme_notional
from alvh_desktop.rules.rulebook import rule_of
from alvh_desktop.rules.sizing.bases import chosen_base
from alvh_desktop.rules.ticket import Opened, Ticket

PE_INPUTS = ("pe.forward", "pe.trailing")


def no_add(ticket: Ticket, trade_id: int) -> Check:
    """P/E over the threshold or P/CF not below its average: no increase above the base.

    Rolling, completing the template and the second layer are never blocked. The base is that of the sizing
    worksheet.
    """
    rule = rule_of(ticket.after, "hedge.no_add")
    limit = None if rule.watch is None else float(rule.watch)
    pe, is_dear, why = _valuation(ticket, limit)
    exempt = _exemption(ticket, trade_id)
    finding: Finding
    if exempt is not None or is_dear is False:
        finding, how = "met", exempt
    else:
        is_above, how = _above_base(ticket, trade_id)
        objection: Finding = "not met" if is_above and is_dear else "not known"
        finding = "met" if is_above is False else objection
    return within(check_of(rule, "gate", finding, told(*why, how), pe), None, limit)


def base_percent(ticket: Ticket) -> Fact | Problem:
    """The base of the hedge in % of the notional: that of the sizing worksheet which the user has chosen."""
    return chosen_base(ticket.after, ticket.regime, ticket.day)


def _valuation(ticket: Ticket, limit: float | None) -> tuple[float | None, bool | None, Sequence[str]]:
    """The P/E, whether the market is dear (None: not known), and the sentences for it. Stale data may only object."""
    book, day = ticket.after, ticket.day
    name = PE_INPUTS[int(setting(book, "hedge.pe", day))]
    pe, pcf, average = (typed_fact(book, each, day) for each in (name, "pcf.market", "pcf.average"))
    told_of: list[str] = []
    verdicts: list[bool | None] = []
    if isinstance(pe, Problem) or limit is None:
        told_of.append(pe.message if isinstance(pe, Problem) else "no limit of the P/E is set")
        verdicts.append(None)
    else:
        over = pe.value > limit
        told_of.append(f"{_title(name)} {pe.value:g} is {'over' if over else 'not over'} {limit:g}")
        verdicts.append(_believed(over, pe))
        told_of += [pe.doubt] if pe.doubt else []
    if isinstance(pcf, Problem) or isinstance(average, Problem):
        told_of += [fact.message for fact in (pcf, average) if isinstance(fact, Problem)]
        verdicts.append(None)
    else:
        dear = pcf.value >= average.value
        told_of.append(f"P/CF {pcf.value:g} is {'not below' if dear else 'below'} its average {average.value:g}")
        verdicts.append(_believed(dear, pcf, average))
        told_of += [fact.doubt for fact in (pcf, average) if fact.doubt]
    is_dear = True if True in verdicts else None if None in verdicts else False
    return (None if isinstance(pe, Problem) else pe.value), is_dear, told_of


def _believed(is_dear: bool, *facts: Fact) -> bool | None:
    return True if is_dear else None if any(fact.doubt for fact in facts) else False


def _exemption(ticket: Ticket, trade_id: int) -> str | None:
    """Why this ticket is blocked by no valuation; None where it raises the hedge."""
    if ticket.is_second_layer:
        return "the second layer is never blocked"
    opening = [leg for legs in ticket.opened.values() for leg in legs if _is_hedge(ticket, leg)]
    if all(leg.quantity < 0 for leg in opening):
        return "it buys no hedge"
    opened = _size(opening)
    if opened <= _size(leg for leg in ticket.closed if _is_hedge(ticket, leg)):
        return "rolling is never blocked: it opens no more than it closes"
    counts = _counts(ticket, trade_id)
    legs = ticket.opened[trade_id]
    if isinstance(counts, Problem) or any(leg.right != "C" or leg.quantity < 0 for leg in legs):
        return None
    layer_id = ticket.trade(trade_id).layer_id
    role = next((layer.role for layer in ticket.after.layers.values() if layer.id == layer_id), None)
    own = next((count for count in counts if count.role == role), None)
    if own is None or own.held > own.target:
        return None
    return f"completing the template is never blocked: {own.held} of {own.target} contracts in the {own.role} layer"


def _above_base(ticket: Ticket, trade_id: int) -> tuple[bool | None, str]:
    """Whether the hedge after it stands above its base, and the sentence for it."""
    allocation = hedge_allocation(ticket.after, ticket.values, ticket.moment, ticket.account_counted(trade_id))
    percent, base = allocation.percent, base_percent(ticket)
    for known in (percent, base):
        if isinstance(known, Problem):
            return None, f"whether it raises the hedge above its base is not known: {known.message}"
    assert not isinstance(percent, Problem), "asked above"
    assert not isinstance(base, Problem), "asked above"
    is_above = percent > base.value
    place = "above" if is_above else "not above"
    sentence = (
        f"the hedge after it is {percent:.1f} % of the notional by {allocation.measure}, {place} the base of "
        f"{base.value:.1f} %{'' if base.doubt is None else f' ({base.doubt})'}"
    )
    return (None if base.doubt and not is_above else is_above), sentence


def _counts(ticket: Ticket, trade_id: int) -> Sequence[RoleCount] | Problem:
    account = ticket.account_counted(trade_id)
    programme = programme_notional(ticket.after, ticket.moment, account)
    if not isinstance(programme, ProgrammeNotional):
        return programme
    return role_counts(ticket.after, programme.value, ticket.moment, account)


def _size(legs: Iterable[Opened]) -> Decimal:
    """Contracts weighted by their $ a point, whichever way: ten calls weigh as much as one future."""
    return sum((abs(leg.quantity) * leg.held.product.multiplier for leg in legs), Decimal(0))


def _is_hedge(ticket: Ticket, leg: Opened) -> bool:
    return ticket.trade(leg.held.leg.trade_id).sleeve != "core" and leg.held.product.underlying == "VIX"


def _title(name: str) -> str:
    kind = kind_of(name)
    return kind.title if isinstance(kind, InputKind) else name
