"""How far a call and a put of one strike stand from parity with their forward: conversion and reversal."""

from dataclasses import dataclass, replace
from datetime import datetime

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.forwards import forward_of
from alvh_desktop.pricing.market import Market


@dataclass(frozen=True, slots=True)
class ParityGap:
    """C - P - DF * (F - K) in points, from marks; above 0 a conversion gains, below 0 a reversal.

    `source` says where the forward comes from: one taken from parity itself leaves little of a gap. `moment` is when
    the oldest of the three prices was seen.
    """

    points: float
    call: float
    put: float
    discount: float
    forward: float
    strike: float
    source: str
    moment: datetime

    @property
    def sentence(self) -> str:
        return (
            f"Parity gap {self.call:.2f} - {self.put:.2f} - {self.discount:.4f} x ({self.forward:.2f} - "
            f"{self.strike:g}) = {self.points:+.2f} points; forward by {self.source}."
        )


def parity_gap(market: Market, contract: Contract, product: Product) -> ParityGap | Problem:
    """Of the strike of an option. A Problem where it is none, or where call, put or forward has no price."""
    if contract.strike is None or contract.right is None:
        return Problem(spoken(contract), f"{spoken(contract)} is no option: it has no put and call")
    forward = forward_of(market, contract, product)
    call, put = (market.mark(replace(contract, right=right)) for right in ("C", "P"))
    for known in (forward, call, put):
        if isinstance(known, Problem):
            return Problem(known.where, f"the parity gap is not known: {known.message}")
    assert not isinstance(forward, Problem), "asked above"
    assert not isinstance(call, Problem), "asked above"
    assert not isinstance(put, Problem), "asked above"
    strike, paid, got = float(contract.strike), float(call.price), float(put.price)
    points = paid - got - forward.discount * (forward.value - strike)
    moment = min(forward.moment, call.moment, put.moment)
    return ParityGap(points, paid, got, forward.discount, forward.value, strike, forward.source, moment)
