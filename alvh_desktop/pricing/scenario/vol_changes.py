"""What a lens changes on volatilities beside the response: points by tenor, and an event SPX options wait for."""

import numpy as np

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.lens import VolShifts
from alvh_desktop.pricing.black76 import VOL_POINT
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.scenario.columns import ExpiryColumns, Flags
from alvh_desktop.pricing.scenario.world import World

SHORT_DAYS, MEDIUM_DAYS = 30, 90
"""Days from today's date to that of settlement, up to which an SPX expiry is of a short or of a medium tenor."""

_LEAST_VOL = 0.01  # a year, that a shift leaves; of an option that has less its own
_MOST_OF_AN_EVENT = 0.9  # share of an option's variance that an event may be


def shifts_of(world: World, expiries: ExpiryColumns) -> Floats:
    """What is added to the volatility of each expiry's options, a year as a fraction, shape (expiries,)."""
    shifts, today = world.vol_shifts, world.now.astimezone(NEW_YORK).date()
    if shifts == VolShifts():
        return np.zeros(len(expiries.expiries))
    points = [
        shifts.vix if not e.is_of_spx else _spx_shift(shifts, (e.settles_at.astimezone(NEW_YORK).date() - today).days)
        for e in expiries.expiries
    ]
    return VOL_POINT * np.array(points, dtype=np.float64)


def shifted(vol: Floats, shift: Floats) -> Floats:
    """Volatility with its shift: never under a point, nor under itself where it is lower than that."""
    return np.maximum(vol + shift, np.minimum(vol, _LEAST_VOL))


def waits_for_event(world: World, expiries: ExpiryColumns) -> Flags:
    """Which expiries hold the variance of the event, shape (expiries,): those of SPX that settle after it."""
    crush = world.crush
    if crush is None or crush.at <= world.now:
        return np.zeros(len(expiries.expiries), dtype=np.bool_)
    return np.array([e.is_of_spx and e.settles_at > crush.at for e in expiries.expiries], dtype=np.bool_)


def with_event(whole: Floats, share: Floats, move: float, is_ahead: Flags) -> tuple[Floats, Floats]:
    """Total variance left at a date of options whose `whole` variance of today holds an event, and the share of it
    that runs off with time; all of shape (rows,).

    What is not of the event runs off by `share`, the part of it that is left; the event, `move` squared, stays until
    it has passed (`is_ahead`). At least a tenth of an option's variance is not of the event, however large it is.
    """
    event = np.minimum(move * move, _MOST_OF_AN_EVENT * whole)
    running = (whole - event) * share
    left = running + np.where(is_ahead, event, 0.0)
    return left, np.divide(running, left, out=np.ones_like(left), where=left > 0.0)


def _spx_shift(shifts: VolShifts, days: int) -> float:
    if days <= SHORT_DAYS:
        return shifts.short
    return shifts.medium if days <= MEDIUM_DAYS else shifts.long
