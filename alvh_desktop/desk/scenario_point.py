"""One point of the scenario in figures: SPX where a lens puts it, on the lens's date, against today."""

import math
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.lens import VolShifts
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.vix_map import HIGH, LOW
from alvh_desktop.pricing.response.futures import future_after
from alvh_desktop.pricing.response.vix import vix_quantile
from alvh_desktop.pricing.scenario.direct import leg_values
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates

_LOWEST_MOVE, _HIGHEST_MOVE = -0.95, 2.0


@dataclass(frozen=True, slots=True)
class Parts:
    """$ of the condors and of the hedge."""

    condors: float
    hedge: float

    @property
    def net(self) -> float:
        return self.condors + self.hedge


@dataclass(frozen=True, slots=True)
class FutureMove:
    """The VX future that a held leg on VIX settles with, points, today and at the point; from its settlement on it
    is the VIX of the point."""

    settles_at: datetime
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ScenarioPoint:
    """SPX and VIX in points before and at the point, `at` its date. `vix_low` and `vix_high` are the 5 % and 95 %
    quantiles of VIX there, None where it is fixed or, like all of VIX and its futures, not known.

    P/L in $ after fees and with what was realised so far: `now` as the market stands, without a fixed VIX and without
    shifts of volatility, `there` at the point with all of them. `change` is of the legs that have a value at both.
    `left_out` says which have none at one of them, `settled_before` what settles before `at` and is shown settled at
    this point's levels.
    """

    at: datetime
    spx_before: float
    spx: float
    vix_before: float | None
    vix: float | None
    vix_low: float | None
    vix_high: float | None
    now: Parts
    there: Parts
    change: Parts
    futures: tuple[FutureMove, ...]
    settled_before: tuple[str, ...]
    left_out: tuple[Problem, ...]


def point_of(picture: Picture) -> ScenarioPoint | Problem:
    """Of what the picture draws, at SPX * (1 + `spx_move`) of its lens and on its first date, or now without one.

    The Problem is that of the payoff, or says that the move cannot be.
    """
    payoff, lens = picture.payoff, picture.inputs.lens
    if isinstance(payoff, Problem):
        return payoff
    if not (math.isfinite(lens.spx_move) and _LOWEST_MOVE <= lens.spx_move <= _HIGHEST_MOVE):
        least, most = (f"{100 * end:g}" for end in (_LOWEST_MOVE, _HIGHEST_MOVE))
        return Problem("move", f"SPX cannot move by {100 * lens.spx_move:g} %: give {least} to {most}")
    world, position = payoff.world, payoff.position
    moments = world.now, lens.dates[0] if lens.dates else world.now
    spots = world.spot, world.spot * (1.0 + lens.spx_move)
    worlds = replace(world, vix_after=None, vol_shifts=VolShifts()), world
    terms = [Terms(each, Dates(world.now, (at,)), position.columns) for each, at in zip(worlds, moments, strict=True)]
    before, after = (leg_values(each, np.array([spot]))[:, 0, 0] for each, spot in zip(terms, spots, strict=True))
    now, there = _pl(payoff, before, moments[0]), _pl(payoff, after, moments[1])
    y = float(world.vix_answer(np.array(math.log1p(lens.spx_move)), terms[1].dates.trading_days)[0])
    low, high = _band(payoff, lens.spx_move, terms[1].dates)
    left_out = dict.fromkeys(problem for at in moments for problem in position.left_out(at))
    return ScenarioPoint(
        at=moments[1],
        spx_before=spots[0],
        spx=spots[1],
        vix_before=world.vix,
        vix=None if world.vix is None else world.vix * math.exp(y),
        vix_low=low,
        vix_high=high,
        now=now,
        there=there,
        change=_parts(position.sizes @ np.nan_to_num(after - before)),
        futures=_futures(payoff, terms[1], y),
        settled_before=tuple(
            name for name, leg in zip(position.names, position.legs, strict=True) if leg.settles_at < moments[1]
        ),
        left_out=tuple(left_out),
    )


def _pl(payoff: Payoff, values: Floats, at: datetime) -> Parts:
    """`values` of one contract of each leg, NaN where it has none."""
    return _parts(payoff.position.sizes @ np.nan_to_num(values) + payoff.position.cash((at,))[:, 0])


def _parts(usd: Floats) -> Parts:
    return Parts(float(usd[0]), float(usd[1]))


def _band(payoff: Payoff, move: float, dates: Dates) -> tuple[float | None, float | None]:
    world, h = payoff.world, dates.trading_days[0]
    if world.vix is None or world.vix_after is not None:
        return None, None
    low, high = (float(vix_quantile(world.response, move, world.vix, h, p)) for p in (LOW, HIGH))
    return low, high


def _futures(payoff: Payoff, terms: Terms, y: float) -> tuple[FutureMove, ...]:
    """One for each settlement on VIX that is held, the nearest first; a future that is held goes before the forward
    of options that settle with it."""
    world, columns = terms.world, terms.columns
    if world.vix is None:
        return ()
    found: dict[datetime, FutureMove] = {}
    for place in np.argsort(columns.is_option, kind="stable").tolist():
        expiry, number = columns.legs[place].expiry, columns.expiry[place]
        if expiry.is_of_spx or not expiry.has_end or expiry.forward is None:
            continue
        timing = terms.days[number, 0], terms.dates.elapsed_days[0], world.vix, y, terms.dates.trading_days[0]
        after = float(future_after(world.response, terms.future_now[number, 0], *timing))
        found.setdefault(expiry.settles_at, FutureMove(expiry.settles_at, expiry.forward, after))
    return tuple(sorted(found.values(), key=lambda move: move.settles_at))
