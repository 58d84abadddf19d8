"""Values at any SPX levels, leg by leg, for whoever looks for a curve's zero or lowest point between drawn points."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from alvh_desktop.pricing.funds import share_growth
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.response.futures import future_after
from alvh_desktop.pricing.scenario.answers import spx_answer, state_of, vix_answer
from alvh_desktop.pricing.scenario.columns import Flags, Indices
from alvh_desktop.pricing.scenario.kernel import prices
from alvh_desktop.pricing.scenario.terms import Terms


@dataclass(frozen=True)
class Direct:
    """Prices the legs of these terms again and again: which leg is paid, lives or moves in a line is found once."""

    terms: Terms

    def leg_values(self, spots: Floats) -> Floats:
        """$ value of one contract of each leg, shape (legs, dates, points); NaN where a leg has no value.

        A future counts its level times $ per point. `spots` in SPX points, above 0.
        """
        shape = self.terms.columns.expiry.size, len(self.terms.dates.moments), spots.size
        found = np.full(shape, np.nan)
        for leg, date, values in self.priced(spots):
            found[leg, date] = values
        return found

    def part_values(self, sizes: Floats, spots: Floats) -> Floats:
        """$ value of `sizes` (parts, legs) contracts, shape (parts, dates, points); legs without a value are left
        out."""
        return self.summed(sizes, self.priced(spots), spots.size)

    def summed(self, sizes: Floats, priced: Iterable["Priced"], points: int) -> Floats:
        """The same of what has been priced at so many points already."""
        dates = len(self.terms.dates.moments)
        total = np.zeros((len(sizes) * dates, points))
        for leg, date, values in priced:
            by_date = np.zeros((len(sizes), dates, leg.size))
            by_date[:, date, np.arange(leg.size)] = sizes[:, leg]
            total += by_date.reshape(-1, leg.size) @ values
        return total.reshape(len(sizes), dates, points)

    def priced(self, spots: Floats) -> Iterator["Priced"]:
        """Everything that has a value, in a few groups."""
        terms = self.terms
        x = np.log(spots / terms.world.spot)
        y = terms.world.vix_answer(x[None, :], terms.dates.trading_days[:, None])
        yield from self.priced_with(spots, y)

    def priced_with(self, spots: Floats, y: Floats) -> Iterator["Priced"]:
        """The same where VIX answers with y = ln(V'/V), shape (dates, points), whatever the world says."""
        terms = self.terms
        x = np.log(spots / terms.world.spot)
        yield from self.flat_values(spots, y)
        spx, vix = terms.spx, terms.vix
        if spx.count:
            yield spx.leg, spx.date, prices(spx, state_of(spx, spx_answer(terms, x, y)))
        if vix.count:
            yield vix.leg, vix.date, prices(vix, state_of(vix, vix_answer(terms, y)))

    def flat_values(self, spots: Floats, y: Floats) -> Iterator["Priced"]:
        """All that needs no option formula: settled legs, futures and funds. What settled before the date shown pays
        on this point's S' or V'."""
        terms, world = self.terms, self.terms.world
        on_spx, on_vix = self._paid_on_spx, self._paid_on_vix
        if on_spx.leg.size:
            yield on_spx.leg, on_spx.date, on_spx.at(spots / on_spx.divisor)
        if on_vix.leg.size and world.vix is not None:
            yield on_vix.leg, on_vix.date, on_vix.at(world.vix * np.exp(y).take(on_vix.date, axis=0))
        leg, date = self._futures
        if leg.size:
            levels = _future_levels(terms, terms.columns.expiry[leg], date, y)
            yield leg, date, levels * terms.columns.usd_per_point[leg, None]
        if self._funds.size:
            yield _fund_values(terms, self._funds, y)

    @cached_property
    def _paid_on_spx(self) -> "PaidRows":
        return _paid_rows(self.terms, self.terms.columns.is_of_spx)

    @cached_property
    def _paid_on_vix(self) -> "PaidRows":
        return _paid_rows(self.terms, ~self.terms.columns.is_of_spx & (self.terms.world.vix is not None))

    @cached_property
    def _futures(self) -> tuple[Indices, Indices]:
        columns = self.terms.columns
        is_linear = ~columns.is_option & ~columns.is_fund & columns.is_valued & (self.terms.world.vix is not None)
        leg, date = np.nonzero(self.terms.is_alive[columns.expiry] & is_linear[:, None])
        return leg, date

    @cached_property
    def _funds(self) -> Indices:
        """None where the 30-day VX price is not known."""
        columns = self.terms.columns
        return np.flatnonzero(columns.is_fund & columns.is_valued & (self.terms.world.thirty_day_vx is not None))


Priced = tuple[Indices, Indices, Floats]
"""Leg and date, shape (rows,), and $ value of one contract, shape (rows, points)."""


@dataclass(frozen=True, slots=True)
class PaidRows:
    """What has settled; all but `leg` and `date` are columns of shape (rows, 1). A future has no floor."""

    leg: Indices
    date: Indices
    divisor: Floats
    strike: Floats
    side: Floats
    floor: Floats
    usd_per_point: Floats

    def at(self, level: Floats) -> Floats:
        """What each pays at its index `level` (rows, points): an option its intrinsic value, a future all of it."""
        paid = level - self.strike
        paid *= self.side
        np.maximum(paid, self.floor, out=paid)
        paid *= self.usd_per_point
        return paid


def _paid_rows(terms: Terms, chosen: Flags) -> PaidRows:
    columns = terms.columns
    leg, date = np.nonzero(~terms.is_alive[columns.expiry] & chosen[:, None])
    is_option, is_put = columns.is_option[leg, None], (columns.is_option & ~columns.is_call)[leg, None]
    return PaidRows(
        leg=leg,
        date=date,
        divisor=terms.expiries.divisor[columns.expiry[leg], None],
        strike=columns.strike[leg, None],
        side=np.where(is_put, -1.0, 1.0),
        floor=np.where(is_option, 0.0, -np.inf),
        usd_per_point=columns.usd_per_point[leg, None],
    )


def leg_values(terms: Terms, spots: Floats) -> Floats:
    """As `Direct` has them, for who asks once."""
    return Direct(terms).leg_values(spots)


def part_values(terms: Terms, sizes: Floats, spots: Floats) -> Floats:
    """As `Direct` has them, for who asks once."""
    return Direct(terms).part_values(sizes, spots)


def flat_values(terms: Terms, spots: Floats, y: Floats) -> Priced:
    """As `Direct` has them, all of them together; y = ln(V'/V), shape (dates, points)."""
    nothing = np.zeros(0, dtype=np.intp)
    found = [(nothing, nothing, np.zeros((0, spots.size))), *Direct(terms).flat_values(spots, y)]
    legs, dates, values = zip(*found, strict=True)
    return np.concatenate(legs), np.concatenate(dates), np.concatenate(values)


def _future_levels(terms: Terms, expiry: Indices, date: Indices, y: Floats) -> Floats:
    world = terms.world
    forward, trading_days = terms.future_now[expiry, date, None], terms.dates.trading_days[date, None]
    timing = terms.days[expiry], terms.dates.elapsed_days[date, None], np.nan if world.vix is None else world.vix
    return future_after(world.response, forward, *timing, y[date], trading_days)


def _fund_values(terms: Terms, chosen: Indices, y: Floats) -> Priced:
    """Of funds, at every date."""
    columns, world = terms.columns, terms.world
    leg, date = (places.ravel() for places in np.meshgrid(chosen, np.arange(len(y)), indexing="ij"))
    levels = 1.0 if world.thirty_day_vx is None else world.thirty_day_vx, np.nan if world.vix is None else world.vix
    trading_days = terms.dates.trading_days[date, None]
    growth = share_growth(world.response, columns.vix_beta[leg, None], *levels, y[date], trading_days)
    return leg, date, growth * (columns.mark * columns.usd_per_point)[leg, None]
