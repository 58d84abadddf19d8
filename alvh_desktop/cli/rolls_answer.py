"""Proposals to roll a trade, as JSON and as text."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from alvh_desktop.cli.answers import money_json, problem_json
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.cli.trade_answers import points_text
from alvh_desktop.desk.roll_proposals import Rolls
from alvh_desktop.desk.templates.proposal import Proposal
from alvh_desktop.desk.templates.rolling import CondorRoll
from alvh_desktop.domain.draft import DraftLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text, spoken, symbol

_WAYS = (("same_delta", "same delta"), ("same_strikes", "same strikes"))


def rolls_answer(rolls: Rolls, trade_id: int, now: datetime) -> Json:
    """Points are of one lot, paid + and received -; $ are of all lots, received + and paid -."""
    base: Json = {"at": moment_json(now), "trade": trade_id}
    if isinstance(rolls, Proposal):
        return {**base, "condor_rolls": [], "layer_roll": _proposal_json(rolls)}
    return {**base, "condor_rolls": [_condor_json(roll) for roll in rolls], "layer_roll": None}


def rolls_text(rolls: Rolls) -> str:
    if isinstance(rolls, Proposal):
        return "\n".join(_proposal_lines("to its tenor", rolls))
    return "\n".join(line for roll in rolls for line in _condor_lines(roll))


def _condor_json(roll: CondorRoll) -> Json:
    ways = {name: _way_json(getattr(roll, name)) for name, _ in _WAYS}
    return {"root": roll.root, "expiry": roll.expiry.isoformat(), "days_later": roll.days_later, **ways}


def _way_json(way: Proposal | Problem) -> Json:
    return {"problem": problem_json(way)} if isinstance(way, Problem) else _proposal_json(way)


def _proposal_json(way: Proposal) -> Json:
    return {
        "lots": way.draft.lots,
        "closes": [_leg_json(leg) for leg in way.draft.legs if leg.closes],
        "opens": [_leg_json(leg) for leg in way.draft.legs if not leg.closes],
        "closing_points": money_json(way.closing_points),
        "opening_points": money_json(way.opening_points),
        "net_points": money_json(way.net_points),
        "net_usd": money_json(_received(way)),
        "notes": list(way.notes),
        "problem": None,
    }


def _leg_json(leg: DraftLeg) -> Json:
    return {"symbol": symbol(leg.contract), "ratio": leg.ratio}


def _received(way: Proposal) -> Decimal | None:
    paid = way.usd(way.net_points)
    return None if paid is None else -paid


def _condor_lines(roll: CondorRoll) -> Iterator[str]:
    yield f"{roll.root} {expiry_text(roll.expiry)}, {roll.days_later} days later"
    for name, title in _WAYS:
        way = getattr(roll, name)
        if isinstance(way, Problem):
            yield f"  {title}: {way}"
        else:
            yield from (f"  {line}" for line in _proposal_lines(title, way))


def _proposal_lines(title: str, way: Proposal) -> Iterator[str]:
    opens = ", ".join(f"{leg.ratio:+d} {spoken(leg.contract)}" for leg in way.draft.legs if not leg.closes)
    yield f"{title}: {opens}, {way.draft.lots} of it"
    parts = (("closing", way.closing_points), ("opening", way.opening_points), ("net", way.net_points))
    told = ", ".join(f"{name} {'not known' if p is None else points_text(p)}" for name, p in parts)
    received = _received(way)
    yield f"  {told} a lot" + ("" if received is None else f"; {received:+,.2f} $ in all")
    yield from (f"  ! {note}" for note in way.notes)
