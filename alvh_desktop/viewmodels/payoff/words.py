"""What the payoff chart says in words: what its curves hold, what they leave out, and what stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.figures import level_text, rough_profit_text
from alvh_desktop.viewmodels.lens import CLOCKS, FUTURES, settled_text
from alvh_desktop.viewmodels.lens.words import beside_text
from alvh_desktop.viewmodels.payoff.marks import between

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from alvh_desktop.domain.lens import Lens
    from alvh_desktop.pricing.payoff import Payoff
    from alvh_desktop.pricing.payoff.position import Part
    from alvh_desktop.pricing.scenario.places import Trough
    from alvh_desktop.viewmodels.payoff.handles import StrikeHandles
    from alvh_desktop.viewmodels.payoff.ticket import TicketCurve
    from alvh_desktop.viewmodels.payoff.unit import AxisUnit

Extent = Literal["whole", "partial", "left out"]
"""How much of what is held a curve holds."""
PARTS: tuple[Part, ...] = "condors", "hedge"
EXTENTS: Mapping[Extent, str] = {"whole": "", "partial": " (partial)", "left out": " left out"}

_SAID_ONCE = "left out of the curves: "
_TOLD = 2
"""So many reasons are told in the caption; every leg stands in its hint."""


def contents_text(payoff: Payoff, lens: Lens, unit: AxisUnit) -> str:
    """What the curves are made of, and under which answer of VIX."""
    told = [unit.title]
    if payoff.world.vix is None:
        told.append("VIX is not known: the hedge is left out and SPX volatility is held")
    else:
        told.append(f"VIX answers SPX as {payoff.world.response.label}")
    if lens.clock != "calendar":
        told.append(CLOCKS[lens.clock].lower())
    if lens.futures_stay:
        told.append(FUTURES[True])
    beside = beside_text(lens)
    told += [beside] if beside else []
    return " ".join(filter(None, ("; ".join(told) + ".", unit.missing)))


def extent_of(payoff: Payoff, parts: Collection[Part], moment: datetime) -> Extent:
    """How much of the condors, of the hedge or of both their curve holds at a moment."""
    missing = {problem.where for problem in payoff.position.left_out(moment)}
    if not missing:
        return "whole"
    pieces = (piece for piece in payoff.position.pieces if piece.part in parts and piece.value is not None)
    held = {spoken(piece.holding.leg.contract) for piece in pieces}
    if not held & missing:
        return "whole"
    return "partial" if held - missing else "left out"


def settled_sentence(payoff: Payoff) -> str:
    settled = settled_text(payoff.dates[-1])
    return f"{settled}." if settled else ""


def missing_text(payoff: Payoff, closed_usd: float) -> str:
    """What no curve holds (legs, gaps of mark to model, campaigns that are over), and what it has from elsewhere."""
    told = [left_out_text(payoff.left_out)] if payoff.left_out else []
    told += [f"{problem.where}: {problem.message}." for problem in payoff.position.on_the_smile()]
    rough = [problem.where for problem in payoff.position.approximated()]
    told += [f"{', '.join(rough)}: approximate, by beta to the 30-day VX and without rolling."] if rough else []
    told += [
        f"Mark to model gap of leg {leg}: {_signed(gap)} $, in no curve."
        for leg, gap in payoff.gaps_usd.items()
        if round(gap)
    ]
    if round(closed_usd):
        told.append(f"Closed campaigns {_signed(closed_usd)} $ are not in the curves.")
    if payoff.is_unlimited_in_vix:
        told.append("More VIX calls, futures or fund shares are sold than bought: the loss over VIX has no end.")
    return " ".join(told)


def ticket_text(ticket: TicketCurve | Problem | None, alone_because: Problem | None) -> str:
    """What there is to say of the curve with the ticket, or why there is none beside the others."""
    if alone_because is not None:
        return f"Without the ticket there is no curve: {alone_because.message}."
    if isinstance(ticket, Problem):
        return f"With the ticket there is no curve: {ticket.message}."
    return "" if ticket is None else ticket.said


def left_out_text(problems: Sequence[Problem]) -> str:
    """How many legs, and why: legs with one reason are told together."""
    reasons: dict[str, list[str]] = {}
    for problem in problems:
        reasons.setdefault(problem.message.removeprefix(_SAID_ONCE), []).append(problem.where)
    told = list(reasons.items())[:_TOLD]
    untold = len(problems) - sum(len(names) for _, names in told)
    why = "; ".join(f"{_first_of(names)}, {reason}" for reason, names in told)
    more = f"; and {untold} more" if untold else ""
    return f"{len(problems)} leg{'s' if len(problems) > 1 else ''} left out: {why}{more}."


def handles_text(handles: StrikeHandles, chosen: str | None) -> str:
    """What the keyboard can do with the strikes, for those who do not see the grips."""
    if not handles.handles:
        return ""
    if chosen is None:
        return f"{len(handles.handles)} strikes can be moved: H chooses one."
    place = list(handles.strikes).index(chosen) + 1
    return (
        f"Strike {place} of {len(handles.handles)} chosen: {handles.label(chosen)}. Left and Right move it by one "
        "listed strike, Page Up and Page Down by five, with Shift the whole wing; Enter keeps it there, Escape takes "
        "it back, H goes to the next."
    )


def left_out_hint(payoff: Payoff) -> str:
    """Everything left out, held still or taken from elsewhere, a line each."""
    return "\n".join(f"{problem.where}: {problem.message}" for problem in payoff.problems)


def places_text(payoff: Payoff) -> str:
    """The lowest points of the net at settlement, and where it has no end or falls lower than the chart shows."""
    told = [f"lowest {', '.join(_trough(payoff, trough) for trough in payoff.troughs)}"] if payoff.troughs else []
    found = payoff.net_extremes
    if found.best_usd is None:
        told.append("gain unlimited")
    told.append("loss unlimited" if found.worst_usd is None else f"worst anywhere {_signed(found.worst_usd)}")
    return f"Net at settlement: {'; '.join(told)}."


def summary_text(payoff: Payoff, said: str, ticket: TicketCurve | None = None) -> str:
    """What the chart shows, for those who do not see it."""
    spot = payoff.spot.value
    zeros = " and ".join(f"{zero:,.0f}" for zero in payoff.break_evens) or "no level"
    alone = " and ".join(f"{zero:,.0f}" for zero in payoff.unhedged_break_evens) or "no level"
    at = tuple(_at(payoff, place, spot) for place in range(len(payoff.dates)))
    ends = new_york_text(payoff.settles_at)
    sentences = [
        f"At SPX {level_text(spot)} the net {at[0]} now, and {at[1]} at the settlement of {ends}.",
        f"At settlement the net is even at {zeros}, the condors alone at {alone}.",
        places_text(payoff),
        _best(payoff),
    ]
    if len(payoff.dates) > 2:
        sentences.append(f"On {new_york_text(payoff.dates[2].at)} the net {at[2]} there.")
    if ticket is not None:
        sentences.append(f"With the ticket the net at the settlement {_ticket_at(ticket, spot)} there.")
    return " ".join((*sentences, said))


def _best(payoff: Payoff) -> str:
    found = payoff.net_extremes
    if found.best_usd is None:
        return "Its gain has no end."
    return f"Its best is {_signed(found.best_usd)} at {found.best_at:,.0f}."


def _at(payoff: Payoff, date: int, spot: float) -> str:
    if extent_of(payoff, PARTS, payoff.dates[date].at) == "left out":
        return "is not known"
    return f"stands at {rough_profit_text(between(payoff.spots, payoff.net_usd[date], spot))} $"


def _ticket_at(ticket: TicketCurve, spot: float) -> str:
    if ticket.extent == "left out":
        return "is not known"
    return f"stands at {rough_profit_text(between(ticket.spots, ticket.net, spot))} $"


def _trough(payoff: Payoff, trough: Trough) -> str:
    """With what the condors alone make there."""
    alone = between(payoff.spots, payoff.condors_usd[1], trough.spot)
    edge = ", edge" if trough.is_at_edge else ""
    return f"{trough.side} {_signed(trough.usd)} at {trough.spot:,.0f} (condors alone {_signed(alone)}{edge})"


def _first_of(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _signed(usd: float) -> str:
    return rough_profit_text(usd).split(" ")[-1]
