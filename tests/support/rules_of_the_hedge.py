"""The table of every rule: what is judged of the hedge. The numbers of each scene are worked out beside it."""

from dataclasses import replace
from datetime import date
from functools import cache, partial

from support.fact_scenes import book_of, scene_of
from support.founded_books import CLOCK, moment
from support.lost_inputs import (
    Changed,
    later,
    on_old_closes,
    without_figures,
    without_memory,
    without_quotes,
    without_roots,
    without_typed,
)
from support.made_markets import market, years_to
from support.rule_scenes import (
    VIX_DECEMBER,
    VIX_QUOTES,
    above_strike,
    at_20,
    before_the_fomc,
    contributed,
    hedged,
    layer,
    with_calls,
    worth,
)
from support.rule_table import Gap, Gauged, Old, OneRule, Table, Told, Turn, held_to

from alvh_desktop.domain.records import Role
from alvh_desktop.rules.scene import Scene

# Structure

LACKING = partial(hedged, 4, 4, 0)
STRUCTURE = OneRule(
    # "differ by more than one contract": none of the two long calls is held
    turns=(Turn("hedge.structure", "watch", LACKING, 2, "quiet quiet watch"),),
    told=(
        Told(
            hedged, "quiet", "Layers are complete.", "$60,000 makes 1.00 units and asks for 4 short, 4 medium, 2 long"
        ),
        Told(partial(hedged, 4, 3, 2), "quiet", "Layers: medium 3 of 4."),
        Told(LACKING, "watch", "Layers: long 0 of 2.", "the largest difference is 2."),
        Told(partial(hedged, 0, 0, 0), "watch", "short 0 of 4, medium 0 of 4, long 0 of 2", subject="account 2"),
        # silent on the day of a layer's fill
        Told(partial(hedged, 1, 4, 2, entered="2026-11-20T10:00"), "quiet", sentence="was filled today"),
    ),
    never_missing="fills are in the book, and the settlement of a leg in the calendar",
    never_old="fills do not age",
)

# Allocation


def percent_held(short: int, medium: int, long: int) -> float:
    """100 x contracts x N(d1) x future of each layer, over 12 x 100 x 50 = $60,000."""
    counts: tuple[tuple[Role, int], ...] = (("short", short), ("medium", medium), ("long", long))
    usd = sum(100 * count * above_strike(*at_20(role)) * at_20(role)[0] for role, count in counts)
    return 100 * usd / 60_000


DOUBLE = partial(hedged, 8, 8, 4)
ALLOCATION = OneRule(
    turns=(
        # "outside the band of the worksheet": RSI 50 gives 10 to 15 %
        Turn("hedge.allocation", "watch", DOUBLE, percent_held(8, 8, 4) - 15, "quiet quiet watch", near=0.05),
        Turn(
            "hedge.allocation", "watch", partial(hedged, 1, 1, 0), 10 - percent_held(1, 1, 0), "quiet quiet watch",
            near=0.05,
        ),
        # "over hard cap warn": 25 % while the regime is neutral to bullish
        Turn("hedge.allocation.cap", "warn", DOUBLE, percent_held(8, 8, 4) - 25, "quiet quiet warn", near=0.05),
    ),
    told=(
        Told(partial(hedged, 4, 4, 1), "quiet", "inside the band of 10.0 to 15.0 %.", "Hedge by delta notional"),
        Told(partial(hedged, 1, 1, 0), "watch", "points below the band of 10.0 to 15.0 %."),
        Told(partial(hedged, 5, 5, 3), "watch", "points above the band of 10.0 to 15.0 %."),
        Told(DOUBLE, "warn", "points above its hard cap of 25 %.", "- hard cap 25 % = +"),
    ),
    gaps=(
        Gap(partial(hedged, 1, 1, 0), without_figures("vix.rsi"), "not known: vix.rsi is not known"),
        Gap(DOUBLE, without_roots("VIX", "VX"), "VIX 16DEC26 20 C"),
        Gap(partial(hedged, 4, 4, 3), without_typed("yield.10y"), "step 5, Cost of capital (WACC)"),
    ),
    old=(
        Old(DOUBLE, later(25), "on data 25 min old"),
        Old(DOUBLE, on_old_closes("vix.rsi"), "vix.rsi on data of 2026-11-20"),
    ),
)  # fmt: skip

