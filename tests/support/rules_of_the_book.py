"""The table of every rule: what is judged of the whole book. The numbers of each scene are worked out beside it."""

import math
from dataclasses import replace
from decimal import Decimal
from functools import cache, partial

from support.fact_scenes import book_of, scene_of
from support.founded_books import CLOCK
from support.lost_inputs import later, without_closes, without_equity, without_level, without_memory, without_roots
from support.made_markets import RATES, market
from support.rule_scenes import (
    UNIT,
    VIX_QUOTES,
    above_strike,
    at_20,
    condor_at,
    followed,
    hedged,
    layer,
    spxw,
)
from support.rule_table import Gap, Gauged, Old, OneRule, Table, Told, Turn, held_to

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.records import Cash
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff.sensitivities import sensitivities_of
from alvh_desktop.rules.facts.standing import Standing, standing_of
from alvh_desktop.rules.scene import Scene

V = 17.0


def hedge_usd(count: int, y: float) -> float:
    """$ of calls of the short layer after ln(V'/V) = y: the future answers by (1 + T/17)^-0.61 (V/F)^0.75, its
    volatility by 0.56."""
    price, strike, vol, years = at_20("short")
    beta = min((1 + 365 * years / 17) ** -0.61 * (V / price) ** 0.75, 1.0)
    discount = Market(CLOCK, RATES).discount(years)
    future, sigma = price * math.exp(beta * y), vol * math.exp(0.56 * y)
    return count * 100 * float(black76.price(future, strike, discount, years, sigma, True))


def answer(s: float) -> float:
    """ln(V'/V) after a move of SPX by s at once: u = ln(1+s) 100 sqrt(252) / V, -u (0.078 + 0.0113 max(-u, 0)),
    saturating towards 150 and 8."""
    u = math.log1p(s) * 100 * math.sqrt(252) / V
    q = -u * (0.078 + 0.0113 * max(-u, 0.0))
    room = math.log(150 / V) if q > 0 else math.log(V / 8)
    return math.copysign(room * (1 - math.exp(-abs(q) / room)), q)


# Break-even shift


@cache
def far_calls(count: int = 4) -> Scene:
    """Calls struck at 58 that settle before the condors, and pay nothing at either break-even."""
    calls = (f"+{count} VIX 16DEC26 58C @0.60 at 2026-11-18T10:00", "short")
    return scene_of(book_of(UNIT, calls), market(spxw(6690.0), VIX_QUOTES, spx="6690", vix="17"))


SHIFTED = partial(held_to, far_calls, "book.break_even_shift", "watch", "8")
SHIFT = OneRule(
    # $240 of premium over 12 condors that lose $100 a point each: 0.2 points inward on both sides
    turns=(Turn("book.break_even_shift", "watch", far_calls, -0.2, "watch quiet quiet", near=1e-3),),
    told=(
        Told(SHIFTED, "watch", "shifts the break-evens by -0.2 and -0.2 points", "the hedge loses $240 at the"),
        Told(partial(held_to, far_calls, "book.break_even_shift", "watch", "-1"), "quiet"),
    ),
    gauged=(
        Gauged("book.break_even_shift", far_calls, -0.2, "A long VIX hedge moves the upper break-even inward.", 1e-3),
        # 7,200 of credit and 12,000 paid: 6690 - 6344 to the nearer break-even are lost
        Gauged("book.break_even_shift", partial(far_calls, 200), -346, "the hedge takes both break-evens away", 0.01),
    ),
    gaps=(Gap(SHIFTED, without_level("VIX"), "not known: no spot VIX level is known"),),
    old=(Old(SHIFTED, later(25), "on data 25 min old"),),
)

# Vega


@cache
def overhedged() -> Scene:
    return hedged(400, 0, 0)


def share_by_hand() -> float:
    """The hedge by its own formula, the condors as the report of the book has them."""
    standing = standing_of(overhedged())
    assert isinstance(standing, Standing)
    condors = sensitivities_of(standing.position, standing.world)[0].vix_equivalent_vega_usd
    assert condors is not None
    hedge = hedge_usd(400, math.log(18 / V)) - hedge_usd(400, 0.0)
    return 100 * (condors + hedge) / abs(condors)


