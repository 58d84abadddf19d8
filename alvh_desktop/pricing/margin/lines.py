"""A pairing told line by line: the rule, the formula with its numbers, the legs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text, spoken, strike_text
from alvh_desktop.pricing.margin.net_position import NetPosition
from alvh_desktop.pricing.margin.pairing import Covering, Option, Pairing, Structure, is_covered_by, width
from alvh_desktop.pricing.margin.requirement import ZERO, Requirement, points_text, to_cents, usd_text
from alvh_desktop.pricing.margin.uncovered import Uncovered

CONDOR = "iron condor, the wider side only (Cboe 10.3)"
VERTICAL = "vertical credit spread, width of the strikes (Cboe 10.3)"
DIAGONAL = "spread whose bought option settles later, strikes' difference (Cboe 10.3)"
DEBIT = "spread paid in full (Cboe 10.3)"
STRANGLE = "uncovered put and call, the greater and the other's premium (Cboe 10.3)"
UNCOVERED = "uncovered short index option (Cboe 10.3)"
BOUGHT = "long option, paid in full (Cboe 10.3)"
_NINE_MONTHS_IN_YEARS = 0.75

Costed = Mapping[Contract, tuple[NetPosition, Uncovered | Problem | None]]
"""Positions by contract; sold ones with what they need uncovered."""


def sold_line(structure: Structure, count: int, costed: Costed) -> Requirement | Problem:
    """One structure, `count` times; the Problem of its option where that has no requirement."""
    size = f"{usd_text(_multiplier(structure, costed))} x {count}"
    amount = to_cents(structure.points * _multiplier(structure, costed) * count)
    if structure.kind == "uncovered":
        cost = costed[structure.members[0].contract][1]
        if not isinstance(cost, Uncovered):
            return cost or Problem(_subject(structure), "the margin of this option is not known")
        return _line(UNCOVERED, structure, amount, f"({cost.formula}) x {size} = {usd_text(amount)}", costed)
    if structure.kind == "strangle":
        formula = f"({_strangle_formula(structure, costed)}) x {size} = {usd_text(amount)}"
        return _line(STRANGLE, structure, amount, formula, costed)
    if structure.kind == "condor":
        put, bought_put, call, bought_call = structure.members
        wings = f"put width {points_text(width(put, bought_put))}, call width {points_text(width(call, bought_call))}"
        formula = f"max({wings}) x {size}"
        return _line(CONDOR, structure, amount, _with_credit(formula, structure, count, amount, costed), costed)
    return _spread_line(structure, count, amount, size, costed)


def _spread_line(structure: Structure, count: int, amount: Decimal, size: str, costed: Costed) -> Requirement:
    sold, bought = structure.members
    if structure.points == 0:
        formula = f"nothing can be lost beyond the debit: 0 x {size} = {usd_text(amount)}"
        return _line(DEBIT, structure, amount, formula, costed)
    strikes = f"{strike_text(max(sold.strike, bought.strike))} - {strike_text(min(sold.strike, bought.strike))}"
    rule = VERTICAL if bought.settles_at == sold.settles_at else DIAGONAL
    formula = f"({strikes}) x {size}"
    return _line(rule, structure, amount, _with_credit(formula, structure, count, amount, costed), costed)


def _line(rule: str, structure: Structure, amount: Decimal, formula: str, costed: Costed) -> Requirement:
    return Requirement(rule, _subject(structure), amount, formula, _leg_ids(structure, costed))


def _strangle_formula(structure: Structure, costed: Costed) -> str:
    costs = [costed[member.contract][1] for member in structure.members]
    known = [cost for cost in costs if isinstance(cost, Uncovered)]
    greater = max(known, key=lambda cost: (cost.points, -cost.premium))
    other = next(cost for cost in known if cost is not greater)
    side = "put" if greater is known[0] else "call"
    return f"{side}: {greater.formula}; + the other's premium {points_text(other.premium)}"


def _with_credit(formula: str, structure: Structure, count: int, amount: Decimal, costed: Costed) -> str:
    credit = credit_of(structure, count, costed)
    brought = f"credit {usd_text(credit)}" if credit >= 0 else f"debit {usd_text(-credit)}"
    return f"{formula} = {usd_text(amount)}; {brought} apart"


def credit_of(structure: Structure, count: int, costed: Costed) -> Decimal:
    """$ the contracts of a structure brought when they were opened, paid -, before fees."""
    each = sum((costed[member.contract][0].cost_each for member in structure.members), ZERO)
    return to_cents(-each * count)


def _free(pairing: Pairing, options: Iterable[Option]) -> Mapping[Option, int]:
    left = {option: option.quantity for option in options if option.quantity > 0}
    for structure, count in pairing.items():
        for member in structure.members:
            if member in left:
                left[member] -= count
    return {option: count for option, count in left.items() if count}


def bought_lines(pairing: Pairing, options: Iterable[Option], costed: Costed) -> Iterator[Requirement]:
    """Bought contracts that cover nothing."""
    for option, count in _free(pairing, options).items():
        position = costed[option.contract][0]
        formula = _bought_formula(position, count)
        yield Requirement(BOUGHT, spoken(option.contract), to_cents(ZERO), formula, position.leg_ids)


def _bought_formula(position: NetPosition, free: int) -> str:
    told = f"{free} paid in full: {usd_text(to_cents(ZERO))} further"
    is_long_dated = position.value is not None and position.value.years > _NINE_MONTHS_IN_YEARS
    return f"{told} (over 9 months a broker may lend 25 % of the price: not used)" if is_long_dated else told


def uncovering_notes(pairing: Pairing, options: Sequence[Option], covering: Covering) -> Iterator[str]:
    """Why bought options of the same right do not cover what stays uncovered."""
    free = _free(pairing, options)
    for structure in pairing:
        for sold in structure.members if structure.kind in {"uncovered", "strangle"} else ():
            for bought in free:
                if is_covered_by(sold, bought, covering):
                    points = points_text(width(sold, bought))
                    names = spoken(sold.contract), spoken(bought.contract)
                    yield (
                        f"{names[0]} needs less uncovered than in a spread with {names[1]}:"
                        f" a broker may ask for the width, {points} points"
                    )
                elif bought.contract.right == sold.contract.right:
                    yield from _why_not_covered(sold, bought)


def _why_not_covered(sold: Option, bought: Option) -> Iterator[str]:
    names = spoken(bought.contract), spoken(sold.contract)
    if bought.settles_at > sold.settles_at:
        yield f"{names[0]} settles on another date than {names[1]}, on another underlying: it does not cover it"
    elif bought.contract.expiry == sold.contract.expiry:
        times = [f"{option.settles_at.astimezone(NEW_YORK):%H:%M}" for option in (bought, sold)]
        yield f"{names[0]} settles at {times[0]}, before {names[1]} at {times[1]}: it does not cover it"


def _multiplier(structure: Structure, costed: Costed) -> Decimal:
    return costed[structure.members[0].contract][0].product.multiplier


def _leg_ids(structure: Structure, costed: Costed) -> tuple[int, ...]:
    return tuple(leg_id for member in structure.members for leg_id in costed[member.contract][0].leg_ids)


def _subject(structure: Structure) -> str:
    """SPXW 18DEC26 6300/6350/7150/7200; of one right 6300/6350 P; else each contract by its name."""
    groups = {member.group for member in structure.members}
    if len(groups) > 1 or len(structure.members) == 1:
        return " / ".join(spoken(member.contract) for member in structure.members)
    root, expiry = groups.pop()
    strikes = sorted(member.strike for member in structure.members)
    rights = sorted({str(member.contract.right) for member in structure.members}, reverse=True)
    right = "" if structure.kind == "condor" else " " + "/".join(rights)
    return f"{root} {expiry_text(expiry)} {'/'.join(strike_text(strike) for strike in strikes)}{right}"