# Delta and tenor

YEARS = years_to("VIX", VIX_DECEMBER)


@cache
def short_calls(level: float) -> Scene:
    """Four calls struck at 25 on a future at a level."""
    return with_calls(("+4 VIX 16DEC26 25C @1.10", "short"), level=level)


WORN = partial(short_calls, 14.0)
DELTA = OneRule(
    # "mean forward delta ... under 0.15"
    turns=(
        Turn("hedge.short_delta", "act", WORN, above_strike(14.0, 25.0, 0.9, YEARS), "act quiet quiet", near=4e-3),
    ),
    told=(
        Told(WORN, "act", "Short layer: mean delta 0.0", "Mean forward delta of the short layer is (4 x 0.0"),
        Told(partial(short_calls, 22.0), "quiet", "Short layer: mean delta 0.3"),
    ),
    gaps=(Gap(WORN, without_roots("VIX", "VX"), "not known: delta of VIX 16DEC26 25 C"),),
    old=(Old(WORN, later(25), "on data 25 min old"),),
)


@cache
def left(days: int, role: Role = "short") -> Scene:
    """A call of a layer that settles so many calendar days after a noon of the clock."""
    settles = {"short": date(2026, 12, 16), "medium": date(2027, 3, 17), "long": date(2027, 6, 16)}[role]
    now = moment(f"{date.fromordinal(settles.toordinal() - days)} 12:00")
    scene = scene_of(book_of(layer(role, 4), now=max(now, CLOCK)), market(VIX_QUOTES, spx="6690", vix="17"))
    return later(minutes=(now - CLOCK).total_seconds() / 60)(scene)


TENOR = OneRule(
    # "short: 10 days left (watch), 5 (act); medium 45 (watch); long 110 (watch)": from 20 November to 16 December
    # there are 26 days, to 17 March 117, to 16 June 208
    turns=(
        Turn("hedge.tenor", "watch", partial(left, 26), 26, "watch watch quiet"),
        Turn("hedge.tenor", "act", partial(left, 26), 26, "act act quiet"),
        Turn("hedge.tenor.medium", "watch", partial(left, 117, "medium"), 117, "watch watch quiet"),
        Turn("hedge.tenor.long", "watch", partial(left, 208, "long"), 208, "watch watch quiet"),
    ),
    told=(
        Told(partial(left, 11), "quiet", "Short layer: VIX 16DEC26 20 C has 11 days left."),
        Told(partial(left, 10), "watch", "has 10 days left.", "2026-12-16 less 2026-12-06 = 10 days left."),
        Told(partial(left, 6), "watch"),
        Told(partial(left, 5), "act", "Short layer: VIX 16DEC26 20 C has 5 days left."),
        Told(partial(left, 46, "medium"), "quiet"),
        Told(partial(left, 45, "medium"), "watch", "Medium layer: VIX 17MAR27 20 C has 45 days left."),
        Told(partial(left, 111, "long"), "quiet"),
        Told(partial(left, 110, "long"), "watch", "Long layer: VIX 16JUN27 20 C has 110 days left."),
    ),
    never_missing="settlement days are in the book, today is the clock's",
    never_old="a settlement day does not age",
)

# What it has earned


@cache
def earned(floor: str, entered: str = "2025-06-18T10:00", kind: str = "0") -> Scene:
    """Ten calls of March for $2,000; from 18 June 2025 to 20 November 2026 there are 520 days."""
    typed = (("irr.floor", floor), ("irr.floor_kind", kind), ("risk_free", "4"), ("equity_premium", "5"))
    return hedged(0, 10, 0, core="", entered=entered, typed=typed)


