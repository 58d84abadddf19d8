"""Legs as columns of numbers, so that a book is priced by a few array operations and not leg by leg."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.scenario.legs import Expiry, ScenarioLeg

Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

_FLAT_SMILE = (1.0, 0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class ExpiryColumns:
    """Columns of shape (expiries,); NaN stands for a forward that is not known.

    `smile` has the shape (5, expiries): a, b, rho, m, s of raw SVI variance over ln(K/F); b is 0 where the volatility
    is the same at every strike.
    """

    expiries: tuple[Expiry, ...]
    is_of_spx: Flags
    divisor: Floats
    forward: Floats
    discount: Floats
    years: Floats
    smile: Floats


@dataclass(frozen=True)
class Columns:
    """What does not change while a slider moves, shape (legs,). `expiry` is the place of each leg's expiry.

    `mark` (points) and `vix_beta` are those of funds, NaN elsewhere.
    """

    legs: tuple[ScenarioLeg, ...]
    expiries: ExpiryColumns
    expiry: Indices
    is_option: Flags
    is_call: Flags
    is_valued: Flags
    strike: Floats
    usd_per_point: Floats
    vol: Floats
    is_fund: Flags
    mark: Floats
    vix_beta: Floats

    @property
    def is_of_spx(self) -> Flags:
        return self.expiries.is_of_spx[self.expiry]


def columns_of(legs: Sequence[ScenarioLeg]) -> Columns:
    expiries = tuple(dict.fromkeys(leg.expiry for leg in legs))
    place = {expiry: index for index, expiry in enumerate(expiries)}
    rows = [
        (
            place[leg.expiry],
            leg.contract.is_option,
            leg.is_call,
            leg.is_valued,
            leg.strike,
            leg.usd_per_point,
            np.nan if leg.vol is None else leg.vol,
            leg.is_fund,
            np.nan if leg.mark is None else leg.mark,
            np.nan if leg.vix_beta is None else leg.vix_beta,
        )
        for leg in legs
    ]
    expiry, is_option, is_call, is_valued, strike, usd_per_point, vol, is_fund, mark, vix_beta = (
        np.array(rows, dtype=np.float64).reshape(-1, 10).T
    )
    return Columns(
        tuple(legs),
        _expiry_columns(expiries),
        expiry.astype(np.intp),
        is_option != 0.0,
        is_call != 0.0,
        is_valued != 0.0,
        strike,
        usd_per_point,
        vol,
        is_fund != 0.0,
        mark,
        vix_beta,
    )


def _expiry_columns(expiries: tuple[Expiry, ...]) -> ExpiryColumns:
    rows = [
        (e.is_of_spx, e.divisor, np.nan if e.forward is None else e.forward, e.discount, e.years) for e in expiries
    ]
    is_of_spx, divisor, forward, discount, years = np.array(rows, dtype=np.float64).reshape(-1, 5).T
    smiles = [_FLAT_SMILE if (s := e.smile) is None else (s.a, s.b, s.rho, s.m, s.s) for e in expiries]
    smile = np.array(smiles, dtype=np.float64).reshape(-1, 5).T
    return ExpiryColumns(expiries, is_of_spx != 0.0, divisor, forward, discount, years, smile)
