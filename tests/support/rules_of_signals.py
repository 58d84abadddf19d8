"""The table of every rule: signals. Each is 1 or 0; where that turns stands beside each scene."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial

from support.fact_scenes import book_of, scene_of, seen
from support.founded_books import CLOCK, moment
from support.lost_inputs import later, on_old_closes, typed_before, without_closes, without_figures, without_typed
from support.made_markets import market
from support.rule_scenes import UNIT, layer
from support.rule_table import Gap, Old, OneRule, Table, Told, Turn
from support.signal_scenes import CALM, DOLLAR, RISING, easing, past_of, typed
from support.ticketed_books import figures

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.records import Event
from alvh_desktop.rules.scene import Scene
from alvh_desktop.series.past import Past

Prints = Mapping[str, Mapping[str, str]]
YES = "quiet quiet watch"
"""Of a fact that is 1: it fires while the threshold lies under it."""


def signalled(rows: Prints, past: Past | None = None, *lines: object, now: datetime = CLOCK) -> Scene:
    return scene_of(typed(book_of(*lines, now=now), rows), seen({}, at=now), past=past)  # type: ignore[arg-type]


# condor.premium_rich


@cache
def rich_by(points: float) -> Scene:
    """The mean is 4 and one deviation 3: 7 is the mark."""
    scene = scene_of(book_of(), market(spx="6690", vix="17"))
    regime = figures(premium__spread=7.0 + points, premium__mean=4.0, premium__deviation=3.0)
    return replace(scene, regime=regime)


PREMIUM = OneRule(
    # "above its mean plus one standard deviation"
    turns=(Turn("condor.premium_rich", "watch", partial(rich_by, 0.5), 0.5, "quiet quiet watch"),),
    told=(
        Told(partial(rich_by, 0.5), "watch", "VIX less realised volatility is 7.5 points, 0.5 over its rich mark."),
        Told(partial(rich_by, 0.0), "quiet"),
        Told(partial(rich_by, -0.5), "quiet", sentence="6.5 - (252-day mean 4.0 + one deviation 3.0) = -0.5 points."),
    ),
    gaps=tuple(
        Gap(partial(rich_by, 0.5), without_figures(name), f"not known: {name} is not known")
        for name in ("premium.spread", "premium.mean", "premium.deviation")
    ),
    old=(Old(partial(rich_by, 0.5), on_old_closes("premium.mean"), "premium.mean on data of 2026-11-20"),),
)

# hedge.calendar_entry: the histogram stands at -0.0033 the day before, and a close moves it by 0.0638 of itself


@cache
def eased(last: float, cpi: str = "2.9") -> Scene:
    prints = {**CALM, "cpi.yoy": {"2026-09-11": "3.0", "2026-10-14": "3.1", "2026-11-13": cpi}}
    return signalled(prints, easing(last))


EASED = partial(eased, 0.02)
CALENDAR = OneRule(
    turns=(Turn("hedge.calendar_entry", "watch", EASED, 1, YES),),
    told=(
        Told(EASED, "watch", "A VIX calendar may be opened: the VX curve's MACD eases, CPI", "0.2 points apart"),
        # farther from 0, and beyond it: 0.02 x 0.0638 = 0.0013 is nearer, 0.2 x 0.0638 = 0.0128 above
        Told(partial(eased, -0.02), "quiet"),
        Told(partial(eased, 0.2), "quiet"),
        # "moved less than 0.3 points over three prints", from 3.1 and 3.0
        Told(partial(eased, 0.02, "2.81"), "watch", sentence="3, 3.1, 2.81 %, 0.29 points apart"),
        Told(partial(eased, 0.02, "2.80"), "quiet", sentence="0.3 points apart"),
        Told(partial(eased, 0.02, "2.79"), "quiet"),
    ),
    gaps=(
        Gap(EASED, without_closes("VX"), "not known: MACD of the VX curve"),
        Gap(EASED, without_typed("cpi.yoy"), "type cpi.yoy with the days of its last 3 releases"),
        Gap(EASED, without_typed("ppi.yoy"), "type ppi.yoy with the days of its last 3 releases"),
    ),
    old=(Old(EASED, later(days=5), "MACD of the VX curve on data of 2026-11-20"),),
)

# hedge.event_layer: FOMC on Wednesday 9 December 14:00, CPI on Thursday the 10th


@cache
def before_events(at: str = "2026-12-08 10:00", cpi: str = "3.0", held: int = 0, own: str | None = None) -> Scene:
    lines = (UNIT, *([layer("short", held)] if held else []))
    rows = {**RISING, "cpi.yoy": {"2026-10-14": "2.9", "2026-11-10": cpi}}
    scene = signalled(rows, None, *lines, now=moment(at))
    if own is None:
        return scene
    row = Event(7000, "PPI", date.fromisoformat(own), None, "PPI", "mine", True)
    return replace(scene, book=scene.book.after([Row("events", row.id, None, row)]))


FOMC = "FOMC 2026-12-09"
EVENT = OneRule(
    turns=(Turn("hedge.event_layer", "watch", partial(before_events, "2026-12-07 10:00"), 1, YES),),
    told=(
        Told(
            before_events, "watch", "FOMC decision on 9 December 2026, and the short layer is below its count.",
            "due in 1 trading day. CPI on the year went from 2.9 to 3 %. The short layer holds 0 of 4.", FOMC,
        ),
        # "within 2 trading days": the 7th, the day itself until the hour
        Told(partial(before_events, "2026-12-07 00:01"), "watch", sentence="due in 2 trading days", subject=FOMC),
        Told(partial(before_events, "2026-12-09 13:59"), "watch", sentence="due today", subject=FOMC),
        Told(partial(before_events, "2026-12-09 14:00"), "quiet", sentence="is over", subject=FOMC),
        # "y/y trend rising"
        Told(partial(before_events, cpi="2.91"), "watch", subject="CPI 2026-12-10"),
        Told(partial(before_events, cpi="2.9"), "quiet", subject="CPI 2026-12-10"),
        Told(partial(before_events, cpi="2.89"), "quiet", subject="CPI 2026-12-10"),
        # "short layer below its count" of 4
        Told(partial(before_events, held=3), "watch", sentence="The short layer holds 3 of 4.", subject=FOMC),
        Told(partial(before_events, held=4), "quiet", subject=FOMC),
        Told(partial(before_events, held=5), "quiet", subject=FOMC),
    ),
    gaps=(
        Gap(
            partial(before_events, "2026-12-07 10:00"), without_typed("cpi.yoy"),
            "type cpi.yoy with the days of its last 2",
        ),
    ),
    old=(Old(before_events, typed_before("cpi.yoy", days=60), "CPI on the year on data of 2026-09-11"),),
)  # fmt: skip

# hedge.shift_forward and hedge.add_vvix: crosses so many trading days ago


@cache
def crossed(spx: int | None = 3, vx: int | None = 1, vvix: int | None = 2, then: str = "0.51") -> Scene:
    """The long-short rate differential was `then` on 20 October, and is 0.50."""
    rows = {"rate_differential": {"2026-10-20": then, "2026-11-19": "0.50"}}
    return signalled(rows, past_of(spx, vx, vvix))


FORWARD = OneRule(
    turns=(Turn("hedge.shift_forward", "watch", crossed, 1, YES),),
    told=(
        Told(
            crossed, "watch", "have crossed within 5 trading days: move the next roll forward.",
            "MACD of SPX crossed up on 17 November 2026, 3 trading days ago.", "market 2026-11-19",
        ),
        # "within 5 days"
        Told(partial(crossed, 4), "watch"),
        Told(partial(crossed, 5), "watch", sentence="5 trading days ago"),
        Told(partial(crossed, 6), "quiet", sentence="6 trading days ago"),
        Told(partial(crossed, None), "quiet"),
    ),
    gaps=(
        Gap(crossed, without_closes("VX"), "not known: MACD of the VX curve"),
        Gap(crossed, without_closes("SPX"), "not known: MACD of SPX"),
    ),
    old=(
        Old(crossed, later(days=4), "MACD of SPX on data of 2026-11-20"),
        # by then the cross of SPX is six trading days old: that alone says no, and on old closes it is no answer
        Old(crossed, later(days=5), "MACD of SPX on data of 2026-11-20"),
    ),
)  # fmt: skip

VVIX = OneRule(
    turns=(Turn("hedge.add_vvix", "watch", crossed, 1, YES),),
    told=(
        Told(
            crossed, "watch", "MACD of VVIX crossed up while the rate differential flattens: consider a layer.",
            "Long less short rate went -0.01 in 30 days to 0.5.", "market 2026-11-18",
        ),
        Told(partial(crossed, then="0.50"), "quiet", sentence="went +0 in 30 days"),
        Told(partial(crossed, then="0.49"), "quiet", sentence="went +0.01 in 30 days"),
        Told(partial(crossed, vvix=5), "watch"),
        Told(partial(crossed, vvix=6), "quiet"),
    ),
    gaps=(
        Gap(crossed, without_closes("VVIX"), "not known: MACD of VVIX"),
        Gap(crossed, without_typed("rate_differential"), "type rate_differential of now and of 30 days ago"),
    ),
    old=(
        Old(crossed, later(days=4), "MACD of VVIX on data of 2026-11-20"),
        Old(crossed, typed_before("rate_differential", days=60), "Long less short rate of 2026-09-20 is too old"),
    ),
)  # fmt: skip

# hedge.add_financials


@cache
def financials(now: str) -> Scene:
    return signalled({"quick_ratio.financials": {"2026-10-01": "1.2", "2026-11-10": now}})


DOWN = partial(financials, "1.19")
FINANCIALS = OneRule(
    turns=(Turn("hedge.add_financials", "watch", DOWN, 1, YES),),
    told=(
        Told(DOWN, "watch", "consider a layer", "went -0.01 in 30 days to 1.19."),
        Told(partial(financials, "1.2"), "quiet", sentence="went +0 in 30 days to 1.2."),
        Told(partial(financials, "1.21"), "quiet"),
    ),
    gaps=(Gap(DOWN, without_typed("quick_ratio.financials"), "type quick_ratio.financials of now"),),
    old=(
        Old(DOWN, typed_before("quick_ratio.financials", days=200), "is too old: type quick_ratio.financials of now"),
    ),
)

# hedge.second_layer: from CLOCK to 18 December 16:00 are 28 days and half an hour; as much before, over the end of
# summer time, is 23 October 16:00


@cache
def aging(entered: str = "2026-10-23T15:59", pe: str = "21", reer: str = "101") -> Scene:
    rows = {
        "pe.forward": {**DOLLAR["pe.forward"], "2026-11-19": pe}, "reer": {**DOLLAR["reer"], "2026-11-10": reer},
    }  # fmt: skip
    return signalled(rows, None, f"-12 SPXW 18DEC26 6300/6350P 7150/7200C @6 at {entered}")


SECOND = OneRule(
    turns=(Turn("hedge.second_layer", "watch", aging, 1, YES),),
    told=(
        Told(
            aging, "watch", "P/E is down, the dollar up, and a condor past half its life: second layer.", "went -1 in"
        ),
        # "past half its life"
        Told(partial(aging, "2026-10-23T16:00:30"), "quiet", sentence="has lived 50 % of its life"),
        Told(partial(aging, "2026-10-23T16:01"), "quiet"),
        # "P/E down": 22 then; "real effective exchange rate up": 100 then
        Told(partial(aging, pe="21.99"), "watch"),
        Told(partial(aging, pe="22"), "quiet"),
        Told(partial(aging, pe="22.01"), "quiet"),
        Told(partial(aging, reer="100.01"), "watch"),
        Told(partial(aging, reer="100"), "quiet"),
        Told(partial(aging, reer="99.99"), "quiet"),
    ),
    gaps=(
        Gap(aging, without_typed("pe.forward"), "type pe.forward of now and of 30 days ago"),
        Gap(aging, without_typed("reer"), "type reer of now and of 30 days ago"),
    ),
    old=(Old(aging, typed_before("reer", days=100), "is too old: type reer of now"),),
)

SIGNAL_RULES: Table = {
    "condor.premium_rich": PREMIUM,
    "hedge.calendar_entry": CALENDAR,
    "hedge.event_layer": EVENT,
    "hedge.shift_forward": FORWARD,
    "hedge.add_vvix": VVIX,
    "hedge.add_financials": FINANCIALS,
    "hedge.second_layer": SECOND,
}
