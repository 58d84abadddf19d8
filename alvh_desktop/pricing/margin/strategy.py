"""Strategy-based (Reg-T) margin of one account: Cboe Rule 10.3, FINRA 4210(f)(2)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.margin.funds import fund_margin
from alvh_desktop.pricing.margin.lines import Costed, bought_lines, credit_of, sold_line, uncovering_notes
from alvh_desktop.pricing.margin.net_position import NetPosition, net_positions
from alvh_desktop.pricing.margin.pairing import Covering, Option, Pairing, exact_pairing
from alvh_desktop.pricing.margin.requirement import (
    ZERO,
    MarginReport,
    MarginSettings,
    Requirement,
    joined,
    report_of,
    usd_text,
)
from alvh_desktop.pricing.margin.staged_pairing import staged_pairing
from alvh_desktop.pricing.margin.uncovered import Levels, Uncovered, uncovered_requirement
from alvh_desktop.pricing.valuation import LegValue

_STAGED = "this account holds too many contracts to try every pairing: another one may ask for less"
_FUTURES = "futures are not in these figures: they are margined apart, in an account of their own kind"


def strategy_margin(
    holdings: Iterable[Holding],
    values: Mapping[int, LegValue],
    spx: Decimal | Problem,
    vix: Decimal | Problem,
    settings: MarginSettings | None = None,
) -> MarginReport:
    """What the options and funds of one account need, whichever trades their legs were opened in.

    `spx` and `vix` are spot levels in points. Contracts pair with those of the same index, multiplier and divisor:
    SPX with SPXW, XSP with itself. A bought option covers a sold one when it settles with or after it, VIX options
    only on one date unless the settings say otherwise; an AM-settled SPX option never covers an SPXW option of its
    date. Spreads and condors need no mark and no level. Where there are too many contracts to try every pairing, it
    is never more than the trades need one by one.
    """
    held = tuple(holdings)
    options = _options_margin(held, values, spx, vix, settings or MarginSettings())
    return joined([options, fund_margin(held, values)]) if any(h.product.kind == "fund" for h in held) else options


def _options_margin(
    held: Sequence[Holding],
    values: Mapping[int, LegValue],
    spx: Decimal | Problem,
    vix: Decimal | Problem,
    settings: MarginSettings,
) -> MarginReport:
    pooled, is_exact = _pooled(held, values, {"SPX": spx, "VIX": vix}, settings)
    if is_exact or pooled.is_partial or _nets_across_trades(held):
        return pooled
    trades = {trade: [h for h in held if h.leg.trade_id == trade] for trade in {h.leg.trade_id: None for h in held}}
    one_by_one = joined(_pooled(legs, values, {"SPX": spx, "VIX": vix}, settings)[0] for legs in trades.values())
    return one_by_one if one_by_one.total_usd < pooled.total_usd else pooled


def _nets_across_trades(holdings: Iterable[Holding]) -> bool:
    """Whether a series is bought in one trade and sold in another: a broker sees only what is left of it."""
    signs: dict[Contract, set[bool]] = {}
    for held in holdings:
        if held.position.quantity:
            signs.setdefault(held.leg.contract, set()).add(held.position.quantity > 0)
    return any(len(each) > 1 for each in signs.values())


def _pooled(
    held: Sequence[Holding],
    values: Mapping[int, LegValue],
    levels: Levels,
    settings: MarginSettings,
) -> tuple[MarginReport, bool]:
    """All of them paired with each other, and whether every pairing was tried."""
    positions, problems = net_positions(held, values, "option")
    lines: list[Requirement] = []
    found, notes, credit, is_exact = list(problems), list[str](), ZERO, True
    for _, same in groupby(sorted(positions, key=_pool), key=_pool):
        costed = {p.contract: (p, _uncovered(p, levels, settings)) for p in same}
        options = [_option(position, cost) for position, cost in costed.values()]
        pairing, pool_notes, was_exact = _pairing(options, settings, _is_vix(costed))
        is_exact = is_exact and was_exact
        notes += pool_notes
        for structure, count in pairing.items():
            line = sold_line(structure, count, costed)
            if isinstance(line, Problem):
                found.append(line)
                continue
            lines.append(line)
            credit += credit_of(structure, count, costed) if line.amount_usd else ZERO
        lines += bought_lines(pairing, options, costed)
    if any(position.quantity < 0 for position in positions):
        least = usd_text(settings.least_equity_usd)
        notes.append(f"an account with sold options must hold at least {least} of equity, whatever they need")
    if any(h.product.kind == "future" and h.position.quantity for h in held):
        notes.append(_FUTURES)
    return report_of(lines, found, credit, notes), is_exact


def _pool(position: NetPosition) -> tuple[str, Decimal, Decimal]:
    product = position.product
    return product.underlying, product.multiplier, product.index_divisor


def _uncovered(position: NetPosition, levels: Levels, settings: MarginSettings) -> Uncovered | Problem | None:
    return uncovered_requirement(position, levels, settings) if position.quantity < 0 else None


def _is_vix(costed: Costed) -> bool:
    return any(position.product.underlying == "VIX" for position, _ in costed.values())


def _pairing(options: Sequence[Option], settings: MarginSettings, is_vix: bool) -> tuple[Pairing, list[str], bool]:
    """The pairing of one pool, what a person should know about it, and whether every one was tried."""
    covering = Covering(not is_vix or settings.is_vix_calendar_netted, settings.broker_condor_equal_wings)
    notes = []
    pairing = exact_pairing(options, covering)
    is_exact = pairing is not None
    if pairing is None:
        pairing = staged_pairing(options, covering)
        # of condors alone hardly a better one exists: telling it there would be noise
        notes = [_STAGED] if any(s.kind != "condor" and s.points for s in pairing) else []
    return pairing, [*uncovering_notes(pairing, options, covering), *notes], is_exact


def _option(position: NetPosition, cost: Uncovered | Problem | None) -> Option:
    if not isinstance(cost, Uncovered):
        return Option(position.contract, position.quantity, position.settles_at)
    return Option(position.contract, position.quantity, position.settles_at, cost.points, cost.premium)