RATE = 100 * ((1000 * worth(*at_20("medium")) / 2000) ** (365 / 520) - 1)
IRR = OneRule(
    # "hedge IRR below the floor"
    turns=(Turn("hedge.irr", "watch", partial(earned, "5"), RATE - 5, "watch quiet quiet", near=0.2),),
    told=(
        Told(partial(earned, f"{RATE + 2:.2f}"), "watch", "2.0 points below its floor.", "money multiple"),
        Told(partial(earned, f"{RATE - 2:.2f}"), "quiet", "2.0 points over its floor."),
        # fewer than 252 trading days of flows are told and not judged
        Told(partial(earned, "100", "2026-08-20T10:00"), "quiet", sentence="Not judged before 252 trading days"),
    ),
    gauged=(Gauged("hedge.irr", partial(earned, "5"), RATE - 5, "Fixed floor 5 %.", 0.2),),
    gaps=(Gap(partial(earned, f"{RATE + 2:.2f}"), without_roots("VIX", "VX"), "1 of 1 open legs have no mark"),),
    old=(Old(partial(earned, f"{RATE + 2:.2f}"), later(25), "on data 25 min old"),),
)


def without_equity_of_days(scene: Scene) -> Scene:
    """The days were recorded, and what the accounts were worth on them was not."""
    days = tuple(replace(each, equity=None) for each in scene.remembered.days())
    return replace(scene, remembered=replace(scene.remembered, of=days))  # type: ignore[type-var]


ADDS_20 = partial(contributed, 20.0)
AIMED = partial(held_to, ADDS_20, "hedge.contribution", "watch", "40")
CONTRIBUTION = OneRule(
    turns=(Turn("hedge.contribution", "watch", ADDS_20, 20.0, "watch quiet quiet", near=1e-6),),
    told=(
        Told(AIMED, "watch", "The hedge adds +20 bps a week at equal risk.", "over 30 weeks: +20.0 bps a week"),
        Told(partial(held_to, ADDS_20, "hedge.contribution", "watch", "10"), "quiet"),
    ),
    gauged=(Gauged("hedge.contribution", ADDS_20, 20.0, "aim 40)", 1e-6),),
    gaps=(
        Gap(AIMED, without_equity_of_days, "not known: of 31 weeks only 0 have equity"),
        Gap(AIMED, without_memory, "not known: of 0 weeks only 0 have equity", looks_young=True),
    ),
    old=(Old(AIMED, later(days=14), "on data 3 weeks old"),),
)

# Liquidity: one call and cash, over $240

CALL_USD = 100 * worth(*at_20("short"))
POOR = partial(before_the_fomc, "100")


def lost_spread() -> Changed:
    return without_quotes(lambda contract: contract.root == "SPXW" and contract.strike == 6350)


LIQUIDITY = OneRule(
    # "under 1.8x"
    turns=(Turn("hedge.liquidity", "warn", POOR, (CALL_USD + 100) / 240, "warn quiet quiet", near=1e-6),),
    told=(
        Told(
            POOR,
            "warn",
            "FOMC in 2 trading days: hedge and cash cover slippage 0.8 x.",
            "/ slippage $240 = 0.8",
            "FOMC 2026-12-09",
        ),
        # 1.8 x 240 = 432
        Told(partial(before_the_fomc, f"{432 - CALL_USD:.2f}"), "quiet", "cover slippage 1.8 x", "= 1.80 x"),
        Told(partial(before_the_fomc, f"{431.99 - CALL_USD:.2f}"), "warn", "cover slippage 1.8 x", "= 1.80 x"),
        Told(
            before_the_fomc, "quiet", "hedge and cash cover slippage 2.9 x.", "+ cash $600) / slippage $240 = 2.91 x"
        ),
    ),
    gaps=(
        Gap(POOR, without_typed("hedge.cash"), "type the input hedge.cash; type 0 where there is none"),
        Gap(POOR, lost_spread(), "the spread of SPXW 18DEC26 6350 P is not known"),
        Gap(POOR, without_roots("VIX", "VX"), "market value of VIX 16DEC26 20 C is not known"),
    ),
    old=(Old(POOR, later(25), "on data 25 min old"),),
)

HEDGE_RULES: Table = {
    "hedge.structure": STRUCTURE,
    "hedge.allocation": ALLOCATION,
    "hedge.short_delta": DELTA,
    "hedge.tenor": TENOR,
    "hedge.irr": IRR,
    "hedge.contribution": CONTRIBUTION,
    "hedge.liquidity": LIQUIDITY,
}
