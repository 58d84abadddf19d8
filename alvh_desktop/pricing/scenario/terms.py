"""What each living option is priced with at each date, before SPX has moved: one row a leg and date.

An expiry at a date is a *cell*; its rows share the forward, the time and the answer to a move.
"""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.response.futures import future_line
from alvh_desktop.pricing.response.vols import vol_elasticity
from alvh_desktop.pricing.scenario.columns import Columns, ExpiryColumns, Flags, Indices
from alvh_desktop.pricing.scenario.vol_changes import shifted, shifts_of, waits_for_event, with_event
from alvh_desktop.pricing.scenario.world import SECONDS_PER_DAY, Dates, World
from alvh_desktop.pricing.trading_clock import share_left

_STILL = 1e-9  # total volatility of an option whose clock gives the hours that are left no weight
_SHORTEST = 1e-12  # share of an option's life under which nothing is left of it


@dataclass(frozen=True)
class Rows:
    """Options that live, each column of shape (rows,).

    `leg`, `date` and `cell` are places. `log_moneyness` is ln(F/K), F the forward at that date while SPX stands
    where it is; `total_vol` sigma * sqrt(time). `weight_usd` = $ per point * discount factor * strike. `root_years`
    belongs to the volatility a year; `years_left` and `rate` are calendar time and the interest in it. `running_off`
    is the share of its variance that time takes, 1 but for an option that waits for an event. The smile columns are
    those of its expiry, `smile_now` the variance at today's moneyness.
    """

    leg: Indices
    date: Indices
    cell: Indices
    is_call: Flags
    weight_usd: Floats
    log_moneyness: Floats
    total_vol: Floats
    root_years: Floats
    years_left: Floats
    running_off: Floats
    rate: Floats
    smile_a: Floats
    smile_b: Floats
    smile_rho: Floats
    smile_m: Floats
    smile_s: Floats
    smile_now: Floats

    @property
    def count(self) -> int:
        return self.leg.size

    def taken(self, places: Indices | slice) -> "Rows":
        return Rows(*(getattr(self, name)[places] for name in _COLUMNS))


_COLUMNS = tuple(field.name for field in fields(Rows))


