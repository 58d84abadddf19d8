"""The scenes that the table of rules judges, each built once, with the formulas that their values follow from."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from support.fact_scenes import book_of, day_stood, scene_of
from support.founded_books import CLOCK, moment
from support.made_markets import RATES, Quotes, chain, future, market, quoted, years_to
from support.made_pasts import closes, trading_days
from support.ticketed_books import figures, with_inputs

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.records import Role
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.market import Market
from alvh_desktop.rules.scene import DayStood, Scene, Span
from alvh_desktop.series.past import Past

DECEMBER, VIX_DECEMBER = date(2026, 12, 18), date(2026, 12, 16)
VIX_MARCH, VIX_JUNE = date(2027, 3, 17), date(2027, 6, 16)
CONDOR = "-1 SPXW 18DEC26 6300/6350P 7150/7200C @8 at 2026-11-18T10:00"
UNIT = "-12 SPXW 18DEC26 6300/6350P 7150/7200C @6 at 2026-11-18T10:00"
STRIKES = range(6000, 7450, 50)
VOL = 0.16
YEARS = years_to("SPXW", DECEMBER)

# What the values are worked out with, beside the program's own formulas


def above_strike(forward: float, strike: float, vol: float, years: float) -> float:
    """N(d1) by the error function: the forward delta of a call."""
    s = vol * math.sqrt(years)
    return 0.5 * (1 + math.erf((math.log(forward / strike) / s + s / 2) / math.sqrt(2)))


def expected_move(spot: float) -> float:
    return spot * VOL * math.sqrt(YEARS)


def worth(forward: float, strike: float, vol: float, years: float, right: str = "C") -> float:
    """A model value rounded to a cent, as the mids of a made chain are."""
    discount = Market(CLOCK, RATES).discount(years)
    return round(float(black76.price(forward, strike, discount, years, vol, right == "C")), 2)


def closing_points(spot: float) -> float:
    """What buying the condor back costs: its mids and four half-spreads of 2 cents."""
    put, call = (lambda k: worth(spot, k, VOL, YEARS, "P")), (lambda k: worth(spot, k, VOL, YEARS))
    return put(6350) - put(6300) + call(7150) - call(7200) + 4 * 0.02


# One condor


def spxw(spot: float, at: datetime = CLOCK, expiry: date = DECEMBER, vol: float = VOL) -> Quotes:
    return chain("SPXW", expiry, spot, STRIKES, vol, at=at, half_spread="0.02")


@cache
def condor_at(
    spot: float, line: str = CONDOR, equity: str = "500000", span: tuple[float, float] | None = None
) -> Scene:
    """SPX and the forward of its one expiry stand at a level; a flat smile of 16 %."""
    scene = scene_of(book_of(line), market(spxw(spot), spx=f"{spot:.2f}", vix="17"), equity)
    return replace(scene, span=None if span is None else Span(*span))


@cache
def spread_wide(put_ask: str, target: str | None = None) -> Scene:
    """Four quotes: two condors sold for 8 points each; closing costs the ask of the short put less 0.20 a condor."""
    quotes: Quotes = {}
    for strike, right, bid, ask in (
        (6300, "P", "0.90", "1.10"),
        (6350, "P", f"{Decimal(put_ask) - Decimal('0.20')}", put_ask),
        (7150, "C", "0.80", "1.00"),
        (7200, "C", "0.30", "0.50"),
    ):
        quotes |= quoted(Contract("SPXW", DECEMBER, Decimal(strike), right), bid, ask)
    typed = None if target is None else {"entry_phase.target": target}
    book = book_of("-2 SPXW 18DEC26 6300/6350P 7150/7200C @8 at 2026-11-18T10:00", typed=typed)
    return scene_of(book, market(quotes, spx="6690", vix="17"))


@cache
def expiring(now: str, spot: float = 6700.0, opened: str = "2026-11-18T10:00", root: str = "SPXW") -> Scene:
    at = moment(now)
    line = f"-1 {root} 18DEC26 6300/6350P 7150/7200C @8 at {opened}"
    quotes = chain(root, DECEMBER, spot, STRIKES, VOL, at=at) if at < moment("2026-12-18 16:00") else {}
    return scene_of(book_of(line, now=at), market(quotes, at=at, spx=f"{spot:.2f}", vix="17"))


# Condors and their hedge

VIX_QUOTES: Quotes = {
    **chain("VIX", VIX_DECEMBER, 18.0, range(12, 60, 2), 0.9, half_spread="0.02"),
    **chain("VIX", VIX_MARCH, 19.0, range(12, 60, 2), 0.7, half_spread="0.02"),
    **chain("VIX", VIX_JUNE, 20.0, range(12, 60, 2), 0.6, half_spread="0.02"),
    **future(VIX_DECEMBER, "18.00"),
    **future(VIX_MARCH, "19.00"),
    **future(VIX_JUNE, "20.00"),
}
FUTURES: Mapping[Role, tuple[float, float, date]] = {
    "short": (18.0, 0.9, VIX_DECEMBER), "medium": (19.0, 0.7, VIX_MARCH), "long": (20.0, 0.6, VIX_JUNE),
}  # fmt: skip
"""Future, volatility and settlement of the calls of each layer; all are struck at 20."""
FLAT_WACC = {"yield.10y": "4.2", "credit_spread": "1.8"}
CALM = {"regime__is_neutral_to_bullish": True}


def at_20(role: Role) -> tuple[float, float, float, float]:
    """Future, strike, volatility and years of a call of that layer."""
    future_price, vol, expiry = FUTURES[role]
    return future_price, 20.0, vol, years_to("VIX", expiry)


def layer(role: Role, count: int, entered: str = "2026-11-18T10:00", price: str = "2") -> tuple[str, Role]:
    named = {"short": "16DEC26", "medium": "17MAR27", "long": "16JUN27"}[role]
    return f"+{count} VIX {named} 20C @{price} at {entered}", role


def moved(quotes: Quotes, at: datetime) -> Quotes:
    return {contract: replace(quote, moment=at) for contract, quote in quotes.items()}


@cache
def hedged(
    short: int = 4,
    medium: int = 4,
    long: int = 2,
    *,
    core: str = UNIT,
    equity: str = "500000",
    spx: float = 6690.0,
    more: tuple[str, ...] = (),
    typed: tuple[tuple[str, str], ...] = (),
    rsi: float | None = 50.0,
    at: datetime = CLOCK,
    entered: str = "2026-11-18T10:00",
) -> Scene:
    """A unit of condors over a ladder; the cost of capital is flat and P/E 20, the regime neutral to bullish."""
    counts: Mapping[Role, int] = {"short": short, "medium": medium, "long": long}
    layers = tuple(layer(role, count, entered) for role, count in counts.items() if count)
    book = book_of(*((core,) if core else ()), *layers, *more, now=at)
    book = with_inputs(book, FLAT_WACC, CLOCK.date() - timedelta(days=31))
    book = with_inputs(book, {**FLAT_WACC, "pe.forward": "20", **dict(typed)}, CLOCK.date())
    quotes = moved({**spxw(spx, vol=VOL), **VIX_QUOTES}, at)
    scene = scene_of(book, market(quotes, at=at, spx=f"{spx:.2f}", vix="17"), equity)
    known = CALM if rsi is None else {**CALM, "vix__rsi": rsi}
    return replace(scene, regime=figures(**known), firing=frozenset())


@cache
def with_calls(*lines: tuple[str, Role], spot_vix: str = "17", level: float = 18.0) -> Scene:
    """A hedge alone, the future of December at a level."""
    quotes = {
        **VIX_QUOTES,
        **chain("VIX", VIX_DECEMBER, level, (15, 20, 25, 30), 0.9, half_spread="0.02"),
        **future(VIX_DECEMBER, f"{level:.2f}"),
    }
    return scene_of(book_of(*lines), market(quotes, spx="6690", vix=spot_vix))


@cache
def before_the_fomc(cash: str | None = "600", at: str = "2026-12-07 10:00") -> Scene:
    """Ten condors of half-spreads 0.02: 4 legs x 10 x $100 x 0.02 x 3 are $240 of slippage; one call is the hedge."""
    now = moment(at)
    core = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @6 at 2026-11-18T10:00"
    book = book_of(
        core, layer("short", 1, price="1.10"), typed=None if cash is None else {"hedge.cash": cash}, now=now
    )
    quotes = moved({**spxw(6690.0), **VIX_QUOTES}, now)
    return scene_of(book, market(quotes, at=now, spx="6690", vix="17"))


# What the days of the account say

DAYS = trading_days(71, date(2026, 11, 19))
SPX_RETURNS = tuple(0.01 if place % 3 == 0 else -0.004 if place % 3 == 1 else 0.002 for place in range(70))


@cache
def followed(beta: float) -> Scene:
    """The account has moved `beta` times as much as SPX on each of 70 days."""
    index, own, levels, days = 6000.0, 100_000.0, [6000.0], [day_stood(DAYS[0], "100000")]
    for day, change in zip(DAYS[1:], SPX_RETURNS, strict=True):
        index, own = index * (1 + change), own * (1 + beta * change)
        levels.append(index)
        days.append(day_stood(day, repr(own)))
    past = Past({"SPX": closes(levels, date(2026, 11, 19))})
    return scene_of(book_of(CONDOR), market(spxw(6690.0), spx="6690", vix="17"), days=days, past=past)


@cache
def contributed(bps: float) -> Scene:
    """30 weeks of +1 and -1 % of condors, on an equity that stays; the hedge gives back half of it and adds."""
    # mean(book) x sd(condors) / sd(book) - mean(condors) = more x 2 - 0
    more, found, sums = bps / 2e4, [], (0.0, 0.0)
    last = date(2026, 11, 13)
    for week in range(31):
        if week:
            move = 0.01 if week % 2 else -0.01
            sums = sums[0] + 100_000 * move, sums[1] + 100_000 * (more - 0.5 * move)
        found.append(_stood(last - timedelta(weeks=30 - week), sums))
    return scene_of(book_of(CONDOR), market(spxw(6690.0), spx="6690", vix="17"), days=found)


def _stood(day: date, sums: tuple[float, float]) -> DayStood:
    return day_stood(day, "100000", repr(sums[0]), repr(sums[1]))
