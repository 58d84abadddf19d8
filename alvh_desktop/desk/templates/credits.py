"""What iron condors with shorts of like delta would bring: the search of the template that aims at a credit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from alvh_desktop.desk.templates.chain import Chain
from alvh_desktop.desk.templates.condor_strikes import CondorStrikes
from alvh_desktop.desk.templates.listed import Listed
from alvh_desktop.desk.templates.proposal import NEAR_IN_DELTA, ZERO, points_of, unknown_delta
from alvh_desktop.desk.templates.strikes import nearest_wing
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import strike_text

_MOST_DELTA = 0.5


@dataclass(frozen=True, slots=True)
class CondorCredit:
    """A condor, what it brings at mids in points (received +), and the absolute deltas of its shorts."""

    strikes: CondorStrikes
    credit: Decimal
    put_delta: float
    call_delta: float

    @property
    def mean_delta(self) -> float:
        return (self.put_delta + self.call_delta) / 2

    def miss(self, credit: Decimal, wing: Decimal) -> Decimal:
        """How far it is from a credit and a wing: the shares by which each is missed, added."""
        widths = self.strikes.short_put - self.strikes.long_put, self.strikes.long_call - self.strikes.short_call
        return abs(self.credit - credit) / credit + sum((abs(width - wing) for width in widths), ZERO) / wing


def condors_with_credit(chain: Chain, wing: Decimal) -> tuple[CondorCredit, ...] | Problem:
    """Every condor with shorts of like delta, at most 0.50, that are bid for, the listed wings nearest `wing`, and a
    credit: each put with the call nearest in delta and each call with its put, among all of them and among those
    whose wing is listed just as wide as asked."""
    puts, calls = _shorts(chain, "P"), _shorts(chain, "C")
    if not puts or not calls:
        return unknown_delta(chain)
    exact = ([one for one in side if _has_wing(chain, one[1], wing)] for side in (puts, calls))
    pairs = [*_alike(puts, calls), *_alike(*exact)]
    found = [one for put, call in pairs if (one := _condor(chain, put, call, wing)) is not None]
    if not found:
        told = f"no condor of {chain.name} with wings near {strike_text(wing)} and shorts of like delta has four mids"
        return Problem("credit", f"{told} that make a credit: import a whole chain of it, or ask for another wing")
    return tuple(found)


def _shorts(chain: Chain, right: Right) -> list[tuple[float, Listed]]:
    """What can be sold, with absolute deltas."""
    return [
        (abs(one.delta), one)
        for one in chain.side(right).values()
        if one.mid is not None and one.quote.bid and one.delta is not None and 0.0 < abs(one.delta) <= _MOST_DELTA
    ]


_Short = tuple[float, Listed]


def _has_wing(chain: Chain, short: Listed, wing: Decimal) -> bool:
    strike, right = short.contract.strike or ZERO, short.contract.right or "P"
    return (strike + wing if right == "C" else strike - wing) in chain.side(right)


def _alike(puts: Sequence[_Short], calls: Sequence[_Short]) -> Iterator[tuple[_Short, _Short]]:
    if not puts or not calls:
        return
    gaps = np.abs(np.array([delta for delta, _ in puts])[:, None] - np.array([delta for delta, _ in calls]))
    of_puts = zip(range(len(puts)), gaps.argmin(axis=1).tolist(), strict=True)
    of_calls = zip(gaps.argmin(axis=0).tolist(), range(len(calls)), strict=True)
    for put, call in sorted({*of_puts, *of_calls}):
        if gaps[put, call] <= NEAR_IN_DELTA:
            yield puts[put], calls[call]


def _condor(chain: Chain, put: _Short, call: _Short, wing: Decimal) -> CondorCredit | None:
    short_put, short_call = put[1].contract.strike or ZERO, call[1].contract.strike or ZERO
    long_put = nearest_wing(chain.strikes("P"), short_put, wing, is_above=False)
    long_call = nearest_wing(chain.strikes("C"), short_call, wing, is_above=True)
    if long_put is None or long_call is None:
        return None
    strikes = CondorStrikes(long_put, short_put, short_call, long_call)
    legs = strikes.legs(chain)
    mids = {contract: one.mid for contract, _ in legs if (one := chain.listed(contract)) is not None}
    paid = points_of(legs, mids)
    if paid is None or not strikes.is_ordered or not 0 < -paid < strikes.wing:
        return None
    return CondorCredit(strikes, -paid, put[0], call[0])