VEGA = OneRule(
    # "above +10 % of the condors' own absolute value"
    turns=(Turn("book.vega_flip", "warn", overhedged, share_by_hand(), "quiet quiet warn", near=1.0),),
    told=(
        Told(
            overhedged, "warn", "VIX + 1 point moves the whole book by $+", "SPX unchanged, the condors change by $-"
        ),
        # condors alone: -100 % of their own
        Told(partial(condor_at, 6690.0), "quiet", "-100 % of the condors' own", "= -100.0 %."),
        # at a short the hedge is meant to outweigh it
        Told(partial(hedged, 400, 0, 0, spx=6340.0), "quiet"),
    ),
    gaps=(
        Gap(overhedged, without_level("VIX"), "not known: no spot VIX level is known"),
        Gap(overhedged, without_roots("VIX", "VX"), "not known: no quote of VIX 16DEC26 20 C"),
    ),
    old=(Old(overhedged, later(25), "on data 25 min old"),),
)

# Against equity: 12 condors of 50 points are $60,000


def delta_usd() -> float:
    """4 x 4 x 2 calls of $100 a point, each on its own future."""
    counts = {"short": 4, "medium": 4, "long": 2}
    return sum(100 * count * above_strike(*at_20(role)) * at_20(role)[0] for role, count in counts.items())  # type: ignore[arg-type]


def on_cash(scene: Scene) -> Scene:
    """Its equity is made of cash and marks, and so it is as old as these."""
    row = Cash(9000, 2, CLOCK, Decimal(100_000), "")
    return replace(scene, book=scene.book.after([Row("cash", row.id, None, row)]))


@cache
def by_marks(equity: str) -> Scene:
    return on_cash(hedged(equity=equity))


GEARED = partial(hedged, equity="20000")
LEVERAGE = OneRule(
    # "over 3.2x"
    turns=(
        Turn("book.leverage", "act", GEARED, (60_000 + delta_usd()) / 20_000, "quiet quiet act", near=5e-3),
        # a condor alone: 5,000 / 1,562.5 is 3.2 itself
        Turn("book.leverage", "act", partial(condor_at, 6690.0, equity="1562.5"), 3.2, "quiet quiet act"),
    ),
    told=(
        Told(GEARED, "act", "Gross leverage 3.", "equity $20,000 = 3."),
        Told(partial(condor_at, 6690.0, equity="1562.5"), "quiet", "Gross leverage 3.20 x of equity."),
        Told(partial(condor_at, 6690.0, equity="1562"), "act", "Gross leverage 3.20 x of equity."),
        Told(hedged, "quiet", "Gross leverage 0.14 x of equity."),
    ),
    gaps=(
        Gap(GEARED, without_equity, "not known: equity is not known: type it"),
        Gap(GEARED, without_roots("VIX", "VX"), "VIX 16DEC26 20 C"),
    ),
    old=(Old(GEARED, later(25), "on data 25 min old"),),
)

AT_RISK = OneRule(
    # "N over 50 % of E (watch), 80 % (warn)": 60 / 75
    turns=tuple(
        Turn("book.capital_at_risk", severity, partial(hedged, equity="75000"), 80, f"quiet quiet {severity}")
        for severity in ("watch", "warn")
    ),
    told=(
        Told(partial(hedged, equity="120000"), "quiet", "Condors put 50 % of equity at risk."),
        Told(
            partial(hedged, equity="119999"), "watch", "50 % of equity", "Condor notional $60,000 / equity $119,999"
        ),
        Told(partial(hedged, equity="75000"), "watch", "80 % of equity", "= 80.0 %."),
        Told(partial(hedged, equity="74999"), "warn", "Condors put 80 % of equity at risk."),
    ),
    gaps=(Gap(partial(hedged, equity="74999"), without_equity, "not known: equity is not known: type it"),),
    old=(Old(partial(by_marks, "74999"), later(25), "on data 25 min old"),),
)

