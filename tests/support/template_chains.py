"""Whole chains to propose from: SPXW and VIX expiries with strikes as they are listed, on made smiles."""

from datetime import date
from decimal import Decimal

from support.founded_books import PRODUCTS
from support.made_markets import Quotes, chain, future, market

from alvh_desktop.desk.templates.chain import Chain, Chains, chain_of
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.market import Market

DECEMBER = date(2026, 12, 18)
LATER = (date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 31), date(2027, 1, 4))
"""6, 10, 13 and 17 days after it."""

VIX_DECEMBER, VIX_JANUARY, VIX_MARCH, VIX_JUNE = (
    date(2026, 12, 16), date(2027, 1, 20), date(2027, 3, 17), date(2027, 6, 16),
)  # fmt: skip
VIX_WEEKLIES = date(2026, 12, 23), date(2026, 12, 30)
STRIKES = (*range(5800, 6300, 25), *range(6300, 7200, 10), *range(7200, 7500, 25))
VIX_STRIKES = (*range(10, 30), *range(30, 61, 5))
FORWARD, SPOT = 6715.0, 6690.0


def skewed(strike: float) -> float:
    return 0.16 - 0.00008 * (strike - 6700)


SPXW_QUOTES: Quotes = chain("SPXW", DECEMBER, FORWARD, STRIKES, skewed)
for _place, _day in enumerate(LATER):
    SPXW_QUOTES |= chain("SPXW", _day, 6720.0 + 3 * _place, STRIKES, skewed)

VIX_QUOTES: Quotes = future(VIX_DECEMBER, "18.05") | future(VIX_JANUARY, "19.00")
for _root, _day, _forward, _vol in (
    ("VIX", VIX_DECEMBER, 18.05, 0.9),
    *(("VIXW", day, 18.4, 0.88) for day in VIX_WEEKLIES),
    ("VIX", VIX_JANUARY, 19.0, 0.8),
    ("VIX", VIX_MARCH, 19.8, 0.65),
    ("VIX", VIX_JUNE, 20.4, 0.55),
):
    VIX_QUOTES |= chain(_root, _day, _forward, VIX_STRIKES, _vol, half_spread="0.02")


def seen(*quotes: Quotes) -> Market:
    return market(*(quotes or (SPXW_QUOTES, VIX_QUOTES)), spx=str(SPOT), vix="17")


def chains(*quotes: Quotes, stickiness: float = 1.0) -> Chains:
    return Chains(seen(*quotes), PRODUCTS, stickiness)


def the_chain(of: Chains, root: str = "SPXW", expiry: date = DECEMBER) -> Chain:
    found = chain_of(of, root, expiry)
    assert isinstance(found, Chain), found
    return found


def strikes_of(draft: Draft) -> list[Decimal]:
    """Of the legs that open, in their order."""
    return [leg.contract.strike for leg in draft.legs if not leg.closes and leg.contract.strike is not None]


def told(problem: object) -> str:
    """What a Problem says."""
    assert isinstance(problem, Problem), problem
    return str(problem)
