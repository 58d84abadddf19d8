"""What is worked out of options where they are priced: prices alone, Greeks, or these with the answer to VIX."""

from collections.abc import Callable
from dataclasses import dataclass

from alvh_desktop.pricing.scenario.answers import Answer, spx_answer, state_of, vix_answer
from alvh_desktop.pricing.scenario.axes import Places
from alvh_desktop.pricing.scenario.kernel import (
    FIGURES,
    FIRST_ORDER,
    Part,
    decay_parts,
    greek_parts,
    price_parts,
)
from alvh_desktop.pricing.scenario.terms import Rows, Terms

Pricer = Callable[[Rows], tuple[Part, ...]]
"""What is told of rows at some places, once it is known how everything answers there."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is worked out of options on SPX and on VIX: so many `figures`. `nodes` over those that hold the price:
    each derivative is less smooth."""

    of_spx: Callable[[Terms, Places], Pricer]
    of_vix: Callable[[Terms, Places], Pricer]
    figures: int
    nodes: float


def answer_on_spx(terms: Terms, places: Places) -> Answer:
    """How expiries of SPX answer at these places."""
    return spx_answer(terms, places.x, places.y)


def answer_on_vix(terms: Terms, places: Places) -> Answer:
    """How expiries of VIX do."""
    return vix_answer(terms, places.y)


def _spx_prices(terms: Terms, places: Places) -> Pricer:
    answer = answer_on_spx(terms, places)
    return lambda rows: price_parts(rows, state_of(rows, answer))


def _spx_first_order(terms: Terms, places: Places) -> Pricer:
    answer = answer_on_spx(terms, places)
    return lambda rows: greek_parts(rows, state_of(rows, answer), has_second_order=False)


def _spx_greeks(terms: Terms, places: Places) -> Pricer:
    answer = answer_on_spx(terms, places)
    return lambda rows: greek_parts(rows, state_of(rows, answer))


def _spx_greeks_and_answer(terms: Terms, places: Places) -> Pricer:
    answer, slopes = answer_on_spx(terms, places), terms.vol_slopes.ravel()
    return lambda rows: greek_parts(rows, state_of(rows, answer), vol_slope=slopes.take(rows.cell))


def _vix_prices(terms: Terms, places: Places) -> Pricer:
    answer = answer_on_vix(terms, places)
    return lambda rows: price_parts(rows, state_of(rows, answer))


def _vix_decay(terms: Terms, places: Places) -> Pricer:
    answer = answer_on_vix(terms, places)
    return lambda rows: decay_parts(rows, state_of(rows, answer))


PRICES = Work(_spx_prices, _vix_prices, 1, 1.1)
FIRST_ORDER_GREEKS = Work(_spx_first_order, _vix_decay, FIRST_ORDER, 1.17)
GREEKS = Work(_spx_greeks, _vix_decay, len(FIGURES), 1.4)
GREEKS_AND_ANSWER = Work(_spx_greeks_and_answer, _vix_decay, len(FIGURES) + 1, 1.4)
