"""The answer of `payoff` as JSON: P/L in $, SPX and VIX in points, moments in UTC."""

import math
from pathlib import Path

from alvh_desktop.cli.answers import portfolio_json, problem_json
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.cli.risk_answer import sensitivities_json, settlement_json
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff import CurveDate, Payoff
from alvh_desktop.pricing.payoff.vix_map import VixMap


def payoff_answer(picture: Picture, payoff: Payoff, path: Path, over_vix: VixMap | Problem | None = None) -> Json:
    """`today_usd` and `settlement_usd` are the net curves; `curves` holds every date by part."""
    world = payoff.world
    told: Json = {
        "at": moment_json(picture.inputs.now),
        "portfolio": portfolio_json(picture, path),
        "spot": payoff.spot.value,
        "spot_source": payoff.spot.source,
        "vix": world.vix,
        "vvix": world.vvix,
        "vvix_source": world.vvix_source,
        "response": {"preset": world.response.name, "label": world.response.label, "vix_fixed_at": world.vix_after},
        "clock": picture.inputs.lens.clock,
        "spots": payoff.spots.tolist(),
        "today_usd": payoff.net_usd[0].tolist(),
        "settlement_usd": payoff.net_usd[1].tolist(),
        "curves": [_curve(payoff, place, date) for place, date in enumerate(payoff.dates)],
        **settlement_json(picture, payoff),
        **sensitivities_json(picture),
        "strikes": list(payoff.strikes),
        "partial": bool(payoff.problems),
        "problems": [problem_json(problem) for problem in payoff.problems],
    }
    if isinstance(over_vix, Problem):
        told |= {"surface": None, "partial": True, "problems": [*told["problems"], problem_json(over_vix)]}
    elif over_vix is not None:
        told["surface"] = _surface(over_vix)
    return told


def _curve(payoff: Payoff, place: int, date: CurveDate) -> Json:
    return {
        "at": moment_json(date.at),
        "label": date.label,
        "calendar_days": date.days,
        "trading_days": date.trading_days,
        "unhedged_usd": payoff.condors_usd[place].tolist(),
        "hedge_usd": payoff.hedge_usd[place].tolist(),
        "net_usd": payoff.net_usd[place].tolist(),
        "vix": _numbers(payoff.vix[place]),
        "settled_before": list(date.settled_before),
        "partial": bool(date.left_out),
        "left_out": [problem_json(problem) for problem in date.left_out],
    }


def _surface(found: VixMap) -> Json:
    return {
        "at": moment_json(found.at),
        "spots": found.spots.tolist(),
        "vixes": found.vixes.tolist(),
        "usual_vix": found.usual_vix.tolist(),
        "unhedged_usd": found.condors_usd.tolist(),
        "hedge_usd": found.hedge_usd.tolist(),
        "net_usd": found.net_usd.tolist(),
        "partial": bool(found.problems),
        "problems": [problem_json(problem) for problem in found.problems],
    }


def _numbers(values: Floats) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values.tolist()]
