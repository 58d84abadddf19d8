"""Whether a VIX calendar is a hedge: what it makes where SPX falls just as its sold leg settles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from alvh_desktop.domain.freshness import is_stale
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Finding
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import expiry_text, spoken
from alvh_desktop.pricing.margin import strategy_margin
from alvh_desktop.pricing.payoff.position import Piece, Position
from alvh_desktop.pricing.payoff.settling_shock import settling_shock
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.rules.check import Check, doubted, told
from alvh_desktop.rules.ticket import Opened, Ticket

MOVES = (-0.05, -0.08)
"""Simple returns of SPX in the shock."""

_ADVICE = "Do not count it as protection: the sold leg settles at spot VIX, the bought one follows it in part."


@dataclass(frozen=True, slots=True)
class CalendarShock:
    """`usd` P/L of what is opened, debit and fees included, and `vix` in points, by each of MOVES.

    `settling` names what settles into the shock: of several sold legs the one that makes the worst of it.
    """

    settling: str
    usd: tuple[float, ...]
    vix: tuple[float, ...]

    @property
    def is_loss(self) -> bool:
        return min(self.usd) < 0.0

    @property
    def sentences(self) -> tuple[str, str]:
        shocks = (
            f"{'loses' if usd < 0.0 else 'makes'} ${abs(usd):,.0f} at SPX {100 * move:.0f} % (VIX {vix:.1f})"
            for move, usd, vix in zip(MOVES, self.usd, self.vix, strict=True)
        )
        told_of = f"as {self.settling} settles into a one-day fall it {' and '.join(shocks)}, debit and fees included"
        return "not a hedge" if self.is_loss else "no loss in either fall", told_of


def calendar_shock(ticket: Ticket, legs: Sequence[Opened]) -> Check:
    """P/L of what a ticket opens with its sold leg settling into a shock, against 0, and its margin."""
    shock, margin = shock_of(ticket, legs), _margin_text(ticket, legs)
    if isinstance(shock, Problem):
        return _check("not known", None, f"Whether it is a hedge is not known: {shock.message}", margin)
    doubt = _doubt(ticket, legs)
    finding: Finding = "not met" if shock.is_loss else doubted("met", doubt)
    return _check(finding, min(shock.usd), *shock.sentences, margin, doubt)


def shock_of(ticket: Ticket, legs: Sequence[Opened]) -> CalendarShock | Problem:
    """The worst over the settlements of the VIX calls that are sold; these legs hold one at least."""
    world = ticket.world
    if isinstance(world, Problem):
        return Problem("shock", f"{world.where}: {world.message}")
    unknown = _unknown(ticket, world, legs)
    if unknown is not None:
        return unknown
    settlements = _settlements(ticket, legs)
    pieces = tuple(Piece(leg.holding, "hedge", ticket.values[leg.held.leg.id]) for leg in legs)
    position = Position(pieces, world.now)
    found: dict[datetime, tuple[float, ...]] = {}
    for at in settlements:
        left_out = position.left_out(at)
        if left_out:
            return Problem("shock", f"{left_out[0].where} is {left_out[0].message}")
        found[at] = tuple(settling_shock(position, world, at, np.array(MOVES)).tolist())
    worst = min(found, key=lambda at: min(found[at]))
    return CalendarShock(settlements[worst], found[worst], _vix_after(world))


def _unknown(ticket: Ticket, world: World, legs: Sequence[Opened]) -> Problem | None:
    """What stands in the way before anything is priced."""
    if ticket.is_of_another_time:
        return Problem("shock", f"the prices are of {ticket.market_text}")
    if world.vix is None:
        return Problem("shock", "no spot VIX level is known: import a file that has it")
    for leg in legs:
        name = spoken(leg.held.leg.contract)
        if leg.held.product.underlying != "VIX" or not leg.held.leg.contract.has_expiry:
            return Problem("shock", f"{name} is opened with it, and is no option or future on VIX: see the payoff")
        if leg.held.leg.id not in ticket.values:
            return Problem("shock", f"nothing of {name} stays open")
    return None


def _settlements(ticket: Ticket, legs: Sequence[Opened]) -> dict[datetime, str]:
    """Moment and name of each settlement of a VIX call that is sold."""
    return {
        ticket.values[leg.held.leg.id].settles_at: f"{leg.held.leg.root} {expiry_text(leg.held.leg.expiry)}"
        for leg in legs
        if leg.right == "C" and leg.quantity < 0
    }


def _vix_after(world: World) -> tuple[float, ...]:
    answers = world.vix_answer(np.log1p(MOVES), np.ones(len(MOVES)))
    return tuple(((world.vix or np.nan) * np.exp(answers)).tolist())


def _doubt(ticket: Ticket, legs: Sequence[Opened]) -> str | None:
    """Of when the oldest price is that it rests on, where it is older than it may be."""
    values, level = [ticket.values[leg.held.leg.id] for leg in legs], ticket.market.levels.get("VIX")
    seen = [value.iv_moment for value in values]
    seen += [None if value.forward is None else value.forward.moment for value in values]
    seen += [
        None if level is None else level.moment,
        None if isinstance(ticket.spot, Problem) else ticket.spot.moment,
    ]
    oldest = min(moment for moment in seen if moment is not None)
    is_old = is_stale(oldest, ticket.market.at, ticket.age_limit)
    return f"it rests on data of {new_york_text(oldest)}" if is_old else None


def _margin_text(ticket: Ticket, legs: Sequence[Opened]) -> str:
    """What the broker asks for these options, taken alone."""
    level = ticket.market.levels.get("VIX")
    vix = Problem("VIX", "no spot VIX level is known") if level is None else level.value
    spx = Problem("SPX", "VIX options need no level of SPX")
    report = strategy_margin([leg.holding for leg in legs], ticket.values, spx, vix, ticket.margin)
    if report.is_partial:
        return f"margin of these options is not known: {report.problems[0].message}"
    return f"margin of these options alone ${report.total_usd:,.0f}"


def _check(finding: Finding, value: float | None, *sentences: str | None) -> Check:
    return Check(
        "hedge.calendar_entry", "entry_check", finding, value, "$", 0.0, None, "Calendar in a shock",
        told(*sentences), _ADVICE,
    )  # fmt: skip