@dataclass(frozen=True)
class Terms:
    """Legs in a world at some dates. Arrays over cells have the shape (expiries, dates).

    `time_left` and `variance_left` are shares of what is left today. `future_now` is where the forward of a VIX
    expiry stands once it has rolled down without a shock, points.
    """

    world: World
    dates: Dates
    columns: Columns

    @property
    def expiries(self) -> ExpiryColumns:
        return self.columns.expiries

    @cached_property
    def time_left(self) -> Floats:
        left = np.maximum(self.days - self.dates.elapsed_days, 0.0)
        return np.asarray(left / np.where(self.days > 0.0, self.days, 1.0))

    @cached_property
    def variance_left(self) -> Floats:
        clock = self.world.clock
        if clock is None:
            return self.time_left
        moments = self.dates.moments
        shares = [
            [share_left(clock, self.world.now, at, e.settles_at) if e.has_end else 1.0 for at in moments]
            for e in self.expiries.expiries
        ]
        return np.array(shares, dtype=np.float64).reshape(-1, len(moments))

    @cached_property
    def is_alive(self) -> Flags:
        return np.asarray(self.time_left > _SHORTEST)

    @cached_property
    def days(self) -> Floats:
        """Calendar days from now to settlement, shape (expiries, 1)."""
        now = self.world.now
        seconds = [(e.settles_at - now).total_seconds() for e in self.expiries.expiries]
        return np.array(seconds, dtype=np.float64)[:, None] / SECONDS_PER_DAY

    @cached_property
    def future_now(self) -> Floats:
        forward, elapsed = self.expiries.forward[:, None], self.dates.elapsed_days
        curve = self.world.curve
        if curve is None or self.world.response.futures_over_time == "stay":
            return np.broadcast_to(forward, self.is_alive.shape)
        return curve.rolled(forward, self.days, elapsed)

    @cached_property
    def vol_slopes(self) -> Floats:
        """Change of ln(volatility) of an SPX expiry with y = ln(V'/V), shape (expiries, dates)."""
        return np.asarray(vol_elasticity(self.world.response, self.days, self.dates.trading_days))

    @cached_property
    def future_slopes(self) -> tuple[Floats, Floats]:
        """Slope and constant of ln(F'/F) of a VIX expiry in y, each of shape (expiries, dates)."""
        vix = np.nan if self.world.vix is None else self.world.vix
        timing = self.days, self.dates.elapsed_days, vix, self.dates.trading_days
        slope, constant = np.broadcast_arrays(*future_line(self.world.response, self.future_now, *timing))
        return slope, constant

    @cached_property
    def spx(self) -> Rows:
        """Living options on SPX that have a forward and a volatility."""
        index = self.world.spot / self.expiries.divisor[:, None]
        # at settlement the forward has become the index: its logarithmic distance runs off with time
        forward = np.log(index) + np.log(self.expiries.forward[:, None] / index) * self.time_left
        return self._rows(self.columns.is_of_spx, forward)

    @cached_property
    def vix(self) -> Rows:
        """Living options on VIX that have a forward and a volatility; none where spot VIX is not known."""
        is_known = self.world.vix is not None
        return self._rows(~self.columns.is_of_spx & is_known, np.log(self.future_now))

    def _rows(self, chosen: Flags, log_forward: Floats) -> Rows:
        columns, expiries = self.columns, self.expiries
        is_living = self.is_alive[columns.expiry] & (chosen & columns.is_option & columns.is_valued)[:, None]
        leg, date = np.nonzero(is_living)
        expiry, strike = columns.expiry[leg], columns.strike[leg]
        years, discount, time = expiries.years[expiry], expiries.discount[expiry], self.time_left[expiry, date]
        root_years = np.sqrt(years * self.variance_left[expiry, date])
        total_vol, running_off = self._total_vol(leg, expiry, date, root_years)
        a, b, rho, m, s = expiries.smile[:, expiry]
        off = np.log(strike / expiries.forward[expiry]) - m
        return Rows(
            leg=leg,
            date=date,
            cell=expiry * len(self.dates.moments) + date,
            is_call=columns.is_call[leg],
            weight_usd=columns.usd_per_point[leg] * discount**time * strike,
            log_moneyness=log_forward[expiry, date] - np.log(strike),
            total_vol=np.maximum(total_vol, _STILL),
            root_years=root_years,
            years_left=years * time,
            running_off=running_off,
            rate=-np.log(discount) / years,
            smile_a=a,
            smile_b=b,
            smile_rho=rho,
            smile_m=m,
            smile_s=s,
            smile_now=a + b * (rho * off + np.hypot(off, s)),
        )

    def _total_vol(self, leg: Indices, expiry: Indices, date: Indices, root_years: Floats) -> tuple[Floats, Floats]:
        """sigma * sqrt(time) of rows, and the share of its square that runs off with time."""
        world, expiries = self.world, self.expiries
        vol, shifts = self.columns.vol[leg], shifts_of(world, expiries)
        if shifts.any():
            vol = shifted(vol, shifts[expiry])
        total_vol, running_off = vol * root_years, np.ones(leg.size)
        waiting = np.flatnonzero(waits_for_event(world, expiries)[expiry])
        if world.crush is not None and waiting.size:
            whole = vol[waiting] ** 2 * expiries.years[expiry[waiting]]
            share = self.variance_left[expiry[waiting], date[waiting]]
            is_ahead = np.array([at < world.crush.at for at in self.dates.moments])[date[waiting]]
            variance, running_off[waiting] = with_event(whole, share, world.crush.move, is_ahead)
            total_vol[waiting] = np.sqrt(variance)
        return total_vol, running_off