ONE_SETTLEMENT = OneRule(
    # "over 25 % of E": (50 - 6) x 100 x 12 = 52,800 of 211,200
    turns=(Turn("book.one_settlement", "warn", partial(hedged, equity="211200"), 25, "quiet quiet warn"),),
    told=(
        Told(partial(hedged, equity="211200"), "quiet", "SPXW 18DEC26 can lose 25 % of equity."),
        Told(
            partial(hedged, equity="211199"), "warn", "SPXW 18DEC26 can lose 25 % of equity.",
            "can lose $52,800 at their settlement", "SPXW 2026-12-18",
        ),
    ),
    gaps=(Gap(partial(hedged, equity="211199"), without_equity, "not known: equity is not known: type it"),),
    old=(Old(partial(by_marks, "211199"), later(25), "on data 25 min old"),),
)  # fmt: skip


def without_equity_of_days(scene: Scene) -> Scene:
    """The days were recorded, and what the accounts were worth on them was not."""
    days = tuple(replace(each, equity=None) for each in scene.remembered.days())
    return replace(scene, remembered=replace(scene.remembered, of=days))  # type: ignore[type-var]


BETA = OneRule(
    # "regression beta over 0.35": the account moves 0.4 times as much on each day
    turns=(Turn("book.beta", "watch", partial(followed, 0.4), 0.4, "quiet quiet watch"),),
    told=(
        Told(partial(followed, 0.4), "watch", "The account has moved 0.40 times as much as SPX.", "left out: 0.400."),
        Told(partial(followed, 0.34), "quiet", "0.34 times"),
        # nothing is remembered
        Told(partial(condor_at, 6690.0), "quiet", sentence="only 0 of 60 daily points"),
    ),
    gaps=(
        Gap(partial(followed, 0.4), without_closes("SPX"), "import SPX closes"),
        Gap(partial(followed, 0.4), without_equity_of_days, "only 0 have equity"),
        Gap(partial(followed, 0.4), without_memory, "not known: only 0 of 60 daily points", looks_young=True),
    ),
    old=(Old(partial(followed, 0.4), later(days=3), "on data 2 trading days old"),),
)


@cache
def calls_alone() -> Scene:
    return scene_of(book_of(layer("short", 20)), market(VIX_QUOTES, spx="6690", vix="17"), equity="100000")


def beta_by_hand() -> float:
    """[V(+1 %) - V(-1 %)] / (2 x 1 % x 100,000)."""
    return (hedge_usd(20, answer(0.01)) - hedge_usd(20, answer(-0.01))) / 2000


BETA_WATCHED = partial(held_to, calls_alone, "book.beta.instantaneous", "watch", "-1")
BETA_NOW = OneRule(
    turns=(Turn("book.beta.instantaneous", "watch", calls_alone, beta_by_hand(), "quiet quiet watch", near=2e-3),),
    told=(
        Told(BETA_WATCHED, "watch", "The book moves -0."),
        Told(partial(held_to, calls_alone, "book.beta.instantaneous", "watch", "0"), "quiet", "The book moves -0."),
    ),
    gauged=(Gauged("book.beta.instantaneous", calls_alone, beta_by_hand(), "Aim after a roll: near 0.", 2e-3),),
    gaps=(
        Gap(BETA_WATCHED, without_equity, "not known: equity is not known: type it"),
        Gap(BETA_WATCHED, without_level("VIX"), "not known: no spot VIX level is known"),
    ),
    old=(Old(BETA_WATCHED, later(25), "on data 25 min old"),),
)

BOOK_RULES: Table = {
    "book.break_even_shift": SHIFT,
    "book.vega_flip": VEGA,
    "book.leverage": LEVERAGE,
    "book.capital_at_risk": AT_RISK,
    "book.one_settlement": ONE_SETTLEMENT,
    "book.beta": BETA,
    "book.beta.instantaneous": BETA_NOW,
}
