"""What a scenario starts from, and how it answers: one instant, its levels, the response and the clock."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np

from alvh_desktop.domain.lens import EventCrush, VolShifts
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.response.presets import Response
from alvh_desktop.pricing.response.vix import vix_fixed, vix_log_change
from alvh_desktop.pricing.trading_clock import Clock, trading_days_between
from alvh_desktop.pricing.vx_curve import VxCurve

SECONDS_PER_DAY = 86_400.0
_HALVINGS = 60


@dataclass(frozen=True)
class World:
    """`spot` SPX and `vix` points; `vix` None leaves VIX out: SPX volatility is held and VIX legs have no value.

    `vvix` points feeds the cap of vol of VIX; `vvix_source` says where it is from. `curve` is the VX curve futures
    roll down, None where nothing rolls. `clock` None counts variance in calendar time. `vix_after` fixes VIX whatever
    SPX does. `vol_shifts` and `crush` change what options are priced with beside that answer; an event that has
    passed at `now` changes nothing.
    """

    now: datetime
    spot: float
    vix: float | None
    vvix: float
    response: Response
    curve: VxCurve | None = None
    clock: Clock | None = None
    vix_after: float | None = None
    vvix_source: str = ""
    vol_shifts: VolShifts = field(default_factory=VolShifts)
    crush: EventCrush | None = None

    @cached_property
    def thirty_day_vx(self) -> float | None:
        """The VX price of 30 days in points, which funds follow; None where the curve does not reach so far."""
        return None if self.curve is None or self.vix is None else self.curve.thirty_days

    def vix_answer(self, log_move: Floats, trading_days: Floats) -> Floats:
        """y = ln(V'/V) for SPX moved by `log_move` = ln(S'/S) over `trading_days`, of the broadcast shape."""
        shape = np.broadcast_shapes(log_move.shape, trading_days.shape)
        if self.vix is None:
            return np.zeros(shape)
        if self.vix_after is not None:
            return np.full(shape, vix_fixed(self.vix_after, self.vix))
        return np.asarray(vix_log_change(self.response, np.expm1(log_move), self.vix, trading_days))

    def log_move_for(self, y: float, trading_days: float, lowest: float) -> float | None:
        """The fall of SPX, ln(S'/S) between `lowest` and 0, at which VIX answers y > 0; None where it never does."""

        def reaches(log_move: float) -> bool:
            return float(self.vix_answer(np.array(log_move), np.array(trading_days))) > y

        if not reaches(lowest):
            return None
        low, high = lowest, 0.0
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if reaches(middle) else (low, middle)
        return 0.5 * (low + high)


@dataclass(frozen=True)
class Dates:
    """Moments a scenario looks at, none before `now`, as columns of shape (dates,)."""

    now: datetime
    moments: tuple[datetime, ...]

    @cached_property
    def elapsed_days(self) -> Floats:
        """Calendar days with clock since now."""
        return np.array([(moment - self.now).total_seconds() / SECONDS_PER_DAY for moment in self.moments])

    @cached_property
    def trading_days(self) -> Floats:
        """h of the response: sessions passed, at least one."""
        return np.array([max(trading_days_between(self.now, moment), 1.0) for moment in self.moments])
